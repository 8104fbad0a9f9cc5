/*
 * lines - a text as the lines a marking could be.
 */
#include "scanner/marking/lines.h"

#include "scanner/marking/edges.h"
#include "scanner/marking/heads.h"

enum {
	WORD_REACH = 24,	/* bytes the first word of a marking has */
	CELLS = 10,		/* step of a header whose cells come next */
	FIRST_CELL,		/* steps of a line laid out with spaces */
	LAST_CELL,
};

struct lines
lines_begin(const struct text *text)
{
	return (struct lines){.text = text, .below_at = SIZE_MAX,
	    .foot_at = edges_foot(text->bytes)};
}

/* Signs that people and programs put round a line: quotes, bullets of rules. */
static bool
is_frame(unsigned char byte)
{
	return byte_is_space(byte) || byte == '>' || byte == '*' ||
	    byte == '_' || byte == '|' || byte == '=' || byte == '#' ||
	    byte == '~';
}

static struct slice
strip_frame(struct slice text)
{
	while (text.len && is_frame(text.at[0]))
		text = slice_sub(text, 1, text.len);
	while (text.len && is_frame(text.at[text.len - 1]))
		text = slice_sub(text, 0, text.len - 1);
	return text;
}

/* "Page 2 of 7", "Pág. 1 de 1". */
static bool
is_page_word(struct slice text)
{
	static const char *const words[] = {"page ", "pag. ", "p\xC3\xA1g. ",
		"p\xC3\xA1gina ", "pagina ", "seite ", "blatt ", "p. ", "s. ",
		"blz. ", NULL};

	for (size_t i = 0; words[i]; i++)
		if (slice_starts_nocase(text, slice_of(words[i])))
			return text.len > strlen(words[i]) &&
			    byte_is_digit(text.at[strlen(words[i])]);
	return false;
}

/* "Page 2 of 7", "- 3 -", "12": behind two spaces or a tab at the end. */
static struct slice
strip_page(struct slice text)
{
	size_t gap = text.len;
	struct slice tail;

	while (gap > 0 && !(text.at[gap - 1] == '\t' || (gap > 1 &&
	    text.at[gap - 1] == ' ' && text.at[gap - 2] == ' ')))
		gap--;
	if (!gap)
		return text;
	tail = slice_trim(slice_sub(text, gap, text.len));
	if (is_page_word(tail))
		return slice_trim(slice_sub(text, 0, gap));
	for (size_t i = 0; i < tail.len; i++)
		if (!byte_is_digit(tail.at[i]) && tail.at[i] != '-' &&
		    tail.at[i] != ' ')
			return text;
	return slice_trim(slice_sub(text, 0, gap));
}

/* "Classification: SECRET", in the languages of the systems. */
static struct slice
strip_label(struct slice text, bool *labelled)
{
	static const char *const labels[] = {"classification", "marking",
		"overall classification", "security classification",
		"protective marking", "security marking", "handling",
		"handling instructions", "sensitivity", "confidentiality",
		"einstufung", "vs-einstufung", "geheimhaltungsgrad",
		"klassifizierung", "classification de sécurité",
		"niveau de classification", "mention de protection",
		"mention", "classificazione",
		"clasificación", "classificação",
		"rubricering", "klauzula tajności", NULL};
	struct slice value;

	for (size_t i = 0; labels[i]; i++)
		if (line_key(text, labels[i], &value) && value.len) {
			*labelled = true;
			return value;
		}
	return text;
}

static bool
is_small(unsigned char byte)
{
	return byte >= 'a' && byte <= 'z';
}

/* "(S//NF) ", "[SEC=", "//NATO": a capital or a digit behind the sign. */
static bool
is_worth_sign(struct slice text)
{
	size_t at = text.at[0] == '/' ? 2 : 1;

	if (text.len < 4 || (at == 2 && text.at[1] != '/'))
		return false;
	if (text.at[0] == '(' && text.at[1] == '/')
		return true;
	return !is_small(text.at[at]) && text.at[at] != ' ';
}

/*
 * Can this line be a marking at all?  It begins in capitals, and its second word
 * does not begin small: nearly every line of a mail ends here.
 */
