/*
 * test_extractors - what every document reader promises.
 *
 * Each sample of a reader's own tables is read and its planted text must stand
 * at its place, with exactly the causes the table names.  Then each sample is
 * cut off at every 64th byte and bent in 200 ways: no crash, no endless work,
 * and a file that was cut is never called read unless all of its text was
 * found.
 *
 * proves P-10
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/io.h"
#include "contract/collect.h"
#include "contract/readers.h"
#include "scanner/extract/preload.h"
#include "unit/unit.h"

enum { SAMPLE_MOST = 1 << 20, CUT_STEP = 64, MUTATIONS = 200 };

/* Tests run their own deadline; generous, so that a slow machine is no fault. */
enum { WAIT_MS = 120000 };

static bool
load(const char *file, struct buf *bytes)
{
	char path[1024];
	struct err err;

	snprintf(path, sizeof(path), "%s/tests/contract/samples/%s",
	    unit_source_dir(), file);
	if (io_read_file(path, bytes, &err) == RC_OK)
		return true;
	printf("%s\n", err.text);
	return false;
}

static void
fail(const char *file, const char *what, const char *more)
{
	char text[512];

	snprintf(text, sizeof(text), "%s: %s %s", file, what,
	    more == NULL ? "" : more);
	printf("      %s\n", text);
	CU_assertImplementation(CU_FALSE, 0, text, file, "", CU_FALSE);
}

/* A place is structure only: printable ASCII of modest length. */
static void
check_places(const char *file, const struct collect *c)
{
	for (size_t i = 0; i < c->run_count; i++)
		for (const char *at = c->runs[i].where; *at != '\0'; at++)
			if (*at < ' ' || *at > '~') {
				fail(file, "place holds content", "");
				return;
			}
}

static void
check_sample(const struct extract_sample *sample, bool good)
{
	struct buf bytes = buf_new(SAMPLE_MOST);
	const struct collect_run *run;
	struct collect c;
	char causes[64];

	if (!load(sample->file, &bytes)) {
		fail(sample->file, "cannot be read", "");
		return;
	}
	collect_begin(&c, WAIT_MS);
	collect_message(&c, readers, READER_COUNT, buf_slice(&bytes),
	    sample->file);
	check_places(sample->file, &c);
	if (sample->expect != NULL &&
	    !collect_has(&c, sample->expect, sample->where, &run)) {
		fail(sample->file, "lacks", sample->expect);
		fail(sample->file, "wanted at", sample->where);
	}
	snprintf(causes, sizeof(causes), "%#x, wanted %#x",
	    collect_causes(&c), sample->causes);
	if (collect_causes(&c) != sample->causes)
		fail(sample->file, "has causes", causes);
	if (c.parts[0].rc != RC_OK && good)
		fail(sample->file, "failed:", c.err.text);
	collect_end(&c);
	buf_free(&bytes);
}

static void
every_good_sample_gives_its_text_at_its_place(void)
{
	for (size_t i = 0; i < READER_COUNT; i++)
		for (const struct extract_sample *sample = readers[i]->good;
		    sample->file != NULL; sample++)
			check_sample(sample, true);
	CHECK(true);
}

static void
every_bad_sample_gives_its_cause(void)
{
	for (size_t i = 0; i < READER_COUNT; i++)
		for (const struct extract_sample *sample = readers[i]->bad;
		    sample->file != NULL; sample++)
			check_sample(sample, false);
	CHECK(true);
}

static void
every_reader_takes_its_own_samples_and_no_text(void)
{
	for (size_t i = 0; i < READER_COUNT; i++) {
		CHECK(readers[i]->sniff(slice_of("Plain text.\n"),
		    (struct slice){0}, (struct slice){0}) < 2);
		CHECK_NUMBER(readers[i]->sniff((struct slice){0},
		    (struct slice){0}, (struct slice){0}), 0);
		for (const struct extract_sample *sample = readers[i]->good;
		    sample->file != NULL; sample++) {
			struct buf bytes = buf_new(SAMPLE_MOST);

			if (load(sample->file, &bytes))
				CHECK_NUMBER(readers[i]->sniff(
				    buf_slice(&bytes), (struct slice){0},
				    (struct slice){0}), 2);
			buf_free(&bytes);
		}
	}
}

