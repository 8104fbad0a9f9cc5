/*
 * zip - a plain zip archive: every entry goes back as a part of its own.
 *
 * Folders are skipped, their names are part of their entries' names.  Bytes in
 * front of the archive and behind it are parts too, because some programs open
 * those instead.  An encrypted entry is a part without bytes.  Where programs
 * would disagree about the entries, both views are read.
 */
#include "scanner/extract/zip.h"

#include <stdlib.h>

#include "base/crypt.h"
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

/* What was given already: the two views of an archive mostly agree. */
struct zip_mark {
	bool used;
	unsigned char digest[CRYPT_DIGEST_BYTES];
};

struct zip_seen {
	struct zip_mark *marks;	/* a hash table, at most half full */
	size_t room;		/* a power of two, or 0 */
	bool second;		/* this is the second view */
};

struct zip_reading {
	struct emit *emit;
	struct unpack *unpack;
	struct buf content;
	struct zip_seen seen;
};

/* Was this name with these bytes given before?  Remembers it. */
static bool
zip_was_seen(struct zip_seen *seen, struct slice name, struct slice bytes)
{
	struct crypt_digest_state *state;
	unsigned char digest[CRYPT_DIGEST_BYTES];
	size_t at;

	if (seen->room == 0)
		return false;
	state = crypt_digest_begin();
	if (state == NULL)
		return false;
	crypt_digest_more(state, slice_bytes(&name.len, sizeof(name.len)));
	crypt_digest_more(state, name);
	crypt_digest_more(state, bytes);
	crypt_digest_end(state, digest);
	memcpy(&at, digest, sizeof(at));
	for (at &= seen->room - 1; seen->marks[at].used;
	    at = (at + 1) & (seen->room - 1))
		if (memcmp(seen->marks[at].digest, digest,
		    sizeof(digest)) == 0)
			return true;
	seen->marks[at].used = true;
	memcpy(seen->marks[at].digest, digest, sizeof(digest));
	return false;
}

static enum rc
zip_child(struct zip_reading *reading, const struct unpack_entry *entry,
    cause_set causes, unsigned part_flags, struct err *err)
{
	struct emit *emit = reading->emit;
	struct extract_child child = {.name = entry->name,
		.bytes = buf_slice(&reading->content), .causes = causes,
		.flags = part_flags, .scope = SCOPE_attachment};

	if (zip_was_seen(&reading->seen, entry->name, child.bytes) &&
	    reading->seen.second)
		return RC_OK;
	TRY(emit_place(emit, &child.place, entry->name, (struct slice){0}, err,
	    "entry %u%s", entry->number,
	    reading->seen.second ? " in order of bytes" : ""));
	return emit->sink->child(emit->sink->own, &child, err);
}

/* Which cause has an entry whose reading was stopped? */
static cause_set
zip_stopped(const struct emit *emit)
{
	cause_set stopped = emit->causes &
	    (cause_bit(CAUSE_ratio) | cause_bit(CAUSE_time));

	return stopped != 0 ? stopped : cause_bit(CAUSE_too_big);
}

/* Read one entry and give it back; what came before a stop is given too. */
static enum rc
zip_entry(struct zip_reading *reading, const struct unpack_entry *entry,
    struct err *err)
{
	cause_set causes;
	unsigned part_flags;
	struct err given;
	enum rc rc;

	if (entry->folder)
		return RC_OK;
	rc = unpack_read(reading->unpack, &reading->content, &causes,
	    &part_flags, err);
	if (rc == RC_OK)
		return zip_child(reading, entry, causes, part_flags, err);
	if (rc == RC_LIMIT)
		(void)!zip_child(reading, entry,
		    causes | zip_stopped(reading->emit), part_flags, &given);
	return rc;
}

/* All entries of one view; RC_END behind the last. */
static enum rc
zip_view(struct zip_reading *reading, struct err *err)
{
	struct unpack_entry entry;
	enum rc rc;

	while ((rc = unpack_next(reading->unpack, &entry, err)) == RC_OK) {
		rc = zip_entry(reading, &entry, err);
		if (rc != RC_OK)
			return rc;
	}
	return rc;
}

static enum rc
zip_entries(struct emit *emit, struct unpack *unpack, struct err *err)
{
	const struct zip_layout *layout = unpack_layout(unpack);
	struct zip_reading reading = {emit, unpack, buf_new(
	    (size_t)emit->job->limits->entry_bytes + 1), {0}};
	enum rc rc;

	if (layout->ambiguous) {
		/* Two views of so many entries, and room to spare. */
		for (reading.seen.room = 64; reading.seen.room <
		    4 * emit->job->limits->archive_entries;)
			reading.seen.room *= 2;
		reading.seen.marks = calloc(reading.seen.room,
		    sizeof(*reading.seen.marks));
		if (reading.seen.marks == NULL)
			reading.seen.room = 0;
	}
	rc = zip_view(&reading, err);
	if (rc == RC_END)
		rc = unpack_again(unpack, err);
	reading.seen.second = true;
	if (rc == RC_OK)
		rc = zip_view(&reading, err);
	free(reading.seen.marks);
	buf_free(&reading.content);
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

enum rc
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
	{"zip/unlisted.zip", "ORCHARD-ZIP-UNLISTED",
	    "entry 2 in order of bytes", 1u << CAUSE_ambiguous},
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
