/*
 * ole - compound files (OLE2): is it an encrypted document, and has it macros?
 *
 * Office puts an encrypted package of the zip kind into a compound file, with
 * streams named EncryptionInfo and EncryptedPackage (MS-OFFCRYPTO 1.3); older
 * documents say in their first bytes that they are encrypted.  The text of
 * compound files is not read here: they are `unsupported`.
 */
#include "scanner/extract/emit.h"

enum {
	OLE_HEADER_SIZE = 512,
	OLE_ENTRY_SIZE = 128,
	OLE_NAME_UNITS = 31,
	OLE_HEADER_FATS = 109,
	OLE_SECTORS_MOST = 1 << 20,
	OLE_MINI_CUTOFF = 4096,
	OLE_BIFF_FILEPASS = 0x2f,
	OLE_BIFF_BOF = 0x09,
	OLE_BIFF_RECORDS = 16,
	OLE_WORD_ENCRYPTED = 0x0100,
};

struct ole {
	struct slice bytes;
	unsigned sector_shift;
	bool encrypted;
	bool macros;
	bool damaged;
};

static const unsigned char ole_magic[8] = {0xd0, 0xcf, 0x11, 0xe0, 0xa1,
	0xb1, 0x1a, 0xe1};

static uint32_t
ole_number(struct slice bytes, uint64_t at, unsigned width)
{
	uint32_t number = 0;

	if (at > bytes.len || bytes.len - at < width)
		return UINT32_MAX;
	while (width-- > 0)
		number = number << 8 | bytes.at[at + width];
	return number;
}

static unsigned
ole_sniff(struct slice bytes, struct slice name, struct slice declared_type)
{
	(void)name;
	(void)declared_type;
	return slice_starts(bytes, slice_bytes(ole_magic, 8)) ? 2 : 0;
}

/* The bytes of a sector; cut short at the end of the file. */
static struct slice
ole_sector(const struct ole *ole, uint32_t sector)
{
	uint64_t at = ((uint64_t)sector + 1) << ole->sector_shift;

	if (at >= ole->bytes.len)
		return (struct slice){0};
	return slice_sub(ole->bytes, (size_t)at,
	    (size_t)(at + (1u << ole->sector_shift)));
}

/*
 * The sector after this one.  Only the tables named in the header are looked
 * up: they cover the first 7 MB, where the directory stands in practice.
 */
static uint32_t
ole_next(const struct ole *ole, uint32_t sector)
{
	uint32_t each = (1u << ole->sector_shift) / 4, table = sector / each;

	if (table >= OLE_HEADER_FATS)
		return UINT32_MAX;
	return ole_number(ole_sector(ole, ole_number(ole->bytes,
	    76 + 4 * (uint64_t)table, 4)), 4 * (uint64_t)(sector % each), 4);
}

/* Names are UTF-16; those that matter here are ASCII. */
static bool
ole_is_named(struct slice entry, const char *name)
{
	size_t len = strlen(name);

	if (len > OLE_NAME_UNITS || ole_number(entry, 64, 2) != 2 * len + 2)
		return false;
	for (size_t i = 0; i < len; i++)
		if (byte_lower(entry.at[2 * i]) !=
		    byte_lower((unsigned char)name[i]) ||
		    entry.at[2 * i + 1] != 0)
			return false;
	return true;
}

/* MS-XLS 2.4.117: FILEPASS stands near the start when cells are encrypted. */
static bool
ole_workbook_is_encrypted(struct slice head)
{
	uint64_t at = 0;
	uint32_t type;

	for (unsigned i = 0; i < OLE_BIFF_RECORDS; i++) {
		type = ole_number(head, at, 2);
		if (type == OLE_BIFF_FILEPASS)
			return true;
		if (type == UINT32_MAX || (i == 0 &&
		    (type & 0xff) != OLE_BIFF_BOF))
			return false;
		at += 4 + (uint64_t)ole_number(head, at + 2, 2);
	}
	return false;
}

