/*
 * heading - which rules ask for a column or field of this name?
 *
 * Any "word: value" of a mail may be a name, and hundreds of rules have words for
 * the columns they want.  The words are filed by their first two bytes, so that a
 * name is read once and not once for each word.
 */
#ifndef OUTMARK_SCANNER_MATCH_HEADING_H
#define OUTMARK_SCANNER_MATCH_HEADING_H

#include "base/arena.h"
#include "scanner/match/rule.h"

struct heading_index;

/* The longest words of one rule in a name: room that heading_rules() works in. */
struct heading_words {
	size_t yes, no;
};

/* Of the `column:` and `not_column:` words of these rules; borrowed. */
enum rc heading_index_open(struct arena *arena,
    const struct rule *const *rules, size_t count,
    const struct heading_index **index, struct err *err) MUST_USE;

/*
 * Fill `asking` with the rules that have a longer word for the name than against
 * it, in the order of the index; how many.  `words` is room to work in; both have
 * room for each rule of the index.
 */
size_t heading_rules(const struct heading_index *index, struct slice name,
    struct heading_words *words, const struct rule **asking);

#endif
