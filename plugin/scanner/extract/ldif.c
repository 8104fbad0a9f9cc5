/*
 * ldif - entries of a directory in text: "dn: ..." and its attributes (RFC 2849).
 *
 * Folded lines are joined and base64 values decoded; what is no text then is a
 * part of its own.  An entry is an object, the name of an attribute the evidence
 * for its value.
 */
#include "base/arena.h"
#include "scanner/extract/fields.h"
#include "scanner/extract/texty.h"
#include "scanner/message/charset.h"
#include "scanner/message/decode.h"

enum { LDIF_LOOK = 4096, LDIF_NAME_MOST = 128 };

struct ldif {
	struct fields fields;
	const struct extract_job *job;
	struct buf line;	/* unfolded */
	uint32_t entries, attributes;
};

/* A line with those that continue it (RFC 2849 note 2: after one space). */
static bool
ldif_line(struct slice *rest, struct buf *out)
{
	struct slice line;

	buf_clear(out);
	if (!slice_line(rest, &line))
		return false;
	(void)!buf_put(out, line);
	while (rest->len > 0 && rest->at[0] == ' ' && out->len > 0) {
		(void)!slice_line(rest, &line);
		(void)!buf_put(out, slice_sub(line, 1, line.len));
	}
	return true;
}

/* "cn;lang-de:: R2FyZXRo": its name without options, and how it is written. */
static bool
ldif_split(struct slice line, struct slice *name, struct slice *value,
    bool *base64)
{
	size_t colon = slice_find_byte(slice_sub(line, 0, LDIF_NAME_MOST), ':');

	if (colon == SIZE_MAX || !byte_is_alnum(line.at[0]))
		return false;
	for (size_t i = 0; i < colon; i++)
		if (!byte_is_alnum(line.at[i]) && !memchr("-;._", line.at[i],
		    4))
			return false;
	*name = slice_sub(line, 0, colon);
	*name = slice_sub(*name, 0, slice_find_byte(*name, ';'));
	*base64 = colon + 1 < line.len && line.at[colon + 1] == ':';
	*value = slice_trim(slice_sub(line, colon + 1 + *base64, line.len));
	return true;
}

/* Does this line name an entry: "dn: uid=a,dc=b" or "dn:: ..."? */
static bool
ldif_is_entry(struct slice line)
{
	struct slice name, value;
	bool base64;

	return ldif_split(line, &name, &value, &base64) &&
	    slice_is_text_nocase(name, "dn") && (base64 ? value.len > 0 :
	    slice_find_byte(value, '=') != SIZE_MAX);
}

/* The first lines that are no comment: "version: 1", an entry, its attribute. */
static unsigned
ldif_sniff(struct slice bytes, struct slice name, struct slice declared)
{
	unsigned char narrow[LDIF_LOOK];
	struct slice rest = texty_narrow(bytes, narrow, sizeof(narrow)), line;
	bool entry = false, base64;

	(void)declared;
	if (slice_starts(rest, slice_of("\xef\xbb\xbf")))
		rest = slice_sub(rest, 3, rest.len);
	while (slice_line(&rest, &line)) {
		struct slice key, value;

		if (line.len == 0 || line.at[0] == '#' || line.at[0] == ' ')
			continue;
		if (entry)
			return ldif_split(line, &key, &value, &base64) ? 2 :
			    0;
		entry = ldif_is_entry(line);
		if (!entry && !slice_starts_nocase(line,
		    slice_of("version:")))
			return 0;
	}
	return entry && slice_ends_nocase(name, slice_of(".ldif")) ? 2 : 0;
}

/* A picture or certificate of the entry. */
static enum rc
ldif_child(struct ldif *ldif, struct slice bytes, struct err *err)
{
	struct emit *emit = &ldif->fields.emit;
	struct extract_child child = {.bytes = bytes,
		.scope = SCOPE_attachment};

	TRY(emit_place(emit, &child.place, (struct slice){0},
	    (struct slice){0}, err, "object %u > property %u",
	    ldif->entries, ldif->attributes));
	return emit->sink->child(emit->sink->own, &child, err);
}

