/*
 * ocr_tesseract - text in a picture, through tesseract.  Owner of its C API.
 *
 * The module's entry.  Lines that are no more than a guess are not told: they
 * would be noise to the rules.  A page that gives only such lines is looked at
 * once more, turned.
 */
#include "scanner/extract/ocr_module.h"

#include <stdlib.h>
#include <tesseract/capi.h>

#include "base/clock.h"
#include "scanner/extract/ocr_picture.h"

enum {
	LINE_SURE = 30,		/* percent; below it is a guess */
	PAGE_SURE = 60,		/* below it may stand on its head */
	ASSUMED_DPI = 200,	/* where the picture does not say */
};

struct engine {
	TessBaseAPI *api;
	struct clock clock;
};

/* -------------------------------------------------------------- languages */

static void
name_loaded(const struct engine *e, char loaded[OCR_LANGUAGES_MAX])
{
	char **names = TessBaseAPIGetLoadedLanguagesAsVector(e->api);
	struct buf text = buf_new(OCR_LANGUAGES_MAX);

	for (size_t i = 0; names != NULL && names[i] != NULL; i++)
		(void)!buf_printf(&text, "%s%s", i > 0 ? "+" : "", names[i]);
	snprintf(loaded, OCR_LANGUAGES_MAX, "%.*s", (int)text.len,
	    text.len > 0 ? (const char *)text.at : "");
	buf_free(&text);
	TessDeleteTextArray(names);
}

static enum rc
module_open(const char *languages, void **engine,
    char loaded[OCR_LANGUAGES_MAX], struct err *err)
{
	struct engine *e = calloc(1, sizeof(*e));

	if (e == NULL)
		return err_set_errno(err, RC_SYSTEM, "a recogniser");
	*engine = e;
	ocr_picture_silence();
	e->clock = clock_system();
	e->api = TessBaseAPICreate();
	if (e->api == NULL || TessBaseAPIInit2(e->api, NULL, languages,
	    OEM_LSTM_ONLY) != 0)
		return err_set(err, RC_CONFIG, "tesseract has no data for "
		    "\"%s\"; install it (on Debian: tesseract-ocr-eng for "
		    "eng) or write ocr: false", languages);
	TessBaseAPISetPageSegMode(e->api, PSM_AUTO);
	name_loaded(e, loaded);
	return RC_OK;
}

static void
module_close(void *engine)
{
	struct engine *e = engine;

	if (e->api != NULL)
		TessBaseAPIDelete(e->api);
	free(e);
}

/* ------------------------------------------------------------------- text */

static void
put_line(TessResultIterator *lines, struct buf *text)
{
	char *line;

	if (TessResultIteratorConfidence(lines, RIL_TEXTLINE) < LINE_SURE)
		return;
	line = TessResultIteratorGetUTF8Text(lines, RIL_TEXTLINE);
	if (line != NULL)
		(void)!buf_text(text, line);
	TessDeleteText(line);
}

/* Line by line in reading order; an empty line before each paragraph. */
static void
put_lines(struct engine *e, struct buf *text)
{
	TessResultIterator *lines = TessBaseAPIGetIterator(e->api);
	TessPageIterator *at;

	if (lines == NULL)
		return;
	at = TessResultIteratorGetPageIterator(lines);
	do {
		if (text->len > 0 && TessPageIteratorIsAtBeginningOf(at,
		    RIL_PARA))
			(void)!buf_text(text, "\n");
		put_line(lines, text);
	} while (TessPageIteratorNext(at, RIL_TEXTLINE));
	TessResultIteratorDelete(lines);
}

/* One look at the picture; `*sure` is how sure it is of the words. */
static enum ocr_end
look(struct engine *e, struct Pix *pix, uint64_t deadline_ms,
    struct buf *text, int *sure)
{
	ETEXT_DESC *monitor = TessMonitorCreate();
	uint64_t left = clock_left_ms(&e->clock, deadline_ms);
	int failed;

	TessMonitorSetDeadlineMSecs(monitor, (int)left);
	TessBaseAPISetImage2(e->api, pix);
	TessBaseAPISetSourceResolution(e->api, ASSUMED_DPI);
	failed = TessBaseAPIRecognize(e->api, monitor);
	*sure = failed ? 100 : TessBaseAPIMeanTextConf(e->api);
	put_lines(e, text);
	TessBaseAPIClear(e->api);
	TessMonitorDelete(monitor);
	return failed || clock_left_ms(&e->clock, deadline_ms) == 0 ?
	    OCR_LATE : OCR_READ;
}

static enum ocr_end
module_read(void *engine, const struct ocr_picture *picture,
    uint64_t wait_ms, struct buf *text)
{
	struct engine *e = engine;
	uint64_t deadline_ms = clock_monotonic_ms(&e->clock) + wait_ms;
	struct Pix *pix;
	enum ocr_end end = ocr_picture_ready(picture, &pix);
	int sure;

	if (end != OCR_READ)
		return end;
	if (!ocr_picture_has_words(pix)) {
		ocr_picture_free(&pix);
		return OCR_NO_LETTERS;
	}
	end = look(e, pix, deadline_ms, text, &sure);
	if (end == OCR_READ && sure < PAGE_SURE && ocr_picture_turn(&pix))
		end = look(e, pix, deadline_ms, text, &sure);
	ocr_picture_free(&pix);
	return end;
}

const struct ocr_module outmark_ocr_module = {
	.version = OCR_MODULE_VERSION,
	.open = module_open,
	.close = module_close,
	.read = module_read,
};
