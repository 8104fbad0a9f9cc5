/*
 * sevenzip_lock - a 7z archive behind a password.
 *
 * The lock is a coder among the others (Methods.txt of the LZMA SDK, 06F10701):
 * AES-256 in chains over a packed stream, its key a digest of 2^n rounds.  It is
 * taken out: the streams are opened, the folders written without that coder, and
 * the whole is an archive that any reader takes.  A right word is known by the
 * sum of the header, or of the first file of the smallest folder.
 */
#include "scanner/extract/sevenzip_lock.h"

#include "base/crypt.h"
#include "scanner/extract/cipher.h"
#include "scanner/extract/inflate.h"
#include "scanner/extract/little.h"
#include "scanner/extract/sevenzip.h"
#include "scanner/extract/tries.h"
#include "scanner/extract/unpack.h"

enum {
	POWER_PLAIN = 0x3f,	/* the word itself is the key */
	POWER_MOST = 24,	/* what 7-Zip itself opens at the most */
	WIDE_MOST = 512, VALUE_MOST = 16, KEY = 32, BLOCK = 16,
	HEADER_MOST = 1 << 24,	/* of as many files as limits allow: 4 MB */
};

/* Rounds for all keys that one archive asks for, once a word opens it. */
static const uint64_t rounds_most = UINT64_C(1) << 26;

struct lock {
	struct emit *emit;
	struct slice file;
	struct sevenzip_streams head;	/* the packed header, if it is packed */
	struct sevenzip_streams streams;
	struct slice header;		/* in the clear */
	struct buf wide;		/* the word that is tried */
	bool keyed;			/* the key is of this salt and power */
	struct slice salt;
	unsigned power;
	unsigned char key[KEY];
	uint64_t rounds;
};

/* ------------------------------------------------------------------ coders */

static bool
is_coder(const struct sevenzip_coder *coder, const char *id, size_t len)
{
	return slice_is(coder->id, slice_bytes(id, len));
}

static bool
is_lock(const struct sevenzip_coder *coder)
{
	return is_coder(coder, "\x06\xf1\x07\x01", 4);
}

/* The coder that takes this stream, or NULL. */
static const struct sevenzip_coder *
taker(const struct sevenzip_folder *folder, size_t in)
{
	for (size_t i = 0; i < folder->coder_count; i++)
		if (in >= folder->coders[i].first_in &&
		    in - folder->coders[i].first_in < folder->coders[i].ins)
			return &folder->coders[i];
	return NULL;
}

/* Which bind takes what this coder gives; the count of binds if none. */
static size_t
bind_of(const struct sevenzip_folder *folder,
    const struct sevenzip_coder *coder)
{
	size_t bind = 0;

	while (bind < folder->bind_count &&
	    folder->bind_out[bind] != coder->first_out)
		bind++;
	return bind;
}

/* Does a coder lock this packed stream, and nothing but it? */
static const struct sevenzip_coder *
lock_of(const struct sevenzip_folder *folder, size_t packed)
{
	const struct sevenzip_coder *coder = taker(folder,
	    folder->packed[packed]);

	return coder != NULL && is_lock(coder) && coder->ins == 1 &&
	    coder->outs == 1 ? coder : NULL;
}

static bool
has_lock(const struct sevenzip_folder *folder)
{
	for (size_t i = 0; i < folder->coder_count; i++)
		if (is_lock(&folder->coders[i]))
			return true;
	return false;
}

/* Every lock must be the first of its stream, and the only one. */
static bool
is_known(const struct sevenzip_folder *folder)
{
	size_t locks = 0, first = 0;

	for (size_t i = 0; i < folder->coder_count; i++)
		locks += is_lock(&folder->coders[i]);
	for (size_t i = 0; i < folder->packed_count; i++) {
		const struct sevenzip_coder *lock = lock_of(folder, i);

		first += lock != NULL && (folder->coder_count == 1 ||
		    bind_of(folder, lock) < folder->bind_count);
	}
	return locks == first;
}

