/*
 * testmilter - a milter that does one simple thing to every message.
 *
 * It passes, waits, hangs, holds, refuses or discards, and can record what the
 * mail system showed it.  The no-op peer of the benches, and the bad company
 * of the tests.  It looks at no content.  Prints "ready" when its socket takes
 * connections; SIGQUIT ends it at once, where SIGTERM takes libmilter's five
 * seconds.
 */
#include <errno.h>
#include <getopt.h>
#include <libmilter/mfapi.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum stage {
	STAGE_CONNECT,
	STAGE_HELO,
	STAGE_MAIL,
	STAGE_RCPT,
	STAGE_DATA,
	STAGE_HEADER,
	STAGE_EOH,
	STAGE_BODY,
	STAGE_EOM,
	STAGES,
};

enum mode {
	MODE_NOOP,
	MODE_SLOW,
	MODE_HANG,
	MODE_QUARANTINE,
	MODE_REJECT,
	MODE_TEMPFAIL,
	MODE_DISCARD,
	MODE_DIE,
	MODES,
};

static const char *const stage_names[STAGES] = {
	"connect", "helo", "mail", "rcpt", "data", "header", "eoh", "body",
	"eom",
};

static const char *const mode_names[MODES] = {
	"noop", "slow", "hang", "quarantine", "reject", "tempfail", "discard",
	"die",
};

struct settings {
	char socket[256];
	enum mode mode;
	enum stage stage;
	unsigned long ms;
	unsigned long progress_ms;
	const char *record;
	bool no_replies;
};

/* libmilter passes no argument to its callbacks; set before any runs. */
static struct settings set;
static atomic_uint recorded;

struct message {
	FILE *out;
	char *bytes;
	size_t len;
};

static void
on_quit(int sig)
{
	(void)sig;
	if (strncmp(set.socket, "unix:", 5) == 0)
		unlink(set.socket + 5);
	_exit(0);
}

static void
sleep_ms(unsigned long ms)
{
	struct timespec t = {.tv_sec = (time_t)(ms / 1000),
	    .tv_nsec = (long)(ms % 1000) * 1000000};

	while (nanosleep(&t, &t) != 0 && errno == EINTR)
		;
}

static void
slow(SMFICTX *ctx, unsigned long ms)
{
	unsigned long step;

	while (ms > 0) {
		step = ms;
		if (set.progress_ms && set.progress_ms < ms)
			step = set.progress_ms;
		sleep_ms(step);
		ms -= step;
		if (ms > 0 && set.stage == STAGE_EOM)
			smfi_progress(ctx);
	}
}

static sfsistat
act(SMFICTX *ctx, enum stage stage)
{
	if (stage != set.stage)
		return SMFIS_CONTINUE;
	switch (set.mode) {
	case MODE_NOOP:
	case MODES:
		break;
	case MODE_SLOW:
		slow(ctx, set.ms);
		break;
	case MODE_HANG:
		for (;;)
			sleep_ms(3600000);
	case MODE_QUARANTINE:
		smfi_quarantine(ctx, "held by testmilter");
		break;
	case MODE_REJECT:
		return SMFIS_REJECT;
	case MODE_TEMPFAIL:
		return SMFIS_TEMPFAIL;
	case MODE_DISCARD:
		return SMFIS_DISCARD;
	case MODE_DIE:
		_exit(70);
	}
	return SMFIS_CONTINUE;
}

static void
record_drop(SMFICTX *ctx)
{
	struct message *m = smfi_getpriv(ctx);

	if (!m)
		return;
	if (m->out)
		fclose(m->out);
	free(m->bytes);
	free(m);
	smfi_setpriv(ctx, NULL);
}

static void
record_begin(SMFICTX *ctx)
{
	struct message *m;

	record_drop(ctx);
	if (!set.record)
		return;
	m = calloc(1, sizeof(*m));
	if (!m)
		return;
	m->out = open_memstream(&m->bytes, &m->len);
	smfi_setpriv(ctx, m);
}

