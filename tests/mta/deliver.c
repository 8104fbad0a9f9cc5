/*
 * deliver - send message files over one or many SMTP sessions.
 *
 * One thread for each session; sessions take the next message until none is
 * left.  Prints one line for each message in the order of the files, or in a
 * load run one summary.  Latency is measured from MAIL to the reply to the end
 * of data.  A message that failed is not sent again.
 */
#include "deliver.h"

#include "payload.h"
#include "wire.h"

#include <errno.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum {
	STACK_BYTES = 256 * 1024,
};

struct outcome {
	int code;		/* 0 for no reply at all */
	char *text;		/* of the reply or of the error; may be NULL */
	bool refused;		/* some recipient, or an earlier command */
	uint32_t latency_us;
};

struct run {
	const struct deliver *d;
	struct payload *payloads;
	struct outcome *outcomes;
	unsigned long total;
	atomic_ulong next, opened, open_failed;
};

struct session {
	struct run *run;
	struct wire wire;
	char *copy;		/* room for the largest payload with a serial */
	pthread_t thread;
	bool started;
};

static uint64_t
now_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000000 + (uint64_t)t.tv_nsec / 1000;
}

/* One command, one reply; w->code is 0 when the wire failed. */
__attribute__((format(printf, 2, 3)))
static enum wire_rc
command(struct wire *w, const char *format, ...)
{
	char line[8192];
	va_list args;
	enum wire_rc rc;
	int len;

	va_start(args, format);
	len = vsnprintf(line, sizeof(line) - 2, format, args);
	va_end(args);
	w->code = 0;
	if (len < 0 || (size_t)len >= sizeof(line) - 2) {
		snprintf(w->error, sizeof(w->error), "command too long");
		return WIRE_FAILED;
	}
	memcpy(line + len, "\r\n", 2);
	rc = wire_write(w, line, (size_t)len + 2);
	return rc == WIRE_OK ? wire_reply(w) : rc;
}

static void
base64(const unsigned char *in, size_t len, char *out)
{
	static const char digits[] =
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	uint32_t bits;
	size_t i;

	for (i = 0; i < len; i += 3) {
		bits = (uint32_t)in[i] << 16;
		if (i + 1 < len)
			bits |= (uint32_t)in[i + 1] << 8;
		if (i + 2 < len)
			bits |= in[i + 2];
		*out++ = digits[bits >> 18];
		*out++ = digits[bits >> 12 & 63];
		*out++ = i + 1 < len ? digits[bits >> 6 & 63] : '=';
		*out++ = i + 2 < len ? digits[bits & 63] : '=';
	}
	*out = '\0';
}

static bool
session_auth(struct wire *w, const char *user_and_pass)
{
	unsigned char plain[512];
	char coded[1024];
	const char *colon = strchr(user_and_pass, ':');
	int len;

	if (!colon || strlen(user_and_pass) > 400) {
		snprintf(w->error, sizeof(w->error), "--auth wants USER:PASS");
		return false;
	}
	len = snprintf((char *)plain, sizeof(plain), "%c%.*s%c%s", 0,
	    (int)(colon - user_and_pass), user_and_pass, 0, colon + 1);
	base64(plain, (size_t)len, coded);
	return command(w, "AUTH PLAIN %s", coded) == WIRE_OK && w->code == 235;
}

static bool
session_open(struct session *s)
{
	const struct deliver *d = s->run->d;
	struct wire *w = &s->wire;

	w->code = 0;
	if (wire_open(w, d->host, d->port) != WIRE_OK ||
	    wire_reply(w) != WIRE_OK || w->code != 220 ||
	    command(w, "EHLO %s", d->helo) != WIRE_OK || w->code != 250 ||
	    (d->auth && !session_auth(w, d->auth))) {
		atomic_fetch_add(&s->run->open_failed, 1);
		return false;
	}
	atomic_fetch_add(&s->run->opened, 1);
	return true;
}

static enum wire_rc
send_bdat(struct wire *w, const char *bytes, size_t len, size_t chunk)
{
	char head[48];
	size_t take;
	enum wire_rc rc;
	int n;

	do {
		take = len < chunk ? len : chunk;
		n = snprintf(head, sizeof(head), "BDAT %zu%s\r\n", take,
		    take == len ? " LAST" : "");
		w->code = 0;
		rc = wire_write(w, head, (size_t)n);
		if (rc == WIRE_OK)
			rc = wire_write(w, bytes, take);
		if (rc == WIRE_OK)
			rc = wire_reply(w);
		if (rc != WIRE_OK || w->code != 250)
			return rc;
		bytes += take;
		len -= take;
	} while (len > 0);
	return WIRE_OK;
}

