/*
 * heads - does a line begin as the key of a block, a label or a statement does?
 *
 * The one cheap question that spares nearly every line of a mail the grammars
 * of blocks, distribution statements, warnings and transmittal notices.
 */
#ifndef OUTMARK_SCANNER_MARKING_HEADS_H
#define OUTMARK_SCANNER_MARKING_HEADS_H

#include "base/slice.h"

/* In any case; the line has no spaces before it. */
bool heads_has(struct slice line);

#endif
