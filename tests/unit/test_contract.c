/*
 * test_contract - where a title stands, what the build of a text says, and how
 * far a contract is.
 */
#include <stdlib.h>
#include <unistd.h>

#include "scanner/match/contract_hand.h"
#include "scanner/match/contract_measure.h"
#include "scanner/match/contract_place.h"
#include "scanner/match/contract_state.h"
#include "scanner/match/contract_words.h"
#include "unit/unit.h"

static struct text_run run = {.where = "body", .scope = SCOPE_attachment};

/* A text with the room behind it that texts have. */
static struct slice
with_room(const char *bytes)
{
	static unsigned char rooms[8][65536];
	static unsigned next;
	unsigned char *room = rooms[next++ % 8];
	size_t len = strlen(bytes);

	CHECK_FATAL(len + TEXT_SLACK <= sizeof(rooms[0]));
	memset(room, 0, sizeof(rooms[0]));
	memcpy(room, bytes, len);
	return slice_bytes(room, len);
}

static struct text
text_of(const char *bytes)
{
	return (struct text){.bytes = with_room(bytes), .runs = &run,
	    .run_count = 1};
}

static bool
is_at(const char *bytes, const char *phrase, enum group_place place)
{
	struct text text = text_of(bytes);
	struct contract_zone zone = contract_place_zone(&text);
	size_t start = slice_find_nocase(text.bytes, slice_of(phrase));
	struct span hit = {start, start + strlen(phrase)};

	return start != SIZE_MAX && contract_place_possible(&zone, place,
	    hit.end) && contract_place_holds(&zone, place, hit);
}

static void
a_title_is_a_line_of_its_own(void)
{
	CHECK(is_at("# STATEMENT OF WORK\n", "statement of work",
	    PLACE_TITLE));
	CHECK(is_at("Harrow Ltd - Purchase Order No. 12\n", "purchase order",
	    PLACE_TITLE));
	CHECK(is_at("Kooperationsvertrag\n", "vertrag", PLACE_TITLE));
	CHECK(!is_at("Please send the statement of work\n",
	    "statement of work", PLACE_TITLE));
	CHECK(!is_at("Is the Statement of Work done?\n", "statement of work",
	    PLACE_TITLE));
	CHECK(!is_at("We signed the Lease.\n", "lease", PLACE_TITLE));
	CHECK(is_at("Verdon Ltd                                   LEASE\n", "lease",
	    PLACE_TITLE));
	CHECK(is_at("Verdon\n\nas of May\n\nLease\n", "lease", PLACE_TITLE));
}

static void
a_text_names_itself_in_a_sentence(void)
{
	CHECK(is_at("This Mutual Non-Disclosure Agreement is made today.\n",
	    "non-disclosure agreement", PLACE_TITLE));
	CHECK(is_at("1. Dieser **Mietvertrag** wird heute geschlossen.\n",
	    "mietvertrag", PLACE_TITLE));
	CHECK(!is_at("In May the Lease Agreement is signed, I think.\n",
	    "lease agreement", PLACE_TITLE));
}

static void
part_of_a_title_needs_the_agreement_behind_it(void)
{
	CHECK(is_at("LEASE AND SERVICES AGREEMENT\n", "lease and",
	    PLACE_TITLE_PART));
	CHECK(!is_at("Lease and Rent Reminder\n", "lease and",
	    PLACE_TITLE_PART));
}

static void
a_label_has_a_colon_and_something_behind(void)
{
	CHECK(is_at("Customer: Harrow Ltd\n", "customer", PLACE_COLON));
	CHECK(is_at("From: x    Customer: Harrow Ltd\n", "customer",
	    PLACE_COLON));
	CHECK(is_at("| **Customer**: | Harrow Ltd |\n", "customer",
	    PLACE_COLON));
	CHECK(!is_at("Customer:\n", "customer", PLACE_COLON));
	CHECK(!is_at("Customer wants a: b\n", "customer", PLACE_COLON));
	CHECK(!is_at("we asked the customer: no\n", "customer", PLACE_COLON));
}

