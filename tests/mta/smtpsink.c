/*
 * smtpsink - an SMTP server that accepts everything and keeps the exact bytes.
 *
 * One process, poll based, made for hundreds of connections on loopback.  Each
 * accepted message becomes NNNNNN.msg (the bytes between DATA and the final
 * dot with the dots unstuffed, or the joined BDAT chunks; nothing else is
 * changed) and NNNNNN.env (the commands that made the envelope).  Both are
 * complete before they have their names, the .env is the last to appear, and
 * the client hears 250 only after that.  Only CR LF . CR LF ends DATA.
 *
 * It listens on 127.0.0.1 and a port chosen by the kernel unless told
 * otherwise and prints the port, alone on a line, once it is ready.  SIGTERM
 * and SIGINT end it.  It does not speak TLS or AUTH, does not sync to disk and
 * must not be reachable from a network.
 *
 * Recipients can ask for trouble by their local part: sink-450 and sink-550
 * are refused at RCPT, sink-451 is refused at the end of data, and sink-cut is
 * stored but the connection is closed instead of answered.
 */
#include <arpa/inet.h>
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
	IN_SIZE = 65536,
	OUT_SIZE = 8192,
	OUT_ROOM = 2048,	/* an answer may need this much */
	CONN_MAX = 4096,
	ENVELOPE_MAX = 64 << 20,
	NAME_MAX_BYTES = 32,
};

enum state {
	STATE_COMMAND,
	STATE_DATA,
	STATE_BDAT,
	STATE_CLOSING,		/* flush the answer, then close */
};

/* Where the DATA reader stands within a line. */
enum place {
	PLACE_START,
	PLACE_DOT,
	PLACE_DOT_CR,
	PLACE_TEXT,
	PLACE_CR,
};

enum trouble {
	TROUBLE_NONE,
	TROUBLE_451,
	TROUBLE_CUT,
};

struct settings {
	const char *folder;
	const char *refuse_file;
	const char *listen;
	uint64_t size_limit;
	bool discard;
	bool eightbit, utf8, chunking, size, pipelining;
};

struct text {
	char *bytes;
	size_t used, room;
};

struct conn {
	int fd;
	unsigned int serial;
	enum state state;
	enum place place;
	enum trouble trouble;
	bool last_chunk, bad_chunk, has_mail, has_data;
	unsigned int rcpts, chunks;
	uint64_t left;		/* bytes missing from this BDAT chunk */
	uint64_t bytes;		/* message bytes so far */
	int file;
	bool file_failed;
	char helo[512];
	struct text envelope;
	size_t in_used, out_used;
	char in[IN_SIZE];
	char out[OUT_SIZE];
};

struct sink {
	struct settings set;
	int folder, count_file, listener;
	unsigned int serial;
	uint64_t messages, bytes, sessions;
	size_t conns;
	struct conn *conn[CONN_MAX];
};

static volatile sig_atomic_t sink_stop;

static void
on_signal(int sig)
{
	(void)sig;
	sink_stop = 1;
}

__attribute__((noreturn, format(printf, 1, 2)))
static void
die(const char *format, ...)
{
	va_list args;

	fputs("smtpsink: ", stderr);
	va_start(args, format);
	vfprintf(stderr, format, args);
	va_end(args);
	fputc('\n', stderr);
	exit(1);
}

static bool
text_add(struct text *text, const char *bytes, size_t len)
{
	char *grown;
	size_t room = text->room ? text->room : 1024;

	if (text->used + len > ENVELOPE_MAX)
		return false;
	while (room < text->used + len)
		room *= 2;
	if (room != text->room) {
		grown = realloc(text->bytes, room);
		if (!grown)
			return false;
		text->bytes = grown;
		text->room = room;
	}
	memcpy(text->bytes + text->used, bytes, len);
	text->used += len;
	return true;
}

__attribute__((format(printf, 2, 3)))
static void
answer(struct conn *c, const char *format, ...)
{
	va_list args;
	int len;
	size_t room = sizeof(c->out) - c->out_used;

	va_start(args, format);
	len = vsnprintf(c->out + c->out_used, room, format, args);
	va_end(args);
	if (len < 0 || (size_t)len + 2 > room) {
		c->state = STATE_CLOSING;
		return;
	}
	c->out_used += (size_t)len;
	c->out[c->out_used++] = '\r';
	c->out[c->out_used++] = '\n';
}

