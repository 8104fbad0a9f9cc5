/*
 * contract_state - how far is a contract?
 */
#include "scanner/match/contract_state.h"

#include "scanner/match/contract_hand.h"

enum {
	COLUMNS = 4,		/* signature blocks beside each other */
	BLOCK_LINES = 10,	/* a block ends so far below its signature */
	LABEL_MOST = 48,
	RULE_LEAST = 8,		/* a line of so many strokes is for a hand */
	GAPS_TEMPLATE = 3,	/* so many gaps make a form */
	GAPS_CHANGED = 10,	/* and so many where there are tracked changes */
	CHANGES_DRAFT = 2,	/* so many hidden pieces are tracked changes */
	HIDDEN_PART = 4,	/* unless they are a quarter of the text */
	WHO_MOST = 72,		/* "signed for ...:" */
};

enum label { LABEL_NONE, LABEL_SIGNATURE, LABEL_NAME, LABEL_DATE };
enum fill { FILL_ABSENT, FILL_BLANK, FILL_FILLED };

/* What the lines under one "By:" say. */
struct block {
	bool open;
	bool rule;		/* the line of its signature is drawn */
	enum fill signature, name, date;
	unsigned lines;
};

struct reading {
	struct block blocks[COLUMNS];
	unsigned filled, blank;	/* blocks that ended so */
	unsigned rules;		/* lines of strokes without a label */
	unsigned gaps;		/* "____" inside sentences */
};

struct label_word {
	enum label label;
	const char *word;
};

/* What stands before the colon, or ends there, in a signature block. */
static const struct label_word labels[] = {
	{LABEL_SIGNATURE, "by"}, {LABEL_SIGNATURE, "per"},
	{LABEL_SIGNATURE, "signature"}, {LABEL_SIGNATURE, "signed"},
	{LABEL_SIGNATURE, "signed by"}, {LABEL_SIGNATURE, "signatory"},
	{LABEL_SIGNATURE, "sign here"}, {LABEL_SIGNATURE, "unterschrift"},
	{LABEL_SIGNATURE, "unterschriften"}, {LABEL_SIGNATURE, "gezeichnet"},
	{LABEL_SIGNATURE, "unterzeichnet"}, {LABEL_SIGNATURE, "signé par"},
	{LABEL_SIGNATURE, "firma"}, {LABEL_SIGNATURE, "firmado"},
	{LABEL_SIGNATURE, "firmado por"}, {LABEL_SIGNATURE, "fdo."},
	{LABEL_SIGNATURE, "fdo"}, {LABEL_SIGNATURE, "firmato"},
	{LABEL_SIGNATURE, "firmato da"}, {LABEL_SIGNATURE, "assinatura"},
	{LABEL_SIGNATURE, "assinado"}, {LABEL_SIGNATURE, "assinado por"},
	{LABEL_SIGNATURE, "handtekening"}, {LABEL_SIGNATURE, "ondertekend"},
	{LABEL_SIGNATURE, "ondertekend door"},
	{LABEL_SIGNATURE, "getekend"},
	{LABEL_NAME, "name"}, {LABEL_NAME, "nom"}, {LABEL_NAME, "nombre"},
	{LABEL_NAME, "nome"}, {LABEL_NAME, "naam"},
	{LABEL_DATE, "date"}, {LABEL_DATE, "dated"}, {LABEL_DATE, "date signed"},
	{LABEL_DATE, "datum"}, {LABEL_DATE, "fecha"}, {LABEL_DATE, "data"},
	{LABEL_NONE, NULL},
};

/*
 * What begins a line that is a signature all by itself: "Signed for Acme: Jane Roe".
 * With `who` somebody may be named before the colon.
 */
struct lead {
	const char *phrase;
	bool who;
};

static const struct lead leads[] = {
	{"signed for", true}, {"signed by", true}, {"signed on behalf", true},
	{"signed", false}, {"executed by", true}, {"executed for", true},
	{"agreed for", true}, {"agreed by", true},
	{"agreed and accepted", true}, {"agreed", false},
	{"accepted by", true}, {"accepted for", true},
	{"accepted and agreed", true}, {"accepted", false},
	{"approved by", true}, {"authorised by", true}, {"authorized by", true},
	{"für", true}, {"unterzeichnet von", true}, {"unterschrieben von", true},
	{"gezeichnet", true}, {"genehmigt von", true}, {"freigegeben von", true},
	{"signé par", true}, {"signé pour", true}, {"approuvé par", true},
	{"validé par", true}, {"accepté par", true},
	{"firmado por", true}, {"firmado", false}, {"aprobado por", true},
	{"autorizado por", true}, {"aceptado por", true},
	{"firmato da", true}, {"firmato", false}, {"approvato da", true},
	{"autorizzato da", true}, {"accettato da", true},
	{"assinado por", true}, {"aprovado por", true}, {"aceite por", true},
	{"ondertekend door", true}, {"getekend door", true},
	{"goedgekeurd door", true}, {"akkoord", false},
	{NULL, false},
};

