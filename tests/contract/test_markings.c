/*
 * test_markings - each marking system reads its samples as it says.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/io.h"
#include "scanner/extract/normalise.h"
#include "scanner/marking/marking.h"
#include "scanner/marking/phrases.h"
#include "unit/unit.h"

enum { MEMORY = 16 << 20 };

struct caught {
	struct marking best;	/* the surest, the first of equals */
	size_t count;
	char level[100];	/* of it */
	char broken[200];	/* its first broken rule */
	char rules[2000];	/* the broken rules of all, a line each */
};

static enum rc
catch(void *own, const struct marking *marking, struct err *err)
{
	struct caught *caught = own;

	(void)err;
	if (!caught->count || marking->confidence > caught->best.confidence)
		caught->best = *marking;
	caught->count++;
	for (size_t i = 0; i < marking->broken_count; i++) {
		size_t len = strlen(caught->rules);

		snprintf(caught->rules + len, sizeof(caught->rules) - len,
		    "\n%s", marking->broken[i]);
	}
	return RC_OK;
}

/* Every system has its values in the file of its name. */
static void
add_table(struct marking_tables *tables, struct arena *arena, const char *name)
{
	struct yaml *root = NULL;
	struct err err = {0};

	CHECK_RC(yaml_read(arena, arena_printf(arena,
	    "%s/rules/markings/%s.yaml", unit_source_dir(), name), 1 << 20,
	    &root, &err), RC_OK, &err);
	CHECK_FATAL(root != NULL);
	CHECK_RC(marking_tables_add(tables, arena, root, &err), RC_OK, &err);
}

static struct marking_tables *
read_tables(struct arena *arena)
{
	struct marking_tables *tables = marking_tables_new(arena);
	size_t count;
	const struct marking_system *const *all = marking_systems(&count);
	struct err err = {0};

	add_table(tables, arena, "countries");
	add_table(tables, arena, "shared");
	for (size_t i = 0; i < count; i++)
		add_table(tables, arena, all[i]->name);
	CHECK_RC(phrases_seal(tables, arena, &err), RC_OK, &err);
	return tables;
}

static struct arena *tables_arena;

/* Read once: they do not change. */
static const struct marking_tables *
tables(void)
{
	static struct marking_tables *tables;

	if (!tables) {
		tables_arena = arena_new(MEMORY);
		tables = read_tables(tables_arena);
	}
	return tables;
}

/* Read by one system, or by all when it is NULL. */
static struct caught
read_runs(const struct marking_system *system, struct slice bytes,
    const struct text_run *runs, size_t count)
{
	struct arena *arena = arena_new(64 << 20);
	struct text text = {.part = 1, .runs = runs, .run_count = count};
	struct caught caught = {0};
	struct marking_sink sink = {&caught, catch};
	struct err err = {0};

	CHECK_RC(normalise_bytes(arena, bytes, &text, &err), RC_OK, &err);
	CHECK_RC(marking_read(tables(), &text, system, arena, &sink, &err),
	    RC_OK, &err);
	snprintf(caught.level, sizeof(caught.level), "%s", caught.count ?
	    caught.best.level : "");
	snprintf(caught.broken, sizeof(caught.broken), "%s",
	    caught.best.broken_count ? caught.best.broken[0] : "");
	for (size_t i = 0; i < caught.best.broken_count; i++)
		CHECK(caught.best.broken[i] && *caught.best.broken[i]);
	caught.best.level = caught.best.text = NULL;	/* go with the arena */
	arena_free(arena);
	return caught;
}

static struct caught
read_place(const struct marking_system *system, struct slice bytes,
    enum scope scope, unsigned flags)
{
	const struct text_run run = {.where = "here", .scope = scope,
	    .flags = flags};

	return read_runs(system, bytes, &run, 1);
}

static struct caught
read_text(const struct marking_system *system, const char *bytes)
{
	return read_place(system, slice_of(bytes), SCOPE_body, 0);
}

static void
check_sample(const struct marking_system *system,
    const struct marking_sample *sample)
{
	char bytes[512];
	struct caught caught;
	bool right;

	snprintf(bytes, sizeof(bytes), "%s%s\nSome text of a mail.\n",
	    sample->line, sample->line[0] == '(' ? " A paragraph" : "");
	caught = read_text(system, bytes);
	right = sample->level ? caught.count == 1 &&
	    !strcmp(caught.level, sample->level) &&
	    (caught.best.broken_count == 0) == sample->conformant :
	    caught.count == 0;
	CHECK(right);
	if (!right)
		printf("%s: \"%s\": %zu markings, %s, %zu rules broken (%s)\n",
		    system->name, sample->line, caught.count,
		    caught.count ? caught.level : "none",
		    caught.best.broken_count, caught.best.broken_count ?
		    caught.best.broken[0] : "");
}

static void
samples_are_read_as_they_say(void)
{
	size_t count;
	const struct marking_system *const *all = marking_systems(&count);

	CHECK(count >= 2);
	for (size_t i = 0; i < count; i++) {
		CHECK(marking_system_find(slice_of(all[i]->name)) == all[i]);
		CHECK_FATAL(all[i]->samples && all[i]->samples[0].line);
		for (size_t s = 0; all[i]->samples[s].line; s++)
			check_sample(all[i], &all[i]->samples[s]);
	}
}

/* Is "number: ..." among the rules that a text breaks? */
static bool
breaks_rule(const char *text, const char *number)
{
	char head[64];

	snprintf(head, sizeof(head), "\n%s: ", number);
	return strstr(read_text(NULL, text).rules, head) != NULL;
}

