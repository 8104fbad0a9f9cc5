/*
 * runs - files that were written as letters into a text.
 *
 * uuencode, yEnc, BinHex 4.0, data: URIs and runs of base64, in the text that
 * any reader gave: a file in a body, a page, a cell or a header field is a part
 * of its own, and the letters stay text.  A run without a frame of its own must
 * decode to a known format or to text before it counts, so that hashes, keys
 * and signatures do not become parts.  Does not read what it finds.
 */
#ifndef OUTMARK_SCANNER_EXTRACT_RUNS_H
#define OUTMARK_SCANNER_EXTRACT_RUNS_H

#include "scanner/extract/extract.h"

/*
 * Give every run in the texts to the sink as a child at "encoded N".  `raw` are the
 * bytes behind the texts before their charset was read: yEnc is bytes, not
 * characters; empty where the texts have no such bytes.  RC_LIMIT as from the
 * sink.
 */
enum rc runs_read(const struct extract_job *job,
    const struct extract_sink *sink, const struct slice *texts, size_t count,
    struct slice raw, struct err *err) MUST_USE;

#endif
