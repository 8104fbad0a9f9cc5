/*
 * pattern - the subset of regular expressions that rules may use.
 */
#include "scanner/match/pattern.h"

#include "base/buf.h"

struct refusal {
	const char *text;
	const char *sentence;
};

/* Found anywhere outside a character class. */
static const struct refusal refusals[] = {
	{"(?=", "looking ahead is not supported: match the text behind it as well, or use a shape"},
	{"(?!", "looking ahead is not supported: write what may follow instead of what may not"},
	{"(?<", "looking behind and named groups are not supported: match the text before it as well"},
	{"(?P", "named groups are not supported: write (?:...)"},
	{"(?>", "atomic groups are not supported: write (?:...)"},
	{"(?i", "flags inside a regex are not supported: write \"case: exact\" or leave it out"},
	{"(?s", "flags inside a regex are not supported: write (?:...)"},
	{"(?m", "flags inside a regex are not supported: ^ and $ already stand for line ends"},
	{"(?x", "flags inside a regex are not supported: write it in one line"},
	{"\\p", "character properties lose matches on some libraries: write the class as [...]"},
	{"\\P", "character properties lose matches on some libraries: write the class as [...]"},
	{"\\Q", "quoting is not supported: put a backslash before each special character"},
	{"\\C", "\\C is not supported"},
	{"\\K", "\\K is not supported"},
	{"\\G", "\\G is not supported"},
	{"\\R", "\\R is not supported: every line end is a line feed, write \\n"},
	{"\\X", "\\X is not supported"},
	{"*+", "possessive repeats are not supported: write * or a bounded repeat"},
	{"++", "possessive repeats are not supported: write + or a bounded repeat"},
	{"?+", "possessive repeats are not supported: write ?"},
	{".*", "\".*\" loses matches on some libraries and has no end: write a bound, .{0,80}"},
	{".+", "\".+\" loses matches on some libraries and has no end: write a bound, .{1,80}"},
	{NULL, NULL},
};

/* The end of a class that begins at `at`, or the length when it never ends. */
static size_t
class_end(struct slice regex, size_t at)
{
	size_t i = at + 1;

	if (i < regex.len && regex.at[i] == '^')
		i++;
	if (i < regex.len && regex.at[i] == ']')
		i++;
	for (; i < regex.len && regex.at[i] != ']'; i++)
		if (regex.at[i] == '\\')
			i++;
	return i < regex.len ? i + 1 : regex.len;
}

/* Negated classes and [\s\S] are as wide as a dot. */
static bool
class_is_wide(struct slice class)
{
	struct slice inside = slice_sub(class, 1, class.len - 1);

	return class.at[1] == '^' || slice_is_text(inside, "\\s\\S") ||
	    slice_is_text(inside, "\\S\\s") || slice_is_text(inside, "\\d\\D") ||
	    slice_is_text(inside, "\\w\\W");
}

static const char *
refused_class(struct slice regex, size_t at, size_t *next)
{
	size_t end = class_end(regex, at);

	*next = end;
	if (end == regex.len && regex.at[end - 1] != ']')
		return "a \"[\" has no \"]\": close the class";
	if (end < regex.len && (regex.at[end] == '*' || regex.at[end] == '+') &&
	    class_is_wide(slice_sub(regex, at, end)))
		return "a repeated wide class without bound loses matches on "
		    "some libraries: write {0,80} instead of * or +";
	return NULL;
}

/* "{m,n}": is a bound above PATTERN_REPEAT_MOST? */
static const char *
refused_repeat(struct slice regex, size_t at)
{
	struct slice rest = slice_sub(regex, at + 1, regex.len);
	struct slice inside, piece;
	uint64_t bound;

	if (!slice_cut(&rest, '}', &inside))
		return NULL;
	while (slice_cut(&inside, ',', &piece))
		if (slice_number(piece, &bound) && bound > PATTERN_REPEAT_MOST)
			return "a repeat of more than 255 can take for ever to "
			    "compile: write a smaller bound";
	return NULL;
}

static const char *
refused_escape(struct slice regex, size_t at)
{
	if (at + 1 == regex.len)
		return "it ends in a backslash: write \\\\ for one";
	if (regex.at[at + 1] >= '1' && regex.at[at + 1] <= '9')
		return "back references are not supported: write the text twice";
	if (regex.at[at + 1] != 'b')
		return NULL;
	if (at + 2 < regex.len && regex.at[at + 2] >= 0x80)
		return "\\b beside a letter that is not ASCII never matches: "
		    "leave \\b out there";
	if (at > 0 && regex.at[at - 1] >= 0x80)
		return "\\b beside a letter that is not ASCII never matches: "
		    "leave \\b out there";
	return NULL;
}

static const char *
refused_here(struct slice regex, size_t at)
{
	struct slice rest = slice_sub(regex, at, regex.len);

	for (const struct refusal *r = refusals; r->text; r++)
		if (slice_starts(rest, slice_of(r->text)))
			return r->sentence;
	if (regex.at[at] == '{')
		return refused_repeat(regex, at);
	return NULL;
}

const char *
pattern_refused(struct slice regex, size_t *at)
{
	const char *why = NULL;
	size_t i = 0;

	if (regex.len > PATTERN_LENGTH_MOST) {
		*at = PATTERN_LENGTH_MOST;
		return "it is longer than 4000 characters: split the rule";
	}
	while (i < regex.len && !why) {
		*at = i;
		if (regex.at[i] == '[') {
			why = refused_class(regex, i, &i);
			continue;
		}
		why = refused_here(regex, i);
		if (why)
			break;
		if (regex.at[i] == '\\') {
			why = refused_escape(regex, i);
			i++;
		}
		i++;
	}
	return why;
}

