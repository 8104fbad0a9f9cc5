/*
 * test_check - promises of liboutmark from its public side: a message from its
 * first byte to the decision, with a scanner and a keeper that do as told.
 *
 * proves P-1, P-2, P-3, P-6
 */
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/cause.h"
#include "base/crypt.h"
#include "base/io.h"
#include "base/json.h"
#include "base/yaml.h"
#include "contract/schema.h"
#include "fault/fake_service.h"
#include "outmark.h"
#include "unit/unit.h"

static char dir[] = "/tmp/outmark-check-XXXXXX";

static const char policy[] =
    "format: 1\n"
    "approved: {domains: [partner.test]}\n"
    "rules:\n"
    "- id: inside\n"
    "  when: {direction: [internal, inbound]}\n"
    "  action: deliver\n"
    "- id: refuse-cards\n"
    "  when: {labels: [pii.payment], destination: {approved: false}}\n"
    "  action: reject\n"
    "  advice: Never send cards.\n"
    "- id: pii-outside\n"
    "  when: {labels: [pii], destination: {approved: false}}\n"
    "  action: hold\n"
    "- otherwise: deliver\n"
    "faults:\n"
    "  direction: [outbound, forwarded, bounce]\n"
    "  otherwise: hold\n"
    "  charset: tag\n";

/* What the fake scanner does with a message. */
enum how { FINE, LABELLED, CARDS, MARKED, MARKED_RIGHT, MARKED_LONG, AUSTRALIAN, MANY_LABELS, DIES_AT_ONCE, DIES_LATER,
	SILENT, NOISE, LOOSE_ENDS, TWICE, NOTHING };

struct world {
	enum how how;
	struct fake_service *scanner, *keeper;
	struct outmark *outmark;
	unsigned seed;
	bool keeper_refuses;
	pthread_mutex_t lock;	/* of journal */
	struct buf journal;	/* bodies, a line each */
	_Atomic uint64_t seen_bytes;	/* of the last message */
};

static void
put_part(int fd, uint64_t id, uint64_t parent, uint64_t examined,
    uint64_t causes)
{
	struct buf out = buf_new(FRAME_MAX);

	frame_begin(&out, FRAME_PART);
	frame_put_number(&out, FIELD_PART_id, id);
	frame_put_number(&out, FIELD_PART_parent, parent);
	frame_put_text(&out, FIELD_PART_where, slice_of("body"));
	frame_put_bytes(&out, FIELD_PART_name,
	    slice_of("sec\xffret\x1b[31m.txt"));
	frame_put_text(&out, FIELD_PART_type, slice_of("text/plain"));
	frame_put_number(&out, FIELD_PART_size, 10);
	frame_put_number(&out, FIELD_PART_examined, examined);
	frame_put_number(&out, FIELD_PART_causes, causes);
	frame_put_number(&out, FIELD_PART_flags, 0);
	fake_service_send(fd, &out);
	buf_free(&out);
}

static void
put_label(int fd, const char *id, uint64_t count, uint64_t part)
{
	struct buf out = buf_new(FRAME_MAX);

	frame_begin(&out, FRAME_LABEL);
	frame_put_text(&out, FIELD_LABEL_id, slice_of(id));
	frame_put_number(&out, FIELD_LABEL_confidence, 85);
	frame_put_number(&out, FIELD_LABEL_count, count);
	frame_put_number(&out, FIELD_LABEL_part, part);
	frame_put_number(&out, FIELD_LABEL_part_count, count);
	fake_service_send(fd, &out);
	buf_free(&out);
}

/* A high-water mark, and the same as the SIO-Label the message came with. */
static void
put_overall(int fd, const char *system, const char *level,
    const char *text, const char *control)
{
	struct buf out = buf_new(FRAME_MAX);

	frame_begin(&out, FRAME_OVERALL);
	frame_put_text(&out, FIELD_OVERALL_system, slice_of(system));
	frame_put_text(&out, FIELD_OVERALL_level, slice_of(level));
	frame_put_text(&out, FIELD_OVERALL_text, slice_of(text));
	if (control != NULL)
		frame_put_text(&out, FIELD_OVERALL_control,
		    slice_of(control));
	fake_service_send(fd, &out);
	buf_free(&out);
}

static void
put_marking(int fd, const char *system, const char *text)
{
	struct buf out = buf_new(FRAME_MAX);

	frame_begin(&out, FRAME_MARKING);
	frame_put_number(&out, FIELD_MARKING_part, 1);
	frame_put_text(&out, FIELD_MARKING_system, slice_of(system));
	frame_put_text(&out, FIELD_MARKING_level, slice_of("SECRET"));
	frame_put_text(&out, FIELD_MARKING_text, slice_of(text));
	frame_put_text(&out, FIELD_MARKING_kind, slice_of("header"));
	frame_put_text(&out, FIELD_MARKING_where,
	    slice_of("header SIO-Label"));
	frame_put_number(&out, FIELD_MARKING_conformant, 1);
	frame_put_number(&out, FIELD_MARKING_mention, 0);
	fake_service_send(fd, &out);
	buf_free(&out);
}

static void
put_finding(int fd, const char *label)
{
	unsigned char digest[CRYPT_DIGEST_BYTES] = {1, 2, 3};
	struct buf out = buf_new(FRAME_MAX);

	frame_begin(&out, FRAME_FINDING);
	frame_put_text(&out, FIELD_FINDING_rule, slice_of("us_ssn"));
	frame_put_text(&out, FIELD_FINDING_label, slice_of(label));
	frame_put_number(&out, FIELD_FINDING_confidence, 85);
	frame_put_number(&out, FIELD_FINDING_count, 3);
	frame_put_number(&out, FIELD_FINDING_part, 1);
	frame_put_text(&out, FIELD_FINDING_where, slice_of("body"));
	frame_put_number(&out, FIELD_FINDING_start, 5);
	frame_put_number(&out, FIELD_FINDING_end, 16);
	frame_put_text(&out, FIELD_FINDING_masked, slice_of("***-**-1120"));
	frame_put_bytes(&out, FIELD_FINDING_digest,
	    slice_bytes(digest, sizeof digest));
	frame_put_text(&out, FIELD_FINDING_validator, slice_of("us_ssn"));
	frame_put_number(&out, FIELD_FINDING_state, 0);
	frame_put_number(&out, FIELD_FINDING_scope, 3);
	fake_service_send(fd, &out);
	buf_free(&out);
}

