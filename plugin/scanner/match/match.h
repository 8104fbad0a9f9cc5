/*
 * match - from the text of a message's parts to findings, labels, markings and
 * contracts.
 *
 * A matcher is opened once, before the jail: it reads rules, words, labels and
 * marking tables, compiles or loads the pattern database into memory that
 * children share, and proves every rule's own examples on the installed
 * library (RC_CONFIG when one fails).  After a fork each worker uses its copy;
 * a matcher serves one message at a time.
 *
 * Promises: a failing library call is RC_BUG, never "nothing found"; matched
 * content leaves only as masks and keyed digests.  Does not read files after
 * matcher_open and does not decide policy.
 */
#ifndef OUTMARK_SCANNER_MATCH_MATCH_H
#define OUTMARK_SCANNER_MATCH_MATCH_H

#include "base/arena.h"
#include "base/clock.h"
#include "base/crypt.h"
#include "base/limit.h"
#include "scanner/extract/text.h"
#include "scanner/marking/marking.h"
#include "scanner/match/finding.h"

struct matcher;
struct match;

struct matcher_options {
	const char *rules_dir;		/* the shipped packs */
	const char *site_rules_dir;	/* NULL or "": none */
	const char *cache_dir;		/* NULL or "": compile each time */
	const struct limits *limits;	/* copied */
	const struct clock *clock;	/* copied; expiry of suppressions */
	const struct crypt_key *key;	/* copied; NULL: one of this process's own,
					   digests then compare only within it */
	bool no_canary;			/* only for `rules check`, which runs
					   the examples itself */
};

struct match_pack {
	const char *id;
	const char *version;
	const char *hash;		/* SHA-256 of its file, hex */
};

/* Open with these options.  RC_CONFIG names file, line and column.  Yours. */
enum rc matcher_open(const struct matcher_options *options,
    struct matcher **matcher, struct err *err) MUST_USE;

/* Wipe and release.  NULL is allowed. */
void matcher_close(struct matcher *matcher);

/* The packs in force; borrowed from the matcher, like the next two. */
const struct match_pack *matcher_packs(const struct matcher *matcher,
    size_t *count);

/* "hyperscan 5.4.0 2021-01-26": for DONE.engine, at most 64 bytes. */
const char *matcher_engine(const struct matcher *matcher);

/* Hash over rules, words, labels, tables and engine, hex: for DONE.generation. */
const char *matcher_generation(const struct matcher *matcher);

struct match_options {
	bool explain;
	const char *explain_rule;	/* NULL: every rule; borrowed until match_end */
	const struct clock *clock;	/* NULL: no deadline */
	uint64_t deadline_ms;		/* monotonic; checked between steps */
};

/* A marking, and where it stands. */
struct match_marking {
	struct marking marking;
	uint32_t part;
	const char *where;
	enum scope scope;
};

/* One element of a rule and what became of it; masks only. */
struct match_explanation {
	const char *rule;
	uint32_t part;
	const char *element;		/* "shape", "validator", "evidence" ... */
	bool passed;
	const char *sentence;
	const char *where;		/* or NULL */
};

/* Everything lives in the arena that was given to match_begin. */
struct match_result {
	const struct finding *findings;
	size_t finding_count;
	uint64_t findings_dropped;	/* over the limits: counted, not kept */
	const struct label *labels;
	size_t label_count;
	const struct match_marking *markings;
	size_t marking_count;
	/* What all of them come to: one for each system, part 1. */
	const struct match_marking *overall;
	size_t overall_count;
	const struct contract *contracts;
	size_t contract_count;
	const struct match_explanation *explanations;
	size_t explanation_count;
};

/* Begin a message.  `match` lives in the arena. */
enum rc match_begin(struct matcher *matcher, struct arena *arena,
    const struct match_options *options, struct match **match,
    struct err *err) MUST_USE;

/*
 * Look through one part's text (borrowed during the call only; `where` strings
 * too).  RC_LIMIT: the arena is full or the deadline has passed, what was found
 * so far stays.  RC_BUG: the library failed; a fault of this message.
 */
enum rc match_text(struct match *match, const struct text *text,
    struct err *err) MUST_USE;

/* Count, resolve overlaps and give the result.  Nothing else may follow. */
enum rc match_end(struct match *match, struct match_result *result,
    struct err *err) MUST_USE;

#endif
