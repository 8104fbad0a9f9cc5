/*
 * unpack - the entries of an archive, one after the other, inside budget.
 *
 * Promises that every limit (entries, bytes of one entry, ratio, the message's
 * total) is checked before the bytes are kept, that each stop is flagged with
 * its cause, and that a damaged or encrypted header is never "empty".  A zip
 * without its directory is read in the order of its bytes.  Never recurses.
 * archive.c owns libarchive; nobody else knows it.
 */
#ifndef OUTMARK_SCANNER_EXTRACT_UNPACK_H
#define OUTMARK_SCANNER_EXTRACT_UNPACK_H

#include "base/buf.h"
#include "scanner/extract/emit.h"
#include "scanner/extract/zip_layout.h"

struct unpack;

/* What the bytes are; a compressed file is an archive of one entry. */
enum unpack_kind {
	UNPACK_ZIP,
	UNPACK_7Z,
	UNPACK_RAR,
	UNPACK_TAR,
	UNPACK_CPIO,
	UNPACK_AR,
	UNPACK_CAB,
	UNPACK_LHA,
	UNPACK_ISO,
	UNPACK_XAR,
	UNPACK_RPM,
	UNPACK_GZIP,
	UNPACK_BZIP2,
	UNPACK_XZ,
	UNPACK_ZSTD,
	UNPACK_LZ4,
	UNPACK_COMPRESS,
	UNPACK_LZMA,
	UNPACK_LZIP,
	UNPACK_KIND_COUNT
};

struct unpack_entry {
	uint32_t number;	/* from 1, folders counted */
	struct slice name;	/* borrowed until the next entry */
	struct slice link;	/* where a link leads; borrowed as well */
	bool encrypted;
	bool folder;
};

/*
 * Open the job's part as a zip.  Flags what its layout tells (ambiguous,
 * truncated).  RC_SYSTEM without memory.  `*unpack` is yours.
 */
enum rc unpack_open(struct emit *emit, struct unpack **unpack,
    struct err *err) MUST_USE;

/* Open the job's part as an archive of another kind; otherwise the same. */
enum rc unpack_open_kind(struct emit *emit, enum unpack_kind kind,
    struct unpack **unpack, struct err *err) MUST_USE;

/*
 * The same for these bytes instead of the part's: the part with its lock taken
 * off.  What does not sum up then is said to be encrypted, because another word
 * may lock it; and so is an entry of the mode UNPACK_SHUT, that of a pipe, which
 * stands for one that stayed locked.
 */
enum { UNPACK_SHUT = 0010600 };
enum rc unpack_open_opened(struct emit *emit, enum unpack_kind kind,
    struct slice bytes, struct unpack **unpack, struct err *err) MUST_USE;

/*
 * The first bytes of the first file in an archive, at most `most`, into `head`
 * (cleared first): to see whether a word is the right one.  False: damaged
 * before that, or no memory, or no time left.
 */
bool unpack_head(struct emit *emit, enum unpack_kind kind,
    struct slice bytes, uint64_t most, struct buf *head) MUST_USE;

/*
 * Bytes that no entry took, behind the last entry of a kind that is read from
 * front to back; empty for other kinds.
 */
struct slice unpack_behind(const struct unpack *unpack);

/* NULL is allowed. */
void unpack_close(struct unpack *unpack);

/* What the zip's directory says; borrowed. */
const struct zip_layout *unpack_layout(const struct unpack *unpack);

/*
 * The next entry.  RC_END behind the last one, also where damage ends the
 * reading (flagged).  RC_LIMIT at the limit of entries (flagged).
 */
enum rc unpack_next(struct unpack *unpack, struct unpack_entry *entry,
    struct err *err) MUST_USE;

/*
 * Once more from the start, in the order of the bytes instead of the
 * directory's: another program's view of an ambiguous archive.  RC_END when
 * there is no other view.
 */
enum rc unpack_again(struct unpack *unpack, struct err *err) MUST_USE;

/*
 * The whole content of the current entry into `into` (cleared first).  What is
 * wrong with this entry alone comes in `*causes` and, when a known word opened
 * it, `*part_flags`; then `into` holds what could be read.  RC_LIMIT ends the
 * archive (flagged); `into` holds what came before.
 */
enum rc unpack_read(struct unpack *unpack, struct buf *into,
    cause_set *causes, unsigned *part_flags, struct err *err) MUST_USE;

#endif
