/*
 * xml - a document of elements and text, told as it is read.
 *
 * Stops at any DTD (`ambiguous`: entities are a way to hide and to explode),
 * at the depth limit, at tags with absurdly many attributes, and says so.
 * Damage is said too (`corrupt`); what follows it is then told as plain text
 * without tags.  Entities other than the five of XML are never expanded, no
 * file is ever opened.  xml.c owns libxml2; nobody else knows it.
 */
#ifndef OUTMARK_SCANNER_EXTRACT_XML_H
#define OUTMARK_SCANNER_EXTRACT_XML_H

#include "scanner/extract/emit.h"

struct xml_attribute {
	const char *name;	/* without prefix */
	const char *space;	/* its namespace, "" when it has none */
	struct slice value;	/* five entities decoded */
};

struct xml_element {
	const char *name;	/* without prefix */
	const char *space;
	size_t depth;		/* 1 is the root */
	const struct xml_attribute *attributes;
	size_t count;
};

/*
 * What to call.  NULL functions are skipped.  Anything but RC_OK ends the
 * reading and is returned; RC_END is the way to have seen enough.  Everything
 * passed is borrowed during the call.
 */
struct xml_handler {
	void *own;
	enum rc (*begin)(void *own, const struct xml_element *element,
	    struct err *err);
	enum rc (*end)(void *own, const struct xml_element *element,
	    struct err *err);
	enum rc (*text)(void *own, struct slice text, struct err *err);
	/* Comments and processing instructions. */
	enum rc (*aside)(void *own, struct slice text, struct err *err);
	/* What stands behind damage, tags removed. */
	enum rc (*rest)(void *own, struct slice text, struct err *err);
};

/*
 * Read a document.  RC_OK also for damaged ones: what went wrong is in
 * `*causes`.  The deadline of the job is kept.
 */
enum rc xml_read(struct emit *emit, struct slice bytes,
    const struct xml_handler *handler, cause_set *causes, struct err *err)
    MUST_USE;

/*
 * The value of the attribute of this name; empty when absent.  "r:id" asks for
 * `id` in a namespace of relationships.
 */
struct slice xml_attribute(const struct xml_element *element,
    const char *name);

/* Is this an on/off attribute that is present and not off? */
bool xml_is_on(const struct xml_element *element, const char *name);

/* Is the element called this? */
bool xml_is(const struct xml_element *element, const char *name);

/* Set the library up while files can still be opened. */
void xml_preload(void);

#endif