static void
rules_are_named_when_they_are_broken(void)
{
	size_t count;
	const struct marking_system *const *all = marking_systems(&count);

	for (size_t i = 0; i < count; i++)
		for (const struct marking_rule *rule = all[i]->rules;
		    rule && rule->number; rule++) {
			bool kept = !breaks_rule(rule->keeps, rule->number);
			bool broken = breaks_rule(rule->breaks, rule->number);

			CHECK(kept && broken);
			if (!kept || !broken)
				printf("%s: rule %s is %s\n", all[i]->name,
				    rule->number, kept ? "not named" :
				    "named where it is kept");
		}
}

static void
talk_about_markings_is_a_mention(void)
{
	const struct marking_system *system = marking_system_find(
	    slice_of("us-classified"));
	struct caught caught = read_text(system, "SECRET//NOFORN\n"
	    "The markings on this slide are for training purposes only.\n");

	CHECK_NUMBER(caught.count, 1);
	CHECK(caught.best.mention);
}

/* One system or all: is the first marking a mention? */
static bool
is_mention(const char *text)
{
	struct caught caught = read_text(NULL, text);

	CHECK(caught.count >= 1);
	return caught.best.mention;
}

/* A banner, six lines, what is asked about, six lines. */
static bool
is_mention_with(const char *above, const char *middle, const char *below)
{
	static const char six[] = "One line.\nTwo.\nThree.\nFour.\nFive.\n"
	    "Six.\n";
	char text[2000];

	snprintf(text, sizeof(text), "%sSECRET//NOFORN\n%s%s%s%s", above, six,
	    middle, six, below);
	return is_mention(text);
}

static void
only_a_plain_notice_takes_markings_back(void)
{
	static const char notice[] = "Markings for training purposes only.\n";

	CHECK(is_mention_with(notice, "", ""));
	CHECK(is_mention_with("", "", notice));
	CHECK(is_mention_with("", "", "All markings are illustrative\n"));
	CHECK(!is_mention_with("", notice, ""));
	CHECK(!is_mention_with("", "", "Kind regards\nA. Sample\n"
	    "Markings for training purposes only.\n"));
	CHECK(!is_mention_with("", "", "-- \nMarkings for training purposes only.\n"));
	CHECK(!is_mention_with("", "", "The rooms with markings are meant\n"
	    "for training purposes only.\n"));
	CHECK(!is_mention_with("", "", "He said: Markings for training only\n"
	    "were they let in.\n"));
	CHECK(!is_mention_with("", "", "-----Original Message-----\nText.\n"
	    "Markings for training purposes only.\n"));
	CHECK(!is_mention_with("", "", "> Markings for training purposes only.\n"));
	CHECK(is_mention("Text.\n> SECRET//NOFORN\n"
	    "> Markings for training purposes only.\n"));
	CHECK(!is_mention_with(notice, "", "Classified By: 1234567\n"
	    "Derived From: SCG Example\nDeclassify On: 20491231\n"));
}

/* A banner, portions, the banner; the notice above it. */
#define EARNEST(banner, portion) banner "\n" portion " One.\n" portion \
	" Two.\n" portion " Three.\nFour.\nFive.\nSix.\n" banner "\n"

#define SAMPLE_BLOCK "Classified By: J. Roe, Instructor\nDerived From: SCG " \
	"Example\nDeclassify On: 20501231\n"

/* A lesson's block has no banner where banners stand, or is announced. */
static void
a_block_that_a_lesson_shows_is_a_mention(void)
{
	static const char lesson[] = "Module 3\nMarkings are for training only.\n"
	    "The block has three lines.\n";
	char text[1000];

	snprintf(text, sizeof(text), "%s" SAMPLE_BLOCK "Leave none empty.\n",
	    lesson);
	CHECK(is_mention(text));
	snprintf(text, sizeof(text), "SECRET//NOFORN\n%s" SAMPLE_BLOCK
	    "SECRET//NOFORN\n", lesson);
	CHECK(!is_mention(text));
	CHECK(is_mention("What a block says\nIt has three lines, for example:\n"
	    SAMPLE_BLOCK "Leave none empty.\n"));
	CHECK(!is_mention("Dear Ann,\nthe paper is attached.\nBob\n"
	    SAMPLE_BLOCK));
	CHECK(!is_mention("Example:\nNATO SECRET\nOne.\nTwo.\nThree.\nFour.\n"
	    "NATO SECRET\n"));
	CHECK(is_mention("The rules\nA banner, for example:\nNATO SECRET\n"
	    "One.\nTwo.\nThree.\nFour.\n"));
}

/*
 * A line that tells a purpose is in many a real document, and anybody can add it:
 * it takes back only what the text talks about.
 */
static void
a_purpose_alone_takes_nothing_back(void)
{
	static const char purpose[] = "For training purposes only.\n";
	static const struct {
		const char *text;
		bool mention;
	} cases[] = {
		/* ordinary documents with the line */
		{"NATO SECRET\nThe bridge is old.\nIt is long.\nNATO SECRET\n",
		    false},
		{"OFFICIAL-SENSITIVE\nThe course begins on Monday.\n", false},
		{"CUI//SP-CTI\nThe drawing of the valve.\n", false},
		{"TLP:RED\nThe drill for the incident team.\nText.\n", false},
		/* talk about marking */
		{"SECRET//NOFORN\nEach marking has its classification, says the "
		    "marking course.\n", true},
		/* several levels, several systems */
		{"NATO SECRET\nWhat does it mean?\nNATO RESTRICTED\nAnd this?\n",
		    true},
		{"SECRET//NOFORN\nAnd in Europe:\nSECRET UE/EU SECRET\nText.\n",
		    true},
		/* borne out by portions, whatever the notice says */
		{EARNEST("SECRET//NOFORN", "(S//NF)"), false},
		{EARNEST("NATO SECRET", "(NS)"), false},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char text[1000];

		snprintf(text, sizeof(text), "%s%s", purpose, cases[i].text);
		CHECK(is_mention(text) == cases[i].mention);
		snprintf(text, sizeof(text), "%s%s", cases[i].text, purpose);
		CHECK(is_mention(text) == cases[i].mention);
	}
}

