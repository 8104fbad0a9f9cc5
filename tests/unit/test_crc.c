/*
 * test_crc - promises of base/crc.
 */
#include "base/crc.h"
#include "unit/unit.h"

static void
sums_are_those_of_the_standard(void)
{
	CHECK_NUMBER(crc_32(slice_of("")), 0);
	CHECK_NUMBER(crc_32(slice_of("123456789")), 0xcbf43926);
	CHECK_NUMBER(crc_32(slice_bytes("\0\0\0\0", 4)), 0x2144df1c);
}

int
main(void)
{
	static const struct unit_test tests[] = {
		UNIT(sums_are_those_of_the_standard),
		{ NULL, NULL }
	};

	return unit_run("crc", tests);
}
