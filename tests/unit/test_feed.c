/*
 * test_feed - promises of front/cli/feed (and the reader below it).
 */
#include "front/cli/feed.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/io.h"
#include "unit/unit.h"

enum { MOST = 4194304 };

/* Writes down what it is given: "{name|mail|bytes}". */
struct sink {
	struct buf seen;
	unsigned refuse_after;	/* messages; 0: never */
	unsigned count;
};

static enum rc
begin(void *own, const char *name, bool document, struct err *err)
{
	struct sink *sink = own;

	if (sink->refuse_after > 0 && ++sink->count > sink->refuse_after)
		return err_set(err, RC_CONFIG, "enough");
	buf_printf(&sink->seen, "{%s|%s|", name, document ? "doc" : "mail");
	return RC_OK;
}

static enum rc
put(void *own, struct slice bytes, struct err *err)
{
	struct sink *sink = own;

	(void)err;
	buf_put(&sink->seen, bytes);
	return RC_OK;
}

static enum rc
end(void *own, struct err *err)
{
	struct sink *sink = own;

	(void)err;
	buf_byte(&sink->seen, '}');
	return RC_OK;
}

static enum rc
feed(struct sink *sink, struct slice bytes, enum kind kind, struct err *err)
{
	const struct feed_sink into = { begin, put, end, sink };
	struct reader *reader;
	enum rc rc;
	int fd;

	sink->seen = buf_new(MOST);
	rc = io_memory_file("feed", bytes, &fd, err);
	if (rc != RC_OK)
		return rc;
	lseek(fd, 0, SEEK_SET);
	reader = reader_new(fd);
	CHECK_FATAL(reader != NULL);
	rc = feed_input(reader, "in", kind, &into, err);
	reader_free(reader);
	io_close(&fd);
	return rc;
}

static void
expect(const char *input, const char *want)
{
	struct sink sink = {0};
	struct err err;

	CHECK_RC(feed(&sink, slice_of(input), KIND_GUESS, &err), RC_OK, &err);
	CHECK_TEXT(buf_string(&sink.seen), want);
	buf_free(&sink.seen);
}

#define HEAD "From: a@x.example\nTo: b@x.example\n\n"
#define WIRE_HEAD "From: a@x.example\r\nTo: b@x.example\r\n\r\n"
#define FROM "From a@x.example Mon Jan  5 10:00:00 2026\n"

static void
a_mail_of_a_file_gets_crlf(void)
{
	expect(HEAD "one\ntwo\n", "{in|mail|" WIRE_HEAD "one\r\ntwo\r\n}");
	expect(HEAD "no end", "{in|mail|" WIRE_HEAD "no end}");
	expect(HEAD "cr\r\n\rx\n", "{in|mail|" WIRE_HEAD "cr\r\n\rx\r\n}");
}

static void
a_mail_from_the_wire_stays_as_it_is(void)
{
	expect(WIRE_HEAD "lone\nend\r\n",
	    "{in|mail|" WIRE_HEAD "lone\nend\r\n}");
}

static void
a_document_stays_as_it_is(void)
{
	expect("a\nb\r\n\rc", "{in|doc|a\nb\r\n\rc}");
	expect("", "{in|doc|}");
}

static void
an_mbox_is_split_at_from_lines(void)
{
	expect(FROM HEAD "one\n\n" FROM HEAD "two\n\n" FROM HEAD "three\n",
	    "{in#1|mail|" WIRE_HEAD "one\r\n}{in#2|mail|" WIRE_HEAD
	    "two\r\n}{in#3|mail|" WIRE_HEAD "three\r\n}");
}

static void
only_a_from_line_after_an_empty_line_splits(void)
{
	expect(FROM HEAD "one\n" FROM "\nFrom now on\n\nFrom: me 10:00\n",
	    "{in#1|mail|" WIRE_HEAD "one\r\n"
	    "From a@x.example Mon Jan  5 10:00:00 2026\r\n"
	    "\r\nFrom now on\r\n\r\nFrom: me 10:00\r\n}");
}

static void
quoted_from_lines_lose_one_quote(void)
{
	expect(FROM HEAD ">From x\n>>From y\n> From z\n>Fro\n\n",
	    "{in#1|mail|" WIRE_HEAD
	    "From x\r\n>From y\r\n> From z\r\n>Fro\r\n}");
}

