/*
 * mail - a message is a container like others: mime_walk behind the seam.
 *
 * The root message and every attached one come through here; leaves go back to
 * the pipeline's queue.
 */
#include "scanner/extract/extract.h"
#include "scanner/extract/mail_label.h"
#include "scanner/message/mime.h"

struct mail {
	const struct extract_job *job;
	const struct extract_sink *sink;
};

static enum rc
give_text(void *own, const char *where, enum mime_text kind,
    struct slice label, struct slice utf8, struct err *err)
{
	static const unsigned flags[] = {
		[MIME_TEXT_SUBJECT] = TEXT_FLAG_subject,
		[MIME_TEXT_HEADER] = TEXT_FLAG_headers,
		[MIME_TEXT_PART_HEADER] = TEXT_FLAG_mime,
		[MIME_TEXT_OTHER] = TEXT_FLAG_hidden,
	};
	const struct mail *mail = own;
	const struct extract_sink *sink = mail->sink;
	struct extract_place place = { .where = where, .evidence = label };
	uint32_t id;

	TRY(sink->place(sink->own, &place, &id, err));
	TRY(sink->text(sink->own, id, flags[kind], utf8, err));
	if (!slice_is_text_nocase(label, "SIO-Label"))
		return RC_OK;
	return mail_label(mail->job, sink, where, utf8, err);
}

static enum rc
give_leaf(void *own, const struct mime_leaf *leaf, struct err *err)
{
	const struct mail *mail = own;
	const struct extract_sink *sink = mail->sink;
	struct extract_place place = { .where = leaf->where };
	struct extract_child child = {
		.name = leaf->name, .type = leaf->type,
		.charset = leaf->charset, .bytes = leaf->bytes,
		.lasting = true, .flags = leaf->flags,
		.causes = leaf->causes, .scope = leaf->scope,
	};

	TRY(sink->place(sink->own, &place, &child.place, err));
	return sink->child(sink->own, &child, err);
}

static enum rc
give_flag(void *own, enum cause cause, unsigned flags, struct err *err)
{
	const struct extract_sink *sink = ((const struct mail *)own)->sink;

	return sink->flag(sink->own, 0, cause, flags, err);
}

static enum rc
mail_extract(const struct extract_job *job, const struct extract_sink *sink,
    struct err *err)
{
	struct mime_job walk = {
		.bytes = job->part->bytes, .depth = job->part->depth,
		.limits = job->limits, .clock = job->clock,
		.deadline_ms = job->deadline_ms, .charsets = job->charsets,
		.arena = job->arena,
	};
	struct mail mail = { job, sink };
	struct mime_sink into = { .own = &mail, .text = give_text,
	    .leaf = give_leaf, .flag = give_flag };

	return mime_walk(&walk, &into, err);
}

static unsigned
mail_sniff(struct slice bytes, struct slice name, struct slice declared)
{
	if (slice_is_text(declared, "message/rfc822") ||
	    slice_is_text(declared, "message/global") ||
	    slice_is_text(declared, "text/rfc822-headers"))
		return 2;
	/*
	 * A forwarded header in a body is text of that body; a file that is
	 * called a message is opened as one, whatever its type.
	 */
	if (slice_starts(declared, slice_of("text/")) &&
	    !slice_ends_nocase(name, slice_of(".eml")) &&
	    !slice_ends_nocase(name, slice_of(".mht")) &&
	    !slice_ends_nocase(name, slice_of(".mhtml")))
		return 0;
	return mime_is_message(bytes) ? 2 : 0;
}

static const char *const claims[] = { "message/rfc822", "message/global",
    ".eml", ".mht", ".mhtml", NULL };
static const struct extract_sample good[] = {
	{ "text/attached.eml", "in the inner message",
	    "attachment 1 > body", 0 },
	{ "text/body.eml", "MEADOW-BODY of a gr\303\274n", "body", 0 },
	{ "text/body.eml", "MEADOW-SUBJ\303\251CT", "header Subject", 0 },
	{ "text/alternative.eml", "MEADOW-PLAIN", "body", 0 },
	{ "text/alternative.eml", "MEADOW-MARKED", "body > part 2", 0 },
	{ "text/alternative.eml", "MEADOW-PREAMBLE", "preamble", 0 },
	{ "text/alternative.eml", "MEADOW-EPILOGUE", "epilogue", 0 },
	{ "text/attachment.eml", "MEADOW-FILE", "attachment 1", 0 },
	{ "text/attachment.eml", "MEADOW-N\303\244ME", "file name", 0 },
	{ "text/deep.eml", "MEADOW-RELATED", "body", 0 },
	{ "text/deep.eml", "MEADOW-FORWARDED-BODY", "attachment 1 > body", 0 },
	{ NULL, NULL, NULL, 0 },
};
static const struct extract_sample bad[] = {
	{ "text/no-end.eml", "before the end", "body", 1u << CAUSE_truncated },
	{ NULL, NULL, NULL, 0 },
};

const struct extractor extractor_mail = {
	.name = "mail", .type = "message/rfc822", .claims = claims,
	.class = EXTRACT_TEXT, .sniff = mail_sniff, .extract = mail_extract,
	.good = good, .bad = bad,
};
