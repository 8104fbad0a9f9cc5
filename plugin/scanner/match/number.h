/*
 * number - the numbers of registries, one row of a table each.
 *
 * A row says what the value looks like, where a date stands in it and which
 * sums its check characters keep; `rules/` knows nothing of this, it names the
 * validator.  Adding a number is one NUMBER() with its vectors and one line in
 * validators.def.  What no row can say is a function in `extra`.
 */
#ifndef OUTMARK_SCANNER_MATCH_NUMBER_H
#define OUTMARK_SCANNER_MATCH_NUMBER_H

#include "scanner/match/validator.h"

enum { NUMBER_SUMS = 2, NUMBER_LENGTH_MOST = 32 };

enum number_method {
	NUMBER_SUMS_ONLY,	/* nothing but the sums below */
	NUMBER_LUHN,
	NUMBER_MOD11_10,
	NUMBER_MOD11_2,
	NUMBER_VERHOEFF,
};

/*
 * A weighted sum.  Each position's value (0-9, A = 10 ... Z = 35, or its place in
 * the alphabet) times its weight ('0'-'9', 'a' = 10, 'b' = 11 ...; a space: the
 * position has none); with `cross`, the digits of each product.  The sum
 * plus `start` modulo `modulus` gives the character that must stand at `at`;
 * without `checks` it must be 0.
 */
struct number_sum {
	const char *weights;
	unsigned modulus;
	const char *checks;	/* by remainder; '-': no such number exists */
	const char *or;		/* what may stand there as well, by remainder */
	unsigned at;
	unsigned start;
	bool cross;
};

struct number {
	/*
	 * Forms joined by '|': d a digit, L a letter, A both, a class in
	 * brackets, {n} a repeat; another capital or digit is itself.
	 */
	const char *form;
	unsigned pad;		/* zeros in front up to this length, after form */
	const char *date;	/* "yymmdd": at which places; yyyy: whole year */
	unsigned char months[5];	/* what may be added to a month */
	unsigned char days[3];
	bool date_unknown;	/* month and day may be 00 */
	const char *alphabet;
	enum number_method method;
	struct number_sum sums[NUMBER_SUMS];
	bool (*extra)(struct slice value);
};

/* Does the value keep all that the row says?  Equal digits never do. */
enum validity number_check(const struct number *number,
    const struct validator *validator, struct slice value);

/* Does it look like the form?  For `extra` functions too. */
bool number_fits(const char *form, struct slice value);

/* Does this sum hold? */
bool number_sum_holds(const struct number_sum *sum, const char *alphabet,
    struct slice value);

/* Is it a day of the calendar?  Without a century every leap day passes. */
bool number_is_day(unsigned year, bool century, unsigned month, unsigned day);

/* The digits from `from` as a number. */
uint64_t number_of(struct slice value, size_t from, size_t count);

/* Luhn over digits; over letters too, as base 36, with `base`. */
bool number_luhn(struct slice value, unsigned base);

/* The remainder of the digits modulo 97, and other moduli below 2^32. */
unsigned number_modulo(struct slice value, size_t from, size_t count,
    unsigned modulus);

/* 0-9 and A-Z as 0-35, 36 for anything else. */
unsigned number_value(unsigned char byte);

/* ICAO 9303 part 3: weights 7 3 1, '<' counts 0.  The check digit. */
unsigned number_icao(struct slice value);

#define GOOD(...) .good = (const char *const []){__VA_ARGS__, NULL},
#define BAD(...) .bad = (const char *const []){__VA_ARGS__, NULL},
#define SPECIMENS(...) .specimens = (const char *const []){__VA_ARGS__, NULL},

/* One number: its name, its title, its vectors, its row. */
#define NUMBER(name_, title_, vectors_, ...)				\
	extern const struct validator validate_##name_;			\
	static const struct number name_##_number = {__VA_ARGS__};	\
	static enum validity						\
	name_##_check(struct slice value)				\
	{								\
		return number_check(&name_##_number, &validate_##name_,	\
		    value);						\
	}								\
	const struct validator validate_##name_ = {			\
		.name = #name_, .title = title_,			\
		.check = name_##_check, .mask = MASK_LAST_TWO,		\
		vectors_						\
	};

#endif
