/*
 * odf - OpenDocument texts, sheets, slides and drawings (ISO/IEC 26300).
 *
 * A package is a zip with an XML part for the content, the styles (with page
 * headers and footers), the properties and the settings; a flat document is all
 * of these in one XML file.  What an encrypted package holds is said by its
 * manifest.  Everything that no rule here takes goes back as an embedded file.
 */
#include "scanner/extract/odf.h"

#include <stdio.h>

#include "scanner/extract/odf_lock.h"
#include "scanner/extract/printable.h"
#include "scanner/extract/zip_layout.h"

enum { ODF_ARENA_BYTES = 64 << 20, ODF_LOOK = 4096 };

#define ODF_SPACE "urn:oasis:names:tc:opendocument:xmlns:office:1.0"

static bool
odf_is_flat(struct slice bytes)
{
	struct slice head = slice_sub(bytes, 0, ODF_LOOK);

	return slice_starts(slice_trim(head), slice_of("<")) &&
	    slice_find(head, slice_of("office:document")) != SIZE_MAX &&
	    slice_find(head, slice_of(ODF_SPACE)) != SIZE_MAX;
}

static unsigned
odf_sniff(struct slice bytes, struct slice name, struct slice declared_type)
{
	struct slice head = slice_sub(bytes, 0, ODF_LOOK);

	(void)name;
	(void)declared_type;
	if (odf_is_flat(bytes))
		return 2;
	if (!slice_starts(bytes, slice_of("PK\3\4")))
		return 0;
	/* The first entry, stored, so that the type stands at a fixed place. */
	if (slice_find(head, slice_of(
	    "mimetypeapplication/vnd.oasis.opendocument.")) == 30 ||
	    slice_find(head, slice_of(
	    "mimetypeapplication/vnd.sun.xml.")) == 30)
		return 2;
	return zip_layout_has(bytes, "content.xml") &&
	    zip_layout_has(bytes, "META-INF/manifest.xml") ? 2 : 0;
}

/* ------------------------------------------------------------- encryption */

struct odf_manifest {
	struct odf *odf;
	struct opc_part *part;	/* of the file entry being read */
	struct odf_lock *lock;
	bool encrypted;
};

static enum rc
odf_on_manifest(void *own, const struct xml_element *element,
    struct err *err)
{
	struct odf_manifest *manifest = own;

	if (xml_is(element, "file-entry"))
		manifest->part = opc_find(&manifest->odf->opc,
		    xml_attribute(element, "full-path"));
	TRY(odf_lock_begin(manifest->lock, element, manifest->part, err));
	if (!xml_is(element, "encryption-data") &&
	    !xml_is(element, "encrypted-key"))
		return RC_OK;
	manifest->encrypted = true;
	if (manifest->part != NULL)
		manifest->part->causes |= cause_bit(CAUSE_encrypted);
	return RC_OK;
}

/* The manifest says which parts are encrypted; it holds nothing else. */
static enum rc
odf_read_manifest(struct odf *odf, struct err *err)
{
	struct opc_part *part = opc_find(&odf->opc,
	    slice_of("META-INF/manifest.xml"));
	struct odf_manifest manifest = {.odf = odf};
	struct xml_handler handler = {.own = &manifest,
		.begin = odf_on_manifest};
	cause_set causes = 0;
	enum rc rc;

	if (part == NULL)
		return RC_OK;
	manifest.lock = arena_alloc(odf->arena, sizeof(*manifest.lock));
	if (manifest.lock == NULL)
		return arena_full(odf->arena, "a document's manifest", err);
	manifest.lock->odf = odf;
	part->used = true;
	TRY(xml_read(odf->emit, buf_slice(&part->content), &handler, &causes,
	    err));
	TRY(emit_causes(odf->emit, 0, causes | part->causes, err));
	if (!manifest.encrypted)
		return RC_OK;
	rc = odf_lock_open(manifest.lock, err);
	return rc == RC_END ? RC_OK : rc;
}

/* ------------------------------------------------------------------ parts */

/* "Object 1/content.xml" belongs to an embedded document. */
static bool
odf_is_embedded(const struct opc_part *part)
{
	return slice_find_byte(part->name, '/') != SIZE_MAX;
}

static bool
odf_is_part(const struct opc_part *part, const char *root, const char *file)
{
	if (part->used || part->root == NULL ||
	    part->causes & cause_bit(CAUSE_encrypted))
		return false;
	/* Damaged in front of its root: then only the name says it. */
	if (part->root[0] == '\0')
		return slice_ends_nocase(part->name, slice_of(file));
	return strcmp(part->root, root) == 0;
}

