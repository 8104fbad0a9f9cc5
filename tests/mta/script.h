/*
 * script - play an SMTP conversation written down line by line.
 */
#ifndef TESTS_MTA_SCRIPT_H
#define TESTS_MTA_SCRIPT_H

#include <stdbool.h>
#include <stdio.h>

/*
 * Plays the whole script, printing a transcript to stdout unless quiet.
 * Returns 0 when all expectations were met; else says on stderr which line
 * failed, and returns 1, or 2 when the script itself is wrong.
 */
int
script_play(FILE *file, const char *name, int timeout_ms, bool quiet);

#endif