/* Is every text planted in this file there? */
static bool
has_all(const struct collect *c, const struct extract_sample *samples,
    const char *file)
{
	for (; samples->file != NULL; samples++)
		if (strcmp(samples->file, file) == 0 &&
		    samples->expect != NULL &&
		    !collect_has(c, samples->expect, NULL, NULL))
			return false;
	return true;
}

/* Formats that cannot show that their end is missing, and why. */
static const struct {
	const char *format, *why;
} endless[] = {
	{"compress", "has neither a length, nor a sum, nor a mark at its end"},
};

static bool
is_endless(const char *format)
{
	for (size_t i = 0; i < sizeof(endless) / sizeof(endless[0]); i++)
		if (strcmp(endless[i].format, format) == 0)
			return true;
	return false;
}

/* False, and said, when the reader failed or was not honest. */
static bool
read_bent(const struct extractor *reader, const char *file,
    struct slice bytes, bool cut)
{
	struct collect c;
	char text[64];
	bool sound = true;

	collect_begin(&c, WAIT_MS);
	collect_message(&c, readers, READER_COUNT, bytes, "");
	if (c.parts[0].rc == RC_BUG || c.parts[0].rc == RC_SYSTEM) {
		fail(file, "failed:", c.err.text);
		sound = false;
	}
	snprintf(text, sizeof(text), "after %zu bytes", bytes.len);
	if (cut && collect_causes(&c) == 0 && !is_endless(reader->name) &&
	    !has_all(&c, reader->good, file)) {
		fail(file, "is cut but said to be read", text);
		sound = false;
	}
	collect_end(&c);
	return sound;
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
cut_sample(const struct extractor *reader, const char *file)
{
	struct buf bytes = buf_new(SAMPLE_MOST);

	if (load(file, &bytes))
		for (size_t len = 0; len < bytes.len; len += CUT_STEP)
			(void)!read_bent(reader, file, slice_sub(buf_slice(
			    &bytes), 0, len), true);
	buf_free(&bytes);
}

enum { EXIT_UNSOUND = 3, BEND_SECONDS = 60 };

/* Bends number `*next` and on; each is counted before it is read. */
static bool
bend_from(const struct extractor *reader, const char *file,
    struct slice bytes, volatile int *next)
{
	struct buf bent = buf_new(SAMPLE_MOST);
	bool sound = true;

