/*
 * fuzz_answer - an answer of the scanner as hostile bytes.
 *
 * The input is frames, each behind two bytes of length; the message part of a
 * frame's head may be left out, since a fuzzer would spend its life on it.
 */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "lib/answer.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check_all(struct answer *answer)
{
	struct err err;

	if (answer_end(answer, &err) != RC_OK)
		return;
	for (size_t i = 0; i < answer->part_count; i++)
		if (answer->parts[i].name == NULL ||
		    answer->parts[i].where == NULL)
			abort();
	for (size_t i = 0; i < answer->label_count; i++)
		if (!answer_is_id(slice_of(answer->labels[i].id)))
			abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct limits limits = limit_defaults();
	struct answer *answer = answer_new(&limits, 1 << 22);
	struct slice rest = slice_bytes(data, size);
	enum rc rc = RC_OK;
	struct err err;

	while (rc == RC_OK && rest.len > 2) {
		size_t len = rest.at[0] | (size_t)rest.at[1] << 8;
		struct slice bytes = slice_sub(rest, 2, 2 + len);
		struct frame frame = {.fd_count = 0};

		rest = slice_sub(rest, 2 + len, rest.len);
		rc = frame_parse(bytes, &frame, &err);
		if (rc == RC_OK)
			rc = answer_take(answer, &frame, &err);
	}
	if (rc == RC_OK || rc == RC_END)
		check_all(answer);
	answer_free(answer);
	return 0;
}
