/*
 * passage - the sentences that begin at a line.
 */
#include "scanner/marking/passage.h"

void
passage_read(const struct page *page, const struct line *line,
    struct passage *passage)
{
	struct slice all = page->text->bytes;
	bool line_end = false;

	passage->len = 0;
	for (size_t i = line->start; i < all.len &&
	    passage->len < PASSAGE_BYTES; i++) {
		unsigned char byte = all.at[i];
		bool space = byte_is_space(byte);

		if (byte == '\n' && line_end)
			return;
		line_end = byte == '\n' || (line_end && space);
		if (!space)
			passage->at[passage->len++] = (char)byte_lower(byte);
		else if (passage->len && passage->at[passage->len - 1] != ' ')
			passage->at[passage->len++] = ' ';
	}
}

bool
passage_has(const struct passage *passage, const char *words)
{
	return slice_find(slice_bytes(passage->at, passage->len),
	    slice_of(words)) != SIZE_MAX;
}

bool
passage_has_any(const struct passage *passage, const char *const *words)
{
	for (size_t i = 0; words[i]; i++)
		if (passage_has(passage, words[i]))
			return true;
	return false;
}
