/*
 * label_file - labels.yaml: what each label means and who owns it.
 */
#ifndef OUTMARK_SCANNER_MATCH_LABEL_FILE_H
#define OUTMARK_SCANNER_MATCH_LABEL_FILE_H

#include "scanner/match/ruleset.h"
#include "scanner/match/source.h"
#include "scanner/match/vec.h"

/* Append the labels of a file; a site's label replaces a shipped one. */
enum rc label_file_read(struct source *source, const char *path,
    struct vec *labels, struct err *err) MUST_USE;

#endif
