/*
 * sheet_heads - what stands above a column.
 *
 * The first row that has two or more words and no number is the head of all
 * columns.  Until it has come (a title may stand above it), the first words of
 * a column are its head.  Shared by every reader of rows and columns.
 */
#ifndef OUTMARK_SCANNER_EXTRACT_SHEET_HEADS_H
#define OUTMARK_SCANNER_EXTRACT_SHEET_HEADS_H

#include "base/slice.h"

struct sheet_heads;

struct sheet_heads *sheet_heads_new(void);
void sheet_heads_free(struct sheet_heads *heads);

/* A row begins and ends. */
void sheet_heads_row(struct sheet_heads *heads);
void sheet_heads_row_end(struct sheet_heads *heads);

/* A cell of the current row; columns count from 1. */
void sheet_heads_cell(struct sheet_heads *heads, uint64_t column,
    struct slice text, bool words);

/* The head of a column for a cell of the current row; may be empty. */
struct slice sheet_heads_of(const struct sheet_heads *heads,
    uint64_t column);

#endif