static void
put_done(int fd)
{
	struct buf out = buf_new(FRAME_MAX);

	frame_begin(&out, FRAME_DONE);
	frame_put_text(&out, FIELD_DONE_engine, slice_of("fake 1"));
	frame_put_text(&out, FIELD_DONE_generation, slice_of("g1"));
	frame_put_number(&out, FIELD_DONE_findings_dropped, 0);
	frame_put_number(&out, FIELD_DONE_text_cut, 0);
	frame_put_text(&out, FIELD_DONE_jail, slice_of("none"));
	frame_put_number(&out, FIELD_DONE_text_bytes, 10);
	fake_service_send(fd, &out);
	buf_free(&out);
}

/* A frame of a good answer with some bytes changed. */
static void
put_noise(struct world *w, int fd)
{
	struct buf out = buf_new(FRAME_MAX);

	frame_begin(&out, rand_r(&w->seed) % 2 ? FRAME_LABEL : FRAME_FINDING);
	frame_put_text(&out, FIELD_LABEL_id, slice_of("pii"));
	frame_put_number(&out, FIELD_LABEL_confidence, 85);
	frame_put_number(&out, FIELD_LABEL_count, 1);
	frame_put_number(&out, FIELD_LABEL_part, 1);
	frame_put_number(&out, FIELD_LABEL_part_count, 1);
	for (int i = rand_r(&w->seed) % 6; i > 0; i--)
		out.at[(size_t)rand_r(&w->seed) % out.len] =
		    (unsigned char)rand_r(&w->seed);
	if (rand_r(&w->seed) % 3 == 0)
		out.len = 1 + (size_t)rand_r(&w->seed) % out.len;
	fake_service_send(fd, &out);
	buf_free(&out);
}

static void
answer(struct world *w, int fd)
{
	switch (w->how) {
	case DIES_AT_ONCE:
		return;
	case DIES_LATER:
		put_part(fd, 1, 0, 2, 0);
		put_label(fd, "pii.identity.us", 3, 1);
		return;
	case SILENT:
		/* Until the client gives up. */
		recv(fd, &(char){0}, 1, 0);
		return;
	case NOISE:
		put_part(fd, 1, 0, 2, 0);
		for (int i = rand_r(&w->seed) % 4; i >= 0; i--)
			put_noise(w, fd);
		break;
	case LOOSE_ENDS:
		put_label(fd, "pii", 1, 7);
		break;
	case TWICE:
		put_part(fd, 1, 0, 2, 0);
		put_part(fd, 1, 0, 2, 0);
		break;
	case NOTHING:
		break;
	case MANY_LABELS:
		put_part(fd, 1, 0, 2, 0);
		put_part(fd, 2, 1, 0, cause_bit(CAUSE_charset));
		for (uint64_t i = 1; i <= 500; i++) {
			char id[100];

			snprintf(id, sizeof id, "pii.kind%llu.%060llu",
			    (unsigned long long)i, (unsigned long long)i);
			put_label(fd, id, i, 1);
		}
		break;
	case MARKED_RIGHT:
		put_part(fd, 1, 0, 2, 0);
		put_marking(fd, "us-classified", "SECRET//NOFORN");
		put_overall(fd, "us-classified", "SECRET", "SECRET//NOFORN",
		    NULL);
		break;
	case MARKED_LONG:
		put_part(fd, 1, 0, 2, 0);
		put_overall(fd, "fr", "SECRET", "SECRET", NULL);
		put_overall(fd, "label", "ACME",
		    "a label that is as long as a table may make it, which is "
		    "longer than what is left of the room for marks in a field "
		    "that a line of a header holds, with the others beside it; "
		    "so it has no place, and what is left out lowers", NULL);
		break;
	case AUSTRALIAN:
		put_part(fd, 1, 0, 2, 0);
		put_overall(fd, "au", "PROTECTED", "PROTECTED - CABINET",
		    w->seen_bytes % 2 ? "codeword" : "CABINET");
		break;
	case MARKED:
		put_part(fd, 1, 0, 2, 0);
		put_overall(fd, "us-classified", "SECRET", "SECRET//NOFORN",
		    NULL);
		put_overall(fd, "fr", "SECRET", "TR\303\210S \"SECRET\"",
		    NULL);
		put_overall(fd, "label", "ACME", "none", NULL);
		break;
	case FINE:
	case LABELLED:
	case CARDS:
		put_part(fd, 1, 0, 2, 0);
		if (w->how == LABELLED)
			put_label(fd, "pii.identity.us", 3, 1);
		if (w->how == LABELLED)
			put_finding(fd, "pii.identity.us");
		if (w->how == CARDS)
			put_label(fd, "pii.payment.card", 1, 1);
		break;
	}
	put_done(fd);
}

static void
serve_scan(void *own, int fd)
{
	struct buf bytes = buf_new(FRAME_MAX);
	struct world *w = own;
	struct slice message;
	struct frame frame;
	struct err err;

	if (fake_service_receive(fd, &bytes, &frame) &&
	    frame.type == FRAME_SCAN && frame.fd_count == 1 &&
	    io_map(frame.fds[0], SIZE_MAX / 2, &message, &err) == RC_OK) {
		w->seen_bytes = message.len;
		io_unmap(message);
		frame_drop_fds(&frame);
		answer(w, fd);
	}
	buf_free(&bytes);
}

static void
serve_keep(void *own, int fd)
{
	struct buf bytes = buf_new(FRAME_MAX), out = buf_new(FRAME_MAX);
	struct world *w = own;
	struct frame frame;
	struct pollfd wait = {.fd = fd, .events = POLLIN};

	while (poll(&wait, 1, 10000) > 0 &&
	    fake_service_receive(fd, &bytes, &frame)) {
		if (w->keeper_refuses) {
			frame_begin(&out, FRAME_REFUSED);
			frame_put_number(&out, FIELD_REFUSED_rc, RC_LATER);
			frame_put_text(&out, FIELD_REFUSED_sentence,
			    slice_of("the disk is full"));
		} else {
			pthread_mutex_lock(&w->lock);
			buf_put(&w->journal, frame_bytes(&frame,
			    FIELD_JOURNAL_body));
			buf_byte(&w->journal, '\n');
			pthread_mutex_unlock(&w->lock);
			frame_begin(&out, FRAME_KEPT);
			frame_put_number(&out, FIELD_KEPT_sequence, 1);
		}
		fake_service_send(fd, &out);
	}
	buf_free(&bytes);
	buf_free(&out);
}

