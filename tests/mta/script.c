/*
 * script - play an SMTP conversation written down line by line.
 *
 * One directive a line; empty lines and lines that begin with # are skipped.
 * ${NAME} is replaced from the environment before a line is read.
 *
 *	connect HOST PORT        open a connection; the greeting stays unread
 *	expect CLASS[|CLASS] [TEXT]
 *	                         read one reply; its code begins with one of the
 *	                         classes (2, 45, 250 ...) and TEXT is in it
 *	expect closed            the server has ended the connection
 *	silent MS                nothing may arrive for so long
 *	say TEXT                 send TEXT and CR LF
 *	raw "BYTES"              send exactly that; \r \n \t \0 \\ \" \xHH
 *	repeat N "BYTES"         the same N times in a row
 *	send-file PATH [crlf]    a message with dots doubled and the final dot;
 *	                         crlf turns bare LF into CR LF first
 *	raw-file PATH            the bytes of a file as they are
 *	bdat-file PATH CHUNK     BDAT chunks; the reply to each but the last must
 *	                         be 250, the last is left to expect
 *	use N                    speak on connection N (0 to 15; 0 at the start)
 *	cut                      close with a reset
 *	close                    close politely
 *	wait MS
 *	loop N ... end           not nested
 *
 * It does not know SMTP: it says what is written, in any order.
 */
#include "script.h"

#include "payload.h"
#include "wire.h"

#include <ctype.h>
#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum {
	WIRES = 16,
	LINE_MAX_BYTES = 65536,
};

enum step {
	STEP_OK,
	STEP_UNMET,	/* the conversation went differently */
	STEP_WRONG,	/* the script cannot be understood */
};

struct script {
	const char *name;
	char **lines;
	size_t count, at;
	size_t loop_at;
	unsigned long loop_left;
	bool quiet;
	struct wire wires[WIRES];
	struct wire *w;
};

static enum step
unmet(struct script *s, const char *what)
{
	fprintf(stderr, "smtpsay: %s line %zu: %s\n", s->name, s->at + 1, what);
	return STEP_UNMET;
}

static enum step
wrong(struct script *s, const char *what)
{
	unmet(s, what);
	return STEP_WRONG;
}

static void
show(const struct script *s, const char *who, const char *bytes, size_t len)
{
	size_t i;

	if (s->quiet)
		return;
	printf("%s ", who);
	for (i = 0; i < len && i < 400; i++) {
		if (bytes[i] == '\r')
			fputs("\\r", stdout);
		else if (bytes[i] == '\n')
			fputs("\\n", stdout);
		else if (isprint((unsigned char)bytes[i]))
			putchar(bytes[i]);
		else
			printf("\\x%02x", (unsigned char)bytes[i]);
	}
	if (i < len)
		printf(" ... %zu bytes", len);
	putchar('\n');
	fflush(stdout);
}

static bool
number_read(const char *text, unsigned long *value)
{
	char *end;

	errno = 0;
	*value = strtoul(text, &end, 10);
	while (*end == ' ')
		end++;
	return errno == 0 && isdigit((unsigned char)*text) && *end == '\0';
}

static enum step
send_bytes(struct script *s, const char *bytes, size_t len)
{
	if (s->w->fd < 0)
		return unmet(s, "not connected");
	show(s, "C:", bytes, len);
	if (wire_write(s->w, bytes, len) != WIRE_OK)
		return unmet(s, s->w->error);
	return STEP_OK;
}

static enum step
do_connect(struct script *s, char *args)
{
	char *port = strchr(args, ' ');

	if (!port)
		return wrong(s, "connect HOST PORT");
	*port++ = '\0';
	if (wire_open(s->w, args, port) != WIRE_OK)
		return unmet(s, s->w->error);
	return STEP_OK;
}

static bool
code_fits(int code, const char *classes, size_t len)
{
	char text[8];
	size_t word;

	snprintf(text, sizeof(text), "%03d", code);
	while (len > 0) {
		for (word = 0; word < len && classes[word] != '|';)
			word++;
		if (word > 0 && word <= 3 && memcmp(text, classes, word) == 0)
			return true;
		word += word < len;
		classes += word;
		len -= word;
	}
	return false;
}

static enum step
do_expect(struct script *s, char *args)
{
	char said[WIRE_REPLY_MAX + 16];
	size_t len = strcspn(args, " ");
	const char *text = args + len;
	enum wire_rc rc;

	if (s->w->fd < 0)
		return unmet(s, "not connected");
	text += strspn(text, " ");
	rc = wire_reply(s->w);
	if (strcmp(args, "closed") == 0) {
		if (rc == WIRE_CLOSED)
			return STEP_OK;
		return unmet(s, "the connection is not closed");
	}
	if (rc != WIRE_OK)
		return unmet(s, s->w->error);
	snprintf(said, sizeof(said), "%03d %s", s->w->code, s->w->reply);
	show(s, "S:", said, strlen(said));
	if (code_fits(s->w->code, args, len) && strstr(said, text))
		return STEP_OK;
	fprintf(stderr, "smtpsay: %s line %zu: expected %s, got %s\n", s->name,
	    s->at + 1, args, said);
	return STEP_UNMET;
}

