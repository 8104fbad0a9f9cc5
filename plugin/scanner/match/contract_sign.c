/*
 * contract_sign - who has signed, and who has not?
 */
#include "scanner/match/contract_sign.h"

#include "scanner/match/contract_cell.h"
#include "scanner/match/contract_hand.h"

enum {
	HEAD = 128 << 10,	/* bytes that are looked at: the first ... */
	TAIL = 128 << 10,	/* ... and the last */
	ROWS = 6,		/* the last so many lines are remembered */
	SLOTS = 128,
	COLUMN_NEAR = 4,	/* letters that a column may be off */
	BLOCK_ROWS = 5,		/* lines of one block */
	CONTEXT = 14,		/* lines that follow what opens signatures */
	SENDER = 4,		/* lines below a closing in which its name is */
	CLUSTER = 40,		/* lines round a signature that belong to it */
	LABEL_MOST = 48,
	SURNAME_LEAST = 3,
	GAP_MOST = 40,		/* bytes that say what is to be filled in */
	HEAD_MOST = 24,		/* bytes of a label that waits for a value */
	LINE_MOST = 1024,	/* bytes of a line that are looked at */
};

enum kind { KIND_TEXT, KIND_NAME, KIND_BRIEF, KIND_DATE, KIND_SLOT };

struct row {
	struct slice line;
	struct contract_cell cells[CONTRACT_CELLS];
	enum kind kinds[CONTRACT_CELLS];
	size_t count;
};

struct slot {
	size_t row, column;
	bool filled;
	bool marked;		/* by more than a name behind a label */
	bool labelled;
	bool drawn;		/* strokes wait for a hand */
	bool awaited;		/* it says so */
	bool listed;		/* a name and a date on one line */
};

struct reading {
	struct row rows[ROWS];	/* by their number */
	struct slot slots[SLOTS];
	size_t slot_count;
	size_t row;		/* number of the line */
	size_t opened;		/* line that opened signatures, or 0 */
	unsigned names;		/* since then */
	unsigned proxies;	/* names behind "i. V.", "ppa." */
	size_t closed;		/* line that closed a letter, or 0 */
	size_t sender;		/* line below with a name, or 0 */
	bool dated;
	bool stepped;		/* the last line was a step of a workflow */
	unsigned gaps;
};

static struct row *
row_of(struct reading *r, size_t number)
{
	return &r->rows[number % ROWS];
}

static bool
in_context(const struct reading *r)
{
	return r->opened > 0 && r->row - r->opened <= CONTEXT;
}

static bool
is_near(size_t a, size_t b)
{
	return (a > b ? a - b : b - a) <= COLUMN_NEAR;
}

/* The last place in this column that is at most so many lines above. */
static struct slot *
slot_above(struct reading *r, size_t column, size_t lines)
{
	for (size_t i = r->slot_count; i > 0; i--) {
		struct slot *slot = &r->slots[i - 1];

		if (r->row - slot->row > lines)
			return NULL;
		if (is_near(slot->column, column))
			return slot;
	}
	return NULL;
}

/* A form may have more places than are kept: the last ones are those signed. */
static void
drop_half(struct reading *r)
{
	for (size_t i = 0; i < SLOTS / 2; i++)
		r->gaps += !r->slots[i].filled;
	r->slot_count = SLOTS / 2;
	memmove(r->slots, r->slots + SLOTS - r->slot_count,
	    r->slot_count * sizeof(*r->slots));
}

/* A mark under a blank label fills it; strokes under a mark are its line. */
static void
add_slot(struct reading *r, struct slot slot)
{
	struct slot *above = slot_above(r, slot.column, slot.filled ? 2 : 1);

	slot.row = r->row;
	if (above && above->row < r->row && !slot.labelled) {
		if (slot.filled && !above->filled) {
			above->filled = true;
			above->marked = slot.marked;
			return;
		}
		if (!slot.filled && above->filled)
			return;
	}
	if (r->slot_count == SLOTS)
		drop_half(r);
	r->slots[r->slot_count++] = slot;
}

/* Behind a label: what stands there, or in the next cell. */
static void
take_signature(struct reading *r, struct row *row, size_t i,
    struct slice value, bool who)
{
	struct slot slot = {.column = row->cells[i].column, .labelled = true};
	struct slice rest;
	size_t start;

