/*
 * files - the files of a journal folder, by number, and their lines.
 */
#include "keeper/files.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <unistd.h>

enum { FILES_DIGITS = 8, FILES_READ = 65536 };

void
files_path(const char *dir, unsigned number, char path[PATH_MAX])
{
	snprintf(path, PATH_MAX, "%s/%08u.jsonl", dir, number);
}

static unsigned
files_number(const char *name)
{
	struct slice s = slice_of(name);
	uint64_t number;

	if (s.len != FILES_DIGITS + 6 ||
	    !slice_ends_nocase(s, slice_of(".jsonl")) ||
	    !slice_number(slice_sub(s, 0, FILES_DIGITS), &number))
		return 0;
	return (unsigned)number;
}

enum rc
files_range(const char *dir, unsigned *first, unsigned *last, struct err *err)
{
	DIR *folder = opendir(dir);
	const struct dirent *entry;

	*first = *last = 0;
	if (folder == NULL)
		return err_set_errno(err, RC_CONFIG,
		    "the journal's folder %s cannot be read", dir);
	while ((entry = readdir(folder)) != NULL) {
		unsigned n = files_number(entry->d_name);

		if (n == 0)
			continue;
		if (*first == 0 || n < *first)
			*first = n;
		if (n > *last)
			*last = n;
	}
	closedir(folder);
	return RC_OK;
}

struct lines
lines_begin(int fd)
{
	return (struct lines){.fd = fd,
		.read = buf_new(FILES_LINE_MAX + 2 * FILES_READ)};
}

void
lines_end(struct lines *lines)
{
	buf_free(&lines->read);
}

/* Move what is left to the front and read more behind it. */
static enum rc
lines_more(struct lines *lines, struct err *err)
{
	size_t left = lines->read.len - lines->at;
	unsigned char *to;
	ssize_t n;

	if (lines->at > 0 && left > 0)
		memmove(lines->read.at, lines->read.at + lines->at, left);
	lines->read.len = left;
	lines->at = 0;
	to = buf_reserve(&lines->read, FILES_READ);
	if (to == NULL)
		return err_set(err, RC_SYSTEM, "no memory for the journal");
	do
		n = read(lines->fd, to, FILES_READ);
	while (n < 0 && errno == EINTR);
	if (n < 0)
		return err_set_errno(err, RC_SYSTEM,
		    "the journal cannot be read");
	lines->read.len = left + (size_t)n;
	lines->end = n == 0;
	return RC_OK;
}

enum rc
lines_next(struct lines *lines, struct slice *line, bool *whole,
    struct err *err)
{
	for (;;) {
		struct slice rest = slice_sub(buf_slice(&lines->read),
		    lines->at, lines->read.len);
		size_t end = slice_find_byte(rest, '\n');

		if (end != SIZE_MAX || rest.len > FILES_LINE_MAX ||
		    (lines->end && rest.len > 0)) {
			*whole = end != SIZE_MAX;
			*line = slice_sub(rest, 0, end);
			lines->at += line->len + (*whole ? 1 : 0);
			return RC_OK;
		}
		if (lines->end)
			return RC_END;
		TRY(lines_more(lines, err));
	}
}
