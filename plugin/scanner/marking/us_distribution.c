/*
 * us_distribution - distribution statements on technical documents (DoDI
 * 5230.24).
 *
 *   statement = ["DISTRIBUTION STATEMENT" letter] sentence of that letter
 *               [reason] [date] ["Other requests ... referred to" office]
 *
 * The sentence decides; the letter without it counts only as a line of its own.
 * Numbers at broken rules are those of the ISM rule set.
 */
#include "scanner/marking/passage.h"
#include "scanner/marking/reading.h"

/* What a statement says, the longer one first where one begins as another. */
static const struct {
	char letter;
	const char *says;
} sentences[] = {
	{'A', "approved for public release"},
	{'C', "government agencies and their contractors"},
	{'C', "government agencies and contractors"},
	{'X', "private individuals or enterprises eligible"},
	{'B', "government agencies"},
	{'D', "dod contractors only"},
	{'D', "department of defense and u.s. dod contractors"},
	{'E', "dod components only"},
	{'E', "department of defense components only"},
	{'F', "further dissemination only as directed by"},
};

enum { SENTENCES = sizeof(sentences) / sizeof(sentences[0]) };

/* The letter a line names, 0 when none; `rest` is what follows it. */
static char
letter_of(struct slice text, struct slice *rest)
{
	static const char *const heads[] = {"distribution statement ",
		"distribution statement: ", "distribution: ",
		"dod distribution statement ", "dodi 5230.24 distribution "
		"statement ", "distribution ", "dist. statement ",
		"dist statement ", NULL};

	for (size_t i = 0; heads[i]; i++) {
		struct slice head = slice_of(heads[i]);
		unsigned char letter;

		if (!slice_starts_nocase(text, head) || text.len <= head.len)
			continue;
		letter = text.at[head.len];
		*rest = slice_sub(text, head.len + 1, text.len);
		if (rest->len && (byte_is_alnum(rest->at[0]) ||
		    rest->at[0] == '\''))
			continue;
		if ((letter >= 'A' && letter <= 'F') || letter == 'X')
			return (char)letter;
	}
	return 0;
}

/* A statement without its label, at the start of a line. */
static bool
is_sentence_start(struct slice text)
{
	return slice_starts_nocase(text,
	    slice_of("distribution authorized to ")) ||
	    slice_starts_nocase(text,
	    slice_of("approved for public release; distribution")) ||
	    slice_starts_nocase(text,
	    slice_of("approved for public release: distribution")) ||
	    slice_starts_nocase(text,
	    slice_of("approved for public release. distribution")) ||
	    slice_starts_nocase(text,
	    slice_of("further dissemination only as directed by "));
}

static char
sentence_of(const struct passage *passage)
{
	for (size_t i = 0; i < SENTENCES; i++)
		if (passage_has(passage, sentences[i].says))
			return sentences[i].letter;
	return 0;
}

/* Four digits of a year, or six or eight of a date. */
static bool
has_date(const struct passage *passage)
{
	size_t digits = 0;

	for (size_t i = 0; i <= passage->len; i++) {
		if (i < passage->len &&
		    byte_is_digit((unsigned char)passage->at[i])) {
			digits++;
			continue;
		}
		if (digits == 8 || (digits == 4 && (passage->at[i - 4] == '1' ||
		    passage->at[i - 4] == '2')))
			return true;
		digits = 0;
	}
	return false;
}

static bool
has_reason(const struct reading *r, const struct passage *passage)
{
	const struct marking_list *reasons = marking_list_find(r->tables,
	    "us-distribution", "reasons");

	for (size_t i = 0; i < reasons->count; i++)
		if (passage_has(passage, reasons->entries[i].code))
			return true;
	return false;
}

static void
check(struct reading *r, const struct passage *passage, char letter)
{
	static const char *const offices[] = {"referred to", "shall be referred",
		"refer other requests", "controlling dod office", NULL};

	if (letter == 'A')
		return;
	if (letter != 'F' && letter != 'X' && !has_reason(r, passage))
		reading_broken(r, "157: the statement gives its reason");
	if (!has_date(passage))
		reading_broken(r, "237: the statement gives its date");
	if (letter == 'X')
		reading_broken(r, "5230.24: statement X is withdrawn");
	else if (letter != 'F' && !passage_has_any(passage, offices))
		reading_broken(r, "238: the statement names the controlling "
		    "office");
}

