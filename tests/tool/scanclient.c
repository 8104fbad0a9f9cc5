/*
 * scanclient - hand a file to outmark-scanner and show the frames that come back.
 *
 *   scanclient [--program FILE] [--socket PATH] [--config FILE] [--rules DIR] [--document]
 *       [--text] [--explain] [--wait MS] [--repeat N] FILE...
 *
 * Starts a scanner of its own unless --socket names one.  Shows no content: of
 * bytes only their length; with --text the texts the engine saw.  Ends 0 when
 * each answer ended with DONE, 1 when one did not, 2 for bad use.
 */
#include <stdio.h>
#include <stdlib.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/frame.h"
#include "base/io.h"

struct client {
	const char *program, *socket, *rules, *config;
	uint64_t options, kind, wait_ms, repeat;
	bool quiet;
	struct clock clock;
	char folder[64];
	char path[96];
	int control;
	pid_t pid;
};

static void
die(const struct err *err)
{
	fprintf(stderr, "scanclient: %s\n", err->text);
	exit(2);
}

static void
run_scanner(const struct client *c, int listener, int control)
{
	const char *argv[12];
	size_t n = 0;

	if (dup2(listener, 30) < 0 || dup2(control, 31) < 0)
		_exit(2);
	argv[n++] = c->program;
	argv[n++] = c->config != NULL ? "--config" : "--no-config";
	if (c->config != NULL)
		argv[n++] = c->config;
	argv[n++] = "--listen-fd";
	argv[n++] = "30";
	argv[n++] = "--control-fd";
	argv[n++] = "31";
	if (c->rules != NULL) {
		argv[n++] = "--rules";
		argv[n++] = c->rules;
	}
	argv[n] = NULL;
	execv(c->program, (char *const *)(uintptr_t)argv);
	_exit(2);
}

/* Its first word is whether it is ready. */
static void
wait_ready(struct client *c)
{
	struct buf in = buf_new(FRAME_MAX);
	struct frame frame;
	struct err err;
	struct slice sentence;
	enum rc rc = frame_receive(c->control, &in, &c->clock,
	    clock_monotonic_ms(&c->clock) + 60000, &frame, &err);

	if (rc != RC_OK)
		die(&err);
	sentence = frame_bytes(&frame, FIELD_STATE_sentence);
	fprintf(stderr, "scanner: %.*s\n", (int)sentence.len,
	    (const char *)sentence.at);
	if (frame_number(&frame, FIELD_STATE_ready) != 1)
		exit(2);
	buf_free(&in);
}

static void
start(struct client *c)
{
	int listener, pair[2];
	struct err err;

	if (mkdtemp(c->folder) == NULL ||
	    socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) != 0) {
		perror("scanclient");
		exit(2);
	}
	snprintf(c->path, sizeof c->path, "%s/scan", c->folder);
	if (io_listen(c->path, 0600, &listener, &err) != RC_OK)
		die(&err);
	c->pid = fork();
	if (c->pid == 0)
		run_scanner(c, listener, pair[1]);
	close(listener);
	close(pair[1]);
	c->control = pair[0];
	c->socket = c->path;
	wait_ready(c);
}

static void
stop(struct client *c)
{
	if (c->pid == 0)
		return;
	close(c->control);
	waitpid(c->pid, NULL, 0);
	unlink(c->path);
	rmdir(c->folder);
}

static void
show_field(const struct frame *frame, const struct frame_rule *rule)
{
	struct slice bytes;
	size_t cursor = 0;

	while (frame_each(frame, (enum frame_field)rule->tag, &cursor, &bytes))
		if (rule->kind == KIND_NUMBER)
			printf(" %s=%llu", rule->name, (unsigned long long)
			    frame_number(frame, (enum frame_field)rule->tag));
		else if (rule->kind == KIND_TEXT)
			printf(" %s=\"%.*s\"", rule->name, (int)bytes.len,
			    (const char *)bytes.at);
		else if (frame->type == FRAME_TEXT)
			printf("\n%.*s", (int)bytes.len,
			    (const char *)bytes.at);
		else
			printf(" %s=(%zu bytes)", rule->name, bytes.len);
}

