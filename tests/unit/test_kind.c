/*
 * test_kind - promises of front/cli/kind.
 */
#include "front/cli/kind.h"

#include "unit/unit.h"

static enum kind
guess(const char *head, const char *name)
{
	return kind_guess(slice_of(head), name);
}

static void
a_header_block_is_a_mail(void)
{
	CHECK_NUMBER(guess("From: a@x.example\nTo: b@x.example\n\nhi\n", "m"),
	    KIND_MAIL);
	CHECK_NUMBER(guess("Received: from x\r\n\tby y\r\nSUBJECT: s\r\n\r\n",
	    "m"), KIND_MAIL);
	CHECK_NUMBER(guess("X-Own: 1\nX-Two: 2\nMIME-Version: 1.0\n", "m"),
	    KIND_MAIL);
}

static void
a_long_block_is_a_mail_though_its_end_is_cut(void)
{
	CHECK_NUMBER(guess("From: a@x.example\nTo: b@x.example\nX-Cut he",
	    "m"), KIND_MAIL);
}

static void
the_name_eml_makes_a_mail(void)
{
	CHECK_NUMBER(guess("no header at all\n", "a/b.EML"), KIND_MAIL);
	CHECK_NUMBER(guess("", "empty.eml"), KIND_MAIL);
}

static void
other_texts_are_documents(void)
{
	CHECK_NUMBER(guess("", "x"), KIND_DOCUMENT);
	CHECK_NUMBER(guess("Dear Sir: hello\nSubject: none\n", "x"),
	    KIND_DOCUMENT);
	CHECK_NUMBER(guess("title: a\nversion: 1\nlist:\n- x\n", "x.yaml"),
	    KIND_DOCUMENT);
	CHECK_NUMBER(guess("Subject: alone\n\ntext\n", "x"), KIND_DOCUMENT);
	CHECK_NUMBER(guess("From: a\nTo: b\nno colon here\n\n", "x"),
	    KIND_DOCUMENT);
	CHECK_NUMBER(guess(" From: a\n To: b\n", "x"), KIND_DOCUMENT);
	CHECK_NUMBER(guess("PK\003\004From: x\nTo: y\n", "x.docx"),
	    KIND_DOCUMENT);
}

static void
bytes_without_a_line_end_are_no_trouble(void)
{
	static const unsigned char bytes[] = { 0, ':', 0xff, '\r', 'F', ':' };

	CHECK_NUMBER(kind_guess(slice_bytes(bytes, sizeof(bytes)), "x"),
	    KIND_DOCUMENT);
}

static void
a_from_line_and_a_field_are_an_mbox(void)
{
	CHECK_NUMBER(guess("From a@x.example Mon Jan  5 10:00:00 2026\n"
	    "From: a@x.example\n\nhi\n", "box"), KIND_MBOX);
	CHECK_NUMBER(guess("From the start it was 10:00 clear\nthat it is\n",
	    "x.txt"), KIND_DOCUMENT);
	CHECK_NUMBER(guess("From here on\nTo: b\n", "x.txt"), KIND_DOCUMENT);
}

static void
a_from_line_has_a_time(void)
{
	CHECK(kind_is_from_line(slice_of("From - Mon Jan  5 10:00:00 2026")));
	CHECK(kind_is_from_line(slice_of("From a@b Mon Jan  5 10:00 2026")));
	CHECK(!kind_is_from_line(slice_of("From now on we meet at noon")));
	CHECK(!kind_is_from_line(slice_of("From ")));
	CHECK(!kind_is_from_line(slice_of("from a 10:00:00")));
	CHECK(!kind_is_from_line(slice_of("From: a 10:00:00")));
}

static void
kinds_have_names(void)
{
	enum kind kind = KIND_GUESS;

	CHECK(kind_of_name("mail", &kind) && kind == KIND_MAIL);
	CHECK(kind_of_name("mbox", &kind) && kind == KIND_MBOX);
	CHECK(kind_of_name("document", &kind) && kind == KIND_DOCUMENT);
	CHECK(!kind_of_name("maildir", &kind));
	CHECK(!kind_of_name("", &kind));
}

static const struct unit_test tests[] = {
	UNIT(a_header_block_is_a_mail),
	UNIT(a_long_block_is_a_mail_though_its_end_is_cut),
	UNIT(the_name_eml_makes_a_mail),
	UNIT(other_texts_are_documents),
	UNIT(bytes_without_a_line_end_are_no_trouble),
	UNIT(a_from_line_and_a_field_are_an_mbox),
	UNIT(a_from_line_has_a_time),
	UNIT(kinds_have_names),
	{ NULL, NULL }
};

int
main(void)
{
	return unit_run("kind", tests);
}