static bool
set_level(struct reading *r, char letter)
{
	const char name[] = {letter, '\0'};
	const struct marking_entry *entry = marking_entry_find(
	    marking_list_find(r->tables, "us-distribution", "levels"),
	    slice_of(name));

	if (!entry)
		return false;
	r->marking.level = entry->code;
	r->marking.rank = entry->rank;
	reading_put(r, "Distribution Statement ");
	reading_put(r, entry->code);
	return true;
}

/* "Distribution Statement: B": the key of a block (DoDI 5200.48, 3.4.f). */
static bool
is_reference(struct slice text)
{
	struct slice value;

	return line_key(text, "distribution statement", &value) &&
	    value.len == 1;
}

static bool
distribution_line(struct page *page, void *state, const struct line *line)
{
	struct slice text = line->text, rest = {0};
	struct passage passage;
	struct reading r;
	char letter, says;

	(void)state;
	if (!line->by_head)
		return true;
	if (slice_starts(text, slice_of("(U) ")))
		text = slice_sub(text, 4, text.len);
	letter = letter_of(text, &rest);
	if (!letter && !is_sentence_start(text))
		return true;
	passage_read(page, line, &passage);
	says = sentence_of(&passage);
	if (!says && slice_trim(rest).len > 2)
		return true;
	if (!says && !letter)
		return true;
	reading_begin(&r, page);
	if (!set_level(&r, says ? says : letter))
		return true;
	if (letter && says && letter != says)
		reading_broken(&r, "5230.24: the letter is that of another "
		    "statement");
	if (!says && is_reference(text))
		return page_keep(page, &r, "block", line);
	if (!says)
		reading_broken(&r, "5230.24: the statement is written in full");
	r.weak = !says;
	check(&r, &passage, says ? says : letter);
	return page_keep(page, &r, "statement", line);
}

static void
broken(struct claim *claim, const char *rule)
{
	struct marking *m = &claim->marking;

	if (m->broken_count < MARKING_LIST_MAX)
		m->broken[m->broken_count++] = rule;
}

static bool
bears(const struct marking *m, const char *const *values)
{
	for (size_t v = 0; values[v]; v++) {
		if (!strcmp(m->level, values[v]))
			return true;
		for (size_t i = 0; i < m->control_count; i++)
			if (!strcmp(m->controls[i], values[v]))
				return true;
	}
	return false;
}

/* What statement A excludes, by the rule that says so; NULL: nothing here. */
static const char *
excluded_by(const struct marking *m)
{
	static const char *const dissem[] = {"FOUO", "PROPIN", "DEA SENSITIVE",
		"FISA", NULL};
	static const char *const nuclear[] = {"UCNI", "DOD UCNI", "DOE UCNI",
		NULL};

	if (!strcmp(m->system, "us-classified") && m->rank)
		return "159: classified documents never bear A";
	if (bears(m, dissem))
		return "239: A excludes controls on dissemination";
	if (bears(m, nuclear))
		return "240: A excludes controlled nuclear information";
	return m->rank ? "161: A excludes controls on unclassified "
	    "information" : NULL;
}

/*
 * The statement beside the text's other markings: A is for what is public, and
 * what is classified bears B to F (ISM 158 to 161, 239, 240).
 */
static void
check_beside(const struct page *page, struct claim *claim)
{
	for (size_t i = 0; i < page->count; i++) {
		const struct marking *m = &page->claims[i].marking;
		bool classified = !strcmp(m->system, "us-classified");
		const char *rule;

		if (!page->claims[i].confidence || (!classified &&
		    strcmp(m->system, "us-legacy")))
			continue;
		if (!claim->marking.rank && (rule = excluded_by(m))) {
			broken(claim, rule);
			return;
		}
		if (classified && m->rank && !strcmp(claim->marking.level, "X")) {
			broken(claim, "158: classified documents bear B to F");
			return;
		}
	}
}

/* A block's letter whose statement stands in the text, too. */
static bool
is_told(const struct page *page, const struct claim *claim)
{
	if (strcmp(claim->marking.kind, "block"))
		return false;
	for (struct claim *c = page_next(page, NULL); c; c = page_next(page, c))
		if (c != claim && !strcmp(c->marking.kind, "statement") &&
		    !strcmp(c->marking.level, claim->marking.level))
			return true;
	return false;
}

