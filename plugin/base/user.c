/*
 * user - becoming a lesser user, and staying it.  See user.h.
 */
#include "base/user.h"

#include <sys/prctl.h>

#include <errno.h>
#include <grp.h>
#include <pwd.h>
#include <unistd.h>

#include "base/slice.h"

/* "uid" or "uid:gid"; 0 is refused: nothing of ours runs as root for good. */
static bool
read_numbers(struct slice text, struct user *user)
{
	struct slice first;
	uint64_t uid, gid;

	if (!slice_cut(&text, ':', &first) || !slice_number(first, &uid))
		return false;
	gid = uid;
	if (text.at != NULL && !slice_number(text, &gid))
		return false;
	if (uid == 0 || gid == 0 || uid >= UINT32_MAX || gid >= UINT32_MAX)
		return false;
	user->uid = (uid_t)uid;
	user->gid = (gid_t)gid;
	return true;
}

enum rc
user_find(const char *name, struct user *user, struct err *err)
{
	const struct passwd *account;

	if (read_numbers(slice_of(name), user))
		return RC_OK;
	account = getpwnam(name);
	if (account == NULL)
		return err_set(err, RC_CONFIG, "there is no user \"%s\"; make "
		    "it (adduser --system --group %s) or name another in "
		    "outmark.yaml", name, name);
	if (account->pw_uid == 0)
		return err_set(err, RC_CONFIG, "the user \"%s\" is root; name "
		    "one without rights in outmark.yaml", name);
	user->uid = account->pw_uid;
	user->gid = account->pw_gid;
	return RC_OK;
}

enum rc
user_find_group(const char *name, gid_t *gid, struct err *err)
{
	const struct group *group;
	uint64_t number;

	if (slice_number(slice_of(name), &number) && number < UINT32_MAX) {
		*gid = (gid_t)number;
		return RC_OK;
	}
	group = getgrnam(name);
	if (group == NULL)
		return err_set(err, RC_CONFIG, "there is no group \"%s\"; "
		    "name the group of your MTA in outmark.yaml", name);
	*gid = group->gr_gid;
	return RC_OK;
}

enum rc
user_become(const struct user *user, struct err *err)
{
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
		return err_set_errno(err, RC_SYSTEM,
		    "cannot give up gaining privileges");
	if (geteuid() != 0)
		return RC_OK;
	if (setgroups(0, NULL) != 0 ||
	    setresgid(user->gid, user->gid, user->gid) != 0 ||
	    setresuid(user->uid, user->uid, user->uid) != 0)
		return err_set_errno(err, RC_SYSTEM,
		    "cannot become user %u", (unsigned)user->uid);
	if (setuid(0) == 0 || geteuid() != user->uid)
		return err_set(err, RC_SYSTEM,
		    "user %u could become root again", (unsigned)user->uid);
	return RC_OK;
}
