/*
 * emf - the words of an Enhanced Metafile ([MS-EMF]).
 *
 * One pass over its records: those that draw text, and those that say where and
 * in which font.  Records of GDI+ within it are emf_plus's.  Text given as
 * numbers of shapes of a font cannot be read, and that is said.
 */
#include <stdlib.h>

#include "scanner/extract/emf_plus.h"
#include "scanner/extract/little.h"

enum {
	HEADER_LEAST = 88, RECORD_LEAST = 8, DUE_EVERY = 256,
	OBJECTS = 65536,
	EMR_HEADER = 1, EMR_SETWINDOWEXTEX = 9, EMR_SETWINDOWORGEX = 10,
	EMR_SETVIEWPORTEXTEX = 11, EMR_SETVIEWPORTORGEX = 12, EMR_EOF = 14,
	EMR_SETMAPMODE = 17, EMR_SETTEXTALIGN = 22, EMR_MOVETOEX = 27,
	EMR_SAVEDC = 33, EMR_RESTOREDC = 34, EMR_SETWORLDTRANSFORM = 35,
	EMR_MODIFYWORLDTRANSFORM = 36, EMR_SELECTOBJECT = 37,
	EMR_DELETEOBJECT = 40, EMR_COMMENT = 70, EMR_BITBLT = 76,
	EMR_STRETCHBLT = 77, EMR_MASKBLT = 78, EMR_PLGBLT = 79,
	EMR_SETDIBITSTODEVICE = 80, EMR_STRETCHDIBITS = 81,
	EMR_FONT = 82, EMR_EXTTEXTOUTA = 83, EMR_EXTTEXTOUTW = 84,
	EMR_POLYTEXTOUTA = 96, EMR_POLYTEXTOUTW = 97, EMR_SMALLTEXTOUT = 108,
	EMR_ALPHABLEND = 114, EMR_TRANSPARENTBLT = 116,
	/* 2.1.11 */
	OUT_GLYPHS = 0x10, OUT_NO_RECTANGLE = 0x100, OUT_SMALL = 0x200,
	OUT_BOTH_WAYS = 0x2000,
	TEXT_OBJECT = 40,
};

static const uint32_t STOCK_FONT_FIRST = 0x8000000a,
    STOCK_FONT_LAST = 0x80000011, COMMENT_PLUS = 0x2b464d45,
    COMMENT_PUBLIC = 0x43494447, PUBLIC_METAFILE = 0x80000001,
    PUBLIC_FORMATS = 0x40000004;

struct emf {
	struct metafile metafile;
	struct metafile_font *fonts;	/* by number of object */
	struct emf_plus *plus;
	bool ended;
};

static double
number_at(struct slice record, size_t at)
{
	return (int32_t)little_32(record, at);
}

/* ----------------------------------------------------------------- state */

/* 2.2.28 */
static struct metafile_map
map_at(struct slice record, size_t at)
{
	return (struct metafile_map){little_real32(record, at),
		little_real32(record, at + 4), little_real32(record, at + 8),
		little_real32(record, at + 12), little_real32(record, at + 16),
		little_real32(record, at + 20)};
}

/* 2.1.24 */
static void
modify_world(struct metafile_state *now, struct slice record)
{
	struct metafile_map map = map_at(record, 8);

	switch (little_32(record, 32)) {
	case 1:
		now->world = (struct metafile_map){.a = 1, .d = 1};
		break;
	case 2:
		now->world = metafile_then(map, now->world);
		break;
	case 3:
		now->world = metafile_then(now->world, map);
		break;
	case 4:
		now->world = map;
		break;
	}
}

static void
set_pair(double *pair, struct slice record)
{
	pair[0] = number_at(record, 8);
	pair[1] = number_at(record, 12);
}

/* 2.2.13: a LOGFONT. */
static void
take_font(struct emf *emf, struct slice record)
{
	uint32_t number = little_32(record, 8);
	double high = number_at(record, 12);

	if (number >= OBJECTS)
		return;
	emf->fonts[number] = (struct metafile_font){.used = true,
		.charset = little_8(record, 35),
		.pitch = little_8(record, 39),
		.turn = (int16_t)((int32_t)little_32(record, 20) % 3600),
		.high = high < 0 ? -high : high};
}

static void
select_object(struct emf *emf, uint32_t number)
{
	struct metafile_font *font = &emf->metafile.now.font;

	if (number >= STOCK_FONT_FIRST && number <= STOCK_FONT_LAST)
		*font = (struct metafile_font){0};
	else if (number < OBJECTS && emf->fonts[number].used)
		*font = emf->fonts[number];
}

