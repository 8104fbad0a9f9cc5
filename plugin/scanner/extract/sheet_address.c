/*
 * sheet_address - "B7" for a column and a row that count from 1.
 */
#include "scanner/extract/sheet_address.h"

#include <inttypes.h>
#include <stdio.h>

void
sheet_address_print(uint64_t column, uint64_t row,
    char out[SHEET_ADDRESS_MAX])
{
	char letters[8];
	size_t len = 0;

	while (column > 0 && len < 7) {
		letters[len++] = (char)('A' + (column - 1) % 26);
		column = (column - 1) / 26;
	}
	for (size_t i = 0; i < len; i++)
		out[i] = letters[len - 1 - i];
	snprintf(out + len, SHEET_ADDRESS_MAX - len, "%" PRIu64, row);
}
