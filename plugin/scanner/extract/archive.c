/*
 * archive - libarchive behind unpack.h; the only file that includes archive.h.
 *
 * A zip with a directory is read by it; one without (cut off) in the order of
 * its bytes.  The prefix is unpack_, because archive_ is the library's own.
 */
#include "scanner/extract/unpack.h"

#include <archive.h>
#include <archive_entry.h>
#include <stdlib.h>

struct unpack {
	struct emit *emit;
	enum unpack_kind kind;
	struct slice bytes;
	struct zip_layout layout;
	struct archive *archive;
	struct archive *lent;	/* an earlier one: the entry's name is its */
	bool streaming;		/* in the order of bytes, not the directory's */
	bool encrypted;		/* the current entry */
	bool opened;		/* all of it, before the library saw it */
	bool shut;		/* but for the current entry */
	bool broken;		/* the library must not be asked for more */
	size_t word;		/* from 1: give the library only this one */
	bool hopeless;		/* every word was tried on one entry */
	uint32_t entries;
	uint64_t unpacked;	/* of all entries so far */
	uint64_t packed;	/* consumed for them */
};

/* What the library needs to know of each kind but zip. */
struct unpack_support {
	int (*format)(struct archive *archive);
	int (*filter)(struct archive *archive);
	bool in_order;		/* read from front to back, without seeking */
};

static const struct unpack_support unpack_supports[UNPACK_KIND_COUNT] = {
	[UNPACK_7Z] = {archive_read_support_format_7zip, NULL, false},
	[UNPACK_TAR] = {archive_read_support_format_tar, NULL, true},
	[UNPACK_CPIO] = {archive_read_support_format_cpio, NULL, true},
	[UNPACK_AR] = {archive_read_support_format_ar, NULL, true},
	[UNPACK_CAB] = {archive_read_support_format_cab, NULL, false},
	[UNPACK_LHA] = {archive_read_support_format_lha, NULL, true},
	[UNPACK_ISO] = {archive_read_support_format_iso9660, NULL, false},
	[UNPACK_XAR] = {archive_read_support_format_xar, NULL, false},
	[UNPACK_RPM] = {archive_read_support_format_cpio,
		archive_read_support_filter_rpm, false},
	[UNPACK_GZIP] = {archive_read_support_format_raw,
		archive_read_support_filter_gzip, true},
	[UNPACK_BZIP2] = {archive_read_support_format_raw,
		archive_read_support_filter_bzip2, true},
	[UNPACK_XZ] = {archive_read_support_format_raw,
		archive_read_support_filter_xz, true},
	[UNPACK_ZSTD] = {archive_read_support_format_raw,
		archive_read_support_filter_zstd, true},
	[UNPACK_LZ4] = {archive_read_support_format_raw,
		archive_read_support_filter_lz4, true},
	[UNPACK_COMPRESS] = {archive_read_support_format_raw,
		archive_read_support_filter_compress, true},
	[UNPACK_LZMA] = {archive_read_support_format_raw,
		archive_read_support_filter_lzma, true},
	[UNPACK_LZIP] = {archive_read_support_format_raw,
		archive_read_support_filter_lzip, true},
};

static void
unpack_support(const struct unpack *unpack, struct archive *archive)
{
	const struct unpack_support *support =
	    &unpack_supports[unpack->kind];

	if (unpack->kind == UNPACK_ZIP && unpack->streaming)
		archive_read_support_format_zip_streamable(archive);
	else if (unpack->kind == UNPACK_ZIP)
		archive_read_support_format_zip_seekable(archive);
	if (unpack->kind == UNPACK_RAR) {
		archive_read_support_format_rar(archive);
		archive_read_support_format_rar5(archive);
	}
	if (support->format != NULL)
		support->format(archive);
	if (support->filter != NULL)
		support->filter(archive);
	/* A packed RPM holds a packed cpio. */
	if (unpack->kind == UNPACK_RPM) {
		archive_read_support_filter_gzip(archive);
		archive_read_support_filter_bzip2(archive);
		archive_read_support_filter_xz(archive);
		archive_read_support_filter_lzma(archive);
		archive_read_support_filter_zstd(archive);
	}
	/* What stands behind the end of a tar is part of it to some. */
	if (unpack->kind == UNPACK_TAR)
		archive_read_set_option(archive, "tar",
		    "read_concatenated_archives", "1");
}

