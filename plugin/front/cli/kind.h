/*
 * kind - is this a mail, a mailbox of many, or a document?
 *
 * Answered from the first bytes and the name.  It is a guess for the command
 * line; the gate never guesses, because an MTA only gives it mail.
 */
#ifndef OUTMARK_FRONT_CLI_KIND_H
#define OUTMARK_FRONT_CLI_KIND_H

#include "base/slice.h"

enum kind { KIND_GUESS, KIND_MAIL, KIND_MBOX, KIND_DOCUMENT };

/*
 * Mail: a block of header fields of which one is a field that mail has, or a
 * name ending in .eml.  Mbox: a From_ line, then a header field.
 */
enum kind kind_guess(struct slice head, const char *name);

/* The kind of that name ("mail", "mbox", "document"); false if none. */
bool kind_of_name(const char *name, enum kind *kind);

/* Does this line (without its end) begin a message of an mbox? */
bool kind_is_from_line(struct slice line);

#endif
