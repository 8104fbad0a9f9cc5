/*
 * label_file - labels.yaml: what each label means and who owns it.
 */
#include "scanner/match/label_file.h"

static const char *const keys[] = {"id", "scheme", "title", "description",
	"owner", "header", "retention", "spill", "rank", NULL};

struct field {
	const char *key;
	size_t offset;
	const char *what;	/* NULL: may be left out */
};

#define AT(field) offsetof(struct label_row, field)

static const struct field fields[] = {
	{"id", AT(id), "dotted small words, such as pii.identity.us"},
	{"scheme", AT(scheme), "the family whose ranks compare, such as pii"},
	{"title", AT(title), "what a person calls it"},
	{"description", AT(description), "what it means, in plain words"},
	{"owner", AT(owner), "who decides about it"},
	{"header", AT(header), NULL},
	{"retention", AT(retention), NULL},
};

static enum rc
read_row(const struct yaml *node, struct label_row *row, struct err *err)
{
	struct yaml *child;
	uint64_t rank = 0;

	TRY(yaml_known(node, keys, err));
	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
		const char **into = (const char **)((char *)row +
		    fields[i].offset);

		child = yaml_find(node, fields[i].key);
		if (!child && fields[i].what)
			TRY(yaml_need(node, fields[i].key, fields[i].what,
			    &child, err));
		if (child)
			TRY(yaml_string(child, into, err));
	}
	if ((child = yaml_find(node, "spill")))
		TRY(yaml_bool(child, &row->spill, err));
	if ((child = yaml_find(node, "rank")))
		TRY(yaml_number(child, 0, 1000, &rank, err));
	row->rank = (unsigned)rank;
	return RC_OK;
}

static struct label_row *
find(struct vec *labels, const char *id)
{
	struct label_row *rows = labels->at;

	for (size_t i = 0; i < labels->count; i++)
		if (!strcmp(rows[i].id, id))
			return &rows[i];
	return NULL;
}

enum rc
label_file_read(struct source *source, const char *path, struct vec *labels,
    struct err *err)
{
	static const char *const known[] = {"format", "labels", NULL};
	struct yaml *root, *node;

	TRY(source_yaml(source, path, &root, err));
	TRY(yaml_format(root, known, err));
	TRY(yaml_need(root, "labels", "the list of labels", &node, err));
	TRY(yaml_is_list(node, err));
	for (const struct yaml *item = node->first; item; item = item->next) {
		struct label_row row = {0}, *into;

		TRY(read_row(item, &row, err));
		into = find(labels, row.id);
		if (!into)
			into = vec_push(labels, source->arena, sizeof(*into));
		if (!into)
			return arena_full(source->arena, "the labels", err);
		*into = row;
	}
	return RC_OK;
}
