/*
 * tries - opening a document with the words at hand.
 */
#include "scanner/extract/tries.h"

enum rc
tries_run(struct emit *emit, const struct tries *tries, struct err *err)
{
	const struct extract_job *job = emit->job;
	uint64_t until_ms = clock_monotonic_ms(job->clock) +
	    job->limits->password_wall_ms;
	bool open = tries->usual != NULL && tries->opens(tries->own,
	    slice_of(tries->usual));

	for (size_t i = 0; !open && i < job->password_count &&
	    i < job->limits->passwords; i++) {
		if (clock_left_ms(job->clock, until_ms) == 0)
			break;
		TRY(emit_due(emit, err));
		open = job->passwords[i].len > 0 &&
		    tries->opens(tries->own, job->passwords[i]);
	}
	if (open)
		return emit_flag(emit, 0, PART_FLAG_opened, err);
	TRY(emit_cause(emit, 0, CAUSE_encrypted, err));
	return RC_END;
}

/* The next character of UTF-8; what is none counts as itself. */
static uint32_t
character(struct slice text, size_t *at)
{
	unsigned char first = text.at[(*at)++];
	unsigned more = first >= 0xf0 ? 3 : first >= 0xe0 ? 2 :
	    first >= 0xc2 ? 1 : 0;
	uint32_t value = more == 0 ? first : first & (0x3fu >> more);

	for (; more > 0 && *at < text.len &&
	    (text.at[*at] & 0xc0) == 0x80; more--)
		value = value << 6 | (text.at[(*at)++] & 0x3f);
	return value;
}

static void
put_unit(struct buf *out, uint32_t unit)
{
	(void)!buf_byte(out, (unsigned char)unit);
	(void)!buf_byte(out, (unsigned char)(unit >> 8));
}

void
tries_wide(struct slice word, struct buf *out)
{
	size_t at = 0;

	while (at < word.len) {
		uint32_t value = character(word, &at);

		if (value < 0x10000) {
			put_unit(out, value);
			continue;
		}
		put_unit(out, 0xd800 | ((value - 0x10000) >> 10 & 0x3ff));
		put_unit(out, 0xdc00 | (value & 0x3ff));
	}
}
