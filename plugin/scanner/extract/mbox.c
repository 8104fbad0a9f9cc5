/*
 * mbox - several messages in one file (RFC 4155).
 *
 * A message begins with a line "From ", an address and a time, behind an empty
 * line or at the start, and a header field in the next line.  Each one goes back
 * as a part; the ">" that keeps a "From " of its text from beginning another is
 * taken off (mboxrd).  One message alone is left to the reader of mail.
 */
#include "base/arena.h"
#include "base/buf.h"
#include "scanner/extract/emit.h"
#include "scanner/message/header.h"

enum { LINE_MOST = 1024 };

/* The time is what tells the line from words: "From here on it is 12:30". */
static bool
has_time(struct slice line)
{
	for (size_t i = 2; i + 2 < line.len; i++)
		if (line.at[i] == ':' && byte_is_digit(line.at[i - 1]) &&
		    byte_is_digit(line.at[i + 1]) &&
		    byte_is_digit(line.at[i + 2]))
			return true;
	return false;
}

static bool
begins_message(struct slice rest)
{
	struct slice line;

	rest = slice_sub(rest, 0, LINE_MOST);
	return slice_starts(rest, slice_of("From ")) &&
	    slice_cut(&rest, '\n', &line) && has_time(line) &&
	    header_is_field(rest);
}

/* Where the next message begins behind `from`, or the end. */
static size_t
next_message(struct slice bytes, size_t from)
{
	static const char *const gaps[] = {"\n\nFrom ", "\n\r\nFrom "};
	size_t at = from, hit;

	while ((hit = slice_find(slice_sub(bytes, at, bytes.len),
	    slice_of("\nFrom "))) != SIZE_MAX) {
		at += hit + 1;
		for (size_t i = 0; i < 2; i++) {
			size_t len = strlen(gaps[i]) - 5;

			if (at >= len && slice_starts(slice_sub(bytes,
			    at - len, bytes.len), slice_of(gaps[i])) &&
			    begins_message(slice_sub(bytes, at, bytes.len)))
				return at;
		}
	}
	return bytes.len;
}

static unsigned
mbox_sniff(struct slice bytes, struct slice name, struct slice declared)
{
	(void)name;
	/* The root is one message, whatever a store put before it. */
	if (slice_starts(declared, slice_of("message/")) ||
	    !begins_message(bytes))
		return 0;
	return next_message(bytes, 0) < bytes.len ? 2 : 0;
}

/* ">From " stands for "From ", ">>From " for ">From ". */
static enum rc
unquote(struct emit *emit, struct slice message, struct slice *bytes,
    struct err *err)
{
	struct buf out;
	struct slice line;

	*bytes = message;
	if (slice_find(message, slice_of("\n>")) == SIZE_MAX)
		return RC_OK;
	out = buf_new(message.len + 1);
	while (slice_cut(&message, '\n', &line)) {
		size_t marks = 0;

		while (marks < line.len && line.at[marks] == '>')
			marks++;
		if (marks > 0 && slice_starts(slice_sub(line, marks,
		    line.len), slice_of("From ")))
			line = slice_sub(line, 1, line.len);
		(void)!buf_put(&out, line);
		(void)!buf_byte(&out, '\n');
	}
	*bytes = arena_copy(emit->job->arena, buf_slice(&out));
	buf_free(&out);
	return bytes->at != NULL ? RC_OK : arena_full(emit->job->arena,
	    "a message of several", err);
}

static enum rc
mbox_extract(const struct extract_job *job, const struct extract_sink *sink,
    struct err *err)
{
	struct emit emit = emit_new(job, sink);
	struct slice bytes = job->part->bytes;
	size_t at = 0, end;

	for (uint32_t number = 1; at < bytes.len; number++, at = end) {
		struct extract_child child = {.lasting = true,
			.type = slice_of("message/rfc822"),
			.scope = SCOPE_attachment};

		end = next_message(bytes, at + 1);
		TRY(emit_due(&emit, err));
		TRY(emit_place(&emit, &child.place, (struct slice){0},
		    (struct slice){0}, err, "message %u", number));
		TRY(unquote(&emit, slice_sub(bytes, at, end), &child.bytes,
		    err));
		TRY(sink->child(sink->own, &child, err));
	}
	return RC_OK;
}

static const char *const claims[] = {"application/mbox", ".mbox", ".mbx",
	NULL};
static const struct extract_sample good[] = {
	{"mbox/two.mbox", "MEADOW-FIRST", "message 1 > body", 0},
	{"mbox/two.mbox", "From here on: MEADOW-QUOTED 12:30",
	    "message 1 > body", 0},
	{"mbox/two.mbox", "MEADOW-SECOND gr\303\274n", "message 2 > body", 0},
	{"mbox/two.mbox", "MEADOW-TABLE",
	    "message 2 > attachment 1 > row 1 > column 1", 0},
	{"mbox/three.mbox", "MEADOW-THIRD", "message 3 > body", 0},
	{"mbox/crlf.mbox", "MEADOW-NEXT", "message 2 > body", 0},
	{"mbox/empty.mbox", "MEADOW-AFTER", "message 2 > body", 0},
	{"mbox/deep.mbox", "MEADOW-INNER words", NULL, 0},
	{0},
};
static const struct extract_sample bad[] = {
	{"mbox/open.mbox", "MEADOW-BEFORE", "message 2 > body",
	    1u << CAUSE_truncated},
	{0},
};

const struct extractor extractor_mbox = {
	.name = "mbox", .type = "application/mbox", .claims = claims,
	.class = EXTRACT_TEXT, .sniff = mbox_sniff, .extract = mbox_extract,
	.good = good, .bad = bad,
};
