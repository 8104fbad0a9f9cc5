/*
 * emf_plus - the words that GDI+ draws, in comments of EMF ([MS-EMFPLUS]).
 */
#include "scanner/extract/emf_plus.h"

#include <math.h>
#include <stdlib.h>

#include "scanner/extract/little.h"

enum {
	HEAD = 12, FONTS = 256, STACK_MOST = 64, DUE_EVERY = 256,
	/* 2.1.1.1 */
	PLUS_OBJECT = 0x4008, PLUS_STRING = 0x401c, PLUS_SAVE = 0x4025,
	PLUS_RESTORE = 0x4026, PLUS_CONTAINER = 0x4027,
	PLUS_CONTAINER_BARE = 0x4028, PLUS_CONTAINER_END = 0x4029,
	PLUS_WORLD = 0x402a, PLUS_WORLD_RESET = 0x402b,
	PLUS_WORLD_MULTIPLY = 0x402c, PLUS_WORLD_MOVE = 0x402d,
	PLUS_WORLD_SCALE = 0x402e, PLUS_WORLD_ROTATE = 0x402f,
	PLUS_PAGE = 0x4030, PLUS_DRIVER_STRING = 0x4036,
	FLAG_CONTINUES = 0x8000, FLAG_BEHIND = 0x2000,
	OBJECT_IMAGE = 5, OBJECT_FONT = 6,
	IMAGE_DOTS = 1, IMAGE_METAFILE = 2,
	ALIGN_TOP = 0, ALIGN_BASE = 24, OPTION_CHARACTERS = 1,
	OPTION_ADVANCES = 4,
};

/* Pixels of a unit of 2.1.1.32, at 96 to the inch. */
static const double units[] = {1, 1, 1, 96.0 / 72, 96, 96.0 / 300,
	96.0 / 25.4};

struct level {
	uint32_t number;
	struct metafile_map world, base;
	double page;
};

struct emf_plus {
	struct metafile own;
	struct metafile_font fonts[FONTS];
	struct metafile_map world, base;	/* of what it stands in */
	double page;		/* a unit of the page, in pixels */
	struct level stack[STACK_MOST];
	size_t depth;
	struct buf object;	/* in pieces */
	uint64_t records;
};

static const struct metafile_map as_it_is = {.a = 1, .d = 1};

enum rc
emf_plus_begin(const struct extract_job *job,
    const struct extract_sink *sink, struct emf_plus **out, struct err *err)
{
	struct emf_plus *plus = calloc(1, sizeof(*plus));

	*out = plus;
	if (plus == NULL)
		return err_set(err, RC_SYSTEM, "no memory for a drawing");
	plus->world = plus->base = as_it_is;
	plus->page = 1;
	plus->object = buf_new((size_t)job->limits->entry_bytes);
	return metafile_begin(&plus->own, job, sink, err);
}

void
emf_plus_free(struct emf_plus *plus)
{
	if (plus == NULL)
		return;
	metafile_end(&plus->own);
	buf_free(&plus->object);
	free(plus);
}

/* ------------------------------------------------------------------ maps */

static struct metafile_map
map_at(struct slice data, size_t at)
{
	return (struct metafile_map){little_real32(data, at), little_real32(data, at + 4),
		little_real32(data, at + 8), little_real32(data, at + 12),
		little_real32(data, at + 16), little_real32(data, at + 20)};
}

/* 2.3.9: the map a record multiplies the world's with. */
static struct metafile_map
map_of(unsigned type, struct slice data)
{
	const double circle = 360, half = 3.14159265358979;
	double x = little_real32(data, 0), y = little_real32(data, 4), turn;

	switch (type) {
	case PLUS_WORLD_MOVE:
		return (struct metafile_map){1, 0, 0, 1, x, y};
	case PLUS_WORLD_SCALE:
		return (struct metafile_map){x, 0, 0, y, 0, 0};
	case PLUS_WORLD_ROTATE:
		turn = x > -1e6 && x < 1e6 ?
		    fmod(x, circle) * 2 * half / circle : 0;
		return (struct metafile_map){cos(turn), sin(turn),
			-sin(turn), cos(turn), 0, 0};
	}
	return map_at(data, 0);
}

/* What stands behind the page's unit, world and containers is a pixel. */
static void
plus_maps(struct emf_plus *plus)
{
	plus->own.now.world = metafile_then(plus->world, plus->base);
	plus->own.now.page = (struct metafile_map){.a = plus->page,
		.d = plus->page};
}

static void
plus_push(struct emf_plus *plus, uint32_t number)
{
	if (plus->depth == STACK_MOST)
		plus->depth--;
	plus->stack[plus->depth++] = (struct level){number, plus->world,
		plus->base, plus->page};
}

