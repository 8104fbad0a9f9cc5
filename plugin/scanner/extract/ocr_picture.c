/*
 * ocr_picture - a picture made ready to be recognised.
 *
 * The recogniser wants dark letters on light ground, some 20 to 40 dots high,
 * the right way up.  Sizes are looked at before anything is decoded.
 */
#include "scanner/extract/ocr_picture.h"

#include <leptonica/allheaders.h>

enum {
	ENOUGH_PIXELS = 12000000,	/* an A4 page at 400 dpi */
	SMALL_SIDE = 1600,	/* shorter: a screen's letters, made larger */
	DARK = 115,		/* average below: light letters on dark */
	TILED_LEAST = 100,	/* dots a side, for a ground to be found */
	LETTERS_LEAST = 25,	/* to tell which way is up */
	UP_SURE = 8,		/* leptonica's own threshold, pixUpDownDetect */
	EMBLEM_PIXELS = 4 * 200 * 100,	/* twice as large as it came */
	SHAPE_LEAST = 9,	/* dots high, twice what is readable */
	SHAPES_MOST = 400,	/* more: not an emblem */
	WORDS_LEAST = 8,	/* letters: fewer hold no number or sentence
				   that is anybody's secret */
};

void
ocr_picture_silence(void)
{
	setMsgSeverity(L_SEVERITY_NONE);
}

void
ocr_picture_free(struct Pix **pix)
{
	pixDestroy(pix);
}

/* Put a changed picture in the place of the old one, if there is one. */
static void
replace(struct Pix **pix, struct Pix *by)
{
	if (by == NULL)
		return;
	pixDestroy(pix);
	*pix = by;
}

/* -------------------------------------------------------------- decoding */

static bool
is_tiff(struct slice bytes)
{
	return slice_starts(bytes, slice_bytes("II*\0", 4)) ||
	    slice_starts(bytes, slice_bytes("MM\0*", 4));
}

static bool
is_gif(struct slice bytes)
{
	return slice_starts(bytes, slice_of("GIF8"));
}

static enum ocr_end
check_size(const struct ocr_picture *p)
{
	l_int32 format, wide = 0, high = 0, bits, samples, map, dpi;
	l_ok failed = 0;

	/* The header of a GIF was read by the caller; here it is decoded. */
	if (is_gif(p->bytes))
		return OCR_READ;
	if (is_tiff(p->bytes))
		failed = readHeaderMemTiff(p->bytes.at, p->bytes.len,
		    (l_int32)p->page, &wide, &high, &bits, &samples, &dpi,
		    &map, &format);
	else
		failed = pixReadHeaderMem(p->bytes.at, p->bytes.len, &format,
		    &wide, &high, &bits, &samples, &map);
	if (failed)
		return p->page > 0 ? OCR_NO_PAGE : OCR_CORRUPT;
	if (wide <= 0 || high <= 0)
		return OCR_CORRUPT;
	return (uint64_t)wide * (uint64_t)high > p->pixels_most ?
	    OCR_TOO_BIG : OCR_READ;
}

/* Rows of gray, as the caller drew them. */
static struct Pix *
from_rows(const struct ocr_picture *p)
{
	struct Pix *pix = pixCreateNoInit((l_int32)p->width,
	    (l_int32)p->height, 8);

	for (uint32_t y = 0; pix != NULL && y < p->height; y++) {
		l_uint32 *line = pixGetData(pix) +
		    (size_t)y * (size_t)pixGetWpl(pix);
		const unsigned char *row = p->bytes.at +
		    (size_t)y * p->stride;
		for (uint32_t x = 0; x < p->width; x++)
			SET_DATA_BYTE(line, x, row[x]);
	}
	return pix;
}

/* ---------------------------------------------------------------- pixels */

static l_float32
brightness(struct Pix *gray)
{
	l_float32 average = 255;

	if (pixGetAverageMasked(gray, NULL, 0, 0, 4, L_MEAN_ABSVAL,
	    &average) != 0)
		return 255;
	return average;
}

/* White on nothing is shown on a dark page: lay it on black. */
static struct Pix *
without_alpha(struct Pix *pix)
{
	struct Pix *light = pixAlphaBlendUniform(pix, 0xffffff00);
	struct Pix *gray = light == NULL ? NULL : pixConvertTo8(light, 0);
	bool blank = gray != NULL && brightness(gray) > 254;

	pixDestroy(&gray);
	if (!blank)
		return light;
	pixDestroy(&light);
	return pixAlphaBlendUniform(pix, 0x00000000);
}

static void
make_gray(struct Pix **pix)
{
	if (pixGetSpp(*pix) == 4)
		replace(pix, without_alpha(*pix));
	if (pixGetDepth(*pix) != 8 || pixGetColormap(*pix) != NULL)
		replace(pix, pixConvertTo8(*pix, 0));
}

/* Which quarter turns and mirror undo an orientation (EXIF 2.3, table 6). */
static void
undo_orientation(struct Pix **pix, unsigned orientation)
{
	static const struct { bool mirror; int quarters; } undo[9] = {
		[2] = { true, 0 }, [3] = { false, 2 }, [4] = { true, 2 },
		[5] = { true, 3 }, [6] = { false, 1 }, [7] = { true, 1 },
		[8] = { false, 3 },
	};

	if (orientation > 8)
		return;
	if (undo[orientation].mirror)
		replace(pix, pixFlipLR(NULL, *pix));
	if (undo[orientation].quarters > 0)
		replace(pix, pixRotateOrth(*pix,
		    undo[orientation].quarters));
}