/* A fresh libarchive reader over the bytes; NULL without memory. */
static struct archive *
unpack_reader(const struct unpack *unpack)
{
	const struct extract_job *job = unpack->emit->job;
	struct archive *archive = archive_read_new();
	char word[256];

	if (archive == NULL)
		return NULL;
	unpack_support(unpack, archive);
	for (size_t i = 0; i < job->password_count; i++) {
		struct slice password = job->passwords[i];

		if (password.len == 0 || password.len >= sizeof(word) ||
		    (unpack->word != 0 && unpack->word != i + 1))
			continue;
		memcpy(word, password.at, password.len);
		word[password.len] = '\0';
		archive_read_add_passphrase(archive, word);
	}
	return archive;
}

/* Start (again) from the first entry.  False when the bytes are refused. */
static bool
unpack_start(struct unpack *unpack, bool streaming)
{
	if (unpack->archive != NULL)
		archive_read_free(unpack->archive);
	unpack->streaming = streaming;
	unpack->archive = unpack_reader(unpack);
	return unpack->archive != NULL &&
	    archive_read_open_memory(unpack->archive, unpack->bytes.at,
	    unpack->bytes.len) == ARCHIVE_OK;
}

/* What libarchive's last sentence is about; it has no numbers for these. */
static enum cause
unpack_cause(struct archive *archive)
{
	const char *text = archive_error_string(archive);
	struct slice said = slice_of(text == NULL ? "" : text);

	if (slice_find_nocase(said, slice_of("encrypt")) != SIZE_MAX ||
	    slice_find_nocase(said, slice_of("crypto")) != SIZE_MAX ||
	    slice_find_nocase(said, slice_of("passphrase")) != SIZE_MAX)
		return CAUSE_encrypted;
	if (slice_find_nocase(said, slice_of("truncated")) != SIZE_MAX)
		return CAUSE_truncated;
	if (slice_find_nocase(said, slice_of("unsupported")) != SIZE_MAX ||
	    slice_find_nocase(said, slice_of("not supported")) != SIZE_MAX)
		return CAUSE_unsupported;
	if (slice_find_nocase(said, slice_of("memory")) != SIZE_MAX ||
	    slice_find_nocase(said, slice_of("allocate")) != SIZE_MAX)
		return CAUSE_memory;
	return CAUSE_corrupt;
}

/* The library cannot even begin: say why, and have nothing to give. */
static enum rc
unpack_refused(struct unpack *unpack, struct err *err)
{
	enum cause cause = unpack->archive == NULL ? CAUSE_memory :
	    unpack_cause(unpack->archive);

	if (unpack->archive != NULL)
		archive_read_free(unpack->archive);
	unpack->archive = NULL;
	return emit_cause(unpack->emit, 0, cause, err);
}

enum rc
unpack_open(struct emit *emit, struct unpack **out, struct err *err)
{
	struct unpack *unpack = calloc(1, sizeof(*unpack));

	*out = NULL;
	if (unpack == NULL)
		return err_set(err, RC_SYSTEM,
		    "no memory to open an archive; give the scanner more");
	unpack->emit = emit;
	unpack->bytes = emit->job->part->bytes;
	zip_layout_read(unpack->bytes, emit->job->limits->archive_entries,
	    &unpack->layout);
	*out = unpack;
	if (unpack->layout.ambiguous)
		TRY(emit_cause(emit, 0, CAUSE_ambiguous, err));
	if (!unpack->layout.complete)
		TRY(emit_cause(emit, 0, CAUSE_truncated, err));
	if (!unpack_start(unpack, !unpack->layout.complete) &&
	    !unpack_start(unpack, true))
		return emit_cause(emit, 0, CAUSE_corrupt, err);
	return RC_OK;
}

enum rc
unpack_open_kind(struct emit *emit, enum unpack_kind kind,
    struct unpack **out, struct err *err)
{
	TRY(unpack_open_opened(emit, kind, emit->job->part->bytes, out, err));
	(*out)->opened = false;
	return RC_OK;
}

enum rc
unpack_open_opened(struct emit *emit, enum unpack_kind kind,
    struct slice bytes, struct unpack **out, struct err *err)
{
	struct unpack *unpack = calloc(1, sizeof(*unpack));

