/*
 * xls - the cells of an Excel workbook of the binary kind ([MS-XLS]).
 *
 * The stream is read from its first to its last record, so that nothing between
 * the sheets is skipped; a sheet that the workbook says to begin elsewhere is
 * read there too.  Books without a compound file around them (Excel 2 to 5) are
 * read as well.  Formulas themselves are not; pictures become child parts.
 */
#include "scanner/extract/xls.h"

#include "scanner/extract/blip.h"
#include "scanner/extract/little.h"
#include "scanner/extract/xls_cells.h"
#include "scanner/extract/xls_lock.h"

enum {
	RECORD_EOF = 0x0a, RECORD_FILEPASS = 0x2f, RECORD_WRITER = 0x5c,
	RECORD_NAME = 0x18, RECORD_SUPBOOK = 0x1ae,
	RECORD_CONTINUE = 0x3c, RECORD_DRAWINGS = 0xeb,
	KIND_GLOBALS = 0x05, KIND_CHART = 0x20,
	VERSION_8 = 0x600, REPEAT_MOST = 4, DUE_EVERY = 256,
};

struct xls {
	const struct ole_part *part;
	struct emit *emit;
	struct xls_book *book;
	struct xls_cells *cells;
	struct biff biff;
	struct buf text;
	unsigned depth;		/* open substreams */
	bool in_sheet;
	unsigned chart;		/* depth of a chart, 0: none */
	uint32_t sheets;	/* begun */
	uint64_t records;
	unsigned locks;		/* opened; the next one is a copy */
	struct buf seen;	/* offsets of substreams that were read */
	struct buf drawings;	/* with their pictures */
	bool drawing;		/* the last record was of these */
};

static bool
is_begin(unsigned type)
{
	return type == 0x809 || type == 0x409 || type == 0x209 || type == 9;
}

/* 2.4.21: which version, and what follows. */
static enum rc
xls_begin(struct xls *xls, struct err *err)
{
	uint32_t at = (uint32_t)xls->biff.at, number = 0;
	unsigned kind = little_16(xls->biff.data, 2);
	const struct xls_sheet *sheet;

	if (xls->depth++ > 0) {
		if (kind == KIND_CHART && xls->chart == 0)
			xls->chart = xls->depth;
		return RC_OK;
	}
	xls_book_form(xls->book)->unicode = xls->biff.type == 0x809 &&
	    little_16(xls->biff.data, 0) >= VERSION_8;
	(void)!buf_put(&xls->seen, slice_bytes(&at, sizeof(at)));
	xls->in_sheet = kind != KIND_GLOBALS;
	if (!xls->in_sheet)
		return RC_OK;
	xls->sheets++;
	sheet = xls_book_sheet(xls->book, at, &number);
	if (sheet == NULL)
		number = xls->sheets;
	/* A chart of its own sheet has words and copies of cells. */
	xls->chart = kind == KIND_CHART ? xls->depth : 0;
	return xls_cells_begin(xls->cells, number, sheet, err);
}

static enum rc
xls_end(struct xls *xls, struct err *err)
{
	if (xls->depth == 0)
		return RC_OK;
	if (xls->chart == xls->depth)
		xls->chart = 0;
	if (--xls->depth > 0 || !xls->in_sheet)
		return RC_OK;
	xls->in_sheet = false;
	return xls_cells_end(xls->cells, err);
}

/* Words of the globals: who wrote it, defined names, other workbooks. */
static enum rc
xls_words(struct xls *xls, struct err *err)
{
	struct biff_form form = *xls_book_form(xls->book);
	struct slice data = xls->biff.data;
	size_t at = 0, count = 0;
	const char *where = "writer";
	struct biff_cursor cursor;
	uint32_t place;

	if (xls->biff.type == RECORD_WRITER) {
		count = form.unicode ? little_16(data, 0) : little_8(data, 0);
		at = form.unicode ? 2 : 1;
	} else if (xls->biff.type == RECORD_NAME) {
		where = "defined name";
		count = little_8(data, 3);
		at = 14;
	} else if (xls->biff.type == RECORD_SUPBOOK && form.unicode &&
	    little_16(data, 2) < 256) {
		where = "other workbook";
		count = little_16(data, 2);
		at = 4;
	}
	if (count < 2 || at >= data.len)
		return RC_OK;
	cursor = biff_cursor(&xls->biff, at);
	buf_clear(&xls->text);
	TRY(biff_text(&cursor, &form, count, xls->part->ole->pages,
	    &xls->text, err));
	TRY(ole_place(xls->part, &place, (struct slice){0}, (struct slice){0},
	    err, "%s", where));
	return emit_line(xls->emit, place, TEXT_FLAG_metadata,
	    slice_trim(buf_slice(&xls->text)), err);
}