static bool
is_stroke(unsigned char byte)
{
	return byte == '_' || byte == '.' || byte == '-' || byte == '*' ||
	    byte == '\\' || byte == ':' || byte_is_space(byte);
}

/* Spaces, markup and strokes off both ends. */
static struct slice
bare(struct slice text)
{
	while (text.len && (is_stroke(text.at[0]) || memchr("#>|", text.at[0],
	    3)))
		text = slice_sub(text, 1, text.len);
	while (text.len && is_stroke(text.at[text.len - 1]))
		text.len--;
	return text;
}

/* The whole text before the colon, or its last word: "Buyer's signature". */
static enum label
label_of(struct slice text)
{
	text = bare(text);
	if (!text.len || text.len > LABEL_MOST)
		return LABEL_NONE;
	for (const struct label_word *l = labels; l->word; l++) {
		size_t len = strlen(l->word);

		if (!slice_ends_nocase(text, slice_of(l->word)))
			continue;
		if (text.len == len || (len > 3 &&
		    byte_is_space(text.at[text.len - len - 1])))
			return l->label;
	}
	return LABEL_NONE;
}

/* "[Name]", "{{ date }}", "<signature>": a gap that waits. */
static bool
is_gap(struct slice value)
{
	return value.len && memchr("[{<", value.at[0], 3) != NULL;
}

static enum fill
fill_of(struct slice value)
{
	struct slice text = bare(value);

	while (value.len && (byte_is_space(value.at[0]) || value.at[0] == ':' ||
	    value.at[0] == '*'))
		value = slice_sub(value, 1, value.len);
	if (!text.len || is_gap(text) || slice_starts(value, slice_of("__")))
		return FILL_BLANK;
	for (size_t i = 0; i < text.len; i++)
		if (byte_is_alnum(text.at[i]) || text.at[i] >= 0x80)
			return FILL_FILLED;
	return FILL_BLANK;
}

/* A dated block with a name is signed by a hand that left no letters. */
static void
end_block(struct reading *r, struct block *block)
{
	if (!block->open)
		return;
	if (block->signature == FILL_FILLED || (!block->rule &&
	    block->name == FILL_FILLED && block->date == FILL_FILLED))
		r->filled++;
	else
		r->blank++;
	*block = (struct block){0};
}

static void
read_label(struct reading *r, struct block *block, enum label label,
    struct slice value)
{
	enum fill fill = fill_of(value);

	switch (label) {
	case LABEL_SIGNATURE:
		end_block(r, block);
		*block = (struct block){.open = true, .signature = fill};
		block->rule = slice_find(value, slice_of("___")) != SIZE_MAX;
		break;
	case LABEL_NAME:
		if (block->open && block->name == FILL_ABSENT)
			block->name = fill;
		break;
	case LABEL_DATE:
		if (block->open && block->date == FILL_ABSENT)
			block->date = fill;
		break;
	case LABEL_NONE:
		break;
	}
}

/* Strokes alone, long enough to write on. */
static bool
is_rule(struct slice cell)
{
	size_t strokes = 0;

	for (size_t i = 0; i < cell.len; i++) {
		if (!is_stroke(cell.at[i]))
			return false;
		strokes += cell.at[i] == '_' || cell.at[i] == '.';
	}
	return strokes >= RULE_LEAST;
}

/* Where the label ends: at a colon, or where strokes begin. */
static size_t
label_end(struct slice cell)
{
	for (size_t i = 0; i < cell.len && i < LABEL_MOST; i++)
		if (cell.at[i] == ':' || (cell.at[i] == '_' && i > 0))
			return i;
	return cell.len;
}

/* "Signature: ____ Date: ____": one label behind the strokes of another. */
static void
read_labels(struct reading *r, struct block *block, struct slice cell)
{
	while (cell.len) {
		size_t end = label_end(cell), next;
		enum label label = label_of(slice_sub(cell, 0, end));

		if (label == LABEL_NONE || end == cell.len)
			return;
		cell = slice_sub(cell, end, cell.len);
		read_label(r, block, label, cell);
		next = slice_find(cell, slice_of("__"));
		while (next < cell.len && is_stroke(cell.at[next]))
			next++;
		cell = slice_sub(cell, next, cell.len);
	}
}

/* Behind the colon of such a line; a NULL slice: it is none. */
static struct slice
behind_lead(struct slice cell)
{
	struct slice rest, none = {0};
	size_t colon;

	for (const struct lead *lead = leads; lead->phrase; lead++) {
		if (!slice_starts_nocase(cell, slice_of(lead->phrase)))
			continue;
		rest = slice_sub(cell, strlen(lead->phrase), cell.len);
		if (!rest.len || byte_is_alpha(rest.at[0]))
			continue;
		colon = slice_find_byte(slice_sub(rest, 0, WHO_MOST), ':');
		if (colon == SIZE_MAX || (!lead->who &&
		    slice_trim(slice_sub(rest, 0, colon)).len))
			return none;
		return slice_sub(rest, colon + 1, rest.len);
	}
	return none;
}

