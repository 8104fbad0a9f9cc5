/*
 * sevenzip - what the header of a 7z archive says of its streams.
 *
 * Everything that is counted takes bytes of the header, and each count is held
 * against those that are left before memory is asked for.
 */
#include "scanner/extract/sevenzip.h"

#include "scanner/extract/little.h"

enum { CODER_ID = 0x0f, CODER_STREAMS = 0x10, CODER_PROPERTIES = 0x20,
	CODER_MORE = 0xc0 };

struct reading {
	struct slice text;
	size_t at;
	bool bad;		/* nothing that is read counts any more */
	struct arena *arena;
};

/* ---------------------------------------------------------------- numbers */

static unsigned
byte(struct reading *r)
{
	if (r->at >= r->text.len) {
		r->bad = true;
		return 0;
	}
	return r->text.at[r->at++];
}

/* The ones at the top of the first byte say how many more there are. */
static uint64_t
number(struct reading *r)
{
	unsigned first = byte(r), mask = 0x80;
	uint64_t value = 0;

	for (unsigned i = 0; i < 8; i++, mask >>= 1) {
		if ((first & mask) == 0)
			return value | (uint64_t)(first & (mask - 1)) <<
			    (8 * i);
		value |= (uint64_t)byte(r) << (8 * i);
	}
	return value;
}

/* A count of things that take at least a byte each. */
static size_t
count(struct reading *r)
{
	uint64_t value = number(r);

	if (value > r->text.len - r->at)
		r->bad = true;
	return r->bad ? 0 : (size_t)value;
}

static struct slice
bytes(struct reading *r, uint64_t len)
{
	struct slice piece = {0};

	if (len > r->text.len - r->at) {
		r->bad = true;
		return piece;
	}
	piece = little_bytes(r->text, r->at, (size_t)len);
	r->at += (size_t)len;
	return piece;
}

static void *
array(struct reading *r, size_t members, size_t size)
{
	void *room = arena_array(r->arena, members + 1, size);

	r->bad |= room == NULL;
	return room;
}

/*
 * "Digests": are all known, else a bit for each; then those known.  Each is
 * given to `take`.
 */
static void
sums(struct reading *r, uint64_t members,
    void (*take)(void *own, uint64_t i, struct sevenzip_sum sum), void *own)
{
	bool all = byte(r) != 0;
	struct slice bits = {0};

	if (!all)
		bits = bytes(r, members / 8 + (members % 8 != 0));
	for (uint64_t i = 0; i < members && !r->bad; i++) {
		struct sevenzip_sum sum = {.known = all ||
			(bits.at[i / 8] >> (7 - i % 8) & 1) != 0};

		if (sum.known)
			sum.value = little_32(bytes(r, 4), 0);
		if (!r->bad)
			take(own, i, sum);
	}
}

/* ---------------------------------------------------------------- folders */

static void
coder(struct reading *r, struct sevenzip_folder *folder)
{
	struct sevenzip_coder *coder = &folder->coders[folder->coder_count];
	unsigned flags = byte(r);

	*coder = (struct sevenzip_coder){.id = bytes(r, flags & CODER_ID),
		.ins = 1, .outs = 1, .first_in = folder->ins,
		.first_out = folder->outs};
	if (flags & CODER_STREAMS) {
		coder->ins = count(r);
		coder->outs = count(r);
	}
	if (flags & CODER_PROPERTIES)
		coder->properties = bytes(r, number(r));
	if ((flags & CODER_MORE) != 0 || coder->ins > SEVENZIP_MOST ||
	    coder->outs > SEVENZIP_MOST || coder->outs == 0 ||
	    folder->ins + coder->ins > SEVENZIP_MOST ||
	    folder->outs + coder->outs > SEVENZIP_MOST) {
		r->bad = true;
		return;
	}
	folder->ins += coder->ins;
	folder->outs += coder->outs;
	folder->coder_count++;
}

