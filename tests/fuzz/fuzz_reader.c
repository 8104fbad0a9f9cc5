/*
 * fuzz_reader - any bytes given to one reader: fuzz_doc is the program of the
 * reader "doc".
 */
#include <stdio.h>
#include <stdlib.h>

#include "fuzz/sink.h"

static const struct extractor *chosen;

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
	const char *name = strstr(**argv, "fuzz_");

	(void)argc;
	for (const char *later = name; later != NULL;
	    later = strstr(later + 1, "fuzz_"))
		name = later;
	chosen = name != NULL ? extract_find(slice_of(name + 5)) : NULL;
	if (chosen != NULL)
		return 0;
	fprintf(stderr, "this program is to be called fuzz_ and the name of "
	    "a reader\n");
	exit(2);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz_sink sink;
	struct err err = {.text = ""};

	fuzz_sink_begin(&sink, slice_bytes(data, size));
	fuzz_sink_end(&sink, chosen->extract(&sink.job, &sink.sink, &err),
	    &err);
	return 0;
}
