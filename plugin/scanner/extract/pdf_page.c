/*
 * pdf_page - one page of a PDF: its text, form fields, notes and links.
 *
 * A page without text on which something is drawn is not empty, one with a
 * stamp's few words over a scan is not read by its words, nor is a scan with
 * words of another page: all are read as pictures (pdf_picture.c).
 */
#include "scanner/extract/pdf.h"

#include <poppler.h>
#include <stdlib.h>

#include "base/escape.h"
#include "scanner/extract/pdf_slant.h"
#include "scanner/extract/pdf_text.h"

enum {
	PAGE_FEW_BYTES = 16,
	PAGE_STAMP_BYTES = 400,	/* header, number and stamps on a scan */
	PAGE_SCANNED = 40,	/* percent of the page under pictures */
	PAGE_WHOLE = 80,	/* the page is a picture */
	PAGE_THIN = 8,		/* percent of it under letters: 500 of 12 points */
	PAGE_WORDS = 70,	/* percent of characters that are of words */
	PAGE_WORD_MOST = 20,	/* their average length */
	PAGE_ITEMS_MOST = 5000,
	PAGE_SLANT_MOST = 1000,	/* bytes of words that stand aslant */
};

/* ------------------------------------------------------------ form fields */

static char *
page_choice(PopplerFormField *field)
{
	GString *chosen = g_string_new(NULL);
	char *text = poppler_form_field_choice_get_text(field);
	int count = poppler_form_field_choice_get_n_items(field);

	if (text != NULL)
		g_string_append(chosen, text);
	g_free(text);
	for (int i = 0; i < count && i < PAGE_ITEMS_MOST; i++) {
		char *item = poppler_form_field_choice_get_item(field, i);

		if (item != NULL)
			g_string_append_printf(chosen, "%s%s",
			    chosen->len > 0 ? "\n" : "", item);
		g_free(item);
	}
	return g_string_free(chosen, FALSE);
}

/* What the field holds, or NULL. */
static char *
page_field_text(PopplerFormField *field)
{
	switch (poppler_form_field_get_field_type(field)) {
	case POPPLER_FORM_FIELD_TEXT:
		return poppler_form_field_text_get_text(field);
	case POPPLER_FORM_FIELD_CHOICE:
		return page_choice(field);
	case POPPLER_FORM_FIELD_BUTTON:
	case POPPLER_FORM_FIELD_SIGNATURE:
	case POPPLER_FORM_FIELD_UNKNOWN:
		break;
	}
	return NULL;
}

/* The label of a field: what a person is shown, else its name. */
static char *
page_field_label(PopplerFormField *field)
{
	char *label = poppler_form_field_get_alternate_ui_name(field);

	return label != NULL ? label : poppler_form_field_get_name(field);
}

static enum rc
page_field(struct pdf *pdf, PopplerFormField *field, uint32_t page,
    struct err *err)
{
	char *text = page_field_text(field), *label;
	uint32_t place;
	enum rc rc;

	pdf->fields++;
	if (text == NULL || text[0] == '\0') {
		g_free(text);
		return RC_OK;
	}
	label = page_field_label(field);
	rc = emit_place(pdf->emit, &place, slice_of(label), slice_of(label),
	    err, "page %u > form field %u", page, pdf->fields);
	g_free(label);
	if (rc == RC_OK)
		return pdf_tell_and_free(pdf, place, 0, text, err);
	g_free(text);
	return rc;
}

static enum rc
page_fields(struct pdf *pdf, PopplerPage *page, uint32_t number,
    struct err *err)
{
	GList *list = poppler_page_get_form_field_mapping(page);
	enum rc rc = RC_OK;

	for (GList *at = list; at != NULL && rc == RC_OK; at = at->next) {
		PopplerFormFieldMapping *mapping = at->data;

		rc = page_field(pdf, mapping->field, number, err);
	}
	poppler_page_free_form_field_mapping(list);
	return rc;
}

/* ------------------------------------------------------------------ notes */

static enum rc
page_note_file(struct pdf *pdf, PopplerAnnot *annot, uint32_t place,
    struct err *err)
{
	PopplerAttachment *file;
	enum rc rc;