static void
temporary_name(const struct conn *c, char name[NAME_MAX_BYTES])
{
	snprintf(name, NAME_MAX_BYTES, ".tmp-%u", c->serial);
}

static void
transaction_end(struct sink *s, struct conn *c)
{
	char name[NAME_MAX_BYTES];

	if (c->file >= 0) {
		close(c->file);
		c->file = -1;
		temporary_name(c, name);
		unlinkat(s->folder, name, 0);
	}
	c->has_mail = c->has_data = false;
	c->rcpts = c->chunks = 0;
	c->bytes = 0;
	c->envelope.used = 0;
	c->trouble = TROUBLE_NONE;
	c->file_failed = c->bad_chunk = c->last_chunk = false;
}

static bool
write_all(int fd, const char *bytes, size_t len)
{
	ssize_t n;

	while (len > 0) {
		n = write(fd, bytes, len);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		bytes += n;
		len -= (size_t)n;
	}
	return true;
}

static void
message_start(struct sink *s, struct conn *c)
{
	char name[NAME_MAX_BYTES];

	c->has_data = true;
	if (s->set.discard)
		return;
	temporary_name(c, name);
	c->file = openat(s->folder, name,
	    O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0644);
	c->file_failed = c->file < 0;
}

static void
message_add(struct conn *c, const char *bytes, size_t len)
{
	c->bytes += len;
	if (c->file >= 0 && !write_all(c->file, bytes, len))
		c->file_failed = true;
}

/* Gives both files their names, the envelope last. */
static bool
message_store(struct sink *s, struct conn *c)
{
	char temporary[NAME_MAX_BYTES], name[NAME_MAX_BYTES];
	char last[32];
	int fd, len;
	bool good;

	if (c->chunks > 0)
		len = snprintf(last, sizeof(last), "BDAT %u\n", c->chunks);
	else
		len = snprintf(last, sizeof(last), "DATA\n");
	if (c->file_failed || len < 0 ||
	    !text_add(&c->envelope, last, (size_t)len))
		return false;
	if (close(c->file) != 0)
		return false;
	c->file = -1;
	temporary_name(c, temporary);
	snprintf(name, sizeof(name), "%06llu.msg",
	    (unsigned long long)s->messages + 1);
	if (renameat(s->folder, temporary, s->folder, name) != 0)
		return false;
	fd = openat(s->folder, temporary,
	    O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0644);
	if (fd < 0)
		return false;
	good = write_all(fd, c->envelope.bytes, c->envelope.used);
	good = close(fd) == 0 && good;
	snprintf(name, sizeof(name), "%06llu.env",
	    (unsigned long long)s->messages + 1);
	return good && renameat(s->folder, temporary, s->folder, name) == 0;
}

static void
message_end(struct sink *s, struct conn *c)
{
	char line[32];
	int len;

	c->state = STATE_COMMAND;
	if (c->bytes > s->set.size_limit) {
		answer(c, "552 5.3.4 message is larger than the sink takes");
	} else if (c->trouble == TROUBLE_451) {
		answer(c, "451 4.3.0 refused as the recipient asked");
	} else if (!s->set.discard && !message_store(s, c)) {
		fprintf(stderr, "smtpsink: cannot store: %s\n",
		    strerror(errno));
		answer(c, "451 4.3.0 cannot store");
	} else {
		s->messages++;
		s->bytes += c->bytes;
		len = snprintf(line, sizeof(line), "%010llu\n",
		    (unsigned long long)s->messages);
		if (s->count_file >= 0 &&
		    pwrite(s->count_file, line, (size_t)len, 0) != len)
			fprintf(stderr, "smtpsink: cannot write the count\n");
		if (c->trouble == TROUBLE_CUT)
			c->state = STATE_CLOSING;
		else
			answer(c, "250 2.0.0 stored as %06llu",
			    (unsigned long long)s->messages);
	}
	transaction_end(s, c);
}

/*
 * Reads the dot-stuffed form.  RFC 5321 section 4.5.2: "If the first character
 * is a period and there are other characters on the line, the first character
 * is deleted."  A line ends with CR LF, never with one of them alone.
 */
