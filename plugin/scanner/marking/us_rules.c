/*
 * us_rules - rules between the fields of one classification line.
 */
#include "scanner/marking/us_rules.h"

/* A word of an entry, "least_secret" or "least_secret.47"; NULL when not. */
static const char *
find_word(const struct marking_entry *entry, const char *word)
{
	size_t len = strlen(word);

	for (size_t i = 0; entry->is[i]; i++)
		if (!strncmp(entry->is[i], word, len) &&
		    (!entry->is[i][len] || entry->is[i][len] == '.'))
			return entry->is[i];
	return NULL;
}

const char *
us_rule_number(const struct marking_entry *entry, const char *word)
{
	const char *found = find_word(entry, word);

	return found && found[strlen(word)] ? found + strlen(word) + 1 : NULL;
}

/*
 * "47: TK needs SECRET or above".  The manual has the rules that the rule set gives
 * no number.
 */
static void
broken_by(struct reading *r, const struct marking_entry *entry,
    const char *word, const char *says)
{
	const char *number = us_rule_number(entry, word);
	const char *rule = arena_printf(r->arena, "%s: %s %s",
	    number ? number : "5200.01", entry->code, says);

	if (rule)
		reading_broken(r, rule);
}

static void
check_level(struct reading *r, const struct marking_entry *entry)
{
	static const struct {
		const char *word, *says;
		unsigned least, most;
	} levels[] = {
		{"least_confidential", "needs CONFIDENTIAL or above", 1, 3},
		{"least_secret", "needs SECRET or above", 2, 3},
		{"least_top_secret", "needs TOP SECRET", 3, 3},
		{"only_unclassified", "is for unclassified only", 0, 0},
	};
	unsigned rank = r->marking.rank;

	for (size_t i = 0; i < sizeof(levels) / sizeof(levels[0]); i++)
		if (find_word(entry, levels[i].word) &&
		    (rank < levels[i].least || rank > levels[i].most))
			broken_by(r, entry, levels[i].word, levels[i].says);
}

static void
note_first(const struct marking_entry *entry, const char *word,
    const struct marking_entry **first)
{
	if (!*first && find_word(entry, word))
		*first = entry;
}

void
us_facts_entry(struct reading *r, struct us_facts *f,
    const struct marking_entry *entry)
{
	note_first(entry, "needs_noforn", &f->needs_noforn);
	note_first(entry, "needs_orcon", &f->needs_orcon);
	note_first(entry, "needs_sap", &f->needs_sap);
	note_first(entry, "needs_release", &f->needs_release);
	note_first(entry, "needs_si", &f->needs_si);
	f->release = f->release || marking_entry_is(entry, "release");
	check_level(r, entry);
}

/* REL TO, NOFORN, RELIDO, DISPLAY ONLY and EYES. */
static void
check_release(struct reading *r)
{
	bool noforn = reading_has(r, "NOFORN"), relido = reading_has(r, "RELIDO");
	bool rel = reading_has(r, "REL TO"), display = reading_has(r, "DISPLAY ONLY");
	bool eyes = reading_has(r, "EYES ONLY");

	if (rel && !r->marking.rank)
		reading_broken(r, "10.e: REL TO needs a classified level");
	if (display && !r->marking.rank)
		reading_broken(r, "10.g: DISPLAY ONLY needs a classified level");
	if (eyes && !r->marking.rank)
		reading_broken(r, "28: EYES ONLY needs a classified level");
	if (eyes)
		reading_broken(r, "170: EYES ONLY is no longer used");
	if (eyes && (noforn || rel))
		reading_broken(r, "33: EYES ONLY, NOFORN and REL TO exclude each "
		    "other");
	if (noforn && rel)
		reading_broken(r, "10.e.7: NOFORN and REL TO exclude each other");
	if (noforn && relido)
		reading_broken(r, "2.d: NOFORN and RELIDO exclude each other");
	if (display && (noforn || relido))
		reading_broken(r, "169: DISPLAY ONLY excludes NOFORN and RELIDO");
}

/* EXDIS, NODIS, LES, NNPI. */
static void
check_nonic(struct reading *r)
{
	bool exdis = reading_has(r, "EXDIS"), nodis = reading_has(r, "NODIS");

	if (exdis && nodis)
		reading_broken(r, "38: EXDIS and NODIS exclude each other");
	if (nodis && reading_has(r, "REL TO"))
		reading_broken(r, "313: NODIS is not released");
	if (exdis && reading_has(r, "REL TO"))
		reading_broken(r, "314: EXDIS is not released");
	if (reading_has(r, "LES") && reading_has(r, "LES NOFORN"))
		reading_broken(r, "148: LES and LES NOFORN exclude each other");
	if (reading_has(r, "NNPI") && reading_has(r, "RELIDO"))
		reading_broken(r, "252: NNPI is not RELIDO");
}

/* Restricted data and what only stands with it. */
static void
check_nuclear(struct reading *r, const struct us_facts *f)
{
	bool rd = reading_has(r, "RD");

	if (f->cnwdi && r->marking.rank < 2)
		reading_broken(r, "175: CNWDI needs SECRET or above");
	if (f->cnwdi && !rd)
		reading_broken(r, "185: CNWDI stands with RD");
	if (f->sigma && r->marking.rank < 2)
		reading_broken(r, "173: SIGMA needs SECRET or above");
	if (f->sigma && !rd && !reading_has(r, "FRD"))
		reading_broken(r, "183, 184: SIGMA stands with RD or FRD");
}

static void
check_foreign(struct reading *r, const struct us_facts *f)
{
	if (f->fgi)
		reading_broken(r, "9.a: FGI only stands in United States markings");
	if (f->nato && reading_has(r, "NOFORN"))
		reading_broken(r, "4.b.3: NATO information is not NOFORN");
	if (reading_has(r, "RELIDO"))
		reading_broken(r, "124: RELIDO only stands in United States "
		    "markings");
}

static bool
has_si(const struct reading *r)
{
	for (size_t i = 0; i < r->marking.control_count; i++)
		if (!strcmp(r->marking.controls[i], "SI") ||
		    !strncmp(r->marking.controls[i], "SI-", 3))
			return true;
	return false;
}

static void
check_needs(struct reading *r, const struct us_facts *f)
{
	bool released = f->release || reading_has(r, "REL TO") ||
	    reading_has(r, "DISPLAY ONLY") || reading_has(r, "EYES ONLY");

	if (f->sci && !released && !reading_has(r, "ORCON") && !r->portion)
		reading_broken(r, "6.c: compartmented information needs a release "
		    "marking");
	if (f->needs_noforn && !reading_has(r, "NOFORN"))
		broken_by(r, f->needs_noforn, "needs_noforn", "needs NOFORN");
	if (f->needs_orcon && !reading_has(r, "ORCON") &&
	    !reading_has(r, "ORCON-USGOV"))
		broken_by(r, f->needs_orcon, "needs_orcon", "needs ORCON");
	if (f->needs_sap && !reading_has(r, "SAR"))
		broken_by(r, f->needs_sap, "needs_sap",
		    "needs a special access program");
	if (f->needs_release && !released)
		broken_by(r, f->needs_release, "needs_release",
		    "needs a release marking");
	if (f->needs_si && !has_si(r))
		broken_by(r, f->needs_si, "needs_si", "stands with SI");
}

void
us_rules_check(struct reading *r, const struct us_facts *f, bool foreign)
{
	check_release(r);
	check_nonic(r);
	check_nuclear(r, f);
	if (foreign)
		check_foreign(r, f);
	check_needs(r, f);
}