/* The one stream in that no coder gives; a second one is told. */
static size_t
unbound(struct reading *r, const struct sevenzip_folder *folder)
{
	for (size_t i = 0; i < folder->ins; i++) {
		size_t bind = 0;

		while (bind < folder->bind_count && folder->bind_in[bind] != i)
			bind++;
		if (bind == folder->bind_count)
			return i;
	}
	r->bad = true;
	return 0;
}

/* Each stream is somebody's once. */
static bool
once(uint32_t *seen, uint64_t stream)
{
	uint32_t bit = UINT32_C(1) << stream, was = *seen;

	*seen |= bit;
	return (was & bit) == 0;
}

static void
folder(struct reading *r, struct sevenzip_folder *out)
{
	size_t coders = count(r);
	uint32_t ins = 0, outs = 0;

	*out = (struct sevenzip_folder){0};
	if (coders == 0 || coders > SEVENZIP_MOST)
		r->bad = true;
	for (size_t i = 0; i < coders && !r->bad; i++)
		coder(r, out);
	if (r->bad || out->ins < out->outs - 1)
		goto bad;
	for (; out->bind_count + 1 < out->outs; out->bind_count++) {
		uint64_t in = number(r), from = number(r);

		if (in >= out->ins || from >= out->outs ||
		    !once(&ins, in) || !once(&outs, from))
			goto bad;
		out->bind_in[out->bind_count] = (size_t)in;
		out->bind_out[out->bind_count] = (size_t)from;
	}
	out->packed_count = out->ins - out->bind_count;
	if (out->packed_count == 1)
		out->packed[0] = unbound(r, out);
	for (size_t i = 0; i < out->packed_count && out->packed_count > 1;
	    i++) {
		uint64_t in = number(r);

		if (in >= out->ins || !once(&ins, in))
			goto bad;
		out->packed[i] = (size_t)in;
	}
	return;
bad:
	r->bad = true;
}

/* The stream out of a coder that is no other's: what the folder holds. */
static size_t
main_out(const struct sevenzip_folder *folder)
{
	for (size_t i = 0; i < folder->outs; i++) {
		size_t bind = 0;

		while (bind < folder->bind_count &&
		    folder->bind_out[bind] != i)
			bind++;
		if (bind == folder->bind_count)
			return i;
	}
	return 0;
}

void
sevenzip_folder_read(struct slice text, struct sevenzip_folder *out)
{
	struct reading r = {.text = text};

	folder(&r, out);
}

/* ---------------------------------------------------------------- streams */

static void
ignore_sum(void *own, uint64_t i, struct sevenzip_sum sum)
{
	(void)own, (void)i, (void)sum;
}

/* Where the packed streams are: one behind the other. */
static void
packs(struct reading *r, struct slice file, struct sevenzip_streams *out)
{
	uint64_t at = number(r);
	unsigned mark;

	out->pack_count = count(r);
	out->packs = array(r, out->pack_count, sizeof(*out->packs));
	if (at > file.len - SEVENZIP_START)
		r->bad = true;
	at += SEVENZIP_START;
	while (!r->bad && (mark = byte(r)) != SEVENZIP_END) {
		if (mark == SEVENZIP_SUMS)
			sums(r, out->pack_count, ignore_sum, NULL);
		else if (mark != SEVENZIP_SIZES)
			r->bad = true;
		for (size_t i = 0; mark == SEVENZIP_SIZES && !r->bad &&
		    i < out->pack_count; i++) {
			uint64_t size = number(r);

			r->bad |= size > file.len - at;
			if (r->bad)
				break;
			out->packs[i] = little_bytes(file, (size_t)at,
			    (size_t)size);
			at += size;
		}
	}
}

static void
take_folder_sum(void *own, uint64_t i, struct sevenzip_sum sum)
{
	struct sevenzip_place *folders = own;

	folders[i].sum = sum;
}