static void
write_file(const char *name, const char *text)
{
	char path[128];
	struct err err;

	snprintf(path, sizeof path, "%s/%s", dir, name);
	CHECK_RC(io_replace_file(path, slice_of(text), 0600, &err), RC_OK,
	    &err);
}

static void
write_config(const char *mode, const char *more)
{
	char text[1024];

	snprintf(text, sizeof text, "mode: %s\nrun_dir: %s\nstate_dir: %s\n"
	    "rules_dir: %s\npolicy_file: %s/policy.yaml\n"
	    "own_domains: [example.org]\n%s", mode, dir, dir, dir, dir,
	    more);
	write_file("outmark.yaml", text);
}

static void
open_world(struct world *w, enum how how, const char *mode, const char *more)
{
	char path[128];
	struct outmark_options options = {.config_file = path};
	struct outmark_error error;

	*w = (struct world){.how = how, .journal = buf_new(1 << 24),
		.seed = 7};
	pthread_mutex_init(&w->lock, NULL);
	write_file("policy.yaml", policy);
	write_config(mode, more);
	snprintf(path, sizeof path, "%s/scanner.sock", dir);
	w->scanner = fake_service_start(path, serve_scan, w);
	snprintf(path, sizeof path, "%s/keeper.sock", dir);
	w->keeper = fake_service_start(path, serve_keep, w);
	snprintf(path, sizeof path, "%s/outmark.yaml", dir);
	if (outmark_open(&options, &w->outmark, &error) != OUTMARK_OK)
		CHECK_TEXT(error.text, "");
	CHECK_FATAL(w->outmark != NULL);
}

static void
close_world(struct world *w)
{
	outmark_close(w->outmark);
	if (w->scanner != NULL)
		fake_service_stop(w->scanner);
	if (w->keeper != NULL)
		fake_service_stop(w->keeper);
	buf_free(&w->journal);
}

static struct outmark_message *
new_message(struct world *w, const char *body, const char *const *recipients)
{
	const struct outmark_client client = {.host = "h", .address =
	    "127.0.0.1", .helo = "helo", .queue_id = "Q1", .local = true};
	struct outmark_message *m = NULL;
	struct outmark_error error;

	CHECK(outmark_message_new(w->outmark, &m, &error) == OUTMARK_OK);
	CHECK_FATAL(m != NULL);
	CHECK(outmark_message_client(m, &client, &error) == OUTMARK_OK);
	CHECK(outmark_message_sender(m, "<a@example.org>", NULL, &error) ==
	    OUTMARK_OK);
	for (; *recipients != NULL; recipients++)
		CHECK(outmark_message_recipient(m, *recipients, NULL, NULL,
		    NULL, &error) == OUTMARK_OK);
	CHECK(outmark_message_write(m, "A: b\r\n\r\n", 8, &error) ==
	    OUTMARK_OK);
	CHECK(outmark_message_write(m, body, strlen(body), &error) ==
	    OUTMARK_OK);
	return m;
}

/* Check one message; the result, or NULL with the status in `error`. */
static struct outmark_result *
check(struct world *w, const char *body, const char *recipient,
    struct outmark_error *error)
{
	const char *const recipients[] = {recipient, NULL};
	struct outmark_message *m = new_message(w, body, recipients);
	struct outmark_result *result = NULL;

	if (outmark_message_check(m, NULL, NULL, &result, error) !=
	    OUTMARK_OK)
		result = NULL;
	outmark_message_free(m);
	return result;
}

/* The same of a message that must have a result. */
static struct outmark_result *
checked(struct world *w, const char *body, const char *recipient)
{
	struct outmark_error error;
	struct outmark_result *r = check(w, body, recipient, &error);

	CHECK_FATAL(r != NULL);
	return r;
}

static void
expect(struct world *w, const char *body, const char *recipient,
    enum outmark_operation operation, const char *rule)
{
	struct outmark_result *r = checked(w, body, recipient);

	CHECK_NUMBER(outmark_result_operation(r), operation);
	CHECK_TEXT(outmark_result_verdict(r, 0).policy, rule);
	outmark_result_free(r);
}

static void
a_clean_message_passes_with_our_mark(void)
{
	struct outmark_result *r;
	struct world w;

	open_world(&w, FINE, "enforce", "");
	r = checked(&w, "hello", "<x@gmail.test>");
	CHECK_NUMBER(outmark_result_operation(r), OUTMARK_DELIVER);
	CHECK_NUMBER(outmark_result_header_count(r), 1);
	CHECK_TEXT(outmark_result_header_name(r, 0), "X-Outmark-ID");
	CHECK_HOLDS(outmark_result_header_value(r, 0), outmark_result_id(r));
	CHECK_HOLDS(buf_string(&w.journal), "\"operation\":\"deliver\"");
	CHECK_NUMBER(w.seen_bytes, 13);
	outmark_result_free(r);
	close_world(&w);
}

static void
what_the_policy_holds_is_held_and_journalled_first(void)
{
	struct outmark_result *r;
	struct world w;

	open_world(&w, LABELLED, "enforce", "");
	r = checked(&w, "secret body 078-05-1120", "<x@gmail.test>");
	CHECK_NUMBER(outmark_result_operation(r), OUTMARK_HOLD);
	CHECK_HOLDS(outmark_result_reason(r), "rule pii-outside");
	CHECK_HOLDS(outmark_result_reason(r), outmark_result_id(r));
	CHECK_TEXT(outmark_result_reply_code(r), "");
	CHECK_TEXT(outmark_result_verdict(r, 0).action, "hold");
	CHECK_HOLDS(buf_string(&w.journal), "\"operation\":\"hold\"");
	CHECK_HOLDS(buf_string(&w.journal), "***-**-1120");
	/* Neither content nor names are in the journal or the headers. */
	CHECK(strstr(buf_string(&w.journal), "secret body") == NULL);
	CHECK(strstr(buf_string(&w.journal), "078-05") == NULL);
	CHECK(strstr(buf_string(&w.journal), ".txt") == NULL);
	CHECK_TEXT(outmark_result_header_value(r, 1), "pii.identity.us");
	outmark_result_free(r);
	expect(&w, "x", "<x@partner.test>", OUTMARK_DELIVER, "otherwise");
	expect(&w, "x", "<x@example.org>", OUTMARK_DELIVER, "inside");
	close_world(&w);
}

