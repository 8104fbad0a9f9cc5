/*
 * test_frame - promises of base/frame: what arrives is checked before it is
 * looked at, whatever it is.
 */
#include "base/frame.h"

#include <sys/socket.h>

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/io.h"
#include "unit/unit.h"

static void
put_part(struct buf *out)
{
	frame_begin(out, FRAME_PART);
	frame_put_number(out, FIELD_PART_id, 2);
	frame_put_number(out, FIELD_PART_parent, 1);
	frame_put_text(out, FIELD_PART_where, slice_of("attachment 1"));
	frame_put_text(out, FIELD_PART_type, slice_of("text/plain"));
	frame_put_number(out, FIELD_PART_size, 12345678901);
	frame_put_number(out, FIELD_PART_examined, 2);
	frame_put_number(out, FIELD_PART_causes, 0);
	frame_put_number(out, FIELD_PART_flags, 0);
}

static void
a_frame_comes_back_as_it_was_put(void)
{
	struct buf out = buf_new(FRAME_MAX);
	struct frame frame;
	struct err err;

	put_part(&out);
	CHECK_RC(frame_parse(buf_slice(&out), &frame, &err), RC_OK, &err);
	CHECK(frame.type == FRAME_PART);
	CHECK_NUMBER(frame_number(&frame, FIELD_PART_size), 12345678901);
	CHECK(slice_is_text(frame_bytes(&frame, FIELD_PART_where),
	    "attachment 1"));
	CHECK(!frame_has(&frame, FIELD_PART_name));
	buf_free(&out);
}

static void
every_truncation_is_refused(void)
{
	struct buf out = buf_new(FRAME_MAX);
	struct frame frame;
	struct err err;

	put_part(&out);
	for (size_t i = 0; i < out.len; i++)
		CHECK_RC(frame_parse(slice_bytes(out.at, i), &frame, &err),
		    RC_INPUT, &err);
	buf_free(&out);
}

static void
random_bytes_never_do_harm(void)
{
	struct buf out = buf_new(FRAME_MAX);
	struct frame frame;
	struct err err;

	srandom(7);
	for (unsigned round = 0; round < 20000; round++) {
		put_part(&out);
		for (unsigned i = 0; i < 3; i++)
			out.at[8 + (size_t)random() % (out.len - 8)] =
			    (unsigned char)random();
		if (frame_parse(buf_slice(&out), &frame, &err) != RC_OK)
			continue;
		CHECK(frame_number(&frame, FIELD_PART_examined) <= 2);
		CHECK(frame_bytes(&frame, FIELD_PART_where).len <= 256);
	}
	buf_free(&out);
}

static void
expect_wrong(struct buf *out, const char *says)
{
	struct frame frame;
	struct err err;

	CHECK_RC(frame_parse(buf_slice(out), &frame, &err), RC_INPUT, &err);
	CHECK_HOLDS(err.text, says);
}

static void
fields_outside_the_schema_are_refused(void)
{
	struct buf out = buf_new(FRAME_MAX);

	put_part(&out);
	frame_put_number(&out, FIELD_PART_id, 2);
	expect_wrong(&out, "id comes twice");
	put_part(&out);
	frame_put_number(&out, (enum frame_field)63, 2);
	expect_wrong(&out, "unknown field");
	put_part(&out);
	frame_put_text(&out, FIELD_PART_name, slice_of("x"));
	expect_wrong(&out, "name has the wrong kind");
	frame_begin(&out, FRAME_NOTE);
	frame_put_text(&out, FIELD_NOTE_sentence, slice_of("a\nb"));
	expect_wrong(&out, "sentence is out of bounds");
	frame_begin(&out, FRAME_NOTE);
	expect_wrong(&out, "sentence is missing");
	frame_begin(&out, FRAME_KEPT);
	frame_put_bytes(&out, FIELD_KEPT_sequence, slice_of("1234567"));
	expect_wrong(&out, "sequence has the wrong kind");
	buf_free(&out);
}

