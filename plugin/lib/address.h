/*
 * address - what an envelope address says about where mail goes.
 *
 * Takes the address as the MTA gave it and finds its domain as the MTA would.
 * Where programs would disagree (routing characters in the local part, odd
 * bytes in the domain) it says so instead of choosing.  Not here: header
 * addresses, and whether the domain exists.
 */
#ifndef OUTMARK_LIB_ADDRESS_H
#define OUTMARK_LIB_ADDRESS_H

#include "base/arena.h"

enum address_kind {
	ADDRESS_NULL,		/* <> */
	ADDRESS_BARE,		/* "root": a name of this machine */
	ADDRESS_DOMAIN,		/* user@domain */
	ADDRESS_LITERAL,	/* user@[192.0.2.1] */
	ADDRESS_ODD,		/* nobody can say for sure */
};

struct address {
	enum address_kind kind;
	const char *given;	/* exactly as the MTA gave it */
	const char *bare;	/* without brackets and source route */
	const char *domain;	/* lower case, no final dot; "" when none */
};

/* Read an address; everything in it lives in the arena.  RC_LIMIT when full. */
enum rc address_read(struct arena *arena, const char *given,
    struct address *address, struct err *err) MUST_USE;

/*
 * Is `domain` (lower case) meant by an entry of a list: "example.org" means
 * exactly it, ".example.org" every domain below it?
 */
bool address_domain_is(const char *domain, const char *entry);

/*
 * Is the address meant by an entry: "user@example.org" (case, quotes and a
 * final dot ignored), "example.org" or ".example.org"?
 */
bool address_is(const struct address *address, const char *entry);

#endif
