/*
 * wire - one SMTP client connection, byte for byte.
 */
#ifndef TESTS_MTA_WIRE_H
#define TESTS_MTA_WIRE_H

#include <stdbool.h>
#include <stddef.h>

enum {
	WIRE_REPLY_MAX = 4096,
	WIRE_IN_SIZE = 16384,
};

enum wire_rc {
	WIRE_OK,
	WIRE_CLOSED,	/* the server closed or reset the connection */
	WIRE_TIMEOUT,
	WIRE_FAILED,	/* the machine failed us, or the reply is no SMTP */
};

struct wire {
	int fd;
	int timeout_ms;
	size_t in_used;
	char in[WIRE_IN_SIZE];
	int code;			/* of the last reply; 0 for none */
	char reply[WIRE_REPLY_MAX];	/* its text, lines joined by " / " */
	char error[256];		/* why the last call was not WIRE_OK */
};

/* Makes w an unconnected wire; nothing to release yet. */
void
wire_init(struct wire *w, int timeout_ms);

/* Connects to an IPv4 address; the greeting stays unread. */
enum wire_rc
wire_open(struct wire *w, const char *host, const char *port);

enum wire_rc
wire_write(struct wire *w, const char *bytes, size_t len);

/* Reads one reply of any number of lines into w->code and w->reply. */
enum wire_rc
wire_reply(struct wire *w);

/* Waits ms for a byte or the end of the connection; true when one is there. */
bool
wire_is_readable(struct wire *w, int ms);

/* Closes politely, or with a reset so that the server sees a cut line. */
void
wire_close(struct wire *w);
void
wire_cut(struct wire *w);

#endif
