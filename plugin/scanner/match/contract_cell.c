/*
 * contract_cell - what a piece of a signature page looks like.
 */
#include "scanner/match/contract_cell.h"

enum {
	TABLE_COLUMN = 24,	/* of each cell between bars or tabs */
	LABEL_MOST = 48,
	WHO_MOST = 72,		/* "signed for ...:" */
	STROKES_LEAST = 6,	/* of a line to write on */
	DOTS_LEAST = 9,
	NAME_MOST = 64,
	NAME_LEAST = 4,
	NAME_WORDS = 5,
	DATE_MOST = 96,		/* bytes of a cell that a date is looked for in */
	MARK_REACH = 48,	/* bytes before the mark of a signature */
	SIGNED_MOST = 160,	/* bytes of a cell that is no sentence */
	BRIEF_MOST = 64,	/* bytes of a remark */
	ABBREVIATION_MOST = 5,	/* "i.V.", "ppa.", "Dr." */
};

struct label_word {
	enum contract_label label;
	const char *word;
};

/* What stands before the colon, or ends there, in a signature block. */
static const struct label_word labels[] = {
	{LABEL_SIGNATURE, "by"}, {LABEL_SIGNATURE, "per"},
	{LABEL_SIGNATURE, "signature"}, {LABEL_SIGNATURE, "signatures"},
	{LABEL_SIGNATURE, "signed"}, {LABEL_SIGNATURE, "sign"},
	{LABEL_SIGNATURE, "signatory"}, {LABEL_SIGNATURE, "sign here"},
	{LABEL_SIGNATURE, "unterschrift"}, {LABEL_SIGNATURE, "unterschriften"},
	{LABEL_SIGNATURE, "gezeichnet"}, {LABEL_SIGNATURE, "unterzeichnet"},
	{LABEL_SIGNATURE, "visa"}, {LABEL_SIGNATURE, "firma"},
	{LABEL_SIGNATURE, "firmado"}, {LABEL_SIGNATURE, "fdo"},
	{LABEL_SIGNATURE, "firmato"}, {LABEL_SIGNATURE, "assinatura"},
	{LABEL_SIGNATURE, "assinado"}, {LABEL_SIGNATURE, "ass"},
	{LABEL_SIGNATURE, "handtekening"}, {LABEL_SIGNATURE, "ondertekend"},
	{LABEL_SIGNATURE, "getekend"}, {LABEL_SIGNATURE, "témoin"},
	{LABEL_SIGNATURE, "signé"}, {LABEL_SIGNATURE, "signée"},
	{LABEL_SIGNATURE, "unterschrieben"},
	{LABEL_NAME, "name"}, {LABEL_NAME, "print"}, {LABEL_NAME, "nom"},
	{LABEL_NAME, "nombre"}, {LABEL_NAME, "nome"}, {LABEL_NAME, "naam"},
	{LABEL_DATE, "date"}, {LABEL_DATE, "dated"}, {LABEL_DATE, "on"},
	{LABEL_DATE, "date signed"}, {LABEL_DATE, "datum"},
	{LABEL_DATE, "fecha"}, {LABEL_DATE, "time"}, {LABEL_DATE, "data"}, {LABEL_DATE, "le"},
	{LABEL_OTHER, "title"}, {LABEL_OTHER, "its"}, {LABEL_OTHER, "place"},
	{LABEL_OTHER, "address"}, {LABEL_OTHER, "no"}, {LABEL_OTHER, "#"},
	{LABEL_OTHER, "number"}, {LABEL_OTHER, "position"},
	{LABEL_OTHER, "designation"}, {LABEL_OTHER, "role"},
	{LABEL_OTHER, "office"}, {LABEL_OTHER, "function"},
	{LABEL_OTHER, "occupation"}, {LABEL_OTHER, "phone"},
	{LABEL_OTHER, "email"}, {LABEL_OTHER, "e-mail"},
	{LABEL_OTHER, "initials"}, {LABEL_OTHER, "code"},
	{LABEL_OTHER, "amount"}, {LABEL_OTHER, "total"}, {LABEL_OTHER, "price"},
	{LABEL_OTHER, "rent"}, {LABEL_OTHER, "ort"}, {LABEL_OTHER, "anschrift"},
	{LABEL_OTHER, "funktion"}, {LABEL_OTHER, "titre"},
	{LABEL_OTHER, "lieu"}, {LABEL_OTHER, "adresse"},
	{LABEL_OTHER, "qualité"}, {LABEL_OTHER, "fonction"},
	{LABEL_OTHER, "cargo"}, {LABEL_OTHER, "lugar"},
	{LABEL_OTHER, "luogo"}, {LABEL_OTHER, "qualifica"},
	{LABEL_OTHER, "local"}, {LABEL_OTHER, "functie"},
	{LABEL_OTHER, "plaats"}, {LABEL_OTHER, "adres"},
	{LABEL_OTHER, "parafen"}, {LABEL_OTHER, "paraphes"},
	{LABEL_NONE, NULL},
};

