/*
 * part - one piece of a message on its way through the scanner.
 *
 * The hand-over from message and extract to the pipeline's queue.  Names are
 * content: they travel apart from `where`, which is structure only.
 */
#ifndef OUTMARK_SCANNER_MESSAGE_PART_H
#define OUTMARK_SCANNER_MESSAGE_PART_H

#include "base/cause.h"
#include "base/scope.h"
#include "base/slice.h"

/* Remarkable, without being a cause of not seeing. */
enum part_flag {
	PART_FLAG_hidden = 1 << 0,	/* hidden sheet, text, slide, comment */
	PART_FLAG_macro = 1 << 1,
	PART_FLAG_signed = 1 << 2,
	PART_FLAG_type_conflict = 1 << 3, /* content is not what it says */
	PART_FLAG_opened = 1 << 4,	/* encrypted, opened with a known word */
	PART_FLAG_recognised = 1 << 5,	/* some of its text was in pictures */
};

enum part_examined { PART_NO, PART_PARTLY, PART_YES };

struct part {
	uint32_t id;		/* from 1; 0 stands for the message */
	uint32_t parent;
	uint32_t depth;		/* containers above it */
	uint32_t archive_depth;	/* archives above it */
	const char *where;	/* "attachment 2 > part 1"; in the arena */
	struct slice name;	/* file name, decoded to UTF-8; may be empty */
	struct slice declared_type;	/* as the message says, lower case */
	struct slice charset;	/* as declared; may be empty */
	struct slice bytes;	/* content with transfer encoding removed */
	int fd;			/* sealed file holding `bytes`, or -1 */
	enum scope scope;	/* body or attachment */
	const char *type;	/* what it is, found from its content */
	enum part_examined examined;
	cause_set causes;
	unsigned flags;
};

#endif
