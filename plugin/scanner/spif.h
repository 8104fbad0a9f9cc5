/*
 * spif - a security policy file (XML SPIF) as a table of labels.
 */
#ifndef OUTMARK_SCANNER_SPIF_H
#define OUTMARK_SCANNER_SPIF_H

#include "base/buf.h"
#include "base/err.h"

/*
 * Write the marking table that a policy's XML gives (xmlspif.org, version 2):
 * what each classification is called, for the ids that labels carry.  `name` is
 * the file's, for the comment.  RC_INPUT when it is no such policy.
 */
enum rc spif_table(struct slice xml, const char *name, struct buf *out,
    struct err *err) MUST_USE;

/* "spif FILE": the table on standard output; gives the status. */
int spif_main(int argc, char **argv);

#endif