/*
 * What begins a line that is a signature all by itself: "Signed for Acme: Jane Roe".
 * With `who` somebody may be named before the colon.
 */
struct lead {
	const char *phrase;
	bool who;
};

static const struct lead leads[] = {
	{"signed for", true}, {"signed by", true}, {"signed on behalf", true},
	{"signed as a deed by", true}, {"executed as a deed by", true},
	{"signed", false}, {"executed by", true}, {"executed for", true},
	{"agreed for", true}, {"agreed by", true}, {"i accept", false},
	{"agreed and accepted", true}, {"agreed", false},
	{"accepted by", true}, {"accepted for", true},
	{"accepted and agreed", true}, {"accepted", false},
	{"authorised signature", true}, {"authorized signature", true},
	{"approved by", true}, {"authorised by", true}, {"authorized by", true},
	{"für", true}, {"unterzeichnet von", true}, {"unterschrieben von", true},
	{"gezeichnet", true}, {"genehmigt von", true}, {"freigegeben von", true},
	{"signé par", true}, {"signé pour", true}, {"approuvé par", true},
	{"validé par", true}, {"accepté par", true},
	{"firmado por", true}, {"firmado", false}, {"aprobado por", true},
	{"autorizado por", true}, {"aceptado por", true},
	{"autorizó", false}, {"aprobó", false},
	{"firmato da", true}, {"firmato", false}, {"approvato da", true},
	{"autorizzato da", true}, {"accettato da", true},
	{"assinado por", true}, {"aprovado por", true}, {"aceite por", true},
	{"ondertekend door", true}, {"getekend door", true},
	{"goedgekeurd door", true}, {"akkoord", false},
	{"voor akkoord", true}, {"bon pour accord", true},
	{"per accettazione", true}, {"de acordo", false}, {"acepto", false},
	{"einverstanden", false},
	{NULL, false},
};

/* The mark that a hand, a clerk or a service left. */
static const char *const marks[] = {"/s/", "/f/", "//signed", "(sgd", "[sgd", "sgd.",
	"sgd ", "w.g.", "was getekend", "(ass.", "(fdo", "f.to ", "gez. ",
	"(gez.", "sd/-", "[signed", "(signed",
	"[e-sign]", "[e-sign;", "[e-signed", "(e-signed",
	"e-signed:", "e-signed by", "[signature affixed", "(get.)", "get. ",
	"[rúbrica]", "[rubrica]", "(rúbrica)", "[firma ilegible]",
	"(firmado", "[firmado", "/signé/", "(signé", "[signé",
	"[getekend", "(getekend", "[assinado", "(assinado", "(firmato",
	"[firmato",
	"signed electronically", "electronically signed", "digitally signed",
	"docusigned by", "signed digitally", "signed on system",
	"approved electronically", "electronically approved",
	"elektronisch unterzeichnet", "elektronisch signiert",
	"digital signiert", "digital unterzeichnet", "digital unterschrieben",
	"elektronisch unterschrieben", "assinado de forma digital",
	"signature numérique de", "signé électroniquement",
	"signé numériquement", "firmado electrónicamente",
	"firmado digitalmente", "firmado en el original",
	"firmato digitalmente", "firmato elettronicamente",
	"assinado digitalmente", "assinado eletronicamente",
	"assinado electronicamente", "digitaal ondertekend",
	"elektronisch ondertekend", "signature on original",
	"signed on original", "signed in the original", "signature on file",
	"firma autografa apposta", "assinatura conforme",
	"im original unterzeichnet", "original unterzeichnet",
	"signé en original", "(seal affixed", NULL};

