/*
 * pdf - Portable Document Format, through poppler-glib.
 *
 * Text comes page by page in reading order.  A document that needs a password
 * is opened with the words at hand or said to be encrypted.
 */
#include "scanner/extract/pdf.h"

#include <poppler.h>

enum { PDF_HEADER_WITHIN = 1024, PDF_PASSWORD_MAX = 128 };

static unsigned
pdf_sniff(struct slice bytes, struct slice name, struct slice declared_type)
{
	(void)name;
	(void)declared_type;
	return slice_find(slice_sub(bytes, 0, PDF_HEADER_WITHIN),
	    slice_of("%PDF-")) == SIZE_MAX ? 0 : 2;
}

enum rc
pdf_tell_and_free(struct pdf *pdf, uint32_t place, unsigned flags,
    char *text, struct err *err)
{
	enum rc rc = emit_line(pdf->emit, place, flags, slice_of(text), err);

	g_free(text);
	return rc;
}

/* Why did the library refuse the document? */
static enum cause
pdf_cause(const GError *error)
{
	if (g_error_matches(error, POPPLER_ERROR, POPPLER_ERROR_ENCRYPTED))
		return CAUSE_encrypted;
	return CAUSE_corrupt;
}

static PopplerDocument *
pdf_open_with(GBytes *bytes, const char *password, enum cause *cause)
{
	GError *error = NULL;
	PopplerDocument *document = poppler_document_new_from_bytes(bytes,
	    password, &error);

	*cause = CAUSE_none;
	if (document == NULL)
		*cause = pdf_cause(error);
	g_clear_error(&error);
	return document;
}

/* Open it, if need be with the words at hand; `*cause` is why it failed. */
static enum rc
pdf_open(struct pdf *pdf, GBytes *bytes, enum cause *cause, struct err *err)
{
	const struct extract_job *job = pdf->emit->job;
	char word[PDF_PASSWORD_MAX];

	pdf->document = pdf_open_with(bytes, NULL, cause);
	for (size_t i = 0; i < job->password_count &&
	    *cause == CAUSE_encrypted; i++) {
		struct slice password = job->passwords[i];

		if (password.len == 0 || password.len >= sizeof(word))
			continue;
		TRY(emit_due(pdf->emit, err));
		memcpy(word, password.at, password.len);
		word[password.len] = '\0';
		pdf->document = pdf_open_with(bytes, word, cause);
		if (pdf->document != NULL)
			return emit_flag(pdf->emit, 0, PART_FLAG_opened,
			    err);
	}
	return RC_OK;
}

static enum rc
pdf_pages(struct pdf *pdf, struct err *err)
{
	uint64_t most = pdf->emit->job->limits->pdf_pages;
	int count = poppler_document_get_n_pages(pdf->document);

	if (count <= 0)
		return emit_cause(pdf->emit, 0, CAUSE_corrupt, err);
	for (int i = 0; i < count; i++) {
		PopplerPage *page;
		enum rc rc;

		if ((uint64_t)i >= most)
			return emit_cause(pdf->emit, 0, CAUSE_too_many, err);
		TRY(emit_due(pdf->emit, err));
		page = poppler_document_get_page(pdf->document, i);
		if (page == NULL) {
			TRY(emit_cause(pdf->emit, 0, CAUSE_corrupt, err));
			continue;
		}
		rc = pdf_page_tell(pdf, page, (uint32_t)i + 1, err);
		g_object_unref(page);
		if (rc != RC_OK)
			return rc;
	}
	return RC_OK;
}

/*
 * A file cut off at its end may still open, by a search for its objects.  Every
 * sound one ends with this mark (ISO 32000-1, 7.5.5).
 */
static bool
pdf_ends(struct slice bytes)
{
	struct slice tail = slice_sub(bytes, bytes.len > 1024 ?
	    bytes.len - 1024 : 0, bytes.len);

	return slice_find(tail, slice_of("%%EOF")) != SIZE_MAX;
}

