/*
 * ppt_lock - the objects of a presentation behind a lock ([MS-PPT] 2.3.7).
 *
 * Edits and directories are in the clear, each object is a run of its own whose
 * block is the object's number.  The lock is an object too, in the clear.
 */
#include "scanner/extract/ppt_lock.h"

#include "base/arena.h"
#include "scanner/extract/little.h"
#include "scanner/extract/office_lock.h"

enum { AT_LOCK = 28, DUE_EVERY = 256 };

/* 2.3.3: the edit names the object that is the lock. */
static enum rc
read_lock(struct emit *emit, const struct ppt_edits *edits, size_t last_edit,
    struct slice stream, uint32_t *number, struct office_lock *lock,
    struct err *err)
{
	struct ppt_record edit, info;
	struct slice none = {0};

	*number = UINT32_MAX;
	if (!ppt_record_at(stream, last_edit, stream.len, &edit) ||
	    !little_has(edit.data, AT_LOCK, 4))
		return office_lock_read(emit, none, lock, err);
	*number = little_32(edit.data, AT_LOCK);
	if (!ppt_record_at(stream, ppt_edits_object(edits, *number),
	    stream.len, &info))
		return office_lock_read(emit, none, lock, err);
	return office_lock_read(emit, info.data, lock, err);
}

/* The head says how long the object is, and is locked like the rest. */
static void
open_object(const struct office_lock *lock, uint32_t number, size_t at,
    unsigned char *bytes, size_t len)
{
	struct cipher_rc4 rc4;
	size_t size;

	if (at > len || len - at < PPT_HEADER)
		return;
	office_lock_block(lock, number, &rc4);
	cipher_rc4_next(&rc4, bytes + at, PPT_HEADER);
	size = little_32(slice_bytes(bytes, len), at + 4);
	at += PPT_HEADER;
	cipher_rc4_next(&rc4, bytes + at, size < len - at ? size : len - at);
}

enum rc
ppt_lock_open(struct emit *emit, const struct ppt_edits *edits,
    size_t last_edit, struct slice *stream, struct err *err)
{
	/* Objects that overlap would cost the square of the file. */
	uint64_t left = 2 * (uint64_t)stream->len;
	struct office_lock lock;
	unsigned char *copy;
	uint32_t own;

	TRY(read_lock(emit, edits, last_edit, *stream, &own, &lock, err));
	TRY(office_lock_open(emit, &lock, err));
	copy = arena_room(emit->job->arena, stream->len + 1);
	if (copy == NULL)
		return arena_full(emit->job->arena, "a presentation", err);
	memcpy(copy, stream->at, stream->len);
	stream->at = copy;
	for (uint32_t i = 0; i < ppt_edits_count(edits); i++) {
		size_t at = ppt_edits_object(edits, i);
		struct ppt_record object;

		if (i == own || at == SIZE_MAX)
			continue;
		open_object(&lock, i, at, copy, stream->len);
		if (!ppt_record_at(*stream, at, stream->len, &object))
			continue;
		if (object.data.len > left)
			return emit_cause(emit, 0, CAUSE_corrupt, err);
		left -= object.data.len;
		if (i % DUE_EVERY == 0)
			TRY(emit_due(emit, err));
	}
	return RC_OK;
}
