/*
 * label - what the labels beside a text mean.
 *
 * Header fields and document properties are offered to the carriers.  What one
 * names is looked up in the tables of system "label" (a list for each carrier:
 * what it means, and the ids that mean it); the words found there, or those the
 * carrier itself holds, are read by all marking systems as if they stood behind
 * "Classification:".  What no system knows is a marking of this system: a level
 * of the site's own when a table names it, "unmapped" when nothing does.
 */
#include "scanner/marking/label.h"

#include "base/buf.h"
#include "scanner/marking/carrier.h"

static const char system_name[] = "label";

/* One label while its meaning is looked for. */
struct asking {
	const struct marking_tables *tables;
	const struct text *text;
	struct arena *arena;
	const struct marking_sink *sink;
	const struct carrier *carrier;
	struct span span;		/* of its field */
	const char *kind;
	struct marking best;
};

/* Same letters in any case; braces round a guid do not count. */
static bool
is_id(struct slice id, const char *form)
{
	if (id.len > 1 && id.at[0] == '{' && id.at[id.len - 1] == '}')
		id = slice_sub(id, 1, id.len - 1);
	return slice_is_text_nocase(id, form);
}

/* What a table says an id means; a site's table comes before the shipped one. */
static const char *
meaning_of(const struct marking_tables *tables, const char *list_name,
    struct slice id)
{
	for (size_t t = tables->count; t-- > 0;) {
		const struct marking_table *table = &tables->tables[t];

		if (strcmp(table->system, system_name) != 0)
			continue;
		for (size_t l = 0; l < table->list_count; l++) {
			const struct marking_list *list = &table->lists[l];

			if (strcmp(list->name, list_name) != 0)
				continue;
			for (size_t e = 0; e < list->count; e++)
				for (size_t f = 0; list->entries[e].forms[f];
				    f++)
					if (is_id(id,
					    list->entries[e].forms[f]))
						return list->entries[e].code;
		}
	}
	return NULL;
}

static enum rc
take_better(void *own, const struct marking *marking, struct err *err)
{
	struct asking *asking = own;

	(void)err;
	if (!marking->mention &&
	    marking->confidence > asking->best.confidence)
		asking->best = *marking;
	return RC_OK;
}

/* Offer words to all systems. */
static enum rc
ask_systems(struct asking *asking, struct slice words, struct err *err)
{
	struct text_run run = {.where = "label", .scope = SCOPE_headers,
		.flags = TEXT_FLAG_label};
	struct text text = {.part = asking->text->part, .runs = &run,
		.run_count = 1};
	struct marking_sink sink = {asking, take_better};
	unsigned char *copy = arena_alloc(asking->arena,
	    words.len + TEXT_SLACK);

	if (copy == NULL)
		return arena_full(asking->arena, "a label", err);
	memcpy(copy, words.at, words.len);
	text.bytes = slice_bytes(copy, words.len);
	return marking_read(asking->tables, &text, NULL, asking->arena, &sink,
	    err);
}

/* As written, then in capitals: a field may be written in any case. */
static enum rc
ask(struct asking *asking, struct slice policy, struct slice words,
    struct slice extra, struct err *err)
{
	struct buf line = buf_new(2 * CARRIED_WORDS_MOST);
	enum rc rc;

	if (words.len == 0 || asking->best.confidence > 0)
		return RC_OK;
	buf_put(&line, policy);
	buf_text(&line, policy.len > 0 ? " " : "");
	buf_put(&line, words);
	buf_put(&line, extra);
	rc = ask_systems(asking, buf_slice(&line), err);
	for (size_t i = 0; i < line.len; i++)
		if (line.at[i] >= 'a' && line.at[i] <= 'z')
			line.at[i] = (unsigned char)(line.at[i] - 'a' + 'A');
	if (rc == RC_OK && asking->best.confidence == 0)
		rc = ask_systems(asking, buf_slice(&line), err);
	buf_free(&line);
	return rc;
}

static enum rc
give(struct asking *asking, struct err *err)
{
	struct marking *m = &asking->best;

	m->kind = asking->kind;
	m->span = asking->span;
	m->confidence = asking->carrier->confidence;
	return asking->sink->found(asking->sink->own, m, err);
}

/* A level that only the site knows, or a label that nothing explains. */
static enum rc
give_own(struct asking *asking, const char *level, struct err *err)
{
	struct marking *m = &asking->best;

	*m = (struct marking){.system = system_name,
		.level = level != NULL ? level : "unmapped",
		.text = level != NULL ? level : arena_printf(asking->arena,
		    "%s, not in a table", asking->carrier->title)};
	if (m->text == NULL)
		return arena_full(asking->arena, "a label", err);
	return give(asking, err);
}

