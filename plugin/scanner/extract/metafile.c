/*
 * metafile - what the readers of drawing records of Windows share.
 *
 * Numbers of maps and points come from the file: they may be anything, so
 * nothing but the canvas, which bounds them, compares them.
 */
#include "scanner/extract/metafile.h"

#include <math.h>

#include "base/escape.h"
#include "scanner/extract/dots.h"
#include "scanner/extract/little.h"

enum {
	PICTURES_MOST = 32, BEHIND_LEAST = 16, TEXT_MOST = 1 << 22,
	TOLD_MOST = 1 << 26, LETTER_HIGH = 16,
	/* [MS-WMF] 2.1.2.3 and 2.1.1.16 */
	ALIGN_UPDATE = 1, ALIGN_RIGHT = 2, ALIGN_CENTER = 6,
	ALIGN_BOTTOM = 8, ALIGN_BASE = 24,
	MODE_TEXT = 1, MODE_ISOTROPIC = 7, MODE_ANISOTROPIC = 8,
};

/* How much of a letter is above and below its base line, likely. */
static const double ASCENT = 0.8, DESCENT = 0.2;

const char *const metafile_claims[] = {"image/emf", "image/x-emf",
	"image/wmf", "image/x-wmf", "application/x-msmetafile", "windows/metafile",
	".emf", ".wmf", ".emz", ".wmz", NULL};

static const struct metafile_map as_it_is = {.a = 1, .d = 1};

enum rc
metafile_begin(struct metafile *metafile, const struct extract_job *job,
    const struct extract_sink *sink, struct err *err)
{
	*metafile = (struct metafile){.emit = emit_new(job, sink),
		.canvas = canvas_new(), .text = buf_new(TEXT_MOST),
		.told = buf_new(TOLD_MOST), .now = {.world = as_it_is, .page = as_it_is,
		.window = {0, 0, 1, 1}, .view = {0, 0, 1, 1},
		.mode = MODE_TEXT}};
	return codepages_new(job, &metafile->pages, err);
}

void
metafile_end(struct metafile *metafile)
{
	canvas_free(&metafile->canvas);
	buf_free(&metafile->text);
	buf_free(&metafile->told);
}

static enum rc
metafile_place(struct metafile *metafile, struct err *err)
{
	if (metafile->place != 0)
		return RC_OK;
	return emit_place(&metafile->emit, &metafile->place,
	    (struct slice){0}, (struct slice){0}, err, "picture");
}

/* ------------------------------------------------------------------ maps */

struct metafile_map
metafile_then(struct metafile_map p, struct metafile_map q)
{
	return (struct metafile_map){
		.a = p.a * q.a + p.b * q.c, .b = p.a * q.b + p.b * q.d,
		.c = p.c * q.a + p.d * q.c, .d = p.c * q.b + p.d * q.d,
		.e = p.e * q.a + p.f * q.c + q.e,
		.f = p.e * q.b + p.f * q.d + q.f,
	};
}

/* [MS-WMF] 2.1.1.16: in modes of units upwards is up, whatever the unit. */
void
metafile_page(struct metafile_state *state)
{
	const double *window = state->window, *view = state->view;
	double x = 1, y = 1;

	if (state->mode == MODE_ISOTROPIC ||
	    state->mode == MODE_ANISOTROPIC) {
		x = window[2] != 0 ? view[2] / window[2] : 1;
		y = window[3] != 0 ? view[3] / window[3] : 1;
	} else if (state->mode > MODE_TEXT) {
		y = -1;
	}
	state->page = (struct metafile_map){.a = x, .d = y,
		.e = view[0] - window[0] * x, .f = view[1] - window[1] * y};
}

void
metafile_save(struct metafile *metafile)
{
	/* Those too many are kept over the last. */
	if (metafile->saves == METAFILE_SAVES)
		metafile->saves--;
	metafile->saved[metafile->saves++] = metafile->now;
}

