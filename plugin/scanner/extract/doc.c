/*
 * doc - the text of a Word document of the binary kind ([MS-DOC]).
 */
#include "scanner/extract/doc.h"

#include "scanner/extract/doc_file.h"
#include "scanner/extract/doc_hidden.h"
#include "scanner/extract/little.h"
#include "scanner/extract/prose.h"

enum { CHUNK = 1 << 14, FIELDS_MOST = 64, HEADERS_FIRST = 6,
	REPEAT_MOST = 4, STRINGS_MOST = 4096 };

struct doc {
	const struct ole_part *part;
	struct emit *emit;
	struct doc_file file;
	struct doc_hidden hidden;
	struct prose prose;
	struct buf text;	/* one chunk, converted */
	uint64_t read;		/* bytes of text so far */
	unsigned fields;	/* open ones */
	uint64_t codes;		/* a bit for each that shows its code */
};

/* ------------------------------------------------------------ characters */

/* 2.8.25: a field is begin, code, separator, result, end. */
static void
field_mark(struct doc *doc, unsigned char mark)
{
	uint64_t bit;

	if (mark == 0x13) {
		if (doc->fields < FIELDS_MOST)
			doc->codes |= UINT64_C(1) << doc->fields;
		doc->fields++;
		return;
	}
	if (doc->fields == 0)
		return;
	if (doc->fields <= FIELDS_MOST) {
		bit = UINT64_C(1) << (doc->fields - 1);
		doc->codes &= ~bit;
	}
	if (mark == 0x15)
		doc->fields--;
}

/* 2.4.1: characters below the space have meanings of their own. */
static enum rc
doc_mark(struct doc *doc, unsigned char mark, bool hidden, struct err *err)
{
	hidden = hidden || doc->codes != 0;
	switch (mark) {
	case 0x07:
	case '\f':
	case '\r':
	case 0x0e:
		return prose_end(&doc->prose, err);
	case '\v':
	case '\n':
		return prose_put(&doc->prose, slice_of("\n"), hidden, err);
	case '\t':
		return prose_put(&doc->prose, slice_of("\t"), hidden, err);
	case 0x1e:
		return prose_put(&doc->prose, slice_of("-"), hidden, err);
	case 0x13:
	case 0x14:
	case 0x15:
		field_mark(doc, mark);
		if (mark == 0x15 && doc->prose.aside.len > 0)
			return prose_put(&doc->prose, slice_of(" "), true,
			    err);
		return RC_OK;
	}
	return RC_OK;
}

static enum rc
doc_characters(struct doc *doc, struct slice utf8, bool hidden,
    struct err *err)
{
	size_t run;

	while (utf8.len > 0) {
		for (run = 0; run < utf8.len && utf8.at[run] >= 0x20; run++)
			;
		TRY(prose_put(&doc->prose, slice_sub(utf8, 0, run),
		    hidden || doc->codes != 0, err));
		if (run == utf8.len)
			return RC_OK;
		TRY(doc_mark(doc, utf8.at[run], hidden, err));
		utf8 = slice_sub(utf8, run + 1, utf8.len);
	}
	return RC_OK;
}

/* Bytes of one piece, in chunks that end where hiding begins or ends. */
static enum rc
doc_bytes(struct doc *doc, size_t start, size_t end, bool wide,
    struct err *err)
{
	while (start < end) {
		size_t until = end - start > CHUNK ? start + CHUNK : end;
		bool hidden = doc_hidden_at(&doc->hidden, start, &until);
		struct slice bytes;

		if (wide && (until - start) % 2 != 0)
			until++;
		bytes = slice_sub(doc->file.main, start, until);
		buf_clear(&doc->text);
		if (wide)
			codepage_wide(&doc->text, bytes);
		else
			TRY(codepage_put(doc->part->ole->pages,
			    doc->file.page, bytes, &doc->text, err));
		TRY(doc_characters(doc, buf_slice(&doc->text), hidden, err));
		start = until;
	}
	return RC_OK;
}

/* Characters `from` to `to`, out of all pieces they stand in. */
static enum rc
doc_range(struct doc *doc, uint32_t from, uint32_t to, struct err *err)
{
	const struct doc_piece *piece = doc_file_piece(&doc->file, from);
	const struct doc_piece *last = doc->file.pieces +
	    doc->file.piece_count;
	size_t start, end, width;

	for (; piece != NULL && piece < last && piece->start < to; piece++) {
		uint32_t first = from > piece->start ? from : piece->start;
		uint32_t past = to < piece->end ? to : piece->end;

		if (past <= first)
			continue;
		width = piece->wide ? 2 : 1;
		start = piece->offset + (first - piece->start) * width;
		end = start + (past - first) * width;
		if (end > doc->file.main.len) {
			end = doc->file.main.len;
			TRY(emit_cause(doc->emit, 0, CAUSE_truncated, err));
		}
		if (end <= start)
			continue;
		doc->read += end - start;
		if (doc->read > REPEAT_MOST * (uint64_t)doc->file.main.len)
			return emit_cause(doc->emit, 0, CAUSE_corrupt, err);
		TRY(doc_bytes(doc, start, end, piece->wide, err));
	}
	return RC_OK;
}

