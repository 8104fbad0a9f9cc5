/*
 * test_text_readers - what every reader that runs in the text worker promises.
 *
 * Each sample of a reader's own tables goes through the pipeline alone: its
 * reader is chosen by content, its planted text stands at its place, and the
 * causes are exactly those of the table.  Then it is cut off at every 64th
 * byte and bent in 200 ways: each piece is still read to an end, and one that
 * was cut is called read only with all of its text, or where its format has no
 * end to miss.  Bends differ from run to run; OUTMARK_SEED repeats those of a
 * run.
 */
#include <stdio.h>

#include "base/io.h"
#include "scanner/extract/extract.h"
#include "unit/transcript.h"
#include "unit/unit.h"

enum { CUT_STEP = 64, MUTATIONS = 200 };

/* Formats that cannot show that their end is missing, and why. */
static const struct {
	const char *format, *why;
} endless[] = {
	{"mail", "a header, and a body of one part, end with the bytes "
	    "(RFC 5322 2.1); a multipart that is cut is among the bad "
	    "samples"},
	{"plain", "text has no structure"},
	{"mbox", "a store may hold any number of messages, and each one "
	    "ends with the bytes, as mail does"},
	{"csv", "a table may have any number of rows"},
	{"ldif", "a directory may have any number of entries, and an entry any "
	    "number of attributes"},
	{"sql", "a dump may hold any number of statements"},
	{"html", "every end tag may be left out (HTML 13.1.2.4)"},
};

static bool
is_endless(const char *format)
{
	for (size_t i = 0; i < sizeof endless / sizeof endless[0]; i++)
		if (strcmp(endless[i].format, format) == 0)
			return true;
	return false;
}

static bool
load(const char *file, struct buf *bytes)
{
	char path[1024];
	struct err err;

	snprintf(path, sizeof path, "%s/tests/contract/samples/%s",
	    unit_source_dir(), file);
	if (io_read_file(path, bytes, &err) == RC_OK)
		return true;
	printf("%s\n", err.text);
	return false;
}

/* As it would be attached: some formats are known by it where content is not
   enough. */
static struct slice
name_of(const char *file)
{
	const char *slash = strrchr(file, '/');

	return slice_of(slash == NULL ? file : slash + 1);
}

static cause_set
all_causes(const struct transcript *t)
{
	cause_set causes = 0;

	for (size_t i = 0; i < t->result.part_count; i++)
		causes |= t->result.parts[i]->causes;
	return causes;
}

/* Does the planted text stand in a run whose place ends as it should? */
static bool
has(const struct transcript *t, const struct extract_sample *sample)
{
	for (size_t i = 0; i < t->result.text_count; i++) {
		const struct text *text = t->result.texts[i];
		size_t at = slice_find(text->bytes, slice_of(sample->expect));
		if (at != SIZE_MAX && (sample->where == NULL ||
		    slice_ends_nocase(slice_of(text_run_at(text, at)->where),
		    slice_of(sample->where))))
			return true;
	}
	return false;
}

/* Is every text planted in this file there? */
static bool
has_all(const struct transcript *t, const struct extract_sample *samples,
    const char *file)
{
	for (; samples->file != NULL; samples++) {
		struct extract_sample any = *samples;
		any.where = NULL;
		if (strcmp(samples->file, file) == 0 &&
		    samples->expect != NULL && !has(t, &any))
			return false;
	}
	return true;
}

static void
cut_everywhere(const struct extractor *reader, const char *file,
    struct slice bytes)
{
	for (size_t len = 0; len < bytes.len; len += CUT_STEP) {
		struct transcript t = transcript_new();
		bool honest;
		t.request.document = true;
		t.request.name = name_of(file);
		CHECK(transcript_of(&t, slice_sub(bytes, 0, len)) != NULL);
		honest = all_causes(&t) != 0 || is_endless(reader->name) ||
		    strcmp(t.result.parts[0]->type, reader->type) != 0 ||
		    has_all(&t, reader->good, file);
		if (!honest)
			printf("      %s: is cut after %zu bytes but said to "
			    "be read\n", file, len);
		CHECK(honest);
		transcript_free(&t);
	}
}

static void
bend(struct slice bytes)
{
	struct buf bent = buf_new(1 << 20);
	uint32_t state = unit_seed();

	for (int i = 0; i < MUTATIONS; i++) {
		struct transcript t = transcript_new();
		buf_clear(&bent);
		buf_put(&bent, bytes);
		for (uint32_t n = unit_random(&state) % 8 + 1; n > 0; n--)
			bent.at[unit_random(&state) % bent.len] =
			    (unsigned char)unit_random(&state);
		t.request.document = true;
		CHECK(transcript_of(&t, buf_slice(&bent)) != NULL);
		transcript_free(&t);
	}
	buf_free(&bent);
}

/* Each file once, though several texts are planted in it. */
static bool
is_first(const struct extract_sample *first,
    const struct extract_sample *sample)
{
	for (; first < sample; first++)
		if (strcmp(first->file, sample->file) == 0)
			return false;
	return true;
}

static void
check_sample(const struct extractor *reader,
    const struct extract_sample *sample, bool first)
{
	struct buf bytes = buf_new(1 << 20);
	struct transcript t = transcript_new();
	bool loaded = load(sample->file, &bytes);

	CHECK(loaded);
	if (!loaded)
		return;
	t.request.document = true;
	t.request.name = name_of(sample->file);
	transcript_of(&t, buf_slice(&bytes));
	CHECK_TEXT(t.result.parts[0]->type, reader->type);
	CHECK_NUMBER(all_causes(&t), sample->causes);
	if (sample->expect != NULL && !has(&t, sample))
		CHECK_HOLDS(t.text, sample->expect);
	CHECK(sample->expect == NULL || has(&t, sample));
	if (all_causes(&t) != sample->causes ||
	    (sample->expect != NULL && !has(&t, sample)))
		printf("      %s: %s\n%s", sample->file, sample->expect,
		    t.text);
	transcript_free(&t);
	if (first) {
		cut_everywhere(reader, sample->file, buf_slice(&bytes));
		bend(buf_slice(&bytes));
	}
	buf_free(&bytes);
}

static void
check_all(bool good)
{
	size_t count;
	const struct extractor *const *all = extract_all(&count);

	for (size_t i = 0; i < count; i++) {
		const struct extract_sample *sample = good ? all[i]->good :
		    all[i]->bad;
		if (all[i]->class != EXTRACT_TEXT)
			continue;
		CHECK(sample->file != NULL);
		for (const struct extract_sample *one = sample;
		    one->file != NULL; one++)
			check_sample(all[i], one, is_first(sample, one));
	}
}

static void
good_samples_are_read_at_their_places(void)
{
	check_all(true);
}

static void
bad_samples_have_their_causes(void)
{
	check_all(false);
}

static void
every_reader_is_found_by_its_name(void)
{
	size_t count;
	const struct extractor *const *all = extract_all(&count);

	for (size_t i = 0; i < count; i++)
		CHECK(extract_find(slice_of(all[i]->name)) == all[i]);
	CHECK(extract_find(slice_of("nothing")) == NULL);
}

int
main(void)
{
	static const struct unit_test tests[] = {
		UNIT(good_samples_are_read_at_their_places),
		UNIT(bad_samples_have_their_causes),
		UNIT(every_reader_is_found_by_its_name),
		{ NULL, NULL },
	};

	return unit_run("text readers", tests);
}
