/*
 * encoded - a header field's value as a person would read it.
 *
 * Encoded words (RFC 2047) are decoded wherever they stand, folds become one
 * space, raw 8-bit bytes are read as UTF-8 or guessed.  An encoded word that
 * cannot be decoded stays as it is, so it is looked at anyway.
 */
#ifndef OUTMARK_SCANNER_MESSAGE_ENCODED_H
#define OUTMARK_SCANNER_MESSAGE_ENCODED_H

#include "scanner/message/charset.h"

/* Decode a value; the result lies in the arena or is part of `value`. */
enum rc encoded_words(struct charsets *set, struct arena *arena,
    struct slice value, struct slice *text, struct err *err) MUST_USE;

#endif