/* Even a notice about markings does not hide what is marked throughout. */
static void
what_is_marked_throughout_is_not_taken_back(void)
{
	static const char notice[] = "All markings are illustrative.\n";
	static const struct {
		const char *text;
		bool mention;
	} cases[] = {
		{EARNEST("SECRET//NOFORN", "(S//NF)"), false},
		{EARNEST("NATO SECRET", "(NS)"), false},
		{EARNEST("RESTREINT UE/EU RESTRICTED", "(R-UE/EU-R)"), false},
		/* portions that do not fit the banner are an exercise */
		{EARNEST("SECRET//NOFORN", "(C//NF)"), true},
		{EARNEST("NATO SECRET", "(NR)"), true},
		/* a frame alone, a banner alone */
		{"NATO SECRET\nOne.\nTwo.\nThree.\nFour.\nFive.\nNATO SECRET\n",
		    true},
		{"NATO SECRET\nOne.\nTwo.\n", true},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char text[1000];
		struct caught caught;

		snprintf(text, sizeof(text), "%s%s", notice, cases[i].text);
		caught = read_text(NULL, text);
		CHECK(caught.best.mention == cases[i].mention);
		CHECK(caught.best.taken_back == cases[i].mention);
	}
}

/* Words about marking in text that no reader sees take nothing back. */
static void
hidden_words_take_nothing_back(void)
{
	static const char bytes[] = "SECRET//NOFORN\nMarkings for training "
	    "only.\nThe marking guide, all notional.\n";
	struct text_run runs[] = {{.where = "body", .scope = SCOPE_body},
	    {.start = 15, .where = "body", .scope = SCOPE_body,
	    .flags = TEXT_FLAG_hidden}};
	struct caught caught = read_runs(NULL, slice_of(bytes), runs, 2);

	CHECK_NUMBER(caught.count, 1);
	CHECK(!caught.best.mention);
	runs[1].flags = TEXT_FLAG_header_footer;
	CHECK(read_runs(NULL, slice_of(bytes), runs, 2).best.mention);
}

/* Each mail of a chain bears its own: three levels are no list of levels. */
static void
a_chain_of_mails_is_no_list(void)
{
	CHECK(!is_mention("NATO SECRET\nText.\nText.\nNATO SECRET\n"
	    "-----Original Message-----\nNATO RESTRICTED\nText.\nText.\n"
	    "-----Original Message-----\nNATO UNCLASSIFIED\nText.\n"
	    "Text.\nText.\nText.\n"));
}

static void
codes_of_a_sheet_header_are_none_of_its_words(void)
{
	static const char *const headers[] = {"&CNATO SECRET",
		"&L&\"Arial,Bold\"&12NATO SECRET&RPage &P",
		"&C&KFF0000NATO SECRET&R&D", NULL};
	struct caught caught;

	for (size_t i = 0; headers[i]; i++) {
		caught = read_place(NULL, slice_of(headers[i]),
		    SCOPE_attachment, TEXT_FLAG_header_footer);
		CHECK_NUMBER(caught.count, 1);
		CHECK_TEXT(caught.level, "NATO SECRET");
		CHECK(!caught.best.mention);
	}
}

/* What tabs part in a page's header stands apart; in a body it does not. */
static void
cells_of_a_page_header_are_lines(void)
{
	static const char bytes[] = "Acme report\tNATO SECRET\t12 May";
	struct caught caught = read_place(NULL, slice_of(bytes),
	    SCOPE_attachment, TEXT_FLAG_header_footer);

	CHECK_NUMBER(caught.count, 1);
	CHECK_TEXT(caught.level, "NATO SECRET");
	CHECK_TEXT(caught.best.kind, "banner");
	CHECK(!caught.best.mention);
	CHECK(read_text(NULL, bytes).best.mention);
}

/* Read by all: the level that counts, "" when none does. */
static const char *
level_of(const char *text)
{
	static char level[100];
	struct caught caught = read_text(NULL, text);

	snprintf(level, sizeof(level), "%s", caught.count &&
	    !caught.best.mention ? caught.level : "");
	return level;
}

static void
spaces_lay_out_a_page_head_and_foot(void)
{
	static const char foot[] = "One.\nTwo.\nThree.\nFour.\nFive.\n";
	char text[500];

	CHECK_TEXT(level_of("Roe & Doe plc          INTERNAL USE ONLY\n"
	    "One.\nTwo.\nThree.\nFour.\n"), "INTERNAL USE ONLY");
	snprintf(text, sizeof(text), "%sRoe S.A.        USO INTERNO       "
	    "P\xC3\xA1g. 1 de 1\n", foot);
	CHECK_TEXT(level_of(text), "USO INTERNO");
	/* In the middle of a text a row of a table is no head. */
	snprintf(text, sizeof(text), "%sRoe & Doe plc     INTERNAL USE ONLY\n%s",
	    foot, foot);
	CHECK_TEXT(level_of(text), "");
	/* One space parts words. */
	CHECK_TEXT(level_of("The site is for INTERNAL USE ONLY\nOne.\nTwo.\n"
	    "Three.\nFour.\n"), "");
}

