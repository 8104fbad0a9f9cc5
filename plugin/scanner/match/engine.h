/*
 * engine - what the files of this room share about an open matcher and a
 * message that is being matched.  Nobody outside the room includes it.
 */
#ifndef OUTMARK_SCANNER_MATCH_ENGINE_H
#define OUTMARK_SCANNER_MATCH_ENGINE_H

#include "scanner/match/catalogue.h"
#include "scanner/match/combine.h"
#include "scanner/match/hsdb.h"
#include "scanner/match/keywords.h"
#include "scanner/match/lookback.h"
#include "scanner/match/match.h"
#include "scanner/match/record_store.h"
#include "scanner/match/seen.h"
#include "scanner/match/signature.h"
#include "scanner/match/token.h"
#include "scanner/match/validator.h"
#include "scanner/match/vec.h"

enum {
	ENGINE_TEXT_MOST = 64,
	EVIDENCE_HEADER_MOST = 200,	/* bytes of a column's name */
};

/* A bundle that has this rule as its member. */
struct bundle_use {
	const struct bundle_use *next;
	const struct rule *bundle;
};

struct matcher {
	struct ruleset *rules;
	struct limits limits;
	struct clock clock;
	struct crypt_key key;
	struct catalogue catalogue;
	struct combine_table combine;
	const struct bundle_use **bundles;	/* by rule number */
	struct shape_table *shapes;
	const struct token_scanner *tokens;
	struct hsdb *texts;	/* tier A; NULL: no rule has text */
	struct keywords *phrases;	/* of contracts */
	struct lookback *look;
	struct keywords *words;	/* tier C */
	struct keywords *heads;	/* names of columns */
	char engine[ENGINE_TEXT_MOST];
	char generation[CRYPT_DIGEST_HEX];
};

/* Why a candidate is what it is. */
enum fate {
	FATE_KEPT,
	FATE_BEATEN,	/* another rule explains the same bytes better */
	FATE_SAME,	/* overlaps a longer hit of the same rule */
	FATE_OWN,	/* the site's own value */
	FATE_SIGNATURE,	/* in the block that closes the sender's mail */
};

/* One place where a rule might be right. */
struct candidate {
	const struct rule *rule;
	const struct rule *winner;	/* when beaten */
	struct span span;
	const struct text_run *run;
	struct slice head;	/* name of its column or field, or empty */
	struct span cell;	/* where its column or field ends */
	bool bare;
	bool specimen;
	bool by_column;		/* the column's header raised it */
	bool other_column;	/* the column is named otherwise */
	bool counter_column;	/* the column's header lowered it */
	size_t raised_at;	/* distance to the nearest word, SIZE_MAX: none */
	size_t raised_by;	/* bytes of that word: a longer one says more */
	size_t lowered_at;
	unsigned confidence;
	enum fate fate;
	unsigned char digest[CRYPT_DIGEST_BYTES];
};

/* What became of one rule in one text, for explaining. */
struct rule_story {
	uint64_t hits;		/* shape or pattern matched */
	uint64_t refused;	/* by the validator */
	uint64_t specimens;
	uint64_t elsewhere;	/* in a place the rule does not look at */
	uint64_t over;		/* beyond the limit: counted only */
};

/*
 * Tables of a fixed size that each text needs anew and nobody keeps: a message of
 * thousands of small texts has them once.
 */
enum engine_table {
	ROOM_STORIES,
	ROOM_PATTERN_HITS,
	ROOM_SPEAKS,
	ROOM_HEARD,
	ROOM_CHOSEN,
	ROOM_RULE_WORDS,
	ROOM_COMBINE_STATES,
	ROOM_HEADINGS,
	ROOM_HEADING_WORDS,
	ROOM_HEADING_RULES,
	ROOM_CONTRACT_RULES,
	ROOM_CONTRACT_TALLIES,
	ROOM_CONTRACT_COUNTED,
	ROOM_PHRASE_HITS,
	ROOM_VOCABULARY,
	ROOM_DOCUMENTS,
	ENGINE_ROOMS,
};

struct match {
	struct matcher *matcher;
	struct arena *arena;
	struct match_options options;
	const struct rule *only;	/* candidates of this rule alone; NULL: all */
	struct vec findings;		/* struct finding */
	struct vec markings;		/* struct match_marking */
	struct vec overall;		/* the same, one for each system */
	struct vec contracts;		/* struct contract */
	unsigned cover[SHOWS_COUNT];	/* what texts of the mail show of a contract */
	struct vec explanations;	/* struct match_explanation */
	struct seen seen;
	struct signature_sender sender;
	uint64_t *rule_hits;		/* one for each: places in the message */
	uint64_t *persons;		/* one for each: rows of a combination */
	uint64_t dropped;
	uint64_t below;			/* findings that do not label */
	void *rooms[ENGINE_ROOMS];	/* engine_room() */
	bool ended;
};