static enum wire_rc
send_data(struct wire *w, const char *bytes, size_t len)
{
	enum wire_rc rc = command(w, "DATA");

	if (rc != WIRE_OK || w->code != 354)
		return rc;
	w->code = 0;
	rc = wire_write(w, bytes, len);
	/* A server may answer and close before it has read everything. */
	if (rc == WIRE_OK || rc == WIRE_CLOSED)
		rc = wire_reply(w);
	return rc;
}

/* The sender, with its # replaced by the number of the message from 1. */
static const char *
sender_of(const struct deliver *d, unsigned long number, char out[512])
{
	const char *hash = d->number ? strchr(d->sender, '#') : NULL;

	if (!hash)
		return d->sender;
	snprintf(out, 512, "%.*s%06lu%s", (int)(hash - d->sender), d->sender,
	    number + 1, hash + 1);
	return out;
}

/*
 * One transaction.  Afterwards w->code and w->reply hold the reply that
 * decided; out->refused is set when that was not the whole story.
 */
static enum wire_rc
transact(struct session *s, const struct payload *p, unsigned long number,
    struct outcome *out)
{
	const struct deliver *d = s->run->d;
	struct wire *w = &s->wire;
	const char *bytes = p->bytes;
	char sender[512];
	size_t i, taken = 0;
	enum wire_rc rc;

	rc = command(w, "MAIL FROM:<%s>%s%s", sender_of(d, number, sender),
	    d->mail_param ? " " : "", d->mail_param ? d->mail_param : "");
	if (rc != WIRE_OK || w->code != 250)
		return rc;
	for (i = 0; i < d->rcpt_count; i++) {
		rc = command(w, "RCPT TO:<%s>%s%s", d->rcpts[i],
		    d->rcpt_param ? " " : "",
		    d->rcpt_param ? d->rcpt_param : "");
		if (rc != WIRE_OK)
			return rc;
		if (w->code / 100 == 2) {
			taken++;
			continue;
		}
		out->refused = true;
		if (!d->load)
			fprintf(stderr, "smtpsay: %s: recipient <%s>: %d %s\n",
			    p->path, d->rcpts[i], w->code, w->reply);
	}
	if (taken == 0)
		return WIRE_OK;
	if (d->unique && p->serial_count > 0) {
		memcpy(s->copy, p->bytes, p->len);
		payload_set_serial(p, number, s->copy);
		bytes = s->copy;
	}
	if (d->bdat_bytes > 0)
		return send_bdat(w, bytes, p->len, d->bdat_bytes);
	return send_data(w, bytes, p->len);
}

/* Returns false when the connection cannot be used again. */
static bool
send_one(struct session *s, unsigned long number)
{
	struct run *r = s->run;
	struct outcome *out = &r->outcomes[number];
	struct wire *w = &s->wire;
	uint64_t begin = now_us();
	enum wire_rc rc;

	rc = transact(s, &r->payloads[number % r->d->file_count], number, out);
	out->latency_us = (uint32_t)(now_us() - begin);
	out->code = rc == WIRE_OK ? w->code : 0;
	if (!r->d->load || out->code / 100 != 2)
		out->text = strdup(rc == WIRE_OK ? w->reply : w->error);
	if (rc != WIRE_OK)
		return false;
	if (out->code / 100 == 2)
		return true;
	return command(w, "RSET") == WIRE_OK && w->code == 250;
}

static void *
session_main(void *arg)
{
	struct session *s = arg;
	struct run *r = s->run;
	struct wire *w = &s->wire;
	unsigned long number, sent = 0;
	bool open = false;

	wire_init(w, r->d->timeout_ms);
	while ((number = atomic_fetch_add(&r->next, 1)) < r->total) {
		if (!open)
			open = session_open(s);
		if (!open) {
			r->outcomes[number].code = w->code;
			r->outcomes[number].text =
			    strdup(w->code ? w->reply : w->error);
			r->outcomes[number].refused = true;
			wire_close(w);
			continue;
		}
		open = send_one(s, number);
		if (open && ++sent % r->d->per_connection == 0) {
			command(w, "QUIT");
			open = false;
		}
		if (!open)
			wire_close(w);
	}
	if (open)
		command(w, "QUIT");
	wire_close(w);
	return NULL;
}

/*
 * Prints "code enhanced text"; a reply without an enhanced code has "-" there.
 */
static void
print_outcome(const struct outcome *out, const char *path)
{
	const char *text = out->text ? out->text : "";
	int len = 0;

	if (out->code && sscanf(text, "%*1[245].%*3[0-9].%*3[0-9]%n", &len) == 0
	    && len > 0 && (text[len] == ' ' || text[len] == '\0'))
		printf("%03d %s\t%s\n", out->code, text, path);
	else
		printf("%03d - %s\t%s\n", out->code, text, path);
}

static int
compare_u32(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return x < y ? -1 : x > y;
}

