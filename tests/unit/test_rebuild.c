/*
 * test_rebuild - promises of front/milter/rebuild: bytes as on the wire.
 */
#include "front/milter/rebuild.h"

#include "unit/unit.h"

static void
check(const char *name, const char *value, const char *want)
{
	struct buf out = buf_new(4096);

	CHECK(rebuild_field(name, value, &out));
	CHECK_TEXT(buf_string(&out), want);
	buf_free(&out);
}

static void
value_keeps_the_space_it_has_or_has_not(void)
{
	check("Subject", " a b", "Subject: a b\r\n");
	check("X-None", "a", "X-None:a\r\n");
	check("X-Tab", "\ta", "X-Tab:\ta\r\n");
	check("X-Empty", "", "X-Empty:\r\n");
	check("X-Blank", " ", "X-Blank: \r\n");
	check("Odd Name ", " x", "Odd Name : x\r\n");
}

static void
folded_lines_get_their_cr_back_once(void)
{
	check("A", " one\n two\n\tthree", "A: one\r\n two\r\n\tthree\r\n");
	check("A", " one\r\n two", "A: one\r\n two\r\n");
	check("A", " a\rb\n c", "A: a\rb\r\n c\r\n");
	check("A", "\n x", "A:\r\n x\r\n");
	check("A", " \xe4\xff", "A: \xe4\xff\r\n");
}

static void
overlong_value_is_said(void)
{
	struct buf out = buf_new(8);

	CHECK(!rebuild_field("Subject", " longer", &out));
	buf_free(&out);
}

int
main(void)
{
	static const struct unit_test tests[] = {
		UNIT(value_keeps_the_space_it_has_or_has_not),
		UNIT(folded_lines_get_their_cr_back_once),
		UNIT(overlong_value_is_said),
		{ NULL, NULL }
	};

	return unit_run("rebuild", tests);
}