void
metafile_restore(struct metafile *metafile, int which)
{
	int64_t at = which < 0 ? (int64_t)metafile->saves + which :
	    (int64_t)which - 1;

	if (at < 0 || (size_t)at >= metafile->saves)
		return;
	metafile->now = metafile->saved[at];
	metafile->saves = (size_t)at;
}

static void
map_point(const struct metafile_map *map, double *x, double *y)
{
	double was = *x;

	*x = map->a * was + map->c * *y + map->e;
	*y = map->b * was + map->d * *y + map->f;
}

void
metafile_point(const struct metafile_state *state, double *x, double *y)
{
	map_point(&state->world, x, y);
	map_point(&state->page, x, y);
}

/* An arrow has a direction and a length, and no place. */
static void
map_arrow(const struct metafile_state *state, double *x, double *y)
{
	double from_x = 0, from_y = 0;

	metafile_point(state, &from_x, &from_y);
	metafile_point(state, x, y);
	*x -= from_x;
	*y -= from_y;
}

/* -------------------------------------------------------------- drawing */

static size_t
letters_of(struct slice utf8)
{
	size_t count = 0;

	for (size_t i = 0; i < utf8.len; i++)
		count += (utf8.at[i] & 0xc0) != 0x80;
	return count;
}

/* What ends nothing and shows nothing is a space. */
static void
blank_controls(struct buf *text)
{
	for (size_t i = 0; i < text->len; i++)
		if (text->at[i] < ' ' || text->at[i] == 0x7f)
			text->at[i] = ' ';
}

/* Quarter turns against the clock that a font asks for. */
static unsigned
quarters_of(int turn)
{
	return (unsigned)((turn % 3600 + 3600 + 450) / 900 % 4);
}

/* The arrow of a text, and what is down from its base line. */
static void
put_turned(struct metafile *metafile, struct canvas_text *text,
    double width, double high)
{
	const struct metafile_state *now = &metafile->now;
	double x = width, y = 0, high_x = 0, high_y = high, was, down = 0;
	double back = 0;

	map_arrow(now, &x, &y);
	map_arrow(now, &high_x, &high_y);
	text->high = hypot(high_x, high_y);
	for (unsigned n = quarters_of(now->font.turn); n > 0; n--) {
		was = x;
		x = y;
		y = -was;
	}
	if ((now->align & ALIGN_BASE) == 0)
		down = ASCENT * text->high;
	else if ((now->align & ALIGN_BASE) == ALIGN_BOTTOM)
		down = -DESCENT * text->high;
	if ((now->align & ALIGN_CENTER) == ALIGN_RIGHT)
		back = 1;
	else if ((now->align & ALIGN_CENTER) == ALIGN_CENTER)
		back = 0.5;
	text->along_x = x;
	text->along_y = y;
	was = hypot(x, y);
	text->x += (was > 0 ? -y / was : 0) * down - back * x;
	text->y += (was > 0 ? x / was : 1) * down - back * y;
	canvas_put(&metafile->canvas, text);
}

void
metafile_draw(struct metafile *metafile, double x, double y, double width)
{
	struct metafile_state *now = &metafile->now;
	struct canvas_text text = {.x = x, .y = y};
	double high = now->font.high;
	size_t letters;

	blank_controls(&metafile->text);
	text.utf8 = buf_slice(&metafile->text);
	letters = letters_of(text.utf8);
	if (letters == 0)
		return;
	metafile->letters += letters;
	if (high == 0)
		high = width > 0 ? 2 * width / (double)letters : LETTER_HIGH;
	text.guessed = !(width > 0);
	if (text.guessed)
		width = canvas_likely_width(text.utf8, high,
		    (now->font.pitch & 3) == 1);
	if ((now->align & ALIGN_UPDATE) != 0) {
		text.x = now->at_x;
		text.y = now->at_y;
		now->at_x += width;
	}
	metafile_point(now, &text.x, &text.y);
	put_turned(metafile, &text, width, high);
}

enum rc
metafile_narrow(struct metafile *metafile, struct slice bytes,
    struct err *err)
{
	unsigned page = codepage_of_charset(metafile->now.font.charset);

