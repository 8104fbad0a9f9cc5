/*
 * validate_person - does the content of a cell look like a person's name?
 *
 * For columns that say so: words of letters, no digits, no company.  A whole
 * name has two words or more, or two to six characters of a script that sets no
 * spaces; a part of a name may be one word.
 */
#include "scanner/match/validator.h"

enum { NAME_MOST = 80, WORDS_MOST = 7, UNSPACED_LEAST = 6, UNSPACED_MOST = 24 };

static bool
is_letter(unsigned char byte)
{
	return byte_is_alpha(byte) || byte >= 0x80;
}

/* Words of firms, and of fields that were left open. */
static bool
is_no_name(struct slice word)
{
	static const char *const words[] = {"inc", "ltd", "llc", "gmbh", "ag",
		"corp", "co", "plc", "bv", "sarl", "srl", "spa", "oy", "ab",
		"company", "limited", "none", "null", "unknown", "total",
		"test", "yes", "no", "name", "n", "tbd", "team", "department",
		"service", "support", "the", "and", "of", "for", NULL};

	for (size_t i = 0; words[i]; i++)
		if (slice_is_text_nocase(word, words[i]))
			return true;
	return false;
}

/* Cut the next word from `*rest`; false: a sign that no name has. */
static bool
next_word(struct slice *rest, struct slice *word)
{
	size_t end = 0;

	while (end < rest->len && (is_letter(rest->at[end]) ||
	    rest->at[end] == '\'' || rest->at[end] == '-'))
		end++;
	*word = slice_sub(*rest, 0, end);
	if (end == 0)
		return false;
	while (end < rest->len && (rest->at[end] == ' ' ||
	    rest->at[end] == '.' || rest->at[end] == ','))
		end++;
	*rest = slice_sub(*rest, end, rest->len);
	return true;
}

static bool
name_holds(struct slice value, size_t least)
{
	struct slice rest = slice_trim(value), word;
	size_t words = 0, ascii = 0;

	if (rest.len < 2 || rest.len > NAME_MOST)
		return false;
	for (size_t i = 0; i < rest.len; i++)
		ascii += rest.at[i] < 0x80;
	if (!ascii && rest.len >= UNSPACED_LEAST && rest.len <= UNSPACED_MOST)
		return true;
	while (rest.len) {
		if (!next_word(&rest, &word) || is_no_name(word) ||
		    !is_letter(word.at[0]) || ++words > WORDS_MOST)
			return false;
	}
	return words >= least;
}

static enum validity
name_check(struct slice value)
{
	return name_holds(value, 2) ? VALID_YES : VALID_NO;
}

static enum validity
part_check(struct slice value)
{
	return name_holds(value, 1) ? VALID_YES : VALID_NO;
}

static const char *const name_good[] = {"Jane Roe", "Roe, Jane M.",
	"Jean-Luc O'Neil", "Müller, Änne", "山田太郎", "ANNA VAN DER BERG", NULL};
static const char *const name_bad[] = {"Jane", "Widget 5000", "Roe Ltd.", "",
	"jane@roe.com", "N/A", "Total", "red / blue", NULL};
const struct validator validate_person_name = {
	.name = "person_name", .title = "a person's name",
	.check = name_check, .mask = MASK_LENGTH, .raw = true,
	.good = name_good, .bad = name_bad,
};

static const char *const part_good[] = {"Jane", "O'Neil", "van der Berg",
	"Änne", "田中", NULL};
static const char *const part_bad[] = {"J", "4711", "unknown", "",
	"jane@roe.com", "A1", NULL};
const struct validator validate_person_name_part = {
	.name = "person_name_part", .title = "a part of a person's name",
	.check = part_check, .mask = MASK_LENGTH, .raw = true,
	.good = part_good, .bad = part_bad,
};

/* What a short value is made of. */
struct made {
	struct slice value;	/* without spaces around it */
	size_t digits, letters, spaces;
};

