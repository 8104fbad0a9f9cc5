/*
 * archives - archives of many files that are not zip.
 *
 * Each format says here how it is recognised; what its entries are is
 * members'.  Where the library takes an archive without its end in silence, the
 * end is looked for here.
 */
#include "scanner/extract/members.h"
#include "scanner/extract/rar_lock.h"
#include "scanner/extract/sevenzip_lock.h"

enum { TAR_BLOCK = 512 };

/* An archive without its lock is about as long; numbers may be longer. */
static size_t
opened_most(const struct extract_job *job)
{
	return job->part->bytes.len * 2 + 65536;
}

static bool
has_at(struct slice bytes, size_t at, const char *mark, size_t len)
{
	return bytes.len >= at + len && memcmp(bytes.at + at, mark, len) == 0;
}

static bool
is_sevenzip(struct slice bytes)
{
	return has_at(bytes, 0, "7z\xbc\xaf\x27\x1c", 6);
}

static bool
is_rar(struct slice bytes)
{
	return has_at(bytes, 0, "Rar!\x1a\7\0", 7) ||
	    has_at(bytes, 0, "Rar!\x1a\7\1\0", 8);
}

/* The sum of a header's bytes, its own field taken as blanks (POSIX ustar). */
static bool
is_tar_header(struct slice bytes)
{
	uint64_t sum = 0, said = 0;
	size_t digits = 0;

	if (bytes.len < TAR_BLOCK || bytes.at[0] == 0)
		return false;
	for (size_t i = 0; i < TAR_BLOCK; i++)
		sum += i >= 148 && i < 156 ? ' ' : bytes.at[i];
	for (size_t i = 148; i < 156; i++) {
		if (bytes.at[i] < '0' || bytes.at[i] > '7')
			continue;
		said = said * 8 + (uint64_t)(bytes.at[i] - '0');
		digits++;
	}
	return digits >= 4 && said == sum;
}

static bool
is_tar(struct slice bytes)
{
	return has_at(bytes, 257, "ustar", 5) || is_tar_header(bytes);
}

static bool
is_cpio(struct slice bytes)
{
	unsigned mode, name;

	if (has_at(bytes, 0, "070701", 6) || has_at(bytes, 0, "070702", 6) ||
	    has_at(bytes, 0, "070707", 6))
		return bytes.len > 12 && byte_is_alnum(bytes.at[6]) &&
		    byte_is_alnum(bytes.at[11]);
	if (bytes.len < 26 || !has_at(bytes, 0, "\xc7\x71", 2))
		return false;
	mode = bytes.at[6] | (unsigned)bytes.at[7] << 8;
	name = bytes.at[20] | (unsigned)bytes.at[21] << 8;
	return name > 0 && name < 1024 && ((mode & 0170000) == 0100000 ||
	    (mode & 0170000) == 0040000 || (mode & 0170000) == 0120000);
}

static bool
is_ar(struct slice bytes)
{
	return has_at(bytes, 0, "!<arch>\n", 8);
}

static bool
is_cab(struct slice bytes)
{
	return has_at(bytes, 0, "MSCF\0\0\0\0", 8);
}

static bool
is_lha(struct slice bytes)
{
	return bytes.len > 21 && bytes.at[2] == '-' && bytes.at[3] == 'l' &&
	    (bytes.at[4] == 'h' || bytes.at[4] == 'z' ||
	    bytes.at[4] == 'p') && byte_is_alnum(bytes.at[5]) &&
	    bytes.at[6] == '-' && bytes.at[20] <= 3;
}

static bool
is_iso(struct slice bytes)
{
	return has_at(bytes, 32769, "CD001", 5);
}

static bool
is_xar(struct slice bytes)
{
	return has_at(bytes, 0, "xar!\0", 5);
}

static bool
is_rpm(struct slice bytes)
{
	return has_at(bytes, 0, "\xed\xab\xee\xdb", 4);
}