/*
 * The longest literal, by a walk over alternatives, sequences and atoms.  `run`
 * is the literal that is still growing at the right end of what was read.
 */
struct walk {
	struct slice regex;
	size_t at;
	unsigned depth;
};

static size_t walk_alternatives(struct walk *walk);

/* A repeat behind an atom: the least number of times it must stand there. */
static size_t
walk_repeat(struct walk *walk, bool *repeated)
{
	struct slice rest, inside, least;
	uint64_t times = 1;

	*repeated = true;
	if (walk->at >= walk->regex.len)
		return *repeated = false, 1;
	switch (walk->regex.at[walk->at]) {
	case '*':
	case '?':
		walk->at++;
		return 0;
	case '+':
		walk->at++;
		return 1;
	case '{':
		rest = slice_sub(walk->regex, walk->at + 1, walk->regex.len);
		if (!slice_cut(&rest, '}', &inside))
			break;
		walk->at += inside.len + 2;
		least = inside;
		(void)slice_cut(&inside, ',', &least);
		if (!slice_number(least, &times))
			times = 0;
		return times;
	}
	*repeated = false;
	return 1;
}

/* An escape that stands for one fixed byte, "\." but not "\d". */
static bool
escape_is_literal(unsigned char byte)
{
	return !byte_is_alnum(byte) || byte == 'n' || byte == 't' || byte == 'r';
}

enum atom { ATOM_LITERAL, ATOM_ZERO_WIDTH, ATOM_GROUP, ATOM_OTHER };

static enum atom
walk_escape(struct walk *walk)
{
	unsigned char byte;

	walk->at++;
	byte = walk->at < walk->regex.len ? walk->regex.at[walk->at] : 0;
	walk->at++;
	if (byte == 'b' || byte == 'B' || byte == 'A' || byte == 'z')
		return ATOM_ZERO_WIDTH;
	return escape_is_literal(byte) ? ATOM_LITERAL : ATOM_OTHER;
}

static enum atom
walk_atom(struct walk *walk, size_t *inside)
{
	unsigned char byte = walk->regex.at[walk->at];

	*inside = 0;
	switch (byte) {
	case '\\':
		return walk_escape(walk);
	case '[':
		walk->at = class_end(walk->regex, walk->at);
		return ATOM_OTHER;
	case '(':
		walk->at++;
		if (slice_starts(slice_sub(walk->regex, walk->at,
		    walk->regex.len), slice_of("?:")))
			walk->at += 2;
		*inside = walk_alternatives(walk);
		walk->at++;
		return ATOM_GROUP;
	case '^':
	case '$':
		walk->at++;
		return ATOM_ZERO_WIDTH;
	case '.':
		walk->at++;
		return ATOM_OTHER;
	}
	walk->at++;
	return ATOM_LITERAL;
}

/* Longest literal of one sequence, up to "|", ")" or the end. */
static size_t
walk_sequence(struct walk *walk)
{
	size_t best = 0, run = 0, inside;

	while (walk->at < walk->regex.len && walk->regex.at[walk->at] != '|' &&
	    walk->regex.at[walk->at] != ')') {
		enum atom atom = walk_atom(walk, &inside);
		bool repeated = false;
		size_t times = atom == ATOM_ZERO_WIDTH ? 1 :
		    walk_repeat(walk, &repeated);

		if (atom == ATOM_LITERAL)
			run += times;
		if ((atom == ATOM_LITERAL && repeated) || atom == ATOM_OTHER ||
		    atom == ATOM_GROUP) {
			best = run > best ? run : best;
			run = 0;
		}
		if (atom == ATOM_GROUP && times && inside > best)
			best = inside;
	}
	return run > best ? run : best;
}

static size_t
walk_alternatives(struct walk *walk)
{
	size_t least = SIZE_MAX;

	if (walk->depth++ > 64) {
		walk->at = walk->regex.len;
		return 0;
	}
	for (;;) {
		size_t one = walk_sequence(walk);

		least = one < least ? one : least;
		if (walk->at >= walk->regex.len ||
		    walk->regex.at[walk->at] != '|')
			break;
		walk->at++;
	}
	walk->depth--;
	return least;
}

size_t
pattern_literal(struct slice regex)
{
	struct walk walk = {.regex = regex};

	return walk_alternatives(&walk);
}

static void
phrase_byte(struct buf *out, unsigned char byte)
{
	if (byte < 0x80 && !byte_is_alnum(byte) && byte != '_')
		buf_byte(out, '\\');
	buf_byte(out, byte);
}

const char *
pattern_of_phrase(struct arena *arena, struct slice phrase)
{
	struct buf out = buf_new(8 * PATTERN_LENGTH_MOST);
	const char *regex;

	if (!phrase.len)
		return NULL;
	if (byte_is_alnum(phrase.at[0]))
		buf_text(&out, "\\b");
	for (size_t i = 0; i < phrase.len; i++) {
		if (!byte_is_space(phrase.at[i])) {
			phrase_byte(&out, phrase.at[i]);
			continue;
		}
		buf_text(&out, "[\\s\\-]{1,4}");
		while (i + 1 < phrase.len && byte_is_space(phrase.at[i + 1]))
			i++;
	}
	if (byte_is_alnum(phrase.at[phrase.len - 1]))
		buf_text(&out, "\\b");
	regex = out.full ? NULL : arena_string(arena, buf_slice(&out));
	buf_free(&out);
	return regex;
}
