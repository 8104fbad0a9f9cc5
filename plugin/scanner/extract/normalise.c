/*
 * normalise - one spelling for texts that a reader sees as the same.
 *
 * One pass: runs of plain ASCII are found sixteen bytes at a time and copied;
 * everything else is decoded and looked up in normalise_table.h.  The result
 * never contains invalid UTF-8.  The way back is kept as a list of shifts of at
 * most SHIFTS_MAX entries; in a text with more, offsets behind the last one are
 * approximate (they only serve display).
 */
#include "scanner/extract/normalise.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "base/buf.h"
#include "scanner/extract/normalise_table.h"

enum { SHIFTS_MAX = 1 << 20 };

/* Hangul syllables are composed by arithmetic (Unicode 15, section 3.12). */
enum {
	HANGUL_L = 0x1100, HANGUL_V = 0x1161, HANGUL_T = 0x11a7,
	HANGUL_S = 0xac00, HANGUL_L_COUNT = 19, HANGUL_V_COUNT = 21,
	HANGUL_T_COUNT = 28, HANGUL_S_COUNT = 11172,
};

struct pass {
	const unsigned char *start, *in, *end;	/* of the current piece */
	size_t before;		/* bytes of the pieces before it */
	unsigned char *out;
	size_t len;		/* written to `out` */
	size_t piece;		/* where the current piece began in `out` */
	uint32_t last;		/* code point at `last_at`, 0: not known */
	size_t last_at;
	ptrdiff_t delta;
	struct buf shifts;
	uint64_t repaired, dropped;
};

/* Is this byte copied as it is, whatever stands around it? */
static bool
is_plain(unsigned char byte)
{
	return byte < 0x80 && byte != '\r' && byte != 0;
}

/* Length of the run of plain bytes at the start. */
static size_t
plain_run(const unsigned char *at, const unsigned char *end)
{
	const unsigned char *start = at;

#ifdef __SSE2__
	const __m128i cr = _mm_set1_epi8('\r');
	const __m128i nul = _mm_setzero_si128();
	for (; end - at >= 16; at += 16) {
		__m128i v = _mm_loadu_si128((const __m128i *)(const void *)at);
		__m128i odd = _mm_or_si128(v, _mm_or_si128(
		    _mm_cmpeq_epi8(v, cr), _mm_cmpeq_epi8(v, nul)));
		int mask = _mm_movemask_epi8(odd);
		if (mask != 0)
			return (size_t)(at - start) +
			    (size_t)__builtin_ctz((unsigned)mask);
	}
#endif
	while (at < end && is_plain(*at))
		at++;
	return (size_t)(at - start);
}

static bool
is_tail(const unsigned char *at, const unsigned char *end)
{
	return at < end && (*at & 0xc0) == 0x80;
}

/*
 * Decode the character at `at`; gives its length, or 0 when it is not UTF-8
 * (RFC 3629: no overlong forms, no surrogates, nothing past U+10FFFF).
 */
static size_t
decode(const unsigned char *at, const unsigned char *end, uint32_t *code)
{
	unsigned char lead = *at;

	if (lead < 0x80) {
		*code = lead;
		return 1;
	}
	if (lead < 0xc2 || lead > 0xf4 || !is_tail(at + 1, end))
		return 0;
	if (lead < 0xe0) {
		*code = (lead & 0x1fu) << 6 | (at[1] & 0x3fu);
		return 2;
	}
	if (!is_tail(at + 2, end))
		return 0;
	if (lead < 0xf0) {
		*code = (lead & 0x0fu) << 12 | (at[1] & 0x3fu) << 6 |
		    (at[2] & 0x3fu);
		return *code < 0x800 || (*code >= 0xd800 && *code < 0xe000) ?
		    0 : 3;
	}
	if (!is_tail(at + 3, end))
		return 0;
	*code = (lead & 0x07u) << 18 | (at[1] & 0x3fu) << 12 |
	    (at[2] & 0x3fu) << 6 | (at[3] & 0x3fu);
	return *code < 0x10000 || *code > 0x10ffff ? 0 : 4;
}

static size_t
encode(uint32_t code, unsigned char *out)
{
	if (code < 0x80) {
		out[0] = (unsigned char)code;
		return 1;
	}
	if (code < 0x800) {
		out[0] = (unsigned char)(0xc0 | code >> 6);
		out[1] = (unsigned char)(0x80 | (code & 0x3f));
		return 2;
	}
	if (code < 0x10000) {
		out[0] = (unsigned char)(0xe0 | code >> 12);
		out[1] = (unsigned char)(0x80 | (code >> 6 & 0x3f));
		out[2] = (unsigned char)(0x80 | (code & 0x3f));
		return 3;
	}
	out[0] = (unsigned char)(0xf0 | code >> 18);
	out[1] = (unsigned char)(0x80 | (code >> 12 & 0x3f));
	out[2] = (unsigned char)(0x80 | (code >> 6 & 0x3f));
	out[3] = (unsigned char)(0x80 | (code & 0x3f));
	return 4;
}

