/*
 * pattern - the subset of regular expressions that rules may use.
 *
 * What is refused is refused because the engine either cannot do it or is
 * known to lose matches or time on it; the sentence says what to write
 * instead.  Does not compile anything: hsdb.c and lookback.c do.
 */
#ifndef OUTMARK_SCANNER_MATCH_PATTERN_H
#define OUTMARK_SCANNER_MATCH_PATTERN_H

#include "base/arena.h"

enum {
	PATTERN_LITERAL_LEAST = 4,	/* bytes every alternative must hold */
	PATTERN_REPEAT_MOST = 255,
	PATTERN_LENGTH_MOST = 4000,
};

/*
 * Why this regex may not be used: a sentence, or NULL when it may.  `*at` is the
 * byte it is about.
 */
const char *pattern_refused(struct slice regex, size_t *at);

/* Bytes of the longest literal that every match must contain. */
size_t pattern_literal(struct slice regex);

/*
 * A normalised phrase as a regex: words in any ASCII case with one to four
 * spaces, line ends or dashes for each space of the phrase, bounded by word
 * boundaries where it begins or ends with an ASCII letter or digit.  NULL when
 * the arena is full.
 */
const char *pattern_of_phrase(struct arena *arena, struct slice phrase);

#endif
