/*
 * test_mime - promises of scanner/message/mime, seen through the pipeline.
 *
 * Each test is a message as some sender or attacker writes it, and what must
 * come out of it.
 */
#include "unit/transcript.h"
#include "unit/unit.h"

/* What comes out of a message must hold all of `want` (NULL at the end). */
static void
check(const char *message, const char *const want[])
{
	struct transcript t = transcript_new();
	const char *got = transcript_of(&t, slice_of(message));

	for (; *want != NULL; want++)
		CHECK_HOLDS(got, *want);
	transcript_free(&t);
}

#define WANT(...) (const char *const[]){ __VA_ARGS__, NULL }

static void
a_plain_message_has_a_header_and_a_body(void)
{
	check("From: a@example.org\r\nSubject: Hello\r\nX-Odd: 7\r\n\r\nBody\r\n",
	    WANT("part 1 < 0 message (message/rfc822) yes\n",
	    "header From [headers]: a@example.org\n",
	    "header Subject [subject]: Hello\n",
	    "header 3 [headers]: 7\n",
	    "part 2 < 1 body (text/plain) yes\n", "body [body]: Body\n"));
}

static void
lf_only_and_folded_and_encoded_headers(void)
{
	check("Subject: =?utf-8?B?U0VD?=\n =?utf-8?B?UkVU?=\nTo: a,\n\tb\n\nx\n",
	    WANT("header Subject [subject]: SECRET\n",
	    "header To [headers]: a, b\n", "body [body]: x\n"));
}

static void
no_header_no_body_nothing(void)
{
	check("\r\nonly a body", WANT("body [body]: only a body\n"));
	check("just text, no header\nat all\n",
	    WANT("body [body]: just text, no header\nat all\n"));
	check("Subject: x\r\n", WANT("header Subject [subject]: x\n",
	    "part 2 < 1 body (text/plain) yes\n"));
	check("", WANT("part 1 < 0 message"));
}

static void
an_alternative_is_body_and_a_file_is_an_attachment(void)
{
	check("Content-Type: multipart/mixed; boundary=o\n\n"
	    "--o\nContent-Type: multipart/alternative; boundary=\"i\"\n\n"
	    "--i\n\nplain\n--i\nContent-Type: text/html\n\n<p>rich</p>\n--i--\n"
	    "--o\nContent-Type: text/plain; name=a.txt\n"
	    "Content-Transfer-Encoding: base64\n\naW4gYQ==\n--o--\n",
	    WANT("body [body]: plain\n", "body > part 2 (text/html) yes\n",
	    "body > part 2 [body]: rich\n",
	    "attachment 1 (text/plain) yes \"a.txt\"\n",
	    "attachment 1 > file name [filename]: a.txt\n",
	    "attachment 1 [attachment]: in a\n",
	    "part 1 < 0 message (message/rfc822) yes\n"));
}

static void
preamble_epilogue_and_part_headers_are_looked_at(void)
{
	check("Content-Type: multipart/mixed; boundary=b\n\nin the preamble\n"
	    "--b\nX-Secret: in a part header\n\nbody\n--b--\nin the epilogue\n",
	    WANT("preamble [body]: in the preamble\n",
	    "in a part header\n", "[mime]: X-Secret",
	    "epilogue [body]: in the epilogue\n"));
}

static void
an_attached_message_is_read_as_one(void)
{
	check("Content-Type: multipart/mixed; boundary=b\n\n--b\n"
	    "Content-Type: message/rfc822\n\n"
	    "Subject: inner\nContent-Type: multipart/mixed; boundary=c\n\n"
	    "--c\n\nhi\n--c\nContent-Disposition: attachment; filename=f\n\n"
	    "deep\n--c--\n--b--\n",
	    WANT("attachment 1 > header Subject [subject]: inner\n",
	    "attachment 1 > body [body]: hi\n",
	    "attachment 1 > attachment 1 [attachment]: deep\n"));
}

static void
an_attached_message_may_be_encoded(void)
{
	check("Content-Type: message/rfc822\n"
	    "Content-Transfer-Encoding: base64\n\n"
	    "U3ViamVjdDogaW5uZXIKCmhlbGxv\n",
	    WANT("attachment 1 > header Subject [subject]: inner\n",
	    "attachment 1 > body [body]: hello\n"));
}

static void
a_missing_end_is_truncated(void)
{
	check("Content-Type: multipart/mixed; boundary=b\n\n--b\n\nseen\n",
	    WANT("message (message/rfc822) partly truncated\n",
	    "body [body]: seen\n"));
	check("Content-Type: multipart/mixed; boundary=b\n\nno part at all\n",
	    WANT("partly truncated", "preamble [body]: no part at all\n"));
}

static void
an_inner_end_may_be_missing(void)
{
	check("Content-Type: multipart/mixed; boundary=o\n\n--o\n"
	    "Content-Type: multipart/mixed; boundary=i\n\n--i\n\none\n"
	    "--o\n\ntwo\n--o--\n",
	    WANT("truncated", "body [body]: one\n",
	    "body > part 2 [body]: two\n"));
}