/* True when it was one of these. */
static bool
take_state(struct emf *emf, uint32_t type, struct slice record)
{
	struct metafile *metafile = &emf->metafile;
	struct metafile_state *now = &metafile->now;
	uint32_t number = little_32(record, 8);

	switch (type) {
	case EMR_SETWINDOWORGEX:
		set_pair(now->window, record);
		break;
	case EMR_SETWINDOWEXTEX:
		set_pair(now->window + 2, record);
		break;
	case EMR_SETVIEWPORTORGEX:
		set_pair(now->view, record);
		break;
	case EMR_SETVIEWPORTEXTEX:
		set_pair(now->view + 2, record);
		break;
	case EMR_SETMAPMODE:
		now->mode = number;
		break;
	case EMR_SETTEXTALIGN:
		now->align = number;
		return true;
	case EMR_MOVETOEX:
		now->at_x = number_at(record, 8);
		now->at_y = number_at(record, 12);
		return true;
	case EMR_SAVEDC:
		metafile_save(metafile);
		return true;
	case EMR_RESTOREDC:
		metafile_restore(metafile, (int32_t)number);
		return true;
	case EMR_SETWORLDTRANSFORM:
		now->world = map_at(record, 8);
		return true;
	case EMR_MODIFYWORLDTRANSFORM:
		modify_world(now, record);
		return true;
	case EMR_FONT:
		take_font(emf, record);
		return true;
	case EMR_SELECTOBJECT:
		select_object(emf, number);
		return true;
	case EMR_DELETEOBJECT:
		if (number < OBJECTS)
			emf->fonts[number].used = false;
		return true;
	default:
		return false;
	}
	metafile_page(now);
	return true;
}

/* ------------------------------------------------------------------ text */

/* How far the text runs: a width for each letter, or a pair of numbers. */
static double
steps_at(struct slice record, size_t at, size_t count, size_t each)
{
	double sum = 0;

	for (size_t i = 0; at >= TEXT_OBJECT && i < count &&
	    little_has(record, at + each * i, each); i++)
		sum += number_at(record, at + each * i);
	return sum;
}

/* 2.2.5: a text object at `at` of its record. */
static enum rc
draw_object(struct emf *emf, struct slice record, size_t at, bool wide,
    struct err *err)
{
	struct metafile *metafile = &emf->metafile;
	size_t each = wide ? 2 : 1, size;
	uint32_t options = little_32(record, at + 16);
	struct slice bytes;

	if (!size_mul(little_32(record, at + 8), each, &size))
		return RC_OK;
	bytes = little_bytes(record, little_32(record, at + 12), size);
	if ((options & OUT_GLYPHS) != 0) {
		metafile->glyphs += bytes.len / each;
		return RC_OK;
	}
	if (wide)
		metafile_wide(metafile, bytes);
	else
		TRY(metafile_narrow(metafile, bytes, err));
	metafile_draw(metafile, number_at(record, at),
	    number_at(record, at + 4), steps_at(record,
	    little_32(record, at + 36), bytes.len / each,
	    (options & OUT_BOTH_WAYS) != 0 ? 8 : 4));
	return RC_OK;
}

/* 2.3.5.32, 2.3.5.33: several objects; their texts are counted, too. */
static enum rc
draw_several(struct emf *emf, struct slice record, bool wide,
    struct err *err)
{
	size_t count = little_32(record, 36), most = record.len;

	for (size_t i = 0; i < count && little_has(record,
	    TEXT_OBJECT + TEXT_OBJECT * i, TEXT_OBJECT); i++) {
		size_t at = TEXT_OBJECT + TEXT_OBJECT * i;
		size_t len = little_32(record, at + 8);

		/* No text is shared: what repeats is an attack on our time. */
		if (len > most)
			return emit_cause(&emf->metafile.emit, 0,
			    CAUSE_corrupt, err);
		most -= len;
		TRY(draw_object(emf, record, at, wide, err));
	}
	return RC_OK;
}

