/*
 * opc - the parts of an Office Open XML package and how they refer to each
 * other (ECMA-376 part 2).
 */
#include "scanner/extract/opc.h"

#include <stdlib.h>

#include "scanner/extract/unpack.h"
#include "scanner/extract/zip.h"

enum { OPC_RELATIONS_MOST = 100000, OPC_PATH_MAX = 1024 };

static struct opc_part *
opc_add(struct opc *opc)
{
	size_t room = opc->room ? opc->room * 2 : 32;
	struct opc_part *grown;

	if (opc->count == opc->room) {
		grown = realloc(opc->parts, room * sizeof(*grown));
		if (grown == NULL)
			return NULL;
		opc->parts = grown;
		opc->room = room;
	}
	opc->parts[opc->count] = (struct opc_part){
		.content = buf_new(
		    (size_t)opc->emit->job->limits->entry_bytes + 1)};
	return &opc->parts[opc->count++];
}

static enum rc
opc_load_entry(struct opc *opc, struct unpack *unpack,
    const struct unpack_entry *entry, struct err *err)
{
	struct opc_part *part;
	struct slice name = entry->name;

	if (entry->folder)
		return RC_OK;
	part = opc_add(opc);
	if (part == NULL)
		return err_set(err, RC_SYSTEM,
		    "no memory for the parts of a document");
	while (slice_starts(name, slice_of("/")))
		name = slice_sub(name, 1, name.len);
	part->number = entry->number;
	part->name = arena_copy(opc->arena, name);
	if (part->name.at == NULL)
		return arena_full(opc->arena, "a document's part names", err);
	return unpack_read(unpack, &part->content, &part->causes,
	    &part->flags, err);
}

/* Drop the last part if the other view of the archive gave the same. */
static void
opc_drop_repeated(struct opc *opc, size_t seen)
{
	struct opc_part *last = &opc->parts[opc->count - 1];

	if (opc->count <= seen)
		return;
	for (size_t i = 0; i < seen; i++)
		if (slice_is(opc->parts[i].name, last->name) &&
		    slice_is(buf_slice(&opc->parts[i].content),
		    buf_slice(&last->content))) {
			buf_free(&last->content);
			opc->count--;
			return;
		}
}

static enum rc
opc_load_view(struct opc *opc, struct unpack *unpack, size_t seen,
    struct err *err)
{
	struct unpack_entry entry;
	enum rc rc;

	while ((rc = unpack_next(unpack, &entry, err)) == RC_OK) {
		rc = opc_load_entry(opc, unpack, &entry, err);
		if (rc != RC_OK)
			return rc;
		if (seen > 0 && !entry.folder)
			opc_drop_repeated(opc, seen);
	}
	return rc;
}

static enum rc
opc_load_all(struct opc *opc, struct unpack *unpack, struct err *err)
{
	enum rc rc;

	TRY(zip_foreign(opc->emit, unpack_layout(unpack), err));
	rc = opc_load_view(opc, unpack, 0, err);
	if (rc == RC_END)
		rc = unpack_again(unpack, err);
	if (rc == RC_OK)
		rc = opc_load_view(opc, unpack, opc->count, err);
	if (rc == RC_LIMIT) {
		opc->stopped = rc;
		return RC_OK;
	}
	return rc == RC_END ? RC_OK : rc;
}

/* Windows may have written the names with the wrong slash. */
static bool
opc_same_name(struct slice a, struct slice b)
{
	if (a.len != b.len)
		return false;
	for (size_t i = 0; i < a.len; i++) {
		unsigned char one = a.at[i] == '\\' ? '/' : a.at[i];
		unsigned char two = b.at[i] == '\\' ? '/' : b.at[i];

		if (byte_lower(one) != byte_lower(two))
			return false;
	}
	return true;
}

struct opc_part *
opc_find(const struct opc *opc, struct slice name)
{
	while (slice_starts(name, slice_of("/")))
		name = slice_sub(name, 1, name.len);
	for (size_t i = 0; i < opc->count; i++)
		if (opc_same_name(opc->parts[i].name, name))
			return &opc->parts[i];
	return NULL;
}

/* ------------------------------------------------------- what a part is */

struct opc_root {
	struct opc *opc;
	struct opc_part *part;
};

static enum rc
opc_on_root(void *own, const struct xml_element *element, struct err *err)
{
	struct opc_root *root = own;
	struct arena *arena = root->opc->arena;

	root->part->root = arena_string(arena, slice_of(element->name));
	root->part->space = arena_string(arena, slice_of(element->space));
	if (root->part->root == NULL || root->part->space == NULL)
		return arena_full(arena, "a document's part types", err);
	return RC_END;
}

