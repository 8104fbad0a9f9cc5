/*
 * test_learn - promises of front/cli/learn: only what recurs over mails and
 * senders is proposed, once, in one spelling.
 */
#include <stdio.h>

#include "front/cli/learn.h"
#include "unit/unit.h"

static void
mail(struct learn *learn, const char *sender, const char *value)
{
	struct err err = {0};

	learn_mail(learn, slice_of(sender));
	CHECK_RC(learn_value(learn, "telephone", slice_of(value), &err), RC_OK,
	    &err);
}

static uint64_t
proposed(struct learn *learn, struct buf *out)
{
	struct err err = {0};
	uint64_t count;

	buf_clear(out);
	CHECK_RC(learn_write(learn, 3, 2, out, &count, &err), RC_OK, &err);
	return count;
}

static void
what_recurs_over_mails_and_senders_is_proposed(void)
{
	struct learn *learn = learn_new(100);
	struct buf out = buf_new(4096);

	CHECK_FATAL(learn != NULL);
	mail(learn, "a@x.de", "+49 30 1");
	mail(learn, "b@x.de", "+49-30-1");
	CHECK_NUMBER(proposed(learn, &out), 0);
	mail(learn, "A@X.de", "+49 (30) 1");
	CHECK_NUMBER(proposed(learn, &out), 1);
	CHECK_TEXT(buf_string(&out), "# telephone: in 3 mails of 2 senders\n"
	    "+49 30 1\n");
	CHECK_NUMBER(learn_mails(learn), 3);
	learn_free(learn);
	buf_free(&out);
}

static void
one_sender_or_one_mail_is_not_enough(void)
{
	struct learn *learn = learn_new(100);
	struct buf out = buf_new(4096);
	struct err err = {0};

	for (unsigned i = 0; i < 9; i++)
		mail(learn, "a@x.de", "+49 30 1");
	learn_mail(learn, slice_of("b@x.de"));
	for (unsigned i = 0; i < 9; i++)
		CHECK_RC(learn_value(learn, "telephone", slice_of("+49 30 2"),
		    &err), RC_OK, &err);
	CHECK_NUMBER(proposed(learn, &out), 0);
	learn_free(learn);
	buf_free(&out);
}

static void
values_past_the_ceiling_are_counted(void)
{
	struct learn *learn = learn_new(500);
	struct buf out = buf_new(1 << 20);
	char value[32];

	for (unsigned round = 0; round < 4; round++)
		for (unsigned i = 0; i < 600; i++) {
			snprintf(value, sizeof(value), "030 %u", i);
			mail(learn, round % 2 ? "a@x.de" : "b@x.de", value);
		}
	CHECK_NUMBER(proposed(learn, &out), 500);
	CHECK_NUMBER(learn_over(learn), 400);
	learn_free(learn);
	buf_free(&out);
}

static void
odd_values_are_left_out(void)
{
	struct learn *learn = learn_new(10);
	struct buf out = buf_new(4096);
	char text[200];

	memset(text, '1', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	for (unsigned i = 0; i < 4; i++) {
		mail(learn, i % 2 ? "a" : "b", "");
		mail(learn, i % 2 ? "a" : "b", text);
		mail(learn, i % 2 ? "a" : "b", "1\n2");
	}
	CHECK_NUMBER(proposed(learn, &out), 0);
	learn_free(learn);
	learn_free(NULL);
	buf_free(&out);
}

static const struct unit_test tests[] = {
	UNIT(what_recurs_over_mails_and_senders_is_proposed),
	UNIT(one_sender_or_one_mail_is_not_enough),
	UNIT(values_past_the_ceiling_are_counted),
	UNIT(odd_values_are_left_out),
	{NULL, NULL},
};

int
main(void)
{
	return unit_run("learn", tests);
}