	row->kinds[i] = KIND_SLOT;
	if (!slice_trim(value).len && i + 1 < row->count &&
	    contract_cell_label(row->cells[i + 1].text, &rest) == LABEL_NONE) {
		value = row->cells[i + 1].text;
		row->kinds[i + 1] = KIND_SLOT;
	}
	value = slice_trim(value);
	slot.drawn = contract_cell_strokes(value, &start) > 0;
	slot.marked = !slot.drawn && contract_cell_is_signed(value);
	slot.filled = slot.marked || (!contract_cell_is_blank(value) &&
	    !(slot.drawn && start < LABEL_MOST));
	if (slot.filled && !slot.marked && contract_cell_is_firm(value))
		return;
	/* "Executed by Acme:" alone stands over a place. */
	if (slot.filled || slot.drawn || (row->cells[i].text.len <= HEAD_MOST &&
	    !who))
		add_slot(r, slot);
}

/* Is this gap within a sentence, not one to sign? */
static bool
goes_on(struct slice lead, struct slice rest)
{
	struct slice value;

	return lead.len > 0 && contract_cell_goes_on(rest) &&
	    contract_cell_label(slice_trim(slice_sub(rest, 0, LABEL_MOST)),
	    &value) == LABEL_NONE;
}

/* "Total ........ 4,812", "TYPE ....... CAPITAL": dots lead to something. */
static bool
leads_on(const struct row *row, size_t i, size_t start, size_t len)
{
	struct slice cell = row->cells[i].text, value;
	struct slice rest = slice_trim(slice_sub(cell, start + len, cell.len));

	if (!start || cell.at[start] == '_')
		return false;
	if (!rest.len && i + 1 < row->count)
		rest = row->cells[i + 1].text;
	if (!rest.len || contract_cell_strokes(rest, &len) ||
	    contract_cell_label(rest, &value) != LABEL_NONE)
		return false;
	return byte_is_alnum(rest.at[0]) || rest.at[0] >= 0x80 ||
	    rest.at[0] == '$';
}

/* Strokes in a cell: a place to sign, to write a date, or a gap in a sentence. */
static void
take_strokes(struct reading *r, struct row *row, size_t i, size_t start,
    size_t len)
{
	struct slice cell = row->cells[i].text, value;
	struct slice lead = slice_trim(slice_sub(cell, 0, start));
	struct slot slot = {.column = row->cells[i].column, .drawn = true,
		.labelled = lead.len > 0};
	enum contract_label label = contract_cell_label(cell, &value);

	/* "Company:", and the strokes a column away. */
	if (!lead.len && i > 0 && row->cells[i - 1].text.at[
	    row->cells[i - 1].text.len - 1] == ':') {
		label = contract_cell_label(row->cells[i - 1].text, &value);
		slot.labelled = true;
	}
	row->kinds[i] = KIND_SLOT;
	/* A dot behind strokes ends a sentence. */
	len -= cell.at[start] == '_' && cell.at[start + len - 1] == '.';
	if (leads_on(row, i, start, len))
		return;
	if (label == LABEL_NAME || label == LABEL_DATE ||
	    label == LABEL_OTHER) {
		r->gaps += !in_context(r);
		return;
	}
	if (lead.len > LABEL_MOST || goes_on(lead, slice_sub(cell, start + len,
	    cell.len)) || (!lead.len && start + len < cell.len &&
	    memchr("/%", cell.at[start + len], 2))) {
		r->gaps++;
		return;
	}
	r->opened = r->row;
	add_slot(r, slot);
}

static void
take_name(struct reading *r, struct row *row, size_t i, bool brief)
{
	row->kinds[i] = brief ? KIND_BRIEF : KIND_NAME;
	if (in_context(r))
		r->names++;
}

/*
 * "<describe>", "<start date>": words alone, no address and no markup ("<PAGE>", as
 * filings have it, is no gap).
 */
static bool
has_angle(struct slice cell)
{
	struct slice rest = cell;
	size_t open;

	while ((open = slice_find_byte(rest, '<')) != SIZE_MAX) {
		size_t end = 0, small = 0;

		rest = slice_sub(rest, open + 1, rest.len);
		while (end < rest.len && end < GAP_MOST &&
		    (byte_is_alpha(rest.at[end]) || rest.at[end] >= 0x80 ||
		    memchr(" /&'", rest.at[end], 4))) {
			small += rest.at[end] >= 'a' && rest.at[end] <= 'z';
			end++;
		}
		if (small > 2 && byte_is_alpha(rest.at[0]) && end < rest.len &&
		    rest.at[end] == '>')
			return true;
	}
	return false;
}

