/*
 * fuzz_lock - any bytes as what describes the lock of an Office file, and as
 * what is behind it.
 *
 * Two bytes say how long the description is; the rest is opened whether a word
 * fits or not, because whoever wrote the file knows one that does.
 */
#include <stdlib.h>

#include "base/arena.h"
#include "fuzz/sink.h"
#include "scanner/extract/little.h"
#include "scanner/extract/office_lock.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { BLOCK = 512, CLEAR = 68 };

static void
open_rest(const struct office_lock *lock, struct slice rest)
{
	unsigned char *out = malloc(rest.len + 1);
	bool whole;

	fuzz_must(out != NULL);
	memset(out, 0, rest.len + 1);
	if (lock->kind == OFFICE_LOCK_AGILE ||
	    lock->kind == OFFICE_LOCK_STANDARD)
		fuzz_touch(slice_bytes(out, office_lock_package(lock, rest,
		    out, &whole)));
	else
		office_lock_stream(lock, BLOCK, CLEAR, out, rest.len);
	free(out);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice all = slice_bytes(data, size);
	size_t len = little_16(all, 0);
	struct office_lock lock;
	struct fuzz_sink sink;
	struct err err = {.text = ""};
	struct emit emit;
	enum rc rc;

	fuzz_sink_begin(&sink, all);
	emit = emit_new(&sink.job, &sink.sink);
	rc = office_lock_read(&emit, slice_sub(all, 2, 2 + len), &lock, &err);
	if (rc == RC_OK)
		rc = office_lock_open(&emit, &lock, &err);
	if (lock.kind == OFFICE_LOCK_AGILE && lock.key_len == 0)
		lock.key_len = lock.package.bits / 8;
	open_rest(&lock, slice_sub(all, 2 + len, all.len));
	fuzz_sink_end(&sink, rc == RC_END ? RC_OK : rc, &err);
	return 0;
}
