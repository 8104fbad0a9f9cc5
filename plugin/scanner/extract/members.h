/*
 * members - the entries of an archive that is not a zip, as parts of their own.
 */
#ifndef OUTMARK_SCANNER_EXTRACT_MEMBERS_H
#define OUTMARK_SCANNER_EXTRACT_MEMBERS_H

#include "scanner/extract/unpack.h"

/* Read the whole archive: one child for each entry. */
enum rc members_read(const struct extract_job *job,
    const struct extract_sink *sink, enum unpack_kind kind,
    struct err *err) MUST_USE;

/* The same, with these bytes for the part's (unpack_open_opened). */
enum rc members_read_opened(const struct extract_job *job,
    const struct extract_sink *sink, enum unpack_kind kind,
    struct slice bytes, struct err *err) MUST_USE;

/* Read a compressed file: its one entry has the file's name without this. */
enum rc members_read_packed(const struct extract_job *job,
    const struct extract_sink *sink, enum unpack_kind kind,
    const char *suffix, struct err *err) MUST_USE;

#endif