static void
refused_mail_has_a_reply_that_fits_its_class(void)
{
	struct outmark_result *r;
	struct world w;

	open_world(&w, CARDS, "enforce", "");
	r = checked(&w, "x", "<x@gmail.test>");
	CHECK_NUMBER(outmark_result_operation(r), OUTMARK_REJECT);
	CHECK_TEXT(outmark_result_reply_code(r), "550");
	CHECK_TEXT(outmark_result_reply_class(r), "5.7.1");
	CHECK_HOLDS(outmark_result_reply_text(r), "Never send cards.");
	outmark_result_free(r);
	close_world(&w);
}

static void
monitor_delivers_and_says_what_would_have_been(void)
{
	struct outmark_result *r;
	struct world w;

	open_world(&w, LABELLED, "monitor", "");
	r = checked(&w, "x", "<x@gmail.test>");
	CHECK_NUMBER(outmark_result_operation(r), OUTMARK_DELIVER);
	CHECK_TEXT(outmark_result_verdict(r, 0).action, "deliver");
	CHECK_TEXT(outmark_result_verdict(r, 0).would, "hold");
	CHECK_HOLDS(buf_string(&w.journal), "\"would\":\"hold\"");
	outmark_result_free(r);
	close_world(&w);
}

static void
a_mixed_set_is_held_as_a_whole(void)
{
	static const char *const both[] = {"<x@partner.test>",
		"<x@gmail.test>", NULL};
	struct outmark_result *r = NULL;
	struct outmark_message *m;
	struct outmark_error error;
	struct world w;

	open_world(&w, LABELLED, "enforce", "");
	m = new_message(&w, "x", both);
	CHECK(outmark_message_check(m, NULL, NULL, &r, &error) ==
	    OUTMARK_OK);
	CHECK_FATAL(r != NULL);
	CHECK_NUMBER(outmark_result_operation(r), OUTMARK_HOLD);
	CHECK_TEXT(outmark_result_verdict(r, 0).action, "hold");
	CHECK_TEXT(outmark_result_verdict(r, 0).would, "deliver");
	CHECK_TEXT(outmark_result_verdict(r, 1).would, "hold");
	CHECK_HOLDS(outmark_result_reason(r), "gmail.test");
	outmark_result_free(r);
	outmark_message_free(m);
	close_world(&w);
}

/* Away, in both modes. */
static void
without_a_scanner_mail_waits_or_is_counted(void)
{
	struct outmark_error error;
	struct outmark_result *r;
	struct world w;

	open_world(&w, FINE, "enforce", "");
	fake_service_stop(w.scanner);
	w.scanner = NULL;
	CHECK(check(&w, "x", "<x@gmail.test>", &error) == NULL);
	CHECK_NUMBER(error.status, OUTMARK_LATER);
	write_config("monitor", "");
	CHECK(outmark_reload(w.outmark, &error) == OUTMARK_OK);
	r = checked(&w, "x", "<x@gmail.test>");
	CHECK_NUMBER(outmark_result_operation(r), OUTMARK_DELIVER);
	CHECK_TEXT(outmark_result_verdict(r, 0).would, "later");
	CHECK_HOLDS(buf_string(&w.journal), "\"would\":\"later\"");
	outmark_result_free(r);
	close_world(&w);
}

static void
without_a_keeper_mail_waits_or_is_counted(void)
{
	struct outmark_error error;
	struct outmark_result *r;
	struct world w;

	open_world(&w, FINE, "enforce", "");
	w.keeper_refuses = true;
	CHECK(check(&w, "x", "<x@gmail.test>", &error) == NULL);
	CHECK_NUMBER(error.status, OUTMARK_LATER);
	CHECK_HOLDS(error.text, "the disk is full");
	fake_service_stop(w.keeper);
	w.keeper = NULL;
	CHECK(check(&w, "x", "<x@gmail.test>", &error) == NULL);
	CHECK_NUMBER(error.status, OUTMARK_LATER);
	write_config("monitor", "");
	CHECK(outmark_reload(w.outmark, &error) == OUTMARK_OK);
	r = checked(&w, "x", "<x@gmail.test>");
	CHECK_NUMBER(outmark_result_operation(r), OUTMARK_DELIVER);
	CHECK_HOLDS(outmark_result_note(r, 0), "in no journal");
	outmark_result_free(r);
	close_world(&w);
}

static void
a_crash_is_a_fault_and_is_not_tried_again(void)
{
	struct outmark_error error;
	struct world w;
	size_t asked;

	open_world(&w, DIES_AT_ONCE, "enforce", "");
	expect(&w, "bomb", "<x@gmail.test>", OUTMARK_HOLD, "crashed");
	asked = fake_service_count(w.scanner);
	expect(&w, "bomb", "<x@gmail.test>", OUTMARK_HOLD, "crashed");
	expect(&w, "bomb", "<y@gmail.test>", OUTMARK_HOLD, "crashed");
	CHECK_NUMBER(fake_service_count(w.scanner), asked);
	w.how = FINE;
	expect(&w, "other", "<x@gmail.test>", OUTMARK_DELIVER, "otherwise");
	/* A new generation may do better. */
	CHECK(outmark_reload(w.outmark, &error) == OUTMARK_OK);
	expect(&w, "bomb", "<x@gmail.test>", OUTMARK_DELIVER, "otherwise");
	close_world(&w);
}

