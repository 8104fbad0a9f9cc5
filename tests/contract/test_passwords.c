/*
 * test_passwords - what is encrypted is tried with the words at hand.
 *
 * Zip archives are written by libarchive itself, with both of their kinds of
 * encryption; Office and OpenDocument files by tool/lockwrite; archives by
 * tool/lockarchive, and samples of 7z by 7-Zip (scenario/locked.sh).
 */
#include <archive.h>
#include <archive_entry.h>
#include <stdio.h>

#include "base/io.h"
#include "contract/collect.h"
#include "contract/readers.h"
#include "scanner/extract/blowfish.h"
#include "scanner/extract/preload.h"
#include "tool/lockarchive.h"
#include "tool/lockwrite.h"
#include "tool/zipwrite.h"
#include "unit/unit.h"

static const char secret[] = "ORCHARD-LOCKED text";

/* An archive of one file, encrypted this way with the word "marmalade". */
static bool
write_locked(struct buf *out, const char *kind)
{
	struct archive *archive = archive_write_new();
	struct archive_entry *entry = archive_entry_new();
	static unsigned char bytes[65536];
	size_t used = 0;
	bool fine;

	archive_write_set_format_zip(archive);
	fine = archive_write_set_options(archive, kind) == ARCHIVE_OK &&
	    archive_write_set_passphrase(archive, "marmalade") ==
	    ARCHIVE_OK &&
	    archive_write_open_memory(archive, bytes, sizeof(bytes), &used) ==
	    ARCHIVE_OK;
	archive_entry_set_pathname(entry, "locked.txt");
	archive_entry_set_filetype(entry, AE_IFREG);
	archive_entry_set_size(entry, sizeof(secret) - 1);
	archive_entry_set_perm(entry, 0600);
	fine = fine && archive_write_header(archive, entry) == ARCHIVE_OK &&
	    archive_write_data(archive, secret, sizeof(secret) - 1) > 0;
	archive_entry_free(entry);
	fine = archive_write_close(archive) == ARCHIVE_OK && fine;
	archive_write_free(archive);
	return fine && buf_put(out, slice_bytes(bytes, used));
}

static void
read_locked(struct collect *c, struct slice bytes,
    const struct slice *words, size_t count)
{
	collect_begin(c, 60000);
	c->passwords = words;
	c->password_count = count;
	collect_message(c, readers, READER_COUNT, bytes, "");
}

static void
try_kind(const char *kind)
{
	/* One in 256 words passes the short check of the old encryption. */
	struct slice words[40] = {slice_of("orange")};
	static char more[40][8];
	struct buf zip = buf_new(1 << 16);
	struct collect c;

	/* A library built without AES has nothing to show. */
	if (!write_locked(&zip, kind)) {
		buf_free(&zip);
		return;
	}
	for (size_t i = 1; i < 39; i++) {
		snprintf(more[i], sizeof(more[i]), "word%zu", i);
		words[i] = slice_of(more[i]);
	}
	words[39] = slice_of("marmalade");
	read_locked(&c, buf_slice(&zip), words, 40);
	CHECK(collect_has(&c, secret, "entry 1", NULL));
	CHECK_NUMBER(collect_causes(&c), 0);
	CHECK_NUMBER(collect_flags(&c) & PART_FLAG_opened, PART_FLAG_opened);
	collect_end(&c);
	read_locked(&c, buf_slice(&zip), words, 1);
	CHECK(!collect_has(&c, secret, NULL, NULL));
	CHECK_NUMBER(collect_causes(&c), cause_bit(CAUSE_encrypted));
	collect_end(&c);
	read_locked(&c, buf_slice(&zip), NULL, 0);
	CHECK_NUMBER(collect_causes(&c), cause_bit(CAUSE_encrypted));
	collect_end(&c);
	buf_free(&zip);
}

static void
traditional_encryption_is_opened_with_a_known_word(void)
{
	/* Each has another check byte: some meet a word that passes it. */
	for (int i = 0; i < 20; i++)
		try_kind("zip:encryption=zipcrypt");
	CHECK(true);
}

static void
aes_is_opened_with_a_known_word(void)
{
	try_kind("zip:encryption=aes256");
	CHECK(true);
}

/* ----------------------------------------------------------- documents */