/* --------------------------------------------------------------- stories */

/* How a story is divided: positions in a table, and what each is called. */
static const struct {
	const char *where;
	unsigned table, width;	/* bytes beside each position */
	unsigned flags;
} stories[DOC_STORIES] = {
	[DOC_MAIN] = {NULL, 0, 0, 0},
	[DOC_FOOTNOTES] = {"footnote", 3, 0, 0},
	[DOC_HEADERS] = {"header", 11, 0, TEXT_FLAG_header_footer},
	[DOC_MACROS] = {"macro text", 0, 0, TEXT_FLAG_hidden},
	[DOC_COMMENTS] = {"comment", 5, 0, TEXT_FLAG_hidden},
	[DOC_ENDNOTES] = {"endnote", 47, 0, 0},
	[DOC_BOXES] = {"text box", 56, 22, 0},
	[DOC_HEADER_BOXES] = {"header text box", 58, 22,
	    TEXT_FLAG_header_footer},
};

/* Headers come in sixes: even, odd, even foot, odd foot, first, first foot. */
static enum rc
story_place(struct doc *doc, enum doc_story story, uint32_t number,
    struct err *err)
{
	const struct slice none = {0};
	uint32_t place;

	if (story == DOC_HEADERS && number < HEADERS_FIRST)
		TRY(ole_place(doc->part, &place, none, none, err,
		    "note separator %u", number + 1));
	else if (story == DOC_HEADERS)
		TRY(ole_place(doc->part, &place, none, none, err,
		    "section %u > %s", number / 6,
		    number % 6 == 2 || number % 6 == 3 || number % 6 == 5 ?
		    "footer" : "header"));
	else
		TRY(ole_place(doc->part, &place, none, none, err, "%s %u",
		    stories[story].where, number + 1));
	return prose_move(&doc->prose, place, stories[story].flags, err);
}

/* Each note, header, comment or box of a story at a place of its own. */
static enum rc
story_parts(struct doc *doc, enum doc_story story, uint32_t base,
    uint32_t length, struct err *err)
{
	struct slice table = doc_file_table(&doc->file,
	    stories[story].table);
	size_t each = 4 + stories[story].width;
	size_t count = table.len < 8 ? 0 : (table.len - 4) / each;
	uint32_t past = 0, next;

	if (stories[story].table == 0)
		count = 0;
	for (uint32_t i = 0; i <= count; i++) {
		next = i == count ? length : little_32(table,
		    4 * ((size_t)i + 1));
		if (next <= past || next > length)
			continue;
		TRY(story_place(doc, story, i, err));
		TRY(doc_range(doc, base + past, base + next, err));
		past = next;
		doc->fields = 0;
		doc->codes = 0;
	}
	return RC_OK;
}

/* What the pieces hold behind all stories that the header knows. */
static enum rc
doc_rest(struct doc *doc, uint32_t base, struct err *err)
{
	uint32_t end = doc->file.pieces[doc->file.piece_count - 1].end;
	uint32_t place;

	/* One paragraph mark stands behind the stories (2.4.1). */
	if (end < base || end - base < 3)
		return RC_OK;
	TRY(ole_place(doc->part, &place, (struct slice){0}, (struct slice){0},
	    err, "behind the text"));
	TRY(prose_move(&doc->prose, place, TEXT_FLAG_hidden, err));
	return doc_range(doc, base, end, err);
}

static enum rc
doc_stories(struct doc *doc, struct err *err)
{
	uint32_t base = 0, length, place = 0;
	uint32_t end = doc->file.pieces[doc->file.piece_count - 1].end;

	for (enum doc_story story = 0; story < DOC_STORIES; story++) {
		length = doc->file.length[story];
		if (length > end - base)
			length = end - base;
		if (story != DOC_MAIN) {
			TRY(story_parts(doc, story, base, length, err));
		} else {
			if (doc->part->where[0] != '\0')
				TRY(ole_place(doc->part, &place,
				    (struct slice){0}, (struct slice){0},
				    err, "text"));
			TRY(prose_move(&doc->prose, place, 0, err));
			TRY(doc_range(doc, base, base + length, err));
		}
		base += length;
	}
	return doc_rest(doc, base, err);
}

/* ----------------------------------------------------------------- names */

/* 2.2.4: a list of strings; 2.5.6 says which of them are worth reading. */
static const struct {
	unsigned table;
	const char *where;
	bool bare;		/* no header: strings up to the end */
} lists[] = {
	{36, "comment authors", true},
	{51, "revision authors", false},
	{71, "saved by", false},
	{32, "associations", false},
	{21, "bookmarks", false},
};

