/*
 * test_pdf_slant - promises of scanner/extract/pdf_slant.
 */
#include "scanner/extract/pdf_slant.h"

#include <math.h>

#include "unit/unit.h"

enum { BOXES = 256 };

/*
 * A page of small lines and letters of a word between them, each on its line, 30
 * up and 30 to the right; a space of the word moves on without a letter.
 */
static void
check(const char *word, double rise, double size, const char *want)
{
	struct pdf_box boxes[BOXES] = {{0}};
	struct buf text = buf_new(1000), out = buf_new(1000);
	size_t count = 0;
	double x = 100, y = 400;

	for (size_t i = 0; word[i]; i++, x += 30, y -= rise) {
		for (size_t k = 0; k < 8; k++, count++)
			boxes[count] = (struct pdf_box){10 * (double)k,
			    20 * (double)i, 10 * (double)k + 6,
			    20 * (double)i + 11};
		(void)!buf_text(&text, "aaaaaaa\n");
		if (word[i] == ' ')
			continue;
		(void)!buf_put(&text, slice_bytes(word + i, 1));
		boxes[count++] = (struct pdf_box){x, y, x + size,
		    y + (size < 30 ? size : 30)};
		(void)!buf_text(&text, "\n");
		boxes[count++] = (struct pdf_box){x + size, y, x + size, y};
	}
	pdf_slant_read(buf_slice(&text), boxes, count, &out);
	CHECK_TEXT(buf_string(&out), want);
	buf_free(&text);
	buf_free(&out);
}

static void
a_rising_and_a_falling_word_are_read(void)
{
	check("SECRET", 30, 60, "SECRET");
	check("SECRET", -30, 60, "SECRET");
	check("TOP SECRET", 30, 60, "TOP SECRET");
	check("TOP SECRET", -30, 60, "TOP SECRET");
}

static void
letters_of_the_page_are_no_watermark(void)
{
	check("SECRET", 30, 11, "");
	check("SEC", 30, 60, "");
	check("123456", 30, 60, "");
	pdf_slant_read((struct slice){0}, NULL, 0, &(struct buf){0});
}

static void
boxes_that_stand_nowhere_are_no_watermark(void)
{
	struct pdf_box boxes[16] = {{0}};
	struct slice text = slice_of("S\nE\nC\nR\nE\nT\n");
	struct buf out = buf_new(100);

	pdf_slant_read(text, boxes, text.len, &out);
	for (size_t i = 0; i < text.len; i++)
		boxes[i] = (struct pdf_box){NAN, 0, 60, INFINITY};
	boxes[0] = (struct pdf_box){0, 0, 10, 10};
	pdf_slant_read(text, boxes, text.len, &out);
	CHECK_NUMBER(out.len, 0);
	buf_free(&out);
}

int
main(void)
{
	static const struct unit_test tests[] = {
		UNIT(a_rising_and_a_falling_word_are_read),
		UNIT(letters_of_the_page_are_no_watermark),
		UNIT(boxes_that_stand_nowhere_are_no_watermark),
		{NULL, NULL},
	};

	return unit_run("pdf_slant", tests);
}
