/*
 * seen - which values were counted already: a set with a number for each.
 */
#include "scanner/match/seen.h"

enum { SEEN_FIRST = 64 };

struct seen_entry {
	struct seen_key key;	/* kind 0: empty */
	size_t number;
};

struct seen_key
seen_key(enum seen_kind kind, size_t number, uint32_t part,
    const unsigned char digest[CRYPT_DIGEST_BYTES])
{
	struct seen_key key = {.kind = kind, .number = (uint32_t)number,
	    .part = part};

	memcpy(key.digest, digest, sizeof(key.digest));
	return key;
}

static struct seen_entry *
place(struct seen_entry *entries, size_t room, const struct seen_key *key)
{
	uint64_t hash;
	size_t at;

	memcpy(&hash, key->digest, sizeof(hash));
	hash ^= (uint64_t)key->number << 32 ^ key->part ^
	    (uint64_t)key->kind << 56;
	at = (size_t)((hash * 0x9e3779b97f4a7c15ull) >> 16) & (room - 1);
	while (entries[at].key.kind &&
	    memcmp(&entries[at].key, key, sizeof(*key)))
		at = (at + 1) & (room - 1);
	return &entries[at];
}

static bool
grow(struct seen *seen, struct arena *arena)
{
	size_t room = seen->room ? seen->room * 2 : SEEN_FIRST;
	struct seen_entry *entries = arena_array(arena, room, sizeof(*entries));

	if (!entries)
		return false;
	for (size_t i = 0; i < seen->room; i++)
		if (seen->entries[i].key.kind)
			*place(entries, room, &seen->entries[i].key) =
			    seen->entries[i];
	seen->entries = entries;
	seen->room = room;
	return true;
}

size_t
seen_put(struct seen *seen, struct arena *arena, struct seen_key key,
    size_t number, bool *is_new)
{
	struct seen_entry *entry;

	*is_new = false;
	if (seen->count * 2 >= seen->room && !grow(seen, arena))
		return SIZE_MAX;
	entry = place(seen->entries, seen->room, &key);
	if (entry->key.kind)
		return entry->number;
	entry->key = key;
	entry->number = number;
	seen->count++;
	*is_new = true;
	return number;
}