static void
what_came_before_a_crash_still_counts(void)
{
	struct outmark_result *r;
	struct world w;

	open_world(&w, DIES_LATER, "enforce", "");
	r = checked(&w, "x", "<x@gmail.test>");
	CHECK_NUMBER(outmark_result_label_count(r), 1);
	CHECK_NUMBER(outmark_result_operation(r), OUTMARK_HOLD);
	outmark_result_free(r);
	close_world(&w);
}

static void
silence_ends_at_the_deadline_as_a_fault(void)
{
	struct world w;

	open_world(&w, SILENT, "enforce",
	    "limits: {scan_wall_ms: 500, deadline_ms: 2000}\n");
	expect(&w, "x", "<x@gmail.test>", OUTMARK_HOLD, "time");
	close_world(&w);
}

static void
an_answer_with_loose_ends_is_refused_whole(void)
{
	struct world w;

	open_world(&w, LOOSE_ENDS, "enforce", "");
	expect(&w, "x", "<x@gmail.test>", OUTMARK_HOLD, "internal");
	w.how = TWICE;
	expect(&w, "y", "<x@gmail.test>", OUTMARK_HOLD, "internal");
	w.how = NOTHING;
	expect(&w, "z", "<x@gmail.test>", OUTMARK_HOLD, "internal");
	close_world(&w);
}

/* Whatever comes: an outcome, and never a clean pass after broken frames. */
static void
noise_from_the_scanner_is_always_an_outcome(void)
{
	struct world w;
	size_t held = 0;

	open_world(&w, NOISE, "enforce", "");
	for (int i = 0; i < 400; i++) {
		struct outmark_result *r;
		char body[32];

		snprintf(body, sizeof body, "message %d", i);
		r = checked(&w, body, "<x@gmail.test>");
		held += outmark_result_operation(r) == OUTMARK_HOLD;
		CHECK(outmark_result_json(r, "f") != NULL);
		outmark_result_free(r);
	}
	/* A part name or label id may survive being changed; most do not. */
	CHECK(held > 350);
	close_world(&w);
}

static void
a_message_over_the_ceiling_has_the_fault_too_big(void)
{
	char *body = malloc(100001);
	struct world w;

	memset(body, 'x', 100000);
	body[100000] = '\0';
	open_world(&w, FINE, "enforce", "limits: {message_bytes: 65536}\n");
	expect(&w, body, "<x@gmail.test>", OUTMARK_HOLD, "too_big");
	CHECK_NUMBER(w.seen_bytes, 65536);
	close_world(&w);
	free(body);
}

static void
one_session_too_many_comes_again(void)
{
	struct outmark_message *m, *second;
	struct outmark_error error;
	struct world w;

	open_world(&w, FINE, "enforce", "limits: {sessions: 1}\n");
	CHECK(outmark_message_new(w.outmark, &m, &error) == OUTMARK_OK);
	CHECK(outmark_message_new(w.outmark, &second, &error) ==
	    OUTMARK_LATER);
	CHECK_HOLDS(error.text, "sessions");
	outmark_message_free(m);
	CHECK(outmark_message_new(w.outmark, &m, &error) == OUTMARK_OK);
	outmark_message_free(m);
	close_world(&w);
}

static void
our_own_mark_is_known_again_and_a_forged_one_is_not(void)
{
	static const char *const to[] = {"<x@gmail.test>", NULL};
	struct outmark_error error;
	struct outmark_result *r, *again = NULL;
	struct outmark_message *m;
	char mark[256], id[64], want[128];
	struct world w;

	open_world(&w, FINE, "enforce", "");
	r = checked(&w, "the body", "<x@gmail.test>");
	snprintf(mark, sizeof mark, " %s", outmark_result_header_value(r, 0));
	snprintf(id, sizeof id, "%s", outmark_result_id(r));
	outmark_result_free(r);
	for (int forged = 0; forged < 3; forged++) {
		buf_clear(&w.journal);
		if (forged == 1)
			mark[strlen(mark) - 1] ^= 1;
		m = new_message(&w, forged == 2 ? "other body" : "the body",
		    to);
		CHECK(outmark_message_field(m, "x-outmark-id", mark,
		    &error) == OUTMARK_OK);
		CHECK(outmark_message_check(m, NULL, NULL, &again, &error) ==
		    OUTMARK_OK);
		snprintf(want, sizeof want, "\"again\":\"%s\"",
		    forged ? "" : id);
		CHECK_HOLDS(buf_string(&w.journal), want);
		outmark_result_free(again);
		outmark_message_free(m);
	}
	close_world(&w);
}

static size_t
count_of(const char *text, const char *what)
{
	size_t n = 0;

	while ((text = strstr(text, what)) != NULL) {
		text += strlen(what);
		n++;
	}
	return n;
}

static void
every_recipient_of_thousands_is_in_the_journal(void)
{
	static const char *const none[] = {NULL};
	struct outmark_result *r = NULL;
	struct outmark_message *m;
	struct outmark_error error;
	struct slice rest, line;
	struct err err;
	struct world w;
	size_t records = 0;

	open_world(&w, LABELLED, "enforce", "");
	m = new_message(&w, "x", none);
	for (int i = 0; i < 3000; i++) {
		char address[64];

		snprintf(address, sizeof address, "<user%d@host%d.test>", i,
		    i % 700);
		CHECK(outmark_message_recipient(m, address, NULL, NULL, NULL,
		    &error) == OUTMARK_OK);
	}
	CHECK(outmark_message_check(m, NULL, NULL, &r, &error) ==
	    OUTMARK_OK);
	CHECK_NUMBER(count_of(buf_string(&w.journal), "<user"), 3000);
	rest = buf_slice(&w.journal);
	while (slice_cut(&rest, '\n', &line)) {
		CHECK_RC(json_check(line, 16, &err), RC_OK, &err);
		records++;
	}
	CHECK(records > 5);
	outmark_result_free(r);
	outmark_message_free(m);
	close_world(&w);
}

