/*
 * fake_outmark - a liboutmark that does what the message tells it to.
 *
 * Linked with the milter's own sources it is `fake-milter`: it shows what the
 * milter does on a real MTA whatever the scanner and the policy would say.  It
 * keeps what it was given under $FAKE_OUTMARK_DIR: NNNNNN.seen (the bytes),
 * NNNNNN.env (the envelope, last to appear) and `calls`, a line for each call.
 *
 * Acts stand in X-Act fields of the message, each with one word:
 *	hold reject later deliver	the operation
 *	code=550 class=5.7.1 text=...	the reply, or the reason of a hold
 *	sleep=MS quiet=MS		wait with or without signs of life
 *	fail=later|system		the check fails
 *	die die-in-write fail-in-write
 *	bad-name bad-value many=N	header fields to add
 * Senders named die-mail@ and fail-mail@, and recipients die-rcpt@ do that.
 */
#include "outmark.h"

#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/config.h"
#include "base/io.h"

enum { HEADERS_MAX = 40, TEXT_MAX = 512, MESSAGE_MAX = 128 << 20 };

struct outmark {
	char *config_file;
	const char *dir;
	atomic_bool enforces;
	atomic_uint serial, file;
};

struct outmark_message {
	struct outmark *outmark;
	unsigned serial;
	struct buf bytes, envelope;
	char client[1024];
};

struct outmark_result {
	enum outmark_operation operation;
	char id[32], code[16], class[16], text[TEXT_MAX];
	char names[HEADERS_MAX][32], values[HEADERS_MAX][64];
	size_t headers;
};

static void
note(const struct outmark_message *m, const char *format, ...)
{
	char path[512], line[1024];
	va_list arguments;
	int fd, len;

	len = snprintf(line, sizeof(line), "%ld.%u ", (long)getpid(),
	    m->serial);
	va_start(arguments, format);
	vsnprintf(line + len, sizeof(line) - (size_t)len - 1, format,
	    arguments);
	va_end(arguments);
	strncat(line, "\n", 2);
	snprintf(path, sizeof(path), "%s/calls", m->outmark->dir);
	fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
	if (fd >= 0) {
		(void)!write(fd, line, strlen(line));
		close(fd);
	}
}

static enum outmark_status
fail(struct outmark_error *error, enum outmark_status status,
    const char *text)
{
	error->status = status;
	snprintf(error->text, sizeof(error->text), "%s", text);
	return status;
}

static void
die(void)
{
	kill(getpid(), SIGKILL);
	pause();
}

/* ------------------------------------------------------------- the library */

const char *
outmark_version(void)
{
	return "fake";
}

enum outmark_status
outmark_reload(struct outmark *outmark, struct outmark_error *error)
{
	struct config *config;
	struct err err;

	if (config_read(outmark->config_file, &config, &err) != RC_OK)
		return fail(error, OUTMARK_CONFIG, err.text);
	atomic_store(&outmark->enforces, config_mode(config) == MODE_ENFORCE);
	config_free(config);
	return OUTMARK_OK;
}

enum outmark_status
outmark_open(const struct outmark_options *options, struct outmark **outmark,
    struct outmark_error *error)
{
	struct outmark *om = calloc(1, sizeof(*om));
	enum outmark_status status;

	if (om == NULL)
		return fail(error, OUTMARK_SYSTEM, "no memory");
	om->dir = getenv("FAKE_OUTMARK_DIR");
	om->config_file = strdup(options->config_file);
	status = om->dir == NULL ?
	    fail(error, OUTMARK_CONFIG, "FAKE_OUTMARK_DIR is not set") :
	    outmark_reload(om, error);
	if (status != OUTMARK_OK) {
		free(om->config_file);
		free(om);
		return status;
	}
	*outmark = om;
	return OUTMARK_OK;
}

bool
outmark_enforces(const struct outmark *outmark)
{
	return atomic_load(&outmark->enforces);
}

/* ------------------------------------------------------------- one message */

enum outmark_status
outmark_message_new(struct outmark *outmark, struct outmark_message **message,
    struct outmark_error *error)
{
	struct outmark_message *m = calloc(1, sizeof(*m));

	if (m == NULL)
		return fail(error, OUTMARK_LATER, "no memory");
	m->outmark = outmark;
	m->serial = atomic_fetch_add(&outmark->serial, 1) + 1;
	m->bytes = buf_new(MESSAGE_MAX);
	m->envelope = buf_new(MESSAGE_MAX);
	note(m, "new");
	*message = m;
	return OUTMARK_OK;
}

void
outmark_message_free(struct outmark_message *m)
{
	if (m == NULL)
		return;
	note(m, "free");
	buf_free(&m->bytes);
	buf_free(&m->envelope);
	free(m);
}

