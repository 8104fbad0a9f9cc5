/*
 * smtpsay - an SMTP client for tests: scripts, single messages and load.
 *
 * Three ways to call it; see usage below.  A script plays an exact
 * conversation, the one-shot form delivers files and prints one line for each,
 * and --load prints a summary of many.  It reads the command line and hands
 * over; it speaks to IPv4 addresses only and never to DNS.
 */
#include "deliver.h"
#include "script.h"

#include <errno.h>
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char usage[] =
"smtpsay [-q] [-t SECONDS] SCRIPT|-\n"
"  play a script (the directives are listed in script.c)\n"
"smtpsay -h HOST:PORT -f SENDER -r RCPT [-r RCPT]... [options] FILE...\n"
"  deliver files; prints 'code enhanced text<TAB>file' for each, exits 0 only\n"
"  if every reply was 2xx (refused recipients are named on stderr)\n"
"smtpsay --load -h ... FILE...\n"
"  the same, but print only a summary: rate, reply classes, latency\n"
"options:\n"
"  --count N           send each file N times\n"
"  --connections N     so many sessions at once\n"
"  --per-connection K  so many messages in each session (default 1)\n"
"  --bdat CHUNK        BDAT in chunks of CHUNK bytes instead of DATA\n"
"  --crlf              turn bare LF in the files into CR LF\n"
"  --unique            replace SERIAL0000000000 in a file by a number that is\n"
"                      new for each message\n"
"  --number            replace # in SENDER by the number of the message\n"
"  --param TEXT        after MAIL FROM, e.g. 'SMTPUTF8 BODY=8BITMIME'\n"
"  --rcpt-param TEXT   after each RCPT TO\n"
"  --auth USER:PASS    AUTH PLAIN\n"
"  --helo NAME         default client.example.test\n"
"  -t SECONDS          longest wait for a reply (default 60)\n";

static unsigned long
number_or_die(const char *text, unsigned long most)
{
	char *end;
	unsigned long value;

	errno = 0;
	value = strtoul(text, &end, 10);
	if (errno != 0 || end == text || *end || value == 0 || value > most) {
		fprintf(stderr, "smtpsay: %s is not a number from 1 to %lu\n",
		    text, most);
		exit(2);
	}
	return value;
}

static void
target_or_die(struct deliver *d, const char *target)
{
	const char *colon = strrchr(target, ':');

	if (!colon || (size_t)(colon - target) >= sizeof(d->host) ||
	    strlen(colon + 1) >= sizeof(d->port)) {
		fprintf(stderr, "smtpsay: -h wants HOST:PORT, not %s\n",
		    target);
		exit(2);
	}
	snprintf(d->host, sizeof(d->host), "%.*s", (int)(colon - target),
	    target);
	snprintf(d->port, sizeof(d->port), "%s", colon + 1);
}

static void
rcpt_add(struct deliver *d, const char *rcpt)
{
	const char **grown = realloc(d->rcpts,
	    (d->rcpt_count + 1) * sizeof(*grown));

	if (!grown) {
		fputs("smtpsay: no memory\n", stderr);
		exit(2);
	}
	d->rcpts = grown;
	d->rcpts[d->rcpt_count++] = rcpt;
}

/* Returns true for -q. */
static bool
options_read(int argc, char **argv, struct deliver *d)
{
	static const struct option options[] = {
		{"load", no_argument, NULL, 'L'},
		{"count", required_argument, NULL, 'n'},
		{"connections", required_argument, NULL, 'c'},
		{"per-connection", required_argument, NULL, 'k'},
		{"bdat", required_argument, NULL, 'b'},
		{"crlf", no_argument, NULL, 'l'},
		{"unique", no_argument, NULL, 'u'},
		{"number", no_argument, NULL, 'N'},
		{"param", required_argument, NULL, 'p'},
		{"rcpt-param", required_argument, NULL, 'P'},
		{"auth", required_argument, NULL, 'a'},
		{"helo", required_argument, NULL, 'e'},
		{"help", no_argument, NULL, 'H'},
		{NULL, 0, NULL, 0},
	};
	bool quiet = false;
	int opt;

	while ((opt = getopt_long(argc, argv, "h:f:r:t:q", options,
	    NULL)) != -1) {
		switch (opt) {
		case 'h': target_or_die(d, optarg); break;
		case 'f': d->sender = optarg; break;
		case 'r': rcpt_add(d, optarg); break;
		case 't':
			d->timeout_ms = (int)number_or_die(optarg, 86400) * 1000;
			break;
		case 'q': quiet = true; break;
		case 'L': d->load = true; break;
		case 'n': d->count = number_or_die(optarg, 1UL << 28); break;
		case 'c': d->connections = number_or_die(optarg, 4096); break;
		case 'k':
			d->per_connection = number_or_die(optarg, 1UL << 30);
			break;
		case 'b':
			d->bdat_bytes = number_or_die(optarg, 1UL << 30);
			break;
		case 'l': d->crlf = true; break;
		case 'u': d->unique = true; break;
		case 'N': d->number = true; break;
		case 'p': d->mail_param = optarg; break;
		case 'P': d->rcpt_param = optarg; break;
		case 'a': d->auth = optarg; break;
		case 'e': d->helo = optarg; break;
		case 'H': fputs(usage, stdout); exit(0);
		default: fputs(usage, stderr); exit(2);
		}
	}
	return quiet;
}

static int
play(const char *path, int timeout_ms, bool quiet)
{
	FILE *file = strcmp(path, "-") == 0 ? stdin : fopen(path, "r");
	int status;

	if (!file) {
		fprintf(stderr, "smtpsay: cannot open %s: %s\n", path,
		    strerror(errno));
		return 2;
	}
	status = script_play(file, path, timeout_ms, quiet);
	fclose(file);
	return status;
}

int
main(int argc, char **argv)
{
	struct deliver d = {
		.helo = "client.example.test", .count = 1, .connections = 1,
		.per_connection = 1, .timeout_ms = 60000,
	};
	bool quiet = options_read(argc, argv, &d);
	int status;

	signal(SIGPIPE, SIG_IGN);
	d.files = argv + optind;
	d.file_count = (size_t)(argc - optind);
	if (!d.host[0] && d.file_count == 1) {
		status = play(d.files[0], d.timeout_ms, quiet);
	} else if (!d.host[0] || !d.sender || d.rcpt_count == 0 ||
	    d.file_count == 0) {
		fputs(usage, stderr);
		status = 2;
	} else {
		status = deliver_run(&d);
	}
	free(d.rcpts);
	return status;
}
