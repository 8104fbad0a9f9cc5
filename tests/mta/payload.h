/*
 * payload - a message file made ready to be sent.
 */
#ifndef TESTS_MTA_PAYLOAD_H
#define TESTS_MTA_PAYLOAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

enum {
	PAYLOAD_SERIAL_LEN = 16,
};

/* Sixteen bytes which --unique replaces by a number of the same length. */
#define PAYLOAD_SERIAL "SERIAL0000000000"

struct payload {
	const char *path;	/* borrowed from the caller of payload_load */
	char *bytes;
	size_t len;
	size_t *serials;	/* offsets of PAYLOAD_SERIAL */
	size_t serial_count;
};

/*
 * Reads the file, optionally turning each bare LF into CR LF.  Says on stderr
 * why it fails.  payload_free releases what p holds.
 */
bool
payload_load(struct payload *p, const char *path, bool crlf);

/*
 * Replaces the bytes by the form DATA wants: dots at the start of a CR LF line
 * doubled, CR LF at the end if there is none, then the final dot.
 */
bool
payload_stuff(struct payload *p);

/* Finds the places for serial numbers; call it after payload_stuff. */
bool
payload_find_serials(struct payload *p);

/* Writes number into every place of a copy of p->bytes. */
void
payload_set_serial(const struct payload *p, unsigned long number, char *copy);

void
payload_free(struct payload *p);

#endif
