/*
 * ole - everything in a compound file that has a reader.
 *
 * A storage is what its streams are: each name that matters is a row.  Every
 * storage is looked at, wherever it hangs, so that a workbook within a document
 * is read like one of its own, and a document that claims to be two is read as
 * both.
 */
#include "scanner/extract/ole.h"

#include <stdio.h>
#include <stdlib.h>

#include "scanner/extract/blip.h"
#include "scanner/extract/doc.h"
#include "scanner/extract/msg.h"
#include "scanner/extract/office_lock.h"
#include "scanner/extract/ole_native.h"
#include "scanner/extract/ole_props.h"
#include "scanner/extract/ppt.h"
#include "scanner/extract/vba.h"
#include "scanner/extract/xls.h"

enum { WHERE_MAX = 192, WHERE_NESTED_MAX = 96, UP_MOST = 32 };

enum rc
ole_place(const struct ole_part *part, uint32_t *number, struct slice name,
    struct slice evidence, struct err *err, const char *format, ...)
{
	char where[WHERE_MAX];
	va_list args;

	va_start(args, format);
	vsnprintf(where, sizeof(where), format, args);
	va_end(args);
	return emit_place(&part->ole->emit, number, name, evidence, err,
	    "%s%s%s", part->where, part->where[0] != '\0' &&
	    where[0] != '\0' ? " > " : "", where);
}

enum rc
ole_stream(const struct ole_part *part, const char *name,
    struct slice *bytes, struct err *err)
{
	const struct cfb_entry *entry = cfb_find(part->storage, name);
	cause_set causes = 0;

	*bytes = (struct slice){0};
	if (entry == NULL || entry->kind != CFB_STREAM)
		return RC_OK;
	TRY(cfb_read(part->ole->cfb, entry, bytes, &causes, err));
	return emit_causes(&part->ole->emit, 0, causes, err);
}

/* --------------------------------------------------- what a stream means */

static enum rc
read_props(const struct ole_part *part, const char *name, struct err *err)
{
	struct slice stream;

	TRY(ole_stream(part, name, &stream, err));
	return ole_props_read(part, stream, err);
}

static enum rc
read_native(const struct ole_part *part, const char *name, struct err *err)
{
	struct slice stream;
	uint32_t place;

	TRY(ole_stream(part, name, &stream, err));
	TRY(ole_place(part, &place, (struct slice){0}, (struct slice){0}, err,
	    "file"));
	return ole_native_stream(&part->ole->emit, place, stream, err);
}

/* A whole file as a stream. */
static enum rc
read_package(const struct ole_part *part, const char *name, struct err *err)
{
	struct extract_child child = {.scope = SCOPE_attachment};
	struct emit *emit = &part->ole->emit;

	TRY(ole_stream(part, name, &child.bytes, err));
	if (child.bytes.len == 0)
		return RC_OK;
	TRY(ole_place(part, &child.place, (struct slice){0},
	    (struct slice){0}, err, "file"));
	return emit->sink->child(emit->sink->own, &child, err);
}

static enum rc
read_encrypted(const struct ole_part *part, const char *name,
    struct err *err)
{
	(void)name;
	return emit_cause(&part->ole->emit, 0, CAUSE_encrypted, err);
}

/* A package behind a lock: [MS-OFFCRYPTO] 2.3.4, opened if a word does. */
static enum rc
read_locked(const struct ole_part *part, const char *name, struct err *err)
{
	struct emit *emit = &part->ole->emit;
	struct extract_child child = {.scope = SCOPE_attachment,
		.lasting = true, .flags = PART_FLAG_opened};
	struct office_lock lock;
	struct slice info, package;
	unsigned char *out;
	bool whole;

	TRY(ole_stream(part, "EncryptionInfo", &info, err));
	TRY(ole_stream(part, name, &package, err));
	TRY(office_lock_read(emit, info, &lock, err));
	TRY(office_lock_open(emit, &lock, err));
	TRY(emit->sink->unpacked(emit->sink->own, package.len, err));
	out = arena_room(emit->job->arena, package.len + 1);
	if (out == NULL)
		return arena_full(emit->job->arena, "an opened document", err);
	child.bytes = slice_bytes(out, office_lock_package(&lock, package, out,
	    &whole));
	if (!whole)
		TRY(emit_cause(emit, 0, CAUSE_truncated, err));
	TRY(ole_place(part, &child.place, (struct slice){0}, (struct slice){0},
	    err, "opened"));
	return emit->sink->child(emit->sink->own, &child, err);
}

/* Nobody has a word for it: the rest is looked at all the same. */
static enum rc
try_locked(const struct ole_part *part, const char *name, struct err *err)
{
	enum rc rc = read_locked(part, name, err);

	return rc == RC_END ? RC_OK : rc;
}

static enum rc
read_doc(const struct ole_part *part, const char *name, struct err *err)
{
	(void)name;
	return doc_read(part, err);
}

static enum rc
read_xls(const struct ole_part *part, const char *name, struct err *err)
{
	return xls_read(part, name, err);
}

