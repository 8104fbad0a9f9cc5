/*
 * shape - how the values of a kind are written: groups of digits and letters.
 *
 * A shape is one group or more of `d` (digit), `L` (capital letter), `l`
 * (letter), `A` (capital letter or digit), `a` (letter or digit), a letter or
 * digit in single quotes ('X' stands for itself), each with an optional `{n}`;
 * anything else that is no letter or digit is a separator and stands for
 * itself.  "ddd-dd-dddd", "'GB'd{9}".  Built in are "email", "iban", "phone" (digits
 * in groups as telephone numbers are written, 7 to 15 of them) and "phone+" (the
 * same with its country code, or in the North American form).
 *
 * Shapes are compiled to a trie over group lengths and separators, so that the
 * time to look a token up does not depend on how many shapes there are.
 */
#ifndef OUTMARK_SCANNER_MATCH_SHAPE_H
#define OUTMARK_SCANNER_MATCH_SHAPE_H

#include "base/arena.h"

enum {
	SHAPE_GROUPS_MOST = 8,
	SHAPE_LENGTH_MOST = 64,
	SHAPE_GAP_MOST = 3,	/* bytes of one separator */
};

enum shape_kind {
	SHAPE_PLAIN, SHAPE_EMAIL, SHAPE_IBAN, SHAPE_PHONE, SHAPE_PHONE_PLUS,
	SHAPE_KINDS
};

/* Which bytes a position takes. */
enum shape_class {
	SHAPE_DIGIT = 1, SHAPE_UPPER = 2, SHAPE_LOWER = 4, SHAPE_OTHER = 8,
};

struct shape {
	const char *text;		/* as written in the rule */
	uint32_t user;			/* the rule's number */
	enum shape_kind kind;
	bool bare;			/* digits only, no separator */
	size_t length;			/* from first to last group */
	unsigned char class[SHAPE_LENGTH_MOST];	/* 0: exactly `literal` */
	unsigned char literal[SHAPE_LENGTH_MOST];
	char before[SHAPE_GAP_MOST + 1];	/* what must stand around it */
	char after[SHAPE_GAP_MOST + 1];
};

/* Shapes that end at the same place of the trie and may have the same outer bytes. */
struct shape_list {
	uint32_t number;
	const struct shape **at;
	size_t count, room;
	size_t bare;		/* how many are */
};

/* What a text must have so that a value of any shape can begin in it. */
struct shape_reach {
	/* Runs without a digit before one that has some, or is long enough: */
	size_t leads;
	/* Of the longest run of a value without a digit, SIZE_MAX: there is none: */
	size_t capitals_least;	/* capitals */
	size_t letters_least;	/* letters of any case */
};

struct shape_table;

/* The class of a byte. */
extern const unsigned char shape_class_of[256];

/* Why this is no shape: a sentence, or NULL when it is one. */
const char *shape_refused(struct slice text);

/* A table without shapes.  Lives in the arena; NULL when it is full. */
struct shape_table *shape_table_new(struct arena *arena);

/* Add a shape that shape_refused let pass.  RC_LIMIT when the arena is full. */
enum rc shape_add(struct shape_table *table, struct slice text, uint32_t user,
    struct err *err) MUST_USE;

/* The built-in shapes of this kind, or NULL. */
const struct shape_list *shape_built_in(const struct shape_table *table,
    enum shape_kind kind);

struct shape_reach shape_reach(const struct shape_table *table);

/* The numbers of lists are below this. */
uint32_t shape_lists(const struct shape_table *table);

/*
 * Walk the trie: from the root with the first group's length and the classes
 * its bytes have (0 when nothing begins so), then with each gap and the next
 * group's length.
 */
uint32_t shape_first(const struct shape_table *table, size_t length,
    unsigned classes);
uint32_t shape_next(const struct shape_table *table, uint32_t node,
    struct slice gap, size_t length);

/*
 * The shapes that end at this node, of those that a value can have that begins with
 * `first` and ends with `last`, which are letters or digits; or NULL.
 */
const struct shape_list *shape_at(const struct shape_table *table,
    uint32_t node, unsigned char first, unsigned char last);

/* May a gap that begins with this byte lead on from the node? */
bool shape_goes_on(const struct shape_table *table, uint32_t node,
    unsigned char byte);

/* Do these bytes have the classes and literals of the shape? */
bool shape_fits(const struct shape *shape, struct slice value);

#endif
