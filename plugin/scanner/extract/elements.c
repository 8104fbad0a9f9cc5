/*
 * elements - XML of any kind: orders, invoices, exports, drawings.
 *
 * Text and attribute values are told at the element they stand in, with its
 * name and that of its parent as evidence.  A document type that only points to
 * a file elsewhere is passed over: nobody loads it for a mail.
 */
#include "scanner/extract/elements.h"

#include <stdlib.h>

#include "scanner/extract/fields.h"
#include "scanner/extract/flow.h"

enum { ELEMENTS_LOOK = 4096, ELEMENTS_DEPTH_MOST = 256 };

/* ------------------------------------------------------------------ sniff */

/* Behind white space, comments, declarations and instructions. */
static struct slice
elements_skip(struct slice text)
{
	static const char *const ends[][2] = {{"<?", "?>"}, {"<!--", "-->"},
		{"<!DOCTYPE", ">"}};
	bool found = true;

	while (found) {
		found = false;
		text = slice_trim(text);
		for (size_t i = 0; i < 3; i++) {
			size_t end;

			if (!slice_starts(text, slice_of(ends[i][0])))
				continue;
			end = slice_find(text, slice_of(ends[i][1]));
			/* Rules of its own end with a bracket. */
			if (i == 2 && slice_find_byte(text, '[') < end)
				end = slice_find(text, slice_of("]>"));
			if (end == SIZE_MAX)
				return (struct slice){0};
			text = slice_sub(text, end + strlen(ends[i][1]),
			    text.len);
			found = true;
		}
	}
	return text;
}

struct slice
elements_root(struct slice bytes)
{
	struct slice text = slice_sub(bytes, 0, ELEMENTS_LOOK), name;
	size_t len = 1;

	if (slice_starts(text, slice_of("\xef\xbb\xbf")))
		text = slice_sub(text, 3, text.len);
	text = elements_skip(text);
	if (text.len < 2 || text.at[0] != '<' || (!byte_is_alpha(text.at[1])
	    && text.at[1] != '_'))
		return (struct slice){0};
	while (len < text.len && (byte_is_alnum(text.at[len]) ||
	    memchr("_-.:", text.at[len], 4) != NULL || text.at[len] >= 0x80))
		len++;
	name = slice_sub(text, 1, len);
	for (size_t i = 0; i < name.len; i++)
		if (name.at[i] == ':')
			return slice_sub(name, i + 1, name.len);
	return name;
}

static bool
elements_is_wide(struct slice bytes)
{
	return slice_starts(bytes, slice_bytes("\xff\xfe<\0", 4)) ||
	    slice_starts(bytes, slice_bytes("\xfe\xff\0<", 4)) ||
	    slice_starts(bytes, slice_bytes("<\0?\0x\0m\0", 8)) ||
	    slice_starts(bytes, slice_bytes("\0<\0?\0x\0m", 8));
}

/* "</order>" or "/>" at the end of a text without a declaration. */
static bool
elements_is_closed(struct slice bytes, struct slice root)
{
	struct slice tail = slice_trim(slice_sub(bytes, bytes.len < 256 ? 0 :
	    bytes.len - 256, bytes.len));

	if (tail.len < root.len + 2 || tail.at[tail.len - 1] != '>')
		return false;
	tail.len--;
	return slice_ends_nocase(tail, slice_of("/")) ||
	    slice_ends_nocase(tail, root);
}

/* A piece of a page without its frame is well-formed now and then. */
static bool
elements_is_html(struct slice root)
{
	static const char *const names[] = {"html", "head", "body", "p",
		"div", "span", "a", "b", "i", "u", "em", "strong", "font",
		"center", "table", "tr", "td", "ul", "ol", "dl", "li", "h1",
		"h2", "h3", "h4", "h5", "h6", "br", "hr", "img", "pre",
		"form", "blockquote", "style", "script", "meta", "title",
		NULL};

	for (size_t i = 0; names[i] != NULL; i++)
		if (slice_is_text_nocase(root, names[i]))
			return true;
	return false;
}

static unsigned
elements_sniff(struct slice bytes, struct slice name, struct slice declared)
{
	struct slice root = elements_root(bytes);
	struct slice head = slice_trim(slice_sub(bytes, 0, 64));

	(void)name;
	if (slice_starts(head, slice_of("\xef\xbb\xbf")))
		head = slice_sub(head, 3, head.len);
	if (slice_is_text(declared, "text/html") ||
	    slice_is_text_nocase(root, "html"))
		return 0;
	if (elements_is_wide(bytes) || slice_starts(head, slice_of("<?xml")))
		return 2;
	return root.len > 0 && !elements_is_html(root) &&
	    elements_is_closed(bytes, root) ? 2 : 0;
}