	file = poppler_annot_file_attachment_get_attachment(
	    POPPLER_ANNOT_FILE_ATTACHMENT(annot));
	if (file == NULL)
		return emit_cause(pdf->emit, place, CAUSE_corrupt, err);
	rc = pdf_meta_attachment(pdf, file, place, err);
	g_object_unref(file);
	return rc;
}

static enum rc
page_note_texts(struct pdf *pdf, PopplerAnnot *annot, uint32_t place,
    struct err *err)
{
	const unsigned flags = TEXT_FLAG_hidden;

	if (POPPLER_IS_ANNOT_MARKUP(annot)) {
		TRY(pdf_tell_and_free(pdf, place, flags,
		    poppler_annot_markup_get_label(
		    POPPLER_ANNOT_MARKUP(annot)), err));
		TRY(pdf_tell_and_free(pdf, place, flags,
		    poppler_annot_markup_get_subject(
		    POPPLER_ANNOT_MARKUP(annot)), err));
	}
	TRY(pdf_tell_and_free(pdf, place, flags,
	    poppler_annot_get_contents(annot), err));
	if (POPPLER_IS_ANNOT_FILE_ATTACHMENT(annot))
		return page_note_file(pdf, annot, place, err);
	return RC_OK;
}

static enum rc
page_note(struct pdf *pdf, PopplerAnnot *annot, uint32_t page,
    struct err *err)
{
	PopplerAnnotType type = poppler_annot_get_annot_type(annot);
	uint32_t place;

	/* Fields and links are told elsewhere; a popup repeats its parent. */
	if (type == POPPLER_ANNOT_WIDGET || type == POPPLER_ANNOT_LINK ||
	    type == POPPLER_ANNOT_POPUP)
		return RC_OK;
	TRY(emit_place(pdf->emit, &place, (struct slice){0},
	    (struct slice){0}, err, "page %u > note %u", page,
	    ++pdf->notes));
	return page_note_texts(pdf, annot, place, err);
}

static enum rc
page_notes(struct pdf *pdf, PopplerPage *page, uint32_t number,
    struct err *err)
{
	GList *list = poppler_page_get_annot_mapping(page);
	enum rc rc = RC_OK;

	for (GList *at = list; at != NULL && rc == RC_OK; at = at->next) {
		PopplerAnnotMapping *mapping = at->data;

		rc = page_note(pdf, mapping->annot, number, err);
	}
	poppler_page_free_annot_mapping(list);
	return rc;
}

/* ------------------------------------------------------------------ links */

static const char *
page_link_target(const PopplerAction *action)
{
	if (action == NULL)
		return NULL;
	if (action->type == POPPLER_ACTION_URI)
		return action->uri.uri;
	if (action->type == POPPLER_ACTION_GOTO_REMOTE)
		return action->goto_remote.file_name;
	if (action->type == POPPLER_ACTION_LAUNCH)
		return action->launch.file_name;
	return NULL;
}

static enum rc
page_links(struct pdf *pdf, PopplerPage *page, uint32_t number,
    struct err *err)
{
	GList *list = poppler_page_get_link_mapping(page);
	uint32_t place = 0;
	enum rc rc = RC_OK;

	for (GList *at = list; at != NULL && rc == RC_OK; at = at->next) {
		PopplerLinkMapping *mapping = at->data;
		const char *target = page_link_target(mapping->action);

		if (target == NULL)
			continue;
		if (place == 0)
			rc = emit_place(pdf->emit, &place, (struct slice){0},
			    (struct slice){0}, err, "page %u > links",
			    number);
		if (rc == RC_OK)
			rc = emit_line(pdf->emit, place, TEXT_FLAG_hidden,
			    slice_of(target), err);
	}
	poppler_page_free_link_mapping(list);
	return rc;
}

/* ------------------------------------------------------------------- text */

static bool
page_has_picture(PopplerPage *page)
{
	GList *list = poppler_page_get_image_mapping(page);
	bool has = list != NULL;

	poppler_page_free_image_mapping(list);
	return has;
}

