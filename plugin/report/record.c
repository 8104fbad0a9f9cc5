/*
 * record - journal records as a table, or as rows of CSV.  See record.h.
 */
#include "report/record.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/yaml.h"
#include "report/csv.h"
#include "report/table.h"

enum {
	LIST_MAX = 268435456,
	PARSE_MAX = 16777216,
	TEXT_MAX = 8192,
	SMALL = 32,
};

struct record_list {
	struct arena *arena;
	struct table *table;
};

/* What is shown of a record; texts live in `text` and in the parsed tree. */
struct fields {
	const char *sequence, *time, *event, *id, *mode, *operation, *would;
	const char *sender, *queue_id;
	char recipients[SMALL];
	struct buf labels, causes, why;
};

static const char *
text_of(const struct yaml *map, const char *key)
{
	const struct yaml *node = map == NULL || map->kind != YAML_MAP ?
	    NULL : yaml_find(map, key);

	if (node == NULL || node->kind != YAML_SCALAR)
		return "";
	return (const char *)node->text.at;
}

static const struct yaml *
list_of(const struct yaml *map, const char *key)
{
	const struct yaml *node = yaml_find(map, key);

	return node == NULL || node->kind != YAML_LIST ? NULL : node->first;
}

static void
join(struct buf *out, const char *separator, const char *text)
{
	if (text[0] == '\0')
		return;
	if (out->len > 0)
		buf_text(out, separator);
	buf_text(out, text);
}

static void
read_labels(const struct yaml *record, struct fields *fields)
{
	for (const struct yaml *label = list_of(record, "labels");
	    label != NULL; label = label->next)
		join(&fields->labels, ", ", text_of(label, "id"));
	for (const struct yaml *cause = list_of(record, "causes");
	    cause != NULL; cause = cause->next)
		if (cause->kind == YAML_SCALAR)
			join(&fields->causes, ", ",
			    (const char *)cause->text.at);
}

/* Recipients are in groups of the same verdict, each with its sentence. */
static void
read_verdicts(const struct yaml *record, struct fields *fields)
{
	uint64_t count = 0;

	for (const struct yaml *verdict = list_of(record, "verdicts");
	    verdict != NULL; verdict = verdict->next) {
		const struct yaml *to = verdict->kind != YAML_MAP ? NULL :
		    yaml_find(verdict, "recipients");

		count += to == NULL ? 0 : to->count;
		join(&fields->why, " ", text_of(verdict, "sentence"));
	}
	if (yaml_find(record, "verdicts") != NULL)
		snprintf(fields->recipients, SMALL, "%" PRIu64, count);
}

static void
read_fields(const struct yaml *record, struct fields *fields)
{
	const struct yaml *message = yaml_find(record, "message");

	*fields = (struct fields){
		.sequence = text_of(record, "seq"),
		.time = text_of(record, "time"),
		.event = text_of(record, "event"),
		.id = text_of(record, "id"),
		.mode = text_of(record, "mode"),
		.operation = text_of(record, "operation"),
		.would = text_of(record, "would"),
		.sender = text_of(message, "sender"),
		.queue_id = text_of(message, "queue_id"),
		.labels = buf_new(TEXT_MAX),
		.causes = buf_new(TEXT_MAX),
		.why = buf_new(TEXT_MAX),
	};
	read_labels(record, fields);
	read_verdicts(record, fields);
	/* Of an event that is no message. */
	join(&fields->why, " ", text_of(record, "what"));
	join(&fields->why, " ", text_of(record, "sentence"));
}

static void
free_fields(struct fields *fields)
{
	buf_free(&fields->labels);
	buf_free(&fields->causes);
	buf_free(&fields->why);
}

/* Parse one line; RC_CONFIG if it is not an object.  The arena is yours. */
static enum rc
parse(struct slice json, struct arena **arena, struct yaml **record,
    struct err *err)
{
	enum rc rc;

