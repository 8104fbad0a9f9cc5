/*
 * test_zip_layout - promises of scanner/extract/zip_layout.
 */
#include "scanner/extract/zip_layout.h"

#include "tool/zipwrite.h"
#include "unit/unit.h"

#define FILE_OF(file, text) {.name = file, .bytes = { \
	(const unsigned char *)text, sizeof(text) - 1}}

static struct zip_layout
layout_of(struct buf *zip, const struct zip_file *files, const char *comment)
{
	struct zip_layout layout;

	buf_clear(zip);
	zip_write(zip, files, comment);
	zip_layout_read(buf_slice(zip), 1000, &layout);
	return layout;
}

static void
a_sound_archive_is_complete_and_not_ambiguous(void)
{
	struct buf zip = buf_new(1 << 16);
	const struct zip_file files[] = {FILE_OF("a.txt", "alpha"),
		FILE_OF("b.txt", "beta"), {0}};
	struct zip_layout layout = layout_of(&zip, files, "the comment");
	struct zip_record record;

	CHECK(layout.complete && !layout.ambiguous);
	CHECK_NUMBER(layout.entries, 2);
	CHECK(slice_is_text(layout.note, "the comment"));
	CHECK(zip_layout_next(&layout.walk, &record));
	CHECK(slice_is_text(record.name, "a.txt"));
	CHECK_NUMBER(record.unpacked, 5);
	CHECK(zip_layout_next(&layout.walk, &record));
	CHECK(!zip_layout_next(&layout.walk, &record));
	buf_free(&zip);
}

static void
a_name_that_comes_twice_is_ambiguous(void)
{
	struct buf zip = buf_new(1 << 16);
	const struct zip_file files[] = {FILE_OF("a.txt", "alpha"),
		FILE_OF("a.txt", "beta"), {0}};

	CHECK(layout_of(&zip, files, NULL).ambiguous);
	buf_free(&zip);
}

static void
a_local_header_that_says_otherwise_is_ambiguous(void)
{
	struct buf zip = buf_new(1 << 16);
	struct zip_file files[] = {FILE_OF("a.txt", "alpha"), {0}};

	files[0].local_name = "b.txt";
	CHECK(layout_of(&zip, files, NULL).ambiguous);
	buf_free(&zip);
}

static void
an_entry_that_the_directory_hides_is_ambiguous(void)
{
	struct buf zip = buf_new(1 << 16);
	struct zip_file files[] = {FILE_OF("a.txt", "alpha"),
		FILE_OF("hidden.txt", "beta"), FILE_OF("c.txt", "gamma"),
		{0}};

	files[1].unlisted = true;
	CHECK(layout_of(&zip, files, NULL).ambiguous);
	buf_free(&zip);
}

static void
an_archive_behind_another_is_ambiguous(void)
{
	struct buf zip = buf_new(1 << 16);
	const struct zip_file files[] = {FILE_OF("a.txt", "alpha"), {0}};
	struct zip_layout layout;

	zip_write(&zip, files, NULL);
	zip_write(&zip, files, NULL);
	zip_layout_read(buf_slice(&zip), 1000, &layout);
	CHECK(layout.complete && layout.ambiguous);
	buf_free(&zip);
}

static void
bytes_around_an_archive_are_given_back(void)
{
	struct buf zip = buf_new(1 << 16);
	const struct zip_file files[] = {FILE_OF("a.txt", "alpha"), {0}};
	struct zip_layout layout;

	(void)!buf_text(&zip, "a program that unpacks itself");
	zip_write(&zip, files, NULL);
	(void)!buf_text(&zip, "a line a gateway added");
	zip_layout_read(buf_slice(&zip), 1000, &layout);
	CHECK(layout.complete && !layout.ambiguous);
	CHECK(slice_is_text(layout.before, "a program that unpacks itself"));
	CHECK(slice_is_text(layout.after, "a line a gateway added"));
	buf_free(&zip);
}

static void
a_cut_archive_is_not_complete_at_any_length(void)
{
	struct buf zip = buf_new(1 << 16);
	const struct zip_file files[] = {FILE_OF("a.txt", "alpha"), {0}};
	struct zip_layout layout;

	zip_write(&zip, files, NULL);
	for (size_t len = 0; len < zip.len; len++) {
		zip_layout_read(slice_sub(buf_slice(&zip), 0, len), 1000,
		    &layout);
		CHECK(!layout.complete);
	}
	buf_free(&zip);
}

static void
a_name_is_found_with_and_without_a_directory(void)
{
	struct buf zip = buf_new(1 << 16);
	const struct zip_file files[] = {FILE_OF("first.txt", "alpha"),
		FILE_OF("word/document.xml", "beta"), {0}};

	zip_write(&zip, files, NULL);
	CHECK(zip_layout_has(buf_slice(&zip), "word/DOCUMENT.xml"));
	CHECK(!zip_layout_has(buf_slice(&zip), "document.xml"));
	CHECK(zip_layout_has(slice_sub(buf_slice(&zip), 0, 95),
	    "word/document.xml"));
	CHECK(!zip_layout_has((struct slice){0}, "a"));
	buf_free(&zip);
}

static const struct unit_test tests[] = {
	UNIT(a_sound_archive_is_complete_and_not_ambiguous),
	UNIT(a_name_that_comes_twice_is_ambiguous),
	UNIT(a_local_header_that_says_otherwise_is_ambiguous),
	UNIT(an_entry_that_the_directory_hides_is_ambiguous),
	UNIT(an_archive_behind_another_is_ambiguous),
	UNIT(bytes_around_an_archive_are_given_back),
	UNIT(a_cut_archive_is_not_complete_at_any_length),
	UNIT(a_name_is_found_with_and_without_a_directory),
	{0},
};

int
main(void)
{
	return unit_run("zip_layout", tests);
}
