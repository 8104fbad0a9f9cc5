/*
 * document - setting up the libraries of the document readers before the jail.
 */
#include "scanner/extract/document.h"

#include "scanner/extract/pdf.h"
#include "scanner/extract/xml.h"

void
document_preload(struct document_kept *kept)
{
	*kept = (struct document_kept){0};
	xml_preload();
#ifdef OUTMARK_WITH_POPPLER
	pdf_preload(kept);
#endif
}