static void
show(const struct frame *frame)
{
	size_t count;
	const struct frame_rule *rules = frame_rules(&count);

	printf("%s", frame_type_name(frame->type));
	for (size_t i = 0; i < count; i++)
		if (rules[i].type == frame->type)
			show_field(frame, &rules[i]);
	printf("\n");
}

static void
ask(const struct client *c, int socket, struct slice bytes, const char *name)
{
	struct buf out = buf_new(FRAME_MAX);
	struct err err;
	int fd;

	frame_begin(&out, FRAME_SCAN);
	frame_put_number(&out, FIELD_SCAN_kind, c->kind);
	frame_put_number(&out, FIELD_SCAN_wait_ms, c->wait_ms);
	frame_put_number(&out, FIELD_SCAN_options, c->options);
	if (c->kind == 1)
		frame_put_bytes(&out, FIELD_SCAN_name, slice_of(name));
	if (io_memory_file("message", bytes, &fd, &err) != RC_OK ||
	    frame_send(socket, &out, &fd, 1, &c->clock,
	    clock_monotonic_ms(&c->clock) + 5000, &err) != RC_OK)
		die(&err);
	close(fd);
	buf_free(&out);
}

/* True when the answer was whole. */
static bool
scan(const struct client *c, struct slice bytes, const char *name)
{
	struct buf in = buf_new(FRAME_MAX);
	struct frame frame;
	struct err err;
	bool done = false;
	int socket;

	if (io_connect(c->socket, &socket, &err) != RC_OK)
		die(&err);
	ask(c, socket, bytes, name);
	while (!done && frame_receive(socket, &in, &c->clock,
	    clock_monotonic_ms(&c->clock) + c->wait_ms + 5000, &frame,
	    &err) == RC_OK) {
		if (!c->quiet)
			show(&frame);
		done = frame.type == FRAME_DONE;
		frame_drop_fds(&frame);
	}
	if (!done)
		printf("%s: no whole answer: %s\n", name, err.text);
	close(socket);
	buf_free(&in);
	return done;
}

static bool
scan_file(const struct client *c, const char *path)
{
	struct buf bytes = buf_new(1 << 30);
	struct err err;
	bool done = true;
	uint64_t start_ms = clock_monotonic_ms(&c->clock);

	if (io_read_file(path, &bytes, &err) != RC_OK)
		die(&err);
	for (uint64_t i = 0; i < c->repeat; i++)
		done &= scan(c, buf_slice(&bytes), path);
	if (c->repeat > 1)
		fprintf(stderr, "%s: %.3f ms each\n", path,
		    (double)(clock_monotonic_ms(&c->clock) - start_ms) /
		    (double)c->repeat);
	buf_free(&bytes);
	return done;
}

static uint64_t
number(const char *text)
{
	uint64_t value = 0;

	if (text == NULL || !slice_number(slice_of(text), &value))
		exit(2);
	return value;
}

int
main(int argc, char **argv)
{
	struct client c = { .program = "./outmark-scanner", .wait_ms = 30000,
	    .repeat = 1, .clock = clock_system(),
	    .folder = "/tmp/scanclient-XXXXXX" };
	bool whole = true;
	int i = 1;

	signal(SIGPIPE, SIG_IGN);
	for (; i < argc && strncmp(argv[i], "--", 2) == 0; i++)
		if (strcmp(argv[i], "--document") == 0)
			c.kind = 1;
		else if (strcmp(argv[i], "--text") == 0)
			c.options |= 1;
		else if (strcmp(argv[i], "--explain") == 0)
			c.options |= 2;
		else if (strcmp(argv[i], "--quiet") == 0)
			c.quiet = true;
		else if (strcmp(argv[i], "--program") == 0)
			c.program = argv[++i];
		else if (strcmp(argv[i], "--socket") == 0)
			c.socket = argv[++i];
		else if (strcmp(argv[i], "--rules") == 0)
			c.rules = argv[++i];
		else if (strcmp(argv[i], "--config") == 0)
			c.config = argv[++i];
		else if (strcmp(argv[i], "--wait") == 0)
			c.wait_ms = number(argv[++i]);
		else if (strcmp(argv[i], "--repeat") == 0)
			c.repeat = number(argv[++i]);
		else
			return 2;
	if (c.socket == NULL)
		start(&c);
	for (; i < argc; i++)
		whole &= scan_file(&c, argv[i]);
	stop(&c);
	return whole ? 0 : 1;
}
