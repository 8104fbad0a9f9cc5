/*
 * epub - electronic books (EPUB 3.3): a zip of pages.
 *
 * Every entry goes back as a part, as with any zip; only the name of the format
 * is known better.
 */
#include "scanner/extract/zip.h"

static unsigned
epub_sniff(struct slice bytes, struct slice name, struct slice declared)
{
	(void)name, (void)declared;
	/* The first entry is stored, so its text stands at a fixed place. */
	return slice_starts(bytes, slice_of("PK\3\4")) &&
	    slice_find(slice_sub(bytes, 0, 128), slice_of(
	    "mimetypeapplication/epub+zip")) == 30 ? 2 : 0;
}

static const char *const claims[] = {"application/epub+zip", ".epub", NULL};
static const struct extract_sample good[] = {
	{"epub/book.epub", "LAGOON-CHAPTER", "*", 0},
	{"epub/chapters.epub", "LAGOON-ONE", "entry 2", 0},
	{"epub/chapters.epub", "LAGOON-TWO", "entry 3", 0},
	{"epub/package.epub", "LAGOON-BOOK", "*", 0},
	{"epub/contents.epub", "LAGOON-CONTENTS", "*", 0},
	{"epub/style.epub", "LAGOON-STYLED", "entry 2", 0},
	{0},
};
static const struct extract_sample bad[] = {{0}};

const struct extractor extractor_epub = {
	.name = "epub", .type = "application/epub+zip", .claims = claims,
	.class = EXTRACT_DOCUMENT, .sniff = epub_sniff,
	.extract = zip_extract, .good = good, .bad = bad,
};