static bool
opc_looks_like_xml(struct slice bytes)
{
	struct slice head = slice_trim(slice_sub(bytes, 0, 64));

	if (slice_starts(head, slice_bytes("\xef\xbb\xbf", 3)))
		head = slice_trim(slice_sub(head, 3, head.len));
	return slice_starts(head, slice_of("<")) ||
	    slice_starts(head, slice_bytes("\xff\xfe<", 3)) ||
	    slice_starts(head, slice_bytes("\xfe\xff\0<", 4)) ||
	    slice_starts(head, slice_bytes("\0<", 2));
}

enum rc
opc_find_root(struct opc *opc, struct opc_part *part, struct err *err)
{
	struct opc_root root = {opc, part};
	struct xml_handler handler = {.own = &root, .begin = opc_on_root};
	cause_set causes;
	enum rc rc;

	if (!opc_looks_like_xml(buf_slice(&part->content)))
		return RC_OK;
	rc = xml_read(opc->emit, buf_slice(&part->content), &handler, &causes,
	    err);
	/* HTML looks like XML as well; it has a reader of its own. */
	if (part->root != NULL && slice_is_text_nocase(slice_of(part->root),
	    "html"))
		part->root = NULL;
	if (rc == RC_END)
		return RC_OK;
	/* Damaged before its first element, but meant to be XML. */
	if (rc == RC_OK && causes != 0 && part->root == NULL &&
	    (slice_ends_nocase(part->name, slice_of(".xml")) ||
	    slice_ends_nocase(part->name, slice_of(".rels"))))
		part->root = part->space = "";
	return rc;
}

static enum rc
opc_on_type(void *own, const struct xml_element *element, struct err *err)
{
	struct opc *opc = own;
	struct slice type, suffix;
	struct opc_part *part;

	type = arena_copy(opc->arena, xml_attribute(element, "ContentType"));
	if (type.at == NULL)
		return arena_full(opc->arena, "a document's types", err);
	if (xml_is(element, "Override")) {
		part = opc_find(opc, xml_attribute(element, "PartName"));
		if (part != NULL)
			part->type = type;
		return RC_OK;
	}
	suffix = xml_attribute(element, "Extension");
	if (!xml_is(element, "Default") || suffix.len == 0)
		return RC_OK;
	for (size_t i = 0; i < opc->count; i++) {
		part = &opc->parts[i];
		if (part->type.len == 0 && part->name.len > suffix.len &&
		    part->name.at[part->name.len - suffix.len - 1] == '.' &&
		    slice_ends_nocase(part->name, suffix))
			part->type = type;
	}
	return RC_OK;
}

static enum rc
opc_read_types(struct opc *opc, struct err *err)
{
	struct opc_part *part = opc_find(opc, slice_of("[Content_Types].xml"));
	struct xml_handler handler = {.own = opc, .begin = opc_on_type};
	cause_set causes;

	if (part == NULL)
		return RC_OK;
	part->used = true;
	TRY(xml_read(opc->emit, buf_slice(&part->content), &handler, &causes,
	    err));
	return emit_causes(opc->emit, 0, causes | part->causes, err);
}

enum rc
opc_load(struct emit *emit, struct arena *arena, struct opc *opc,
    struct err *err)
{
	struct unpack *unpack = NULL;
	enum rc rc;

	*opc = (struct opc){.emit = emit, .arena = arena};
	rc = unpack_open(emit, &unpack, err);
	if (rc == RC_OK)
		rc = opc_load_all(opc, unpack, err);
	unpack_close(unpack);
	for (size_t i = 0; i < opc->count && rc == RC_OK; i++)
		rc = opc_find_root(opc, &opc->parts[i], err);
	return rc == RC_OK ? opc_read_types(opc, err) : rc;
}

void
opc_free(struct opc *opc)
{
	for (size_t i = 0; i < opc->count; i++)
		buf_free(&opc->parts[i].content);
	free(opc->parts);
	*opc = (struct opc){0};
}

bool
opc_is(const struct opc_part *part, const char *root, const char *space)
{
	return part->root != NULL && strcmp(part->root, root) == 0 &&
	    strstr(part->space, space) != NULL;
}

/* ----------------------------------------------------------- relations */

struct opc_reading {
	const struct opc *opc;
	struct slice base;	/* folder of the source part, with its slash */
	struct opc_relation *relations;
	size_t count, room;
};

