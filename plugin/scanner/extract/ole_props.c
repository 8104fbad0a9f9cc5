/*
 * ole_props - the properties of a document in a compound file ([MS-OLEPS]).
 */
#include "scanner/extract/ole_props.h"

#include "scanner/extract/little.h"

enum {
	TYPE_CODEPAGE_STRING = 0x1e,	/* VT_LPSTR and its neighbours, 2.15 */
	TYPE_WIDE_STRING = 0x1f,
	TYPE_BSTR = 0x08,
	TYPE_INT16 = 0x02,
	TYPE_INT32 = 0x03,
	TYPE_BOOL = 0x0b,
	TYPE_VARIANT = 0x0c,
	TYPE_VECTOR = 0x1000,
	ID_DICTIONARY = 0,
	ID_CODEPAGE = 1,
	SETS_MOST = 8,
	PROPERTIES_MOST = 10000,
	VALUE_MOST = 1 << 20,
};

enum set_kind { SET_OTHER, SET_SUMMARY, SET_DOCUMENT, SET_CUSTOM };

/* The first four bytes of the format ids of 3.1.2, 3.2.1 and 3.3.1. */
static const struct {
	uint32_t id;
	enum set_kind kind;
	const char *where;
} sets[] = {
	{0xf29f85e0, SET_SUMMARY, "properties"},
	{0xd5cdd502, SET_DOCUMENT, "properties"},
	{0xd5cdd505, SET_CUSTOM, "custom property"},
};

static const struct {
	enum set_kind kind;
	uint32_t id;
	const char *name;
} names[] = {
	{SET_SUMMARY, 2, "title"}, {SET_SUMMARY, 3, "subject"},
	{SET_SUMMARY, 4, "author"}, {SET_SUMMARY, 5, "keywords"},
	{SET_SUMMARY, 6, "comments"}, {SET_SUMMARY, 7, "template"},
	{SET_SUMMARY, 8, "last author"}, {SET_SUMMARY, 18, "application"},
	{SET_DOCUMENT, 2, "category"}, {SET_DOCUMENT, 13, "parts"},
	{SET_DOCUMENT, 14, "manager"}, {SET_DOCUMENT, 15, "company"},
	{SET_DOCUMENT, 26, "content type"},
	{SET_DOCUMENT, 27, "content status"},
	{SET_DOCUMENT, 28, "language"},
};

struct props {
	const struct ole_part *part;
	enum set_kind kind;
	const char *where;
	struct slice set;	/* bytes of the property set */
	struct slice dictionary;
	unsigned page;
	uint32_t number;	/* of custom properties told */
	uint32_t place;		/* 0: not yet named */
	uint64_t told;		/* bytes; properties may share theirs */
	size_t most;
	struct buf name, value;
};

/* A string of the set's code page, or of UTF-16 when that is its page. */
static enum rc
props_string(const struct props *props, struct slice bytes, struct buf *out,
    struct err *err)
{
	if (props->page == 1200) {
		codepage_wide(out, little_wide(bytes));
		return RC_OK;
	}
	return codepage_put(props->part->ole->pages, props->page,
	    little_text(bytes), out, err);
}

/* The name of a user's property, out of the dictionary (2.17). */
static enum rc
props_custom_name(struct props *props, uint32_t id, struct err *err)
{
	struct slice d = props->dictionary;
	uint32_t count = little_32(d, 0);
	size_t at = 4, len;

	for (; count > 0 && little_has(d, at, 8); count--) {
		len = little_32(d, at + 4);
		if (props->page == 1200)
			len = len > d.len / 2 ? d.len : len * 2;
		if (little_32(d, at) == id)
			return props_string(props,
			    little_bytes(d, at + 8, len), &props->name, err);
		at += 8 + len;
		if (props->page == 1200)
			at = (at + 3) & ~(size_t)3;
	}
	(void)!buf_printf(&props->name, "property %u", id);
	return RC_OK;
}

static enum rc
props_name(struct props *props, uint32_t id, struct err *err)
{
	buf_clear(&props->name);
	if (props->kind == SET_CUSTOM)
		return props_custom_name(props, id, err);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (names[i].kind == props->kind && names[i].id == id) {
			(void)!buf_text(&props->name, names[i].name);
			return RC_OK;
		}
	(void)!buf_printf(&props->name, "property %u", id);
	return RC_OK;
}

static enum rc
props_tell(struct props *props, uint32_t id, struct err *err)
{
	struct emit *emit = &props->part->ole->emit;
	struct slice name;

	if (slice_trim(buf_slice(&props->value)).len == 0)
		return RC_OK;
	props->told += props->value.len;
	if (props->told > props->most)
		return emit_cause(emit, 0, CAUSE_corrupt, err);
	TRY(props_name(props, id, err));
	name = buf_slice(&props->name);
	if (props->kind == SET_CUSTOM)
		TRY(ole_place(props->part, &props->place, name, name, err,
		    "%s %u", props->where, ++props->number));
	else if (props->place == 0)
		TRY(ole_place(props->part, &props->place, (struct slice){0},
		    (struct slice){0}, err, "%s", props->where));
	return emit_property(emit, props->place, name,
	    buf_slice(&props->value), err);
}

/* One value of a simple type at `*at`; moves behind it, or to the end. */
static enum rc
props_value(struct props *props, unsigned type, struct slice s, size_t *at,
    struct err *err)
{
	size_t len = little_32(s, *at), size, align = 3;