static size_t
take_data(struct sink *s, struct conn *c, const char *in, size_t len)
{
	static char plain[IN_SIZE + 2];
	const char *cr;
	size_t i = 0, used = 0, run;
	char byte;

	while (i < len) {
		if (c->place == PLACE_TEXT) {
			cr = memchr(in + i, '\r', len - i);
			run = cr ? (size_t)(cr - (in + i)) : len - i;
			memcpy(plain + used, in + i, run);
			used += run;
			i += run;
			if (i == len)
				break;
		}
		byte = in[i++];
		if (c->place == PLACE_START && byte == '.') {
			c->place = PLACE_DOT;
			continue;
		}
		if (c->place == PLACE_DOT && byte == '\r') {
			c->place = PLACE_DOT_CR;
			continue;
		}
		if (c->place == PLACE_DOT_CR) {
			if (byte == '\n') {
				message_add(c, plain, used);
				message_end(s, c);
				return i;
			}
			plain[used++] = '\r';
			c->place = PLACE_CR;
		}
		plain[used++] = byte;
		if (byte == '\r')
			c->place = PLACE_CR;
		else if (c->place == PLACE_CR && byte == '\n')
			c->place = PLACE_START;
		else
			c->place = PLACE_TEXT;
	}
	message_add(c, plain, used);
	return i;
}

static size_t
take_bdat(struct sink *s, struct conn *c, const char *in, size_t len)
{
	size_t take = len < c->left ? len : (size_t)c->left;

	if (!c->bad_chunk)
		message_add(c, in, take);
	c->left -= take;
	if (c->left > 0)
		return take;
	c->state = STATE_COMMAND;
	if (c->bad_chunk) {
		c->bad_chunk = false;
		answer(c, "503 5.5.1 BDAT without MAIL and RCPT");
	} else if (c->last_chunk) {
		message_end(s, c);
	} else {
		answer(c, "250 2.0.0 chunk taken");
	}
	return take;
}

static bool
has_prefix(const char *line, const char *prefix)
{
	return strncasecmp(line, prefix, strlen(prefix)) == 0;
}

static bool
envelope_add(struct conn *c, const char *verb, const char *rest)
{
	return text_add(&c->envelope, verb, strlen(verb)) &&
	    text_add(&c->envelope, rest, strlen(rest)) &&
	    text_add(&c->envelope, "\n", 1);
}

static void
do_helo(struct sink *s, struct conn *c, const char *line)
{
	const struct settings *set = &s->set;

	transaction_end(s, c);
	snprintf(c->helo, sizeof(c->helo), "%c%c%c%c%s",
	    toupper((unsigned char)line[0]), toupper((unsigned char)line[1]),
	    toupper((unsigned char)line[2]), toupper((unsigned char)line[3]),
	    line + 4);
	if (has_prefix(line, "HELO")) {
		answer(c, "250 sink.example.test");
		return;
	}
	answer(c, "250-sink.example.test");
	if (set->eightbit)
		answer(c, "250-8BITMIME");
	if (set->utf8)
		answer(c, "250-SMTPUTF8");
	if (set->chunking)
		answer(c, "250-CHUNKING");
	if (set->size)
		answer(c, "250-SIZE %llu",
		    (unsigned long long)set->size_limit);
	if (set->pipelining)
		answer(c, "250-PIPELINING");
	answer(c, "250 ENHANCEDSTATUSCODES");
}

static void
do_mail(struct sink *s, struct conn *c, const char *line)
{
	if (s->set.refuse_file && access(s->set.refuse_file, F_OK) == 0) {
		answer(c, "451 4.3.2 refused while the refuse file exists");
		return;
	}
	if (c->has_mail) {
		answer(c, "503 5.5.1 sender already given");
		return;
	}
	if (!envelope_add(c, c->helo, "") ||
	    !envelope_add(c, "MAIL FROM:", line + strlen("MAIL FROM:"))) {
		answer(c, "452 4.3.1 no memory");
		return;
	}
	c->has_mail = true;
	answer(c, "250 2.1.0 sender ok");
}

