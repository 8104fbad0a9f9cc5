/*
 * fuzz_doc - any bytes as a Word document.
 */
#include "fuzz/reader.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	reader_fuzz(&extractor_doc, slice_bytes(data, size));
	return 0;
}
