/*
 * test_cfb - compound files, sound and crooked.
 */
#include "scanner/extract/cfb.h"

#include "tool/cfbwrite.h"
#include "unit/unit.h"

enum { LONG = 9000, CEILING = 1 << 24 };

struct opened {
	struct arena *arena;
	struct buf file, content;
	struct cfb *cfb;
	struct err err;
	enum rc rc;
};

/* A file with a long stream, a short one, and one within a storage. */
static void
begin(struct opened *o, const struct cfb_crooked *crooked, size_t keep)
{
	*o = (struct opened){.arena = arena_new(CEILING),
		.file = buf_new(CEILING), .content = buf_new(CEILING)};
	for (unsigned i = 0; i < LONG; i++)
		put_8(&o->content, i * 7 % 251);
	cfb_write(&o->file, (const struct cfb_file[]){
	    {"Short", slice_of("a short stream")},
	    {"Box/Inner", slice_of("within a storage")},
	    {"Long", buf_slice(&o->content)}, {0}}, crooked);
	o->rc = cfb_open(o->arena, slice_sub(buf_slice(&o->file), 0, keep),
	    &o->cfb, &o->err);
}

static void
end(struct opened *o)
{
	buf_free(&o->file);
	buf_free(&o->content);
	arena_free(o->arena);
}

static cause_set
read_long(struct opened *o, struct slice *bytes)
{
	const struct cfb_entry *entry = cfb_find(cfb_root(o->cfb), "long");
	cause_set causes = 0;

	CHECK_FATAL(entry != NULL);
	CHECK_RC(cfb_read(o->cfb, entry, bytes, &causes, &o->err), RC_OK,
	    &o->err);
	return causes;
}

static void
streams_are_found_by_name_and_read(void)
{
	struct opened o;
	const struct cfb_entry *box;
	struct slice bytes;
	cause_set causes = 0;

	begin(&o, NULL, SIZE_MAX);
	CHECK_RC(o.rc, RC_OK, &o.err);
	CHECK_NUMBER(cfb_causes(o.cfb), 0);
	CHECK_NUMBER(read_long(&o, &bytes), 0);
	CHECK(slice_is(bytes, buf_slice(&o.content)));
	/* Side by side: nothing is copied. */
	CHECK(bytes.at > o.file.at && bytes.at < o.file.at + o.file.len);
	box = cfb_find(cfb_root(o.cfb), "Box");
	CHECK_FATAL(box != NULL && box->kind == CFB_STORAGE);
	CHECK_RC(cfb_read(o.cfb, cfb_find(box, "Inner"), &bytes, &causes,
	    &o.err), RC_OK, &o.err);
	CHECK(slice_is_text(bytes, "within a storage"));
	CHECK(cfb_find(box, "Short") == NULL);
	end(&o);
}

static void
scattered_sectors_are_put_together(void)
{
	const struct cfb_crooked scatter = {.scatter = true};
	struct opened o;
	struct slice bytes;

	begin(&o, &scatter, SIZE_MAX);
	CHECK_NUMBER(cfb_causes(o.cfb), 0);
	CHECK_NUMBER(read_long(&o, &bytes), 0);
	CHECK(slice_is(bytes, buf_slice(&o.content)));
	end(&o);
}

static void
a_circle_of_sectors_ends_and_is_corrupt(void)
{
	const struct cfb_crooked circle = {.circle = true};
	struct opened o;
	struct slice bytes;

	begin(&o, &circle, SIZE_MAX);
	CHECK_RC(o.rc, RC_OK, &o.err);
	CHECK(read_long(&o, &bytes) & cause_bit(CAUSE_corrupt));
	CHECK(bytes.len <= LONG);
	end(&o);
}

static void
a_directory_that_names_itself_ends_and_is_corrupt(void)
{
	const struct cfb_crooked twisted = {.twisted = true};
	struct opened o;

	begin(&o, &twisted, SIZE_MAX);
	CHECK_RC(o.rc, RC_OK, &o.err);
	CHECK(cfb_causes(o.cfb) & cause_bit(CAUSE_corrupt));
	CHECK(cfb_find(cfb_root(o.cfb), "Short") != NULL);
	end(&o);
}

static void
what_the_tree_does_not_reach_is_kept_and_said(void)
{
	const struct cfb_crooked stray = {.stray = true};
	struct opened o;
	struct slice bytes;

	begin(&o, &stray, SIZE_MAX);
	CHECK_NUMBER(cfb_causes(o.cfb), cause_bit(CAUSE_corrupt));
	CHECK_NUMBER(read_long(&o, &bytes), 0);
	CHECK(slice_is(bytes, buf_slice(&o.content)));
	end(&o);
}

static void
a_cut_file_says_so_wherever_it_is_cut(void)
{
	struct opened o;
	struct slice bytes;
	cause_set causes;

	for (size_t keep = 0; keep < 13000; keep += 512) {
		begin(&o, NULL, keep);
		if (keep >= o.file.len) {
			end(&o);
			break;
		}
		if (o.rc == RC_OK) {
			causes = cfb_causes(o.cfb);
			if (cfb_find(cfb_root(o.cfb), "long") != NULL)
				causes |= read_long(&o, &bytes);
			CHECK(causes != 0);
		} else {
			CHECK_NUMBER(o.rc, RC_INPUT);
		}
		end(&o);
	}
}

static void
a_name_is_looked_for_in_the_root_alone(void)
{
	static const char *const outer[] = {"Long", NULL};
	static const char *const inner[] = {"Inner", NULL};
	struct opened o;

	begin(&o, NULL, SIZE_MAX);
	CHECK(cfb_has(buf_slice(&o.file), outer));
	CHECK(!cfb_has(buf_slice(&o.file), inner));
	CHECK(!cfb_has(slice_of("plain text"), outer));
	end(&o);
}

static void
a_full_arena_is_a_limit(void)
{
	struct opened o;
	struct arena *small = arena_new(256);
	struct cfb *cfb;

	begin(&o, NULL, SIZE_MAX);
	CHECK_RC(cfb_open(small, buf_slice(&o.file), &cfb, &o.err), RC_LIMIT,
	    &o.err);
	arena_free(small);
	end(&o);
}

static const struct unit_test tests[] = {
	UNIT(streams_are_found_by_name_and_read),
	UNIT(scattered_sectors_are_put_together),
	UNIT(a_circle_of_sectors_ends_and_is_corrupt),
	UNIT(a_directory_that_names_itself_ends_and_is_corrupt),
	UNIT(what_the_tree_does_not_reach_is_kept_and_said),
	UNIT(a_cut_file_says_so_wherever_it_is_cut),
	UNIT(a_name_is_looked_for_in_the_root_alone),
	UNIT(a_full_arena_is_a_limit),
	{0},
};

int
main(void)
{
	return unit_run("cfb", tests);
}
