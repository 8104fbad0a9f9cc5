/*
 * lockwrite - locked Office and OpenDocument files for tests.
 *
 * Written after the standards from the other side than the readers, with
 * libcrypto's own interfaces, so that a mistake is not made twice.
 */
#ifndef OUTMARK_TOOL_LOCKWRITE_H
#define OUTMARK_TOOL_LOCKWRITE_H

#include "base/buf.h"

enum lock_kind { LOCK_AGILE_SHA512, LOCK_AGILE_SHA1, LOCK_STANDARD };

/* A package behind a lock ([MS-OFFCRYPTO] 2.3.4), as a compound file. */
void lock_package(struct buf *out, enum lock_kind kind, const char *word,
    struct slice package);

enum lock_stream { LOCK_XOR, LOCK_RC4, LOCK_CRYPTOAPI };

/*
 * A workbook stream of one sheet with this text in A1, behind a lock
 * ([MS-XLS] 2.2.10), as a compound file.  A long text fills many blocks.
 */
void lock_workbook(struct buf *out, enum lock_stream kind, const char *word,
    const char *text);

/*
 * The streams of a Word file behind the XOR lock ([MS-DOC] 2.2.6.1); before 97
 * there is no table (NULL).
 */
void lock_document(struct buf *main, struct buf *table, const char *word);

/*
 * A text document with this content.xml behind a password (OpenDocument 1.2
 * part 3, 3.4), as a package.
 */
void lock_odf(struct buf *out, const char *word, struct slice content);

#endif