/* RC_END: the rest is encrypted. */
static enum rc
xls_record(struct xls *xls, struct err *err)
{
	if (xls->records++ % DUE_EVERY == 0)
		TRY(emit_due(xls->emit, err));
	if (xls->biff.type == RECORD_FILEPASS)
		return xls->locks++ == 0 ?
		    xls_lock_open(xls->emit, &xls->biff, err) : RC_OK;
	if (is_begin(xls->biff.type))
		return xls_begin(xls, err);
	if (xls->biff.type == RECORD_EOF)
		return xls_end(xls, err);
	if (xls->in_sheet)
		return xls_cells_record(xls->cells, &xls->biff,
		    xls->chart != 0, err);
	/* [MS-XLS] 2.4.171: in as many records as it takes. */
	xls->drawing = xls->biff.type == RECORD_DRAWINGS ||
	    (xls->drawing && xls->biff.type == RECORD_CONTINUE);
	if (xls->drawing)
		(void)!buf_put(&xls->drawings, xls->biff.data);
	TRY(xls_book_record(xls->book, &xls->biff, err));
	if (xls->biff.type == RECORD_WRITER ||
	    xls->biff.type == RECORD_NAME ||
	    xls->biff.type == RECORD_SUPBOOK)
		return xls_words(xls, err);
	return RC_OK;
}

/* Some writers fill the stream up with zeros. */
static bool
only_zeros(struct slice s)
{
	for (size_t i = 0; i < s.len; i++)
		if (s.at[i] != 0)
			return false;
	return true;
}

/* Records from an offset to the end of that substream, or of the stream. */
static enum rc
xls_run(struct xls *xls, size_t at, bool one, struct err *err)
{
	bool truncated;

	xls->biff.next = at;
	xls->depth = xls->chart = 0;
	xls->in_sheet = false;
	while (biff_next(&xls->biff)) {
		if (xls->depth == 0 && !is_begin(xls->biff.type) &&
		    only_zeros(slice_sub(xls->biff.stream, xls->biff.at,
		    xls->biff.at + 64)))
			break;
		TRY(xls_record(xls, err));
		if (one && xls->depth == 0)
			return RC_OK;
	}
	truncated = xls->biff.cut || xls->depth > 0;
	while (xls->depth > 0)
		TRY(xls_end(xls, err));
	return truncated ? emit_cause(xls->emit, 0, CAUSE_truncated, err) :
	    RC_OK;
}

static bool
was_seen(const struct xls *xls, uint32_t offset)
{
	const uint32_t *seen = (const uint32_t *)(const void *)xls->seen.at;

	for (size_t i = 0; i < xls->seen.len / sizeof(*seen); i++)
		if (seen[i] == offset)
			return true;
	return false;
}

/* Sheets that stand where no record was found. */
static enum rc
xls_elsewhere(struct xls *xls, struct err *err)
{
	uint64_t left = REPEAT_MOST * (uint64_t)xls->biff.stream.len;
	const struct xls_sheet *sheet;

	for (uint32_t i = 1; (sheet = xls_book_sheet_of(xls->book, i)) !=
	    NULL && left > 0; i++) {
		if (was_seen(xls, sheet->offset))
			continue;
		if (!is_begin(little_16(xls->biff.stream, sheet->offset)))
			return emit_cause(xls->emit, 0, CAUSE_corrupt, err);
		TRY(emit_cause(xls->emit, 0, CAUSE_ambiguous, err));
		TRY(xls_run(xls, sheet->offset, true, err));
		left -= xls->biff.next - sheet->offset < left ?
		    xls->biff.next - sheet->offset : left;
	}
	return RC_OK;
}

static enum rc
xls_all(struct xls *xls, struct err *err)
{
	enum rc rc = xls_run(xls, 0, false, err);
	uint32_t pictures = 0;

	if (rc == RC_OK)
		rc = xls_elsewhere(xls, err);
	if (rc == RC_END)
		return RC_OK;
	if (rc == RC_OK)
		rc = blip_find(xls->part, buf_slice(&xls->drawings),
		    &pictures, err);
	if (rc == RC_OK && xls->drawings.full)
		rc = emit_cause(xls->emit, 0, CAUSE_too_big, err);
	return rc == RC_OK ? xls_book_rest(xls->book, err) : rc;
}

static enum rc
xls_stream(const struct ole_part *part, struct slice stream, struct err *err)
{
	struct xls xls = {.part = part, .emit = &part->ole->emit,
		.biff = {.stream = stream}, .text = buf_new(1 << 20),
		.seen = buf_new(SIZE_MAX),
		.drawings = buf_new((size_t)
		part->ole->emit.job->limits->entry_bytes)};
	enum rc rc;

	if (!is_begin(little_16(stream, 0)))
		return emit_cause(xls.emit, 0, CAUSE_corrupt, err);
	xls.book = xls_book_new(xls.emit, part->ole->pages);
	xls.cells = xls_cells_new(part, xls.book);
	if (xls.book == NULL || xls.cells == NULL)
		rc = err_set(err, RC_SYSTEM, "no memory for a workbook");
	else
		rc = xls_all(&xls, err);
	xls_cells_free(xls.cells);
	xls_book_free(xls.book);
	buf_free(&xls.text);
	buf_free(&xls.seen);
	buf_free(&xls.drawings);
	return rc;
}