static bool
is_worth(struct slice text)
{
	unsigned char first = text.at[0];
	size_t at = 1;

	if (first == '(' || first == '[' || first == '/')
		return is_worth_sign(text);
	if (first < 'A' || first > 'Z' || (text.len > 1 &&
	    is_small(text.at[1])))
		return false;
	while (at < text.len && at < WORD_REACH && text.at[at] != ' ')
		at++;
	return at + 1 >= text.len || text.at[at] != ' ' ||
	    !is_small(text.at[at + 1]);
}

/* "Official-Sensitive" as a frame: a short line at the text's edge. */
static bool
is_titled(const struct line *line)
{
	return line->edge && !line->flags && line->text.len < TITLE_MOST &&
	    line->text.at[0] >= 'A' && line->text.at[0] <= 'Z';
}

/* May the words of a national table stand here? */
static bool
is_wordy(const struct line *line)
{
	const unsigned kept = TEXT_FLAG_header_footer | TEXT_FLAG_metadata |
	    TEXT_FLAG_subject;

	if (line->text.len > LINE_MOST)
		return false;
	return line->by_shape || line->by_head || line->labelled ||
	    line->flags & kept || line->text.at[0] >= 0x80 || is_titled(line);
}

/* Does the place itself say that this is a marking ("property Classification")? */
static bool
is_named(const struct line *line)
{
	static const char *const names[] = {"classif", "marking", "sensitiv",
		"protect", NULL};

	if (!(line->flags & TEXT_FLAG_metadata) || !line->where)
		return false;
	for (size_t i = 0; names[i]; i++)
		if (slice_find_nocase(slice_of(line->where),
		    slice_of(names[i])) != SIZE_MAX)
			return true;
	return false;
}

/* Look-alikes and spaced-out letters become plain; the place stays. */
static void
make_plain(struct lines *lines, struct line *line)
{
	size_t len;

	if (line->text.len > LINE_MOST ||
	    !words_plain(line->text, lines->plain, &len))
		return;
	line->text = slice_trim(slice_bytes(lines->plain, len));
	line->slip = true;
}

/* The length of a code of a sheet's page header; 0: none is here. */
static size_t
sheet_code(struct slice text)
{
	size_t at = 2;

	if (text.len < 2 || text.at[0] != '&')
		return 0;
	if (text.at[1] == '"')
		while (at < text.len && text.at[at++] != '"')
			;
	else if (byte_is_digit(text.at[1]))
		while (at < text.len && byte_is_digit(text.at[at]))
			at++;
	else if (text.at[1] == 'K' || text.at[1] == 'k')
		at = text.len < 8 ? text.len : 8;
	else if (!byte_is_alnum(text.at[1]))
		return 0;
	return at;
}

/*
 * "&C&\"Arial,Bold\"&12NATO SECRET&RPage &P": the first words between the codes
 * of a sheet's page header (ECMA-376-1, 18.3.1.46).
 */
static struct slice
strip_codes(struct slice text)
{
	size_t code, end = 0;

	if (!text.len || text.at[0] != '&')
		return text;
	while ((code = sheet_code(text)) > 0)
		text = slice_sub(text, code, text.len);
	while (end < text.len && !sheet_code(slice_sub(text, end, text.len)))
		end++;
	return slice_trim(slice_sub(text, 0, end));
}

static void
fill(struct lines *lines, struct line *line)
{
	struct slice all = lines->text->bytes;

	if (line->flags & TEXT_FLAG_header_footer)
		line->text = strip_codes(line->text);
	line->text = strip_page(line->text);
	if (line->by_head)
		line->text = strip_label(line->text, &line->labelled);
	line->text = strip_frame(line->text);
	line->start = (size_t)(line->text.at - all.at);
	line->length = line->text.len;
	line->labelled = line->labelled || is_named(line);
	line->by_words = false;
	if (!line->text.len)
		return;
	make_plain(lines, line);
	line->by_words = is_wordy(line) && words_read(line->text, &line->words);
}

/* The run a line stands in; lines come in order. */
static const struct text_run *
run_of(struct lines *lines, size_t offset)
{
	const struct text *text = lines->text;

	while (lines->run + 1 < text->run_count &&
	    text->runs[lines->run + 1].start <= offset)
		lines->run++;
	return &text->runs[lines->run];
}

