/*
 * destination - where does this recipient's mail really go?
 *
 * The hand-over from evidence to policy.  Says what is known and how surely;
 * not knowing is a class of its own and never looks like approval, which is not
 * decided here.
 */
#ifndef OUTMARK_LIB_DESTINATION_DESTINATION_H
#define OUTMARK_LIB_DESTINATION_DESTINATION_H

#include "base/config.h"
#include "lib/address.h"

enum destination_class {
	DESTINATION_UNKNOWN,	/* nothing tells whose place it is */
	DESTINATION_PROVIDER,	/* a service of the catalogue */
	DESTINATION_OWN,	/* a domain of this organisation */
};

/* How far along the way the evidence reaches. */
enum destination_level {
	DESTINATION_NEXT_HOP = 1,	/* what we hand it to */
	DESTINATION_RECIPIENT = 2,	/* whom the recipient's domain names */
	DESTINATION_MAILBOX = 3,	/* who is probably behind a gateway */
};

/* What somebody says a service may hold; see `verified`. */
struct destination_authorization {
	const char *scheme, *level, *scope, *status, *source;
	bool verified;
};

struct destination {
	enum destination_class class;
	const char *domain;		/* "" when the address has none */
	const char *provider;		/* id, "own" or "unknown" */
	const char *provider_name;	/* for a person */
	const char *jurisdiction;	/* ISO 3166-1 alpha-2, or "" */
	const char *parent;		/* of the owner, or "" */
	const char *const *kinds;
	size_t kind_count;
	const struct destination_authorization *authorizations;
	size_t authorization_count;
	unsigned confidence;		/* 0..100 */
	enum destination_level level;
	const char *source;		/* row of source.def, or "" */
	const char *evidence;		/* one sentence */
	bool failed;			/* asking failed: cause dns_unknown */
};

struct catalogue;

/* Who asks for what; borrowed for the call. */
struct destination_question {
	const struct address *address;
	const char *mailer, *host;	/* the MTA's next hop, or "" */
	const struct text_list *own_domains;
	const struct catalogue *catalogue;
	struct arena *arena;		/* the answer lives here */
};

/*
 * One way to find out; one row of source.def.  RC_OK: it knows; RC_END: it does
 * not, ask the next.
 */
struct destination_source {
	const char *name;
	enum rc (*look)(const struct destination_question *question,
	    struct destination *destination, struct err *err);
};

const struct destination_source *const *destination_sources(size_t *count);

/* Ask all sources in turn.  RC_LIMIT when the arena is full. */
enum rc destination_find(const struct destination_question *question,
    struct destination *destination, struct err *err) MUST_USE;

/* Does the catalogue have a provider of this id? */
bool destination_has_provider(const struct catalogue *catalogue,
    const char *id);

/* Is the address one of ours?  A bare name is, an odd address never. */
bool destination_is_own(const struct address *address,
    const struct text_list *own_domains);

/* "unknown", "provider", "own". */
const char *destination_class_name(enum destination_class class);

/* The words of kind.def, NULL at the end. */
const char *const *destination_kinds(void);

#endif
