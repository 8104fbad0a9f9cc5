/*
 * members - the entries of an archive that is not a zip, as parts of their own.
 *
 * Folders are skipped, their names are part of their entries' names.  An
 * encrypted entry is a part without bytes.  What stands behind the end of the
 * archive is a part too, because nobody sees it otherwise.
 */
#include "scanner/extract/members.h"

enum { MEMBERS_BEHIND_LEAST = 16, MEMBERS_MARK = 3 };

struct members {
	struct emit emit;
	struct unpack *unpack;
	enum unpack_kind kind;
	struct buf content;
	const char *suffix;	/* of a compressed file, or NULL */
};

/* "report.txt.gz" holds "report.txt", and "x.tgz" holds "x.tar". */
static struct slice
members_packed_name(const struct members *members, char name[256])
{
	struct slice whole = members->emit.job->part->name;
	struct slice suffix = slice_of(members->suffix);
	struct slice last = whole;
	size_t at;

	for (size_t i = 0; i < whole.len; i++)
		if (whole.at[i] == '.')
			last = slice_sub(whole, i, whole.len);
	at = whole.len - last.len;
	if (slice_is_nocase(last, suffix))
		return slice_sub(whole, 0, at);
	if (at == 0 || at > 200 || !slice_starts_nocase(last, slice_of(".t")))
		return (struct slice){0};
	memcpy(name, whole.at, at);
	memcpy(name + at, ".tar", 4);
	return slice_bytes(name, at + 4);
}

/* Which cause has an entry whose reading was stopped? */
static cause_set
members_stopped(const struct emit *emit)
{
	cause_set stopped = emit->causes &
	    (cause_bit(CAUSE_ratio) | cause_bit(CAUSE_time));

	return stopped != 0 ? stopped : cause_bit(CAUSE_too_big);
}

static enum rc
members_child(struct members *members, const struct unpack_entry *entry,
    cause_set causes, unsigned part_flags, struct err *err)
{
	struct emit *emit = &members->emit;
	char name[256];
	struct extract_child child = {.name = entry->name,
		.bytes = buf_slice(&members->content), .causes = causes,
		.flags = part_flags, .scope = SCOPE_attachment};

	if (members->suffix != NULL)
		child.name = members_packed_name(members, name);
	TRY(emit_place(emit, &child.place, child.name, (struct slice){0},
	    err, "entry %u", entry->number));
	TRY(emit_line(emit, child.place, TEXT_FLAG_filename, entry->link,
	    err));
	return emit->sink->child(emit->sink->own, &child, err);
}

static enum rc
members_entry(struct members *members, const struct unpack_entry *entry,
    struct err *err)
{
	cause_set causes;
	unsigned part_flags;
	struct err given;
	enum rc rc;

	if (entry->folder)
		return RC_OK;
	rc = unpack_read(members->unpack, &members->content, &causes,
	    &part_flags, err);
	if (rc == RC_OK)
		return members_child(members, entry, causes, part_flags, err);
	if (rc == RC_LIMIT)
		(void)!members_child(members, entry,
		    causes | members_stopped(&members->emit), part_flags,
		    &given);
	return rc;
}

/* Packed files may stand one behind the other: has the next one just begun? */
static bool
members_is_begun(const struct members *members, struct slice rest)
{
	struct slice mark = slice_sub(members->emit.job->part->bytes, 0,
	    rest.len < MEMBERS_MARK ? rest.len : MEMBERS_MARK);

	return members->suffix != NULL && rest.len > 0 &&
	    rest.len < MEMBERS_BEHIND_LEAST && slice_starts(rest, mark);
}

/* Zeros fill the last block of many archives. */
static enum rc
members_behind(struct members *members, struct err *err)
{
	struct slice rest = unpack_behind(members->unpack);
	struct extract_child child = {.scope = SCOPE_attachment};

	while (rest.len > 0 && rest.at[0] == 0)
		rest = slice_sub(rest, 1, rest.len);
	/* The library calls a header that was cut off the end. */
	if ((members->kind == UNPACK_AR && slice_trim(rest).len > 0) ||
	    members_is_begun(members, rest))
		TRY(emit_cause(&members->emit, 0, CAUSE_truncated, err));
	if (slice_trim(rest).len < MEMBERS_BEHIND_LEAST)
		return RC_OK;
	child.bytes = rest;
	TRY(emit_place(&members->emit, &child.place, (struct slice){0},
	    (struct slice){0}, err, "after the archive"));
	return members->emit.sink->child(members->emit.sink->own, &child,
	    err);
}

static enum rc
members_all(struct members *members, struct err *err)
{
	struct unpack_entry entry;
	enum rc rc;

	while ((rc = unpack_next(members->unpack, &entry, err)) == RC_OK) {
		rc = members_entry(members, &entry, err);
		if (rc != RC_OK)
			return rc;
	}
	if (rc != RC_END || members->emit.causes != 0)
		return rc == RC_END ? RC_OK : rc;
	return members_behind(members, err);
}

/* `bytes` empty: the part's. */
static enum rc
members_begin(struct members *members, struct slice bytes, struct err *err)
{
	if (bytes.len > 0)
		return unpack_open_opened(&members->emit, members->kind,
		    bytes, &members->unpack, err);
	return unpack_open_kind(&members->emit, members->kind,
	    &members->unpack, err);
}

static enum rc
members_run(const struct extract_job *job, const struct extract_sink *sink,
    enum unpack_kind kind, const char *suffix, struct slice bytes,
    struct err *err)
{
	struct members members = {.emit = emit_new(job, sink),
		.suffix = suffix, .kind = kind,
		.content = buf_new((size_t)job->limits->entry_bytes + 1)};
	enum rc rc = members_begin(&members, bytes, err);

	if (rc == RC_OK)
		rc = members_all(&members, err);
	unpack_close(members.unpack);
	buf_free(&members.content);
	return rc;
}

enum rc
members_read_packed(const struct extract_job *job,
    const struct extract_sink *sink, enum unpack_kind kind,
    const char *suffix, struct err *err)
{
	return members_run(job, sink, kind, suffix, (struct slice){0}, err);
}

enum rc
members_read_opened(const struct extract_job *job,
    const struct extract_sink *sink, enum unpack_kind kind,
    struct slice bytes, struct err *err)
{
	return members_run(job, sink, kind, NULL, bytes, err);
}

enum rc
members_read(const struct extract_job *job, const struct extract_sink *sink,
    enum unpack_kind kind, struct err *err)
{
	return members_run(job, sink, kind, NULL, (struct slice){0}, err);
}