/* Each folder where it stands; its streams follow those of the one before. */
static void
places(struct reading *r, struct sevenzip_streams *out)
{
	struct sevenzip_folder one;
	size_t pack = 0;

	for (size_t i = 0; i < out->folder_count && !r->bad; i++) {
		size_t start = r->at;

		folder(r, &one);
		out->folders[i] = (struct sevenzip_place){
			.text = slice_sub(r->text, start, r->at),
			.first_pack = pack, .first_size = out->size_count,
			.file_count = 1};
		pack += one.packed_count;
		out->size_count += one.outs;
		r->bad |= pack > out->pack_count;
	}
}

static void
unpacks(struct reading *r, struct sevenzip_streams *out)
{
	struct sevenzip_folder one;
	unsigned mark;

	r->bad |= byte(r) != SEVENZIP_FOLDERS;
	out->folder_count = count(r);
	out->folders = array(r, out->folder_count, sizeof(*out->folders));
	/* Not in a stream of their own. */
	r->bad |= byte(r) != 0;
	places(r, out);
	r->bad |= byte(r) != SEVENZIP_CODER_SIZES;
	if (r->bad || out->size_count > r->text.len - r->at) {
		r->bad = true;
		return;
	}
	out->sizes = array(r, out->size_count, sizeof(*out->sizes));
	for (size_t i = 0; i < out->size_count && !r->bad; i++)
		out->sizes[i] = number(r);
	while (!r->bad && (mark = byte(r)) != SEVENZIP_END) {
		if (mark != SEVENZIP_SUMS)
			r->bad = true;
		else
			sums(r, out->folder_count, take_folder_sum,
			    out->folders);
	}
	for (size_t i = 0; i < out->folder_count && !r->bad; i++) {
		struct sevenzip_place *place = &out->folders[i];

		sevenzip_folder_read(place->text, &one);
		place->size = out->sizes[place->first_size + main_out(&one)];
		place->file_size = place->size;
		place->file_sum = place->sum;
	}
}

/* ------------------------------------------------------------ first files */

/* The sums of files go over those of a folder's only file. */
struct taking {
	struct sevenzip_streams *streams;
	size_t folder;
	uint64_t file;		/* of that folder */
};

static bool
is_summed(const struct sevenzip_place *place)
{
	return place->file_count == 1 && place->sum.known;
}

static void
take_file_sum(void *own, uint64_t i, struct sevenzip_sum sum)
{
	struct taking *taking = own;
	struct sevenzip_streams *streams = taking->streams;

	(void)i;
	while (taking->folder < streams->folder_count &&
	    (is_summed(&streams->folders[taking->folder]) || taking->file ==
	    streams->folders[taking->folder].file_count)) {
		taking->folder++;
		taking->file = 0;
	}
	if (taking->folder == streams->folder_count)
		return;
	if (taking->file++ == 0)
		streams->folders[taking->folder].file_sum = sum;
}

/* How many files each folder has: its own sum is none of theirs then. */
static void
file_counts(struct reading *r, struct sevenzip_streams *streams)
{
	for (size_t i = 0; i < streams->folder_count && !r->bad; i++) {
		struct sevenzip_place *place = &streams->folders[i];

		place->file_count = number(r);
		if (place->file_count != 1)
			place->file_sum.known = false;
	}
}

/* The sizes of all files of a folder but the last. */
static void
file_sizes(struct reading *r, struct sevenzip_streams *streams)
{
	for (size_t i = 0; i < streams->folder_count && !r->bad; i++) {
		struct sevenzip_place *place = &streams->folders[i];

		for (uint64_t j = 1; j < place->file_count && !r->bad; j++) {
			uint64_t size = number(r);

			if (j == 1)
				place->file_size = size;
		}
	}
}

static void
file_sums(struct reading *r, struct sevenzip_streams *streams)
{
	struct taking taking = {.streams = streams};
	uint64_t files = 0;

	for (size_t i = 0; i < streams->folder_count; i++)
		if (!is_summed(&streams->folders[i]) &&
		    __builtin_add_overflow(files,
		    streams->folders[i].file_count, &files))
			r->bad = true;
	if (!r->bad)
		sums(r, files, take_file_sum, &taking);
}