static bool
is_reference(const char *bytes, const char *phrase)
{
	struct text text = text_of(bytes);
	struct contract_zone zone = contract_place_zone(&text);
	size_t start = slice_find_nocase(text.bytes, slice_of(phrase));

	return contract_place_is_reference(&zone, (struct span){start,
	    start + strlen(phrase)});
}

static void
a_title_may_only_refer_to_an_agreement(void)
{
	CHECK(is_reference("Exhibit C to the Master Services Agreement\n",
	    "services agreement"));
	CHECK(is_reference("Nachtrag zum Mietvertrag\n", "mietvertrag"));
	CHECK(!is_reference("Agreement to Lease\n", "lease"));
	CHECK(!is_reference("Master Services Agreement\n",
	    "services agreement"));
	CHECK(!is_reference("to\nLease\n", "lease"));
}

static bool
is_theirs(const char *bytes, const char *phrase)
{
	struct text text = text_of(bytes);
	struct contract_zone zone = contract_place_zone(&text);
	size_t start = slice_find_nocase(text.bytes, slice_of(phrase));

	return contract_place_is_theirs(&zone, (struct span){start,
	    start + strlen(phrase)});
}

static void
an_order_names_the_quotation_it_follows(void)
{
	CHECK(is_theirs("Your quotation of 3 May\n", "quotation"));
	CHECK(is_theirs("Ihr Angebot Nr. 12 vom 3.5.2026\n", "angebot"));
	CHECK(is_theirs("Votre devis n° 8 du 3 mai\n", "devis"));
	CHECK(is_theirs("Rif. vostra offerta 12 del 3 maggio\n", "offerta"));
	CHECK(is_theirs("auf Ihr Angebot wird bestellt\n", "angebot"));
	CHECK(is_theirs("Selon votre devis\n", "devis"));
	CHECK(!is_theirs("Your quotation\n", "quotation"));
	CHECK(!is_theirs("Quotation of 3 May\n", "quotation"));
	CHECK(!is_theirs("Our quotation of 3 May\n", "quotation"));
	CHECK(!is_theirs("your\nQuotation\nof 3 May\n", "quotation"));
	CHECK(!is_theirs("Your quotation", "quotation"));
}

static void
hands_are_lines_to_sign_on(void)
{
	CHECK(contract_hand_count(with_room("By: ________   By: ________\n"
	    "Name: ________   Date: ________\n"), 9) == 2);
	CHECK(contract_hand_count(with_room("By: /s/ Jane Roe\n"), 9) == 1);
	CHECK(contract_hand_count(with_room("for ________ dollars\n"), 9) == 0);
	CHECK(contract_hand_count(with_room("The original is ________.\n"),
	    9) == 0);
	CHECK(contract_hand_count(with_room("________. All rights reserved\n"),
	    9) == 0);
	CHECK(contract_hand_count(with_room("1. Term ................ 4\n"),
	    9) == 0);
	CHECK(contract_hand_count(with_room("By: _______\n"), 9) == 0);
	CHECK(contract_hand_count(with_room("________ ________ ________"),
	    2) == 3);
	CHECK(contract_hand_count(with_room(""), 9) == 0);
}

static void
a_letter_is_signed_below_its_closing(void)
{
	CHECK(contract_hand_letter(with_room("Dear Ann,\nplease sign.\n"
	    "Yours sincerely\nTom\nAgreed: ________\n"), 1) == 1);
	CHECK(contract_hand_letter(with_room("Agreed: ________\n"
	    "Yours sincerely\nTom\n"), 1) == 0);
	CHECK(contract_hand_letter(with_room("Agreed: ________\n"), 1) == 0);
}

static void
a_title_deep_in_the_text_is_none(void)
{
	static char text[20000];

	for (size_t i = 0; i + 8 < sizeof(text); i += 8)
		memcpy(text + i, "a line.\n", 8);
	memcpy(text + 19000, "\nLEASE\n", 7);
	CHECK(!is_at(text, "lease", PLACE_TITLE));
	CHECK(is_at("9.2 Term\n", "term", PLACE_HEADING));
	CHECK(!is_at("for a long term\n", "term", PLACE_HEADING));
}

