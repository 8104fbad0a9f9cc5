/*
 * structure_entry - who an entry of a list is about, by how it begins.
 *
 * "Jane Roe, born ...", "7. Roe;Jane;...", the first line of an address: two to
 * five capitalised words at the very beginning, with nothing but a number or a
 * bullet before them and the end of a cell or clause behind.  Whether a person
 * or a firm, a shop or a public place is called so cannot be told from the build
 * of one entry: a word for a kind of place makes it one of those, and of a list
 * of people some entries have a first name that many have.  Rules ask for both.
 */
#include "scanner/match/structure.h"

#include "scanner/match/given_names.h"

enum {
	WORDS_MOST = 5,
	LEAD_MOST = 8,		/* bytes of a number before the words */
	WORD_LEAST = 2,		/* letters of a word that is no initial */
	GIVEN_MOST = 24,	/* bytes of a first name */
};

/* Bits: a person with a first name that many have is a person too. */
enum entry { ENTRY_NONE, ENTRY_PERSON = 1, ENTRY_GIVEN = 2, ENTRY_PLACE = 4 };

/* Words of firms, shops, offices and places; "*": at the end of longer ones. */
static const char *const places[] = {
	"inc", "ltd", "llc", "llp", "plc", "corp", "co", "company", "group",
	"holding", "holdings", "partners", "associates", "sons", "bros",
	"brothers", "store", "stores", "shop", "shops", "branch", "office",
	"offices", "center", "centre", "station", "school", "college",
	"university", "academy", "institute", "hospital", "clinic", "medical",
	"dental", "pharmacy", "surgery", "care", "church", "chapel", "library",
	"museum", "theatre", "theater", "gallery", "hall", "club", "hotel",
	"motel", "inn", "hostel", "restaurant", "cafe", "coffee", "diner",
	"bar", "pub", "grill", "pizza", "pizzeria", "bakery", "kitchen",
	"market", "supermarket", "mall", "plaza", "park", "garden", "gardens",
	"farm", "farms", "garage", "motors", "auto", "cars", "tyres", "tires",
	"hardware", "plumbing", "electric", "electrical", "heating",
	"builders", "construction", "homes", "realty", "properties", "bank",
	"insurance", "law", "legal", "consulting", "services", "service",
	"solutions", "systems", "software", "technologies", "books",
	"fitness", "gym", "spa", "salon", "beauty", "travel", "tours",
	"logistics", "warehouse", "depot", "airport", "terminal", "port",
	"harbor", "harbour", "house", "tower", "building", "court", "council",
	"department", "ministry", "police", "fire", "post", "city", "county",
	"town", "north", "south", "east", "west", "central", "grand",
	"national", "international", "regional", "street", "road", "avenue",
	"lane", "drive", "concert", "festival", "memorial", "event",
	"conference", "brewing", "brewery", "winery", "dealer", "team",
	"foundation", "society", "association", "trust", "charity", "view",
	"moon", "star", "sun", "red", "blue", "green", "golden", "silver",
	"black", "white", "royal", "lake", "ocean", "mountain", "valley",
	"the", "of", "and", "for", "at",
	"gmbh", "ag", "kg", "ohg", "ug", "ev", "eg", "haus", "hof", "amt",
	"bau", "filiale", "markt", "stadt", "rathaus", "schule", "kita",
	"praxis", "kanzlei", "firma", "büro", "klinik", "zoo", "bahnhof",
	"mitte", "nord", "süd", "ost", "am", "zum", "zur", "und", "für",
	"alte", "neue", "*bibliothek", "*schule", "*gymnasium", "*museum",
	"*theater", "*klinikum", "*krankenhaus", "*apotheke", "*bäckerei",
	"*werkstatt", "*verein", "*gericht", "*revier", "*zentrum", "*markt",
	"*verlag", "*beratung", "*praxis", "*hotel", "*filiale", "*haus",
	"*restaurant", "*gasthof", "*autohaus",
	"sarl", "sas", "eurl", "magasin", "boutique", "agence", "école",
	"lycée", "collège", "hôtel", "hôpital", "clinique", "pharmacie",
	"boulangerie", "mairie", "gare", "musée", "théâtre", "société",
	"cabinet", "banque", "chez", "café", "centre",
	"sl", "sa", "tienda", "sucursal", "oficina", "escuela", "colegio",
	"instituto", "universidad", "clínica", "farmacia", "panadería",
	"restaurante", "estación", "museo", "teatro", "taller", "banco",
	"centro", "ayuntamiento", "bodega",
	"srl", "spa", "negozio", "filiale", "ufficio", "scuola", "liceo",
	"università", "ospedale", "trattoria", "ristorante", "osteria",
	"albergo", "stazione", "comune", "banca", "officina", "studio",
	"bv", "nv", "winkel", "kantoor", "ziekenhuis", "apotheek",
	"bakkerij", "gemeente", "stichting", "vereniging", "*winkel",
	"spółka", "sklep", "szkoła", "szpital", "apteka", "biuro", "urząd",
	"ab", "as", "aps", "oy", "skola", "sjukhus", "apotek", NULL};

