/*
 * wmf - the words of a Windows Metafile ([MS-WMF]).
 *
 * One pass over its records.  An Enhanced Metafile that is kept within it in
 * pieces becomes a child part, and so do pictures of dots.
 */
#include "scanner/extract/metafile.h"

#include <math.h>

#include "base/arena.h"
#include "scanner/extract/little.h"

enum {
	PLACEABLE = 22, HEADER = 18, HEADER_WORDS = 9, RECORD_LEAST = 6,
	DUE_EVERY = 256, OBJECTS = 4096,
	/* 2.1.1.1 */
	META_EOF = 0x0000, META_SAVEDC = 0x001e,
	META_CREATEPALETTE = 0x00f7, META_SETMAPMODE = 0x0103,
	META_RESTOREDC = 0x0127, META_SELECTOBJECT = 0x012d,
	META_SETTEXTALIGN = 0x012e, META_DIBCREATEPATTERNBRUSH = 0x0142,
	META_DELETEOBJECT = 0x01f0, META_CREATEPATTERNBRUSH = 0x01f9,
	META_SETWINDOWORG = 0x020b, META_SETWINDOWEXT = 0x020c,
	META_SETVIEWPORTORG = 0x020d, META_SETVIEWPORTEXT = 0x020e,
	META_OFFSETWINDOWORG = 0x020f, META_MOVETO = 0x0214,
	META_CREATEPENINDIRECT = 0x02fa, META_CREATEFONTINDIRECT = 0x02fb,
	META_CREATEBRUSHINDIRECT = 0x02fc, META_TEXTOUT = 0x0521,
	META_ESCAPE = 0x0626, META_CREATEREGION = 0x06ff,
	META_DIBBITBLT = 0x0940, META_EXTTEXTOUT = 0x0a32,
	META_DIBSTRETCHBLT = 0x0b41, META_SETDIBTODEV = 0x0d33,
	META_STRETCHDIB = 0x0f43,
	/* 2.1.2.2, 2.3.6.25 */
	OUT_OPAQUE = 2, OUT_CLIPPED = 4, OUT_GLYPHS = 0x10,
	ESCAPE_COMMENT = 15, COMMENT_HEAD = 34,
};

static const uint32_t PLACEABLE_KEY = 0x9ac6cdd7,
    COMMENT_MARK = 0x43464d57;

struct wmf {
	struct metafile metafile;
	struct metafile_font objects[OBJECTS];	/* fonts, and others unused */
	uint64_t taken[OBJECTS / 64];	/* a bit for each object */
	struct buf enhanced;
	bool ended;
};

static double
number_at(struct slice data, size_t at)
{
	return (int16_t)little_16(data, at);
}

/* --------------------------------------------------------------- objects */

/* 3.1.4.1: a new object has the least number that is free. */
static void
add_object(struct wmf *wmf, struct metafile_font font)
{
	for (size_t i = 0; i < OBJECTS / 64; i++) {
		unsigned bit;

		if (wmf->taken[i] == UINT64_MAX)
			continue;
		bit = (unsigned)__builtin_ctzll(~wmf->taken[i]);
		wmf->taken[i] |= UINT64_C(1) << bit;
		wmf->objects[64 * i + bit] = font;
		return;
	}
}

/* 2.2.1.2 */
static struct metafile_font
font_of(struct slice data)
{
	double high = number_at(data, 0);

	return (struct metafile_font){.used = true,
		.charset = little_8(data, 13), .pitch = little_8(data, 17),
		.turn = (int16_t)((int16_t)little_16(data, 4) % 3600),
		.high = high < 0 ? -high : high};
}

/* True when it was one of these. */
static bool
take_object(struct wmf *wmf, unsigned type, struct slice data)
{
	unsigned number = little_16(data, 0);

	switch (type) {
	case META_CREATEFONTINDIRECT:
		add_object(wmf, font_of(data));
		return true;
	case META_CREATEPALETTE:
	case META_DIBCREATEPATTERNBRUSH:
	case META_CREATEPATTERNBRUSH:
	case META_CREATEPENINDIRECT:
	case META_CREATEBRUSHINDIRECT:
	case META_CREATEREGION:
		add_object(wmf, (struct metafile_font){0});
		return true;
	case META_SELECTOBJECT:
		if (number < OBJECTS && wmf->objects[number].used)
			wmf->metafile.now.font = wmf->objects[number];
		return true;
	case META_DELETEOBJECT:
		if (number < OBJECTS) {
			wmf->taken[number / 64] &=
			    ~(UINT64_C(1) << number % 64);
			wmf->objects[number].used = false;
		}
		return true;
	}
	return false;
}

/* ----------------------------------------------------------------- state */

/* The second number comes first. */
static void
set_pair(double *pair, struct slice data)
{
	pair[0] = number_at(data, 2);
	pair[1] = number_at(data, 0);
}

