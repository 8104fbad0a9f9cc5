/*
 * test_yaml - promises of base/yaml: a wrong file is answered with a sentence
 * that says where and what to write.
 *
 * proves P-16
 */
#include "base/yaml.h"
#include "unit/unit.h"

static const char *const keys[] = { "name", "size", "mode", "list", NULL };

static enum rc
parse(struct arena *arena, const char *text, struct yaml **root,
    struct err *err)
{
	return yaml_parse(arena, "t.yaml", slice_of(text), root, err);
}

static void
tree_knows_its_lines(void)
{
	struct arena *arena = arena_new(1 << 20);
	struct yaml *root, *size;
	struct err err;
	uint64_t n;

	CHECK_RC(parse(arena, "name: a\nsize: 7\nlist: [x, 'y']\n", &root,
	    &err), RC_OK, &err);
	size = yaml_find(root, "size");
	CHECK_FATAL(size != NULL);
	CHECK_NUMBER(size->line, 2);
	CHECK_NUMBER(size->column, 7);
	CHECK_RC(yaml_number(size, 1, 9, &n, &err), RC_OK, &err);
	CHECK_NUMBER(n, 7);
	CHECK_NUMBER(yaml_find(root, "list")->count, 2);
	CHECK(yaml_find(root, "list")->first->next->quoted);
	CHECK(yaml_find(root, "nothing") == NULL);
	arena_free(arena);
}

static void
what_is_not_plain_yaml_is_refused_with_a_place(void)
{
	static const struct { const char *text, *says; } bad[] = {
		{ "", "t.yaml:1:1: the file is empty" },
		{ "a: 1\na: 2\n", "t.yaml:2:1: the key \"a\" stands here twice" },
		{ "a: &x 1\n", "t.yaml:1:4: anchors" },
		{ "a: *x\n", "t.yaml:1:4: aliases" },
		{ "a: !!int 1\n", "t.yaml:1:4: anchors (&) and tags" },
		{ "a: [1\n", "this is not YAML" },
		{ "a: 1\n---\nb: 1\n", "a second document" },
		{ "? [a]\n: 1\n", "a key must be a word" },
		{ "a: \"\xff\"\n", "this is not YAML" },
	};
	struct yaml *root;
	struct err err;

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct arena *arena = arena_new(1 << 20);

		CHECK_RC(parse(arena, bad[i].text, &root, &err), RC_CONFIG,
		    &err);
		CHECK_HOLDS(err.text, bad[i].says);
		arena_free(arena);
	}
}

static void
nesting_is_bounded(void)
{
	struct arena *arena = arena_new(1 << 20);
	struct yaml *root;
	struct err err;
	char text[4096];

	memset(text, '[', 2000);
	memset(text + 2000, ']', 2000);
	text[4000] = '\0';
	CHECK_RC(parse(arena, text, &root, &err), RC_CONFIG, &err);
	arena_free(arena);
}

static void
wrong_values_say_what_to_write(void)
{
	static const char *const modes[] = { "off", "on", NULL };
	struct arena *arena = arena_new(1 << 20);
	struct yaml *root;
	struct err err;
	uint64_t n;
	unsigned index;
	bool flag;

	CHECK_RC(parse(arena, "nmae: a\nsize: -1\nmode: maybe\nlist: {a: 1}\n",
	    &root, &err), RC_OK, &err);
	CHECK_RC(yaml_known(root, keys, &err), RC_CONFIG, &err);
	CHECK_TEXT(err.text, "t.yaml:1:7: nmae: there is no such key; did you "
	    "mean \"name\"?");
	CHECK_RC(yaml_number(yaml_find(root, "size"), 1, 9, &n, &err),
	    RC_CONFIG, &err);
	CHECK_HOLDS(err.text, "write a whole number from 1 to 9");
	CHECK_RC(yaml_choice(yaml_find(root, "mode"), modes, &index, &err),
	    RC_CONFIG, &err);
	CHECK_HOLDS(err.text, "write one of: off, on");
	CHECK_RC(yaml_bool(yaml_find(root, "mode"), &flag, &err), RC_CONFIG,
	    &err);
	CHECK_RC(yaml_is_list(yaml_find(root, "list"), &err), RC_CONFIG, &err);
	arena_free(arena);
}

int
main(void)
{
	static const struct unit_test tests[] = {
		UNIT(tree_knows_its_lines),
		UNIT(what_is_not_plain_yaml_is_refused_with_a_place),
		UNIT(nesting_is_bounded),
		UNIT(wrong_values_say_what_to_write),
		{ NULL, NULL }
	};

	return unit_run("yaml", tests);
}
