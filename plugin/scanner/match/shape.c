/*
 * shape - how the values of a kind are written: groups of digits and letters.
 */
#include "scanner/match/shape.h"

enum { NODES_MOST = 65536, SLOTS = 16384, ROOT_LENGTHS = SHAPE_LENGTH_MOST + 1 };

#define D SHAPE_DIGIT
#define U SHAPE_UPPER
#define W SHAPE_LOWER
const unsigned char shape_class_of[256] = {
	['0'] = D, ['1'] = D, ['2'] = D, ['3'] = D, ['4'] = D, ['5'] = D,
	['6'] = D, ['7'] = D, ['8'] = D, ['9'] = D,
	['A'] = U, ['B'] = U, ['C'] = U, ['D'] = U, ['E'] = U, ['F'] = U,
	['G'] = U, ['H'] = U, ['I'] = U, ['J'] = U, ['K'] = U, ['L'] = U,
	['M'] = U, ['N'] = U, ['O'] = U, ['P'] = U, ['Q'] = U, ['R'] = U,
	['S'] = U, ['T'] = U, ['U'] = U, ['V'] = U, ['W'] = U, ['X'] = U,
	['Y'] = U, ['Z'] = U,
	['a'] = W, ['b'] = W, ['c'] = W, ['d'] = W, ['e'] = W, ['f'] = W,
	['g'] = W, ['h'] = W, ['i'] = W, ['j'] = W, ['k'] = W, ['l'] = W,
	['m'] = W, ['n'] = W, ['o'] = W, ['p'] = W, ['q'] = W, ['r'] = W,
	['s'] = W, ['t'] = W, ['u'] = W, ['v'] = W, ['w'] = W, ['x'] = W,
	['y'] = W, ['z'] = W,
};
#undef D
#undef U
#undef W

/* Lists of a node, by class of the first and the last byte of a value. */
enum { SIDES = 3, ENDS = SIDES * SIDES };

struct slot {
	uint64_t key;	/* 0: empty */
	uint32_t node;
};

struct shape_table {
	struct arena *arena;
	struct shape_list *ends[NODES_MOST / 16];	/* ENDS of each, or NULL */
	uint64_t gaps[NODES_MOST / 16];	/* bit: a gap's first byte modulo 64 */
	struct shape_reach reach;
	unsigned char first_sets[ROOT_LENGTHS];	/* bit: this set of classes */
	uint32_t first[ROOT_LENGTHS];
	uint32_t nodes;			/* given out; 0 is "none", then the kinds */
	struct slot slots[SLOTS];
};

enum { TABLE_NODES = NODES_MOST / 16 };

/* One shape while it is being read. */
struct reading {
	struct shape shape;
	size_t groups;
	size_t lengths[SHAPE_GROUPS_MOST];
	char gaps[SHAPE_GROUPS_MOST][SHAPE_GAP_MOST + 1];
	unsigned first;		/* classes of the first group */
};

static const char too_long[] =
    "it is longer than 64 characters: no value is so long";

/* The classes a letter of the shape language stands for, or 0. */
static unsigned
class_of_letter(unsigned char letter)
{
	switch (letter) {
	case 'd':
		return SHAPE_DIGIT;
	case 'L':
		return SHAPE_UPPER;
	case 'l':
		return SHAPE_UPPER | SHAPE_LOWER;
	case 'A':
		return SHAPE_DIGIT | SHAPE_UPPER;
	case 'a':
		return SHAPE_DIGIT | SHAPE_UPPER | SHAPE_LOWER;
	}
	return 0;
}

static const char *
put(struct reading *r, unsigned class, unsigned char literal)
{
	if (r->shape.length == SHAPE_LENGTH_MOST)
		return too_long;
	r->shape.class[r->shape.length] = (unsigned char)class;
	r->shape.literal[r->shape.length++] = literal;
	return NULL;
}

/* "{9}" behind an element: how often; 1 without.  0: malformed. */
static size_t
times(struct slice *rest)
{
	struct slice tail = slice_sub(*rest, 1, rest->len), inside;
	uint64_t count;

	if (!rest->len || rest->at[0] != '{')
		return 1;
	if (slice_find_byte(tail, '}') == SIZE_MAX ||
	    !slice_cut(&tail, '}', &inside) || !slice_number(inside, &count) ||
	    count > SHAPE_LENGTH_MOST)
		return 0;
	*rest = slice_sub(*rest, inside.len + 2, rest->len);
	return (size_t)count;
}

static const char *
put_element(struct reading *r, unsigned class, unsigned char literal,
    struct slice *rest)
{
	size_t count = times(rest);
	const char *why = NULL;

