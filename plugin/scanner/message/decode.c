/*
 * decode - take the transfer encoding off a body part.
 *
 * The inner loops work on whole groups and fall back to single bytes where a
 * line ends or something odd stands.
 */
#include "scanner/message/decode.h"

#include <endian.h>

#ifdef __x86_64__
#include <tmmintrin.h>
#endif

enum { BAD = 0xff, SPACE = 0xfe, PAD = 0xfd };

#define B BAD
#define S SPACE
static const uint8_t base64_value[256] = {
	B, B, B, B, B, B, B, B, B, S, S, B, B, S, B, B,
	B, B, B, B, B, B, B, B, B, B, B, B, B, B, B, B,
	S, B, B, B, B, B, B, B, B, B, B, 62, B, B, B, 63,
	52, 53, 54, 55, 56, 57, 58, 59, 60, 61, B, B, B, PAD, B, B,
	B, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14,
	15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, B, B, B, B, B,
	B, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40,
	41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51, B, B, B, B, B,
	B, B, B, B, B, B, B, B, B, B, B, B, B, B, B, B,
	B, B, B, B, B, B, B, B, B, B, B, B, B, B, B, B,
	B, B, B, B, B, B, B, B, B, B, B, B, B, B, B, B,
	B, B, B, B, B, B, B, B, B, B, B, B, B, B, B, B,
	B, B, B, B, B, B, B, B, B, B, B, B, B, B, B, B,
	B, B, B, B, B, B, B, B, B, B, B, B, B, B, B, B,
	B, B, B, B, B, B, B, B, B, B, B, B, B, B, B, B,
	B, B, B, B, B, B, B, B, B, B, B, B, B, B, B, B,
};
#undef B
#undef S

enum decode_kind
decode_kind(struct slice value)
{
	static const struct {
		const char *name;
		enum decode_kind kind;
	} names[] = {
		{ "", DECODE_NONE }, { "7bit", DECODE_NONE },
		{ "8bit", DECODE_NONE }, { "binary", DECODE_NONE },
		{ "base64", DECODE_BASE64 },
		{ "quoted-printable", DECODE_QUOTED },
		{ "x-uuencode", DECODE_UU }, { "uuencode", DECODE_UU },
		{ "x-uue", DECODE_UU }, { "uue", DECODE_UU },
	};
	size_t comment = slice_find_byte(value, '(');

	value = slice_trim(slice_sub(value, 0, comment));
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		if (slice_is_text_nocase(value, names[i].name))
			return names[i].kind;
	/* "8-bit", "7 bit", "8bits" and the like. */
	if (value.len < 8 && (*value.at == '7' || *value.at == '8'))
		return DECODE_NONE;
	return DECODE_UNKNOWN;
}

size_t
decode_room(enum decode_kind kind, size_t len)
{
	/* Whole words and vectors are written, also where less is left. */
	const size_t beyond = 16;

	if (kind == DECODE_UU)
		return 3 * len + beyond;	/* cut-off spaces count as there */
	return (kind == DECODE_BASE64 ? len / 4 * 3 : len) + beyond;
}

#ifdef __x86_64__
/*
 * Four groups at a time, as long as nothing else stands between them: the method of
 * W. Mula and D. Lemire, "Faster Base64 Encoding and Decoding Using AVX2
 * Instructions", ACM Transactions on the Web 12 (2018), with vectors of 16.
 */
