/*
 * mta - the MTA behind libmilter, with its traps covered.  See mta.h.
 *
 * EXCEPTION: one file-wide variable.  libmilter hands its callbacks nothing of
 * ours before a session exists, so the handlers must stand somewhere.
 */
#include "front/milter/mta.h"

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include <arpa/inet.h>
#include <libmilter/mfapi.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/user.h"

enum { NAME_MAX_BYTES = 200, VALUE_MAX_BYTES = 900, REPLY_MAX_BYTES = 400,
	LINE_BYTES = 78 };

static const struct mta_handlers *handlers;

static sfsistat
answer_of(enum mta_answer answer)
{
	switch (answer) {
	case MTA_CONTINUE: return SMFIS_CONTINUE;
	case MTA_LATER: return SMFIS_TEMPFAIL;
	case MTA_REFUSE: return SMFIS_REJECT;
	}
	return SMFIS_TEMPFAIL;
}

static void *
session_of(SMFICTX *ctx)
{
	return smfi_getpriv(ctx);
}

static struct mta *
mta_of(SMFICTX *ctx)
{
	return (struct mta *)ctx;
}

static SMFICTX *
ctx_of(struct mta *mta)
{
	return (SMFICTX *)mta;
}

/* Actions we cannot do without, and the protocol steps we want. */
static const unsigned long actions = SMFIF_ADDHDRS | SMFIF_CHGHDRS |
    SMFIF_QUARANTINE | SMFIF_DELRCPT | SMFIF_SETSYMLIST;
static const unsigned long steps = SMFIP_HDR_LEADSPC | SMFIP_NOUNKNOWN |
    SMFIP_NODATA;

/*
 * A list of our own replaces the MTA's default for that stage, so each names
 * all that we read.
 */
static void
ask_for_macros(SMFICTX *ctx)
{
	smfi_setsymlist(ctx, SMFIM_CONNECT, (char *)(uintptr_t)
	    "j _ {client_addr} {daemon_name} {daemon_port}");
	smfi_setsymlist(ctx, SMFIM_ENVFROM, (char *)(uintptr_t)
	    "i {auth_authen} {auth_type} {client_addr} {daemon_name}");
	smfi_setsymlist(ctx, SMFIM_ENVRCPT, (char *)(uintptr_t)
	    "{rcpt_mailer} {rcpt_host} {rcpt_addr}");
	smfi_setsymlist(ctx, SMFIM_EOM, (char *)(uintptr_t)
	    "i {auth_authen} {msg_id}");
}

static sfsistat
on_negotiate(SMFICTX *ctx, unsigned long offered_actions,
    unsigned long offered_steps, unsigned long unused2, unsigned long unused3,
    unsigned long *want_actions, unsigned long *want_steps,
    unsigned long *out2, unsigned long *out3)
{
	void *session;

	(void)unused2;
	(void)unused3;
	if ((offered_actions & actions) != actions ||
	    (offered_steps & SMFIP_HDR_LEADSPC) == 0)
		return SMFIS_REJECT;	/* an MTA older than milter protocol 6 */
	session = handlers->open(handlers->own);
	if (session == NULL)
		return SMFIS_REJECT;
	smfi_setpriv(ctx, session);
	ask_for_macros(ctx);
	*want_actions = actions;
	*want_steps = offered_steps & steps;
	*out2 = 0;
	*out3 = 0;
	return SMFIS_CONTINUE;
}

static void
fill_client(struct mta_client *client, char *host, _SOCK_ADDR *address)
{
	const void *at = NULL;
	size_t prefix = 0;

	client->host = host;
	client->address[0] = '\0';
	if (address == NULL)
		return;
	if (address->sa_family == AF_INET)
		at = &((struct sockaddr_in *)address)->sin_addr;
	if (address->sa_family == AF_INET6) {
		prefix = (size_t)snprintf(client->address,
		    sizeof(client->address), "IPv6:");
		at = &((struct sockaddr_in6 *)address)->sin6_addr;
	}
	if (at == NULL || inet_ntop(address->sa_family, at,
	    client->address + prefix,
	    (socklen_t)(sizeof(client->address) - prefix)) == NULL)
		client->address[0] = '\0';
}