/* Opened with the word, and said to be encrypted without it. */
static void
check_document(struct buf *file, const char *text)
{
	const struct slice words[] = {slice_of("orange"), slice_of("lemon"),
		slice_of("marmalade")};
	struct collect c;

	read_locked(&c, buf_slice(file), words, 3);
	CHECK(collect_has(&c, text, NULL, NULL));
	CHECK_NUMBER(collect_causes(&c), 0);
	CHECK_NUMBER(collect_flags(&c) & PART_FLAG_opened, PART_FLAG_opened);
	collect_end(&c);
	read_locked(&c, buf_slice(file), words, 2);
	CHECK(!collect_has(&c, text, NULL, NULL));
	CHECK_NUMBER(collect_causes(&c), cause_bit(CAUSE_encrypted));
	CHECK_NUMBER(collect_flags(&c) & PART_FLAG_opened, 0);
	collect_end(&c);
	buf_free(file);
}

static void
check_package(enum lock_kind kind)
{
	struct buf package = buf_new(1 << 20), file = buf_new(1 << 20);
	struct buf long_text = buf_new(1 << 16);
	struct zip_file files[] = {{.name = "first.txt"},
		{.name = "last.txt", .bytes = slice_of(secret)}, {0}};

	/* Over some segments of the package. */
	while (long_text.len < 20000)
		buf_text(&long_text, "words of the first file ");
	files[0].bytes = buf_slice(&long_text);
	zip_write(&package, files, NULL);
	lock_package(&file, kind, "marmalade", buf_slice(&package));
	check_document(&file, secret);
	buf_free(&package);
	buf_free(&long_text);
}

static void
office_packages_are_opened_with_a_known_word(void)
{
	check_package(LOCK_AGILE_SHA512);
	check_package(LOCK_AGILE_SHA1);
	check_package(LOCK_STANDARD);
}

static void
workbooks_are_opened_with_a_known_word(void)
{
	static const enum lock_stream kinds[] = {LOCK_XOR, LOCK_RC4,
		LOCK_CRYPTOAPI};

	for (size_t i = 0; i < 3; i++) {
		struct buf file = buf_new(1 << 20);

		lock_workbook(&file, kinds[i], "marmalade", secret);
		check_document(&file, secret);
	}
}

static void
opendocument_is_opened_with_a_known_word(void)
{
	struct buf file = buf_new(1 << 20);

	lock_odf(&file, "marmalade", slice_of("<?xml version=\"1.0\"?>"
	    "<office:document-content xmlns:office=\"urn:oasis:names:tc:"
	    "opendocument:xmlns:office:1.0\" xmlns:text=\"urn:oasis:names:tc:"
	    "opendocument:xmlns:text:1.0\"><office:body><office:text><text:p>"
	    "ORCHARD-LOCKED text</text:p></office:text></office:body>"
	    "</office:document-content>"));
	check_document(&file, secret);
}

/* ------------------------------------------------------------- archives */

typedef void lock_writer(struct buf *out, const struct lock_archive *how);

/* No cut or bent file is said to be read, or breaks its reader. */
static void
check_damage(struct slice whole, size_t step, unsigned bends)
{
	const struct slice words[] = {slice_of("orange"),
		slice_of("marmalade")};
	struct buf bent = buf_new(1 << 20);
	struct collect c;

	for (size_t len = 0; len < whole.len; len += step) {
		read_locked(&c, slice_sub(whole, 0, len), words, 2);
		CHECK(c.parts[0].rc != RC_BUG && c.parts[0].rc != RC_SYSTEM);
		CHECK(len == 0 || c.parts[0].reader == NULL ||
		    collect_causes(&c) != 0 || collect_has(&c, secret, NULL,
		    NULL));
		collect_end(&c);
	}
	for (unsigned i = 0; i < bends; i++) {
		uint32_t state = unit_seed() ^ i * 2654435761u;

		state = state == 0 ? 1 : state;
		buf_clear(&bent);
		(void)!buf_put(&bent, whole);
		for (uint32_t n = unit_random(&state) % 4 + 1; n > 0; n--)
			bent.at[unit_random(&state) % bent.len] =
			    (unsigned char)unit_random(&state);
		read_locked(&c, buf_slice(&bent), words, 2);
		CHECK(c.parts[0].rc != RC_BUG && c.parts[0].rc != RC_SYSTEM);
		collect_end(&c);
	}
	buf_free(&bent);
}

