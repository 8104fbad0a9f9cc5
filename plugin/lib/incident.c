/*
 * incident - the id of a decision, and the mark on a message that proves it.
 *
 * v1 is the first 16 bytes of the keyed digest (CRYPT_KEYED_ID) of "outmark
 * mark 1", the id and the digest of the body.
 */
#include "lib/incident.h"

#include <stdio.h>

enum { INCIDENT_MAC_BYTES = 16, INCIDENT_TIME = 10, INCIDENT_CHANCE = 8 };

static const char incident_alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

void
incident_id(uint64_t wall_ms, char id[INCIDENT_ID_SIZE])
{
	unsigned char chance[INCIDENT_CHANCE];
	size_t i;

	for (i = INCIDENT_TIME; i > 0; i--, wall_ms >>= 5)
		id[i - 1] = incident_alphabet[wall_ms & 31];
	crypt_random(chance, sizeof chance);
	for (i = 0; i < INCIDENT_CHANCE; i++)
		id[INCIDENT_TIME + i] = incident_alphabet[chance[i] & 31];
	id[INCIDENT_ID_SIZE - 1] = '\0';
}

void
incident_mark(const struct crypt_key *key, const char *id,
    const unsigned char body[CRYPT_DIGEST_BYTES],
    char mark[INCIDENT_MARK_SIZE])
{
	static const char label[] = "outmark mark 1";
	unsigned char text[sizeof label + INCIDENT_ID_SIZE +
	    CRYPT_DIGEST_BYTES] = {0};
	unsigned char mac[CRYPT_DIGEST_BYTES];
	char hex[2 * INCIDENT_MAC_BYTES + 1];

	memcpy(text, label, sizeof label);
	snprintf((char *)text + sizeof label, INCIDENT_ID_SIZE, "%s", id);
	memcpy(text + sizeof label + INCIDENT_ID_SIZE, body,
	    CRYPT_DIGEST_BYTES);
	crypt_keyed(key, slice_bytes(text, sizeof text), mac);
	crypt_hex(mac, INCIDENT_MAC_BYTES, hex);
	snprintf(mark, INCIDENT_MARK_SIZE, "%s v1.%s", id, hex);
}

bool
incident_is_ours(const struct crypt_key *key, struct slice mark,
    const unsigned char body[CRYPT_DIGEST_BYTES], char id[INCIDENT_ID_SIZE])
{
	char claimed[INCIDENT_ID_SIZE], real[INCIDENT_MARK_SIZE];
	size_t len = INCIDENT_ID_SIZE - 1;

	mark = slice_trim(mark);
	if (mark.len < len)
		return false;
	memcpy(claimed, mark.at, len);
	claimed[len] = '\0';
	if (strspn(claimed, incident_alphabet) != len)
		return false;
	incident_mark(key, claimed, body, real);
	if (mark.len != strlen(real) || !crypt_same(mark.at, real, mark.len))
		return false;
	memcpy(id, claimed, sizeof claimed);
	return true;
}
