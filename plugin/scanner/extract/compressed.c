/*
 * compressed - one compressed file: a container with one entry.
 *
 * What was packed (often a tar) goes back to the queue under the name without
 * the suffix.
 */
#include "scanner/extract/members.h"

static bool
starts(struct slice bytes, const char *mark, size_t len)
{
	return slice_starts(bytes, slice_bytes(mark, len));
}

static bool
is_gzip(struct slice bytes)
{
	return starts(bytes, "\x1f\x8b\x08", 3);
}

static bool
is_bzip2(struct slice bytes)
{
	return bytes.len > 10 && starts(bytes, "BZh", 3) &&
	    byte_is_digit(bytes.at[3]) &&
	    (memcmp(bytes.at + 4, "1AY&SY", 6) == 0 ||
	    memcmp(bytes.at + 4, "\x17rE8P\x90", 6) == 0);
}

static bool
is_xz(struct slice bytes)
{
	return starts(bytes, "\xfd" "7zXZ\0", 6);
}

static bool
is_zstd(struct slice bytes)
{
	return starts(bytes, "\x28\xb5\x2f\xfd", 4) || (bytes.len > 4 &&
	    (bytes.at[0] & 0xf0) == 0x50 &&
	    memcmp(bytes.at + 1, "\x2a\x4d\x18", 3) == 0);
}

static bool
is_lz4(struct slice bytes)
{
	return starts(bytes, "\x04\x22\x4d\x18", 4) ||
	    starts(bytes, "\x02\x21\x4c\x18", 4);
}

static bool
is_compress(struct slice bytes)
{
	return bytes.len > 3 && starts(bytes, "\x1f\x9d", 2) &&
	    (bytes.at[2] & 0x60) == 0 && (bytes.at[2] & 0x1f) >= 9 &&
	    (bytes.at[2] & 0x1f) <= 16;
}

/* No mark, but properties, the size of a dictionary and a plausible size. */
static bool
is_lzma(struct slice bytes)
{
	static const char unknown[] = "\xff\xff\xff\xff\xff\xff\xff\xff";

	return bytes.len > 13 && bytes.at[0] == 0x5d && bytes.at[1] == 0 &&
	    bytes.at[2] == 0 && bytes.at[13] == 0 &&
	    (memcmp(bytes.at + 5, unknown, 8) == 0 ||
	    memcmp(bytes.at + 9, "\0\0\0\0", 4) == 0);
}

static bool
is_lzip(struct slice bytes)
{
	return starts(bytes, "LZIP\1", 5);
}

#define COMPRESSED(id, KIND, suffix, media, ...) \
static unsigned \
id##_sniff(struct slice bytes, struct slice name, struct slice type) \
{ \
	(void)name, (void)type; \
	return is_##id(bytes) ? 2 : 0; \
} \
static enum rc \
id##_read(const struct extract_job *job, const struct extract_sink *sink, \
    struct err *err) \
{ \
	return members_read_packed(job, sink, KIND, suffix, err); \
} \
static const char *const id##_claims[] = {media, suffix, __VA_ARGS__}; \
const struct extractor extractor_##id = { \
	.name = #id, .type = media, .claims = id##_claims, \
	.class = EXTRACT_DOCUMENT, .sniff = id##_sniff, \
	.extract = id##_read, .good = id##_good, .bad = id##_bad, \
};

/* One sample of each layout that tests/tool/samples_archive.c writes. */
#define LAYOUTS(suffix) \
	{"archive/long" suffix, "ORCHARD-LONG", "entry 1", 0}, \
	{"archive/tiny" suffix, "ORCHARD-TINY", "entry 1", 0}, \
	{"archive/inner" suffix, "ORCHARD-INNER", "entry 1 > entry 1", 0}
#define TWICE(suffix) \
	{"archive/twice" suffix, "ORCHARD-STREAM-TWO", "entry 1", 0}
#define TWO_TAR(suffix) \
	{"archive/two.tar" suffix, "ORCHARD-SECOND", "entry 1 > entry 2", 0}

