/*
 * card - vCards and calendars: lines of named properties (RFC 6350, RFC 5545).
 *
 * Folded lines are joined, quoted-printable and base64 values decoded; what is
 * no text then is a part of its own.  The name of a property is its evidence.
 */
#include "scanner/extract/fields.h"
#include "scanner/message/charset.h"
#include "scanner/message/decode.h"

struct card {
	struct fields fields;
	const struct extract_job *job;
	struct buf line;	/* unfolded */
	struct buf value;	/* without escapes */
	uint32_t properties, objects;
	uint32_t open;		/* begun and not ended */
};

struct card_property {
	struct slice name, parameters, value;
	enum decode_kind kind;
	struct slice charset;
};

static bool
card_has(struct slice text, const char *word)
{
	return slice_find_nocase(text, slice_of(word)) != SIZE_MAX;
}

static unsigned
card_sniff(struct slice bytes, struct slice name, struct slice declared)
{
	struct slice head = slice_trim(slice_sub(bytes, 0, 256));

	(void)name, (void)declared;
	if (slice_starts(head, slice_of("\xef\xbb\xbf")))
		head = slice_sub(head, 3, head.len);
	/* Parts of a calendar stand alone in what some programs send. */
	return slice_starts_nocase(head, slice_of("BEGIN:VCARD")) ||
	    slice_starts_nocase(head, slice_of("BEGIN:VCALENDAR")) ||
	    slice_starts_nocase(head, slice_of("BEGIN:VEVENT")) ||
	    slice_starts_nocase(head, slice_of("BEGIN:VTODO")) ||
	    slice_starts_nocase(head, slice_of("BEGIN:VJOURNAL")) ? 2 : 0;
}

/* Does a soft line break of quoted-printable end this line (vCard 2.1)? */
static bool
card_is_soft(struct slice line)
{
	return line.len > 0 && line.at[line.len - 1] == '=' &&
	    card_has(slice_sub(line, 0, 200), "QUOTED-PRINTABLE");
}

/* A whole property, folds taken away. */
static bool
card_line(struct card *card, struct slice *rest)
{
	struct slice line;

	buf_clear(&card->line);
	if (!slice_line(rest, &line))
		return false;
	(void)!buf_put(&card->line, line);
	while (rest->len > 0) {
		bool soft = card_is_soft(buf_slice(&card->line));

		if (!soft && rest->at[0] != ' ' && rest->at[0] != '\t')
			break;
		(void)!slice_line(rest, &line);
		if (soft)
			(void)!buf_text(&card->line, "\r\n");
		(void)!buf_put(&card->line, slice_sub(line, !soft,
		    line.len));
	}
	return true;
}

static struct slice
card_parameter(struct slice parameters, const char *name)
{
	size_t at = slice_find_nocase(parameters, slice_of(name));
	struct slice value;

	if (at == SIZE_MAX)
		return (struct slice){0};
	value = slice_sub(parameters, at + strlen(name), parameters.len);
	return slice_sub(value, 0, slice_find_byte(value, ';'));
}

/* "item1.TEL;TYPE=home:+1..." in its pieces. */
static struct card_property
card_split(struct slice line)
{
	struct card_property property = {.value = line};
	bool quoted = false;
	size_t colon = 0, end;

	while (colon < line.len && (quoted || line.at[colon] != ':'))
		quoted ^= line.at[colon++] == '"';
	if (colon == line.len)
		return property;
	property.name = slice_sub(line, 0, colon);
	property.value = slice_sub(line, colon + 1, line.len);
	end = slice_find_byte(property.name, ';');
	if (end < colon) {
		property.parameters = slice_sub(line, end + 1, colon);
		property.name.len = end;
	}
	property.charset = card_parameter(property.parameters, "CHARSET=");
	if (card_has(property.parameters, "QUOTED-PRINTABLE"))
		property.kind = DECODE_QUOTED;
	else if (card_has(property.parameters, "BASE64") ||
	    slice_is_text_nocase(card_parameter(property.parameters,
	    "ENCODING="), "b"))
		property.kind = DECODE_BASE64;
	return property;
}

/* Text has no control characters. */
static bool
card_is_text(struct slice bytes)
{
	for (size_t i = 0; i < bytes.len; i++)
		if (bytes.at[i] < ' ' && !byte_is_space(bytes.at[i]))
			return false;
	return charset_is_utf8(bytes);
}

static enum rc
card_child(struct card *card, struct slice bytes, struct err *err)
{
	struct emit *emit = &card->fields.emit;
	struct extract_child child = {.bytes = bytes,
		.scope = SCOPE_attachment};

	if (bytes.len == 0)
		return RC_OK;
	TRY(emit_place(emit, &child.place, (struct slice){0},
	    (struct slice){0}, err, "object %u > property %u",
	    card->objects, card->properties));
	return emit->sink->child(emit->sink->own, &child, err);
}

/* "\n" and "\," of a value as they are meant. */
static struct slice
card_unescape(struct card *card, struct slice value)
{
	if (slice_find_byte(value, '\\') == SIZE_MAX)
		return value;
	buf_clear(&card->value);
	for (size_t i = 0; i < value.len; i++) {
		unsigned char byte = value.at[i];

		if (byte == '\\' && i + 1 < value.len) {
			byte = value.at[++i];
			byte = byte == 'n' || byte == 'N' ? '\n' : byte;
		}
		(void)!buf_byte(&card->value, byte);
	}
	return buf_slice(&card->value);
}

