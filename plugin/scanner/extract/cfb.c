/*
 * cfb - the compound file: storages and streams within one file ([MS-CFB]).
 */
#include "scanner/extract/cfb.h"

#include <stdlib.h>

#include "scanner/extract/codepage.h"
#include "scanner/extract/little.h"

enum {
	HEADER_SIZE = 512,
	HEADER_TABLES = 109,	/* FAT sectors named in the header */
	ENTRY_SIZE = 128,
	NAME_SIZE = 64,
	MINI_SHIFT = 6,
	MINI_CUTOFF = 4096,
	ENTRIES_MOST = 1 << 20,
	WALKS_MOST = 4,		/* chains over the same sectors */
	LOOK_SECTORS = 1024, LOOK_STACK = 128,
};

/* 2.1: sector numbers from here on are marks. */
static const uint32_t sector_marks = 0xfffffffau;
static const uint32_t sector_end = 0xfffffffeu;
static const uint32_t entry_none = 0xffffffffu;

struct node {			/* beside each entry: the tree of 2.6.4 */
	uint32_t left, right, child, start;
	bool reached;
};

struct cfb {
	struct arena *arena;
	struct slice bytes;
	unsigned shift;		/* of a sector's size */
	uint32_t sectors;	/* in the file, the last may be cut */
	unsigned char *used;	/* a bit for each that a chain has had */
	uint32_t *tables;	/* sectors that hold the FAT */
	uint32_t table_count;
	struct slice mini_table, mini_stream;
	struct cfb_entry *entries;
	struct node *nodes;
	struct slice *given;	/* streams that were read already */
	size_t entry_count;
	uint64_t copied, walked;
	cause_set causes;
};

static const unsigned char magic[8] = {0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1,
	0x1a, 0xe1};

bool
cfb_is(struct slice bytes)
{
	return slice_starts(bytes, slice_bytes(magic, sizeof(magic)));
}

/* --------------------------------------------------------------- sectors */

/* 2.1: sector N stands at (N + 1) sizes; short at the end of the file. */
static struct slice
sector_bytes(const struct cfb *cfb, uint32_t sector)
{
	uint64_t at = ((uint64_t)sector + 1) << cfb->shift;

	if (at >= cfb->bytes.len)
		return (struct slice){cfb->bytes.at, 0};
	return little_bytes(cfb->bytes, (size_t)at, (size_t)1 << cfb->shift);
}

/* The sector after this one (2.3); a mark when there is none. */
static uint32_t
sector_next(const struct cfb *cfb, uint32_t sector)
{
	uint32_t each = 1u << (cfb->shift - 2);
	struct slice table;

	if (sector / each >= cfb->table_count)
		return entry_none;
	table = sector_bytes(cfb, cfb->tables[sector / each]);
	if (!little_has(table, (size_t)(sector % each) * 4, 4))
		return entry_none;
	return little_32(table, (size_t)(sector % each) * 4);
}

/* How many sectors of the chain from `start` follow one another in the file? */
static uint32_t
chain_run(const struct cfb *cfb, uint32_t start, uint32_t most,
    uint32_t *next)
{
	uint32_t count = 1;

	*next = sector_next(cfb, start);
	while (count < most && *next == start + count) {
		*next = sector_next(cfb, *next);
		count++;
	}
	return count;
}

/* No sector of a sound file is part of a chain twice. */
static bool
chain_use(struct cfb *cfb, uint32_t start, uint32_t count)
{
	bool fresh = true;

	for (uint32_t i = start; i < start + count; i++) {
		unsigned char bit = (unsigned char)(1u << i % 8);

		if (i >= cfb->sectors)
			break;
		fresh = fresh && (cfb->used[i / 8] & bit) == 0;
		cfb->used[i / 8] |= bit;
	}
	return fresh;
}

/* How many sectors are still wanted, at most `left`? */
static uint32_t
chain_want(const struct cfb *cfb, uint64_t bytes, uint32_t left)
{
	uint64_t want = (bytes >> cfb->shift) +
	    ((bytes & ((1u << cfb->shift) - 1)) != 0);

	return want < left ? (uint32_t)want : left;
}

/* Why did a chain stop before its length was reached? */
static enum cause
chain_fault(const struct cfb *cfb, uint32_t sector, bool cut)
{
	if (cut || (sector < sector_marks && sector >= cfb->sectors))
		return CAUSE_truncated;
	return (cfb->causes & cause_bit(CAUSE_truncated)) != 0 ?
	    CAUSE_truncated : CAUSE_corrupt;
}

