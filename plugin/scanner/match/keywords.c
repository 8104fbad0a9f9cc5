/*
 * keywords - finds the parts of a list's words in a text.
 */
#include "scanner/match/keywords.h"

#include "base/block.h"
#include "scanner/match/compile.h"

enum { SIEVE_BITS = 1 << 16, SPREAD = 4 };

/* A part that is a run, by its hash. */
struct keyword {
	const struct keyword *next;
	struct slice part;	/* small letters */
	uint32_t hash, number;
};

struct keywords {
	struct hsdb *others;		/* NULL: there are none */
	const uint32_t *numbers;	/* of those, in the list */
	const struct keyword **shelves;
	uint32_t shelf_mask;
	uint64_t numerals;	/* bit: a part of so many digits, and no letter */
	uint64_t sieve[SIEVE_BITS / 64];	/* bit: a part has such a hash */
};

/*
 * The hash of a run of letters and digits, whatever the letters' case: of its
 * first 16 bytes and its length, without a branch.
 */
static uint32_t
hash_of(const unsigned char *at, size_t len)
{
	/* A letter with this bit is small, a digit has it. */
	const uint64_t small = UINT64_C(0x2020202020202020);
	/* From byte 16 - len on it leaves len bytes. */
	static const unsigned char mask[32] = {
		255, 255, 255, 255, 255, 255, 255, 255,
		255, 255, 255, 255, 255, 255, 255, 255};
	const unsigned char *left = mask + 16 - (len < 16 ? len : 16);
	uint64_t first, second, first_mask, second_mask;

	memcpy(&first, at, sizeof(first));
	memcpy(&second, at + 8, sizeof(second));
	memcpy(&first_mask, left, sizeof(first_mask));
	memcpy(&second_mask, left + 8, sizeof(second_mask));
	first = (first | small) & first_mask;
	second = (second | small) & second_mask;
	first = (first ^ second * UINT64_C(0x9e3779b97f4a7c15) ^ len) *
	    UINT64_C(0xd6e8feb86659fd93);
	return (uint32_t)(first >> 32);
}

static bool
sieve_has(const struct keywords *k, uint32_t hash)
{
	uint32_t bit = hash % SIEVE_BITS;

	return k->sieve[bit / 64] >> bit % 64 & 1;
}

static bool
is_numeral(struct slice part)
{
	size_t i = 0;

	while (i < part.len && byte_is_digit(part.at[i]))
		i++;
	return i == part.len;
}

static enum rc
put_run(struct arena *arena, struct keywords *k, const char *regex,
    uint32_t number, struct err *err)
{
	struct keyword *one = arena_alloc(arena, sizeof(*one));
	struct slice part = slice_of(regex);
	unsigned char *room = arena_alloc(arena, part.len + 2 * sizeof(uint64_t));
	const struct keyword **shelf;

	if (!one || !room)
		return arena_full(arena, "the table of words", err);
	memcpy(room, part.at, part.len);
	*one = (struct keyword){.part = slice_bytes(room, part.len),
	    .hash = hash_of(room, part.len), .number = number};
	shelf = &k->shelves[one->hash & k->shelf_mask];
	one->next = *shelf;
	*shelf = one;
	k->sieve[one->hash % SIEVE_BITS / 64] |= UINT64_C(1) <<
	    one->hash % 64;
	if (is_numeral(part))
		k->numerals |= UINT64_C(1) << part.len % BLOCK_BYTES;
	return RC_OK;
}

/* The parts that are no runs, compiled; their numbers in the list. */
static enum rc
open_others(struct arena *arena, const struct catalogue_list *list,
    const char *cache_dir, const struct limits *limits, struct keywords *k,
    size_t *bad, struct err *err)
{
	struct rule_pattern *patterns = arena_array(arena, list->count + 1,
	    sizeof(*patterns));
	uint32_t *numbers = arena_array(arena, list->count + 1,
	    sizeof(*numbers));
	size_t count = 0;
	enum rc rc;

	if (!patterns || !numbers)
		return arena_full(arena, "the table of words", err);
	for (size_t i = 0; i < list->count; i++)
		if (!list->whole[i]) {
			numbers[count] = (uint32_t)i;
			patterns[count++] = list->patterns[i];
		}
	k->numbers = numbers;
	if (!count)
		return RC_OK;
	rc = compile_open(patterns, count, cache_dir, limits, &k->others, bad,
	    err);
	if (rc != RC_OK && *bad < count)
		*bad = numbers[*bad];
	return rc;
}

