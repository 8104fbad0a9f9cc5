/*
 * cfbwrite - compound files for tests, sound or crooked on purpose ([MS-CFB]).
 */
#include "tool/cfbwrite.h"

#include <stdlib.h>

enum { SECTOR = 512, MINI = 64, CUTOFF = 4096, ENTRY = 128,
	ENTRIES = 2 * CFB_FILES_MOST, NONE = 0xffffffff };

static const uint32_t chain_end = 0xfffffffe, chain_fat = 0xfffffffd;

struct entry {
	char name[32];
	unsigned kind, parent;
	uint32_t left, right, child, start, size;
	struct slice bytes;
};

struct writer {
	struct entry entries[ENTRIES];
	unsigned count;
	uint32_t fat[1 << 14];
	uint32_t sectors;
	struct buf body;	/* all sectors behind the header */
	struct buf mini, mini_table;
	bool scatter;
};

void
put_8(struct buf *out, unsigned value)
{
	(void)!buf_byte(out, (unsigned char)value);
}

void
put_16(struct buf *out, unsigned value)
{
	put_8(out, value & 255);
	put_8(out, value >> 8 & 255);
}

void
put_32(struct buf *out, uint32_t value)
{
	put_16(out, value & 0xffff);
	put_16(out, value >> 16);
}

void
put_wide(struct buf *out, const char *ascii)
{
	for (; *ascii != '\0'; ascii++)
		put_16(out, (unsigned char)*ascii);
}

void
set_16(struct buf *out, size_t at, unsigned value)
{
	out->at[at] = (unsigned char)value;
	out->at[at + 1] = (unsigned char)(value >> 8);
}

void
set_32(struct buf *out, size_t at, uint32_t value)
{
	set_16(out, at, value & 0xffff);
	set_16(out, at + 2, value >> 16);
}

void
put_until(struct buf *out, size_t len)
{
	while (out->len < len)
		put_8(out, 0);
}

/* ------------------------------------------------------------- directory */

static unsigned
find_entry(struct writer *w, unsigned parent, struct slice name)
{
	for (unsigned i = 1; i < w->count; i++)
		if (w->entries[i].parent == parent &&
		    slice_is_text(name, w->entries[i].name))
			return i;
	return 0;
}

static unsigned
add_entry(struct writer *w, unsigned parent, struct slice name,
    unsigned kind)
{
	struct entry *entry = &w->entries[w->count];

	if (w->count == ENTRIES || name.len >= sizeof(entry->name))
		abort();
	memcpy(entry->name, name.at, name.len);
	entry->kind = kind;
	entry->parent = parent;
	entry->left = entry->right = entry->child = NONE;
	entry->start = kind == 2 ? chain_end : 0;
	return w->count++;
}

static void
add_file(struct writer *w, const struct cfb_file *file)
{
	struct slice rest = slice_of(file->path), name;
	unsigned parent = 0, next;

	while (slice_cut(&rest, '/', &name)) {
		next = find_entry(w, parent, name);
		if (next == 0)
			next = add_entry(w, parent, name,
			    rest.len > 0 ? 1 : 2);
		parent = next;
	}
	w->entries[parent].bytes = file->bytes;
	w->entries[parent].size = (uint32_t)file->bytes.len;
}

/* 2.6.4: shorter names first, then by letters. */
static int
order(const struct entry *a, const struct entry *b)
{
	size_t x = strlen(a->name), y = strlen(b->name);

	if (x != y)
		return x < y ? -1 : 1;
	for (size_t i = 0; i < x; i++) {
		int d = byte_lower((unsigned char)a->name[i]) -
		    byte_lower((unsigned char)b->name[i]);
		if (d != 0)
			return d;
	}
	return 0;
}

/* A search tree, not balanced. */
static void
link_entries(struct writer *w, unsigned count)
{
	for (unsigned i = 1; i < count; i++) {
		uint32_t *at = &w->entries[w->entries[i].parent].child;

		while (*at != NONE)
			at = order(&w->entries[i], &w->entries[*at]) < 0 ?
			    &w->entries[*at].left : &w->entries[*at].right;
		*at = i;
	}
}

/* --------------------------------------------------------------- sectors */

static uint32_t
add_sector(struct writer *w, struct slice bytes)
{
	(void)!buf_put(&w->body, bytes);
	put_until(&w->body, (size_t)(w->sectors + 1) * SECTOR);
	w->fat[w->sectors] = chain_end;
	return w->sectors++;
}

/* A chain of sectors; gives the first one. */
static uint32_t
add_chain(struct writer *w, struct slice bytes)
{
	uint32_t first = chain_end, last = 0, now;

	for (size_t at = 0; at < bytes.len; at += SECTOR) {
		now = add_sector(w, slice_sub(bytes, at, at + SECTOR));
		if (at == 0)
			first = now;
		else
			w->fat[last] = now;
		last = now;
		if (w->scatter)
			w->fat[add_sector(w, (struct slice){0})] = NONE;
	}
	return first;
}

