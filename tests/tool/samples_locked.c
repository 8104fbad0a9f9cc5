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

/* With as many rounds as RAR has. */
static void
locked_rar(const char *folder)
{
	struct lock_archive how = {.word = "marmalade", .power = 15,
		.text = "ORCHARD-LOCKED text\n"};
	struct buf plain = buf_new(1 << 20), sealed = buf_new(1 << 20);

	lock_rar5(&plain, &how);
	samples_save(folder, "archive/locked-five.rar", &plain);
	how.sealed = true;
	lock_rar5(&sealed, &how);
	samples_save(folder, "archive/locked-five-sealed.rar", &sealed);
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