/* "xl/worksheets/" and "../media/a.png" make "xl/media/a.png". */
static struct slice
opc_resolve(struct slice base, struct slice target, char path[OPC_PATH_MAX])
{
	size_t len = 0;
	struct slice step;

	if (slice_starts(target, slice_of("/")))
		base.len = 0;
	if (base.len + target.len + 2 > OPC_PATH_MAX)
		return (struct slice){0};
	if (base.len > 0)
		memcpy(path, base.at, base.len);
	len = base.len;
	while (slice_cut(&target, '/', &step)) {
		if (step.len == 0 || slice_is_text(step, "."))
			continue;
		if (!slice_is_text(step, "..")) {
			memcpy(path + len, step.at, step.len);
			len += step.len;
			path[len++] = '/';
			continue;
		}
		if (len > 0)
			len--;
		while (len > 0 && path[len - 1] != '/')
			len--;
	}
	return slice_bytes(path, len > 0 ? len - 1 : 0);
}

static struct opc_relation *
opc_add_relation(struct opc_reading *reading, struct err *err)
{
	size_t room = reading->room ? reading->room * 2 : 8;
	struct opc_relation *grown;

	if (reading->count < reading->room)
		return &reading->relations[reading->count++];
	grown = room > OPC_RELATIONS_MOST ? NULL :
	    arena_array(reading->opc->arena, room, sizeof(*grown));
	if (grown == NULL) {
		(void)!arena_full(reading->opc->arena,
		    "a document's relations", err);
		return NULL;
	}
	if (reading->count > 0)
		memcpy(grown, reading->relations,
		    reading->count * sizeof(*grown));
	reading->relations = grown;
	reading->room = room;
	return &reading->relations[reading->count++];
}

static enum rc
opc_on_relation(void *own, const struct xml_element *element,
    struct err *err)
{
	struct opc_reading *reading = own;
	struct arena *arena = reading->opc->arena;
	struct opc_relation *relation;
	char path[OPC_PATH_MAX];
	struct slice found;

	if (!xml_is(element, "Relationship"))
		return RC_OK;
	relation = opc_add_relation(reading, err);
	if (relation == NULL)
		return RC_LIMIT;
	*relation = (struct opc_relation){
		.id = arena_copy(arena, xml_attribute(element, "Id")),
		.type = arena_copy(arena, xml_attribute(element, "Type")),
		.target = arena_copy(arena, xml_attribute(element, "Target")),
		.external = slice_is_text(
		    xml_attribute(element, "TargetMode"), "External"),
	};
	if (relation->target.at == NULL)
		return arena_full(arena, "a document's relations", err);
	if (relation->external)
		return RC_OK;
	found = opc_resolve(reading->base, relation->target, path);
	if (found.len > 0)
		relation->part = opc_find(reading->opc, found);
	return RC_OK;
}

static struct slice
opc_folder(struct slice name)
{
	while (name.len > 0 && name.at[name.len - 1] != '/')
		name.len--;
	return name;
}

enum rc
opc_relations(const struct opc *opc, const struct opc_part *part,
    struct opc_relation **relations, size_t *count, struct err *err)
{
	struct slice name = part == NULL ? slice_of("") : part->name;
	struct opc_reading reading = {.opc = opc, .base = opc_folder(name)};
	struct xml_handler handler = {.own = &reading,
		.begin = opc_on_relation};
	struct opc_part *source;
	cause_set causes;
	char *path;

	*relations = NULL;
	*count = 0;
	path = arena_printf(opc->arena, "%.*s_rels/%.*s.rels",
	    (int)reading.base.len, (const char *)name.at,
	    (int)(name.len - reading.base.len),
	    (const char *)name.at + reading.base.len);
	if (path == NULL)
		return arena_full(opc->arena, "a document's relations", err);
	source = opc_find(opc, slice_of(path));
	if (source == NULL)
		return RC_OK;
	TRY(xml_read(opc->emit, buf_slice(&source->content), &handler,
	    &causes, err));
	*relations = reading.relations;
	*count = reading.count;
	return RC_OK;
}

const struct opc_relation *
opc_relation_of_type(const struct opc_relation *relations, size_t count,
    const char *type)
{
	for (size_t i = 0; i < count; i++)
		if (slice_ends_nocase(relations[i].type, slice_of(type)))
			return &relations[i];
	return NULL;
}

const struct opc_relation *
opc_relation_of_id(const struct opc_relation *relations, size_t count,
    struct slice id)
{
	for (size_t i = 0; i < count; i++)
		if (id.len > 0 && slice_is(relations[i].id, id))
			return &relations[i];
	return NULL;
}
