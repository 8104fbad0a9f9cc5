/*
 * test_ocr - text in pictures is read: which part of the words, and what is said
 * about pictures that are not read.
 *
 * Pages of invented prose are drawn as a scanner, a camera or a screen would
 * give them; recall is the share of their words that come back.
 *
 * proves P-10
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "contract/collect.h"
#include "contract/readers.h"
#include "fault/scanrun.h"
#include "scanner/extract/ocr.h"
#include "scanner/extract/preload.h"
#include "tool/drawtext.h"
#include "unit/unit.h"

static struct ocr ocr;

static const char page[] =
    "CONFIDENTIAL AGREEMENT\n"
    "\n"
    "This agreement is made on 14 March 2025 between Bramble & Finch\n"
    "Limited, of 12 Orchard Row, Littleton, and the person named below\n"
    "as the Recipient. The parties wish to speak about a new machine for\n"
    "sorting apples and, for that purpose, to show each other drawings,\n"
    "prices, lists of customers and other matters that are not public.\n"
    "\n"
    "1. The Recipient keeps secret whatever is shown to it, uses it for\n"
    "nothing but the purpose named above, and shows it to nobody but those\n"
    "of its people who need it and have promised the same in writing.\n"
    "\n"
    "2. What was public before, or becomes public without fault of the\n"
    "Recipient, or was known to it already, is not bound by clause 1.\n"
    "\n"
    "3. This agreement ends five years after its date. It is governed by\n"
    "the laws of Littleton, and its courts decide about every dispute.\n"
    "\n"
    "Invoice number 20457, order 88-1204, total 12,480.50 with tax.\n"
    "Card for the deposit: 4111 1111 1111 1111, valid until 09/27.\n"
    "Account DE89 3704 0044 0532 0130 00 at the bank of Littleton.\n"
    "Telephone +44 20 7946 0018, mail accounts@bramble.example today.\n"
    "\n"
    "Signed for Bramble & Finch Limited: Eleanor Fairweather, Director\n"
    "Signed for the Recipient: Tobias Underhill, Head of Purchasing\n";

static double
recall_of(const char *wanted, struct slice text)
{
	char copy[4096], *at = copy, *word;
	unsigned words = 0, found = 0;

	snprintf(copy, sizeof copy, "%s", wanted);
	while ((word = strsep(&at, " \n")) != NULL) {
		if (*word == '\0')
			continue;
		words++;
		found += slice_find(text, slice_of(word)) != SIZE_MAX;
	}
	return (double)found / words;
}

static void
begin(struct collect *c, struct ocr_use *use)
{
	collect_begin(c, 60000);
	*use = (struct ocr_use){ .ocr = &ocr,
	    .pictures_left = c->limits.ocr_pictures, .ms_left = 60000 };
	/* A loaded machine, and sanitizers, are no fault of the recogniser. */
	c->limits.ocr_picture_ms = 60000;
	c->ocr = use;
}

static void
read_bytes(struct collect *c, struct slice bytes)
{
	collect_message(c, readers, READER_COUNT, bytes, "scan");
}

static void
check_recall(const char *what, const struct draw *draw, double least)
{
	struct buf bytes = buf_new(1 << 26);
	struct collect c;
	struct ocr_use use;
	double recall;

	CHECK_FATAL(draw_text(draw, page, &bytes));
	begin(&c, &use);
	read_bytes(&c, buf_slice(&bytes));
	recall = recall_of(page, buf_slice(&c.text));
	printf("%-36s recall %.3f in %llu ms, %zu KB\n", what, recall,
	    (unsigned long long)use.ms, bytes.len / 1024);
	CHECK(recall >= least);
	CHECK_NUMBER(collect_causes(&c), 0);
	CHECK_NUMBER(collect_flags(&c), PART_FLAG_recognised);
	collect_end(&c);
	buf_free(&bytes);
}

