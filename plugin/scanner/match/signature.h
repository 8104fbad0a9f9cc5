/*
 * signature - the block of name, address and telephone that closes a mail.
 *
 * What the sender writes under each of his mails is no leak.  The block begins
 * at the line "-- " (RFC 3676 section 4.3), or is what stands round a line that
 * is the sender's name or holds his address.  Only contact data, tax numbers of
 * the firm and its accounts are forgiven, only a few, and only in the body.
 */
#ifndef OUTMARK_SCANNER_MATCH_SIGNATURE_H
#define OUTMARK_SCANNER_MATCH_SIGNATURE_H

#include "base/arena.h"
#include "scanner/extract/text.h"

/* Who sends the message, as its From field says. */
struct signature_sender {
	struct slice address;	/* lower case, or empty */
	struct slice name;
};

/* Take the sender from the message's own header; copies live in the arena. */
void signature_learn(struct signature_sender *sender, const struct text *text,
    struct arena *arena);

/* The block in this text; empty when there is none. */
struct span signature_find(const struct signature_sender *sender,
    const struct text *text);

/* Is this label one that a signature may carry? */
bool signature_forgives(const char *label);

#endif