static int
hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = (char)tolower((unsigned char)c);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Turns "..." with escapes into bytes, in place; false when malformed. */
static bool
unquote(char *text, size_t *len)
{
	char *in = text, *out = text;
	static const char names[] = "rnt0\\\"";
	static const char bytes[] = "\r\n\t\0\\\"";
	const char *hit;

	if (*in++ != '"')
		return false;
	while (*in && *in != '"') {
		if (*in != '\\') {
			*out++ = *in++;
			continue;
		}
		in++;
		if (*in == 'x' && in[1] && hex_digit(in[1]) >= 0 &&
		    hex_digit(in[2]) >= 0) {
			*out++ = (char)(hex_digit(in[1]) * 16 +
			    hex_digit(in[2]));
			in += 3;
			continue;
		}
		hit = *in ? strchr(names, *in) : NULL;
		if (!hit)
			return false;
		*out++ = bytes[hit - names];
		in++;
	}
	*len = (size_t)(out - text);
	return *in == '"' && in[1] == '\0';
}

static enum step
do_raw(struct script *s, char *args, unsigned long times)
{
	enum step step;
	char *many;
	size_t len, i;

	if (!unquote(args, &len) || times > (256UL << 20) / (len + 1))
		return wrong(s, "raw wants \"bytes\" with C escapes");
	many = malloc(len * times + 1);
	if (!many)
		return wrong(s, "no memory");
	for (i = 0; i < times; i++)
		memcpy(many + i * len, args, len);
	step = send_bytes(s, many, len * times);
	free(many);
	return step;
}

static enum step
do_repeat(struct script *s, char *args)
{
	unsigned long times;
	char *quoted = strchr(args, ' ');

	if (!quoted)
		return wrong(s, "repeat N \"bytes\"");
	*quoted++ = '\0';
	if (!number_read(args, &times))
		return wrong(s, "repeat N \"bytes\"");
	return do_raw(s, quoted, times);
}

static enum step
do_file(struct script *s, char *args, bool stuffed)
{
	struct payload p;
	enum step step;
	char *crlf = strstr(args, " crlf");

	if (crlf && crlf[5] == '\0')
		*crlf = '\0';
	else
		crlf = NULL;
	if (!payload_load(&p, args, crlf != NULL) ||
	    (stuffed && !payload_stuff(&p))) {
		payload_free(&p);
		return wrong(s, "cannot read the file");
	}
	step = send_bytes(s, p.bytes, p.len);
	payload_free(&p);
	return step;
}

static enum step
send_chunks(struct script *s, const struct payload *p, size_t chunk)
{
	size_t at = 0, take;
	char head[48];
	enum step step;
	int n;

	do {
		take = p->len - at < chunk ? p->len - at : chunk;
		n = snprintf(head, sizeof(head), "BDAT %zu%s\r\n", take,
		    at + take == p->len ? " LAST" : "");
		step = send_bytes(s, head, (size_t)n);
		if (step == STEP_OK)
			step = send_bytes(s, p->bytes + at, take);
		at += take;
		if (step == STEP_OK && at < p->len)
			step = do_expect(s, (char[]){"250"});
	} while (step == STEP_OK && at < p->len);
	return step;
}

static enum step
do_bdat(struct script *s, char *args)
{
	struct payload p;
	unsigned long chunk;
	enum step step;
	char *space = strrchr(args, ' ');

	if (!space || !number_read(space + 1, &chunk) || chunk == 0)
		return wrong(s, "bdat-file PATH CHUNK");
	*space = '\0';
	if (payload_load(&p, args, false))
		step = send_chunks(s, &p, chunk);
	else
		step = wrong(s, "cannot read the file");
	payload_free(&p);
	return step;
}

static enum step
do_silent(struct script *s, unsigned long ms)
{
	if (s->w->fd < 0)
		return unmet(s, "not connected");
	if (wire_is_readable(s->w, (int)ms))
		return unmet(s, "the server said something");
	return STEP_OK;
}

static void
do_wait(unsigned long ms)
{
	struct timespec t = {.tv_sec = (time_t)(ms / 1000),
	    .tv_nsec = (long)(ms % 1000) * 1000000};

	while (nanosleep(&t, &t) != 0 && errno == EINTR)
		;
}

static enum step
do_end(struct script *s)
{
	if (s->loop_at == 0)
		return wrong(s, "end without loop");
	if (s->loop_left > 1) {
		s->loop_left--;
		s->at = s->loop_at - 1;
	} else {
		s->loop_at = 0;
	}
	return STEP_OK;
}

