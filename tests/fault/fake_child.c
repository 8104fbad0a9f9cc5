/*
 * fake_child - a scanner or a keeper that only obeys its supervisor.
 *
 * Named outmark-scanner or outmark-keeper by a link, it says that it is ready,
 * ends when told to drain and writes each record that it is sent to
 * $FAKE_OUTMARK_DIR/records.  While $FAKE_OUTMARK_DIR/NAME.fail exists it ends with
 * status 3 before it is ready; while NAME.hang exists it never is.
 */
#include <sys/socket.h>

#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/control.h"
#include "base/io.h"

enum { LISTEN_FD = 3, CONTROL_FD = 4, WAIT_MS = 2000 };

static bool
is_told(const char *dir, const char *name, const char *what)
{
	char path[512];

	snprintf(path, sizeof(path), "%s/%s.%s", dir, name, what);
	return access(path, F_OK) == 0;
}

static void
write_record(const char *dir, const struct frame *frame)
{
	struct slice body = frame_bytes(frame, FIELD_JOURNAL_body);
	char path[512], line[2048];
	int fd;

	snprintf(path, sizeof(path), "%s/records", dir);
	snprintf(line, sizeof(line), "%.*s\n", (int)body.len,
	    (const char *)body.at);
	fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
	if (fd < 0)
		return;
	(void)!write(fd, line, strlen(line));
	close(fd);
}

static void
take_record(const char *dir)
{
	struct clock clock = clock_system();
	struct buf in = buf_new(FRAME_MAX);
	int fd = accept(LISTEN_FD, NULL, NULL);
	struct frame frame;
	struct err err;

	if (fd < 0)
		return;
	if (frame_receive(fd, &in, &clock, clock_monotonic_ms(&clock) +
	    WAIT_MS, &frame, &err) == RC_OK && frame.type == FRAME_JOURNAL)
		write_record(dir, &frame);
	close(fd);
	buf_free(&in);
}

int
main(int argc, char **argv)
{
	const char *dir = getenv("FAKE_OUTMARK_DIR");
	struct control_state state = { .ready = true };
	struct err err;

	if (argc < 2 || dir == NULL || is_told(dir, argv[0], "fail")) {
		fprintf(stderr, "%s: told to fail\n", argv[0]);
		return 3;
	}
	while (is_told(dir, argv[0], "hang"))
		poll(NULL, 0, 50);
	if (control_tell(CONTROL_FD, &state, &err) != RC_OK)
		return 4;
	for (;;) {
		struct pollfd fds[2] = {
			{ .fd = CONTROL_FD, .events = POLLIN },
			{ .fd = LISTEN_FD, .events = POLLIN },
		};
		enum frame_type wanted;
		enum rc rc;

		poll(fds, 2, -1);
		if (fds[1].revents & POLLIN)
			take_record(dir);
		if (fds[0].revents == 0)
			continue;
		rc = control_next(CONTROL_FD, 0, &wanted, &err);
		if (rc == RC_END || (rc == RC_OK && wanted == FRAME_DRAIN))
			return 0;
	}
}
