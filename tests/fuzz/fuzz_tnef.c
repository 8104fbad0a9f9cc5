/*
 * fuzz_tnef - any bytes as a winmail.dat.
 */
#include "fuzz/reader.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	reader_fuzz(&extractor_tnef, slice_bytes(data, size));
	return 0;
}
