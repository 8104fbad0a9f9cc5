/*
 * pdf_meta - what belongs to a PDF as a whole: properties, XMP, bookmarks,
 * attached files, scripts.
 */
#include "scanner/extract/pdf.h"

#include <poppler.h>

#include "scanner/extract/xml.h"

enum { META_BOOKMARKS_MOST = 20000, META_BOOKMARK_DEPTH = 32,
	META_VALUE_MOST = 1 << 20 };

/* ------------------------------------------------------------- properties */

static enum rc
meta_property(struct pdf *pdf, uint32_t place, const char *name, char *value,
    struct err *err)
{
	enum rc rc = emit_property(pdf->emit, place, slice_of(name),
	    slice_of(value), err);

	g_free(value);
	return rc;
}

static enum rc
meta_properties(struct pdf *pdf, struct err *err)
{
	PopplerDocument *document = pdf->document;
	uint32_t place;

	TRY(emit_place(pdf->emit, &place, (struct slice){0},
	    (struct slice){0}, err, "document properties"));
	TRY(meta_property(pdf, place, "Title",
	    poppler_document_get_title(document), err));
	TRY(meta_property(pdf, place, "Author",
	    poppler_document_get_author(document), err));
	TRY(meta_property(pdf, place, "Subject",
	    poppler_document_get_subject(document), err));
	TRY(meta_property(pdf, place, "Keywords",
	    poppler_document_get_keywords(document), err));
	TRY(meta_property(pdf, place, "Creator",
	    poppler_document_get_creator(document), err));
	return meta_property(pdf, place, "Producer",
	    poppler_document_get_producer(document), err);
}

/* -------------------------------------------------------------------- XMP */

struct meta_xmp {
	struct pdf *pdf;
	uint32_t place;
	struct buf value;
};

/* XMP may write a property as an attribute or as an element. */
static enum rc
meta_on_begin(void *own, const struct xml_element *element, struct err *err)
{
	struct meta_xmp *xmp = own;

	buf_clear(&xmp->value);
	for (size_t i = 0; i < element->count; i++)
		TRY(emit_property(xmp->pdf->emit, xmp->place,
		    slice_of(element->attributes[i].name),
		    element->attributes[i].value, err));
	return RC_OK;
}

static enum rc
meta_on_text(void *own, struct slice text, struct err *err)
{
	struct meta_xmp *xmp = own;

	(void)err;
	(void)!buf_put(&xmp->value, text);
	return RC_OK;
}

static enum rc
meta_on_end(void *own, const struct xml_element *element, struct err *err)
{
	struct meta_xmp *xmp = own;

	TRY(emit_property(xmp->pdf->emit, xmp->place,
	    slice_of(element->name), slice_trim(buf_slice(&xmp->value)),
	    err));
	buf_clear(&xmp->value);
	return RC_OK;
}

static enum rc
meta_on_rest(void *own, struct slice text, struct err *err)
{
	struct meta_xmp *xmp = own;

	if (slice_trim(text).len == 0)
		return RC_OK;
	return emit_line(xmp->pdf->emit, xmp->place, TEXT_FLAG_metadata,
	    text, err);
}

static enum rc
meta_xmp(struct pdf *pdf, struct err *err)
{
	struct meta_xmp xmp = {.pdf = pdf, .value = buf_new(META_VALUE_MOST)};
	struct xml_handler handler = {&xmp, meta_on_begin, meta_on_end,
		meta_on_text, NULL, meta_on_rest};
	char *text = poppler_document_get_metadata(pdf->document);
	cause_set causes = 0;
	enum rc rc = RC_OK;

	if (text != NULL)
		rc = emit_place(pdf->emit, &xmp.place, (struct slice){0},
		    (struct slice){0}, err, "XMP");
	if (text != NULL && rc == RC_OK)
		rc = xml_read(pdf->emit, slice_trim(slice_of(text)),
		    &handler, &causes, err);
	/* Damage is common there, and what is behind it was told. */
	causes &= ~(cause_bit(CAUSE_corrupt) | cause_bit(CAUSE_truncated));
	if (rc == RC_OK)
		rc = emit_causes(pdf->emit, xmp.place, causes, err);
	buf_free(&xmp.value);
	g_free(text);
	return rc;
}

/* -------------------------------------------------------------- bookmarks */

struct meta_marks {
	struct pdf *pdf;
	uint32_t place;
	unsigned count;
};

static enum rc meta_marks(struct meta_marks *marks, PopplerIndexIter *iter,
    unsigned depth, struct err *err);

static enum rc
meta_mark(struct meta_marks *marks, PopplerIndexIter *iter, unsigned depth,
    struct err *err)
{
	PopplerAction *action = poppler_index_iter_get_action(iter);
	PopplerIndexIter *below;
	enum rc rc = RC_OK;