/* 2.3.5.37 */
static enum rc
draw_small(struct emf *emf, struct slice record)
{
	struct metafile *metafile = &emf->metafile;
	size_t count = little_32(record, 16), size;
	uint32_t options = little_32(record, 20);
	size_t at = (options & OUT_NO_RECTANGLE) != 0 ? 36 : 52;
	bool small = (options & OUT_SMALL) != 0;
	struct slice bytes;

	if (!size_mul(count, small ? 1 : 2, &size))
		return RC_OK;
	bytes = little_bytes(record, at, size);
	if ((options & OUT_GLYPHS) != 0) {
		metafile->glyphs += bytes.len;
		return RC_OK;
	}
	if (!small) {
		metafile_wide(metafile, bytes);
	} else {
		/* The lower halves of UTF-16. */
		buf_clear(&metafile->text);
		for (size_t i = 0; i < bytes.len; i++)
			codepage_wide(&metafile->text, slice_bytes(
			    (const unsigned char[]){bytes.at[i], 0}, 2));
	}
	metafile_draw(metafile, number_at(record, 8), number_at(record, 12),
	    0);
	return RC_OK;
}

static enum rc
take_text(struct emf *emf, uint32_t type, struct slice record,
    struct err *err)
{
	switch (type) {
	case EMR_EXTTEXTOUTA:
	case EMR_EXTTEXTOUTW:
		return draw_object(emf, record, 36, type == EMR_EXTTEXTOUTW,
		    err);
	case EMR_POLYTEXTOUTA:
	case EMR_POLYTEXTOUTW:
		return draw_several(emf, record, type == EMR_POLYTEXTOUTW,
		    err);
	case EMR_SMALLTEXTOUT:
		return draw_small(emf, record);
	}
	return RC_OK;
}

/* -------------------------------------------------- comments and pictures */

/* 2.3.3.4.3: the same picture in other formats. */
static enum rc
take_formats(struct emf *emf, struct slice comment, struct err *err)
{
	size_t count = little_32(comment, 24);

	for (size_t i = 0; i < count && little_has(comment, 28 + 16 * i, 16);
	    i++)
		TRY(metafile_child(&emf->metafile, little_bytes(comment,
		    little_32(comment, 28 + 16 * i + 12),
		    little_32(comment, 28 + 16 * i + 8)), err));
	return RC_OK;
}

/* 2.3.3 */
static enum rc
take_comment(struct emf *emf, struct slice record, struct err *err)
{
	struct slice comment = little_bytes(record, 12,
	    little_32(record, 8));

	if (little_32(comment, 0) == COMMENT_PLUS)
		return emf_plus_read(emf->plus,
		    slice_sub(comment, 4, comment.len), err);
	if (little_32(comment, 0) != COMMENT_PUBLIC)
		return RC_OK;
	if (little_32(comment, 4) == PUBLIC_METAFILE)
		return metafile_child(&emf->metafile, little_bytes(comment,
		    24, little_32(comment, 20)), err);
	if (little_32(comment, 4) == PUBLIC_FORMATS)
		return take_formats(emf, comment, err);
	return RC_OK;
}

/* Where a record says where its head and its bits are; 0: it has none. */
static size_t
dots_at(uint32_t type)
{
	switch (type) {
	case EMR_SETDIBITSTODEVICE:
	case EMR_STRETCHDIBITS:
		return 48;
	case EMR_BITBLT:
	case EMR_STRETCHBLT:
	case EMR_MASKBLT:
	case EMR_ALPHABLEND:
	case EMR_TRANSPARENTBLT:
		return 84;
	case EMR_PLGBLT:
		return 96;
	}
	return 0;
}

static enum rc
take_dots(struct emf *emf, struct slice record, size_t at, struct err *err)
{
	struct slice head = little_bytes(record, little_32(record, at),
	    little_32(record, at + 4));
	struct slice bits = little_bytes(record, little_32(record, at + 8),
	    little_32(record, at + 12));

	if (head.len == 0 || bits.len == 0)
		return RC_OK;
	return metafile_dots(&emf->metafile, head, bits, err);
}

/* ------------------------------------------------------------------ walk */

/* 2.2.9: program and title, each with its end. */
static enum rc
take_description(struct emf *emf, struct slice header, struct err *err)
{
	size_t size = 2 * (size_t)little_32(header, 60);
	struct slice text = little_bytes(header, little_32(header, 64), size);

	if (text.len < 4)
		return RC_OK;
	metafile_wide(&emf->metafile, text);
	for (size_t i = 0; i < emf->metafile.text.len; i++)
		if (emf->metafile.text.at[i] == 0)
			emf->metafile.text.at[i] = ' ';
	return emit_line(&emf->metafile.emit, 0, TEXT_FLAG_metadata,
	    slice_trim(buf_slice(&emf->metafile.text)), err);
}

static enum rc
take_record(struct emf *emf, uint32_t type, struct slice record,
    struct err *err)
{
	if (take_state(emf, type, record))
		return RC_OK;
	if (type == EMR_COMMENT)
		return take_comment(emf, record, err);
	if (type == EMR_HEADER)
		return take_description(emf, record, err);
	emf->ended = type == EMR_EOF;
	if (dots_at(type) != 0)
		return take_dots(emf, record, dots_at(type), err);
	return take_text(emf, type, record, err);
}

