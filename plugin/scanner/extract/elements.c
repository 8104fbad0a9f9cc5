/*
 * elements - XML of any kind: orders, invoices, exports, drawings.
 *
 * Text and attribute values are told at the element they stand in, with its
 * name and that of its parent as evidence.  A document type that only points to
 * a file elsewhere is passed over: nobody loads it for a mail.  Several roots, and
 * text around them, are read as if one element held them.
 */
#include "scanner/extract/elements.h"

#include <stdlib.h>

#include "scanner/extract/fields.h"
#include "scanner/extract/flow.h"
#include "scanner/extract/texty.h"

enum { ELEMENTS_LOOK = 4096, ELEMENTS_DEPTH_MOST = 256,
	ELEMENTS_NAME_MOST = 128 };

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

/* "</order>" or "/>" at the end, of an element that begins in the text. */
static bool
elements_is_closed(struct slice bytes)
{
	struct slice tail = slice_trim(slice_sub(bytes, bytes.len < 256 ? 0 :
	    bytes.len - 256, bytes.len));
	char begin[ELEMENTS_NAME_MOST + 2] = "<";
	size_t at = tail.len, len;

	if (tail.len < 3 || tail.at[tail.len - 1] != '>')
		return false;
	if (tail.at[tail.len - 2] == '/')
		return true;
	while (at > 0 && tail.at[at - 1] != '/' && tail.at[at - 1] != '<')
		at--;
	len = tail.len - 1 - at;
	if (at < 2 || tail.at[at - 2] != '<' || len == 0 ||
	    len > ELEMENTS_NAME_MOST)
		return false;
	memcpy(begin + 1, tail.at + at, len);
	return slice_find(bytes, slice_bytes(begin, len + 1)) != SIZE_MAX;
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

/* What its sender says is XML. */
static bool
elements_is_claimed(struct slice name, struct slice declared)
{
	return slice_ends_nocase(name, slice_of(".xml")) ||
	    slice_is_text_nocase(declared, "text/xml") ||
	    slice_is_text_nocase(declared, "application/xml") ||
	    slice_ends_nocase(declared, slice_of("+xml"));
}

/* Something before the first element: it begins near, and it ends. */
static bool
elements_follow(struct slice bytes)
{
	struct slice rest = slice_sub(bytes, 0, ELEMENTS_LOOK), root;
	char end[ELEMENTS_NAME_MOST + 3] = "</";
	size_t at;

	while ((at = slice_find_byte(rest, '<')) != SIZE_MAX) {
		rest = slice_sub(rest, at, rest.len);
		if (slice_starts(rest, slice_of("<?xml ")))
			return true;
		for (at = 1; at < rest.len && (byte_is_alnum(rest.at[at]) ||
		    memchr("_-.:", rest.at[at], 4) != NULL); at++)
			;
		root = slice_sub(rest, 1, at);
		rest = slice_sub(rest, 1, rest.len);
		if (root.len == 0 || root.len > ELEMENTS_NAME_MOST ||
		    !byte_is_alpha(root.at[0]))
			continue;
		memcpy(end + 2, root.at, root.len);
		return !elements_is_html(root) && slice_find(bytes,
		    slice_bytes(end, root.len + 2)) != SIZE_MAX;
	}
	return false;
}

static unsigned
elements_sniff(struct slice bytes, struct slice name, struct slice declared)
{
	struct slice root = elements_root(bytes);
	struct slice head = slice_trim(slice_sub(bytes, 0, 64));

	if (slice_starts(head, slice_of("\xef\xbb\xbf")))
		head = slice_sub(head, 3, head.len);
	if (slice_is_text(declared, "text/html") ||
	    slice_is_text_nocase(root, "html"))
		return 0;
	if (elements_is_wide(bytes) || slice_starts(head, slice_of("<?xml")))
		return 2;
	if (root.len > 0 && !elements_is_html(root) &&
	    elements_is_closed(bytes))
		return 2;
	return elements_is_claimed(name, declared) && texty_is(bytes) &&
	    elements_follow(bytes) ? 2 : 0;
}

/* ---------------------------------------------------------------- reading */

struct elements {
	struct emit *emit;
	bool framed;		/* the root is ours, around several */
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
	if (place == 0 && elements->places < FIELDS_PLACES_MOST &&
	    (level > 0 || !elements->framed)) {
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
	if (level == 0 && elements->framed)
		return RC_OK;
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
	if (level == (elements->framed ? 1 : 0)) {
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

/* Behind a tag, a comment or the like that begins at `at`; `*open`: up, down. */
static size_t
elements_behind(struct slice bytes, size_t at, int *open)
{
	static const char *const spans[][2] = {{"<!--", "-->"},
		{"<![CDATA[", "]]>"}, {"<?", "?>"}, {"<!", ">"}};
	struct slice rest = slice_sub(bytes, at, bytes.len);
	unsigned char quote = 0;
	size_t end;

	*open = 0;
	for (size_t i = 0; i < sizeof(spans) / sizeof(spans[0]); i++) {
		if (!slice_starts(rest, slice_of(spans[i][0])))
			continue;
		end = slice_find(rest, slice_of(spans[i][1]));
		/* Rules of its own end with a bracket. */
		if (i == 3 && slice_find_byte(slice_sub(rest, 0, end), '[') !=
		    SIZE_MAX && (end = slice_find(rest, slice_of("]>"))) !=
		    SIZE_MAX)
			end++;
		return end == SIZE_MAX ? bytes.len :
		    at + end + strlen(spans[i][1]);
	}
	for (end = 1; end < rest.len && (quote != 0 || rest.at[end] != '>');
	    end++) {
		if (quote != 0)
			quote = rest.at[end] == quote ? 0 : quote;
		else if (rest.at[end] == '"' || rest.at[end] == '\'')
			quote = rest.at[end];
	}
	*open = rest.len > 1 && rest.at[1] == '/' ? -1 :
	    end > 1 && rest.at[end - 1] == '/' ? 0 : 1;
	return at + end + 1;
}

/*
 * Is there more than one root, or text around it?  Only tags are counted: what
 * is wrong with them is for the parser to find.
 */
static bool
elements_are_several(struct slice bytes)
{
	size_t at = 0, next;
	int64_t depth = 0;
	unsigned roots = 0;
	int open;

	if (slice_starts(bytes, slice_of("\xef\xbb\xbf")))
		at = 3;
	while (at < bytes.len) {
		next = slice_find_byte(slice_sub(bytes, at, bytes.len), '<');
		next = next == SIZE_MAX ? bytes.len : at + next;
		if (depth <= 0 && slice_trim(slice_sub(bytes, at,
		    next)).len > 0)
			return true;
		if (next >= bytes.len)
			return false;
		at = elements_behind(bytes, next, &open);
		if (depth <= 0 && open >= 0 && (byte_is_alpha(
		    next + 1 < bytes.len ? bytes.at[next + 1] : 0)) &&
		    ++roots > 1)
			return true;
		depth += open;
	}
	return false;
}

/* Declarations may stand only at the start: one is kept there. */
static void
elements_blank(struct buf *copy, size_t from, const char *begin,
    const char *end)
{
	struct slice rest;
	size_t at, len;

	while (from < copy->len) {
		rest = slice_sub(buf_slice(copy), from, copy->len);
		at = slice_find(rest, slice_of(begin));
		if (at == SIZE_MAX)
			return;
		rest = slice_sub(rest, at, rest.len);
		len = slice_find(rest, slice_of(end));
		if (len == SIZE_MAX)
			return;
		len += strlen(end);
		if (slice_find_byte(slice_sub(rest, 0, len), '[') == SIZE_MAX)
			memset(copy->at + from + at, ' ', len);
		from += at + len;
	}
}

/* All of it within an element of ours. */
static void
elements_frame(struct slice bytes, struct buf *copy)
{
	size_t at = slice_find(slice_sub(bytes, 0, ELEMENTS_LOOK),
	    slice_of("<?xml ")), end, body;
	struct slice rest;

	if (slice_starts(bytes, slice_of("\xef\xbb\xbf"))) {
		bytes = slice_sub(bytes, 3, bytes.len);
		at = at == SIZE_MAX ? at : at - 3;
	}
	rest = slice_sub(bytes, at, bytes.len);
	end = slice_find(rest, slice_of("?>"));
	if (end != SIZE_MAX)
		(void)!buf_put(copy, slice_sub(rest, 0, end + 2));
	(void)!buf_text(copy, "<_>");
	body = copy->len;
	(void)!buf_put(copy, bytes);
	elements_blank(copy, body, "<?xml ", "?>");
	elements_blank(copy, body, "<!DOCTYPE", ">");
	(void)!buf_text(copy, "</_>");
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
elements_flow(struct emit *emit, struct slice bytes, struct err *err)
{
	struct opc_part part = {.content = {
		.at = (unsigned char *)(uintptr_t)bytes.at,
		.len = bytes.len}};
	struct flow_source source = {.emit = emit, .part = &part,
		.where = ""};

	return flow_read(&source, err);
}

static enum rc
elements_tree(struct emit *emit, struct slice bytes, bool framed,
    struct err *err)
{
	struct elements *elements = calloc(1, sizeof(*elements));
	enum rc rc;

	if (elements == NULL)
		return err_set(err, RC_SYSTEM, "no memory for an XML file");
	elements->emit = emit;
	elements->framed = framed;
	rc = elements_read(elements, bytes, err);
	free(elements);
	return rc;
}

static enum rc
elements_extract(const struct extract_job *job,
    const struct extract_sink *sink, struct err *err)
{
	struct emit emit = emit_new(job, sink);
	struct slice bytes = job->part->bytes;
	struct buf copy = buf_new(bytes.len + ELEMENTS_LOOK + 16);
	bool several = !elements_is_wide(bytes) &&
	    elements_are_several(bytes);
	struct span type = elements_doctype(bytes);
	enum rc rc;

	if (several) {
		elements_frame(bytes, &copy);
		bytes = buf_slice(&copy);
	} else if (type.end > 0 && buf_put(&copy, bytes)) {
		memset(copy.at + type.start, ' ', type.end - type.start);
		bytes = buf_slice(&copy);
	}
	if (copy.full)
		rc = emit_cause(&emit, 0, CAUSE_memory, err);
	else if (elements_is_word(bytes))
		rc = elements_flow(&emit, bytes, err);
	else
		rc = elements_tree(&emit, bytes, several, err);
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
	{"xml/several.xml", "MEADOW-FIRST", "element 2", 0},
	{"xml/several.xml", "078-05-1120", "element 4", 0},
	{"xml/several.xml", "MEADOW-BETWEEN", "", 0},
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
