/*
 * drawtext - text drawn as a picture, as a scanner, a camera or a screen would
 * give it: for tests of what recognises it.
 */
#ifndef OUTMARK_TOOL_DRAWTEXT_H
#define OUTMARK_TOOL_DRAWTEXT_H

#include "base/buf.h"

enum draw_as { DRAW_PNG, DRAW_JPEG, DRAW_TIFF, DRAW_GIF, DRAW_BMP,
	DRAW_WEBP };

struct draw {
	enum draw_as as;
	unsigned dpi;
	double points;		/* height of the letters; 0: 11 */
	const char *font;	/* NULL: DejaVu Sans */
	double degrees;		/* skew, clockwise */
	unsigned quarters;	/* turned so many times, clockwise */
	bool inverted;		/* light letters on dark ground */
	bool noisy;		/* dust, and a shadow across the page */
	unsigned quality;	/* of JPEG; 0: 90 */
	double wide, high;	/* inches; 0: 8.27 x 11.69, a page */
	const char *layer;	/* lines under each scan, or NULL */
	double layer_points;
};

/* Draw lines ("one\ntwo\n") from the top; the file is appended to `out`. */
bool draw_text(const struct draw *draw, const char *lines, struct buf *out);

/* A PDF whose pages are nothing but pictures of these texts. */
bool draw_scan(const struct draw *draw, const char *const *pages,
    size_t count, struct buf *out);

/* Several pages as one TIFF. */
bool draw_pages(const struct draw *draw, const char *const *pages,
    size_t count, struct buf *out);

#endif
