/*
 * us_rules - rules between the fields of one classification line.
 */
#include "scanner/marking/us_rules.h"

void
us_facts_entry(struct us_facts *f, const struct marking_entry *entry)
{
	f->classified = f->classified ||
	    marking_entry_is(entry, "least_confidential");
	f->secret = f->secret || marking_entry_is(entry, "least_secret");
	f->top_secret = f->top_secret ||
	    marking_entry_is(entry, "least_top_secret");
	f->unclassified = f->unclassified ||
	    marking_entry_is(entry, "only_unclassified");
	f->needs_noforn = f->needs_noforn ||
	    marking_entry_is(entry, "needs_noforn");
	f->needs_orcon = f->needs_orcon ||
	    marking_entry_is(entry, "needs_orcon");
	f->needs_sap = f->needs_sap || marking_entry_is(entry, "needs_sap");
	f->release = f->release || marking_entry_is(entry, "release");
}

static void
check_level(struct reading *r, const struct us_facts *f)
{
	unsigned rank = r->marking.rank;

	if ((f->classified || reading_has(r, "REL TO") ||
	    reading_has(r, "DISPLAY ONLY")) && rank < 1)
		reading_broken(r, "28: the control needs a classified level");
	if (f->secret && rank < 2)
		reading_broken(r, "107: the control needs SECRET or above");
	if (f->top_secret && rank < 3)
		reading_broken(r, "44: the control needs TOP SECRET");
	if (f->unclassified && rank > 0)
		reading_broken(r, "30: the control is for unclassified only");
	if (f->cnwdi && rank < 2)
		reading_broken(r, "175: CNWDI needs SECRET or above");
}

/* REL TO, NOFORN, RELIDO, DISPLAY ONLY and EYES. */
static void
check_release(struct reading *r)
{
	bool noforn = reading_has(r, "NOFORN"), relido = reading_has(r, "RELIDO");
	bool rel = reading_has(r, "REL TO"), display = reading_has(r, "DISPLAY ONLY");

	if (noforn && rel)
		reading_broken(r, "10.e.7: NOFORN and REL TO exclude each other");
	if (noforn && relido)
		reading_broken(r, "2.d: NOFORN and RELIDO exclude each other");
	if (display && (noforn || relido))
		reading_broken(r, "169: DISPLAY ONLY excludes NOFORN and RELIDO");
	if (reading_has(r, "EXDIS") && reading_has(r, "NODIS"))
		reading_broken(r, "38: EXDIS and NODIS exclude each other");
	if ((reading_has(r, "EXDIS") || reading_has(r, "NODIS")) && rel)
		reading_broken(r, "313: EXDIS and NODIS are not released");
}

void
us_rules_check(struct reading *r, const struct us_facts *f, bool foreign)
{
	check_level(r, f);
	check_release(r);
	if (f->needs_noforn && !reading_has(r, "NOFORN"))
		reading_broken(r, "45: the control needs NOFORN");
	if (f->needs_orcon && !reading_has(r, "ORCON"))
		reading_broken(r, "44: the control needs ORCON");
	if (f->needs_sap && !reading_has(r, "SAR"))
		reading_broken(r, "7.f: WAIVED needs a special access program");
	if (f->sci && !f->release && !reading_has(r, "ORCON") && !r->portion)
		reading_broken(r, "6.c: compartmented information needs a release "
		    "marking");
	if (f->fgi && foreign)
		reading_broken(r, "9.a: FGI only stands in United States markings");
	if (f->nato && reading_has(r, "NOFORN"))
		reading_broken(r, "4.b.3: NATO information is not NOFORN");
}

/* "20320109", "25X1, 20501231", "50X1-HUM", "N/A to RD", "OADR". */
static bool
is_until(struct slice value)
{
	static const char *const words[] = {"50X1-HUM", "50X2-WMD", "25X", "50X",
		"75X", "AEA", "NATO", "N/A", "OADR", "MR", "Source marked",
		"Source:", NULL};
	size_t digits = 0;

	while (digits < value.len && byte_is_digit(value.at[digits]))
		digits++;
	if (digits == 8)
		return true;
	for (size_t i = 0; words[i]; i++)
		if (slice_starts_nocase(value, slice_of(words[i])))
			return true;
	return false;
}

bool
us_rules_block(struct reading *r, bool until, bool reason, bool from,
    struct slice value)
{
	static const char *const sources[] = {"multiple sources", "scg",
		"security classification guide", "source document", NULL};

	if (reason)
		return slice_starts(value, slice_of("1.4"));
	if (until) {
		if (slice_starts(value, slice_of("50X1-HUM,")) ||
		    slice_starts(value, slice_of("50X2-WMD,")))
			reading_broken(r, "133: this exemption has no date");
		return is_until(value);
	}
	for (size_t i = 0; from && sources[i]; i++)
		if (slice_find_nocase(value, slice_of(sources[i])) != SIZE_MAX)
			return true;
	return false;
}
