/*
 * fuzz_cfb - any bytes as a compound file: every stream is read.
 *
 * What is given out together is bounded by the file, and the tree is one.
 */
#include "base/arena.h"
#include "scanner/extract/cfb.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
must(bool promise)
{
	if (!promise)
		__builtin_trap();
}

static void
read_all(struct cfb *cfb, size_t size)
{
	size_t count, children = 0, total = 0;
	const struct cfb_entry *entries = cfb_entries(cfb, &count);
	struct slice bytes;
	cause_set causes = 0;
	struct err err;

	for (size_t i = 0; i < count; i++) {
		const struct cfb_entry *child = entries[i].child;

		for (; child != NULL; child = child->next) {
			must(child->parent == &entries[i]);
			must(++children < count);
		}
		must(cfb_read(cfb, &entries[i], &bytes, &causes, &err) ==
		    RC_OK);
		for (size_t at = 0; at < bytes.len; at += 61)
			total += bytes.at[at] & 0;
		total += bytes.len;
	}
	must(total <= 4 * size + 4096 * count);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const names[] = {"WordDocument", NULL};
	struct arena *arena = arena_new(1 << 28);
	struct slice bytes = slice_bytes(data, size);
	struct cfb *cfb;
	struct err err;

	(void)cfb_has(bytes, names);
	if (cfb_open(arena, bytes, &cfb, &err) == RC_OK)
		read_all(cfb, size);
	arena_free(arena);
	return 0;
}
