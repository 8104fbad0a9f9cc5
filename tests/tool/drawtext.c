/*
 * drawtext - text drawn as a picture.  See drawtext.h.
 */
#include "tool/drawtext.h"

#include <cairo-pdf.h>
#include <leptonica/allheaders.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static cairo_surface_t *
draw_surface(const struct draw *draw, const char *lines)
{
	double wide = (draw->wide > 0 ? draw->wide : 8.27) * draw->dpi;
	double high = (draw->high > 0 ? draw->high : 11.69) * draw->dpi;
	double size = (draw->points > 0 ? draw->points : 11) * draw->dpi / 72;
	double y = size * 2, ground = draw->inverted ? 0.1 : 1;
	cairo_surface_t *surface = cairo_image_surface_create(
	    CAIRO_FORMAT_RGB24, (int)wide, (int)high);
	cairo_t *cairo = cairo_create(surface);
	const char *next;
	char line[512];

	cairo_set_source_rgb(cairo, ground, ground, ground);
	cairo_paint(cairo);
	cairo_translate(cairo, wide / 2, high / 2);
	cairo_rotate(cairo, draw->degrees * M_PI / 180);
	cairo_translate(cairo, -wide / 2, -high / 2);
	cairo_select_font_face(cairo, draw->font != NULL ? draw->font :
	    "DejaVu Sans", CAIRO_FONT_SLANT_NORMAL,
	    CAIRO_FONT_WEIGHT_NORMAL);
	cairo_set_font_size(cairo, size);
	ground = draw->inverted ? 0.95 : 0.05;
	cairo_set_source_rgb(cairo, ground, ground, ground);
	for (; *lines != '\0'; lines = next + (*next == '\n')) {
		next = strchr(lines, '\n');
		if (next == NULL)
			next = lines + strlen(lines);
		snprintf(line, sizeof line, "%.*s", (int)(next - lines),
		    lines);
		cairo_move_to(cairo, wide / 12, y);
		cairo_show_text(cairo, line);
		y += size * 1.4;
	}
	cairo_destroy(cairo);
	cairo_surface_flush(surface);
	return surface;
}

/* Always the same dust, and one side darker than the other. */
static unsigned
worn(unsigned gray, int x, int y, int wide)
{
	unsigned noise = (unsigned)x * 2654435761u ^ (unsigned)y * 40503u;

	noise = (noise ^ noise >> 15) * 2246822519u;
	noise ^= noise >> 13;
	if (noise % 997 == 0)
		return 60;
	gray = gray * (unsigned)(wide + x) / (unsigned)(2 * wide);
	return gray + noise % 24 > 255 ? 255 : gray + noise % 24;
}

static struct Pix *
draw_pix(const struct draw *draw, const char *lines)
{
	cairo_surface_t *surface = draw_surface(draw, lines);
	int wide = cairo_image_surface_get_width(surface);
	int high = cairo_image_surface_get_height(surface);
	int stride = cairo_image_surface_get_stride(surface);
	const unsigned char *at = cairo_image_surface_get_data(surface);
	struct Pix *pix = pixCreate(wide, high, 8), *turned;

	for (int y = 0; y < high; y++)
		for (int x = 0; x < wide; x++) {
			unsigned gray = at[y * stride + x * 4 + 1];
			pixSetPixel(pix, x, y, draw->noisy ?
			    worn(gray, x, y, wide) : gray);
		}
	cairo_surface_destroy(surface);
	if (draw->quarters == 0)
		return pix;
	turned = pixRotateOrth(pix, (l_int32)draw->quarters);
	pixDestroy(&pix);
	return turned;
}

static bool
put_pix(const struct draw *draw, struct Pix *pix, struct buf *out)
{
	static const l_int32 formats[] = { IFF_PNG, IFF_JFIF_JPEG,
		IFF_TIFF_LZW, IFF_GIF, IFF_BMP, IFF_WEBP };
	l_uint8 *bytes = NULL;
	size_t len = 0;
	l_ok failed;

	pixSetResolution(pix, (l_int32)draw->dpi, (l_int32)draw->dpi);
	if (draw->as == DRAW_JPEG)
		failed = pixWriteMemJpeg(&bytes, &len, pix, draw->quality > 0 ?
		    (l_int32)draw->quality : 90, 0);
	else
		failed = pixWriteMem(&bytes, &len, pix, formats[draw->as]);
	if (!failed)
		failed = !buf_put(out, slice_bytes(bytes, len));
	lept_free(bytes);
	return !failed;
}

bool
draw_text(const struct draw *draw, const char *lines, struct buf *out)
{
	struct Pix *pix = draw_pix(draw, lines);
	bool done = pix != NULL && put_pix(draw, pix, out);

	pixDestroy(&pix);
	return done;
}

bool
draw_pages(const struct draw *draw, const char *const *pages, size_t count,
    struct buf *out)
{
	struct Pixa *all = pixaCreate((l_int32)count);
	char path[] = "/tmp/drawtext-XXXXXX";
	l_uint8 *bytes = NULL;
	size_t len = 0;
	int fd = mkstemp(path);
	bool done = fd >= 0;

	for (size_t i = 0; i < count; i++)
		pixaAddPix(all, draw_pix(draw, pages[i]), L_INSERT);
	done = done && pixaWriteMultipageTiff(path, all) == 0 &&
	    (bytes = l_binaryRead(path, &len)) != NULL &&
	    buf_put(out, slice_bytes(bytes, len));
	lept_free(bytes);
	pixaDestroy(&all);
	close(fd);
	unlink(path);
	return done;
}

static cairo_status_t
put_bytes(void *own, const unsigned char *bytes, unsigned len)
{
	return buf_put(own, slice_bytes(bytes, len)) ? CAIRO_STATUS_SUCCESS :
	    CAIRO_STATUS_WRITE_ERROR;
}

/* Text that a reader of the file finds and nobody sees. */
static void
put_layer(cairo_t *cairo, const struct draw *draw)
{
	struct slice rest = slice_of(draw->layer), line;
	char text[512];
	double y = 40;

	cairo_set_source_rgb(cairo, 1, 1, 1);
	cairo_set_font_size(cairo, draw->layer_points);
	while (slice_cut(&rest, '\n', &line)) {
		snprintf(text, sizeof text, "%.*s", (int)line.len,
		    (const char *)line.at);
		cairo_move_to(cairo, 40, y);
		cairo_show_text(cairo, text);
		y += draw->layer_points * 1.4;
	}
}

bool
draw_scan(const struct draw *draw, const char *const *pages, size_t count,
    struct buf *out)
{
	double wide = (draw->wide > 0 ? draw->wide : 8.27) * 72;
	double high = (draw->high > 0 ? draw->high : 11.69) * 72;
	cairo_surface_t *file = cairo_pdf_surface_create_for_stream(put_bytes,
	    out, wide, high);
	cairo_t *cairo = cairo_create(file);
	bool done;

	for (size_t i = 0; i < count; i++) {
		cairo_surface_t *page = draw_surface(draw, pages[i]);
		if (draw->layer != NULL)
			put_layer(cairo, draw);
		cairo_save(cairo);
		cairo_scale(cairo, 72.0 / draw->dpi, 72.0 / draw->dpi);
		cairo_set_source_surface(cairo, page, 0, 0);
		cairo_paint(cairo);
		cairo_restore(cairo);
		cairo_show_page(cairo);
		cairo_surface_destroy(page);
	}
	cairo_destroy(cairo);
	cairo_surface_finish(file);
	done = cairo_surface_status(file) == CAIRO_STATUS_SUCCESS;
	cairo_surface_destroy(file);
	return done;
}
