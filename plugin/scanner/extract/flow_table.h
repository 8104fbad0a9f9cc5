/*
 * flow_table - where in a table a paragraph stands, and what the column's head
 * says.
 *
 * Keeps the text of the first row as evidence for the cells below it.  Tables
 * may nest; each has a number of its own.
 */
#ifndef OUTMARK_SCANNER_EXTRACT_FLOW_TABLE_H
#define OUTMARK_SCANNER_EXTRACT_FLOW_TABLE_H

#include "base/slice.h"

enum { FLOW_COLUMNS_MOST = 64, FLOW_HEAD_MAX = 96 };

struct flow_table {
	struct flow_table *up;
	uint32_t number, row, column;
	uint32_t span;		/* columns the current cell covers */
	unsigned char head_len[FLOW_COLUMNS_MOST];
	char head[FLOW_COLUMNS_MOST][FLOW_HEAD_MAX];
};

/* A new innermost table; false without memory.  flow_table_end takes it away. */
bool flow_table_begin(struct flow_table **top, uint32_t number);
void flow_table_end(struct flow_table **top);

void flow_table_row(struct flow_table *table);
void flow_table_cell(struct flow_table *table);

/* Text of the current cell: kept if it stands in the first row. */
void flow_table_text(struct flow_table *table, struct slice text);

/* The head of the current cell's column; empty in the first row. */
struct slice flow_table_head(const struct flow_table *table);

#endif
