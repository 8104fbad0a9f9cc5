/*
 * fuzz_image - any bytes as a picture: words around it, sizes, frames, pages.
 */
#include "fuzz/reader.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct extractor *const all[] = { &extractor_png,
		&extractor_jpeg, &extractor_gif, &extractor_webp,
		&extractor_tiff, &extractor_bmp };
	struct slice bytes = slice_bytes(data, size), none = slice_of("");

	for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
		if (all[i]->sniff(bytes, none, none) > 0)
			reader_fuzz(all[i], bytes);
	return 0;
}