/* 2.3.7.4: back to the level of that number. */
static void
plus_pop(struct emf_plus *plus, uint32_t number)
{
	for (size_t i = plus->depth; i > 0; i--) {
		const struct level *level = &plus->stack[i - 1];

		if (level->number != number)
			continue;
		plus->world = level->world;
		plus->base = level->base;
		plus->page = level->page;
		plus->depth = i - 1;
		return;
	}
}

/* 2.3.7.1: the source's rectangle is drawn as the other one. */
static void
plus_container(struct emf_plus *plus, unsigned type, struct slice data)
{
	struct metafile_map map = as_it_is;

	plus_push(plus, little_32(data, type == PLUS_CONTAINER ? 32 : 0));
	if (type == PLUS_CONTAINER && little_real32(data, 24) != 0 &&
	    little_real32(data, 28) != 0) {
		map.a = little_real32(data, 8) / little_real32(data, 24);
		map.d = little_real32(data, 12) / little_real32(data, 28);
		map.e = little_real32(data, 0) - little_real32(data, 16) * map.a;
		map.f = little_real32(data, 4) - little_real32(data, 20) * map.d;
	}
	plus->base = metafile_then(map, metafile_then(plus->world,
	    plus->base));
	plus->world = as_it_is;
}

static void
take_state(struct emf_plus *plus, unsigned type, unsigned flags,
    struct slice data)
{
	switch (type) {
	case PLUS_SAVE:
		plus_push(plus, little_32(data, 0));
		break;
	case PLUS_RESTORE:
	case PLUS_CONTAINER_END:
		plus_pop(plus, little_32(data, 0));
		break;
	case PLUS_CONTAINER:
	case PLUS_CONTAINER_BARE:
		plus_container(plus, type, data);
		break;
	case PLUS_WORLD:
		plus->world = map_at(data, 0);
		break;
	case PLUS_WORLD_RESET:
		plus->world = as_it_is;
		break;
	case PLUS_PAGE:
		plus->page = little_real32(data, 0) * ((flags & 0xff) <
		    sizeof(units) / sizeof(units[0]) ? units[flags & 0xff] :
		    1);
		break;
	default:
		plus->world = (flags & FLAG_BEHIND) != 0 ?
		    metafile_then(plus->world, map_of(type, data)) :
		    metafile_then(map_of(type, data), plus->world);
	}
	plus_maps(plus);
}

/* --------------------------------------------------------------- objects */

/* 2.2.1.3 */
static void
take_font(struct emf_plus *plus, unsigned number, struct slice data)
{
	uint32_t unit = little_32(data, 8);

	plus->fonts[number] = (struct metafile_font){.used = true,
		.high = little_real32(data, 4) * (unit < sizeof(units) /
		sizeof(units[0]) ? units[unit] : 1)};
}

/* Rows of three or four bytes a dot, as a picture that others know. */
static enum rc
take_rows(struct emf_plus *plus, struct slice bitmap, struct err *err)
{
	uint32_t wide = little_32(bitmap, 0), high = little_32(bitmap, 4);
	uint32_t row = little_32(bitmap, 8), bits =
	    little_32(bitmap, 12) >> 8 & 0xff;
	unsigned char head[40] = {40};

	if ((bits != 24 && bits != 32) || wide == 0 || wide > 1 << 20 ||
	    row != (wide * bits + 31) / 32 * 4)
		return emit_cause(&plus->own.emit, 0, CAUSE_unsupported, err);
	for (size_t i = 0; i < 4; i++) {
		head[4 + i] = (unsigned char)(wide >> 8 * i);
		/* Below zero: the first row is the upper one. */
		head[8 + i] = (unsigned char)(-high >> 8 * i);
	}
	head[12] = 1;
	head[14] = (unsigned char)bits;
	return metafile_dots(&plus->own, slice_bytes(head, sizeof(head)),
	    slice_sub(bitmap, 20, bitmap.len), err);
}

/* 2.2.1.4 */
static enum rc
take_image(struct emf_plus *plus, struct slice data, struct err *err)
{
	if (little_32(data, 4) == IMAGE_METAFILE)
		return metafile_child(&plus->own, little_bytes(data, 16,
		    little_32(data, 12)), err);
	if (little_32(data, 4) != IMAGE_DOTS)
		return RC_OK;
	/* 2.2.2.2: width, height, row, format, and whether it is packed. */
	if (little_32(data, 24) == 1)
		return metafile_child(&plus->own, slice_sub(data, 28,
		    data.len), err);
	return take_rows(plus, slice_sub(data, 8, data.len), err);
}

static enum rc
take_object(struct emf_plus *plus, unsigned flags, struct slice data,
    struct err *err)
{
	enum rc rc = RC_OK;