	*out = unpack;
	if (unpack == NULL)
		return err_set(err, RC_SYSTEM,
		    "no memory to open an archive; give the scanner more");
	unpack->emit = emit;
	unpack->kind = kind;
	unpack->bytes = bytes;
	unpack->opened = true;
	if (!unpack_start(unpack, true))
		return unpack_refused(unpack, err);
	return RC_OK;
}

/* Up to `most` bytes of the entry that the library stands at. */
static bool
unpack_head_data(struct unpack *unpack, uint64_t most, struct buf *head)
{
	const struct extract_job *job = unpack->emit->job;
	int status = ARCHIVE_OK;
	const void *piece;
	la_int64_t offset;
	size_t size;

	while (head->len < most) {
		if (clock_left_ms(job->clock, job->deadline_ms) == 0)
			return false;
		status = archive_read_data_block(unpack->archive, &piece,
		    &size, &offset);
		if (status != ARCHIVE_OK)
			break;
		if (!buf_put(head, slice_sub(slice_bytes(piece, size), 0,
		    (size_t)(most - head->len))))
			return false;
	}
	return status == ARCHIVE_OK || status == ARCHIVE_EOF;
}

bool
unpack_head(struct emit *emit, enum unpack_kind kind, struct slice bytes,
    uint64_t most, struct buf *head)
{
	struct unpack unpack = {.emit = emit, .kind = kind, .bytes = bytes};
	struct archive_entry *header;
	bool fine;

	buf_clear(head);
	fine = unpack_start(&unpack, true) && archive_read_next_header(
	    unpack.archive, &header) == ARCHIVE_OK &&
	    unpack_head_data(&unpack, most, head);
	if (unpack.archive != NULL)
		archive_read_free(unpack.archive);
	return fine;
}

struct slice
unpack_behind(const struct unpack *unpack)
{
	int64_t taken;

	if (unpack->archive == NULL || !unpack_supports[unpack->kind].in_order)
		return (struct slice){0};
	taken = archive_filter_bytes(unpack->archive, -1);
	return slice_sub(unpack->bytes, taken < 0 ? SIZE_MAX : (size_t)taken,
	    unpack->bytes.len);
}

const struct zip_layout *
unpack_layout(const struct unpack *unpack)
{
	return &unpack->layout;
}

static void
unpack_drop_lent(struct unpack *unpack)
{
	if (unpack->lent != NULL)
		archive_read_free(unpack->lent);
	unpack->lent = NULL;
}

void
unpack_close(struct unpack *unpack)
{
	if (unpack == NULL)
		return;
	unpack_drop_lent(unpack);
	if (unpack->archive != NULL)
		archive_read_free(unpack->archive);
	free(unpack);
}

/* The next header, or RC_END with what went wrong flagged. */
static enum rc
unpack_header(struct unpack *unpack, struct archive_entry **header,
    struct err *err)
{
	int status;

	if (unpack->broken)
		return RC_END;
	status = archive_read_next_header(unpack->archive, header);
	if (status == ARCHIVE_OK || status == ARCHIVE_WARN)
		return RC_OK;
	if (status == ARCHIVE_EOF)
		return RC_END;
	if (unpack->entries == 0 && !unpack->streaming &&
	    unpack->kind == UNPACK_ZIP && unpack_start(unpack, true)) {
		TRY(emit_cause(unpack->emit, 0, CAUSE_corrupt, err));
		return unpack_header(unpack, header, err);
	}
	TRY(emit_cause(unpack->emit, 0, unpack_cause(unpack->archive), err));
	return RC_END;
}

static struct slice
unpack_name(struct archive_entry *header)
{
	const char *name = archive_entry_pathname_utf8(header);

	if (name == NULL)
		name = archive_entry_pathname(header);
	return slice_of(name);
}

static struct slice
unpack_link(struct archive_entry *header)
{
	const char *link = archive_entry_symlink_utf8(header);

	if (link == NULL)
		link = archive_entry_hardlink_utf8(header);
	return slice_of(link);
}

/* Nothing unpacked from bytes that claim to be an archive is damage. */
static enum rc
unpack_end(struct unpack *unpack, struct err *err)
{
	bool empty = unpack->layout.complete && unpack->layout.entries == 0;

	if (unpack->entries == 0 && !empty &&
	    (unpack->kind == UNPACK_ZIP || unpack->emit->causes == 0))
		TRY(emit_cause(unpack->emit, 0, CAUSE_corrupt, err));
	else if (!unpack->streaming &&
	    unpack->entries < unpack->layout.entries)
		TRY(emit_cause(unpack->emit, 0, CAUSE_ambiguous, err));
	return RC_END;
}

