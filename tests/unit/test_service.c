/*
 * test_service - promises of lib/service: a scanner of our own, and its end.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/frame.h"
#include "base/io.h"
#include "lib/service.h"
#include "unit/unit.h"

static char dir[] = "/tmp/outmark-service-XXXXXX";

/* A program that is this shell script. */
static const char *
program(const char *name, const char *script, char path[256])
{
	char text[512];
	struct err err;

	snprintf(path, 256, "%s/%s", dir, name);
	snprintf(text, sizeof text, "#!/bin/sh\n%s\n", script);
	CHECK_RC(io_replace_file(path, slice_of(text), 0700, &err), RC_OK,
	    &err);
	return path;
}

static void
a_program_that_is_not_there_is_a_sentence(void)
{
	const struct service_start start = {.program = "/nonexistent/scan"};
	struct service *service = NULL;
	struct err err;

	CHECK_RC(service_start(&start, &service, &err), RC_CONFIG, &err);
	CHECK_HOLDS(err.text, "/nonexistent/scan cannot be started");
}

/* The first word of a scanner, in a file beside the program. */
static void
write_ready(const char *path, bool ready, char file[280])
{
	struct buf out = buf_new(4096);
	struct err err;

	frame_begin(&out, FRAME_STATE);
	frame_put_number(&out, FIELD_STATE_ready, ready);
	frame_put_number(&out, FIELD_STATE_busy, 0);
	frame_put_number(&out, FIELD_STATE_handled, 0);
	frame_put_number(&out, FIELD_STATE_faults, 0);
	if (!ready)
		frame_put_text(&out, FIELD_STATE_sentence,
		    slice_of("no rules here"));
	snprintf(file, 280, "%s.ready", path);
	CHECK_RC(io_replace_file(file, buf_slice(&out), 0600, &err), RC_OK,
	    &err);
	buf_free(&out);
}

static void
a_scanner_that_cannot_start_says_why(void)
{
	static const char *const scripts[] = {"exit 7", "cat $0.ready >&4",
		"exec sleep 100"};
	static const char *const sentences[] = {"ended before it was ready",
		"no rules here", "took too long"};

	for (size_t i = 0; i < 3; i++) {
		char path[256], file[280];
		const struct service_start start = {
			.program = program("ends", scripts[i], path),
			.wait_ms = i == 2 ? 50 : 10000,
		};
		struct service *service;
		struct err err;

		write_ready(path, false, file);
		CHECK_RC(service_start(&start, &service, &err), RC_CONFIG,
		    &err);
		CHECK_HOLDS(err.text, sentences[i]);
		unlink(file);
		unlink(path);
	}
}

static void
a_scanner_that_ends_later_is_named_with_its_status(void)
{
	const struct timespec pause = {.tv_nsec = 10000000};
	char path[256], file[280];
	const struct service_start start = {
		.program = program("ends", "cat $0.ready >&4; exit 7", path),
		.wait_ms = 10000,
	};
	struct service *service = NULL;
	struct err err;
	enum rc rc = RC_OK;

	write_ready(path, true, file);
	CHECK_RC(service_start(&start, &service, &err), RC_OK, &err);
	CHECK_FATAL(service != NULL);
	for (int i = 0; i < 500 && rc == RC_OK; i++) {
		rc = service_alive(service, &err);
		nanosleep(&pause, NULL);
	}
	CHECK_RC(rc, RC_CONFIG, &err);
	CHECK_HOLDS(err.text, "status 7");
	CHECK_RC(service_connect(service, &(int){-1}, &err), RC_CONFIG,
	    &err);
	service_close(service);
	unlink(file);
	unlink(path);
}

static void
it_gets_its_sockets_and_arguments_and_ends_with_us(void)
{
	static const char script[] =
	    "printf '%s ' \"$@\" >\"$0.arguments\"\n"
	    "[ -S /proc/self/fd/3 ] && cat $0.ready >&4\n"
	    "exec sleep 100";
	char path[256], ready[280], file[280];
	const struct service_start start = {
		.program = program("stays", script, path),
		.rules_dir = "/some/rules", .wait_ms = 10000,
	};
	struct buf seen = buf_new(4096);
	struct service *service = NULL;
	struct err err;
	int fd;

	write_ready(path, true, ready);
	CHECK_RC(service_start(&start, &service, &err), RC_OK, &err);
	CHECK_FATAL(service != NULL);
	CHECK_RC(service_connect(service, &fd, &err), RC_OK, &err);
	close(fd);
	snprintf(file, sizeof file, "%s.arguments", path);
	CHECK_RC(io_read_file(file, &seen, &err), RC_OK, &err);
	CHECK_HOLDS(buf_string(&seen), "--no-config --rules /some/rules "
	    "--quiet --listen-fd 3 --control-fd 4");
	service_close(service);
	buf_free(&seen);
	unlink(file);
	unlink(ready);
	unlink(path);
}

static void
nobody_listening_is_later_not_never(void)
{
	struct service *service = NULL;
	char path[256];
	struct err err;

	snprintf(path, sizeof path, "%s/nobody.sock", dir);
	CHECK_RC(service_at(path, &service, &err), RC_OK, &err);
	CHECK_RC(service_connect(service, &(int){-1}, &err), RC_LATER, &err);
	service_close(service);
	memset(path, 'x', sizeof path - 1);
	path[sizeof path - 1] = '\0';
	CHECK_RC(service_at(path, &service, &err), RC_CONFIG, &err);
}

int
main(void)
{
	static const struct unit_test tests[] = {
		UNIT(a_program_that_is_not_there_is_a_sentence),
		UNIT(a_scanner_that_cannot_start_says_why),
		UNIT(a_scanner_that_ends_later_is_named_with_its_status),
		UNIT(it_gets_its_sockets_and_arguments_and_ends_with_us),
		UNIT(nobody_listening_is_later_not_never),
		{NULL, NULL},
	};
	int failed;

	if (mkdtemp(dir) == NULL)
		return 1;
	setenv("TMPDIR", dir, 1);
	failed = unit_run("service", tests);
	/* Its own folders are gone, so ours is empty. */
	if (rmdir(dir) != 0)
		failed = 1;
	return failed;
}
