/*
 * ole - what the readers of compound files share.
 *
 * A compound file may hold several documents: the one it is, and objects within
 * it.  Each reader is given one storage and the words that stand before its
 * places.  Not the bytes of the file format itself: that is cfb.
 */
#ifndef OUTMARK_SCANNER_EXTRACT_OLE_H
#define OUTMARK_SCANNER_EXTRACT_OLE_H

#include "scanner/extract/cfb.h"
#include "scanner/extract/codepage.h"
#include "scanner/extract/emit.h"

struct ole {
	struct emit emit;
	struct cfb *cfb;
	struct codepages *pages;
};

struct ole_part {
	struct ole *ole;
	const struct cfb_entry *storage;
	const char *where;	/* "object 2"; "" for the file itself */
};

/* Read everything in the job's compound file that has a reader. */
enum rc ole_extract(const struct extract_job *job,
    const struct extract_sink *sink, struct err *err) MUST_USE;

/* Could these bytes be a compound file with one of these streams? */
unsigned ole_sniff_for(struct slice bytes, const char *const *names);

/* As emit_place, behind the words of the part. */
enum rc ole_place(const struct ole_part *part, uint32_t *number,
    struct slice name, struct slice evidence, struct err *err,
    const char *format, ...) PRINTF_LIKE(6, 7) MUST_USE;

/*
 * The bytes of a stream of the part; `.at` is NULL when there is none.  What is
 * wrong with it is flagged.
 */
enum rc ole_stream(const struct ole_part *part, const char *name,
    struct slice *bytes, struct err *err) MUST_USE;

#endif
