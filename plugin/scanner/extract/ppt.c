/*
 * ppt - the slides of a PowerPoint presentation of the binary kind ([MS-PPT]).
 *
 * Walks every record of the stream.  What stands outside of the present state
 * was changed or deleted in an earlier save: it is read and flagged hidden.
 * Embedded objects are given back as child parts.  Pictures are ole's.
 */
#include "scanner/extract/ppt.h"

#include <stdio.h>

#include "base/escape.h"
#include "scanner/extract/inflate.h"
#include "scanner/extract/little.h"
#include "scanner/extract/ppt_edits.h"
#include "scanner/extract/ppt_lock.h"
#include "scanner/extract/prose.h"

enum {
	DEPTH_MOST = 64, WHERE_MAX = 64, TEXT_CEILING = 1 << 24,
	TYPE_DOCUMENT = 1000, TYPE_SLIDE = 1006, TYPE_NOTES = 1008,
	TYPE_NOTES_ATOM = 1009, TYPE_SLIDE_PERSIST = 1011,
	TYPE_MASTER = 1016, TYPE_SLIDE_INFO = 1017,
	TYPE_TEXT_WIDE = 4000, TYPE_TEXT = 4008, TYPE_STRING = 4026,
	TYPE_HANDOUT = 4041, TYPE_HEADERS = 4057, TYPE_LIST = 4080,
	TYPE_OBJECT = 4113, TYPE_BLOB = 5003, TYPE_COMMENT = 12000,
	TYPE_SHAPE_PROPERTIES = 0xf00b,
	LIST_SLIDES = 0, LIST_MASTERS = 1, LIST_NOTES = 2,
	SHAPE_TEXT = 0xc0, SHAPE_DESCRIPTION = 0x381,
	TYPE_LOCK = 0x2f14, VERSION_CONTAINER = 15,
};

/* 2.3.2: headerToken of an encrypted document. */
static const uint32_t token_encrypted = 0xf3d1c4df;

struct slide {
	size_t at;		/* of its record */
	uint32_t id;
};

struct frame {			/* an open container */
	size_t end;
	unsigned type, instance;
	char where[WHERE_MAX];	/* before it */
	unsigned flags;
};

struct ppt {
	const struct ole_part *part;
	struct emit *emit;
	struct slice stream;
	struct ppt_edits *edits;	/* NULL: everything is live */
	struct prose prose;
	struct buf text, slides;
	struct frame stack[DEPTH_MOST];
	size_t depth;
	char where[WHERE_MAX];	/* of what is read now; named at need */
	unsigned flags;
	bool named, hidden_said;
	unsigned listed;	/* slides of the list so far */
	unsigned masters, comments, objects;
	cause_set causes;
};

/* ---------------------------------------------------------------- places */

/* From here on texts stand here; the sink hears of it when there is one. */
static enum rc
ppt_at(struct ppt *ppt, unsigned flags, struct err *err, const char *format,
    ...) PRINTF_LIKE(4, 5);

static enum rc
ppt_at(struct ppt *ppt, unsigned flags, struct err *err, const char *format,
    ...)
{
	va_list args;

	TRY(prose_end(&ppt->prose, err));
	va_start(args, format);
	vsnprintf(ppt->where, sizeof(ppt->where), format, args);
	va_end(args);
	ppt->flags = flags;
	ppt->named = false;
	return RC_OK;
}

static enum rc
ppt_name(struct ppt *ppt, struct err *err)
{
	uint32_t place = 0;

	if (ppt->named)
		return RC_OK;
	ppt->named = true;
	if ((ppt->flags & TEXT_FLAG_hidden) != 0 && !ppt->hidden_said) {
		ppt->hidden_said = true;
		TRY(emit_flag(ppt->emit, 0, PART_FLAG_hidden, err));
	}
	TRY(ole_place(ppt->part, &place, (struct slice){0}, (struct slice){0},
	    err, "%s", ppt->where));
	return prose_move(&ppt->prose, place, ppt->flags, err);
}

/* ---------------------------------------------------------------- slides */

static struct slide *
slide_of(const struct ppt *ppt, size_t at, uint32_t id, unsigned *number)
{
	struct slide *slides = (struct slide *)(void *)ppt->slides.at;

	for (size_t i = 0; i < ppt->slides.len / sizeof(*slides); i++)
		if (slides[i].at == at || (id != 0 && slides[i].id == id)) {
			*number = (unsigned)i + 1;
			return &slides[i];
		}
	return NULL;
}