static void
a_clean_page_is_read(void)
{
	check_recall("300 dpi", &(struct draw){ .dpi = 300 }, 0.97);
	check_recall("200 dpi", &(struct draw){ .dpi = 200 }, 0.97);
	check_recall("150 dpi", &(struct draw){ .dpi = 150 }, 0.97);
}

static void
other_fonts_are_read(void)
{
	check_recall("150 dpi, serif", &(struct draw){ .dpi = 150,
	    .font = "DejaVu Serif" }, 0.95);
	check_recall("150 dpi, mono 9 pt", &(struct draw){ .dpi = 150,
	    .font = "DejaVu Sans Mono", .points = 9 }, 0.93);
}

static void
a_skewed_page_is_read(void)
{
	check_recall("150 dpi, 2 degrees", &(struct draw){ .dpi = 150,
	    .degrees = 2 }, 0.95);
	check_recall("300 dpi, -2 degrees", &(struct draw){ .dpi = 300,
	    .degrees = -2 }, 0.95);
}

static void
a_poor_jpeg_is_read(void)
{
	check_recall("150 dpi, JPEG 50", &(struct draw){ .dpi = 150,
	    .as = DRAW_JPEG, .quality = 50 }, 0.95);
	check_recall("200 dpi, JPEG 50, worn, 2 degrees", &(struct draw){
	    .dpi = 200, .as = DRAW_JPEG, .quality = 50, .noisy = true,
	    .degrees = 2 }, 0.90);
}

static void
a_screen_is_read(void)
{
	check_recall("screen, 96 dpi", &(struct draw){ .dpi = 96 }, 0.93);
	check_recall("dark screen, 96 dpi", &(struct draw){ .dpi = 96,
	    .inverted = true }, 0.93);
}

static void
a_page_on_its_side_is_read(void)
{
	check_recall("upside down", &(struct draw){ .dpi = 150,
	    .quarters = 2 }, 0.95);
	check_recall("on its right side", &(struct draw){ .dpi = 150,
	    .quarters = 1 }, 0.95);
	check_recall("on its left side", &(struct draw){ .dpi = 150,
	    .quarters = 3 }, 0.95);
}

static const char *const three[] = { "GLACIER on the first page\n",
	"MEADOW on the second page\n", "CANYON on the third page\n" };

static const struct draw strip = { .dpi = 150, .wide = 4, .high = 1,
	.points = 14 };

static void
each_page_of_a_fax_has_its_place(void)
{
	struct buf bytes = buf_new(1 << 26);
	const struct collect_run *run;
	struct collect c;
	struct ocr_use use;

	CHECK_FATAL(draw_pages(&strip, three, 3, &bytes));
	begin(&c, &use);
	read_bytes(&c, buf_slice(&bytes));
	CHECK(collect_has(&c, "GLACIER", "page 1", &run));
	CHECK(run->flags & TEXT_FLAG_recognised);
	CHECK(collect_has(&c, "MEADOW", "page 2", NULL));
	CHECK(collect_has(&c, "CANYON", "page 3", NULL));
	CHECK_NUMBER(collect_causes(&c), 0);
	CHECK_NUMBER(use.pictures, 3);
	collect_end(&c);
	buf_free(&bytes);
}

/* A small picture of one line, read in this process. */
static void
check_line(struct slice bytes, const char *text, const char *where)
{
	struct collect c;
	struct ocr_use use;

	begin(&c, &use);
	read_bytes(&c, bytes);
	CHECK(collect_has(&c, text, where, NULL));
	CHECK_NUMBER(collect_causes(&c), 0);
	collect_end(&c);
}

static void
every_format_is_read(void)
{
	for (unsigned as = DRAW_PNG; as <= DRAW_WEBP; as++) {
		struct draw draw = strip;
		struct buf bytes = buf_new(1 << 24);

		draw.as = (enum draw_as)as;
		CHECK_FATAL(draw_text(&draw, three[0], &bytes));
		check_line(buf_slice(&bytes), "GLACIER", as == DRAW_TIFF ?
		    "page 1" : "picture");
		buf_free(&bytes);
	}
}