/* The start says where the list of entries is, at the end of the file. */
static bool
is_sevenzip_whole(struct slice bytes)
{
	uint64_t offset = 0, size = 0, end;

	for (size_t i = 8; i > 0 && bytes.len >= 32; i--) {
		offset = offset << 8 | bytes.at[11 + i];
		size = size << 8 | bytes.at[19 + i];
	}
	return bytes.len >= 32 && !__builtin_add_overflow(offset, size, &end) &&
	    end <= bytes.len - 32;
}

/* A cut 7z has no list of entries: nothing can be read. */
static enum rc
sevenzip_read(const struct extract_job *job, const struct extract_sink *sink,
    struct err *err)
{
	struct emit emit = emit_new(job, sink);
	struct buf opened = buf_new(opened_most(job));
	enum rc rc;

	if (!is_sevenzip_whole(job->part->bytes))
		return sink->flag(sink->own, 0, CAUSE_truncated, 0, err);
	rc = sevenzip_lock_open(&emit, &opened, err);
	if (rc == RC_OK)
		rc = members_read_opened(job, sink, UNPACK_7Z,
		    buf_slice(&opened), err);
	else if (rc == RC_END)
		rc = members_read(job, sink, UNPACK_7Z, err);
	buf_free(&opened);
	return rc;
}

static bool
is_rar_five(struct slice bytes)
{
	return bytes.len > 6 && bytes.at[6] == 1;
}

/*
 * A block of its own ends an archive; it is the last, and short.  Where all
 * headers are encrypted it cannot be seen.
 */
static bool
is_rar_whole(struct slice bytes)
{
	enum { RAR_END_LEAST = 7, RAR_END_MOST = 24 };
	bool five = is_rar_five(bytes);

	if (bytes.len > 13 && (five ? bytes.at[13] == 4 :
	    (bytes.at[10] & 0x80) != 0))
		return true;
	for (size_t size = RAR_END_LEAST; size <= RAR_END_MOST &&
	    size < bytes.len; size++) {
		const unsigned char *at = bytes.at + bytes.len - size;

		if (five ? at[4] == size - 5 && at[5] == 5 :
		    at[2] == 0x7b && at[5] == size && at[6] == 0)
			return true;
	}
	return false;
}

static enum rc
rar_read(const struct extract_job *job, const struct extract_sink *sink,
    struct err *err)
{
	struct slice bytes = job->part->bytes;
	struct emit emit = emit_new(job, sink);
	struct buf opened = buf_new(opened_most(job));
	enum rc rc = is_rar_five(bytes) ? rar5_lock_open(&emit, &opened, err) :
	    rar4_lock_open(&emit, &opened, err);

	if (rc == RC_OK) {
		bytes = buf_slice(&opened);
		rc = members_read_opened(job, sink, UNPACK_RAR, bytes, err);
	} else if (rc == RC_END) {
		rc = members_read(job, sink, UNPACK_RAR, err);
	}
	if (rc == RC_OK && !is_rar_whole(bytes))
		rc = sink->flag(sink->own, 0, CAUSE_truncated, 0, err);
	buf_free(&opened);
	return rc;
}

/* Two blocks of zeros end a tar; one is enough to most. */
static bool
is_tar_whole(struct slice bytes)
{
	size_t zeros = 0;

	while (zeros < bytes.len && zeros < TAR_BLOCK &&
	    bytes.at[bytes.len - 1 - zeros] == 0)
		zeros++;
	return zeros == TAR_BLOCK;
}

static enum rc
tar_read(const struct extract_job *job, const struct extract_sink *sink,
    struct err *err)
{
	if (!is_tar_whole(job->part->bytes))
		TRY(sink->flag(sink->own, 0, CAUSE_truncated, 0, err));
	return members_read(job, sink, UNPACK_TAR, err);
}

#define ARCHIVE_READ(id, KIND) \
static enum rc \
id##_read(const struct extract_job *job, const struct extract_sink *sink, \
    struct err *err) \
{ \
	return members_read(job, sink, KIND, err); \
}

