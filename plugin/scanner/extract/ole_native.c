/*
 * ole_native - the file inside an embedded object ([MS-OLEDS] 2.2).
 */
#include "scanner/extract/ole_native.h"

#include "scanner/extract/little.h"

enum { FORMAT_LINKED = 1, FORMAT_EMBEDDED = 2, PACKAGE_MARK = 2,
	PACKAGE_FILE = 3 };

static enum rc
native_child(struct emit *emit, uint32_t place, struct slice name,
    struct slice bytes, bool cut, struct err *err)
{
	struct extract_child child = {.place = place, .name = name,
		.bytes = bytes, .scope = SCOPE_attachment,
		.causes = cut ? cause_bit(CAUSE_truncated) : 0};

	if (bytes.len == 0 && !cut)
		return RC_OK;
	return emit->sink->child(emit->sink->own, &child, err);
}

/* A text that ends with NUL at `*at`, which moves behind it. */
static struct slice
native_text(struct slice s, size_t *at)
{
	struct slice text = little_text(slice_sub(s, *at, s.len));

	*at += text.len + 1;
	return text;
}

/*
 * What the Packager keeps: mark, label, path, kind, path of the time, bytes.
 * Not specified; false when it is something else.
 */
static bool
native_package(struct slice s, struct slice *name, struct slice *path,
    struct slice *bytes, bool *cut)
{
	size_t at = 2, len;

	if (little_16(s, 0) != PACKAGE_MARK)
		return false;
	*name = native_text(s, &at);
	*path = native_text(s, &at);
	if (little_16(s, at + 2) != PACKAGE_FILE)
		return false;
	at += 4;
	len = little_32(s, at);
	at += 4 + len;
	if (!little_has(s, at, 4))
		return false;
	len = little_32(s, at);
	*bytes = little_bytes(s, at + 4, len);
	*cut = bytes->len < len;
	return true;
}

static enum rc
native_data(struct emit *emit, uint32_t place, struct slice data, bool cut,
    struct err *err)
{
	struct slice name, path, bytes;

	if (!native_package(data, &name, &path, &bytes, &cut))
		return native_child(emit, place, (struct slice){0}, data,
		    cut, err);
	TRY(emit_line(emit, place, TEXT_FLAG_filename, name, err));
	TRY(emit_line(emit, place, TEXT_FLAG_filename | TEXT_FLAG_hidden,
	    path, err));
	return native_child(emit, place, name, bytes, cut, err);
}

enum rc
ole_native_stream(struct emit *emit, uint32_t place, struct slice bytes,
    struct err *err)
{
	size_t len = little_32(bytes, 0);
	struct slice data = little_bytes(bytes, 4, len);

	return native_data(emit, place, data, data.len < len, err);
}

/* 2.1.4: a length that counts the NUL, and the text. */
static struct slice
native_string(struct slice s, size_t *at)
{
	size_t len = little_32(s, *at);
	struct slice text = little_text(little_bytes(s, *at + 4, len));

	*at += 4 + len;
	return text;
}

enum rc
ole_native_object(struct emit *emit, uint32_t place, struct slice bytes,
    struct err *err)
{
	uint32_t format = little_32(bytes, 4);
	struct slice class, topic, data;
	size_t at = 8, len;

	if (format != FORMAT_LINKED && format != FORMAT_EMBEDDED)
		return native_child(emit, place, (struct slice){0}, bytes,
		    false, err);
	class = native_string(bytes, &at);
	topic = native_string(bytes, &at);
	(void)native_string(bytes, &at);
	TRY(emit_line(emit, place, TEXT_FLAG_hidden, topic, err));
	if (format == FORMAT_LINKED)
		return emit_cause(emit, place, CAUSE_elsewhere, err);
	if (!little_has(bytes, at, 4))
		return emit_cause(emit, place, CAUSE_truncated, err);
	len = little_32(bytes, at);
	data = little_bytes(bytes, at + 4, len);
	if (slice_is_text_nocase(class, "Package"))
		return native_data(emit, place, data, data.len < len, err);
	return native_child(emit, place, (struct slice){0}, data,
	    data.len < len, err);
}