/* Marks that need a name behind them: "(a) Jane Roe", no clause. */
static const char *const letters[] = {"[signature] ", "[unterschrift] ",
	"[firma] ", "[assinatura] ", "[handtekening] ", "(s) ", "(a) ", "(g) ",
	"s/ ", "fdo. ", "gezeichnet ", "signed ", "firma ",
	"signé ", "firmado ", "firmato ", "assinado ", "getekend ",
	"ondertekend ", "unterzeichnet ", NULL};

/* Behind a name, with a date behind them. */
static const char *const words[] = {"signed", "signé", "firmado", "firmato",
	"assinado", "ass.", "getekend", "ondertekend", "unterzeichnet", NULL};

/* Said of a signature that is not there yet. */
static const char *const awaited[] = {"[sign]", "[sign ", "[ sign ", "sign here", "[click",
	"click to sign", "[locked", "unsigned", "not yet signed",
	"not signed yet", "pending", "awaiting", "awaited", "waiting",
	"to be signed", "will sign", "signs after", "to sign", "outstanding",
	"hier unterzeichnen", "hier unterschreiben", "noch nicht", "ausstehend",
	"wartet auf", "à signer", "en attente", "pas encore", "[signer",
	"pendiente", "por firmar", "falta sello", "falta firma", "aún no",
	"in attesa", "da firmare", "non ancora", "pendente", "assinar aqui",
	"por assinar", "ainda não", "aguarda", "nog niet", "wacht op",
	"te tekenen", "[tekenen", "[ tekenen", NULL};

static const char *const approved[] = {"approved", "released", "authorised",
	"authorized", "genehmigt", "freigegeben", "approuvé", "favorable",
	"validé", "aprobado", "autorizado", "approvato", "autorizzato",
	"aprovado", "goedgekeurd", "akkoord", "accepted", "done", NULL};

/* Begins of lines over signatures. */
static const char *const openers[] = {"for ", "on behalf", "signed", "sign",
	"executed", "in witness", "attestation", "approv", "authoris",
	"authoriz", "agreed", "accepted", "acknowledged", "i accept", "i agree",
	"we agree", "we accept", "i have read", "yours", "sincerely",
	"very truly", "kind regards", "release strategy", "by order",
	"done in", "done at", "für ", "unterschrift", "unterzeichn",
	"einverstanden", "genehmigung", "freigabe", "mit freundlichen",
	"pour ", "fait ", "fait à", "établi", "lu et", "bon pour", "circuit",
	"le bailleur", "signature", "por ", "firma", "en prueba", "y en prueba",
	"autoriza", "conforme", "leído", "per ", "letto", "f.to", "firme",
	"approva", "autorizza", "cordiali", "distinti", "pela ", "pelo ",
	"assinatura", "feito", "de acordo", "aprova", "despachos",
	"atenciosamente", "atentamente", "voor ", "namens", "opgemaakt",
	"aldus", "getekend", "ondertekend", "handtekening", "goedkeuring",
	"e, por estarem", NULL};

