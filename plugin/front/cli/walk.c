/*
 * walk - all files at a path, in the order of their names.  See walk.h.
 */
#include "front/cli/walk.h"

#include <sys/stat.h>

#include <errno.h>
#include <fts.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>

static int
by_name(const FTSENT **a, const FTSENT **b)
{
	return strcmp((*a)->fts_name, (*b)->fts_name);
}

/* Is there a folder `name` in the folder of length `len` at the path's start? */
static bool
has_folder(const char *path, size_t len, const char *name)
{
	char folder[PATH_MAX];
	struct stat st;

	if (snprintf(folder, sizeof(folder), "%.*s/%s", (int)len, path,
	    name) >= (int)sizeof(folder))
		return false;
	return stat(folder, &st) == 0 && S_ISDIR(st.st_mode);
}

/* Length of the folder that holds a path: "a/b" gives 1; a bare name, 0. */
static size_t
parent_len(const char *path, size_t len)
{
	while (len > 0 && path[len - 1] != '/')
		len--;
	while (len > 1 && path[len - 1] == '/')
		len--;
	return len;
}

static bool
is_maildir(const char *path, size_t len)
{
	return len > 0 && has_folder(path, len, "cur") &&
	    has_folder(path, len, "new");
}

/* A mail of a Maildir: <maildir>/cur/x or <maildir>/new/x. */
static bool
is_delivered(const FTSENT *entry)
{
	struct slice folder = slice_sub(slice_of(entry->fts_path), 0,
	    parent_len(entry->fts_path, strlen(entry->fts_path)));
	size_t above = parent_len(entry->fts_path, folder.len);

	if (above == 0 || !(slice_ends_nocase(folder, slice_of("/cur")) ||
	    slice_ends_nocase(folder, slice_of("/new"))))
		return false;
	return is_maildir(entry->fts_path, above);
}

/* A mail that is still being written. */
static bool
is_unfinished(const FTSENT *entry)
{
	size_t len = strlen(entry->fts_path);

	return entry->fts_level > 0 && strcmp(entry->fts_name, "tmp") == 0 &&
	    is_maildir(entry->fts_path, parent_len(entry->fts_path, len));
}

static enum rc
visit_file(const FTSENT *entry, const struct walk_visitor *visitor,
    struct err *err)
{
	return visitor->file(visitor->own, entry->fts_path,
	    is_delivered(entry) ? KIND_MAIL : KIND_GUESS, err);
}

static enum rc
visit_link(const FTSENT *entry, const struct walk_visitor *visitor,
    struct err *err)
{
	const char *why = "it is a link that leads nowhere";
	struct stat st;

	if (stat(entry->fts_path, &st) == 0) {
		if (S_ISREG(st.st_mode))
			return visit_file(entry, visitor, err);
		why = S_ISDIR(st.st_mode) ?
		    "it is a link to a folder; name it to have it examined" :
		    "it is a link to something that is no file";
	}
	visitor->skipped(visitor->own, entry->fts_path, why,
	    entry->fts_level == 0);
	return RC_OK;
}

static enum rc
visit(FTS *tree, FTSENT *entry, const struct walk_visitor *visitor,
    struct err *err)
{
	switch (entry->fts_info) {
	case FTS_D:
		if (is_unfinished(entry))
			fts_set(tree, entry, FTS_SKIP);
		return RC_OK;
	case FTS_F:
		return visit_file(entry, visitor, err);
	case FTS_SL:
	case FTS_SLNONE:
		return visit_link(entry, visitor, err);
	case FTS_DNR:
	case FTS_ERR:
	case FTS_NS:
		visitor->skipped(visitor->own, entry->fts_path,
		    strerror(entry->fts_errno), true);
		return RC_OK;
	case FTS_DC:
		visitor->skipped(visitor->own, entry->fts_path,
		    "it leads back to a folder above it", false);
		return RC_OK;
	case FTS_DEFAULT:
		/* A pipe that was named is read; one that lies about is not. */
		if (entry->fts_level == 0)
			return visit_file(entry, visitor, err);
		visitor->skipped(visitor->own, entry->fts_path,
		    "it is no file (a pipe, socket or device)", false);
		return RC_OK;
	default:	/* the way back up */
		return RC_OK;
	}
}

enum rc
walk_path(const char *path, const struct walk_visitor *visitor,
    struct err *err)
{
	char *paths[] = { (char *)(uintptr_t)path, NULL };
	FTS *tree = fts_open(paths, FTS_PHYSICAL | FTS_COMFOLLOW |
	    FTS_NOCHDIR, by_name);
	FTSENT *entry;
	enum rc rc = RC_OK;

	if (tree == NULL)
		return err_set_errno(err, RC_SYSTEM, "cannot walk %s", path);
	while (rc == RC_OK && (entry = fts_read(tree)) != NULL)
		rc = visit(tree, entry, visitor, err);
	fts_close(tree);
	return rc;
}
