/*
 * page - one text while the marking systems read it: its lines, once for all, and
 * what they claim to be.
 *
 * A system reads a line and keeps a claim.  Behind the last line each system
 * weighs its own claims by what the whole text shows; then page_settle decides
 * lines that several systems claim, and the rest is handed on.
 */
#ifndef OUTMARK_SCANNER_MARKING_PAGE_H
#define OUTMARK_SCANNER_MARKING_PAGE_H

#include "scanner/marking/lines.h"
#include "scanner/marking/marking.h"

enum {
	CLAIMS_MOST = 512,	/* of one text */
	CLAIMS_SYSTEM = 64,	/* of one system */
	MENDED_MOST = 16,	/* lines in which misspelt words are looked for */
	PARTED_MOST = 64,	/* lines whose spaced-out letters are parted */
	PAGE_EDGE = 3,		/* lines at top and foot that banners stand in */
};

struct claim {
	const struct marking_system *system;
	struct marking marking;
	uint32_t hash;		/* of kind and canonical text */
	unsigned times;
	unsigned first_line, last_line;
	unsigned frames;	/* times in a page header or footer */
	unsigned known;		/* values its tables know */
	unsigned words;		/* that were understood, without countries */
	unsigned unknown;
	unsigned slips;		/* rules its own line breaks, odd spellings */
	unsigned confidence;	/* 0: it does not count */
	unsigned flags;		/* TEXT_FLAG_* of its places */
	bool bare;		/* of common words: others may have it, too */
	bool weak;		/* a phrase that other texts have too */
	bool encloses;		/* it counts only when it encloses the text */
	bool labelled;		/* named as a marking where it stands */
	bool fresh;		/* the first of its system and level */
	bool listed;		/* one of a list of its system's levels */
	bool inside;		/* a piece of a sentence */
};

struct page {
	const struct marking_tables *tables;
	const struct text *text;
	struct arena *arena;
	struct claim *claims;
	size_t count;
	size_t kept;		/* times that a claim was kept */
	size_t below;		/* where an earlier mail begins, or SIZE_MAX */
	unsigned lines;		/* of the text that are not empty */
	unsigned lettered;	/* of them "(A) ...", items of a list */
	unsigned mended;	/* of them looked at for misspelt words */
	unsigned parted;	/* of them looked at as "N A T O S E C R E T" */
	const struct marking_system *system;	/* whose turn it is */
	const struct marking_system *only;	/* NULL: all may claim */
	unsigned char signs[64];	/* of each system, plus one; 0: not asked */
};

struct reading;

/*
 * Keep what was read from a line under its kind; the same marking again only
 * counts.  False when the arena is full.
 */
bool page_keep(struct page *page, const struct reading *reading,
    const char *kind, const struct line *line);

/*
 * The next claim of the system whose turn it is, after `claim` or the first.
 * Those inside sentences are none that a system weighs.
 */
struct claim *page_next(const struct page *page, const struct claim *claim);

/* Is it of this kind: "banner", "portion", "header", ...? */
bool claim_is(const struct claim *claim, const char *kind);

/* Does it stand where banners stand: at top or foot, in a frame, a subject? */
bool claim_placed(const struct page *page, const struct claim *claim);

/* Does it stand where banners stand, and once more? */
bool claim_frames(const struct claim *claim);

/*
 * Is it the text's own frame: at its top and at its foot, or in the headers and
 * footers of two pages?
 */
bool claim_encloses(const struct page *page, const struct claim *claim);

/*
 * Decide lines that several systems claim: by what was understood, by other
 * marks and signs of a system in the text, else it is a level of no known nation.
 */
void page_settle(struct page *page);

#endif
