/*
 * keywords - finds the parts of a list's words in a text.
 *
 * A part that is a run of ASCII letters and digits stands in a text as a whole
 * run or not at all, so each run of the text is looked up in a table: several
 * times faster than a database of them, and no hit inside a longer word.  Parts
 * of other alphabets, and those that join onto longer words, are a database.
 */
#ifndef OUTMARK_SCANNER_MATCH_KEYWORDS_H
#define OUTMARK_SCANNER_MATCH_KEYWORDS_H

#include "base/arena.h"
#include "base/limit.h"
#include "scanner/match/catalogue.h"
#include "scanner/match/hsdb.h"

struct keywords;

/*
 * For a list, which lives as long; the table lies in the arena.  `cache_dir` may
 * be NULL.  RC_CONFIG: the library refuses part `*bad`.  Yours to close.
 */
enum rc keywords_open(struct arena *arena, const struct catalogue_list *list,
    const char *cache_dir, const struct limits *limits,
    struct keywords **keywords, size_t *bad, struct err *err) MUST_USE;

void keywords_close(struct keywords *keywords);

/*
 * Call `record` with the number in the list and the end of each part; TEXT_SLACK
 * bytes stand behind the text.  Runs come in order, the others before them.
 * RC_LIMIT when the callback gave false.
 */
enum rc keywords_scan(const struct keywords *keywords, struct slice text,
    hsdb_record *record, void *own, struct err *err) MUST_USE;

#endif
