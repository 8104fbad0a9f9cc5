/*
 * user - becoming a lesser user, and staying it.
 *
 * A user is named by its account or by a number ("61001" or "61001:61002"),
 * which needs no account.  Not here: chroot, seccomp and the rest of a jail.
 */
#ifndef OUTMARK_BASE_USER_H
#define OUTMARK_BASE_USER_H

#include <sys/types.h>

#include "base/err.h"

struct user {
	uid_t uid;
	gid_t gid;
};

/* Look up an account or read a number.  RC_CONFIG says how to make it. */
enum rc user_find(const char *name, struct user *user, struct err *err)
    MUST_USE;

/* The id of a group by its name or number. */
enum rc user_find_group(const char *name, gid_t *gid, struct err *err)
    MUST_USE;

/*
 * Become `user` with no other groups and no way back, if we are root; an
 * ordinary user stays what it is.  RC_SYSTEM when any step failed or could be
 * undone; the caller must then end.
 */
enum rc user_become(const struct user *user, struct err *err) MUST_USE;

#endif