	switch (type) {
	case TYPE_BSTR:
	case TYPE_CODEPAGE_STRING:
		TRY(props_string(props, little_bytes(s, *at + 4, len),
		    &props->value, err));
		size = len;
		/* [MS-OSHARED] 2.3.3.1.8: those of Office are unaligned. */
		align = 0;
		break;
	case TYPE_WIDE_STRING:
		size = len > s.len / 2 ? s.len : len * 2;
		codepage_wide(&props->value,
		    little_wide(little_bytes(s, *at + 4, size)));
		break;
	case TYPE_INT16:
		(void)!buf_printf(&props->value, "%d",
		    (int16_t)little_16(s, *at));
		size = 0;
		break;
	case TYPE_INT32:
		(void)!buf_printf(&props->value, "%d",
		    (int32_t)little_32(s, *at));
		size = 0;
		break;
	case TYPE_BOOL:
		(void)!buf_text(&props->value,
		    little_16(s, *at) != 0 ? "true" : "false");
		size = 0;
		break;
	default:
		*at = s.len;
		return RC_OK;
	}
	*at += 4 + ((size + align) & ~align);
	return RC_OK;
}

/* 2.14.2, 2.14.3: a list of values, each with its type or all of one. */
static enum rc
props_vector(struct props *props, unsigned type, struct slice s,
    struct err *err)
{
	uint32_t count = little_32(s, 4);
	unsigned each = type & ~(unsigned)TYPE_VECTOR;
	size_t at = 8;

	while (count-- > 0 && at < s.len) {
		if (props->value.len > 0)
			(void)!buf_byte(&props->value, '\n');
		if (each == TYPE_VARIANT) {
			type = little_16(s, at);
			at += 4;
		} else {
			type = each;
		}
		TRY(props_value(props, type, s, &at, err));
	}
	return RC_OK;
}

static enum rc
props_property(struct props *props, uint32_t id, size_t at, struct err *err)
{
	struct slice s = slice_sub(props->set, at, props->set.len);
	unsigned type = little_16(s, 0);
	bool told = type == TYPE_BSTR || type == TYPE_CODEPAGE_STRING ||
	    type == TYPE_WIDE_STRING;
	size_t value = 4;

	if (s.len < 4)
		return emit_cause(&props->part->ole->emit, 0, CAUSE_corrupt,
		    err);
	buf_clear(&props->value);
	if ((type & TYPE_VECTOR) != 0)
		TRY(props_vector(props, type, s, err));
	else if (told || props->kind == SET_CUSTOM)
		TRY(props_value(props, type, s, &value, err));
	return props_tell(props, id, err);
}

/* Where in the set a property stands, or 0. */
static size_t
props_offset(const struct props *props, uint32_t id)
{
	uint32_t count = little_32(props->set, 4);

	for (size_t i = 0; i < count && little_has(props->set, 8 + i * 8, 8) &&
	    i < PROPERTIES_MOST; i++)
		if (little_32(props->set, 8 + i * 8) == id)
			return little_32(props->set, 12 + i * 8);
	return 0;
}

/* 2.20: size, count, then number and offset of each property. */
static enum rc
props_set(struct props *props, struct err *err)
{
	struct emit *emit = &props->part->ole->emit;
	uint32_t count = little_32(props->set, 4), id;
	size_t at = props_offset(props, ID_CODEPAGE);

	props->page = at == 0 ? 1252 : little_16(props->set, at + 4);
	at = props_offset(props, ID_DICTIONARY);
	props->dictionary = at == 0 ? (struct slice){0} :
	    slice_sub(props->set, at, props->set.len);
	if (count > PROPERTIES_MOST)
		TRY(emit_cause(emit, 0, CAUSE_too_many, err));
	for (size_t i = 0; i < count && i < PROPERTIES_MOST; i++) {
		if (!little_has(props->set, 8 + i * 8, 8))
			return emit_cause(emit, 0, CAUSE_corrupt, err);
		id = little_32(props->set, 8 + i * 8);
		if (id > ID_CODEPAGE && id < 0x80000000u)
			TRY(props_property(props, id,
			    little_32(props->set, 12 + i * 8), err));
		TRY(emit_due(emit, err));
	}
	return RC_OK;
}

static void
props_kind(struct props *props, uint32_t id)
{
	props->kind = SET_OTHER;
	props->where = "properties";
	for (size_t i = 0; i < sizeof(sets) / sizeof(sets[0]); i++)
		if (sets[i].id == id) {
			props->kind = sets[i].kind;
			props->where = sets[i].where;
		}
}

enum rc
ole_props_read(const struct ole_part *part, struct slice stream,
    struct err *err)
{
	struct props props = {.part = part, .name = buf_new(VALUE_MOST),
		.value = buf_new(VALUE_MOST), .most = 8 * stream.len};
	uint32_t count = little_32(stream, 24);
	enum rc rc = RC_OK;

	/* 2.21: mark of order, version, system, class, count of sets. */
	if (little_16(stream, 0) != 0xfffe || count > SETS_MOST)
		return emit_cause(&part->ole->emit, 0, CAUSE_corrupt, err);
	for (uint32_t i = 0; i < count && rc == RC_OK; i++) {
		size_t at = little_32(stream, 28 + i * 20 + 16);

		props_kind(&props, little_32(stream, 28 + i * 20));
		props.set = slice_sub(stream, at, stream.len);
		if (at < 28 || props.set.len < 8)
			rc = emit_cause(&part->ole->emit, 0, CAUSE_corrupt,
			    err);
		else
			rc = props_set(&props, err);
	}
	buf_free(&props.name);
	buf_free(&props.value);
	return rc;
}