/* Stream numbers above one that is gone come down by one. */
static void
close_gap(size_t *numbers, size_t count, size_t gone)
{
	for (size_t i = 0; i < count; i++)
		numbers[i] -= numbers[i] > gone;
}

/* Take a locking coder out: who took its stream takes the packed one. */
static void
take_out(struct sevenzip_folder *folder, const struct sevenzip_coder *coder,
    size_t packed)
{
	size_t in = coder->first_in, out = coder->first_out;
	size_t bind = bind_of(folder, coder);
	size_t at = (size_t)(coder - folder->coders);

	folder->packed[packed] = folder->bind_in[bind];
	folder->bind_count--;
	for (size_t i = bind; i < folder->bind_count; i++) {
		folder->bind_in[i] = folder->bind_in[i + 1];
		folder->bind_out[i] = folder->bind_out[i + 1];
	}
	folder->coder_count--;
	for (size_t i = at; i < folder->coder_count; i++) {
		folder->coders[i] = folder->coders[i + 1];
		folder->coders[i].first_in--;
		folder->coders[i].first_out--;
	}
	folder->ins--;
	folder->outs--;
	close_gap(folder->bind_in, folder->bind_count, in);
	close_gap(folder->bind_out, folder->bind_count, out);
	close_gap(folder->packed, folder->packed_count, in);
}

/* ------------------------------------------------------------------- keys */

struct locked {
	unsigned power;
	struct slice salt;
	unsigned char iv[BLOCK];
};

/* Rounds, salt and beginning, as the coder's properties say. */
static bool
read_locked(struct slice properties, struct locked *locked)
{
	unsigned first = little_8(properties, 0);
	unsigned second = little_8(properties, 1);
	size_t salt = (first >> 7 & 1) + (second >> 4);
	size_t iv = (first >> 6 & 1) + (second & 15);
	struct slice bytes;

	*locked = (struct locked){.power = first & 0x3f,
		.salt = little_bytes(properties, 2, salt)};
	if (locked->power > POWER_MOST && locked->power != POWER_PLAIN)
		return false;
	bytes = little_bytes(properties, 2 + salt, iv);
	if (bytes.len > 0)
		memcpy(locked->iv, bytes.at, bytes.len);
	return true;
}

static bool
key_for(struct lock *lock, const struct locked *locked)
{
	unsigned char prefix[VALUE_MOST + WIDE_MOST] = {0};
	unsigned char digest[CIPHER_DIGEST_MOST];
	struct slice wide = buf_slice(&lock->wide);
	size_t len = locked->salt.len + wide.len;
	uint64_t rounds = UINT64_C(1) << (locked->power == POWER_PLAIN ? 0 :
	    locked->power);
	bool done = true;

	if (lock->keyed && locked->power == lock->power &&
	    slice_is(locked->salt, lock->salt))
		return true;
	if (rounds > lock->rounds)
		return false;
	lock->rounds -= rounds;
	if (locked->salt.len > 0)
		memcpy(prefix, locked->salt.at, locked->salt.len);
	if (wide.len > 0)
		memcpy(prefix + locked->salt.len, wide.at, wide.len);
	if (locked->power == POWER_PLAIN)
		memcpy(digest, prefix, KEY);
	else
		done = cipher_count(CIPHER_SHA256, slice_bytes(prefix, len),
		    8, (uint32_t)rounds, NULL, digest);
	memcpy(lock->key, digest, KEY);
	lock->keyed = done;
	lock->salt = locked->salt;
	lock->power = locked->power;
	crypt_wipe(prefix, sizeof(prefix));
	crypt_wipe(digest, sizeof(digest));
	return done;
}

/* ---------------------------------------------------------------- opening */

/* Append a packed stream, opened if it is locked; `size` of it are right. */
static bool
put_stream(struct lock *lock, const struct sevenzip_coder *coder,
    struct slice packed, uint64_t size, struct buf *out)
{
	struct locked locked;
	unsigned char *room;

