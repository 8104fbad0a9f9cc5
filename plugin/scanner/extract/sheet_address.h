/*
 * sheet_address - "B7" for a column and a row that count from 1.
 */
#ifndef OUTMARK_SCANNER_EXTRACT_SHEET_ADDRESS_H
#define OUTMARK_SCANNER_EXTRACT_SHEET_ADDRESS_H

#include "base/slice.h"

enum { SHEET_ADDRESS_MAX = 32 };

/* Print the address; a column past seven letters loses its first ones. */
void sheet_address_print(uint64_t column, uint64_t row,
    char out[SHEET_ADDRESS_MAX]);

#endif