static void
a_name_before_a_company_mark_encloses(void)
{
	CHECK_TEXT(level_of("ROE BANK - STRICTLY CONFIDENTIAL\nOne.\nTwo.\n"
	    "Three.\nFour.\nROE BANK - STRICTLY CONFIDENTIAL\n"),
	    "STRICTLY CONFIDENTIAL");
	CHECK_TEXT(level_of("ROE BANK - STRICTLY CONFIDENTIAL\nOne.\nTwo.\n"
	    "Three.\nFour.\n"), "");
	CHECK_TEXT(level_of("ROE BANK STRICTLY CONFIDENTIAL\nOne.\nTwo.\n"
	    "Three.\nFour.\nROE BANK STRICTLY CONFIDENTIAL\n"), "");
}

static void
small_letters_and_misspelt_words_enclose(void)
{
	CHECK_TEXT(level_of("Official-Sensitive\nOne.\nTwo.\nThree.\nFour.\n"
	    "Official-Sensitive\n"), "OFFICIAL-SENSITIVE");
	CHECK_TEXT(level_of("Nato Secret\nOne.\nTwo.\nThree.\nFour.\n"),
	    "");
	CHECK_TEXT(level_of("NATO RESTRCITED\nOne.\nTwo.\nThree.\n"),
	    "NATO RESTRICTED");
	CHECK_TEXT(level_of("OFFICIAL-SENSTIVE\nOne.\nTwo.\nThree.\n"),
	    "OFFICIAL-SENSITIVE");
	CHECK_TEXT(level_of("NAT0 SECRET\nOne.\nTwo.\nThree.\n"),
	    "");	/* four letters are too few */
	CHECK_TEXT(level_of("PROJECTED\nOne.\nTwo.\nThree.\nFour.\n"
	    "PROJECTED\n"), "");
	CHECK_TEXT(level_of("INTERVAL\nOne.\nTwo.\nThree.\nFour.\n"
	    "INTERVAL\n"), "");
}

/* The head of a printed mail, which stands at the top or beside another field. */
static void
a_printed_subject_is_one(void)
{
	CHECK_TEXT(level_of("From: Ann\nSubject: Leave [SEC=PROTECTED, "
	    "ACCESS=Legal-Privilege]\n\nText.\nText.\nText.\nText.\n"),
	    "PROTECTED");
	CHECK_TEXT(level_of("Subject: [SEC=PROTECTED ACCESS=Legal-Privilege]\n"
	    "\nText.\nText.\nText.\nText.\n"), "PROTECTED");
	CHECK_TEXT(level_of("One.\nTwo.\nThree.\nFour.\n\nSubject: Leave "
	    "[SEC=PROTECTED]\n\nText.\nText.\nText.\nText.\n"), "");
	CHECK_TEXT(level_of("Subject: a plain one\n\nText.\n"), "");
}

static void
what_a_text_bears_agrees(void)
{
	static const char body[] = "One.\nTwo.\nThree.\nFour.\nFive.\n";
	static const struct {
		const char *head, *middle, *foot, *rule;
	} cases[] = {
		{"IN CONFIDENCE\nNew Zealand\n", "1. [IN CONFIDENCE] Text.\n2. "
		    "[SENSITIVE] Text.\n", "IN CONFIDENCE\n", "PSR"},
		{"NATO RESTRICTED\n", "(NU) Text.\n(NC) Text.\n",
		    "NATO RESTRICTED\n", "AC/35-D/2002"},
		{"STRENG VERTRAULICH\n", "", "NUR INTERN\n", "frame"},
		{"RESTRICTED - MANAGEMENT\nWhitehall, 12 May 2025\n", "",
		    "RESTRICTED - MANAGEMENT\n", "GSCP"},
		{"SECRET D\xC3\x89" "FENSE\nLe 3 mars 2024\n", "",
		    "SECRET D\xC3\x89" "FENSE\n", "IGI 1300"},
	};
	static const char *const right[] = {
		"NATO CONFIDENTIAL\n(NU) Text.\n(NC) Text.\nOne.\nTwo.\nThree.\n"
		    "NATO CONFIDENTIAL\n",
		"STRENG VERTRAULICH\nOne.\nTwo.\nThree.\nFour.\nFive.\n"
		    "STRENG VERTRAULICH\n",
		"RESTRICTED - MANAGEMENT\nWhitehall, 12 May 2005\nTo last until "
		    "12 May 2025.\nOne.\nTwo.\nThree.\nRESTRICTED - MANAGEMENT\n",
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char text[500];

		snprintf(text, sizeof(text), "%s%s%s%s", cases[i].head, body,
		    cases[i].middle, cases[i].foot);
		if (!breaks_rule(text, cases[i].rule))
			CHECK_TEXT(text, "");
	}
	for (size_t i = 0; i < sizeof(right) / sizeof(right[0]); i++)
		CHECK_TEXT(read_text(NULL, right[i]).rules, "");
}

#define PROSE "One line.\nTwo.\nThree.\nFour.\nFive.\n"

