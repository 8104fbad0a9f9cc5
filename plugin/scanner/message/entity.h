/*
 * entity - what the header of a message or part says about its body.
 *
 * Defaults are those of RFC 2045 section 5.2.  Where a field comes twice the
 * one that makes a multipart wins, then the first, and `doubled` is set.
 */
#ifndef OUTMARK_SCANNER_MESSAGE_ENTITY_H
#define OUTMARK_SCANNER_MESSAGE_ENTITY_H

#include "base/limit.h"
#include "scanner/message/charset.h"
#include "scanner/message/decode.h"

struct entity {
	struct slice type;	/* lower case: "text/plain" */
	struct slice charset;
	struct slice boundary;
	struct slice smime;	/* smime-type */
	struct slice name;	/* of the file, UTF-8 */
	struct slice encoding;	/* as written */
	enum decode_kind kind;
	bool attachment;	/* Content-Disposition says so */
	bool doubled;		/* a field or parameter stands twice */
	bool cut;		/* too many parameters */
};

/* Read the fields of a block.  `fallback` is the type when none is given. */
enum rc entity_read(struct slice fields, const char *fallback,
    const struct limits *limits, struct charsets *set, struct arena *arena,
    struct entity *entity, struct err *err) MUST_USE;

bool entity_is_multipart(const struct entity *entity);
bool entity_is_text(const struct entity *entity);	/* plain or html */

#endif