/* What ends the name of a firm. */
static const char *const firms[] = {"ltd", "limited", "llc", "l.l.c", "inc",
	"corp", "corporation", "company", "plc", "llp", "lp", "l.p", "gmbh",
	"ag", "kg", "ohg", "eg", "se", "sa", "s.a", "sas", "s.a.s", "sarl",
	"srl", "s.r.l", "s.l", "s.p.a", "spa", "bv", "b.v", "nv", "n.v", "vzw",
	"lda", "ltda", "pty", NULL};

/* What no person's name has. */
static const char *const roles[] = {"trust", "bank", "university", "council",
	"institute", "authority", "department", "director", "manager",
	"officer", "secretary", "president", "chief", "chair", "partner",
	"member", "buyer", "seller", "agreement", "page", NULL};

static const char *const particles[] = {"de", "da", "do", "dos", "das", "del",
	"della", "di", "du", "des", "la", "le", "van", "von", "der", "den",
	"ter", "ten", "zu", "y", "e", "bin", "binte", "al", "ni", "ap", NULL};

static bool
is_stroke(unsigned char byte)
{
	return byte == '_' || byte == '.' || byte == '-' || byte == '*' ||
	    byte == '\\' || byte == ':' || byte_is_space(byte);
}

static bool
is_letter(unsigned char byte)
{
	return byte_is_alpha(byte) || byte >= 0x80;
}

/* Does the text begin so, in lower case?  Most do not, by their first byte. */
static bool
begins(struct slice text, const char *with)
{
	return text.len && byte_lower(text.at[0]) == (unsigned char)with[0] &&
	    slice_starts_nocase(text, slice_of(with));
}

/* The first of the phrases from here on, at the begin of a word; NULL: none. */
static const char *
find_any(struct slice text, const char *const *list, size_t *at)
{
	for (size_t i = *at; i < text.len; i++) {
		struct slice rest = slice_sub(text, i, text.len);
		unsigned char first = byte_lower(text.at[i]);

		if (first == ' ' || (i > 0 && is_letter(first) && is_letter(
		    text.at[i - 1])))
			continue;
		for (size_t k = 0; list[k]; k++)
			if ((unsigned char)list[k][0] == first &&
			    begins(rest, list[k])) {
				*at = i;
				return list[k];
			}
	}
	return NULL;
}

/* Spaces and markup off both ends. */
static struct slice
plain(struct slice text)
{
	text = slice_trim(text);
	while (text.len && memchr("#>*`", text.at[0], 4))
		text = slice_trim(slice_sub(text, 1, text.len));
	while (text.len && memchr("*`", text.at[text.len - 1], 2))
		text = slice_trim(slice_sub(text, 0, text.len - 1));
	return text;
}

/* Spaces, markup and strokes off both ends. */
static struct slice
bare(struct slice text)
{
	while (text.len && (is_stroke(text.at[0]) || memchr("#>|", text.at[0],
	    3)))
		text = slice_sub(text, 1, text.len);
	while (text.len && is_stroke(text.at[text.len - 1]))
		text.len--;
	return text;
}

/* Letters of UTF-8 before an offset. */
static size_t
letters_before(struct slice text, size_t end)
{
	size_t count = 0;

	for (size_t i = 0; i < end; i++)
		count += (text.at[i] & 0xc0) != 0x80;
	return count;
}

static bool
is_table(struct slice line)
{
	return slice_find_byte(line, '|') != SIZE_MAX ||
	    slice_find_byte(line, '\t') != SIZE_MAX;
}

/* Where the cell ends that begins at `at`. */
static size_t
cell_end(struct slice line, size_t at)
{
	while (at < line.len && line.at[at] != '|' && line.at[at] != '\t' &&
	    !slice_starts(slice_sub(line, at, line.len), slice_of("   ")))
		at++;
	return at;
}

