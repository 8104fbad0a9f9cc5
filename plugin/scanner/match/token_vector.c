/*
 * token_vector - the token scanner 64 bytes at a time.
 *
 * Most of a text is words that no shape could have.  A mask of each block says
 * where a digit stands, an '@', or letters enough for a shape that needs no digit;
 * only the runs there are looked at, and the words just before one, as many as
 * stand before such a run in some shape ("AB 123").
 */
#include "scanner/match/token.h"

#include "base/block.h"

struct scan {
	const struct shape_table *table;
	struct shape_reach reach;
	bool email;
	struct slice text;
	const struct token_sink *sink;
	uint64_t digits;	/* of this block */
	uint64_t letters[2];	/* of this block and the next */
	uint64_t capitals[2];
	size_t base;		/* where this block begins */
	size_t run_end;		/* of the last run that was looked at */
	size_t next;		/* nothing before is left to look at */
};

/* Where `least` bytes of the kind begin to stand together. */
static uint64_t
together(const uint64_t kind[2], size_t least)
{
	uint64_t here = kind[0], after = kind[1];

	for (size_t had = 1; had < least && here; ) {
		size_t more = had < least - had ? had : least - had;

		here &= here >> more | after << (BLOCK_BYTES - more);
		after &= after >> more;
		had += more;
	}
	return here;
}

/* The masks of the block at `base` become the next ones. */
static void
look_ahead(struct scan *scan, size_t base)
{
	const unsigned char *at = scan->text.at + base;
	uint64_t within = base < scan->text.len ?
	    block_below(scan->text.len - base) : 0;

	scan->letters[0] = scan->letters[1];
	scan->capitals[0] = scan->capitals[1];
	scan->letters[1] = within ? block_letters(at) & within : 0;
	scan->capitals[1] = within ? block_capitals(at) & within : 0;
}

/* What of the block at `base`, which becomes this one, is worth a look. */
static uint64_t
worth(struct scan *scan, size_t base)
{
	const unsigned char *at = scan->text.at + base;
	uint64_t within = block_below(scan->text.len - base), mask;

	scan->base = base;
	mask = scan->digits = block_digits(at) & within;
	if (scan->email)
		mask |= block_is(at, '@') & within;
	if (scan->letters[0] && scan->reach.letters_least != SIZE_MAX)
		mask |= together(scan->letters, scan->reach.letters_least);
	if (scan->capitals[0] && scan->reach.capitals_least != SIZE_MAX)
		mask |= together(scan->capitals, scan->reach.capitals_least);
	return mask & within;
}

/* Where the run that ends at `end` begins, not before `least`. */
static size_t
run_start(struct slice text, size_t end, size_t least)
{
	while (end > least && shape_class_of[text.at[end - 1]])
		end--;
	return end;
}

/* The run round the byte at `at`, which is in this block and in a run. */
static struct token_run
run_round(const struct scan *scan, size_t at)
{
	uint64_t runs = scan->digits | scan->letters[0], here;
	size_t first = at - scan->base, end;
	uint64_t gaps = ~runs & block_below(first);
	struct token_run run;

	first = gaps ? BLOCK_BYTES - (size_t)__builtin_clzll(gaps) : 0;
	end = first + block_first(~(runs >> first));
	if (first == 0 || end >= BLOCK_BYTES)	/* it may reach out of the block */
		return token_run_at(scan->text, run_start(scan->text, at,
		    scan->run_end));
	here = block_below(end) & ~block_below(first);
	run.span = (struct span){scan->base + first, scan->base + end};
	run.classes = (scan->digits & here ? SHAPE_DIGIT : 0) |
	    (scan->capitals[0] & here ? SHAPE_UPPER : 0) |
	    (scan->letters[0] & ~scan->capitals[0] & here ? SHAPE_LOWER : 0);
	return run;
}

/* The word without a digit before `start`, a gap's width away at most. */
static bool
lead_before(const struct scan *scan, size_t start, struct token_run *lead)
{
	size_t end = start, least = scan->run_end;

	while (end > least && start - end <= SHAPE_GAP_MOST &&
	    !shape_class_of[scan->text.at[end - 1]])
		end--;
	if (end == start || end == least || start - end > SHAPE_GAP_MOST)
		return false;
	if (end - least > SHAPE_LENGTH_MOST)	/* a longer word begins nothing */
		least = end - SHAPE_LENGTH_MOST - 1;
	*lead = token_run_at(scan->text, run_start(scan->text, end, least));
	return end - lead->span.start <= SHAPE_LENGTH_MOST &&
	    !(lead->classes & SHAPE_DIGIT);
}

/* The words that lead to the run at `start`, the first of them first. */
static enum rc
look_at_leads(struct scan *scan, size_t start, struct err *err)
{
	struct token_run leads[SHAPE_GROUPS_MOST];
	size_t count = 0;

	while (count < scan->reach.leads && count < SHAPE_GROUPS_MOST &&
	    lead_before(scan, start, &leads[count]))
		start = leads[count++].span.start;
	while (count)
		TRY(token_run_find(scan->table, scan->text, &leads[--count],
		    scan->sink, err));
	return RC_OK;
}

static enum rc
look_at(struct scan *scan, size_t at, struct err *err)
{
	struct token_run run;

	scan->next = at + 1;
	if (scan->text.at[at] == '@')
		return token_email(scan->table, scan->text, at, scan->sink,
		    err);
	run = run_round(scan, at);
	TRY(look_at_leads(scan, run.span.start, err));
	scan->next = scan->run_end = run.span.end;
	return token_run_find(scan->table, scan->text, &run, scan->sink, err);
}

static enum rc
scan(const struct shape_table *table, struct slice text,
    const struct token_sink *sink, struct err *err)
{
	struct scan scan = {.table = table, .reach = shape_reach(table),
	    .email = shape_built_in(table, SHAPE_EMAIL) != NULL, .text = text,
	    .sink = sink};

	look_ahead(&scan, 0);
	for (size_t base = 0; base < text.len; base += BLOCK_BYTES) {
		uint64_t mask;

		look_ahead(&scan, base + BLOCK_BYTES);
		mask = worth(&scan, base);
		while (mask) {
			if (scan.next > base)
				mask &= ~block_below(scan.next - base);
			if (!mask)
				break;
			TRY(look_at(&scan, base + block_first(mask), err));
		}
	}
	return RC_OK;
}

const struct token_scanner token_vector = {
	.name = "vector", .scan = scan,
};