static sfsistat
on_connect(SMFICTX *ctx, char *host, _SOCK_ADDR *address)
{
	struct mta_client client;

	if (session_of(ctx) == NULL)
		return SMFIS_TEMPFAIL;
	fill_client(&client, host, address);
	return answer_of(handlers->connect(session_of(ctx), mta_of(ctx),
	    &client));
}

static sfsistat
on_helo(SMFICTX *ctx, char *name)
{
	return answer_of(handlers->helo(session_of(ctx), name));
}

static sfsistat
on_sender(SMFICTX *ctx, char **words)
{
	return answer_of(handlers->sender(session_of(ctx), mta_of(ctx),
	    (const char *const *)words));
}

static sfsistat
on_recipient(SMFICTX *ctx, char **words)
{
	return answer_of(handlers->recipient(session_of(ctx), mta_of(ctx),
	    (const char *const *)words));
}

static sfsistat
on_header(SMFICTX *ctx, char *name, char *value)
{
	return answer_of(handlers->header(session_of(ctx), mta_of(ctx), name,
	    value));
}

static sfsistat
on_header_end(SMFICTX *ctx)
{
	return answer_of(handlers->header_end(session_of(ctx), mta_of(ctx)));
}

static sfsistat
on_body(SMFICTX *ctx, unsigned char *bytes, size_t len)
{
	return answer_of(handlers->body(session_of(ctx), mta_of(ctx),
	    slice_bytes(bytes, len)));
}

static sfsistat
on_end(SMFICTX *ctx)
{
	return answer_of(handlers->end(session_of(ctx), mta_of(ctx)));
}

static sfsistat
on_abort(SMFICTX *ctx)
{
	if (session_of(ctx) != NULL)
		handlers->abort(session_of(ctx));
	return SMFIS_CONTINUE;
}

static sfsistat
on_close(SMFICTX *ctx)
{
	if (session_of(ctx) != NULL)
		handlers->close(session_of(ctx));
	smfi_setpriv(ctx, NULL);
	return SMFIS_CONTINUE;
}

static enum rc
register_filter(struct err *err)
{
	struct smfiDesc filter = {
		.xxfi_name = (char *)(uintptr_t)"outmark",
		.xxfi_version = SMFI_VERSION,
		.xxfi_flags = actions,
		.xxfi_connect = on_connect,
		.xxfi_helo = on_helo,
		.xxfi_envfrom = on_sender,
		.xxfi_envrcpt = on_recipient,
		.xxfi_header = on_header,
		.xxfi_eoh = on_header_end,
		.xxfi_body = on_body,
		.xxfi_eom = on_end,
		.xxfi_abort = on_abort,
		.xxfi_close = on_close,
		.xxfi_negotiate = on_negotiate,
	};

	if (smfi_register(filter) != MI_SUCCESS)
		return err_set(err, RC_SYSTEM,
		    "libmilter does not take our filter; it is older than "
		    "the one this was built with");
	return RC_OK;
}

static enum rc
open_address(const char *address, int backlog, struct err *err)
{
	TRY(register_filter(err));
	if (smfi_setconn((char *)(uintptr_t)address) != MI_SUCCESS)
		return err_set(err, RC_CONFIG, "libmilter cannot use the "
		    "address %s; write unix:PATH or inet:PORT@ADDRESS",
		    address);
	smfi_setbacklog(backlog);
	smfi_settimeout(7200);
	if (smfi_opensocket(true) != MI_SUCCESS)
		return err_set_errno(err, RC_CONFIG, "cannot listen on %s",
		    address);
	return RC_OK;
}

/* Readiness for the MTA: rights first, then the name it connects to. */
static enum rc
publish(const char *bound, const char *path, const char *group,
    struct err *err)
{
	mode_t mode = group[0] == '\0' ? 0666 : 0660;

