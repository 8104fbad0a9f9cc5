/*
 * extract - the seam of all document readers.
 *
 * A reader turns the bytes of one part into text with places, child parts and
 * honest flags.  It never recurses: an embedded file goes back to the sink and
 * from there to the pipeline's queue.  It never decides what to skip in
 * silence: whatever is not read is flagged with a cause.  A reader of class
 * EXTRACT_TEXT runs in the message's text worker; one of another class runs in
 * a fresh worker of that class (class.def).  Class EXTRACT_OUTSIDE is for
 * programs of the site: their readers have neither `sniff` nor `extract`.
 */
#ifndef OUTMARK_SCANNER_EXTRACT_EXTRACT_H
#define OUTMARK_SCANNER_EXTRACT_EXTRACT_H

#include "base/cause.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/limit.h"
#include "base/scope.h"
#include "scanner/extract/text.h"
#include "scanner/message/part.h"

struct arena;
struct charsets;
struct ocr_use;

enum extract_class {
#define CLASS(NAME, id, memory, rights, recognises) EXTRACT_##NAME,
#include "scanner/extract/class.def"
#undef CLASS
	EXTRACT_CLASSES
};

/* A place inside a part; what is not known stays zero. */
struct extract_place {
	const char *where;	/* structure: "page 3", "sheet 3 > B7" */
	struct slice name;	/* sheet, author...: content, may be empty */
	struct slice evidence;	/* column header or form label: counts as
				   evidence for what stands here */
};

struct extract_child {
	uint32_t place;
	struct slice name;
	struct slice type;	/* media type if the container says one */
	struct slice charset;	/* of a text, if the container says one */
	struct slice bytes;	/* borrowed during the call */
	bool lasting;		/* or as long as the arena: need not be copied */
	unsigned flags;		/* PART_FLAG_* */
	cause_set causes;	/* already known: an encrypted entry has no bytes */
	enum scope scope;	/* attachment unless a mail's own body */
};

/*
 * Where a reader puts what it finds.  Each call returns RC_OK, or something else
 * that the reader must return at once (RC_LIMIT: budget used up, already
 * flagged).
 */
struct extract_sink {
	void *own;
	/* Name a place; gives its number from 1.  Place 0 is the whole part. */
	enum rc (*place)(void *own, const struct extract_place *place,
	    uint32_t *number, struct err *err);
	/*
	 * Text at a place, UTF-8 or nearly (it is repaired later).  Pieces at the
	 * same place are joined as they come; a change of place ends a line, so
	 * that cells never run together and words split over runs do.
	 */
	enum rc (*text)(void *own, uint32_t place, unsigned flags,
	    struct slice utf8, struct err *err);
	/* An embedded file.  Bytes are copied. */
	enum rc (*child)(void *own, const struct extract_child *child,
	    struct err *err);
	/* Not seen (cause) or remarkable (PART_FLAG_*). */
	enum rc (*flag)(void *own, uint32_t place, enum cause cause,
	    unsigned part_flags, struct err *err);
	/* Count unpacked bytes before keeping them; RC_LIMIT ends the reading. */
	enum rc (*unpacked)(void *own, uint64_t more, struct err *err);
};

struct extract_job {
	const struct part *part;
	const struct limits *limits;
	const struct clock *clock;
	uint64_t deadline_ms;	/* monotonic */
	const struct slice *passwords;	/* words to try on encrypted documents */
	size_t password_count;
	struct arena *arena;	/* of the message, or of the document worker */
	struct charsets *charsets;	/* opened before the jail */
	struct ocr_use *ocr;	/* ocr.h; NULL: pictures are not read */
};

/* Bytes with a text that must come out of them, for the contract test. */
struct extract_sample {
	const char *file;	/* under tests/contract/samples/ */
	const char *expect;	/* text that must be found; NULL: any */
	const char *where;	/* the place it must be at; NULL: any */
	cause_set causes;	/* exactly these */
};

struct extractor {
	const char *name;	/* "pdf" */
	const char *type;	/* media type reported for the part */
	/*
	 * Declared types ("application/pdf") and ends of names (".pdf") that
	 * claim this format, NULL at the end; NULL: none.  They choose no
	 * reader, they show a conflict.
	 */
	const char *const *claims;
	enum extract_class class;
	/*
	 * How sure are these bytes of this format?  0 no, 1 perhaps (plain
	 * text, or what only its name or type says), 2 by content.  `name`
	 * tells formats apart where content leaves it open; alone it is never
	 * 2, and never enough for what cannot be text.
	 */
	unsigned (*sniff)(struct slice bytes, struct slice name,
	    struct slice declared_type);
	enum rc (*extract)(const struct extract_job *job,
	    const struct extract_sink *sink, struct err *err);
	const struct extract_sample *good;	/* file NULL at the end */
	const struct extract_sample *bad;
};

/* One line for each reader in extractors.def. */
#define EXTRACTOR(name) extern const struct extractor extractor_##name;
#include "scanner/extract/extractors.def"
#undef EXTRACTOR

/* All readers in the order they are asked; `*count` says how many. */
const struct extractor *const *extract_all(size_t *count);

/* Does the declared type or the name's end claim this format? */
bool extract_is_claimed(const struct extractor *reader,
    const struct part *part);

/* The reader of that name, or NULL. */
const struct extractor *extract_find(struct slice name);

/*
 * The reader for a part by its content, or NULL.  `*conflict` says that the
 * declared type or the name claims something else.
 */
const struct extractor *extract_choose(const struct part *part,
    bool *conflict);

#endif