	if (!count)
		return "a repeat is written {n} with a number from 1 to 64";
	if (r->groups == 1)
		r->first |= literal ? shape_class_of[literal] : class;
	r->lengths[r->groups - 1] += count;
	while (count-- && !why)
		why = put(r, class, literal);
	return why;
}

static const char *
put_quoted(struct reading *r, struct slice *rest)
{
	const char *why = NULL;
	struct slice inside, none = {0};

	*rest = slice_sub(*rest, 1, rest->len);
	if (slice_find_byte(*rest, '\'') == SIZE_MAX)
		return "a quote is not closed: write 'X' for a letter X";
	(void)slice_cut(rest, '\'', &inside);
	for (size_t i = 0; i < inside.len && !why; i++) {
		if (!byte_is_alnum(inside.at[i]))
			return "only letters and digits stand in quotes: a "
			    "separator needs none";
		why = put_element(r, 0, inside.at[i], &none);
	}
	return why;
}

/* Separator bytes up to the next group, into `gap`. */
static const char *
read_gap(struct slice *rest, char gap[SHAPE_GAP_MOST + 1])
{
	size_t len = 0;

	while (rest->len && !byte_is_alnum(rest->at[0]) &&
	    rest->at[0] != '\'') {
		if (len == SHAPE_GAP_MOST)
			return "a separator is longer than 3 characters";
		gap[len++] = (char)rest->at[0];
		*rest = slice_sub(*rest, 1, rest->len);
	}
	gap[len] = '\0';
	return NULL;
}

static const char *
read_group(struct reading *r, struct slice *rest)
{
	const char *why = NULL;

	if (r->groups == SHAPE_GROUPS_MOST)
		return "it has more than 8 groups";
	r->groups++;
	while (rest->len && !why) {
		unsigned class = class_of_letter(rest->at[0]);

		if (rest->at[0] == '\'') {
			why = put_quoted(r, rest);
		} else if (class) {
			*rest = slice_sub(*rest, 1, rest->len);
			why = put_element(r, class, 0, rest);
		} else if (byte_is_alnum(rest->at[0])) {
			why = "only d, L, l, A and a stand for something: put "
			    "a letter or digit that stands for itself in quotes";
		} else {
			break;
		}
	}
	return why;
}

static void
put_gap(struct reading *r)
{
	for (const char *gap = r->gaps[r->groups]; *gap; gap++)
		(void)put(r, 0, (unsigned char)*gap);
}

static const char *
read_shape(struct slice text, struct reading *r)
{
	const char *why;

	memset(r, 0, sizeof(*r));
	if ((why = read_gap(&text, r->shape.before)))
		return why;
	if (!text.len)
		return "it has no group: write d for a digit, l for a letter";
	for (;;) {
		if ((why = read_group(r, &text)))
			return why;
		if (!text.len)
			break;
		if ((why = read_gap(&text, r->gaps[r->groups % SHAPE_GROUPS_MOST])))
			return why;
		if (!text.len) {
			memcpy(r->shape.after,
			    r->gaps[r->groups % SHAPE_GROUPS_MOST],
			    sizeof(r->shape.after));
			break;
		}
		if (r->groups < SHAPE_GROUPS_MOST)
			put_gap(r);
	}
	if (r->shape.length >= SHAPE_LENGTH_MOST)
		return too_long;
	r->shape.bare = r->groups == 1 && r->first == SHAPE_DIGIT;
	return NULL;
}

static enum shape_kind
kind_of(struct slice text)
{
	if (slice_is_text(text, "email"))
		return SHAPE_EMAIL;
	if (slice_is_text(text, "phone"))
		return SHAPE_PHONE;
	if (slice_is_text(text, "phone+"))
		return SHAPE_PHONE_PLUS;
	return slice_is_text(text, "iban") ? SHAPE_IBAN : SHAPE_PLAIN;
}

const char *
shape_refused(struct slice text)
{
	struct reading reading;

	if (kind_of(text) != SHAPE_PLAIN)
		return NULL;
	return read_shape(text, &reading);
}

struct shape_table *
shape_table_new(struct arena *arena)
{
	struct shape_table *table = arena_alloc(arena, sizeof(*table));

	if (!table)
		return NULL;
	table->arena = arena;
	table->nodes = SHAPE_KINDS - 1;
	table->reach.capitals_least = table->reach.letters_least = SIZE_MAX;
	return table;
}