	if (group[0] != '\0') {
		gid_t gid;

		TRY(user_find_group(group, &gid, err));
		if (chown(bound, (uid_t)-1, gid) != 0)
			return err_set_errno(err, RC_CONFIG,
			    "cannot give %s to group %s", bound, group);
	}
	if (chmod(bound, mode) != 0)
		return err_set_errno(err, RC_SYSTEM, "cannot set the rights "
		    "of %s", bound);
	if (rename(bound, path) != 0)
		return err_set_errno(err, RC_SYSTEM, "cannot rename %s to %s",
		    bound, path);
	return RC_OK;
}

enum rc
mta_listen(const char *address, const char *group, int backlog,
    struct err *err)
{
	struct slice given = slice_of(address), prefix = slice_of("unix:");
	char bound[sizeof(((struct sockaddr_un *)0)->sun_path) + 8];
	const char *path = address + prefix.len;
	int len;

	if (!slice_starts(given, prefix))
		return open_address(address, backlog, err);
	len = snprintf(bound, sizeof(bound), "unix:%s.%ld", path,
	    (long)getpid());
	if ((size_t)len >= sizeof(((struct sockaddr_un *)0)->sun_path))
		return err_set(err, RC_CONFIG, "the socket path %s is too "
		    "long; write one of at most 95 characters", path);
	unlink(bound + prefix.len);
	TRY(open_address(bound, backlog, err));
	return publish(bound + prefix.len, path, group, err);
}

enum rc
mta_run(const struct mta_handlers *with, struct err *err)
{
	handlers = with;
	if (smfi_main() != MI_SUCCESS)
		return err_set(err, RC_SYSTEM,
		    "libmilter ended with an error; its own log line says "
		    "which");
	return RC_OK;
}

const char *
mta_macro(struct mta *mta, const char *name)
{
	return smfi_getsymval(ctx_of(mta), (char *)(uintptr_t)name);
}

void
mta_progress(struct mta *mta)
{
	smfi_progress(ctx_of(mta));
}

/* RFC 5322 section 2.2: printable US-ASCII without the colon. */
bool
mta_is_field_name(const char *name)
{
	size_t len = strlen(name);

	if (len == 0 || len > NAME_MAX_BYTES)
		return false;
	for (size_t i = 0; i < len; i++)
		if (name[i] < 33 || name[i] > 126 || name[i] == ':')
			return false;
	return true;
}

bool
mta_is_field_value(const char *value)
{
	size_t len = strlen(value);

	if (len > VALUE_MAX_BYTES)
		return false;
	for (size_t i = 0; i < len; i++)
		if (value[i] < 32 || value[i] > 126)
			return false;
	return true;
}

/*
 * A line should not be longer than 78 (RFC 5322 section 2.1.1): a list of
 * parameters goes on in the next line behind a semicolon.
 */
void
mta_fold(size_t before, const char *value, char *out, size_t size)
{
	size_t line = before, used = 0;

	while (*value != '\0' && used + 2 < size) {
		const char *end = strstr(value, "; ");
		size_t len = end != NULL ? (size_t)(end - value) + 1 :
		    strlen(value);

		if (used > 0 && line + len > LINE_BYTES) {
			out[used++] = '\n';
			line = 0;
		}
		if (len + 2 > size - used)
			len = size - used - 2;
		out[used++] = ' ';
		memcpy(out + used, value, len);
		used += len;
		line += len + 1;
		value += len;
		value += *value == ' ';
	}
	out[used] = '\0';
}

enum rc
mta_add_field(struct mta *mta, const char *name, const char *value,
    struct err *err)
{
	char spaced[2 * VALUE_MAX_BYTES + 2];

	if (!mta_is_field_name(name) || !mta_is_field_value(value))
		return err_set(err, RC_BUG,
		    "a header field of ours has a name or value that is not "
		    "one");
	mta_fold(strlen(name) + 1, value, spaced, sizeof(spaced));
	if (smfi_addheader(ctx_of(mta), (char *)(uintptr_t)name, spaced) !=
	    MI_SUCCESS)
		return err_set(err, RC_SYSTEM,
		    "the MTA does not take the header field %s", name);
	return RC_OK;
}

