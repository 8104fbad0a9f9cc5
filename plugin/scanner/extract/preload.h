/*
 * preload - setting up the libraries of the document readers before the jail.
 *
 * A zygote calls this once, while it may still open files; workers inherit what
 * is loaded.
 */
#ifndef OUTMARK_SCANNER_EXTRACT_PRELOAD_H
#define OUTMARK_SCANNER_EXTRACT_PRELOAD_H

#include "scanner/extract/extract.h"

/* What stays open as long as the process lives; nobody looks into it. */
struct preload {
	void *converters[2];
	void *document;
};

/*
 * Load what the libraries would otherwise open late, and drop what they would
 * say about content (glib's default log handler is replaced).  Still opened
 * late, read only, by the PDF reader: files below /usr/share/poppler.
 */
void preload_class(enum extract_class class, struct preload *kept);

/* All classes together, for programs that read everything in one process. */
void preload_documents(struct preload *kept);

#endif
