/*
 * run_yenc - files in yEnc (yEnc draft 1.3): bytes shifted by 42.
 *
 * "=ybegin line=128 size=N name=x", the bytes, "=yend size=N crc32=H".  One part
 * of several has a line "=ypart" and is only a piece: `elsewhere`.  Size and sum
 * are checked.
 */
#include "base/crc.h"
#include "scanner/extract/run.h"

enum { LINE_MOST = 1024, SHIFT = 42, ESCAPED_SHIFT = 64 };

static const char mark[] = "=ybegin ";

/* The word behind "size=" in a line; empty when it is not there. */
static struct slice
value_of(struct slice line, const char *key)
{
	size_t at = slice_find(line, slice_of(key)), end;
	struct slice value;

	if (at == SIZE_MAX)
		return (struct slice){0};
	value = slice_sub(line, at + strlen(key), line.len);
	for (end = 0; end < value.len && !byte_is_space(value.at[end]);)
		end++;
	return slice_sub(value, 0, end);
}

static bool
hex_of(struct slice digits, uint32_t *number)
{
	*number = 0;
	for (size_t i = 0; i < digits.len; i++) {
		unsigned char byte = byte_lower(digits.at[i]);

		if (!byte_is_digit(byte) && (byte < 'a' || byte > 'f'))
			return false;
		*number = *number << 4 | (byte_is_digit(byte) ? byte - 48u :
		    byte - 'a' + 10u);
	}
	return digits.len > 0 && digits.len <= 8;
}

static size_t
decode(struct slice data, unsigned char *out)
{
	size_t len = 0;

	for (size_t i = 0; i < data.len; i++) {
		unsigned char byte = data.at[i];

		if (byte == '\r' || byte == '\n')
			continue;
		if (byte == '=' && i + 1 < data.len)
			byte = (unsigned char)(data.at[++i] - ESCAPED_SHIFT);
		out[len++] = (unsigned char)(byte - SHIFT);
	}
	return len;
}

/* What the end line says against what there is. */
static void
check(struct slice end, bool piece, struct run *run)
{
	struct slice digits = value_of(end, piece ? " pcrc32=" : " crc32=");
	uint64_t size;
	uint32_t sum;

	if (slice_number(value_of(end, "size="), &size) &&
	    size != run->bytes.len)
		run->causes |= cause_bit(size > run->bytes.len ?
		    CAUSE_truncated : CAUSE_corrupt);
	if (hex_of(digits, &sum) && sum != crc_32(run->bytes))
		run->causes |= cause_bit(CAUSE_corrupt);
}

/* The next line of `rest` within a bound; false when there is none. */
static bool
cut_line(struct slice *rest, struct slice *line)
{
	size_t end = slice_find_byte(slice_sub(*rest, 0, LINE_MOST), '\n');

	if (end == SIZE_MAX)
		return false;
	*line = slice_sub(*rest, 0, end);
	*rest = slice_sub(*rest, end + 1, rest->len);
	return true;
}

static enum rc
read_yenc(struct arena *arena, struct slice text, size_t at, struct run *run,
    struct err *err)
{
	struct slice rest = slice_sub(text, at, text.len), head, line;
	struct slice last = {0};
	unsigned char *out;
	bool piece = false;
	size_t end, name;

	if (!run_is_line_start(text, at) || !cut_line(&rest, &head) ||
	    value_of(head, "size=").len == 0)
		return RC_END;
	name = slice_find(head, slice_of(" name="));
	if (name == SIZE_MAX)
		return RC_END;
	run->name = slice_trim(slice_sub(head, name + 6, head.len));
	if (slice_starts(rest, slice_of("=ypart ")) && cut_line(&rest, &line)) {
		piece = true;
		run->causes |= cause_bit(CAUSE_elsewhere);
	}
	rest = slice_sub(rest, 0, run_next_mark(rest, mark));
	end = slice_find(rest, slice_of("\n=yend "));
	if (end == SIZE_MAX)
		run->causes |= cause_bit(CAUSE_truncated);
	else
		last = slice_sub(rest, end + 1, rest.len);
	last = slice_sub(last, 0, slice_find_byte(last, '\n'));
	rest = slice_sub(rest, 0, end);
	TRY(run_room(arena, rest.len, &out, err));
	run->bytes = slice_bytes(out, decode(rest, out));
	check(last, piece, run);
	run->span = (struct span){at, (size_t)(rest.at - text.at) + rest.len +
	    last.len};
	return RC_OK;
}

const struct run_kind run_kind_yenc = {.mark = mark, .rare = '=',
	.read = read_yenc, .raw = true};
