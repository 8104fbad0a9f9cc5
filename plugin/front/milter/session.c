/*
 * session - one connection of the MTA and the messages on it.  See session.h.
 */
#include "front/milter/session.h"

#include <stdlib.h>

#include "front/milter/act.h"
#include "front/milter/rebuild.h"

struct session {
	struct milter *milter;
	char *host, *address, *helo, *listener;
	struct outmark_message *message; /* NULL between messages */
	bool blind;		/* in monitor: this message passes unseen */
	struct own_fields own;	/* fields of ours that arrived on it */
};

static void
set_text(char **field, const char *text)
{
	free(*field);
	*field = text == NULL ? NULL : strdup(text);
}

static void *
session_open(void *own)
{
	struct session *session = calloc(1, sizeof(*session));

	if (session == NULL)
		return NULL;
	session->milter = own;
	atomic_fetch_add(&session->milter->sessions, 1);
	return session;
}

static void
forget_message(struct session *session)
{
	outmark_message_free(session->message);
	session->message = NULL;
	session->blind = false;
	act_forget(&session->own);
}

static void
session_abort(void *of)
{
	forget_message(of);
}

static void
session_close(void *of)
{
	struct session *session = of;

	forget_message(session);
	atomic_fetch_sub(&session->milter->sessions, 1);
	free(session->host);
	free(session->address);
	free(session->helo);
	free(session->listener);
	free(session);
}

/*
 * Something outside the message failed.  Enforcing, the sender comes again;
 * observing, the message passes and is counted: monitor never delays mail.
 */
static enum mta_answer
give_up(struct session *session, struct mta *mta,
    const struct outmark_error *error)
{
	struct err err;

	atomic_fetch_add(&session->milter->faults, 1);
	log_put(&session->milter->log, LOG_LEVEL_ERROR, "%s%s", error->text,
	    outmark_enforces(session->milter->outmark) ?
	    "; the sender is asked to try again" :
	    "; the message passes unseen (monitor)");
	outmark_message_free(session->message);
	session->message = NULL;
	if (!outmark_enforces(session->milter->outmark)) {
		session->blind = true;
		return MTA_CONTINUE;
	}
	if (mta != NULL && mta_reply(mta, "451", "4.7.1",
	    "Outmark cannot examine this message now, please try again later",
	    &err) != RC_OK)
		log_err(&session->milter->log, &err);
	return MTA_LATER;
}

/*
 * There is no message to add to: it passes if that was decided, and else, as
 * after a failure while enforcing, nothing of it may.
 */
static enum mta_answer
without_message(const struct session *session)
{
	return session->blind ? MTA_CONTINUE : MTA_LATER;
}

/*
 * The listener's name.  Postfix names all of them by its host name, as long as
 * milter_macro_daemon_name is not set; its port then says more.
 */
static const char *
listener_of(struct mta *mta)
{
	const char *name = mta_macro(mta, "{daemon_name}");
	const char *host = mta_macro(mta, "j");
	const char *port = mta_macro(mta, "{daemon_port}");

	if (port == NULL)
		return name;
	return name == NULL || (host != NULL && strcmp(name, host) == 0) ?
	    port : name;
}

static enum mta_answer
session_connect(void *of, struct mta *mta, const struct mta_client *client)
{
	struct session *session = of;

	set_text(&session->host, client->host);
	set_text(&session->address, client->address[0] == '\0' ? NULL :
	    client->address);
	set_text(&session->listener, listener_of(mta));
	return MTA_CONTINUE;
}

static enum mta_answer
session_helo(void *of, const char *name)
{
	struct session *session = of;

	set_text(&session->helo, name);
	return MTA_CONTINUE;
}

static enum outmark_status
describe_client(struct session *session, struct mta *mta,
    struct outmark_error *error)
{
	struct outmark_client client = {
		.host = session->host,
		.address = session->address,
		.helo = session->helo,
		.listener = session->listener,
		.user = mta_macro(mta, "{auth_authen}"),
		.queue_id = mta_macro(mta, "i"),
		.local = session->address == NULL,
	};

	return outmark_message_client(session->message, &client, error);
}

