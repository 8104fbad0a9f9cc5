/*
 * feed - from the bytes of one input to messages.  See feed.h.
 */
#include "front/cli/feed.h"

#include <limits.h>
#include <stdio.h>

enum { NAME_MAX_BYTES = PATH_MAX + 32 };

struct mail {
	const struct feed_sink *sink;
	bool wire;	/* it has CRLF already: every byte stays */
	bool first;	/* no line of it was seen yet */
};

/*
 * The library wants CRLF, files have LF.  A file whose first line ends with
 * CRLF is as it was on the wire, and a lone LF in it belongs to it.
 */
static enum rc
put_line(struct mail *mail, const struct reader_line *line, struct slice bytes,
    struct err *err)
{
	struct slice end = line->end;

	if (mail->first && end.len > 0) {
		mail->wire = end.len == 2;
		mail->first = false;
	}
	if (!mail->wire && end.len > 0)
		end = slice_of("\r\n");
	TRY(mail->sink->put(mail->sink->own, bytes, err));
	if (end.len == 0)
		return RC_OK;
	return mail->sink->put(mail->sink->own, end, err);
}

static enum rc
feed_mail(struct reader *reader, const char *name,
    const struct feed_sink *sink, struct err *err)
{
	struct mail mail = { .sink = sink, .first = true };
	struct reader_line line;
	enum rc rc;

	TRY(sink->begin(sink->own, name, false, err));
	while ((rc = reader_next_line(reader, &line, err)) == RC_OK)
		TRY(put_line(&mail, &line, line.bytes, err));
	if (rc != RC_END)
		return rc;
	return sink->end(sink->own, err);
}

static enum rc
feed_document(struct reader *reader, const char *name,
    const struct feed_sink *sink, struct err *err)
{
	struct slice bytes;
	enum rc rc;

	TRY(sink->begin(sink->own, name, true, err));
	while ((rc = reader_next_bytes(reader, &bytes, err)) == RC_OK)
		TRY(sink->put(sink->own, bytes, err));
	if (rc != RC_END)
		return rc;
	return sink->end(sink->own, err);
}

/* ">From " stands for "From ", ">>From " for ">From " (mboxrd). */
static struct slice
unquoted(const struct reader_line *line)
{
	size_t at = 0;

	while (at < line->bytes.len && line->bytes.at[at] == '>')
		at++;
	if (!line->begins || at == 0 || !slice_starts(slice_sub(line->bytes,
	    at, line->bytes.len), slice_of("From ")))
		return line->bytes;
	return slice_sub(line->bytes, 1, line->bytes.len);
}

/*
 * A message ends before a From_ line that stands after an empty line.  That
 * empty line belongs to the mailbox (RFC 4155: "an empty line [...] appended"),
 * so it is kept back until it is known that the message goes on.
 */
struct mbox {
	struct mail mail;
	const char *name;
	unsigned long count;
	bool open;
	struct slice owed;	/* an empty line kept back: its end, or none */
	unsigned char owed_bytes[2];
};

static enum rc
pay_owed(struct mbox *box, struct err *err)
{
	struct reader_line line = { .end = box->owed, .begins = true };

	if (box->owed.len == 0)
		return RC_OK;
	box->owed.len = 0;
	return put_line(&box->mail, &line, line.bytes, err);
}

static enum rc
next_message(struct mbox *box, struct err *err)
{
	const struct feed_sink *sink = box->mail.sink;
	char name[NAME_MAX_BYTES];

	if (box->open)
		TRY(sink->end(sink->own, err));
	box->open = true;
	box->owed.len = 0;
	box->mail.first = true;
	snprintf(name, sizeof(name), "%s#%lu", box->name, ++box->count);
	return sink->begin(sink->own, name, false, err);
}

static enum rc
mbox_line(struct mbox *box, const struct reader_line *line, struct err *err)
{
	bool after_empty = !box->open || box->owed.len > 0;

	if (line->begins && after_empty && kind_is_from_line(line->bytes))
		return next_message(box, err);
	TRY(pay_owed(box, err));
	if (line->begins && line->bytes.len == 0 && line->end.len > 0) {
		memcpy(box->owed_bytes, line->end.at, line->end.len);
		box->owed = slice_bytes(box->owed_bytes, line->end.len);
		return RC_OK;
	}
	return put_line(&box->mail, line, unquoted(line), err);
}

static enum rc
feed_mbox(struct reader *reader, const char *name,
    const struct feed_sink *sink, struct err *err)
{
	struct mbox box = { .mail = { .sink = sink }, .name = name };
	struct reader_line line;
	enum rc rc = RC_OK;

	while ((rc = reader_next_line(reader, &line, err)) == RC_OK) {
		/* Forced to be one, but it begins otherwise. */
		if (!box.open && !kind_is_from_line(line.bytes))
			TRY(next_message(&box, err));
		TRY(mbox_line(&box, &line, err));
	}
	if (rc != RC_END)
		return rc;
	return box.open ? sink->end(sink->own, err) : RC_OK;
}

enum rc
feed_input(struct reader *reader, const char *name, enum kind kind,
    const struct feed_sink *sink, struct err *err)
{
	if (kind == KIND_GUESS) {
		struct slice head;

		TRY(reader_peek(reader, &head, err));
		kind = kind_guess(head, name);
	}
	if (kind == KIND_MBOX)
		return feed_mbox(reader, name, sink, err);
	if (kind == KIND_MAIL)
		return feed_mail(reader, name, sink, err);
	return feed_document(reader, name, sink, err);
}
