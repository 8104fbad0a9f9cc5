/*
 * outside_bad - a program of the site that misbehaves as its document says.
 *
 * "BAD WORD ...": see the words below.  For tests/contract/test_outside.c.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/frame.h"
#include "base/io.h"

enum { ANSWERS = 3, DOCUMENT = 4 };

static struct clock clock_now;
static struct buf out;

static void
answer(int fd)
{
	struct err err;

	if (frame_send(ANSWERS, &out, &fd, fd >= 0 ? 1 : 0, &clock_now,
	    clock_monotonic_ms(&clock_now) + 10000, &err) != RC_OK)
		_exit(1);
}

static void
say(uint64_t place, const char *text)
{
	frame_begin(&out, FRAME_CHUNK);
	frame_put_number(&out, FIELD_CHUNK_place, place);
	frame_put_number(&out, FIELD_CHUNK_flags, UINT64_MAX);
	frame_put_bytes(&out, FIELD_CHUNK_bytes, slice_of(text));
	answer(-1);
}

static void
place(uint64_t number, struct slice where)
{
	frame_begin(&out, FRAME_PLACE);
	frame_put_number(&out, FIELD_PLACE_id, number);
	frame_put_text(&out, FIELD_PLACE_where, where);
	answer(-1);
}

static void
child(int fd)
{
	frame_begin(&out, FRAME_CHILD);
	frame_put_number(&out, FIELD_CHILD_place, 0);
	frame_put_number(&out, FIELD_CHILD_flags, 0);
	frame_put_number(&out, FIELD_CHILD_causes, 0);
	answer(fd);
}

static void
eat(void)
{
	for (;;) {
		unsigned char *more = malloc(1 << 20);
		if (more == NULL)
			abort();
		for (size_t i = 0; i < 1 << 20; i += 4096)
			more[i] = 1;
	}
}

/* What a program that was taken over would try; each must be refused. */
static void
escape(void)
{
	static const char *const files[] = { "/etc/passwd", "/proc/self/maps",
		"/tmp/outmark-outside", "/dev/mem", "../../etc/passwd" };
	char *shell[] = { (char *)(uintptr_t)"/bin/sh",
		(char *)(uintptr_t)"-c", (char *)(uintptr_t)": >/tmp/x",
		NULL };

	for (size_t i = 0; i < sizeof files / sizeof files[0]; i++)
		if (open(files[i], O_RDONLY) >= 0)
			say(0, "escaped: opened a file\n");
	if (socket(AF_INET, SOCK_STREAM, 0) >= 0)
		say(0, "escaped: made a socket\n");
	if (fork() >= 0)
		say(0, "escaped: forked\n");
	say(0, "stayed inside\n");
	/* Another program is no way out: it is in the same jail. */
	if (access("/bin/sh", X_OK) == 0)
		execv(shell[0], shell);
}

static void
obey(const char *word)
{
	static const unsigned char gap[] = "not utf8 \xff\xfe";

	if (strcmp(word, "crash") == 0)
		abort();
	if (strcmp(word, "sleep") == 0)
		for (;;)
			usleep(100000);
	if (strcmp(word, "spin") == 0)
		for (volatile unsigned i = 0;; i++)
			;
	if (strcmp(word, "eat") == 0)
		eat();
	if (strcmp(word, "leave") == 0)
		_exit(0);
	if (strcmp(word, "fail") == 0)
		_exit(7);
	if (strcmp(word, "nowhere") == 0)
		say(12, "at a place that was never named");
	if (strcmp(word, "order") == 0)
		place(2, slice_of("page 2"));
	if (strcmp(word, "words") == 0)
		place(1, slice_bytes(gap, sizeof gap - 1));
	if (strcmp(word, "babble") == 0)
		send(ANSWERS, "OMF1 and nonsense", 17, MSG_NOSIGNAL);
	if (strcmp(word, "unsealed") == 0)
		child(memfd_create("x", MFD_ALLOW_SEALING));
	if (strcmp(word, "document") == 0)
		child(ANSWERS);
	if (strcmp(word, "breed") == 0)
		for (;;)
			child(DOCUMENT);
	if (strcmp(word, "flood") == 0)
		for (;;)
			say(0, "flood flood flood flood flood flood flood\n");
	if (strcmp(word, "print") == 0)
		for (unsigned i = 0; i < 20000; i++)
			printf("BAD planted-secret-77aa in the output\n");
	if (strcmp(word, "escape") == 0)
		escape();
}

int
main(void)
{
	char text[256] = "", word[32] = "";
	ssize_t len = pread(DOCUMENT, text, sizeof text - 1, 0);

	clock_now = clock_system();
	out = buf_new(FRAME_MAX);
	if (len <= 0 || sscanf(text, "BAD %31s", word) != 1)
		return 1;
	obey(word);
	say(0, "done\n");
	frame_begin(&out, FRAME_EXTRACTED);
	frame_put_number(&out, FIELD_EXTRACTED_unpacked, 0);
	answer(-1);
	return 0;
}