/* A JPEG as a camera writes it that was held on its side (EXIF 2.3, 4.6.4). */
static void
a_picture_is_turned_as_its_camera_was_held(void)
{
	static const unsigned char quarters[] = { [3] = 2, [6] = 3, [8] = 1 };
	unsigned char exif[] = "\xff\xe1\0\x22" "Exif\0\0" "MM\0*\0\0\0\x8"
	    "\0\1" "\1\x12\0\3\0\0\0\1\0\6\0\0" "\0\0\0\0";

	for (unsigned held = 3; held <= 8; held++) {
		struct draw draw = strip;
		struct buf plain = buf_new(1 << 24), bytes = buf_new(1 << 24);

		if (quarters[held] == 0)
			continue;
		draw.as = DRAW_JPEG;
		draw.quarters = quarters[held];
		exif[29] = (unsigned char)held;
		CHECK_FATAL(draw_text(&draw, three[0], &plain));
		(void)!buf_put(&bytes, slice_bytes(plain.at, 2));
		(void)!buf_put(&bytes, slice_bytes(exif, 36));
		(void)!buf_put(&bytes, slice_bytes(plain.at + 2,
		    plain.len - 2));
		check_line(buf_slice(&bytes), "GLACIER", "picture");
		buf_free(&plain);
		buf_free(&bytes);
	}
}

/* Frames of an animation: header of the first, then the rest of each. */
static void
put_frame(struct buf *bytes, const char *text, bool first)
{
	struct buf one = buf_new(1 << 24);
	struct draw draw = strip;
	size_t table;

	draw.as = DRAW_GIF;
	CHECK_FATAL(draw_text(&draw, text, &one));
	table = (size_t)3 << ((one.at[10] & 7) + 1);
	(void)!buf_put(bytes, slice_sub(buf_slice(&one), first ? 0 :
	    13 + table, one.len - 1));
	buf_free(&one);
}

static void
an_animation_is_read_at_both_ends(void)
{
	struct buf bytes = buf_new(1 << 24);
	struct ocr_use use;
	struct collect c;

	for (unsigned i = 0; i < 3; i++)
		put_frame(&bytes, three[i], i == 0);
	(void)!buf_byte(&bytes, 0x3b);
	begin(&c, &use);
	read_bytes(&c, buf_slice(&bytes));
	CHECK(collect_has(&c, "GLACIER", "first frame", NULL));
	CHECK(collect_has(&c, "CANYON", "last frame", NULL));
	/* The one between was not read, and that is said. */
	CHECK_NUMBER(collect_causes(&c), cause_bit(CAUSE_too_many));
	collect_end(&c);
	buf_free(&bytes);
}

#ifdef OUTMARK_WITH_POPPLER
static void
a_scanned_document_is_read_page_by_page(void)
{
	struct buf bytes = buf_new(1 << 24);
	struct ocr_use use;
	struct collect c;

	CHECK_FATAL(draw_scan(&strip, three, 3, &bytes));
	begin(&c, &use);
	use.pictures_left = 2;
	read_bytes(&c, buf_slice(&bytes));
	CHECK(collect_has(&c, "GLACIER", "page 1 > picture", NULL));
	CHECK(collect_has(&c, "MEADOW", "page 2 > picture", NULL));
	CHECK(!collect_has(&c, "CANYON", NULL, NULL));
	CHECK_NUMBER(collect_causes(&c), cause_bit(CAUSE_too_many));
	collect_end(&c);
	buf_free(&bytes);
}