static struct made
made_of(struct slice value)
{
	struct made made = {.value = slice_trim(value)};

	for (size_t i = 0; i < made.value.len; i++) {
		unsigned char byte = made.value.at[i];

		made.digits += byte_is_digit(byte);
		made.letters += is_letter(byte);
		made.spaces += byte == ' ';
	}
	return made;
}

/* What may stand in any column that is filled: a value, not a gap. */
static enum validity
filled_check(struct slice value)
{
	struct made made = made_of(value);

	return made.digits + made.letters && made.value.len <= NAME_MOST * 4 &&
	    !is_no_name(made.value) ? VALID_YES : VALID_NO;
}

static const char *const filled_good[] = {"12 Rose Lane", "F", "4711", NULL};
static const char *const filled_bad[] = {"", "-", "none", "...", NULL};
const struct validator validate_filled = {
	.name = "filled", .title = "a value that is filled in",
	.check = filled_check, .mask = MASK_LENGTH, .raw = true,
	.good = filled_good, .bad = filled_bad,
};

/*
 * What a person believes or belongs to: a word or three, no sentence, and no "no".
 */
static enum validity
trait_check(struct slice value)
{
	static const char *const open[] = {"non", "nein", "nee", "nej", "nie",
		"not applicable", "n/a", "keine", "keiner", "aucune", "aucun",
		"ninguna", "nessuna", "nenhuma", "geen", "ingen", "other",
		"any", "optional", "required", NULL};
	enum { TRAIT_MOST = 32, SPACES_MOST = 2 };
	struct made made = made_of(value);

	for (size_t i = 0; open[i]; i++)
		if (slice_is_text_nocase(made.value, open[i]))
			return VALID_NO;
	return made.letters >= 2 && !made.digits && made.spaces <= SPACES_MOST &&
	    made.value.len <= TRAIT_MOST && !is_no_name(made.value) ?
	    VALID_YES : VALID_NO;
}

static const char *const trait_good[] = {"catholic", "rk", "ver.di",
	"Church of England", "回族", NULL};
static const char *const trait_bad[] = {"", "-", "none", "no", "N/A", "non",
	"a library for the web", "level 4", "x", NULL};
const struct validator validate_trait = {
	.name = "trait", .title = "what a person believes or belongs to",
	.check = trait_check, .mask = MASK_LENGTH, .raw = true,
	.good = trait_good, .bad = trait_bad,
};

/* An amount of money: digits, a sign or a name of money perhaps. */
static enum validity
amount_check(struct slice value)
{
	struct made made = made_of(value);

	return made.value.len <= 32 && made.digits >= 3 && made.digits <= 15 &&
	    made.letters <= 8 ? VALID_YES : VALID_NO;
}

static const char *const amount_good[] = {"54,300.00", "EUR 4.512,80",
	"$120000", "4512", "£31 200 p.a.", NULL};
static const char *const amount_bad[] = {"12", "", "high", "see above", NULL};
const struct validator validate_amount = {
	.name = "amount", .title = "an amount of money",
	.check = amount_check, .mask = MASK_LENGTH, .raw = true,
	.good = amount_good, .bad = amount_bad,
};

/* A number that stands for a person: it holds digits, and is no sentence. */
static enum validity
reference_check(struct slice value)
{
	struct made made = made_of(value);

	return made.value.len >= 2 && made.value.len <= 24 &&
	    made.digits >= 2 && made.spaces < 4 ? VALID_YES : VALID_NO;
}

static const char *const reference_good[] = {"100482", "E-2041", "K 88 12",
	NULL};
static const char *const reference_bad[] = {"", "7", "none", "Jane",
	"see the list of 2019 for more", NULL};
const struct validator validate_reference = {
	.name = "reference", .title = "a number that stands for a person",
	.check = reference_check, .mask = MASK_LAST_TWO, .raw = true,
	.good = reference_good, .bad = reference_bad,
};