__attribute__((target("ssse3"))) static size_t
base64_vectors(struct slice in, size_t i, unsigned char **out)
{
	/* A letter is none when its two halves have a bit in common here. */
	const __m128i low_bits = _mm_setr_epi8(0x15, 0x11, 0x11, 0x11, 0x11,
	    0x11, 0x11, 0x11, 0x11, 0x11, 0x13, 0x1a, 0x1b, 0x1b, 0x1b, 0x1a);
	const __m128i high_bits = _mm_setr_epi8(0x10, 0x10, 0x01, 0x02, 0x04,
	    0x08, 0x04, 0x08, 0x10, 0x10, 0x10, 0x10, 0x10, 0x10, 0x10, 0x10);
	/* From a letter to its value, by its upper half; [1] is for '/'. */
	const __m128i distance = _mm_setr_epi8(0, 16, 19, 4, -65, -65, -71, -71,
	    0, 0, 0, 0, 0, 0, 0, 0);
	const __m128i order = _mm_setr_epi8(2, 1, 0, 6, 5, 4, 10, 9, 8, 14, 13,
	    12, -1, -1, -1, -1);
	const __m128i half = _mm_set1_epi8(0x0f), slash = _mm_set1_epi8('/');

	for (; in.len - i >= 16; i += 16, *out += 12) {
		__m128i v = _mm_loadu_si128((const __m128i *)(const void *)
		    (in.at + i));
		__m128i high = _mm_and_si128(_mm_srli_epi32(v, 4), half);
		__m128i both = _mm_and_si128(_mm_shuffle_epi8(high_bits, high),
		    _mm_shuffle_epi8(low_bits, _mm_and_si128(v, half)));
		if (_mm_movemask_epi8(_mm_cmpeq_epi8(both,
		    _mm_setzero_si128())) != 0xffff)
			break;
		v = _mm_add_epi8(v, _mm_shuffle_epi8(distance, _mm_add_epi8(
		    high, _mm_cmpeq_epi8(v, slash))));
		v = _mm_maddubs_epi16(v, _mm_set1_epi32(0x01400140));
		v = _mm_madd_epi16(v, _mm_set1_epi32(0x00011000));
		_mm_storeu_si128((__m128i *)(void *)*out,
		    _mm_shuffle_epi8(v, order));
	}
	return i;
}
#endif

/* Whole groups of four, as long as nothing else stands between them. */
static size_t
base64_groups(struct slice in, size_t i, unsigned char **out)
{
	unsigned char *o;

#ifdef __x86_64__
	if (__builtin_cpu_supports("ssse3"))
		i = base64_vectors(in, i, out);
#endif
	o = *out;
	for (; in.len - i >= 4; i += 4) {
		uint8_t a = base64_value[in.at[i]];
		uint8_t b = base64_value[in.at[i + 1]];
		uint8_t c = base64_value[in.at[i + 2]];
		uint8_t d = base64_value[in.at[i + 3]];
		uint32_t group = htobe32((uint32_t)a << 26 | (uint32_t)b << 20 |
		    (uint32_t)c << 14 | (uint32_t)d << 8);
		if ((a | b | c | d) & 0xc0)
			break;
		/* The fourth byte is the next group's, or room that is left. */
		memcpy(o, &group, sizeof group);
		o += 3;
	}
	*out = o;
	return i;
}

/* The bytes of a group that was ended early, by padding or by the end. */
static void
base64_rest(uint32_t group, unsigned have, unsigned char **out)
{
	if (have >= 2)
		*(*out)++ = (unsigned char)(group >> (have * 6 - 8));
	if (have == 3)
		*(*out)++ = (unsigned char)(group >> 2);
}

struct decoded
decode_base64(struct slice in, unsigned char *out)
{
	struct decoded done = {0};
	unsigned char *o = out;
	uint32_t group = 0;
	unsigned have = 0;

	for (size_t i = 0; i < in.len; i++) {
		uint8_t value;
		if (have == 0) {
			i = base64_groups(in, i, &o);
			if (i == in.len)
				break;
		}
		value = base64_value[in.at[i]];
		if (value < 64) {
			group = (group << 6 | value) & 0xffffff;
			if (++have == 4) {
				*o++ = (unsigned char)(group >> 16);
				*o++ = (unsigned char)(group >> 8);
				*o++ = (unsigned char)group;
				have = 0;
			}
		} else if (value == PAD) {
			/* Joined texts go on behind the padding of one. */
			base64_rest(group, have, &o);
			have = 0;
		} else if (value == BAD)
			done.garbage++;
	}
	base64_rest(group, have, &o);
	done.truncated = have == 1;
	done.len = (size_t)(o - out);
	return done;
}

static int
hex_value(unsigned char byte)
{
	if (byte >= '0' && byte <= '9')
		return byte - '0';
	byte = byte_lower(byte);
	return byte >= 'a' && byte <= 'f' ? byte - 'a' + 10 : -1;
}

