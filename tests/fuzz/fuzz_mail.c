/*
 * fuzz_mail - any bytes as a message, through all readers that run in a text
 * worker and through normalise.
 */
#include "base/buf.h"
#include "scanner/message/charset.h"
#include "scanner/pipeline.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static enum rc
run(struct charsets *set, struct slice bytes, struct arena *arena,
    struct err *err)
{
	struct limits limits = limit_defaults();
	struct clock clock = clock_system();
	struct pipeline with = { .limits = &limits, .clock = &clock,
	    .charsets = set };
	struct pipeline_request request = { .bytes = bytes, .texts = true };
	struct pipeline_result result;

	limits.html_tag_bytes = 1024;
	limits.text_part_bytes = 65536;
	limits.text_mail_bytes = 262144;
	request.deadline_ms = clock_monotonic_ms(&clock) + 10000;
	return pipeline_run(&with, &request, arena, &result, err);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct charsets *set;	/* opened once: it is the slow part */
	struct arena *arena = arena_new(1 << 28);
	struct err err;
	enum rc rc;

	if (set == NULL && charsets_open(&set, &err) != RC_OK)
		return -1;
	rc = run(set, slice_bytes(data, size), arena, &err);
	arena_free(arena);
	if (rc != RC_OK && rc != RC_LIMIT)
		__builtin_trap();
	return 0;
}
