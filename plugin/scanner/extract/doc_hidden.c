/*
 * doc_hidden - which bytes of a Word file are formatted as hidden or deleted.
 */
#include "scanner/extract/doc_hidden.h"

#include "base/buf.h"
#include "scanner/extract/little.h"

enum {
	TABLE_CHARACTERS = 12,	/* PlcfBteChpx */
	PAGE_SIZE = 512,
	RUNS_MOST = 101,
	SPRM_VANISH = 0x083c, SPRM_DELETED = 0x0800,
	SPRM_TABLE = 0xd608,
};

/* 2.2.5.1: how many bytes of operand a property has. */
static size_t
operand_size(uint16_t sprm, struct slice rest)
{
	static const unsigned char sizes[8] = {1, 1, 2, 4, 2, 2, 0, 3};

	if (sprm >> 13 != 6)
		return sizes[sprm >> 13];
	if (sprm == SPRM_TABLE)
		return (size_t)little_16(rest, 0) + 1;
	return (size_t)little_8(rest, 0) + 1;
}

static bool
properties_hide(struct slice s)
{
	bool vanish = false, deleted = false;

	for (size_t at = 0; little_has(s, at, 3); ) {
		uint16_t sprm = little_16(s, at);
		struct slice rest = slice_sub(s, at + 2, s.len);

		if (sprm == SPRM_VANISH)
			vanish = (rest.at[0] & 1) != 0;
		else if (sprm == SPRM_DELETED)
			deleted = (rest.at[0] & 1) != 0;
		at += 2 + operand_size(sprm, rest);
	}
	return vanish || deleted;
}

/* One page: runs of bytes and where in the page their properties stand. */
static void
page_look(struct slice page, struct buf *spans, size_t *past)
{
	size_t runs = little_8(page, PAGE_SIZE - 1), at;
	struct span run;

	if (page.len < PAGE_SIZE || runs > RUNS_MOST)
		return;
	for (size_t i = 0; i < runs; i++) {
		at = 2 * (size_t)little_8(page, 4 * (runs + 1) + i);
		if (at == 0 || !properties_hide(little_bytes(page, at + 1,
		    little_8(page, at))))
			continue;
		run.start = little_32(page, 4 * i);
		run.end = little_32(page, 4 * i + 4);
		/* In order, or they could not be found again. */
		if (run.end <= run.start || run.start < *past)
			continue;
		*past = run.end;
		(void)!buf_put(spans, slice_bytes(&run, sizeof(run)));
	}
}

enum rc
doc_hidden_find(const struct doc_file *file, struct arena *arena,
    struct doc_hidden *hidden, struct err *err)
{
	struct slice table = doc_file_table(file, TABLE_CHARACTERS), page;
	size_t count = table.len < 12 ? 0 : (table.len - 4) / 8, past = 0;
	/* A page may be named again and again, but all are in the file. */
	size_t pages = file->main.len / PAGE_SIZE + 1;
	struct buf spans = buf_new(SIZE_MAX);
	struct slice kept;

	*hidden = (struct doc_hidden){0};
	for (size_t i = 0; i < count && i < pages; i++) {
		page = little_bytes(file->main,
		    (size_t)(little_32(table, 4 * (count + 1) + 4 * i) &
		    0x3fffff) * PAGE_SIZE, PAGE_SIZE);
		page_look(page, &spans, &past);
	}
	kept = arena_copy(arena, buf_slice(&spans));
	hidden->spans = (const struct span *)(const void *)kept.at;
	hidden->count = kept.len / sizeof(struct span);
	buf_free(&spans);
	return kept.at == NULL ? arena_full(arena, "hidden text", err) :
	    RC_OK;
}

bool
doc_hidden_at(const struct doc_hidden *hidden, size_t offset, size_t *until)
{
	size_t low = 0, high = hidden->count, middle;

	while (low < high) {
		middle = low + (high - low) / 2;
		if (hidden->spans[middle].end <= offset)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == hidden->count)
		return false;
	if (offset < hidden->spans[low].start) {
		if (hidden->spans[low].start < *until)
			*until = hidden->spans[low].start;
		return false;
	}
	if (hidden->spans[low].end < *until)
		*until = hidden->spans[low].end;
	return true;
}