/* "[Name]", "{{date}}", "<<TERM>>" in a line where nobody signs. */
static bool
has_gap(struct slice cell)
{
	return slice_find(cell, slice_of("{")) != SIZE_MAX ||
	    slice_find(cell, slice_of("<<")) != SIZE_MAX ||
	    slice_find(cell, slice_of("XX")) != SIZE_MAX ||
	    slice_find(cell, slice_of("[ ")) != SIZE_MAX ||
	    has_angle(cell);
}

/* A date, and little else but a name. */
static bool
is_date(struct slice cell)
{
	bool brief;

	return contract_cell_has_date(cell) && (cell.len <= LABEL_MOST ||
	    contract_cell_is_name(cell, &brief));
}

static void
take_cell(struct reading *r, struct row *row, size_t i)
{
	struct slice cell = row->cells[i].text, value;
	enum contract_label label = contract_cell_label(cell, &value);
	size_t start = 0, len = contract_cell_strokes(cell, &start);
	bool brief;

	row->kinds[i] = KIND_TEXT;
	if (!len && contract_cell_is_signed(cell)) {
		add_slot(r, (struct slot){.column = row->cells[i].column,
		    .filled = true, .marked = true,
		    .labelled = label == LABEL_SIGNATURE});
		row->kinds[i] = KIND_SLOT;
	} else if (contract_cell_is_tag(cell) || (contract_cell_is_awaited(
	    cell) && (in_context(r) || label == LABEL_SIGNATURE ||
	    label == LABEL_WHO))) {
		add_slot(r, (struct slot){.column = row->cells[i].column,
		    .labelled = true, .awaited = true});
		row->kinds[i] = KIND_SLOT;
	} else if (label == LABEL_SIGNATURE || label == LABEL_WHO) {
		take_signature(r, row, i, value, label == LABEL_WHO);
	} else if (len > 0) {
		take_strokes(r, row, i, start, len);
	} else if (label == LABEL_NAME && !contract_cell_is_blank(value)) {
		take_name(r, row, i, false);
	} else if (label == LABEL_DATE ? !contract_cell_is_blank(value) :
	    is_date(cell)) {
		row->kinds[i] = KIND_DATE;
	} else if (contract_cell_is_name(cell, &brief)) {
		r->proxies += contract_cell_is_proxy(cell);
		take_name(r, row, i, brief);
	} else if (contract_cell_is_proxy(cell)) {
		r->proxies++;
	} else if (has_gap(cell)) {
		r->gaps++;
	}
}

static bool
is_person(enum kind kind)
{
	return kind == KIND_NAME || kind == KIND_BRIEF;
}

/* A name left of the date, or above it in the column. */
static bool
has_person(struct reading *r, const struct row *row, size_t i, bool *beside)
{
	*beside = i > 0 && is_person(row->kinds[i - 1]);
	if (*beside)
		return true;
	for (size_t back = 1; back <= 3 && back < r->row; back++) {
		const struct row *above = row_of(r, r->row - back);

		for (size_t k = 0; k < above->count; k++)
			if (is_person(above->kinds[k]) && is_near(
			    above->cells[k].column, row->cells[i].column))
				return true;
	}
	return false;
}

/*
 * A dated name is signed by a hand that left no letters.  With the date on its own
 * line it may be one of a list; under a place it belongs to that.
 */
static void
take_date(struct reading *r, const struct row *row, size_t i)
{
	bool beside = false, brief, own = contract_cell_is_name(
	    row->cells[i].text, &brief);
	struct slot slot = {.filled = true, .marked = true, .labelled = true};
	struct slot *above;

	r->dated = r->dated || in_context(r);
	if (!own && !has_person(r, row, i, &beside))
		return;
	slot.column = row->cells[beside ? i - 1 : i].column;
	slot.listed = own || beside;
	above = slot_above(r, slot.column, slot.listed ? 2 : BLOCK_ROWS);
	if (above && !above->filled) {
		if (!above->drawn && !above->awaited)
			above->filled = above->marked = true;
		return;
	}
	if (in_context(r) && (!above || (above->listed && slot.listed &&
	    above->row < r->row)))
		add_slot(r, slot);
}

