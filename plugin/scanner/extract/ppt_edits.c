/*
 * ppt_edits - which records of a presentation are its present state.
 */
#include "scanner/extract/ppt_edits.h"

#include <stdlib.h>

#include "scanner/extract/little.h"

enum { TYPE_EDIT = 4085, TYPE_DIRECTORY = 6002, EDITS_MOST = 4096,
	OBJECTS_MOST = 1 << 20 };

struct ppt_edits {
	uint32_t document;
	uint32_t *past;		/* by number: offset and one; 0: none */
	size_t count;
	uint32_t *live;		/* the offsets in order */
	size_t live_count;
};

bool
ppt_record_at(struct slice stream, size_t at, size_t end,
    struct ppt_record *record)
{
	unsigned first = little_16(stream, at);
	size_t len = little_32(stream, at + 4);

	if (end > stream.len)
		end = stream.len;
	if (at > end || end - at < PPT_HEADER)
		return false;
	record->version = first & 15;
	record->instance = first >> 4;
	record->type = little_16(stream, at + 2);
	record->at = at;
	record->data = little_bytes(slice_sub(stream, 0, end),
	    at + PPT_HEADER, len);
	record->cut = record->data.len < len;
	return true;
}

/*
 * 2.3.5: runs of offsets; the newest edit comes first, so what is known
 * already stays.
 */
static void
edits_directory(struct ppt_edits *edits, struct slice data)
{
	uint32_t first, count;

	for (size_t at = 0; little_has(data, at, 4); ) {
		first = little_32(data, at) & 0xfffff;
		count = little_32(data, at) >> 20;
		at += 4;
		for (; count > 0 && little_has(data, at, 4); count--) {
			if (first < edits->count &&
			    edits->past[first] == 0)
				edits->past[first] = little_32(data, at) + 1;
			first++;
			at += 4;
		}
	}
}

static int
by_offset(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return x < y ? -1 : x > y;
}

static void
edits_sort(struct ppt_edits *edits)
{
	for (size_t i = 0; i < edits->count; i++)
		if (edits->past[i] != 0)
			edits->live[edits->live_count++] = edits->past[i] - 1;
	qsort(edits->live, edits->live_count, sizeof(*edits->live),
	    by_offset);
}

/* 2.3.3: each edit names the one before it. */
static bool
edits_follow(struct ppt_edits *edits, struct slice stream, size_t at)
{
	struct ppt_record edit, directory;
	size_t before, left = 4 * stream.len;

	for (unsigned i = 0; i < EDITS_MOST && at != 0; i++) {
		if (!ppt_record_at(stream, at, stream.len, &edit) ||
		    edit.type != TYPE_EDIT || edit.data.len < 20 ||
		    !ppt_record_at(stream, little_32(edit.data, 12),
		    stream.len, &directory) ||
		    directory.type != TYPE_DIRECTORY)
			return false;
		if (i == 0)
			edits->document = little_32(edit.data, 16);
		/* All directories of a sound file fit into it once. */
		if (directory.data.len > left)
			return false;
		left -= directory.data.len;
		edits_directory(edits, directory.data);
		/* Backwards only, so that it ends. */
		before = little_32(edit.data, 8);
		if (before >= at)
			return false;
		at = before;
	}
	return at == 0;
}

enum rc
ppt_edits_read(struct arena *arena, struct slice stream, size_t last_edit,
    struct ppt_edits **out, struct err *err)
{
	struct ppt_edits *edits = arena_alloc(arena, sizeof(*edits));
	size_t count = stream.len / 4;

	if (edits == NULL)
		return arena_full(arena, "a presentation", err);
	edits->count = count < OBJECTS_MOST ? count : OBJECTS_MOST;
	edits->past = arena_array(arena, edits->count,
	    sizeof(*edits->past));
	edits->live = arena_array(arena, edits->count, sizeof(*edits->live));
	if (edits->past == NULL || edits->live == NULL)
		return arena_full(arena, "a presentation", err);
	*out = edits;
	if (last_edit == 0 || !edits_follow(edits, stream, last_edit))
		return err_set(err, RC_INPUT,
		    "the list of edits of a presentation is damaged");
	edits_sort(edits);
	return RC_OK;
}

bool
ppt_edits_is_live(const struct ppt_edits *edits, size_t at)
{
	uint32_t key = (uint32_t)at;

	return bsearch(&key, edits->live, edits->live_count,
	    sizeof(*edits->live), by_offset) != NULL;
}

size_t
ppt_edits_object(const struct ppt_edits *edits, uint32_t number)
{
	if (number >= edits->count || edits->past[number] == 0)
		return SIZE_MAX;
	return edits->past[number] - 1;
}

uint32_t
ppt_edits_count(const struct ppt_edits *edits)
{
	return (uint32_t)edits->count;
}

uint32_t
ppt_edits_document(const struct ppt_edits *edits)
{
	return edits->document;
}