static void
parts_behind_the_end_are_read_and_ambiguous(void)
{
	check("Content-Type: multipart/mixed; boundary=b\n\n--b\n\none\n"
	    "--b--\nepi\n--b\nContent-Transfer-Encoding: base64\n\ndHdv\n",
	    WANT("ambiguous", "epilogue [body]: epi\n",
	    "body > part 2 [body]: two\n"));
}

static void
a_line_that_only_begins_like_a_boundary_is_ambiguous(void)
{
	check("Content-Type: multipart/mixed; boundary=b\n\n--b\n\none\n"
	    "--bx\ntwo\n--b--\n", WANT("ambiguous", "one\n--bx\ntwo\n"));
}

static void
a_boundary_that_begins_another_is_not(void)
{
	check("Content-Type: multipart/mixed; boundary=b\n\n--b\n"
	    "Content-Type: multipart/mixed; boundary=bb\n\n--bb\n\none\n"
	    "--bb--\n--b\n\ntwo\n--b--\n",
	    WANT("message (message/rfc822) yes\n", "body [body]: one\n",
	    "body > part 2 [body]: two\n"));
}

static void
a_multipart_without_boundary_is_guessed(void)
{
	check("Content-Type: multipart/mixed\n\n--guess1\n\none\n--guess1\n"
	    "Content-Transfer-Encoding: base64\n\ndHdv\n--guess1--\n",
	    WANT("ambiguous", "body [body]: one\n",
	    "body > part 2 [body]: two\n"));
	check("Content-Type: multipart/mixed\n\nnothing like one\n",
	    WANT("corrupt", "nothing like one\n"));
}

static void
two_content_types_are_ambiguous_and_the_multipart_wins(void)
{
	check("Content-Type: text/plain\nContent-Type: multipart/mixed; "
	    "boundary=b\n\n--b\nContent-Transfer-Encoding: base64\n\nb25l\n"
	    "--b--\n", WANT("ambiguous", "body [body]: one\n"));
}

static void
a_multipart_in_base64_is_opened(void)
{
	/* "--b\n\nhidden\n--b--\n" */
	check("Content-Type: multipart/mixed; boundary=b\n"
	    "Content-Transfer-Encoding: base64\n\n"
	    "LS1iCgpoaWRkZW4KLS1iLS0K\n",
	    WANT("ambiguous", "attachment 1 > body [body]: hidden\n"));
}

static void
base64_between_garbage_shows_both(void)
{
	check("Content-Transfer-Encoding: base64\n\nb25l\n"
	    "--- a footer, in clear ---\ndHdv\n",
	    WANT("partly corrupt", "a footer, in clear",
	    "body, without odd lines [body]: onetwo\n"));
}

static void
words_called_base64_are_seen(void)
{
	check("Content-Transfer-Encoding: base64\n\n"
	    "call the berth before noon\nand pay there\n",
	    WANT("call the berth before noon"));
	check("Content-Transfer-Encoding: base64\n\nb25l \n dHdv\n",
	    WANT("part 2 < 1 body (text/plain) yes\n", "onetwo"));
}

static void
partial_and_external_bodies_are_elsewhere(void)
{
	check("Content-Type: message/partial; id=1; number=2; total=3\n\n"
	    "a piece\n", WANT("attachment 1 (text/plain) partly elsewhere\n",
	    "a piece\n"));
	check("Content-Type: message/external-body; access-type=URL\n\n"
	    "Content-Type: text/plain\n\n", WANT("elsewhere"));
}

static void
encrypted_mail_is_encrypted(void)
{
	check("Content-Type: multipart/encrypted; boundary=b\n\n--b\n"
	    "Content-Type: application/pgp-encrypted\n\nVersion: 1\n--b\n"
	    "Content-Type: application/octet-stream\n\nxyz\n--b--\n",
	    WANT("attachment 1 (text/plain) partly encrypted\n",
	    "attachment 2 (text/plain) partly encrypted\n"));
	check("Content-Type: application/pkcs7-mime; smime-type=enveloped-data"
	    "\n\nx\n", WANT("encrypted"));
	check("\n-----BEGIN PGP MESSAGE-----\n", WANT("partly encrypted\n"));
}

static void
uuencoded_files_in_a_text_are_attachments(void)
{
	check("\nsee below\nbegin 644 a.txt\n#86)C\n`\nend\n",
	    WANT("body > encoded 1 (text/plain) yes \"a.txt\"\n",
	    "body > encoded 1 [attachment]: abc\n"));
}

static void
a_digest_holds_messages(void)
{
	check("Content-Type: multipart/digest; boundary=b\n\n--b\n\n"
	    "Subject: in\n\nx\n--b--\n",
	    WANT("attachment 1 > header Subject [subject]: in\n"));
}

static void
a_header_that_breaks_off_is_ambiguous(void)
{
	check("Subject: x\nthis is no field\n\nbody\n",
	    WANT("ambiguous", "body [body]: this is no field\n\nbody\n"));
}

static void
an_unknown_encoding_is_said_and_the_bytes_are_seen(void)
{
	check("Content-Transfer-Encoding: x-rot13\n\nfrperg\n",
	    WANT("partly unsupported\n", "body [body]: frperg\n"));
}