/* Add the next run of a chain: borrowed while there is one, else copied. */
static void
chain_add(struct slice part, struct slice *first, struct buf *copy)
{
	if (first->len == 0) {
		*first = part;
		return;
	}
	if (copy->len == 0)
		(void)!buf_put(copy, *first);
	(void)!buf_put(copy, part);
}

/* A copied chain goes into the arena, within what a sound file can need. */
static enum rc
chain_keep(struct cfb *cfb, struct buf *copy, struct slice *out,
    cause_set *causes, struct err *err)
{
	if (copy->len == 0)
		return RC_OK;
	cfb->copied += copy->len;
	if (cfb->copied > 2 * (uint64_t)cfb->bytes.len) {
		*causes |= cause_bit(CAUSE_corrupt);
		out->len = 0;
	} else {
		*out = arena_copy(cfb->arena, buf_slice(copy));
	}
	buf_free(copy);
	return out->at == NULL ? arena_full(cfb->arena, "a compound file",
	    err) : RC_OK;
}

/*
 * The bytes of a chain: `most` of them, or (`whole`) all up to its end.  Ends
 * after as many sectors as the file has, so that a circle ends too.
 */
static enum rc
chain_read(struct cfb *cfb, uint32_t start, uint64_t most, bool whole,
    struct slice *out, cause_set *causes, struct err *err)
{
	uint32_t left = cfb->sectors, sector = start, next, run;
	struct buf copy = buf_new(cfb->bytes.len);
	uint64_t have = 0, size;
	struct slice part;
	bool cut = false;

	*out = (struct slice){cfb->bytes.at, 0};
	while (have < most && sector < cfb->sectors && left > 0 &&
	    cfb->walked < WALKS_MOST * (uint64_t)cfb->sectors + 1) {
		run = chain_run(cfb, sector, chain_want(cfb, most - have,
		    left), &next);
		if (!chain_use(cfb, sector, run))
			*causes |= cause_bit(CAUSE_corrupt);
		left -= run;
		cfb->walked += run;
		size = (uint64_t)run << cfb->shift;
		part = slice_sub(cfb->bytes,
		    (size_t)(((uint64_t)sector + 1) << cfb->shift),
		    (size_t)((((uint64_t)sector + 1) << cfb->shift) + size));
		cut = part.len < size;
		if (part.len > most - have)
			part.len = (size_t)(most - have);
		have += part.len;
		chain_add(part, out, &copy);
		sector = next;
	}
	if (have < most && (cut || !whole || sector != sector_end))
		*causes |= cause_bit(left == 0 ? CAUSE_corrupt :
		    chain_fault(cfb, sector, cut));
	return chain_keep(cfb, &copy, out, causes, err);
}

/* A small stream: sectors of 64 bytes within the mini stream (2.4). */
static enum rc
mini_read(struct cfb *cfb, uint32_t start, uint64_t most, struct slice *out,
    cause_set *causes, struct err *err)
{
	uint32_t sector = start, left = (uint32_t)(most >> MINI_SHIFT) + 1;
	unsigned char bytes[MINI_CUTOFF];
	size_t have = 0;
	struct slice part;

	while (have < most && sector < sector_marks && left-- > 0) {
		if (sector > cfb->mini_stream.len >> MINI_SHIFT)
			break;
		part = little_bytes(cfb->mini_stream,
		    (size_t)sector << MINI_SHIFT, 1 << MINI_SHIFT);
		if (part.len > most - have)
			part.len = (size_t)(most - have);
		if (part.len > 0)
			memcpy(bytes + have, part.at, part.len);
		have += part.len;
		if (!little_has(cfb->mini_table, (size_t)sector * 4, 4))
			sector = entry_none;
		else
			sector = little_32(cfb->mini_table,
			    (size_t)sector * 4);
	}
	if (have < most)
		*causes |= cause_bit((cfb->causes &
		    cause_bit(CAUSE_truncated)) != 0 ? CAUSE_truncated :
		    CAUSE_corrupt);
	*out = arena_copy(cfb->arena, slice_bytes(bytes, have));
	return out->at == NULL ? arena_full(cfb->arena, "a compound file",
	    err) : RC_OK;
}

/* ---------------------------------------------------------------- tables */

