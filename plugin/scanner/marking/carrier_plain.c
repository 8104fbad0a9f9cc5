/*
 * carrier_plain - fields whose whole value is a marking in words: home-grown
 * classification headers, properties of labelling products, Sensitivity,
 * Exchange's message classification, keywords, titles.
 */
#include "scanner/marking/carrier.h"

static bool
words_read(struct carrier_reading *reading, struct slice field,
    struct slice value)
{
	struct carried carried = {.words = value, .id = value};

	(void)field;
	if (value.len <= CARRIED_WORDS_MOST)
		carrier_put(reading, &carried);
	return true;
}

/* RFC 5322 section 3.6.5: phrases with commas between them. */
static bool
keywords_read(struct carrier_reading *reading, struct slice field,
    struct slice value)
{
	struct slice item;

	(void)field;
	while (slice_cut(&value, ',', &item)) {
		struct carried carried = {.words = item, .id = item};

		if (item.len <= CARRIED_WORDS_MOST)
			carrier_put(reading, &carried);
	}
	return true;
}

/* "PROTECTED" of "VER=2025.1, NS=gov.au, SEC=PROTECTED", by its key. */
static struct slice
part_of(struct slice value, const char *key)
{
	struct slice part;

	while (slice_cut(&value, ',', &part)) {
		part = slice_trim(part);
		if (slice_starts_nocase(part, slice_of(key)))
			return slice_trim(slice_sub(part, strlen(key),
			    part.len));
	}
	return (struct slice){0};
}

/*
 * The syntax of the Email Protective Marking Standard is read where it stands.
 * Products write it for others than Australia: then its namespace is another, and
 * its level is a word, or an id, of that site.
 */
static bool
plain_read(struct carrier_reading *reading, struct slice field,
    struct slice value)
{
	struct slice space;

	if (!slice_starts_nocase(value, slice_of("VER=")))
		return words_read(reading, field, value);
	space = part_of(value, "NS=");
	return space.len == 0 || slice_is_text_nocase(space, "gov.au") ||
	    words_read(reading, field, part_of(value, "SEC="));
}

/*
 * Sites and products name such fields as they like ("X-Acme-Classification",
 * "Security Marking"); what is no marking in words gives nothing.
 */
static const char *const plain_fields[] = {"*classif*", "*marking*",
	"*sensitiv*", "*protectiv*", "*einstufung*", "*confidentialit*",
	"security-label", "x-security-label", "x-janusnet-classifier",
	"bjdocumentsecuritylabel", "bjclsuserrvm", "x-microsoft-classdesc",
	"contentstatus", NULL};
static const struct carrier_sample plain_samples[] = {
	{"X-Classification", "SECRET//NOFORN", "SECRET//NOFORN",
	    "SECRET//NOFORN"},
	{"bjDocumentSecurityLabel", " Board only ", "Board only",
	    "Board only"},
	{"Security Marking", "Nato Secret", "Nato Secret", "Nato Secret"},
	{"X-Protective-Marking", "VER=2021.0, NS=firm.example, SEC=D04FB6C2",
	    "D04FB6C2", "D04FB6C2"},
	{"X-Protective-Marking", "VER=2018.6, NS=gov.au, SEC=SECRET", NULL,
	    NULL},
	{"Classification", "  ", NULL, NULL},
	{NULL, NULL, NULL, NULL},
};

const struct carrier carrier_plain = {
	.name = "plain",
	.title = "Classification field in words",
	.source = "fields of labelling products and sites",
	.fields = plain_fields, .confidence = 85, .read = plain_read,
	.samples = plain_samples,
};

static const char *const sensitivity_fields[] = {"sensitivity", NULL};
static const struct carrier_sample sensitivity_samples[] = {
	{"Sensitivity", "Company-Confidential", "Company-Confidential",
	    "Company-Confidential"},
	{"sensitivity", "", NULL, NULL},
	{NULL, NULL, NULL, NULL},
};

