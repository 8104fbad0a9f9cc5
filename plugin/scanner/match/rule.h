/*
 * rule - what a compliance person wrote, as a value nobody changes.
 *
 * Read by rule_read.c from the YAML of a pack; every pointer lives in the
 * arena of its ruleset.  A rule looks for one thing: values of a shape, text
 * (regex or phrases), a marking, a contract or another document (weighted
 * groups), the cells of a column, a structure, a combination of what others
 * found, or a bundle of others.
 */
#ifndef OUTMARK_SCANNER_MATCH_RULE_H
#define OUTMARK_SCANNER_MATCH_RULE_H

#include "base/scope.h"
#include "base/slice.h"
#include "scanner/marking/marking.h"

struct structure;
struct validator;

enum rule_mode {
	RULE_DISABLED,
	RULE_SHADOW,
	RULE_ENFORCE,
	RULE_ELEMENT,	/* only a part of combinations: makes no finding */
};

enum rule_kind {
	RULE_SHAPE,
	RULE_TEXT,
	RULE_MARKING,
	RULE_CONTRACT,
	RULE_COLUMN,	/* values below or behind a name */
	RULE_STRUCTURE,	/* built like a name, an address: structures.def */
	RULE_COMBINE,	/* what other rules found, together */
	RULE_DOCUMENT,	/* a kind of document that is no contract */
	RULE_BUNDLE,	/* what any of other rules found */
};

/* Normalised words or phrases, lower case. */
struct word_list {
	const struct slice *words;
	size_t count;
};

/* Words near a hit that raise it, or lower it. */
struct rule_evidence {
	struct word_list words;		/* none: this block is absent */
	size_t within;			/* bytes, edge to edge */
	unsigned confidence;		/* becomes this */
};

/* One expression for the pattern database. */
struct rule_pattern {
	const char *regex;
	bool caseless;
	bool phrase;			/* made from a phrase, not written as regex */
	unsigned line;
};

enum group_place {
	PLACE_ANYWHERE,
	PLACE_TITLE,		/* the name of the document itself */
	PLACE_TITLE_PART,	/* of "Lease and Services Agreement", the first */
	PLACE_HEADING,		/* behind a number, or alone on its line */
	PLACE_COLON,		/* before a colon, on the first page: "Customer: X" */
	PLACE_FIELD,		/* the name of a field, column or element */
};

/* What a hit says about how far a contract is (contract_state.c). */
enum group_shows {
	SHOWS_NOTHING,
	SHOWS_SIGNED,		/* each place is the signature of somebody */
	SHOWS_COMPLETED,	/* all have signed */
	SHOWS_SENT,		/* it lies with somebody for signature */
	SHOWS_OFFER,		/* it was made to be accepted: sent, if nothing else */
	SHOWS_DRAFT,		/* it calls itself so */
	SHOWS_EARLY,		/* it speaks as drafts do: one, if nothing else */
	SHOWS_TEMPLATE,
	SHOWS_PLACEHOLDER,	/* a gap that is still to be filled */
	SHOWS_COUNT,
};

struct contract_measure;

/* Evidence of one kind; shared by all contract rules or of one of them. */
struct rule_group {
	const char *id;
	const struct rule_pattern *patterns;
	size_t pattern_count;
	struct word_list phrases;	/* besides patterns; of PLACE_FIELD, names */
	const struct contract_measure *measure;	/* instead of patterns, or NULL */
	const struct rule_group *unless;	/* not where that is found, or NULL */
	enum group_place place;
	enum group_shows shows;
	bool places;		/* each place counts, not each phrase */
	bool against;		/* its points are taken away */
	bool names_if_full;	/* all of its points name the kind */
	bool hints;		/* each tells of the kind, where nothing names one */
	bool own;		/* of one rule, not shared */
	bool gate;		/* without it no phrases are looked for */
	unsigned full;		/* so many give all points */
	unsigned scopes;	/* bits of enum scope */
	unsigned line;
	size_t number;		/* in the ruleset's groups */
};

/* A group and what it is worth to one rule. */
struct rule_term {
	const struct rule_group *group;
	int points;		/* < 0 speaks against */
};

/* From this score on a contract has this confidence. */
struct rule_step {
	unsigned score;
	unsigned confidence;
};