static void
ole_look_at_entry(struct ole *ole, struct slice entry)
{
	static const char *const encrypted[] = {"EncryptedPackage",
		"EncryptionInfo", "EncryptedSummary", NULL};
	static const char *const macros[] = {"_VBA_PROJECT", "VBA", NULL};
	struct slice head = {0};

	for (size_t i = 0; encrypted[i] != NULL; i++)
		if (ole_is_named(entry, encrypted[i]))
			ole->encrypted = true;
	for (size_t i = 0; macros[i] != NULL; i++)
		if (ole_is_named(entry, macros[i]))
			ole->macros = true;
	if (ole_number(entry, 120, 4) >= OLE_MINI_CUTOFF)
		head = ole_sector(ole, ole_number(entry, 116, 4));
	/* MS-DOC 2.5.2: bit F of the flags at offset 10, fEncrypted. */
	if (head.len > 12 && ole_is_named(entry, "WordDocument") &&
	    (ole_number(head, 10, 2) & OLE_WORD_ENCRYPTED) != 0)
		ole->encrypted = true;
	if ((ole_is_named(entry, "Workbook") || ole_is_named(entry, "Book")) &&
	    ole_workbook_is_encrypted(head))
		ole->encrypted = true;
}

static void
ole_look(struct ole *ole)
{
	uint32_t sector, count = 0;
	struct slice bytes;

	ole->sector_shift = ole_number(ole->bytes, 30, 2);
	if (ole->bytes.len < OLE_HEADER_SIZE ||
	    (ole->sector_shift != 9 && ole->sector_shift != 12)) {
		ole->damaged = true;
		return;
	}
	sector = ole_number(ole->bytes, 48, 4);
	/* Sector numbers above this are marks: end of chain, free. */
	while (sector < 0xfffffff0u && count++ < OLE_SECTORS_MOST) {
		bytes = ole_sector(ole, sector);
		if (bytes.len < 1u << ole->sector_shift) {
			ole->damaged = true;
			return;
		}
		for (size_t at = 0; at < bytes.len; at += OLE_ENTRY_SIZE)
			ole_look_at_entry(ole, slice_sub(bytes, at,
			    at + OLE_ENTRY_SIZE));
		sector = ole_next(ole, sector);
	}
	ole->damaged = ole->damaged || count == 0 ||
	    count >= OLE_SECTORS_MOST;
}

static enum rc
ole_extract(const struct extract_job *job, const struct extract_sink *sink,
    struct err *err)
{
	struct emit emit = emit_new(job, sink);
	struct ole ole = {.bytes = job->part->bytes};

	ole_look(&ole);
	if (ole.macros)
		TRY(emit_flag(&emit, 0, PART_FLAG_macro, err));
	if (ole.encrypted)
		return emit_cause(&emit, 0, CAUSE_encrypted, err);
	if (ole.damaged)
		TRY(emit_cause(&emit, 0, CAUSE_corrupt, err));
	return emit_cause(&emit, 0, CAUSE_unsupported, err);
}

static const char *const ole_claims[] = {"application/x-ole-storage",
	"application/msword", "application/vnd.ms-excel",
	"application/vnd.ms-powerpoint", "application/vnd.ms-outlook",
	".doc", ".xls", ".ppt", ".msg", NULL};

static const struct extract_sample ole_good[] = {{0}};

static const struct extract_sample ole_bad[] = {
	{"ole/encrypted.docx", NULL, NULL, 1u << CAUSE_encrypted},
	{"ole/plain.doc", NULL, NULL, 1u << CAUSE_unsupported},
	{"ole/cut.doc", NULL, NULL,
	    1u << CAUSE_corrupt | 1u << CAUSE_unsupported},
	{0},
};

const struct extractor extractor_ole = {
	.name = "ole",
	.type = "application/x-ole-storage",
	.claims = ole_claims,
	.class = EXTRACT_DOCUMENT,
	.sniff = ole_sniff,
	.extract = ole_extract,
	.good = ole_good,
	.bad = ole_bad,
};