/* A short line with a marking and other words: a banner where banners stand. */
static void
other_words_beside_a_marking_leave_it_a_banner(void)
{
	static const char *const lines[] = {"NHS OFFICIAL-SENSITIVE",
		"ACME: OFFICIAL-SENSITIVE", "OFFICIAL-SENSITIVE (v0.3, Ann)",
		"<<SECRET//NOFORN>>", "- 3 - NATO SECRET",
		"NATO RESTRICTED (course 7)", NULL};
	char text[500];

	for (size_t i = 0; lines[i]; i++) {
		struct caught caught;

		snprintf(text, sizeof(text), "%s\n" PROSE "%s\n", lines[i],
		    lines[i]);
		caught = read_text(NULL, text);
		CHECK(!caught.best.mention && caught.best.broken_count > 0);
		CHECK_TEXT(caught.best.kind, "banner");
		CHECK_NUMBER(caught.best.confidence, 75);
		caught = read_place(NULL, slice_of(lines[i]), SCOPE_attachment,
		    TEXT_FLAG_header_footer);
		CHECK(!caught.best.mention && caught.count);
		snprintf(text, sizeof(text), PROSE "%s\n" PROSE, lines[i]);
		CHECK(is_mention(text));
	}
	CHECK(!is_mention("ACME: NATO SECRET\n" PROSE));
	CHECK(is_mention("This mail is NATO SECRET\n" PROSE));
	CHECK_NUMBER(read_text(NULL, "THE NATO SECRET ANNEX\n" PROSE
	    "THE NATO SECRET ANNEX\n").count, 0);
	CHECK(is_mention("SECRET//NOFORN was written on the page that he had "
	    "found in a drawer of his desk, and so the whole story began.\n"));
}

static void
a_level_alone_needs_more(void)
{
	const struct marking_system *system = marking_system_find(
	    slice_of("us-classified"));

	CHECK_NUMBER(read_text(system, "SECRET\nText.\n").count, 0);
	CHECK_NUMBER(read_text(system, "SECRET\nText.\nSECRET\n").count, 1);
	CHECK_NUMBER(read_text(system,
	    "CONFIDENTIAL\nText.\nCONFIDENTIAL\n").count, 0);
	CHECK_NUMBER(read_text(system, "CONFIDENTIAL\n(C//NF) One.\n(U) Two.\n"
	    "(C) Three.\n").count, 4);
}

/* What each sentence mentions; NULL: nothing. */
static const struct {
	const char *text, *system, *level;
} sentences[] = {
	{"The annex is TOP SECRET//SI//NOFORN and must not leave.\n",
	    "us-classified", "TOP SECRET"},
	{"attached: SECRET//REL TO USA, GBR draft\n", "us-classified",
	    "SECRET"},
	{"this document is classified SECRET//NOFORN.\n", "us-classified",
	    "SECRET"},
	{"THIS ANNEX IS SECRET//NOFORN AND STAYS\n", "us-classified",
	    "SECRET"},
	{"the (CUI//SP-CTI) annex\n", "us-cui", "CUI"},
	{"Der Anhang ist VS-NfD, bitte beachten.\n", "de", "VS-NfD"},
	{"er ist \xe2\x80\x9eVS \xe2\x80\x93 Nur f\xc3\xbcr den "
	    "Dienstgebrauch\xe2\x80\x9c.\n", "de",
	    "VS-NUR F\xc3\x9cR DEN DIENSTGEBRAUCH"},
	{"this mail is OFFICIAL-SENSITIVE\n", "uk", "OFFICIAL-SENSITIVE"},
	{"it went to a NATO SECRET network\n", "nato", "NATO SECRET"},
	{"the NATO SECRET staff met\n", "nato", "NATO SECRET"},
	{"as COSMIC TOP SECRET, he said\n", "nato", "COSMIC TOP SECRET"},
	{"it is SECRET UE/EU SECRET now\n", "eu", "SECRET UE/EU SECRET"},
	{"the file is PROTECTED B, see there\n", "ca", "PROTECTED B"},
	{"this is OFFICIAL: Sensitive as we said\n", "au",
	    "OFFICIAL: Sensitive"},
	{"my notes are TLP:RED, do not share\n", "tlp", "TLP:RED"},
	{"sent as TLP:AMBER+STRICT.\n", "tlp", "TLP:AMBER+STRICT"},
	{"the NATO SECRET SERVICE is none\n", NULL, NULL},
	{"a top secret plan, and a TOP SECRET plan, is SECRET\n", NULL, NULL},
	{"it says SECRET//FOOBAR somewhere\n", NULL, NULL},
	{"see SECRET//nofork and HTTP://NOFORN\n", NULL, NULL},
	{"the Official-Sensitive and nato secret words\n", NULL, NULL},
	{"TLP:REDUCED and xTLP:RED and TLP: RED\n", NULL, NULL},
	{"our COMPANY CONFIDENTIAL and STRICTLY CONFIDENTIAL news\n", NULL,
	    NULL},
	{"the NON-NATO SECRET/NATO SECRET mix-NATO SECRET\n", NULL, NULL},
	{"a PROTECTED BY LAW thing\n", NULL, NULL},
};

static void
a_marking_in_a_sentence_is_a_mention(void)
{
	for (size_t i = 0; i < sizeof(sentences) / sizeof(sentences[0]); i++) {
		struct caught caught = read_text(NULL, sentences[i].text);

		CHECK_NUMBER(caught.count, sentences[i].level != NULL);
		if (!caught.count)
			continue;
		CHECK_TEXT(caught.best.system, sentences[i].system);
		CHECK_TEXT(caught.level, sentences[i].level);
		CHECK(caught.best.mention);
		CHECK_NUMBER(caught.best.confidence, 30);
		CHECK_TEXT(caught.best.kind, "sentence");
	}
}