#define ARCHIVE(id, how, media, ...) \
static unsigned \
id##_sniff(struct slice bytes, struct slice name, struct slice type) \
{ \
	(void)name, (void)type; \
	return is_##id(bytes) ? 2 : 0; \
} \
static const char *const id##_claims[] = {media, __VA_ARGS__, NULL}; \
const struct extractor extractor_##id = { \
	.name = #id, .type = media, .claims = id##_claims, \
	.class = EXTRACT_##how, .sniff = id##_sniff, \
	.extract = id##_read, .good = id##_good, .bad = id##_bad, \
};

/* One sample of each layout that tests/tool/samples_archive.c writes. */
#define LAYOUTS(stem, suffix) \
	{"archive/" stem "long" suffix, "ORCHARD-LONG", "entry 1", 0}, \
	{"archive/" stem "folder" suffix, "ORCHARD-FOLDER", "entry 1", 0}, \
	{"archive/" stem "folder" suffix, "ORCHARD-DEEPER", "entry 2", 0}, \
	{"archive/" stem "empty" suffix, "ORCHARD-AFTER-EMPTY", "*", 0}, \
	{"archive/" stem "inner" suffix, "ORCHARD-INNER", \
	    "entry 1 > entry 1", 0}

static const struct extract_sample sevenzip_good[] = {
	{"archive/lzma.7z", "ORCHARD-FIRST", "entry 1", 0},
	{"archive/lzma.7z", "ORCHARD-SECOND", "entry 2", 0},
	{"archive/lzma2.7z", "ORCHARD-SECOND", "entry 2", 0},
	{"archive/bzip2.7z", "ORCHARD-SECOND", "entry 2", 0},
	{"archive/deflate.7z", "ORCHARD-SECOND", "entry 2", 0},
	{"archive/ppmd.7z", "ORCHARD-SECOND", "entry 2", 0},
	{"archive/store.7z", "ORCHARD-SECOND", "entry 2", 0},
	LAYOUTS("", ".7z"), {0}};
static const struct extract_sample sevenzip_bad[] = {
	{"archive/header.7z", NULL, NULL, 1u << CAUSE_encrypted},
	{"archive/locked-lzma2.7z", NULL, NULL, 1u << CAUSE_encrypted},
	{"archive/locked-store.7z", NULL, NULL, 1u << CAUSE_encrypted},
	{"archive/locked-sealed.7z", NULL, NULL, 1u << CAUSE_encrypted},
	{"archive/locked-bcj.7z", NULL, NULL, 1u << CAUSE_encrypted},
	{"archive/cut.7z", NULL, NULL, 1u << CAUSE_truncated}, {0}};
static const struct extract_sample rar_good[] = {
	{"archive/four.rar", "ORCHARD-FIRST", "entry 1", 0},
	{"archive/four.rar", "ORCHARD-SECOND", "entry 2", 0},
	{"archive/five.rar", "ORCHARD-FIRST", "entry 1", 0},
	{"archive/five.rar", "ORCHARD-SECOND", "entry 2", 0},
	LAYOUTS("four-", ".rar"), LAYOUTS("five-", ".rar"), {0}};
static const struct extract_sample rar_bad[] = {
	{"archive/four-header.rar", NULL, NULL, 1u << CAUSE_encrypted},
	{"archive/four-entry.rar", NULL, NULL, 1u << CAUSE_encrypted},
	{"archive/five-header.rar", NULL, NULL, 1u << CAUSE_encrypted},
	{"archive/locked-four.rar", NULL, NULL, 1u << CAUSE_encrypted},
	{"archive/locked-four-sealed.rar", NULL, NULL,
	    1u << CAUSE_encrypted},
	{"archive/locked-five.rar", NULL, NULL, 1u << CAUSE_encrypted},
	{"archive/locked-five-sealed.rar", NULL, NULL,
	    1u << CAUSE_encrypted},
	{0}};
static const struct extract_sample tar_good[] = {
	{"archive/ustar.tar", "ORCHARD-FIRST", "entry 1", 0},
	{"archive/ustar.tar", "ORCHARD-SECOND", "entry 2", 0},
	{"archive/pax.tar", "ORCHARD-SECOND", "entry 2", 0},
	{"archive/gnutar.tar", "ORCHARD-SECOND", "entry 2", 0},
	{"archive/v7tar.tar", "ORCHARD-SECOND", "entry 2", 0},
	LAYOUTS("", ".tar"), {0}};
