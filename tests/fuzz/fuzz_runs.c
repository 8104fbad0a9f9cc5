/*
 * fuzz_runs - any text as one that files were written into as letters.
 */
#include "fuzz/sink.h"
#include "scanner/extract/runs.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice text = slice_bytes(data, size);
	struct err err = {.text = ""};
	struct fuzz_sink sink;

	fuzz_sink_begin(&sink, text);
	fuzz_sink_end(&sink, runs_read(&sink.job, &sink.sink, &text, 1,
	    text, &err), &err);
	return 0;
}