/* What the text bears is said once, and talk about it makes nothing of it. */
static void
a_sentence_adds_nothing_to_a_banner(void)
{
	struct caught caught = read_text(NULL, "NATO SECRET\nThis NATO SECRET "
	    "mail is NATO SECRET, too.\nText.\nText.\n");

	CHECK_NUMBER(caught.count, 1);
	CHECK(!caught.best.mention);
	CHECK_NUMBER(caught.best.confidence, 85);
	caught = read_text(NULL, "> it was NATO SECRET, he said\n");
	CHECK(caught.best.mention && caught.best.quoted);
}

/* Lines made of marking signs only: nothing crashes, nothing is endless. */
static void
noise_is_read(void)
{
	static const char *const signs[] = {
		"SECRET/CUI()-, RELTOUSA\n", "[]{}:=,.\\\n SEC=VERNS",
		"\xc3\xa9\xc5\x81\xe6\xa9\x9f\xd7\xa1\xd1\x81 /\nA",
		"\xff\xc3\xe0(\n/S ", "TLP:RED+ \n"};
	char bytes[2000];
	uint64_t seed = 1;

	for (unsigned round = 0; round < 100; round++) {
		const char *from = signs[round % 5];
		size_t length = strlen(from);

		for (size_t i = 0; i < sizeof(bytes); i++) {
			seed = seed * 6364136223846793005ull + 1442695040888963407ull;
			bytes[i] = from[(seed >> 33) % length];
		}
		for (unsigned s = SCOPE_subject; s <= SCOPE_metadata; s++)
			(void)read_place(NULL, slice_bytes(bytes, sizeof(bytes)),
			    (enum scope)s, s == SCOPE_metadata ?
			    TEXT_FLAG_metadata : TEXT_FLAG_header_footer);
	}
}

/* What each of these texts is, when all systems may have it. */
static const struct {
	const char *text, *system, *level;
} decided[] = {
	{"SECRET\nText.\nMore.\nMore.\nMore.\nSECRET\n", "unspecified",
	    "SECRET"},
	{"SECRET\nMinistry of Defence, United Kingdom\nText.\nMore.\nMore.\n"
	    "SECRET\n", "uk", "SECRET"},
	{"SECRET\nGovernment of Canada\nText.\nMore.\nMore.\nSECRET\n", "ca",
	    "SECRET"},
	{"GEHEIM\nBundesministerium\nText.\nText.\nText.\nGEHEIM\n", "de",
	    "GEHEIM"},
	{"TOP SECRET//REL TO USA, GBR\nText.\n", "us-classified",
	    "TOP SECRET"},
	{"SECRET//REL AUS, NZL\nText.\n", "au", "SECRET"},
	{"SECRET - RELEASABLE TO USA, GBR\nText.\n", "us-classified",
	    "SECRET"},
	{"SECRET - RELEASABLE TO GBR, USA\nText.\n", "uk", "SECRET"},
	{"//NATO SECRET\nText.\n", "us-classified", "NATO SECRET"},
	{"NATO SECRET\nText.\n", "nato", "NATO SECRET"},
	{"UNCLASSIFIED//FOUO\nText.\n", "us-legacy", "FOUO"},
	{"CONFIDENTIAL\nText.\nMore.\nMore.\nMore.\nCONFIDENTIAL\n", "company",
	    "CONFIDENTIAL"},
	{"CONFIDENTIAL - LEGAL\nText.\n", "company", "CONFIDENTIAL"},
	{"VS-VERTRAULICH\nText.\n", "de", "VS-VERTRAULICH"},
	{"VERTRAULICH\nText.\n", "company", "VERTRAULICH"},
	{"COMMERCIAL IN CONFIDENCE\nText.\n", "company",
	    "COMPANY CONFIDENTIAL"},
	{"COMMERCIAL IN CONFIDENCE\nNew Zealand\n", "nz", "IN CONFIDENCE"},
	{"SENSITIVE\nText.\nMore.\nMore.\nMore.\nSENSITIVE\n", "unspecified",
	    "SENSITIVE"},
	{"T O P  S E C R E T\nText.\n", "unspecified", "TOP SECRET"},
	{"N A T O S E C R E T\nText.\n", "nato", "NATO SECRET"},
	{"V S - N U R F \xc3\x9c R D E N D I E N S T G E B R A U C H\nText.\n",
	    "de", "VS-NUR F\xc3\x9cR DEN DIENSTGEBRAUCH"},
	{"S E C R E T // N O F O R N\nText.\n", "us-classified", "SECRET"},
	{"SECRET \xe2\x80\x93 NOFORN\nText.\n", "us-classified", "SECRET"},
	{"NATO SE\xd0\xa1RET\nText.\n", "nato", "NATO SECRET"},
	{"CONFIDENTIAL: ATTORNEY-CLIENT PRIVILEGED\nText.\n", "company",
	    "PRIVILEGED"},
	{"HIGHLY CONFIDENTIAL \xe2\x80\x93 ATTORNEYS\xe2\x80\x99 EYES ONLY\n"
	    "Text.\n", "company", "SUBJECT TO PROTECTIVE ORDER"},
	{"VS-Nur f\xc3\xbcr den Dienstgebrauch\nText.\n", "de",
	    "VS-NUR F\xc3\x9cR DEN DIENSTGEBRAUCH"},
	{"TS/SCI\nText.\n", "us-classified", "TOP SECRET"},
};

static void
a_line_is_of_one_system(void)
{
	for (size_t i = 0; i < sizeof(decided) / sizeof(decided[0]); i++) {
		struct caught caught = read_text(NULL, decided[i].text);

		CHECK_NUMBER(caught.count, 1);
		CHECK_TEXT(caught.count ? caught.best.system : "none",
		    decided[i].system);
		CHECK_TEXT(caught.level, decided[i].level);
	}
}

