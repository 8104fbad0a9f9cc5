/*
 * test_buf - promises of base/buf.
 */
#include "base/buf.h"
#include "unit/unit.h"

static void
what_does_not_fit_is_dropped_and_remembered(void)
{
	struct buf buf = buf_new(10);
	struct err err;

	CHECK(buf_text(&buf, "0123456789"));
	CHECK(buf_check(&buf, "it", &err) == RC_OK);
	CHECK(!buf_byte(&buf, 'x'));
	CHECK_TEXT(buf_string(&buf), "0123456789");
	CHECK_RC(buf_check(&buf, "it", &err), RC_LIMIT, &err);
	CHECK_HOLDS(err.text, "it is longer than the 10 bytes");
	buf_clear(&buf);
	CHECK(buf_printf(&buf, "%s", "abcdefghij"));
	CHECK(!buf_printf(&buf, "%d", 1));
	CHECK_NUMBER(buf.len, 10);
	buf_free(&buf);
	CHECK_TEXT(buf_string(&buf), "");
}

static void
reserve_refuses_sizes_that_wrap(void)
{
	struct buf buf = buf_new(SIZE_MAX / 2);

	CHECK(buf_byte(&buf, 'a'));
	CHECK(buf_reserve(&buf, SIZE_MAX) == NULL);
	CHECK(buf.full);
	buf_free(&buf);
}

static void
grows_through_many_sizes_unharmed(void)
{
	struct buf buf = buf_new(1 << 20);
	bool same = true;

	for (unsigned i = 0; i < 100000; i++)
		buf_byte(&buf, (unsigned char)(i % 251));
	for (unsigned i = 0; i < 100000; i++)
		same = same && buf.at[i] == i % 251;
	CHECK(same && buf.len == 100000 && !buf.full);
	buf_free(&buf);
}

int
main(void)
{
	static const struct unit_test tests[] = {
		UNIT(what_does_not_fit_is_dropped_and_remembered),
		UNIT(reserve_refuses_sizes_that_wrap),
		UNIT(grows_through_many_sizes_unharmed),
		{ NULL, NULL }
	};

	return unit_run("buf", tests);
}
