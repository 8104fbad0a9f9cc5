/*
 * fuzz_ppt - any bytes as a presentation.
 */
#include "fuzz/reader.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	reader_fuzz(&extractor_ppt, slice_bytes(data, size));
	return 0;
}
