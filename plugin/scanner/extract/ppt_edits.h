/*
 * ppt_edits - which records of a presentation are its present state.
 *
 * PowerPoint appends what was changed and leaves the old; the last edit names
 * the objects that count ([MS-PPT] 2.3).  Also knows which slide each object is.
 */
#ifndef OUTMARK_SCANNER_EXTRACT_PPT_EDITS_H
#define OUTMARK_SCANNER_EXTRACT_PPT_EDITS_H

#include "base/arena.h"

/* 2.3.1: the header of a record. */
struct ppt_record {
	unsigned version, instance, type;
	size_t at;		/* of the header */
	struct slice data;	/* cut at the end of what it stands in */
	bool cut;
};

enum { PPT_HEADER = 8 };

/* The record at `at`, which must end by `end`; false when there is none. */
bool ppt_record_at(struct slice stream, size_t at, size_t end,
    struct ppt_record *record);

struct ppt_edits;

/*
 * Follow the edits from the offset in the stream "Current User".  In the arena;
 * RC_INPUT when the chain is damaged: then nothing is known to be old.
 */
enum rc ppt_edits_read(struct arena *arena, struct slice stream,
    size_t last_edit, struct ppt_edits **edits, struct err *err) MUST_USE;

/* Is the object at this offset part of the present state? */
bool ppt_edits_is_live(const struct ppt_edits *edits, size_t at);

/* The object with this number: its offset, or SIZE_MAX. */
size_t ppt_edits_object(const struct ppt_edits *edits, uint32_t number);

/* Numbers of objects are less than this. */
uint32_t ppt_edits_count(const struct ppt_edits *edits);

/* The object that is the document. */
uint32_t ppt_edits_document(const struct ppt_edits *edits);

#endif
