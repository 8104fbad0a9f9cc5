/*
 * der - the elements of ASN.1 bytes (X.690), definite and indefinite lengths.
 */
#include "scanner/extract/der.h"

enum { DER_DEPTH_MOST = 32, DER_LENGTH_MOST = 8 };

struct der_head {
	unsigned char tag;
	size_t size;		/* of tag and length */
	uint64_t len;
	bool open;		/* indefinite: ends with two zeros */
};

static bool
der_head(struct slice bytes, struct der_head *head)
{
	size_t count;

	*head = (struct der_head){.size = 2};
	if (bytes.len < 2 || (bytes.at[0] & 0x1f) == 0x1f)
		return false;
	head->tag = bytes.at[0];
	if (bytes.at[1] < 0x80) {
		head->len = bytes.at[1];
		return true;
	}
	count = bytes.at[1] & 0x7f;
	head->open = count == 0;
	if (count > DER_LENGTH_MOST || bytes.len < 2 + count)
		return false;
	for (size_t i = 0; i < count; i++)
		head->len = head->len << 8 | bytes.at[2 + i];
	head->size += count;
	return true;
}

/*
 * How long is what follows an indefinite length, without its end mark?  Only
 * such elements nest here, the others are stepped over.
 */
static size_t
der_open_len(struct slice bytes, bool *cut)
{
	size_t at = 0, depth = 1;
	struct der_head head;

	while (depth > 0 && at < bytes.len) {
		struct slice rest = slice_sub(bytes, at, bytes.len);

		if (rest.len >= 2 && rest.at[0] == 0 && rest.at[1] == 0) {
			if (--depth == 0)
				return at;
			at += 2;
			continue;
		}
		if (!der_head(rest, &head) || (head.open &&
		    ++depth > DER_DEPTH_MOST))
			break;
		at += head.size;
		if (!head.open && head.len > bytes.len - at)
			break;
		at += head.open ? 0 : (size_t)head.len;
	}
	*cut = true;
	return bytes.len;
}

bool
der_next(struct slice *rest, struct der *element)
{
	struct der_head head;
	struct slice body;
	size_t len;

	*element = (struct der){0};
	if (!der_head(*rest, &head) || head.tag == 0)
		return false;
	body = slice_sub(*rest, head.size, rest->len);
	element->tag = head.tag;
	if (head.open) {
		len = der_open_len(body, &element->cut);
	} else {
		element->cut = head.len > body.len;
		len = element->cut ? body.len : (size_t)head.len;
	}
	element->content = slice_sub(body, 0, len);
	*rest = slice_sub(body, len + (head.open ? 2 : 0), body.len);
	return true;
}

bool
der_take(struct slice *rest, unsigned char tag, struct der *element)
{
	struct slice before = *rest;

	if (der_next(rest, element) && element->tag == tag)
		return true;
	*rest = before;
	return false;
}

void
der_octets(const struct der *element, struct buf *out, bool *cut)
{
	struct slice rest = element->content;
	struct der piece;

	*cut |= element->cut;
	if (element->tag != DER_OCTETS_IN_PIECES) {
		*cut |= !buf_put(out, element->content);
		return;
	}
	/* Pieces of pieces are allowed and not used by anybody. */
	while (der_next(&rest, &piece)) {
		struct slice inner = piece.content;
		struct der part;

		*cut |= piece.cut;
		if (piece.tag != DER_OCTETS_IN_PIECES)
			*cut |= !buf_put(out, piece.content);
		while (piece.tag == DER_OCTETS_IN_PIECES &&
		    der_next(&inner, &part))
			*cut |= part.cut || !buf_put(out, part.content);
	}
}