static enum rc
read_ppt(const struct ole_part *part, const char *name, struct err *err)
{
	(void)name;
	return ppt_read(part, err);
}

static enum rc
read_msg(const struct ole_part *part, const char *name, struct err *err)
{
	uint32_t attachment;

	(void)name;
	return msg_owns(part->storage, &attachment) ? RC_OK :
	    msg_read(part, err);
}

static enum rc
read_macros(const struct ole_part *part, const char *name, struct err *err)
{
	(void)name;
	TRY(emit_flag(&part->ole->emit, 0, PART_FLAG_macro, err));
	return vba_read(part, err);
}

/* Pictures stand in them, wherever the text says. */
static enum rc
read_pictures(const struct ole_part *part, const char *name, struct err *err)
{
	struct slice stream;
	uint32_t count = 0;

	TRY(ole_stream(part, name, &stream, err));
	TRY(blip_find(part, stream, &count, err));
	/* Where nothing else stands, what is not found is locked or broken. */
	return stream.len == 0 || count > 0 ||
	    strcmp(name, "Pictures") != 0 ? RC_OK :
	    emit_cause(&part->ole->emit, 0, CAUSE_unsupported, err);
}

static enum rc
read_preview(const struct ole_part *part, const char *name, struct err *err)
{
	struct slice stream;

	TRY(ole_stream(part, name, &stream, err));
	return blip_preview(part, stream, err);
}

static enum rc
read_nothing(const struct ole_part *part, const char *name, struct err *err)
{
	(void)part;
	(void)name;
	(void)err;
	return RC_OK;
}

static const struct {
	const char *name;
	enum rc (*read)(const struct ole_part *part, const char *name,
	    struct err *err);
	bool content;		/* a storage with it is a thing that is read */
} streams[] = {
	{"WordDocument", read_doc, true},
	{"Workbook", read_xls, true},
	{"Book", read_xls, true},
	{"PowerPoint Document", read_ppt, true},
	{"__properties_version1.0", read_msg, true},
	{"EncryptedPackage", try_locked, true},
	{"EncryptedSummary", read_encrypted, true},
	{"\tDRMContent", read_encrypted, true},
	{"\1Ole10Native", read_native, true},
	{"Package", read_package, true},
	{"CONTENTS", read_package, true},
	{"EmbeddedOdf", read_package, true},
	{"_VBA_PROJECT", read_macros, true},
	{"\5SummaryInformation", read_props, false},
	{"\5DocumentSummaryInformation", read_props, false},
	/* Formulas are drawn from glyphs, a linked object has no content. */
	{"Equation Native", read_nothing, true},
	{"Pictures", read_pictures, false},
	{"Data", read_pictures, false},
	{"WordDocument", read_pictures, true},
	{"\3LINKINFO", read_nothing, true},
};

enum { STREAM_COUNT = sizeof(streams) / sizeof(streams[0]) };

/* What an object looks like, for who cannot open it. */
static const char *const previews[] = {"\2OlePres000", "\2OlePres001",
	"\2OlePres002", "\3EPRINT", "\3PRINT", "\3META"};

enum { PREVIEW_COUNT = sizeof(previews) / sizeof(previews[0]) };

/* -------------------------------------------------------------- storages */

struct walk {
	struct ole *ole;
	uint32_t objects;	/* numbered so far */
};

/* Is this a storage in which programs keep objects? */
static bool
is_object(const struct cfb_entry *storage)
{
	return storage->kind == CFB_STORAGE &&
	    (slice_starts_nocase(storage->name, slice_of("MBD")) ||
	    (storage->parent != NULL &&
	    slice_is_text_nocase(storage->parent->name, "ObjectPool")) ||
	    cfb_find(storage, "\1Ole") != NULL);
}

/* What the part is called that a storage belongs to: "attachment 2". */
static enum rc
where_is(struct ole *ole, const struct cfb_entry *storage,
    const char **where, struct err *err)
{
	uint32_t attachment;
	char *up = NULL;

	*where = "";
	for (unsigned i = 0; i < UP_MOST && storage != NULL; i++) {
		if (!msg_owns(storage, &attachment) || attachment == 0) {
			storage = storage->parent;
			continue;
		}
		up = arena_printf(ole->emit.job->arena, "attachment %u%s%s",
		    attachment, **where != '\0' ? " > " : "", *where);
		if (up == NULL)
			return arena_full(ole->emit.job->arena,
			    "names of places", err);
		if (strlen(up) > WHERE_NESTED_MAX)
			return RC_OK;
		*where = up;
		storage = storage->parent;
	}
	return RC_OK;
}

/* An object of a kind nobody reads is not seen. */
static enum rc
walk_unknown(const struct ole_part *part, struct err *err)
{
	uint32_t place;

	if (!is_object(part->storage))
		return RC_OK;
	TRY(ole_place(part, &place, (struct slice){0}, (struct slice){0}, err,
	    "%s", ""));
	return emit_cause(&part->ole->emit, place, CAUSE_unsupported, err);
}