static void
make_readable_size(struct Pix **pix)
{
	double wide = pixGetWidth(*pix), high = pixGetHeight(*pix);
	double pixels = wide * high;
	double longest = wide > high ? wide : high;

	if (pixels > ENOUGH_PIXELS) {
		double by = 0.5;
		while (pixels * by * by > ENOUGH_PIXELS)
			by /= 2;
		/* Between a half and one, smoothly. */
		if (pixels * by * by * 4 > ENOUGH_PIXELS)
			while (pixels * by * by * 1.21 < ENOUGH_PIXELS)
				by *= 1.1;
		replace(pix, pixScale(*pix, (l_float32)by, (l_float32)by));
	} else if (longest < SMALL_SIDE)
		replace(pix, pixScaleGray2xLI(*pix));
}

static void
make_dark_on_light(struct Pix *gray)
{
	if (brightness(gray) < DARK)
		pixInvert(gray, gray);
}

/* A photographed page has a shadow on it: each spot's ground becomes one gray. */
static void
make_ground_even(struct Pix **pix)
{
	if (pixGetWidth(*pix) >= TILED_LEAST &&
	    pixGetHeight(*pix) >= TILED_LEAST)
		replace(pix, pixBackgroundNormSimple(*pix, NULL, NULL));
}

enum ocr_end
ocr_picture_ready(const struct ocr_picture *p, struct Pix **pix)
{
	enum ocr_end end;

	*pix = NULL;
	if (p->width > 0) {
		*pix = from_rows(p);
	} else {
		end = check_size(p);
		if (end != OCR_READ)
			return end;
		*pix = is_tiff(p->bytes) ? pixReadMemTiff(p->bytes.at,
		    p->bytes.len, (l_int32)p->page) :
		    pixReadMem(p->bytes.at, p->bytes.len);
	}
	if (*pix == NULL)
		return OCR_CORRUPT;
	make_gray(pix);
	undo_orientation(pix, p->orientation);
	make_readable_size(pix);
	make_dark_on_light(*pix);
	make_ground_even(pix);
	return OCR_READ;
}

bool
ocr_picture_turn(struct Pix **pix)
{
	l_float32 up = 0, left = 0;
	struct Pix *bits = pixConvertTo1(*pix, 128);
	int quarters = 0;

	if (bits == NULL || pixOrientDetect(bits, &up, &left, LETTERS_LEAST,
	    0) != 0)
		up = left = 0;
	pixDestroy(&bits);
	if (left > UP_SURE && left > up && left > -up)
		quarters = 1;
	else if (left < -UP_SURE && -left > up && -left > -up)
		quarters = 3;
	else if (up < -UP_SURE)
		quarters = 2;
	if (quarters == 0)
		return false;
	replace(pix, pixRotateOrth(*pix, quarters));
	return true;
}

/* ---------------------------------------------------------------- emblems */

/* How many letters could stand in a line with this shape?  Some touch. */
static unsigned
letters_beside(struct Boxa *shapes, l_int32 which)
{
	l_int32 x, y, wide, high, x2, y2, wide2, high2;
	unsigned letters = 0;

	boxaGetBoxGeometry(shapes, which, &x, &y, &wide, &high);
	if (high < SHAPE_LEAST)
		return 0;
	for (l_int32 i = 0; i < boxaGetCount(shapes); i++) {
		boxaGetBoxGeometry(shapes, i, &x2, &y2, &wide2, &high2);
		/* Of like height, and on the same line. */
		if (high2 * 2 < high || high2 > high * 2 ||
		    2 * y2 + high2 < 2 * y || 2 * y2 + high2 > 2 * (y + high))
			continue;
		letters += wide2 <= high2 ? 1 :
		    (unsigned)(wide2 * 5 / (high2 * 3));
	}
	return letters;
}

static bool
has_line(struct Pix *bits)
{
	struct Boxa *shapes = pixConnComp(bits, NULL, 8);
	l_int32 count = shapes == NULL ? SHAPES_MOST + 1 :
	    boxaGetCount(shapes);
	bool has = count > SHAPES_MOST;

	for (l_int32 i = 0; i < count && !has; i++)
		has = letters_beside(shapes, i) >= WORDS_LEAST;
	boxaDestroy(&shapes);
	return has;
}

bool
ocr_picture_has_words(struct Pix *pix)
{
	l_int32 wide = pixGetWidth(pix), high = pixGetHeight(pix);
	struct Pix *bits = NULL;
	bool has;

	if ((uint64_t)wide * (uint64_t)high >= EMBLEM_PIXELS)
		return true;
	if (pixOtsuAdaptiveThreshold(pix, wide, high, 0, 0, 0, NULL,
	    &bits) != 0 || bits == NULL)
		return true;
	has = has_line(bits);
	/* Light letters in a dark field. */
	pixInvert(bits, bits);
	has = has || has_line(bits);
	pixDestroy(&bits);
	return has;
}