/* 2.4.14.3: the slides in their order, out of the live document. */
static void
slides_list(struct ppt *ppt, const struct ppt_record *list)
{
	size_t end = list->at + PPT_HEADER + list->data.len;
	struct ppt_record record;

	for (size_t at = list->at + PPT_HEADER;
	    ppt_record_at(ppt->stream, at, end, &record);
	    at += PPT_HEADER + record.data.len) {
		struct slide slide = {.id = little_32(record.data, 12)};

		if (record.type != TYPE_SLIDE_PERSIST)
			continue;
		slide.at = ppt_edits_object(ppt->edits,
		    little_32(record.data, 0));
		(void)!buf_put(&ppt->slides, slice_bytes(&slide,
		    sizeof(slide)));
	}
}

static void
slides_find(struct ppt *ppt)
{
	struct ppt_record document, record;
	size_t at = ppt_edits_object(ppt->edits,
	    ppt_edits_document(ppt->edits)), end;

	if (at == SIZE_MAX || !ppt_record_at(ppt->stream, at,
	    ppt->stream.len, &document) || document.type != TYPE_DOCUMENT)
		return;
	end = at + PPT_HEADER + document.data.len;
	for (at += PPT_HEADER; ppt_record_at(ppt->stream, at, end, &record);
	    at += PPT_HEADER + record.data.len)
		if (record.type == TYPE_LIST &&
		    record.instance == LIST_SLIDES)
			slides_list(ppt, &record);
}

/* A direct child of a container, by type; false when there is none. */
static bool
child_of(const struct ppt *ppt, size_t at, unsigned type,
    struct ppt_record *child)
{
	struct ppt_record parent;
	size_t end;

	if (!ppt_record_at(ppt->stream, at, ppt->stream.len, &parent))
		return false;
	end = at + PPT_HEADER + parent.data.len;
	for (at += PPT_HEADER; ppt_record_at(ppt->stream, at, end, child);
	    at += PPT_HEADER + child->data.len)
		if (child->type == type)
			return true;
	return false;
}

/* 2.6.6: bit C of the flags, fHidden. */
static unsigned
slide_flags(const struct ppt *ppt, size_t at)
{
	struct ppt_record info;

	return child_of(ppt, at, TYPE_SLIDE_INFO, &info) &&
	    (little_16(info.data, 10) & 4) != 0 ? TEXT_FLAG_hidden : 0;
}

static enum rc
at_slide(struct ppt *ppt, size_t at, bool live, struct err *err)
{
	unsigned number = 0;

	if (!live)
		return ppt_at(ppt, TEXT_FLAG_hidden, err,
		    "earlier state > slide");
	if (slide_of(ppt, at, 0, &number) == NULL)
		return ppt_at(ppt, slide_flags(ppt, at), err, "slide");
	return ppt_at(ppt, slide_flags(ppt, at), err, "slide %u", number);
}

static enum rc
at_notes(struct ppt *ppt, size_t at, bool live, struct err *err)
{
	struct ppt_record atom;
	unsigned number = 0;

	if (!live)
		return ppt_at(ppt, TEXT_FLAG_hidden, err,
		    "earlier state > notes");
	if (child_of(ppt, at, TYPE_NOTES_ATOM, &atom) &&
	    little_32(atom.data, 0) != 0 &&
	    slide_of(ppt, SIZE_MAX - 1, little_32(atom.data, 0), &number) !=
	    NULL)
		return ppt_at(ppt, TEXT_FLAG_hidden, err, "slide %u > notes",
		    number);
	return ppt_at(ppt, TEXT_FLAG_hidden, err, "notes master");
}

/* A record of the stream's own level begins. */
static enum rc
at_object(struct ppt *ppt, const struct ppt_record *record, struct err *err)
{
	bool live = ppt->edits == NULL ||
	    ppt_edits_is_live(ppt->edits, record->at);

	switch (record->type) {
	case TYPE_SLIDE:
		return at_slide(ppt, record->at, live, err);
	case TYPE_NOTES:
		return at_notes(ppt, record->at, live, err);
	case TYPE_MASTER:
		return ppt_at(ppt, TEXT_FLAG_header_footer |
		    (live ? 0 : TEXT_FLAG_hidden), err, "master %u",
		    ++ppt->masters);
	case TYPE_HANDOUT:
		return ppt_at(ppt, TEXT_FLAG_header_footer |
		    TEXT_FLAG_hidden, err, "handout master");
	}
	return live ? ppt_at(ppt, 0, err, "document") :
	    ppt_at(ppt, TEXT_FLAG_hidden, err, "earlier state");
}