	if (action != NULL)
		rc = emit_line(marks->pdf->emit, marks->place,
		    TEXT_FLAG_metadata, slice_of(action->any.title), err);
	poppler_action_free(action);
	if (rc != RC_OK)
		return rc;
	below = poppler_index_iter_get_child(iter);
	if (below == NULL)
		return RC_OK;
	rc = meta_marks(marks, below, depth + 1, err);
	poppler_index_iter_free(below);
	return rc;
}

static enum rc
meta_marks(struct meta_marks *marks, PopplerIndexIter *iter, unsigned depth,
    struct err *err)
{
	if (depth > META_BOOKMARK_DEPTH)
		return emit_cause(marks->pdf->emit, marks->place,
		    CAUSE_too_deep, err);
	do {
		if (++marks->count > META_BOOKMARKS_MOST)
			return emit_cause(marks->pdf->emit, marks->place,
			    CAUSE_too_many, err);
		TRY(meta_mark(marks, iter, depth, err));
	} while (poppler_index_iter_next(iter));
	return RC_OK;
}

static enum rc
meta_bookmarks(struct pdf *pdf, struct err *err)
{
	struct meta_marks marks = {.pdf = pdf};
	PopplerIndexIter *iter = poppler_index_iter_new(pdf->document);
	enum rc rc;

	if (iter == NULL)
		return RC_OK;
	rc = emit_place(pdf->emit, &marks.place, (struct slice){0},
	    (struct slice){0}, err, "bookmarks");
	if (rc == RC_OK)
		rc = meta_marks(&marks, iter, 1, err);
	poppler_index_iter_free(iter);
	return rc;
}

/* ---------------------------------------------------------- attached files */

struct meta_saving {
	struct pdf *pdf;
	struct buf bytes;
	cause_set causes;
	enum rc rc;
	struct err *err;
};

/* The library hands out an attached file piece by piece. */
static gboolean
meta_on_piece(const gchar *piece, gsize len, gpointer own, GError **error)
{
	struct meta_saving *saving = own;
	struct emit *emit = saving->pdf->emit;

	(void)error;
	saving->rc = emit->sink->unpacked(emit->sink->own, len, saving->err);
	if (saving->rc != RC_OK)
		return FALSE;
	if (buf_put(&saving->bytes, slice_bytes(piece, len)))
		return TRUE;
	saving->causes |= cause_bit(CAUSE_too_big);
	return FALSE;
}

enum rc
pdf_meta_attachment(struct pdf *pdf, struct _PopplerAttachment *attachment,
    uint32_t place, struct err *err)
{
	struct meta_saving saving = {.pdf = pdf, .err = err, .bytes = buf_new(
	    (size_t)pdf->emit->job->limits->entry_bytes)};
	struct extract_child child = {.place = place,
		.name = slice_of(poppler_attachment_get_name(attachment)),
		.scope = SCOPE_attachment};
	GError *error = NULL;
	enum rc rc;

	if (!poppler_attachment_save_to_callback(attachment, meta_on_piece,
	    &saving, &error) && saving.rc == RC_OK && saving.causes == 0)
		saving.causes |= cause_bit(CAUSE_corrupt);
	g_clear_error(&error);
	child.bytes = buf_slice(&saving.bytes);
	child.causes = saving.causes;
	if (saving.rc == RC_LIMIT)
		child.causes |= cause_bit(CAUSE_too_big);
	rc = emit_line(pdf->emit, place, TEXT_FLAG_hidden, slice_of(
	    poppler_attachment_get_description(attachment)), err);
	if (rc == RC_OK)
		rc = pdf->emit->sink->child(pdf->emit->sink->own, &child,
		    err);
	buf_free(&saving.bytes);
	return saving.rc == RC_OK ? rc : saving.rc;
}

enum rc
pdf_meta_attachments(struct pdf *pdf, struct err *err)
{
	uint32_t number = 0, place;
	enum rc rc = RC_OK;
	GList *list;

	if (!pdf_guard_stands())
		return err_set(err, RC_BUG,
		    "attached files of a PDF are read without their guard");
	list = poppler_document_get_attachments(pdf->document);

	for (GList *at = list; at != NULL && rc == RC_OK; at = at->next) {
		rc = emit_place(pdf->emit, &place, (struct slice){0},
		    (struct slice){0}, err, "attached file %u", ++number);
		if (rc == RC_OK)
			rc = pdf_meta_attachment(pdf, at->data, place, err);
	}
	/* The library passes over those it cannot open. */
	if (rc == RC_OK && number <
	    poppler_document_get_n_attachments(pdf->document))
		rc = emit_cause(pdf->emit, 0, CAUSE_corrupt, err);
	g_list_free_full(list, g_object_unref);
	return rc;
}

enum rc
pdf_meta_tell(struct pdf *pdf, struct err *err)
{
	TRY(meta_properties(pdf, err));
	TRY(meta_xmp(pdf, err));
	TRY(meta_bookmarks(pdf, err));
	if (poppler_document_has_javascript(pdf->document))
		TRY(emit_flag(pdf->emit, 0, PART_FLAG_macro, err));
	return RC_OK;
}
