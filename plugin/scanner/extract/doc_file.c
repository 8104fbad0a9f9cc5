/*
 * doc_file - where in a Word file the text stands ([MS-DOC] 2.5, 2.8.35).
 */
#include "scanner/extract/doc_file.h"

#include "scanner/extract/little.h"
#include "scanner/extract/office_lock.h"
#include "scanner/extract/office_xor.h"
#include "scanner/extract/tries.h"

enum {
	MARK_97 = 0xa5ec,	/* 2.5.2: wIdent */
	MARK_6 = 0xa5dc,
	VERSION_97 = 0xa0,	/* earlier ones are Word 6 and 95 */
	AT_VERSION = 2, AT_LANGUAGE = 6, AT_FLAGS = 10, AT_FIRST = 0x18,
	AT_LAST = 0x1c, AT_TABLES_97 = 0x9a, AT_CLX_6 = 0x160,
	AT_LENGTHS_97 = 0x4c, AT_LENGTHS_6 = 0x34,
	FLAG_COMPLEX = 0x0004, FLAG_ENCRYPTED = 0x0100,
	FLAG_SECOND_TABLE = 0x0200, FLAG_WIDE = 0x1000,
	FLAG_OBFUSCATED = 0x8000, AT_LOCK = 14, LOCK_CLEAR = 68,
	LOCK_CLEAR_6 = 52,
	LOCK_BLOCK = 512,
	TABLE_CLX = 33, TABLES_MOST = 128,
	CLX_PROPERTIES = 1, CLX_PIECES = 2,
	PIECE_COMPRESSED = 0x40000000,
	TEXT_START = 0x200,
};

struct slice
doc_file_table(const struct doc_file *file, unsigned number)
{
	size_t at = AT_TABLES_97 + 8 * (size_t)number, offset, len;

	if (file->old || number >= TABLES_MOST)
		return (struct slice){0};
	offset = little_32(file->main, at);
	len = little_32(file->main, at + 4);
	if (len == 0 || !little_has(file->table, offset, len))
		return (struct slice){0};
	return little_bytes(file->table, offset, len);
}

const struct doc_piece *
doc_file_piece(const struct doc_file *file, uint32_t character)
{
	size_t low = 0, high = file->piece_count, middle;

	while (low < high) {
		middle = low + (high - low) / 2;
		if (file->pieces[middle].end <= character)
			low = middle + 1;
		else
			high = middle;
	}
	return low < file->piece_count ? &file->pieces[low] : NULL;
}

/* ---------------------------------------------------------------- pieces */

/* The piece table within the Clx (2.9.38); empty when it is damaged. */
static struct slice
pieces_bytes(struct slice clx)
{
	size_t at = 0, len;

	while (little_8(clx, at) == CLX_PROPERTIES && at < clx.len)
		at += 3 + (size_t)little_16(clx, at + 1);
	len = little_32(clx, at + 1);
	if (little_8(clx, at) != CLX_PIECES || !little_has(clx, at + 5, len))
		return (struct slice){0};
	return little_bytes(clx, at + 5, len);
}

/* 2.8.35: n + 1 character positions, then n descriptors of eight bytes. */
static enum rc
pieces_read(struct doc_file *file, struct slice table, struct arena *arena,
    struct err *err)
{
	size_t count = table.len < 16 ? 0 : (table.len - 4) / 12;
	struct doc_piece *pieces = arena_array(arena, count + 1,
	    sizeof(*pieces));
	uint32_t at, past = 0;

	if (pieces == NULL)
		return arena_full(arena, "pieces of text", err);
	file->pieces = pieces;
	for (size_t i = 0; i < count; i++) {
		struct doc_piece *piece = &pieces[file->piece_count];

		piece->start = little_32(table, 4 * i);
		piece->end = little_32(table, 4 * i + 4);
		at = little_32(table, 4 * (count + 1) + 8 * i + 2);
		piece->wide = !file->old && (at & PIECE_COMPRESSED) == 0;
		if (!file->old && !piece->wide)
			at = (at & ~(uint32_t)PIECE_COMPRESSED) / 2;
		piece->offset = at;
		if (piece->start != past || piece->end < piece->start ||
		    at > file->main.len) {
			file->damaged = true;
			return RC_OK;
		}
		past = piece->end;
		file->piece_count++;
	}
	return RC_OK;
}

