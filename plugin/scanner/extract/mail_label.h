/*
 * mail_label - an XML label inside a SIO-Label field becomes a part.
 */
#ifndef OUTMARK_SCANNER_EXTRACT_MAIL_LABEL_H
#define OUTMARK_SCANNER_EXTRACT_MAIL_LABEL_H

#include "scanner/extract/extract.h"

/*
 * Give the XML that this value of a SIO-Label field holds (RFC 7444 section 4:
 * type ":xml", label in base64) to the sink as a child at `where`.  Nothing for
 * other types.
 */
enum rc mail_label(const struct extract_job *job,
    const struct extract_sink *sink, const char *where, struct slice value,
    struct err *err) MUST_USE;

#endif