static void
add_mini(struct writer *w, struct entry *entry)
{
	uint32_t next = (uint32_t)(w->mini.len / MINI);

	entry->start = next;
	for (size_t at = 0; at < entry->bytes.len; at += MINI) {
		(void)!buf_put(&w->mini, slice_sub(entry->bytes, at,
		    at + MINI));
		put_until(&w->mini, (size_t)(next + 1) * MINI);
		next++;
		put_32(&w->mini_table, at + MINI < entry->bytes.len ? next :
		    chain_end);
	}
}

static void
add_streams(struct writer *w)
{
	for (unsigned i = 1; i < w->count; i++) {
		struct entry *entry = &w->entries[i];

		if (entry->bytes.len >= CUTOFF)
			entry->start = add_chain(w, entry->bytes);
		else if (entry->bytes.len > 0)
			add_mini(w, entry);
	}
	w->entries[0].start = add_chain(w, buf_slice(&w->mini));
	w->entries[0].size = (uint32_t)w->mini.len;
}

static uint32_t
add_directory(struct writer *w)
{
	struct buf raw = buf_new(1 << 20);
	uint32_t start;

	for (unsigned i = 0; i < w->count; i++) {
		const struct entry *entry = &w->entries[i];
		size_t base = (size_t)i * ENTRY;

		put_wide(&raw, entry->name);
		put_until(&raw, base + 64);
		put_16(&raw, 2 * (unsigned)strlen(entry->name) + 2);
		put_8(&raw, entry->kind);
		put_8(&raw, 1);
		put_32(&raw, entry->left);
		put_32(&raw, entry->right);
		put_32(&raw, entry->child);
		put_until(&raw, base + 116);
		put_32(&raw, entry->start);
		put_32(&raw, entry->size);
		put_until(&raw, base + ENTRY);
	}
	start = add_chain(w, buf_slice(&raw));
	buf_free(&raw);
	return start;
}

static void
put_header(struct buf *out, const struct writer *w, uint32_t directory,
    uint32_t mini_table, uint32_t first_fat, uint32_t fat_count)
{
	static const unsigned char magic[8] = {0xd0, 0xcf, 0x11, 0xe0, 0xa1,
		0xb1, 0x1a, 0xe1};

	(void)!buf_put(out, slice_bytes(magic, sizeof(magic)));
	put_until(out, 24);
	put_16(out, 0x3e);
	put_16(out, 3);
	put_16(out, 0xfffe);
	put_16(out, 9);
	put_16(out, 6);
	put_until(out, 44);
	put_32(out, fat_count);
	put_32(out, directory);
	put_32(out, 0);
	put_32(out, CUTOFF);
	put_32(out, mini_table);
	put_32(out, mini_table == chain_end ? 0 : 1 +
	    (uint32_t)(w->mini_table.len - 1) / SECTOR);
	put_32(out, chain_end);
	put_32(out, 0);
	for (uint32_t i = 0; i < 109; i++)
		put_32(out, i < fat_count ? first_fat + i : NONE);
}

/* The table comes last and counts its own sectors too. */
static uint32_t
add_fat(struct writer *w, uint32_t *first)
{
	uint32_t count = (w->sectors + 126) / 127;
	struct buf raw = buf_new(1 << 20);

	*first = w->sectors;
	for (uint32_t i = 0; i < count; i++)
		w->fat[w->sectors + i] = chain_fat;
	for (uint32_t i = 0; i < count * (SECTOR / 4); i++)
		put_32(&raw, i < w->sectors + count ? w->fat[i] : NONE);
	for (uint32_t i = 0; i < count; i++) {
		uint32_t kept = w->fat[w->sectors];

		w->fat[add_sector(w, slice_sub(buf_slice(&raw),
		    (size_t)i * SECTOR, ((size_t)i + 1) * SECTOR))] = kept;
	}
	buf_free(&raw);
	return count;
}

void
cfb_write(struct buf *out, const struct cfb_file *files,
    const struct cfb_crooked *crooked)
{
	struct writer *w = calloc(1, sizeof(*w));
	uint32_t directory, mini_table, first, count;

	if (w == NULL)
		abort();
	w->body = buf_new(1 << 24);
	w->mini = w->mini_table = buf_new(1 << 20);
	(void)add_entry(w, NONE, slice_of("Root Entry"), 5);
	for (; files->path != NULL; files++)
		add_file(w, files);
	w->scatter = crooked != NULL && crooked->scatter;
	link_entries(w, w->count - (crooked != NULL && crooked->stray));
	if (crooked != NULL && crooked->twisted)
		w->entries[1].left = 1;
	add_streams(w);
	if (crooked != NULL && crooked->circle)
		w->fat[w->entries[w->count - 1].start] =
		    w->entries[w->count - 1].start;
	mini_table = add_chain(w, buf_slice(&w->mini_table));
	directory = add_directory(w);
	count = add_fat(w, &first);
	put_header(out, w, directory, mini_table, first, count);
	(void)!buf_put(out, buf_slice(&w->body));
	buf_free(&w->body);
	buf_free(&w->mini);
	buf_free(&w->mini_table);
	free(w);
}