static void
do_rcpt(struct conn *c, const char *line)
{
	const char *address = line + strlen("RCPT TO:");

	if (!c->has_mail) {
		answer(c, "503 5.5.1 MAIL first");
		return;
	}
	while (*address == ' ' || *address == '<')
		address++;
	if (has_prefix(address, "sink-450@")) {
		answer(c, "450 4.2.0 refused as the recipient asked");
		return;
	}
	if (has_prefix(address, "sink-550@")) {
		answer(c, "550 5.1.1 refused as the recipient asked");
		return;
	}
	if (has_prefix(address, "sink-451@"))
		c->trouble = TROUBLE_451;
	if (has_prefix(address, "sink-cut@"))
		c->trouble = TROUBLE_CUT;
	if (!envelope_add(c, "RCPT TO:", line + strlen("RCPT TO:"))) {
		answer(c, "452 4.5.3 too many recipients");
		return;
	}
	c->rcpts++;
	answer(c, "250 2.1.5 recipient ok");
}

static void
do_data(struct sink *s, struct conn *c)
{
	if (c->rcpts == 0 || c->chunks > 0) {
		answer(c, "503 5.5.1 RCPT first, and no DATA after BDAT");
		return;
	}
	message_start(s, c);
	c->state = STATE_DATA;
	c->place = PLACE_START;
	answer(c, "354 end with a dot alone on a line");
}

static void
do_bdat(struct sink *s, struct conn *c, const char *line)
{
	char *end;

	errno = 0;
	c->left = strtoull(line + 5, &end, 10);
	if (errno != 0 || end == line + 5 || !s->set.chunking) {
		answer(c, "501 5.5.4 BDAT wants a size");
		c->state = STATE_CLOSING;
		return;
	}
	while (*end == ' ')
		end++;
	c->last_chunk = strcasecmp(end, "LAST") == 0;
	c->bad_chunk = c->rcpts == 0;
	if (!c->bad_chunk && !c->has_data)
		message_start(s, c);
	if (!c->bad_chunk)
		c->chunks++;
	c->state = STATE_BDAT;
	if (c->left == 0)
		take_bdat(s, c, "", 0);
}

static void
do_command(struct sink *s, struct conn *c, const char *line)
{
	if (has_prefix(line, "EHLO") || has_prefix(line, "HELO")) {
		do_helo(s, c, line);
	} else if (has_prefix(line, "MAIL FROM:")) {
		do_mail(s, c, line);
	} else if (has_prefix(line, "RCPT TO:")) {
		do_rcpt(c, line);
	} else if (has_prefix(line, "DATA")) {
		do_data(s, c);
	} else if (has_prefix(line, "BDAT ")) {
		do_bdat(s, c, line);
	} else if (has_prefix(line, "RSET")) {
		transaction_end(s, c);
		answer(c, "250 2.0.0 ok");
	} else if (has_prefix(line, "NOOP")) {
		answer(c, "250 2.0.0 ok");
	} else if (has_prefix(line, "QUIT")) {
		answer(c, "221 2.0.0 bye");
		c->state = STATE_CLOSING;
	} else {
		answer(c, "500 5.5.2 not a command of this sink");
	}
}

static size_t
take_command(struct sink *s, struct conn *c, char *in, size_t len)
{
	char *lf = memchr(in, '\n', len);
	size_t end;

	if (!lf && len == IN_SIZE) {
		answer(c, "500 5.5.2 line too long");
		c->state = STATE_CLOSING;
		return len;
	}
	if (!lf)
		return 0;
	end = (size_t)(lf - in);
	if (end > 0 && in[end - 1] == '\r')
		in[end - 1] = '\0';
	*lf = '\0';
	do_command(s, c, in);
	return end + 1;
}

static void
take_input(struct sink *s, struct conn *c)
{
	size_t at = 0, n;

	while (at < c->in_used && c->state != STATE_CLOSING &&
	    sizeof(c->out) - c->out_used > OUT_ROOM) {
		if (c->state == STATE_DATA)
			n = take_data(s, c, c->in + at, c->in_used - at);
		else if (c->state == STATE_BDAT)
			n = take_bdat(s, c, c->in + at, c->in_used - at);
		else
			n = take_command(s, c, c->in + at, c->in_used - at);
		if (n == 0)
			break;
		at += n;
	}
	memmove(c->in, c->in + at, c->in_used - at);
	c->in_used -= at;
}