static void
the_json_of_a_result_is_one_valid_line(void)
{
	static const char *const keys[] = {"schema", "engine", "packs",
		"file", "parts", "labels", "findings", "markings",
		"high_water", "contracts", "causes", "truncated", "errors", NULL};
	struct arena *arena = arena_new(1 << 20);
	struct outmark_result *r;
	struct yaml *root;
	struct err err;
	struct world w;
	const char *json;

	open_world(&w, LABELLED, "enforce", "");
	r = checked(&w, "x", "<x@gmail.test>");
	json = outmark_result_json(r, "a \"file\"\x1b\n\xff");
	CHECK_FATAL(json != NULL);
	CHECK_RC(json_check(slice_of(json), 16, &err), RC_OK, &err);
	CHECK_RC(yaml_parse(arena, "json", slice_of(json), &root, &err),
	    RC_OK, &err);
	CHECK_RC(yaml_known(root, keys, &err), RC_OK, &err);
	for (size_t i = 0; keys[i] != NULL; i++)
		CHECK(yaml_find(root, keys[i]) != NULL);
	outmark_result_free(r);
	arena_free(arena);
	close_world(&w);
}

/* Pages ask for a part again and again: that takes no memory, and never ends. */
static void
the_causes_of_a_part_are_the_same_at_every_look(void)
{
	struct outmark_result *r;
	const char *causes;
	struct world w;

	open_world(&w, MANY_LABELS, "enforce", "");
	r = checked(&w, "x", "<x@gmail.test>");
	CHECK_TEXT(outmark_result_part(r, 0).causes, "");
	causes = outmark_result_part(r, 1).causes;
	CHECK_TEXT(causes, "charset");
	CHECK(outmark_result_part(r, 1).causes == causes);
	outmark_result_free(r);
	close_world(&w);
}

/* Control characters take six bytes each in JSON. */
static void
an_envelope_made_to_burst_the_record_is_recorded(void)
{
	static char long_text[3000];
	const char *params[41] = {NULL};
	const struct outmark_client client = {.host = long_text,
		.address = long_text, .helo = long_text, .user = long_text,
		.listener = long_text, .queue_id = long_text};
	struct outmark_result *r = NULL;
	struct outmark_message *m;
	struct outmark_error error;
	struct slice rest, line;
	struct err err;
	struct world w;

	memset(long_text, 1, sizeof long_text - 1);
	for (size_t i = 0; i < 40; i++)
		params[i] = long_text;
	open_world(&w, MANY_LABELS, "enforce", "");
	m = new_message(&w, "x", (const char *const []){NULL});
	CHECK(outmark_message_client(m, &client, &error) == OUTMARK_OK);
	CHECK(outmark_message_sender(m, long_text, params, &error) ==
	    OUTMARK_OK);
	for (int i = 0; i < 100; i++)
		CHECK(outmark_message_recipient(m, long_text, params, NULL,
		    NULL, &error) == OUTMARK_OK);
	CHECK(outmark_message_check(m, NULL, NULL, &r, &error) ==
	    OUTMARK_OK);
	CHECK(r != NULL);
	rest = buf_slice(&w.journal);
	while (slice_cut(&rest, '\n', &line))
		CHECK_RC(json_check(line, 16, &err), RC_OK, &err);
	CHECK(w.journal.len > 60000);
	outmark_result_free(r);
	outmark_message_free(m);
	close_world(&w);
}

/* A name that is a token, a value of printable ASCII on one short line. */
static bool
is_sound_header(const struct outmark_result *r, size_t i)
{
	const char *name = outmark_result_header_name(r, i);
	const char *value = outmark_result_header_value(r, i);

	if (strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
	    "-") != strlen(name) || strlen(name) + strlen(value) > 990)
		return false;
	for (; *value != '\0'; value++)
		if (*value < 0x20 || *value > 0x7e)
			return false;
	return true;
}

static void
header_fields_follow_the_setting_and_stay_short(void)
{
	static const char *const tags[] = {"id", "labels", "full"};
	struct world w;

	for (size_t i = 0; i < 3; i++) {
		struct outmark_result *r;
		char setting[32];

		snprintf(setting, sizeof setting, "tags: %s\n", tags[i]);
		open_world(&w, MANY_LABELS, "monitor", setting);
		r = checked(&w, "x", "<x@gmail.test>");
		CHECK_NUMBER(outmark_result_header_count(r), i + 1);
		for (size_t h = 0; h < outmark_result_header_count(r); h++)
			CHECK(is_sound_header(r, h));
		if (i > 0)
			CHECK_HOLDS(outmark_result_header_value(r, 1),
			    ", more=4");
		if (i == 2)
			CHECK_TEXT(outmark_result_header_value(r, 2),
			    "parts=2; examined=1; partly=0; no=1; "
			    "causes=charset");
		outmark_result_free(r);
		close_world(&w);
	}
}

/* The result for a message with a body that came with this field (or NULL). */
static struct outmark_result *
with_field(struct world *w, const char *body, const char *name,
    const char *value)
{
	static const char *const to[] = {"<x@gmail.test>", NULL};
	struct outmark_message *m = new_message(w, body, to);
	struct outmark_result *r = NULL;
	struct outmark_error error;

	if (value != NULL)
		CHECK(outmark_message_field(m, name, value, &error) ==
		    OUTMARK_OK);
	CHECK(outmark_message_check(m, NULL, NULL, &r, &error) == OUTMARK_OK);
	outmark_message_free(m);
	return r;
}

static struct outmark_result *
labelled(struct world *w, const char *label)
{
	return with_field(w, "x", "sio-label", label);
}

