/*
 * sio - the SIO-Label field that a message gets (RFC 7444).
 *
 * The label says the high-water mark of each marking system found in the message
 * and its attachments.  "Zero or one field": what the message came with goes, and
 * SIO-Label-History says so.  A label that says the same already stays as it is.
 * Marks that do not fit a field are not written at all: some of them would be a
 * lower one.
 * Not written: the label's form for programs (type, label), and colours.
 */
#include "lib/sio.h"

#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"

/* A line may be 998 octets long (RFC 5322, 2.1.1); the name takes some. */
enum { SIO_VALUE = 900, SIO_MARKING = 200, SIO_OLD = 300, SIO_HOST = 65 };

static const char where_sio[] = "header SIO-Label";

/* What a table of the site does not explain is no marking to repeat. */
static bool
is_said(const struct answer_overall *overall)
{
	return strcmp(overall->level, "unmapped") != 0;
}

/* Does the label that the message came with say this? */
static bool
says(const struct answer *a, const struct answer_overall *overall)
{
	for (size_t i = 0; i < a->marking_count; i++)
		if (strcmp(a->markings[i].where, where_sio) == 0 &&
		    strcmp(a->markings[i].system, overall->system) == 0 &&
		    strcmp(a->markings[i].text, overall->text) == 0)
			return true;
	return false;
}

/* A quoted string; what is not ASCII has come from no table of ours. */
static void
put_quoted(struct buf *out, const char *text)
{
	for (; *text != '\0'; text++) {
		if (*text == '"' || *text == '\\')
			buf_byte(out, '\\');
		if (*text >= ' ' && *text <= '~')
			buf_byte(out, (unsigned char)*text);
	}
}

/* RFC 2231 section 4: what is not ASCII as %XX of its UTF-8. */
static void
put_percent(struct buf *out, const char *text)
{
	for (; *text != '\0'; text++) {
		unsigned char byte = (unsigned char)*text;

		if (byte_is_alnum(byte) || byte == '-' || byte == '.')
			buf_byte(out, byte);
		else
			buf_printf(out, "%%%02X", byte);
	}
}

static void
put_parameter(struct buf *out, const char *name, const char *text)
{
	bool ascii = true;

	for (const char *c = text; *c != '\0'; c++)
		ascii = ascii && *c >= ' ' && *c <= '~';
	buf_printf(out, ascii ? "%s=\"" : "%s*=UTF-8''", name);
	if (ascii) {
		put_quoted(out, text);
		buf_byte(out, '"');
	} else {
		put_percent(out, text);
	}
}

/*
 * The marks of all systems, "" when they do not fit; `*changed` when the message
 * does not say them.
 */
static const char *
marking_of(struct outmark_result *r, bool *changed)
{
	const struct answer *a = r->answer;
	struct buf out = buf_new(SIO_MARKING);
	const char *text;

	*changed = false;
	for (size_t i = 0; i < a->overall_count; i++) {
		if (!is_said(&a->overalls[i]))
			continue;
		*changed = *changed || !says(a, &a->overalls[i]);
		buf_text(&out, out.len > 0 ? " | " : "");
		buf_text(&out, a->overalls[i].text);
	}
	text = arena_string(r->arena, out.full ? slice_of("") :
	    buf_slice(&out));
	buf_free(&out);
	return text;
}

/* RFC 5322 section 3.3, in UTC. */
static void
put_date(struct buf *out, uint64_t wall_ms)
{
	static const char *const months[] = {"Jan", "Feb", "Mar", "Apr",
		"May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
	time_t seconds = (time_t)(wall_ms / 1000);
	struct tm tm;

	if (gmtime_r(&seconds, &tm) == NULL)
		tm = (struct tm){ .tm_mday = 1, .tm_year = 70 };
	buf_printf(out, "%d %s %d %02d:%02d:%02d +0000", tm.tm_mday,
	    months[tm.tm_mon], tm.tm_year + 1900, tm.tm_hour, tm.tm_min,
	    tm.tm_sec);
}

/*
 * The old label's own parameters, unfolded: a history repeats them as they
 * were (section 5).  Left out when they are no printable line of some length.
 */
static void
put_old(struct buf *out, const char *old)
{
	struct slice text = slice_trim(slice_of(old));

	if (text.len == 0 || text.len > SIO_OLD)
		return;
	for (size_t i = 0; i < text.len; i++)
		if ((text.at[i] < ' ' || text.at[i] > '~') &&
		    !byte_is_space(text.at[i]))
			return;
	buf_text(out, "; ");
	for (size_t i = 0; i < text.len; i++)
		if (text.at[i] != '\r' && text.at[i] != '\n')
			buf_byte(out, text.at[i] == '\t' ? ' ' : text.at[i]);
}

static enum rc
write_history(struct outmark_result *r, const char *marking, struct err *err)
{
	const char *old = r->arrived.sio_label;
	struct buf out = buf_new(SIO_VALUE);
	char host[SIO_HOST];
	const char *value;

	if (gethostname(host, sizeof host) != 0)
		snprintf(host, sizeof host, "localhost");
	host[sizeof host - 1] = '\0';
	buf_printf(&out, "change=%s; ", old != NULL ? "replace" : "add");
	put_parameter(&out, "changed-by", host);
	buf_text(&out, "; changed-at=\"");
	put_date(&out, clock_wall_ms(&r->outmark->clock));
	buf_printf(&out, "\"; changed-comment=\"Outmark %s\"; ", r->id);
	put_parameter(&out, "new-marking", marking);
	if (old != NULL && out.len + SIO_OLD + 2 <= SIO_VALUE)
		put_old(&out, old);
	value = arena_string(r->arena, buf_slice(&out));
	buf_free(&out);
	return tags_add(r, "SIO-Label-History", value, err);
}

enum rc
sio_write(struct outmark_result *r, struct err *err)
{
	struct buf out = buf_new(SIO_VALUE);
	const char *marking, *value;
	bool changed;

	if (!r->use->config->sio_label)
		return RC_OK;
	marking = marking_of(r, &changed);
	if (marking == NULL)
		return arena_full(r->arena, "The result", err);
	if (!changed || marking[0] == '\0')
		return RC_OK;
	put_parameter(&out, "marking", marking);
	value = arena_string(r->arena, buf_slice(&out));
	buf_free(&out);
	TRY(tags_add(r, "SIO-Label", value, err));
	r->headers[r->header_count - 1].replaces = true;
	return write_history(r, marking, err);
}
