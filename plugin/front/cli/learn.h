/*
 * learn - which values recur over many mails of different senders?
 *
 * Each is kept once, in the spelling that came first, and wiped at the end; the
 * number of different values has a ceiling, and so has that of the senders of
 * one value that are told apart.  Spaces, signs and case of letters make no
 * difference.
 */
#ifndef OUTMARK_FRONT_CLI_LEARN_H
#define OUTMARK_FRONT_CLI_LEARN_H

#include "base/buf.h"
#include "base/err.h"

enum { LEARN_SENDERS_MOST = 16 };

struct learn;

/* At most so many different values are kept.  Yours; NULL: no memory. */
struct learn *learn_new(size_t most) MUST_USE;
void learn_free(struct learn *learn);

/* A mail of this sender begins. */
void learn_mail(struct learn *learn, struct slice sender);

/* It holds this value; `kind` (borrowed for good) is what it is. */
enum rc learn_value(struct learn *learn, const char *kind,
    struct slice value, struct err *err) MUST_USE;

/* Mails so far, and values that came past the ceiling. */
uint64_t learn_mails(const struct learn *learn);
uint64_t learn_over(const struct learn *learn);

/*
 * The values of at least so many mails and senders (more than LEARN_SENDERS_MOST
 * has none), the most frequent first, one a line with a comment before it.
 */
enum rc learn_write(struct learn *learn, uint64_t mails, uint64_t senders,
    struct buf *out, uint64_t *written, struct err *err) MUST_USE;

#endif
