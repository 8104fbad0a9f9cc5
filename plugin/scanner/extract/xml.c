/*
 * xml - a document of elements and text, told as it is read.
 *
 * libxml2's SAX2 push interface without any of its options that expand
 * entities, lift limits or load files.  The library cuts some overlong things
 * off in silence: its last error is asked for at the end.
 */
#include "scanner/extract/xml.h"

#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <stdlib.h>

#include "scanner/extract/xml_bytes.h"
#include "scanner/extract/xml_label.h"

enum { XML_PIECE = 16384, XML_ATTRIBUTES_MOST = 1000, XML_SCRATCH = 65536 };

struct xml {
	struct emit *emit;
	const struct xml_handler *handler;
	xmlParserCtxtPtr parser;
	struct err *err;
	size_t depth;
	cause_set causes;
	enum rc rc;		/* of the handler; not RC_OK: stopping */
	struct xml_labels labels;
	struct xml_attribute attributes[XML_ATTRIBUTES_MOST];
	size_t scratch_used;	/* by values of the current element */
	unsigned char scratch[XML_SCRATCH];
};

static void
xml_stop(struct xml *xml, enum rc rc, cause_set causes)
{
	xml->rc = rc;
	xml->causes |= causes;
	xmlStopParser(xml->parser);
}

static void
xml_told(struct xml *xml, enum rc rc)
{
	if (rc != RC_OK)
		xml_stop(xml, rc, 0);
}

/*
 * The parser leaves an ampersand of a value as "&#38;" unless it may expand
 * entities.  A value too long for the scratch space stays so.
 */
static struct slice
xml_value(struct xml *xml, const xmlChar *start, const xmlChar *end)
{
	static const char code[] = "&#38;";
	struct slice raw = slice_bytes(start, (size_t)(end - start)), rest;
	size_t first = xml->scratch_used, found;

	if (slice_find(raw, slice_of(code)) == SIZE_MAX ||
	    raw.len > XML_SCRATCH - first)
		return raw;
	for (rest = raw; rest.len > 0;) {
		found = slice_find(rest, slice_of(code));
		if (found > rest.len)
			found = rest.len;
		memcpy(xml->scratch + xml->scratch_used, rest.at, found);
		xml->scratch_used += found;
		if (found < rest.len)
			xml->scratch[xml->scratch_used++] = '&';
		rest = slice_sub(rest, found + sizeof(code) - 1, rest.len);
	}
	return slice_bytes(xml->scratch + first, xml->scratch_used - first);
}

static void
xml_on_begin(void *own, const xmlChar *name, const xmlChar *prefix,
    const xmlChar *space, int spaces_count, const xmlChar **spaces,
    int count, int defaulted, const xmlChar **raw)
{
	struct xml *xml = own;
	struct xml_element element = {(const char *)name,
		space == NULL ? "" : (const char *)space, ++xml->depth,
		xml->attributes, 0};

	(void)prefix, (void)spaces_count, (void)spaces, (void)defaulted;
	if (xml->rc != RC_OK)
		return;
	if (xml->depth > xml->emit->job->limits->xml_depth) {
		xml_stop(xml, RC_END, cause_bit(CAUSE_too_deep));
		return;
	}
	xml->scratch_used = 0;
	/* Five pointers each: name, prefix, namespace, value, its end. */
	for (int i = 0; i < count && i < XML_ATTRIBUTES_MOST; i++, raw += 5) {
		xml->attributes[i] = (struct xml_attribute){
			(const char *)raw[0],
			raw[2] == NULL ? "" : (const char *)raw[2],
			xml_value(xml, raw[3], raw[4])};
		element.count++;
	}
	xml_labels_element(&xml->labels, &element);
	if (xml->handler->begin != NULL)
		xml_told(xml, xml->handler->begin(xml->handler->own, &element,
		    xml->err));
}

static void
xml_on_end(void *own, const xmlChar *name, const xmlChar *prefix,
    const xmlChar *space)
{
	struct xml *xml = own;
	struct xml_element element = {(const char *)name,
		space == NULL ? "" : (const char *)space, xml->depth--,
		NULL, 0};

	(void)prefix;
	if (xml->rc != RC_OK)
		return;
	xml_labels_element_end(&xml->labels, &element);
	if (xml->handler->end != NULL)
		xml_told(xml, xml->handler->end(xml->handler->own, &element,
		    xml->err));
}

