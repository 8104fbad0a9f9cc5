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

/* A copy of the stream, and which of its bytes are open. */
struct opening {
	unsigned char *bytes, *done;
	size_t len;
	uint64_t left;		/* bytes to look at: not the square of it */
};

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

/*
 * The head says how long the object is, and is locked like the rest.  False:
 * another object was opened there, which a second key would shut again.
 */
static bool
open_object(const struct office_lock *lock, uint32_t number, size_t at,
    struct opening *opening)
{
	unsigned char head[PPT_HEADER];
	size_t size, len = opening->len;
	struct cipher_rc4 rc4;

	if (at > len || len - at < PPT_HEADER)
		return true;
	office_lock_block(lock, number, &rc4);
	memcpy(head, opening->bytes + at, PPT_HEADER);
	cipher_rc4_next(&rc4, head, PPT_HEADER);
	size = little_32(slice_bytes(head, PPT_HEADER), 4);
	if (size > len - at - PPT_HEADER)
		size = len - at - PPT_HEADER;
	if (size > opening->left)
		return false;
	opening->left -= size;
	if (memchr(opening->done + at, 1, PPT_HEADER + size) != NULL)
		return false;
	memset(opening->done + at, 1, PPT_HEADER + size);
	memcpy(opening->bytes + at, head, PPT_HEADER);
	cipher_rc4_next(&rc4, opening->bytes + at + PPT_HEADER, size);
	return true;
}

/* Every object but the lock itself; each byte belongs to one at the most. */
static enum rc
open_objects(struct emit *emit, const struct ppt_edits *edits, uint32_t own,
    const struct office_lock *lock, struct opening *opening,
    struct err *err)
{
	bool overlap = false;

	for (uint32_t i = 0; i < ppt_edits_count(edits); i++) {
		size_t at = ppt_edits_object(edits, i);

		if (i % DUE_EVERY == 0)
			TRY(emit_due(emit, err));
		if (i != own && at != SIZE_MAX)
			overlap |= !open_object(lock, i, at, opening);
	}
	return overlap ? emit_cause(emit, 0, CAUSE_ambiguous, err) : RC_OK;
}

enum rc
ppt_lock_open(struct emit *emit, const struct ppt_edits *edits,
    size_t last_edit, struct slice *stream, struct err *err)
{
	struct opening opening = {.len = stream->len,
		.left = 2 * (uint64_t)stream->len};
	struct office_lock lock;
	uint32_t own;

	TRY(read_lock(emit, edits, last_edit, *stream, &own, &lock, err));
	TRY(office_lock_open(emit, &lock, err));
	opening.bytes = arena_room(emit->job->arena, stream->len + 1);
	opening.done = arena_room(emit->job->arena, stream->len + 1);
	if (opening.bytes == NULL || opening.done == NULL)
		return arena_full(emit->job->arena, "a presentation", err);
	memcpy(opening.bytes, stream->at, stream->len);
	memset(opening.done, 0, stream->len);
	stream->at = opening.bytes;
	return open_objects(emit, edits, own, &lock, &opening, err);
}
