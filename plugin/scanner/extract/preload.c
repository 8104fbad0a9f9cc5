/*
 * preload - setting up the libraries of the document readers before the jail.
 */
#include "scanner/extract/preload.h"

#include <locale.h>

#include "scanner/extract/cipher.h"
#include "scanner/extract/pdf.h"
#include "scanner/extract/xml.h"

void
preload_class(enum extract_class class, struct preload *kept)
{
	*kept = (struct preload){0};
	/* Names in archives are UTF-8, whatever the machine speaks. */
	(void)setlocale(LC_CTYPE, "C.UTF-8");
	if (class != EXTRACT_PDF && class != EXTRACT_PICTURE) {
		xml_preload();
		cipher_preload();
	}
#ifdef OUTMARK_WITH_POPPLER
	if (class == EXTRACT_PDF)
		pdf_preload(kept);
#endif
}

void
preload_documents(struct preload *kept)
{
	preload_class(EXTRACT_DOCUMENT, kept);
	preload_class(EXTRACT_PDF, kept);
}