/* 2.5: the sectors of the FAT, named in the header and then in a chain. */
static enum rc
tables_find(struct cfb *cfb, struct err *err)
{
	uint32_t each = 1u << (cfb->shift - 2), at, most, sector;
	struct slice more = slice_sub(cfb->bytes, 76, HEADER_SIZE);
	uint32_t next = little_32(cfb->bytes, 68), turns = cfb->sectors;

	/* More than the file needs may be set aside. */
	most = cfb->sectors / each + HEADER_TABLES;
	cfb->tables = arena_array(cfb->arena, most, sizeof(*cfb->tables));
	if (cfb->tables == NULL)
		return arena_full(cfb->arena, "a compound file", err);
	while (more.len > 0) {
		for (at = 0; at + 4 <= more.len &&
		    cfb->table_count < most; at += 4) {
			sector = little_32(more, at);
			if (sector < sector_marks)
				cfb->tables[cfb->table_count++] = sector;
		}
		if (next >= cfb->sectors || turns-- == 0)
			break;
		more = sector_bytes(cfb, next);
		next = little_32(more, (size_t)(each - 1) * 4);
		more = slice_sub(more, 0, (size_t)(each - 1) * 4);
	}
	for (at = 0; at < cfb->table_count; at++)
		if (sector_bytes(cfb, cfb->tables[at]).len <
		    (size_t)1 << cfb->shift)
			cfb->causes |= cause_bit(CAUSE_truncated);
	return RC_OK;
}

static enum rc
mini_open(struct cfb *cfb, struct err *err)
{
	const struct node *root = &cfb->nodes[0];
	cause_set causes = 0;

	TRY(chain_read(cfb, little_32(cfb->bytes, 60), UINT64_MAX, true,
	    &cfb->mini_table, &causes, err));
	if (cfb->entries[0].size == 0)
		causes = 0;
	else
		TRY(chain_read(cfb, root->start, cfb->entries[0].size, false,
		    &cfb->mini_stream, &causes, err));
	cfb->causes |= causes;
	return RC_OK;
}

/* ------------------------------------------------------------- directory */

static enum rc
entry_read(struct cfb *cfb, size_t number, struct slice raw, struct err *err)
{
	struct cfb_entry *entry = &cfb->entries[number];
	size_t len = little_16(raw, 64);
	struct buf name = buf_new(4 * NAME_SIZE);

	/* 2.6.1: the length counts the NUL at the end. */
	len = len < 2 || len > NAME_SIZE ? 0 : len - 2;
	codepage_wide(&name, slice_sub(raw, 0, len));
	entry->name = arena_copy(cfb->arena, buf_slice(&name));
	buf_free(&name);
	if (entry->name.at == NULL)
		return arena_full(cfb->arena, "a compound file", err);
	switch (little_8(raw, 66)) {
	case CFB_STORAGE:
		entry->kind = CFB_STORAGE;
		break;
	case CFB_STREAM:
		entry->kind = CFB_STREAM;
		break;
	case CFB_ROOT:
		entry->kind = number == 0 ? CFB_ROOT : CFB_NONE;
		break;
	}
	entry->class = slice_sub(raw, 80, 96);
	/* 2.6.3: with sectors of 512 bytes the upper half may be garbage. */
	entry->size = cfb->shift == 9 ? little_32(raw, 120) :
	    little_64(raw, 120);
	cfb->nodes[number] = (struct node){.left = little_32(raw, 68),
		.right = little_32(raw, 72), .child = little_32(raw, 76),
		.start = little_32(raw, 116)};
	return RC_OK;
}

/*
 * Enter a node of the tree: onto the stack for its own neighbours, once.
 */
static void
tree_push(struct cfb *cfb, uint32_t number, uint32_t *stack, size_t *depth)
{
	if (number == entry_none)
		return;
	if (number >= cfb->entry_count || number == 0 ||
	    cfb->nodes[number].reached ||
	    cfb->entries[number].kind == CFB_NONE) {
		cfb->causes |= cause_bit(CAUSE_corrupt);
		return;
	}
	cfb->nodes[number].reached = true;
	stack[(*depth)++] = number;
}

/* All entries of one storage, as the list of its children. */
static void
tree_storage(struct cfb *cfb, uint32_t storage, uint32_t *stack)
{
	struct cfb_entry *parent = &cfb->entries[storage], *entry;
	size_t depth = 0;
	uint32_t number;

	tree_push(cfb, cfb->nodes[storage].child, stack, &depth);
	while (depth > 0) {
		number = stack[--depth];
		entry = &cfb->entries[number];
		entry->parent = parent;
		entry->depth = parent->depth + 1;
		entry->next = parent->child;
		parent->child = entry;
		tree_push(cfb, cfb->nodes[number].right, stack, &depth);
		tree_push(cfb, cfb->nodes[number].left, stack, &depth);
	}
}

