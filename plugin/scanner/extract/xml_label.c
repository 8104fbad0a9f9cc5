/*
 * xml_label - security labels inside any XML, found while it is read.
 */
#include "scanner/extract/xml_label.h"

#include <stdio.h>

static const char stanag_space[] = "urn:nato:stanag:4774:";
static const char ism_space[] = "urn:us:gov:ic:ism";

struct xml_labels
xml_labels_begin(void)
{
	return (struct xml_labels){.open = buf_new(XML_LABEL_BYTES),
		.text = buf_new(XML_LABEL_BYTES)};
}

static bool
is_space(const char *space, const char *wanted)
{
	return space[0] == 'u' && strncmp(space, wanted, strlen(wanted)) == 0;
}

/* The signs that hold a list together are none of a value. */
static void
put_value(struct buf *out, struct slice value)
{
	bool gap = false;

	value = slice_trim(value);
	for (size_t i = 0; i < value.len; i++) {
		unsigned char byte = value.at[i];
		bool blank = byte_is_space(byte) || byte == ';' ||
		    byte == '=' || byte < ' ';

		if (!blank || !gap)
			buf_byte(out, blank ? ' ' : byte);
		gap = blank;
	}
}

static void
put_pair(struct buf *out, const char *key, struct slice value)
{
	if (slice_trim(value).len == 0)
		return;
	buf_text(out, out->len > 0 ? "; " : "");
	buf_text(out, key);
	buf_byte(out, '=');
	put_value(out, value);
}

/* Keep a label that was not there before; `name` is its property. */
static void
keep(struct xml_labels *labels, const char *name, struct slice list)
{
	struct buf line;

	if (list.len == 0)
		return;
	line = buf_new(2 * XML_LABEL_BYTES);
	buf_text(&line, name);
	buf_byte(&line, '=');
	buf_put(&line, list);
	for (size_t i = 0; i < labels->count; i++)
		if (slice_is(buf_slice(&labels->labels[i]),
		    buf_slice(&line))) {
			buf_free(&line);
			return;
		}
	if (labels->count == XML_LABELS_MOST) {
		labels->cut = true;
		buf_free(&line);
		return;
	}
	labels->labels[labels->count++] = line;
}

static void
ism_attributes(struct xml_labels *labels, const struct xml_element *element)
{
	struct buf list = buf_new(XML_LABEL_BYTES);

	for (size_t i = 0; i < element->count; i++)
		if (is_space(element->attributes[i].space, ism_space))
			put_pair(&list, element->attributes[i].name,
			    element->attributes[i].value);
	labels->cut |= list.full;
	keep(labels, "ism-label", buf_slice(&list));
	buf_free(&list);
}

static bool
is_label(const struct xml_element *element)
{
	return is_space(element->space, stanag_space) &&
	    slice_ends_nocase(slice_of(element->name),
	    slice_of("ConfidentialityLabel"));
}

/* The text of this element is wanted under the key that it gives. */
static const char *
key_of(const char *name)
{
	if (strcmp(name, "PolicyIdentifier") == 0)
		return "policy";
	if (strcmp(name, "Classification") == 0)
		return "classification";
	if (strcmp(name, "GenericValue") == 0)
		return "category";
	return NULL;
}

static void
begin_inside(struct xml_labels *labels, const struct xml_element *element)
{
	struct slice tag;

	labels->name = key_of(element->name);
	buf_clear(&labels->text);
	if (strcmp(element->name, "Category") != 0)
		return;
	tag = xml_attribute(element, "TagName");
	snprintf(labels->tag, sizeof labels->tag, "%.*s",
	    (int)(tag.len < XML_LABEL_TAG ? tag.len : XML_LABEL_TAG - 1),
	    (const char *)tag.at);
}

void
xml_labels_element(struct xml_labels *labels,
    const struct xml_element *element)
{
	for (size_t i = 0; i < element->count; i++)
		if (is_space(element->attributes[i].space, ism_space)) {
			ism_attributes(labels, element);
			break;
		}
	if (is_label(element)) {
		labels->inside = true;
		buf_clear(&labels->open);
	} else if (labels->inside) {
		begin_inside(labels, element);
	}
}

void
xml_labels_text(struct xml_labels *labels, struct slice text)
{
	if (labels->inside && labels->name != NULL)
		(void)!buf_put(&labels->text, text);
}

static void
end_inside(struct xml_labels *labels)
{
	struct buf value = buf_new(XML_LABEL_BYTES);

	if (strcmp(labels->name, "category") == 0) {
		put_value(&value, slice_of(labels->tag));
		buf_byte(&value, ':');
	}
	buf_put(&value, slice_trim(buf_slice(&labels->text)));
	put_pair(&labels->open, labels->name, buf_slice(&value));
	buf_free(&value);
	labels->cut |= labels->text.full;
	labels->name = NULL;
}

void
xml_labels_element_end(struct xml_labels *labels,
    const struct xml_element *element)
{
	if (!labels->inside)
		return;
	if (labels->name != NULL)
		end_inside(labels);
	if (!is_label(element))
		return;
	labels->cut |= labels->open.full;
	keep(labels, "stanag-4774-label", buf_slice(&labels->open));
	labels->inside = false;
}

enum rc
xml_labels_end(struct xml_labels *labels, struct emit *emit, bool told,
    struct err *err)
{
	enum rc rc = RC_OK;

	if (told && labels->cut)
		rc = emit_cause(emit, 0, CAUSE_too_many, err);
	for (size_t i = 0; i < labels->count; i++) {
		if (told && rc == RC_OK)
			rc = emit_line(emit, 0, TEXT_FLAG_metadata,
			    buf_slice(&labels->labels[i]), err);
		buf_free(&labels->labels[i]);
	}
	buf_free(&labels->open);
	buf_free(&labels->text);
	return rc;
}
