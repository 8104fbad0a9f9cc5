/*
 * roles - who may do what, told by the kernel and not by the caller.
 */
#include "keeper/roles.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

enum { ROLES_GRANTS = 5 };

struct roles_grant {
	gid_t *groups;
	size_t count;
	unsigned roles;
};

struct roles {
	bool has_milter;
	uid_t milter, own;
	struct roles_grant grants[ROLES_GRANTS];
};

static enum rc
roles_read_grant(const struct text_list *names, unsigned roles,
    struct roles_grant *grant, struct err *err)
{
	grant->roles = roles;
	if (names->count == 0)
		return RC_OK;
	grant->groups = calloc(names->count, sizeof *grant->groups);
	if (grant->groups == NULL)
		return err_set(err, RC_SYSTEM, "no memory for the roles");
	for (size_t i = 0; i < names->count; i++) {
		TRY(user_find_group(names->items[i], &grant->groups[i],
		    err));
		grant->count++;
	}
	return RC_OK;
}

static enum rc
roles_fill(struct roles *r, const struct config *config, struct err *err)
{
	struct user milter;
	struct err ignored;

	r->own = geteuid();
	/* A machine without that user has no milter that runs as it. */
	r->has_milter = user_find(config->milter_user, &milter, &ignored) ==
	    RC_OK;
	if (r->has_milter)
		r->milter = milter.uid;
	TRY(roles_read_grant(&config->role_view, ROLE_VIEW, &r->grants[0],
	    err));
	TRY(roles_read_grant(&config->role_view_content,
	    ROLE_VIEW | ROLE_VIEW_CONTENT, &r->grants[1], err));
	TRY(roles_read_grant(&config->role_release, ROLE_VIEW | ROLE_RELEASE,
	    &r->grants[2], err));
	TRY(roles_read_grant(&config->role_approve, ROLE_VIEW | ROLE_APPROVE,
	    &r->grants[3], err));
	return roles_read_grant(&config->role_admin, ROLE_VIEW |
	    ROLE_VIEW_CONTENT | ROLE_RELEASE | ROLE_APPROVE | ROLE_ADMIN,
	    &r->grants[4], err);
}

enum rc
roles_new(const struct config *config, struct roles **roles, struct err *err)
{
	struct roles *r = calloc(1, sizeof *r);

	if (r == NULL)
		return err_set(err, RC_SYSTEM, "no memory for the roles");
	if (roles_fill(r, config, err) != RC_OK) {
		roles_free(r);
		return err->rc;
	}
	*roles = r;
	return RC_OK;
}

void
roles_free(struct roles *r)
{
	if (r == NULL)
		return;
	for (size_t i = 0; i < ROLES_GRANTS; i++)
		free(r->grants[i].groups);
	free(r);
}

enum rc
roles_caller(int socket, struct caller *caller, struct err *err)
{
	struct ucred cred;
	socklen_t len = sizeof cred;

	*caller = (struct caller){0};
	if (getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &cred, &len) != 0)
		return err_set_errno(err, RC_SYSTEM,
		    "the kernel does not say who is calling");
	caller->pid = cred.pid;
	caller->uid = cred.uid;
	caller->gid = cred.gid;
	len = sizeof caller->groups;
	/* More groups than fit: the caller has none of them. */
	if (getsockopt(socket, SOL_SOCKET, SO_PEERGROUPS, caller->groups,
	    &len) == 0)
		caller->group_count = len / sizeof caller->groups[0];
	return RC_OK;
}

static bool
roles_has_group(const struct roles_grant *grant, const struct caller *caller)
{
	for (size_t i = 0; i < grant->count; i++) {
		if (grant->groups[i] == caller->gid)
			return true;
		for (size_t k = 0; k < caller->group_count; k++)
			if (grant->groups[i] == caller->groups[k])
				return true;
	}
	return false;
}

unsigned
roles_of(const struct roles *r, const struct caller *caller)
{
	unsigned roles = 0;

	if (r->has_milter && caller->uid == r->milter)
		roles |= ROLE_APPEND;
	/* An instance that one ordinary user runs is all his. */
	if (caller->uid == 0 || caller->uid == r->own)
		roles |= ROLE_APPEND | r->grants[ROLES_GRANTS - 1].roles;
	for (size_t i = 0; i < ROLES_GRANTS; i++)
		if (roles_has_group(&r->grants[i], caller))
			roles |= r->grants[i].roles;
	return roles;
}
