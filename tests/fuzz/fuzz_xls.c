/*
 * fuzz_xls - any bytes as a workbook, with or without a compound file around it.
 */
#include "fuzz/reader.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	reader_fuzz(&extractor_xls, slice_bytes(data, size));
	return 0;
}
