/*
 * codepage - text under a Windows code page number as UTF-8.
 *
 * Pages of one byte become a table when first asked for, so that a document of
 * a million runs costs no more than one of ten.  A number that nobody knows is
 * read as windows-1252 and said to be unknown.  The conversion itself is
 * charset's.
 */
#ifndef OUTMARK_SCANNER_EXTRACT_CODEPAGE_H
#define OUTMARK_SCANNER_EXTRACT_CODEPAGE_H

#include "base/buf.h"
#include "scanner/extract/extract.h"

struct codepages;

/* An empty set for this job, in its arena; RC_LIMIT when that is full. */
enum rc codepages_new(const struct extract_job *job,
    struct codepages **pages, struct err *err) MUST_USE;

/* Append bytes under a code page to `out`, as UTF-8. */
enum rc codepage_put(struct codepages *pages, unsigned page,
    struct slice bytes, struct buf *out, struct err *err) MUST_USE;

/* Was a page asked for that nobody knows? */
bool codepages_unknown(const struct codepages *pages);

/* The name mail uses for a page, or NULL: "windows-1252" for 1252. */
const char *codepage_name(unsigned page);

/* The page that Windows uses for a language ([MS-LCID]). */
unsigned codepage_of_language(unsigned language);

/* The page of a font's character set ([MS-WMF] 2.1.1.5); 0: unknown. */
unsigned codepage_of_charset(int charset);

/* Append little-endian UTF-16; a lone surrogate becomes U+FFFD. */
void codepage_wide(struct buf *out, struct slice bytes);

#endif