static enum rc
odf_tell(struct odf *odf, const char *root, const char *file,
    struct err *err)
{
	char where[32] = "";

	for (size_t i = 0; i < odf->opc.count; i++) {
		struct opc_part *part = &odf->opc.parts[i];
		struct odf_source source = {.odf = odf, .where = where,
			.bytes = buf_slice(&part->content)};

		if (!odf_is_part(part, root, file))
			continue;
		where[0] = '\0';
		if (odf_is_embedded(part))
			snprintf(where, sizeof(where), "object %u",
			    ++odf->objects);
		part->used = true;
		TRY(emit_causes(odf->emit, 0, part->causes, err));
		TRY(odf_flow_read(&source, err));
	}
	return RC_OK;
}

static bool
odf_is_macro(const struct opc_part *part)
{
	return slice_starts(part->name, slice_of("Basic/")) ||
	    slice_starts(part->name, slice_of("Scripts/"));
}

static enum rc
odf_child(struct odf *odf, struct opc_part *part, struct err *err)
{
	struct extract_child child = {.name = part->name, .type = part->type,
		.bytes = buf_slice(&part->content), .causes = part->causes,
		.flags = part->flags, .scope = SCOPE_attachment};

	if (part->causes & cause_bit(CAUSE_encrypted))
		child.bytes.len = 0;
	if (odf_is_macro(part)) {
		child.flags |= PART_FLAG_macro;
		TRY(emit_flag(odf->emit, 0, PART_FLAG_macro, err));
	}
	if (slice_starts(part->name, slice_of("META-INF/")) &&
	    slice_find_nocase(part->name, slice_of("signatures")) != SIZE_MAX)
		TRY(emit_flag(odf->emit, 0, PART_FLAG_signed, err));
	TRY(emit_place(odf->emit, &child.place, part->name,
	    (struct slice){0}, err, "entry %u", part->number));
	return odf->emit->sink->child(odf->emit->sink->own, &child, err);
}

/*
 * What a program kept for itself about lines and pages: nobody has a reader for
 * it, and a child that cannot be read would make every document suspect, so its
 * printable characters are told instead.
 */
static enum rc
odf_cache(struct odf *odf, struct opc_part *part, struct err *err)
{
	uint32_t place;

	TRY(emit_place(odf->emit, &place, (struct slice){0},
	    (struct slice){0}, err, "entry %u", part->number));
	TRY(printable_tell(odf->emit, place, TEXT_FLAG_hidden,
	    buf_slice(&part->content), err));
	return emit_causes(odf->emit, place, part->causes, err);
}

static enum rc
odf_others(struct odf *odf, struct err *err)
{
	for (size_t i = 0; i < odf->opc.count; i++) {
		struct opc_part *part = &odf->opc.parts[i];

		if (part->used || (part->content.len == 0 &&
		    part->causes == 0))
			continue;
		part->used = true;
		if (slice_is_text(part->name, "layout-cache"))
			TRY(odf_cache(odf, part, err));
		else if (slice_is_text(part->name, "mimetype"))
			TRY(emit_line(odf->emit, 0, TEXT_FLAG_metadata,
			    buf_slice(&part->content), err));
		else
			TRY(odf_child(odf, part, err));
	}
	return RC_OK;
}

static enum rc
odf_read_package(struct odf *odf, struct err *err)
{
	static const struct {
		const char *root, *file;
	} parts[] = {
		/* Styles first: they say what is hidden in the content. */
		{"document-styles", "styles.xml"},
		{"document-content", "content.xml"},
		{"document-meta", "meta.xml"},
		{"document-settings", "settings.xml"},
	};

	TRY(opc_load(odf->emit, odf->arena, &odf->opc, err));
	TRY(odf_read_manifest(odf, err));
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		TRY(odf_tell(odf, parts[i].root, parts[i].file, err));
	TRY(odf_others(odf, err));
	if (odf->opc.stopped != RC_OK)
		return err_set(err, odf->opc.stopped,
		    "the document unpacks to more than its limits allow");
	return RC_OK;
}

static enum rc
odf_extract(const struct extract_job *job, const struct extract_sink *sink,
    struct err *err)
{
	struct emit emit = emit_new(job, sink);
	struct odf odf = {.emit = &emit,
		.arena = arena_new(ODF_ARENA_BYTES)};
	struct odf_source flat = {.odf = &odf, .bytes = job->part->bytes,
		.where = ""};
	enum rc rc;

