/*
 * pdf_raw - what the bytes of a PDF show and the library does not tell.
 *
 * A signature must stand in plain bytes, because it covers ranges of the file
 * (ISO 32000-1, 12.8.1).  Properties of sensitivity labels are found only where
 * they are not compressed.
 */
#include "scanner/extract/pdf.h"

enum { RAW_LABELS_MOST = 64, RAW_VALUE_MAX = 256 };

static bool
raw_has(struct slice bytes, const char *mark)
{
	return slice_find(bytes, slice_of(mark)) != SIZE_MAX;
}

/* The string behind a name: "(text)" without escapes, or nothing. */
static struct slice
raw_string(struct slice rest)
{
	size_t close;

	rest = slice_trim(slice_sub(rest, 0, RAW_VALUE_MAX));
	if (!slice_starts(rest, slice_of("(")))
		return (struct slice){0};
	close = slice_find_byte(rest, ')');
	return close == SIZE_MAX ? (struct slice){0} :
	    slice_sub(rest, 1, close);
}

static enum rc
raw_label(struct emit *emit, uint32_t *place, struct slice at,
    size_t *used, struct err *err)
{
	size_t len = 0;
	struct slice name, value;

	while (len < at.len && len < RAW_VALUE_MAX && (len == 0 ||
	    byte_is_alnum(at.at[len]) || at.at[len] == '_' ||
	    at.at[len] == '-'))
		len++;
	*used = len;
	name = slice_sub(at, 1, len);
	value = raw_string(slice_sub(at, len, at.len));
	if (value.len == 0)
		return RC_OK;
	if (*place == 0)
		TRY(emit_place(emit, place, (struct slice){0},
		    (struct slice){0}, err, "document properties"));
	return emit_property(emit, *place, name, value, err);
}

static enum rc
raw_labels_named(struct emit *emit, uint32_t *place, const char *name,
    struct err *err)
{
	struct slice rest = emit->job->part->bytes;
	size_t at, used;

	for (unsigned i = 0; i < RAW_LABELS_MOST; i++) {
		at = slice_find(rest, slice_of(name));
		if (at == SIZE_MAX)
			return RC_OK;
		rest = slice_sub(rest, at, rest.len);
		TRY(raw_label(emit, place, rest, &used, err));
		rest = slice_sub(rest, used, rest.len);
	}
	return RC_OK;
}

/* Entries of the information dictionary that the library does not give. */
static enum rc
raw_labels(struct emit *emit, struct err *err)
{
	static const char *const names[] = {"/MSIP_Label_", "/Classification",
		"/Sensitivity", "/SecurityClassification", NULL};
	uint32_t place = 0;

	for (size_t i = 0; names[i] != NULL; i++)
		TRY(raw_labels_named(emit, &place, names[i], err));
	return RC_OK;
}

enum rc
pdf_raw_tell(struct emit *emit, struct err *err)
{
	struct slice bytes = emit->job->part->bytes;

	if (raw_has(bytes, "/ByteRange"))
		TRY(emit_flag(emit, 0, PART_FLAG_signed, err));
	return raw_labels(emit, err);
}

/* The number of the object that `at` stands in: "12 0 obj" before it. */
static bool
raw_object(struct slice bytes, size_t at, uint64_t *number)
{
	struct slice before = slice_sub(bytes, at > 256 ? at - 256 : 0, at);
	size_t found = SIZE_MAX, start, end;

	for (size_t i = 0; i + 6 <= before.len; i++)
		if (memcmp(before.at + i, " 0 obj", 6) == 0)
			found = i;
	if (found == SIZE_MAX)
		return false;
	for (start = end = found; start > 0 &&
	    byte_is_digit(before.at[start - 1]); start--)
		;
	return slice_number(slice_sub(before, start, end), number);
}

bool
pdf_raw_mend(struct slice bytes, struct buf *into)
{
	static const char *const marks[] = {"/Type/Catalog",
		"/Type /Catalog"};
	uint64_t number;
	size_t at;

	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
		at = slice_find(bytes, slice_of(marks[i]));
		if (at == SIZE_MAX || !raw_object(bytes, at, &number))
			continue;
		return buf_put(into, bytes) && buf_printf(into,
		    "\nendstream\nendobj\ntrailer\n<</Root %llu 0 R>>\n"
		    "startxref\n0\n%%%%EOF\n", (unsigned long long)number);
	}
	return false;
}
