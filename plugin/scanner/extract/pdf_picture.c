/*
 * pdf_picture - a page that was scanned: drawn again, and its words recognised.
 *
 * Pages are drawn in gray at the density of a good fax, with everything that
 * lies on them; what the page draws is one picture of the message's budget.
 */
#include "scanner/extract/pdf.h"

#include <poppler.h>

#include "scanner/extract/ocr.h"

/* The recogniser gains nothing from more: measured at 150, 200 and 300. */
#define PICTURE_DPI 200.0

/* Dots a side that cairo can draw (its own limit is 32767). */
enum { PICTURE_SIDE_MOST = 30000 };

/* A share of the page's area, in percent, that all its pictures cover. */
unsigned
pdf_picture_share(struct _PopplerPage *page)
{
	GList *list = poppler_page_get_image_mapping(page);
	double wide, high, covered = 0;

	poppler_page_get_size(page, &wide, &high);
	for (GList *at = list; at != NULL; at = at->next) {
		const PopplerRectangle *box =
		    &((PopplerImageMapping *)at->data)->area;
		covered += (box->x2 - box->x1) * (box->y2 - box->y1);
	}
	poppler_page_free_image_mapping(list);
	if (!(wide > 0 && high > 0 && covered > 0))
		return 0;
	covered = covered / wide / high * 100;
	return covered < 100 ? (unsigned)covered : 100;
}

/* Colours to gray, in place: row by row from the start of the same bytes. */
static void
picture_gray(unsigned char *at, int wide, int high, int stride)
{
	for (int y = 0; y < high; y++) {
		unsigned char *row = at + (size_t)y * (size_t)stride;
		unsigned char *gray = at + (size_t)y * (size_t)wide;
		for (int x = 0; x < wide; x++) {
			uint32_t dot;
			memcpy(&dot, row + 4 * (size_t)x, sizeof(dot));
			gray[x] = (unsigned char)(((dot >> 16 & 255) * 77 +
			    (dot >> 8 & 255) * 150 + (dot & 255) * 29) >> 8);
		}
	}
}

static cairo_surface_t *
picture_draw(PopplerPage *page, double scale, int wide, int high)
{
	cairo_surface_t *surface = cairo_image_surface_create(
	    CAIRO_FORMAT_RGB24, wide, high);
	cairo_t *cairo = cairo_create(surface);

	cairo_set_source_rgb(cairo, 1, 1, 1);
	cairo_paint(cairo);
	cairo_scale(cairo, scale, scale);
	poppler_page_render_for_printing(page, cairo);
	cairo_destroy(cairo);
	cairo_surface_flush(surface);
	return surface;
}

static enum rc
picture_tell(struct pdf *pdf, uint32_t place, cairo_surface_t *surface,
    struct err *err)
{
	unsigned char *at = cairo_image_surface_get_data(surface);
	int wide = cairo_image_surface_get_width(surface);
	int high = cairo_image_surface_get_height(surface);
	struct ocr_picture picture;

	if (at == NULL || cairo_surface_status(surface) !=
	    CAIRO_STATUS_SUCCESS)
		return emit_cause(pdf->emit, place, CAUSE_memory, err);
	picture_gray(at, wide, high,
	    cairo_image_surface_get_stride(surface));
	picture = (struct ocr_picture){
		.bytes = slice_bytes(at, (size_t)wide * (size_t)high),
		.width = (uint32_t)wide, .height = (uint32_t)high,
		.stride = (uint32_t)wide,
	};
	return ocr_tell(pdf->emit, place, &picture, NULL, err);
}

enum rc
pdf_picture_tell(struct pdf *pdf, struct _PopplerPage *page,
    uint32_t number, struct err *err)
{
	double wide, high, scale = PICTURE_DPI / 72;
	cairo_surface_t *surface;
	uint32_t place;
	enum rc rc;

	TRY(emit_place(pdf->emit, &place, (struct slice){0},
	    (struct slice){0}, err, "page %u > picture", number));
	if (!ocr_has_budget(pdf->emit))
		return ocr_tell(pdf->emit, place, &(struct ocr_picture){0},
		    NULL, err);
	poppler_page_get_size(page, &wide, &high);
	wide *= scale;
	high *= scale;
	if (!(wide >= 1 && high >= 1 && wide < PICTURE_SIDE_MOST &&
	    high < PICTURE_SIDE_MOST && wide * high <
	    (double)pdf->emit->job->limits->ocr_pixels))
		return emit_cause(pdf->emit, place, CAUSE_too_big, err);
	surface = picture_draw(page, scale, (int)wide, (int)high);
	rc = picture_tell(pdf, place, surface, err);
	cairo_surface_destroy(surface);
	return rc;
}