static void
a_protective_marking_is_written_in_field_and_subject(void)
{
	struct world w;
	struct outmark_result *r;

	open_world(&w, AUSTRALIAN, "monitor", "protective_marking: 2024.1\n");
	r = with_field(&w, "xx", "subject",
	    " Budget\r\n  [SEC=OFFICIAL] of May");
	CHECK_FATAL(r != NULL);
	CHECK_NUMBER(outmark_result_header_count(r), 3);
	CHECK_TEXT(outmark_result_header_name(r, 1), "X-Protective-Marking");
	CHECK_TEXT(outmark_result_header_value(r, 1), "VER=2024.1, NS=gov.au, "
	    "SEC=PROTECTED, CAVEAT=SH:CABINET, ORIGIN=a@example.org");
	CHECK_TEXT(outmark_result_header_name(r, 2), "Subject");
	CHECK_TEXT(outmark_result_header_value(r, 2),
	    "Budget of May [SEC=PROTECTED, CAVEAT=SH:CABINET]");
	for (size_t i = 1; i < 3; i++) {
		CHECK(is_sound_header(r, i));
		CHECK(outmark_result_header_replaces(r, i));
	}
	outmark_result_free(r);
	/* A subject that says it already, and one that cannot be read here. */
	r = with_field(&w, "xx", "subject",
	    " Budget [SEC=PROTECTED, CAVEAT=SH:CABINET]");
	CHECK_FATAL(r != NULL);
	CHECK_NUMBER(outmark_result_header_count(r), 2);
	outmark_result_free(r);
	r = with_field(&w, "xx", "subject", " B\xc3\xbc" "cher");
	CHECK_FATAL(r != NULL);
	CHECK_NUMBER(outmark_result_header_count(r), 2);
	outmark_result_free(r);
	/* Half a marking would be a lower one. */
	r = with_field(&w, "x", "subject", " Budget");
	CHECK_FATAL(r != NULL);
	CHECK_NUMBER(outmark_result_header_count(r), 1);
	outmark_result_free(r);
	close_world(&w);
}

static void
a_label_is_written_with_its_history(void)
{
	struct world w;
	struct outmark_result *r;

	open_world(&w, MARKED, "monitor", "sio_label: yes\n");
	r = labelled(&w, NULL);
	CHECK_FATAL(r != NULL);
	CHECK_NUMBER(outmark_result_header_count(r), 3);
	CHECK_TEXT(outmark_result_header_name(r, 1), "SIO-Label");
	CHECK(outmark_result_header_replaces(r, 1));
	CHECK_TEXT(outmark_result_header_value(r, 1), "marking*=UTF-8''"
	    "SECRET%2F%2FNOFORN%20%7C%20TR%C3%88S%20%22SECRET%22%20%7C%20none");
	CHECK_TEXT(outmark_result_header_name(r, 2), "SIO-Label-History");
	CHECK_HOLDS(outmark_result_header_value(r, 2), "change=add; ");
	for (size_t i = 0; i < 3; i++)
		CHECK(is_sound_header(r, i));
	outmark_result_free(r);
	r = labelled(&w, " marking=\"OLD\";\r\n\tfgcolor=red");
	CHECK_FATAL(r != NULL);
	CHECK_HOLDS(outmark_result_header_value(r, 2), "change=replace; ");
	CHECK_HOLDS(outmark_result_header_value(r, 2),
	    "; marking=\"OLD\"; fgcolor=red");
	CHECK(is_sound_header(r, 2));
	outmark_result_free(r);
	/* What is no line is not repeated. */
	r = labelled(&w, " marking=\"\xc3\xa4\"");
	CHECK_FATAL(r != NULL);
	CHECK(strstr(outmark_result_header_value(r, 2), "; marking=") == NULL);
	outmark_result_free(r);
	close_world(&w);
}

static void
a_label_is_not_written_when_right_or_not_wanted_or_too_long(void)
{
	struct world w;
	struct outmark_result *r;

	open_world(&w, MARKED_RIGHT, "monitor", "sio_label: yes\n");
	r = labelled(&w, " marking=\"SECRET//NOFORN\"");
	CHECK_FATAL(r != NULL);
	CHECK_NUMBER(outmark_result_header_count(r), 1);
	outmark_result_free(r);
	close_world(&w);
	open_world(&w, MARKED_LONG, "monitor", "sio_label: yes\n");
	r = labelled(&w, NULL);
	CHECK_FATAL(r != NULL);
	CHECK_NUMBER(outmark_result_header_count(r), 1);
	outmark_result_free(r);
	close_world(&w);
	open_world(&w, MARKED, "monitor", "");
	r = labelled(&w, NULL);
	CHECK_FATAL(r != NULL);
	CHECK_NUMBER(outmark_result_header_count(r), 1);
	outmark_result_free(r);
	close_world(&w);
}

/* The bodies of the journal, behind an envelope as the keeper writes it. */
static void
records_hold_to_the_schema(struct world *w, const struct yaml *schema)
{
	struct buf whole = buf_new(1 << 20);
	struct slice rest = buf_slice(&w->journal), line;
	struct err err;

	while (slice_cut(&rest, '\n', &line)) {
		buf_clear(&whole);
		buf_printf(&whole, "{\"schema\":1,\"event\":\"message\","
		    "\"id\":\"-\",\"seq\":1,\"prev\":\"00\","
		    "\"instance\":\"i\",\"generation\":\"g\","
		    "\"time\":\"t\",\"monotonic\":1,");
		buf_put(&whole, slice_sub(line, 1, line.len));
		CHECK_RC(schema_check(schema, buf_slice(&whole), &err), RC_OK,
		    &err);
	}
	buf_free(&whole);
}

static void
results_and_records_hold_to_their_schemas(void)
{
	static const enum how all[] = {FINE, LABELLED, CARDS, DIES_AT_ONCE,
		LOOSE_ENDS};
	struct arena *arena = arena_new(1 << 22);
	struct yaml *result, *journal;
	struct outmark_error error;
	struct outmark_result *r;
	struct err err;
	struct world w;

	CHECK_RC(schema_read(arena, "result.schema.json", &result, &err),
	    RC_OK, &err);
	CHECK_RC(schema_read(arena, "journal.schema.json", &journal, &err),
	    RC_OK, &err);
	open_world(&w, FINE, "enforce", "");
	for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
		w.how = all[i];
		r = check(&w, i % 2 ? "one" : "two", "<x@gmail.com>",
		    &error);
		CHECK_FATAL(r != NULL);
		CHECK_RC(schema_check(result, slice_of(outmark_result_json(r,
		    "f")), &err), RC_OK, &err);
		outmark_result_free(r);
	}
	records_hold_to_the_schema(&w, journal);
	CHECK_RC(schema_check(result, slice_of("{\"schema\":1}"), &err),
	    RC_INPUT, &err);
	close_world(&w);
	arena_free(arena);
}

struct load {
	struct world *w;
	size_t failed;
};

static void *
send_many(void *own)
{
	struct load *load = own;

	for (int i = 0; i < 100; i++) {
		struct outmark_error error;
		struct outmark_result *r = check(load->w, "x",
		    "<x@gmail.test>", &error);

		load->failed += r == NULL ||
		    outmark_result_operation(r) != OUTMARK_HOLD ||
		    outmark_result_json(r, "f") == NULL;
		outmark_result_free(r);
	}
	return NULL;
}

