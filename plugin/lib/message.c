/*
 * message - one message on its way in: envelope and bytes.
 *
 * What cannot be kept is remembered, so that outmark_message_check gives the
 * configured outcome even if the caller went on.
 */
#include <stdlib.h>

#include "lib/library.h"

enum { MESSAGE_ENVELOPE_BYTES = 16777216 };

static enum rc
message_fill(struct outmark_message *m, struct err *err)
{
	const struct outmark *om = m->outmark;
	const struct spool_rules rules = {
		.memory_bytes = (size_t)om->startup->limits.spool_memory_bytes,
		.message_bytes = om->startup->limits.message_bytes,
		.dir = om->startup->run_dir,
	};

	m->arena = arena_new(MESSAGE_ENVELOPE_BYTES);
	m->spool = spool_new(&rules, &m->outmark->budget);
	if (m->arena == NULL || m->spool == NULL)
		return err_set(err, RC_LATER, "no memory for a message");
	envelope_begin(&m->envelope, m->arena);
	return RC_OK;
}

static enum rc
message_open(struct outmark *om, struct outmark_message **message,
    struct err *err)
{
	size_t most = (size_t)om->startup->limits.sessions;
	struct outmark_message *m;

	if (atomic_fetch_add(&om->sessions, 1) >= most) {
		atomic_fetch_sub(&om->sessions, 1);
		return err_set(err, RC_LATER, "%zu messages are open, which "
		    "is the limit sessions", most);
	}
	m = calloc(1, sizeof *m);
	if (m == NULL) {
		atomic_fetch_sub(&om->sessions, 1);
		return err_set(err, RC_LATER, "no memory for a message");
	}
	m->outmark = om;
	if (message_fill(m, err) != RC_OK) {
		outmark_message_free(m);
		return err->rc;
	}
	*message = m;
	return RC_OK;
}

enum outmark_status
outmark_message_new(struct outmark *om, struct outmark_message **message,
    struct outmark_error *error)
{
	struct err err;

	if (message_open(om, message, &err) == RC_OK)
		return OUTMARK_OK;
	return library_fail(&err, error);
}

void
outmark_message_free(struct outmark_message *m)
{
	if (m == NULL)
		return;
	atomic_fetch_sub(&m->outmark->sessions, 1);
	spool_free(m->spool);
	arena_free(m->arena);
	free(m);
}

enum outmark_status
outmark_message_client(struct outmark_message *m,
    const struct outmark_client *client, struct outmark_error *error)
{
	const struct envelope_client copy = {
		.host = client->host, .address = client->address,
		.helo = client->helo, .user = client->user,
		.listener = client->listener, .queue_id = client->queue_id,
		.local = client->local,
	};
	struct err err;

	if (envelope_set_client(&m->envelope, &copy, &err) == RC_OK)
		return OUTMARK_OK;
	return library_fail(&err, error);
}

enum outmark_status
outmark_message_sender(struct outmark_message *m, const char *address,
    const char *const *parameters, struct outmark_error *error)
{
	struct err err;

	if (envelope_set_sender(&m->envelope, address, parameters, &err) ==
	    RC_OK)
		return OUTMARK_OK;
	return library_fail(&err, error);
}

enum outmark_status
outmark_message_recipient(struct outmark_message *m, const char *address,
    const char *const *parameters, const char *mailer, const char *host,
    struct outmark_error *error)
{
	struct err err;

	if (envelope_add(&m->envelope, address, parameters, mailer, host,
	    &err) == RC_OK)
		return OUTMARK_OK;
	return library_fail(&err, error);
}

enum outmark_status
outmark_message_write(struct outmark_message *m, const void *bytes,
    size_t length, struct outmark_error *error)
{
	struct err err;

	if (spool_write(m->spool, slice_bytes(bytes, length), &err) == RC_OK)
		return OUTMARK_OK;
	if (m->broken.rc == RC_OK)
		m->broken = err;
	return library_fail(&err, error);
}

static enum outmark_status
message_set_text(struct outmark_message *m, const char *text,
    const char **copy, struct outmark_error *error)
{
	struct err err;

	if (text == NULL)
		return OUTMARK_OK;
	*copy = arena_string(m->arena, slice_of(text));
	if (*copy != NULL)
		return OUTMARK_OK;
	arena_full(m->arena, "The envelope", &err);
	return library_fail(&err, error);
}

enum outmark_status
outmark_message_document(struct outmark_message *m, const char *name,
    struct outmark_error *error)
{
	m->is_document = true;
	return message_set_text(m, name, &m->document, error);
}

enum outmark_status
outmark_message_field(struct outmark_message *m, const char *name,
    const char *value, struct outmark_error *error)
{
	const struct {
		const char *name;
		const char **kept;
	} wanted[] = {
		{"X-Outmark-ID", &m->arrived.mark},
		{"SIO-Label", &m->arrived.sio_label},
		{"Subject", &m->arrived.subject},
	};

	/* The first counts; a thousand of them cost nothing. */
	for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++)
		if (*wanted[i].kept == NULL && slice_is_text_nocase(
		    slice_of(name), wanted[i].name))
			return message_set_text(m, value, wanted[i].kept,
			    error);
	return OUTMARK_OK;
}

enum outmark_status
outmark_message_want_text(struct outmark_message *m,
    struct outmark_error *error)
{
	(void)error;
	m->want_text = true;
	return OUTMARK_OK;
}

enum outmark_status
outmark_message_want_explain(struct outmark_message *m, const char *rule,
    struct outmark_error *error)
{
	m->want_explain = true;
	return message_set_text(m, rule, &m->rule, error);
}