/* Personal, Private, Company-Confidential: what they mean is in the table. */
const struct carrier carrier_sensitivity = {
	.name = "sensitivity",
	.title = "Sensitivity field",
	.source = "RFC 4021 section 2.1.55 (RFC 2156)",
	.fields = sensitivity_fields, .confidence = 75, .read = words_read,
	.samples = sensitivity_samples,
};

static const char *const exchange_fields[] = {
	"x-ms-exchange-organization-classification",
	"x-microsoft-classification", "x-microsoft-classid", NULL};
static const struct carrier_sample exchange_samples[] = {
	{"X-Microsoft-ClassID", "11111111-2222-3333-4444-55555555abcd",
	    "11111111-2222-3333-4444-55555555abcd",
	    "11111111-2222-3333-4444-55555555abcd"},
	{"X-Microsoft-ClassID", " ", NULL, NULL},
	{NULL, NULL, NULL, NULL},
};

const struct carrier carrier_exchange = {
	.name = "exchange",
	.title = "Exchange message classification",
	.source = "Exchange Server message classifications",
	.fields = exchange_fields, .confidence = 95, .read = words_read,
	.samples = exchange_samples,
};

static const char *const keywords_fields[] = {"keywords", "keyword",
	"category", "categories", NULL};
static const struct carrier_sample keywords_samples[] = {
	{"Keywords", "budget, TLP:RED", "budget", "budget"},
	{"keywords", ",,", NULL, NULL},
	{NULL, NULL, NULL, NULL},
};

const struct carrier carrier_keywords = {
	.name = "keywords",
	.title = "Keywords and categories",
	.source = "RFC 5322 section 3.6.5; core properties of OOXML",
	.fields = keywords_fields, .confidence = 65, .read = keywords_read,
	.samples = keywords_samples,
};

/* All capitals and more than one word, or slashes: no title of a book. */
static void
title_put(struct carrier_reading *reading, struct slice piece)
{
	struct carried carried = {.words = slice_trim(piece)};
	bool apart = false;

	piece = carried.id = carried.words;
	for (size_t i = 0; i < piece.len; i++) {
		if (piece.at[i] >= 'a' && piece.at[i] <= 'z')
			return;
		apart = apart || piece.at[i] == ' ' || piece.at[i] == '-' ||
		    piece.at[i] == '/' || piece.at[i] == ':';
	}
	if (apart && piece.len <= CARRIED_WORDS_MOST)
		carrier_put(reading, &carried);
}

/* "NATO SECRET - Bridges", "Bridges (OFFICIAL-SENSITIVE)", "NATO SECRET". */
static bool
title_read(struct carrier_reading *reading, struct slice field,
    struct slice value)
{
	size_t dash = slice_find(value, slice_of(" - "));
	size_t open, close;

	(void)field;
	title_put(reading, slice_sub(value, 0, dash));
	if (dash != SIZE_MAX)
		title_put(reading, slice_sub(value, dash + 3, value.len));
	for (const char *pair = "[](){}"; *pair; pair += 2) {
		open = slice_find_byte(value, (unsigned char)pair[0]);
		close = open == SIZE_MAX ? SIZE_MAX : slice_find_byte(
		    slice_sub(value, open, value.len),
		    (unsigned char)pair[1]);
		if (close != SIZE_MAX)
			title_put(reading, slice_sub(value, open + 1,
			    open + close));
	}
	return true;
}

static const char *const title_fields[] = {"title", "subject", NULL};
static const struct carrier_sample title_samples[] = {
	{"title", "NATO SECRET - Bridges", "NATO SECRET", "NATO SECRET"},
	{"Subject", "Bridges [OFFICIAL-SENSITIVE]", "OFFICIAL-SENSITIVE",
	    "OFFICIAL-SENSITIVE"},
	{"title", "Top Secret", NULL, NULL},
	{"title", "CONFIDENTIAL", NULL, NULL},
	{NULL, NULL, NULL, NULL},
};

/* Properties of documents; the subject of a mail is read as text. */
const struct carrier carrier_title = {
	.name = "title",
	.title = "Title and subject of a document",
	.source = "core properties of OOXML; ISO 32000-1 14.3.3",
	.fields = title_fields, .confidence = 65, .read = title_read,
	.samples = title_samples,
};
