/*
 * passage - the sentences that begin at a line: a statement or a warning that
 * runs over several lines, as one line.
 */
#ifndef OUTMARK_SCANNER_MARKING_PASSAGE_H
#define OUTMARK_SCANNER_MARKING_PASSAGE_H

#include "scanner/marking/page.h"

enum { PASSAGE_BYTES = 900 };

struct passage {
	char at[PASSAGE_BYTES];
	size_t len;
};

/*
 * From the line on to the next empty line, in small ASCII letters, with one space
 * for each run of spaces and line ends.
 */
void passage_read(const struct page *page, const struct line *line,
    struct passage *passage);

/* Does it hold these words (small letters)? */
bool passage_has(const struct passage *passage, const char *words);

/* One of them; NULL ends the list. */
bool passage_has_any(const struct passage *passage, const char *const *words);

#endif