static bool
is_named(const char *bytes, const char *phrase)
{
	struct text text = text_of(bytes);
	struct contract_zone zone = contract_place_zone(&text);
	size_t start = slice_find_nocase(text.bytes, slice_of(phrase));

	return contract_place_is_named(&zone, (struct span){start,
	    start + strlen(phrase)});
}

static void
a_bare_title_names_no_kind(void)
{
	CHECK(is_named("DISTRIBUTION AGREEMENT\n", "agreement"));
	CHECK(is_named("Kooperationsvertrag\n", "vertrag"));
	CHECK(!is_named("AGREEMENT\n", "agreement"));
	CHECK(!is_named("CONTRACT No. 12\n", "contract"));
	CHECK(!is_named("Letter Agreement dated\n", "agreement"));
}

static unsigned
count(const char *measure, const char *text)
{
	const struct contract_measure *m =
	    contract_measure_find(slice_of(measure));

	return m ? m->count(with_room(text), 100) : 999;
}

static void
clauses_are_lines_with_numbers(void)
{
	CHECK_NUMBER(count("clauses", "1. A\n1.1 B\n§ 2 C\nArticle 3\n(a) d\n"
	    "## 4. E\n"), 6);
	CHECK_NUMBER(count("clauses", "One\n12 May\nAnd so\n\n"), 0);
	CHECK_NUMBER(count("clauses", ""), 0);
	CHECK_NUMBER(count("clauses", "("), 0);
}

static void
definitions_stand_in_brackets(void)
{
	CHECK_NUMBER(count("definitions", "Verdon (\"Supplier\") and Arbe (the "
	    "\"Client\", and so on)"), 2);
	CHECK_NUMBER(count("definitions", "he said \"no\" (twice)"), 0);
	CHECK_NUMBER(count("definitions", "(\""), 1);
	CHECK_NUMBER(count("definitions", "\""), 0);
}

static void
address_is_a_rate(void)
{
	CHECK_NUMBER(count("address", "you may use your own"), 400);
	CHECK_NUMBER(count("address", "the parties agree"), 0);
	CHECK_NUMBER(count("address", ""), 0);
}

static void
contract_numbers_need_their_word(void)
{
	CHECK_NUMBER(count("piid", "Contract W912XX-26-C-0012, order "
	    "SPE4A126P0441"), 2);
	CHECK_NUMBER(count("piid", "W912XX-26-C-0012"), 0);
	CHECK_NUMBER(count("piid", "contract W912XX-26-O-0012"), 0);
	CHECK_NUMBER(count("piid", "contract W912XX-26-C-001"), 0);
	for (int lead = 0; lead < 140; lead++) {	/* over any block's end */
		char text[256];

		snprintf(text, sizeof(text), "%*s Contract W912XX26C0012, "
		    "order FA8730-25-F-0040.", lead, "");
		CHECK_NUMBER(count("piid", text), 2);
	}
	CHECK_NUMBER(count("piid", "contract W912XX-26-C"), 0);
	CHECK_NUMBER(count("piid", "contract W912XX-2"), 0);
}

static const char *
state(const char *bytes, enum group_shows sign, unsigned times)
{
	struct text text = text_of(bytes);
	unsigned shown[SHOWS_COUNT] = {0};

	shown[sign] = times;
	return contract_state(&text, shown, 2);
}

static void
two_filled_blocks_execute(void)
{
	CHECK_TEXT(state("By: /s/ A\nBy: /s/ B\n", 0, 0), "executed");
	CHECK_TEXT(state("Unterschrift: gez. A\nUnterschrift: gez. B\n", 0, 0),
	    "executed");
	CHECK_TEXT(state("By:\nName: Jane\nDate: 3 May\nBy:\nName: John\n"
	    "Date: 4 May\n", 0, 0), "executed");
	CHECK_TEXT(state("By: Jane Roe   By: John Doe\n", 0, 0), "executed");
	CHECK_TEXT(state("text", SHOWS_SIGNED, 2), "executed");
	CHECK_TEXT(state("By: ____", SHOWS_COMPLETED, 1), "executed");
}

static void
one_of_two_signed_is_partly(void)
{
	CHECK_TEXT(state("By: /s/ A\nDate: 3 May\nBy: ____\n", 0, 0),
	    "partly");
	CHECK_TEXT(state("| By: Jane | By: ______ |\n", 0, 0), "partly");
	CHECK_TEXT(state("text", SHOWS_SIGNED, 1), "partly");
}

