/*
 * tries - opening a document with the words at hand.
 *
 * The words are those of the message and of the site's file, the likeliest
 * first; how many are tried and how long is limited.  What a word opens is the
 * caller's to know.
 */
#ifndef OUTMARK_SCANNER_EXTRACT_TRIES_H
#define OUTMARK_SCANNER_EXTRACT_TRIES_H

#include "base/buf.h"
#include "scanner/extract/emit.h"

struct tries {
	void *own;
	/* Does this word, in UTF-8, open it?  Keeps the key if so. */
	bool (*opens)(void *own, struct slice word);
	const char *usual;	/* tried first: what a program itself uses */
};

/*
 * Try until one opens; flags `opened` then.  RC_END: none does, and that was
 * flagged `encrypted` at the whole part.
 */
enum rc tries_run(struct emit *emit, const struct tries *tries,
    struct err *err) MUST_USE;

/* A word as UTF-16, as Office digests it; behind what is in `out`. */
void tries_wide(struct slice word, struct buf *out);

#endif