/* Read with the right word, with wrong ones, and damaged. */
static void
check_lock(lock_writer *writer, struct lock_archive how, unsigned bends)
{
	struct buf file = buf_new(1 << 20);

	how.word = "marmalade";
	how.text = secret;
	writer(&file, &how);
	check_damage(buf_slice(&file), bends == 0 ? 64 : 7, bends);
	check_document(&file, secret);
}

/* Not opened, and within the time of a few words. */
static void
check_shut(lock_writer *writer, struct lock_archive how)
{
	const struct slice words[] = {slice_of("marmalade")};
	struct buf file = buf_new(1 << 20);
	struct collect c;
	uint64_t start;

	how.word = "marmalade";
	how.text = secret;
	writer(&file, &how);
	collect_begin(&c, 60000);
	start = clock_monotonic_ms(&c.clock);
	collect_end(&c);
	read_locked(&c, buf_slice(&file), words, 1);
	CHECK(clock_monotonic_ms(&c.clock) - start < 5000);
	CHECK(!collect_has(&c, secret, NULL, NULL));
	CHECK(collect_causes(&c) & cause_bit(CAUSE_encrypted));
	CHECK_NUMBER(collect_flags(&c) & PART_FLAG_opened, 0);
	collect_end(&c);
	buf_free(&file);
}

/* One of the samples. */
static void
check_file(const char *name)
{
	struct buf file = buf_new(1 << 20);
	char path[1024];
	struct err err;

	snprintf(path, sizeof(path), "%s/tests/contract/samples/%s",
	    unit_source_dir(), name);
	if (io_read_file(path, &file, &err) != RC_OK) {
		CHECK_TEXT(err.text, "");
		return;
	}
	check_damage(buf_slice(&file), file.len / 512 * 64 + 64, 8);
	check_document(&file, secret);
}

/* B. Schneier's own: key, what goes in, what comes out. */
static void
blowfish_gives_the_published_values(void)
{
	static const struct {
		const char *key, *in, *out;
	} all[] = {
		{"\x00\x00\x00\x00\x00\x00\x00\x00",
		    "\x00\x00\x00\x00\x00\x00\x00\x00",
		    "\x4e\xf9\x97\x45\x61\x98\xdd\x78"},
		{"\xff\xff\xff\xff\xff\xff\xff\xff",
		    "\xff\xff\xff\xff\xff\xff\xff\xff",
		    "\x51\x86\x6f\xd5\xb8\x5e\xcb\x8a"},
		{"\x01\x23\x45\x67\x89\xab\xcd\xef",
		    "\x11\x11\x11\x11\x11\x11\x11\x11",
		    "\x61\xf9\xc3\x80\x22\x81\xb0\x96"},
	};

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		static const unsigned char zeros[8];
		struct blowfish blowfish;
		unsigned char out[8];

		blowfish_start(&blowfish, slice_bytes(all[i].key, 8));
		/* What is fed back shows the block itself. */
		blowfish_open(&blowfish, (const unsigned char *)all[i].in,
		    slice_bytes(zeros, 8), out);
		CHECK(memcmp(out, all[i].out, 8) == 0);
	}
}

/* Of tool/samples_doc. */
static void
documents_with_xor_are_opened_with_a_known_word(void)
{
	check_file("ole/locked-xor.doc");
	check_file("ole/locked-six.doc");
}

/* Saved by LibreOffice 7.4 as version 1.1. */
static void
opendocument_with_blowfish_is_opened_with_a_known_word(void)
{
	check_file("odf/locked-blowfish.odt");
}

static void
sevenzip_is_opened_with_a_known_word(void)
{
	check_lock(lock_sevenzip, (struct lock_archive){.power = 6}, 200);
	check_lock(lock_sevenzip, (struct lock_archive){.power = 6,
		.sealed = true}, 200);
	check_lock(lock_sevenzip, (struct lock_archive){.power = 0x3f}, 20);
	check_file("archive/locked-lzma2.7z");
	check_file("archive/locked-store.7z");
	check_file("archive/locked-sealed.7z");
	check_file("archive/locked-bcj.7z");
}

static void
sevenzip_of_too_many_rounds_stays_shut(void)
{
	check_shut(lock_sevenzip, (struct lock_archive){.power = 25});
	check_shut(lock_sevenzip, (struct lock_archive){.power = 25,
		.sealed = true});
}

