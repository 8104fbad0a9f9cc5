/*
 * carrier_xml - labels written in XML, as extract/xml_label.c tells them:
 * STANAG 4774 and the attributes of ISM.
 *
 *   stanag-4774-label=policy=NATO; classification=SECRET; category=T:V
 *   ism-label=classification=S; disseminationControls=NF
 *
 * No signature is checked.
 */
#include "scanner/marking/carrier.h"

#include "base/buf.h"

/* The value behind the next "key=" of a list, or nothing. */
static bool
next_of(struct slice *rest, const char *key, struct slice *value)
{
	struct slice pair, name;

	while (slice_cut(rest, ';', &pair)) {
		pair = slice_trim(pair);
		if (!slice_cut(&pair, '=', &name) ||
		    !slice_is_text_nocase(name, key))
			continue;
		*value = slice_trim(pair);
		return true;
	}
	return false;
}

static struct slice
value_of(struct slice list, const char *key)
{
	struct slice value;

	return next_of(&list, key, &value) ? value : slice_of("");
}

static bool
keep(struct carrier_reading *reading, struct buf *buf, struct slice *out)
{
	*out = arena_copy(reading->arena, buf_slice(buf));
	buf_free(buf);
	return out->at != NULL;
}

/* ----------------------------------------------------------- STANAG 4774 */

/* " RELEASABLE TO A, B" from the categories of releasability. */
static bool
releases(struct carrier_reading *reading, struct slice list,
    struct slice *extra)
{
	struct buf out = buf_new(CARRIED_WORDS_MOST);
	struct slice value, tag;

	while (next_of(&list, "category", &value)) {
		if (!slice_cut(&value, ':', &tag) ||
		    !slice_starts_nocase(tag, slice_of("releasable")))
			continue;
		buf_text(&out, out.len > 0 ? ", " : " RELEASABLE TO ");
		buf_put(&out, slice_trim(value));
	}
	return keep(reading, &out, extra);
}

static bool
stanag_read(struct carrier_reading *reading, struct slice field,
    struct slice value)
{
	struct carried carried = {
		.policy = value_of(value, "policy"),
		.words = value_of(value, "classification"),
	};
	struct buf id = buf_new(CARRIED_ID_MOST);

	(void)field;
	buf_put(&id, carried.policy);
	buf_byte(&id, '/');
	buf_put(&id, carried.words);
	if (!keep(reading, &id, &carried.id) ||
	    !releases(reading, value, &carried.extra))
		return false;
	if (carried.words.len > 0)
		carrier_put(reading, &carried);
	return true;
}

static const char *const stanag_fields[] = {"stanag-4774-label", NULL};
static const struct carrier_sample stanag_samples[] = {
	{"stanag-4774-label", "policy=NATO; classification=SECRET; "
	    "category=Releasable To:SWE", "NATO/SECRET", "SECRET"},
	{"stanag-4774-label", "classification=SECRET", "/SECRET", "SECRET"},
	{"stanag-4774-label", "policy=NATO", NULL, NULL},
	{"stanag-4774-label", ";=;", NULL, NULL},
	{NULL, NULL, NULL, NULL},
};

const struct carrier carrier_stanag = {
	.name = "stanag-4774",
	.title = "Confidentiality label of STANAG 4774",
	.source = "ADatP-4774, ADatP-4778",
	.fields = stanag_fields, .confidence = 95, .read = stanag_read,
	.samples = stanag_samples,
};

/* -------------------------------------------------------------------- ISM */

/* Short forms of ISM and what a banner says. */
static const char *const ism_words[][2] = {
	{"TS", "TOP SECRET"}, {"S", "SECRET"}, {"C", "CONFIDENTIAL"},
	{"R", "RESTRICTED"}, {"U", "UNCLASSIFIED"}, {"OC", "ORCON"},
	{"OC-USGOV", "ORCON-USGOV"}, {"NF", "NOFORN"}, {"PR", "PROPIN"},
	{"IMC", "IMCON"}, {"RS", "RSEN"}, {"DSEN", "DEA SENSITIVE"},
	{"DS", "LIMDIS"}, {"XD", "EXDIS"}, {"ND", "NODIS"},
	{"SBU-NF", "SBU NOFORN"}, {"LES-NF", "LES NOFORN"},
};