/* Words that a name has within, in lower case. */
static const char *const particles[] = {"van", "von", "der", "den", "de",
	"del", "della", "di", "da", "du", "la", "le", "zu", "ter", "ten",
	"y", "e", "dos", "das", "do", "bin", "al", "el", "af", "av", NULL};

static bool
is_letter(unsigned char byte)
{
	return byte_is_alpha(byte) || byte >= 0x80;
}

static unsigned char
byte_at(struct slice text, size_t at)
{
	return at < text.len ? text.at[at] : 0;
}

static bool
is_particle(struct slice word)
{
	for (size_t i = 0; particles[i]; i++)
		if (slice_is_text(word, particles[i]))
			return true;
	return false;
}

/* Behind a bullet, and a number that a sign or a cell's end follows. */
static size_t
skip_lead(struct slice text)
{
	size_t at = 0, start;

	while (at < text.len && (byte_is_space(text.at[at]) ||
	    memchr("-*>|\"", text.at[at], 5)))
		at++;
	start = at;
	while (at - start < LEAD_MOST && byte_is_digit(byte_at(text, at)))
		at++;
	if (at == start)
		return at;
	if (byte_at(text, at) == ' ' && byte_at(text, at + 1) != ' ' &&
	    byte_at(text, at + 1) != '|')
		return text.len;
	while (at < text.len && (byte_is_space(text.at[at]) ||
	    memchr(".),;|\"", text.at[at], 6)))
		at++;
	return at;
}

/* What is known of the words so far. */
struct words {
	size_t at, end;
	size_t count, whole;	/* whole: no initials */
	bool place, given;
};

/* Is it a first name that many have? */
static bool
is_given(struct slice word)
{
	size_t low = 0, high = sizeof(given_names) / sizeof(given_names[0]);
	char name[GIVEN_MOST + 1];

	if (word.len > GIVEN_MOST)
		return false;
	for (size_t i = 0; i < word.len; i++)
		name[i] = (char)byte_lower(word.at[i]);
	name[word.len] = '\0';
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = strcmp(name, given_names[middle]);

		if (order == 0)
			return true;
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return false;
}

/* Words with a space between them; false: a word that no name has. */
static bool
take_words(struct slice text, struct words *words)
{
	while (is_letter(byte_at(text, words->at))) {
		size_t start = words->at, end = start;
		struct slice word;

		while (end < text.len && (is_letter(text.at[end]) ||
		    text.at[end] == '\'' || text.at[end] == '-'))
			end++;
		word = slice_sub(text, start, end);
		if (structure_capital(text, start)) {
			words->count++;
			words->whole += word.len >= WORD_LEAST;
			words->place |= structure_word(places, word);
			words->given |= is_given(word);
		} else if (!is_particle(word)) {
			return false;
		}
		words->end = end + (byte_at(text, end) == '.');
		words->at = words->end;
		/* A space, and no second one: that ends a column. */
		if (byte_at(text, words->at) != ' ' ||
		    byte_at(text, words->at + 1) == ' ')
			return true;
		words->at++;
		if (byte_at(text, words->at) == '&') {
			words->place = true;
			words->count++;
		}
	}
	return true;
}

