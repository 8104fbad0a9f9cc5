/*
 * mapi - properties of a mail item, wherever they are kept ([MS-OXCMSG]).
 */
#include "scanner/extract/mapi.h"

#include <stdio.h>

#include "scanner/extract/little.h"
#include "scanner/extract/lzfu.h"

enum { TEXT_CEILING = 1 << 26 };

/* [MS-OXPROPS]: those that are more than a name and a value. */
static const struct {
	uint16_t id;
	const char *name;
	unsigned flags;
} known[] = {
	{0x0037, "subject", TEXT_FLAG_subject},
	{0x0e1d, "subject", TEXT_FLAG_subject},
	{0x0070, "topic", TEXT_FLAG_subject},
	{0x007d, "headers", TEXT_FLAG_headers},
	{0x0042, "from", TEXT_FLAG_headers},
	{0x0065, "from", TEXT_FLAG_headers},
	{0x0c1a, "sender", TEXT_FLAG_headers},
	{0x0c1f, "sender", TEXT_FLAG_headers},
	{0x5d01, "sender", TEXT_FLAG_headers},
	{0x5d02, "from", TEXT_FLAG_headers},
	{0x0e02, "bcc", TEXT_FLAG_headers},
	{0x0e03, "cc", TEXT_FLAG_headers},
	{0x0e04, "to", TEXT_FLAG_headers},
	{0x3001, "name", TEXT_FLAG_headers},
	{0x3003, "address", TEXT_FLAG_headers},
	{0x39fe, "address", TEXT_FLAG_headers},
	{0x3704, "file", TEXT_FLAG_filename},
	{0x3707, "file", TEXT_FLAG_filename},
	{0x3708, "path", TEXT_FLAG_filename | TEXT_FLAG_hidden},
	{0x370d, "path", TEXT_FLAG_filename | TEXT_FLAG_hidden},
};

struct mapi
mapi_new(struct emit *emit, struct codepages *pages, const char *where)
{
	return (struct mapi){.emit = emit, .pages = pages, .where = where,
		.page = 1252, .text = buf_new(TEXT_CEILING)};
}

void
mapi_free(struct mapi *mapi)
{
	buf_free(&mapi->text);
}

enum rc
mapi_place(struct mapi *mapi, uint32_t *place, struct slice name,
    const char *what, uint32_t number, struct err *err)
{
	const char *then = mapi->where[0] != '\0' ? " > " : "";

	if (number > 0)
		return emit_place(mapi->emit, place, name, (struct slice){0},
		    err, "%s%s%s %u", mapi->where, then, what, number);
	return emit_place(mapi->emit, place, name, (struct slice){0}, err,
	    "%s%s%s", mapi->where, then, what);
}

enum rc
mapi_text(struct mapi *mapi, const struct mapi_property *property,
    struct buf *out, struct err *err)
{
	switch (property->type & ~(unsigned)MAPI_MANY) {
	case MAPI_WIDE:
		codepage_wide(out, little_wide(property->value));
		return RC_OK;
	case MAPI_NARROW:
		return codepage_put(mapi->pages, mapi->page,
		    little_text(property->value), out, err);
	}
	return RC_OK;
}

static enum rc
tell_child(struct mapi *mapi, const char *what, struct extract_child *child,
    struct err *err)
{
	const struct emit *emit = mapi->emit;

	if (child->bytes.len == 0 && child->causes == 0)
		return RC_OK;
	TRY(mapi_place(mapi, &child->place, (struct slice){0}, what, 0, err));
	child->scope = emit->job->part->scope;
	return emit->sink->child(emit->sink->own, child, err);
}

/* 2.2.1.56.9: HTML as bytes in a code page of its own, or as text. */
static enum rc
tell_html(struct mapi *mapi, const struct mapi_property *property,
    struct err *err)
{
	struct extract_child child = {.type = slice_of("text/html"),
		.bytes = property->value};
	const char *charset = codepage_name(mapi->body_page != 0 ?
	    mapi->body_page : mapi->page);

	child.charset = slice_of(charset);
	if (property->type != MAPI_BINARY) {
		buf_clear(&mapi->text);
		TRY(mapi_text(mapi, property, &mapi->text, err));
		child.bytes = buf_slice(&mapi->text);
		child.charset = slice_of("utf-8");
	}
	return tell_child(mapi, "html body", &child, err);
}

static enum rc
tell_rtf(struct mapi *mapi, const struct mapi_property *property,
    struct err *err)
{
	struct extract_child child = {.type = slice_of("application/rtf")};

	if (property->type != MAPI_BINARY || property->value.len == 0)
		return RC_OK;
	buf_clear(&mapi->text);
	TRY(lzfu_unpack(mapi->emit, property->value, &mapi->text,
	    &child.causes, err));
	child.bytes = buf_slice(&mapi->text);
	return tell_child(mapi, "rtf body", &child, err);
}

static enum rc
tell_body(struct mapi *mapi, const struct mapi_property *property,
    struct err *err)
{
	uint32_t place;

	buf_clear(&mapi->text);
	TRY(mapi_text(mapi, property, &mapi->text, err));
	if (mapi->text.len == 0)
		return RC_OK;
	TRY(mapi_place(mapi, &place, (struct slice){0}, "body", 0, err));
	return emit_line(mapi->emit, place, 0, buf_slice(&mapi->text), err);
}

static const char *
name_of(const struct mapi_property *property, unsigned *flags)
{
	*flags = TEXT_FLAG_metadata;
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (known[i].id == property->id) {
			*flags = known[i].flags;
			return known[i].name;
		}
	return NULL;
}

static enum rc
tell_known(struct mapi *mapi, uint32_t place, unsigned flags,
    struct err *err)
{
	return emit_line(mapi->emit, place, flags, buf_slice(&mapi->text),
	    err);
}

enum rc
mapi_tell_at(struct mapi *mapi, const struct mapi_property *property,
    uint32_t place, struct err *err)
{
	const char *name;
	unsigned flags;
	char number[16];

	buf_clear(&mapi->text);
	TRY(mapi_text(mapi, property, &mapi->text, err));
	if (slice_trim(buf_slice(&mapi->text)).len == 0)
		return RC_OK;
	name = name_of(property, &flags);
	if (name != NULL)
		return tell_known(mapi, place, flags, err);
	if (property->name.len > 0)
		return emit_property(mapi->emit, place, property->name,
		    buf_slice(&mapi->text), err);
	snprintf(number, sizeof(number), "property %04x", property->id);
	return emit_property(mapi->emit, place, slice_of(number),
	    buf_slice(&mapi->text), err);
}

enum rc
mapi_tell(struct mapi *mapi, const struct mapi_property *property,
    struct err *err)
{
	const char *name;
	unsigned flags, type = property->type & ~(unsigned)MAPI_MANY;
	uint32_t place;

	if (property->id == MAPI_ID_BODY)
		return tell_body(mapi, property, err);
	if (property->id == MAPI_ID_HTML)
		return tell_html(mapi, property, err);
	if (property->id == MAPI_ID_RTF)
		return tell_rtf(mapi, property, err);
	if ((type != MAPI_WIDE && type != MAPI_NARROW) ||
	    property->value.len == 0)
		return RC_OK;
	name = name_of(property, &flags);
	if (name != NULL) {
		TRY(mapi_place(mapi, &place, (struct slice){0}, name, 0,
		    err));
		return mapi_tell_at(mapi, property, place, err);
	}
	if (mapi->properties == 0)
		TRY(mapi_place(mapi, &mapi->properties, (struct slice){0},
		    "properties", 0, err));
	return mapi_tell_at(mapi, property, mapi->properties, err);
}