enum { RULE_STEPS_MAX = 5, RULE_CONFIDENCE_LEVELS = 5,
	RULE_POINTS_MAX = 1000 };

struct rule_contract {
	const char *kind;		/* "sow" */
	const struct rule_group *const *groups;	/* its own */
	size_t group_count;
	const struct rule_term *terms;	/* its own groups, then the shared */
	size_t term_count;
	unsigned least_groups;		/* different ones that speak for it */
	unsigned signers;		/* so many signatures execute it */
	bool last_resort;		/* only where no other kind is right */
	bool under;			/* made under an agreement of another kind */
	struct rule_step steps[RULE_STEPS_MAX];
	size_t step_count;
};

enum { DOCUMENT_GROUPS_MOST = 12 };

/* Phrases of a document: so many different ones give all points. */
struct document_group {
	const char *id;
	const struct rule_pattern *patterns;
	size_t pattern_count;
	unsigned full;
	int points;		/* < 0 speaks against */
};

struct rule_document {
	const char *kind;		/* "resume" */
	struct document_group groups[DOCUMENT_GROUPS_MOST];
	size_t group_count;
	unsigned least_groups;		/* different ones that speak for it */
	struct rule_step steps[RULE_STEPS_MAX];
	size_t step_count;
};

enum { COMBINE_KINDS_MOST = 24 };

/* One of these rules or labels: a kind of thing that may stand in a row. */
struct rule_kind_of {
	const char *const *names;
	size_t count;
};

/* What must stand together. */
struct rule_combine {
	size_t within;			/* bytes; 0: in one row */
	struct rule_kind_of kinds[COMBINE_KINDS_MOST];
	size_t kind_count;
	uint32_t all_of;		/* bits of kinds that must all be there */
	uint32_t any_of;		/* and of these ... */
	unsigned least;			/* ... so many */
	uint32_t some_of;		/* some rows of a list have one of these */
	uint32_t none_of;		/* a row with one of these is none; a
					   list with many of them is none */
};

/* A text that must match (or must not), run on the installed library. */
struct rule_example {
	struct slice text;
	struct slice column;		/* header of its column, or empty */
	unsigned confidence;		/* 0: any that labels */
	unsigned count;			/* 0: any */
	const char *state;		/* of a contract, or NULL */
	enum scope scope;
	unsigned line;
	/* Other texts of the same message, each a part of its own. */
	const struct rule_example *also;
	size_t also_count;
};

struct rule {
	const char *id;
	const char *title;
	const char *why;
	const char *label;
	const char *pack;
	const char *file;
	unsigned line;
	enum rule_mode mode;
	enum rule_kind kind;
	size_t number;			/* its place in the ruleset */

	const char *const *shapes;
	size_t shape_count;
	const struct rule_pattern *patterns;
	size_t pattern_count;
	const struct marking_system *system;
	const char *least_level, *most_level;	/* NULL: no bound */
	const char *only_level;		/* NULL: every level */
	struct rule_kind_of controls;	/* one of these, if there are any */
	struct rule_kind_of not_controls;	/* and none of these */
	unsigned contradictions;	/* bits of enum contradict; 0: none */
	const struct rule_contract *contract;
	struct word_list column;		/* names of columns and fields */
	struct word_list not_column;	/* longer ones that are others */
	const struct structure *structure;
	const struct rule_combine *combine;
	const struct rule_document *document;
	struct rule_kind_of members;		/* of a bundle */

	const struct validator *validator;	/* or NULL */
	bool count_specimens;		/* published test numbers count too */
	unsigned formatted;		/* confidence with separators or text */
	unsigned bare;			/* confidence of plain digits */
	struct rule_evidence evidence;
	struct rule_evidence counter;
	uint64_t low, medium, high;	/* distinct values in the message */
	unsigned scopes;		/* bits of enum scope */
	bool allow_slow;
	unsigned judged;		/* hits judged right or wrong by people */

	const struct rule_example *examples;
	size_t example_count;
	const struct rule_example *counter_examples;
	size_t counter_example_count;
};

/* May this rule speak about text of that scope? */
static inline bool
rule_looks_at(const struct rule *rule, enum scope scope)
{
	return (rule->scopes >> scope) & 1u;
}

#endif