/* The text of a placeholder stands in the list of slides, not in the slide. */
static enum rc
at_listed(struct ppt *ppt, const struct frame *list, struct err *err)
{
	const struct slide *slides = (const struct slide *)(const void *)
	    ppt->slides.at;
	unsigned flags = ppt->flags & TEXT_FLAG_hidden, number;

	number = ++ppt->listed;
	if (list->instance == LIST_MASTERS)
		return ppt_at(ppt, flags | TEXT_FLAG_header_footer, err,
		    "master %u", number);
	if (list->instance == LIST_NOTES)
		return ppt_at(ppt, TEXT_FLAG_hidden, err, "notes %u", number);
	if (slice_starts(slice_of(ppt->where), slice_of("earlier")))
		return ppt_at(ppt, flags, err, "earlier state > slide %u",
		    number);
	flags = 0;
	if (number <= ppt->slides.len / sizeof(*slides) &&
	    slides[number - 1].at != SIZE_MAX)
		flags = slide_flags(ppt, slides[number - 1].at);
	return ppt_at(ppt, flags, err, "slide %u", number);
}

/* ----------------------------------------------------------------- texts */

/* A paragraph ends with CR, a line within it with VT. */
static enum rc
tell_characters(struct ppt *ppt, bool hidden, struct err *err)
{
	struct slice text = buf_slice(&ppt->text);
	size_t run;

	TRY(ppt_name(ppt, err));
	while (text.len > 0) {
		for (run = 0; run < text.len && (text.at[run] >= 0x20 ||
		    text.at[run] == '\t'); run++)
			;
		TRY(prose_put(&ppt->prose, slice_sub(text, 0, run), hidden,
		    err));
		if (run < text.len && text.at[run] == '\v')
			TRY(prose_put(&ppt->prose, slice_of("\n"), hidden,
			    err));
		else if (run < text.len && text.at[run] == '\r')
			TRY(prose_end(&ppt->prose, err));
		text = slice_sub(text, run + 1, text.len);
	}
	return prose_end(&ppt->prose, err);
}

/* 2.9.43: the lower halves of UTF-16 characters. */
static enum rc
tell_narrow(struct ppt *ppt, struct slice data, struct err *err)
{
	buf_clear(&ppt->text);
	for (size_t i = 0; i < data.len; i++)
		(void)!utf8_put(&ppt->text, data.at[i]);
	return tell_characters(ppt, false, err);
}

static enum rc
tell_wide(struct ppt *ppt, struct slice data, bool hidden, struct err *err)
{
	buf_clear(&ppt->text);
	codepage_wide(&ppt->text, data);
	return tell_characters(ppt, hidden, err);
}

static bool
is_within(const struct ppt *ppt, unsigned type)
{
	for (size_t i = 0; i < ppt->depth; i++)
		if (ppt->stack[i].type == type)
			return true;
	return false;
}

/* Names, links, headers, comments: what they are says where they stand. */
static enum rc
tell_string(struct ppt *ppt, struct slice data, struct err *err)
{
	unsigned flags = ppt->flags;
	enum rc rc;

	/* 2.11.22: names of the formats of binary tags. */
	if (slice_starts(data, slice_bytes("_\0_\0_\0P\0P\0T\0", 12)))
		return RC_OK;
	if (!is_within(ppt, TYPE_HEADERS))
		return tell_wide(ppt, data, !is_within(ppt, TYPE_COMMENT),
		    err);
	TRY(ppt_name(ppt, err));
	ppt->prose.flags = flags | TEXT_FLAG_header_footer;
	rc = tell_wide(ppt, data, false, err);
	ppt->prose.flags = flags;
	return rc;
}

/* [MS-ODRAW] 2.3.1: numbers, then the texts of those that have one. */
static enum rc
tell_shape(struct ppt *ppt, const struct ppt_record *record, struct err *err)
{
	size_t count = record->instance, text = 6 * count, len;

	for (size_t i = 0; i < count && little_has(record->data, 6 * i, 6);
	    i++) {
		unsigned id = little_16(record->data, 6 * i);

		if ((id & 0x8000) == 0)
			continue;
		len = little_32(record->data, 6 * i + 2);
		if ((id & 0x3fff) == SHAPE_TEXT ||
		    (id & 0x3fff) == SHAPE_DESCRIPTION)
			TRY(tell_wide(ppt, little_wide(little_bytes(
			    record->data, text, len)),
			    (id & 0x3fff) == SHAPE_DESCRIPTION, err));
		if (!size_add(text, len, &text))
			break;
	}
	return RC_OK;
}