/* Node, gap and length as one key; a gap has at most three bytes. */
static uint64_t
key_of(uint32_t node, struct slice gap, size_t length)
{
	uint64_t key = node;

	for (size_t i = 0; i < SHAPE_GAP_MOST; i++)
		key = key << 8 | (i < gap.len ? gap.at[i] : 0);
	return key << 8 | length;
}

static size_t
slot_of(const struct shape_table *table, uint64_t key)
{
	size_t at = (size_t)((key * 0x9e3779b97f4a7c15ull) >> 50) % SLOTS;

	while (table->slots[at].key && table->slots[at].key != key)
		at = (at + 1) % SLOTS;
	return at;
}

uint32_t
shape_first(const struct shape_table *table, size_t length, unsigned classes)
{
	if (length >= ROOT_LENGTHS || !table->first[length])
		return 0;
	/* A group of a set of classes that no shape begins with is none. */
	return table->first_sets[length] >> (classes & 7u) & 1u ?
	    table->first[length] : 0;
}

uint32_t
shape_next(const struct shape_table *table, uint32_t node, struct slice gap,
    size_t length)
{
	if (gap.len > SHAPE_GAP_MOST || length > SHAPE_LENGTH_MOST)
		return 0;
	return table->slots[slot_of(table, key_of(node, gap, length))].node;
}

/* The place of a list among those of its node; classes are single bits. */
static size_t
end_of(unsigned first, unsigned last)
{
	static const unsigned char side[] = {[SHAPE_DIGIT] = 0,
	    [SHAPE_UPPER] = 1, [SHAPE_LOWER] = 2};

	return (size_t)side[first] * SIDES + side[last];
}

const struct shape_list *
shape_at(const struct shape_table *table, uint32_t node, unsigned char first,
    unsigned char last)
{
	const struct shape_list *lists = table->ends[node];

	if (!lists)
		return NULL;
	lists += end_of(shape_class_of[first], shape_class_of[last]);
	return lists->count ? lists : NULL;
}

const struct shape_list *
shape_built_in(const struct shape_table *table, enum shape_kind kind)
{
	return table->ends[kind];
}

struct shape_reach
shape_reach(const struct shape_table *table)
{
	return table->reach;
}

uint32_t
shape_lists(const struct shape_table *table)
{
	return (table->nodes + 1) * ENDS;
}

bool
shape_goes_on(const struct shape_table *table, uint32_t node,
    unsigned char byte)
{
	return table->gaps[node] >> (byte & 63u) & 1u;
}

/* The node behind this step, made when there is none; 0: the table is full. */
static uint32_t
step(struct shape_table *table, uint32_t node, const char *gap, size_t length)
{
	uint64_t key = key_of(node, slice_of(gap), length);
	size_t at = slot_of(table, key);

	if (table->slots[at].key)
		return table->slots[at].node;
	if (table->nodes + 1 >= TABLE_NODES)
		return 0;
	table->slots[at] = (struct slot){key, ++table->nodes};
	table->gaps[node] |= UINT64_C(1) << ((unsigned char)gap[0] & 63u);
	return table->nodes;
}

/* Classes that the byte at this place of a value can have. */
static unsigned
classes_at(const struct shape *shape, size_t at)
{
	return shape->class[at] ? shape->class[at] :
	    shape_class_of[shape->literal[at]];
}

/* Which sets of classes a first group can have: one bit for each. */
static unsigned char
sets_of(const struct reading *reading)
{
	unsigned char sets = 0;

	for (unsigned set = 1; set < 8; set++) {
		unsigned reached = 0;
		bool possible = true;

		for (size_t i = 0; i < reading->lengths[0]; i++) {
			unsigned class = classes_at(&reading->shape, i);

			reached |= class & set;
			possible = possible && class & set;
		}
		if (possible && reached == set)
			sets |= (unsigned char)(1u << set);
	}
	return sets;
}

static uint32_t
step_first(struct shape_table *table, const struct reading *reading)
{
	size_t length = reading->lengths[0];

	if (!table->first[length] && table->nodes + 1 < TABLE_NODES)
		table->first[length] = ++table->nodes;
	table->first_sets[length] |= sets_of(reading);
	return table->first[length];
}

/* Can each byte of these be a letter?  `*small`: a small one, in any of them. */
static bool
may_be_letters(const struct shape *shape, size_t from, size_t count,
    bool *small)
{
	for (size_t i = from; i < from + count; i++) {
		unsigned class = classes_at(shape, i);

		if (!(class & (SHAPE_UPPER | SHAPE_LOWER)))
			return false;
		if (class & SHAPE_LOWER)
			*small = true;
	}
	return true;
}

