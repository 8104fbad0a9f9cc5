/*
 * mapi - properties of a mail item, wherever they are kept ([MS-OXCMSG]).
 *
 * What a property is decides where its text stands: subject, headers, body.
 * Bodies in HTML and RTF are given back as child parts.  A property that nobody
 * knows is told as well when it is text.
 */
#ifndef OUTMARK_SCANNER_EXTRACT_MAPI_H
#define OUTMARK_SCANNER_EXTRACT_MAPI_H

#include "base/buf.h"
#include "scanner/extract/codepage.h"
#include "scanner/extract/emit.h"

enum mapi_type {
	MAPI_INT16 = 0x02, MAPI_INT32 = 0x03, MAPI_OBJECT = 0x0d,
	MAPI_NARROW = 0x1e, MAPI_WIDE = 0x1f, MAPI_BINARY = 0x102,
	MAPI_MANY = 0x1000,
};

enum mapi_id {
	MAPI_ID_SUBJECT = 0x0037, MAPI_ID_HEADERS = 0x007d,
	MAPI_ID_BODY = 0x1000, MAPI_ID_RTF = 0x1009, MAPI_ID_HTML = 0x1013,
	MAPI_ID_NAME = 0x3001, MAPI_ID_DATA = 0x3701,
	MAPI_ID_SHORT_FILE = 0x3704, MAPI_ID_METHOD = 0x3705,
	MAPI_ID_LONG_FILE = 0x3707, MAPI_ID_MEDIA_TYPE = 0x370e,
	MAPI_ID_BODY_PAGE = 0x3fde, MAPI_ID_PAGE = 0x3ffd,
};

struct mapi_property {
	uint16_t id;
	uint16_t type;
	struct slice name;	/* of a named property; may be empty */
	struct slice value;
};

struct mapi {
	struct emit *emit;
	struct codepages *pages;
	const char *where;	/* stands before each place; "" for none */
	unsigned page;		/* of one-byte texts */
	unsigned body_page;	/* of an HTML body */
	uint32_t properties;	/* the place of the others; 0: not named */
	struct buf text;
};

struct mapi mapi_new(struct emit *emit, struct codepages *pages,
    const char *where);
void mapi_free(struct mapi *mapi);

/* Append a property's text to `out`: nothing when it is no text. */
enum rc mapi_text(struct mapi *mapi, const struct mapi_property *property,
    struct buf *out, struct err *err) MUST_USE;

/* Tell a property of the item itself. */
enum rc mapi_tell(struct mapi *mapi, const struct mapi_property *property,
    struct err *err) MUST_USE;

/* Tell a property of a recipient or an attachment, at this place. */
enum rc mapi_tell_at(struct mapi *mapi, const struct mapi_property *property,
    uint32_t place, struct err *err) MUST_USE;

/* A place of the item, behind its own words. */
enum rc mapi_place(struct mapi *mapi, uint32_t *place, struct slice name,
    const char *what, uint32_t number, struct err *err) MUST_USE;

#endif
