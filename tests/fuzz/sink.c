/*
 * sink - where the fuzz targets of readers put what comes out.
 */
#include "fuzz/sink.h"

#include "base/arena.h"
#include "scanner/message/charset.h"

enum { WAIT_MS = 20000, TEXT_MOST = 1 << 24 };

void
fuzz_must(bool promise)
{
	if (!promise)
		__builtin_trap();
}

static enum rc
on_place(void *own, const struct extract_place *place, uint32_t *number,
    struct err *err)
{
	struct fuzz_sink *seen = own;

	(void)err;
	fuzz_must(strlen(place->where) < 256);
	for (const char *at = place->where; *at != '\0'; at++)
		fuzz_must(*at >= ' ' && *at <= '~');
	*number = ++seen->places;
	return RC_OK;
}

void
fuzz_touch(struct slice bytes)
{
	uint64_t sum = 0;

	for (size_t i = 0; i < bytes.len; i++)
		sum += bytes.at[i];
	fuzz_must(sum <= 255 * (uint64_t)bytes.len);
}

static enum rc
on_text(void *own, uint32_t place, unsigned flags, struct slice utf8,
    struct err *err)
{
	struct fuzz_sink *seen = own;

	(void)flags;
	fuzz_must(place <= seen->places);
	fuzz_touch(utf8);
	seen->text += utf8.len;
	return seen->text <= TEXT_MOST ? RC_OK :
	    err_set(err, RC_LIMIT, "more text than the budget has");
}

static enum rc
on_child(void *own, const struct extract_child *child, struct err *err)
{
	struct fuzz_sink *seen = own;

	(void)err;
	fuzz_must(child->place <= seen->places);
	fuzz_touch(child->bytes);
	fuzz_touch(child->name);
	fuzz_touch(child->type);
	return RC_OK;
}

static enum rc
on_flag(void *own, uint32_t place, enum cause cause, unsigned flags,
    struct err *err)
{
	struct fuzz_sink *seen = own;

	(void)flags;
	(void)err;
	fuzz_must(place <= seen->places);
	fuzz_must(cause < CAUSE_END);
	return RC_OK;
}

static enum rc
on_unpacked(void *own, uint64_t more, struct err *err)
{
	struct fuzz_sink *seen = own;

	seen->unpacked += more;
	return seen->unpacked <= TEXT_MOST ? RC_OK :
	    err_set(err, RC_LIMIT, "more bytes than the budget has");
}

/* Stands for the recogniser: touches what it is given, reads four pages. */
static enum ocr_end
look(void *engine, const struct ocr_picture *picture, uint64_t wait_ms,
    struct buf *text)
{
	(void)engine;
	fuzz_must(wait_ms > 0);
	fuzz_touch(picture->bytes);
	if (picture->page >= 4)
		return OCR_NO_PAGE;
	return buf_text(text, "seen\n") ? OCR_READ : OCR_CORRUPT;
}

void
fuzz_sink_begin(struct fuzz_sink *sink, struct slice bytes)
{
	static struct charsets *charsets;
	static const struct slice word = {(const unsigned char *)"secret", 6};
	static const struct ocr_module module = {
		.version = OCR_MODULE_VERSION, .read = look};
	static struct ocr ocr = {.module = &module};
	struct err err;

	if (charsets == NULL)
		fuzz_must(charsets_open(&charsets, &err) == RC_OK);
	*sink = (struct fuzz_sink){.limits = limit_defaults(),
		.clock = clock_system()};
	sink->part = (struct part){.id = 2, .fd = -1, .where = "attachment 1",
		.bytes = bytes};
	sink->job = (struct extract_job){.part = &sink->part,
		.limits = &sink->limits, .clock = &sink->clock,
		.passwords = &word, .password_count = 1,
		.arena = arena_new(1 << 28), .charsets = charsets,
		.ocr = &sink->ocr,
		.deadline_ms = clock_monotonic_ms(&sink->clock) + WAIT_MS};
	sink->ocr = (struct ocr_use){.ocr = &ocr, .pictures_left = 20,
		.ms_left = WAIT_MS};
	sink->sink = (struct extract_sink){sink, on_place, on_text, on_child,
		on_flag, on_unpacked};
}

void
fuzz_sink_end(struct fuzz_sink *sink, enum rc rc, const struct err *err)
{
	fuzz_must(rc == RC_OK || (rc == RC_LIMIT && err->text[0] != '\0'));
	fuzz_must(clock_left_ms(&sink->clock, sink->job.deadline_ms) > 0);
	arena_free(sink->job.arena);
}