/* One text on its way through the stages. */
struct work {
	struct match *match;
	const struct text *text;
	struct vec candidates;		/* struct candidate */
	struct vec hits;		/* struct hsdb_hit of tier A */
	struct rule_story *stories;	/* one for each rule */
	uint32_t *pattern_hits;		/* one for each pattern */
	uint64_t bare_numbers;		/* that label only beside a word */
	const struct text_run *run;	/* of the last candidate */
	struct vec towns;		/* struct span: lists of addresses */
	struct record_store records;	/* as far as columns were looked at */
	const bool *speaks;		/* by rule; NULL: not asked yet */
	struct vec words;		/* struct hsdb_hit of tier C, then */
	bool words_lost;		/* ... not all of them */
	const struct shape_list **chosen;	/* by node; NULL: not asked yet */
	struct token_quiet quiet;	/* for token.h; until asked nothing is */
};

/* The deadline, or RC_OK. */
enum rc engine_in_time(const struct match *match, struct err *err) MUST_USE;

/* RC_LIMIT: this message needs more memory. */
enum rc engine_full(const struct match *match, struct err *err) MUST_USE;

/*
 * `count` things of `size` bytes, zeroed, until the next text; the same table has
 * the same size in every text.  NULL: the arena is full.
 */
void *engine_room(struct match *match, enum engine_table table, size_t count,
    size_t size) MUST_USE;

/* A place's name that lives as long as the message. */
const char *engine_where(struct match *match, const struct text_run *run);

/* A candidate of `rule` at `span` if the rule looks there; counts it. */
enum rc engine_candidate(struct work *work, const struct rule *rule,
    struct span span, bool bare, bool specimen, struct err *err) MUST_USE;

/* What the rule's validator says of a value as it stands in the text. */
enum validity values_check(const struct rule *rule, struct slice value);

/* Fill `speaks`, the rules that a word of this text could raise, and `words`. */
enum rc speak_find(struct work *work, struct err *err) MUST_USE;

/*
 * Look for words in the names of the text's columns and fields; `*header` is the one
 * that is looked at.
 */
enum rc speak_headers(const struct work *work,
    const struct keywords *keywords, struct slice *header,
    hsdb_record *record, void *own, struct err *err) MUST_USE;

/* The stages, in this order; each fills or changes `work`. */
enum rc values_find(struct work *work, struct err *err) MUST_USE;
enum rc patterns_find(struct work *work, struct err *err) MUST_USE;
enum rc towns_find(struct work *work, struct err *err) MUST_USE;
enum rc evidence_weigh(struct work *work, struct err *err) MUST_USE;
enum rc collide_resolve(struct work *work, struct err *err) MUST_USE;
enum rc combine_find(struct work *work, struct err *err) MUST_USE;
enum rc contracts_find(struct work *work, struct err *err) MUST_USE;
enum rc documents_find(struct work *work, struct err *err) MUST_USE;
enum rc markings_find(struct work *work, struct err *err) MUST_USE;
enum rc tally_candidates(struct work *work, struct err *err) MUST_USE;
enum rc explain_work(struct work *work, struct err *err) MUST_USE;

/* Must records be looked at? */
enum rc combine_ask(const struct work *work, bool *wanted,
    struct err *err) MUST_USE;

/*
 * Does a list of addresses reach into this span?  Spans come in order; `*at`, 0 at
 * first, goes along with them.
 */
bool towns_have(const struct work *work, struct span span, size_t *at);

/* When all texts were read: the high-water marks, and what contradicts what. */
enum rc watermark_find(struct match *match, struct err *err) MUST_USE;
enum rc contradict_find(struct match *match, struct err *err) MUST_USE;

/* The digest of a value, and whether it is one of the site's own. */
void candidate_digest(const struct work *work, struct candidate *candidate);

/* The finding of one value. */
enum rc tally_candidate(struct work *work, const struct candidate *candidate,
    struct err *err) MUST_USE;

/* Add a finding unless the same value of the rule was found in the part. */
enum rc tally_add(struct match *match, const struct rule *rule,
    const struct finding *finding, struct err *err) MUST_USE;

/* Which bundles have which rules as members. */
enum rc bundle_open(const struct ruleset *rules,
    const struct bundle_use ***uses, struct err *err) MUST_USE;

/* The same finding for each bundle of its rule. */
enum rc bundle_add(struct match *match, const struct rule *rule,
    const struct finding *finding, struct err *err) MUST_USE;

/* Thresholds, counts, labels. */
enum rc tally_end(struct match *match, struct match_result *result,
    struct err *err) MUST_USE;

/* For the rules that found nothing in the whole message. */
enum rc explain_end(struct match *match, struct err *err) MUST_USE;

/* Does somebody want to hear about this rule? */
bool explain_wanted(const struct match *match, const struct rule *rule);

/* A sentence about one element of a rule. */
enum rc explain_put(struct match *match, const struct rule *rule,
    uint32_t part, const char *element, bool passed, const char *where,
    struct err *err, const char *format, ...) PRINTF_LIKE(8, 9) MUST_USE;

#endif