/* The directives whose argument is one number. */
static enum step
do_number(struct script *s, const char *verb, const char *args)
{
	unsigned long n;

	if (!number_read(args, &n))
		return wrong(s, "a number is missing, or unknown directive");
	if (strcmp(verb, "wait") == 0) {
		do_wait(n);
		return STEP_OK;
	}
	if (strcmp(verb, "silent") == 0)
		return do_silent(s, n);
	if (strcmp(verb, "use") == 0 && n < WIRES) {
		s->w = &s->wires[n];
		return STEP_OK;
	}
	if (strcmp(verb, "loop") == 0 && n > 0 && s->loop_at == 0) {
		s->loop_left = n;
		s->loop_at = s->at + 1;
		return STEP_OK;
	}
	return wrong(s, "unknown directive or number out of range");
}

static enum step
do_line(struct script *s, char *line)
{
	char *args;

	line += strspn(line, " \t");
	if (*line == '\0' || *line == '#')
		return STEP_OK;
	args = line + strcspn(line, " ");
	if (*args)
		*args++ = '\0';
	if (strcmp(line, "say") == 0) {
		size_t len = strlen(args);

		memcpy(args + len, "\r\n", 2);	/* room kept by expand */
		return send_bytes(s, args, len + 2);
	}
	if (strcmp(line, "connect") == 0)
		return do_connect(s, args);
	if (strcmp(line, "expect") == 0)
		return do_expect(s, args);
	if (strcmp(line, "raw") == 0)
		return do_raw(s, args, 1);
	if (strcmp(line, "repeat") == 0)
		return do_repeat(s, args);
	if (strcmp(line, "send-file") == 0)
		return do_file(s, args, true);
	if (strcmp(line, "raw-file") == 0)
		return do_file(s, args, false);
	if (strcmp(line, "bdat-file") == 0)
		return do_bdat(s, args);
	if (strcmp(line, "end") == 0)
		return do_end(s);
	if (strcmp(line, "cut") == 0) {
		wire_cut(s->w);
		return STEP_OK;
	}
	if (strcmp(line, "close") == 0) {
		wire_close(s->w);
		return STEP_OK;
	}
	return do_number(s, line, args);
}

/* Replaces ${NAME}; leaves two bytes of room after the text for CR LF. */
static bool
expand(const char *in, char out[LINE_MAX_BYTES])
{
	char name[64];
	const char *close, *value;
	size_t used = 0, len;

	while (*in) {
		close = in[0] == '$' && in[1] == '{' ? strchr(in, '}') : NULL;
		value = in;
		len = 1;
		if (close) {
			if ((size_t)(close - in) - 2 >= sizeof(name))
				return false;
			snprintf(name, sizeof(name), "%.*s",
			    (int)(close - in) - 2, in + 2);
			value = getenv(name);
			if (!value)
				return false;
			len = strlen(value);
		}
		if (used + len + 3 > LINE_MAX_BYTES)
			return false;
		memcpy(out + used, value, len);
		used += len;
		in = close ? close + 1 : in + 1;
	}
	out[used] = '\0';
	return true;
}

static bool
script_read(struct script *s, FILE *file)
{
	char *line = NULL;
	size_t room = 0;
	ssize_t len;
	char **grown;

	while ((len = getline(&line, &room, file)) >= 0) {
		while (len > 0 && strchr("\r\n", line[len - 1]))
			line[--len] = '\0';
		grown = realloc(s->lines, (s->count + 1) * sizeof(*grown));
		if (!grown)
			break;
		s->lines = grown;
		s->lines[s->count++] = line;
		line = NULL;
		room = 0;
	}
	free(line);
	return !ferror(file);
}

int
script_play(FILE *file, const char *name, int timeout_ms, bool quiet)
{
	static char expanded[LINE_MAX_BYTES];
	struct script *s = calloc(1, sizeof(*s));
	enum step step = STEP_OK;
	size_t i;

	if (!s)
		return 2;
	s->name = name;
	s->quiet = quiet;
	s->w = &s->wires[0];
	for (i = 0; i < WIRES; i++)
		wire_init(&s->wires[i], timeout_ms);
	if (!script_read(s, file))
		step = wrong(s, "cannot read the script");
	for (s->at = 0; step == STEP_OK && s->at < s->count; s->at++) {
		if (expand(s->lines[s->at], expanded))
			step = do_line(s, expanded);
		else
			step = wrong(s, "line too long, or ${NAME} not set");
	}
	if (step == STEP_OK && s->loop_at != 0)
		step = wrong(s, "loop without end");
	for (i = 0; i < WIRES; i++)
		wire_close(&s->wires[i]);
	for (i = 0; i < s->count; i++)
		free(s->lines[i]);
	free(s->lines);
	free(s);
	return (int)step;
}
