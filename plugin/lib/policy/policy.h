/*
 * policy - the decision table that a site writes, read and checked.
 *
 * Reading it proves that it is total: the last rule takes what no other took,
 * and each cause of not seeing has an outcome.  Every error says file, line,
 * column, key, what is wrong and what to write.  How it decides is decide.h.
 */
#ifndef OUTMARK_LIB_POLICY_POLICY_H
#define OUTMARK_LIB_POLICY_POLICY_H

#include "base/crypt.h"
#include "lib/policy/verdict.h"

struct policy_label {
	const char *id;			/* covers its children */
	unsigned confidence;		/* at least */
	uint64_t count;			/* distinct values, at least */
	bool one_part;			/* counted in one part, not in all */
};

struct policy_labels {
	const struct policy_label *rows;
	size_t count;
};

enum policy_truth { POLICY_ANY, POLICY_NO, POLICY_YES };

struct policy_place {
	unsigned classes;		/* bit per destination_class; 0: any */
	struct text_list providers, kinds, jurisdictions, not_jurisdictions;
	enum policy_truth approved;
	unsigned confidence;		/* of the evidence, at least */
};

struct policy_rule {
	const char *id, *title, *advice;	/* advice: for the sender */
	bool otherwise;			/* the last: no condition */
	unsigned directions;		/* bit per direction; 0: any */
	struct policy_labels any_label, all_labels;
	struct policy_place place;
	struct text_list senders, recipients;
	enum action action;
};

struct policy_exception {
	const char *id, *owner, *approver, *reason;
	const char *expires;		/* "2027-01-31", the last day */
	uint64_t expires_ms;		/* wall clock; the first moment after */
	struct text_list rules, senders, recipients;
};

struct policy_faults {
	unsigned directions;
	enum action outcomes[CAUSE_END];
	enum action approved[CAUSE_END];	/* where approved */
};

struct policy {
	struct arena *arena;
	const char *file, *id, *version;
	struct text_list approved_domains, approved_providers;
	struct policy_rule *rules;
	size_t rule_count;
	struct policy_exception *exceptions;
	size_t exception_count;
	struct policy_faults faults;
	char hash[CRYPT_DIGEST_HEX];	/* of the file's bytes */
};

/*
 * Read a policy file into the arena.  `labels` (NULL at the end, or NULL: not
 * checked) are the ids that exist; providers are checked against the catalogue.
 */
enum rc policy_read(struct arena *arena, const char *path, size_t most,
    const char *const *labels, const struct catalogue *catalogue,
    struct policy **policy, struct err *err) MUST_USE;

/* The same from a text; `file` is its name in sentences. */
enum rc policy_parse(struct arena *arena, const char *file,
    struct slice text, const char *const *labels,
    const struct catalogue *catalogue, struct policy **policy,
    struct err *err) MUST_USE;

/* A policy for programs without one: everything is delivered, faults tagged. */
const char *policy_builtin(void);

#endif
