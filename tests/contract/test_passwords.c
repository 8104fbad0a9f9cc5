/*
 * test_passwords - encrypted archives are tried with the words at hand.
 *
 * The archives are written by libarchive itself, with both kinds of zip
 * encryption.
 */
#include <archive.h>
#include <archive_entry.h>

#include "contract/collect.h"
#include "contract/readers.h"
#include "scanner/extract/preload.h"
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
	const struct slice words[] = {slice_of("orange"),
		slice_of("marmalade"), slice_of("lemon")};
	struct buf zip = buf_new(1 << 16);
	struct collect c;

	/* A library built without AES has nothing to show. */
	if (!write_locked(&zip, kind)) {
		buf_free(&zip);
		return;
	}
	read_locked(&c, buf_slice(&zip), words, 3);
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
	try_kind("zip:encryption=zipcrypt");
	CHECK(true);
}

static void
aes_is_opened_with_a_known_word(void)
{
	try_kind("zip:encryption=aes256");
	CHECK(true);
}

static const struct unit_test tests[] = {
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