static bool
has_content(const struct cfb_entry *storage)
{
	for (size_t i = 0; i < STREAM_COUNT; i++)
		if (streams[i].content &&
		    cfb_find(storage, streams[i].name) != NULL)
			return true;
	return false;
}

static enum rc
walk_storage(struct walk *walk, const struct cfb_entry *storage,
    bool *content, struct err *err)
{
	struct ole_part part = {.ole = walk->ole, .storage = storage};
	struct arena *arena = walk->ole->emit.job->arena;

	*content = has_content(storage);
	TRY(where_is(walk->ole, storage, &part.where, err));
	if (is_object(storage)) {
		part.where = arena_printf(arena, "%s%sobject %u", part.where,
		    *part.where != '\0' ? " > " : "", ++walk->objects);
		if (part.where == NULL)
			return arena_full(arena, "names of places", err);
	}
	for (size_t i = 0; i < PREVIEW_COUNT; i++)
		if (cfb_find(storage, previews[i]) != NULL)
			TRY(read_preview(&part, previews[i], err));
	if (!*content && storage->parent != NULL)
		return walk_unknown(&part, err);
	for (size_t i = 0; i < STREAM_COUNT; i++)
		if (cfb_find(storage, streams[i].name) != NULL)
			TRY(streams[i].read(&part, streams[i].name, err));
	return RC_OK;
}

/* Every storage; `unsupported` when the file itself is nothing we know. */
static enum rc
walk_all(struct ole *ole, struct err *err)
{
	struct walk walk = {.ole = ole};
	const struct cfb_entry *entries;
	size_t count;
	bool content, any = false;

	entries = cfb_entries(ole->cfb, &count);
	for (size_t i = 0; i < count; i++) {
		if (entries[i].kind != CFB_STORAGE &&
		    entries[i].kind != CFB_ROOT)
			continue;
		TRY(walk_storage(&walk, &entries[i], &content, err));
		any = any || (content && (i == 0 ||
		    slice_is_text(entries[i].name, "VBA")));
		TRY(emit_due(&ole->emit, err));
	}
	return any ? RC_OK :
	    emit_cause(&ole->emit, 0, CAUSE_unsupported, err);
}

enum rc
ole_extract(const struct extract_job *job, const struct extract_sink *sink,
    struct err *err)
{
	struct ole ole = {.emit = emit_new(job, sink)};
	enum rc rc;

	TRY(codepages_new(job, &ole.pages, err));
	rc = cfb_open(job->arena, job->part->bytes, &ole.cfb, err);
	if (rc == RC_INPUT)
		return emit_cause(&ole.emit, 0, job->part->bytes.len < 4096 ?
		    CAUSE_truncated : CAUSE_corrupt, err);
	if (rc != RC_OK)
		return rc;
	TRY(emit_causes(&ole.emit, 0, cfb_causes(ole.cfb), err));
	TRY(walk_all(&ole, err));
	if (codepages_unknown(ole.pages))
		TRY(emit_cause(&ole.emit, 0, CAUSE_charset, err));
	return RC_OK;
}

unsigned
ole_sniff_for(struct slice bytes, const char *const *names)
{
	return cfb_is(bytes) && cfb_has(bytes, names) ? 2 : 0;
}

static unsigned
ole_sniff(struct slice bytes, struct slice name, struct slice declared_type)
{
	(void)name;
	(void)declared_type;
	return cfb_is(bytes) ? 2 : 0;
}

static const char *const ole_claims[] = {"application/x-ole-storage", NULL};

static const struct extract_sample ole_good[] = {
	{"ole/macros.bin", "HARBOUR-MACRO", "macro 1", 0},
	{"ole/native.bin", "HARBOUR-NATIVE", "file", 0},
	{"ole/odf.bin", "HARBOUR-ODF", "file", 0},
	{"ole/contents.bin", "HARBOUR-CONTENTS", "file", 0},
	{"ole/agile.xlsx", "MEADOW-SHARED", "opened > sheet 1 > A2", 0},
	{"ole/agile1.xlsx", "MEADOW-INLINE", "opened > sheet 1 > B3", 0},
	{"ole/standard.xlsx", "4111111111111111", "opened > sheet 1 > C2", 0},
	{0},
};

static const struct extract_sample ole_bad[] = {
	{"ole/encrypted.docx", NULL, NULL, 1u << CAUSE_encrypted},
	{"ole/other.vsd", NULL, NULL, 1u << CAUSE_unsupported},
	{"ole/package.bin", "HARBOUR-ODF", "object 1 > file",
	    1u << CAUSE_unsupported},
	{"ole/preview.bin", "HARBOUR-PREVIEW",
	    "object 1 > preview > picture", 1u << CAUSE_unsupported},
	{"ole/preview.bin", "HARBOUR-PRINT", "object 1 > preview > picture",
	    1u << CAUSE_unsupported},
	{0},
};

const struct extractor extractor_ole = {
	.name = "ole",
	.type = "application/x-ole-storage",
	.claims = ole_claims,
	.class = EXTRACT_RISKY,
	.sniff = ole_sniff,
	.extract = ole_extract,
	.good = ole_good,
	.bad = ole_bad,
};