static enum rc
remove_down_to(struct mta *mta, const char *name, unsigned count,
    unsigned kept, struct err *err)
{
	for (unsigned index = count; index > kept; index--)
		if (smfi_chgheader(ctx_of(mta), (char *)(uintptr_t)name,
		    (int)index, NULL) != MI_SUCCESS)
			return err_set(err, RC_SYSTEM, "the MTA does not "
			    "remove the header field %s", name);
	return RC_OK;
}

enum rc
mta_remove_fields(struct mta *mta, const char *name, unsigned count,
    struct err *err)
{
	return remove_down_to(mta, name, count, 0, err);
}

enum rc
mta_change_fields(struct mta *mta, const char *name, unsigned count,
    const char *value, struct err *err)
{
	char spaced[2 * VALUE_MAX_BYTES + 2];

	if (!mta_is_field_value(value))
		return err_set(err, RC_BUG,
		    "a header field of ours has a value that is not one");
	TRY(remove_down_to(mta, name, count, 1, err));
	mta_fold(strlen(name) + 1, value, spaced, sizeof(spaced));
	if (smfi_chgheader(ctx_of(mta), (char *)(uintptr_t)name, 1, spaced) !=
	    MI_SUCCESS)
		return err_set(err, RC_SYSTEM,
		    "the MTA does not change the header field %s", name);
	return RC_OK;
}

enum rc
mta_remove_recipients(struct mta *mta, const char *const *remove, size_t count,
    size_t of, struct err *err)
{
	if (count >= of)
		return err_set(err, RC_BUG, "all %zu recipients would be "
		    "removed and the message lost", of);
	for (size_t i = 0; i < count; i++)
		if (smfi_delrcpt(ctx_of(mta), (char *)(uintptr_t)remove[i]) !=
		    MI_SUCCESS)
			return err_set(err, RC_SYSTEM,
			    "the MTA does not remove a recipient");
	return RC_OK;
}

enum rc
mta_hold(struct mta *mta, const char *reason, struct err *err)
{
	char line[REPLY_MAX_BYTES];

	/* libmilter takes no empty reason. */
	snprintf(line, sizeof(line), "%s", reason[0] == '\0' ?
	    "held by Outmark" : reason);
	for (char *at = line; *at != '\0'; at++)
		if (*at < 32 || *at > 126)
			*at = '?';
	if (smfi_quarantine(ctx_of(mta), line) != MI_SUCCESS)
		return err_set(err, RC_SYSTEM,
		    "the MTA does not put the message on hold");
	return RC_OK;
}

void
mta_reply_text(const char *text, char *out, size_t size)
{
	size_t used = 0;

	for (; *text != '\0' && used + 3 < size; text++) {
		unsigned char c = (unsigned char)*text;

		if (c == '%')
			out[used++] = '%';
		out[used++] = c < 32 || c > 126 ? '?' : *text;
	}
	out[used] = '\0';
}

/* RFC 3463 section 2 and RFC 2034: the class is the code's first digit. */
static bool
is_reply(const char *code, const char *class)
{
	return strlen(code) == 3 && (code[0] == '4' || code[0] == '5') &&
	    class[0] == code[0] && class[1] == '.';
}

enum rc
mta_reply(struct mta *mta, const char *code, const char *class,
    const char *text, struct err *err)
{
	char line[REPLY_MAX_BYTES];

	if (!is_reply(code, class))
		return err_set(err, RC_BUG, "the reply %s %s has codes that "
		    "do not fit each other", code, class);
	mta_reply_text(text, line, sizeof(line));
	if (smfi_setreply(ctx_of(mta), (char *)(uintptr_t)code,
	    (char *)(uintptr_t)class, line) != MI_SUCCESS)
		return err_set(err, RC_SYSTEM,
		    "libmilter does not take the reply");
	return RC_OK;
}