static void
blank_lines_are_not_signed(void)
{
	CHECK_TEXT(state("By: ____\nName: ____\nBy: ____\n", 0, 0),
	    "draft");
	CHECK_TEXT(state("Signature: ____ Date: ____\n", 0, 0), "draft");
	CHECK_TEXT(state("By: ________\nName: Jane Roe\nDate: ____\n", 0, 0),
	    "draft");
	CHECK_TEXT(state("By: [Name]\nBy: {{ signer }}\n", 0, 0), "draft");
	CHECK_TEXT(state("", 0, 0), "draft");
	CHECK_TEXT(state(":::\n|||\n\t\t\n", 0, 0), "draft");
}

static void
gaps_and_words_tell_the_rest(void)
{
	CHECK_TEXT(state("text", SHOWS_DRAFT, 1), "draft");
	CHECK_TEXT(state("text", SHOWS_SENT, 1), "sent");
	CHECK_TEXT(state("text", SHOWS_OFFER, 1), "sent");
	CHECK_TEXT(state("text", SHOWS_PLACEHOLDER, 3), "template");
	CHECK_TEXT(state("text", SHOWS_PLACEHOLDER, 2), "draft");
	CHECK_TEXT(state("of {{a}}\nat {{b}}\non {{c}}\n", 0, 0), "template");
	CHECK_TEXT(state("1. <describe>\n2. <fixed / T&M>\n3. <start date>\n",
	    0, 0), "template");
	CHECK_TEXT(state("<a@b.example>\n<http://b.example>\na <b, c> d\n<\n"
	    "x < y and z > y\n<PAGE>\n<TABLE>\n<S>\n<b>\n", 0, 0), "draft");
	/* A sentence ends with its gap. */
	CHECK_TEXT(state("The original is ________.\nIts author is ________.\n"
	    "By: /s/ Jane Roe\nBy: /s/ John Doe\n", 0, 0), "executed");
}

static void
a_line_may_be_a_signature_by_itself(void)
{
	CHECK_TEXT(state("Signed for Acme Ltd: Jane Roe 3/5/26\n"
	    "Signed for Verdon plc: John Doe 4/5/26\n", 0, 0), "executed");
	CHECK_TEXT(state("Signed for Acme: Jane Roe\n"
	    "Signed by customer: ............\n", 0, 0), "partly");
	CHECK_TEXT(state("X  Jane Roe    Date: 3 May\n"
	    "X                 Date:\nBy: ____\n", 0, 0), "partly");
	CHECK_TEXT(state("Firmato da Acme: J. Roe\nFirmato da Verdon: J. Doe\n",
	    0, 0), "executed");
	CHECK_TEXT(state("Voor akkoord: Jan Roe     datum: 11 januari 2026\n"
	    "Bon pour accord : Jeanne Doe\n", 0, 0), "executed");
	CHECK_TEXT(state("De acordo com a lei: o contrato vigora por um ano.\n",
	    0, 0), "draft");
	CHECK_TEXT(state("Voor akkoord:\nBon pour accord :\n", 0, 0), "draft");
	CHECK_TEXT(state("Agreed price: 5,000\nSigned copies: 2\n", 0, 0),
	    "draft");
	CHECK_TEXT(state("It must be signed by both: the tenant and us.\n",
	    0, 0), "draft");
}