/* The last word of a name. */
static struct slice
surname(struct slice cell)
{
	size_t end = 0, start;

	while (end < cell.len && !memchr(",(;[", cell.at[end], 4) &&
	    !slice_starts(slice_sub(cell, end, cell.len), slice_of("  ")))
		end++;
	cell = slice_trim(slice_sub(cell, 0, end));
	start = cell.len;
	while (start > 0 && cell.at[start - 1] != ' ')
		start--;
	return slice_sub(cell, start, cell.len);
}

/* Does the same surname stand in the lines round here, beside the cell itself? */
static bool
is_echoed(struct reading *r, struct slice name)
{
	struct slice last = surname(name);

	for (size_t back = 0; last.len >= SURNAME_LEAST && back < 4 &&
	    back < r->row; back++) {
		struct slice line = row_of(r, r->row - back)->line;
		size_t at = slice_find(line, last);

		if (at != SIZE_MAX && line.at + at == last.at) {
			line = slice_sub(line, at + last.len, line.len);
			at = slice_find(line, last);
		}
		if (at != SIZE_MAX)
			return true;
	}
	return false;
}

/* Brief names of this line and the one before it. */
static void
take_brief(struct reading *r)
{
	for (size_t back = 0; back < 2 && back < r->row; back++) {
		struct row *row = row_of(r, r->row - back);

		for (size_t i = 0; i < row->count; i++) {
			if (row->kinds[i] != KIND_BRIEF || !in_context(r) ||
			    !is_echoed(r, row->cells[i].text))
				continue;
			row->kinds[i] = KIND_SLOT;
			add_slot(r, (struct slot){.filled = true,
			    .column = row->cells[i].column});
		}
	}
}

/* Under which of the earlier columns does this cell stand? */
static bool
has_column(struct reading *r, size_t column)
{
	for (size_t back = 1; back < BLOCK_ROWS && back < r->row; back++) {
		const struct row *above = row_of(r, r->row - back);

		for (size_t k = 0; above->count > 1 && k < above->count; k++)
			if (is_near(above->cells[k].column, column))
				return true;
	}
	return false;
}

/* One party's name beside the strokes of another: the first has signed. */
static void
take_siblings(struct reading *r, struct row *row)
{
	bool drawn = false;

	for (size_t i = 0; i < row->count; i++) {
		size_t start;

		drawn = drawn || (contract_cell_strokes(row->cells[i].text,
		    &start) && start == 0);
	}
	for (size_t i = 0; drawn && i < row->count; i++)
		if (is_person(row->kinds[i]) && has_column(r,
		    row->cells[i].column) && !slot_above(r,
		    row->cells[i].column, 2)) {
			row->kinds[i] = KIND_SLOT;
			add_slot(r, (struct slot){.filled = true,
			    .column = row->cells[i].column});
		}
}

/* A line of a workflow: somebody, "approved", and when. */
static bool
take_step(struct reading *r, struct row *row)
{
	bool is_approved = false, dated = false, whole = false;

	for (size_t i = 0; i < row->count; i++) {
		struct slice cell = row->cells[i].text;
		bool step = contract_cell_is_approved(cell);

		is_approved = is_approved || step;
		dated = dated || contract_cell_has_date(cell);
		whole = whole || (step && contract_cell_has_date(cell) &&
		    slice_find_byte(cell, ':') != SIZE_MAX);
	}
	for (size_t i = 0; r->stepped && row->count > 2 && i < row->count; i++)
		if (contract_cell_is_waiting(row->cells[i].text)) {
			add_slot(r, (struct slot){.labelled = true});
			return true;
		}
	r->stepped = is_approved && dated && (row->count > 2 || whole);
	if (!r->stepped)
		return false;
	add_slot(r, (struct slot){.column = 0, .filled = true,
	    .marked = true, .labelled = true});
	return true;
}

/* "Signature      Date": words under lines that are not in the text. */
static void
take_captions(struct reading *r, const struct row *row)
{
	bool other = false;

	for (size_t i = 0; row->count > 1 && i < row->count; i++) {
		struct slice cell = row->cells[i].text;

		other = other || contract_cell_is_caption(cell, LABEL_DATE) ||
		    contract_cell_is_caption(cell, LABEL_NAME) ||
		    contract_cell_is_caption(cell, LABEL_OTHER);
	}
	for (size_t i = 0; other && i < row->count; i++) {
		struct slot *above = slot_above(r, row->cells[i].column, 1);

		if (!contract_cell_is_caption(row->cells[i].text,
		    LABEL_SIGNATURE))
			continue;
		if (!above && row->cells[i].text.at[row->cells[i].text.len -
		    1] != ':')
			add_slot(r, (struct slot){.column =
			    row->cells[i].column});
	}
}

