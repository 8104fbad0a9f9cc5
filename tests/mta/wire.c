/*
 * wire - one SMTP client connection, byte for byte.
 *
 * Sends exactly what it is given and reads replies.  Every wait has the
 * timeout the wire was made with.  It knows the form of a reply and nothing
 * else of SMTP: no TLS, no pipelining of its own, no retry.
 */
#include "wire.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static enum wire_rc
wire_fail(struct wire *w, enum wire_rc rc, const char *doing)
{
	if (rc == WIRE_TIMEOUT)
		snprintf(w->error, sizeof(w->error),
		    "%s: nothing within %d ms", doing, w->timeout_ms);
	else if (rc == WIRE_CLOSED)
		snprintf(w->error, sizeof(w->error),
		    "%s: the server closed the connection", doing);
	else
		snprintf(w->error, sizeof(w->error), "%s: %s", doing,
		    strerror(errno));
	return rc;
}

void
wire_init(struct wire *w, int timeout_ms)
{
	memset(w, 0, sizeof(*w));
	w->fd = -1;
	w->timeout_ms = timeout_ms;
}

enum wire_rc
wire_open(struct wire *w, const char *host, const char *port)
{
	struct sockaddr_in addr = {.sin_family = AF_INET};
	char *end;
	unsigned long number = strtoul(port, &end, 10);
	int one = 1;

	wire_close(w);
	if (end == port || *end || number == 0 || number > 65535 ||
	    inet_pton(AF_INET, host, &addr.sin_addr) != 1) {
		errno = EINVAL;
		return wire_fail(w, WIRE_FAILED, "IPv4 address and port");
	}
	addr.sin_port = htons((uint16_t)number);
	w->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (w->fd < 0)
		return wire_fail(w, WIRE_FAILED, "socket");
	if (connect(w->fd, (struct sockaddr *)&addr, sizeof(addr)) != 0) {
		wire_fail(w, WIRE_FAILED, "connect");
		wire_close(w);
		return WIRE_FAILED;
	}
	setsockopt(w->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
	return WIRE_OK;
}

enum wire_rc
wire_write(struct wire *w, const char *bytes, size_t len)
{
	struct pollfd p = {.fd = w->fd, .events = POLLOUT};
	ssize_t n;

	while (len > 0) {
		n = send(w->fd, bytes, len, MSG_NOSIGNAL | MSG_DONTWAIT);
		if (n > 0) {
			bytes += n;
			len -= (size_t)n;
			continue;
		}
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0 && (errno == EPIPE || errno == ECONNRESET))
			return wire_fail(w, WIRE_CLOSED, "write");
		if (n < 0 && errno != EAGAIN)
			return wire_fail(w, WIRE_FAILED, "write");
		if (poll(&p, 1, w->timeout_ms) == 0)
			return wire_fail(w, WIRE_TIMEOUT, "write");
	}
	return WIRE_OK;
}

bool
wire_is_readable(struct wire *w, int ms)
{
	struct pollfd p = {.fd = w->fd, .events = POLLIN};

	return w->in_used > 0 || poll(&p, 1, ms) > 0;
}

/* Makes sure that w->in begins with a whole line; tells its length. */
static enum wire_rc
wire_line(struct wire *w, size_t *len)
{
	struct pollfd p = {.fd = w->fd, .events = POLLIN};
	char *lf;
	ssize_t n;

	for (;;) {
		lf = memchr(w->in, '\n', w->in_used);
		if (lf) {
			*len = (size_t)(lf - w->in) + 1;
			return WIRE_OK;
		}
		errno = EMSGSIZE;
		if (w->in_used == sizeof(w->in))
			return wire_fail(w, WIRE_FAILED, "reply line");
		if (poll(&p, 1, w->timeout_ms) == 0)
			return wire_fail(w, WIRE_TIMEOUT, "reply");
		n = read(w->fd, w->in + w->in_used,
		    sizeof(w->in) - w->in_used);
		if (n < 0 && errno == EINTR)
			continue;
		if (n == 0 || (n < 0 && errno == ECONNRESET))
			return wire_fail(w, WIRE_CLOSED, "reply");
		if (n < 0)
			return wire_fail(w, WIRE_FAILED, "reply");
		w->in_used += (size_t)n;
	}
}

static bool
is_reply_line(const char *line, size_t len)
{
	return len >= 5 && line[0] >= '2' && line[0] <= '5' &&
	    line[1] >= '0' && line[1] <= '9' && line[2] >= '0' &&
	    line[2] <= '9' && strchr(" -\r", line[3]);
}

enum wire_rc
wire_reply(struct wire *w)
{
	size_t len, text, used = 0;
	enum wire_rc rc;
	bool last;
	int wrote;

	w->code = 0;
	w->reply[0] = '\0';
	do {
		rc = wire_line(w, &len);
		if (rc != WIRE_OK)
			return rc;
		if (!is_reply_line(w->in, len)) {
			errno = EPROTO;
			return wire_fail(w, WIRE_FAILED, "reply");
		}
		last = w->in[3] != '-';
		w->code = (w->in[0] - '0') * 100 + (w->in[1] - '0') * 10 +
		    (w->in[2] - '0');
		text = len;
		while (text > 4 && strchr("\r\n", w->in[text - 1]))
			text--;
		wrote = snprintf(w->reply + used, sizeof(w->reply) - used,
		    "%s%.*s", used ? " / " : "",
		    text > 4 ? (int)(text - 4) : 0, w->in + 4);
		if (wrote > 0)
			used += (size_t)wrote;
		if (used >= sizeof(w->reply))
			used = sizeof(w->reply) - 1;
		memmove(w->in, w->in + len, w->in_used - len);
		w->in_used -= len;
	} while (!last);
	return WIRE_OK;
}

void
wire_close(struct wire *w)
{
	if (w->fd >= 0)
		close(w->fd);
	w->fd = -1;
	w->in_used = 0;
}

void
wire_cut(struct wire *w)
{
	struct linger reset = {.l_onoff = 1, .l_linger = 0};

	if (w->fd >= 0)
		setsockopt(w->fd, SOL_SOCKET, SO_LINGER, &reset,
		    sizeof(reset));
	wire_close(w);
}
