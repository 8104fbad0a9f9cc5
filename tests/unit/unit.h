/*
 * unit - a test program in one table: names that are sentences, and functions.
 *
 * Over CUnit, so that a test file holds tests and nothing else.
 */
#ifndef OUTMARK_UNIT_UNIT_H
#define OUTMARK_UNIT_UNIT_H

#include <CUnit/CUnit.h>
#include <stdint.h>

#include "base/err.h"

struct unit_test {
	const char *name;
	void (*run)(void);
};

/* In the table: UNIT(empty_slice_has_no_pieces) */
#define UNIT(function) { #function, function }

/* Run a table (name NULL at the end); gives the exit status for main. */
int unit_run(const char *suite, const struct unit_test *tests);

/* The folder of the sources, for fixtures ("." when built in the tree). */
const char *unit_source_dir(void);

/* Take all files out of a folder, but for those whose names begin with a dot. */
void unit_empty_folder(const char *folder);

/*
 * A seed for random bends of fixtures: that of OUTMARK_SEED, or another one in
 * each run.  Printed once, never 0.
 */
uint32_t unit_seed(void);

/* The next number of a small generator (xorshift): alike on every machine. */
uint32_t unit_random(uint32_t *state);

/* Checks that print what they saw. */
#define CHECK(condition) CU_ASSERT(condition)
#define CHECK_FATAL(condition) CU_ASSERT_FATAL(condition)
#define CHECK_NUMBER(got, want) unit_number((got), (want), __FILE__, __LINE__)
#define CHECK_TEXT(got, want) unit_text((got), (want), __FILE__, __LINE__)
#define CHECK_RC(got, want, err)                                             \
	unit_rc((got), (want), (err), __FILE__, __LINE__)
/* Does the text hold the other? */
#define CHECK_HOLDS(text, part) unit_holds((text), (part), __FILE__, __LINE__)

void unit_number(unsigned long long got, unsigned long long want,
    const char *file, int line);
void unit_text(const char *got, const char *want, const char *file, int line);
void unit_rc(enum rc got, enum rc want, const struct err *err,
    const char *file, int line);
void unit_holds(const char *text, const char *part, const char *file,
    int line);

#endif
