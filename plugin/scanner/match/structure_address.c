/*
 * structure_address - a postal address by the grammar of its country.
 *
 * A postcode in the form of a country, the name of a town on the side of it
 * where that country writes it, and within a line or two before it a street:
 * a word for one, and a number.  Forms: Universal Postal Union, "Postal
 * addressing systems in member countries"; they say how codes look, not which
 * are given out.
 */
#include "scanner/match/structure.h"

enum {
	STREET_REACH = 110,	/* bytes from a street to its postcode */
	TOWN_LEAST = 3,
	HOUSE_NUMBER_MOST = 5,	/* digits */
};

enum town { TOWN_BEHIND, TOWN_BEFORE, REGION_BEFORE };

/* d digit, L capital, A both; anything else is itself. */
struct postcode {
	const char *countries;
	const char *form;
	enum town town;
	const char *regions;	/* before the code, for REGION_BEFORE */
};

#define US_STATES "AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA " \
	"ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA RI SC " \
	"SD TN TX UT VT VA WA WV WI WY PR GU VI "

static const struct postcode postcodes[] = {
	{"US", "ddddd-dddd", REGION_BEFORE, US_STATES},
	{"US", "ddddd", REGION_BEFORE, US_STATES},
	{"AU", "dddd", REGION_BEFORE, "NSW VIC QLD TAS ACT SA WA NT "},
	{"CA", "LdL dLd", TOWN_BEFORE, NULL},
	{"GB", "LdA dLL", TOWN_BEFORE, NULL},
	{"GB", "LddA dLL", TOWN_BEFORE, NULL},
	{"GB", "Ld dLL", TOWN_BEFORE, NULL},
	{"GB", "LLd dLL", TOWN_BEFORE, NULL},
	{"GB", "LLdA dLL", TOWN_BEFORE, NULL},
	{"IE", "Ldd AAAA", TOWN_BEFORE, NULL},
	{"BR", "ddddd-ddd", TOWN_BEHIND, NULL},
	{"BR", "ddddd-ddd", TOWN_BEFORE, NULL},
	{"PT", "dddd-ddd", TOWN_BEHIND, NULL},
	{"JP", "ddd-dddd", TOWN_BEHIND, NULL},
	{"JP", "ddd-dddd", TOWN_BEFORE, NULL},
	{"PL", "dd-ddd", TOWN_BEHIND, NULL},
	{"NL", "dddd LL", TOWN_BEHIND, NULL},
	{"NL", "ddddLL", TOWN_BEHIND, NULL},
	{"SE CZ SK GR", "ddd dd", TOWN_BEHIND, NULL},
	{"IN", "dddddd", TOWN_BEFORE, NULL},
	{"IN", "ddd ddd", TOWN_BEFORE, NULL},
	{"DE FR ES IT FI EE HR MX TR ID", "ddddd", TOWN_BEHIND, NULL},
	{"RO", "dddddd", TOWN_BEHIND, NULL},
	{"AT CH BE LU DK NO HU SI BG", "dddd", TOWN_BEHIND, NULL},
	{"NZ ZA", "dddd", TOWN_BEFORE, NULL},
};

