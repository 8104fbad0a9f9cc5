/*
 * reader - any bytes given to one document reader.
 *
 * The sink keeps nothing and checks what the seam promises: a place is named
 * before it is used and holds only structure, numbers of causes exist, what
 * comes out is no more than a small multiple of what went in.
 */
#ifndef OUTMARK_FUZZ_READER_H
#define OUTMARK_FUZZ_READER_H

#include "scanner/extract/extract.h"

/* Read; stops the program where a promise is broken. */
void reader_fuzz(const struct extractor *reader, struct slice bytes);

#endif
