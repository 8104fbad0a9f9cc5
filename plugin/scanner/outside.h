/*
 * outside - formats that programs of the site read.
 *
 * A folder holds one small YAML file for each, and beside it the program it
 * names.  The list is read once, before the jail.  Content decides here as well:
 * a program gets what begins as its file says, and nothing that a reader of our
 * own is sure of.  packaging/doc/extractor.md says how to write one.
 */
#ifndef OUTMARK_SCANNER_OUTSIDE_H
#define OUTMARK_SCANNER_OUTSIDE_H

#include "base/frame.h"
#include "scanner/extract/extract.h"

struct outside;
struct outsides;

/*
 * Read the folder; one that is not there gives an empty list.  RC_CONFIG with
 * file and line, also for a file or program that others may change.  Yours.
 */
enum rc outside_open(const char *folder, struct outsides **list,
    struct err *err) MUST_USE;
void outside_free(struct outsides *list);

size_t outside_count(const struct outsides *list);
const char *outside_folder(const struct outsides *list);

/* The program for a part by its content, as a reader of its class; or NULL. */
const struct extractor *outside_choose(const struct outsides *list,
    const struct part *part);

/* Does the declared type or the name's end claim the format of one of these? */
bool outside_is_claimed(const struct outsides *list, const struct part *part);

/* By the name of its format, or NULL. */
const struct outside *outside_find(const struct outsides *list,
    struct slice name);
const struct extractor *outside_reader(const struct outside *outside);

/* Descriptors of such a program; its request is on 0. */
enum { OUTSIDE_ANSWERS = 3, OUTSIDE_DOCUMENT = 4 };

/* Put them there, in a fresh child before it is confined. */
enum rc outside_arrange(const struct frame *request, struct err *err)
    MUST_USE;

/* Become the program; comes back only when that fails. */
void outside_start(const struct outside *outside);

#endif
