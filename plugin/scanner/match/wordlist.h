/*
 * wordlist - lists of words and phrases, in a rule or in a file of words/.
 *
 * A file has one phrase a line; lines that begin with "#" and empty lines count
 * for nothing.  Every word goes through the same normalise function as mail text and
 * is kept in lower case.
 */
#ifndef OUTMARK_SCANNER_MATCH_WORDLIST_H
#define OUTMARK_SCANNER_MATCH_WORDLIST_H

#include "scanner/match/rule.h"
#include "scanner/match/source.h"

/*
 * The words of a YAML value: one word, a list of words, or names of files that
 * begin with "words/" (the site's folder is looked in first).  A word shorter
 * than `least` bytes is refused.
 */
enum rc wordlist_read(struct source *source, const struct yaml *node,
    size_t least, struct word_list *words, struct err *err) MUST_USE;

/* Bytes of the longest of the words that the text holds, 0: it holds none. */
size_t wordlist_longest(const struct word_list *words, struct slice text);

/* Does the text hold one of the words, bounded by no ASCII letter or digit? */
bool wordlist_holds(const struct word_list *words, struct slice text);

/*
 * Is this word at `text.at + start`?  Gives its end, or 0.  A space in the word
 * stands for one space, line end, "-" or "_".
 */
size_t wordlist_match(struct slice word, struct slice text, size_t start);

/*
 * Does this phrase stand in the text so that its first `lead` bytes end at `at`?  A
 * space in it stands for up to sixteen spaces, line ends or dashes; words that German
 * and Dutch join to others may be the end of one.  Gives where.
 */
bool wordlist_around(struct slice word, size_t lead, struct slice text,
    size_t at, struct span *span);

/* May other letters stand right before it, as in compound nouns? */
bool wordlist_joins(struct slice word);

#endif