static void
print_load(const struct run *r, uint64_t took_us)
{
	unsigned long classes[10] = {0}, i, refused = 0, timed = 0;
	uint32_t *latency = calloc(r->total, sizeof(*latency));
	const struct outcome *sample = NULL;

	for (i = 0; i < r->total; i++) {
		classes[r->outcomes[i].code / 100 % 10]++;
		refused += r->outcomes[i].refused;
		if (r->outcomes[i].code / 100 != 2)
			sample = &r->outcomes[i];
		if (latency && r->outcomes[i].latency_us)
			latency[timed++] = r->outcomes[i].latency_us;
	}
	if (latency)
		qsort(latency, timed, sizeof(*latency), compare_u32);
	printf("messages %lu\nseconds %.3f\nper_second %.1f\n", r->total,
	    (double)took_us / 1e6,
	    took_us ? (double)r->total * 1e6 / (double)took_us : 0.0);
	printf("2xx %lu\n4xx %lu\n5xx %lu\nno_reply %lu\nrcpt_refused %lu\n",
	    classes[2], classes[4], classes[5], classes[0], refused);
	printf("sessions %lu\nsessions_failed %lu\n",
	    (unsigned long)r->opened, (unsigned long)r->open_failed);
	if (latency && timed > 0)
		printf("latency_median_ms %.2f\nlatency_p99_ms %.2f\n"
		    "latency_max_ms %.2f\n", latency[timed / 2] / 1e3,
		    latency[(timed * 99) / 100] / 1e3,
		    latency[timed - 1] / 1e3);
	if (sample)
		printf("sample_failure %03d %s\n", sample->code,
		    sample->text ? sample->text : "");
	free(latency);
}

static bool
load_payloads(struct run *r, size_t *largest)
{
	const struct deliver *d = r->d;
	struct payload *p;
	size_t i;

	for (i = 0; i < d->file_count; i++) {
		p = &r->payloads[i];
		if (!payload_load(p, d->files[i], d->crlf))
			return false;
		if ((d->bdat_bytes == 0 && !payload_stuff(p)) ||
		    (d->unique && !payload_find_serials(p))) {
			fputs("smtpsay: no memory\n", stderr);
			return false;
		}
		if (p->len > *largest)
			*largest = p->len;
	}
	return true;
}

static bool
run_sessions(struct run *r, struct session *sessions, unsigned long count,
    size_t largest)
{
	pthread_attr_t attr;
	unsigned long i, started = 0;

	pthread_attr_init(&attr);
	pthread_attr_setstacksize(&attr, STACK_BYTES);
	for (i = 0; i < count; i++) {
		sessions[i].run = r;
		if (r->d->unique)
			sessions[i].copy = malloc(largest + 1);
		if (r->d->unique && !sessions[i].copy)
			break;
		sessions[i].started = pthread_create(&sessions[i].thread,
		    &attr, session_main, &sessions[i]) == 0;
		started += sessions[i].started;
	}
	for (i = 0; i < count; i++) {
		if (sessions[i].started)
			pthread_join(sessions[i].thread, NULL);
		free(sessions[i].copy);
	}
	pthread_attr_destroy(&attr);
	if (started < count)
		fprintf(stderr, "smtpsay: only %lu of %lu sessions started\n",
		    started, count);
	return started > 0;
}

int
deliver_run(const struct deliver *d)
{
	struct run r = {.d = d, .total = d->count * d->file_count};
	unsigned long i, count = d->connections;
	struct session *sessions;
	size_t largest = 0;
	uint64_t begin;
	int status = 2;

	if (count > r.total)
		count = r.total;
	r.payloads = calloc(d->file_count, sizeof(*r.payloads));
	r.outcomes = calloc(r.total, sizeof(*r.outcomes));
	sessions = calloc(count, sizeof(*sessions));
	if (!r.payloads || !r.outcomes || !sessions) {
		fputs("smtpsay: no memory\n", stderr);
		goto out;
	}
	if (!load_payloads(&r, &largest))
		goto out;
	begin = now_us();
	if (!run_sessions(&r, sessions, count, largest))
		goto out;
	if (d->load)
		print_load(&r, now_us() - begin);
	status = 0;
	for (i = 0; i < r.total; i++) {
		if (!d->load)
			print_outcome(&r.outcomes[i],
			    d->files[i % d->file_count]);
		if (r.outcomes[i].code / 100 != 2 || r.outcomes[i].refused)
			status = 1;
	}
out:
	for (i = 0; r.outcomes && i < r.total; i++)
		free(r.outcomes[i].text);
	for (i = 0; r.payloads && i < d->file_count; i++)
		payload_free(&r.payloads[i]);
	free(r.payloads);
	free(r.outcomes);
	free(sessions);
	return status;
}
