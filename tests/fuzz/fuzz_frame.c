/*
 * fuzz_frame - any bytes as a frame: refused, or every field can be read.
 */
#include "base/escape.h"
#include "base/frame.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
read_fields(const struct frame *frame)
{
	size_t count;
	const struct frame_rule *rules = frame_rules(&count);

	for (size_t i = 0; i < count; i++) {
		enum frame_field field = (enum frame_field)rules[i].tag;
		struct slice bytes;
		size_t cursor = 0;
		if (rules[i].type != frame->type)
			continue;
		while (frame_each(frame, field, &cursor, &bytes))
			if (rules[i].kind != KIND_NUMBER &&
			    bytes.len > rules[i].most)
				__builtin_trap();
		if (rules[i].kind == KIND_NUMBER)
			frame_number(frame, field);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct frame frame;
	struct err err;

	if (frame_parse(slice_bytes(data, size), &frame, &err) == RC_OK)
		read_fields(&frame);
	return 0;
}
