/*
 * test_pdf_text - promises of scanner/extract/pdf_text.
 */
#include "scanner/extract/pdf_text.h"

#include "unit/unit.h"

/* Letters ten wide and ten high, the n-th at `x[n]` on line `y[n]`. */
static void
check(const char *text, const double *x, const double *y, size_t count,
    const char *want)
{
	struct pdf_box boxes[32];
	struct buf out = buf_new(256);

	for (size_t i = 0; i < count; i++)
		boxes[i] = (struct pdf_box){x[i], y[i], x[i] + 10, y[i] + 10};
	pdf_text_mend(slice_of(text), boxes, count, &out);
	CHECK_TEXT(buf_string(&out), want);
	buf_free(&out);
}

static void
letters_far_apart_are_parted(void)
{
	const double line[4] = {0};

	check("abcd", (const double[]){0, 10, 20, 30}, line, 4, "abcd");
	check("abcd", (const double[]){0, 10, 25, 35}, line, 4, "ab cd");
	check("abcd", (const double[]){0, 10, 80, 90}, line, 4, "ab\tcd");
}

static void
right_to_left_and_upright_text_is_not_torn(void)
{
	const double none[3] = {0};

	check("abc", (const double[]){20, 10, 0}, none, 3, "abc");
	check("abc", none, (const double[]){0, 10, 20}, 3, "abc");
	check("abc", none, (const double[]){0, 40, 50}, 3, "a\tbc");
}

static void
a_hyphen_at_a_line_end_is_mended(void)
{
	check("confi-\ndential", NULL, NULL, 0, "confidential");
	check("confi\302\255\ndential", NULL, NULL, 0, "confidential");
	check("Smith-\nJones", NULL, NULL, 0, "Smith-\nJones");
	check("123-\n45", NULL, NULL, 0, "123-\n45");
	check("end-\n", NULL, NULL, 0, "end-\n");
	check("-\na", NULL, NULL, 0, "-\na");
}

static void
a_wrong_number_of_boxes_leaves_the_text(void)
{
	const double apart[3] = {0, 100, 200};

	check("abcd", apart, apart, 3, "abcd");
	check("\344\270\255", apart, apart, 3, "\344\270\255");
	check("", apart, apart, 0, "");
}

static const struct unit_test tests[] = {
	UNIT(letters_far_apart_are_parted),
	UNIT(right_to_left_and_upright_text_is_not_torn),
	UNIT(a_hyphen_at_a_line_end_is_mended),
	UNIT(a_wrong_number_of_boxes_leaves_the_text),
	{0},
};

int
main(void)
{
	return unit_run("pdf_text", tests);
}
