/*
 * incident - the id of a decision, and the mark on a message that proves it.
 *
 * An id sorts by time and is unique: 10 characters of milliseconds, 8 of
 * chance, in the alphabet of base32 without letters that look like digits.  The
 * mark is the id with a keyed digest over it and the body, so that only we can
 * write one and it does not fit another message.
 */
#ifndef OUTMARK_LIB_INCIDENT_H
#define OUTMARK_LIB_INCIDENT_H

#include "base/crypt.h"

enum {
	INCIDENT_ID_SIZE = 19,		/* with the NUL */
	INCIDENT_MARK_SIZE = 64,
};

void incident_id(uint64_t wall_ms, char id[INCIDENT_ID_SIZE]);

/* "ID v1.HEX" for a body of this digest. */
void incident_mark(const struct crypt_key *key, const char *id,
    const unsigned char body[CRYPT_DIGEST_BYTES],
    char mark[INCIDENT_MARK_SIZE]);

/*
 * Did we write this mark for this body?  Then `id` is filled.  A mark is
 * attacker text until then.
 */
bool incident_is_ours(const struct crypt_key *key, struct slice mark,
    const unsigned char body[CRYPT_DIGEST_BYTES], char id[INCIDENT_ID_SIZE]);

#endif