static enum rc
emf_walk(struct emf *emf, struct slice rest, struct err *err)
{
	struct emit *emit = &emf->metafile.emit;
	uint64_t records = 0;

	while (!emf->ended && rest.len >= RECORD_LEAST) {
		size_t size = little_32(rest, 4);

		if (size < RECORD_LEAST || size > rest.len)
			break;
		if (records++ % DUE_EVERY == 0)
			TRY(emit_due(emit, err));
		TRY(take_record(emf, little_32(rest, 0),
		    slice_sub(rest, 0, size), err));
		rest = slice_sub(rest, size, rest.len);
	}
	if (emf->ended)
		TRY(metafile_behind(&emf->metafile, rest, err));
	else
		TRY(emit_cause(emit, 0, CAUSE_truncated, err));
	return metafile_tell(&emf->metafile, (struct slice){0}, err);
}

static enum rc
emf_run(struct emf *emf, const struct extract_job *job,
    const struct extract_sink *sink, struct err *err)
{
	struct metafile *metafile = &emf->metafile;

	emf->fonts = calloc(OBJECTS, sizeof(*emf->fonts));
	if (emf->fonts == NULL)
		return err_set(err, RC_SYSTEM, "no memory for a drawing");
	TRY(metafile_begin(metafile, job, sink, err));
	TRY(emf_plus_begin(job, sink, &emf->plus, err));
	TRY(emf_walk(emf, job->part->bytes, err));
	TRY(emf_plus_tell(emf->plus, metafile, err));
	if (codepages_unknown(metafile->pages))
		TRY(emit_cause(&metafile->emit, 0, CAUSE_charset, err));
	return metafile->glyphs == 0 ? RC_OK :
	    emit_cause(&metafile->emit, 0, CAUSE_unsupported, err);
}

static enum rc
emf_extract(const struct extract_job *job, const struct extract_sink *sink,
    struct err *err)
{
	struct emf emf = {0};
	enum rc rc = emf_run(&emf, job, sink, err);

	metafile_end(&emf.metafile);
	emf_plus_free(emf.plus);
	free(emf.fonts);
	return rc;
}

/* 2.3.4.2: the first record, with its signature. */
static unsigned
emf_sniff(struct slice bytes, struct slice name, struct slice declared_type)
{
	(void)name;
	(void)declared_type;
	return little_32(bytes, 0) == EMR_HEADER &&
	    little_32(bytes, 4) >= HEADER_LEAST &&
	    slice_is_text(little_bytes(bytes, 40, 4), " EMF") ? 2 : 0;
}

static const struct extract_sample emf_good[] = {
	{"emf/lines.emf", "CANYON-DRAWN first\nCANYON-DRAWN second", "picture",
	    0},
	{"emf/lines.emf", "Invented CANYON-PROGRAM", "", 0},
	{"emf/letters.emf", "card 4111111111111111 valid", "picture", 0},
	{"emf/charset.emf", "CANYON-\320\226\320\242", "picture", 0},
	{"emf/charset.emf", "CANYON-SMALL \303\251", "picture", 0},
	{"emf/charset.emf", "CANYON-POLY one\tCANYON-POLY two", "picture",
	    0},
	{"emf/turned.emf", "CANYON-UPRIGHT left right", "picture", 0},
	{"emf/turned.emf", "CANYON-TURNED word", "picture", 0},
	{"emf/plus.emf", "CANYON-PLUS string", "picture", 0},
	{"emf/plus.emf", "CANYON-DRIVER", "picture", 0},
	{"emf/both.emf", "CANYON-BOTH", "picture", 0},
	{"emf/both.emf", "CANYON-INNER text", "part 1 > picture", 0},
	{"emf/both.emf", "CANYON-BEHIND", "after the picture", 0},
	{0},
};

static const struct extract_sample emf_bad[] = {
	{"emf/cut.emf", "CANYON-DRAWN first", "picture",
	    1u << CAUSE_truncated},
	{"emf/glyphs.emf", "CANYON-SEEN", "picture",
	    1u << CAUSE_unsupported},
	{0},
};

const struct extractor extractor_emf = {
	.name = "emf",
	.type = "image/emf",
	.claims = metafile_claims,
	.class = EXTRACT_DOCUMENT,
	.sniff = emf_sniff,
	.extract = emf_extract,
	.good = emf_good,
	.bad = emf_bad,
};
