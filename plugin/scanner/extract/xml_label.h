/*
 * xml_label - security labels inside any XML, found while it is read.
 *
 * Knows the confidentiality label of STANAG 4774 (in an attachment, a custom
 * XML part, XMP) and the attributes of ISM on any element.  Each different one
 * becomes a property that the marking systems read:
 *   stanag-4774-label=policy=P; classification=C; category=TAG:VALUE
 *   ism-label=classification=S; disseminationControls=NF
 * At the most XML_LABELS_MOST of a document; none is checked for its signature.
 */
#ifndef OUTMARK_SCANNER_EXTRACT_XML_LABEL_H
#define OUTMARK_SCANNER_EXTRACT_XML_LABEL_H

#include "base/buf.h"
#include "scanner/extract/xml.h"

enum { XML_LABELS_MOST = 16, XML_LABEL_BYTES = 2048, XML_LABEL_TAG = 64 };

struct xml_labels {
	struct buf labels[XML_LABELS_MOST];	/* as they are told */
	size_t count;
	struct buf open;	/* the confidentiality label being read */
	const char *name;	/* of its element whose text comes; or NULL */
	char tag[XML_LABEL_TAG];	/* of the category being read */
	struct buf text;
	bool inside;
	bool cut;		/* one more, or a longer one, was left out */
};

/* None yet. */
struct xml_labels xml_labels_begin(void);

/* What happens in the document, in its order. */
void xml_labels_element(struct xml_labels *labels,
    const struct xml_element *element);
void xml_labels_text(struct xml_labels *labels, struct slice text);
void xml_labels_element_end(struct xml_labels *labels,
    const struct xml_element *element);

/*
 * Tell what was found, unless `told` is false, and release all.  Flags
 * `too_many` when there was more than is kept.
 */
enum rc xml_labels_end(struct xml_labels *labels, struct emit *emit,
    bool told, struct err *err) MUST_USE;

#endif