/* ---------------------------------------------------------------- reading */

struct elements {
	struct emit *emit;
	size_t depth;
	uint32_t count, places;
	struct {
		uint32_t number, place;	/* place 0: not named yet */
		struct slice name;	/* in the arena of the job */
	} open[ELEMENTS_DEPTH_MOST];
};

/* Evidence: the parent's name and its own. */
static void
elements_label(const struct elements *elements, size_t level,
    const char *attribute, char label[FIELDS_LABEL_MAX])
{
	label[0] = '\0';
	if (level > 0)
		fields_words(elements->open[level - 1].name, label);
	fields_words(elements->open[level].name, label);
	if (attribute != NULL)
		fields_words(slice_of(attribute), label);
}

/* Past so many places all text stands in the whole part. */
static enum rc
elements_tell(struct elements *elements, const char *attribute,
    struct slice text, struct err *err)
{
	size_t level = elements->depth == 0 ? 0 : elements->depth - 1;
	char label[FIELDS_LABEL_MAX];
	uint32_t place = 0;

	if (slice_trim(text).len == 0)
		return RC_OK;
	if (level >= ELEMENTS_DEPTH_MOST)
		level = ELEMENTS_DEPTH_MOST - 1;
	if (attribute == NULL)
		place = elements->open[level].place;
	if (place == 0 && elements->places < FIELDS_PLACES_MOST) {
		elements->places++;
		elements_label(elements, level, attribute, label);
		TRY(emit_place(elements->emit, &place, (struct slice){0},
		    slice_of(label), err, "element %u",
		    elements->open[level].number));
	}
	if (attribute == NULL) {
		elements->open[level].place = place;
		return emit_text(elements->emit, place, 0, text, err);
	}
	return emit_line(elements->emit, place, 0, text, err);
}

static enum rc
elements_on_begin(void *own, const struct xml_element *element,
    struct err *err)
{
	struct elements *elements = own;
	struct arena *arena = elements->emit->job->arena;
	size_t level = element->depth - 1;

	elements->depth = element->depth;
	elements->count++;
	if (level < ELEMENTS_DEPTH_MOST) {
		elements->open[level].number = elements->count;
		elements->open[level].place = 0;
		elements->open[level].name = slice_sub(arena_copy(arena,
		    slice_of(element->name)), 0, FIELDS_LABEL_MAX);
		if (elements->open[level].name.at == NULL)
			return arena_full(arena, "the names of elements",
			    err);
	}
	/* What kind of document it is: "Invoice", "Order". */
	if (level == 0) {
		char label[FIELDS_LABEL_MAX] = "";

		fields_words(slice_of(element->name), label);
		TRY(emit_line(elements->emit, 0, TEXT_FLAG_metadata,
		    slice_of(label), err));
	}
	for (size_t i = 0; i < element->count; i++)
		TRY(elements_tell(elements, element->attributes[i].name,
		    element->attributes[i].value, err));
	return RC_OK;
}

static enum rc
elements_on_end(void *own, const struct xml_element *element,
    struct err *err)
{
	struct elements *elements = own;

	(void)err;
	elements->depth = element->depth - 1;
	return RC_OK;
}

static enum rc
elements_on_text(void *own, struct slice text, struct err *err)
{
	return elements_tell(own, NULL, text, err);
}

static enum rc
elements_on_aside(void *own, struct slice text, struct err *err)
{
	struct elements *elements = own;

	return slice_trim(text).len == 0 ? RC_OK : emit_line(elements->emit,
	    0, TEXT_FLAG_hidden, text, err);
}

static enum rc
elements_on_rest(void *own, struct slice text, struct err *err)
{
	struct elements *elements = own;

	return slice_trim(text).len == 0 ? RC_OK : emit_line(elements->emit,
	    0, 0, text, err);
}