enum rc
unpack_next(struct unpack *unpack, struct unpack_entry *entry,
    struct err *err)
{
	struct archive_entry *header;
	enum rc rc;

	unpack_drop_lent(unpack);
	if (unpack->archive == NULL)
		return RC_END;
	TRY(emit_due(unpack->emit, err));
	rc = unpack_header(unpack, &header, err);
	if (rc == RC_END)
		return unpack_end(unpack, err);
	if (rc != RC_OK)
		return rc;
	if (unpack->entries >= unpack->emit->job->limits->archive_entries)
		return emit_stop(unpack->emit, CAUSE_too_many,
		    "the archive has more entries than archive_entries allows",
		    err);
	unpack->entries++;
	unpack->shut = unpack->opened &&
	    archive_entry_mode(header) == UNPACK_SHUT;
	unpack->encrypted = unpack->shut ||
	    archive_entry_is_data_encrypted(header) == 1;
	*entry = (struct unpack_entry){
		.number = unpack->entries,
		.name = unpack_name(header),
		.link = unpack_link(header),
		.encrypted = unpack->encrypted,
		.folder = archive_entry_filetype(header) == AE_IFDIR &&
		    archive_entry_size(header) <= 0,
	};
	return RC_OK;
}

enum rc
unpack_again(struct unpack *unpack, struct err *err)
{
	if (!unpack->layout.ambiguous || unpack->streaming)
		return RC_END;
	unpack->entries = 0;
	if (unpack_start(unpack, true))
		return RC_OK;
	return emit_cause(unpack->emit, 0, CAUSE_corrupt, err);
}

static bool
unpack_is_bomb(const struct limits *limits, uint64_t unpacked,
    uint64_t packed)
{
	return unpacked > limits->ratio_grace_bytes &&
	    unpacked / limits->ratio > packed;
}

/* One entry while it is unpacked. */
struct unpack_run {
	struct buf *into;
	cause_set *causes;
	int64_t start;		/* of its data in the archive */
	uint64_t packed;	/* consumed for the pieces before the last */
	uint64_t size;		/* of the pieces before the last */
};

/*
 * Is what came so far a bomb?  The library counts a piece as consumed when the
 * next one is asked for, so the last piece does not count yet.  Entries that
 * share bytes cannot claim more input than the archive has.
 */
static enum rc
unpack_check_ratio(struct unpack *unpack, struct unpack_run *run,
    struct err *err)
{
	const struct limits *limits = unpack->emit->job->limits;
	int64_t now = archive_filter_bytes(unpack->archive, -1);
	uint64_t consumed;

	run->packed = now > run->start ? (uint64_t)(now - run->start) : 0;
	consumed = unpack->packed + run->packed;
	if (consumed > unpack->bytes.len)
		consumed = unpack->bytes.len;
	if (!unpack_is_bomb(limits, run->size, run->packed) &&
	    !unpack_is_bomb(limits, unpack->unpacked, consumed))
		return RC_OK;
	return emit_stop(unpack->emit, CAUSE_ratio,
	    "the archive unpacks to more than ratio allows", err);
}

/* Count a piece and keep it; RC_END when the entry is full. */
static enum rc
unpack_keep(struct unpack *unpack, struct unpack_run *run,
    struct slice piece, struct err *err)
{
	const struct extract_sink *sink = unpack->emit->sink;
	uint64_t most = unpack->emit->job->limits->entry_bytes;
	bool over = run->size + piece.len > most;

	if (over)
		piece = slice_sub(piece, 0, (size_t)(most - run->size));
	TRY(sink->unpacked(sink->own, piece.len, err));
	run->size += piece.len;
	unpack->unpacked += piece.len;
	if (!buf_put(run->into, piece))
		*run->causes |= cause_bit(CAUSE_memory);
	else if (over)
		*run->causes |= cause_bit(CAUSE_too_big);
	else
		return RC_OK;
	return RC_END;
}

/* Why did the data of an entry end in an error? */
static cause_set
unpack_data_cause(struct unpack *unpack)
{
	enum cause cause = unpack_cause(unpack->archive);

	/* A wrong word may pass its short check and then give nonsense. */
	if (unpack->encrypted || unpack->opened)
		cause = CAUSE_encrypted;
	return cause_bit(cause);
}

