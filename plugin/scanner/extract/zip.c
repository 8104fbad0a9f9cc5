/*
 * zip - a plain zip archive: every entry goes back as a part of its own.
 *
 * Folders are skipped, their names are part of their entries' names.  Bytes in
 * front of the archive and behind it are parts too, because some programs open
 * those instead.  An encrypted entry is a part without bytes.
 */
#include "scanner/extract/zip.h"

#include "scanner/extract/unpack.h"

enum { ZIP_FOREIGN_LEAST = 16 };

static unsigned
zip_sniff(struct slice bytes, struct slice name, struct slice declared_type)
{
	(void)name;
	(void)declared_type;
	if (slice_starts(bytes, slice_bytes("PK\3\4", 4)) ||
	    slice_starts(bytes, slice_bytes("PK\5\6", 4)) ||
	    slice_starts(bytes, slice_bytes("PK\60\60PK\3\4", 8)))
		return 2;
	return 0;
}

static enum rc
zip_child(struct emit *emit, const struct unpack_entry *entry,
    struct slice bytes, cause_set causes, unsigned part_flags,
    struct err *err)
{
	struct extract_child child = {.name = entry->name, .bytes = bytes,
		.causes = causes, .flags = part_flags,
		.scope = SCOPE_attachment};

	TRY(emit_place(emit, &child.place, entry->name, (struct slice){0}, err,
	    "entry %u", entry->number));
	return emit->sink->child(emit->sink->own, &child, err);
}

/* Read one entry and give it back; what came before a stop is given too. */
static enum rc
zip_entry(struct emit *emit, struct unpack *unpack,
    const struct unpack_entry *entry, struct buf *content, struct err *err)
{
	cause_set causes, stopped;
	unsigned part_flags;
	struct err given;
	enum rc rc;

	if (entry->folder)
		return RC_OK;
	rc = unpack_read(unpack, content, &causes, &part_flags, err);
	if (rc == RC_OK)
		return zip_child(emit, entry, buf_slice(content), causes,
		    part_flags, err);
	if (rc != RC_LIMIT)
		return rc;
	stopped = emit->causes &
	    (cause_bit(CAUSE_ratio) | cause_bit(CAUSE_time));
	if (stopped == 0)
		stopped = cause_bit(CAUSE_too_big);
	(void)!zip_child(emit, entry, buf_slice(content), causes | stopped,
	    part_flags, &given);
	return rc;
}

static enum rc
zip_entries(struct emit *emit, struct unpack *unpack, struct err *err)
{
	struct buf content = buf_new(
	    (size_t)emit->job->limits->entry_bytes + 1);
	struct unpack_entry entry;
	enum rc rc;

	while ((rc = unpack_next(unpack, &entry, err)) == RC_OK) {
		rc = zip_entry(emit, unpack, &entry, &content, err);
		if (rc != RC_OK)
			break;
	}
	buf_free(&content);
	return rc == RC_END ? RC_OK : rc;
}

enum rc
zip_foreign(struct emit *emit, const struct zip_layout *layout,
    struct err *err)
{
	const struct slice pieces[] = {layout->before, layout->after};
	static const char *const where[] = {"before the archive",
		"after the archive"};

	for (size_t i = 0; i < 2; i++) {
		struct extract_child child = {.bytes = pieces[i],
			.scope = SCOPE_attachment};

		if (slice_trim(pieces[i]).len < ZIP_FOREIGN_LEAST)
			continue;
		TRY(emit_place(emit, &child.place, (struct slice){0},
		    (struct slice){0}, err, "%s", where[i]));
		TRY(emit->sink->child(emit->sink->own, &child, err));
	}
	return emit_line(emit, 0, TEXT_FLAG_metadata, layout->note, err);
}

static enum rc
zip_extract(const struct extract_job *job, const struct extract_sink *sink,
    struct err *err)
{
	struct emit emit = emit_new(job, sink);
	struct unpack *unpack;
	enum rc rc = unpack_open(&emit, &unpack, err);

	if (rc == RC_OK)
		rc = zip_foreign(&emit, unpack_layout(unpack), err);
	if (rc == RC_OK)
		rc = zip_entries(&emit, unpack, err);
	unpack_close(unpack);
	return rc;
}

static const struct extract_sample zip_good[] = {
	{"zip/plain.zip", "ORCHARD-ZIP-DEFLATED", "entry 1", 0},
	{"zip/stored.zip", "ORCHARD-ZIP-STORED", "entry 1", 0},
	{"zip/folders.zip", "ORCHARD-ZIP-FOLDER", "entry 2", 0},
	{"zip/nested.zip", "ORCHARD-ZIP-INNER", "entry 1 > entry 1", 0},
	{"zip/comment.zip", "ORCHARD-ZIP-COMMENT", "", 0},
	{0},
};

static const struct extract_sample zip_bad[] = {
	{"zip/encrypted.zip", NULL, NULL, 1u << CAUSE_encrypted},
	{"zip/cut.zip", "ORCHARD-ZIP-FIRST", "entry 1",
	    1u << CAUSE_truncated},
	{"zip/checksum.zip", "ORCHARD-ZIP-CHECKSUM", "entry 1",
	    1u << CAUSE_corrupt},
	{"zip/twice.zip", "ORCHARD-ZIP-TWICE", "entry 2",
	    1u << CAUSE_ambiguous},
	{"zip/renamed.zip", "ORCHARD-ZIP-RENAMED", "entry 1",
	    1u << CAUSE_ambiguous},
	{0},
};

static const char *const zip_claims[] = {"application/zip",
	"application/x-zip-compressed", ".zip", NULL};

const struct extractor extractor_zip = {
	.name = "zip",
	.type = "application/zip",
	.claims = zip_claims,
	.class = EXTRACT_DOCUMENT,
	.sniff = zip_sniff,
	.extract = zip_extract,
	.good = zip_good,
	.bad = zip_bad,
};
