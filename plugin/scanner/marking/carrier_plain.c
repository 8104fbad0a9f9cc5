/*
 * carrier_plain - fields whose whole value is a marking in words: home-grown
 * classification headers, properties of labelling products, Sensitivity,
 * Exchange's message classification, Keywords.
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

static const char *const plain_fields[] = {"x-classification",
	"x-message-classification", "x-data-classification",
	"x-security-classification", "x-email-classification",
	"x-document-classification", "x-sensitivity-label", "classification",
	"security-label", "x-security-label", "x-ctpclassification",
	"x-janusnet-classifier", "bjdocumentsecuritylabel", "bjclsuserrvm",
	"titusclassification", "securityclassification",
	"security classification", "document classification",
	"dataclassification", "protectivemarking", "protective marking",
	"x-microsoft-classdesc", "contentstatus", NULL};
static const struct carrier_sample plain_samples[] = {
	{"X-Classification", "SECRET//NOFORN", "SECRET//NOFORN",
	    "SECRET//NOFORN"},
	{"bjDocumentSecurityLabel", " Board only ", "Board only",
	    "Board only"},
	{"Classification", "  ", NULL, NULL},
	{NULL, NULL, NULL, NULL},
};

const struct carrier carrier_plain = {
	.name = "plain",
	.title = "Classification field in words",
	.source = "fields of labelling products and sites",
	.fields = plain_fields, .confidence = 85, .read = words_read,
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

static const char *const keywords_fields[] = {"keywords", "category",
	"categories", NULL};
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
