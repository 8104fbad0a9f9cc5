/*
 * record - what is one row, one person, in the text of a part?
 *
 * This file reads places: which runs belong to one row.  Text without places
 * is cut by record_lines.c.
 */
#include "scanner/match/record.h"

#include "scanner/match/record_lines.h"

enum { LEADS_SHARE = 4 };

/* Names of fields and how often each stands in a group of labelled runs. */
struct field {
	uint64_t hash;		/* 0: none */
	size_t first, count;
};

struct record_walk {
	const struct text *text;
	struct arena *arena;
	size_t run;			/* the next one */
	size_t labelled_end;		/* the group of labelled runs ends here */
	uint64_t leading;		/* name that begins a record; 0: none */
	struct record_lines lines;	/* of the current plain run */
	const struct text_run *plain;	/* that run */
};

struct record_walk *
record_begin(const struct text *text, struct arena *arena)
{
	struct record_walk *walk = arena_alloc(arena, sizeof(*walk));

	if (walk) {
		walk->text = text;
		walk->arena = arena;
	}
	return walk;
}

/* The row of a place: what names it, and the row's number in an address. */
struct row {
	struct slice place;	/* empty: the place is in no row */
	struct slice number;
};

/* Cut the last component of a place off. */
static bool
cut_last(struct slice *place, struct slice *last)
{
	for (size_t i = place->len; i > 3; i--) {
		if (memcmp(place->at + i - 3, " > ", 3))
			continue;
		*last = slice_sub(*place, i, place->len);
		*place = slice_sub(*place, 0, i - 3);
		return true;
	}
	*last = *place;
	*place = slice_sub(*place, 0, 0);
	return last->len > 0;
}

/* "B7": gives "7". */
static bool
is_address(struct slice last, struct slice *number)
{
	size_t letters = 0;

	while (letters < last.len && last.at[letters] >= 'A' &&
	    last.at[letters] <= 'Z')
		letters++;
	for (size_t i = letters; i < last.len; i++)
		if (!byte_is_digit(last.at[i]))
			return false;
	if (letters < 1 || letters > 3 || letters == last.len)
		return false;
	*number = slice_sub(last, letters, last.len);
	return true;
}

/*
 * The places that readers name: "sheet 3 > B7", "row 3 > column 2", "object 1
 * > property 2" with or without "> parameters" or "> comment" behind it.
 */
static struct row
row_of(const struct text_run *run)
{
	struct slice place = slice_of(run->where), last;
	struct row row = {0};

	for (unsigned depth = 0; depth < 2 && cut_last(&place, &last);
	    depth++) {
		if (is_address(last, &row.number) || ((slice_starts(last,
		    slice_of("column ")) || slice_starts(last,
		    slice_of("property "))) && place.len)) {
			row.place = place;
			return row;
		}
	}
	return row;
}

static bool
same_row(struct row a, struct row b)
{
	return slice_is(a.place, b.place) && slice_is(a.number, b.number);
}

static size_t
run_end(const struct text *text, size_t run)
{
	return run + 1 < text->run_count ? text->runs[run + 1].start :
	    text->bytes.len;
}

/* "name: value" of a labelled run: the value. */
static struct span
value_of(struct slice bytes, struct span span)
{
	struct slice text = slice_sub(bytes, span.start, span.end);
	size_t colon = slice_find(slice_sub(text, 0, 80), slice_of(": "));

	if (colon != SIZE_MAX)
		span.start += colon + 2;
	return span;
}

static void
add_cell(struct record *record, struct span span, struct slice head)
{
	if (head.len && span.end > span.start &&
	    record->cell_count < RECORD_CELLS_MOST)
		record->cells[record->cell_count++] = (struct record_cell){
		    span, head};
}

static uint64_t
name_hash(struct slice name)
{
	uint64_t hash = 1469598103934665603ull;

	for (size_t i = 0; i < name.len; i++)
		hash = (hash ^ name.at[i]) * 1099511628211ull;
	return hash ? hash : 1;
}

