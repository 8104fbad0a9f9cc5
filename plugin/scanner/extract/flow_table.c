/*
 * flow_table - where in a table a paragraph stands, and what the column's head
 * says.
 */
#include "scanner/extract/flow_table.h"

#include <stdlib.h>

bool
flow_table_begin(struct flow_table **top, uint32_t number)
{
	struct flow_table *table = calloc(1, sizeof(*table));

	if (table == NULL)
		return false;
	table->up = *top;
	table->number = number;
	*top = table;
	return true;
}

void
flow_table_end(struct flow_table **top)
{
	struct flow_table *table = *top;

	if (table == NULL)
		return;
	*top = table->up;
	free(table);
}

void
flow_table_row(struct flow_table *table)
{
	table->row++;
	table->column = 0;
	table->span = 1;
}

void
flow_table_cell(struct flow_table *table)
{
	table->column += table->column == 0 ? 1 : table->span;
	table->span = 1;
}

void
flow_table_text(struct flow_table *table, struct slice text)
{
	size_t column = table->column - 1, room;

	text = slice_trim(text);
	if (table->row != 1 || table->column == 0 ||
	    column >= FLOW_COLUMNS_MOST || text.len == 0)
		return;
	room = FLOW_HEAD_MAX - table->head_len[column];
	if (table->head_len[column] > 0 && room > 0) {
		table->head[column][table->head_len[column]++] = ' ';
		room--;
	}
	if (text.len > room)
		text.len = room;
	memcpy(table->head[column] + table->head_len[column], text.at,
	    text.len);
	table->head_len[column] += (unsigned char)text.len;
}

struct slice
flow_table_head(const struct flow_table *table)
{
	size_t column = table->column - 1;

	if (table->row < 2 || table->column == 0 ||
	    column >= FLOW_COLUMNS_MOST)
		return (struct slice){0};
	return slice_bytes(table->head[column], table->head_len[column]);
}