static const char *
shown(const char *text)
{
	return text == NULL ? "-" : text;
}

enum outmark_status
outmark_message_client(struct outmark_message *m,
    const struct outmark_client *c, struct outmark_error *error)
{
	(void)error;
	snprintf(m->client, sizeof(m->client), "host %s\naddress %s\nhelo %s\n"
	    "user %s\nlistener %s\nqueue_id %s\nlocal %d\n", shown(c->host),
	    shown(c->address), shown(c->helo), shown(c->user),
	    shown(c->listener), shown(c->queue_id), c->local);
	return OUTMARK_OK;
}

static void
put_address(struct outmark_message *m, const char *what, const char *address,
    const char *const *parameters)
{
	buf_text(&m->envelope, what);
	buf_text(&m->envelope, address);
	for (; parameters != NULL && *parameters != NULL; parameters++) {
		buf_byte(&m->envelope, ' ');
		buf_text(&m->envelope, *parameters);
	}
	buf_byte(&m->envelope, '\n');
	note(m, "%s%s", what, address);
}

enum outmark_status
outmark_message_sender(struct outmark_message *m, const char *address,
    const char *const *parameters, struct outmark_error *error)
{
	put_address(m, "from ", address, parameters);
	if (strstr(address, "die-mail@") != NULL)
		die();
	if (strstr(address, "fail-mail@") != NULL)
		return fail(error, OUTMARK_SYSTEM, "told to fail at MAIL");
	return OUTMARK_OK;
}

enum outmark_status
outmark_message_recipient(struct outmark_message *m, const char *address,
    const char *const *parameters, const char *mailer, const char *host,
    struct outmark_error *error)
{
	(void)error;
	put_address(m, "to ", address, parameters);
	buf_text(&m->envelope, "next ");
	buf_text(&m->envelope, shown(mailer));
	buf_byte(&m->envelope, ' ');
	buf_text(&m->envelope, shown(host));
	buf_byte(&m->envelope, '\n');
	if (strstr(address, "die-rcpt@") != NULL)
		die();
	return OUTMARK_OK;
}

static bool
has(struct slice bytes, const char *text)
{
	return bytes.len > 0 &&
	    memmem(bytes.at, bytes.len, text, strlen(text)) != NULL;
}

enum outmark_status
outmark_message_field(struct outmark_message *message, const char *name,
    const char *value, struct outmark_error *error)
{
	(void)message;
	(void)name;
	(void)value;
	(void)error;
	return OUTMARK_OK;
}

enum outmark_status
outmark_message_write(struct outmark_message *m, const void *bytes,
    size_t length, struct outmark_error *error)
{
	struct slice given = slice_bytes(bytes, length);

	if (has(given, "die-in-write"))
		die();
	if (has(given, "fail-in-write"))
		return fail(error, OUTMARK_SYSTEM, "told to fail at a write");
	buf_put(&m->bytes, given);
	return m->bytes.full ? fail(error, OUTMARK_LIMIT, "too much") :
	    OUTMARK_OK;
}

/* --------------------------------------------------------------- the acts */

static void
wait_ms(unsigned long ms, void (*progress)(void *own), void *own)
{
	while (ms > 0) {
		unsigned long step = ms < 1000 ? ms : 1000;
		struct timespec pause = { (time_t)(step / 1000),
		    (long)(step % 1000) * 1000000 };

		nanosleep(&pause, NULL);
		ms -= step;
		if (progress != NULL)
			progress(own);
	}
}

static void
add_header(struct outmark_result *r, const char *name, const char *value)
{
	if (r->headers == HEADERS_MAX)
		return;
	snprintf(r->names[r->headers], sizeof(r->names[0]), "%s", name);
	snprintf(r->values[r->headers++], sizeof(r->values[0]), "%s", value);
}

struct check {
	struct outmark_result *result;
	void (*progress)(void *own);
	void *own;
	enum outmark_status status;
};

static void
act_with_value(struct check *c, const char *name, const char *value)
{
	struct outmark_result *r = c->result;

	if (strcmp(name, "code") == 0)
		snprintf(r->code, sizeof(r->code), "%s", value);
	else if (strcmp(name, "class") == 0)
		snprintf(r->class, sizeof(r->class), "%s", value);
	else if (strcmp(name, "text") == 0)
		snprintf(r->text, sizeof(r->text), "%s", value);
	else if (strcmp(name, "sleep") == 0)
		wait_ms(strtoul(value, NULL, 10), c->progress, c->own);
	else if (strcmp(name, "quiet") == 0)
		wait_ms(strtoul(value, NULL, 10), NULL, NULL);
	else if (strcmp(name, "fail") == 0)
		c->status = strcmp(value, "later") == 0 ? OUTMARK_LATER :
		    OUTMARK_SYSTEM;
	else if (strcmp(name, "many") == 0)
		for (unsigned long i = strtoul(value, NULL, 10); i > 0; i--)
			add_header(r, "X-Outmark-Labels", "one of many");
}