static void
record(SMFICTX *ctx, const void *bytes, size_t len)
{
	struct message *m = smfi_getpriv(ctx);

	if (m && m->out)
		fwrite(bytes, 1, len, m->out);
}

static void
record_end(SMFICTX *ctx)
{
	struct message *m = smfi_getpriv(ctx);
	char path[512], hidden[512];
	unsigned int number;
	FILE *file;

	if (!m || !m->out)
		return;
	fclose(m->out);
	m->out = NULL;
	number = atomic_fetch_add(&recorded, 1) + 1;
	snprintf(path, sizeof(path), "%s/%06u.seen", set.record, number);
	snprintf(hidden, sizeof(hidden), "%s/.%06u.seen", set.record, number);
	file = fopen(hidden, "wb");
	if (!file)
		return;
	fwrite(m->bytes, 1, m->len, file);
	if (fclose(file) != 0 || rename(hidden, path) != 0)
		fprintf(stderr, "testmilter: cannot record %s\n", path);
}

static sfsistat
on_negotiate(SMFICTX *ctx, unsigned long actions, unsigned long steps,
    unsigned long more, unsigned long even_more, unsigned long *want_actions,
    unsigned long *want_steps, unsigned long *want_more,
    unsigned long *want_even_more)
{
	unsigned long quiet = SMFIP_NR_CONN | SMFIP_NR_HELO | SMFIP_NR_MAIL |
	    SMFIP_NR_RCPT | SMFIP_NR_DATA | SMFIP_NR_HDR | SMFIP_NR_EOH |
	    SMFIP_NR_BODY | SMFIP_NR_UNKN;

	(void)ctx;
	(void)more;
	(void)even_more;
	*want_actions = actions & SMFIF_QUARANTINE;
	*want_steps = steps & (SMFIP_HDR_LEADSPC |
	    (set.no_replies ? quiet : 0));
	*want_more = *want_even_more = 0;
	return SMFIS_CONTINUE;
}

static sfsistat
on_connect(SMFICTX *ctx, char *name, _SOCK_ADDR *addr)
{
	(void)name;
	(void)addr;
	return act(ctx, STAGE_CONNECT);
}

static sfsistat
on_helo(SMFICTX *ctx, char *name)
{
	(void)name;
	return act(ctx, STAGE_HELO);
}

static sfsistat
on_mail(SMFICTX *ctx, char **args)
{
	(void)args;
	record_begin(ctx);
	return act(ctx, STAGE_MAIL);
}

static sfsistat
on_rcpt(SMFICTX *ctx, char **args)
{
	(void)args;
	return act(ctx, STAGE_RCPT);
}

static sfsistat
on_data(SMFICTX *ctx)
{
	return act(ctx, STAGE_DATA);
}

static sfsistat
on_header(SMFICTX *ctx, char *name, char *value)
{
	const char *lf;

	record(ctx, name, strlen(name));
	record(ctx, ":", 1);
	/* Folded values arrive with LF where the message has CR LF. */
	while ((lf = strchr(value, '\n')) != NULL) {
		record(ctx, value, (size_t)(lf - value));
		record(ctx, "\r\n", 2);
		value = (char *)lf + 1;
	}
	record(ctx, value, strlen(value));
	record(ctx, "\r\n", 2);
	return act(ctx, STAGE_HEADER);
}

static sfsistat
on_eoh(SMFICTX *ctx)
{
	record(ctx, "\r\n", 2);
	return act(ctx, STAGE_EOH);
}

static sfsistat
on_body(SMFICTX *ctx, unsigned char *bytes, size_t len)
{
	record(ctx, bytes, len);
	return act(ctx, STAGE_BODY);
}

static sfsistat
on_eom(SMFICTX *ctx)
{
	record_end(ctx);
	return act(ctx, STAGE_EOM);
}