/* A file that lost its end and does not open: once more, with an end. */
static enum cause
pdf_open_mended(struct pdf *pdf, struct buf *mended)
{
	struct slice bytes = pdf->emit->job->part->bytes;
	enum cause cause = CAUSE_corrupt;
	GBytes *borrowed;

	if (!pdf_raw_mend(bytes, mended))
		return cause;
	borrowed = g_bytes_new_static(mended->at, mended->len);
	pdf->document = pdf_open_with(borrowed, NULL, &cause);
	g_bytes_unref(borrowed);
	return cause;
}

static enum rc
pdf_open_any(struct pdf *pdf, struct buf *mended, struct err *err)
{
	struct slice bytes = pdf->emit->job->part->bytes;
	GBytes *borrowed = g_bytes_new_static(bytes.at, bytes.len);
	bool ends = pdf_ends(bytes);
	enum cause cause;
	enum rc rc = pdf_open(pdf, borrowed, &cause, err);

	g_bytes_unref(borrowed);
	if (rc != RC_OK)
		return rc;
	if (!ends)
		TRY(emit_cause(pdf->emit, 0, CAUSE_truncated, err));
	if (cause == CAUSE_corrupt && !ends)
		cause = pdf_open_mended(pdf, mended);
	return emit_cause(pdf->emit, 0, cause, err);
}

static enum rc
pdf_read(struct pdf *pdf, struct err *err)
{
	TRY(pdf_raw_tell(pdf->emit, err));
	TRY(pdf_xfa_tell(pdf->emit, err));
	if (pdf->document == NULL)
		return RC_OK;
	TRY(pdf_meta_tell(pdf, err));
	TRY(pdf_pages(pdf, err));
	return pdf_meta_attachments(pdf, err);
}

/*
 * The library goes on without the characters it has no font or map for, and
 * only its log tells.
 */
static void
pdf_hear(const gchar *domain, GLogLevelFlags level, const gchar *text,
    gpointer own)
{
	static const char *const losses[] = {"Missing language pack",
		"No font in show", "Unknown character collection",
		"Couldn't create a font"};
	struct pdf *pdf = own;

	(void)domain, (void)level;
	for (size_t i = 0; i < sizeof(losses) / sizeof(losses[0]); i++)
		if (slice_find(slice_of(text), slice_of(losses[i])) !=
		    SIZE_MAX)
			pdf->lost = true;
}

static enum rc
pdf_extract(const struct extract_job *job, const struct extract_sink *sink,
    struct err *err)
{
	struct emit emit = emit_new(job, sink);
	struct pdf pdf = {.emit = &emit};
	struct buf mended = buf_new(job->part->bytes.len + 128);
	guint hearing = g_log_set_handler("Poppler", G_LOG_LEVEL_MASK |
	    G_LOG_FLAG_FATAL | G_LOG_FLAG_RECURSION, pdf_hear, &pdf);
	enum rc rc = pdf_open_any(&pdf, &mended, err);

	if (rc == RC_OK)
		rc = pdf_read(&pdf, err);
	if (pdf.document != NULL)
		g_object_unref(pdf.document);
	g_log_remove_handler("Poppler", hearing);
	buf_free(&mended);
	return rc;
}

/* The library's warnings are about the content: nobody may see them. */
static void
pdf_drop_log(const gchar *domain, GLogLevelFlags level, const gchar *text,
    gpointer own)
{
	(void)domain, (void)level, (void)text, (void)own;
}