/*
 * A mode for it is often left out, and meant.  As long as nobody says how large
 * the picture is, only the directions of the axes matter.
 */
static void
set_window(struct metafile_state *now, struct slice data)
{
	now->mode = now->mode == 1 ? 8 : now->mode;
	set_pair(now->window + 2, data);
	if (now->view[2] == 1 && now->view[3] == 1) {
		now->view[2] = fabs(now->window[2]);
		now->view[3] = fabs(now->window[3]);
	}
}

/* True when it was one of these. */
static bool
take_state(struct wmf *wmf, unsigned type, struct slice data)
{
	struct metafile_state *now = &wmf->metafile.now;

	switch (type) {
	case META_SETWINDOWORG:
		set_pair(now->window, data);
		break;
	case META_SETWINDOWEXT:
		set_window(now, data);
		break;
	case META_SETVIEWPORTORG:
		set_pair(now->view, data);
		break;
	case META_SETVIEWPORTEXT:
		set_pair(now->view + 2, data);
		break;
	case META_OFFSETWINDOWORG:
		now->window[0] += number_at(data, 2);
		now->window[1] += number_at(data, 0);
		break;
	case META_SETMAPMODE:
		now->mode = little_16(data, 0);
		break;
	case META_SETTEXTALIGN:
		now->align = little_16(data, 0);
		return true;
	case META_MOVETO:
		now->at_x = number_at(data, 2);
		now->at_y = number_at(data, 0);
		return true;
	case META_SAVEDC:
		metafile_save(&wmf->metafile);
		return true;
	case META_RESTOREDC:
		metafile_restore(&wmf->metafile, (int16_t)little_16(data,
		    0));
		return true;
	default:
		return false;
	}
	metafile_page(now);
	return true;
}

/* ------------------------------------------------------------------ text */

/* 2.3.3.20: length, text, and where. */
static enum rc
draw_text(struct wmf *wmf, struct slice data, struct err *err)
{
	size_t count = little_16(data, 0);
	size_t behind = 2 + (count + 1) / 2 * 2;

	TRY(metafile_narrow(&wmf->metafile, little_bytes(data, 2, count),
	    err));
	metafile_draw(&wmf->metafile, number_at(data, behind + 2),
	    number_at(data, behind), 0);
	return RC_OK;
}

/* 2.3.3.5: where, length, marks, perhaps a box, text, perhaps widths. */
static enum rc
draw_text_widths(struct wmf *wmf, struct slice data, struct err *err)
{
	size_t count = little_16(data, 4), at = 8, steps;
	unsigned options = little_16(data, 6);
	double width = 0;

	if ((options & (OUT_OPAQUE | OUT_CLIPPED)) != 0)
		at += 8;
	if ((options & OUT_GLYPHS) != 0) {
		wmf->metafile.glyphs += count;
		return RC_OK;
	}
	TRY(metafile_narrow(&wmf->metafile, little_bytes(data, at, count),
	    err));
	steps = at + (count + 1) / 2 * 2;
	for (size_t i = 0; i < count && little_has(data, steps + 2 * i, 2);
	    i++)
		width += number_at(data, steps + 2 * i);
	metafile_draw(&wmf->metafile, number_at(data, 2), number_at(data, 0),
	    width);
	return RC_OK;
}

/* -------------------------------------------------- pictures and comments */

/* 2.3.6.1: a piece of an Enhanced Metafile. */
static void
take_escape(struct wmf *wmf, struct slice data)
{
	struct slice comment = little_bytes(data, 4, little_16(data, 2));

	if (little_16(data, 0) == ESCAPE_COMMENT &&
	    little_32(comment, 0) == COMMENT_MARK &&
	    little_32(comment, 4) == 1)
		(void)!buf_put(&wmf->enhanced, slice_sub(comment,
		    COMMENT_HEAD, comment.len));
}

/* Where in a record its picture of dots begins; 0: there is none. */
static size_t
dots_at(unsigned type, struct slice data)
{
	switch (type) {
	case META_STRETCHDIB:
		return 22;
	case META_DIBSTRETCHBLT:
		return 20;
	case META_SETDIBTODEV:
		return 18;
	case META_DIBBITBLT:
		return data.len > 18 ? 16 : 0;
	}
	return 0;
}

/* ------------------------------------------------------------------ walk */

static enum rc
take_record(struct wmf *wmf, unsigned type, struct slice data,
    struct err *err)
{
	size_t dots = dots_at(type, data);