/* Limits: each message is one step over. */
static void
check_limit(const char *message, void (*set)(struct limits *),
    const char *const want[])
{
	struct transcript t = transcript_new();
	const char *got;

	set(&t.limits);
	got = transcript_of(&t, slice_of(message));
	for (; *want != NULL; want++)
		CHECK_HOLDS(got, *want);
	transcript_free(&t);
}

static void
small(struct limits *limits)
{
	limits->mime_depth = 2;
	limits->mime_parts = 2;
	limits->header_lines = 2;
	limits->header_bytes = 60;
}

static void
too_deep_multiparts_are_said_and_still_read_as_text(void)
{
	check_limit("Content-Type: multipart/mixed; boundary=a\n\n--a\n"
	    "Content-Type: multipart/mixed; boundary=b\n\n--b\n"
	    "Content-Type: multipart/mixed; boundary=c\n\n--c\n\ndeep\n",
	    small, WANT("too_deep", "deep"));
}

static void
too_deep_messages_are_said(void)
{
	check_limit("Content-Type: message/rfc822\n\n"
	    "Content-Type: message/rfc822\n\n"
	    "Content-Type: message/rfc822\n\nSubject: deep\n\nx\n", small,
	    WANT("no too_deep\n"));
}

static void
too_many_parts_and_header_lines_are_read_as_text(void)
{
	check_limit("Content-Type: multipart/mixed; boundary=a\n\n--a\n\n1\n"
	    "--a\n\n2\n--a\n\nthree\n--a--\n", small,
	    WANT("too_many", "parts past the limit [body]", "three"));
	check_limit("A: 1\nB: 2\nC: three\n\nx\n", small,
	    WANT("too_many", "header past the limit [body]: C: three\n"));
	check_limit("Subject: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	    "bbbbbbbbbbbbbbbbbbb behind\n\nx\n", small,
	    WANT("too_big", "behind"));
}

/* Messages of random pieces of MIME: whatever comes, it ends. */
static void
no_message_is_too_odd(void)
{
	static const char *const pieces[] = { "--a\n", "--a--\n", "--b\n",
	    "\n", "\r\n", "Content-Type: multipart/mixed; boundary=a\n",
	    "Content-Type: multipart/mixed; boundary=\"b\n",
	    "Content-Type: message/rfc822\n", "X: =?a?q?", "?=\n",
	    "Content-Transfer-Encoding: base64\n", "QUJD", "=", "(", "\"", ";",
	    "name*0*=", "begin 644 x\n", "`\nend\n", "From ", ":", "\xff",
	    "Content-Disposition: attachment; filename=", "<a href=x>", "+AGE-" };
	enum { PIECES = sizeof pieces / sizeof pieces[0] };
	unsigned state = 7;

	for (unsigned round = 0; round < 200; round++) {
		struct transcript t = transcript_new();
		struct buf message = buf_new(1 << 16);
		for (unsigned i = 0; i < 60; i++) {
			state = state * 1664525u + 1013904223u;
			buf_text(&message, pieces[(state >> 16) % PIECES]);
		}
		CHECK(transcript_of(&t, buf_slice(&message)) != NULL);
		transcript_free(&t);
		buf_free(&message);
	}
}

int
main(void)
{
	static const struct unit_test tests[] = {
		UNIT(a_plain_message_has_a_header_and_a_body),
		UNIT(lf_only_and_folded_and_encoded_headers),
		UNIT(no_header_no_body_nothing),
		UNIT(an_alternative_is_body_and_a_file_is_an_attachment),
		UNIT(preamble_epilogue_and_part_headers_are_looked_at),
		UNIT(an_attached_message_is_read_as_one),
		UNIT(an_attached_message_may_be_encoded),
		UNIT(a_missing_end_is_truncated),
		UNIT(an_inner_end_may_be_missing),
		UNIT(parts_behind_the_end_are_read_and_ambiguous),
		UNIT(a_line_that_only_begins_like_a_boundary_is_ambiguous),
		UNIT(a_boundary_that_begins_another_is_not),
		UNIT(a_multipart_without_boundary_is_guessed),
		UNIT(two_content_types_are_ambiguous_and_the_multipart_wins),
		UNIT(a_multipart_in_base64_is_opened),
		UNIT(base64_between_garbage_shows_both),
		UNIT(words_called_base64_are_seen),
		UNIT(partial_and_external_bodies_are_elsewhere),
		UNIT(encrypted_mail_is_encrypted),
		UNIT(uuencoded_files_in_a_text_are_attachments),
		UNIT(a_digest_holds_messages),
		UNIT(a_header_that_breaks_off_is_ambiguous),
		UNIT(an_unknown_encoding_is_said_and_the_bytes_are_seen),
		UNIT(too_deep_multiparts_are_said_and_still_read_as_text),
		UNIT(too_deep_messages_are_said),
		UNIT(too_many_parts_and_header_lines_are_read_as_text),
		UNIT(no_message_is_too_odd),
		{ NULL, NULL },
	};

	return unit_run("mime", tests);
}