	if (coder == NULL)
		return buf_put(out, packed);
	if (size > packed.len || !read_locked(coder->properties, &locked) ||
	    !key_for(lock, &locked))
		return false;
	room = buf_reserve(out, packed.len);
	if (room == NULL || cipher_aes_open(slice_bytes(lock->key, KEY),
	    locked.iv, packed, room) < size)
		return false;
	out->len -= packed.len - (size_t)size;
	return true;
}

/* The parts of a header that is written anew. */
struct writing {
	struct buf packs, folders, sizes, sums;
	size_t pack_count, folder_count;
};

/* A folder whose only coder is the lock holds the bytes as they are. */
static void
lay_bare(struct sevenzip_folder *folder)
{
	folder->coders[0].id = slice_bytes("\0", 1);
	folder->coders[0].properties = (struct slice){0};
}

static bool
put_folder(struct lock *lock, const struct sevenzip_streams *streams,
    const struct sevenzip_place *place, struct writing *writing,
    struct buf *out)
{
	const uint64_t *sizes = streams->sizes + place->first_size;
	struct sevenzip_folder folder, bare;
	bool gone[SEVENZIP_MOST] = {false};

	sevenzip_folder_read(place->text, &folder);
	bare = folder;
	for (size_t i = 0; i < folder.packed_count; i++) {
		const struct sevenzip_coder *coder = lock_of(&folder, i);
		size_t start = out->len;

		if (!put_stream(lock, coder,
		    streams->packs[place->first_pack + i], coder == NULL ? 0 :
		    sizes[coder->first_out], out))
			return false;
		sevenzip_number(&writing->packs, out->len - start);
		writing->pack_count++;
		if (coder == NULL)
			continue;
		if (bind_of(&folder, coder) == folder.bind_count) {
			lay_bare(&bare);
			continue;
		}
		gone[coder->first_out] = true;
		take_out(&bare, lock_of(&bare, i), i);
	}
	sevenzip_folder_put(&writing->folders, &bare);
	writing->folder_count++;
	for (size_t i = 0; i < folder.outs; i++)
		if (!gone[i])
			sevenzip_number(&writing->sizes, sizes[i]);
	return true;
}

static void
put_number(struct buf *out, uint64_t value, size_t size)
{
	for (size_t i = 0; i < size; i++, value >>= 8)
		(void)!buf_byte(out, (unsigned char)value);
}

/* "Digests" of the folders as they were. */
static void
put_sums(struct buf *out, const struct sevenzip_place *folders, size_t count)
{
	unsigned bits = 0;

	(void)!buf_byte(out, SEVENZIP_SUMS);
	(void)!buf_byte(out, 0);
	for (size_t i = 0; i < count; i++) {
		bits |= (unsigned)folders[i].sum.known << (7 - i % 8);
		if (i % 8 == 7 || i + 1 == count) {
			(void)!buf_byte(out, (unsigned char)bits);
			bits = 0;
		}
	}
	for (size_t i = 0; i < count; i++)
		if (folders[i].sum.known)
			put_number(out, folders[i].sum.value, 4);
}

/* A header of these folders, and what followed them. */
static void
put_header(struct buf *out, const struct writing *writing,
    const struct sevenzip_place *folders, struct slice rest)
{
	const unsigned char first[] = {SEVENZIP_HEADER, SEVENZIP_STREAMS,
		SEVENZIP_PACKS, 0}, next[] = {SEVENZIP_END, SEVENZIP_UNPACKS,
		SEVENZIP_FOLDERS};

	(void)!buf_put(out, slice_bytes(first, sizeof(first)));
	sevenzip_number(out, writing->pack_count);
	(void)!buf_byte(out, SEVENZIP_SIZES);
	(void)!buf_put(out, buf_slice(&writing->packs));
	(void)!buf_put(out, slice_bytes(next, sizeof(next)));
	sevenzip_number(out, writing->folder_count);
	(void)!buf_byte(out, 0);
	(void)!buf_put(out, buf_slice(&writing->folders));
	(void)!buf_byte(out, SEVENZIP_CODER_SIZES);
	(void)!buf_put(out, buf_slice(&writing->sizes));
	put_sums(out, folders, writing->folder_count);
	(void)!buf_byte(out, SEVENZIP_END);
	/* The library asks for this even where it says nothing. */
	if (little_8(rest, 0) == SEVENZIP_END) {
		(void)!buf_byte(out, SEVENZIP_SUBSTREAMS);
		(void)!buf_byte(out, SEVENZIP_END);
	}
	(void)!buf_put(out, rest);
}

