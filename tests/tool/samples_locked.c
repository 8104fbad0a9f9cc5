/*
 * samples_locked - samples of locked files, all with the word that Excel itself
 * uses when nobody gave one; of locked archives, which have none, with another.
 */
#include "base/io.h"
#include "tool/lockarchive.h"
#include "tool/lockwrite.h"
#include "tool/samples.h"
#include "tool/zipwrite.h"

#define WORD "VelvetSweatshop"

static void
locked_package(const char *folder, const char *name, enum lock_kind kind)
{
	struct buf inner = buf_new(1 << 20), out = buf_new(1 << 20);
	struct buf from = buf_new(4096);
	struct err err;

	(void)!buf_printf(&from, "%s/xlsx/cells.xlsx", folder);
	if (io_read_file(buf_string(&from), &inner, &err) == RC_OK)
		lock_package(&out, kind, WORD, buf_slice(&inner));
	samples_save(folder, name, &out);
	buf_free(&inner);
	buf_free(&from);
}

static void
locked_book(const char *folder, const char *name, enum lock_stream kind)
{
	struct buf out = buf_new(1 << 20);

	lock_workbook(&out, kind, WORD, "HARBOUR-LOCKED cell");
	samples_save(folder, name, &out);
}

static void
locked_rar_kind(const char *folder, const char *name, bool sealed,
    void (*writer)(struct buf *out, const struct lock_archive *how))
{
	/* With as many rounds as RAR has. */
	const struct lock_archive how = {.word = "marmalade", .power = 15,
		.text = "ORCHARD-LOCKED text\n", .sealed = sealed};
	struct buf out = buf_new(1 << 20);

	writer(&out, &how);
	samples_save(folder, name, &out);
}

static void
locked_rar(const char *folder)
{
	locked_rar_kind(folder, "archive/locked-four.rar", false, lock_rar4);
	locked_rar_kind(folder, "archive/locked-four-sealed.rar", true,
	    lock_rar4);
	locked_rar_kind(folder, "archive/locked-five.rar", false, lock_rar5);
	locked_rar_kind(folder, "archive/locked-five-sealed.rar", true,
	    lock_rar5);
}

void
samples_locked(const char *folder)
{
	locked_package(folder, "ole/agile.xlsx", LOCK_AGILE_SHA512);
	locked_package(folder, "ole/agile1.xlsx", LOCK_AGILE_SHA1);
	locked_package(folder, "ole/standard.xlsx", LOCK_STANDARD);
	locked_book(folder, "ole/xor.xls", LOCK_XOR);
	locked_book(folder, "ole/rc4.xls", LOCK_RC4);
	locked_book(folder, "ole/cryptoapi.xls", LOCK_CRYPTOAPI);
	locked_rar(folder);
}