/* How many pictures a page of prose under this layer of text costs. */
static uint64_t
pictures_under(const char *layer, double points)
{
	const char *const pages[] = {page};
	struct draw draw = {.dpi = 150, .layer = layer,
		.layer_points = points};
	struct buf bytes = buf_new(1 << 24);
	struct ocr_use use;
	struct collect c;

	CHECK_FATAL(draw_scan(&draw, pages, 1, &bytes));
	begin(&c, &use);
	read_bytes(&c, buf_slice(&bytes));
	CHECK(use.pictures == 0 || collect_has(&c, "4111 1111 1111 1111",
	    "page 1 > picture", NULL));
	CHECK_NUMBER(collect_causes(&c), 0);
	collect_end(&c);
	buf_free(&bytes);
	return use.pictures;
}

static void
a_scan_under_other_text_is_read(void)
{
	struct buf marks = buf_new(4096);

	/* The page's own words, as who scanned it recognised them. */
	CHECK_NUMBER(pictures_under(page, 11), 0);
	CHECK_NUMBER(pictures_under(page, 2), 1);
	for (unsigned i = 0; i < 30; i++)
		(void)!buf_text(&marks, "!#$ %&/( )=?* +-:; <>[] {}|~ !#$%& "
		    "/()=? *+-:; <>[]{\n");
	CHECK_NUMBER(pictures_under(buf_string(&marks), 11), 1);
	buf_free(&marks);
}
#endif

/* --------------------------------------------------------------- the jail */

/* A mail of five pictures and a scanned document, to the scanner itself. */
static void
put_attachment(struct buf *mail, const char *type, struct slice bytes)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijkl"
	    "mnopqrstuvwxyz0123456789+/";

	(void)!buf_printf(mail, "\n--b\nContent-Type: %s\n"
	    "Content-Transfer-Encoding: base64\n\n", type);
	for (size_t i = 0; i < bytes.len; i += 3) {
		unsigned bits = 0;
		for (size_t k = 0; k < 3; k++)
			bits = bits << 8 | (i + k < bytes.len ?
			    bytes.at[i + k] : 0u);
		for (size_t k = 0; k < 4; k++)
			(void)!buf_byte(mail, i + k > bytes.len ? '=' :
			    (unsigned char)digits[bits >> (18 - 6 * k) & 63]);
		if (i % 54 == 51)
			(void)!buf_byte(mail, '\n');
	}
}

static void
write_mail(struct buf *mail)
{
	struct buf bytes = buf_new(1 << 24);

	(void)!buf_text(mail, "Content-Type: multipart/mixed; boundary=b\n");
	for (unsigned i = 0; i < 3; i++) {
		CHECK_FATAL(draw_text(&strip, three[i], &bytes));
		put_attachment(mail, "image/png", buf_slice(&bytes));
		buf_clear(&bytes);
	}
#ifdef OUTMARK_WITH_POPPLER
	CHECK_FATAL(draw_scan(&strip, three, 3, &bytes));
	put_attachment(mail, "application/pdf", buf_slice(&bytes));
#endif
	(void)!buf_text(mail, "\n--b\n\nbehind all pictures\n--b--\n");
	buf_free(&bytes);
}

static bool
write_config(char path[64], unsigned pictures)
{
	FILE *file;

	snprintf(path, 64, "/tmp/test_ocr-XXXXXX");
	file = fdopen(mkstemp(path), "w");
	return file != NULL && fprintf(file, "scanner_user: \"65534:65534\"\n"
	    "limits: {ocr_pictures: %u, ocr_picture_ms: 60000,\n"
	    "  ocr_mail_ms: 60000, scan_wall_ms: 90000}\n", pictures) > 0 &&
	    fclose(file) == 0;
}

static struct scanrun_answer
scan_with(unsigned pictures, struct slice mail)
{
	char config[64], rules[512];
	struct scanrun run = { .program = "./outmark-scanner",
	    .config = config, .rules = rules };
	struct scanrun_answer answer = {0};

	snprintf(rules, sizeof rules, "%s/rules", unit_source_dir());
	CHECK_FATAL(write_config(config, pictures));
	if (scanrun_start(&run)) {
		answer = scanrun_ask(&run, mail, 0);
		scanrun_stop(&run);
	}
	unlink(config);
	return answer;
}