static void
rar_five_is_opened_with_a_known_word(void)
{
	check_lock(lock_rar5, (struct lock_archive){.power = 4}, 200);
	check_lock(lock_rar5, (struct lock_archive){.power = 4,
		.sealed = true}, 200);
	check_lock(lock_rar5, (struct lock_archive){.power = 4,
		.unchecked = true}, 100);
	check_lock(lock_rar5, (struct lock_archive){.power = 4,
		.unchecked = true, .plain_sums = true, .files = 3}, 100);
	check_lock(lock_rar5, (struct lock_archive){.power = 4,
		.unchecked = true, .sealed = true, .files = 3}, 100);
}

static void
rar_four_is_opened_with_a_known_word(void)
{
	check_lock(lock_rar4, (struct lock_archive){.files = 2}, 40);
	check_lock(lock_rar4, (struct lock_archive){.sealed = true,
		.files = 2}, 40);
}

/* Its name is read, and it is said to be encrypted itself. */
static void
a_locked_file_of_rar_is_a_part_without_bytes(void)
{
	static lock_writer *const writers[] = {lock_rar4, lock_rar5};
	const struct lock_archive how = {.word = "marmalade", .power = 4,
		.text = secret, .files = 2};

	for (size_t i = 0; i < 2; i++) {
		struct buf file = buf_new(1 << 20);
		struct collect c;

		writers[i](&file, &how);
		read_locked(&c, buf_slice(&file), NULL, 0);
		CHECK_NUMBER(c.part_count, 3);
		for (size_t j = 1; j < c.part_count; j++) {
			CHECK(slice_starts(c.parts[j].name,
			    slice_of("lock")));
			CHECK_NUMBER(c.parts[j].bytes.len, 0);
			CHECK_NUMBER(c.parts[j].causes,
			    cause_bit(CAUSE_encrypted));
		}
		collect_end(&c);
		buf_free(&file);
	}
}

static void
rar_five_of_too_many_rounds_stays_shut(void)
{
	check_shut(lock_rar5, (struct lock_archive){.power = 21});
	check_shut(lock_rar5, (struct lock_archive){.power = 21,
		.sealed = true});
}

/* A lock that asks for a billion rounds is not tried that long. */
static void
a_slow_lock_ends_at_its_time(void)
{
	struct slice words[64];
	struct buf file = buf_new(1 << 20);
	struct collect c;
	uint64_t start;

	lock_package(&file, LOCK_STANDARD, "marmalade", slice_of(secret));
	for (size_t i = 0; i < 64; i++)
		words[i] = slice_of("wrong");
	collect_begin(&c, 60000);
	c.passwords = words;
	c.password_count = 64;
	c.limits.passwords = 64;
	c.limits.password_wall_ms = 10;
	start = clock_monotonic_ms(&c.clock);
	collect_message(&c, readers, READER_COUNT, buf_slice(&file), "");
	CHECK(clock_monotonic_ms(&c.clock) - start < 1000);
	CHECK_NUMBER(collect_causes(&c), cause_bit(CAUSE_encrypted));
	collect_end(&c);
	buf_free(&file);
}

static const struct unit_test tests[] = {
	UNIT(office_packages_are_opened_with_a_known_word),
	UNIT(workbooks_are_opened_with_a_known_word),
	UNIT(opendocument_is_opened_with_a_known_word),
	UNIT(documents_with_xor_are_opened_with_a_known_word),
	UNIT(blowfish_gives_the_published_values),
	UNIT(opendocument_with_blowfish_is_opened_with_a_known_word),
	UNIT(sevenzip_is_opened_with_a_known_word),
	UNIT(sevenzip_of_too_many_rounds_stays_shut),
	UNIT(rar_five_is_opened_with_a_known_word),
	UNIT(rar_four_is_opened_with_a_known_word),
	UNIT(a_locked_file_of_rar_is_a_part_without_bytes),
	UNIT(rar_five_of_too_many_rounds_stays_shut),
	UNIT(a_slow_lock_ends_at_its_time),
	UNIT(traditional_encryption_is_opened_with_a_known_word),
	UNIT(aes_is_opened_with_a_known_word),
	{0},
};

int
main(void)
{
	static struct preload kept;

	preload_documents(&kept);
	return unit_run("passwords", tests);
}
