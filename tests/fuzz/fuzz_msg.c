/*
 * fuzz_msg - any bytes as an Outlook item.
 */
#include "fuzz/reader.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	reader_fuzz(&extractor_msg, slice_bytes(data, size));
	return 0;
}
