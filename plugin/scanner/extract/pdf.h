/*
 * pdf - what the pieces of the PDF reader share.
 *
 * pdf.c opens the document and walks its pages; pdf_page.c tells one page with
 * its fields, notes and links; pdf_meta.c tells what belongs to the document as
 * a whole; pdf_raw.c looks at the bytes for what the library has no answer to;
 * pdf_xfa.c finds forms of the XFA kind; pdf_picture.c has scanned pages read;
 * pdf_guard.c keeps a defect of the library from ending the process.
 * pdf.c, pdf_page.c, pdf_meta.c and pdf_picture.c own poppler-glib (GPL): no
 * other file knows it, and --without-poppler leaves all six out.
 */
#ifndef OUTMARK_SCANNER_EXTRACT_PDF_H
#define OUTMARK_SCANNER_EXTRACT_PDF_H

#include "base/buf.h"
#include "scanner/extract/preload.h"
#include "scanner/extract/emit.h"

struct _PopplerAttachment;
struct _PopplerDocument;
struct _PopplerPage;

struct pdf {
	struct emit *emit;
	struct _PopplerDocument *document;
	uint32_t fields, notes;	/* numbered through the document */
	bool lost;		/* the library could not read some text */
};

/* Tell page `number` (from 1) with all that stands on it. */
enum rc pdf_page_tell(struct pdf *pdf, struct _PopplerPage *page,
    uint32_t number, struct err *err) MUST_USE;

/*
 * Draw the page into one dot: the library then keeps the text of all that was
 * drawn, and page text asked for later has the notes' own words in it.
 */
void pdf_page_draw(struct _PopplerPage *page);

/* How much of the page its pictures cover, in percent. */
unsigned pdf_picture_share(struct _PopplerPage *page);

/* Draw the page and tell the words that are recognised on it. */
enum rc pdf_picture_tell(struct pdf *pdf, struct _PopplerPage *page,
    uint32_t number, struct err *err) MUST_USE;

/* Properties, XMP, bookmarks, scripts. */
enum rc pdf_meta_tell(struct pdf *pdf, struct err *err) MUST_USE;

/* The files attached to the document. */
enum rc pdf_meta_attachments(struct pdf *pdf, struct err *err) MUST_USE;

/* Does the guard of pdf_guard.c stand in front of the library, or need not? */
bool pdf_guard_stands(void);

/* Give back an attached file; `place` says where it hangs. */
enum rc pdf_meta_attachment(struct pdf *pdf,
    struct _PopplerAttachment *attachment, uint32_t place, struct err *err)
    MUST_USE;

/* A string the library gave (may be NULL), told and released with g_free. */
enum rc pdf_tell_and_free(struct pdf *pdf, uint32_t place, unsigned flags,
    char *text, struct err *err) MUST_USE;

/*
 * Label properties in the document's own dictionary, and signatures, as the
 * bytes show them.
 */
enum rc pdf_raw_tell(struct emit *emit, struct err *err) MUST_USE;

/*
 * The packets of a form of the XFA kind, as parts.  A form whose packets are not
 * found is flagged `unsupported`.
 */
enum rc pdf_xfa_tell(struct emit *emit, struct err *err) MUST_USE;

/*
 * The bytes with an end that names the catalog, for a file that lost its own:
 * the library then searches for the objects.  False when no catalog is seen.
 */
bool pdf_raw_mend(struct slice bytes, struct buf *into);

/* Load what poppler opens late, while files can still be opened. */
void pdf_preload(struct preload *kept);

#endif
