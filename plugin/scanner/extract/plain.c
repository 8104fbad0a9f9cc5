/*
 * plain - text without a structure, in whatever charset.
 *
 * Also the reader of everything that is readable as it stands: CSV, JSON, XML,
 * source code, logs.  Says `encrypted` where it finds OpenPGP armour.
 */
#include "base/arena.h"
#include "scanner/extract/extract.h"
#include "scanner/extract/texty.h"
#include "scanner/message/charset.h"

static enum rc
give_second(struct slice text, const struct extract_sink *sink,
    struct err *err)
{
	struct extract_place place = { .where = "second reading" };
	uint32_t id;

	TRY(sink->place(sink->own, &place, &id, err));
	return sink->text(sink->own, id, 0, text, err);
}

/*
 * Is it readable only on the outside?  Such a format that no reader took is
 * looked through as it stands, and said not to be understood.
 */
static bool
is_other_format(struct slice bytes)
{
	static const char *const starts[] = { "%PDF-", "%!PS", "{\\rtf" };
	struct slice head = slice_trim(slice_sub(bytes, 0, 1024));

	for (size_t i = 0; i < sizeof starts / sizeof starts[0]; i++)
		if (slice_starts(head, slice_of(starts[i])))
			return true;
	return false;
}

static enum rc
plain_extract(const struct extract_job *job, const struct extract_sink *sink,
    struct err *err)
{
	const struct part *part = job->part;
	struct charset_text text;

	TRY(charset_read(job->charsets, job->arena, part->bytes, part->charset,
	    &text, err));
	if (text.unsure)
		TRY(sink->flag(sink->own, 0, CAUSE_charset, 0, err));
	if (is_other_format(part->bytes))
		TRY(sink->flag(sink->own, 0, CAUSE_unsupported, 0, err));
	if (slice_find(text.utf8, slice_of("-----BEGIN PGP MESSAGE-----")) !=
	    SIZE_MAX)
		TRY(sink->flag(sink->own, 0, CAUSE_encrypted, 0, err));
	TRY(sink->text(sink->own, 0, 0, text.utf8, err));
	if (text.second.len > 0)
		TRY(give_second(text.second, sink, err));
	return RC_OK;
}

static unsigned
plain_sniff(struct slice bytes, struct slice name, struct slice declared)
{
	(void)name;
	(void)declared;
	return texty_is(bytes) ? 1 : 0;
}

static const char *const claims[] = { ".txt", ".csv", ".log", ".md", ".json",
    ".tsv", NULL };
static const struct extract_sample good[] = {
	{ "text/plain.txt", "4111 1111", "document", 0 },
	{ "text/utf16.txt", "4111 1111", "document", 0 },
	{ "text/latin.txt", "f\303\274r M\303\274ller", "document", 0 },
	{ "text/clearsigned.txt", "MEADOW-CLEAR", "document", 0 },
	{ "text/clearsigned.txt", "4111 1111", "document", 0 },
	{ "text/bom.txt", "MEADOW-MARKED", "document", 0 },
	{ "text/letters.txt", "MEADOW-LETTERS", "encoded 1", 0 },
	{ "text/letters.txt", "begin 644 note.txt", "document", 0 },
	{ NULL, NULL, NULL, 0 },
};
static const struct extract_sample bad[] = {
	{ "text/armour.txt", NULL, NULL, 1u << CAUSE_encrypted },
	{ "text/letters-cut.txt", "MEADOW-LETTERS", "encoded 1",
	    1u << CAUSE_truncated },
	{ "text/page.ps", NULL, NULL, 1u << CAUSE_unsupported },
	{ NULL, NULL, NULL, 0 },
};

const struct extractor extractor_plain = {
	.name = "plain", .type = "text/plain", .claims = claims,
	.class = EXTRACT_TEXT, .sniff = plain_sniff,
	.extract = plain_extract, .good = good, .bad = bad,
};
