/*
 * samples_locked - samples of locked files, all with the word that Excel itself
 * uses when nobody gave one.
 */
#include "base/io.h"
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

void
samples_locked(const char *folder)
{
	locked_package(folder, "ole/agile.xlsx", LOCK_AGILE_SHA512);
	locked_package(folder, "ole/agile1.xlsx", LOCK_AGILE_SHA1);
	locked_package(folder, "ole/standard.xlsx", LOCK_STANDARD);
	locked_book(folder, "ole/xor.xls", LOCK_XOR);
	locked_book(folder, "ole/rc4.xls", LOCK_RC4);
	locked_book(folder, "ole/cryptoapi.xls", LOCK_CRYPTOAPI);
}
