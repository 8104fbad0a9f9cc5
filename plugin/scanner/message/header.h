/*
 * header - a block of header fields, found in the bytes as they are.
 *
 * Lines end with LF or CRLF.  A line that is neither a field nor the
 * continuation of one ends the block, as Postfix and most readers see it.
 * Nothing is copied and nothing is decoded here.
 */
#ifndef OUTMARK_SCANNER_MESSAGE_HEADER_H
#define OUTMARK_SCANNER_MESSAGE_HEADER_H

#include "base/slice.h"

struct header_field {
	struct slice name;	/* "Subject" */
	struct slice value;	/* behind the colon, folds and all, trimmed */
	struct slice line;	/* the whole of it */
};

struct header_block {
	struct slice fields;	/* from the first field to the last */
	size_t body;		/* where the body begins */
	bool broken;		/* ended by a line that is no field */
	bool open;		/* the bytes ended before an empty line */
};

/* Find the end of the header block at the start of `bytes`. */
struct header_block header_find(struct slice bytes);

/*
 * Take the next field from `*rest` (start with block.fields).  False at the
 * end.  The slices borrow from the block.
 */
bool header_next(struct slice *rest, struct header_field *field);

/* Does a line that could be a header field start here? */
bool header_is_field(struct slice bytes);

#endif