/* 2.10.34: a compound file, packed or not. */
static enum rc
tell_object(struct ppt *ppt, const struct ppt_record *record, struct err *err)
{
	struct buf bytes = buf_new((size_t)
	    ppt->emit->job->limits->entry_bytes);
	struct extract_child child = {.scope = SCOPE_attachment};
	enum rc rc;

	rc = ole_place(ppt->part, &child.place, (struct slice){0},
	    (struct slice){0}, err, "object %u", ++ppt->objects);
	child.bytes = record->data;
	if (rc == RC_OK && record->instance == 1) {
		rc = inflate_zlib(ppt->emit, slice_sub(record->data, 4,
		    record->data.len), &bytes, &child.causes, err);
		child.bytes = buf_slice(&bytes);
		/* Some writers leave the end mark out. */
		if (bytes.len >= little_32(record->data, 0))
			child.causes &= ~cause_bit(CAUSE_truncated);
	}
	if (rc == RC_OK && (child.bytes.len > 0 || child.causes != 0))
		rc = ppt->emit->sink->child(ppt->emit->sink->own, &child,
		    err);
	buf_free(&bytes);
	return rc;
}

static enum rc
ppt_atom(struct ppt *ppt, const struct ppt_record *record, struct err *err)
{
	const struct frame *top = ppt->depth > 0 ?
	    &ppt->stack[ppt->depth - 1] : NULL;

	switch (record->type) {
	case TYPE_TEXT_WIDE:
		return tell_wide(ppt, record->data, false, err);
	case TYPE_TEXT:
		return tell_narrow(ppt, record->data, err);
	case TYPE_STRING:
		return tell_string(ppt, record->data, err);
	case TYPE_SHAPE_PROPERTIES:
		return tell_shape(ppt, record, err);
	case TYPE_OBJECT:
		return tell_object(ppt, record, err);
	case TYPE_SLIDE_PERSIST:
		return top != NULL && top->type == TYPE_LIST ?
		    at_listed(ppt, top, err) : RC_OK;
	}
	return RC_OK;
}

/* ------------------------------------------------------------------ walk */

static enum rc
ppt_open(struct ppt *ppt, const struct ppt_record *record, struct err *err)
{
	struct frame *frame = &ppt->stack[ppt->depth];

	if (ppt->depth == DEPTH_MOST) {
		ppt->causes |= cause_bit(CAUSE_too_deep);
		return RC_OK;
	}
	frame->end = record->at + PPT_HEADER + record->data.len;
	frame->type = record->type;
	frame->instance = record->instance;
	frame->flags = ppt->flags;
	memcpy(frame->where, ppt->where, sizeof(frame->where));
	ppt->depth++;
	if (record->type == TYPE_LIST)
		ppt->listed = 0;
	if (record->type != TYPE_COMMENT)
		return RC_OK;
	return ppt_at(ppt, TEXT_FLAG_hidden, err, "%.40s > comment %u",
	    frame->where, ++ppt->comments);
}

/* The place around a list or a comment comes back behind it. */
static enum rc
ppt_close(struct ppt *ppt, struct err *err)
{
	const struct frame *frame = &ppt->stack[--ppt->depth];

	if (frame->type != TYPE_LIST && frame->type != TYPE_COMMENT)
		return RC_OK;
	return ppt_at(ppt, frame->flags, err, "%s", frame->where);
}

/* One record; gives where the next one is looked for. */
static enum rc
ppt_record(struct ppt *ppt, const struct ppt_record *record, size_t *next,
    struct err *err)
{
	bool soft = is_within(ppt, TYPE_BLOB);

	*next = record->at + PPT_HEADER + record->data.len;
	if (ppt->depth == 0)
		TRY(at_object(ppt, record, err));
	if (record->cut && !soft)
		ppt->causes |= cause_bit(ppt->depth == 0 ? CAUSE_truncated :
		    CAUSE_corrupt);
	/* The lock looks like a container and holds no records. */
	if ((record->version != VERSION_CONTAINER &&
	    record->type != TYPE_BLOB) || record->type == TYPE_LOCK)
		return ppt_atom(ppt, record, err);
	if (ppt->depth < DEPTH_MOST)
		*next = record->at + PPT_HEADER;
	return ppt_open(ppt, record, err);
}

static enum rc
ppt_walk(struct ppt *ppt, struct err *err)
{
	struct ppt_record record;
	size_t at = 0, end;

	for (;;) {
		while (ppt->depth > 0 &&
		    at >= ppt->stack[ppt->depth - 1].end)
			TRY(ppt_close(ppt, err));
		end = ppt->depth > 0 ? ppt->stack[ppt->depth - 1].end :
		    ppt->stream.len;
		if (ppt_record_at(ppt->stream, at, end, &record)) {
			TRY(ppt_record(ppt, &record, &at, err));
			TRY(emit_due(ppt->emit, err));
		} else if (ppt->depth > 0) {
			at = end;
		} else {
			break;
		}
	}
	if (at < ppt->stream.len)
		ppt->causes |= cause_bit(CAUSE_truncated);
	return prose_end(&ppt->prose, err);
}

