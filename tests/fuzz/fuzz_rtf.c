/*
 * fuzz_rtf - any bytes as Rich Text.
 */
#include "fuzz/reader.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	reader_fuzz(&extractor_rtf, slice_bytes(data, size));
	return 0;
}
