/*
 * doc_hidden - which bytes of a Word file are formatted as hidden or deleted.
 *
 * Out of the pages of character properties ([MS-DOC] 2.8.5, 2.9.33).  What is
 * hidden by a style alone is not known here.
 */
#ifndef OUTMARK_SCANNER_EXTRACT_DOC_HIDDEN_H
#define OUTMARK_SCANNER_EXTRACT_DOC_HIDDEN_H

#include "scanner/extract/doc_file.h"

struct doc_hidden {
	const struct span *spans;	/* offsets in the main stream, in order */
	size_t count;
};

/* Find them all; in the arena. */
enum rc doc_hidden_find(const struct doc_file *file, struct arena *arena,
    struct doc_hidden *hidden, struct err *err) MUST_USE;

/*
 * Is the byte at `offset` hidden?  `*until` is where that ends, at most what it
 * was before.
 */
bool doc_hidden_at(const struct doc_hidden *hidden, size_t offset,
    size_t *until);

#endif
