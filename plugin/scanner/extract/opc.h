/*
 * opc - the parts of an Office Open XML package and how they refer to each
 * other (ECMA-376 part 2).
 *
 * Loads every entry of the zip once, inside budget.  What a part is follows
 * from its root element, so that a misnamed or unreferenced part is seen too.
 * Reads no text.
 */
#ifndef OUTMARK_SCANNER_EXTRACT_OPC_H
#define OUTMARK_SCANNER_EXTRACT_OPC_H

#include "base/arena.h"
#include "base/buf.h"
#include "scanner/extract/xml.h"

struct opc_part {
	uint32_t number;	/* of the zip entry, from 1 */
	struct slice name;	/* as in the zip, without a leading slash */
	struct slice type;	/* from [Content_Types].xml, may be empty */
	struct buf content;
	cause_set causes;	/* what unpacking it met */
	unsigned flags;		/* PART_FLAG_* */
	const char *root;	/* root element, NULL when not XML */
	const char *space;	/* its namespace */
	bool used;		/* a reader has taken it */
};

struct opc_relation {
	struct slice id;
	struct slice type;
	struct slice target;	/* as written */
	struct opc_part *part;	/* NULL: external, or not in the package */
	bool external;
};

struct opc {
	struct emit *emit;
	struct arena *arena;
	struct opc_part *parts;
	size_t count, room;
	enum rc stopped;	/* RC_LIMIT: a budget ended the loading */
};

/*
 * Load the job's part.  RC_OK also when a budget ended it (`stopped`).  Names
 * live in `arena`; opc_free releases the contents.
 */
enum rc opc_load(struct emit *emit, struct arena *arena, struct opc *opc,
    struct err *err) MUST_USE;
void opc_free(struct opc *opc);

/* Look again for the root of a part whose content has changed. */
enum rc opc_find_root(struct opc *opc, struct opc_part *part,
    struct err *err) MUST_USE;

/* The part of this name (ASCII case ignored), or NULL. */
struct opc_part *opc_find(const struct opc *opc, struct slice name);

/* The relations of a part (NULL: of the package); they live in the arena. */
enum rc opc_relations(const struct opc *opc, const struct opc_part *part,
    struct opc_relation **relations, size_t *count, struct err *err) MUST_USE;

/* The first relation whose type ends so, or of this id; NULL when none. */
const struct opc_relation *opc_relation_of_type(
    const struct opc_relation *relations, size_t count, const char *type);
const struct opc_relation *opc_relation_of_id(
    const struct opc_relation *relations, size_t count, struct slice id);

/* Is the root of the part this element, in a namespace that contains `space`? */
bool opc_is(const struct opc_part *part, const char *root, const char *space);

#endif
