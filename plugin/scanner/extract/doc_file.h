/*
 * doc_file - where in a Word file the text stands ([MS-DOC] 2.5, 2.8.35).
 *
 * Out of the file information block: which streams, how long each story is, and
 * the pieces that make up the text.  The text itself is doc's.
 */
#ifndef OUTMARK_SCANNER_EXTRACT_DOC_FILE_H
#define OUTMARK_SCANNER_EXTRACT_DOC_FILE_H

#include "scanner/extract/ole.h"

/* The stories, in the order of their text. */
enum doc_story { DOC_MAIN, DOC_FOOTNOTES, DOC_HEADERS, DOC_MACROS,
	DOC_COMMENTS, DOC_ENDNOTES, DOC_BOXES, DOC_HEADER_BOXES,
	DOC_STORIES };

/* Characters `start` to `end` stand at `offset` of the main stream. */
struct doc_piece {
	uint32_t start, end;
	uint32_t offset;
	bool wide;		/* two bytes each */
};

struct doc_file {
	struct slice main, table;	/* streams */
	bool old;		/* Word 6 and 95 */
	bool encrypted;
	bool damaged;		/* pieces are a guess */
	unsigned page;		/* code page of one-byte pieces */
	uint32_t length[DOC_STORIES];
	const struct doc_piece *pieces;
	size_t piece_count;
};

/* Read it; what is wrong is flagged.  RC_END: encrypted or hopeless. */
enum rc doc_file_open(const struct ole_part *part, struct doc_file *file,
    struct err *err) MUST_USE;

/* The structure of this number in the list of 2.5.6; empty when there is none. */
struct slice doc_file_table(const struct doc_file *file, unsigned number);

/* The piece a character stands in, or NULL. */
const struct doc_piece *doc_file_piece(const struct doc_file *file,
    uint32_t character);

#endif