static const struct extract_sample tar_bad[] = {
	{"archive/twice.tar", "ORCHARD-BEHIND", "entry 3", 0},
	{"archive/cut.tar", "ORCHARD-FIRST", "entry 1",
	    1u << CAUSE_truncated}, {0}};
static const struct extract_sample cpio_good[] = {
	{"archive/newc.cpio", "ORCHARD-SECOND", "entry 2", 0},
	{"archive/odc.cpio", "ORCHARD-SECOND", "entry 2", 0},
	{"archive/bin.cpio", "ORCHARD-SECOND", "entry 2", 0},
	LAYOUTS("", ".cpio"), {0}};
static const struct extract_sample ar_good[] = {
	{"archive/arbsd.a", "ORCHARD-SECOND", "entry 2", 0},
	{"archive/argnu.a", "ORCHARD-SECOND", "entry 2", 0},
	LAYOUTS("", ".a"), {0}};
static const struct extract_sample cab_good[] = {
	{"archive/two.cab", "ORCHARD-SECOND", "entry 2", 0},
	LAYOUTS("", ".cab"), {0}};
static const struct extract_sample lha_good[] = {
	{"archive/two.lzh", "ORCHARD-SECOND", "entry 2", 0},
	LAYOUTS("", ".lzh"), {0}};
static const struct extract_sample iso_good[] = {
	{"archive/plain.iso", "ORCHARD-SECOND", "*", 0},
	{"archive/long.iso", "ORCHARD-LONG", "entry 2", 0},
	{"archive/folder.iso", "ORCHARD-FOLDER", "*", 0},
	{"archive/folder.iso", "ORCHARD-DEEPER", "*", 0},
	{"archive/empty.iso", "ORCHARD-AFTER-EMPTY", "*", 0},
	{"archive/inner.iso", "ORCHARD-INNER", "entry 2 > entry 1", 0},
	{0}};
static const struct extract_sample xar_good[] = {
	{"archive/plain.xar", "ORCHARD-SECOND", "*", 0},
	LAYOUTS("", ".xar"), {0}};
static const struct extract_sample rpm_good[] = {
	{"archive/two.rpm", "ORCHARD-SECOND", "entry 2", 0},
	LAYOUTS("", ".rpm"), {0}};
static const struct extract_sample no_samples[] = {{0}};

#define cpio_bad no_samples
#define ar_bad no_samples
#define cab_bad no_samples
#define lha_bad no_samples
#define iso_bad no_samples
#define xar_bad no_samples
#define rpm_bad no_samples

ARCHIVE_READ(cpio, UNPACK_CPIO)
ARCHIVE_READ(ar, UNPACK_AR)
ARCHIVE_READ(cab, UNPACK_CAB)
ARCHIVE_READ(lha, UNPACK_LHA)
ARCHIVE_READ(iso, UNPACK_ISO)
ARCHIVE_READ(xar, UNPACK_XAR)
ARCHIVE_READ(rpm, UNPACK_RPM)

ARCHIVE(sevenzip, DOCUMENT, "application/x-7z-compressed", ".7z")
ARCHIVE(rar, RISKY, "application/vnd.rar", "application/x-rar-compressed",
    ".rar")
ARCHIVE(tar, DOCUMENT, "application/x-tar", ".tar")
ARCHIVE(cpio, DOCUMENT, "application/x-cpio", ".cpio")
ARCHIVE(ar, DOCUMENT, "application/x-archive", ".a", ".deb")
ARCHIVE(cab, RISKY, "application/vnd.ms-cab-compressed", ".cab")
ARCHIVE(lha, RISKY, "application/x-lzh-compressed", ".lha", ".lzh")
ARCHIVE(iso, DOCUMENT, "application/x-iso9660-image", ".iso")
ARCHIVE(xar, DOCUMENT, "application/x-xar", ".xar")
ARCHIVE(rpm, DOCUMENT, "application/x-rpm", ".rpm")
