/*
 * chain - one line of the journal, and how it hangs on the line before.
 *
 * A line is one JSON object that begins with the envelope in a fixed order:
 *
 *   {"schema":1,"event":E,"id":I,"seq":N,"prev":H,"instance":..,
 *    "generation":..,"time":..,"monotonic":..  and the members of the body}
 *
 * `prev` is the SHA-256 of the whole line before, without its line end; the
 * first line of a journal has 64 zeros.  So a changed, missing or added line
 * breaks the chain where it stands.
 */
#ifndef OUTMARK_KEEPER_CHAIN_H
#define OUTMARK_KEEPER_CHAIN_H

#include "base/buf.h"
#include "base/crypt.h"

enum { CHAIN_LINE_MAX = 129000 };

/* The end of a chain: what the next line must hold. */
struct chain {
	uint64_t seq;			/* of the last line, 0 before any */
	char last[CRYPT_DIGEST_HEX];	/* its digest */
};

struct chain_record {
	const char *instance;
	const char *time;		/* RFC 3339 */
	uint64_t monotonic_ms;
	struct slice event, id, generation;
	struct slice body;		/* one JSON object */
};

/* The chain before its first line. */
struct chain chain_begin(void);

/*
 * May this go into the journal?  RC_INPUT when event or id has other characters
 * than letters, digits and ".-_", or when the body is no JSON object on one line
 * or has a member of the envelope.
 */
enum rc chain_check(const struct chain_record *record, struct err *err)
    MUST_USE;

/* Write the line behind `chain`, with its line end.  The record was checked. */
enum rc chain_write(const struct chain *chain,
    const struct chain_record *record, struct buf *line, struct err *err)
    MUST_USE;

/* The chain with this line (without its line end) as its last. */
void chain_step(struct chain *chain, struct slice line);

/*
 * Read the envelope of a line: its number and the digest it holds of the line
 * before.  False when it is no line of a journal.
 */
bool chain_read(struct slice line, uint64_t *seq,
    char prev[CRYPT_DIGEST_HEX]);

#endif
