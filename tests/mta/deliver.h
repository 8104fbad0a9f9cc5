/*
 * deliver - send message files over one or many SMTP sessions.
 */
#ifndef TESTS_MTA_DELIVER_H
#define TESTS_MTA_DELIVER_H

#include <stdbool.h>
#include <stddef.h>

struct deliver {
	char host[64], port[8];
	const char *helo, *sender, *auth, *mail_param, *rcpt_param;
	const char **rcpts;
	size_t rcpt_count;
	char **files;
	size_t file_count;
	unsigned long count;		/* each file is sent so often */
	unsigned long connections, per_connection;
	unsigned long bdat_bytes;	/* 0 means DATA */
	int timeout_ms;
	bool crlf, unique, load;
	bool number;			/* # in sender is the message's number */
};

/*
 * Sends everything and prints the outcome.  Returns the exit status: 0 when
 * every reply was 2xx, 1 when one was not, 2 when it could not begin.
 */
int
deliver_run(const struct deliver *d);

#endif
