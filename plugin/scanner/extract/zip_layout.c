/*
 * zip_layout - what a zip's own directory says, before anybody unpacks it.
 *
 * "APPNOTE" is PKWARE's .ZIP File Format Specification 6.3.
 */
#include "scanner/extract/zip_layout.h"

#include <stdlib.h>

enum {
	ZIP_LOCAL_SIZE = 30,
	ZIP_CENTRAL_SIZE = 46,
	ZIP_END_SIZE = 22,
	ZIP_END64_SIZE = 56,
	ZIP_LOCATOR64_SIZE = 20,
	ZIP_COMMENT_MAX = 65535,
	ZIP_DESCRIPTOR_MAX = 24,
	ZIP_FLAG_ENCRYPTED = 1 << 0,
	ZIP_FLAG_SIZES_BEHIND = 1 << 3,
	ZIP_EXTRA_64 = 1,
};

#define ZIP_SIGNATURE_LOCAL "PK\3\4"
#define ZIP_SIGNATURE_CENTRAL "PK\1\2"
#define ZIP_SIGNATURE_END "PK\5\6"
#define ZIP_SIGNATURE_END64 "PK\6\6"
#define ZIP_SIGNATURE_LOCATOR64 "PK\6\7"

static uint64_t
zip_number(struct slice bytes, size_t at, unsigned width)
{
	uint64_t number = 0;

	if (at > bytes.len || bytes.len - at < width)
		return 0;
	while (width-- > 0)
		number = number << 8 | bytes.at[at + width];
	return number;
}

static bool
zip_signed(struct slice bytes, uint64_t at, const char *signature)
{
	return at <= bytes.len && bytes.len - at >= 4 &&
	    memcmp(bytes.at + at, signature, 4) == 0;
}

static bool
zip_contains(struct slice bytes, const char *signature)
{
	return slice_find(bytes, slice_bytes(signature, 4)) != SIZE_MAX;
}

/*
 * The end record nearest to the end whose comment fits, or SIZE_MAX.  `*rivals`
 * counts others that run exactly to the end of the file.
 */
static size_t
zip_find_end(struct slice bytes, unsigned *rivals)
{
	size_t found = SIZE_MAX, at, first = 0, note;

	*rivals = 0;
	if (bytes.len < ZIP_END_SIZE)
		return SIZE_MAX;
	if (bytes.len > ZIP_END_SIZE + ZIP_COMMENT_MAX)
		first = bytes.len - ZIP_END_SIZE - ZIP_COMMENT_MAX;
	for (at = bytes.len - ZIP_END_SIZE + 1; at-- > first;) {
		if (!zip_signed(bytes, at, ZIP_SIGNATURE_END))
			continue;
		note = (size_t)zip_number(bytes, at + 20, 2);
		if (note > bytes.len - at - ZIP_END_SIZE)
			continue;
		if (found == SIZE_MAX)
			found = at;
		else if (at + ZIP_END_SIZE + note == bytes.len)
			++*rivals;
	}
	return found;
}

/* APPNOTE 4.3.15: the locator stands directly before the end record. */
static size_t
zip_find_end64(struct slice bytes, size_t end)
{
	uint64_t at;

	if (end < ZIP_LOCATOR64_SIZE ||
	    !zip_signed(bytes, end - ZIP_LOCATOR64_SIZE,
	    ZIP_SIGNATURE_LOCATOR64))
		return SIZE_MAX;
	at = zip_number(bytes, end - ZIP_LOCATOR64_SIZE + 8, 8);
	if (at < end && zip_signed(bytes, at, ZIP_SIGNATURE_END64))
		return (size_t)at;
	if (end >= ZIP_LOCATOR64_SIZE + ZIP_END64_SIZE &&
	    zip_signed(bytes, end - ZIP_LOCATOR64_SIZE - ZIP_END64_SIZE,
	    ZIP_SIGNATURE_END64))
		return end - ZIP_LOCATOR64_SIZE - ZIP_END64_SIZE;
	return SIZE_MAX;
}

/* Fill in `base`, `entries` and `walk` from the end record(s) at `end`. */
static bool
zip_read_end(struct slice bytes, size_t end, struct zip_layout *layout)
{
	uint64_t size = zip_number(bytes, end + 12, 4);
	uint64_t offset = zip_number(bytes, end + 16, 4);
	size_t end64 = zip_find_end64(bytes, end), stop = end;

	layout->entries = zip_number(bytes, end + 10, 2);
	if (end64 != SIZE_MAX) {
		layout->entries = zip_number(bytes, end64 + 32, 8);
		size = zip_number(bytes, end64 + 40, 8);
		offset = zip_number(bytes, end64 + 48, 8);
		stop = end64;
	}
	if (size > stop || offset > stop - size)
		return false;
	/* Bytes put before an archive shift all of its offsets. */
	layout->base = stop - size - offset;
	if (layout->entries > 0 &&
	    !zip_signed(bytes, stop - size, ZIP_SIGNATURE_CENTRAL)) {
		layout->base = 0;
		size = stop - offset;
		if (!zip_signed(bytes, offset, ZIP_SIGNATURE_CENTRAL))
			return false;
	}
	layout->walk = (struct zip_walk){slice_sub(bytes, 0, stop),
	    (size_t)(stop - size), layout->entries};
	return true;
}