size_t
contract_cell_cut(struct slice line, struct contract_cell *cells)
{
	bool table = is_table(line);
	size_t count = 0, at = 0, bars = 0;

	while (at < line.len && count < CONTRACT_CELLS) {
		size_t end = cell_end(line, at);
		struct slice text = plain(slice_sub(line, at, end));

		if (text.len > 0) {
			cells[count].text = text;
			cells[count].column = table ? bars * TABLE_COLUMN :
			    letters_before(line, (size_t)(text.at - line.at));
			count++;
		}
		while (end < line.len && (byte_is_space(line.at[end]) ||
		    line.at[end] == '|')) {
			bars += line.at[end] == '|' || (line.at[end] == '\t' &&
			    line.at[end - (end > 0)] != '\t');
			end++;
		}
		at = end > at ? end : at + 1;
	}
	return count;
}

/* The whole text before the colon, or its last word: "Buyer's signature". */
static enum contract_label
label_of(struct slice text)
{
	struct slice last;
	size_t start;

	text = bare(text);
	start = text.len;
	if (!text.len || text.len > LABEL_MOST)
		return LABEL_NONE;
	while (start > 0 && is_letter(text.at[start - 1]))
		start--;
	last = slice_sub(text, start < text.len ? start : 0, text.len);
	for (const struct label_word *l = labels; l->word; l++)
		if (begins(text, l->word) &&
		    slice_is_text_nocase(text, l->word))
			return l->label;
	for (const struct label_word *l = labels; l->word; l++)
		if (begins(last, l->word) && (last.len > 3 ||
		    l->label != LABEL_SIGNATURE) &&
		    slice_is_text_nocase(last, l->word))
			return l->label;
	return LABEL_NONE;
}

/* Behind the colon of such a line; a NULL slice: it is none. */
static struct slice
behind_lead(struct slice cell, bool *who)
{
	struct slice rest, none = {0};
	size_t colon;

	for (const struct lead *lead = leads; lead->phrase; lead++) {
		if (!begins(cell, lead->phrase))
			continue;
		rest = slice_sub(cell, strlen(lead->phrase), cell.len);
		if (!rest.len || byte_is_alpha(rest.at[0]))
			continue;
		colon = slice_find_byte(slice_sub(rest, 0, WHO_MOST), ':');
		if (colon == SIZE_MAX || (!lead->who &&
		    slice_trim(slice_sub(rest, 0, colon)).len))
			return none;
		*who = lead->who;
		return slice_sub(rest, colon + 1, rest.len);
	}
	return none;
}

/* "X  Jane Roe", "X ______", "X": a cross says where to sign. */
static struct slice
behind_cross(struct slice cell)
{
	struct slice none = {0};

	return slice_is_text(cell, "X") || slice_starts(cell, slice_of("X  ")) ||
	    slice_starts(cell, slice_of("X __")) ||
	    slice_starts(cell, slice_of("x__")) ? slice_sub(cell, 1,
	    cell.len) : none;
}

enum contract_label
contract_cell_label(struct slice cell, struct slice *value)
{
	size_t end = 0, start;
	bool who = false;

	*value = behind_lead(cell, &who);
	if (!value->at)
		*value = behind_cross(cell);
	if (value->at)
		return who ? LABEL_WHO : LABEL_SIGNATURE;
	while (end < cell.len && end < LABEL_MOST && cell.at[end] != ':')
		end++;
	if (contract_cell_strokes(cell, &start) && start < end)
		end = start;
	*value = slice_sub(cell, end, cell.len);
	if (end == cell.len || end == LABEL_MOST)
		return LABEL_NONE;
	if (value->len && value->at[0] == ':')
		*value = slice_sub(*value, 1, value->len);
	return label_of(slice_sub(cell, 0, end));
}

bool
contract_cell_is_caption(struct slice cell, enum contract_label label)
{
	if (label == LABEL_SIGNATURE && cell.len <= LABEL_MOST &&
	    slice_starts_nocase(cell, slice_of("signature")))
		return true;
	return cell.len <= LABEL_MOST && label_of(cell) == label;
}