/* The start: where the header is, and its sum ("SignatureHeader"). */
static void
write_start(struct buf *out, size_t header)
{
	struct slice body = slice_sub(buf_slice(out), header, out->len);
	struct buf start = buf_new(SEVENZIP_START);

	(void)!buf_put(&start, slice_bytes("7z\xbc\xaf\x27\x1c\0\4\0\0\0\0",
	    12));
	put_number(&start, header - SEVENZIP_START, 8);
	put_number(&start, body.len, 8);
	put_number(&start, inflate_sum(body), 4);
	if (start.len == SEVENZIP_START && out->len >= SEVENZIP_START) {
		uint32_t sum = inflate_sum(slice_sub(buf_slice(&start), 12,
		    SEVENZIP_START));

		for (size_t i = 0; i < 4; i++)
			start.at[8 + i] = (unsigned char)(sum >> (8 * i));
		memcpy(out->at, start.at, SEVENZIP_START);
	}
	buf_free(&start);
}

/* An archive of some folders, open, with this rest of a header. */
static bool
write_folders(struct lock *lock, const struct sevenzip_streams *streams,
    size_t first, size_t count, struct slice rest, struct buf *out)
{
	struct writing writing = {buf_new(lock->file.len * 9 + 4096),
		buf_new(lock->file.len * 9 + 4096),
		buf_new(lock->file.len * 9 + 4096), {0}, 0, 0};
	bool fine = buf_reserve(out, SEVENZIP_START) != NULL;
	size_t header;

	for (size_t i = first; fine && i < first + count; i++)
		fine = clock_left_ms(lock->emit->job->clock,
		    lock->emit->job->deadline_ms) > 0 && put_folder(lock,
		    streams, &streams->folders[i], &writing, out);
	header = out->len;
	if (fine)
		put_header(out, &writing, streams->folders + first, rest);
	if (fine)
		write_start(out, header);
	fine = fine && !out->full && !writing.packs.full &&
	    !writing.folders.full && !writing.sizes.full;
	buf_free(&writing.packs);
	buf_free(&writing.folders);
	buf_free(&writing.sizes);
	return fine;
}

/* ----------------------------------------------------------------- trying */

/* The first bytes that come out of a folder, as a file of their own. */
static bool
folder_head(struct lock *lock, const struct sevenzip_streams *streams,
    size_t number, uint64_t most, struct buf *head)
{
	/* One file in it, whose name is "x". */
	static const unsigned char rest[] = {SEVENZIP_SUBSTREAMS,
		SEVENZIP_END, SEVENZIP_END, SEVENZIP_FILES, 1, SEVENZIP_NAMES,
		5, 0, 'x', 0, 0, 0, SEVENZIP_END, SEVENZIP_END};
	struct buf archive = buf_new(lock->file.len + (1 << 16));
	bool fine = write_folders(lock, streams, number, 1, slice_bytes(rest,
	    sizeof(rest)), &archive) && unpack_head(lock->emit, UNPACK_7Z,
	    buf_slice(&archive), most, head);

	buf_free(&archive);
	return fine;
}

/* What a stream of this coder cannot begin with shows a wrong word early. */
static bool
may_begin(const struct sevenzip_coder *coder, unsigned first)
{
	if (coder == NULL)
		return true;
	if (is_coder(coder, "\x03\x01\x01", 3))
		return first == 0;	/* LZMA */
	if (is_coder(coder, "\x21", 1))
		return first <= 1 || first >= 0xe0;	/* LZMA2 */
	return true;
}

