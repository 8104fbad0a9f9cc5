/*
 * ooxml_props - document properties, sensitivity labels, custom XML.
 *
 * Each property is told as "name=value" at a place of its own, so that a label
 * written by Word looks like the same label in a mail header.  Names of
 * properties are the author's: they are content, the place only counts.
 */
#include "scanner/extract/ooxml.h"

#include <stdio.h>

enum { PROPS_VALUE_MOST = 1 << 20 };

struct props {
	struct ooxml *ooxml;
	const char *where;	/* "core properties" */
	bool custom;		/* each has a number and its name in `name` */
	bool labels;		/* attributes are the properties */
	uint32_t number;
	uint32_t place;
	struct buf name, value;
};

static enum rc
props_place(struct props *props, struct err *err)
{
	struct slice name = buf_slice(&props->name);

	if (props->custom || props->labels)
		return emit_place(props->ooxml->emit, &props->place, name,
		    name, err, "%s %u", props->where, props->number);
	return emit_place(props->ooxml->emit, &props->place, name, name, err,
	    "%s", props->where);
}

/*
 * A label list has no text: each label is its attributes, told as the
 * properties that older documents and mail have ("MSIP_Label_<guid>_Enabled").
 */
static enum rc
props_label(struct props *props, const struct xml_element *element,
    struct err *err)
{
	struct slice guid = xml_attribute(element, "id");
	struct buf name = buf_new(256);
	enum rc rc = RC_OK;

	if (guid.len > 2 && guid.at[0] == '{')
		guid = slice_sub(guid, 1, guid.len - 1);
	props->number++;
	TRY(props_place(props, err));
	for (size_t i = 0; i < element->count && rc == RC_OK; i++) {
		const struct xml_attribute *one = &element->attributes[i];

		if (strcmp(one->name, "id") == 0)
			continue;
		buf_clear(&name);
		buf_text(&name, "MSIP_Label_");
		buf_put(&name, slice_sub(guid, 0, 64));
		buf_byte(&name, '_');
		buf_put(&name, slice_sub(slice_of(one->name), 0, 64));
		rc = emit_property(props->ooxml->emit, props->place,
		    buf_slice(&name), one->value, err);
	}
	buf_free(&name);
	return rc;
}

static enum rc
props_on_begin(void *own, const struct xml_element *element,
    struct err *err)
{
	struct props *props = own;

	buf_clear(&props->value);
	if (props->labels)
		return element->depth < 2 ? RC_OK :
		    props_label(props, element, err);
	if (props->custom && element->depth == 2) {
		buf_clear(&props->name);
		(void)!buf_put(&props->name, xml_attribute(element, "name"));
		props->number++;
	}
	return RC_OK;
}

static enum rc
props_on_text(void *own, struct slice text, struct err *err)
{
	struct props *props = own;

	(void)err;
	(void)!buf_put(&props->value, text);
	return RC_OK;
}

static enum rc
props_on_end(void *own, const struct xml_element *element, struct err *err)
{
	struct props *props = own;

	if (slice_trim(buf_slice(&props->value)).len == 0)
		return RC_OK;
	if (!props->custom) {
		buf_clear(&props->name);
		(void)!buf_text(&props->name, element->name);
	}
	TRY(props_place(props, err));
	TRY(emit_property(props->ooxml->emit, props->place,
	    buf_slice(&props->name), buf_slice(&props->value), err));
	buf_clear(&props->value);
	return RC_OK;
}

static enum rc
props_on_rest(void *own, struct slice text, struct err *err)
{
	struct props *props = own;

	if (slice_trim(text).len == 0)
		return RC_OK;
	return emit_line(props->ooxml->emit, 0, TEXT_FLAG_metadata, text,
	    err);
}

static enum rc
props_read(struct props *props, struct opc_part *part, struct err *err)
{
	struct xml_handler handler = {.own = props, .begin = props_on_begin,
		.end = props_on_end, .text = props_on_text,
		.aside = props_on_rest, .rest = props_on_rest};
	struct emit *emit = props->ooxml->emit;
	cause_set causes = 0;
	enum rc rc;

	part->used = true;
	props->name = buf_new(PROPS_VALUE_MOST);
	props->value = buf_new(PROPS_VALUE_MOST);
	rc = xml_read(emit, buf_slice(&part->content), &handler, &causes,
	    err);
	if (props->value.full)
		causes |= cause_bit(CAUSE_too_big);
	buf_free(&props->name);
	buf_free(&props->value);
	if (rc != RC_OK)
		return rc;
	return emit_causes(emit, 0, causes | part->causes, err);
}

/* customXml/item1.xml and whatever an application keeps there. */
static bool
props_is_custom_xml(const struct opc_part *part)
{
	return part->root != NULL &&
	    slice_starts_nocase(part->name, slice_of("customXml/")) &&
	    strstr(part->space, "customXml") == NULL &&
	    !slice_ends_nocase(part->name, slice_of(".rels"));
}

enum rc
ooxml_props(struct ooxml *ooxml, struct err *err)
{
	unsigned items = 0;
	char where[64];

	for (size_t i = 0; i < ooxml->opc.count; i++) {
		struct opc_part *part = &ooxml->opc.parts[i];
		struct props props = {.ooxml = ooxml};

		if (part->used || part->root == NULL)
			continue;
		if (opc_is(part, "coreProperties", "")) {
			props.where = "core properties";
		} else if (opc_is(part, "Properties", "extended")) {
			props.where = "application properties";
		} else if (opc_is(part, "Properties", "custom")) {
			props.where = "custom property";
			props.custom = true;
		} else if (opc_is(part, "labelList", "")) {
			props.where = "sensitivity label";
			props.labels = true;
		} else if (props_is_custom_xml(part)) {
			snprintf(where, sizeof(where), "custom XML %u",
			    ++items);
			props.where = where;
		} else {
			continue;
		}
		TRY(props_read(&props, part, err));
	}
	return RC_OK;
}