	if ((flags & FLAG_CONTINUES) != 0) {
		(void)!buf_put(&plus->object, slice_sub(data, 4, data.len));
		if (plus->object.len < little_32(data, 0))
			return RC_OK;
		data = buf_slice(&plus->object);
	} else if (plus->object.len > 0) {
		(void)!buf_put(&plus->object, data);
		data = buf_slice(&plus->object);
	}
	if ((flags >> 8 & 0x7f) == OBJECT_FONT)
		take_font(plus, flags & 0xff, data);
	else if ((flags >> 8 & 0x7f) == OBJECT_IMAGE)
		rc = take_image(plus, data, err);
	buf_clear(&plus->object);
	return rc;
}

/* ------------------------------------------------------------------ text */

/* 2.3.4.14: in a box, of which the left upper corner is known. */
static void
take_string(struct emf_plus *plus, unsigned flags, struct slice data)
{
	struct metafile *own = &plus->own;
	size_t size;

	if (!size_mul(little_32(data, 8), 2, &size))
		return;
	own->now.font = plus->fonts[flags & 0xff];
	own->now.align = ALIGN_TOP;
	metafile_wide(own, little_bytes(data, 28, size));
	metafile_draw(own, little_real32(data, 12), little_real32(data, 16), 0);
}

/* Letters `from` to `to` begin on one line; the last is as wide as likely. */
static void
draw_run(struct emf_plus *plus, struct slice letters, struct slice points,
    size_t from, size_t to)
{
	struct metafile *own = &plus->own;
	double x = little_real32(points, 8 * from), width = 0;

	if (to > from + 1)
		width = (little_real32(points, 8 * (to - 1)) - x) *
		    (double)(to - from) / (double)(to - from - 1);
	metafile_wide(own, slice_sub(letters, 2 * from, 2 * to));
	metafile_draw(own, x, little_real32(points, 8 * from + 4), width);
}

/* Does the next letter stand where one would look for it? */
static bool
goes_on(struct slice points, size_t at, double high)
{
	double x = little_real32(points, 8 * at + 8) - little_real32(points, 8 * at);
	double y = little_real32(points, 8 * at + 12) - little_real32(points, 8 * at + 4);

	return x > 0 && x < 1.5 * high && y > -high / 4 && y < high / 4;
}

/* 2.3.4.6: each letter, or the first, has a point on its base line. */
static void
take_driver_string(struct emf_plus *plus, unsigned flags, struct slice data)
{
	struct metafile *own = &plus->own;
	uint32_t options = little_32(data, 4);
	size_t count = little_32(data, 12), from = 0;
	struct slice letters, points;

	if (count > data.len / 2)
		count = data.len / 2;
	letters = little_bytes(data, 16, 2 * count);
	points = little_bytes(data, 16 + 2 * count,
	    (options & OPTION_ADVANCES) != 0 ? 8 : 8 * count);
	if ((options & OPTION_CHARACTERS) == 0) {
		own->glyphs += count;
		return;
	}
	own->now.font = plus->fonts[flags & 0xff];
	own->now.align = ALIGN_BASE;
	if (points.len < 8 * count) {
		metafile_wide(own, letters);
		metafile_draw(own, little_real32(points, 0), little_real32(points, 4), 0);
		return;
	}
	for (size_t i = 0; i < count; i++) {
		if (i + 1 < count && goes_on(points, i, own->now.font.high))
			continue;
		draw_run(plus, letters, points, from, i + 1);
		from = i + 1;
	}
}

/* ------------------------------------------------------------------ walk */

static enum rc
take_record(struct emf_plus *plus, unsigned type, unsigned flags,
    struct slice data, struct err *err)
{
	if (type == PLUS_OBJECT)
		return take_object(plus, flags, data, err);
	if (type == PLUS_STRING)
		take_string(plus, flags, data);
	else if (type == PLUS_DRIVER_STRING)
		take_driver_string(plus, flags, data);
	else if (type >= PLUS_SAVE && type <= PLUS_PAGE)
		take_state(plus, type, flags, data);
	return RC_OK;
}

enum rc
emf_plus_read(struct emf_plus *plus, struct slice records, struct err *err)
{
	while (records.len >= HEAD) {
		size_t size = little_32(records, 4);

		if (size < HEAD || size > records.len)
			return emit_cause(&plus->own.emit, 0, CAUSE_corrupt,
			    err);
		if (plus->records++ % DUE_EVERY == 0)
			TRY(emit_due(&plus->own.emit, err));
		TRY(take_record(plus, little_16(records, 0),
		    little_16(records, 2), little_bytes(slice_sub(records, 0,
		    size), HEAD, little_32(records, 8)), err));
		records = slice_sub(records, size, records.len);
	}
	return RC_OK;
}

enum rc
emf_plus_tell(struct emf_plus *plus, const struct metafile *around,
    struct err *err)
{
	struct metafile *own = &plus->own;

	own->place = around->place;
	TRY(metafile_tell(own, buf_slice(&around->told), err));
	/* Numbers of shapes are no loss where the same is said in letters. */
	return own->glyphs <= around->letters ? RC_OK :
	    emit_cause(&own->emit, 0, CAUSE_unsupported, err);
}