static void
reloads_under_load_disturb_no_message(void)
{
	struct outmark_error error;
	struct load loads[4];
	pthread_t threads[4];
	struct world w;

	open_world(&w, LABELLED, "enforce", "");
	for (size_t i = 0; i < 4; i++) {
		loads[i] = (struct load){.w = &w};
		CHECK(pthread_create(&threads[i], NULL, send_many,
		    &loads[i]) == 0);
	}
	for (int i = 0; i < 100; i++)
		CHECK(outmark_reload(w.outmark, &error) == OUTMARK_OK);
	for (size_t i = 0; i < 4; i++) {
		pthread_join(threads[i], NULL);
		CHECK_NUMBER(loads[i].failed, 0);
	}
	close_world(&w);
}

static void
a_bad_reload_changes_nothing(void)
{
	struct outmark_error error;
	struct world w;

	open_world(&w, LABELLED, "enforce", "");
	write_file("policy.yaml", "format: 1\nrules: []\n");
	CHECK(outmark_reload(w.outmark, &error) == OUTMARK_CONFIG);
	CHECK_HOLDS(error.text, "policy.yaml:2:8: rules:");
	CHECK(outmark_policy_check(w.outmark, &error) == OUTMARK_CONFIG);
	expect(&w, "x", "<x@gmail.test>", OUTMARK_HOLD, "pii-outside");
	write_file("policy.yaml", policy);
	for (int i = 0; i < 50; i++)
		CHECK(outmark_reload(w.outmark, &error) == OUTMARK_OK);
	CHECK(outmark_policy_check(w.outmark, &error) == OUTMARK_OK);
	CHECK_TEXT(outmark_setting(w.outmark, "mode"), "enforce");
	CHECK(outmark_setting(w.outmark, "nothing") == NULL);
	CHECK_NUMBER(outmark_limit(w.outmark, "slots"), 4);
	CHECK_NUMBER(outmark_limit(w.outmark, "nothing"), 0);
	close_world(&w);
}

static void
policy_can_be_asked_without_a_message(void)
{
	static const char *const to[] = {"x@gmail.test", "y@example.org",
		NULL};
	static const char *const labels[] = {"pii.identity.us=85x10", NULL};
	static const char *const bad[] = {"pii=high", NULL};
	static const char *const causes[] = {"encrypted", NULL};
	static const char *const no_cause[] = {"bored", NULL};
	struct outmark_result *r;
	struct outmark_error error;
	struct world w;

	open_world(&w, FINE, "enforce", "");
	CHECK(outmark_policy_test(w.outmark, labels, NULL, "a@example.org",
	    to, &r, &error) == OUTMARK_OK);
	CHECK_TEXT(outmark_result_verdict(r, 0).policy, "pii-outside");
	CHECK_HOLDS(outmark_result_verdict(r, 0).sentence, "10 distinct");
	CHECK_TEXT(outmark_result_verdict(r, 1).policy, "inside");
	outmark_result_free(r);
	CHECK(outmark_policy_test(w.outmark, NULL, causes, "a@example.org",
	    to, &r, &error) == OUTMARK_OK);
	CHECK_TEXT(outmark_result_verdict(r, 0).policy, "encrypted");
	outmark_result_free(r);
	CHECK(outmark_policy_test(w.outmark, bad, NULL, NULL, to, &r,
	    &error) == OUTMARK_INPUT);
	CHECK(outmark_policy_test(w.outmark, NULL, no_cause, NULL, to, &r,
	    &error) == OUTMARK_INPUT);
	CHECK_NUMBER(w.journal.len, 0);
	close_world(&w);
}

static void
clean(void)
{
	char path[512];

	unit_empty_folder(dir);
	snprintf(path, sizeof path, "%s/keys/mark.key", dir);
	unlink(path);
	snprintf(path, sizeof path, "%s/keys", dir);
	rmdir(path);
	rmdir(dir);
}

int
main(void)
{
	static const struct unit_test tests[] = {
		UNIT(a_clean_message_passes_with_our_mark),
		UNIT(what_the_policy_holds_is_held_and_journalled_first),
		UNIT(refused_mail_has_a_reply_that_fits_its_class),
		UNIT(monitor_delivers_and_says_what_would_have_been),
		UNIT(a_mixed_set_is_held_as_a_whole),
		UNIT(without_a_scanner_mail_waits_or_is_counted),
		UNIT(without_a_keeper_mail_waits_or_is_counted),
		UNIT(a_crash_is_a_fault_and_is_not_tried_again),
		UNIT(what_came_before_a_crash_still_counts),
		UNIT(silence_ends_at_the_deadline_as_a_fault),
		UNIT(an_answer_with_loose_ends_is_refused_whole),
		UNIT(noise_from_the_scanner_is_always_an_outcome),
		UNIT(a_message_over_the_ceiling_has_the_fault_too_big),
		UNIT(one_session_too_many_comes_again),
		UNIT(our_own_mark_is_known_again_and_a_forged_one_is_not),
		UNIT(every_recipient_of_thousands_is_in_the_journal),
		UNIT(the_json_of_a_result_is_one_valid_line),
		UNIT(the_causes_of_a_part_are_the_same_at_every_look),
		UNIT(an_envelope_made_to_burst_the_record_is_recorded),
		UNIT(header_fields_follow_the_setting_and_stay_short),
		UNIT(a_protective_marking_is_written_in_field_and_subject),
		UNIT(a_label_is_written_with_its_history),
		UNIT(a_label_is_not_written_when_right_or_not_wanted_or_too_long),
		UNIT(results_and_records_hold_to_their_schemas),
		UNIT(reloads_under_load_disturb_no_message),
		UNIT(a_bad_reload_changes_nothing),
		UNIT(policy_can_be_asked_without_a_message),
		{NULL, NULL},
	};
	struct err err;
	int failed;

	if (crypt_start(&err) != RC_OK || mkdtemp(dir) == NULL)
		return 1;
	failed = unit_run("check", tests);
	clean();
	return failed;
}
