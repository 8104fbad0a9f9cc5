/*
 * fault - readers that misbehave on request, for the tests of what happens then.
 *
 * A document "OUTMARK-FAULT WORD ..." is read by the document reader below, one
 * "OUTMARK-FAULT-TEXT WORD ..." by the text reader: both do what the word says.
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

static const char document_mark[] = "OUTMARK-FAULT ";
static const char text_mark[] = "OUTMARK-FAULT-TEXT ";

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
	if (slice_starts(word, slice_of("exec")))
		execl("/bin/true", "true", (char *)NULL);
	return sink->text(sink->own, 0, 0, slice_of("behaved"), err);
}

static enum rc
document_extract(const struct extract_job *job,
    const struct extract_sink *sink, struct err *err)
{
	return misbehave(slice_sub(job->part->bytes, sizeof document_mark - 1,
	    job->part->bytes.len), job, sink, err);
}

static enum rc
text_extract(const struct extract_job *job, const struct extract_sink *sink,
    struct err *err)
{
	return misbehave(slice_sub(job->part->bytes, sizeof text_mark - 1,
	    job->part->bytes.len), job, sink, err);
}

static unsigned
document_sniff(struct slice bytes, struct slice name, struct slice declared)
{
	(void)name;
	(void)declared;
	return slice_starts(bytes, slice_of(document_mark)) ? 2 : 0;
}

static unsigned
text_sniff(struct slice bytes, struct slice name, struct slice declared)
{
	(void)name;
	(void)declared;
	return slice_starts(bytes, slice_of(text_mark)) ? 2 : 0;
}

static const struct extract_sample none[] = { { NULL, NULL, NULL, 0 } };

const struct extractor extractor_fault = {
	.name = "fault", .type = "application/x-fault",
	.class = EXTRACT_DOCUMENT, .sniff = document_sniff,
	.extract = document_extract, .good = none, .bad = none,
};
const struct extractor extractor_fault_text = {
	.name = "fault_text", .type = "text/x-fault", .class = EXTRACT_TEXT,
	.sniff = text_sniff, .extract = text_extract, .good = none,
	.bad = none,
};
