/*
 * rtf_words - what the control words of RTF mean for its text.
 *
 * Words that only change how text looks are not here.  After the Rich Text
 * Format Specification, version 1.9.1.
 */
#ifndef OUTMARK_SCANNER_EXTRACT_RTF_WORDS_H
#define OUTMARK_SCANNER_EXTRACT_RTF_WORDS_H

#include "base/slice.h"

enum rtf_action {
	RTF_SYMBOL,	/* stands for `text` */
	RTF_END,	/* ends a paragraph or cell */
	RTF_HIDE,	/* hidden from here, or shown with 0 */
	RTF_PLAIN,	/* character formatting as at the start */
	RTF_FONT, RTF_CHARSET, RTF_FONT_PAGE, RTF_FALLBACK, RTF_UNICODE,
	RTF_PAGE,	/* the document's code page; `text` NULL: by number */
	RTF_BINARY,
	/* The rest say what the group's text is. */
	RTF_TEXT, RTF_SKIP, RTF_ASIDE,
	RTF_PLACE,	/* text at a place of its own: "footnote 1" */
	RTF_HEADER,	/* the same, header or footer */
	RTF_INFO,	/* a property named `text` */
	RTF_FONTS,
	RTF_OBJECT,	/* bytes in hexadecimal digits */
	RTF_PICTURE,	/* the same, among words about them */
	RTF_AUTHOR,	/* who wrote the next comment */
	RTF_PROPERTY_NAME, RTF_PROPERTY_VALUE,
	RTF_SHAPE_NAME, RTF_SHAPE_VALUE,
	RTF_BOTH,	/* two forms of a text, the second in \ud */
	RTF_BOTH_TEXT,
};

struct rtf_word {
	const char *name;
	enum rtf_action action;
	const char *text;
	int number;		/* a code page */
};

/* The word, or NULL when it does not matter. */
const struct rtf_word *rtf_word_find(struct slice name);

#endif