static void
a_list_of_levels_is_a_mention(void)
{
	static const char *const lists[] = {
		"The levels are these:\nNATO RESTRICTED\nNATO CONFIDENTIAL\n"
		"NATO SECRET\nCOSMIC TOP SECRET\nand no others.\nEnd.\n",
		"Labels:\nTLP:RED\nTLP:AMBER\nTLP:GREEN\nTLP:CLEAR\nsay how far.\n",
		"We use\nOFFICIAL\nOFFICIAL-SENSITIVE\nSECRET\nTOP SECRET\nhere.\n",
		"VS-NUR F\xc3\x9cR DEN DIENSTGEBRAUCH\nVS-VERTRAULICH\nGEHEIM\n"
		"STRENG GEHEIM\nsind die Grade.\n", NULL};

	for (size_t i = 0; lists[i]; i++) {
		struct caught caught = read_text(NULL, lists[i]);

		CHECK(caught.count > 0);
		CHECK_NUMBER(caught.best.confidence, 30);
		CHECK(caught.best.mention);
	}
}

/* A handbook that is itself marked on its pages is marked. */
static void
a_frame_is_more_than_its_topic(void)
{
	struct caught caught = read_text(NULL, "OFFICIAL-SENSITIVE\nMarking.\n"
	    "How to mark: classification, marking, protective marking.\n"
	    "Marking and classification again, marking.\nOFFICIAL-SENSITIVE\n");

	CHECK(!caught.best.mention);
	CHECK_TEXT(caught.level, "OFFICIAL-SENSITIVE");
	caught = read_text(NULL, "Text.\nText.\nText.\nOFFICIAL-SENSITIVE\n"
	    "How to mark: classification, marking, protective marking.\n"
	    "Marking and classification again, marking.\nText.\nText.\n");
	CHECK(caught.best.mention);
}

static void
place_says_what_small_letters_are(void)
{
	CHECK_NUMBER(read_place(NULL, slice_of("Acme Confidential"),
	    SCOPE_attachment, TEXT_FLAG_header_footer).count, 1);
	CHECK_NUMBER(read_place(NULL, slice_of("Acme Confidential"),
	    SCOPE_body, 0).count, 0);
	CHECK_NUMBER(read_place(NULL, slice_of("Re: [Confidential] Offer"),
	    SCOPE_subject, TEXT_FLAG_subject).count, 1);
	CHECK_NUMBER(read_place(NULL, slice_of("Plans [SEC=PROTECTED]"),
	    SCOPE_subject, TEXT_FLAG_subject).best.broken_count, 0);
	CHECK_NUMBER(read_place(NULL, slice_of("[SEC=PROTECTED] Plans"),
	    SCOPE_subject, TEXT_FLAG_subject).best.broken_count, 1);
	CHECK_NUMBER(read_place(NULL, slice_of("VER=2018.4, NS=gov.au, "
	    "SEC=PROTECTED, ORIGIN=a@b.example"), SCOPE_metadata,
	    TEXT_FLAG_metadata).count, 1);
}