static void
conn_close(struct sink *s, size_t slot)
{
	struct conn *c = s->conn[slot];

	transaction_end(s, c);
	close(c->fd);
	free(c->envelope.bytes);
	free(c);
	s->conn[slot] = s->conn[--s->conns];
}

static void
conn_open(struct sink *s)
{
	struct conn *c;
	int one = 1;
	int fd = accept4(s->listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);

	if (fd < 0)
		return;
	c = s->conns < CONN_MAX ? malloc(sizeof(*c)) : NULL;
	if (!c) {
		close(fd);
		return;
	}
	memset(c, 0, offsetof(struct conn, in));
	c->fd = fd;
	c->file = -1;
	c->serial = ++s->serial;
	snprintf(c->helo, sizeof(c->helo), "NO GREETING");
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
	s->sessions++;
	s->conn[s->conns++] = c;
	answer(c, "220 sink.example.test ESMTP smtpsink");
}

/* Returns false when the connection is over. */
static bool
conn_turn(struct sink *s, struct conn *c, short events)
{
	ssize_t n;

	if ((events & (POLLIN | POLLHUP | POLLERR)) &&
	    c->in_used < sizeof(c->in)) {
		n = read(c->fd, c->in + c->in_used,
		    sizeof(c->in) - c->in_used);
		if (n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR))
			return false;
		if (n > 0)
			c->in_used += (size_t)n;
	}
	do {
		take_input(s, c);
		if (c->out_used == 0)
			break;
		n = write(c->fd, c->out, c->out_used);
		if (n < 0 && (errno == EAGAIN || errno == EINTR))
			return true;
		if (n <= 0)
			return false;
		memmove(c->out, c->out + n, c->out_used - (size_t)n);
		c->out_used -= (size_t)n;
	} while (c->out_used == 0 && c->in_used > 0 &&
	    c->state != STATE_CLOSING && memchr(c->in, '\n', c->in_used));
	return c->state != STATE_CLOSING || c->out_used > 0;
}

static void
sink_turn(struct sink *s)
{
	static struct pollfd polls[CONN_MAX + 1];
	size_t i, conns = s->conns;

	for (i = 0; i < conns; i++) {
		polls[i].fd = s->conn[i]->fd;
		polls[i].events = s->conn[i]->out_used > 0 ? POLLOUT : POLLIN;
		polls[i].revents = 0;
	}
	polls[conns] = (struct pollfd){.fd = s->listener, .events = POLLIN};
	if (poll(polls, (nfds_t)conns + 1, 1000) <= 0)
		return;
	/* Backwards, because closing moves the last one into the gap. */
	for (i = conns; i-- > 0;)
		if (polls[i].revents &&
		    !conn_turn(s, s->conn[i], polls[i].revents))
			conn_close(s, i);
	if (polls[conns].revents)
		conn_open(s);
}