/*
 * Every storage that is reached, level by level; what is left over belongs to
 * the root: damage must hide nothing.
 */
static enum rc
tree_build(struct cfb *cfb, struct err *err)
{
	size_t count = cfb->entry_count, first = 0, last = 0;
	uint32_t *stack = calloc(count + 2, sizeof(*stack));
	uint32_t *queue = calloc(count + 2, sizeof(*queue));
	const struct cfb_entry *child;

	if (stack == NULL || queue == NULL) {
		free(stack);
		free(queue);
		return err_set(err, RC_LIMIT, "no memory for a directory");
	}
	cfb->nodes[0].reached = true;
	queue[last++] = 0;
	for (uint32_t stray = 1; first < last; ) {
		uint32_t storage = queue[first++];

		tree_storage(cfb, storage, stack);
		for (child = cfb->entries[storage].child; child != NULL;
		    child = child->next)
			if (child->kind == CFB_STORAGE)
				queue[last++] =
				    (uint32_t)(child - cfb->entries);
		for (; first == last && stray < count; stray++) {
			struct cfb_entry *entry = &cfb->entries[stray];

			if (cfb->nodes[stray].reached ||
			    entry->kind == CFB_NONE)
				continue;
			cfb->causes |= cause_bit(CAUSE_corrupt);
			cfb->nodes[stray].reached = true;
			entry->parent = &cfb->entries[0];
			entry->depth = 1;
			entry->next = cfb->entries[0].child;
			cfb->entries[0].child = entry;
			if (entry->kind == CFB_STORAGE)
				queue[last++] = stray;
		}
	}
	free(stack);
	free(queue);
	return RC_OK;
}

static enum rc
directory_open(struct cfb *cfb, struct err *err)
{
	struct slice raw;
	cause_set causes = 0;

	TRY(chain_read(cfb, little_32(cfb->bytes, 48), UINT64_MAX, true, &raw,
	    &causes, err));
	cfb->causes |= causes;
	cfb->entry_count = raw.len / ENTRY_SIZE;
	if (cfb->entry_count == 0)
		return err_set(err, RC_INPUT,
		    "the compound file has no directory");
	if (cfb->entry_count > ENTRIES_MOST) {
		cfb->causes |= cause_bit(CAUSE_too_many);
		cfb->entry_count = ENTRIES_MOST;
	}
	cfb->entries = arena_array(cfb->arena, cfb->entry_count,
	    sizeof(*cfb->entries));
	cfb->nodes = arena_array(cfb->arena, cfb->entry_count,
	    sizeof(*cfb->nodes));
	cfb->given = arena_array(cfb->arena, cfb->entry_count,
	    sizeof(*cfb->given));
	if (cfb->entries == NULL || cfb->nodes == NULL || cfb->given == NULL)
		return arena_full(cfb->arena, "a compound file", err);
	for (size_t i = 0; i < cfb->entry_count; i++)
		TRY(entry_read(cfb, i, slice_sub(raw, i * ENTRY_SIZE,
		    (i + 1) * ENTRY_SIZE), err));
	if (cfb->entries[0].kind != CFB_ROOT) {
		cfb->causes |= cause_bit(CAUSE_corrupt);
		cfb->entries[0].kind = CFB_ROOT;
	}
	return tree_build(cfb, err);
}

/* ------------------------------------------------------------------ open */

/* What the header must say (2.2), or false. */
static bool
header_read(struct cfb *cfb)
{
	cfb->shift = little_16(cfb->bytes, 30);
	if (!cfb_is(cfb->bytes) || cfb->bytes.len < HEADER_SIZE ||
	    (cfb->shift != 9 && cfb->shift != 12))
		return false;
	cfb->sectors = (uint32_t)((cfb->bytes.len +
	    ((size_t)1 << cfb->shift) - 1) >> cfb->shift);
	if (cfb->sectors > 0)
		cfb->sectors--;		/* the header is none */
	return true;
}

enum rc
cfb_open(struct arena *arena, struct slice bytes, struct cfb **out,
    struct err *err)
{
	struct cfb *cfb = arena_alloc(arena, sizeof(*cfb));