/* Words for streets; those with "*" in front may end a longer word. */
static const char *const streets[] = {
	"street", "st", "road", "rd", "avenue", "ave", "lane", "ln", "drive",
	"dr", "court", "ct", "boulevard", "blvd", "close", "crescent",
	"terrace", "square", "parkway", "pkwy", "highway", "hwy", "way",
	"place", "gardens", "grove", "mews", "circle", "trail",
	/* further ones of United States Postal Service, Publication 28, C1 */
	"alley", "bend", "bluff", "branch", "brook", "bypass", "canyon",
	"causeway", "center", "cove", "creek", "crossing", "estates",
	"expressway", "flat", "flats", "ford", "forge", "fork", "fort",
	"freeway", "glen", "green", "harbor", "haven", "heights", "hill",
	"hills", "hollow", "inlet", "island", "junction", "key", "knoll",
	"lake", "landing", "loop", "mall", "manor", "meadow", "meadows",
	"mill", "mission", "mountain", "oval", "park", "pass", "path", "pike",
	"pines", "plain", "plaza", "point", "port", "prairie", "ranch",
	"ridge", "rise", "river", "row", "run", "shore", "spring", "springs",
	"spur", "station", "summit", "trace", "turnpike", "valley", "view",
	"village", "ville", "vista", "walk", "wells",
	"*strasse", "*straße", "*str", "*weg", "*gasse", "*platz", "*allee",
	"*ring", "*damm", "*ufer", "chaussee",
	"rue", "chemin", "impasse", "quai", "allée", "allées", "cours",
	"passage", "route", "montée", "sentier", "faubourg", "rd-pt",
	"via", "viale", "piazza", "corso", "vicolo", "largo", "strada",
	"contrada", "borgo", "piazzale", "lungomare", "località", "frazione",
	"calle", "c/", "avenida", "avda", "paseo", "carrer", "camino",
	"carretera", "glorieta", "ronda", "travesía", "urbanización",
	"avinguda", "plaça", "passeig", "calzada", "callejón", "privada",
	"rua", "travessa", "praça", "alameda", "estrada", "av", "praceta",
	"calçada", "caminho", "rodovia", "beco", "azinhaga", "viela",
	"ulica", "ul", "aleja", "al", "osiedle", "os", "plac", "ulice",
	"náměstí", "nám", "třída", "nábřeží", "námestie", "trieda", "trg",
	"cesta", "*ská", "*cká", "*ova", "*ského",
	"sokak", "sokağı", "sok", "cadde", "caddesi", "cad", "mahallesi", "mah",
	"bulvarı", "bulevardul", "aleea", "calea", "intrarea", "șoseaua",
	"utca", "körút", "οδός", "λεωφόρος", "πλατεία",
	"*laan", "*straat", "*plein", "*kade", "*dijk", "*gracht", "*dreef",
	"*gatan", "*vägen", "*vagen", "*gata", "*vei", "*veien", "*gate",
	"*vegen", "*gränd", "*gränden", "*stigen", "*torget", "*backen",
	"*vej", "*gade", "*stræde", "*vænget", "*allé", "*katu", "*tie",
	"*kuja", "*polku", "*singel", "*hof", "*steeg", "*markt", "*pad",
	"marg", "nagar", "chowk", "chome", "丁目", NULL};

static bool
fits_byte(char form, unsigned char byte)
{
	bool capital = byte >= 'A' && byte <= 'Z';

	switch (form) {
	case 'd':
		return byte_is_digit(byte);
	case 'L':
		return capital;
	case 'A':
		return capital || byte_is_digit(byte);
	}
	return byte == (unsigned char)form;
}

/* The end of a postcode of this form at `at`, 0: there is none. */
static size_t
form_end(const char *form, struct slice text, size_t at)
{
	size_t i;

	for (i = 0; form[i]; i++)
		if (at + i >= text.len || !fits_byte(form[i], text.at[at + i]))
			return 0;
	if (at + i < text.len && (byte_is_alnum(text.at[at + i]) ||
	    (text.at[at + i] == '-' && at + i + 1 < text.len &&
	    byte_is_digit(text.at[at + i + 1]))))
		return 0;
	return at + i;
}

static bool
is_letter(unsigned char byte)
{
	return byte_is_alpha(byte) || byte >= 0x80;
}

static bool
is_gap(unsigned char byte)
{
	return byte == ' ' || byte == ',' || byte == '\n' || byte == '\t' ||
	    byte == ';';
}

/* A capitalised word that begins at `at`. */
static bool
town_at(struct slice text, size_t at)
{
	size_t end = at;

	while (end < text.len && is_letter(text.at[end]))
		end++;
	return end - at >= TOWN_LEAST && ((text.at[at] >= 'A' &&
	    text.at[at] <= 'Z') || text.at[at] >= 0x80);
}

static bool
town_behind(struct slice text, size_t end)
{
	size_t at = end;

	while (at < text.len && at < end + 3 && is_gap(text.at[at]))
		at++;
	return at > end && town_at(text, at);
}

/* The word that ends before the gap in front of `start`. */
static struct slice
word_before(struct slice text, size_t start, size_t *begin)
{
	size_t end = start;

	while (end > 0 && start - end < 3 && is_gap(text.at[end - 1]))
		end--;
	*begin = end;
	if (end == start)
		return (struct slice){0};
	while (*begin > 0 && is_letter(text.at[*begin - 1]))
		(*begin)--;
	return slice_sub(text, *begin, end);
}