	while (*next < MUTATIONS) {
		uint32_t state = unit_seed() ^ (uint32_t)*next * 2654435761u;

		(*next)++;
		state = state == 0 ? 1 : state;
		buf_clear(&bent);
		(void)!buf_put(&bent, bytes);
		for (uint32_t n = unit_random(&state) % 8 + 1; n > 0; n--)
			bent.at[unit_random(&state) % bent.len] =
			    (unsigned char)unit_random(&state);
		sound &= read_bent(reader, file, buf_slice(&bent), false);
	}
	buf_free(&bent);
	return sound;
}

/* In a process of its own: a dead one is told, and the next goes on behind. */
static void
bend_sample(const struct extractor *reader, const char *file)
{
	struct buf bytes = buf_new(SAMPLE_MOST);
	volatile int *next = mmap(NULL, sizeof(*next), PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	char text[64];

	if (next == MAP_FAILED || !load(file, &bytes)) {
		fail(file, "cannot be bent", "");
		return;
	}
	(void)unit_seed();
	fflush(stdout);
	for (*next = 0; *next < MUTATIONS;) {
		pid_t pid = fork();
		int status = 0;

		if (pid == 0) {
			alarm(BEND_SECONDS);
			_exit(bend_from(reader, file, buf_slice(&bytes),
			    next) ? 0 : EXIT_UNSOUND);
		}
		if (pid < 0 || waitpid(pid, &status, 0) != pid) {
			fail(file, "cannot be bent", "");
			break;
		}
		if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
			continue;
		snprintf(text, sizeof(text), "%d of seed %#x", *next - 1,
		    unit_seed());
		fail(file, "does not bear bend", text);
	}
	munmap((void *)(uintptr_t)next, sizeof(*next));
	buf_free(&bytes);
}

static void
for_each_file(void (*run)(const struct extractor *reader, const char *file))
{
	for (size_t i = 0; i < READER_COUNT; i++) {
		const struct extract_sample *tables[] = {readers[i]->good,
			readers[i]->bad};

		for (size_t j = 0; j < 2; j++)
			for (const struct extract_sample *sample = tables[j];
			    sample->file != NULL; sample++)
				if (is_first(tables[j], sample))
					run(readers[i], sample->file);
	}
	CHECK(true);
}

static void
a_file_cut_anywhere_is_never_called_read(void)
{
	for_each_file(cut_sample);
}

static void
no_bent_file_crashes_or_confuses_a_reader(void)
{
	for_each_file(bend_sample);
}

/* Beside its text: what is said of it, and what it stands under. */
struct told {
	const char *file, *text;
	unsigned flags;		/* TEXT_FLAG_* of that run */
	const char *evidence;	/* NULL: none */
	const char *name;	/* content that names the place; NULL: any */
	unsigned part_flags;	/* of some part */
};

static const struct told told[] = {
	{"docx/body.docx", "HARBOUR-BODY", 0, NULL, NULL, 0},
	{"docx/changes.docx", "HARBOUR-DELETED", TEXT_FLAG_hidden, NULL, NULL,
	    PART_FLAG_hidden},
	{"docx/changes.docx", "HARBOUR-INSERTED", 0, NULL, NULL,
	    PART_FLAG_hidden},
	{"docx/changes.docx", "HARBOUR-VANISHED", TEXT_FLAG_hidden, NULL,
	    NULL, PART_FLAG_hidden},
	{"docx/changes.docx", "HARBOUR-FIELD", TEXT_FLAG_hidden, NULL, NULL,
	    PART_FLAG_hidden},
	{"docx/headers.docx", "HARBOUR-HEADER", TEXT_FLAG_header_footer, NULL,
	    NULL, 0},
	{"docx/headers.docx", "HARBOUR-WATERMARK", TEXT_FLAG_header_footer,
	    NULL, NULL, 0},
	{"docx/notes.docx", "HARBOUR-COMMENT", TEXT_FLAG_hidden, NULL,
	    "Ada Invented", PART_FLAG_hidden},
	{"docx/props.docx", "HARBOUR-TITLE", TEXT_FLAG_metadata, "title",
	    "title", 0},
	{"docx/tables.docx", "HARBOUR-CELL", 0, "Harbour dues", NULL, 0},
	{"docx/macro.docm", "HARBOUR-MACRO-BODY", 0, NULL, NULL,
	    PART_FLAG_macro},
	{"xlsx/cells.xlsx", "4111111111111111", 0, "Card number", "Payroll",
	    0},
	{"xlsx/cells.xlsx", "MEADOW-UNUSED", TEXT_FLAG_hidden, NULL, NULL, 0},
	{"xlsx/formats.xlsx", "078-05-1120", 0, "SSN", NULL, 0},
	{"xlsx/hidden.xlsx", "MEADOW-HIDDEN-ROW", TEXT_FLAG_hidden, "Open",
	    "Payroll", PART_FLAG_hidden},
	{"xlsx/hidden.xlsx", "MEADOW-HIDDEN-SHEET", TEXT_FLAG_hidden, NULL,
	    "Secret", PART_FLAG_hidden},
	{"xlsx/comments.xlsx", "MEADOW-COMMENT", TEXT_FLAG_hidden, NULL,
	    "Ada Invented", PART_FLAG_hidden},
	{"xlsx/cells.xlsb", "4111111111111111", 0, "Card number", "Payroll",
	    PART_FLAG_hidden},
	{"xlsx/cells.xlsb", "078-05-1120", 0, "SSN", "Payroll",
	    PART_FLAG_hidden},
	{"xlsx/cells.xlsb", "MEADOW-HIDDEN-SHEET", TEXT_FLAG_hidden, NULL,
	    "Hidden away", PART_FLAG_hidden},
	{"xlsx/cells.xlsb", "MEADOW-PAGE", TEXT_FLAG_header_footer, NULL,
	    "Payroll", PART_FLAG_hidden},
	{"odf/cells.ods", "4111111111111111", 0, "Card number", "Payroll",
	    PART_FLAG_hidden},
	{"odf/cells.ods", "LAGOON-HIDDEN-SHEET", TEXT_FLAG_hidden, NULL,
	    "Secret", PART_FLAG_hidden},
	{"odf/changes.odt", "LAGOON-INVISIBLE", TEXT_FLAG_hidden, NULL, NULL,
	    PART_FLAG_hidden},
	{"odf/changes.odt", "LAGOON-CELL", 0, "Harbour dues", NULL,
	    PART_FLAG_hidden},
	{"odf/body.odt", "LAGOON-LABEL", TEXT_FLAG_metadata,
	    "MSIP_Label_name", "MSIP_Label_name", 0},
	{"pptx/hidden.pptx", "CANYON-HIDDEN", TEXT_FLAG_hidden, NULL, NULL,
	    PART_FLAG_hidden},
	{"pptx/tables.pptx", "CANYON-CELL", 0, "Canyon", NULL, 0},
#ifdef OUTMARK_WITH_POPPLER
	{"pdf/fields.pdf", "GLACIER-FIELD value", 0, "Social Security", NULL,
	    0},
	{"pdf/meta.pdf", "GLACIER-LABEL", TEXT_FLAG_metadata, NULL, NULL, 0},
	{"pdf/signed.pdf", "GLACIER-SIGNED", 0, NULL, NULL,
	    PART_FLAG_signed},
#endif
};

/* The text may stand at several places: one of them must be as told. */
static bool
is_told(const struct collect *c, const struct told *one)
{
	struct slice rest = buf_slice(&c->text), found;

	for (size_t i = 0; i < c->run_count; i++) {
		const struct collect_run *run = &c->runs[i];
		size_t end = i + 1 < c->run_count ? c->runs[i + 1].start :
		    c->text.len;

		found = slice_sub(rest, run->start, end);
		if (slice_find(found, slice_of(one->text)) != SIZE_MAX &&
		    run->flags == one->flags &&
		    slice_is_text(run->evidence, one->evidence == NULL ? "" :
		    one->evidence) && (one->name == NULL ||
		    slice_is_text(run->name, one->name)))
			return true;
	}
	return false;
}

static void
text_is_told_with_its_flags_name_and_evidence(void)
{
	for (size_t i = 0; i < sizeof(told) / sizeof(told[0]); i++) {
		struct buf bytes = buf_new(SAMPLE_MOST);
		struct collect c;

		CHECK_FATAL(load(told[i].file, &bytes));
		collect_begin(&c, WAIT_MS);
		collect_message(&c, readers, READER_COUNT, buf_slice(&bytes),
		    "");
		if (!is_told(&c, &told[i]))
			fail(told[i].file, "does not tell as it should:",
			    told[i].text);
		if (collect_flags(&c) != told[i].part_flags)
			fail(told[i].file, "has other flags", told[i].text);
		collect_end(&c);
		buf_free(&bytes);
	}
	CHECK(true);
}

static void
names_of_entries_are_utf_8_in_any_locale(void)
{
	struct buf bytes = buf_new(SAMPLE_MOST);
	struct collect c;

	CHECK_FATAL(load("zip/stored.zip", &bytes));
	collect_begin(&c, WAIT_MS);
	collect_message(&c, readers, READER_COUNT, buf_slice(&bytes), "");
	CHECK_FATAL(c.part_count == 3);
	CHECK(slice_is_text(c.parts[2].name, "na\303\257ve.txt"));
	collect_end(&c);
	buf_free(&bytes);
}

static const struct unit_test tests[] = {
	UNIT(text_is_told_with_its_flags_name_and_evidence),
	UNIT(names_of_entries_are_utf_8_in_any_locale),
	UNIT(every_good_sample_gives_its_text_at_its_place),
	UNIT(every_bad_sample_gives_its_cause),
	UNIT(every_reader_takes_its_own_samples_and_no_text),
	UNIT(a_file_cut_anywhere_is_never_called_read),
	UNIT(no_bent_file_crashes_or_confuses_a_reader),
	{0},
};

int
main(void)
{
	static struct preload kept;

	preload_documents(&kept);
	return unit_run("extractors", tests);
}
