/*
 * run_uu - uuencoded files in a text, in both of their forms (POSIX uuencode).
 *
 * "begin 644 name", lines of a length and letters, "end"; or "begin-base64 644
 * name", base64, "====".  A file without its end is truncated.
 */
#include "scanner/extract/run.h"
#include "scanner/message/decode.h"

enum { LINE_MOST = 1024, ODD_LINES_MOST = 8 };

/* "begin 644 name" gives the name. */
static bool
read_head(struct slice line, struct slice *name)
{
	struct slice word;

	if (!slice_cut(&line, ' ', &word) || !slice_cut(&line, ' ', &word) ||
	    word.len < 3 || word.len > 4)
		return false;
	for (size_t i = 0; i < word.len; i++)
		if (word.at[i] < '0' || word.at[i] > '7')
			return false;
	*name = slice_trim(line);
	return name->len > 0;
}

/* A length, and as many letters as it needs but for spaces at the end. */
static bool
is_uu_line(struct slice line)
{
	size_t need;

	while (line.len > 0 && byte_is_space(line.at[line.len - 1]))
		line.len--;
	if (line.len == 0)
		return true;
	need = (((line.at[0] - ' ') & 0x3fu) + 2) / 3 * 4 + 1;
	for (size_t i = 0; i < line.len; i++)
		if (line.at[i] < ' ' || line.at[i] > '`')
			return false;
	return line.len <= need + 2 && line.len * 4 + 8 > need;
}

/*
 * The lines of a file: up to its end, the next beginning, or words that go on
 * for some lines.  Within them lines that do not belong are passed over.
 */
static struct slice
take_lines(struct slice rest, bool *ended, bool *odd)
{
	struct slice all = rest, line;
	size_t taken = 0;
	unsigned odd_lines = 0;

	*ended = *odd = false;
	while (odd_lines < ODD_LINES_MOST && slice_cut(&rest, '\n', &line)) {
		if (slice_starts(line, slice_of("begin ")))
			break;
		if (slice_is_text(slice_trim(line), "end")) {
			*ended = true;
			return slice_sub(all, 0, (size_t)(line.at - all.at) +
			    line.len);
		}
		if (!is_uu_line(line)) {
			odd_lines++;
			continue;
		}
		*odd |= odd_lines > 0;
		odd_lines = 0;
		taken = (size_t)(line.at - all.at) + line.len;
	}
	return slice_sub(all, 0, taken);
}

static enum rc
read_uu(struct arena *arena, struct slice text, size_t at, struct run *run,
    struct err *err)
{
	struct slice rest = slice_sub(text, at, text.len), line, lines;
	struct decoded done;
	unsigned char *out;
	bool ended, odd;

	if (!run_is_line_start(text, at) || slice_find_byte(slice_sub(rest, 0,
	    LINE_MOST), '\n') == SIZE_MAX || !slice_cut(&rest, '\n', &line) ||
	    !read_head(line, &run->name))
		return RC_END;
	lines = take_lines(rest, &ended, &odd);
	TRY(run_room(arena, decode_room(DECODE_UU, lines.len), &out, err));
	done = decode_uu(lines, out);
	/* Words behind "begin 644 file" are words. */
	if (done.len == 0)
		return RC_END;
	/* A line that was cut is filled with spaces, which are zeros. */
	while (!ended && done.len > 1 && out[done.len - 1] == 0)
		done.len--;
	run->bytes = slice_bytes(out, done.len);
	run->span = (struct span){at, (size_t)(rest.at - text.at) +
	    lines.len};
	if (!ended)
		run->causes |= cause_bit(CAUSE_truncated);
	if (odd || done.garbage > 0)
		run->causes |= cause_bit(CAUSE_corrupt);
	return RC_OK;
}

const struct run_kind run_kind_uu = {.mark = "begin ", .read = read_uu};

/* ------------------------------------------------------------------ base64 */

static const char mark_base64[] = "begin-base64 ";

static enum rc
read_uu_base64(struct arena *arena, struct slice text, size_t at,
    struct run *run, struct err *err)
{
	struct slice rest = slice_sub(text, at, text.len), line;
	unsigned char *out;
	size_t end;

	if (!run_is_line_start(text, at) || !slice_cut(&rest, '\n', &line) ||
	    !read_head(slice_sub(line, 0, LINE_MOST), &run->name))
		return RC_END;
	rest = slice_sub(rest, 0, run_next_mark(rest, mark_base64));
	end = slice_find(rest, slice_of("===="));
	if (end == SIZE_MAX) {
		run->causes |= cause_bit(CAUSE_truncated);
		end = rest.len;
	}
	TRY(run_room(arena, decode_room(DECODE_BASE64, end), &out, err));
	run->bytes = slice_bytes(out, run_base64_decode(slice_sub(rest, 0,
	    end), out));
	run->span = (struct span){at, (size_t)(rest.at - text.at) + end};
	return run->bytes.len > 0 ? RC_OK : RC_END;
}

const struct run_kind run_kind_uu_base64 = {.mark = mark_base64,
	.rare = '-',
	.read = read_uu_base64};
