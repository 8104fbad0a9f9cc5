/*
 * edi - business documents as segments: ANSI X12 and UN/EDIFACT.
 *
 * The envelope itself says which signs part segments and elements.  Each
 * element is told at its place, with what its segment is about as evidence; the
 * kind of document is told by name, so that an order is known as one.
 */
#include "scanner/extract/fields.h"

enum {
	EDI_ISA = 106,		/* characters of ISA with its separators */
	EDI_UNA = 9,
};

struct edi {
	struct fields fields;
	bool x12;
	unsigned char element, segment, release;
	uint32_t segments;
	bool envelope, ended;	/* UNB came; the last segment is an end */
};

struct edi_word {
	const char *code, *words;
};

/* What the first element of a segment, or the segment itself, is about. */
static const struct edi_word edi_segments[] = {
	{"BEG", "purchase order"}, {"BIG", "invoice"},
	{"BGM", "document number"}, {"DMG", "date of birth"},
	{"DTM", "date"}, {"DTP", "date"}, {"FTX", "free text"},
	{"GEI", "instruction"}, {"LIN", "line item"},
	{"MOA", "amount"}, {"MSG", "message"}, {"N1", "name"},
	{"N2", "name"}, {"N3", "address"}, {"N4", "city state zip"},
	{"NAD", "name and address"}, {"NM1", "name"},
	{"NTE", "note"}, {"PER", "contact"}, {"PID", "description"},
	{"PO1", "line item price"}, {"PRI", "price"},
	{"QTY", "quantity"}, {"REF", "reference"}, {"RFF", "reference"},
	{"SBR", "subscriber"}, {"CTA", "contact"},
	{"COM", "telephone e-mail"}, {"FII", "bank account"},
	{NULL, NULL},
};

/* Qualifiers that say what the element behind them is. */
static const struct edi_word edi_qualifiers[] = {
	{"SY", "social security number"}, {"34", "social security number"},
	{"EI", "employer identification number"}, {"24",
	"employer identification number"}, {"MI", "member id"},
	{"IG", "policy number"}, {"EA", "medical record number"},
	{"TE", "telephone"}, {"EM", "e-mail"}, {"FX", "fax"},
	{"ACC", "account number"}, {"CT", "contract number"},
	{NULL, NULL},
};

static const struct edi_word edi_documents[] = {
	{"810", "invoice"}, {"820", "payment order"}, {"834",
	"benefit enrollment"}, {"835", "health care claim payment"},
	{"837", "health care claim"}, {"840", "request for quotation"},
	{"843", "response to request for quotation"},
	{"850", "purchase order"}, {"855", "purchase order acknowledgment"},
	{"856", "ship notice"}, {"860", "purchase order change"},
	{"865", "purchase order change acknowledgment"},
	{"270", "eligibility inquiry"}, {"271", "eligibility response"},
	{"ORDERS", "purchase order"}, {"ORDCHG", "purchase order change"},
	{"ORDRSP", "purchase order response"}, {"INVOIC", "invoice"},
	{"DESADV", "despatch advice"}, {"REQOTE", "request for quotation"},
	{"QUOTES", "quotation"}, {"CONTRL", "control"},
	{"PAYORD", "payment order"}, {"REMADV", "remittance advice"},
	{NULL, NULL},
};

static const char *
edi_find(const struct edi_word *words, struct slice code)
{
	for (; words->code != NULL; words++)
		if (slice_is_text(code, words->code))
			return words->words;
	return "";
}

/* A byte order mark or a no-break space: editors and mail programs add them. */
static size_t
edi_foreign(struct slice at)
{
	if (slice_starts(at, slice_of("\xef\xbb\xbf")))
		return 3;
	if (slice_starts(at, slice_of("\xc2\xa0")))
		return 2;
	return at.len > 0 && at.at[0] == 0xa0;	/* in ISO 8859-1 */
}