/* Marks of paragraphs are letters of a list, but beside a banner of their system. */
static void
short_forms_mark_paragraphs_only(void)
{
	static const struct {
		const char *text;
		size_t count;
	} cases[] = {
		{"NATO SECRET\n(NS) One.\n(NR) Two.\nThree.\n", 3},
		{"UK SECRET\n(S) One.\n(O-S) Two.\nThree.\nFour.\n", 3},
		{"RESTREINT UE/EU RESTRICTED\n(R-UE/EU-R) One.\n(R-UE/EU-R) Two.\n",
		    2},
		{"NS\nNR\nS\nO-S\nText.\n", 0},
		{"(NS) One.\n(NR) Two.\n(S) Three.\n", 0},
		{"UK SECRET\n(S) One.\nTwo.\nThree.\nFour.\n", 1},
		{"UK SECRET\n(A) One.\n(S) Two.\n(C) Three.\nFour.\n", 1},
		{"UK SECRET\n(C) 2026 Acme\n(C) 2025 Acme\nText.\nText.\n", 1},
		{"UK SECRET\n(Secret) One.\n(see) Two.\nText.\nText.\n", 1},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		CHECK_NUMBER(read_text(NULL, cases[i].text).count,
		    cases[i].count);
}

static void
portions_and_banner_agree(void)
{
	static const struct {
		const char *text, *broken;
	} cases[] = {
		{"SECRET//NOFORN\n(S//NF) One.\n(U) Two.\n(S//NF) Three.\n"
		    "SECRET//NOFORN\n", ""},
		{"CONFIDENTIAL//NOFORN\n(S//NF) One.\n(U) Two.\n(C//NF) Three.\n"
		    "CONFIDENTIAL//NOFORN\n",
		    "58: a portion is higher than the banner"},
		{"TOP SECRET//NOFORN\n(S//NF) One.\n(U) Two.\n(C//NF) Three.\n"
		    "TOP SECRET//NOFORN\n",
		    "108: no portion has the banner's level, and no "
		    "compilation is stated"},
		{"SECRET//ORCON\n(S//OC/NF) One.\n(U) Two.\n(S//NF) Three.\n"
		    "SECRET//ORCON\n",
		    "70: the banner lacks NOFORN of a portion"},
		{"SECRET//REL TO USA, GBR\n(S//REL TO USA, GBR) One.\n(S) Two.\n"
		    "(U) Three.\nSECRET//REL TO USA, GBR\n",
		    "88: REL TO though a classified portion is not"},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct caught caught = read_text(NULL, cases[i].text);

		CHECK_TEXT(caught.broken, cases[i].broken);
		CHECK_NUMBER(caught.best.confidence, 95);
	}
}

static void
a_transmittal_notice_speaks_of_what_is_attached(void)
{
	static const char *const notices[] = {
		"UNCLASSIFIED WHEN CLASSIFIED ENCLOSURE REMOVED\nDear all,\n",
		"This document is unclassified when separated from its "
		"enclosures.\n",
		"Upon removal of attachments this document is CONFIDENTIAL\n",
		"UNCLASSIFIED WITHOUT ATTACHMENTS\n", NULL};

	for (size_t i = 0; notices[i]; i++) {
		CHECK_TEXT(read_text(NULL, notices[i]).level, "CLASSIFIED");
		CHECK_NUMBER(read_text(NULL, notices[i]).best.rank, 1);
	}
	CHECK_NUMBER(read_text(NULL, "UNCLASSIFIED WHEN IN DOUBT\n").count, 0);
}

static void
a_block_may_be_one_line(void)
{
	CHECK_TEXT(read_text(NULL, "Classified By: J. Roe Derived From: Multiple "
	    "Sources Declassify On: 20491231\n").level, "CLASSIFIED");
	CHECK_NUMBER(read_text(NULL, "Classified By: filter Reason: spam\n").count,
	    0);
}

/* More countries than are kept, twice in one line. */
static void
long_release_lists_are_cut(void)
{
	struct caught caught = read_text(NULL, "SECRET//REL TO USA, AUS, AUT, BEL, "
	    "BGR, CAN, CHE, CZE, DEU, DNK, ESP, EST, FIN, FRA, GBR, GRC, HRV/"
	    "REL TO USA, GBR/DISPLAY ONLY AFG, AGO\nText.\n");

	CHECK_TEXT(caught.level, "SECRET");
	CHECK_NUMBER(caught.best.release_count, MARKING_LIST_MAX);
}

static double
seconds_of(const char *line, size_t size)
{
	size_t length = strlen(line);
	char *bytes = malloc(size);
	clock_t begin;

	CHECK_FATAL(bytes != NULL);
	for (size_t i = 0; i < size; i++)
		bytes[i] = line[i % length];
	begin = clock();
	(void)read_place(NULL, slice_bytes(bytes, size), SCOPE_body, 0);
	free(bytes);
	return (double)(clock() - begin) / CLOCKS_PER_SEC;
}

/* Eight times the text takes about eight times as long, not sixty-four. */
static void
near_misses_are_linear(void)
{
	static const char *const lines[] = {
		"SECRET//NOFORM\nTOP SECRET RECIPE\nNATO SECRET X\n(S//NX) One\n",
		"SECRET SECRET SECRET SECRET SECRET SECRET SECRET SECRET\n",
		"DISTRIBUTION STATEMENT D\nWARNING: the export\nITAR controlled\n",
		"REL TO USA, GBR, AUS EYES ONLY USA GBR AUS FRA DEU\n",
		"X-Protective-Marking: VER=1,\nSEC=A,\n[SEC=\nTLP:BLUE\n",
		"classified by: derived from: declassify on: reason: \n",
		"S E C R E T / / \n", NULL};

	for (size_t i = 0; lines[i]; i++) {
		/* The first at the size that is promised, 4 MB. */
		size_t size = i ? 1 << 20 : 4 << 20;
		double small = seconds_of(lines[i], size / 8);
		double big = seconds_of(lines[i], size);

		CHECK(big < 24 * small + 0.2);
	}
}

int
main(void)
{
	static const struct unit_test tests[] = {
		UNIT(samples_are_read_as_they_say),
		UNIT(rules_are_named_when_they_are_broken),
		UNIT(talk_about_markings_is_a_mention),
		UNIT(only_a_plain_notice_takes_markings_back),
		UNIT(a_purpose_alone_takes_nothing_back),
		UNIT(what_is_marked_throughout_is_not_taken_back),
		UNIT(codes_of_a_sheet_header_are_none_of_its_words),
		UNIT(cells_of_a_page_header_are_lines),
		UNIT(other_words_beside_a_marking_leave_it_a_banner),
		UNIT(a_chain_of_mails_is_no_list),
		UNIT(hidden_words_take_nothing_back),
		UNIT(a_block_that_a_lesson_shows_is_a_mention),
		UNIT(spaces_lay_out_a_page_head_and_foot),
		UNIT(a_name_before_a_company_mark_encloses),
		UNIT(small_letters_and_misspelt_words_enclose),
		UNIT(a_printed_subject_is_one),
		UNIT(what_a_text_bears_agrees),
		UNIT(a_marking_in_a_sentence_is_a_mention),
		UNIT(a_sentence_adds_nothing_to_a_banner),
		UNIT(a_level_alone_needs_more),
		UNIT(a_line_is_of_one_system),
		UNIT(a_list_of_levels_is_a_mention),
		UNIT(a_frame_is_more_than_its_topic),
		UNIT(place_says_what_small_letters_are),
		UNIT(short_forms_mark_paragraphs_only),
		UNIT(portions_and_banner_agree),
		UNIT(a_transmittal_notice_speaks_of_what_is_attached),
		UNIT(a_block_may_be_one_line),
		UNIT(long_release_lists_are_cut),
		UNIT(noise_is_read),
		UNIT(near_misses_are_linear),
		{NULL, NULL},
	};

	int status = unit_run("markings", tests);

	arena_free(tables_arena);
	return status;
}