static void
xml_on_text(void *own, const xmlChar *text, int len)
{
	struct xml *xml = own;

	if (xml->rc != RC_OK || len <= 0)
		return;
	xml_labels_text(&xml->labels, slice_bytes(text, (size_t)len));
	if (xml->handler->text != NULL)
		xml_told(xml, xml->handler->text(xml->handler->own,
		    slice_bytes(text, (size_t)len), xml->err));
}

static void
xml_on_comment(void *own, const xmlChar *text)
{
	struct xml *xml = own;

	if (xml->rc == RC_OK && xml->handler->aside != NULL && text != NULL)
		xml_told(xml, xml->handler->aside(xml->handler->own,
		    slice_of((const char *)text), xml->err));
}

static void
xml_on_instruction(void *own, const xmlChar *target, const xmlChar *data)
{
	(void)target;
	xml_on_comment(own, data);
}

static void
xml_on_dtd(void *own, const xmlChar *name, const xmlChar *id,
    const xmlChar *system)
{
	struct xml *xml = own;

	(void)name, (void)id, (void)system;
	if (xml->rc == RC_OK)
		xml_stop(xml, RC_END, cause_bit(CAUSE_ambiguous));
}

/* No entity is known but the five that the parser knows by itself. */
static xmlEntityPtr
xml_on_entity(void *own, const xmlChar *name)
{
	(void)own;
	return xmlGetPredefinedEntity(name);
}

/* The library would print; damage is asked for at the end instead. */
static void
xml_on_error(void *own, xmlErrorPtr error)
{
	(void)own, (void)error;
}

static xmlSAXHandler
xml_callbacks(void)
{
	return (xmlSAXHandler){
		.initialized = XML_SAX2_MAGIC,
		.startElementNs = xml_on_begin,
		.endElementNs = xml_on_end,
		.characters = xml_on_text,
		.ignorableWhitespace = xml_on_text,
		.cdataBlock = xml_on_text,
		.comment = xml_on_comment,
		.processingInstruction = xml_on_instruction,
		.internalSubset = xml_on_dtd,
		.getEntity = xml_on_entity,
		.serror = xml_on_error,
	};
}

/* Which cause is the parser's own last error? */
static cause_set
xml_damage(struct xml *xml)
{
	xmlErrorPtr error = xmlCtxtGetLastError(xml->parser);

	if (error == NULL || error->level < XML_ERR_ERROR)
		return xml->parser->wellFormed ? 0 : cause_bit(CAUSE_corrupt);
	switch (error->code) {
	case XML_ERR_DOCUMENT_END:
	case XML_ERR_DOCUMENT_EMPTY:
	case XML_ERR_TAG_NOT_FINISHED:
		return cause_bit(CAUSE_truncated);
	case XML_ERR_UNSUPPORTED_ENCODING:
	case XML_ERR_UNKNOWN_ENCODING:
	case XML_ERR_INVALID_ENCODING:
		return cause_bit(CAUSE_charset);
	case XML_ERR_INTERNAL_ERROR:	/* its limit of 10 MB for a lookup */
		return cause_bit(CAUSE_too_big);
	case XML_ERR_ATTRIBUTE_NOT_FINISHED:
		return cause_bit(CAUSE_too_big);
	case XML_ERR_NO_MEMORY:
		return cause_bit(CAUSE_memory);
	default:
		/* A prefix without a namespace hurts nobody's reading. */
		if (error->domain == XML_FROM_NAMESPACE)
			return 0;
		return cause_bit(CAUSE_corrupt);
	}
}

/* Feed all bytes; `*fed` is how far the parser got before it stopped. */
static enum rc
xml_feed(struct xml *xml, struct slice bytes, size_t *fed)
{
	size_t at = 0, piece;
	int status = 0;

	while (at < bytes.len && xml->rc == RC_OK && status == 0) {
		piece = bytes.len - at < XML_PIECE ? bytes.len - at :
		    XML_PIECE;
		*fed = at;
		status = xmlParseChunk(xml->parser,
		    (const char *)bytes.at + at, (int)piece, 0);
		at += piece;
		/* An error that did not stop the parser is none to us. */
		if (status != 0 && !xml->parser->disableSAX)
			status = 0;
		TRY(emit_due(xml->emit, xml->err));
	}
	if (status == 0 && xml->rc == RC_OK) {
		*fed = bytes.len;
		xmlParseChunk(xml->parser, NULL, 0, 1);
	}
	return RC_OK;
}