static uint32_t
entry(uint32_t code)
{
	size_t block = code / NORMALISE_BLOCK;

	if (code < 0x80 || block >= NORMALISE_INDEX)
		return 0;
	return normalise_blocks[normalise_index[block]]
	    [code % NORMALISE_BLOCK];
}

uint32_t
normalise_code(uint32_t code)
{
	uint32_t to = entry(code);

	if (to & NORMALISE_DROP)
		return 0;
	to &= NORMALISE_CODE;
	return to != 0 ? to : code;
}

/* The composite of two code points, or 0. */
static uint32_t
compose(uint32_t base, uint32_t mark)
{
	size_t low = 0;
	size_t high = sizeof normalise_pairs / sizeof normalise_pairs[0];

	if (base - HANGUL_L < HANGUL_L_COUNT &&
	    mark - HANGUL_V < HANGUL_V_COUNT)
		return HANGUL_S + ((base - HANGUL_L) * HANGUL_V_COUNT +
		    (mark - HANGUL_V)) * HANGUL_T_COUNT;
	if (base - HANGUL_S < HANGUL_S_COUNT &&
	    (base - HANGUL_S) % HANGUL_T_COUNT == 0 &&
	    mark - HANGUL_T < HANGUL_T_COUNT)
		return base + (mark - HANGUL_T);
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		uint32_t b = normalise_pairs[middle].base;
		uint32_t m = normalise_pairs[middle].mark;
		if (b == base && m == mark)
			return normalise_pairs[middle].whole;
		if (b < base || (b == base && m < mark))
			low = middle + 1;
		else
			high = middle;
	}
	return 0;
}

/* Note the distance to the original when it changed. */
static void
shift_note(struct pass *p)
{
	ptrdiff_t delta = (p->in - p->start) + (ptrdiff_t)p->before -
	    (ptrdiff_t)p->len;
	struct text_shift shift = { p->len, delta };
	const size_t one = sizeof shift;

	if (delta == p->delta)
		return;
	p->delta = delta;
	while (p->shifts.len >= one) {
		struct text_shift before;
		memcpy(&before, p->shifts.at + p->shifts.len - one, one);
		if (before.at < p->len)
			break;
		p->shifts.len -= one;
	}
	buf_put(&p->shifts, slice_bytes(&shift, one));
}

static void
put(struct pass *p, uint32_t code)
{
	p->last = code;
	p->last_at = p->len;
	p->len += encode(code, p->out + p->len);
}

/* Join a mark to the character before it, if the two have a common form. */
static bool
put_joined(struct pass *p, uint32_t mark)
{
	uint32_t base = p->last;
	size_t at = p->last_at;
	uint32_t whole;

	if (base == 0 && p->len > p->piece && p->out[p->len - 1] < 0x80) {
		base = p->out[p->len - 1];
		at = p->len - 1;
	}
	if (base == 0)
		return false;
	whole = compose(base, mark);
	if (whole == 0)
		return false;
	p->len = at;
	put(p, whole);
	return true;
}

static void
put_line_end(struct pass *p)
{
	if (p->in + 1 < p->end && p->in[1] == '\n')
		p->in++;
	p->in++;
	p->out[p->len++] = '\n';
	p->last = 0;
}

/* A run of bytes that are no UTF-8 becomes one replacement character. */
static void
put_repaired(struct pass *p)
{
	uint32_t code;

	while (p->in < p->end && *p->in >= 0x80 &&
	    decode(p->in, p->end, &code) == 0) {
		p->in++;
		p->repaired++;
	}
	put(p, 0xfffd);
}

static void
put_code(struct pass *p, uint32_t code)
{
	uint32_t to = entry(code);

	if ((to & NORMALISE_DROP) || code == 0) {
		p->dropped++;
		return;
	}
	if ((to & NORMALISE_MARK) && put_joined(p, code))
		return;
	to &= NORMALISE_CODE;
	put(p, to != 0 ? to : code);
}

/* One character that is not plain. */
static void
special(struct pass *p)
{
	uint32_t code;
	size_t size;

	if (*p->in == '\r') {
		put_line_end(p);
		return;
	}
	size = decode(p->in, p->end, &code);
	if (size == 0) {
		put_repaired(p);
		return;
	}
	p->in += size;
	put_code(p, code);
}