	buf_clear(&metafile->text);
	return codepage_put(metafile->pages, page != 0 ? page : 1252, bytes,
	    &metafile->text, err);
}

/* What symbol fonts keep at U+F0xx are bytes. */
void
metafile_wide(struct metafile *metafile, struct slice bytes)
{
	size_t from = 0;

	buf_clear(&metafile->text);
	for (size_t at = 0; bytes.len - at >= 2; at += 2) {
		unsigned unit = little_16(bytes, at);

		if (unit < 0xf020 || unit >= 0xf100)
			continue;
		codepage_wide(&metafile->text, slice_sub(bytes, from, at));
		(void)!utf8_put(&metafile->text, unit - 0xf000);
		from = at + 2;
	}
	codepage_wide(&metafile->text, slice_sub(bytes, from, bytes.len));
}

/* ------------------------------------------------------------- children */

enum rc
metafile_child(struct metafile *metafile, struct slice bytes,
    struct err *err)
{
	struct emit *emit = &metafile->emit;
	struct extract_child child = {.bytes = bytes,
		.scope = SCOPE_attachment};

	if (bytes.len == 0)
		return RC_OK;
	if (metafile->pictures == PICTURES_MOST)
		return emit_cause(emit, 0, CAUSE_too_many, err);
	metafile->pictures++;
	TRY(emit->sink->unpacked(emit->sink->own, bytes.len, err));
	TRY(emit_place(emit, &child.place, (struct slice){0},
	    (struct slice){0}, err, "part %u", metafile->pictures));
	return emit->sink->child(emit->sink->own, &child, err);
}

enum rc
metafile_behind(struct metafile *metafile, struct slice rest,
    struct err *err)
{
	struct emit *emit = &metafile->emit;
	struct extract_child child = {.bytes = rest,
		.scope = SCOPE_attachment};

	while (child.bytes.len > 0 && child.bytes.at[0] == 0)
		child.bytes = slice_sub(child.bytes, 1, child.bytes.len);
	if (slice_trim(child.bytes).len < BEHIND_LEAST)
		return RC_OK;
	TRY(emit_place(emit, &child.place, (struct slice){0},
	    (struct slice){0}, err, "after the picture"));
	return emit->sink->child(emit->sink->own, &child, err);
}

enum rc
metafile_dots(struct metafile *metafile, struct slice head,
    struct slice bits, struct err *err)
{
	struct buf file;
	enum rc rc;

	if (bits.len == 0) {
		bits = slice_sub(head, dots_head(head), head.len);
		head = slice_sub(head, 0, head.len - bits.len);
	}
	if (!dots_is_worth(head) || bits.len == 0)
		return RC_OK;
	file = buf_new(head.len + bits.len + 64);
	dots_file(head, bits, &file);
	rc = file.full ? emit_cause(&metafile->emit, 0, CAUSE_memory, err) :
	    metafile_child(metafile, buf_slice(&file), err);
	buf_free(&file);
	return rc;
}

/* --------------------------------------------------------------- telling */

/* The same but for spaces and ends of lines. */
static bool
same_words(struct slice a, struct slice b)
{
	size_t i = 0, j = 0;

	for (;; i++, j++) {
		while (i < a.len && byte_is_space(a.at[i]))
			i++;
		while (j < b.len && byte_is_space(b.at[j]))
			j++;
		if (i == a.len || j == b.len)
			return i == a.len && j == b.len;
		if (a.at[i] != b.at[j])
			return false;
	}
}

enum rc
metafile_tell(struct metafile *metafile, struct slice except,
    struct err *err)
{
	struct buf *told = &metafile->told;

	canvas_read(&metafile->canvas, told);
	if (metafile->canvas.full || told->full)
		TRY(emit_cause(&metafile->emit, 0, CAUSE_too_big, err));
	if (told->len == 0 || same_words(buf_slice(told), except))
		return RC_OK;
	TRY(metafile_place(metafile, err));
	return emit_text(&metafile->emit, metafile->place, 0,
	    buf_slice(told), err);
}