/* Does the first block of each stream look right? */
static bool
looks_right(struct lock *lock, const struct sevenzip_streams *streams,
    const struct sevenzip_place *place)
{
	struct sevenzip_folder folder;
	struct locked locked;
	unsigned char block[BLOCK];

	sevenzip_folder_read(place->text, &folder);
	for (size_t i = 0; i < folder.packed_count; i++) {
		const struct sevenzip_coder *coder = lock_of(&folder, i);
		size_t bind = coder == NULL ? 0 : bind_of(&folder, coder);

		if (coder == NULL || bind == folder.bind_count)
			continue;
		if (!read_locked(coder->properties, &locked) ||
		    !key_for(lock, &locked))
			return false;
		if (cipher_aes_open(slice_bytes(lock->key, KEY), locked.iv,
		    slice_sub(streams->packs[place->first_pack + i], 0,
		    BLOCK), block) == BLOCK && !may_begin(taker(&folder,
		    folder.bind_in[bind]), block[0]))
			return false;
	}
	return true;
}

/* Does a folder, opened with the word, sum up? */
static bool
sums_up(struct lock *lock, const struct sevenzip_streams *streams,
    size_t number, uint64_t size, struct sevenzip_sum sum, struct buf *head)
{
	return looks_right(lock, streams, &streams->folders[number]) &&
	    size <= lock->emit->job->limits->entry_bytes &&
	    folder_head(lock, streams, number, size, head) &&
	    head->len == size &&
	    (!sum.known || inflate_sum(buf_slice(head)) == sum.value);
}

/* The library cannot put together what BCJ2 took apart: such a folder last. */
static bool
is_hard(const struct sevenzip_folder *folder)
{
	for (size_t i = 0; i < folder->coder_count; i++)
		if (is_coder(&folder->coders[i], "\x03\x03\x01\x1b", 4))
			return true;
	return false;
}

static uint64_t
packed_len(const struct sevenzip_streams *streams, size_t number)
{
	const struct sevenzip_place *place = &streams->folders[number];
	struct sevenzip_folder folder;
	uint64_t len = 0;

	sevenzip_folder_read(place->text, &folder);
	if (!has_lock(&folder) || !place->file_sum.known)
		return UINT64_MAX;
	for (size_t i = 0; i < folder.packed_count; i++)
		len += streams->packs[place->first_pack + i].len;
	return is_hard(&folder) ? len + UINT64_MAX / 2 : len;
}

/* The smallest locked folder whose first file has a sum; or no folder. */
static size_t
pick(const struct sevenzip_streams *streams)
{
	size_t best = streams->folder_count;
	uint64_t least = UINT64_MAX;

	for (size_t i = 0; i < streams->folder_count; i++) {
		uint64_t len = packed_len(streams, i);

		if (len < least) {
			least = len;
			best = i;
		}
	}
	return best;
}

/* The header out of its folder; into the arena if it sums up. */
static bool
read_header(struct lock *lock)
{
	struct arena *arena = lock->emit->job->arena;
	const struct sevenzip_place *place = lock->head.folders;
	struct buf head = buf_new(HEADER_MOST + 1);

	if (place->size <= HEADER_MOST &&
	    sums_up(lock, &lock->head, 0, place->size, place->sum, &head) &&
	    little_8(buf_slice(&head), 0) == SEVENZIP_HEADER)
		lock->header = arena_copy(arena, buf_slice(&head));
	buf_free(&head);
	return lock->header.at != NULL && sevenzip_header_read(arena,
	    lock->file, lock->header, &lock->streams);
}