/* A name below "Yours sincerely" is that of who wrote the letter. */
static void
take_sender(struct reading *r, const struct row *row)
{
	if (contract_hand_closes(row->line)) {
		r->closed = r->row;
		return;
	}
	for (size_t i = 0; i < row->count && r->closed > r->sender &&
	    r->row - r->closed <= SENDER; i++)
		if (is_person(row->kinds[i]))
			r->sender = r->row;
}

static void
take_line(struct reading *r, struct slice line)
{
	struct row *row = row_of(r, ++r->row);

	row->line = line;
	row->count = contract_cell_cut(line, row->cells);
	if (contract_cell_opens(line)) {
		if (!in_context(r))
			r->names = r->dated = 0;
		r->opened = r->row;
	}
	for (size_t i = 0; i < row->count; i++)
		row->kinds[i] = KIND_TEXT;
	if (take_step(r, row))
		return;
	take_captions(r, row);
	for (size_t i = 0; i < row->count; i++)
		if (row->kinds[i] == KIND_TEXT)
			take_cell(r, row, i);
	for (size_t i = 0; i < row->count; i++)
		if (row->kinds[i] == KIND_DATE)
			take_date(r, row, i);
	take_sender(r, row);
	take_siblings(r, row);
	take_brief(r);
}

/*
 * Who wrote a letter is bound by it (a signature may be printed: UCC 1-201(b)(37);
 * text form: section 126b BGB); the reader signs below.
 */
static bool
has_sender(const struct reading *r)
{
	for (size_t i = 0; r->sender && i < r->slot_count; i++) {
		const struct slot *slot = &r->slots[i];

		if (slot->row >= r->closed && slot->row <= r->sender)
			return false;
		if (slot->row > r->sender)
			return slot->filled && slot->row - r->sender <= CONTEXT;
	}
	return false;
}

/* Open places count where somebody has signed, not in a form pages away. */
static struct contract_signs
sum_up(const struct reading *r)
{
	struct contract_signs signs = {.gaps = r->gaps,
		.sender = has_sender(r)};
	unsigned far = 0;

	for (size_t i = 0; i < r->slot_count; i++) {
		signs.filled += r->slots[i].filled;
		signs.marked += r->slots[i].filled && r->slots[i].marked;
		signs.awaited += !r->slots[i].filled && r->slots[i].awaited;
		/* A form asks for much before it is signed. */
		signs.gaps += !r->slots[i].filled && r->slots[i].labelled &&
		    r->slots[i].drawn && r->slots[i].row < r->row * 6 / 10;
	}
	for (size_t i = 0; i < r->slot_count; i++) {
		bool near = false;

		for (size_t k = 0; k < r->slot_count && !near &&
		    !r->slots[i].filled; k++) {
			size_t a = r->slots[i].row, b = r->slots[k].row;

			near = r->slots[k].filled && (a > b ? a - b : b - a) <=
			    CLUSTER;
		}
		signs.open += near;
		far += !near && !r->slots[i].filled;
	}
	/* An order that has no place to sign is signed by who sends it. */
	if (!r->slot_count)
		signs.filled = r->proxies;
	if (!signs.filled)
		signs.open = far;
	if (!r->slot_count && r->dated && r->row - r->opened < 2 * CONTEXT)
		signs.names = r->names;
	return signs;
}

static void
take_lines(struct reading *r, struct slice text)
{
	struct slice line;

	while (slice_cut(&text, '\n', &line))
		if (slice_trim(line).len)
			take_line(r, slice_sub(line, 0, LINE_MOST));
}

struct contract_signs
contract_sign_read(struct slice text)
{
	struct reading r = {.row = 0};

	take_lines(&r, slice_sub(text, 0, HEAD));
	if (text.len > HEAD)
		take_lines(&r, slice_sub(text, text.len - HEAD > TAIL ?
		    text.len - TAIL : HEAD, text.len));
	return sum_up(&r);
}
