/*
 * ocr - reading the text in pictures, as the readers of formats ask for it.
 *
 * The recogniser looks at its deadline between words only.  A timer stands
 * behind it: a worker that is late all the same is ended by SIGALRM, and its
 * zygote says `time`.  While a picture is read the document's own timer stands
 * still.  Owner of dlfcn.h.
 */
#include "scanner/extract/ocr.h"

#include <dlfcn.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

enum {
	OCR_LATE_MS = 1000,	/* so much later the timer ends the worker */
	OCR_TEXT_MOST = 1 << 20,	/* of one picture: letters of 6 dots */
	OCR_SIDE_LEAST = 10,	/* dots: no letter is lower */
	OCR_AREA_LEAST = 100 * 30,
};

/* "/usr/libexec/outmark/outmark-ocr.so", beside the program that runs. */
static enum rc
module_path(char *path, size_t size, struct err *err)
{
	static const char file[] = "outmark-ocr.so";
	ssize_t len = readlink("/proc/self/exe", path, size - sizeof(file));
	char *slash;

	if (len <= 0)
		return err_set_errno(err, RC_SYSTEM,
		    "cannot find out where this program is");
	path[len] = '\0';
	slash = strrchr(path, '/');
	if (slash == NULL)
		return err_set(err, RC_SYSTEM, "this program has no folder");
	memcpy(slash + 1, file, sizeof(file));
	return RC_OK;
}

enum rc
ocr_open(const char *languages, struct ocr *ocr, struct err *err)
{
	char path[PATH_MAX];
	void *file;
	const struct ocr_module *module;

	*ocr = (struct ocr){0};
	TRY(module_path(path, sizeof(path), err));
	/* Its threads fight over two processors: 15 s instead of 2 s a page. */
	if (setenv("OMP_THREAD_LIMIT", "1", 1) != 0)
		return err_set_errno(err, RC_SYSTEM, "the environment");
	if (access(path, R_OK) != 0)
		return err_set(err, RC_CONFIG, "there is no %s: this is a "
		    "build without tesseract", path);
	file = dlopen(path, RTLD_NOW | RTLD_LOCAL);
	module = file == NULL ? NULL : dlsym(file, "outmark_ocr_module");
	if (module == NULL)
		return err_set(err, RC_CONFIG, "%s cannot be loaded: %s",
		    path, dlerror());
	if (module->version != OCR_MODULE_VERSION)
		return err_set(err, RC_CONFIG, "%s is of another version of "
		    "Outmark; install both again", path);
	if (module->open(languages, &ocr->engine, ocr->languages, err) !=
	    RC_OK) {
		if (ocr->engine != NULL)
			module->close(ocr->engine);
		return err->rc;
	}
	ocr->module = module;
	return RC_OK;
}

void
ocr_close(struct ocr *ocr)
{
	if (ocr->module != NULL)
		ocr->module->close(ocr->engine);
	*ocr = (struct ocr){0};
}

bool
ocr_is_on(const struct emit *emit)
{
	const struct ocr_use *use = emit->job->ocr;

	return use != NULL && use->ocr != NULL && use->ocr->module != NULL;
}

bool
ocr_is_worth(uint64_t wide, uint64_t high)
{
	if (wide == 0 || high == 0)
		return true;
	return wide >= OCR_SIDE_LEAST && high >= OCR_SIDE_LEAST &&
	    wide * high >= OCR_AREA_LEAST;
}

static uint64_t
least(uint64_t a, uint64_t b)
{
	return a < b ? a : b;
}

/* Milliseconds for the next picture; 0 when there are none left. */
static uint64_t
time_left(const struct emit *emit)
{
	const struct ocr_use *use = emit->job->ocr;
	uint64_t left = use->ms_left > use->ms ? use->ms_left - use->ms : 0;

	return least(left, emit->job->limits->ocr_picture_ms);
}

static struct itimerval
timer_of(uint64_t ms)
{
	return (struct itimerval){ .it_value = {
		.tv_sec = (time_t)(ms / 1000),
		.tv_usec = (suseconds_t)(ms % 1000 * 1000),
	} };
}

static enum ocr_end
read_timed(struct emit *emit, const struct ocr_picture *picture,
    struct buf *text)
{
	struct ocr_use *use = emit->job->ocr;
	const struct clock *clock = emit->job->clock;
	uint64_t wait_ms = time_left(emit);
	uint64_t start_ms = clock_monotonic_ms(clock);
	struct itimerval mine = timer_of(wait_ms + OCR_LATE_MS), before;
	bool timed = setitimer(ITIMER_REAL, &mine, &before) == 0;
	enum ocr_end end = use->ocr->module->read(use->ocr->engine, picture,
	    wait_ms, text);

	if (timed)
		(void)setitimer(ITIMER_REAL, &before, NULL);
	if (end != OCR_NO_PAGE && end != OCR_NO_LETTERS)
		use->pictures++;
	use->ms += clock_monotonic_ms(clock) - start_ms;
	return end;
}

static enum cause
cause_of_end(enum ocr_end end)
{
	switch (end) {
	case OCR_READ:
	case OCR_NO_PAGE:
	case OCR_NO_LETTERS:
		return CAUSE_none;
	case OCR_LATE:
		return CAUSE_time;
	case OCR_TOO_BIG:
		return CAUSE_too_big;
	case OCR_CORRUPT:
		return CAUSE_corrupt;
	}
	return CAUSE_internal;
}

/* Why a picture is not looked at, or CAUSE_none. */
static enum cause
refusal(const struct emit *emit)
{
	const struct ocr_use *use = emit->job->ocr;

	if (!ocr_is_on(emit))
		return CAUSE_unsupported;
	if (use->pictures >= use->pictures_left)
		return CAUSE_too_many;
	return time_left(emit) == 0 ? CAUSE_time : CAUSE_none;
}

bool
ocr_has_budget(const struct emit *emit)
{
	return refusal(emit) == CAUSE_none;
}

enum rc
ocr_tell(struct emit *emit, uint32_t place, const struct ocr_picture *picture,
    enum ocr_end *how, struct err *err)
{
	struct ocr_picture limited = *picture;
	struct buf text = buf_new(OCR_TEXT_MOST);
	enum cause cause = refusal(emit);
	enum ocr_end end = OCR_NO_PAGE;
	enum rc rc;

	limited.pixels_most = emit->job->limits->ocr_pixels;
	if (cause == CAUSE_none) {
		end = read_timed(emit, &limited, &text);
		cause = cause_of_end(end);
	}
	if (how != NULL)
		*how = end;
	rc = emit_line(emit, place, TEXT_FLAG_recognised, buf_slice(&text),
	    err);
	if (rc == RC_OK && text.len > 0)
		rc = emit_flag(emit, place, PART_FLAG_recognised, err);
	if (rc == RC_OK)
		rc = emit_cause(emit, place, text.full ? CAUSE_too_big :
		    cause, err);
	buf_free(&text);
	return rc;
}
