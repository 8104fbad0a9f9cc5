/*
 * story - one journal record in words.  See story.h.
 */
#include "report/story.h"

#include "base/escape.h"
#include "base/yaml.h"

enum { STORY_PARSE = 16777216 };

static const struct yaml *
story_node(const struct yaml *map, const char *key, enum yaml_kind kind)
{
	const struct yaml *node = map == NULL ? NULL : yaml_find(map, key);

	return node == NULL || node->kind != kind ? NULL : node;
}

/* The first child of a list, or NULL. */
static const struct yaml *
story_list(const struct yaml *map, const char *key)
{
	const struct yaml *node = story_node(map, key, YAML_LIST);

	return node == NULL ? NULL : node->first;
}

static struct slice
story_text(const struct yaml *map, const char *key)
{
	const struct yaml *node = story_node(map, key, YAML_SCALAR);

	return node == NULL ? slice_of("") : node->text;
}

static void
story_put(struct buf *out, const struct yaml *map, const char *key)
{
	escape_terminal(out, story_text(map, key));
}

static void
story_title(struct buf *out, const char *title)
{
	buf_printf(out, "  %-9s", title);
}

static void
story_head(struct buf *out, const struct yaml *record)
{
	const struct yaml *message = story_node(record, "message", YAML_MAP);
	struct slice done = story_text(record, "operation");
	struct slice would = story_text(record, "would");

	story_put(out, record, "time");
	buf_text(out, "  ");
	story_put(out, record, "event");
	buf_text(out, "  ");
	story_put(out, record, "id");
	buf_text(out, "  ");
	escape_terminal(out, done);
	if (would.len > 0 && !slice_is(done, would)) {
		buf_text(out, " (enforcing would ");
		escape_terminal(out, would);
		buf_byte(out, ')');
	}
	buf_byte(out, '\n');
	if (message == NULL)
		return;
	story_title(out, "from");
	story_put(out, message, "sender");
	buf_text(out, ", queue id ");
	story_put(out, message, "queue_id");
	buf_text(out, ", ");
	story_put(out, message, "size");
	buf_text(out, " bytes\n");
}

static void
story_labels(struct buf *out, const struct yaml *record)
{
	const struct yaml *label = story_list(record, "labels");

	if (label == NULL) {
		story_title(out, "found");
		buf_text(out, "nothing\n");
	}
	for (; label != NULL; label = label->next) {
		story_title(out, "found");
		story_put(out, label, "id");
		buf_text(out, ", confidence ");
		story_put(out, label, "confidence");
		buf_text(out, ", distinct ");
		story_put(out, label, "count");
		buf_byte(out, '\n');
	}
}

static void
story_findings(struct buf *out, const struct yaml *record)
{
	for (const struct yaml *finding = story_list(record, "findings");
	    finding != NULL; finding = finding->next) {
		if (slice_is_text(story_text(finding, "state"), "below"))
			continue;
		story_title(out, "");
		buf_text(out, "  ");
		story_put(out, finding, "rule");
		buf_text(out, " in ");
		story_put(out, finding, "where");
		buf_text(out, ": ");
		story_put(out, finding, "masked");
		buf_byte(out, '\n');
	}
}

static void
story_unseen(struct buf *out, const struct yaml *record)
{
	for (const struct yaml *part = story_list(record, "parts");
	    part != NULL; part = part->next) {
		struct slice examined = story_text(part, "examined");

		if (slice_is_text(examined, "yes") || examined.len == 0)
			continue;
		story_title(out, slice_is_text(examined, "no") ? "not seen" :
		    "partly");
		story_put(out, part, "where");
		buf_text(out, " (");
		story_put(out, part, "type");
		buf_text(out, "): ");
		story_put(out, part, "cause");
		buf_byte(out, '\n');
	}
}

static void
story_verdicts(struct buf *out, const struct yaml *record)
{
	for (const struct yaml *verdict = story_list(record, "verdicts");
	    verdict != NULL; verdict = verdict->next) {
		const struct yaml *to = story_list(verdict, "recipients");

		story_title(out, "to");
		for (; to != NULL; to = to->next) {
			if (to->kind == YAML_SCALAR)
				escape_terminal(out, to->text);
			buf_text(out, to->next != NULL ? ", " : "");
		}
		buf_text(out, ": ");
		story_put(out, verdict, "action");
		buf_text(out, ".  ");
		story_put(out, verdict, "sentence");
		buf_byte(out, '\n');
	}
}

static void
story_process(struct buf *out, const struct yaml *record)
{
	if (story_node(record, "process", YAML_SCALAR) == NULL)
		return;
	story_title(out, "process");
	story_put(out, record, "process");
	buf_byte(out, ' ');
	story_put(out, record, "what");
	buf_text(out, " (");
	story_put(out, record, "number");
	buf_text(out, ")\n");
}

static enum rc
story_tell(struct arena *arena, struct slice json, const char *id,
    struct buf *out, struct err *err)
{
	struct yaml *record;

	TRY(yaml_parse(arena, "a journal record", json, &record, err));
	TRY(yaml_is_map(record, err));
	if (id != NULL && !slice_is_text(story_text(record, "id"), id))
		return err_set(err, RC_END, "this record has another id");
	story_head(out, record);
	if (story_node(record, "message", YAML_MAP) != NULL) {
		story_labels(out, record);
		story_findings(out, record);
		story_unseen(out, record);
	}
	story_verdicts(out, record);
	story_process(out, record);
	return buf_check(out, "a journal record in words", err);
}

enum rc
story_write(struct slice json, const char *id, struct buf *out,
    struct err *err)
{
	struct arena *arena = arena_new(STORY_PARSE);
	enum rc rc;

	if (arena == NULL)
		return err_set(err, RC_SYSTEM, "no memory for a record");
	rc = story_tell(arena, json, id, out, err);
	arena_free(arena);
	return rc;
}
