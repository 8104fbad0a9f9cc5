/*
 * walk - all files at a path, in the order of their names.
 *
 * A folder is walked with all below it; a link to a folder is not followed, so
 * there is no loop; a Maildir gives its mails and not its tmp.  Nothing is
 * opened here.
 */
#ifndef OUTMARK_FRONT_CLI_WALK_H
#define OUTMARK_FRONT_CLI_WALK_H

#include "base/err.h"
#include "front/cli/kind.h"

struct walk_visitor {
	/* A file; KIND_MAIL for one of a Maildir.  Not RC_OK ends the walk. */
	enum rc (*file)(void *own, const char *path, enum kind kind,
	    struct err *err);
	/* Something is not visited; `failed`: it should have been. */
	void (*skipped)(void *own, const char *path, const char *why,
	    bool failed);
	void *own;
};

enum rc walk_path(const char *path, const struct walk_visitor *visitor,
    struct err *err) MUST_USE;

#endif
