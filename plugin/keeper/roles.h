/*
 * roles - who may do what, told by the kernel and not by the caller.
 *
 * The identity comes from the socket (SO_PEERCRED, SO_PEERGROUPS); groups of
 * outmark.yaml give roles; the milter's user may only append.  Without a rule a
 * caller may do nothing.
 */
#ifndef OUTMARK_KEEPER_ROLES_H
#define OUTMARK_KEEPER_ROLES_H

#include "base/config.h"
#include "base/user.h"

enum role {
	ROLE_APPEND = 1 << 0,
	ROLE_VIEW = 1 << 1,
	ROLE_VIEW_CONTENT = 1 << 2,
	ROLE_RELEASE = 1 << 3,
	ROLE_APPROVE = 1 << 4,
	ROLE_ADMIN = 1 << 5,
};

enum { ROLES_GROUPS = 256 };

struct caller {
	pid_t pid;
	uid_t uid;
	gid_t gid;
	gid_t groups[ROLES_GROUPS];	/* without gid */
	size_t group_count;
};

struct roles;

/* The rules of a configuration.  Unknown groups are RC_CONFIG.  Yours. */
enum rc roles_new(const struct config *config, struct roles **roles,
    struct err *err) MUST_USE;
void roles_free(struct roles *roles);

/* Who is at the other end of this socket? */
enum rc roles_caller(int socket, struct caller *caller, struct err *err)
    MUST_USE;

/* The roles of a caller as bits of enum role. */
unsigned roles_of(const struct roles *roles, const struct caller *caller);

#endif