static enum rc
unpack_data(struct unpack *unpack, struct unpack_run *run, struct err *err)
{
	enum rc rc = RC_OK;
	const void *piece;
	la_int64_t offset;
	size_t size;
	int status;

	while (rc == RC_OK) {
		/* A wrong checksum comes with the piece it was found in. */
		piece = NULL;
		size = 0;
		status = archive_read_data_block(unpack->archive, &piece,
		    &size, &offset);
		TRY(emit_due(unpack->emit, err));
		TRY(unpack_check_ratio(unpack, run, err));
		if (status == ARCHIVE_EOF)
			break;
		if (status != ARCHIVE_OK)
			*run->causes |= unpack_data_cause(unpack);
		rc = piece == NULL ? RC_OK : unpack_keep(unpack, run,
		    slice_bytes(piece, size), err);
		/* Its reader of cabinets dies when asked for more then. */
		if (status < ARCHIVE_WARN && unpack->kind == UNPACK_CAB)
			unpack->broken = true;
		if (status < ARCHIVE_WARN)
			break;
	}
	unpack->packed += run->packed;
	return rc == RC_END ? RC_OK : rc;
}

/* The entry's content as it comes with the words the library has. */
static enum rc
unpack_once(struct unpack *unpack, struct buf *into, cause_set *causes,
    struct err *err)
{
	struct unpack_run run = {.into = into, .causes = causes,
		.start = archive_filter_bytes(unpack->archive, -1)};

	*causes = 0;
	buf_clear(into);
	return unpack_data(unpack, &run, err);
}

/* From the start to the current entry again, with this word; 0: with all. */
static bool
unpack_return(struct unpack *unpack, size_t word)
{
	struct archive_entry *header;
	int status = ARCHIVE_OK;

	unpack->word = word;
	if (!unpack_start(unpack, unpack->streaming))
		return false;
	for (uint32_t i = 0; i < unpack->entries && status >= ARCHIVE_WARN;
	    i++)
		status = archive_read_next_header(unpack->archive, &header);
	return status == ARCHIVE_OK || status == ARCHIVE_WARN;
}

/*
 * The old encryption of zip checks a word by one byte, and the library keeps
 * the first that passes: each is tried alone.  Done for one entry; the others
 * have the same word, or are said to be encrypted.
 */
static enum rc
unpack_each_word(struct unpack *unpack, struct buf *into, cause_set *causes,
    struct err *err)
{
	const struct extract_job *job = unpack->emit->job;
	uint64_t until_ms = clock_monotonic_ms(job->clock) +
	    job->limits->password_wall_ms;

	unpack->hopeless = true;
	unpack->lent = unpack->archive;
	unpack->archive = NULL;
	for (size_t i = 0; i < job->password_count &&
	    i < job->limits->passwords; i++) {
		if (clock_left_ms(job->clock, until_ms) == 0 ||
		    !unpack_return(unpack, i + 1))
			break;
		TRY(unpack_once(unpack, into, causes, err));
		if ((*causes & cause_bit(CAUSE_encrypted)) == 0)
			return RC_OK;
	}
	*causes = cause_bit(CAUSE_encrypted);
	unpack->broken = !unpack_return(unpack, 0);
	return RC_OK;
}

enum rc
unpack_read(struct unpack *unpack, struct buf *into, cause_set *causes,
    unsigned *part_flags, struct err *err)
{
	*part_flags = 0;
	if (unpack->shut || (unpack->encrypted &&
	    unpack->emit->job->password_count == 0)) {
		buf_clear(into);
		*causes = cause_bit(CAUSE_encrypted);
		return RC_OK;
	}
	TRY(unpack_once(unpack, into, causes, err));
	if (!unpack->encrypted && !unpack->opened)
		return RC_OK;
	if (*causes & cause_bit(CAUSE_encrypted) && !unpack->hopeless &&
	    unpack->kind == UNPACK_ZIP)
		TRY(unpack_each_word(unpack, into, causes, err));
	if (*causes & cause_bit(CAUSE_encrypted))
		buf_clear(into);
	else if (into->len > 0 || !unpack->opened)
		*part_flags = PART_FLAG_opened;
	return RC_OK;
}