	if (odf.arena == NULL)
		return err_set(err, RC_SYSTEM, "no memory for a document");
	odf.styles.arena = odf.arena;
	rc = odf_is_flat(job->part->bytes) ? odf_flow_read(&flat, err) :
	    odf_read_package(&odf, err);
	/* Our own working memory is a ceiling like any other. */
	if (rc == RC_LIMIT && emit.causes == 0)
		rc = emit_stop(&emit, CAUSE_memory,
		    "the document needs more working memory than it may have",
		    err);
	opc_free(&odf.opc);
	arena_free(odf.arena);
	return rc;
}

static const struct extract_sample odf_good[] = {
	{"odf/body.odt", "LAGOON-BODY", "", 0},
	{"odf/body.odt", "LAGOON-HEADER", "header 1", 0},
	{"odf/body.odt", "LAGOON-FOOTER", "footer 1", 0},
	{"odf/body.odt", "LAGOON-TITLE", "core properties", 0},
	{"odf/body.odt", "LAGOON-LABEL", "custom property 1", 0},
	{"odf/notes.odt", "LAGOON-FOOTNOTE", "footnote 1", 0},
	{"odf/notes.odt", "LAGOON-ENDNOTE", "endnote 1", 0},
	{"odf/notes.odt", "LAGOON-COMMENT", "comment 1", 0},
	{"odf/notes.odt", "LAGOON-BOX", "text box 1", 0},
	{"odf/notes.odt", "4111111111111111", "", 0},
	{"odf/notes.odt", "LAGOON-ALT", "", 0},
	{"odf/notes.odt", "https://lagoon.example/link", "", 0},
	{"odf/changes.odt", "LAGOON-DELETED", "tracked change 1", 0},
	{"odf/changes.odt", "LAGOON-INVISIBLE", "", 0},
	{"odf/changes.odt", "LAGOON-SECTION", "", 0},
	{"odf/changes.odt", "LAGOON-CELL", "table 1 > row 2 > column 2", 0},
	{"odf/cells.ods", "LAGOON-STRING", "sheet 1 > A2", 0},
	{"odf/cells.ods", "4111111111111111", "sheet 1 > C2", 0},
	{"odf/cells.ods", "LAGOON-REPEATED", "sheet 1 > F4", 0},
	{"odf/cells.ods", "LAGOON-NOTE", "sheet 1 > A2 > comment", 0},
	{"odf/cells.ods", "LAGOON-HIDDEN-ROW", "sheet 1 > A5", 0},
	{"odf/cells.ods", "LAGOON-HIDDEN-SHEET", "sheet 2 > A1", 0},
	{"odf/cells.ods", "2026-11-21", "sheet 1 > D2", 0},
	{"odf/slides.odp", "LAGOON-SLIDE-TWO", "slide 2", 0},
	{"odf/slides.odp", "LAGOON-SPEAKER", "slide 1 > notes", 0},
	{"odf/slides.odp", "LAGOON-MASTER", "master 1", 0},
	{"odf/embedded.odt", "ORCHARD-EMBEDDED", "*", 0},
	{"odf/embedded.odt", "LAGOON-OBJECT", "object 1", 0},
	{"odf/flat.fodt", "LAGOON-FLAT", "", 0},
	{"odf/flat.fodt", "ORCHARD-PICTURE", "picture 1", 0},
	{0},
};

static const struct extract_sample odf_bad[] = {
	{"odf/encrypted.odt", NULL, NULL, 1u << CAUSE_encrypted},
	{"odf/locked-blowfish.odt", NULL, NULL, 1u << CAUSE_encrypted},
	{"odf/broken.odt", "LAGOON-BEFORE", "", 1u << CAUSE_corrupt},
	{"odf/broken.odt", "LAGOON-BEHIND", "", 1u << CAUSE_corrupt},
	{0},
};

#define ODF_TYPE "application/vnd.oasis.opendocument."

static const char *const odf_claims[] = {
	ODF_TYPE "text", ODF_TYPE "text-template", ODF_TYPE "spreadsheet",
	ODF_TYPE "spreadsheet-template", ODF_TYPE "presentation",
	ODF_TYPE "presentation-template", ODF_TYPE "graphics",
	".odt", ".ott", ".odm", ".ods", ".ots", ".odp", ".otp", ".odg",
	".odf", ".fodt", ".fods", ".fodp", ".sxw", ".sxc", ".sxi", NULL};

const struct extractor extractor_odf = {
	.name = "odf",
	.type = "application/vnd.oasis.opendocument",
	.claims = odf_claims,
	.class = EXTRACT_DOCUMENT,
	.sniff = odf_sniff,
	.extract = odf_extract,
	.good = odf_good,
	.bad = odf_bad,
};
