/*
 * test_pipeline - promises of scanner/pipeline and budget.
 */
#include "scanner/budget.h"
#include "unit/transcript.h"
#include "unit/unit.h"

static struct clock still;
static uint64_t now_ms;

static uint64_t
fake_now(void *own)
{
	(void)own;
	return now_ms;
}

static struct budget
budget(struct limits *limits)
{
	still = (struct clock){ .monotonic_ms = fake_now, .wall_ms = fake_now };
	now_ms = 1000;
	return budget_new(limits, &still, 2000);
}

static void
time_ends_at_the_deadline(void)
{
	struct limits limits = limit_defaults();
	struct budget b = budget(&limits);

	CHECK_NUMBER(budget_time(&b), CAUSE_none);
	now_ms = 2000;
	CHECK_NUMBER(budget_time(&b), CAUSE_time);
}

static void
parts_are_counted_to_the_last(void)
{
	struct limits limits = limit_defaults();
	struct budget b;

	limits.parts = 2;
	b = budget(&limits);
	CHECK_NUMBER(budget_part(&b), CAUSE_none);
	CHECK_NUMBER(budget_part(&b), CAUSE_none);
	CHECK_NUMBER(budget_part(&b), CAUSE_too_many);
	CHECK_NUMBER(b.parts, 2);
}

static void
a_bomb_is_a_ratio_only_behind_the_grace(void)
{
	struct limits limits = limit_defaults();
	struct budget b;
	uint64_t from = 0;

	limits.ratio = 10;
	limits.ratio_grace_bytes = 1000;
	b = budget(&limits);
	CHECK_NUMBER(budget_unpacked(&b, 1000, 10, &from), CAUSE_none);
	CHECK_NUMBER(budget_unpacked(&b, 1, 10, &from), CAUSE_ratio);
	from = 0;
	CHECK_NUMBER(budget_unpacked(&b, 5000, 500, &from), CAUSE_none);
}

static void
unpacked_bytes_saturate(void)
{
	struct limits limits = limit_defaults();
	struct budget b = budget(&limits);
	uint64_t from = 0;

	CHECK_NUMBER(budget_unpacked(&b, UINT64_MAX, 10, &from),
	    CAUSE_too_big);
	CHECK_NUMBER(budget_unpacked(&b, UINT64_MAX, 10, &from),
	    CAUSE_too_big);
	CHECK_NUMBER(b.unpacked, UINT64_MAX);
}

static const char two_parts[] =
    "Content-Type: multipart/mixed; boundary=b\n\n--b\n\none\n--b\n"
    "Content-Disposition: attachment; filename=card.txt\n\ntwo\n--b--\n";

static void
a_passed_deadline_examines_nothing_and_says_so(void)
{
	struct transcript t = transcript_new();

	t.request.deadline_ms = 1;
	CHECK_HOLDS(transcript_of(&t, slice_of(two_parts)),
	    "part 1 < 0 message (application/octet-stream) no time\n");
	transcript_free(&t);
}

static void
one_part_too_many_is_said(void)
{
	struct transcript t = transcript_new();
	const char *got;

	t.limits.parts = 2;
	got = transcript_of(&t, slice_of(two_parts));
	CHECK_HOLDS(got, "part 1 < 0 message (message/rfc822) partly too_many\n");
	CHECK_NUMBER(t.result.part_count, 2);
	transcript_free(&t);
}

static void
no_text_left_still_looks_at_names(void)
{
	struct transcript t = transcript_new();
	const char *got;

	t.limits.text_mail_bytes = 50;
	got = transcript_of(&t, slice_of(two_parts));
	CHECK_HOLDS(got, "too_big");
	CHECK_HOLDS(got, "file name [filename]: card.txt\n");
	transcript_free(&t);
}

static void
a_cut_message_is_too_big(void)
{
	struct transcript t = transcript_new();

	t.request.cut = true;
	CHECK_HOLDS(transcript_of(&t, slice_of(two_parts)),
	    "message (message/rfc822) partly too_big\n");
	transcript_free(&t);
	t.request.cut = false;
	t.limits.message_bytes = 60;
	CHECK_HOLDS(transcript_of(&t, slice_of(two_parts)), "too_big");
	transcript_free(&t);
}

static void
a_document_alone_is_its_own_root(void)
{
	struct transcript t = transcript_new();
	const char *got;

	t.request.document = true;
	t.request.name = slice_of("notes.txt");
	got = transcript_of(&t, slice_of("some notes"));
	CHECK_HOLDS(got, "part 1 < 0 document (text/plain) yes \"notes.txt\"\n");
	CHECK_HOLDS(got, "document [attachment]: some notes\n");
	CHECK_HOLDS(got, "file name [filename]: notes.txt\n");
	transcript_free(&t);
}

static void
envelope_addresses_have_their_scope(void)
{
	static const struct slice addresses[] = {
		{ (const unsigned char *)"a@example.org", 13 },
		{ (const unsigned char *)"b@example.net", 13 },
	};
	struct transcript t = transcript_new();

	t.request.addresses = addresses;
	t.request.address_count = 2;
	CHECK_HOLDS(transcript_of(&t, slice_of("\nx")),
	    "envelope address 2 [envelope]: b@example.net\n");
	transcript_free(&t);
}

static void
a_format_without_a_reader_is_unsupported(void)
{
	struct transcript t = transcript_new();
	const char *got;
	static const char head[] = "Content-Type: x/unknown; name=a.bin\n\n";
	char message[256] = {0};
	size_t len = sizeof head - 1;

	memcpy(message, head, len);
	for (; len < sizeof message; len++)
		message[len] = (char)(len % 32 == 9 ? 1 : len % 32);
	got = transcript_of(&t, slice_bytes(message, sizeof message));
	CHECK_HOLDS(got, "no unsupported \"a.bin\"\n");
	CHECK_HOLDS(got, "file name [filename]: a.bin\n");
	transcript_free(&t);
}

int
main(void)
{
	static const struct unit_test tests[] = {
		UNIT(time_ends_at_the_deadline),
		UNIT(parts_are_counted_to_the_last),
		UNIT(a_bomb_is_a_ratio_only_behind_the_grace),
		UNIT(unpacked_bytes_saturate),
		UNIT(a_passed_deadline_examines_nothing_and_says_so),
		UNIT(one_part_too_many_is_said),
		UNIT(no_text_left_still_looks_at_names),
		UNIT(a_cut_message_is_too_big),
		UNIT(a_document_alone_is_its_own_root),
		UNIT(envelope_addresses_have_their_scope),
		UNIT(a_format_without_a_reader_is_unsupported),
		{ NULL, NULL },
	};

	return unit_run("pipeline", tests);
}