/*
 * See shape_reach.  A shape that has no digit anywhere is found by its longest group:
 * "dp.pt." and 43 letters begins like every second word.
 */
static void
widen_reach(struct shape_reach *reach, const struct reading *reading)
{
	size_t groups = 0, at = 0, longest = 0, leads, *least;
	bool small = false;

	for (; groups < reading->groups; groups++) {
		at += groups ? strlen(reading->gaps[groups]) : 0;
		if (!may_be_letters(&reading->shape, at,
		    reading->lengths[groups], &small))
			break;
		at += reading->lengths[groups];
		if (reading->lengths[groups] > reading->lengths[longest])
			longest = groups;
	}
	leads = groups < reading->groups ? groups : longest;
	reach->leads = leads > reach->leads ? leads : reach->leads;
	if (groups < reading->groups)
		return;
	least = small ? &reach->letters_least : &reach->capitals_least;
	if (reading->lengths[longest] < *least)
		*least = reading->lengths[longest];
}

static enum rc
add_to_list(struct shape_table *table, struct shape_list *list,
    const struct shape *shape, struct err *err)
{
	const struct shape **grown;

	if (list->count == list->room) {
		size_t room = list->room ? 2 * list->room : 2;

		grown = arena_array(table->arena, room, sizeof(*grown));
		if (!grown)
			return arena_full(table->arena, "the table of shapes",
			    err);
		if (list->count)
			memcpy(grown, list->at, list->count * sizeof(*grown));
		list->at = grown;
		list->room = room;
	}
	list->at[list->count++] = shape;
	list->bare += shape->bare;
	return RC_OK;
}

/* To the lists of the node that hold its values; a built-in one to the first. */
static enum rc
add_to(struct shape_table *table, uint32_t node, const struct shape *shape,
    struct err *err)
{
	struct shape_list *lists = table->ends[node];
	static const unsigned sides[] = {SHAPE_DIGIT, SHAPE_UPPER, SHAPE_LOWER};

	if (!lists) {
		lists = arena_array(table->arena, ENDS, sizeof(*lists));
		if (!lists)
			return arena_full(table->arena, "the table of shapes",
			    err);
		for (uint32_t i = 0; i < ENDS; i++)
			lists[i].number = node * ENDS + i;
		table->ends[node] = lists;
	}
	if (shape->kind != SHAPE_PLAIN)
		return add_to_list(table, &lists[0], shape, err);
	for (size_t i = 0; i < ENDS; i++)
		if (classes_at(shape, 0) & sides[i / SIDES] &&
		    classes_at(shape, shape->length - 1) & sides[i % SIDES])
			TRY(add_to_list(table, &lists[i], shape, err));
	return RC_OK;
}

static enum rc
add_plain(struct shape_table *table, struct shape *shape,
    const struct reading *reading, struct err *err)
{
	uint32_t node = step_first(table, reading);

	for (size_t i = 1; i < reading->groups && node; i++)
		node = step(table, node, reading->gaps[i], reading->lengths[i]);
	if (!node)
		return err_set(err, RC_CONFIG, "There are more shapes than the "
		    "table of %d places holds: put the rules into fewer "
		    "shapes.", TABLE_NODES);
	widen_reach(&table->reach, reading);
	return add_to(table, node, shape, err);
}

enum rc
shape_add(struct shape_table *table, struct slice text, uint32_t user,
    struct err *err)
{
	struct reading reading = {0};
	enum shape_kind kind = kind_of(text);
	struct shape *shape = arena_alloc(table->arena, sizeof(*shape));
	const char *name = arena_string(table->arena, text);
	const char *why = NULL;

	if (!shape || !name)
		return arena_full(table->arena, "the table of shapes", err);
	if (kind == SHAPE_PLAIN)
		why = read_shape(text, &reading);
	if (why)
		return err_set(err, RC_BUG, "A shape that was not checked: %s.",
		    why);
	*shape = reading.shape;
	shape->kind = kind;
	shape->text = name;
	shape->user = user;
	shape->bare = kind == SHAPE_PHONE || shape->bare;
	if (kind == SHAPE_PLAIN)
		return add_plain(table, shape, &reading, err);
	return add_to(table, kind, shape, err);
}

bool
shape_fits(const struct shape *shape, struct slice value)
{
	if (value.len != shape->length)
		return false;
	for (size_t i = 0; i < value.len; i++) {
		unsigned char byte = value.at[i];

		if (shape->class[i] ? !(shape_class_of[byte] & shape->class[i]) :
		    byte != shape->literal[i])
			return false;
	}
	return true;
}