static void
many_fields_come_one_by_one(void)
{
	struct buf out = buf_new(FRAME_MAX);
	struct frame frame;
	struct slice bytes;
	struct err err;
	size_t cursor = 0, count = 0;

	frame_begin(&out, FRAME_SCAN);
	frame_put_number(&out, FIELD_SCAN_kind, 0);
	frame_put_number(&out, FIELD_SCAN_wait_ms, 1000);
	frame_put_number(&out, FIELD_SCAN_options, 0);
	frame_put_bytes(&out, FIELD_SCAN_address, slice_of("a@example.org"));
	frame_put_bytes(&out, FIELD_SCAN_address, slice_of("b@example.org"));
	CHECK_RC(frame_parse(buf_slice(&out), &frame, &err), RC_OK, &err);
	while (frame_each(&frame, FIELD_SCAN_address, &cursor, &bytes))
		count++;
	CHECK_NUMBER(count, 2);
	buf_free(&out);
}

static void
descriptors_travel_with_a_frame_and_the_end_is_seen(void)
{
	struct clock clock = clock_system();
	uint64_t soon = clock_monotonic_ms(&clock) + 1000;
	struct buf out = buf_new(FRAME_MAX), in = buf_new(FRAME_MAX);
	struct frame frame;
	struct slice bytes;
	struct err err;
	int pair[2], fd;

	CHECK_FATAL(socketpair(AF_UNIX, SOCK_SEQPACKET, 0, pair) == 0);
	CHECK_RC(io_memory_file("t", slice_of("content"), &fd, &err), RC_OK,
	    &err);
	put_part(&out);
	CHECK_RC(frame_send(pair[0], &out, &fd, 1, &clock, soon, &err), RC_OK,
	    &err);
	io_close(&fd);
	CHECK_RC(frame_receive(pair[1], &in, &clock, soon, &frame, &err),
	    RC_OK, &err);
	CHECK_NUMBER(frame.fd_count, 1);
	CHECK((fcntl(frame.fds[0], F_GETFD) & FD_CLOEXEC) != 0);
	CHECK_RC(io_map(frame.fds[0], 100, &bytes, &err), RC_OK, &err);
	CHECK(slice_is_text(bytes, "content"));
	io_unmap(bytes);
	frame_drop_fds(&frame);
	CHECK_RC(frame_receive(pair[1], &in, &clock,
	    clock_monotonic_ms(&clock) + 10, &frame, &err), RC_LATER, &err);
	CHECK(write(pair[0], "junk", 4) == 4);
	CHECK_RC(frame_receive(pair[1], &in, &clock, soon, &frame, &err),
	    RC_INPUT, &err);
	close(pair[0]);
	CHECK_RC(frame_receive(pair[1], &in, &clock, soon, &frame, &err),
	    RC_END, &err);
	CHECK_RC(frame_send(pair[1], &out, NULL, 0, &clock, soon, &err),
	    RC_END, &err);
	close(pair[1]);
	buf_free(&out);
	buf_free(&in);
}

static void
every_rule_belongs_to_a_frame_and_has_its_own_tag(void)
{
	size_t count;
	const struct frame_rule *rules = frame_rules(&count);

	for (size_t i = 0; i < count; i++) {
		CHECK(frame_type_name(rules[i].type) != NULL);
		CHECK(rules[i].tag > 0 && rules[i].tag < 64);
		for (size_t j = 0; j < i; j++)
			CHECK(rules[i].type != rules[j].type ||
			    rules[i].tag != rules[j].tag);
	}
	CHECK(frame_type_name((enum frame_type)0) == NULL);
}

int
main(void)
{
	static const struct unit_test tests[] = {
		UNIT(a_frame_comes_back_as_it_was_put),
		UNIT(every_truncation_is_refused),
		UNIT(random_bytes_never_do_harm),
		UNIT(fields_outside_the_schema_are_refused),
		UNIT(many_fields_come_one_by_one),
		UNIT(descriptors_travel_with_a_frame_and_the_end_is_seen),
		UNIT(every_rule_belongs_to_a_frame_and_has_its_own_tag),
		{ NULL, NULL }
	};

	return unit_run("frame", tests);
}
