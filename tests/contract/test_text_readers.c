/*
 * test_text_readers - what every reader that runs in the text worker promises.
 *
 * Each sample of a reader's own tables goes through the pipeline alone: its
 * reader is chosen by content, its planted text stands at its place, and the
 * causes are exactly those of the table.  Then it is cut off at every eighth
 * byte: each piece is still read to an end.
 */
#include <stdio.h>

#include "base/io.h"
#include "scanner/extract/extract.h"
#include "unit/transcript.h"
#include "unit/unit.h"

enum { CUT_STEP = 8, CUTS_MOST = 200 };

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

static void
cut_everywhere(struct slice bytes)
{
	size_t step = bytes.len / CUTS_MOST < CUT_STEP ? CUT_STEP :
	    bytes.len / CUTS_MOST;

	for (size_t len = 0; len < bytes.len; len += step) {
		struct transcript t = transcript_new();
		t.request.document = true;
		CHECK(transcript_of(&t, slice_sub(bytes, 0, len)) != NULL);
		transcript_free(&t);
	}
}

static void
check_sample(const struct extractor *reader,
    const struct extract_sample *sample)
{
	struct buf bytes = buf_new(1 << 20);
	struct transcript t = transcript_new();
	bool loaded = load(sample->file, &bytes);

	CHECK(loaded);
	if (!loaded)
		return;
	t.request.document = true;
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
	cut_everywhere(buf_slice(&bytes));
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
		for (; sample->file != NULL; sample++)
			check_sample(all[i], sample);
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
