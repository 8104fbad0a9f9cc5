/*
 * test_carriers - each label carrier takes its fields apart as its samples say,
 * and what a label means is found in tables and grammars.
 */
#include <stdio.h>

#include "scanner/extract/normalise.h"
#include "scanner/marking/carrier.h"
#include "scanner/marking/label.h"
#include "unit/unit.h"

enum { MEMORY = 16 << 20 };

static void
check_sample(const struct carrier *carrier,
    const struct carrier_sample *sample)
{
	struct arena *arena = arena_new(MEMORY);
	struct carrier_reading reading = {.arena = arena};
	struct carried first;
	bool right;

	CHECK(carrier_of(slice_of(sample->field)) == carrier);
	CHECK(carrier->read(&reading, slice_of(sample->field),
	    slice_of(sample->value)));
	first = reading.list[0];
	if (reading.count > 0 && first.off)
		reading.count = 0;
	right = (reading.count > 0) == (sample->id != NULL) &&
	    (sample->id == NULL || (slice_is_text(first.id, sample->id) &&
	    slice_is_text(first.words, sample->words == NULL ? "" :
	    sample->words)));
	CHECK(right);
	if (!right)
		printf("%s: \"%s\" gave %zu labels, the first \"%.*s\", "
		    "\"%.*s\"\n", carrier->name, sample->value, reading.count,
		    (int)first.id.len, (const char *)first.id.at,
		    (int)first.words.len, (const char *)first.words.at);
	arena_free(arena);
}

static void
samples_are_read_as_they_say(void)
{
	size_t count;
	const struct carrier *const *all = carriers_all(&count);

	CHECK(count >= 8);
	for (size_t i = 0; i < count; i++) {
		unsigned good = 0, bad = 0;

		for (size_t s = 0; all[i]->samples[s].field; s++) {
			good += all[i]->samples[s].id != NULL;
			bad += all[i]->samples[s].id == NULL;
			check_sample(all[i], &all[i]->samples[s]);
		}
		CHECK(good >= 1 && bad >= 1);
		CHECK(all[i]->confidence >= 65);
	}
}

/* Bytes made of the signs of all carriers: nothing crashes, lists stay short. */
static void
noise_is_read(void)
{
	static const char signs[] = "MSIP_Label_0123456789abcdef-={};:,\"*' "
	    "marking=labeltype%2FeyJ3106policyclassificationcategory/";
	char value[3000];
	uint64_t seed = 7;
	size_t count;
	const struct carrier *const *all = carriers_all(&count);

	for (unsigned round = 0; round < 200; round++) {
		size_t len = 1 + round * 14;

		for (size_t i = 0; i < len; i++) {
			seed = seed * 6364136223846793005ull +
			    1442695040888963407ull;
			value[i] = signs[(seed >> 33) % (sizeof signs - 1)];
		}
		for (size_t i = 0; i < count; i++) {
			struct arena *arena = arena_new(MEMORY);
			struct carrier_reading reading = {.arena = arena};

			CHECK(all[i]->read(&reading,
			    slice_of(all[i]->fields[0]),
			    slice_bytes(value, len)));
			CHECK(reading.count <= CARRIED_MOST);
			arena_free(arena);
		}
	}
}

/* ------------------------------------------------------ what a label means */

struct caught {
	struct marking last;
	char system[64], level[64], text[256];
	size_t count;
};

static enum rc
catch(void *own, const struct marking *marking, struct err *err)
{
	struct caught *caught = own;

	(void)err;
	caught->count++;
	caught->last = *marking;
	snprintf(caught->system, sizeof caught->system, "%s",
	    marking->system);
	snprintf(caught->level, sizeof caught->level, "%s", marking->level);
	snprintf(caught->text, sizeof caught->text, "%s", marking->text);
	return RC_OK;
}

static const char site_table[] =
    "format: 1\n"
    "system: label\n"
    "version: \"1\"\n"
    "source: made for a test\n"
    "lists:\n"
    "  msip:\n"
    "  - {code: SECRET//NOFORN, forms: [11111111-2222-3333-4444-55555555abcd]}\n"
    "  - {code: BOARD ONLY, forms: [66666666-2222-3333-4444-55555555abcd]}\n";

static void
add_table(struct marking_tables *tables, struct arena *arena,
    struct yaml *root)
{
	struct err err = {0};

	CHECK_RC(marking_tables_add(tables, arena, root, &err), RC_OK, &err);
}

static struct marking_tables *
tables_of(struct arena *arena)
{
	static const char *const files[] = {"countries", "us-classified",
		"us-cui", "label", NULL};
	struct marking_tables *tables = marking_tables_new(arena);
	struct yaml *root;
	struct err err = {0};

	for (size_t i = 0; files[i]; i++) {
		CHECK_RC(yaml_read(arena, arena_printf(arena,
		    "%s/rules/markings/%s.yaml", unit_source_dir(), files[i]),
		    1 << 20, &root, &err), RC_OK, &err);
		add_table(tables, arena, root);
	}
	CHECK_RC(yaml_parse(arena, "site", slice_of(site_table), &root, &err),
	    RC_OK, &err);
	add_table(tables, arena, root);
	return tables;
}