static bool
opens(void *own, struct slice word)
{
	struct lock *lock = own;
	struct buf head = buf_new((size_t)
	    lock->emit->job->limits->entry_bytes + 1);
	size_t number = pick(&lock->streams);
	bool open;

	buf_clear(&lock->wide);
	tries_wide(word, &lock->wide);
	lock->keyed = false;
	lock->rounds = rounds_most;
	if (lock->header.at == NULL)
		open = !lock->wide.full && read_header(lock);
	else
		open = !lock->wide.full &&
		    number < lock->streams.folder_count &&
		    sums_up(lock, &lock->streams, number,
		    lock->streams.folders[number].file_size,
		    lock->streams.folders[number].file_sum, &head);
	buf_free(&head);
	return open;
}

/* ---------------------------------------------------------------- reading */

static bool
all_known(const struct sevenzip_streams *streams, bool *locked)
{
	struct sevenzip_folder folder;
	bool known = true;

	*locked = false;
	for (size_t i = 0; i < streams->folder_count; i++) {
		sevenzip_folder_read(streams->folders[i].text, &folder);
		*locked |= has_lock(&folder);
		known &= is_known(&folder);
	}
	return known;
}

/* The header as the start says; empty if its sum is wrong. */
static struct slice
find_header(struct slice file)
{
	struct slice start = slice_sub(file, 12, SEVENZIP_START), header;
	uint64_t at = little_64(start, 0), len = little_64(start, 8);

	if (file.len < SEVENZIP_START || at > file.len - SEVENZIP_START ||
	    len > file.len - SEVENZIP_START - at ||
	    inflate_sum(start) != little_32(file, 8))
		return (struct slice){0};
	header = little_bytes(file, SEVENZIP_START + (size_t)at, (size_t)len);
	return inflate_sum(header) == little_32(start, 16) ? header :
	    (struct slice){0};
}

/* What is locked: the header, folders, or nothing that is known here. */
static bool
read_lock(struct lock *lock, bool *locked)
{
	struct arena *arena = lock->emit->job->arena;
	struct slice header = find_header(lock->file);
	unsigned mark = little_8(header, 0);

	*locked = false;
	if (mark == SEVENZIP_HEADER) {
		lock->header = header;
		return sevenzip_header_read(arena, lock->file, header,
		    &lock->streams) && all_known(&lock->streams, locked);
	}
	if (mark != SEVENZIP_PACKED_HEADER || !sevenzip_packed_read(arena,
	    lock->file, slice_sub(header, 1, header.len), &lock->head) ||
	    lock->head.folder_count != 1 || !all_known(&lock->head, locked))
		return false;
	return *locked || (read_header(lock) &&
	    all_known(&lock->streams, locked));
}

/* The whole archive without its locks. */
static bool
write_open(struct lock *lock, struct buf *out)
{
	const struct sevenzip_streams *streams = &lock->streams;
	bool locked, fine;
	size_t header;

	if (!all_known(streams, &locked))
		return false;
	if (streams->folder_count > 0)
		return write_folders(lock, streams, 0, streams->folder_count,
		    streams->rest, out);
	/* Names of empty files alone. */
	fine = buf_reserve(out, SEVENZIP_START) != NULL;
	header = out->len;
	fine = fine && buf_put(out, lock->header);
	if (fine)
		write_start(out, header);
	return fine;
}

enum rc
sevenzip_lock_open(struct emit *emit, struct buf *opened, struct err *err)
{
	struct lock lock = {.emit = emit, .file = emit->job->part->bytes,
		.wide = buf_new(WIDE_MOST)};
	struct tries tries = {&lock, opens, NULL};
	bool locked = false, known = read_lock(&lock, &locked);
	enum rc rc = RC_END;

	if (known && locked)
		rc = tries_run(emit, &tries, err);
	if (rc == RC_OK && !write_open(&lock, opened)) {
		buf_free(opened);
		rc = emit_cause(emit, 0, CAUSE_encrypted, err);
		rc = rc == RC_OK ? RC_END : rc;
	}
	buf_free(&lock.wide);
	crypt_wipe(lock.key, sizeof(lock.key));
	return rc;
}