/* Where each character stands; `*count` is 0 when that is not known. */
static struct pdf_box *
page_boxes(PopplerPage *page, size_t *count)
{
	PopplerRectangle *rectangles = NULL;
	struct pdf_box *boxes;
	guint found = 0;

	*count = 0;
	if (!poppler_page_get_text_layout(page, &rectangles, &found))
		return NULL;
	boxes = calloc((size_t)found + 1, sizeof(*boxes));
	for (guint i = 0; boxes != NULL && i < found; i++)
		boxes[(*count)++] = (struct pdf_box){rectangles[i].x1,
			rectangles[i].y1, rectangles[i].x2, rectangles[i].y2};
	g_free(rectangles);
	return boxes;
}

/* Text outside of the page's visible box, where the first look gave none. */
static char *
page_text_anywhere(PopplerPage *page)
{
	PopplerRectangle all = {-100000, -100000, 100000, 100000};

	return poppler_page_get_text_for_area(page, &all);
}

/* A watermark is as plain as a page's header. */
static enum rc
page_slant(struct pdf *pdf, uint32_t place, struct slice text,
    const struct pdf_box *boxes, size_t count, struct err *err)
{
	struct buf word = buf_new(PAGE_SLANT_MOST);
	enum rc rc = RC_OK;

	if (count > 0 && pdf_text_count(text) == count)
		pdf_slant_read(text, boxes, count, &word);
	if (word.len > 0)
		rc = emit_line(pdf->emit, place, TEXT_FLAG_header_footer,
		    buf_slice(&word), err);
	buf_free(&word);
	return rc;
}

static enum rc
page_emit(struct pdf *pdf, uint32_t place, PopplerPage *page, char *text,
    struct err *err)
{
	size_t len = strlen(text), count, most;
	struct pdf_box *boxes = page_boxes(page, &count);
	struct buf mended;
	enum rc rc;

	/* A character grows by one at most. */
	if (!size_mul(len, 2, &most))
		most = len;
	mended = buf_new(most);
	pdf_text_mend(slice_of(text), boxes, count, &mended);
	rc = emit_line(pdf->emit, place, 0, buf_slice(&mended), err);
	if (rc == RC_OK && mended.full)
		rc = emit_cause(pdf->emit, place, CAUSE_memory, err);
	if (rc == RC_OK)
		rc = page_slant(pdf, place, slice_of(text), boxes, count, err);
	buf_free(&mended);
	free(boxes);
	return rc;
}

/* Stamps and buttons keep their words only in how they are drawn. */
static bool
page_has_drawn_words(PopplerPage *page)
{
	GList *list = poppler_page_get_annot_mapping(page);
	bool has = false;

	for (GList *at = list; at != NULL && !has; at = at->next) {
		PopplerAnnotMapping *mapping = at->data;
		PopplerAnnotType type =
		    poppler_annot_get_annot_type(mapping->annot);

		has = type == POPPLER_ANNOT_STAMP ||
		    type == POPPLER_ANNOT_WIDGET ||
		    type == POPPLER_ANNOT_FREE_TEXT;
	}
	poppler_page_free_annot_mapping(list);
	return has;
}

void
pdf_page_draw(struct _PopplerPage *page)
{
	cairo_surface_t *surface = cairo_image_surface_create(
	    CAIRO_FORMAT_A8, 1, 1);
	cairo_t *cairo = cairo_create(surface);

	poppler_page_render(page, cairo);
	cairo_destroy(cairo);
	cairo_surface_destroy(surface);
}

/*
 * Is there anything on the page?  Letters drawn as curves and characters whose
 * map is missing give no text, but they are there.
 */
static bool
page_is_drawn_on(PopplerPage *page)
{
	PopplerRectangle box;

	return poppler_page_get_bounding_box(page, &box);
}

/*
 * A page that yields little is looked at twice: for text outside of its box,
 * and for pictures that may hold what is missing.
 */
