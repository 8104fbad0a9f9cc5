/*
 * sevenzip - what the header of a 7z archive says of its streams.
 *
 * After 7zFormat.txt of the LZMA SDK.  A folder is a graph of coders that turns
 * packed streams into one plain one.  Read are the packed streams, the folders
 * and the sum of the first file of each; files and their names are left where
 * they stand.  Bounded by the bytes of the header; the arrays are the arena's.
 */
#ifndef OUTMARK_SCANNER_EXTRACT_SEVENZIP_H
#define OUTMARK_SCANNER_EXTRACT_SEVENZIP_H

#include "base/arena.h"
#include "base/buf.h"

enum {
	SEVENZIP_START = 32,	/* bytes in front of the packed streams */
	SEVENZIP_MOST = 16,	/* coders of a folder, and streams between */
};

/* Marks within a header (7zFormat.txt, "Property IDs"). */
enum sevenzip_mark {
	SEVENZIP_END, SEVENZIP_HEADER, SEVENZIP_ARCHIVE, SEVENZIP_MORE,
	SEVENZIP_STREAMS, SEVENZIP_FILES, SEVENZIP_PACKS, SEVENZIP_UNPACKS,
	SEVENZIP_SUBSTREAMS, SEVENZIP_SIZES, SEVENZIP_SUMS, SEVENZIP_FOLDERS,
	SEVENZIP_CODER_SIZES, SEVENZIP_COUNTS,
	SEVENZIP_NAMES = 0x11, SEVENZIP_PACKED_HEADER = 0x17,
};

struct sevenzip_coder {
	struct slice id, properties;
	size_t ins, outs;
	size_t first_in, first_out;	/* its streams within the folder */
};

struct sevenzip_folder {
	size_t coder_count, ins, outs, bind_count, packed_count;
	struct sevenzip_coder coders[SEVENZIP_MOST];
	/* Stream `bind_in` of a coder is what comes out at `bind_out`. */
	size_t bind_in[SEVENZIP_MOST], bind_out[SEVENZIP_MOST];
	size_t packed[SEVENZIP_MOST];	/* streams in that are packed ones */
};

struct sevenzip_sum {
	bool known;
	uint32_t value;		/* CRC-32 */
};

/* Where a folder stands. */
struct sevenzip_place {
	struct slice text;	/* of the header; sevenzip_folder_read reads it */
	size_t first_pack, first_size;
	uint64_t size;		/* of what comes out of it */
	struct sevenzip_sum sum;
	uint64_t file_count;
	uint64_t file_size;	/* of its first file */
	struct sevenzip_sum file_sum;
};

struct sevenzip_streams {
	struct slice *packs;
	size_t pack_count;
	struct sevenzip_place *folders;
	size_t folder_count;
	uint64_t *sizes;	/* of each stream that comes out of a coder */
	size_t size_count;
	struct slice rest;	/* what follows the folders in the header */
};

/*
 * Read what stands behind SEVENZIP_PACKED_HEADER, or within a header (from its
 * mark on; one without streams gives none).  `file` is the archive.  False:
 * damaged, or of a kind that no program writes.
 */
bool sevenzip_packed_read(struct arena *arena, struct slice file,
    struct slice text, struct sevenzip_streams *streams) MUST_USE;
bool sevenzip_header_read(struct arena *arena, struct slice file,
    struct slice text, struct sevenzip_streams *streams) MUST_USE;

/* A folder again; its text was read before, so it does not fail. */
void sevenzip_folder_read(struct slice text, struct sevenzip_folder *folder);

/* Append: a number in the way of 7z, and a folder as the header has it. */
void sevenzip_number(struct buf *out, uint64_t value);
void sevenzip_folder_put(struct buf *out,
    const struct sevenzip_folder *folder);

#endif