/* Where a document type without rules of its own stands. */
static struct span
elements_doctype(struct slice bytes)
{
	struct slice head = slice_sub(bytes, 0, ELEMENTS_LOOK), type;
	size_t start = slice_find(head, slice_of("<!DOCTYPE")), end;

	if (start == SIZE_MAX || elements_root(bytes).at == NULL ||
	    elements_root(bytes).at < bytes.at + start)
		return (struct span){0};
	type = slice_sub(head, start, head.len);
	end = slice_find_byte(type, '>');
	if (end == SIZE_MAX || slice_find_byte(slice_sub(type, 0, end), '[')
	    != SIZE_MAX || slice_find(slice_sub(head, 0, start),
	    slice_of("<!--")) != SIZE_MAX)
		return (struct span){0};
	return (struct span){start, start + end + 1};
}

static enum rc
elements_read(struct elements *elements, struct slice bytes,
    struct err *err)
{
	struct xml_handler handler = {elements, elements_on_begin,
		elements_on_end, elements_on_text, elements_on_aside,
		elements_on_rest};
	cause_set causes = 0;

	TRY(xml_read(elements->emit, bytes, &handler, &causes, err));
	return emit_causes(elements->emit, 0, causes, err);
}

/* Word's own kinds of one XML file: their words run over elements. */
static bool
elements_is_word(struct slice bytes)
{
	struct slice head = slice_sub(bytes, 0, ELEMENTS_LOOK);

	return slice_find(head, slice_of(
	    "schemas.microsoft.com/office/word/2003/wordml")) != SIZE_MAX ||
	    slice_find(head, slice_of(
	    "schemas.microsoft.com/office/2006/xmlPackage")) != SIZE_MAX;
}

static enum rc
elements_extract(const struct extract_job *job,
    const struct extract_sink *sink, struct err *err)
{
	struct emit emit = emit_new(job, sink);
	struct buf copy = buf_new(job->part->bytes.len + 1);
	struct slice bytes = job->part->bytes;
	struct span type = elements_doctype(bytes);
	struct elements *elements;
	enum rc rc;

	if (type.end > 0 && buf_put(&copy, bytes)) {
		memset(copy.at + type.start, ' ', type.end - type.start);
		bytes = buf_slice(&copy);
	}
	if (elements_is_word(bytes)) {
		struct opc_part part = {.content = {
			.at = (unsigned char *)(uintptr_t)bytes.at,
			.len = bytes.len}};
		struct flow_source source = {.emit = &emit, .part = &part,
			.where = ""};

		rc = flow_read(&source, err);
		buf_free(&copy);
		return rc;
	}
	elements = calloc(1, sizeof(*elements));
	if (elements == NULL) {
		buf_free(&copy);
		return err_set(err, RC_SYSTEM, "no memory for an XML file");
	}
	elements->emit = &emit;
	rc = elements_read(elements, bytes, err);
	free(elements);
	buf_free(&copy);
	return rc;
}

static const char *const claims[] = {"application/xml", "text/xml",
	"image/svg+xml", ".xml", ".xsd", ".xsl", ".svg", ".rdf", ".ubl",
	".txt", NULL};
static const struct extract_sample good[] = {
	{"xml/order.xml", "MEADOW-SELLER", "element 5", 0},
	{"xml/order.xml", "MEADOW-ATTRIBUTE", "element 3", 0},
	{"xml/order.xml", "078-05-1120", "element 6", 0},
	{"xml/order.xml", "MEADOW-ASIDE", "", 0},
	{"xml/bare.xml", "MEADOW-BARE", "element 2", 0},
	{"xml/drawing.svg", "MEADOW-DRAWN", "element 2", 0},
	{"xml/latin.xml", "MEADOW-\303\274BER", "element 2", 0},
	{"xml/label.xml", "ism-label=classification=S; ownerProducer=USA; "
	    "disseminationControls=REL; releasableTo=USA GBR", "", 0},
	{"xml/word2003.xml", "MEADOW-RUNS", "", 0},
	{0},
};
static const struct extract_sample bad[] = {
	{"xml/labels-many.xml", "MEADOW-PORTION", NULL,
	    1u << CAUSE_too_many},
	{"xml/entities.xml", "MEADOW-BEHIND", NULL, 1u << CAUSE_ambiguous},
	{"xml/broken.xml", "MEADOW-BEHIND", NULL, 1u << CAUSE_corrupt},
	{0},
};

const struct extractor extractor_elements = {
	.name = "elements", .type = "application/xml", .claims = claims,
	.class = EXTRACT_DOCUMENT, .sniff = elements_sniff,
	.extract = elements_extract, .good = good, .bad = bad,
};