static enum rc
page_second_look(struct pdf *pdf, uint32_t place, PopplerPage *page,
    uint32_t number, struct slice seen, struct err *err)
{
	char *text = page_text_anywhere(page);

	if (slice_trim(slice_of(text)).len > slice_trim(seen).len)
		TRY(pdf_tell_and_free(pdf, place, TEXT_FLAG_hidden, text,
		    err));
	else
		g_free(text);
	if (page_has_picture(page) ||
	    (slice_trim(seen).len == 0 && page_is_drawn_on(page)))
		return pdf_picture_tell(pdf, page, number, err);
	return RC_OK;
}

/* How much of the page its letters cover, in percent. */
static unsigned
page_letters_share(PopplerPage *page)
{
	size_t count;
	struct pdf_box *boxes = page_boxes(page, &count);
	double wide, high, covered = 0;

	poppler_page_get_size(page, &wide, &high);
	for (size_t i = 0; i < count; i++)
		covered += (boxes[i].x2 - boxes[i].x1) *
		    (boxes[i].y2 - boxes[i].y1);
	free(boxes);
	if (!(wide > 0 && high > 0 && covered > 0))
		return 0;
	covered = covered / wide / high * 100;
	return covered < 100 ? (unsigned)covered : 100;
}

/* Letters, digits and spaces as in words?  A font without a map gives none. */
static bool
page_is_words(struct slice text)
{
	size_t words = 0, letters = 0, others = 0, length;

	for (; text.len > 0; text = slice_sub(text, length, text.len)) {
		uint32_t code = utf8_decode(text, &length);
		bool space = code <= ' ' || code == 0xa0;

		words += space;
		if (space)
			continue;
		if ((code < 0x80 && !byte_is_alnum((unsigned char)code)) ||
		    code == 0xfffd || (code >= 0x80 && code < 0xa0) ||
		    (code >= 0xe000 && code < 0xf900))
			others++;
		else
			letters++;
	}
	return letters * 100 >= (letters + others) * PAGE_WORDS &&
	    letters / (words + 1) <= PAGE_WORD_MOST;
}

/*
 * A whole page under one picture, with text on it: a scan whose words somebody
 * recognised, or words of which the picture knows nothing.  Few of them on so
 * much picture, or what is no words, is not what the page shows.
 */
static bool
page_is_other(PopplerPage *page, struct slice seen)
{
	return pdf_picture_share(page) >= PAGE_WHOLE &&
	    (!page_is_words(seen) || page_letters_share(page) < PAGE_THIN);
}

/* Does the text leave something on the page unread? */
static enum rc
page_look(struct pdf *pdf, uint32_t place, PopplerPage *page,
    uint32_t number, struct slice seen, struct err *err)
{
	size_t len = slice_trim(seen).len;

	if (len < PAGE_FEW_BYTES)
		return page_second_look(pdf, place, page, number, seen, err);
	if (len < PAGE_STAMP_BYTES &&
	    pdf_picture_share(page) >= PAGE_SCANNED)
		return pdf_picture_tell(pdf, page, number, err);
	return page_is_other(page, seen) ?
	    pdf_picture_tell(pdf, page, number, err) : RC_OK;
}

static enum rc
page_text(struct pdf *pdf, PopplerPage *page, uint32_t number,
    struct err *err)
{
	uint32_t place;
	char *text;
	enum rc rc;

	if (page_has_drawn_words(page))
		pdf_page_draw(page);
	text = poppler_page_get_text(page);
	rc = emit_place(pdf->emit, &place, (struct slice){0},
	    (struct slice){0}, err, "page %u", number);
	if (rc == RC_OK && text != NULL)
		rc = page_emit(pdf, place, page, text, err);
	if (rc == RC_OK)
		rc = page_look(pdf, place, page, number, slice_of(text), err);
	g_free(text);
	return rc;
}

enum rc
pdf_page_tell(struct pdf *pdf, struct _PopplerPage *page, uint32_t number,
    struct err *err)
{
	pdf->lost = false;
	TRY(page_text(pdf, page, number, err));
	if (pdf->lost)
		TRY(emit_cause(pdf->emit, 0, CAUSE_unsupported, err));
	TRY(page_fields(pdf, page, number, err));
	TRY(page_notes(pdf, page, number, err));
	return page_links(pdf, page, number, err);
}