static void
a_copy_says_in_its_own_way_who_signed(void)
{
	CHECK_TEXT(state("sig. Dr. U. Roe          sig. Jane Doe\n", 0, 0),
	    "executed");
	CHECK_TEXT(state("Tra il Sig. Mario Roe\ne il sig. Luigi Doe\n", 0, 0),
	    "draft");
	CHECK_TEXT(state("/Jane Roe/   President\n/John Doe/   Owner\n", 0, 0),
	    "executed");
	CHECK_TEXT(state("/srv/jane/\n/Annex/\nSee and/or the Annex\n", 0, 0),
	    "draft");
	CHECK_TEXT(state("DATED: 1 May   s/ Jane Roe\nBy: s/ John Doe\n", 0, 0),
	    "executed");
	CHECK_TEXT(state("Signé : Jeanne Roe          Signé : Jean Doe\n", 0, 0),
	    "executed");
	CHECK_TEXT(state("Signé :                     Signé :\n", 0, 0),
	    "draft");
	CHECK_TEXT(state("was getekend             was getekend\n", 0, 0),
	    "executed");
	CHECK_TEXT(state("O Inquilino: (ass.) Ana Roe\nFdo. Luis Doe\n", 0, 0),
	    "executed");
	CHECK_TEXT(state("Signed (Hirer) Jane Roe   Date 1/9/26\n"
	    "Signed (for the Hall) John Doe   Date 3/9/26\n", 0, 0),
	    "executed");
	CHECK_TEXT(state("Signed (Hirer) ______   Date 1/9/26\n"
	    "Signed (for the Hall) John Doe   Date 3/9/26\n", 0, 0),
	    "partly");
	CHECK_TEXT(state("Digital unterschrieben von Jana Roe\n"
	    "Assinado de forma digital por ANA DOE\n", 0, 0), "executed");
	CHECK_TEXT(state("Signed as a deed by JANE ROE in the presence of: J. Doe\n"
	    "Signed as a deed by MARY DOE in the presence of: ..........\n",
	    0, 0), "partly");
	CHECK_TEXT(state("Signed (", 0, 0), "draft");
	CHECK_TEXT(state("/", 0, 0), "draft");
}

static void
who_signs_for_a_firm_says_so(void)
{
	CHECK_TEXT(state("Liefertermin: Mai\ni. V. Roe        i. A. Doe\n", 0,
	    0), "executed");
	CHECK_TEXT(state("ppa. Jana Roe\ni.V. Dr. Doe\n", 0, 0), "executed");
	CHECK_TEXT(state("i. V. mit der Anlage\nppa. \ni. V. \n", 0, 0),
	    "draft");
	/* Printed below lines that wait. */
	CHECK_TEXT(state("____________     ____________\n"
	    "ppa. Roe         i. V. Doe\n", 0, 0), "draft");
	CHECK_TEXT(state("i. V. Roe\nppa. Doe\n", SHOWS_DRAFT, 1), "draft");
}

static void
who_closed_a_letter_has_signed_it(void)
{
	CHECK_TEXT(state("Yours sincerely,\nJane Roe\nManager\n"
	    "I accept the terms above.\nSigned: John Doe   Date: 3 May 2026\n",
	    0, 0), "executed");
	/* The reader has not signed yet, or the sender has a line to sign on. */
	CHECK_TEXT(state("Yours sincerely,\nJane Roe\nManager\n"
	    "I accept the terms above.\nSigned: ________   Date: ________\n",
	    0, 0), "sent");
	CHECK_TEXT(state("Yours sincerely,\n____________\nJane Roe\n"
	    "I accept the terms above.\nSigned: John Doe   Date: 3 May 2026\n",
	    0, 0), "partly");
	/* A note above a contract that one has signed. */
	CHECK_TEXT(state("Kind regards\nJane Roe\n1\n2\n3\n4\n5\n6\n7\n8\n"
	    "9\n10\n11\n12\n13\n14\nBy: /s/ Jane Roe\n", 0, 0), "partly");
	CHECK_TEXT(state("Yours sincerely,\n\nBy: /s/ Jane Roe\n", 0, 0),
	    "partly");
}

static void
a_name_is_a_signature_where_others_show_it(void)
{
	/* Beside the strokes of the other party, under a line of heads. */
	CHECK_TEXT(state("For Acme Ltd         For Verdon plc\n"
	    "Jane Roe             ____________________\n", 0, 0), "partly");
	/* Dated, in columns. */
	CHECK_TEXT(state("For Acme Ltd         For Verdon plc\n"
	    "Jane Roe             John Doe\n"
	    "3 May 2026           4 May 2026\n", 0, 0), "executed");
	CHECK_TEXT(state("Signed\nJane Roe   3/5/26\nJohn Doe   4/5/26\n", 0,
	    0), "executed");
	/* Brief beside the full name. */
	CHECK_TEXT(state("Executed as a deed by Acme Ltd\n"
	    "acting by Jane Roe, a director          J. Roe\n"
	    "Executed as a deed by Verdon plc\n"
	    "acting by a director          ....................\n", 0, 0),
	    "partly");
	CHECK_TEXT(state("For Acme Ltd\nJane Roe\n3 May 2026\n"
	    "I accept: ________________   Date: ________\n", 0, 0), "partly");
	/* Printed under a line nobody wrote on. */
	CHECK_TEXT(state("For Acme Ltd\n____________\nJane Roe\n3 May 2026\n",
	    0, 0), "draft");
}

