/*
 * yaml - a YAML file as a tree that knows its lines.  See yaml.h.
 *
 * libyaml: MIT licence, kept by the YAML project, in Debian stable; the event
 * interface is used so that anchors, aliases and tags are seen and refused.
 */
#include "base/yaml.h"

#include <inttypes.h>
#include <stdio.h>
#include <yaml.h>

#include "base/io.h"

enum { DEPTH_MAX = 32, NODES_MAX = 500000 };

struct reader {
	yaml_parser_t parser;
	struct arena *arena;
	const char *file;
	size_t nodes;
	struct err *err;
};

enum rc
yaml_wrong(const struct yaml *node, struct err *err, const char *format, ...)
{
	char sentence[ERR_TEXT_MAX];
	va_list args;

	va_start(args, format);
	vsnprintf(sentence, sizeof(sentence), format, args);
	va_end(args);
	if (node->key == NULL)
		return err_set(err, RC_CONFIG, "%s:%u:%u: %s", node->file,
		    node->line, node->column, sentence);
	return err_set(err, RC_CONFIG, "%s:%u:%u: %s: %s", node->file,
	    node->line, node->column, node->key, sentence);
}

static enum rc
wrong_at(struct reader *reader, yaml_mark_t mark, const char *sentence)
{
	return err_set(reader->err, RC_CONFIG, "%s:%zu:%zu: %s", reader->file,
	    mark.line + 1, mark.column + 1, sentence);
}

static enum rc
next_event(struct reader *reader, yaml_event_t *event)
{
	if (yaml_parser_parse(&reader->parser, event))
		return RC_OK;
	if (reader->parser.error == YAML_MEMORY_ERROR)
		return err_set(reader->err, RC_SYSTEM,
		    "no memory to read %s", reader->file);
	return err_set(reader->err, RC_CONFIG,
	    "%s:%zu:%zu: this is not YAML: %s%s%s", reader->file,
	    reader->parser.problem_mark.line + 1,
	    reader->parser.problem_mark.column + 1,
	    reader->parser.problem != NULL ? reader->parser.problem :
	    "unreadable", reader->parser.context != NULL ? " " : "",
	    reader->parser.context != NULL ? reader->parser.context : "");
}

static enum rc
new_node(struct reader *reader, const yaml_event_t *event,
    enum yaml_kind kind, struct yaml **node)
{
	if (reader->nodes++ >= NODES_MAX)
		return wrong_at(reader, event->start_mark,
		    "the file has more than 500000 values; split it");
	*node = arena_alloc(reader->arena, sizeof(**node));
	if (*node == NULL)
		return arena_full(reader->arena, reader->file, reader->err);
	(*node)->kind = kind;
	(*node)->file = reader->file;
	(*node)->line = (unsigned)event->start_mark.line + 1;
	(*node)->column = (unsigned)event->start_mark.column + 1;
	return RC_OK;
}

static enum rc
read_scalar(struct reader *reader, const yaml_event_t *event,
    struct yaml **node)
{
	if (event->data.scalar.anchor != NULL ||
	    event->data.scalar.tag != NULL)
		return wrong_at(reader, event->start_mark,
		    "anchors (&) and tags (!) are not used here; write the "
		    "value itself");
	TRY(new_node(reader, event, YAML_SCALAR, node));
	(*node)->quoted = event->data.scalar.style != YAML_PLAIN_SCALAR_STYLE;
	(*node)->text = arena_copy(reader->arena,
	    slice_bytes(event->data.scalar.value, event->data.scalar.length));
	if ((*node)->text.at == NULL)
		return arena_full(reader->arena, reader->file, reader->err);
	return RC_OK;
}

static enum rc read_node(struct reader *reader, const yaml_event_t *event,
    unsigned depth, struct yaml **node);

/* One child of a list, or one key with its value of a map. */
static enum rc
read_child(struct reader *reader, struct yaml *parent, yaml_event_t *event,
    unsigned depth, struct yaml **child)
{
	struct yaml *key;
	yaml_event_t value;
	enum rc rc;

	if (parent->kind == YAML_LIST)
		return read_node(reader, event, depth, child);
	if (event->type != YAML_SCALAR_EVENT)
		return wrong_at(reader, event->start_mark,
		    "a key must be a word, then a colon");
	TRY(read_scalar(reader, event, &key));
	if (yaml_find(parent, (const char *)key->text.at) != NULL)
		return yaml_wrong(key, reader->err,
		    "the key \"%.64s\" stands here twice; keep one",
		    (const char *)key->text.at);
	TRY(next_event(reader, &value));
	rc = read_node(reader, &value, depth, child);
	yaml_event_delete(&value);
	if (rc == RC_OK)
		(*child)->key = (const char *)key->text.at;
	return rc;
}