/*
 * The quick way for most of what is not ASCII: two bytes that stay, or become
 * two others, and join nothing.
 */
static bool
put_two(struct pass *p)
{
	uint32_t code, to;

	if (*p->in < 0xc2 || *p->in > 0xdf || !is_tail(p->in + 1, p->end))
		return false;
	code = (*p->in & 0x1fu) << 6 | (p->in[1] & 0x3fu);
	to = normalise_blocks[normalise_index[code / NORMALISE_BLOCK]]
	    [code % NORMALISE_BLOCK];
	if (to == 0)
		to = code;
	if (to < 0x80 || to >= 0x800)
		return false;
	p->last = to;
	p->last_at = p->len;
	p->out[p->len++] = (unsigned char)(0xc0 | to >> 6);
	p->out[p->len++] = (unsigned char)(0x80 | (to & 0x3f));
	p->in += 2;
	return true;
}

static void
put_piece(struct pass *p, struct slice piece)
{
	const unsigned char *end = piece.at + piece.len;

	p->start = p->in = piece.at;
	p->end = end;
	p->piece = p->len;
	p->last = 0;
	while (p->in < end) {
		size_t run = plain_run(p->in, end);
		if (run > 0) {
			memcpy(p->out + p->len, p->in, run);
			p->in += run;
			p->len += run;
			p->last = 0;
		}
		while (p->in < end && !is_plain(*p->in)) {
			if (put_two(p))
				continue;
			special(p);
			shift_note(p);
		}
	}
	p->before += piece.len;
}

/*
 * How long can the result be?  Only two things grow: a run of bad bytes becomes
 * three, and two letters of two bytes (U+023A, U+023E, lead byte 0xC8) fold to
 * letters of three.
 */
static size_t
most(struct slice in)
{
	const unsigned char *at = in.at, *end = in.at + in.len;
	size_t c8 = 0, size;
	uint32_t code;

	for (at += plain_run(at, end); at < end; at += plain_run(at, end))
		while (at < end && !is_plain(*at)) {
			size = decode(at, end, &code);
			if (size == 0)
				return 2 * in.len + 4;
			c8 += *at == 0xc8;
			at += size;
		}
	return in.len + c8 + 4;
}

static enum rc
finish(struct pass *p, struct arena *arena, struct text *text,
    struct err *err)
{
	size_t count = p->shifts.len / sizeof(struct text_shift);
	struct text_shift *shifts = NULL;

	if (count > 0) {
		shifts = arena_array(arena, count, sizeof *shifts);
		if (shifts != NULL)
			memcpy(shifts, p->shifts.at, p->shifts.len);
		buf_free(&p->shifts);
		if (shifts == NULL)
			return arena_full(arena, "the map of a text", err);
	}
	text->bytes = slice_bytes(p->out, p->len);
	text->shifts = shifts;
	text->shift_count = count;
	text->repaired = p->repaired;
	text->dropped = p->dropped;
	return RC_OK;
}

/* Room for all of them and what is read behind it. */
static enum rc
make_room(struct pass *p, struct arena *arena, const struct slice *pieces,
    size_t count, struct err *err)
{
	size_t size = TEXT_SLACK;

	for (size_t i = 0; i < count; i++)
		if (pieces[i].len > 0 && !size_add(size, most(pieces[i]), &size))
			return err_set(err, RC_LIMIT,
			    "a text is too long to be read");
	p->out = arena_room(arena, size);
	return p->out != NULL ? RC_OK :
	    arena_full(arena, "a normalised text", err);
}

enum rc
normalise_pieces(struct arena *arena, const struct slice *pieces,
    size_t count, size_t *starts, struct text *text, struct err *err)
{
	struct pass p = {0};

	TRY(make_room(&p, arena, pieces, count, err));
	p.shifts = buf_new(SHIFTS_MAX * sizeof(struct text_shift));
	for (size_t i = 0; i < count; i++) {
		starts[i] = p.len;
		if (pieces[i].len > 0)
			put_piece(&p, pieces[i]);
	}
	memset(p.out + p.len, 0, TEXT_SLACK);
	return finish(&p, arena, text, err);
}

enum rc
normalise_bytes(struct arena *arena, struct slice in, struct text *text,
    struct err *err)
{
	size_t start;

	return normalise_pieces(arena, &in, 1, &start, text, err);
}

enum rc
normalise_words(struct arena *arena, struct slice in, struct slice *out,
    struct err *err)
{
	struct text text = {0};

	TRY(normalise_bytes(arena, in, &text, err));
	*out = text.bytes;
	return RC_OK;
}
