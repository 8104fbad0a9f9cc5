/*
 * ole_native - the file inside an embedded object ([MS-OLEDS] 2.2).
 *
 * Gives it back as a child part with the name it had.  Does not read it.
 */
#ifndef OUTMARK_SCANNER_EXTRACT_OLE_NATIVE_H
#define OUTMARK_SCANNER_EXTRACT_OLE_NATIVE_H

#include "scanner/extract/emit.h"

/* The content of a stream "\1Ole10Native" (2.3.6). */
enum rc ole_native_stream(struct emit *emit, uint32_t place,
    struct slice bytes, struct err *err) MUST_USE;

/* An object of the older form (2.2.5), as RTF holds it. */
enum rc ole_native_object(struct emit *emit, uint32_t place,
    struct slice bytes, struct err *err) MUST_USE;

#endif