	*arena = arena_new(PARSE_MAX);
	if (*arena == NULL)
		return err_set(err, RC_SYSTEM, "no memory for a record");
	rc = yaml_parse(*arena, "a journal record", json, record, err);
	if (rc == RC_OK && (*record)->kind != YAML_MAP)
		rc = err_set(err, RC_CONFIG,
		    "a journal record is not a JSON object");
	if (rc != RC_OK)
		arena_free(*arena);
	return rc;
}

struct record_list *
record_list_new(void)
{
	static const struct table_column columns[] = {
		{ "TIME", TABLE_KEEP }, { "EVENT", TABLE_KEEP },
		{ "ID", TABLE_KEEP }, { "DONE", TABLE_KEEP },
		{ "TO", TABLE_RIGHT }, { "LABELS", TABLE_WRAP },
		{ "NOT SEEN", TABLE_WRAP }, { "WHY", TABLE_WRAP },
		{ NULL, TABLE_KEEP }
	};
	struct arena *arena = arena_new(LIST_MAX);
	struct record_list *list;

	if (arena == NULL)
		return NULL;
	list = arena_alloc(arena, sizeof(*list));
	if (list != NULL) {
		list->arena = arena;
		list->table = table_new(arena, columns);
	}
	if (list != NULL && list->table != NULL)
		return list;
	arena_free(arena);
	return NULL;
}

void
record_list_free(struct record_list *list)
{
	if (list != NULL)
		arena_free(list->arena);
}

/* "hold", or "deliver (would hold)" where the policy is only observed. */
static void
put_done(const struct fields *fields, char done[SMALL * 2])
{
	if (strcmp(fields->operation, fields->would) == 0 ||
	    fields->would[0] == '\0')
		snprintf(done, SMALL * 2, "%.30s", fields->operation);
	else
		snprintf(done, SMALL * 2, "%.20s (would %.20s)",
		    fields->operation, fields->would);
}

enum rc
record_list_add(struct record_list *list, struct slice json, struct err *err)
{
	struct arena *arena;
	struct yaml *record;
	struct fields fields;
	char done[SMALL * 2];
	enum rc rc;

	TRY(parse(json, &arena, &record, err));
	read_fields(record, &fields);
	put_done(&fields, done);
	{
		const char *cells[] = { fields.time, fields.event, fields.id,
		    done, fields.recipients, buf_string(&fields.labels),
		    buf_string(&fields.causes), buf_string(&fields.why) };

		rc = table_row(list->table, cells, err);
	}
	free_fields(&fields);
	arena_free(arena);
	return rc;
}

void
record_list_write(const struct record_list *list, size_t width,
    struct buf *out)
{
	if (table_rows(list->table) == 0)
		buf_text(out, "The journal has no records.\n");
	table_write(list->table, 0, width, out);
}

static const char *const titles[] = {
	"seq", "time", "event", "id", "mode", "operation", "would", "sender",
	"queue_id", "recipients", "labels", "causes", "reason",
};

enum { TITLE_COUNT = sizeof(titles) / sizeof(*titles) };

void
record_csv_titles(struct buf *out)
{
	csv_row(out, titles, TITLE_COUNT);
}

enum rc
record_write_csv(struct slice json, struct buf *out, struct err *err)
{
	struct arena *arena;
	struct yaml *record;
	struct fields fields;

	TRY(parse(json, &arena, &record, err));
	read_fields(record, &fields);
	{
		const char *cells[TITLE_COUNT] = { fields.sequence,
		    fields.time, fields.event, fields.id, fields.mode,
		    fields.operation, fields.would, fields.sender,
		    fields.queue_id, fields.recipients,
		    buf_string(&fields.labels), buf_string(&fields.causes),
		    buf_string(&fields.why) };

		csv_row(out, cells, TITLE_COUNT);
	}
	free_fields(&fields);
	arena_free(arena);
	return RC_OK;
}