static void
act_word(struct check *c, const char *word)
{
	struct outmark_result *r = c->result;

	if (strcmp(word, "hold") == 0)
		r->operation = OUTMARK_HOLD;
	else if (strcmp(word, "reject") == 0)
		r->operation = OUTMARK_REJECT;
	else if (strcmp(word, "later") == 0)
		r->operation = OUTMARK_TRY_LATER;
	else if (strcmp(word, "die") == 0)
		die();
	else if (strcmp(word, "bad-name") == 0)
		add_header(r, " X-Bad", "v");
	else if (strcmp(word, "bad-value") == 0)
		add_header(r, "X-Bad", "v\nBcc: z@example.test");
}

/* Obey every X-Act field of the header. */
static void
act_all(struct check *c, struct slice rest)
{
	struct slice line, prefix = slice_of("X-Act:");

	while (slice_cut(&rest, '\n', &line) && line.len > 1) {
		char word[TEXT_MAX], *value;

		if (!slice_starts_nocase(line, prefix))
			continue;
		line = slice_sub(line, prefix.len, line.len - 1);
		while (line.len > 0 && line.at[0] == ' ')
			line = slice_sub(line, 1, line.len);
		snprintf(word, sizeof(word), "%.*s", (int)line.len,
		    (const char *)line.at);
		value = strchr(word, '=');
		if (value == NULL) {
			act_word(c, word);
			continue;
		}
		*value++ = '\0';
		act_with_value(c, word, value);
	}
}

static void
keep_file(struct outmark *om, unsigned number, const char *kind,
    struct slice bytes)
{
	char path[512], hidden[512];
	struct err err;
	int fd;

	snprintf(path, sizeof(path), "%s/%06u.%s", om->dir, number, kind);
	snprintf(hidden, sizeof(hidden), "%s/.%06u.%s", om->dir, number, kind);
	fd = open(hidden, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
	if (fd < 0 || io_write_all(fd, bytes, path, &err) != RC_OK ||
	    close(fd) != 0 || rename(hidden, path) != 0)
		perror(path);
}

enum outmark_status
outmark_message_check(struct outmark_message *m, void (*progress)(void *own),
    void *own, struct outmark_result **result, struct outmark_error *error)
{
	unsigned number = atomic_fetch_add(&m->outmark->file, 1) + 1;
	struct check c = { .progress = progress, .own = own };

	note(m, "check %06u", number);
	buf_text(&m->envelope, m->client);
	keep_file(m->outmark, number, "seen", buf_slice(&m->bytes));
	keep_file(m->outmark, number, "env", buf_slice(&m->envelope));
	c.result = calloc(1, sizeof(*c.result));
	if (c.result == NULL)
		return fail(error, OUTMARK_LATER, "no memory");
	snprintf(c.result->id, sizeof(c.result->id), "fake-%06u", number);
	add_header(c.result, "X-Outmark-ID", c.result->id);
	act_all(&c, buf_slice(&m->bytes));
	if (c.status != OUTMARK_OK) {
		free(c.result);
		return fail(error, c.status, "told to fail at the check");
	}
	*result = c.result;
	return OUTMARK_OK;
}

/* -------------------------------------------------------------- the result */

void
outmark_result_free(struct outmark_result *result)
{
	free(result);
}

enum outmark_operation
outmark_result_operation(const struct outmark_result *result)
{
	return result->operation;
}

const char *
outmark_result_reply_code(const struct outmark_result *r)
{
	return r->code[0] != '\0' ? r->code :
	    r->operation == OUTMARK_REJECT ? "550" : "451";
}

const char *
outmark_result_reply_class(const struct outmark_result *r)
{
	return r->class[0] != '\0' ? r->class :
	    r->operation == OUTMARK_REJECT ? "5.7.1" : "4.7.1";
}

const char *
outmark_result_reply_text(const struct outmark_result *r)
{
	return r->text;
}

const char *
outmark_result_reason(const struct outmark_result *r)
{
	return r->text;
}

size_t
outmark_result_header_count(const struct outmark_result *r)
{
	return r->headers;
}

const char *
outmark_result_header_name(const struct outmark_result *r, size_t index)
{
	return r->names[index];
}

const char *
outmark_result_header_value(const struct outmark_result *r, size_t index)
{
	return r->values[index];
}

bool
outmark_result_header_replaces(const struct outmark_result *r, size_t index)
{
	(void)r;
	(void)index;
	return false;
}