/* APPNOTE 4.5.3: only the fields that are all ones below stand in the extra. */
static void
zip_read_extra64(struct slice extra, struct zip_record *record)
{
	size_t at = 0, size, end;

	while (at + 4 <= extra.len) {
		size = (size_t)zip_number(extra, at + 2, 2);
		end = at + 4 + size;
		if (end > extra.len)
			return;
		if (zip_number(extra, at, 2) != ZIP_EXTRA_64) {
			at = end;
			continue;
		}
		at += 4;
		if (record->unpacked == UINT32_MAX && at + 8 <= end) {
			record->unpacked = zip_number(extra, at, 8);
			at += 8;
		}
		if (record->packed == UINT32_MAX && at + 8 <= end) {
			record->packed = zip_number(extra, at, 8);
			at += 8;
		}
		if (record->offset == UINT32_MAX && at + 8 <= end)
			record->offset = zip_number(extra, at, 8);
		return;
	}
}

bool
zip_layout_next(struct zip_walk *walk, struct zip_record *record)
{
	struct slice bytes = walk->bytes, extra;
	size_t at = walk->at, name, more, note;

	if (walk->left == 0 || !zip_signed(bytes, at, ZIP_SIGNATURE_CENTRAL) ||
	    bytes.len - at < ZIP_CENTRAL_SIZE)
		return false;
	name = (size_t)zip_number(bytes, at + 28, 2);
	more = (size_t)zip_number(bytes, at + 30, 2);
	note = (size_t)zip_number(bytes, at + 32, 2);
	if (bytes.len - at - ZIP_CENTRAL_SIZE < name + more + note)
		return false;
	*record = (struct zip_record){
		.flags = (unsigned)zip_number(bytes, at + 8, 2),
		.method = (unsigned)zip_number(bytes, at + 10, 2),
		.packed = zip_number(bytes, at + 20, 4),
		.unpacked = zip_number(bytes, at + 24, 4),
		.offset = zip_number(bytes, at + 42, 4),
	};
	at += ZIP_CENTRAL_SIZE;
	record->name = slice_sub(bytes, at, at + name);
	extra = slice_sub(bytes, at + name, at + name + more);
	record->note = slice_sub(bytes, at + name + more,
	    at + name + more + note);
	zip_read_extra64(extra, record);
	walk->at = at + name + more + note;
	walk->left--;
	return true;
}

/* Does the local header say the same?  `*end` is where its data ends. */
static bool
zip_local_agrees(struct slice bytes, const struct zip_layout *layout,
    const struct zip_record *record, uint64_t *end)
{
	uint64_t at = layout->base + record->offset, name, more, packed;
	unsigned flags;

	*end = at;
	if (at < layout->base || at > bytes.len ||
	    bytes.len - at < ZIP_LOCAL_SIZE ||
	    !zip_signed(bytes, at, ZIP_SIGNATURE_LOCAL))
		return false;
	flags = (unsigned)zip_number(bytes, (size_t)at + 6, 2);
	packed = zip_number(bytes, (size_t)at + 18, 4);
	name = zip_number(bytes, (size_t)at + 26, 2);
	more = zip_number(bytes, (size_t)at + 28, 2);
	if (record->packed > bytes.len ||
	    at + ZIP_LOCAL_SIZE + name + more + record->packed > bytes.len)
		return false;
	*end = at + ZIP_LOCAL_SIZE + name + more + record->packed;
	if (!slice_is(record->name, slice_sub(bytes,
	    (size_t)at + ZIP_LOCAL_SIZE, (size_t)(at + ZIP_LOCAL_SIZE + name))))
		return false;
	if (((flags ^ record->flags) & ZIP_FLAG_ENCRYPTED) != 0 ||
	    zip_number(bytes, (size_t)at + 8, 2) != record->method)
		return false;
	return (flags & ZIP_FLAG_SIZES_BEHIND) != 0 || packed == UINT32_MAX ||
	    packed == record->packed;
}

struct zip_extent {
	uint64_t start, end;
	struct slice name;
};

static int
zip_by_start(const void *a, const void *b)
{
	const struct zip_extent *one = a, *two = b;

	return (one->start > two->start) - (one->start < two->start);
}

