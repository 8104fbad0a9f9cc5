/*
 * test_html - promises of scanner/extract/html, seen through the pipeline.
 */
#include "unit/transcript.h"
#include "unit/unit.h"

#define WANT(...) (const char *const[]){ __VA_ARGS__, NULL }

static void
check_with(struct transcript *t, const char *page, const char *const want[])
{
	struct buf message = buf_new(1 << 24);
	const char *got;

	buf_text(&message, "Content-Type: text/html\n\n");
	buf_text(&message, page);
	got = transcript_of(t, buf_slice(&message));
	for (; *want != NULL; want++)
		CHECK_HOLDS(got, *want);
	transcript_free(t);
	buf_free(&message);
}

static void
check(const char *page, const char *const want[])
{
	struct transcript t = transcript_new();

	check_with(&t, page, want);
}

static void
inline_elements_do_not_split_words_and_blocks_end_lines(void)
{
	check("<p>4111<b>1111</b><wbr>2222&shy;3<i></i>333</p><div>x</div>y",
	    WANT("body [body]: 4111111122223333\nx\ny\n"));
}

static void
cells_are_apart_and_rows_are_lines(void)
{
	check("<table><tr><td>1</td><td>2</td></tr><tr><td>3</td></tr>",
	    WANT("1\t2\t\n3"));
}

static void
white_space_of_the_source_is_one_space(void)
{
	check("a\r\n   b\tc<pre>d\n e</pre>",
	    WANT("body [body]: a b c\nd\n e\n"));
}

static void
references_are_decoded(void)
{
	check("S&#69;C&#x52;ET &amp;&lt; &eacute; &copy 1 &notit; &nosuch; "
	    "a&#0;b &#4294967337; AT&T",
	    WANT("SECRET &< \xc3\xa9 \xc2\xa9 1 \xc2\xacit; &nosuch; "
	    "a\xef\xbf\xbd" "b \xef\xbf\xbd AT&T"));
}

static void
attributes_and_comments_stand_apart(void)
{
	check("<!-- note --><a href=\"http://x.example/?a=1&amp;b\" title=T>go"
	    "</a> on<img alt='a picture' src=i.png>",
	    WANT("body [body]: go on\n",
	    "body > comment 1 [body]: note\n",
	    "body > link 1 [body]: http://x.example/?a=1&b\n",
	    "body > attribute 1 [body]: T\n",
	    "body > attribute 2 [body]: a picture\n",
	    "body > link 2 [body]: i.png\n"));
}

static void
tags_within_a_comment_part_its_lines(void)
{
	check("<!--[if mso]><p>SECRET//NOFORN</p><![endif]-->seen",
	    WANT("body [body]: seen\n", "\nSECRET//NOFORN\n/p\n"));
}

static void
hidden_text_is_flagged_and_never_splits_what_is_seen(void)
{
	check("41<span style='DISPLAY: none'>x<span>y</span>z</span>11"
	    "<div hidden>more<a href=l>in</a>rest</div>",
	    WANT("body (text/html) yes +1\n", "body [body]: 4111\n",
	    "hidden text 1 [body]: xyz\n", "hidden text 2 [body]: more\n",
	    "link 1 [body]: l\n", "hidden text 3 [body]: inrest\n"));
}

static void
scripts_styles_and_titles(void)
{
	check("<title>A &amp; B</title><script>var s='</p>';</script>"
	    "<style>p{}</style>seen",
	    WANT("A & B\nseen", "script 1 [body]: var s='</p>';\n",
	    "style 1 [body]: p{}\n"));
}

static void
what_never_closes_is_read_to_the_end(void)
{
	check("a<!-- open", WANT("comment 1 [body]: open\n"));
	check("a<script>open", WANT("script 1 [body]: open\n"));
	check("a<b title=\"open", WANT("long tag 1 [body]: <b title=\"open"));
	check("a < b <3 </", WANT("body [body]: a < b <3 </\n"));
}

static void
a_tag_over_the_limit_is_too_big_and_still_seen(void)
{
	struct transcript t = transcript_new();

	t.limits.html_tag_bytes = 32;
	check_with(&t, "a<b title='secret inside a long tag'>b",
	    WANT("partly too_big +1\n", "body [body]: aag'>b\n",
	    "long tag 1 [body]: <b title='secret inside a long t\n"));
}

static void
a_page_is_known_by_its_content(void)
{
	struct transcript t = transcript_new();
	const char *got = transcript_of(&t, slice_of(
	    "Content-Type: application/octet-stream; name=a.txt\n\n"
	    " <!-- c --><!DOCTYPE html><p>x"));

	CHECK_HOLDS(got, "attachment 1 (text/html) yes +9 \"a.txt\"\n");
	transcript_free(&t);
}

static void
meta_names_the_charset(void)
{
	check("<meta http-equiv=content-type content='text/html; "
	    "charset=koi8-r'>\xf0\xd2\xc9\xd7\xc5\xd4",
	    WANT("\xd0\xbf\xd1\x80\xd0\xb8\xd0\xb2\xd0\xb5\xd1\x82"));
}

/* 200,000 attributes on a tag, a million elements: linear, or this hangs. */
static void
size_alone_does_not_hurt(void)
{
	struct transcript t = transcript_new();
	struct buf page = buf_new(1 << 24);

	buf_text(&page, "<html><b ");
	for (unsigned i = 0; i < 200000; i++)
		buf_printf(&page, "a%u=1 ", i);
	buf_text(&page, ">");
	for (unsigned i = 0; i < 1000000; i++)
		buf_text(&page, "<div>");
	for (unsigned i = 0; i < 100000; i++)
		buf_text(&page, "<a <a");
	buf_text(&page, "end");
	check_with(&t, buf_string(&page), WANT("too_big", "end"));
	buf_free(&page);
}

int
main(void)
{
	static const struct unit_test tests[] = {
		UNIT(inline_elements_do_not_split_words_and_blocks_end_lines),
		UNIT(cells_are_apart_and_rows_are_lines),
		UNIT(white_space_of_the_source_is_one_space),
		UNIT(references_are_decoded),
		UNIT(attributes_and_comments_stand_apart),
		UNIT(hidden_text_is_flagged_and_never_splits_what_is_seen),
		UNIT(scripts_styles_and_titles),
		UNIT(what_never_closes_is_read_to_the_end),
		UNIT(a_tag_over_the_limit_is_too_big_and_still_seen),
		UNIT(tags_within_a_comment_part_its_lines),
		UNIT(a_page_is_known_by_its_content),
		UNIT(meta_names_the_charset),
		UNIT(size_alone_does_not_hurt),
		{ NULL, NULL },
	};

	return unit_run("html", tests);
}