static void
sink_listen(struct sink *s)
{
	struct sockaddr_in addr = {.sin_family = AF_INET};
	socklen_t len = sizeof(addr);
	char host[64];
	const char *colon = strrchr(s->set.listen, ':');
	unsigned long port;
	char *end;
	int one = 1;

	if (!colon || (size_t)(colon - s->set.listen) >= sizeof(host))
		die("-l wants HOST:PORT, not %s", s->set.listen);
	snprintf(host, sizeof(host), "%.*s", (int)(colon - s->set.listen),
	    s->set.listen);
	port = strtoul(colon + 1, &end, 10);
	if (*end || port > 65535 || inet_pton(AF_INET, host, &addr.sin_addr) != 1)
		die("-l wants an IPv4 address and a port, not %s",
		    s->set.listen);
	addr.sin_port = htons((uint16_t)port);
	s->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	setsockopt(s->listener, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
	if (s->listener < 0 ||
	    bind(s->listener, (struct sockaddr *)&addr, sizeof(addr)) != 0 ||
	    listen(s->listener, 1024) != 0 ||
	    getsockname(s->listener, (struct sockaddr *)&addr, &len) != 0)
		die("cannot listen on %s: %s", s->set.listen, strerror(errno));
	printf("%u\n", (unsigned int)ntohs(addr.sin_port));
	fflush(stdout);
}

static void
sink_open(struct sink *s)
{
	struct rlimit files;
	struct sigaction act = {.sa_handler = on_signal};

	sigaction(SIGTERM, &act, NULL);
	sigaction(SIGINT, &act, NULL);
	signal(SIGPIPE, SIG_IGN);
	if (getrlimit(RLIMIT_NOFILE, &files) == 0) {
		files.rlim_cur = files.rlim_max;
		setrlimit(RLIMIT_NOFILE, &files);
	}
	s->folder = s->count_file = -1;
	if (!s->set.folder && !s->set.discard)
		die("say where to keep the mail with -d DIR, or -n to discard");
	if (s->set.folder) {
		s->folder = open(s->set.folder,
		    O_RDONLY | O_DIRECTORY | O_CLOEXEC);
		if (s->folder < 0)
			die("cannot open folder %s: %s", s->set.folder,
			    strerror(errno));
		s->count_file = openat(s->folder, "count",
		    O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0644);
		if (s->count_file < 0 ||
		    !write_all(s->count_file, "0000000000\n", 11))
			die("cannot write %s/count: %s", s->set.folder,
			    strerror(errno));
	}
	sink_listen(s);
}

static const char usage[] =
"smtpsink [-n] [-d DIR] [-l HOST:PORT] [-r FILE] [switches]\n"
"  -d DIR    keep NNNNNN.msg, NNNNNN.env and count in DIR\n"
"  -n        keep no message, only count (with -d: in DIR/count)\n"
"  -l H:P    listen there (default 127.0.0.1:0, the kernel chooses the port)\n"
"  -r FILE   answer 451 to MAIL for as long as FILE exists\n"
"  --size-limit BYTES\n"
"  --no-8bitmime --no-smtputf8 --no-chunking --no-size --no-pipelining\n";

static void
settings_read(int argc, char **argv, struct settings *set)
{
	static const struct option options[] = {
		{"no-8bitmime", no_argument, NULL, '8'},
		{"no-smtputf8", no_argument, NULL, 'u'},
		{"no-chunking", no_argument, NULL, 'c'},
		{"no-size", no_argument, NULL, 's'},
		{"no-pipelining", no_argument, NULL, 'p'},
		{"size-limit", required_argument, NULL, 'S'},
		{"help", no_argument, NULL, 'h'},
		{NULL, 0, NULL, 0},
	};
	int opt;

	while ((opt = getopt_long(argc, argv, "nd:l:r:h", options, NULL)) != -1) {
		switch (opt) {
		case 'n': set->discard = true; break;
		case 'd': set->folder = optarg; break;
		case 'l': set->listen = optarg; break;
		case 'r': set->refuse_file = optarg; break;
		case '8': set->eightbit = false; break;
		case 'u': set->utf8 = false; break;
		case 'c': set->chunking = false; break;
		case 's': set->size = false; break;
		case 'p': set->pipelining = false; break;
		case 'S': set->size_limit = strtoull(optarg, NULL, 10); break;
		case 'h': fputs(usage, stdout); exit(0);
		default: fputs(usage, stderr); exit(2);
		}
	}
	if (optind < argc)
		die("unexpected argument %s", argv[optind]);
}

int
main(int argc, char **argv)
{
	static struct sink sink;
	struct sink *s = &sink;

	s->set = (struct settings){
		.listen = "127.0.0.1:0", .size_limit = 1ULL << 30,
		.eightbit = true, .utf8 = true, .chunking = true,
		.size = true, .pipelining = true,
	};
	settings_read(argc, argv, &s->set);
	sink_open(s);
	while (!sink_stop)
		sink_turn(s);
	while (s->conns > 0)
		conn_close(s, s->conns - 1);
	close(s->listener);
	if (s->folder >= 0)
		close(s->folder);
	if (s->count_file >= 0)
		close(s->count_file);
	fprintf(stderr, "smtpsink: %llu messages, %llu bytes, %llu sessions\n",
	    (unsigned long long)s->messages, (unsigned long long)s->bytes,
	    (unsigned long long)s->sessions);
	return 0;
}
