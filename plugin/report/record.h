/*
 * record - journal records as a table for a person, or as rows of CSV.
 *
 * A record is one JSON object of the keeper's.  It holds no values, only masks;
 * addresses in it are attacker text and are escaped.
 */
#ifndef OUTMARK_REPORT_RECORD_H
#define OUTMARK_REPORT_RECORD_H

#include "base/buf.h"

struct record_list;

/* An empty list.  NULL without memory.  Yours. */
struct record_list *record_list_new(void) MUST_USE;
void record_list_free(struct record_list *list);

/* Add a record.  RC_CONFIG when it is not JSON, RC_LIMIT when there are too many. */
enum rc record_list_add(struct record_list *list, struct slice json,
    struct err *err) MUST_USE;

/* Time, event, id, what was done, recipients, labels and why. */
void record_list_write(const struct record_list *list, size_t width,
    struct buf *out);

/* The titles of the CSV columns, and one record as a row. */
void record_csv_titles(struct buf *out);
enum rc record_write_csv(struct slice json, struct buf *out, struct err *err)
    MUST_USE;

#endif
