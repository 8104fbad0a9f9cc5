/*
 * catalogue - the services that can be told by the domain of an address.
 *
 * Read from destinations/providers.yaml of the shipped rules and, over it, of
 * the site's: the site's entry for a domain wins.  A name is compared label by
 * label, the longest entry first; "example.org" means exactly this domain,
 * ".example.org" every domain below it.
 */
#ifndef OUTMARK_LIB_DESTINATION_CATALOGUE_H
#define OUTMARK_LIB_DESTINATION_CATALOGUE_H

#include "lib/destination/destination.h"

struct catalogue_provider {
	const char *id, *name, *operator, *jurisdiction, *parent;
	const char *const *kinds;
	size_t kind_count;
	const struct destination_authorization *authorizations;
	size_t authorization_count;
	const char *evidence;		/* level: official_doc ... unverified */
	bool verified;
	struct catalogue_provider *next;
};

/* An empty catalogue in the arena, or NULL when it is full. */
struct catalogue *catalogue_new(struct arena *arena) MUST_USE;

/* Add a file; RC_CONFIG says file, line, column and what to write. */
enum rc catalogue_read(struct catalogue *catalogue, const char *path,
    size_t most, struct err *err) MUST_USE;

/* The provider of an address domain and the entry that says so, or NULL. */
const struct catalogue_provider *catalogue_find(
    const struct catalogue *catalogue, const char *domain,
    const char **entry);

/* Is there a provider of this id? */
const struct catalogue_provider *catalogue_provider(
    const struct catalogue *catalogue, const char *id);

/* First of all providers; follow `next`. */
const struct catalogue_provider *catalogue_first(
    const struct catalogue *catalogue);

#endif
