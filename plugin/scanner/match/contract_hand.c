/*
 * contract_hand - where does a text wait for hands?
 */
#include "scanner/match/contract_hand.h"

#include "base/block.h"
#include "scanner/match/contract_cell.h"

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
			    (!contract_cell_goes_on(rest) && !is_other(slice_sub(line,
			    i > start + LABEL_MOST ? i - LABEL_MOST : start,
			    i)));
			start = i + len;
		}
		i += len ? len : run_len(slice_sub(line, i, line.len));
	}
}

/*
 * Where strokes, dots or "/s" stand in a block; what its end may cut is taken
 * for one.
 */
static uint64_t
marks_in(const unsigned char *at)
{
	const uint64_t last = UINT64_C(1) << (BLOCK_BYTES - 1);
	uint64_t strokes = block_is(at, '_'), dots = block_is(at, '.');
	uint64_t slashes = block_is(at, '/');

	return (strokes & (strokes >> 1 | last)) | (dots & (dots >> 1 | last)) |
	    (slashes & (block_is(at, 's') >> 1 | last));
}

/* The line of the first mark from `at`, where a line begins; false: no more. */
static bool
line_with_mark(struct slice text, size_t at, struct span *line)
{
	for (size_t base = at; base < text.len; base += BLOCK_BYTES) {
		uint64_t marks = marks_in(text.at + base) &
		    block_below(text.len - base);
		size_t end;

		if (!marks)
			continue;
		line->start = base + block_first(marks);
		end = slice_find_byte(slice_sub(text, line->start, text.len),
		    '\n');
		line->end = end == SIZE_MAX ? text.len : line->start + end;
		while (line->start > at && text.at[line->start - 1] != '\n')
			line->start--;
		return true;
	}
	return false;
}

unsigned
contract_hand_count(struct slice text, unsigned enough)
{
	struct span line = {0, 0};
	unsigned count = 0;

	text = slice_sub(text, 0, LOOK_MOST);
	for (size_t at = 0; count < enough && line_with_mark(text, at, &line);
	    at = line.end + 1)
		count += count_line(slice_sub(text, line.start, line.end));
	return count;
}

bool
contract_hand_closes(struct slice line)
{
	line = slice_trim(line);
	if (line.len > CLOSING_MOST)
		return false;
	for (size_t i = 0; line.len && closings[i]; i++)
		if (byte_lower(line.at[0]) == (unsigned char)closings[i][0] &&
		    slice_starts_nocase(line, slice_of(closings[i])))
			return true;
	return false;
}

unsigned
contract_hand_letter(struct slice text, unsigned enough)
{
	struct slice rest = slice_sub(text, 0, LOOK_MOST), line;

	(void)enough;
	while (slice_cut(&rest, '\n', &line))
		if (contract_hand_closes(line))
			return contract_hand_count(rest, 1) > 0;
	return 0;
}
