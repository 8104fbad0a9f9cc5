/*
 * crashes - which messages killed a worker lately?
 *
 * Remembers the digest of each for an hour, at most CRASHES_MOST of them (the
 * oldest goes), so that the same message again costs no second crash.  A new
 * generation of rules or program forgets all: it may do better.
 */
#ifndef OUTMARK_LIB_CRASHES_H
#define OUTMARK_LIB_CRASHES_H

#include "base/clock.h"
#include "base/crypt.h"

enum { CRASHES_MOST = 1024, CRASHES_MS = 3600000 };

struct crashes;

/* NULL without memory.  Yours; crashes_free takes NULL too. */
struct crashes *crashes_new(void) MUST_USE;
void crashes_free(struct crashes *crashes);

void crashes_add(struct crashes *crashes, uint64_t now_ms,
    const unsigned char digest[CRYPT_DIGEST_BYTES]);

bool crashes_has(struct crashes *crashes, uint64_t now_ms,
    const unsigned char digest[CRYPT_DIGEST_BYTES]);

void crashes_forget(struct crashes *crashes);

#endif
