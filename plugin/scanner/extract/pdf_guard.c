/*
 * pdf_guard - a defect of the library, kept from ending the process.
 *
 * Its list of attached files asks each specification for its file, and then the
 * file whether it is sound.  A specification that is a bare string has none: the
 * library (22.12 and others) then reads at address 0.  This function stands in
 * front of the library's own, which is the next of that name, and gives such a
 * specification a file that is not sound, so that the library passes it over.
 * Where the library calls it something else, nothing changes.
 *
 * Not for anything else: what a document does wrong is for the library to say.
 */
#include "scanner/extract/pdf.h"

#include <dlfcn.h>

/* FileSpec::getEmbeddedFile(), as C++ calls it. */
#define GUARDED "_ZN8FileSpec15getEmbeddedFileEv"

void *pdf_guard_file(void *spec) __asm__(GUARDED)
    __attribute__((used, visibility("default")));

/*
 * An EmbFile of any version: its stream is an Object, whose kind 0 is a boolean
 * and no stream.
 */
static const _Alignas(16) unsigned char unsound[4096];

void *
pdf_guard_file(void *spec)
{
	void *(*next)(void *spec) = NULL;
	void *symbol = dlsym(RTLD_NEXT, GUARDED), *file;

	/* What POSIX asks of a pointer to a function. */
	memcpy(&next, &symbol, sizeof(next));
	file = next == NULL ? NULL : next(spec);
	return file != NULL ? file : (void *)(uintptr_t)unsound;
}

bool
pdf_guard_stands(void)
{
	void *first = dlsym(RTLD_DEFAULT, GUARDED), *next = dlsym(RTLD_NEXT,
	    GUARDED);
	void *(*own)(void *) = pdf_guard_file;

	return next == NULL || memcmp(&first, &own, sizeof(first)) == 0;
}