/*
 * What stands behind '=' at `i`: an octet, a soft line break, or neither.
 * Gives how many bytes of input are used, 0 for neither.
 */
static size_t
quoted_escape(struct slice in, size_t i, int *octet)
{
	size_t end = i + 1;

	*octet = -1;
	if (i + 2 < in.len) {
		int high = hex_value(in.at[i + 1]), low = hex_value(in.at[i + 2]);
		if (high >= 0 && low >= 0) {
			*octet = high << 4 | low;
			return 3;
		}
	}
	/* RFC 2045 section 6.7 (3): white space may follow a soft break. */
	while (end < in.len && (in.at[end] == ' ' || in.at[end] == '\t'))
		end++;
	if (end < in.len && in.at[end] == '\r')
		end++;
	if (end == in.len)
		return end - i;
	return in.at[end] == '\n' ? end + 1 - i : 0;
}

struct decoded
decode_quoted(struct slice in, unsigned char *out)
{
	struct decoded done = {0};
	size_t i = 0;

	while (i < in.len) {
		struct slice rest = slice_sub(in, i, in.len);
		size_t run = slice_find_byte(rest, '=');
		size_t used;
		int octet;
		if (run == SIZE_MAX)
			run = rest.len;
		memcpy(out + done.len, rest.at, run);
		done.len += run;
		i += run;
		if (i == in.len)
			break;
		used = quoted_escape(in, i, &octet);
		if (used == 0) {
			done.garbage++;
			out[done.len++] = in.at[i++];
			continue;
		}
		if (octet >= 0)
			out[done.len++] = (unsigned char)octet;
		i += used;
	}
	return done;
}

static bool
is_uu(unsigned char byte)
{
	return byte >= ' ' && byte <= '`';
}

/* One line: a length character, then groups of four. */
static bool
uu_line(struct slice line, unsigned char *out, size_t *len)
{
	size_t want, need;

	while (line.len > 0 && (line.at[line.len - 1] == '\r' ||
	    line.at[line.len - 1] == '\n'))
		line.len--;
	if (line.len == 0 || !is_uu(line.at[0]))
		return line.len == 0;
	want = (line.at[0] - ' ') & 0x3f;
	need = (want + 2) / 3 * 4;
	for (size_t g = 0; g < need; g += 4) {
		uint32_t group = 0;
		for (size_t k = 1; k <= 4; k++) {
			/* Trailing spaces are often cut off on the way. */
			unsigned char byte = g + k < line.len ?
			    line.at[g + k] : ' ';
			if (!is_uu(byte))
				return false;
			group = group << 6 | ((byte - ' ') & 0x3fu);
		}
		for (size_t k = 0; k < 3 && g / 4 * 3 + k < want; k++)
			out[(*len)++] = (unsigned char)(group >> (16 - 8 * k));
	}
	return true;
}

struct decoded
decode_uu(struct slice in, unsigned char *out)
{
	struct decoded done = {0};
	struct slice line, rest = in;
	bool ended = false;

	while (slice_cut(&rest, '\n', &line)) {
		size_t room = done.len;
		if (slice_starts(line, slice_of("begin ")))
			continue;
		if (slice_is_text(slice_trim(line), "end")) {
			ended = true;
			break;
		}
		/* decode_room counts on three bytes a character at the most. */
		if (line.len > 0 && ((line.at[0] - ' ') & 0x3fu) > line.len * 3)
			done.garbage += line.len;
		else if (!uu_line(line, out, &done.len)) {
			done.len = room;
			done.garbage += line.len;
		}
	}
	done.truncated = !ended;
	return done;
}

struct decoded
decode_bytes(enum decode_kind kind, struct slice in, unsigned char *out)
{
	struct decoded same = { .len = in.len };

	switch (kind) {
	case DECODE_BASE64:
		return decode_base64(in, out);
	case DECODE_QUOTED:
		return decode_quoted(in, out);
	case DECODE_UU:
		return decode_uu(in, out);
	case DECODE_NONE:
	case DECODE_UNKNOWN:
		break;
	}
	if (in.len > 0)
		memcpy(out, in.at, in.len);
	return same;
}