static void
steps_of_a_workflow_are_signatures(void)
{
	CHECK_TEXT(state("1   Head   ROEJ   Approved   3.5.2026   10:04\n"
	    "2   Buyer  DOEJ   Approved   4.5.2026   11:30\n", 0, 0),
	    "executed");
	CHECK_TEXT(state("1   Head   ROEJ   Approved   3.5.2026   10:04\n"
	    "2   Buyer  DOEJ   Open\n", 0, 0), "partly");
	CHECK_TEXT(state("Approved on 3.5.2026 by the board.\n", 0, 0),
	    "draft");
}

static void
words_tell_that_a_signature_is_awaited(void)
{
	CHECK_TEXT(state("Signed for Acme\n[sign here]   [sign here]\n", 0, 0),
	    "sent");
	CHECK_TEXT(state("{{signature:buyer}}   {{signature:seller}}\n", 0, 0),
	    "sent");
	CHECK_TEXT(state("For Acme Ltd: /s/ Jane Roe\nFor Verdon: pending\n", 0,
	    0), "partly");
	CHECK_TEXT(state("It may be signed electronically by the parties and "
	    "takes effect when signed.\n", 0, 0), "draft");
}

static void
other_strokes_are_no_place_to_sign(void)
{
	CHECK_TEXT(state("By: /s/ A\nBy: /s/ B\nTotal ............. 4,812\n",
	    0, 0), "executed");
	CHECK_TEXT(state("By: /s/ A\n____________\nBy: /s/ B\n", 0, 0),
	    "executed");
	CHECK_TEXT(state("By: Acme GP, LLC, its partner\nBy: ________\n", 0, 0),
	    "draft");
	CHECK_TEXT(state("By: /s/ A\nSignature            Date\n", 0, 0),
	    "partly");
	/* A form wants its reader's name long before the signatures. */
	CHECK_TEXT(state("Landlord: ________\nTenant: ________\nFlat: ________"
	    "\nOne.\nTwo.\nThree.\nFour.\nBy: ________\n", 0, 0),
	    "template");
}

static void
a_draft_with_printed_names_is_one(void)
{
	CHECK_TEXT(state("Fdo.: J. Roe   Fdo.: J. Doe\n", SHOWS_DRAFT, 1),
	    "draft");
	CHECK_TEXT(state("By: /s/ A\nBy: /s/ B\n", SHOWS_DRAFT, 1),
	    "executed");
	CHECK_TEXT(state("text", SHOWS_EARLY, 1), "draft");
	CHECK_TEXT(state("By: /s/ A\nBy: /s/ B\n", SHOWS_EARLY, 1),
	    "executed");
}

/* Points of a text's wording by an invented vocabulary. */
static int
wording(const char *vocabulary, const char *bytes, enum rc want)
{
	char path[] = "test_contract-XXXXXX";
	int fd = mkstemp(path), points = 0;
	struct limits limits = limit_defaults();
	struct source source = {.arena = arena_new(1 << 22), .limits = &limits};
	const struct contract_words *words = NULL;
	unsigned char digest[CRYPT_DIGEST_BYTES];
	struct text text = text_of(bytes);
	bool seen[8] = {false};
	struct err err = {0};

	CHECK_FATAL(fd >= 0 && write(fd, vocabulary, strlen(vocabulary)) ==
	    (ssize_t)strlen(vocabulary));
	close(fd);
	source.digest = crypt_digest_begin();
	CHECK_FATAL(source.digest != NULL);
	CHECK_RC(contract_words_read(&source, path, &words, &err), want, &err);
	CHECK_FATAL(contract_words_count(words) < 8);
	if (want == RC_OK)
		points = contract_words_points(words, &text, seen);
	crypt_digest_end(source.digest, digest);
	unlink(path);
	arena_free(source.arena);
	return points;
}

