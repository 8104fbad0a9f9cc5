/*
 * odf_flow - what the files that tell one OpenDocument XML part share.
 */
#ifndef OUTMARK_SCANNER_EXTRACT_ODF_FLOW_H
#define OUTMARK_SCANNER_EXTRACT_ODF_FLOW_H

#include "scanner/extract/flow_table.h"
#include "scanner/extract/odf.h"
#include "scanner/extract/sheet_heads.h"

enum { ODF_WHERE_MAX = 128, ODF_RANGES_MOST = 64, ODF_TEXT_MOST = 4 << 20,
	ODF_SPACES_MOST = 64 };

/* A paragraph being gathered.  Notes and boxes in it have their own. */
struct odf_para {
	struct odf_para *up;
	size_t depth;		/* of its element */
	struct buf seen;	/* as a reader sees it */
	struct buf whole;	/* with what is hidden */
	struct buf aside;	/* links, alternative texts */
	bool changed;		/* `whole` differs */
};

/* A note, comment, slide...: text at a place of its own. */
struct odf_item {
	struct odf_item *up;
	size_t depth;
	unsigned flags;
	bool properties;	/* elements are "name=value" */
	uint32_t place;
	bool placed;
	struct flow_table *tables;	/* of the text around it */
	struct odf_para *para;
	struct slice name;	/* in the arena */
	char where[ODF_WHERE_MAX];
};

/* The sheet and the cell being read. */
struct odf_cell {
	struct sheet_heads *heads;
	struct slice name;	/* of the sheet */
	uint32_t sheets;	/* so far; the number of this one */
	uint64_t row, column;
	uint64_t row_repeat, column_repeat;
	bool in_sheet, in_cell, sheet_hidden, row_hidden;
	size_t depth;		/* of the cell's element */
	size_t sheet_depth;
	uint64_t columns;	/* described by now */
	struct {
		uint64_t first, last;
	} hidden[ODF_RANGES_MOST];
	size_t hidden_count;
	struct buf text, value, formula;
	bool words;		/* its value is no number */
};

struct odf_flow {
	const struct odf_source *source;
	struct odf *odf;
	struct emit *emit;
	struct odf_para *para, *spare;
	struct odf_item *item;
	struct flow_table *table;
	struct odf_cell cell;
	struct buf loose;	/* text outside of paragraphs */
	struct buf binary;	/* of an embedded picture, base64 */
	bool sheets, slides;	/* kind of the document */
	size_t hidden_depth;	/* of the outermost hidden element; 0 none */
	size_t aside_depth;
	size_t quiet_depth;
	uint32_t tables, footnotes, endnotes, comments, boxes, changes,
	    headers, footers, pages, masters, properties, pictures;
	uint32_t cell_table, cell_row, cell_column, cell_place;
	bool hidden_said, in_binary;
};

/* Where text goes that stands here. */
enum rc odf_flow_place(struct odf_flow *flow, uint32_t *place,
    struct err *err) MUST_USE;

/* Say once that something is hidden. */
enum rc odf_flow_hidden(struct odf_flow *flow, struct err *err) MUST_USE;

/* Begin and end of sheets, rows, columns and cells. */
bool odf_cell_begin(struct odf_flow *flow, const struct xml_element *element,
    enum rc *rc, struct err *err) MUST_USE;
enum rc odf_cell_end(struct odf_flow *flow, const struct xml_element *element,
    struct err *err) MUST_USE;

/* The flags of what stands in the current row and column. */
unsigned odf_cell_flags(const struct odf_flow *flow);

/* "sheet 3 > B7", or "sheet 3" outside of cells. */
void odf_cell_where(const struct odf_flow *flow, char where[ODF_WHERE_MAX]);

/* The place of the current cell. */
enum rc odf_cell_place(struct odf_flow *flow, uint32_t *place,
    struct err *err) MUST_USE;

#endif
