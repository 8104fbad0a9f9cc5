/*
 * fields - text that consists of named values: tables, JSON, cards, orders.
 *
 * Converts the part's bytes to UTF-8 and names places, of which there may be
 * only so many: past that the rest of the text is told as it stands, so that
 * nothing is lost and nothing explodes.
 */
#ifndef OUTMARK_SCANNER_EXTRACT_FIELDS_H
#define OUTMARK_SCANNER_EXTRACT_FIELDS_H

#include "base/arena.h"
#include "base/buf.h"
#include "scanner/extract/emit.h"

enum { FIELDS_PLACES_MOST = 20000, FIELDS_LABEL_MAX = 160 };

struct fields {
	struct emit emit;
	struct slice text;	/* all of it, UTF-8 or nearly */
	struct slice second;	/* another way to read it; usually empty */
	uint32_t places;
};

/* Convert the text; an unknown charset is flagged. */
enum rc fields_begin(struct fields *fields, const struct extract_job *job,
    const struct extract_sink *sink, struct err *err) MUST_USE;

/* Tell `rest`, which no field took, and the second reading of the text. */
enum rc fields_end(struct fields *fields, struct slice rest,
    struct err *err) MUST_USE;

/* May another place be named? */
bool fields_has_room(const struct fields *fields);

/* A value at a place like "row 3 > column 2". */
enum rc fields_tell(struct fields *fields, struct slice evidence,
    struct slice value, struct err *err, const char *format, ...)
    PRINTF_LIKE(5, 6) MUST_USE;

/*
 * A name as words: "socialSecurityNumber" and "social_security_number" are
 * "social Security Number" and "social security number".  Appends to `out`
 * (NUL-terminated) as much as fits.
 */
void fields_words(struct slice name, char out[FIELDS_LABEL_MAX]);

#endif
