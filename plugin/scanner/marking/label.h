/*
 * label - what the labels beside a text mean.
 */
#ifndef OUTMARK_SCANNER_MARKING_LABEL_H
#define OUTMARK_SCANNER_MARKING_LABEL_H

#include "scanner/marking/marking.h"

/*
 * Give the markings that the header fields and document properties of a text
 * carry to the sink.  The arena holds the results.
 */
enum rc label_read(const struct marking_tables *tables,
    const struct text *text, struct arena *arena,
    const struct marking_sink *sink, struct err *err) MUST_USE;

#endif
