/*
 * metafile - what the readers of drawing records of Windows share.
 *
 * Where the pen is, how a point of the drawing becomes a point of the picture,
 * which font is chosen, and the words drawn so far.  Pictures of dots within the
 * drawing become child parts.  Not the records: emf.c, emf_plus.c and wmf.c know
 * those.  Words drawn as outlines are lines like any other, and not read.
 */
#ifndef OUTMARK_SCANNER_EXTRACT_METAFILE_H
#define OUTMARK_SCANNER_EXTRACT_METAFILE_H

#include "scanner/extract/canvas.h"
#include "scanner/extract/codepage.h"
#include "scanner/extract/emit.h"

enum { METAFILE_SAVES = 64 };

/* x' = a x + c y + e, y' = b x + d y + f. */
struct metafile_map {
	double a, b, c, d, e, f;
};

struct metafile_font {
	bool used;		/* there is a font under this number */
	uint8_t charset, pitch;
	int16_t turn;		/* against the clock, in tenths of a degree */
	double high;
};

struct metafile_state {
	struct metafile_map world, page;
	double window[4], view[4];	/* origin, extent */
	unsigned mode, align;
	struct metafile_font font;
	double at_x, at_y;	/* the pen */
};

struct metafile {
	struct emit emit;
	struct codepages *pages;
	struct canvas canvas;
	struct metafile_state now, saved[METAFILE_SAVES];
	size_t saves;
	uint64_t letters, glyphs;	/* read; numbers of unknown shapes */
	unsigned pictures;	/* children so far */
	uint32_t place;		/* "picture", once named */
	struct buf text;	/* the next to draw */
	struct buf told;
};

/* Nothing drawn, everything as it is at the start. */
enum rc metafile_begin(struct metafile *metafile,
    const struct extract_job *job, const struct extract_sink *sink,
    struct err *err) MUST_USE;
void metafile_end(struct metafile *metafile);

/* One map after the other. */
struct metafile_map metafile_then(struct metafile_map first,
    struct metafile_map second);

/* Work the page's map out anew from mode, window and view. */
void metafile_page(struct metafile_state *state);

/* Keep the state; bring one back: -1 the last, 1 the first. */
void metafile_save(struct metafile *metafile);
void metafile_restore(struct metafile *metafile, int which);

/* A point through both maps. */
void metafile_point(const struct metafile_state *state, double *x,
    double *y);

/*
 * Draw `metafile->text`, which is UTF-8.  `width` is how far it runs; 0: the
 * drawing does not say.
 */
void metafile_draw(struct metafile *metafile, double x, double y,
    double width);

/* Bytes of the chosen font, or UTF-16, as UTF-8 into `metafile->text`. */
enum rc metafile_narrow(struct metafile *metafile, struct slice bytes,
    struct err *err) MUST_USE;
void metafile_wide(struct metafile *metafile, struct slice bytes);

/* A picture of dots: its head with colours, and its bits, apart or not. */
enum rc metafile_dots(struct metafile *metafile, struct slice head,
    struct slice bits, struct err *err) MUST_USE;

/* A whole file within. */
enum rc metafile_child(struct metafile *metafile, struct slice bytes,
    struct err *err) MUST_USE;

/* What stands behind the last record; nothing when it is next to nothing. */
enum rc metafile_behind(struct metafile *metafile, struct slice rest,
    struct err *err) MUST_USE;

/* Tell what was drawn, unless it is these words; `metafile->told` keeps it. */
enum rc metafile_tell(struct metafile *metafile, struct slice except,
    struct err *err) MUST_USE;

/* What all kinds of drawing records are called by name and type. */
extern const char *const metafile_claims[];

#endif
