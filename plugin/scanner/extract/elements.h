/*
 * elements - does this text begin like an XML document?
 */
#ifndef OUTMARK_SCANNER_EXTRACT_ELEMENTS_H
#define OUTMARK_SCANNER_EXTRACT_ELEMENTS_H

#include "base/slice.h"

/*
 * The name of the root element without prefix; empty when it is none.  A
 * declaration, comments and a document type may stand before it.
 */
struct slice elements_root(struct slice bytes);

#endif