static enum rc
resolve(struct asking *asking, const struct carried *label, struct err *err)
{
	static const struct slice none;
	const char *means = meaning_of(asking->tables, asking->carrier->name,
	    label->id);

	if (label->off)
		return RC_OK;
	asking->best = (struct marking){0};
	if (means != NULL) {
		TRY(ask(asking, none, slice_of(means), label->extra, err));
		TRY(ask(asking, none, slice_of(means), none, err));
	} else {
		TRY(ask(asking, label->policy, label->words, label->extra,
		    err));
		TRY(ask(asking, label->policy, label->words, none, err));
		TRY(ask(asking, none, label->words, none, err));
	}
	if (asking->best.confidence > 0)
		return give(asking, err);
	if (means == NULL && asking->carrier->confidence < 95)
		return RC_OK;	/* words of any kind in a field for words */
	return give_own(asking, means, err);
}

/* The labels of one carrier, one after the other. */
static enum rc
resolve_all(struct asking *asking, const struct carrier_reading *reading,
    struct err *err)
{
	for (size_t i = 0; i < reading->count; i++)
		TRY(resolve(asking, &reading->list[i], err));
	return RC_OK;
}

/* ------------------------------------------------------------- the fields */

/* Fields of one carrier that stand in a text, read together. */
struct fields {
	struct asking asking;
	struct carrier_reading reading;
};

static enum rc
finish(struct fields *fields, struct err *err)
{
	enum rc rc = RC_OK;

	if (fields->asking.carrier != NULL)
		rc = resolve_all(&fields->asking, &fields->reading, err);
	fields->asking.carrier = NULL;
	fields->reading.count = 0;
	return rc;
}

static enum rc
read_field(struct fields *fields, struct slice name, struct slice value,
    const char *kind, struct err *err)
{
	const struct carrier *carrier = carrier_of(name);
	struct asking *asking = &fields->asking;

	if (carrier == NULL)
		return RC_OK;
	if (carrier != asking->carrier) {
		TRY(finish(fields, err));
		asking->carrier = carrier;
		asking->kind = kind;
		asking->span.start = (size_t)(value.at -
		    asking->text->bytes.at);
	}
	asking->span.end = (size_t)(value.at - asking->text->bytes.at) +
	    value.len;
	value = slice_trim(slice_sub(value, 0, CARRIER_VALUE_MOST));
	if (!carrier->read(&fields->reading, name, value))
		return arena_full(asking->arena, "a label", err);
	return RC_OK;
}

/* "name=value", a line each. */
static enum rc
read_properties(struct fields *fields, struct slice lines, struct err *err)
{
	struct slice line, name;

	while (slice_cut(&lines, '\n', &line))
		if (slice_find_byte(line, '=') != SIZE_MAX &&
		    slice_cut(&line, '=', &name))
			TRY(read_field(fields, slice_trim(name), line,
			    "property", err));
	return RC_OK;
}

enum rc
label_read(const struct marking_tables *tables, const struct text *text,
    struct arena *arena, const struct marking_sink *sink, struct err *err)
{
	struct fields *fields = NULL;

	for (size_t i = 0; i < text->run_count; i++) {
		const struct text_run *run = &text->runs[i];
		size_t end = i + 1 < text->run_count ?
		    text->runs[i + 1].start : text->bytes.len;
		struct slice value = slice_sub(text->bytes, run->start, end);

		if ((run->flags & TEXT_FLAG_label) != 0 ||
		    (run->scope != SCOPE_headers &&
		    run->scope != SCOPE_metadata))
			continue;
		if (fields == NULL)
			fields = arena_alloc(arena, sizeof *fields);
		if (fields == NULL)
			return arena_full(arena, "the labels", err);
		fields->reading.arena = arena;
		fields->asking.tables = tables;
		fields->asking.text = text;
		fields->asking.arena = arena;
		fields->asking.sink = sink;
		if (run->scope == SCOPE_headers)
			TRY(read_field(fields, run->evidence, value, "header",
			    err));
		else
			TRY(read_properties(fields, value, err));
	}
	return fields != NULL ? finish(fields, err) : RC_OK;
}

/* No line is a label: this system is only what rules ask for by its name. */
static const struct marking_sample samples[] = {
	{"Classification of what?", NULL, false},
	{"SIO-Label: marking=\"X\" in a text", NULL, false},
	{NULL, NULL, false},
};

const struct marking_system marking_label = {
	.name = system_name,
	.title = "Labels in fields and properties",
	.source = "RFC 7444; RFC 2634; ADatP-4774; MS-OFFCRYPTO 2.6.3",
	.samples = samples,
};
