/*
 * fault - readers that misbehave on request, for the tests of what happens then.
 *
 * A document "OUTMARK-FAULT WORD ..." is read by the document reader below, one
 * "OUTMARK-FAULT-PDF WORD ..." by one of class pdf, and so on for each class:
 * all do what the word says.
 * Linked into outmark-scanner-fault alone.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/buf.h"
#include "scanner/extract/extract.h"

static void
eat(void)
{
	enum { STEP = 1 << 20 };

	for (;;) {
		unsigned char *more = malloc(STEP);
		if (more == NULL)
			abort();
		for (size_t i = 0; i < STEP; i += 4096)
			more[i] = 1;
	}
}

/* Text without end, at one place. */
static enum rc
flood(const struct extract_sink *sink, struct err *err)
{
	static const char line[] = "flood flood flood flood flood flood\n";

	for (;;)
		TRY(sink->text(sink->own, 0, 0, slice_of(line), err));
}

/* Places without end. */
static enum rc
scatter(const struct extract_sink *sink, struct err *err)
{
	struct extract_place place = { .where = "cell" };
	uint32_t number;

	for (;;) {
		TRY(sink->place(sink->own, &place, &number, err));
		TRY(sink->text(sink->own, number, 0, slice_of("x"), err));
	}
}

/* Files without end, each of which makes more. */
static enum rc
breed(const struct extract_job *job, const struct extract_sink *sink,
    struct err *err)
{
	struct extract_child child = { .bytes = job->part->bytes,
	    .scope = SCOPE_attachment };

	for (;;)
		TRY(sink->child(sink->own, &child, err));
}

static enum rc
unpack(const struct extract_sink *sink, struct err *err)
{
	for (;;)
		TRY(sink->unpacked(sink->own, 1 << 20, err));
}

/* Bytes that are no frame, on every descriptor there is. */
static enum rc
babble(struct err *err)
{
	static const char bytes[] = "OMF1 but nothing that follows is a frame";

	for (int fd = 3; fd < 16; fd++)
		send(fd, bytes, sizeof bytes, MSG_DONTWAIT | MSG_NOSIGNAL);
	return err_set(err, RC_OK, "said");
}

static enum rc
print_it(const struct extract_job *job, const struct extract_sink *sink,
    struct err *err)
{
	fprintf(stdout, "%.*s\n", (int)job->part->bytes.len,
	    (const char *)job->part->bytes.at);
	fprintf(stderr, "%.*s\n", (int)job->part->bytes.len,
	    (const char *)job->part->bytes.at);
	fflush(stdout);
	return sink->text(sink->own, 0, 0, job->part->bytes, err);
}

/* As many processes as there are. */
static enum rc
multiply(const struct extract_sink *sink, struct err *err)
{
	unsigned born = 0;

	for (unsigned i = 0; i < 1000; i++) {
		pid_t pid = fork();
		if (pid == 0)
			for (;;)
				usleep(100000);
		born += pid > 0;
	}
	return born > 0 ? err_set(err, RC_BUG, "it could fork") :
	    sink->text(sink->own, 0, 0, slice_of("was refused"), err);
}

/* Words without end for a log, before the document is read. */
static enum rc
chatter(const struct extract_sink *sink, struct err *err)
{
	for (unsigned i = 0; i < 200000; i++)
		fprintf(stderr, "chatter chatter chatter chatter chatter\n");
	return sink->text(sink->own, 0, 0, slice_of("has chattered"), err);
}

static enum rc
misbehave(struct slice word, const struct extract_job *job,
    const struct extract_sink *sink, struct err *err)
{
	volatile int *nowhere = NULL;

	if (slice_starts(word, slice_of("crash")))
		*nowhere = 1;
	if (slice_starts(word, slice_of("abort")))
		abort();
	if (slice_starts(word, slice_of("exit")))
		exit(0);
	if (slice_starts(word, slice_of("sleep")))
		for (;;)
			usleep(100000);
	if (slice_starts(word, slice_of("spin")))
		for (volatile unsigned i = 0;; i++)
			;
	if (slice_starts(word, slice_of("eat")))
		eat();
	if (slice_starts(word, slice_of("flood")))
		return flood(sink, err);
	if (slice_starts(word, slice_of("scatter")))
		return scatter(sink, err);
	if (slice_starts(word, slice_of("breed")))
		return breed(job, sink, err);
	if (slice_starts(word, slice_of("unpack")))
		return unpack(sink, err);
	if (slice_starts(word, slice_of("babble")))
		return babble(err);
	if (slice_starts(word, slice_of("print")))
		return print_it(job, sink, err);
	if (slice_starts(word, slice_of("open")))
		return open("/etc/shadow", O_RDONLY) >= 0 ? RC_BUG :
		    sink->text(sink->own, 0, 0, slice_of("was refused"), err);
	if (slice_starts(word, slice_of("fork")))
		return multiply(sink, err);
	if (slice_starts(word, slice_of("chatter")))
		return chatter(sink, err);
	if (slice_starts(word, slice_of("exec")))
		execl("/bin/true", "true", (char *)NULL);
	return sink->text(sink->own, 0, 0, slice_of("behaved"), err);
}

/* A reader of one class: "OUTMARK-FAULT-PDF crash" and so on. */
#define FAULT(id, how, mark)                                                 \
static enum rc                                                               \
id##_extract(const struct extract_job *job, const struct extract_sink *sink, \
    struct err *err)                                                         \
{                                                                            \
	return misbehave(slice_sub(job->part->bytes, sizeof(mark) - 1,       \
	    job->part->bytes.len), job, sink, err);                          \
}                                                                            \
static unsigned                                                              \
id##_sniff(struct slice bytes, struct slice name, struct slice declared)     \
{                                                                            \
	(void)name;                                                          \
	(void)declared;                                                      \
	return slice_starts(bytes, slice_of(mark)) ? 2 : 0;                  \
}                                                                            \
const struct extractor extractor_##id = {                                    \
	.name = #id, .type = "application/x-fault",                          \
	.class = EXTRACT_##how, .sniff = id##_sniff,                         \
	.extract = id##_extract, .good = none, .bad = none,                  \
};

static const struct extract_sample none[] = { { NULL, NULL, NULL, 0 } };

FAULT(fault_text, TEXT, "OUTMARK-FAULT-TEXT ")
FAULT(fault, DOCUMENT, "OUTMARK-FAULT ")
FAULT(fault_risky, RISKY, "OUTMARK-FAULT-RISKY ")
FAULT(fault_pdf, PDF, "OUTMARK-FAULT-PDF ")
FAULT(fault_picture, PICTURE, "OUTMARK-FAULT-PICTURE ")