static bool
region_before(struct slice text, size_t start, const char *regions)
{
	struct slice list = slice_of(regions), region;
	size_t begin;
	struct slice word = word_before(text, start, &begin);

	while (word.len && slice_cut(&list, ' ', &region))
		if (slice_is(region, word))
			return true;
	return false;
}

static bool
has_town(const struct postcode *code, struct slice text, size_t start,
    size_t end)
{
	size_t begin;

	switch (code->town) {
	case TOWN_BEHIND:
		return town_behind(text, end);
	case TOWN_BEFORE:
		return word_before(text, start, &begin).len >= TOWN_LEAST &&
		    town_at(text, begin);
	case REGION_BEFORE:
		return region_before(text, start, code->regions);
	}
	return false;
}

/* Letters of one word, or digits of one number, from `at` on. */
static size_t
piece_end(struct slice text, size_t at, size_t most)
{
	bool digits = byte_is_digit(text.at[at]);

	while (at < most && (digits ? byte_is_digit(text.at[at]) :
	    is_letter(text.at[at]) || text.at[at] == '/'))
		at++;
	return at;
}

/*
 * A word for a street and a number in the bytes before the postcode.  What
 * stands before a colon or a long number belongs to something else.
 */
static bool
has_street(struct slice text, size_t start, size_t *begin)
{
	size_t at = start > STREET_REACH ? start - STREET_REACH : 0;
	bool street = false, number = false;

	*begin = start;
	while (at < start) {
		size_t end = piece_end(text, at, start);
		bool digits = end > at && byte_is_digit(text.at[at]);

		if (text.at[at] == ':' ||
		    (digits && end - at > HOUSE_NUMBER_MOST)) {
			street = number = false;
			*begin = start;
		} else if (digits) {
			number = true;
		} else if (end > at && structure_word(streets,
		    slice_sub(text, at, end))) {
			street = true;
		}
		if ((street || number) && *begin == start)
			*begin = at;
		at = end + (end == at);
	}
	return street && number;
}

static bool
address_at(struct slice text, size_t at, struct span *span)
{
	for (size_t i = 0; i < sizeof(postcodes) / sizeof(postcodes[0]); i++) {
		size_t end = form_end(postcodes[i].form, text, at), begin;

		if (!end || !has_town(&postcodes[i], text, at, end) ||
		    !has_street(text, at, &begin))
			continue;
		*span = (struct span){begin, end};
		return true;
	}
	return false;
}

static unsigned
address_find(struct slice text, size_t *at, struct span *span)
{
	for (; *at < text.len; (*at)++) {
		unsigned char byte = text.at[*at];

		if (!byte_is_digit(byte) && !(byte >= 'A' && byte <= 'Z'))
			continue;
		if (*at && byte_is_alnum(text.at[*at - 1]))
			continue;
		if (address_at(text, *at, span)) {
			*at = span->end;
			return 1;
		}
	}
	return 0;
}

static const char *const good[] = {"742 Oak Street, Springfield, IL 62704",
	"12 Rose Lane\nOxford OX1 4AB", "Lindenstr. 14, 50674 Köln",
	"Lindenweg 3a\n8004 Zürich", "14 rue des Lilas, 69003 Lyon",
	"Keizersgracht 12, 1015 CX Amsterdam", "Via Roma 12, 20121 Milano",
	"Calle Mayor 8, 28013 Madrid", "ul. Prosta 5, 00-850 Warszawa",
	"Rua Augusta 55, 1100-053 Lisboa", "Storgatan 7, 411 24 Göteborg",
	"5 King St, Sydney NSW 2000", "88 Elm Ave, Toronto M4C 1B5",
	"12 MG Marg, Mumbai 400001", "Rua das Flores 12, Curitiba 80020-190",
	"2-3-4 chome, Tokyo 150-0043", "Konopova 9, 435 07 Broumov",
	"Praceta do Sol 8, 5400-546 Chaves", "Lale Sokak 8, 33579 Mersin",
	"Bulevardul Unirii 12, 030167 Buzău", "Parkgränden 5, 170 67 Solna",
	NULL};
static const char *const bad[] = {"IL 62704", "order 50674 Berlin",
	"The street was long, 2004 was a good year", "62704", "",
	"Part 12 for Road 7, SW 10", "1015 CX", "12 items in 3 boxes, 10115",
	NULL};
const struct structure structure_postal_address = {
	.name = "postal_address", .title = "postal address",
	.find = address_find, .is = 1, .mask = MASK_LENGTH, .good = good, .bad = bad,
};
