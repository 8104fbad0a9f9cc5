/*
 * sheet_heads - what stands above a column.
 */
#include "scanner/extract/sheet_heads.h"

#include <stdlib.h>

enum { HEADS_COLUMNS = 512, HEADS_TEXT = 95 };

struct head {
	unsigned char len;
	unsigned char text[HEADS_TEXT];
};

struct sheet_heads {
	bool found;		/* a whole row of heads has come */
	unsigned words, numbers;	/* in the current row */
	struct head fixed[HEADS_COLUMNS];
	struct head row[HEADS_COLUMNS];
};

struct sheet_heads *
sheet_heads_new(void)
{
	return calloc(1, sizeof(struct sheet_heads));
}

void
sheet_heads_free(struct sheet_heads *heads)
{
	free(heads);
}

void
sheet_heads_row(struct sheet_heads *heads)
{
	heads->words = heads->numbers = 0;
	if (heads->found)
		return;
	for (size_t i = 0; i < HEADS_COLUMNS; i++)
		heads->row[i].len = 0;
}

void
sheet_heads_row_end(struct sheet_heads *heads)
{
	if (heads->found)
		return;
	heads->found = heads->words >= 2 && heads->numbers == 0;
	for (size_t i = 0; i < HEADS_COLUMNS; i++)
		if (heads->found ||
		    (heads->row[i].len > 0 && heads->fixed[i].len == 0))
			heads->fixed[i] = heads->row[i];
}

void
sheet_heads_cell(struct sheet_heads *heads, uint64_t column,
    struct slice text, bool words)
{
	struct head *head;

	text = slice_trim(text);
	if (text.len == 0)
		return;
	if (words)
		heads->words++;
	else
		heads->numbers++;
	if (heads->found || !words || column == 0 || column > HEADS_COLUMNS)
		return;
	head = &heads->row[column - 1];
	head->len = (unsigned char)(text.len < HEADS_TEXT ? text.len :
	    HEADS_TEXT);
	memcpy(head->text, text.at, head->len);
}

struct slice
sheet_heads_of(const struct sheet_heads *heads, uint64_t column)
{
	if (column == 0 || column > HEADS_COLUMNS)
		return (struct slice){0};
	return slice_bytes(heads->fixed[column - 1].text,
	    heads->fixed[column - 1].len);
}
