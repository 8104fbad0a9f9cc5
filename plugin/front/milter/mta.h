/*
 * mta - the MTA behind libmilter, with its traps covered.
 *
 * Owner of libmilter/mfapi.h.  Every call here does what its name says on both
 * Postfix and Sendmail, or fails with a sentence: header fields are deleted
 * from the highest index down, values get the leading space the MTA does not
 * add, names and values are checked because neither MTA does, reply texts
 * have their percent signs doubled and an enhanced code of the right class.
 * libmilter's return codes say only that bytes were written.
 */
#ifndef OUTMARK_FRONT_MILTER_MTA_H
#define OUTMARK_FRONT_MILTER_MTA_H

#include "base/slice.h"
#include "base/err.h"

/* One connection of the MTA.  Owned by libmilter. */
struct mta;

enum mta_answer { MTA_CONTINUE, MTA_LATER, MTA_REFUSE };

/* What the MTA says about the client that it serves. */
struct mta_client {
	const char *host;	/* may be NULL */
	char address[64];	/* "192.0.2.1", "IPv6:2001:db8::1", "" if none */
};

/*
 * Who handles what the MTA sends.  `session` is what open gave; close takes
 * it.  libmilter moves a connection between threads, never two at once.
 */
struct mta_handlers {
	void *own;
	/* A session, or NULL without memory (the MTA then tries later). */
	void *(*open)(void *own);
	void (*close)(void *session);
	enum mta_answer (*connect)(void *session, struct mta *mta,
	    const struct mta_client *client);
	enum mta_answer (*helo)(void *session, const char *name);
	/* The address and ESMTP parameters, NULL at the end. */
	enum mta_answer (*sender)(void *session, struct mta *mta,
	    const char *const *words);
	enum mta_answer (*recipient)(void *session, struct mta *mta,
	    const char *const *words);
	/* `value` begins with the space that stood behind the colon, if any. */
	enum mta_answer (*header)(void *session, struct mta *mta,
	    const char *name, const char *value);
	enum mta_answer (*header_end)(void *session, struct mta *mta);
	enum mta_answer (*body)(void *session, struct mta *mta,
	    struct slice bytes);
	enum mta_answer (*end)(void *session, struct mta *mta);
	void (*abort)(void *session);
};

/*
 * Listen on `path` (a unix socket) or another libmilter address.  A unix socket is
 * bound beside its path and then renamed over it, so that a predecessor on
 * the same path loses no connection.  `group` ("" for none) may connect.
 */
enum rc mta_listen(const char *address, const char *group, int backlog,
    struct err *err) MUST_USE;

/*
 * Serve until a SIGTERM, SIGINT or SIGHUP, which libmilter takes for itself.  The
 * caller has blocked these in all its threads.  The handlers stay the caller's.
 */
enum rc mta_run(const struct mta_handlers *handlers, struct err *err) MUST_USE;

/* A macro of the current stage, or NULL; borrowed during the callback. */
const char *mta_macro(struct mta *mta, const char *name);

/* Ask the MTA to wait longer. */
void mta_progress(struct mta *mta);

/* Add one field behind the others.  RC_BUG when name or value is not one. */
enum rc mta_add_field(struct mta *mta, const char *name, const char *value,
    struct err *err) MUST_USE;

/* Remove all `count` fields of that name, the last first. */
enum rc mta_remove_fields(struct mta *mta, const char *name, unsigned count,
    struct err *err) MUST_USE;

/*
 * Put this value into the first of all `count` fields of that name and remove the
 * others.  RC_BUG when the value is none.
 */
enum rc mta_change_fields(struct mta *mta, const char *name, unsigned count,
    const char *value, struct err *err) MUST_USE;

/*
 * Remove some of the message's recipients, each exactly as the MTA gave it.  Refuses
 * to remove all of them: the MTA would lose the message without a word.
 */
enum rc mta_remove_recipients(struct mta *mta, const char *const *remove,
    size_t count, size_t of, struct err *err) MUST_USE;

/* Put the message on hold.  Never together with refusing. */
enum rc mta_hold(struct mta *mta, const char *reason, struct err *err)
    MUST_USE;

/* The reply that goes with refusing: "550", "5.7.1", a sentence. */
enum rc mta_reply(struct mta *mta, const char *code, const char *class,
    const char *text, struct err *err) MUST_USE;

/*
 * A value as it goes behind its name of `before` bytes: lists of parameters in lines
 * of 78 bytes where they can be folded, each beginning with a space.  `size` is
 * twice the value's length or more.
 */
void mta_fold(size_t before, const char *value, char *out, size_t size);

/* Is this a header field name (RFC 5322 section 2.2), a value of one line? */
bool mta_is_field_name(const char *name);
bool mta_is_field_value(const char *value);

/* `text` as libmilter wants a reply: one line, percent doubled, cut to fit. */
void mta_reply_text(const char *text, char *out, size_t size);

#endif
