/*
 * contract_hand - where does a text wait for hands?
 */
#include "scanner/match/contract_hand.h"

enum {
	LOOK_MOST = 1 << 20,	/* bytes that are looked at */
	STROKES_LEAST = 8,	/* of a line to write on */
	DOTS_LEAST = 16,
	LABEL_MOST = 48,
	CLOSING_MOST = 100,	/* bytes of a line that closes a letter */
};

/* What else is written on a line: these are no places for a signature. */
static const char *const others[] = {"name", "title", "date", "dated", "place",
	"address", "no", "number", "position", "phone", "email", "e-mail",
	"datum", "ort", "anschrift", "funktion", "nom", "titre", "lieu",
	"adresse", "qualité", "nombre", "cargo", "fecha", "lugar", "nome",
	"data", "luogo", "qualifica", "local", "naam", "functie", "plaats",
	"adres", "initials", NULL};

static const char *const closings[] = {"yours", "sincerely", "very truly yours",
	"truly yours", "respectfully", "best regards", "kind regards",
	"with kind regards", "mit freundlichen", "freundliche grüße",
	"hochachtungsvoll", "veuillez agréer", "je vous prie d'agréer",
	"nous vous prions d'agréer", "cordialement", "atentamente",
	"le saluda", "saludos", "un cordial saludo", "distinti saluti",
	"cordiali saluti", "in fede", "atenciosamente", "com os melhores",
	"cordialmente", "hoogachtend", "met vriendelijke", NULL};

/* How long is the run of one byte that begins here? */
static size_t
run_len(struct slice at)
{
	size_t len = 0;

	while (len < at.len && at.at[len] == at.at[0])
		len++;
	return len;
}

/* Strokes long enough to write on, or a signature in letters; its length. */
static size_t
mark_len(struct slice at)
{
	size_t len;

	if (slice_starts(at, slice_of("/s/ ")) && at.len > 4 &&
	    byte_is_alpha(at.at[4]))
		return 4;
	if (at.at[0] != '_' && at.at[0] != '.')
		return 0;
	len = run_len(at);
	return len >= (at.at[0] == '_' ? STROKES_LEAST : DOTS_LEAST) ? len : 0;
}

/* The last word before a line: does it say that no signature goes there? */
static bool
is_other(struct slice label)
{
	size_t start;

	while (label.len && (byte_is_space(label.at[label.len - 1]) ||
	    memchr(":.*|", label.at[label.len - 1], 4)))
		label.len--;
	start = label.len;
	while (start > 0 && label.len - start < LABEL_MOST &&
	    !byte_is_space(label.at[start - 1]) &&
	    !memchr("|*,_", label.at[start - 1], 4))
		start--;
	label = slice_sub(label, start, label.len);
	for (size_t i = 0; others[i]; i++)
		if (label.len == strlen(others[i]) &&
		    slice_starts_nocase(label, slice_of(others[i])))
			return true;
	return false;
}

/* "for ________ dollars": the sentence goes on; or a page's number follows. */
static bool
is_gap(struct slice rest)
{
	rest = slice_trim(slice_sub(rest, 0, LABEL_MOST));
	return rest.len && ((rest.at[0] >= 'a' && rest.at[0] <= 'z') ||
	    byte_is_digit(rest.at[0]) || memchr(",;%)", rest.at[0], 4));
}

static unsigned
count_line(struct slice line)
{
	size_t i = 0, start = 0;
	unsigned count = 0;

	for (;;) {
		size_t len;

		while (i < line.len && line.at[i] != '_' && line.at[i] != '.' &&
		    line.at[i] != '/')
			i++;
		if (i == line.len)
			return count;
		len = mark_len(slice_sub(line, i, line.len));

		if (len > 0) {
			struct slice rest = slice_sub(line, i + len, line.len);

			count += line.at[i] == '/' ||
			    (!is_gap(rest) && !is_other(slice_sub(line,
			    i > start + LABEL_MOST ? i - LABEL_MOST : start,
			    i)));
			start = i + len;
		}
		i += len ? len : run_len(slice_sub(line, i, line.len));
	}
}

unsigned
contract_hand_count(struct slice text, unsigned enough)
{
	struct slice rest = slice_sub(text, 0, LOOK_MOST), line;
	unsigned count = 0;

	while (count < enough && slice_cut(&rest, '\n', &line))
		count += count_line(line);
	return count;
}

static bool
is_closing(struct slice line)
{
	line = slice_trim(line);
	if (line.len > CLOSING_MOST)
		return false;
	for (size_t i = 0; closings[i]; i++)
		if (slice_starts_nocase(line, slice_of(closings[i])))
			return true;
	return false;
}

unsigned
contract_hand_letter(struct slice text, unsigned enough)
{
	struct slice rest = slice_sub(text, 0, LOOK_MOST), line;

	(void)enough;
	while (slice_cut(&rest, '\n', &line))
		if (is_closing(line))
			return contract_hand_count(rest, 1) > 0;
	return 0;
}