bool
contract_cell_is_tag(struct slice cell)
{
	static const char *const tags[] = {"sig", "firma", "unterschrift",
		"assin", "hand", NULL};

	if (!slice_starts(cell, slice_of("{{")) &&
	    !slice_starts(cell, slice_of("[[")) &&
	    !slice_starts(cell, slice_of("<<")))
		return false;
	for (size_t i = 0; tags[i]; i++)
		if (slice_find_nocase(slice_sub(cell, 0, LABEL_MOST),
		    slice_of(tags[i])) != SIZE_MAX)
			return true;
	return false;
}

bool
contract_cell_is_blank(struct slice value)
{
	struct slice text = bare(value);
	size_t start;

	value = slice_trim(value);
	if (!text.len || memchr("[{<(", text.at[0], 4) ||
	    slice_starts(value, slice_of("__")) ||
	    (contract_cell_strokes(value, &start) && start < 2))
		return true;
	for (size_t i = 0; i < text.len; i++)
		if (byte_is_alnum(text.at[i]) || text.at[i] >= 0x80)
			return false;
	return true;
}

/* One stroke: a byte, or the three of an ellipsis. */
static size_t
stroke_len(struct slice at)
{
	if (slice_starts(at, slice_of("\xe2\x80\xa6")))
		return 3;
	return at.at[0] == '_' || at.at[0] == '.' ? 1 : 0;
}

size_t
contract_cell_strokes(struct slice cell, size_t *start)
{
	size_t i = 0;

	while (i < cell.len) {
		size_t len = stroke_len(slice_sub(cell, i, cell.len));
		size_t end = i, count = 0;

		while (len > 0) {
			count += len;
			end += len;
			len = end < cell.len ? stroke_len(slice_sub(cell, end,
			    cell.len)) : 0;
		}
		if (count >= (cell.at[i] == '_' ? STROKES_LEAST : DOTS_LEAST)) {
			*start = i;
			return end - i;
		}
		i = end > i ? end : i + 1;
	}
	return 0;
}

static bool
is_word_of(struct slice word, const char *const *list)
{
	while (word.len && memchr(".,;", word.at[word.len - 1], 3))
		word.len--;
	for (size_t i = 0; list[i]; i++)
		if (slice_is_text_nocase(word, list[i]))
			return true;
	return false;
}

bool
contract_cell_is_firm(struct slice cell)
{
	struct slice piece, word;

	while (slice_cut(&cell, ',', &piece)) {
		struct slice last = {0};

		while (slice_cut(&piece, ' ', &word))
			last = word.len ? word : last;
		if (last.len && is_word_of(last, firms))
			return true;
	}
	return false;
}

/* A part of a name begins with a capital and has letters alone. */
static bool
is_name_part(struct slice word)
{
	if (is_word_of(word, firms) || is_word_of(word, roles) ||
	    !is_letter(word.at[0]) ||
	    (word.at[0] >= 'a' && word.at[0] <= 'z'))
		return false;
	for (size_t i = 0; i < word.len; i++)
		if (!is_letter(word.at[i]) && !memchr(".'-", word.at[i], 3))
			return false;
	return true;
}

/* "i.", "V.", "ppa.", "Dr." are neither names nor against one. */
static bool
is_abbreviation(struct slice word)
{
	return word.len > 1 && word.len <= ABBREVIATION_MOST &&
	    word.at[word.len - 1] == '.' && (word.len > 2 ||
	    (word.at[0] >= 'a' && word.at[0] <= 'z'));
}

/* Up to a comma, a bracket, a dash, or a label behind two spaces. */
static struct slice
before_title(struct slice cell)
{
	size_t end = 0;

	while (end < cell.len && !memchr(",(;[", cell.at[end], 4) &&
	    !slice_starts(slice_sub(cell, end, cell.len), slice_of("  ")) &&
	    !slice_starts(slice_sub(cell, end, cell.len),
	    slice_of("\xe2\x80\x94")))
		end++;
	return slice_trim(slice_sub(cell, 0, end));
}