static void
distribution_weigh(struct page *page, void *state)
{
	unsigned different = 0;

	(void)state;
	for (struct claim *c = page_next(page, NULL); c; c = page_next(page, c))
		different += !is_told(page, c);
	for (struct claim *c = page_next(page, NULL); c;
	    c = page_next(page, c)) {
		struct marking *m = &c->marking;

		c->confidence = is_told(page, c) ? 0 : c->weak ? 75 :
		    m->broken_count ? 85 : 95;
		check_beside(page, c);
		if (different > 1)
			broken(c, "162: exactly one statement in a document");
	}
}

static const struct marking_sample samples[] = {
	{"DISTRIBUTION STATEMENT A. Approved for public release: distribution "
	    "is unlimited.", "A", true},
	{"DISTRIBUTION STATEMENT B. Distribution authorized to U.S. Government "
	    "agencies only; Test and Evaluation; 3 May 2024. Other requests "
	    "shall be referred to the Example Office.", "B", true},
	{"DISTRIBUTION STATEMENT C. Distribution authorized to U.S. Government "
	    "agencies and their contractors; Critical Technology; 2024-05-03. "
	    "Other requests shall be referred to the Example Office.", "C",
	    true},
	{"DISTRIBUTION STATEMENT D. Distribution authorized to Department of "
	    "Defense and U.S. DoD contractors only; Export Controlled; 3 May "
	    "2024. Other requests shall be referred to the Example Office.",
	    "D", true},
	{"DISTRIBUTION STATEMENT F. Further dissemination only as directed by "
	    "the Example Office (3 May 2024) or higher DoD authority.", "F",
	    true},
	{"DISTRIBUTION STATEMENT D", "D", false},
	{"DISTRIBUTION STATEMENT E. Distribution authorized to DoD Components "
	    "only.", "E", false},
	{"DISTRIBUTION STATEMENT B. Approved for public release; distribution "
	    "is unlimited.", "A", false},
	{"Distribution Statement A is for public documents.", NULL, false},
	{"DISTRIBUTION LIST", NULL, false},
	{"DISTRIBUTION STATEMENTS ARE REQUIRED", NULL, false},
	{"Distribution: all staff", NULL, false},
	{"DISTRIBUTION A LA CARTE OF GOODS", NULL, false},
	{NULL, NULL, false},
};

#define TEXT_A "Approved for public release; distribution is unlimited.\n"
#define TEXT_C "Distribution authorized to U.S. Government agencies and their " \
	"contractors; Critical Technology; 3 May 2024. Other requests shall be " \
	"referred to the Example Office.\n"

static const struct marking_rule rules[] = {
	{"157", TEXT_C, "Distribution authorized to U.S. Government agencies "
	    "only; 3 May 2024. Other requests shall be referred to the Example "
	    "Office.\n"},
	{"158", "SECRET//NOFORN\n" TEXT_C "Text.\n", "SECRET//NOFORN\n"
	    "DISTRIBUTION STATEMENT X. Distribution authorized to U.S. "
	    "Government agencies and private individuals or enterprises "
	    "eligible; 3 May 2009.\n"},
	{"159", "SECRET//NOFORN\n" TEXT_C, "SECRET//NOFORN\n" TEXT_A},
	{"161", "SENSITIVE BUT UNCLASSIFIED\n" TEXT_C,
	    "SENSITIVE BUT UNCLASSIFIED\n" TEXT_A},
	{"162", TEXT_C "\nText.\n", TEXT_C "\nText.\n\n" TEXT_A},
	{"237", TEXT_C, "Distribution authorized to DoD Components only; Test "
	    "and Evaluation. Other requests shall be referred to the Office.\n"},
	{"238", TEXT_C, "Distribution authorized to DoD Components only; Test "
	    "and Evaluation; 3 May 2024.\n"},
	{"239", "UNCLASSIFIED//FOUO\n" TEXT_C, "UNCLASSIFIED//FOUO\n" TEXT_A},
	{"240", "UNCLASSIFIED//DOD UCNI\n" TEXT_C,
	    "UNCLASSIFIED//DOD UCNI\n" TEXT_A},
	{NULL, NULL, NULL},
};

const struct marking_system marking_us_distribution = {
	.name = "us-distribution",
	.title = "DoD distribution statements",
	.source = "DoDI 5230.24",
	.sentences = true,
	.line = distribution_line, .weigh = distribution_weigh,
	.samples = samples, .rules = rules,
};
