/*
 * test_signature - promises of match/signature: the sender's own block, and
 * nothing else, is forgiven.
 */
#include <stdio.h>

#include "scanner/match/signature.h"
#include "unit/unit.h"

enum { MEMORY = 1 << 20 };

struct mail {
	struct arena *arena;
	struct signature_sender sender;
	struct text_run run;
	struct text text;
};

/* What the block of this body is, with the sender of `from`. */
static struct slice
block(struct mail *mail, const char *from, enum scope scope, const char *body)
{
	struct text_run header = {.where = "header From",
	    .scope = SCOPE_headers};
	struct text head = {.part = 1, .bytes = slice_of(from),
	    .runs = &header, .run_count = 1};
	struct span span;

	*mail = (struct mail){.arena = arena_new(MEMORY)};
	mail->run = (struct text_run){.where = "body", .scope = scope};
	mail->text = (struct text){.part = 2, .bytes = slice_of(body),
	    .runs = &mail->run, .run_count = 1};
	signature_learn(&mail->sender, &head, mail->arena);
	span = signature_find(&mail->sender, &mail->text);
	return slice_sub(mail->text.bytes, span.start, span.end);
}

static void
expect(const char *from, const char *body, const char *want)
{
	struct mail mail;
	struct slice got = block(&mail, from, SCOPE_body, body);

	CHECK(slice_is_text(got, want));
	if (!slice_is_text(got, want))
		printf("got \"%.*s\"\n", (int)got.len, (const char *)got.at);
	arena_free(mail.arena);
}

#define ANN "\"Ann Ames\" <Ann.Ames@corp-mail.com>"

static void
the_dashes_begin_it(void)
{
	expect("", "Hi\n\n-- \nAnn\nTel 1\n", "-- \nAnn\nTel 1\n");
	expect("", "Hi\n--\nAnn\n\n\nTel 2\n", "--\nAnn\n\n");
	expect("", "Hi\n-- \nAnn\n> Tel 3\n", "-- \nAnn\n");
	expect("", "Hi -- \nAnn\n---\n", "");
}

static void
the_senders_name_or_address_is_in_it(void)
{
	expect(ANN, "Hi\n\nRegards,\nAnn Ames\nTel 1\n",
	    "Regards,\nAnn Ames\nTel 1\n");
	expect(ANN, "Hi\n\nTel 1\nann.ames@CORP-mail.com\n",
	    "Tel 1\nann.ames@CORP-mail.com\n");
	expect(ANN, "Hi\n\nBob Bard\nTel 1\nbob@corp-mail.com\n", "");
	expect(ANN, "Ann Ames and Bob Bard have called\nTel 1\n", "");
	expect("ann@roe.com", "Tel 1\nann@roe.com", "Tel 1\nann@roe.com");
	expect(ANN, "Hi\n> Ann Ames\n> Tel 1\n", "");
	expect("", "", "");
}

static void
it_has_an_end(void)
{
	char body[8192] = "-- \n";
	struct mail mail;
	struct slice got;

	for (unsigned i = 0; i < 100; i++)
		snprintf(body + strlen(body), sizeof(body) - strlen(body),
		    "Tel 030 %06u\n", i);
	got = block(&mail, "", SCOPE_body, body);
	CHECK(got.len > 100 && got.len < 250);
	arena_free(mail.arena);
	memset(body + 4, 'x', 4000);
	got = block(&mail, "", SCOPE_body, body);
	CHECK_NUMBER(got.len, 1500);
	arena_free(mail.arena);
}

static void
attachments_have_none_and_only_contact_data_is_forgiven(void)
{
	struct mail mail;
	struct slice got = block(&mail, ANN, SCOPE_attachment,
	    "-- \nAnn Ames\n");

	CHECK_NUMBER(got.len, 0);
	arena_free(mail.arena);
	CHECK(signature_forgives("pii.contact.phone"));
	CHECK(signature_forgives("pii.tax.de"));
	CHECK(!signature_forgives("pii.identity.us"));
	CHECK(!signature_forgives("pii.payment.card"));
	CHECK(!signature_forgives("secret.key"));
	CHECK(!signature_forgives("pii.contacts"));
}

static const struct unit_test tests[] = {
	UNIT(the_dashes_begin_it),
	UNIT(the_senders_name_or_address_is_in_it),
	UNIT(it_has_an_end),
	UNIT(attachments_have_none_and_only_contact_data_is_forgiven),
	{NULL, NULL},
};

int
main(void)
{
	return unit_run("signature", tests);
}