bool
contract_cell_goes_on(struct slice rest)
{
	rest = slice_trim(slice_sub(rest, 0, LABEL_MOST));
	return rest.len && ((rest.at[0] >= 'a' && rest.at[0] <= 'z') ||
	    byte_is_digit(rest.at[0]) || memchr(".,;%)", rest.at[0], 5));
}

bool
contract_cell_is_name(struct slice cell, bool *brief)
{
	struct slice rest = before_title(cell), word;
	size_t parts = 0, longest = 0;

	*brief = false;
	if (rest.len > NAME_MOST || contract_cell_opens(cell))
		return false;
	while (slice_cut(&rest, ' ', &word)) {
		if (!word.len || (parts > 0 && is_word_of(word, particles)) ||
		    is_abbreviation(word))
			continue;
		if (!is_name_part(word))
			return false;
		if (parts++ == 0)
			*brief = word.len == 1 || (word.len == 2 &&
			    word.at[1] == '.');
		longest = word.len > longest ? word.len : longest;
	}
	return parts >= 2 && parts <= NAME_WORDS && longest > 2;
}

/* Numbers of one or two digits, and of four that are a year. */
bool
contract_cell_has_date(struct slice cell)
{
	size_t i = 0, days = 0, years = 0, parts = 0, start;

	if (cell.len > DATE_MOST || contract_cell_strokes(cell, &start))
		return false;
	while (i < cell.len) {
		size_t from = i;

		while (i < cell.len && byte_is_digit(cell.at[i]))
			i++;
		days += i - from == 1 || i - from == 2;
		years += i - from == 4 && (cell.at[from] == '2' ||
		    cell.at[from] == '1') && (cell.at[from + 1] == '0' ||
		    cell.at[from + 1] == '9');
		parts += i > from && i < cell.len && memchr("/.-", cell.at[i],
		    3) && i + 1 < cell.len && is_letter(cell.at[i + 1]) ==
		    false && byte_is_digit(cell.at[i + 1]);
		i += i == from;
	}
	return (years > 0 && days > 0) || (days >= 3 && parts >= 2);
}

/* "It may be signed electronically" */
static bool
is_future(struct slice cell, size_t at)
{
	return at > 0 && slice_ends_nocase(slice_sub(cell, 0, at),
	    slice_of("be "));
}

/* "Jane Roe - signed in Leeds on 3 May 2026"; at the begin it heads others. */
static bool
is_signed_on(struct slice cell)
{
	const char *word;
	size_t at = 0;

	while ((word = find_any(cell, words, &at))) {
		size_t end = at + strlen(word);
		struct slice rest = slice_trim(slice_sub(cell, end, cell.len));

		if (!is_future(cell, at) && contract_cell_has_date(rest) &&
		    (at > NAME_LEAST || byte_is_digit(rest.at[0])))
			return true;
		at = end;
	}
	return false;
}

/* "(Hirer) Jane Roe": who signs stands in brackets before the name. */
static struct slice
behind_bracket(struct slice rest)
{
	size_t end;

	rest = slice_trim(rest);
	if (!rest.len || rest.at[0] != '(')
		return rest;
	end = slice_find_byte(slice_sub(rest, 0, LABEL_MOST), ')');
	return end == SIZE_MAX ? rest :
	    slice_trim(slice_sub(rest, end + 1, rest.len));
}

/*
 * "/Jane Roe/": letters between slashes sign (37 CFR 1.4(d)(2), whose form others
 * have taken over).
 */
static bool
is_slashed(struct slice cell)
{
	size_t end;
	bool brief;

	if (!cell.len || cell.at[0] != '/')
		return false;
	cell = slice_sub(cell, 1, NAME_MOST);
	end = slice_find_byte(cell, '/');
	return end != SIZE_MAX &&
	    contract_cell_is_name(slice_sub(cell, 0, end), &brief);
}

/* "sig. Jane Roe" as Swiss copies have it; with a capital it is a gentleman. */
static bool
is_sig(struct slice cell)
{
	bool brief;

	return slice_starts(cell, slice_of("sig. ")) &&
	    contract_cell_is_name(slice_sub(cell, strlen("sig. "), cell.len),
	    &brief);
}

