/*
 * text - the normalised text of one part, with the way back to the original.
 *
 * Questions are answered by bisection; nothing is allocated.
 */
#include "scanner/extract/text.h"

const struct text_run *
text_run_at(const struct text *text, size_t offset)
{
	size_t low = 0, high = text->run_count;

	if (high == 0)
		return NULL;
	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;
		if (text->runs[middle].start <= offset)
			low = middle;
		else
			high = middle;
	}
	return &text->runs[low];
}

const struct text_run *
text_run_near(const struct text *text, const struct text_run *near,
    size_t offset)
{
	enum { STEPS = 16 };
	const struct text_run *end = text->runs + text->run_count;

	if (!near || near->start > offset)
		return text_run_at(text, offset);
	for (unsigned i = 0; i < STEPS; i++, near++)
		if (near + 1 == end || near[1].start > offset)
			return near;
	return text_run_at(text, offset);
}

size_t
text_original(const struct text *text, size_t offset)
{
	size_t low = 0, high = text->shift_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (text->shifts[middle].at <= offset)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == 0)
		return offset;
	return (size_t)((ptrdiff_t)offset + text->shifts[low - 1].delta);
}
