/*
 * mask - the only place that formats matched content.
 *
 * How much each style tells, and why no more: two digits of a Social Security
 * number leave a million values (four are often asked for as a password); PCI
 * DSS 3.4.1 allows the last four of a card; an address keeps what is not
 * personal.
 */
#include "scanner/match/mask.h"

#include "base/buf.h"
#include "base/escape.h"

struct mask_row {
	size_t head;	/* characters shown at the start */
	size_t tail;	/* and at the end, of letters and digits */
};

static const struct mask_row rows[MASK_STYLES] = {
	[MASK_LENGTH] = {0, 0},
	[MASK_LAST_TWO] = {0, 2},
	[MASK_CARD] = {0, 4},
	[MASK_IBAN] = {2, 2},
	[MASK_EMAIL] = {1, 0},
};

static const char *
mask_length(struct slice value, struct arena *arena)
{
	size_t characters = 0;

	for (size_t i = 0; i < value.len; i++)
		characters += (value.at[i] & 0xc0) != 0x80;
	return arena_printf(arena, "[%zu character%s]", characters,
	    characters == 1 ? "" : "s");
}

static size_t
alnum_count(struct slice value)
{
	size_t count = 0;

	for (size_t i = 0; i < value.len; i++)
		count += byte_is_alnum(value.at[i]);
	return count;
}

/* Letters and digits as stars but for head and tail; separators stay. */
static const char *
mask_shape(struct mask_row row, struct slice value, struct arena *arena)
{
	size_t count = alnum_count(value), seen = 0;
	char text[MASK_MOST + 1];
	size_t len = 0;

	if (value.len > MASK_MOST || count < 2 * (row.head + row.tail))
		return mask_length(value, arena);
	for (size_t i = 0; i < value.len; i++) {
		unsigned char byte = value.at[i];

		if (!byte_is_alnum(byte)) {
			text[len++] = byte == '-' || byte == '.' ||
			    byte == '/' ? (char)byte : ' ';
			continue;
		}
		text[len++] = seen < row.head || seen >= count - row.tail ?
		    (char)byte : '*';
		seen++;
	}
	return arena_string(arena, slice_bytes(text, len));
}

static const char *
mask_email(struct slice value, struct arena *arena)
{
	size_t dot = value.len;

	while (dot > 0 && value.at[dot - 1] != '.')
		dot--;
	if (!dot || !value.len || !byte_is_alnum(value.at[0]) ||
	    value.len - dot > 12)
		return mask_length(value, arena);
	for (size_t i = dot; i < value.len; i++)
		if (!byte_is_alnum(value.at[i]) && value.at[i] != '-')
			return mask_length(value, arena);
	return arena_printf(arena, "%c***@***.%.*s", value.at[0],
	    (int)(value.len - dot), (const char *)value.at + dot);
}

const char *
mask_of(enum mask_style style, struct slice value, struct arena *arena)
{
	switch (style) {
	case MASK_LAST_TWO:
	case MASK_CARD:
	case MASK_IBAN:
		return mask_shape(rows[style], value, arena);
	case MASK_EMAIL:
		return mask_email(value, arena);
	case MASK_LENGTH:
	case MASK_STYLES:
		break;
	}
	return mask_length(value, arena);
}

struct slice
mask_canonical(struct slice value, bool whole,
    unsigned char room[MASK_CANONICAL_MOST])
{
	size_t len = 0;

	for (size_t i = 0; i < value.len && len < MASK_CANONICAL_MOST; i++) {
		unsigned char byte = value.at[i];

		if (whole && byte_is_space(byte)) {
			if (len && room[len - 1] != ' ')
				room[len++] = ' ';
		} else if (whole) {
			room[len++] = byte_lower(byte);
		} else if (byte_is_alnum(byte)) {
			room[len++] = byte >= 'a' && byte <= 'z' ? byte - 32 :
			    byte;
		}
	}
	return slice_bytes(room, len);
}

void
mask_digest(const struct crypt_key *key, struct slice canonical,
    unsigned char digest[CRYPT_DIGEST_BYTES])
{
	crypt_keyed(key, canonical, digest);
}

const char *
mask_rows(uint64_t rows, struct arena *arena)
{
	return arena_printf(arena, "[%llu row%s]", (unsigned long long)rows,
	    rows == 1 ? "" : "s");
}