static int
zip_by_name(const void *a, const void *b)
{
	const struct zip_extent *one = a, *two = b;
	size_t common = one->name.len < two->name.len ? one->name.len :
	    two->name.len;
	int order = common ? memcmp(one->name.at, two->name.at, common) : 0;

	if (order != 0)
		return order;
	return (one->name.len > two->name.len) -
	    (one->name.len < two->name.len);
}

/* Do entries share bytes, or does a gap between them hide another entry? */
static bool
zip_gaps_are_clean(struct slice bytes, struct zip_extent *extents,
    size_t count, uint64_t directory)
{
	uint64_t next;
	struct slice gap;

	qsort(extents, count, sizeof(*extents), zip_by_start);
	for (size_t i = 0; i < count; i++) {
		next = i + 1 < count ? extents[i + 1].start : directory;
		if (extents[i].end > next)
			return false;
		gap = slice_sub(bytes, (size_t)extents[i].end, (size_t)next);
		if (zip_contains(gap, ZIP_SIGNATURE_LOCAL))
			return false;
	}
	return true;
}

static bool
zip_names_are_single(struct zip_extent *extents, size_t count)
{
	qsort(extents, count, sizeof(*extents), zip_by_name);
	for (size_t i = 1; i < count; i++)
		if (slice_is(extents[i - 1].name, extents[i].name))
			return false;
	return true;
}

/* Compare the directory with what is in front of it. */
static bool
zip_compare(struct slice bytes, const struct zip_layout *layout,
    uint64_t *first)
{
	struct zip_walk walk = layout->walk;
	uint64_t directory = walk.at;
	struct zip_extent *extents;
	struct zip_record record;
	size_t count = 0;
	bool agrees = true;

	*first = directory;
	extents = calloc((size_t)layout->entries + 1, sizeof(*extents));
	if (extents == NULL)
		return false;
	while (zip_layout_next(&walk, &record)) {
		if (!zip_local_agrees(bytes, layout, &record,
		    &extents[count].end))
			agrees = false;
		extents[count].start = layout->base + record.offset;
		extents[count].name = record.name;
		if (extents[count].start < *first)
			*first = extents[count].start;
		count++;
	}
	/* A count of 16 bits may wrap: records behind the last one are hidden. */
	agrees = agrees && walk.left == 0 &&
	    !zip_signed(walk.bytes, walk.at, ZIP_SIGNATURE_CENTRAL) &&
	    zip_gaps_are_clean(bytes, extents, count, directory) &&
	    zip_names_are_single(extents, count);
	free(extents);
	return agrees;
}

void
zip_layout_read(struct slice bytes, uint64_t most, struct zip_layout *layout)
{
	unsigned rivals;
	uint64_t first = 0;
	size_t end = zip_find_end(bytes, &rivals), note;

	*layout = (struct zip_layout){0};
	if (end == SIZE_MAX || !zip_read_end(bytes, end, layout))
		return;
	layout->complete = true;
	note = end + ZIP_END_SIZE + (size_t)zip_number(bytes, end + 20, 2);
	layout->note = slice_sub(bytes, end + ZIP_END_SIZE, note);
	layout->after = slice_sub(bytes, note, bytes.len);
	layout->ambiguous = rivals > 0 ||
	    zip_contains(layout->after, ZIP_SIGNATURE_LOCAL);
	if (layout->entries > most)
		return;
	if (!zip_compare(bytes, layout, &first))
		layout->ambiguous = true;
	layout->before = slice_sub(bytes, 0, (size_t)first);
	if (zip_signed(layout->before, 0, ZIP_SIGNATURE_LOCAL))
		layout->ambiguous = true;
}

/* Without a directory: any local header with this name? */
static bool
zip_local_has(struct slice bytes, struct slice name)
{
	struct slice rest = bytes, found;
	size_t at;

	while ((at = slice_find(rest, slice_bytes(ZIP_SIGNATURE_LOCAL, 4))) !=
	    SIZE_MAX) {
		rest = slice_sub(rest, at, rest.len);
		if (rest.len < ZIP_LOCAL_SIZE)
			return false;
		found = slice_sub(rest, ZIP_LOCAL_SIZE, ZIP_LOCAL_SIZE +
		    (size_t)zip_number(rest, 26, 2));
		if (slice_is_nocase(found, name))
			return true;
		rest = slice_sub(rest, 4, rest.len);
	}
	return false;
}

bool
zip_layout_has(struct slice bytes, const char *name)
{
	struct zip_layout layout = {0};
	struct zip_record record;
	unsigned rivals;
	size_t end = zip_find_end(bytes, &rivals);

	if (end == SIZE_MAX || !zip_read_end(bytes, end, &layout))
		return zip_local_has(bytes, slice_of(name));
	while (zip_layout_next(&layout.walk, &record))
		if (slice_is_nocase(record.name, slice_of(name)))
			return true;
	return false;
}