static void
empty_lines_within_a_message_stay(void)
{
	expect(FROM HEAD "a\n\n\n\nb\n\n\n",
	    "{in#1|mail|" WIRE_HEAD "a\r\n\r\n\r\n\r\nb\r\n\r\n}");
}

static void
an_mbox_may_have_crlf(void)
{
	expect("From a Mon Jan  5 10:00:00 2026\r\n" WIRE_HEAD "one\r\n\r\n"
	    "From b Mon Jan  5 10:00:00 2026\r\n" WIRE_HEAD "two\r\n",
	    "{in#1|mail|" WIRE_HEAD "one\r\n}{in#2|mail|" WIRE_HEAD
	    "two\r\n}");
}

static void
what_is_forced_to_be_an_mbox_loses_nothing(void)
{
	struct sink sink = {0};
	struct err err;

	CHECK_RC(feed(&sink, slice_of("no from line\n"), KIND_MBOX, &err),
	    RC_OK, &err);
	CHECK_TEXT(buf_string(&sink.seen), "{in#1|mail|no from line\r\n}");
	buf_free(&sink.seen);
	CHECK_RC(feed(&sink, slice_of(""), KIND_MBOX, &err), RC_OK, &err);
	CHECK_TEXT(buf_string(&sink.seen), "");
	buf_free(&sink.seen);
}

static void
a_sink_that_refuses_ends_the_feeding(void)
{
	struct sink sink = { .refuse_after = 1 };
	struct err err;

	CHECK_RC(feed(&sink, slice_of(FROM HEAD "one\n\n" FROM HEAD "two\n"),
	    KIND_GUESS, &err), RC_CONFIG, &err);
	CHECK_TEXT(buf_string(&sink.seen), "{in#1|mail|" WIRE_HEAD "one\r\n}");
	buf_free(&sink.seen);
}

/* Lines around the size of the buffer, with a CR LF across its end. */
static void
long_lines_come_through_whole(void)
{
	static const char head[] = WIRE_HEAD;

	for (size_t more = 0; more < 6; more++) {
		size_t len = READER_ROOM - 3 + more;
		struct buf input = buf_new(MOST), want = buf_new(MOST);
		struct sink sink = {0};
		struct err err;

		buf_text(&input, head);
		for (size_t i = 0; i < 2 * len; i++)
			buf_byte(&input, i % 7 == 0 ? '\r' : 'x');
		buf_text(&input, "\r\nend\r\n");
		CHECK_RC(feed(&sink, buf_slice(&input), KIND_MAIL, &err),
		    RC_OK, &err);
		buf_printf(&want, "{in|mail|%s}", buf_string(&input));
		CHECK(slice_is(buf_slice(&sink.seen), buf_slice(&want)));
		buf_free(&sink.seen);
		buf_free(&input);
		buf_free(&want);
	}
}

static void
a_piece_of_a_long_line_is_no_from_line(void)
{
	struct buf input = buf_new(MOST);
	struct sink sink = {0};
	struct err err;

	buf_text(&input, FROM HEAD "\n");
	for (size_t i = 0; i < READER_ROOM; i++)
		buf_byte(&input, 'x');
	buf_text(&input, FROM "\n");
	CHECK_RC(feed(&sink, buf_slice(&input), KIND_GUESS, &err), RC_OK,
	    &err);
	CHECK(strstr(buf_string(&sink.seen), "in#2") == NULL);
	buf_free(&sink.seen);
	buf_free(&input);
}

static const struct unit_test tests[] = {
	UNIT(a_mail_of_a_file_gets_crlf),
	UNIT(a_mail_from_the_wire_stays_as_it_is),
	UNIT(a_document_stays_as_it_is),
	UNIT(an_mbox_is_split_at_from_lines),
	UNIT(only_a_from_line_after_an_empty_line_splits),
	UNIT(quoted_from_lines_lose_one_quote),
	UNIT(empty_lines_within_a_message_stay),
	UNIT(an_mbox_may_have_crlf),
	UNIT(what_is_forced_to_be_an_mbox_loses_nothing),
	UNIT(a_sink_that_refuses_ends_the_feeding),
	UNIT(long_lines_come_through_whole),
	UNIT(a_piece_of_a_long_line_is_no_from_line),
	{ NULL, NULL }
};

int
main(void)
{
	return unit_run("feed", tests);
}