/* Scopes in which people mark; other fields are read by what knows them. */
static bool
is_looked_at(const struct line *line)
{
	if (line->flags & TEXT_FLAG_label)
		return true;
	switch (line->scope) {
	case SCOPE_mime: case SCOPE_envelope: case SCOPE_filename:
		return false;
	case SCOPE_headers:
		return line->where && slice_find_nocase(slice_of(line->where),
		    slice_of("x-protective-marking")) != SIZE_MAX;
	default:
		return true;
	}
}

/* "Re: Fwd: text": the text. */
static struct slice
strip_reply(struct slice text)
{
	static const char *const prefixes[] = {"re:", "fw:", "fwd:", "aw:",
		"wg:", "tr:", "sv:", "rv:", NULL};
	bool again = true;

	for (unsigned turn = 0; again && turn < 8; turn++) {
		again = false;
		for (size_t i = 0; prefixes[i] && !again; i++) {
			again = slice_starts_nocase(text,
			    slice_of(prefixes[i]));
			if (again)
				text = slice_trim(slice_sub(text,
				    strlen(prefixes[i]), text.len));
		}
	}
	return text;
}

/* What stands in the next brackets of the subject. */
static bool
bracketed(struct lines *lines, struct slice *piece)
{
	struct slice rest = lines->rest;

	for (size_t i = 0; i < rest.len; i++) {
		char close = rest.at[i] == '[' ? ']' : rest.at[i] == '(' ? ')' :
		    rest.at[i] == '{' ? '}' : 0;
		size_t end;

		if (!close)
			continue;
		end = slice_find_byte(slice_sub(rest, i, rest.len),
		    (unsigned char)close);
		lines->rest = slice_sub(rest, i + 1, rest.len);
		if (end == SIZE_MAX)
			continue;
		*piece = slice_sub(rest, i + 1, i + end);
		return true;
	}
	return false;
}

static bool
subject_piece(struct lines *lines, struct slice *piece)
{
	struct slice all = lines->whole.text;
	size_t at;

	while (lines->step == 1) {
		if (bracketed(lines, piece))
			return true;
		lines->step = 2;
	}
	if (lines->step == 2) {
		lines->step = 3;
		at = slice_find(all, slice_of(" - "));
		if (at == SIZE_MAX)
			at = slice_find(all, slice_of(": "));
		if (at != SIZE_MAX) {
			*piece = slice_sub(all, 0, at);
			return true;
		}
	}
	if (lines->step++ != 3)
		return false;
	for (at = all.len; at-- > 3;)
		if (!memcmp(all.at + at - 3, " - ", 3)) {
			*piece = slice_sub(all, at, all.len);
			return true;
		}
	return false;
}

/*
 * "Acme<tab>NATO SECRET<tab>Page 1": what tabs part in a page's header stands apart
 * on the page: left, in the middle and right.
 */
static bool
cell_piece(struct lines *lines, struct slice *piece)
{
	size_t at = slice_find_byte(lines->rest, '\t');

	if (!lines->rest.len)
		return false;
	*piece = slice_sub(lines->rest, 0, at);
	lines->rest = at == SIZE_MAX ? (struct slice){0} :
	    slice_sub(lines->rest, at + 1, lines->rest.len);
	return true;
}

/* "Acme plc        INTERNAL USE ONLY": left and right on the page. */
static bool
laid_piece(struct lines *lines, struct slice *piece)
{
	if (lines->step == FIRST_CELL) {
		*piece = edges_first(lines->rest);
		lines->step = LAST_CELL;
		if (!piece->len)
			*piece = lines->rest;
		return true;
	}
	*piece = edges_last(lines->rest);
	lines->rest = (struct slice){0};
	return piece->len > 0;
}

static bool
take_piece(struct lines *lines, struct slice *piece)
{
	if (lines->step == FIRST_CELL || lines->step == LAST_CELL)
		return laid_piece(lines, piece);
	return lines->step == CELLS ? cell_piece(lines, piece) :
	    subject_piece(lines, piece);
}