static bool
ldif_is_text(struct slice bytes)
{
	for (size_t i = 0; i < bytes.len; i++)
		if (bytes.at[i] < ' ' && !byte_is_space(bytes.at[i]))
			return false;
	return charset_is_utf8(bytes);
}

/* The value as it was meant; empty when it went away as a child. */
static enum rc
ldif_decode(struct ldif *ldif, struct slice *value, struct err *err)
{
	unsigned char *out = arena_alloc(ldif->job->arena,
	    decode_room(DECODE_BASE64, value->len) + 1);
	struct decoded decoded;

	if (out == NULL)
		return arena_full(ldif->job->arena, "an entry's values", err);
	decoded = decode_bytes(DECODE_BASE64, *value, out);
	*value = slice_bytes(out, decoded.len);
	if (ldif_is_text(*value))
		return RC_OK;
	TRY(ldif_child(ldif, *value, err));
	*value = (struct slice){0};
	return RC_OK;
}

static enum rc
ldif_tell(struct ldif *ldif, struct slice line, struct err *err)
{
	struct slice name = {0}, value = line;
	char label[FIELDS_LABEL_MAX] = "";
	bool base64 = false;

	if (ldif_is_entry(line)) {
		ldif->entries++;
		ldif->attributes = 0;
	}
	ldif->attributes++;
	(void)ldif_split(line, &name, &value, &base64);
	if (base64)
		TRY(ldif_decode(ldif, &value, err));
	fields_words(name, label);
	return fields_tell(&ldif->fields, slice_of(label), value, err,
	    "object %u > property %u", ldif->entries, ldif->attributes);
}

static enum rc
ldif_run(struct ldif *ldif, struct err *err)
{
	struct slice rest = ldif->fields.text;

	while (fields_has_room(&ldif->fields) &&
	    ldif_line(&rest, &ldif->line)) {
		if (ldif->line.full)
			TRY(emit_cause(&ldif->fields.emit, 0, CAUSE_too_big,
			    err));
		TRY(ldif_tell(ldif, buf_slice(&ldif->line), err));
	}
	return fields_end(&ldif->fields, rest, err);
}

static enum rc
ldif_extract(const struct extract_job *job, const struct extract_sink *sink,
    struct err *err)
{
	struct ldif ldif = {.job = job,
		.line = buf_new((size_t)job->limits->entry_bytes)};
	enum rc rc = fields_begin(&ldif.fields, job, sink, err);

	if (rc == RC_OK)
		rc = ldif_run(&ldif, err);
	buf_free(&ldif.line);
	return rc;
}

static const char *const claims[] = {"text/ldif", "text/x-ldif",
	"application/ldif", "text/directory", ".ldif", ".ldi", ".txt", NULL};
static const struct extract_sample good[] = {
	{"ldif/people.ldif", "MEADOW-FOLDED", "object 1 > property 2", 0},
	{"ldif/people.ldif", "K\303\266ln MEADOW-DECODED",
	    "object 1 > property 4", 0},
	{"ldif/people.ldif", "MEADOW-SECOND", "object 2 > property 3", 0},
	{"ldif/people.ldif", "MEADOW-COMMENT", NULL, 0},
	{"ldif/searched.txt", "MEADOW-SEARCHED", "object 1 > property 2", 0},
	{"ldif/changes.ldif", "MEADOW-CHANGED", "object 1 > property 4", 0},
	{"ldif/changes.ldif", "ORCHARD-BYTES", "object 1 > property 6", 0},
	{0},
};
static const struct extract_sample bad[] = {
	{"ldif/odd.ldif", "MEADOW-NO-NAME", "object 1 > property 3", 0},
	{0},
};

const struct extractor extractor_ldif = {
	.name = "ldif", .type = "text/ldif", .claims = claims,
	.class = EXTRACT_TEXT, .sniff = ldif_sniff, .extract = ldif_extract,
	.good = good, .bad = bad,
};