enum rc
keywords_open(struct arena *arena, const struct catalogue_list *list,
    const char *cache_dir, const struct limits *limits,
    struct keywords **keywords, size_t *bad, struct err *err)
{
	struct keywords *k = arena_alloc(arena, sizeof(*k));
	size_t shelves = 64;

	*bad = SIZE_MAX;
	while (shelves < SPREAD * list->count)
		shelves *= 2;
	if (k)
		k->shelves = arena_array(arena, shelves, sizeof(*k->shelves));
	if (!k || !k->shelves)
		return arena_full(arena, "the table of words", err);
	k->shelf_mask = (uint32_t)(shelves - 1);
	for (size_t i = 0; i < list->count; i++)
		if (list->whole[i])
			TRY(put_run(arena, k, list->patterns[i].regex,
			    (uint32_t)i, err));
	TRY(open_others(arena, list, cache_dir, limits, k, bad, err));
	*keywords = k;
	return RC_OK;
}

void
keywords_close(struct keywords *keywords)
{
	if (keywords)
		hsdb_close(keywords->others);
}

/* One scan: who is to be told, and under which numbers. */
struct scan {
	const struct keywords *keywords;
	struct slice text;
	hsdb_record *record;
	void *own;
};

static bool
record_other(void *own, uint32_t pattern, uint32_t end)
{
	const struct scan *scan = own;

	return scan->record(scan->own, scan->keywords->numbers[pattern], end);
}

/* Is this run a part?  False: the callback wants no more. */
static bool
look_up(const struct scan *scan, size_t start, size_t end)
{
	const unsigned char *at = scan->text.at + start;
	uint32_t hash = hash_of(at, end - start);
	const struct keyword *one;

	if (!sieve_has(scan->keywords, hash))
		return true;
	one = scan->keywords->shelves[hash & scan->keywords->shelf_mask];
	for (; one; one = one->next)
		if (one->hash == hash && slice_is_nocase(one->part,
		    slice_bytes(at, end - start)) &&
		    !scan->record(scan->own, one->number, (uint32_t)end))
			return false;
	return true;
}

/* Where the run ends that begins in the block at `base`, and goes beyond it. */
static size_t
long_end(struct slice text, size_t base)
{
	size_t end = base + BLOCK_BYTES;

	while (end < text.len && byte_is_alnum(text.at[end]))
		end++;
	return end < text.len ? end : text.len;
}

/* The runs that begin in the block at `base`; tables are full of those of digits. */
static bool
look_up_block(const struct scan *scan, size_t base, bool *inside)
{
	const unsigned char *at = scan->text.at + base;
	uint64_t within = block_below(scan->text.len - base);
	uint64_t letters = block_letters(at) & within;
	uint64_t runs = letters | (block_digits(at) & within);
	uint64_t starts = runs & ~(runs << 1 | *inside);

	*inside = runs >> (BLOCK_BYTES - 1);
	for (; starts; starts &= starts - 1) {
		size_t first = block_first(starts);
		size_t len = block_first(~(runs >> first));
		size_t end = base + first + len;

		if (first + len >= BLOCK_BYTES)
			end = long_end(scan->text, base);
		else if (!(letters >> first & block_below(len)) &&
		    !(scan->keywords->numerals >> len & 1))
			continue;
		if (!look_up(scan, base + first, end))
			return false;
	}
	return true;
}

static bool
look_up_runs(const struct scan *scan)
{
	bool inside = false;	/* of a run that began in the block before */

	for (size_t base = 0; base < scan->text.len; base += BLOCK_BYTES)
		if (!look_up_block(scan, base, &inside))
			return false;
	return true;
}

enum rc
keywords_scan(const struct keywords *keywords, struct slice text,
    hsdb_record *record, void *own, struct err *err)
{
	struct scan scan = {keywords, text, record, own};

	if (keywords->others)
		TRY(hsdb_scan(keywords->others, text, record_other, &scan,
		    err));
	if (!look_up_runs(&scan))
		return err_set(err, RC_LIMIT, "more words were found than "
		    "there is room for");
	return RC_OK;
}
