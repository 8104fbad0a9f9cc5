/*
 * ooxml_rest - the XML of a document that no other reader took, and its links.
 *
 * Charts, diagrams and drawings have running text.  Styles, themes and the
 * like have none worth a place, but whatever words an author put into them are
 * told, flagged hidden.
 */
#include "scanner/extract/ooxml.h"

#include <stdio.h>

#include "scanner/extract/flow.h"

/* Attributes of the parts that keep their words there. */
struct rest_words {
	struct ooxml *ooxml;
	uint32_t place;
	unsigned flags;
};

static enum rc
rest_on_begin(void *own, const struct xml_element *element, struct err *err)
{
	static const char *const names[] = {"name", "val", "v", "text",
		"connection", "command", "title", "descr", "displayName",
		"initials", "prompt", "promptTitle", "errorTitle", "error",
		"oddHeader", "url", "userName", NULL};
	struct rest_words *words = own;

	for (size_t i = 0; names[i] != NULL; i++)
		TRY(emit_line(words->ooxml->emit, words->place, words->flags,
		    xml_attribute(element, names[i]), err));
	return RC_OK;
}

/* Roots whose attributes are words of an author. */
static bool
rest_has_words(const struct opc_part *part)
{
	static const char *const roots[] = {"connections", "tagLst",
		"cmAuthorLst", "authorLst", "personList", "people",
		"pivotCacheDefinition", "pivotCacheRecords", "externalLink",
		"revisions", "headers", "users", "queryTable", NULL};

	for (size_t i = 0; roots[i] != NULL; i++)
		if (opc_is(part, roots[i], ""))
			return true;
	return false;
}

static enum rc
rest_words(struct ooxml *ooxml, struct opc_part *part, const char *where,
    struct err *err)
{
	struct rest_words words = {ooxml, 0, TEXT_FLAG_hidden};
	struct xml_handler handler = {.own = &words, .begin = rest_on_begin};
	cause_set causes;

	TRY(emit_place(ooxml->emit, &words.place, part->name,
	    (struct slice){0}, err, "%s", where));
	/* Damage is flagged by the reader of its text. */
	return xml_read(ooxml->emit, buf_slice(&part->content), &handler,
	    &causes, err);
}

static bool
rest_is_relations(const struct opc_part *part)
{
	return opc_is(part, "Relationships", "relationships");
}

/* Nothing of an author is in these, and there are many numbers. */
static bool
rest_is_machinery(const struct opc_part *part)
{
	return opc_is(part, "calcChain", "spreadsheetml") ||
	    opc_is(part, "metadata", "spreadsheetml") ||
	    opc_is(part, "styleSheet", "spreadsheetml") ||
	    opc_is(part, "datastoreItem", "customXml") ||
	    opc_is(part, "Types", "content-types");
}

enum rc
ooxml_rest(struct ooxml *ooxml, struct err *err)
{
	char where[64];

	TRY(ooxml_flow_all(ooxml, "chartSpace", "", 0, "chart", err));
	TRY(ooxml_flow_all(ooxml, "dataModel", "", 0, "diagram", err));
	TRY(ooxml_flow_all(ooxml, "wsDr", "", 0, "drawing", err));
	TRY(ooxml_flow_all(ooxml, "xml", "", 0, "drawing", err));
	for (size_t i = 0; i < ooxml->opc.count; i++) {
		struct opc_part *part = &ooxml->opc.parts[i];

		if (part->used || part->root == NULL)
			continue;
		if (rest_is_relations(part) || rest_is_machinery(part)) {
			part->used = true;
			TRY(emit_causes(ooxml->emit, 0, part->causes, err));
			continue;
		}
		snprintf(where, sizeof(where), "entry %u", part->number);
		if (rest_has_words(part))
			TRY(rest_words(ooxml, part, where, err));
		TRY(ooxml_flow(ooxml, part, TEXT_FLAG_hidden, part->name,
		    where, err));
	}
	return RC_OK;
}

struct rest_links {
	struct ooxml *ooxml;
	uint32_t place;
};

static enum rc
rest_on_relation(void *own, const struct xml_element *element,
    struct err *err)
{
	struct rest_links *links = own;

	if (!slice_is_text(xml_attribute(element, "TargetMode"), "External"))
		return RC_OK;
	if (links->place == 0)
		TRY(emit_place(links->ooxml->emit, &links->place,
		    (struct slice){0}, (struct slice){0}, err, "links"));
	return emit_line(links->ooxml->emit, links->place, TEXT_FLAG_hidden,
	    xml_attribute(element, "Target"), err);
}

enum rc
ooxml_links(struct ooxml *ooxml, struct err *err)
{
	struct rest_links links = {ooxml, 0};
	struct xml_handler handler = {.own = &links,
		.begin = rest_on_relation};
	cause_set causes;

	for (size_t i = 0; i < ooxml->opc.count; i++) {
		struct opc_part *part = &ooxml->opc.parts[i];

		if (!rest_is_relations(part))
			continue;
		TRY(xml_read(ooxml->emit, buf_slice(&part->content), &handler,
		    &causes, err));
		TRY(emit_causes(ooxml->emit, 0, causes, err));
	}
	return RC_OK;
}