	if (cfb == NULL)
		return arena_full(arena, "a compound file", err);
	cfb->arena = arena;
	cfb->bytes = slice_sub(bytes, 0, UINT32_MAX);
	if (!header_read(cfb))
		return err_set(err, RC_INPUT,
		    "the header of the compound file is damaged");
	cfb->used = arena_alloc(arena, cfb->sectors / 8 + 1);
	if (cfb->used == NULL)
		return arena_full(arena, "a compound file", err);
	TRY(tables_find(cfb, err));
	TRY(directory_open(cfb, err));
	TRY(mini_open(cfb, err));
	*out = cfb;
	return RC_OK;
}

const struct cfb_entry *
cfb_root(const struct cfb *cfb)
{
	return &cfb->entries[0];
}

const struct cfb_entry *
cfb_entries(const struct cfb *cfb, size_t *count)
{
	*count = cfb->entry_count;
	return cfb->entries;
}

const struct cfb_entry *
cfb_find(const struct cfb_entry *storage, const char *name)
{
	const struct cfb_entry *entry = storage->child;

	while (entry != NULL && !slice_is_text_nocase(entry->name, name))
		entry = entry->next;
	return entry;
}

enum rc
cfb_read(struct cfb *cfb, const struct cfb_entry *stream,
    struct slice *bytes, cause_set *causes, struct err *err)
{
	size_t number = (size_t)(stream - cfb->entries);
	uint32_t start = cfb->nodes[number].start;

	*bytes = cfb->given[number];
	if (bytes->at != NULL)
		return RC_OK;
	*bytes = (struct slice){cfb->bytes.at, 0};
	if (stream->kind != CFB_STREAM || stream->size == 0)
		return RC_OK;
	if (stream->size < MINI_CUTOFF)
		TRY(mini_read(cfb, start, stream->size, bytes, causes, err));
	else
		TRY(chain_read(cfb, start, stream->size, false, bytes, causes,
		    err));
	cfb->given[number] = *bytes;
	return RC_OK;
}

cause_set
cfb_causes(const struct cfb *cfb)
{
	return cfb->causes;
}

/* ------------------------------------------------------------------ look */

static bool
look_is_named(struct slice raw, const char *const *names)
{
	for (; *names != NULL; names++) {
		size_t len = strlen(*names), i = 0;

		if (little_16(raw, 64) != 2 * len + 2)
			continue;
		while (i < len && little_16(raw, 2 * i) ==
		    (unsigned char)(*names)[i])
			i++;
		if (i == len)
			return true;
	}
	return false;
}

/* An entry of a directory whose sectors are known; empty beyond them. */
static struct slice
look_entry(const struct cfb *cfb, const uint32_t *sectors, uint32_t count,
    uint32_t number)
{
	unsigned each = cfb->shift - 7;		/* entries, as a shift */

	if (number >> each >= count)
		return (struct slice){0};
	return little_bytes(sector_bytes(cfb, sectors[number >> each]),
	    (size_t)(number & ((1u << each) - 1)) * ENTRY_SIZE, ENTRY_SIZE);
}

/*
 * Only the FAT sectors that the header names are followed: they cover the first
 * 7 MB, and the sectors of the directory that matter stand there.
 */
bool
cfb_has(struct slice bytes, const char *const *names)
{
	uint32_t tables[HEADER_TABLES], sectors[LOOK_SECTORS], count = 0;
	uint32_t stack[LOOK_STACK], turns = LOOK_SECTORS * 4, depth = 0;
	struct cfb cfb = {.bytes = bytes, .tables = tables,
		.table_count = HEADER_TABLES};

	if (!header_read(&cfb))
		return false;
	for (size_t i = 0; i < HEADER_TABLES; i++)
		tables[i] = little_32(bytes, 76 + 4 * i);
	for (uint32_t next = little_32(bytes, 48); next < cfb.sectors &&
	    count < LOOK_SECTORS; next = sector_next(&cfb, next))
		sectors[count++] = next;
	stack[depth++] = little_32(look_entry(&cfb, sectors, count, 0), 76);
	while (depth > 0 && turns-- > 0) {
		struct slice raw = look_entry(&cfb, sectors, count,
		    stack[--depth]);

		if (raw.len == 0)
			continue;
		if (look_is_named(raw, names))
			return true;
		if (depth + 2 <= LOOK_STACK) {
			stack[depth++] = little_32(raw, 68);
			stack[depth++] = little_32(raw, 72);
		}
	}
	return false;
}