void
pdf_preload(struct preload *kept)
{
	static const char smallest[] = "%PDF-1.4\n"
	    "1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
	    "2 0 obj<</Type/Pages/Count 1/Kids[3 0 R]>>endobj\n"
	    "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]"
	    "/Contents 5 0 R/Resources<</Font<</F 4 0 R>>>>>>endobj\n"
	    "4 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\n"
	    "5 0 obj<</Length 24>>stream\nBT /F 8 Tf 0 0 Td(a)Tj ET\n"
	    "endstream endobj\n"
	    "trailer<</Root 1 0 R>>\n%%EOF\n";
	GBytes *bytes = g_bytes_new_static(smallest, sizeof(smallest) - 1);
	enum cause cause;
	PopplerPage *page;

	g_log_set_default_handler(pdf_drop_log, NULL);
	/*
	 * Properties and field values are UTF-16.  The converters stay open
	 * for good: a closed one would be unloaded, and the jail has no file to
	 * load it from.
	 */
	kept->converters[0] = g_iconv_open("UTF-8", "UTF-16BE");
	kept->converters[1] = g_iconv_open("UTF-8", "UTF-16LE");
	/*
	 * While one document is open, the list of character maps stays; making
	 * it anew would need to list folders.  Drawing a letter makes the font
	 * library find out which fonts there are.
	 */
	kept->document = pdf_open_with(bytes, NULL, &cause);
	page = kept->document == NULL ? NULL :
	    poppler_document_get_page(kept->document, 0);
	if (page != NULL) {
		pdf_page_draw(page);
		g_free(poppler_page_get_text(page));
		g_object_unref(page);
	}
	g_bytes_unref(bytes);
}

static const char *const pdf_claims[] = {"application/pdf", ".pdf", NULL};

static const struct extract_sample pdf_good[] = {
	{"pdf/pages.pdf", "GLACIER-PAGE-TWO", "page 2", 0},
	{"pdf/table.pdf", "Card\tGLACIER-CELL", "page 1", 0},
	{"pdf/fields.pdf", "GLACIER-FIELD", "page 1 > form field 1", 0},
	{"pdf/notes.pdf", "GLACIER-NOTE", "page 1 > note 1", 0},
	{"pdf/notes.pdf", "https://glacier.example/link", "page 1 > links",
	    0},
	{"pdf/attached.pdf", "GLACIER-ATTACHED", "attached file 1", 0},
	{"pdf/meta.pdf", "GLACIER-TITLE", "document properties", 0},
	{"pdf/meta.pdf", "GLACIER-XMP", "XMP", 0},
	{"pdf/meta.pdf", "GLACIER-LABEL", "document properties", 0},
	{"pdf/meta.pdf", "GLACIER-BOOKMARK", "bookmarks", 0},
	{"pdf/signed.pdf", "GLACIER-SIGNED", "page 1", 0},
	{"pdf/xfa.pdf", "GLACIER-XFA", "form packet 2 > element 5", 0},
	{"pdf/xfa.pdf", "GLACIER-CAPTION", "*", 0},
	{"pdf/xfa-plain.pdf", "078-05-1120", "*", 0},
	{"pdf/cjk.pdf", "\344\270\255\346\226\207", "page 1", 0},
	{0},
};

static const struct extract_sample pdf_bad[] = {
	{"pdf/encrypted.pdf", NULL, NULL, 1u << CAUSE_encrypted},
	{"pdf/xfa-lost.pdf", "Please wait", "page 1",
	    1u << CAUSE_unsupported},
	{"pdf/xfa-packed.pdf", "Please wait", "page 1",
	    1u << CAUSE_unsupported},
	{"pdf/attached-badly.pdf", "GLACIER-BEFORE", "page 1",
	    1u << CAUSE_corrupt},
	{"pdf/attached-badly.pdf", "GLACIER-BEHIND", "attached file 1",
	    1u << CAUSE_corrupt},
	{"pdf/picture.pdf", NULL, NULL, 1u << CAUSE_unsupported},
	{"pdf/cut.pdf", "GLACIER-BEFORE-CUT", "page 1",
	    1u << CAUSE_truncated},
	{"pdf/empty.pdf", NULL, NULL,
	    1u << CAUSE_truncated | 1u << CAUSE_corrupt},
	{0},
};

const struct extractor extractor_pdf = {
	.name = "pdf",
	.type = "application/pdf",
	.claims = pdf_claims,
	.class = EXTRACT_PDF,
	.sniff = pdf_sniff,
	.extract = pdf_extract,
	.good = pdf_good,
	.bad = pdf_bad,
};