static struct field *
field_of(struct field *fields, size_t room, uint64_t hash)
{
	size_t at = (size_t)(hash & (room - 1));

	while (fields[at].hash && fields[at].hash != hash)
		at = (at + 1) & (room - 1);
	return &fields[at];
}

/*
 * The name that leads: the first that comes again and is not much rarer than
 * the most frequent, which may stand several times in each record ("phones") as
 * a group's name stands over many.
 */
static uint64_t
leading_name(const struct field *fields, size_t room)
{
	const struct field *best = NULL;
	size_t most = 0;

	for (size_t i = 0; i < room; i++)
		most = fields[i].count > most ? fields[i].count : most;
	for (size_t i = 0; i < room; i++)
		if (fields[i].count > 1 &&
		    fields[i].count * LEADS_SHARE >= most &&
		    (!best || fields[i].first < best->first))
			best = &fields[i];
	return best ? best->hash : 0;
}

static bool
is_labelled(const struct text_run *run)
{
	return run->evidence.len && !row_of(run).place.len;
}

/* A group of labelled runs begins: how far it goes and what leads in it. */
static void
look_at_group(struct record_walk *walk)
{
	const struct text_run *runs = walk->text->runs;
	size_t end = walk->run, room = 64;
	struct field *fields;

	while (end < walk->text->run_count && is_labelled(&runs[end]))
		end++;
	walk->labelled_end = end;
	walk->leading = 0;
	while (room < 2 * (end - walk->run))
		room *= 2;
	fields = arena_array(walk->arena, room, sizeof(*fields));
	if (!fields)
		return;		/* one record; the arena says so elsewhere */
	for (size_t i = walk->run; i < end; i++) {
		uint64_t hash = name_hash(runs[i].evidence);
		struct field *field = field_of(fields, room, hash);

		if (!field->hash)
			*field = (struct field){hash, i, 0};
		/* Values of a list that follow each other are one. */
		field->count += i == walk->run || name_hash(
		    runs[i - 1].evidence) != hash;
	}
	walk->leading = leading_name(fields, room);
}

/* Runs up to the next leading name. */
static void
take_labelled(struct record_walk *walk, struct record *record)
{
	const struct text *text = walk->text;
	bool led = false, before = false;

	for (; walk->run < walk->labelled_end; walk->run++) {
		const struct text_run *run = &text->runs[walk->run];
		struct span span = {run->start, run_end(text, walk->run)};
		bool leads = walk->leading &&
		    name_hash(run->evidence) == walk->leading;

		if (leads && led && !before)
			break;
		led = led || leads;
		before = leads;
		add_cell(record, value_of(text->bytes, span), run->evidence);
		record->span.end = span.end;
	}
}

static void
take_row(struct record_walk *walk, struct row row, struct record *record)
{
	const struct text *text = walk->text;

	for (; walk->run < text->run_count; walk->run++) {
		const struct text_run *run = &text->runs[walk->run];
		struct span span = {run->start, run_end(text, walk->run)};

		if (!same_row(row, row_of(run)))
			break;
		add_cell(record, span, run->evidence);
		record->span.end = span.end;
	}
}

bool
record_next(struct record_walk *walk, struct record *record)
{
	const struct text *text = walk->text;

	record->run = walk->plain;
	while (!record_lines_next(&walk->lines, record)) {
		const struct text_run *run = &text->runs[walk->run];
		struct row row;

		if (walk->run >= text->run_count)
			return false;
		record->run = run;
		record->cell_count = 0;
		record->pasted = false;
		record->span = (struct span){run->start, run->start};
		row = row_of(run);
		if (row.place.len) {
			take_row(walk, row, record);
			return true;
		}
		if (run->evidence.len) {
			if (walk->run >= walk->labelled_end)
				look_at_group(walk);
			take_labelled(walk, record);
			return true;
		}
		record_lines_begin(&walk->lines, text->bytes, (struct span){
		    run->start, run_end(text, walk->run)});
		record->run = walk->plain = run;
		walk->run++;
	}
	return true;
}