static struct caught
read_field(enum scope scope, const char *name, const char *value)
{
	struct arena *arena = arena_new(MEMORY);
	struct text_run run = {.where = "header 9", .scope = scope,
		.evidence = slice_of(name)};
	struct text text = {.part = 1, .runs = &run, .run_count = 1};
	struct caught caught = {0};
	struct marking_sink sink = {&caught, catch};
	struct err err = {0};

	CHECK_RC(normalise_bytes(arena, slice_of(value), &text, &err), RC_OK,
	    &err);
	CHECK_RC(label_read(tables_of(arena), &text, arena, &sink, &err),
	    RC_OK, &err);
	arena_free(arena);
	return caught;
}

static void
words_are_read_by_the_grammars(void)
{
	struct caught caught = read_field(SCOPE_headers, "sio-label",
	    "marking=\"SECRET//NOFORN\"; fgcolor=red");

	CHECK_NUMBER(caught.count, 1);
	CHECK_TEXT(caught.system, "us-classified");
	CHECK_TEXT(caught.text, "SECRET//NOFORN");
	CHECK_TEXT(caught.last.kind, "header");
	CHECK_NUMBER(caught.last.confidence, 95);
}

static void
small_letters_are_read_too(void)
{
	struct caught caught = read_field(SCOPE_headers, "x-classification",
	    "secret//noforn");

	CHECK_NUMBER(caught.count, 1);
	CHECK_TEXT(caught.text, "SECRET//NOFORN");
}

static void
a_table_says_what_an_id_means(void)
{
	struct caught caught = read_field(SCOPE_metadata, "",
	    "MSIP_Label_11111111-2222-3333-4444-55555555ABCD_Enabled=true\n"
	    "MSIP_Label_11111111-2222-3333-4444-55555555ABCD_Name=Green\n");

	CHECK_NUMBER(caught.count, 1);
	CHECK_TEXT(caught.system, "us-classified");
	CHECK_TEXT(caught.last.kind, "property");
	caught = read_field(SCOPE_metadata, "",
	    "MSIP_Label_66666666-2222-3333-4444-55555555abcd_Enabled=1\n");
	CHECK_NUMBER(caught.count, 1);
	CHECK_TEXT(caught.system, "label");
	CHECK_TEXT(caught.level, "BOARD ONLY");
}

static void
what_nothing_explains_is_said(void)
{
	struct caught caught = read_field(SCOPE_headers, "msip_labels",
	    "MSIP_Label_99999999-2222-3333-4444-55555555abcd_Enabled=true;");

	CHECK_NUMBER(caught.count, 1);
	CHECK_TEXT(caught.level, "unmapped");
	CHECK(strstr(caught.text, "99999999") == NULL);
	/* Any words may stand in fields for words. */
	CHECK_NUMBER(read_field(SCOPE_headers, "keywords",
	    "spring, budget").count, 0);
}

static void
what_is_switched_off_is_no_label(void)
{
	CHECK_NUMBER(read_field(SCOPE_headers, "msip_labels",
	    "MSIP_Label_11111111-2222-3333-4444-55555555abcd_Enabled=false")
	    .count, 0);
	CHECK_NUMBER(read_field(SCOPE_metadata, "",
	    "MSIP_Label_11111111-2222-3333-4444-55555555abcd_Enabled=1\n"
	    "MSIP_Label_11111111-2222-3333-4444-55555555abcd_Removed=1\n")
	    .count, 0);
}

static void
a_field_in_a_body_is_text(void)
{
	CHECK_NUMBER(read_field(SCOPE_body, "sio-label",
	    "marking=\"SECRET//NOFORN\"").count, 0);
}

/* RFC 7444 section 4: both are to mean the same; here they do not. */
static void
both_labels_of_a_field_are_read(void)
{
	struct caught caught = read_field(SCOPE_headers, "sio-label",
	    "marking=\"CONFIDENTIAL//NOFORN\"; type=\":ess\"; "
	    "label=\"MQYGASkCAQQ=\"");

	CHECK_NUMBER(caught.count, 2);
}

int
main(void)
{
	static const struct unit_test tests[] = {
		UNIT(samples_are_read_as_they_say),
		UNIT(noise_is_read),
		UNIT(words_are_read_by_the_grammars),
		UNIT(small_letters_are_read_too),
		UNIT(a_table_says_what_an_id_means),
		UNIT(what_nothing_explains_is_said),
		UNIT(what_is_switched_off_is_no_label),
		UNIT(a_field_in_a_body_is_text),
		UNIT(both_labels_of_a_field_are_read),
		{NULL, NULL},
	};

	return unit_run("carriers", tests);
}