/* ------------------------------------------------------------------ open */

/* 2.3.2: what the stream "Current User" says; RC_END when encrypted. */
static enum rc
ppt_user(struct ppt *ppt, struct err *err)
{
	struct slice user;
	size_t last;
	bool locked;
	enum rc rc;

	TRY(ole_stream(ppt->part, "Current User", &user, err));
	locked = little_32(user, 12) == token_encrypted;
	last = little_32(user, 16);
	rc = ppt_edits_read(ppt->emit->job->arena, ppt->stream, last,
	    &ppt->edits, err);
	if (rc == RC_OK) {
		if (locked)
			TRY(ppt_lock_open(ppt->emit, ppt->edits, last,
			    &ppt->stream, err));
		slides_find(ppt);
		return RC_OK;
	}
	ppt->edits = NULL;
	if (locked) {
		TRY(emit_cause(ppt->emit, 0, CAUSE_encrypted, err));
		return RC_END;
	}
	if (rc == RC_INPUT)
		return emit_cause(ppt->emit, 0, CAUSE_corrupt, err);
	return rc;
}

enum rc
ppt_read(const struct ole_part *part, struct err *err)
{
	struct ppt ppt = {.part = part, .emit = &part->ole->emit,
		.prose = prose_new(&part->ole->emit),
		.text = buf_new(TEXT_CEILING), .slides = buf_new(1 << 22)};
	enum rc rc = ole_stream(part, "PowerPoint Document", &ppt.stream, err);

	if (rc == RC_OK)
		rc = ppt_user(&ppt, err);
	if (rc == RC_OK)
		rc = ppt_walk(&ppt, err);
	if (rc == RC_OK)
		rc = emit_causes(ppt.emit, 0, ppt.causes, err);
	prose_free(&ppt.prose);
	buf_free(&ppt.text);
	buf_free(&ppt.slides);
	return rc == RC_END ? RC_OK : rc;
}

/* ------------------------------------------------------------- extractor */

static unsigned
ppt_sniff(struct slice bytes, struct slice name, struct slice declared_type)
{
	static const char *const names[] = {"PowerPoint Document", NULL};

	(void)name;
	(void)declared_type;
	return ole_sniff_for(bytes, names);
}

static const char *const ppt_claims[] = {"application/vnd.ms-powerpoint",
	".ppt", ".pps", ".pot", NULL};

static const struct extract_sample ppt_good[] = {
	{"ole/slides.ppt", "HARBOUR-SLIDE-ONE", "slide 1", 0},
	{"ole/slides.ppt", "HARBOUR-SLIDE-TWO \320\226", "slide 2", 0},
	{"ole/slides.ppt", "HARBOUR-OUTLINE", "slide 2", 0},
	{"ole/slides.ppt", "HARBOUR-MASTER", "master 1", 0},
	{"ole/notes.ppt", "HARBOUR-NOTES", "slide 1 > notes", 0},
	{"ole/notes.ppt", "HARBOUR-COMMENT", "slide 1 > comment 1", 0},
	{"ole/notes.ppt", "HARBOUR-FOOTER", "slide 1", 0},
	{"ole/notes.ppt", "HARBOUR-ART", "slide 1", 0},
	{"ole/older.ppt", "HARBOUR-OLD", "earlier state > slide", 0},
	{"ole/hidden.ppt", "HARBOUR-HIDDEN", "slide 1", 0},
	{"ole/object.ppt", "HARBOUR-SHEET", "object 1 > sheet 1 > A1", 0},
	{"ole/object.ppt", "HARBOUR-DRAWN on a slide", "picture 1 > picture",
	    0},
	{"ole/object.ppt", "HARBOUR-DRAWN again", "picture 2 > picture", 0},
	{0},
};

static const struct extract_sample ppt_bad[] = {
	{"ole/encrypted.ppt", NULL, NULL, 1u << CAUSE_encrypted},
	{"ole/no_edits.ppt", "HARBOUR-SLIDE-ONE", NULL, 1u << CAUSE_corrupt},
	{0},
};

const struct extractor extractor_ppt = {
	.name = "ppt",
	.type = "application/vnd.ms-powerpoint",
	.claims = ppt_claims,
	.class = EXTRACT_RISKY,
	.sniff = ppt_sniff,
	.extract = ole_extract,
	.good = ppt_good,
	.bad = ppt_bad,
};