/* Does a cell or clause end here? */
static bool
ends_at(struct slice text, size_t at)
{
	unsigned char byte = byte_at(text, at);

	return at >= text.len || byte_is_digit(byte) || byte_is_space(byte) ||
	    memchr(",;|<(\"-&", byte, 8) || (byte == 0xe2);
}

static unsigned
entry_of(struct slice text, struct span *span)
{
	struct words words = {.at = skip_lead(text)};
	size_t start = words.at;

	if (!structure_capital(text, start) || !take_words(text, &words))
		return ENTRY_NONE;
	if (words.count == 1 && memchr(",;\t\n|\"", byte_at(text, words.at),
	    6)) {	/* "Roe;Jane;" */
		while (words.at < text.len && (byte_is_space(
		    text.at[words.at]) || memchr(",;|\"", text.at[words.at],
		    4)))
			words.at++;
		if (!structure_capital(text, words.at) ||
		    !take_words(text, &words) || words.count > 3 ||
		    words.whole < 2)
			return ENTRY_NONE;
	}
	if (words.count < 2 || words.count > WORDS_MOST || !words.whole ||
	    !ends_at(text, words.at))
		return ENTRY_NONE;
	*span = (struct span){start, words.end};
	return words.place ? ENTRY_PLACE : words.given ? ENTRY_PERSON |
	    ENTRY_GIVEN : ENTRY_PERSON;
}

/* One entry at most begins a record. */
static unsigned
entry_find(struct slice text, size_t *at, struct span *span)
{
	unsigned is = *at || !text.len ? ENTRY_NONE : entry_of(text, span);

	*at = is ? span->end : text.len;
	return is;
}

static const char *const person_good[] = {"Jane Roe, 12 Rose Lane",
	"- Jane Roe, born 1971", "7. Roe, Jane", "Roe;Jane;12 Rose Lane",
	"Erika Muster\nLindenstr. 14", "Jan van der Roe (guest)",
	"ROE\tJane\t12 rue", "| 7 | Jane Roe | x", "J. Roe <j@roe.com>", NULL};
static const char *const person_bad[] = {"Jane Roe wrote on Monday",
	"12 Rose Lane, Oxford", "Roe Hotel, 12 Rose Lane", "Jane",
	"Stadtbibliothek Roe\nLindenstr. 14", "", "jane roe, 12", "Roe & Doe",
	"Note: Jane Roe", NULL};
const struct structure structure_person_entry = {
	.name = "person_entry", .title = "words that begin an entry as a "
	"person's name does", .find = entry_find, .is = ENTRY_PERSON,
	.mask = MASK_LENGTH, .good = person_good, .bad = person_bad,
};

static const char *const given_good[] = {"Jane Roe, 12 Rose Lane",
	"Muster;Erika;Lindenstr. 14", "1. José Roe", NULL};
static const char *const given_bad[] = {"Quick Lube, 12 Rose Lane",
	"Jane's Bakery, Oxford", "Jane Roe wrote", "", NULL};
const struct structure structure_given_entry = {
	.name = "given_entry", .title = "words that begin an entry, with a "
	"first name that many people have", .find = entry_find,
	.is = ENTRY_GIVEN, .mask = MASK_LENGTH, .good = given_good,
	.bad = given_bad,
};

static const char *const place_good[] = {"Roe Hotel, 12 Rose Lane",
	"Stadtbibliothek Roe\nLindenstr. 14", "Roe & Doe, 12 Rose Lane",
	"3;Primary School;Oxford", NULL};
static const char *const place_bad[] = {"Jane Roe, 12 Rose Lane",
	"the hotel, 12", "Hotel", "", "Roe Hotel is open", NULL};
const struct structure structure_place_entry = {
	.name = "place_entry", .title = "words that begin an entry as the name "
	"of a firm or place does", .find = entry_find, .is = ENTRY_PLACE,
	.mask = MASK_LENGTH, .good = place_good, .bad = place_bad,
};