/* "X  Jane Roe", "X ______": a cross says where to sign. */
static struct slice
behind_cross(struct slice cell)
{
	struct slice none = {0};

	return slice_starts(cell, slice_of("X  ")) ||
	    slice_starts(cell, slice_of("X __")) ||
	    slice_starts(cell, slice_of("x__")) ? slice_sub(cell, 2,
	    cell.len) : none;
}

/* A line that is a signature all by itself, signed or waiting. */
static bool
read_hand(struct reading *r, struct slice cell)
{
	struct slice value = behind_lead(cell);

	if (!value.at)
		value = behind_cross(cell);
	if (!slice_trim(value).len)
		return false;
	if (fill_of(value) == FILL_FILLED)
		r->filled++;
	else
		r->blank++;
	return true;
}

static void
read_cell(struct reading *r, struct block *block, struct slice cell)
{
	size_t end = label_end(cell);
	enum label label = end < cell.len ?
	    label_of(slice_sub(cell, 0, end)) : LABEL_NONE;

	if (read_hand(r, cell))
		return;
	if (label != LABEL_NONE)
		read_labels(r, block, cell);
	else if (is_rule(cell))
		r->rules++;
	else if (slice_find(cell, slice_of("____")) != SIZE_MAX ||
	    slice_find(cell, slice_of("{")) != SIZE_MAX ||
	    slice_find(cell, slice_of("[ ")) != SIZE_MAX)
		r->gaps++;
}

/* Up to a bar, a tab, or three spaces, or a label behind strokes. */
static struct slice
cut_cell(struct slice *rest)
{
	struct slice cell = *rest;
	size_t end = 0, skip;

	while (end < rest->len && rest->at[end] != '|' &&
	    rest->at[end] != '\t' && !slice_starts(slice_sub(*rest, end,
	    rest->len), slice_of("   ")))
		end++;
	skip = end;
	while (skip < rest->len && (byte_is_space(rest->at[skip]) ||
	    rest->at[skip] == '|'))
		skip++;
	cell.len = end;
	*rest = slice_sub(*rest, skip, rest->len);
	return cell;
}

static void
read_line(struct reading *r, struct slice line)
{
	line = slice_trim(line);
	while (line.len && line.at[0] == '|')
		line = slice_trim(slice_sub(line, 1, line.len));
	for (size_t column = 0; line.len && column < COLUMNS; column++)
		read_cell(r, &r->blocks[column], cut_cell(&line));
	for (size_t column = 0; column < COLUMNS; column++) {
		struct block *block = &r->blocks[column];

		if (block->open && ++block->lines > BLOCK_LINES)
			end_block(r, block);
	}
}

static struct reading
read_blocks(struct slice text)
{
	struct slice rest = text, line;
	struct reading r = {.filled = 0};

	while (slice_cut(&rest, '\n', &line))
		read_line(&r, line);
	for (size_t column = 0; column < COLUMNS; column++)
		end_block(&r, &r.blocks[column]);
	if (!r.filled && !r.blank)
		r.blank = r.rules;
	return r;
}

/* Removed text and notes that a reader of the document tells as hidden. */
static bool
has_changes(const struct text *text)
{
	size_t pieces = 0, bytes = 0;

	for (size_t i = 0; i < text->run_count; i++) {
		size_t end = i + 1 < text->run_count ?
		    text->runs[i + 1].start : text->bytes.len;

		if (!(text->runs[i].flags & TEXT_FLAG_hidden) ||
		    text->runs[i].scope != SCOPE_attachment)
			continue;
		pieces++;
		bytes += end - text->runs[i].start;
	}
	return pieces >= CHANGES_DRAFT && bytes < text->bytes.len / HIDDEN_PART;
}

const char *
contract_state(const struct text *text, const unsigned shown[SHOWS_COUNT],
    unsigned signers)
{
	struct reading r = read_blocks(text->bytes);
	unsigned signatures = shown[SHOWS_SIGNED] > r.filled ?
	    shown[SHOWS_SIGNED] : r.filled;
	unsigned gaps = shown[SHOWS_PLACEHOLDER] + r.gaps;

	if (shown[SHOWS_COMPLETED] || (signatures >= signers &&
	    r.blank < signers && r.blank < signatures))
		return "executed";
	if (signatures)
		return "partly";
	if (shown[SHOWS_SENT])
		return "sent";
	if (shown[SHOWS_DRAFT] || (gaps < GAPS_CHANGED && has_changes(text)))
		return "draft";
	if (gaps >= GAPS_TEMPLATE || shown[SHOWS_TEMPLATE])
		return "template";
	/* A letter that its reader is to sign went out to be signed. */
	return shown[SHOWS_OFFER] || contract_hand_letter(text->bytes, 1) ?
	    "sent" : "draft";
}