/* A mark that a name follows, at the cell's begin or behind a word. */
static bool
is_lettered(struct slice cell)
{
	const char *letter;
	size_t at = 0;
	bool brief;

	while ((letter = find_any(cell, letters, &at)) && at < MARK_REACH) {
		size_t end = at + strlen(letter);

		if (contract_cell_is_name(behind_bracket(slice_sub(cell, end,
		    cell.len)), &brief))
			return true;
		at = end;
	}
	return false;
}

bool
contract_cell_is_signed(struct slice cell)
{
	const char *mark;
	size_t at = 0;

	if (cell.len > SIGNED_MOST)
		return false;
	while ((mark = find_any(cell, marks, &at)) && at < MARK_REACH) {
		if (!is_future(cell, at))
			return true;
		at += strlen(mark);
	}
	return is_lettered(cell) || is_slashed(cell) || is_sig(cell) ||
	    is_signed_on(cell);
}

/*
 * Who signs for a firm in German says by what power: "ppa." (section 51 HGB), "i. V."
 * (section 57), "i. A.".  Orders bear that and the surname alone.
 */
bool
contract_cell_is_proxy(struct slice cell)
{
	static const char *const powers[] = {"ppa. ", "i. V. ", "i.V. ",
		"i. A. ", "i.A. ", NULL};

	if (cell.len > LABEL_MOST)
		return false;
	for (size_t i = 0; powers[i]; i++) {
		struct slice rest = before_title(slice_sub(cell,
		    strlen(powers[i]), cell.len)), word, last = {0};
		size_t words = 0;

		if (!slice_starts(cell, slice_of(powers[i])))
			continue;
		while (slice_cut(&rest, ' ', &word)) {
			if (!word.len || is_abbreviation(word))
				continue;
			if (!is_name_part(word))
				return false;
			last = word;
			words++;
		}
		return words > 0 && words <= NAME_WORDS &&
		    last.len > 2;
	}
	return false;
}

/* In a few words, or in brackets: a sentence may speak of other times. */
bool
contract_cell_is_awaited(struct slice cell)
{
	const char *word;
	size_t at = 0;

	if (cell.len > SIGNED_MOST)
		return false;
	while ((word = find_any(cell, awaited, &at))) {
		size_t back = at;

		while (back > 0 && !memchr("[({", cell.at[back - 1], 3))
			back--;
		if (cell.len <= BRIEF_MOST || back > 0 ||
		    memchr("[({", cell.at[0], 3))
			return true;
		at += strlen(word);
	}
	return false;
}

bool
contract_cell_is_approved(struct slice cell)
{
	size_t colon = slice_find_byte(slice_sub(cell, 0, LABEL_MOST), ':');

	if (colon != SIZE_MAX)
		cell = slice_trim(slice_sub(cell, colon + 1, cell.len));
	for (size_t i = 0; approved[i]; i++)
		if (cell.len <= BRIEF_MOST && begins(cell, approved[i]))
			return true;
	return false;
}

bool
contract_cell_is_waiting(struct slice cell)
{
	static const char *const status[] = {"open", "offen", "ouvert",
		"abierto", "abierta", "aperto", "aberto", "pending", "waiting",
		"not started", "outstanding", "ausstehend", "en attente",
		"pendiente", "in attesa", "pendente", "wacht", NULL};

	for (size_t i = 0; status[i]; i++)
		if (slice_is_text_nocase(cell, status[i]) ||
		    (slice_ends_nocase(cell, slice_of(status[i])) &&
		    byte_is_space(cell.at[cell.len - strlen(status[i]) - 1])))
			return true;
	return false;
}

bool
contract_cell_opens(struct slice line)
{
	line = plain(line);
	for (size_t i = 0; openers[i]; i++)
		if (begins(line, openers[i]))
			return true;
	return false;
}
