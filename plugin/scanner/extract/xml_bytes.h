/*
 * xml_bytes - what has to be known about an XML document before a parser may
 * see it.
 *
 * A parser that compares each attribute of a tag with all others needs hours
 * for one tag; UTF-16 would hide such a tag from a look at bytes.  So UTF-16 is
 * turned into UTF-8 first, and attributes are counted.  Builds nothing.
 */
#ifndef OUTMARK_SCANNER_EXTRACT_XML_BYTES_H
#define OUTMARK_SCANNER_EXTRACT_XML_BYTES_H

#include "base/buf.h"

/*
 * The document as UTF-8: `bytes` itself, without its BOM, or a copy in `into`
 * when it was UTF-16.  Lone surrogates become U+FFFD.
 */
struct slice xml_bytes_utf8(struct slice bytes, struct buf *into);

/* The offset of the first tag with more than `most` attributes, or SIZE_MAX. */
size_t xml_bytes_crowded(struct slice bytes, size_t most);

/*
 * The next piece of text outside of tags from `*at` on; false at the end.
 * For what a parser refused: knows tags, nothing else.
 */
bool xml_bytes_text(struct slice bytes, size_t *at, struct slice *text);

#endif