static struct slice
ism_word(struct slice code)
{
	for (size_t i = 0; i < sizeof ism_words / sizeof ism_words[0]; i++)
		if (slice_is_text(code, ism_words[i][0]))
			return slice_of(ism_words[i][1]);
	return code;
}

/* "REL TO USA, GBR" */
static void
put_nations(struct buf *out, const char *before, struct slice nations)
{
	struct slice nation;
	bool first = true;

	buf_text(out, before);
	while (slice_cut(&nations, ' ', &nation)) {
		if (nation.len == 0)
			continue;
		buf_text(out, first ? " " : ", ");
		buf_put(out, nation);
		first = false;
	}
}

/* One segment of a banner from a list with spaces. */
static void
put_segment(struct buf *out, struct slice all, const char *key)
{
	struct slice codes = value_of(all, key), code;
	bool first = true;

	while (slice_cut(&codes, ' ', &code)) {
		if (code.len == 0)
			continue;
		buf_text(out, first ? "//" : "/");
		first = false;
		if (slice_is_text(code, "REL"))
			put_nations(out, "REL TO", value_of(all,
			    "releasableTo"));
		else if (slice_is_text(code, "DISPLAYONLY"))
			put_nations(out, "DISPLAY ONLY", value_of(all,
			    "displayOnlyTo"));
		else
			buf_put(out, ism_word(code));
	}
}

/* A foreign one begins with its owner: "//GBR SECRET". */
static void
put_level(struct buf *out, struct slice all)
{
	struct slice owner = value_of(all, "ownerProducer");
	struct slice level = ism_word(value_of(all, "classification"));

	if (owner.len == 3 && !slice_is_text(owner, "USA"))
		buf_text(out, "//"), buf_put(out, owner), buf_byte(out, ' ');
	buf_put(out, level);
}

static bool
ism_read(struct carrier_reading *reading, struct slice field,
    struct slice value)
{
	static const char *const segments[] = {"SCIcontrols",
		"SARIdentifier", "atomicEnergyMarkings",
		"disseminationControls", "nonICmarkings"};
	struct carried carried = {0};
	struct buf words = buf_new(CARRIED_WORDS_MOST);
	bool cui = value_of(value, "cuiSpecified").len > 0 ||
	    value_of(value, "cuiBasic").len > 0;

	(void)field;
	if (value_of(value, "classification").len == 0) {
		buf_free(&words);
		return true;
	}
	if (cui)
		buf_text(&words, "CUI");
	else
		put_level(&words, value);
	if (cui)
		put_segment(&words, value, "cuiSpecified");
	if (cui)
		put_segment(&words, value, "cuiBasic");
	for (size_t i = 0; i < sizeof segments / sizeof segments[0]; i++)
		put_segment(&words, value, segments[i]);
	if (!keep(reading, &words, &carried.words))
		return false;
	carried.id = carried.words;
	carrier_put(reading, &carried);
	return true;
}

static const char *const ism_fields[] = {"ism-label", NULL};
static const struct carrier_sample ism_samples[] = {
	{"ism-label", "classification=S; ownerProducer=USA; SCIcontrols=SI TK;"
	    " disseminationControls=REL; releasableTo=USA GBR",
	    "SECRET//SI/TK//REL TO USA, GBR",
	    "SECRET//SI/TK//REL TO USA, GBR"},
	{"ism-label", "classification=S; ownerProducer=GBR", "//GBR SECRET",
	    "//GBR SECRET"},
	{"ism-label", "classification=U; cuiBasic=PRVCY", "CUI//PRVCY",
	    "CUI//PRVCY"},
	{"ism-label", "disseminationControls=NF", NULL, NULL},
	{NULL, NULL, NULL, NULL},
};

const struct carrier carrier_ism = {
	.name = "ism",
	.title = "Security attributes of XML (ISM)",
	.source = "ISM.XML, public release",
	.fields = ism_fields, .confidence = 95, .read = ism_read,
	.samples = ism_samples,
};