static void
pictures_are_read_in_the_jail_and_counted_for_the_whole_mail(void)
{
	struct buf mail = buf_new(1 << 26);
	struct scanrun_answer answer;

	write_mail(&mail);
	answer = scan_with(20, buf_slice(&mail));
	CHECK(answer.done);
	CHECK_NUMBER(answer.causes, 0);
	CHECK_HOLDS(answer.text, "GLACIER");
	CHECK_HOLDS(answer.text, "CANYON");
	CHECK_HOLDS(answer.text, "behind all pictures");
	answer = scan_with(2, buf_slice(&mail));
	CHECK(answer.done);
	CHECK_NUMBER(answer.causes, cause_bit(CAUSE_too_many));
	CHECK_HOLDS(answer.text, "MEADOW");
	CHECK(strstr(answer.text, "CANYON") == NULL);
	CHECK_HOLDS(answer.text, "behind all pictures");
	buf_free(&mail);
}

/* ---------------------------------------------------------------- budgets */

static cause_set
causes_with(const struct ocr_use *budget, uint64_t pixels)
{
	struct buf bytes = buf_new(1 << 26);
	struct ocr_use use;
	struct collect c;
	cause_set causes;

	CHECK_FATAL(draw_pages(&strip, three, 3, &bytes));
	begin(&c, &use);
	use.pictures_left = budget->pictures_left;
	use.ms_left = budget->ms_left;
	if (pixels > 0)
		c.limits.ocr_pixels = pixels;
	read_bytes(&c, buf_slice(&bytes));
	causes = collect_causes(&c);
	CHECK(use.pictures <= budget->pictures_left);
	collect_end(&c);
	buf_free(&bytes);
	return causes;
}

static void
a_picture_past_a_budget_is_never_clean(void)
{
	CHECK_NUMBER(causes_with(&(struct ocr_use){ .pictures_left = 2,
	    .ms_left = 60000 }, 0), cause_bit(CAUSE_too_many));
	CHECK_NUMBER(causes_with(&(struct ocr_use){ .pictures_left = 0,
	    .ms_left = 60000 }, 0), cause_bit(CAUSE_too_many));
	CHECK_NUMBER(causes_with(&(struct ocr_use){ .pictures_left = 20,
	    .ms_left = 0 }, 0), cause_bit(CAUSE_time));
	CHECK_NUMBER(causes_with(&(struct ocr_use){ .pictures_left = 20,
	    .ms_left = 60000 }, 10000), cause_bit(CAUSE_too_big));
}

/* In a child: it may be that only the timer ends it, and the whole process. */
static int
read_in_a_moment(struct slice bytes)
{
	struct ocr_use use;
	struct collect c;

	begin(&c, &use);
	c.limits.ocr_picture_ms = 300;
	read_bytes(&c, bytes);
	return collect_causes(&c) == cause_bit(CAUSE_time) ? 0 : 1;
}

static void
a_picture_that_takes_too_long_is_a_matter_of_time(void)
{
	struct buf bytes = buf_new(1 << 26);
	int status;
	pid_t pid;

	CHECK_FATAL(draw_text(&(struct draw){ .dpi = 300 }, page, &bytes));
	pid = fork();
	if (pid == 0)
		_exit(read_in_a_moment(buf_slice(&bytes)));
	CHECK_FATAL(waitpid(pid, &status, 0) == pid);
	CHECK(status == 0 || (WIFSIGNALED(status) &&
	    WTERMSIG(status) == SIGALRM));
	buf_free(&bytes);
}

static void
without_a_recogniser_a_picture_is_unsupported(void)
{
	struct buf bytes = buf_new(1 << 26);
	struct collect c;

	CHECK_FATAL(draw_text(&strip, three[0], &bytes));
	collect_begin(&c, 60000);
	read_bytes(&c, buf_slice(&bytes));
	CHECK_NUMBER(collect_causes(&c), cause_bit(CAUSE_unsupported));
	collect_end(&c);
	buf_free(&bytes);
}

