/*
 * fuzz_reader - any bytes given to one reader: fuzz_doc is the program of the
 * reader "doc".
 *
 * The sink keeps nothing and checks what the seam promises: a place is named
 * before it is used and holds only structure, numbers of causes exist, what
 * comes out is no more than a small multiple of what went in.
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/arena.h"
#include "scanner/extract/ocr.h"
#include "scanner/message/charset.h"

enum { WAIT_MS = 20000, TEXT_MOST = 1 << 24 };

struct seen {
	uint32_t places;
	uint64_t text;
	struct limits limits;
	uint64_t unpacked;
};

static void
must(bool promise)
{
	if (!promise)
		__builtin_trap();
}

static enum rc
on_place(void *own, const struct extract_place *place, uint32_t *number,
    struct err *err)
{
	struct seen *seen = own;

	(void)err;
	must(strlen(place->where) < 256);
	for (const char *at = place->where; *at != '\0'; at++)
		must(*at >= ' ' && *at <= '~');
	*number = ++seen->places;
	return RC_OK;
}

/* Touch every byte, so that a bad slice is noticed here. */
static void
touch(struct slice bytes)
{
	uint64_t sum = 0;

	for (size_t i = 0; i < bytes.len; i++)
		sum += bytes.at[i];
	must(sum <= 255 * (uint64_t)bytes.len);
}

static enum rc
on_text(void *own, uint32_t place, unsigned flags, struct slice utf8,
    struct err *err)
{
	struct seen *seen = own;

	(void)flags;
	must(place <= seen->places);
	touch(utf8);
	seen->text += utf8.len;
	return seen->text <= TEXT_MOST ? RC_OK :
	    err_set(err, RC_LIMIT, "more text than the budget has");
}

static enum rc
on_child(void *own, const struct extract_child *child, struct err *err)
{
	struct seen *seen = own;

	(void)err;
	must(child->place <= seen->places);
	touch(child->bytes);
	touch(child->name);
	touch(child->type);
	return RC_OK;
}

static enum rc
on_flag(void *own, uint32_t place, enum cause cause, unsigned flags,
    struct err *err)
{
	struct seen *seen = own;

	(void)flags;
	(void)err;
	must(place <= seen->places);
	must(cause < CAUSE_END);
	return RC_OK;
}

static enum rc
on_unpacked(void *own, uint64_t more, struct err *err)
{
	struct seen *seen = own;

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
	must(wait_ms > 0);
	touch(picture->bytes);
	if (picture->page >= 4)
		return OCR_NO_PAGE;
	return buf_text(text, "seen\n") ? OCR_READ : OCR_CORRUPT;
}

static void
reader_fuzz(const struct extractor *reader, struct slice bytes)
{
	static struct charsets *charsets;
	struct seen seen = {.limits = limit_defaults()};
	struct clock clock = clock_system();
	struct extract_sink sink = {&seen, on_place, on_text, on_child,
		on_flag, on_unpacked};
	struct part part = {.id = 2, .fd = -1, .where = "attachment 1",
		.bytes = bytes};
	struct extract_job job = {.part = &part, .limits = &seen.limits,
		.clock = &clock, .arena = arena_new(1 << 28)};
	static const struct ocr_module module = {
		.version = OCR_MODULE_VERSION, .read = look};
	struct ocr ocr = {.module = &module};
	struct ocr_use use = {.ocr = &ocr, .pictures_left = 20,
		.ms_left = WAIT_MS};
	struct err err = {.text = ""};
	enum rc rc;

	if (charsets == NULL)
		must(charsets_open(&charsets, &err) == RC_OK);
	job.charsets = charsets;
	job.ocr = &use;
	job.deadline_ms = clock_monotonic_ms(&clock) + WAIT_MS;
	rc = reader->extract(&job, &sink, &err);
	must(rc == RC_OK || (rc == RC_LIMIT && err.text[0] != '\0'));
	must(clock_left_ms(&clock, job.deadline_ms) > 0);
	arena_free(job.arena);
}

static const struct extractor *chosen;

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
	const char *name = strstr(**argv, "fuzz_");

	(void)argc;
	for (const char *later = name; later != NULL;
	    later = strstr(later + 1, "fuzz_"))
		name = later;
	chosen = name != NULL ? extract_find(slice_of(name + 5)) : NULL;
	if (chosen != NULL)
		return 0;
	fprintf(stderr, "this program is to be called fuzz_ and the name of "
	    "a reader\n");
	exit(2);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	reader_fuzz(chosen, slice_bytes(data, size));
	return 0;
}