/* Space of all kinds off both ends. */
static struct slice
edi_trim(struct slice text)
{
	size_t foreign;

	text = slice_trim(text);
	while ((foreign = edi_foreign(text)) > 0)
		text = slice_trim(slice_sub(text, foreign, text.len));
	while (slice_ends_nocase(text, slice_of("\xc2\xa0")))
		text = slice_trim(slice_sub(text, 0, text.len - 2));
	return text;
}

/*
 * The first characters, each no-break space a plain one, as the places of
 * separators are counted in characters.  The bytes they took; 0: too short.
 */
static size_t
edi_head(struct slice text, unsigned char *head, size_t want)
{
	size_t at = 0;

	for (size_t i = 0; i < want; i++) {
		size_t foreign = edi_foreign(slice_sub(text, at, text.len));

		if (at >= text.len)
			return 0;
		head[i] = foreign > 0 ? ' ' : text.at[at];
		at += foreign > 0 ? foreign : 1;
	}
	return at;
}

/* ISA is 106 characters with its elements at fixed places (X12.5). */
static bool
edi_is_x12(const unsigned char head[EDI_ISA])
{
	return memcmp(head, "ISA", 3) == 0 && !byte_is_alnum(head[3]) &&
	    head[6] == head[3] && head[103] == head[3] &&
	    !byte_is_alnum(head[105]);
}

static bool
edi_is_edifact(struct slice bytes)
{
	unsigned char head[EDI_UNA];
	size_t una = edi_head(bytes, head, EDI_UNA);

	if (una > 0 && memcmp(head, "UNA", 3) == 0)
		return slice_starts(edi_trim(slice_sub(bytes, una, bytes.len)),
		    slice_of("UNB"));
	return slice_starts(bytes, slice_of("UNB+UNO")) ||
	    slice_starts(bytes, slice_of("UNH+"));
}

static unsigned
edi_sniff(struct slice bytes, struct slice name, struct slice declared)
{
	unsigned char head[EDI_ISA];

	(void)name, (void)declared;
	bytes = edi_trim(slice_sub(bytes, 0, 256));
	return (edi_head(bytes, head, EDI_ISA) > 0 && edi_is_x12(head)) ||
	    edi_is_edifact(bytes) ? 2 : 0;
}

/* The next piece up to a sign that no release character stands before. */
static struct slice
edi_cut(const struct edi *edi, struct slice *rest, unsigned char sign)
{
	size_t end = 0;
	struct slice piece;

	while (end < rest->len && rest->at[end] != sign)
		end += edi->release != 0 && rest->at[end] == edi->release ?
		    2 : 1;
	if (end > rest->len)
		end = rest->len;
	piece = slice_sub(*rest, 0, end);
	*rest = slice_sub(*rest, end + 1, rest->len);
	return piece;
}

/* The kind of document is known from one segment of its envelope. */
static enum rc
edi_document(struct edi *edi, struct slice name, struct slice element,
    uint32_t number, struct err *err)
{
	const char *words;
	uint32_t place;

	if (!slice_is_text(name, edi->x12 ? "ST" : "UNH") ||
	    number != (edi->x12 ? 1 : 2))
		return RC_OK;
	element = slice_sub(element, 0, edi->x12 ? 3 :
	    slice_find_byte(element, ':'));
	words = edi_find(edi_documents, element);
	TRY(emit_place(&edi->fields.emit, &place, (struct slice){0},
	    (struct slice){0}, err, "segment %u", edi->segments));
	return emit_line(&edi->fields.emit, place, TEXT_FLAG_metadata,
	    slice_of(words), err);
}