/* The next piece of the subject or header as a line; false: there is none. */
static bool
next_piece(struct lines *lines, struct line *line)
{
	struct slice piece;

	if (!lines->step)
		return false;
	while (take_piece(lines, &piece)) {
		piece = strip_frame(piece);
		if (!piece.len)
			continue;
		*line = lines->whole;
		line->text = piece;
		line->by_shape = true;
		line->by_head = heads_has(piece);
		line->labelled = lines->step < CELLS;
		fill(lines, line);
		if (line->text.len)
			return true;
	}
	lines->step = 0;
	return false;
}

/* Does an earlier mail begin here? */
static bool
is_divider(struct slice text)
{
	static const char *const begins[] = {"-----original message",
		"----- original message", "---------- forwarded message",
		"-----ursprüngliche nachricht", "-----message d'origine",
		"-----mensaje original", "-----messaggio originale",
		"-----mensagem original", "-----oorspronkelijk bericht",
		"begin forwarded message", NULL};
	static const char *const ends[] = {" wrote:", " schrieb:",
		" a écrit :", " a écrit:", " escribió:",
		" ha scritto:", " escreveu:", " schreef:", NULL};

	if (text.len > LINE_MOST || (text.at[0] != '-' && text.at[0] != 'B' &&
	    text.at[text.len - 1] != ':'))
		return false;
	for (size_t i = 0; begins[i]; i++)
		if (slice_starts_nocase(text, slice_of(begins[i])))
			return true;
	for (size_t i = 0; ends[i]; i++)
		if (slice_ends_nocase(text, slice_of(ends[i])))
			return true;
	return false;
}

static void
look_for_quote(struct lines *lines, struct slice raw, struct slice text)
{
	size_t at = 0;

	if (!lines->below && is_divider(text)) {
		lines->below = true;
		lines->below_at = (size_t)(text.at - lines->text->bytes.at);
	}
	while (at < raw.len && raw.at[at] == ' ')
		at++;
	lines->quoted = lines->below || (at < raw.len && raw.at[at] == '>');
}

/* Have the pieces of the line come next. */
static void
begin_pieces(struct lines *lines, const struct line *line, unsigned step)
{
	lines->whole = *line;
	lines->rest = line->text;
	lines->step = step;
}

/*
 * A line of the text that is more than a line: the subject of a printed mail is
 * one, and what a page's head or foot has left and right stands apart.
 */
static void
look_for_parts(struct lines *lines, struct line *line)
{
	const struct text_run *run = &lines->text->runs[lines->run];
	struct slice all = slice_sub(lines->text->bytes, run->start,
	    lines->text->bytes.len), subject;

	if (line->flags & TEXT_FLAG_header_footer) {
		if (slice_find_byte(line->text, '\t') != SIZE_MAX)
			begin_pieces(lines, line, CELLS);
		return;
	}
	if (line->flags || (line->scope != SCOPE_body &&
	    line->scope != SCOPE_attachment))
		return;
	if (edges_subject(all, line->text, &subject)) {
		line->text = strip_reply(subject);
		line->scope = SCOPE_subject;
		line->by_shape = true;
		begin_pieces(lines, line, 1);
	} else if (line->edge && line->text.len <= LINE_MOST &&
	    edges_last(line->text).len && !edges_is_row(all, line->text)) {
		begin_pieces(lines, line, FIRST_CELL);
		lines->rest = strip_page(line->text);
	}
}

static bool
take_line(struct lines *lines, struct slice text, struct line *line)
{
	size_t start = (size_t)(text.at - lines->text->bytes.at);
	const struct text_run *run = run_of(lines, start);
	bool worth;

	line->text = text;
	line->slip = line->inside = line->misspelt = false;
	line->systems = 0;
	line->flags = run->flags;
	line->labelled = run->flags & TEXT_FLAG_label;
	line->quoted = lines->quoted && run->scope == SCOPE_body;
	line->scope = run->scope;
	line->where = run->where;
	if (!is_looked_at(line))
		return false;
	line->number = lines->number;
	line->start = start;
	lines->number += !(run->flags & TEXT_FLAG_hidden);
	worth = edges_is_worth(text);
	if (worth && line->scope != SCOPE_subject)
		line->text = text = edges_paragraph(text);
	line->edge = line->number < EDGES_LINES || start >= lines->foot_at ||
	    run->flags & TEXT_FLAG_header_footer;
	line->by_shape = is_worth(text) || run->scope == SCOPE_headers;
	line->by_head = heads_has(text);
	if (line->scope == SCOPE_subject) {
		line->text = strip_reply(text);
		if (line->text.len)
			begin_pieces(lines, line, 1);
	} else if (line->edge || run->flags || worth) {
		look_for_parts(lines, line);
	}
	if (!line->text.len || (!line->by_shape && !line->by_head &&
	    !lines->step && !is_titled(line) && text.at[0] < 0x80 && !run->flags &&
	    run->scope != SCOPE_subject))
		return false;
	fill(lines, line);
	if (line->slip)
		line->by_shape = line->by_shape || is_worth(line->text);
	return line->text.len && (line->by_shape || line->by_head ||
	    line->by_words);
}

