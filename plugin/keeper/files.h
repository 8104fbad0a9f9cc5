/*
 * files - the files of a journal folder, by number, and their lines.
 *
 * Not here: what stands in a line.
 */
#ifndef OUTMARK_KEEPER_FILES_H
#define OUTMARK_KEEPER_FILES_H

#include <limits.h>

#include "base/buf.h"

enum { FILES_LINE_MAX = 130000 };

/* "DIR/00000007.jsonl" */
void files_path(const char *dir, unsigned number, char path[PATH_MAX]);

/* The least and the greatest number in the folder; 0 and 0 when empty. */
enum rc files_range(const char *dir, unsigned *first, unsigned *last,
    struct err *err) MUST_USE;

/* Lines of one open file, from where it stands. */
struct lines {
	int fd;
	struct buf read;	/* bytes not given yet */
	size_t at;
	bool end;
};

/* `fd` stays the caller's. */
struct lines lines_begin(int fd);
void lines_end(struct lines *lines);

/*
 * The next line without its end; `whole` is false for a last line without one.
 * A line over FILES_LINE_MAX comes in pieces.  RC_END at the end of the file.
 */
enum rc lines_next(struct lines *lines, struct slice *line, bool *whole,
    struct err *err) MUST_USE;

#endif