static enum rc
doc_list(struct doc *doc, size_t which, struct err *err)
{
	struct slice table = doc_file_table(&doc->file, lists[which].table);
	size_t at = lists[which].bare ? 0 : 6, len, extra;
	uint32_t place = 0, count = STRINGS_MOST;

	if (table.len == 0 || (!lists[which].bare &&
	    little_16(table, 0) != 0xffff))
		return RC_OK;
	extra = lists[which].bare ? 0 : little_16(table, 4);
	for (; count > 0 && little_has(table, at, 2); count--) {
		len = 2 * (size_t)little_16(table, at);
		buf_clear(&doc->text);
		codepage_wide(&doc->text, little_bytes(table, at + 2, len));
		at += 2 + len + extra;
		if (doc->text.len == 0)
			continue;
		if (place == 0)
			TRY(ole_place(doc->part, &place, (struct slice){0},
			    (struct slice){0}, err, "%s",
			    lists[which].where));
		TRY(emit_line(doc->emit, place, TEXT_FLAG_metadata,
		    buf_slice(&doc->text), err));
	}
	return RC_OK;
}

static enum rc
doc_run(struct doc *doc, struct err *err)
{
	enum rc rc = doc_file_open(doc->part, &doc->file, err);

	if (rc != RC_OK)
		return rc == RC_END ? RC_OK : rc;
	TRY(doc_hidden_find(&doc->file, doc->emit->job->arena, &doc->hidden,
	    err));
	if (doc->file.damaged) {
		/* Lengths mean nothing then: all there is, as one text. */
		for (size_t i = 0; i < DOC_STORIES; i++)
			doc->file.length[i] = i == DOC_MAIN ? UINT32_MAX : 0;
	}
	TRY(doc_stories(doc, err));
	TRY(prose_end(&doc->prose, err));
	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++)
		TRY(doc_list(doc, i, err));
	return RC_OK;
}

enum rc
doc_read(const struct ole_part *part, struct err *err)
{
	struct doc doc = {.part = part, .emit = &part->ole->emit,
		.prose = prose_new(&part->ole->emit),
		.text = buf_new(8 * CHUNK)};
	enum rc rc = doc_run(&doc, err);

	prose_free(&doc.prose);
	buf_free(&doc.text);
	return rc;
}

/* ------------------------------------------------------------- extractor */

static unsigned
doc_sniff(struct slice bytes, struct slice name, struct slice declared_type)
{
	static const char *const names[] = {"WordDocument", NULL};

	(void)name;
	(void)declared_type;
	return ole_sniff_for(bytes, names);
}

static const char *const doc_claims[] = {"application/msword", ".doc",
	".dot", NULL};

static const struct extract_sample doc_good[] = {
	{"ole/body.doc", "HARBOUR-BODY inspection", "", 0},
	{"ole/body.doc", "caf\303\251 \342\202\254", "", 0},
	{"ole/body.doc", "HARBOUR-FIELD", "", 0},
	{"ole/pieces.doc", "HARBOUR-PIECES", "", 0},
	{"ole/stories.doc", "HARBOUR-FOOTNOTE", "footnote 1", 0},
	{"ole/stories.doc", "HARBOUR-HEADER", "section 1 > header", 0},
	{"ole/stories.doc", "HARBOUR-FOOTER", "section 1 > footer", 0},
	{"ole/stories.doc", "HARBOUR-COMMENT", "comment 1", 0},
	{"ole/stories.doc", "HARBOUR-AUTHOR", "comment authors", 0},
	{"ole/stories.doc", "HARBOUR-ENDNOTE", "endnote 1", 0},
	{"ole/stories.doc", "HARBOUR-BOX", "text box 1", 0},
	{"ole/hidden.doc", "4111111111111111", "", 0},
	{"ole/hidden.doc", "HARBOUR-HIDDEN", "", 0},
	{"ole/props.doc", "company=HARBOUR-COMPANY", "properties", 0},
	{"ole/props.doc", "MSIP_Label_HARBOUR_Name=HARBOUR-LABEL",
	    "custom property 1", 0},
	{"ole/object.doc", "HARBOUR-OBJECT", "object 1 > file", 0},
	{"ole/object.doc", "HARBOUR-SHEET", "object 2 > sheet 1 > A1", 0},
	{"ole/object.doc", "HARBOUR-DRAWN in a document",
	    "picture 1 > picture", 0},
	{"ole/word6.doc", "HARBOUR-SIX \320\220", "", 0},
	{0},
};

static const struct extract_sample doc_bad[] = {
	{"ole/encrypted.doc", NULL, NULL, 1u << CAUSE_encrypted},
	{"ole/locked-xor.doc", NULL, NULL, 1u << CAUSE_encrypted},
	{"ole/locked-six.doc", NULL, NULL, 1u << CAUSE_encrypted},
	{"ole/broken.doc", "HARBOUR-BODY inspection", "",
	    1u << CAUSE_corrupt},
	{0},
};

const struct extractor extractor_doc = {
	.name = "doc",
	.type = "application/msword",
	.claims = doc_claims,
	.class = EXTRACT_RISKY,
	.sniff = doc_sniff,
	.extract = ole_extract,
	.good = doc_good,
	.bad = doc_bad,
};