/* Each of the three once: they need no bytes where there is nothing to say. */
static void
first_files(struct reading *r, struct sevenzip_streams *streams)
{
	uint32_t seen = 0;
	unsigned mark;

	while (!r->bad && (mark = byte(r)) != SEVENZIP_END) {
		if (mark > SEVENZIP_COUNTS || !once(&seen, mark))
			r->bad = true;
		else if (mark == SEVENZIP_COUNTS)
			file_counts(r, streams);
		else if (mark == SEVENZIP_SIZES)
			file_sizes(r, streams);
		else if (mark == SEVENZIP_SUMS)
			file_sums(r, streams);
		else
			r->bad = true;
	}
}

/* ----------------------------------------------------------------- header */

static bool
streams_read(struct reading *r, struct slice file,
    struct sevenzip_streams *out)
{
	unsigned mark = byte(r);

	if (mark == SEVENZIP_PACKS) {
		packs(r, file, out);
		mark = byte(r);
	}
	if (mark == SEVENZIP_UNPACKS) {
		unpacks(r, out);
		out->rest = slice_sub(r->text, r->at, r->text.len);
		mark = byte(r);
	}
	/* What cannot be known of the first files is not needed. */
	if (mark == SEVENZIP_SUBSTREAMS && !r->bad)
		first_files(r, out);
	return !r->bad;
}

bool
sevenzip_packed_read(struct arena *arena, struct slice file,
    struct slice text, struct sevenzip_streams *streams)
{
	struct reading r = {.text = text, .arena = arena};

	*streams = (struct sevenzip_streams){0};
	return file.len >= SEVENZIP_START && streams_read(&r, file, streams);
}

bool
sevenzip_header_read(struct arena *arena, struct slice file,
    struct slice text, struct sevenzip_streams *streams)
{
	struct reading r = {.text = text, .arena = arena};
	unsigned mark;

	*streams = (struct sevenzip_streams){0};
	if (byte(&r) != SEVENZIP_HEADER || file.len < SEVENZIP_START)
		return false;
	mark = byte(&r);
	if (mark == SEVENZIP_ARCHIVE) {
		while (byte(&r) != SEVENZIP_END && !r.bad)
			(void)bytes(&r, number(&r));
		mark = byte(&r);
	}
	if (mark == SEVENZIP_STREAMS)
		return streams_read(&r, file, streams);
	return !r.bad && mark != SEVENZIP_MORE;
}

/* ---------------------------------------------------------------- writing */

void
sevenzip_number(struct buf *out, uint64_t value)
{
	(void)!buf_byte(out, 0xff);
	for (unsigned i = 0; i < 8; i++)
		(void)!buf_byte(out, (unsigned char)(value >> (8 * i)));
}

static void
put_coder(struct buf *out, const struct sevenzip_coder *coder)
{
	bool plain = coder->ins == 1 && coder->outs == 1;

	(void)!buf_byte(out, (unsigned char)(coder->id.len |
	    (plain ? 0 : CODER_STREAMS) |
	    (coder->properties.len > 0 ? CODER_PROPERTIES : 0)));
	(void)!buf_put(out, coder->id);
	if (!plain) {
		sevenzip_number(out, coder->ins);
		sevenzip_number(out, coder->outs);
	}
	if (coder->properties.len > 0) {
		sevenzip_number(out, coder->properties.len);
		(void)!buf_put(out, coder->properties);
	}
}

void
sevenzip_folder_put(struct buf *out, const struct sevenzip_folder *folder)
{
	sevenzip_number(out, folder->coder_count);
	for (size_t i = 0; i < folder->coder_count; i++)
		put_coder(out, &folder->coders[i]);
	for (size_t i = 0; i < folder->bind_count; i++) {
		sevenzip_number(out, folder->bind_in[i]);
		sevenzip_number(out, folder->bind_out[i]);
	}
	for (size_t i = 0; i < folder->packed_count &&
	    folder->packed_count > 1; i++)
		sevenzip_number(out, folder->packed[i]);
}