static sfsistat
on_abort(SMFICTX *ctx)
{
	record_drop(ctx);
	return SMFIS_CONTINUE;
}

static sfsistat
on_close(SMFICTX *ctx)
{
	record_drop(ctx);
	return SMFIS_CONTINUE;
}

static const char usage[] =
"testmilter -p unix:/PATH|inet:HOST:PORT [options] [MODE]\n"
"  MODE      noop slow hang quarantine reject tempfail discard die\n"
"  -a STAGE  where it does that: connect helo mail rcpt data header eoh body\n"
"            eom (the default)\n"
"  -m MS     how long slow waits\n"
"  -g MS     report progress so often while it waits at eom\n"
"  -r DIR    write each message as it was shown into DIR/NNNNNN.seen\n"
"  -n        tell the mail system to expect no replies before eom\n";

static int
find_name(const char *const *names, int count, const char *name)
{
	int i;

	for (i = 0; i < count; i++)
		if (strcmp(names[i], name) == 0)
			return i;
	fprintf(stderr, "testmilter: does not know %s\n%s", name, usage);
	exit(2);
}

/* Takes inet:HOST:PORT as Postfix writes it and libmilter's inet:PORT@HOST. */
static void
socket_read(const char *text)
{
	const char *colon = strrchr(text, ':');

	if (strncmp(text, "inet:", 5) == 0 && !strchr(text, '@') &&
	    colon > text + 5)
		snprintf(set.socket, sizeof(set.socket), "inet:%s@%.*s",
		    colon + 1, (int)(colon - text) - 5, text + 5);
	else
		snprintf(set.socket, sizeof(set.socket), "%s", text);
}

static void
settings_read(int argc, char **argv)
{
	int opt;

	set.stage = STAGE_EOM;
	while ((opt = getopt(argc, argv, "p:a:m:g:r:n")) != -1) {
		switch (opt) {
		case 'p': socket_read(optarg); break;
		case 'a':
			set.stage = (enum stage)find_name(stage_names, STAGES,
			    optarg);
			break;
		case 'm': set.ms = strtoul(optarg, NULL, 10); break;
		case 'g': set.progress_ms = strtoul(optarg, NULL, 10); break;
		case 'r': set.record = optarg; break;
		case 'n': set.no_replies = true; break;
		default: fputs(usage, stderr); exit(2);
		}
	}
	if (optind < argc)
		set.mode = (enum mode)find_name(mode_names, MODES,
		    argv[optind]);
	if (!set.socket[0]) {
		fputs(usage, stderr);
		exit(2);
	}
}

int
main(int argc, char **argv)
{
	struct smfiDesc description = {
		.xxfi_name = "testmilter", .xxfi_version = SMFI_VERSION,
		.xxfi_flags = SMFIF_QUARANTINE, .xxfi_connect = on_connect,
		.xxfi_helo = on_helo, .xxfi_envfrom = on_mail,
		.xxfi_envrcpt = on_rcpt, .xxfi_header = on_header,
		.xxfi_eoh = on_eoh, .xxfi_body = on_body, .xxfi_eom = on_eom,
		.xxfi_abort = on_abort, .xxfi_close = on_close,
		.xxfi_data = on_data, .xxfi_negotiate = on_negotiate,
	};

	settings_read(argc, argv);
	signal(SIGQUIT, on_quit);
	if (smfi_setconn(set.socket) != MI_SUCCESS ||
	    smfi_register(description) != MI_SUCCESS ||
	    smfi_opensocket(true) != MI_SUCCESS) {
		fprintf(stderr, "testmilter: cannot listen on %s\n",
		    set.socket);
		return 1;
	}
	/* Postfix connects as user postfix. */
	if (strncmp(set.socket, "unix:", 5) == 0)
		chmod(set.socket + 5, 0666);
	puts("ready");
	fflush(stdout);
	return smfi_main() == MI_SUCCESS ? 0 : 1;
}
