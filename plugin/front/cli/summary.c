/*
 * summary - counts over many inputs.  See summary.h.
 */
#include "front/cli/summary.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/cause.h"
#include "report/table.h"

enum { ARENA_MAX = 16777216, SMALL = 32 };

struct label_count {
	const char *id, *title;
	uint64_t inputs, values;
	struct label_count *next;
};

struct summary {
	struct arena *arena;
	struct label_count *labels;
	uint64_t inputs, found, unseen;
	uint64_t causes[CAUSE_END];
};

struct summary *
summary_new(void)
{
	struct summary *summary = calloc(1, sizeof(*summary));

	if (summary == NULL)
		return NULL;
	summary->arena = arena_new(ARENA_MAX);
	if (summary->arena == NULL) {
		free(summary);
		return NULL;
	}
	return summary;
}

void
summary_free(struct summary *summary)
{
	if (summary == NULL)
		return;
	arena_free(summary->arena);
	free(summary);
}

/* The count of a label, in its place in the order of ids. */
static enum rc
find_label(struct summary *summary, struct outmark_label label,
    struct label_count **found, struct err *err)
{
	struct label_count **at = &summary->labels, *made;

	while (*at != NULL && strcmp((*at)->id, label.id) < 0)
		at = &(*at)->next;
	*found = *at;
	if (*at != NULL && strcmp((*at)->id, label.id) == 0)
		return RC_OK;
	made = arena_alloc(summary->arena, sizeof(*made));
	if (made == NULL)
		return arena_full(summary->arena, "the summary", err);
	made->id = arena_string(summary->arena, slice_of(label.id));
	made->title = arena_string(summary->arena, slice_of(label.title));
	if (made->id == NULL || made->title == NULL)
		return arena_full(summary->arena, "the summary", err);
	made->next = *at;
	*at = made;
	*found = made;
	return RC_OK;
}

static void
add_causes(struct summary *summary, const char *causes)
{
	struct slice rest = slice_of(causes);
	enum cause cause;

	while (cause_cut(&rest, &cause))
		summary->causes[cause]++;
}

enum rc
summary_add(struct summary *summary, const struct outmark_result *result,
    struct err *err)
{
	size_t count = outmark_result_label_count(result);
	const char *causes = outmark_result_causes(result);

	summary->inputs++;
	summary->found += count > 0;
	summary->unseen += causes[0] != '\0';
	add_causes(summary, causes);
	for (size_t i = 0; i < count; i++) {
		struct outmark_label label = outmark_result_label(result, i);
		struct label_count *counted;

		TRY(find_label(summary, label, &counted, err));
		counted->inputs++;
		counted->values += label.count;
	}
	return RC_OK;
}

static enum rc
write_labels(const struct summary *summary, struct arena *arena, size_t width,
    struct buf *out, struct err *err)
{
	static const struct table_column columns[] = {
		{ "LABEL", TABLE_KEEP }, { "TITLE", TABLE_WRAP },
		{ "INPUTS", TABLE_RIGHT }, { "VALUES", TABLE_RIGHT },
		{ NULL, TABLE_KEEP }
	};
	struct table *table = table_new(arena, columns);

	if (table == NULL)
		return arena_full(arena, "the summary", err);
	for (const struct label_count *label = summary->labels; label != NULL;
	    label = label->next) {
		char inputs[SMALL], values[SMALL];
		const char *cells[] = { label->id, label->title, inputs,
		    values };

		snprintf(inputs, SMALL, "%" PRIu64, label->inputs);
		snprintf(values, SMALL, "%" PRIu64, label->values);
		TRY(table_row(table, cells, err));
	}
	if (table_rows(table) > 0)
		buf_byte(out, '\n');
	table_write(table, 2, width, out);
	return RC_OK;
}

static enum rc
write_causes(const struct summary *summary, struct arena *arena, size_t width,
    struct buf *out, struct err *err)
{
	static const struct table_column columns[] = {
		{ "NOT FULLY EXAMINED", TABLE_KEEP }, { "INPUTS", TABLE_RIGHT },
		{ "WHY", TABLE_WRAP }, { NULL, TABLE_KEEP }
	};
	struct table *table = table_new(arena, columns);

	if (table == NULL)
		return arena_full(arena, "the summary", err);
	for (unsigned i = 1; i < CAUSE_END; i++) {
		char inputs[SMALL];
		const char *cells[] = { cause_name((enum cause)i), inputs,
		    cause_sentence((enum cause)i) };

		if (summary->causes[i] == 0)
			continue;
		snprintf(inputs, SMALL, "%" PRIu64, summary->causes[i]);
		TRY(table_row(table, cells, err));
	}
	if (table_rows(table) > 0)
		buf_byte(out, '\n');
	table_write(table, 2, width, out);
	return RC_OK;
}

enum rc
summary_write(const struct summary *summary, uint64_t failed, size_t width,
    struct buf *out, struct err *err)
{
	struct arena *arena = arena_new(ARENA_MAX);
	enum rc rc;

	if (arena == NULL)
		return err_set(err, RC_SYSTEM, "no memory for the summary");
	buf_printf(out, "%" PRIu64 " examined: %" PRIu64 " with labels, %"
	    PRIu64 " not fully examined; %" PRIu64 " failed\n",
	    summary->inputs, summary->found, summary->unseen, failed);
	rc = write_labels(summary, arena, width, out, err);
	if (rc == RC_OK)
		rc = write_causes(summary, arena, width, out, err);
	arena_free(arena);
	return rc;
}