/* The value without its encoding; empty when it went away as a child. */
static enum rc
card_decode(struct card *card, const struct card_property *property,
    struct slice *value, struct err *err)
{
	unsigned char *out;
	struct decoded decoded;
	uint64_t bad;
	enum rc rc;

	*value = property->value;
	if (property->kind == DECODE_NONE)
		return RC_OK;
	out = arena_alloc(card->job->arena, decode_room(property->kind,
	    value->len) + 1);
	if (out == NULL)
		return arena_full(card->job->arena, "a card's values", err);
	decoded = decode_bytes(property->kind, *value, out);
	*value = slice_bytes(out, decoded.len);
	if (property->charset.len > 0) {
		rc = charset_convert(card->job->charsets, card->job->arena,
		    property->charset, *value, value, &bad, err);
		if (rc != RC_OK && rc != RC_END)
			return rc;
	}
	if (property->kind != DECODE_BASE64 || card_is_text(*value))
		return RC_OK;
	TRY(card_child(card, *value, err));
	*value = (struct slice){0};
	return RC_OK;
}

static enum rc
card_tell(struct card *card, struct err *err)
{
	struct card_property property =
	    card_split(buf_slice(&card->line));
	char label[FIELDS_LABEL_MAX] = "";
	struct slice value;

	if (slice_is_text_nocase(property.name, "BEGIN")) {
		card->open++;
		card->objects++;
		card->properties = 0;
		return RC_OK;
	}
	if (slice_is_text_nocase(property.name, "END")) {
		card->open -= card->open > 0;
		return RC_OK;
	}
	card->properties++;
	fields_words(property.name, label);
	TRY(card_decode(card, &property, &value, err));
	TRY(fields_tell(&card->fields, slice_of(label),
	    card_unescape(card, value), err, "object %u > property %u",
	    card->objects, card->properties));
	/* Names of people stand in parameters: ATTENDEE;CN=... */
	return fields_tell(&card->fields, slice_of(label),
	    property.parameters, err,
	    "object %u > property %u > parameters", card->objects,
	    card->properties);
}

static enum rc
card_run(struct card *card, struct err *err)
{
	struct slice rest = card->fields.text;

	while (fields_has_room(&card->fields) && card_line(card, &rest)) {
		if (card->line.full)
			TRY(emit_cause(&card->fields.emit, 0, CAUSE_too_big,
			    err));
		TRY(card_tell(card, err));
	}
	/* RFC 6350 section 3.3, RFC 5545 section 3.4: each ends with END. */
	if (rest.len == 0 && card->open > 0)
		TRY(emit_cause(&card->fields.emit, 0, CAUSE_truncated, err));
	return fields_end(&card->fields, rest, err);
}

static enum rc
card_extract(const struct extract_job *job, const struct extract_sink *sink,
    struct err *err)
{
	const size_t most = (size_t)job->limits->entry_bytes;
	struct card card = {.job = job, .line = buf_new(most),
		.value = buf_new(most)};
	enum rc rc = fields_begin(&card.fields, job, sink, err);

	if (rc == RC_OK)
		rc = card_run(&card, err);
	buf_free(&card.line);
	buf_free(&card.value);
	return rc;
}

static const char *const claims[] = {"text/vcard", "text/x-vcard",
	"text/calendar", "text/directory", "application/ics", ".vcf",
	".vcard", ".ics", ".ical", ".txt", NULL};
static const struct extract_sample good[] = {
	{"card/person.vcf", "MEADOW-FOLDED", "object 1 > property 4", 0},
	{"card/person.vcf", "K\303\266ln MEADOW-QUOTED",
	    "object 1 > property 3", 0},
	{"card/person.vcf", "MEADOW-NOTE\nsecond line",
	    "object 1 > property 5", 0},
	{"card/two.vcf", "MEADOW-SECOND", "object 2 > property 2", 0},
	{"card/three.vcf", "MEADOW-THREE", "object 1 > property 4", 0},
	{"card/four.vcf", "MEADOW-PHOTO", "encoded 1", 0},
	{"card/todo.ics", "MEADOW-TASK", "object 2 > property 1", 0},
	{"card/todo.ics", "MEADOW-DESCRIBED", "object 2 > property 2", 0},
	{"card/event.ics", "MEADOW-SUMMARY", "object 2 > property 1", 0},
	{"card/event.ics", "MEADOW-GUEST",
	    "object 2 > property 2 > parameters", 0},
	{"card/event.ics", "ORCHARD-ATTACHED", "object 2 > property 3", 0},
	{"card/event.ics", "ORCHARD-DECODED", "object 2 > property 4", 0},
	{0},
};
static const struct extract_sample bad[] = {
	{"card/cut.vcf", "MEADOW-CUT", "object 1 > property 2",
	    1u << CAUSE_truncated},
	{0},
};

const struct extractor extractor_card = {
	.name = "card", .type = "text/vcard", .claims = claims,
	.class = EXTRACT_TEXT, .sniff = card_sniff, .extract = card_extract,
	.good = good, .bad = bad,
};
