/*
 * structure_disease - a code of a disease with a word for diagnosis before it.
 *
 * WHO, International Statistical Classification of Diseases, 10th revision: a
 * letter and two digits, then up to four characters behind a dot; chapter U is
 * kept for special purposes.  The clinical modifications put A and B third too.
 * Part numbers and rooms look the same, so a word must stand within reach.
 */
#include "scanner/match/structure.h"

enum { WORD_REACH = 60, SUFFIX_MOST = 4 };

static bool
is_capital(unsigned char byte)
{
	return byte >= 'A' && byte <= 'Z';
}

/* The end of a code that begins at `at`, 0: none does. */
static size_t
code_end(struct slice text, size_t at)
{
	size_t end = at + 3;

	if (at + 3 > text.len || !is_capital(text.at[at]) ||
	    text.at[at] == 'U' || !byte_is_digit(text.at[at + 1]) ||
	    !(byte_is_digit(text.at[at + 2]) || text.at[at + 2] == 'A' ||
	    text.at[at + 2] == 'B'))
		return 0;
	if (end + 1 < text.len && text.at[end] == '.' &&
	    byte_is_alnum(text.at[end + 1]))
		for (end++; end < text.len && end < at + 4 + SUFFIX_MOST &&
		    (byte_is_digit(text.at[end]) ||
		    is_capital(text.at[end])); end++)
			;
	return end < text.len && byte_is_alnum(text.at[end]) ? 0 : end;
}

static bool
has_word(struct slice text, size_t at)
{
	static const char *const words[] = {"icd", "diagnos", "diagnós",
		"disease", "condition", "rozpoznani", "chorob", "sykdom",
		"sjukdom", "ziekte", "maladie", "krankheit", "diagnoos",
		"диагноз", "诊断", "診断", "病名", NULL};
	struct slice before = slice_sub(text, at > WORD_REACH ?
	    at - WORD_REACH : 0, at);

	for (size_t i = 0; words[i]; i++)
		if (slice_find_nocase(before, slice_of(words[i])) != SIZE_MAX)
			return true;
	return false;
}

static unsigned
code_find(struct slice text, size_t *at, struct span *span)
{
	for (; *at < text.len; (*at)++) {
		size_t end = code_end(text, *at);

		if (!end || (*at && byte_is_alnum(text.at[*at - 1])) ||
		    !has_word(text, *at))
			continue;
		*span = (struct span){*at, end};
		*at = end;
		return 1;
	}
	return 0;
}

static const char *const good[] = {"Diagnosis: E11.9", "ICD-10 J45",
	"Hauptdiagnose S72.001A rechts", "diagnostic C7A.00", NULL};
static const char *const bad[] = {"Room B12.3 is free", "diagnosis U07.1",
	"diagnosis E1", "ICD E11.9x", "icd", "", "diagnosis AE11.9", NULL};
const struct structure structure_disease_code = {
	.name = "disease_code", .title = "code of a disease",
	.find = code_find, .is = 1, .mask = MASK_LENGTH, .good = good, .bad = bad,
};