bool
lines_next(struct lines *lines, struct line *line)
{
	struct slice all = lines->text->bytes;

	while (!next_piece(lines, line)) {
		const unsigned char *start = all.at + lines->at, *end;
		struct slice text;
		size_t length;

		if (lines->at >= all.len)
			return false;
		end = memchr(start, '\n', all.len - lines->at);
		length = end ? (size_t)(end - start) : all.len - lines->at;
		lines->at += length + 1;
		text = strip_frame(slice_bytes(start, length));
		if (text.len)
			look_for_quote(lines, slice_bytes(start, length),
			    text);
		if (text.len && take_line(lines, text, line))
			return true;
	}
	return true;
}

bool
line_is_capital(struct slice text)
{
	for (size_t i = 0; i < text.len; i++) {
		unsigned char byte = text.at[i];

		if (byte >= 'a' && byte <= 'z')
			return false;
		if (byte >= 0x80 || (!byte_is_alnum(byte) &&
		    !strchr(" /-,&.'()", byte)))
			return false;
	}
	return text.len > 0;
}

struct tidy {
	unsigned char at[2 * LINE_MOST];
	size_t len;
	bool slips;
};

/* One space, no space round a slash, one behind a comma. */
static void
tidy_byte(struct tidy *out, unsigned char byte)
{
	unsigned char last = out->len ? out->at[out->len - 1] : 0;

	if (byte_is_space(byte)) {
		if (last == '/' || last == ' ')
			out->slips = true;
		else
			out->at[out->len++] = ' ';
		return;
	}
	if (byte == '/' && last == ' ') {
		out->len--;
		out->slips = true;
	}
	if (last == ',') {
		out->at[out->len++] = ' ';
		out->slips = true;
	}
	out->at[out->len++] = byte;
}

struct slice
line_tidy(struct arena *arena, struct slice text, bool *slips)
{
	struct tidy out = {.len = 0};

	if (text.len > LINE_MOST)
		text = slice_sub(text, 0, LINE_MOST);
	for (size_t i = 0; i < text.len; i++)
		tidy_byte(&out, text.at[i]);
	*slips = out.slips;
	return arena_copy(arena, slice_bytes(out.at, out.len));
}

bool
line_cut(struct slice *rest, const char *separator, struct slice *piece)
{
	size_t at;

	if (!rest->at)
		return false;
	at = slice_find(*rest, slice_of(separator));
	if (at == SIZE_MAX) {
		*piece = *rest;
		*rest = (struct slice){0};
		return true;
	}
	*piece = slice_sub(*rest, 0, at);
	*rest = slice_sub(*rest, at + strlen(separator), rest->len);
	return true;
}

bool
line_key(struct slice text, const char *key, struct slice *value)
{
	size_t len = strlen(key), colon;
	bool open = len && key[len - 1] == '*';

	len -= open;
	if (text.len <= len || !slice_starts_nocase(text,
	    slice_bytes(key, len)))
		return false;
	colon = slice_find_byte(slice_sub(text, len, text.len), ':');
	if (colon == SIZE_MAX || (open ? colon > 16 : colon > 1))
		return false;
	for (size_t i = 0; !open && i < colon; i++)
		if (!byte_is_space(text.at[len + i]))
			return false;
	*value = slice_trim(slice_sub(text, len + colon + 1, text.len));
	return true;
}
