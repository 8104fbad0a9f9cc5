/*
 * ooxml_slides - slides in their order, with notes and comments; masters and
 * layouts once.
 */
#include "scanner/extract/ooxml.h"

#include <stdio.h>

#define SLIDES_SPACE "presentationml"

struct slides {
	struct ooxml *ooxml;
	const struct opc_relation *relations;	/* of the presentation */
	size_t count;
	unsigned number;
	enum rc rc;
};

struct slides_show {
	bool hidden;
};

static enum rc
slides_on_root(void *own, const struct xml_element *element,
    struct err *err)
{
	struct slides_show *show = own;
	struct slice value = xml_attribute(element, "show");

	(void)err;
	show->hidden = value.len > 0 && !xml_is_on(element, "show");
	return RC_END;
}

static enum rc
slides_is_hidden(struct ooxml *ooxml, const struct opc_part *part,
    bool *hidden, struct err *err)
{
	struct slides_show show = {false};
	struct xml_handler handler = {.own = &show, .begin = slides_on_root};
	cause_set causes;
	enum rc rc = xml_read(ooxml->emit, buf_slice(&part->content),
	    &handler, &causes, err);

	*hidden = show.hidden;
	return rc == RC_END ? RC_OK : rc;
}

/* What belongs to a slide: its notes and comments. */
static enum rc
slides_attached(struct ooxml *ooxml, const struct opc_part *slide,
    unsigned number, unsigned flags, struct err *err)
{
	struct opc_relation *relations;
	size_t count;
	char where[64];

	TRY(opc_relations(&ooxml->opc, slide, &relations, &count, err));
	for (size_t i = 0; i < count; i++) {
		struct opc_part *part = relations[i].part;

		if (part == NULL || part->used)
			continue;
		snprintf(where, sizeof(where), "slide %u", number);
		if (opc_is(part, "notes", SLIDES_SPACE))
			snprintf(where, sizeof(where), "slide %u > notes",
			    number);
		else if (!opc_is(part, "cmLst", ""))
			continue;
		TRY(ooxml_flow(ooxml, part, flags | TEXT_FLAG_hidden,
		    (struct slice){0}, where, err));
	}
	return RC_OK;
}

static enum rc
slides_one(struct ooxml *ooxml, struct opc_part *part, unsigned number,
    struct err *err)
{
	unsigned flags = 0;
	bool hidden;
	char where[64];

	TRY(slides_is_hidden(ooxml, part, &hidden, err));
	if (hidden) {
		flags = TEXT_FLAG_hidden;
		TRY(emit_flag(ooxml->emit, 0, PART_FLAG_hidden, err));
	}
	snprintf(where, sizeof(where), "slide %u", number);
	TRY(ooxml_flow(ooxml, part, flags, (struct slice){0}, where, err));
	return slides_attached(ooxml, part, number, flags, err);
}

static enum rc
slides_on_id(void *own, const struct xml_element *element, struct err *err)
{
	struct slides *slides = own;
	const struct opc_relation *relation;

	if (!xml_is(element, "sldId"))
		return RC_OK;
	slides->number++;
	relation = opc_relation_of_id(slides->relations, slides->count,
	    xml_attribute(element, "r:id"));
	if (relation == NULL || relation->part == NULL ||
	    relation->part->used)
		return RC_OK;
	return slides_one(slides->ooxml, relation->part, slides->number,
	    err);
}

/* Slides in the order of the presentation. */
static enum rc
slides_listed(struct slides *slides, struct opc_part *presentation,
    struct err *err)
{
	struct xml_handler handler = {.own = slides, .begin = slides_on_id};
	struct opc_relation *relations;
	cause_set causes;

	presentation->used = true;
	TRY(opc_relations(&slides->ooxml->opc, presentation, &relations,
	    &slides->count, err));
	slides->relations = relations;
	TRY(xml_read(slides->ooxml->emit, buf_slice(&presentation->content),
	    &handler, &causes, err));
	return emit_causes(slides->ooxml->emit, 0,
	    causes | presentation->causes, err);
}

enum rc
ooxml_slides(struct ooxml *ooxml, struct err *err)
{
	struct slides slides = {.ooxml = ooxml};
	struct opc *opc = &ooxml->opc;

	for (size_t i = 0; i < opc->count; i++)
		if (!opc->parts[i].used &&
		    opc_is(&opc->parts[i], "presentation", SLIDES_SPACE))
			TRY(slides_listed(&slides, &opc->parts[i], err));
	for (size_t i = 0; i < opc->count; i++)
		if (!opc->parts[i].used &&
		    opc_is(&opc->parts[i], "sld", SLIDES_SPACE))
			TRY(slides_one(ooxml, &opc->parts[i],
			    ++slides.number, err));
	TRY(ooxml_flow_all(ooxml, "sldMaster", SLIDES_SPACE,
	    TEXT_FLAG_header_footer, "master", err));
	TRY(ooxml_flow_all(ooxml, "sldLayout", SLIDES_SPACE,
	    TEXT_FLAG_header_footer, "layout", err));
	TRY(ooxml_flow_all(ooxml, "notesMaster", SLIDES_SPACE,
	    TEXT_FLAG_header_footer | TEXT_FLAG_hidden, "notes master",
	    err));
	TRY(ooxml_flow_all(ooxml, "handoutMaster", SLIDES_SPACE,
	    TEXT_FLAG_header_footer | TEXT_FLAG_hidden, "handout master",
	    err));
	TRY(ooxml_flow_all(ooxml, "notes", SLIDES_SPACE, TEXT_FLAG_hidden,
	    "notes", err));
	return ooxml_flow_all(ooxml, "cmLst", "", TEXT_FLAG_hidden,
	    "comments", err);
}