static enum mta_answer
session_sender(void *of, struct mta *mta, const char *const *words)
{
	struct session *session = of;
	struct outmark_error error;

	forget_message(session);
	if (outmark_message_new(session->milter->outmark, &session->message,
	    &error) != OUTMARK_OK ||
	    describe_client(session, mta, &error) != OUTMARK_OK ||
	    outmark_message_sender(session->message, words[0], words + 1,
	    &error) != OUTMARK_OK)
		return give_up(session, mta, &error);
	return MTA_CONTINUE;
}

static enum mta_answer
session_recipient(void *of, struct mta *mta, const char *const *words)
{
	struct session *session = of;
	struct outmark_error error;

	if (session->message == NULL)
		return without_message(session);
	if (outmark_message_recipient(session->message, words[0], words + 1,
	    mta_macro(mta, "{rcpt_mailer}"), mta_macro(mta, "{rcpt_host}"),
	    &error) != OUTMARK_OK)
		return give_up(session, mta, &error);
	return MTA_CONTINUE;
}

/* Append bytes of the message; what fails here is the machine, not the mail. */
static enum mta_answer
write_bytes(struct session *session, struct mta *mta, struct slice bytes)
{
	struct outmark_error error;

	if (session->message == NULL)
		return without_message(session);
	if (outmark_message_write(session->message, bytes.at, bytes.len,
	    &error) != OUTMARK_OK)
		return give_up(session, mta, &error);
	return MTA_CONTINUE;
}

/* Only noted: a field that could not be kept changes no outcome. */
static void
note_field(struct session *session, const char *name, const char *value)
{
	struct outmark_error error;

	if (session->message == NULL)
		return;
	if (outmark_message_field(session->message, name, value, &error) !=
	    OUTMARK_OK)
		log_put(&session->milter->log, LOG_LEVEL_DEBUG, "%s",
		    error.text);
}

static enum mta_answer
session_header(void *of, struct mta *mta, const char *name, const char *value)
{
	struct session *session = of;
	struct outmark_error error = { .status = OUTMARK_SYSTEM,
	    .text = "there is no memory for a header field" };
	struct buf field = buf_new(REBUILD_FIELD_MAX);
	enum mta_answer answer;

	act_note_field(&session->own, name);
	note_field(session, name, value);
	answer = rebuild_field(name, value, &field) ?
	    write_bytes(session, mta, buf_slice(&field)) :
	    give_up(session, mta, &error);
	buf_free(&field);
	return answer;
}

static enum mta_answer
session_header_end(void *of, struct mta *mta)
{
	return write_bytes(of, mta, slice_of("\r\n"));
}

static enum mta_answer
session_body(void *of, struct mta *mta, struct slice bytes)
{
	return write_bytes(of, mta, bytes);
}

static void
progress(void *own)
{
	mta_progress(own);
}

/* Ask for the verdict and carry it out. */
static enum mta_answer
decide(struct session *session, struct mta *mta)
{
	struct outmark_error error;
	struct outmark_result *result;
	enum mta_answer answer;

	/* The queue id and the user are complete only now. */
	if (describe_client(session, mta, &error) != OUTMARK_OK ||
	    outmark_message_check(session->message, progress, mta, &result,
	    &error) != OUTMARK_OK)
		return give_up(session, mta, &error);
	atomic_fetch_add(&session->milter->handled, 1);
	answer = act_on(result, &session->own, mta,
	    outmark_enforces(session->milter->outmark), &session->milter->log);
	outmark_result_free(result);
	return answer;
}

static enum mta_answer
session_end(void *of, struct mta *mta)
{
	struct session *session = of;
	enum mta_answer answer = session->message == NULL ?
	    without_message(session) : decide(session, mta);

	if (answer == MTA_CONTINUE && session->blind)
		answer = act_unseen(&session->own, mta, &session->milter->log);
	forget_message(session);
	return answer;
}

struct mta_handlers
session_handlers(struct milter *milter)
{
	return (struct mta_handlers){
		.own = milter,
		.open = session_open,
		.close = session_close,
		.connect = session_connect,
		.helo = session_helo,
		.sender = session_sender,
		.recipient = session_recipient,
		.header = session_header,
		.header_end = session_header_end,
		.body = session_body,
		.end = session_end,
		.abort = session_abort,
	};
}