/* Do most characters of these bytes have a zero upper half? */
static bool
looks_wide(struct slice s)
{
	size_t zero = 0;

	for (size_t i = 1; i < s.len && i < 4096; i += 2)
		zero += s.at[i] == 0;
	return zero > 0 && zero * 4 > (s.len < 4096 ? s.len : 4096) / 2;
}

/* One piece: all text between the marks of the header, or to the end. */
static enum rc
pieces_guess(struct doc_file *file, struct arena *arena, struct err *err)
{
	uint32_t first = little_32(file->main, AT_FIRST);
	uint32_t last = little_32(file->main, AT_LAST);
	struct doc_piece *piece = arena_alloc(arena, sizeof(*piece));
	struct slice text;

	if (piece == NULL)
		return arena_full(arena, "pieces of text", err);
	if (first >= last || last > file->main.len) {
		first = TEXT_START;
		last = (uint32_t)file->main.len;
	}
	text = slice_sub(file->main, first, last);
	piece->offset = first;
	piece->wide = looks_wide(text);
	if (file->old)
		piece->wide = (little_16(file->main, AT_FLAGS) &
		    FLAG_WIDE) != 0;
	piece->end = (uint32_t)(text.len / (piece->wide ? 2 : 1));
	file->pieces = piece;
	file->piece_count = piece->end > 0 ? 1 : 0;
	return RC_OK;
}

/* ------------------------------------------------------------------ open */

static enum rc
streams_open(const struct ole_part *part, struct doc_file *file,
    struct err *err)
{
	const char *const names[] = {"0Table", "1Table"};
	unsigned flags;
	size_t which;

	TRY(ole_stream(part, "WordDocument", &file->main, err));
	flags = little_16(file->main, AT_FLAGS);
	which = (flags & FLAG_SECOND_TABLE) != 0;
	file->encrypted = (flags & FLAG_ENCRYPTED) != 0;
	file->old = little_16(file->main, AT_VERSION) < VERSION_97;
	if (file->old) {
		file->table = file->main;
		return RC_OK;
	}
	TRY(ole_stream(part, names[which], &file->table, err));
	if (file->table.len == 0)
		TRY(ole_stream(part, names[!which], &file->table, err));
	return RC_OK;
}

/* A copy of a stream, to open it in. */
static enum rc
stream_copy(struct emit *emit, struct slice stream, unsigned char **copy,
    struct err *err)
{
	*copy = arena_room(emit->job->arena, stream.len + 1);
	if (*copy == NULL)
		return arena_full(emit->job->arena, "a document", err);
	if (stream.len > 0)
		memcpy(*copy, stream.at, stream.len);
	return RC_OK;
}

/*
 * 2.2.6.1: the verifier stands in the information block, whose first bytes are
 * in the clear; the place in the stream chooses the byte of the key.  Before 97
 * there was no other lock.
 */
static enum rc
xor_open(struct emit *emit, struct doc_file *file, struct err *err)
{
	struct office_xor lock = {.verifier = little_16(file->main, AT_LOCK),
		.key = little_16(file->main, AT_LOCK + 2)};
	struct tries tries = {&lock, office_xor_opens, NULL};
	unsigned char *main_copy, *table_copy;

	TRY(tries_run(emit, &tries, err));
	TRY(stream_copy(emit, file->main, &main_copy, err));
	office_xor_stream(&lock, file->old ? LOCK_CLEAR_6 : LOCK_CLEAR,
	    main_copy, file->main.len);
	file->main.at = main_copy;
	if (file->old) {
		file->table = file->main;
		return RC_OK;
	}
	TRY(stream_copy(emit, file->table, &table_copy, err));
	office_xor_stream(&lock, 0, table_copy, file->table.len);
	file->table.at = table_copy;
	return RC_OK;
}

