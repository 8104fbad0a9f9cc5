/*
 * normalise - one spelling for texts that a reader sees as the same.
 *
 * Text of a message and the words of a rule go through the same function, once.
 * What it does, in this order of bytes:
 *   CRLF, CR, NEL, line and paragraph separator become LF;
 *   a run of bytes that is no UTF-8 becomes one U+FFFD (counted: repaired);
 *   NUL, soft hyphen, zero-width and bidi characters, tags and variation
 *   selectors are removed (counted: dropped);
 *   every space but tab and LF becomes ' ', every dash '-', fullwidth ASCII
 *   ASCII, every decimal digit 0-9, mathematical, circled and squared Latin
 *   letters plain ones;
 *   non-ASCII letters are composed and case-folded (simple folding).
 * ASCII keeps its case.  It does not fold look-alikes of other scripts and does
 * not apply other compatibility mappings: both would change what is quoted.
 */
#ifndef OUTMARK_SCANNER_EXTRACT_NORMALISE_H
#define OUTMARK_SCANNER_EXTRACT_NORMALISE_H

#include "base/arena.h"
#include "scanner/extract/text.h"

/*
 * Fill bytes, shifts, repaired and dropped of `text` (its other fields stay).
 * The bytes lie in the arena with TEXT_SLACK zero bytes behind them.  RC_LIMIT
 * when the arena is full.
 */
enum rc normalise_bytes(struct arena *arena, struct slice in,
    struct text *text, struct err *err) MUST_USE;

/*
 * The same for a text that is known in pieces, which become one; `starts` is given
 * where each begins in the normalised text.  Nothing is composed across the start
 * of a piece.
 */
enum rc normalise_pieces(struct arena *arena, const struct slice *pieces,
    size_t count, size_t *starts, struct text *text,
    struct err *err) MUST_USE;

/*
 * The normalised form of a rule's word or phrase, in the arena with TEXT_SLACK
 * zero bytes behind it.
 */
enum rc normalise_words(struct arena *arena, struct slice in,
    struct slice *out, struct err *err) MUST_USE;

/*
 * One code point: its normalised code point, 0 when it is removed.  Without
 * composition, which needs its neighbours.
 */
uint32_t normalise_code(uint32_t code);

#endif
