/*
 * run_binhex - files in BinHex 4.0 (RFC 1741 appendix A).
 *
 * Letters of six bits between colons, runs of one byte written short, then a
 * header, the data fork and the resource fork, each with a sum.  The part is
 * the data fork with the resource fork behind it: both may hold words.
 */
#include "scanner/extract/run.h"

#include "base/buf.h"

enum { BEGIN_WITHIN = 256, REPEAT = 0x90, HEAD_LEAST = 22, NAME_MOST = 63,
	REPEATED_MOST = 64 };

static const char letters[] =
    "!\"#$%&'()*+,-012345689@ABCDEFGHIJKLMNPQRSTUVXYZ[`abcdefhijklmpqr";

/* Where the letters begin: behind a colon that begins a line. */
static size_t
find_begin(struct slice text, size_t at)
{
	size_t most = at + BEGIN_WITHIN;

	for (; at < text.len && at < most; at++)
		if (text.at[at] == ':' && run_is_line_start(text, at))
			return at + 1;
	return SIZE_MAX;
}

/* The letters as bytes; `*end` is where they end, `*whole` with a colon. */
static void
take_letters(struct slice text, size_t *end, bool *whole, struct buf *packed)
{
	uint32_t bits = 0;
	unsigned held = 0;
	size_t at = *end;

	for (; at < text.len && text.at[at] != ':'; at++) {
		const char *letter = text.at[at] == '\0' ? NULL :
		    memchr(letters, text.at[at], 64);

		if (byte_is_space(text.at[at]))
			continue;
		if (letter == NULL)
			break;
		bits = bits << 6 | (uint32_t)(letter - letters);
		held += 6;
		if (held < 8)
			continue;
		held -= 8;
		(void)!buf_byte(packed, (unsigned char)(bits >> held));
		bits &= (1u << held) - 1;
	}
	*whole = at < text.len && text.at[at] == ':';
	*end = at;
}

/* "a 0x90 n" stands for n times a; "0x90 0" for itself. */
static void
repeat(struct slice packed, struct buf *out)
{
	unsigned char last = 0;

	for (size_t i = 0; i < packed.len; i++) {
		unsigned count;

		if (packed.at[i] != REPEAT || i + 1 == packed.len) {
			last = packed.at[i];
			(void)!buf_byte(out, last);
			continue;
		}
		count = packed.at[++i];
		if (count == 0) {
			last = REPEAT;
			(void)!buf_byte(out, last);
		}
		for (; count > 1; count--)
			(void)!buf_byte(out, last);
	}
}

/* CRC of CCITT, as the appendix defines it, two zeros behind the bytes. */
static unsigned
sum_of(struct slice bytes)
{
	unsigned sum = 0;

	for (size_t i = 0; i < bytes.len + 2; i++) {
		unsigned byte = i < bytes.len ? bytes.at[i] : 0;

		for (unsigned bit = 8; bit-- > 0;) {
			bool high = (sum & 0x8000) != 0;

			sum = (sum << 1 | (byte >> bit & 1)) & 0xffff;
			sum ^= high ? 0x1021 : 0;
		}
	}
	return sum;
}

static uint32_t
big(struct slice bytes, size_t at, unsigned count)
{
	uint32_t number = 0;

	for (unsigned i = 0; i < count; i++)
		number = number << 8 | (at + i < bytes.len ?
		    bytes.at[at + i] : 0u);
	return number;
}

/* One fork and its sum, behind what is in `out`. */
static void
take_fork(struct slice *rest, size_t size, struct buf *out,
    cause_set *causes)
{
	struct slice fork = slice_sub(*rest, 0, size);

	(void)!buf_put(out, fork);
	*rest = slice_sub(*rest, fork.len, rest->len);
	if (fork.len < size || rest->len < 2)
		*causes |= cause_bit(CAUSE_truncated);
	else if (sum_of(fork) != big(*rest, 0, 2))
		*causes |= cause_bit(CAUSE_corrupt);
	*rest = slice_sub(*rest, 2, rest->len);
}

/* Name, type, creator, flags, lengths and sum, then the forks. */
static enum rc
take_file(struct arena *arena, struct slice file, struct run *run,
    struct err *err)
{
	struct buf out = buf_new(file.len + 1);
	size_t name = file.len > 0 ? file.at[0] : 0, head = name + 20;
	struct slice rest;

	if (name == 0 || name > NAME_MOST || file.len < head)
		return RC_END;
	run->name = arena_copy(arena, slice_sub(file, 1, name + 1));
	if (sum_of(slice_sub(file, 0, head)) != big(file, head, 2))
		run->causes |= cause_bit(CAUSE_corrupt);
	rest = slice_sub(file, head + 2, file.len);
	take_fork(&rest, big(file, name + 12, 4), &out, &run->causes);
	take_fork(&rest, big(file, name + 16, 4), &out, &run->causes);
	run->bytes = arena_copy(arena, buf_slice(&out));
	buf_free(&out);
	return run->bytes.at != NULL && run->name.at != NULL ? RC_OK :
	    arena_full(arena, "a file in BinHex", err);
}

static enum rc
read_binhex(struct arena *arena, struct slice text, size_t at,
    struct run *run, struct err *err)
{
	size_t start = find_begin(text, at), end = start;
	struct buf packed, file;
	bool whole;
	enum rc rc;

	if (start == SIZE_MAX)
		return RC_END;
	packed = buf_new(text.len - start + 1);
	take_letters(text, &end, &whole, &packed);
	file = buf_new(packed.len * REPEATED_MOST < run->most ?
	    packed.len * REPEATED_MOST + 1 : run->most);
	repeat(buf_slice(&packed), &file);
	if (!whole)
		run->causes |= cause_bit(CAUSE_truncated);
	if (file.full)
		run->causes |= cause_bit(CAUSE_ratio);
	rc = take_file(arena, buf_slice(&file), run, err);
	run->span = (struct span){at, end};
	buf_free(&packed);
	buf_free(&file);
	return rc;
}

const struct run_kind run_kind_binhex = {
	.mark = "(This file must be converted with BinHex", .rare = '(',
	.read = read_binhex};
