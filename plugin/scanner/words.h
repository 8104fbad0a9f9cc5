/*
 * words - what might open an encrypted attachment: the words of its message.
 *
 * People send the password with the file: in the subject, in the body, after
 * "password:".  Kept by how likely they are, each once, a bounded number of
 * each kind.  Lives in the arena of the message; nothing of it leaves the
 * scanner.
 */
#ifndef OUTMARK_SCANNER_WORDS_H
#define OUTMARK_SCANNER_WORDS_H

#include "base/arena.h"
#include "base/slice.h"

/* How likely, the likeliest first. */
enum words_kind {
	WORDS_TOLD,		/* behind "password:" and its like */
	WORDS_SITE,		/* from the site's file */
	WORDS_ODD,		/* with digits or signs in it */
	WORDS_OTHER,
	WORDS_KINDS
};

enum { WORDS_EACH = 64, WORDS_BYTES_MOST = 127, WORDS_TEXTS_MOST = 64 };

struct words {
	struct arena *arena;
	struct slice list[WORDS_KINDS][WORDS_EACH];
	size_t count[WORDS_KINDS];
	struct slice texts[WORDS_TEXTS_MOST];	/* not looked through yet */
	size_t text_count;
};

/* One more word of a kind; it is borrowed.  Forgotten when there is no room. */
void words_add(struct words *words, enum words_kind kind, struct slice word);

/*
 * A text of the message; its beginning is copied, and looked through when words
 * are first asked for: most messages have nothing that is encrypted.
 */
void words_hold(struct words *words, struct slice text);

/* The likeliest ones, at most `most`; gives how many. */
size_t words_best(struct words *words, struct slice *best, size_t most);

#endif