static enum rc
read_children(struct reader *reader, struct yaml *parent, unsigned depth)
{
	yaml_event_type_t end = parent->kind == YAML_LIST ?
	    YAML_SEQUENCE_END_EVENT : YAML_MAPPING_END_EVENT;
	struct yaml **tail = &parent->first;

	for (;;) {
		yaml_event_t event;
		enum rc rc;
		bool at_end;

		TRY(next_event(reader, &event));
		at_end = event.type == end;
		rc = at_end ? RC_OK : read_child(reader, parent, &event,
		    depth + 1, tail);
		yaml_event_delete(&event);
		if (rc != RC_OK || at_end)
			return rc;
		tail = &(*tail)->next;
		parent->count++;
	}
}

static enum rc
read_node(struct reader *reader, const yaml_event_t *event, unsigned depth,
    struct yaml **node)
{
	bool marked;

	if (depth > DEPTH_MAX)
		return wrong_at(reader, event->start_mark,
		    "this is nested deeper than 32 levels");
	if (event->type == YAML_ALIAS_EVENT)
		return wrong_at(reader, event->start_mark,
		    "aliases (*) are not used here; write the value again");
	if (event->type == YAML_SCALAR_EVENT)
		return read_scalar(reader, event, node);
	marked = event->type == YAML_SEQUENCE_START_EVENT ?
	    event->data.sequence_start.anchor != NULL :
	    event->data.mapping_start.anchor != NULL;
	if (marked)
		return wrong_at(reader, event->start_mark,
		    "anchors (&) are not used here");
	TRY(new_node(reader, event, event->type == YAML_SEQUENCE_START_EVENT ?
	    YAML_LIST : YAML_MAP, node));
	return read_children(reader, *node, depth);
}

/* Stream and document events up to the root, the root, and nothing after. */
static enum rc
read_document(struct reader *reader, struct yaml **root)
{
	bool found = false;

	for (;;) {
		yaml_event_t event;
		enum rc rc = RC_OK;
		yaml_event_type_t type;

		TRY(next_event(reader, &event));
		type = event.type;
		if (type == YAML_DOCUMENT_START_EVENT && found)
			rc = wrong_at(reader, event.start_mark,
			    "a second document (---) begins here; keep one");
		else if (type == YAML_SCALAR_EVENT ||
		    type == YAML_SEQUENCE_START_EVENT ||
		    type == YAML_MAPPING_START_EVENT ||
		    type == YAML_ALIAS_EVENT) {
			rc = read_node(reader, &event, 0, root);
			found = true;
		}
		yaml_event_delete(&event);
		if (rc != RC_OK)
			return rc;
		if (type == YAML_STREAM_END_EVENT)
			break;
	}
	if (!found)
		return err_set(reader->err, RC_CONFIG,
		    "%s:1:1: the file is empty", reader->file);
	return RC_OK;
}

enum rc
yaml_parse(struct arena *arena, const char *file, struct slice text,
    struct yaml **root, struct err *err)
{
	struct reader reader = { .arena = arena, .err = err };
	enum rc rc;

	reader.file = arena_string(arena, slice_of(file));
	if (reader.file == NULL)
		return arena_full(arena, file, err);
	if (!yaml_parser_initialize(&reader.parser))
		return err_set(err, RC_SYSTEM, "no memory to read %s", file);
	yaml_parser_set_encoding(&reader.parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&reader.parser,
	    text.at == NULL ? (const unsigned char *)"" : text.at, text.len);
	rc = read_document(&reader, root);
	yaml_parser_delete(&reader.parser);
	return rc;
}

enum rc
yaml_read(struct arena *arena, const char *path, size_t most,
    struct yaml **root, struct err *err)
{
	struct buf text = buf_new(most);
	enum rc rc = io_read_file(path, &text, err);

	if (rc == RC_OK)
		rc = yaml_parse(arena, path, buf_slice(&text), root, err);
	buf_free(&text);
	return rc;
}

struct yaml *
yaml_find(const struct yaml *map, const char *key)
{
	if (map->kind != YAML_MAP)
		return NULL;
	for (struct yaml *child = map->first; child != NULL;
	    child = child->next)
		if (child->key != NULL && strcmp(child->key, key) == 0)
			return child;
	return NULL;
}

/* Levenshtein distance of two short words, capped. */
static unsigned
word_distance(struct slice a, struct slice b)
{
	unsigned row[65];

	if (a.len > 64 || b.len > 64)
		return 65;
	for (size_t j = 0; j <= b.len; j++)
		row[j] = (unsigned)j;
	for (size_t i = 1; i <= a.len; i++) {
		unsigned corner = row[0];

		row[0] = (unsigned)i;
		for (size_t j = 1; j <= b.len; j++) {
			unsigned change = corner + (byte_lower(a.at[i - 1]) !=
			    byte_lower(b.at[j - 1]));
			unsigned least = row[j] < row[j - 1] ? row[j] :
			    row[j - 1];

			corner = row[j];
			row[j] = change < least + 1 ? change : least + 1;
		}
	}
	return row[b.len];
}