enum rc
xls_read(const struct ole_part *part, const char *name, struct err *err)
{
	struct slice stream;

	TRY(ole_stream(part, name, &stream, err));
	return stream.at == NULL ? RC_OK : xls_stream(part, stream, err);
}

/* ------------------------------------------------------------- extractor */

/* A book without a compound file: begins with its first record. */
static bool
is_bare(struct slice bytes)
{
	unsigned len = little_16(bytes, 2), kind = little_16(bytes, 6);

	return is_begin(little_16(bytes, 0)) && len >= 4 && len <= 16 &&
	    (kind == 5 || kind == 0x10 || kind == 0x20 || kind == 0x40 ||
	    kind == 0x100);
}

static enum rc
xls_extract(const struct extract_job *job, const struct extract_sink *sink,
    struct err *err)
{
	struct ole ole = {.emit = emit_new(job, sink)};
	struct ole_part part = {.ole = &ole, .where = ""};

	if (cfb_is(job->part->bytes))
		return ole_extract(job, sink, err);
	TRY(codepages_new(job, &ole.pages, err));
	return xls_stream(&part, job->part->bytes, err);
}

static unsigned
xls_sniff(struct slice bytes, struct slice name, struct slice declared_type)
{
	static const char *const names[] = {"Workbook", "Book", NULL};

	(void)name;
	(void)declared_type;
	return is_bare(bytes) ? 2 : ole_sniff_for(bytes, names);
}

static const char *const xls_claims[] = {"application/vnd.ms-excel", ".xls",
	".xlt", ".xla", NULL};

static const struct extract_sample xls_good[] = {
	{"ole/cells.xls", "HARBOUR-LABEL", "sheet 1 > A2", 0},
	{"ole/cells.xls", "HARBOUR-RICH", "sheet 1 > B2", 0},
	{"ole/cells.xls", "4111111111111111", "sheet 1 > C2", 0},
	{"ole/cells.xls", "HARBOUR-FORMULA", "sheet 1 > D2", 0},
	{"ole/cells.xls", "123456", "sheet 1 > E2", 0},
	{"ole/cells.xls", "12.34", "sheet 1 > F2", 0},
	{"ole/cells.xls", "2026-11-21", "sheet 1 > G2", 0},
	{"ole/cells.xls", "HARBOUR-PAGE", "sheet 1", 0},
	{"ole/cells.xls", "HARBOUR-WRITER", "writer", 0},
	{"ole/cells.xls", "HARBOUR-NAME", "defined name", 0},
	{"ole/strings.xls", "HARBOUR-SPLIT \320\226 over two records",
	    "sheet 1 > A1", 0},
	{"ole/strings.xls", "HARBOUR-UNNAMED", "strings of no cell", 0},
	{"ole/hidden.xls", "HARBOUR-HIDDEN-SHEET", "sheet 2 > A1", 0},
	{"ole/hidden.xls", "HARBOUR-HIDDEN-ROW", "sheet 1 > A1", 0},
	{"ole/notes.xls", "HARBOUR-NOTE", "sheet 1 > B7 > comment", 0},
	{"ole/notes.xls", "HARBOUR-BOX", "sheet 1 > text box 1", 0},
	{"ole/notes.xls", "https://harbour.example/link", "sheet 1", 0},
	{"ole/notes.xls", "HARBOUR-DRAWN on a sheet", "picture 1 > picture",
	    0},
	{"ole/five.xls", "HARBOUR-FIVE \320\226", "sheet 1 > A1", 0},
	{"ole/bare.xls", "HARBOUR-BARE", "sheet 1 > B3", 0},
	{"ole/xor.xls", "HARBOUR-LOCKED", "sheet 1 > A1", 0},
	{"ole/rc4.xls", "HARBOUR-LOCKED", "sheet 1 > A40", 0},
	{"ole/cryptoapi.xls", "HARBOUR-LOCKED", "sheet 1 > A40", 0},
	{0},
};

static const struct extract_sample xls_bad[] = {
	{"ole/encrypted.xls", NULL, NULL, 1u << CAUSE_encrypted},
	{"ole/elsewhere.xls", "HARBOUR-ELSEWHERE", "sheet 1 > A1",
	    1u << CAUSE_ambiguous},
	{0},
};

const struct extractor extractor_xls = {
	.name = "xls",
	.type = "application/vnd.ms-excel",
	.claims = xls_claims,
	.class = EXTRACT_RISKY,
	.sniff = xls_sniff,
	.extract = xls_extract,
	.good = xls_good,
	.bad = xls_bad,
};