static void
an_icon_has_nothing_to_read(void)
{
	struct draw icon = strip;
	struct buf bytes = buf_new(1 << 26);
	struct ocr_use use;
	struct collect c;

	icon.wide = icon.high = 0.3;
	CHECK_FATAL(draw_text(&icon, "X\n", &bytes));
	begin(&c, &use);
	read_bytes(&c, buf_slice(&bytes));
	CHECK_NUMBER(collect_causes(&c), 0);
	CHECK_NUMBER(use.pictures, 0);
	collect_end(&c);
	buf_free(&bytes);
}

/* Under 200 by 100 dots, a name is no reason to recognise; a number is. */
static void
an_emblem_costs_nothing(void)
{
	static const struct {
		const char *text;
		bool inverted;
		uint64_t pictures;
	} ones[] = {{"ACME\n", false, 0}, {"Co & Co\n", true, 0},
		{"4111 1111 1111 1111\n", false, 1},
		{"4111 1111 1111 1111\n", true, 1}};

	for (size_t i = 0; i < sizeof ones / sizeof ones[0]; i++) {
		struct draw draw = {.dpi = 96, .wide = 2, .high = 0.7,
			.points = 9, .inverted = ones[i].inverted};
		struct buf bytes = buf_new(1 << 20);
		struct ocr_use use;
		struct collect c;

		CHECK_FATAL(draw_text(&draw, ones[i].text, &bytes));
		begin(&c, &use);
		read_bytes(&c, buf_slice(&bytes));
		CHECK_NUMBER(use.pictures, ones[i].pictures);
		CHECK_NUMBER(collect_causes(&c), 0);
		if (ones[i].pictures > 0)
			CHECK(collect_has(&c, "4111", "picture", NULL));
		collect_end(&c);
		buf_free(&bytes);
	}
}

static void
a_damaged_picture_is_corrupt(void)
{
	struct buf bytes = buf_new(1 << 26);
	struct ocr_use use;
	struct collect c;

	CHECK_FATAL(draw_text(&strip, three[0], &bytes));
	begin(&c, &use);
	memset(bytes.at + 60, 0x5a, 400);
	read_bytes(&c, buf_slice(&bytes));
	CHECK(collect_causes(&c) & cause_bit(CAUSE_corrupt));
	collect_end(&c);
	buf_free(&bytes);
}

int
main(void)
{
	static const struct unit_test tests[] = {
		UNIT(a_clean_page_is_read),
		UNIT(other_fonts_are_read),
		UNIT(a_skewed_page_is_read),
		UNIT(a_poor_jpeg_is_read),
		UNIT(a_screen_is_read),
		UNIT(a_page_on_its_side_is_read),
		UNIT(every_format_is_read),
		UNIT(each_page_of_a_fax_has_its_place),
		UNIT(a_picture_is_turned_as_its_camera_was_held),
		UNIT(an_animation_is_read_at_both_ends),
#ifdef OUTMARK_WITH_POPPLER
		UNIT(a_scanned_document_is_read_page_by_page),
		UNIT(a_scan_under_other_text_is_read),
#endif
		UNIT(pictures_are_read_in_the_jail_and_counted_for_the_whole_mail),
		UNIT(a_picture_past_a_budget_is_never_clean),
		UNIT(a_picture_that_takes_too_long_is_a_matter_of_time),
		UNIT(without_a_recogniser_a_picture_is_unsupported),
		UNIT(an_icon_has_nothing_to_read),
		UNIT(an_emblem_costs_nothing),
		UNIT(a_damaged_picture_is_corrupt),
		{ NULL, NULL },
	};
	struct err err;
	int status;

	if (ocr_open("eng", &ocr, &err) != RC_OK) {
		fprintf(stderr, "%s\n", err.text);
		return 77;	/* skipped: no language data here */
	}
	status = unit_run("ocr", tests);
	ocr_close(&ocr);
	return status;
}