const char *
nearest_word(struct slice text, const char *const known[])
{
	const char *best = known[0];
	unsigned least = 1000;

	for (size_t i = 0; known[i] != NULL; i++) {
		unsigned distance = word_distance(text, slice_of(known[i]));

		if (distance < least) {
			least = distance;
			best = known[i];
		}
	}
	return best;
}

enum rc
yaml_known(const struct yaml *map, const char *const keys[], struct err *err)
{
	TRY(yaml_is_map(map, err));
	for (const struct yaml *child = map->first; child != NULL;
	    child = child->next) {
		size_t i = 0;

		while (keys[i] != NULL && strcmp(keys[i], child->key) != 0)
			i++;
		if (keys[i] == NULL)
			return yaml_wrong(child, err,
			    "there is no such key; did you mean \"%s\"?",
			    nearest_word(slice_of(child->key), keys));
	}
	return RC_OK;
}

enum rc
yaml_need(const struct yaml *map, const char *key, const char *what,
    struct yaml **child, struct err *err)
{
	TRY(yaml_is_map(map, err));
	*child = yaml_find(map, key);
	if (*child == NULL)
		return yaml_wrong(map, err, "the key \"%s\" is missing; write "
		    "%s", key, what);
	return RC_OK;
}

enum rc
yaml_text(const struct yaml *node, struct slice *text, struct err *err)
{
	if (node->kind != YAML_SCALAR)
		return yaml_wrong(node, err, "write one value here, not a %s",
		    node->kind == YAML_LIST ? "list" : "group of keys");
	*text = node->text;
	return RC_OK;
}

enum rc
yaml_string(const struct yaml *node, const char **text, struct err *err)
{
	struct slice value;

	TRY(yaml_text(node, &value, err));
	if (slice_find_byte(value, '\0') != SIZE_MAX)
		return yaml_wrong(node, err, "a NUL character is in this text");
	*text = (const char *)value.at;
	return RC_OK;
}

enum rc
yaml_bool(const struct yaml *node, bool *value, struct err *err)
{
	struct slice text;

	TRY(yaml_text(node, &text, err));
	if (slice_is_text(text, "true") || slice_is_text(text, "yes"))
		*value = true;
	else if (slice_is_text(text, "false") || slice_is_text(text, "no"))
		*value = false;
	else
		return yaml_wrong(node, err, "write yes or no");
	return RC_OK;
}

enum rc
yaml_number(const struct yaml *node, uint64_t least, uint64_t most,
    uint64_t *value, struct err *err)
{
	struct slice text;
	uint64_t number;

	TRY(yaml_text(node, &text, err));
	if (!slice_number(text, &number) || number < least || number > most)
		return yaml_wrong(node, err,
		    "write a whole number from %" PRIu64 " to %" PRIu64,
		    least, most);
	*value = number;
	return RC_OK;
}

enum rc
yaml_format(const struct yaml *root, const char *const keys[],
    struct err *err)
{
	struct yaml *node;
	uint64_t format;

	TRY(yaml_known(root, keys, err));
	TRY(yaml_need(root, "format", "format: 1", &node, err));
	return yaml_number(node, 1, 1, &format, err);
}

enum rc
yaml_choice(const struct yaml *node, const char *const words[],
    unsigned *index, struct err *err)
{
	char list[256] = "";
	struct slice text;

	TRY(yaml_text(node, &text, err));
	for (unsigned i = 0; words[i] != NULL; i++) {
		size_t len = strlen(list);

		if (slice_is_text(text, words[i])) {
			*index = i;
			return RC_OK;
		}
		snprintf(list + len, sizeof(list) - len, "%s%s",
		    i == 0 ? "" : ", ", words[i]);
	}
	return yaml_wrong(node, err, "\"%.64s\" is not known here; write one "
	    "of: %s", (const char *)text.at, list);
}

enum rc
yaml_is_list(const struct yaml *node, struct err *err)
{
	if (node->kind == YAML_MAP)
		return yaml_wrong(node, err, "write a list here, or one value");
	return RC_OK;
}

enum rc
yaml_is_map(const struct yaml *node, struct err *err)
{
	if (node->kind != YAML_MAP)
		return yaml_wrong(node, err,
		    "write keys with values here (key: value)");
	return RC_OK;
}

static bool
yaml_is_empty(const struct yaml *node)
{
	return node->kind == YAML_SCALAR && node->text.len == 0 &&
	    !node->quoted;
}

const struct yaml *
yaml_item(const struct yaml *list, const struct yaml *item)
{
	if (item != NULL)
		return list->kind == YAML_SCALAR ? NULL : item->next;
	if (list->kind == YAML_SCALAR)
		return yaml_is_empty(list) ? NULL : list;
	return list->first;
}

size_t
yaml_items(const struct yaml *list)
{
	if (list->kind == YAML_SCALAR)
		return yaml_is_empty(list) ? 0 : 1;
	return list->count;
}