	if (take_object(wmf, type, data) || take_state(wmf, type, data))
		return RC_OK;
	switch (type) {
	case META_EOF:
		wmf->ended = true;
		return RC_OK;
	case META_TEXTOUT:
		return draw_text(wmf, data, err);
	case META_EXTTEXTOUT:
		return draw_text_widths(wmf, data, err);
	case META_ESCAPE:
		take_escape(wmf, data);
		return RC_OK;
	}
	return dots == 0 ? RC_OK : metafile_dots(&wmf->metafile,
	    slice_sub(data, dots, data.len), (struct slice){0}, err);
}

static enum rc
wmf_walk(struct wmf *wmf, struct slice rest, struct err *err)
{
	struct emit *emit = &wmf->metafile.emit;
	uint64_t records = 0;

	if (little_32(rest, 0) == PLACEABLE_KEY)
		rest = slice_sub(rest, PLACEABLE, rest.len);
	rest = slice_sub(rest, HEADER, rest.len);
	while (!wmf->ended && rest.len >= RECORD_LEAST) {
		size_t size = 2 * (size_t)little_32(rest, 0);

		if (size < RECORD_LEAST || size > rest.len)
			break;
		if (records++ % DUE_EVERY == 0)
			TRY(emit_due(emit, err));
		TRY(take_record(wmf, little_16(rest, 4), slice_sub(rest,
		    RECORD_LEAST, size), err));
		rest = slice_sub(rest, size, rest.len);
	}
	if (!wmf->ended)
		TRY(emit_cause(emit, 0, CAUSE_truncated, err));
	TRY(metafile_tell(&wmf->metafile, (struct slice){0}, err));
	TRY(metafile_child(&wmf->metafile, buf_slice(&wmf->enhanced), err));
	return wmf->ended ? metafile_behind(&wmf->metafile, rest, err) :
	    RC_OK;
}

static enum rc
wmf_run(struct wmf *wmf, const struct extract_job *job,
    const struct extract_sink *sink, struct err *err)
{
	struct metafile *metafile = &wmf->metafile;

	TRY(metafile_begin(metafile, job, sink, err));
	wmf->enhanced = buf_new((size_t)job->limits->entry_bytes);
	TRY(wmf_walk(wmf, job->part->bytes, err));
	if (codepages_unknown(metafile->pages))
		TRY(emit_cause(&metafile->emit, 0, CAUSE_charset, err));
	return metafile->glyphs == 0 ? RC_OK :
	    emit_cause(&metafile->emit, 0, CAUSE_unsupported, err);
}

static enum rc
wmf_extract(const struct extract_job *job, const struct extract_sink *sink,
    struct err *err)
{
	struct wmf *wmf = arena_alloc(job->arena, sizeof(*wmf));
	enum rc rc;

	if (wmf == NULL)
		return arena_full(job->arena, "a drawing", err);
	rc = wmf_run(wmf, job, sink, err);
	metafile_end(&wmf->metafile);
	buf_free(&wmf->enhanced);
	return rc;
}

/* 2.3.2.2: kind, length in words, version. */
static bool
is_header(struct slice bytes)
{
	unsigned kind = little_16(bytes, 0), version = little_16(bytes, 4);

	return (kind == 1 || kind == 2) &&
	    little_16(bytes, 2) == HEADER_WORDS &&
	    (version == 0x100 || version == 0x300) &&
	    little_32(bytes, HEADER) >= RECORD_LEAST / 2;
}

static unsigned
wmf_sniff(struct slice bytes, struct slice name, struct slice declared_type)
{
	(void)name;
	(void)declared_type;
	return is_header(bytes) || (little_32(bytes, 0) == PLACEABLE_KEY &&
	    is_header(slice_sub(bytes, PLACEABLE, bytes.len))) ? 2 : 0;
}

static const struct extract_sample wmf_good[] = {
	{"wmf/lines.wmf", "CANYON-DRAWN first\nCANYON-DRAWN second", "picture",
	    0},
	{"wmf/placeable.wmf", "CANYON-PLACED", "picture", 0},
	{"wmf/charset.wmf", "CANYON-\320\226\320\242", "picture", 0},
	{"wmf/charset.wmf", "CANYON-\346\227\245\346\234\254", "picture", 0},
	{"wmf/letters.wmf", "card 4111111111111111 valid", "picture", 0},
	{"wmf/within.wmf", "CANYON-DRAWN first", "part 1 > picture", 0},
	{"wmf/within.wmf", "CANYON-BEHIND", "after the picture", 0},
	{0},
};

static const struct extract_sample wmf_bad[] = {
	{"wmf/cut.wmf", "CANYON-DRAWN first", "picture",
	    1u << CAUSE_truncated},
	{0},
};

const struct extractor extractor_wmf = {
	.name = "wmf",
	.type = "image/wmf",
	.claims = metafile_claims,
	.class = EXTRACT_DOCUMENT,
	.sniff = wmf_sniff,
	.extract = wmf_extract,
	.good = wmf_good,
	.bad = wmf_bad,
};