/*
 * 2.2.6: the lock stands at the beginning of the table, whose key stream counts
 * it; the information block's first bytes are in the clear.
 */
static enum rc
lock_open(const struct ole_part *part, struct doc_file *file,
    struct err *err)
{
	struct emit *emit = &part->ole->emit;
	unsigned flags = little_16(file->main, AT_FLAGS);
	unsigned char *main_copy, *table_copy;
	struct office_lock lock = {0};

	if (file->old || (flags & FLAG_OBFUSCATED) != 0)
		return xor_open(emit, file, err);
	TRY(office_lock_read(emit, little_bytes(file->table, 0,
	    little_32(file->main, AT_LOCK)), &lock, err));
	TRY(office_lock_open(emit, &lock, err));
	TRY(stream_copy(emit, file->main, &main_copy, err));
	office_lock_stream(&lock, LOCK_BLOCK, LOCK_CLEAR, main_copy,
	    file->main.len);
	file->main.at = main_copy;
	TRY(stream_copy(emit, file->table, &table_copy, err));
	office_lock_stream(&lock, LOCK_BLOCK, 0, table_copy, file->table.len);
	file->table.at = table_copy;
	return RC_OK;
}

/* The pictures of a document that a word opened stay locked: said, not shown. */
static enum rc
pictures_stay(const struct ole_part *part, struct err *err)
{
	struct slice data;

	TRY(ole_stream(part, "Data", &data, err));
	return data.len == 0 ? RC_OK : emit_cause(&part->ole->emit, 0,
	    CAUSE_unsupported, err);
}

/* Which code page one-byte text has: fixed since 97, the language's before. */
static void
page_find(struct doc_file *file)
{
	file->page = 1252;
	if (!file->old)
		return;
	file->page = codepage_of_language(little_16(file->main,
	    AT_LANGUAGE));
	/* chs: 256 is the Macintosh. */
	if (little_16(file->main, 0x14) == 256)
		file->page = 10000;
}

static enum rc
pieces_open(struct doc_file *file, struct arena *arena, struct err *err)
{
	struct slice clx = doc_file_table(file, TABLE_CLX);
	bool complex = (little_16(file->main, AT_FLAGS) & FLAG_COMPLEX) != 0;
	struct slice table;

	if (file->old)
		clx = little_bytes(file->main,
		    little_32(file->main, AT_CLX_6),
		    little_32(file->main, AT_CLX_6 + 4));
	table = pieces_bytes(clx);
	if (table.len >= 16)
		TRY(pieces_read(file, table, arena, err));
	if (file->piece_count > 0)
		return RC_OK;
	file->damaged = !file->old || complex;
	return pieces_guess(file, arena, err);
}

enum rc
doc_file_open(const struct ole_part *part, struct doc_file *file,
    struct err *err)
{
	struct emit *emit = &part->ole->emit;
	size_t at;

	*file = (struct doc_file){0};
	TRY(streams_open(part, file, err));
	if (file->encrypted) {
		TRY(lock_open(part, file, err));
		TRY(pictures_stay(part, err));
	}
	page_find(file);
	at = file->old ? AT_LENGTHS_6 : AT_LENGTHS_97;
	for (size_t i = 0; i < DOC_STORIES; i++)
		file->length[i] = little_32(file->main, at + 4 * i);
	TRY(pieces_open(file, emit->job->arena, err));
	if (little_16(file->main, 0) != MARK_97 &&
	    little_16(file->main, 0) != MARK_6)
		file->damaged = true;
	if (file->damaged)
		TRY(emit_cause(emit, 0, (emit->causes &
		    cause_bit(CAUSE_truncated)) != 0 ? CAUSE_truncated :
		    CAUSE_corrupt, err));
	return file->piece_count > 0 ? RC_OK : RC_END;
}
