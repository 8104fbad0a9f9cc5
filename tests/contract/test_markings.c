/*
 * test_markings - each marking system reads its samples as it says.
 */
#include <stdio.h>

#include "base/io.h"
#include "scanner/extract/normalise.h"
#include "scanner/marking/marking.h"
#include "scanner/marking/phrases.h"
#include "unit/unit.h"

enum { MEMORY = 16 << 20 };

struct caught {
	struct marking best;
	size_t count;
};

static enum rc
catch(void *own, const struct marking *marking, struct err *err)
{
	struct caught *caught = own;

	(void)err;
	caught->best = *marking;
	caught->count++;
	return RC_OK;
}

/* Every system has its values in the file of its name. */
static void
add_table(struct marking_tables *tables, struct arena *arena, const char *name)
{
	struct yaml *root = NULL;
	struct err err = {0};

	CHECK_RC(yaml_read(arena, arena_printf(arena,
	    "%s/rules/markings/%s.yaml", unit_source_dir(), name), 1 << 20,
	    &root, &err), RC_OK, &err);
	CHECK_FATAL(root != NULL);
	CHECK_RC(marking_tables_add(tables, arena, root, &err), RC_OK, &err);
}

static struct marking_tables *
read_tables(struct arena *arena)
{
	struct marking_tables *tables = marking_tables_new(arena);
	size_t count;
	const struct marking_system *const *all = marking_systems(&count);
	struct err err = {0};

	add_table(tables, arena, "countries");
	for (size_t i = 0; i < count; i++)
		add_table(tables, arena, all[i]->name);
	CHECK_RC(phrases_seal(tables, arena, &err), RC_OK, &err);
	return tables;
}

/* Read once: they do not change. */
static const struct marking_tables *
tables(void)
{
	static struct marking_tables *tables;
	struct arena *arena;

	if (!tables) {
		arena = arena_new(MEMORY);
		tables = read_tables(arena);
	}
	return tables;
}

static struct caught
read_text(const struct marking_system *system, const char *bytes)
{
	struct arena *arena = arena_new(MEMORY);
	struct text_run run = {.where = "body", .scope = SCOPE_body};
	struct text text = {.part = 1, .runs = &run, .run_count = 1};
	struct caught caught = {0};
	struct marking_sink sink = {&caught, catch};
	static char level[200];
	struct err err = {0};

	CHECK_RC(normalise_bytes(arena, slice_of(bytes), &text, &err), RC_OK,
	    &err);
	CHECK_RC(marking_read(tables(), &text, system, arena, &sink, &err),
	    RC_OK, &err);
	caught.best.text = NULL;	/* goes with the arena */
	if (caught.count) {
		snprintf(level, sizeof(level), "%s", caught.best.level);
		caught.best.level = level;
	}
	for (size_t i = 0; i < caught.best.broken_count; i++)
		CHECK(caught.best.broken[i] && *caught.best.broken[i]);
	arena_free(arena);
	return caught;
}

static void
check_sample(const struct marking_system *system,
    const struct marking_sample *sample)
{
	char bytes[512];
	struct caught caught;
	bool right;

	snprintf(bytes, sizeof(bytes), "%s%s\nSome text of a mail.\n",
	    sample->line, sample->line[0] == '(' ? " A paragraph" : "");
	caught = read_text(system, bytes);
	right = sample->level ? caught.count == 1 &&
	    !strcmp(caught.best.level, sample->level) &&
	    (caught.best.broken_count == 0) == sample->conformant :
	    caught.count == 0;
	CHECK(right);
	if (!right)
		printf("%s: \"%s\": %zu markings, %s, %zu rules broken (%s)\n",
		    system->name, sample->line, caught.count,
		    caught.count ? caught.best.level : "none",
		    caught.best.broken_count, caught.best.broken_count ?
		    caught.best.broken[0] : "");
}

static void
samples_are_read_as_they_say(void)
{
	size_t count;
	const struct marking_system *const *all = marking_systems(&count);

	CHECK(count >= 2);
	for (size_t i = 0; i < count; i++) {
		CHECK(marking_system_find(slice_of(all[i]->name)) == all[i]);
		CHECK_FATAL(all[i]->samples && all[i]->samples[0].line);
		for (size_t s = 0; all[i]->samples[s].line; s++)
			check_sample(all[i], &all[i]->samples[s]);
	}
}

static void
talk_about_markings_is_a_mention(void)
{
	const struct marking_system *system = marking_system_find(
	    slice_of("us-classified"));
	struct caught caught = read_text(system, "SECRET//NOFORN\n"
	    "This slide is for training purposes only.\n");

	CHECK_NUMBER(caught.count, 1);
	CHECK(caught.best.mention);
}

static void
a_level_alone_needs_more(void)
{
	const struct marking_system *system = marking_system_find(
	    slice_of("us-classified"));

	CHECK_NUMBER(read_text(system, "SECRET\nText.\n").count, 0);
	CHECK_NUMBER(read_text(system, "SECRET\nText.\nSECRET\n").count, 1);
	CHECK_NUMBER(read_text(system,
	    "CONFIDENTIAL\nText.\nCONFIDENTIAL\n").count, 0);
	CHECK_NUMBER(read_text(system, "CONFIDENTIAL\n(C//NF) One.\n(U) Two.\n"
	    "(C) Three.\n").count, 4);
}

/* Lines made of marking signs only: nothing crashes, nothing is endless. */
static void
noise_is_read(void)
{
	static const char signs[] = "SECRET/CUI()-, RELTOUSA\n";
	char bytes[2000];
	uint64_t seed = 1;
	size_t count;
	const struct marking_system *const *all = marking_systems(&count);

	for (unsigned round = 0; round < 20; round++) {
		for (size_t i = 0; i < sizeof(bytes) - 1; i++) {
			seed = seed * 6364136223846793005ull + 1442695040888963407ull;
			bytes[i] = signs[(seed >> 33) % (sizeof(signs) - 1)];
		}
		bytes[sizeof(bytes) - 1] = '\0';
		for (size_t i = 0; i < count; i++)
			(void)read_text(all[i], bytes);
	}
}

int
main(void)
{
	static const struct unit_test tests[] = {
		UNIT(samples_are_read_as_they_say),
		UNIT(talk_about_markings_is_a_mention),
		UNIT(a_level_alone_needs_more),
		UNIT(noise_is_read),
		{NULL, NULL},
	};

	return unit_run("markings", tests);
}
