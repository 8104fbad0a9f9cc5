/*
 * test_io - promises of base/io.
 */
#include "base/io.h"

#include <sys/mman.h>
#include <sys/stat.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "unit/unit.h"

static void
full_disk_is_said_and_leaves_no_half_file(void)
{
	struct err err;
	int fd = open("/dev/full", O_WRONLY);

	CHECK_RC(io_write_all(fd, slice_of("x"), "the spool", &err), RC_SYSTEM,
	    &err);
	CHECK_HOLDS(err.text, "cannot write the spool: No space left");
	close(fd);
	CHECK_RC(io_replace_file("/nonexistent/x", slice_of("x"), 0600, &err),
	    RC_SYSTEM, &err);
}

static void
replaced_file_is_whole_with_its_mode(void)
{
	char dir[] = "/tmp/outmark-test-XXXXXX", path[64];
	struct buf buf = buf_new(100);
	struct stat st;
	struct err err;

	CHECK_FATAL(mkdtemp(dir) != NULL);
	snprintf(path, sizeof(path), "%s/f", dir);
	CHECK_RC(io_replace_file(path, slice_of("one"), 0640, &err), RC_OK,
	    &err);
	CHECK_RC(io_replace_file(path, slice_of("two"), 0640, &err), RC_OK,
	    &err);
	CHECK_RC(io_read_file(path, &buf, &err), RC_OK, &err);
	CHECK_TEXT(buf_string(&buf), "two");
	CHECK(stat(path, &st) == 0 && (st.st_mode & 0777) == 0640);
	unlink(path);
	CHECK(rmdir(dir) == 0);
	buf_free(&buf);
}

static void
reading_stops_at_the_ceiling(void)
{
	struct buf small = buf_new(10);
	struct err err;

	CHECK_RC(io_read_file("/proc/self/status", &small, &err), RC_LIMIT,
	    &err);
	CHECK(small.len <= 10);
	CHECK_RC(io_read_file("/nonexistent", &small, &err), RC_CONFIG, &err);
	buf_free(&small);
}

static void
only_a_sealed_memory_file_is_mapped(void)
{
	struct slice bytes;
	struct err err;
	int fd;

	CHECK_RC(io_memory_file("t", slice_of("abc"), &fd, &err), RC_OK, &err);
	CHECK_RC(io_map(fd, 100, &bytes, &err), RC_OK, &err);
	CHECK(slice_is_text(bytes, "abc"));
	io_unmap(bytes);
	CHECK_RC(io_map(fd, 2, &bytes, &err), RC_LIMIT, &err);
	CHECK(write(fd, "x", 1) < 0);
	io_close(&fd);
	CHECK_NUMBER(fd, -1);
	CHECK_RC(io_memory_open("t", &fd, &err), RC_OK, &err);
	CHECK_RC(io_map(fd, 100, &bytes, &err), RC_INPUT, &err);
	io_close(&fd);
	CHECK_RC(io_memory_file("t", (struct slice){0}, &fd, &err), RC_OK,
	    &err);
	CHECK_RC(io_map(fd, 100, &bytes, &err), RC_OK, &err);
	CHECK(bytes.len == 0);
	io_close(&fd);
}

static void
folders_are_made_with_their_parents(void)
{
	char dir[] = "/tmp/outmark-test-XXXXXX", path[64];
	struct err err;

	CHECK_FATAL(mkdtemp(dir) != NULL);
	snprintf(path, sizeof(path), "%s/a/b", dir);
	CHECK_RC(io_make_dir(path, 0700, &err), RC_OK, &err);
	CHECK_RC(io_make_dir(path, 0700, &err), RC_OK, &err);
	CHECK_RC(io_make_dir("/proc/self/status/x", 0700, &err), RC_CONFIG,
	    &err);
	rmdir(path);
	path[strlen(path) - 2] = '\0';
	rmdir(path);
	CHECK(rmdir(dir) == 0);
}

static void
waiting_ends_at_the_deadline_and_when_the_other_side_goes(void)
{
	struct clock clock = clock_system();
	struct err err;
	int fds[2];

	CHECK_FATAL(pipe(fds) == 0);
	CHECK_RC(io_wait_readable(fds[0], &clock,
	    clock_monotonic_ms(&clock) + 20, "it", &err), RC_LATER, &err);
	CHECK_TEXT(err.text, "it did not answer in time");
	close(fds[1]);
	CHECK_RC(io_wait_readable(fds[0], &clock,
	    clock_monotonic_ms(&clock) + 1000, "it", &err), RC_END, &err);
	close(fds[0]);
}

int
main(void)
{
	static const struct unit_test tests[] = {
		UNIT(full_disk_is_said_and_leaves_no_half_file),
		UNIT(replaced_file_is_whole_with_its_mode),
		UNIT(reading_stops_at_the_ceiling),
		UNIT(only_a_sealed_memory_file_is_mapped),
		UNIT(folders_are_made_with_their_parents),
		UNIT(waiting_ends_at_the_deadline_and_when_the_other_side_goes),
		{ NULL, NULL }
	};

	return unit_run("io", tests);
}
