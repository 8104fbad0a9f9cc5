/*
 * sheet_comments - comments and threads on the cells of one sheet.
 */
#include "scanner/extract/sheet_comments.h"

enum { COMMENTS_AUTHORS_MOST = 256 };

struct comments {
	struct ooxml *ooxml;
	uint32_t sheet;
	struct slice authors[COMMENTS_AUTHORS_MOST];
	size_t author_count;
	struct buf text;
	struct slice author;
	uint32_t place;
};

/* An address is two or three letters and digits; anything else is content. */
static bool
comments_is_address(struct slice ref)
{
	for (size_t i = 0; i < ref.len; i++)
		if (!byte_is_alnum(ref.at[i]))
			return false;
	return ref.len > 0 && ref.len <= 12;
}

static enum rc
comments_on_begin(void *own, const struct xml_element *element,
    struct err *err)
{
	struct comments *comments = own;
	struct slice ref = xml_attribute(element, "ref");
	uint64_t author;

	if (xml_is(element, "author"))
		buf_clear(&comments->text);
	if (!xml_is(element, "comment") &&
	    !xml_is(element, "threadedComment"))
		return RC_OK;
	buf_clear(&comments->text);
	comments->author = (struct slice){0};
	if (slice_number(xml_attribute(element, "authorId"), &author) &&
	    author < comments->author_count)
		comments->author = comments->authors[author];
	if (!comments_is_address(ref))
		ref = slice_of("cell");
	return emit_place(comments->ooxml->emit, &comments->place,
	    comments->author, (struct slice){0}, err,
	    "sheet %u > %.*s > comment", comments->sheet, (int)ref.len,
	    (const char *)ref.at);
}

static enum rc
comments_on_text(void *own, struct slice text, struct err *err)
{
	struct comments *comments = own;

	(void)err;
	(void)!buf_put(&comments->text, text);
	return RC_OK;
}

static enum rc
comments_on_end(void *own, const struct xml_element *element,
    struct err *err)
{
	struct comments *comments = own;
	struct emit *emit = comments->ooxml->emit;
	struct slice text = buf_slice(&comments->text), kept;

	if (xml_is(element, "author") &&
	    comments->author_count < COMMENTS_AUTHORS_MOST) {
		kept = arena_copy(comments->ooxml->arena, slice_trim(text));
		if (kept.at == NULL)
			return arena_full(comments->ooxml->arena,
			    "authors of comments", err);
		comments->authors[comments->author_count++] = kept;
	}
	if (!xml_is(element, "comment") &&
	    !xml_is(element, "threadedComment"))
		return RC_OK;
	TRY(emit_property(emit, comments->place, slice_of("author"),
	    comments->author, err));
	TRY(emit_line(emit, comments->place, TEXT_FLAG_hidden, text, err));
	buf_clear(&comments->text);
	return RC_OK;
}

static enum rc
comments_on_rest(void *own, struct slice text, struct err *err)
{
	struct comments *comments = own;

	return emit_line(comments->ooxml->emit, comments->place,
	    TEXT_FLAG_hidden, text, err);
}

enum rc
sheet_comments_read(struct ooxml *ooxml, struct opc_part *part,
    uint32_t sheet, struct err *err)
{
	struct comments comments = {.ooxml = ooxml, .sheet = sheet};
	struct xml_handler handler = {&comments, comments_on_begin,
		comments_on_end, comments_on_text, comments_on_rest,
		comments_on_rest};
	cause_set causes = 0;
	enum rc rc;

	part->used = true;
	comments.text = buf_new((size_t)ooxml->emit->job->limits->entry_bytes);
	TRY(emit_flag(ooxml->emit, 0, PART_FLAG_hidden, err));
	rc = xml_read(ooxml->emit, buf_slice(&part->content), &handler,
	    &causes, err);
	if (rc == RC_OK)
		rc = emit_line(ooxml->emit, comments.place, TEXT_FLAG_hidden,
		    buf_slice(&comments.text), err);
	buf_free(&comments.text);
	if (rc != RC_OK)
		return rc;
	return emit_causes(ooxml->emit, 0, causes | part->causes, err);
}