static enum rc
edi_segment(struct edi *edi, struct slice segment, struct err *err)
{
	struct slice rest = segment;
	struct slice name = edi_cut(edi, &rest, edi->element);
	const char *words = edi_find(edi_segments, name), *more = "";
	char label[FIELDS_LABEL_MAX];
	uint32_t number = 0;

	edi->segments++;
	edi->ended = slice_is_text(name, edi->x12 ? "IEA" : "UNZ") ||
	    (!edi->envelope && slice_is_text(name, "UNT"));
	edi->envelope |= slice_is_text(name, "UNB");
	/* A name has three letters; more is text that stands in its place. */
	if (name.len > 3)
		TRY(fields_tell(&edi->fields, (struct slice){0}, name, err,
		    "segment %u", edi->segments));
	while (rest.len > 0) {
		struct slice element = edi_cut(edi, &rest, edi->element);

		number++;
		label[0] = '\0';
		fields_words(slice_of(words), label);
		fields_words(slice_of(more), label);
		TRY(edi_document(edi, name, element, number, err));
		TRY(fields_tell(&edi->fields, slice_of(label), element, err,
		    "segment %u > element %u", edi->segments, number));
		/* EDIFACT joins qualifier and value with a colon. */
		more = edi_find(edi_qualifiers, slice_sub(element, 0,
		    edi->x12 ? element.len : slice_find_byte(element, ':')));
	}
	return RC_OK;
}

static void
edi_signs(struct edi *edi, struct slice *text)
{
	unsigned char head[EDI_ISA];
	size_t una;

	*text = edi_trim(*text);
	edi->x12 = edi_head(*text, head, EDI_ISA) > 0 && edi_is_x12(head);
	edi->element = edi->x12 ? head[3] : '+';
	edi->segment = edi->x12 ? head[105] : '\'';
	edi->release = edi->x12 ? 0 : '?';
	una = edi_head(*text, head, EDI_UNA);
	if (edi->x12 || una == 0 || memcmp(head, "UNA", 3) != 0)
		return;
	edi->element = head[4];
	edi->release = head[6] == ' ' ? 0 : head[6];
	edi->segment = head[8];
	*text = slice_sub(*text, una, text->len);
}

static enum rc
edi_extract(const struct extract_job *job, const struct extract_sink *sink,
    struct err *err)
{
	struct edi edi = {.segments = 0};
	struct slice rest;

	TRY(fields_begin(&edi.fields, job, sink, err));
	rest = edi.fields.text;
	edi_signs(&edi, &rest);
	while (rest.len > 0 && fields_has_room(&edi.fields)) {
		struct slice segment = edi_trim(edi_cut(&edi, &rest,
		    edi.segment));

		if (segment.len > 0)
			TRY(edi_segment(&edi, segment, err));
	}
	rest = edi_trim(rest);
	/* Each interchange ends with a segment of its own. */
	if (rest.len == 0 && !edi.ended)
		TRY(emit_cause(&edi.fields.emit, 0, CAUSE_truncated, err));
	return fields_end(&edi.fields, rest, err);
}

static const char *const claims[] = {"application/edi-x12",
	"application/edifact", ".edi", ".x12", ".edifact", ".txt", NULL};
static const struct extract_sample good[] = {
	{"edi/order.x12", "MEADOW-BUYER", "segment 5 > element 2", 0},
	{"edi/order.x12", "purchase order", "segment 3", 0},
	{"edi/claim.x12", "078-05-1120", "segment 4 > element 2", 0},
	{"edi/order.edi", "MEADOW-PARTY", "segment 4 > element 2", 0},
	{"edi/order.edi", "purchase order", "segment 2", 0},
	{"edi/released.edi", "MEADOW?'S", "segment 3 > element 4", 0},
	{"edi/lines.x12", "MEADOW-LINES", "segment 4 > element 2", 0},
	{"edi/spaces.x12", "MEADOW-SPACES", "segment 5 > element 2", 0},
	{"edi/spaces.edi", "MEADOW-SPACES", "segment 4 > element 2", 0},
	{0},
};
static const struct extract_sample bad[] = {
	{"edi/cut.edi", "MEADOW-CUT", "segment 3 > element 4",
	    1u << CAUSE_truncated},
	{0},
};

const struct extractor extractor_edi = {
	.name = "edi", .type = "application/edi", .claims = claims,
	.class = EXTRACT_TEXT, .sniff = edi_sniff, .extract = edi_extract,
	.good = good, .bad = bad,
};