static const struct extract_sample gzip_good[] = {
	{"archive/text.gz", "ORCHARD-PACKED", "entry 1", 0},
	{"archive/two.tgz", "ORCHARD-SECOND", "entry 1 > entry 2", 0},
	{"archive/behind.gz", "ORCHARD-BEHIND", "after the archive", 0},
	{"emf/packed.emz", "CANYON-DRAWN first", "entry 1 > picture", 0},
	LAYOUTS(".gz"), TWICE(".gz"), {0}};
static const struct extract_sample gzip_bad[] = {
	{"archive/cut.gz", NULL, NULL, 1u << CAUSE_truncated}, {0}};
static const struct extract_sample bzip2_good[] = {
	{"archive/text.bz2", "ORCHARD-PACKED", "entry 1", 0},
	{"archive/two.tbz2", "ORCHARD-SECOND", "entry 1 > entry 2", 0},
	LAYOUTS(".bz2"), TWICE(".bz2"), {0}};
static const struct extract_sample xz_good[] = {
	{"archive/text.xz", "ORCHARD-PACKED", "entry 1", 0},
	{"archive/two.txz", "ORCHARD-SECOND", "entry 1 > entry 2", 0},
	LAYOUTS(".xz"), TWICE(".xz"), {0}};
static const struct extract_sample zstd_good[] = {
	{"archive/text.zst", "ORCHARD-PACKED", "entry 1", 0},
	{"archive/two.tzst", "ORCHARD-SECOND", "entry 1 > entry 2", 0},
	LAYOUTS(".zst"), TWICE(".zst"), {0}};
static const struct extract_sample lz4_good[] = {
	{"archive/text.lz4", "ORCHARD-PACKED", "entry 1", 0},
	{"archive/two.tlz4", "ORCHARD-SECOND", "entry 1 > entry 2", 0},
	LAYOUTS(".lz4"), TWICE(".lz4"), {0}};
/* This format has no end mark: a cut one only looks shorter. */
static const struct extract_sample compress_good[] = {
	{"archive/text.Z", "ORCHARD-PACKED", "entry 1", 0},
	LAYOUTS(".Z"), TWO_TAR(".Z"), {0}};
static const struct extract_sample lzma_good[] = {
	{"archive/text.lzma", "ORCHARD-PACKED", "entry 1", 0},
	LAYOUTS(".lzma"), TWO_TAR(".lzma"), {0}};
static const struct extract_sample lzip_good[] = {
	{"archive/text.lz", "ORCHARD-PACKED", "entry 1", 0},
	LAYOUTS(".lz"), TWO_TAR(".lz"), TWICE(".lz"), {0}};
static const struct extract_sample no_samples[] = {{0}};

#define bzip2_bad no_samples
#define xz_bad no_samples
#define zstd_bad no_samples
#define lz4_bad no_samples
#define compress_bad no_samples
#define lzma_bad no_samples
#define lzip_bad no_samples

COMPRESSED(gzip, UNPACK_GZIP, ".gz", "application/gzip",
    "application/x-gzip", ".tgz", ".emz", ".wmz", ".svgz", NULL)
COMPRESSED(bzip2, UNPACK_BZIP2, ".bz2", "application/x-bzip2", ".tbz2",
    ".tbz", NULL)
COMPRESSED(xz, UNPACK_XZ, ".xz", "application/x-xz", ".txz", NULL)
COMPRESSED(zstd, UNPACK_ZSTD, ".zst", "application/zstd", ".tzst", NULL)
COMPRESSED(lz4, UNPACK_LZ4, ".lz4", "application/x-lz4", NULL)
COMPRESSED(compress, UNPACK_COMPRESS, ".Z", "application/x-compress", NULL)
COMPRESSED(lzma, UNPACK_LZMA, ".lzma", "application/x-lzma", ".tlz", NULL)
COMPRESSED(lzip, UNPACK_LZIP, ".lz", "application/x-lzip", NULL)