/* Tell what the parser did not reach, without its tags. */
static enum rc
xml_tell_rest(struct xml *xml, struct slice rest)
{
	struct slice text;
	size_t at = 0;

	if (xml->handler->rest == NULL)
		return RC_OK;
	while (xml_bytes_text(rest, &at, &text))
		TRY(xml->handler->rest(xml->handler->own, text, xml->err));
	return RC_OK;
}

static enum rc
xml_run(struct xml *xml, struct slice bytes)
{
	size_t crowded = xml_bytes_crowded(bytes, XML_ATTRIBUTES_MOST - 1);
	struct slice sound = slice_sub(bytes, 0, crowded);
	size_t fed = 0;

	TRY(xml_feed(xml, sound, &fed));
	if (xml->rc != RC_OK && xml->rc != RC_END)
		return xml->rc;
	if (xml->rc == RC_END && xml->causes == 0)
		return RC_END;
	if (xml->causes == 0 && crowded == SIZE_MAX)
		xml->causes = xml_damage(xml);
	if (crowded != SIZE_MAX)
		xml->causes |= cause_bit(CAUSE_too_many);
	if (xml->causes == 0)
		return RC_OK;
	return xml_tell_rest(xml, slice_sub(bytes, fed, bytes.len));
}

enum rc
xml_read(struct emit *emit, struct slice bytes,
    const struct xml_handler *handler, cause_set *causes, struct err *err)
{
	xmlSAXHandler callbacks = xml_callbacks();
	struct xml *xml = calloc(1, sizeof(*xml));
	struct buf converted = buf_new(bytes.len * 2 + 16);
	struct slice utf8 = xml_bytes_utf8(bytes, &converted);
	enum rc rc = RC_OK;

	*causes = 0;
	if (xml != NULL)
		xml->parser = xmlCreatePushParserCtxt(&callbacks, xml, NULL, 0,
		    NULL);
	if (xml == NULL || xml->parser == NULL) {
		rc = err_set(err, RC_SYSTEM, "no memory for an XML reader");
	} else {
		xml->emit = emit;
		xml->handler = handler;
		xml->err = err;
		xml->labels = xml_labels_begin();
		xmlCtxtUseOptions(xml->parser, XML_PARSE_NONET |
		    XML_PARSE_NOERROR | XML_PARSE_NOWARNING |
		    (utf8.at != bytes.at ? XML_PARSE_IGNORE_ENC : 0));
		rc = xml_run(xml, utf8);
		*causes = xml->causes;
		/* Who stops early reads it again, or wants no more of it. */
		if (xml_labels_end(&xml->labels, emit, rc == RC_OK, err) !=
		    RC_OK)
			rc = err->rc;
	}
	if (xml != NULL && xml->parser != NULL)
		xmlFreeParserCtxt(xml->parser);
	buf_free(&converted);
	free(xml);
	return rc;
}

struct slice
xml_attribute(const struct xml_element *element, const char *name)
{
	bool relation = strncmp(name, "r:", 2) == 0;

	if (relation)
		name += 2;
	for (size_t i = 0; i < element->count; i++) {
		const struct xml_attribute *one = &element->attributes[i];

		if (strcmp(one->name, name) == 0 && relation ==
		    (strstr(one->space, "elationships") != NULL))
			return one->value;
	}
	return (struct slice){0};
}

bool
xml_is_on(const struct xml_element *element, const char *name)
{
	struct slice value;

	for (size_t i = 0; i < element->count; i++) {
		if (strcmp(element->attributes[i].name, name) != 0)
			continue;
		value = element->attributes[i].value;
		return !slice_is_text(value, "0") &&
		    !slice_is_text(value, "false") &&
		    !slice_is_text(value, "off") &&
		    !slice_is_text(value, "none");
	}
	return false;
}

bool
xml_is(const struct xml_element *element, const char *name)
{
	return strcmp(element->name, name) == 0;
}

void
xml_preload(void)
{
	xmlInitParser();
}