static void
a_word_counts_once_whatever_its_case(void)
{
	static const char vocabulary[] = "# words\nhereby\t800\t9\t1\n"
	    "m\xc3\xbcssen\t80\nhttp\t-400\n";

	CHECK_NUMBER(wording(vocabulary, "Hereby and HEREBY", RC_OK), 100);
	CHECK_NUMBER(wording(vocabulary, "hereby m\xc3\xbcssen", RC_OK), 110);
	CHECK_NUMBER(wording(vocabulary, "thereby herebyx", RC_OK), 0);
	CHECK_NUMBER(wording("", "hereby", RC_OK), 0);
	CHECK(wording(vocabulary, "see http://a", RC_OK) == -50);
}

static void
a_wrong_vocabulary_is_said(void)
{
	wording("hereby\tmany\n", "", RC_CONFIG);
	wording("hereby 800\n", "", RC_CONFIG);
	wording("a\t800\n", "", RC_CONFIG);
	wording("hereby\t1\nHereby\t2\n", "", RC_CONFIG);
	wording("hereby\t99999999\n", "", RC_CONFIG);
}

static void
tracked_changes_are_a_draft(void)
{
	struct text_run runs[] = {
		{.start = 0, .where = "", .scope = SCOPE_attachment},
		{.start = 40, .where = "", .scope = SCOPE_attachment,
		    .flags = TEXT_FLAG_hidden},
		{.start = 42, .where = "", .scope = SCOPE_attachment},
		{.start = 50, .where = "", .scope = SCOPE_attachment,
		    .flags = TEXT_FLAG_hidden},
		{.start = 52, .where = "", .scope = SCOPE_attachment},
	};
	unsigned shown[SHOWS_COUNT] = {[SHOWS_PLACEHOLDER] = 4};
	struct text text = {.bytes = slice_of("................................"
	    "................................................"), .runs = runs,
	    .run_count = 5};

	CHECK_TEXT(contract_state(&text, shown, 2), "draft");
	text.run_count = 3;
	CHECK_TEXT(contract_state(&text, shown, 2), "template");
}

int
main(void)
{
	static const struct unit_test tests[] = {
		UNIT(a_title_is_a_line_of_its_own),
		UNIT(a_text_names_itself_in_a_sentence),
		UNIT(part_of_a_title_needs_the_agreement_behind_it),
		UNIT(a_label_has_a_colon_and_something_behind),
		UNIT(a_title_may_only_refer_to_an_agreement),
		UNIT(an_order_names_the_quotation_it_follows),
		UNIT(hands_are_lines_to_sign_on),
		UNIT(a_letter_is_signed_below_its_closing),
		UNIT(a_title_deep_in_the_text_is_none),
		UNIT(a_bare_title_names_no_kind),
		UNIT(clauses_are_lines_with_numbers),
		UNIT(definitions_stand_in_brackets),
		UNIT(address_is_a_rate),
		UNIT(contract_numbers_need_their_word),
		UNIT(two_filled_blocks_execute),
		UNIT(one_of_two_signed_is_partly),
		UNIT(blank_lines_are_not_signed),
		UNIT(gaps_and_words_tell_the_rest),
		UNIT(a_line_may_be_a_signature_by_itself),
		UNIT(a_copy_says_in_its_own_way_who_signed),
		UNIT(who_signs_for_a_firm_says_so),
		UNIT(who_closed_a_letter_has_signed_it),
		UNIT(a_name_is_a_signature_where_others_show_it),
		UNIT(steps_of_a_workflow_are_signatures),
		UNIT(words_tell_that_a_signature_is_awaited),
		UNIT(other_strokes_are_no_place_to_sign),
		UNIT(a_draft_with_printed_names_is_one),
		UNIT(a_word_counts_once_whatever_its_case),
		UNIT(a_wrong_vocabulary_is_said),
		UNIT(tracked_changes_are_a_draft),
		{NULL, NULL},
	};

	return unit_run("contract", tests);
}
