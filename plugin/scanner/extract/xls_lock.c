/*
 * xls_lock - a workbook stream behind its FILEPASS record ([MS-XLS] 2.2.10).
 *
 * RC4 runs over the stream in blocks of 1024 bytes and counts the heads of
 * records, which it leaves in the clear, and the records below too.  The XOR
 * kind is an older one, with a key of sixteen bytes out of the word
 * ([MS-OFFCRYPTO] 2.3.7.2).
 */
#include "scanner/extract/xls_lock.h"

#include "base/arena.h"
#include "scanner/extract/little.h"
#include "scanner/extract/office_lock.h"
#include "scanner/extract/office_xor.h"
#include "scanner/extract/tries.h"

enum { BLOCK = 1024, RECORD_SHEET = 0x85, BIFF5_FILEPASS = 4 };

/* Records whose bytes are in the clear. */
static bool
is_clear(unsigned type)
{
	static const unsigned clear[] = {0x809, 0x2f, 0x194, 0x195, 0xe1,
		0x196, 0x138};

	for (size_t i = 0; i < sizeof(clear) / sizeof(clear[0]); i++)
		if (type == clear[i])
			return true;
	return false;
}

/* How many of a record's first bytes are in the clear. */
static size_t
clear_bytes(const struct biff *biff)
{
	if (is_clear(biff->type))
		return biff->data.len;
	/* BoundSheet8: where the sheet begins. */
	return biff->type != RECORD_SHEET ? 0 :
	    biff->data.len < 4 ? biff->data.len : 4;
}

/* ------------------------------------------------------------------- RC4 */

struct run {
	const struct office_lock *lock;
	struct cipher_rc4 rc4;
	size_t at;		/* of the stream; the block has begun */
};

/* Pass over, or open, the bytes up to `end`. */
static void
run_to(struct run *run, unsigned char *stream, size_t end, bool open)
{
	while (run->at < end) {
		size_t left = BLOCK - run->at % BLOCK;
		size_t now = end - run->at < left ? end - run->at : left;

		if (run->at % BLOCK == 0)
			office_lock_block(run->lock,
			    (uint32_t)(run->at / BLOCK), &run->rc4);
		if (open)
			cipher_rc4_next(&run->rc4, stream + run->at, now);
		else
			cipher_rc4_skip(&run->rc4, now);
		run->at += now;
	}
}

static void
open_rc4(const struct office_lock *lock, struct biff biff,
    unsigned char *stream)
{
	struct run run = {.lock = lock};

	while (biff_next(&biff)) {
		run_to(&run, stream, biff.at + 4 + clear_bytes(&biff), false);
		run_to(&run, stream, biff.next, true);
	}
}

/* ------------------------------------------------------------------- XOR */

/* 2.3.7.3: which byte of the key comes first follows from the record's end. */
static void
open_xor(const struct office_xor *lock, struct biff biff,
    unsigned char *stream)
{
	while (biff_next(&biff)) {
		size_t start = biff.at + 4, clear = clear_bytes(&biff);

		for (size_t i = clear; i < biff.data.len; i++) {
			unsigned char byte = stream[start + i] ^
			    lock->bytes[(start + i + biff.data.len) % OFFICE_XOR];

			stream[start + i] = (unsigned char)(byte << 3 |
			    byte >> 5);
		}
	}
}

/* ------------------------------------------------------------------- open */

/* An open copy for the stream; what stands before the record stays. */
static enum rc
copy_stream(struct emit *emit, struct biff *biff, unsigned char **copy,
    struct err *err)
{
	*copy = arena_room(emit->job->arena, biff->stream.len + 1);
	if (*copy == NULL)
		return arena_full(emit->job->arena, "a workbook", err);
	memcpy(*copy, biff->stream.at, biff->stream.len);
	return RC_OK;
}

static enum rc
open_xor_kind(struct emit *emit, struct biff *biff, struct slice record,
    struct err *err)
{
	struct office_xor lock = {.key = little_16(record, 0),
		.verifier = little_16(record, 2)};
	struct tries tries = {&lock, office_xor_opens, "VelvetSweatshop"};
	unsigned char *copy;

	TRY(tries_run(emit, &tries, err));
	TRY(copy_stream(emit, biff, &copy, err));
	open_xor(&lock, *biff, copy);
	biff->stream.at = copy;
	return RC_OK;
}

enum rc
xls_lock_open(struct emit *emit, struct biff *biff, struct err *err)
{
	struct office_lock lock;
	unsigned char *copy;

	/* Up to BIFF5 the record has no kind: there is only one. */
	if (biff->data.len <= BIFF5_FILEPASS)
		return open_xor_kind(emit, biff, biff->data, err);
	if (little_16(biff->data, 0) == 0)
		return open_xor_kind(emit, biff, slice_sub(biff->data, 2,
		    biff->data.len), err);
	TRY(office_lock_read(emit, slice_sub(biff->data, 2, biff->data.len),
	    &lock, err));
	TRY(office_lock_open(emit, &lock, err));
	TRY(copy_stream(emit, biff, &copy, err));
	open_rc4(&lock, *biff, copy);
	biff->stream.at = copy;
	return RC_OK;
}
