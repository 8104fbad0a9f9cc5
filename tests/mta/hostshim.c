/*
 * hostshim - keeps a preloaded Sendmail away from DNS and from syslog.
 *
 * On a machine whose name has no dot, Sendmail asks the resolver and then
 * sleeps a minute before it listens.  Preloaded, this gives the machine a full
 * name (HOSTSHIM_NAME, default mta.example.test), answers every look-up for
 * that name, localhost or a literal IPv4 address itself and finds nothing
 * else.  What would go to syslog is appended to the file HOSTSHIM_LOG, if that
 * is set.  Not thread safe, as Sendmail has no threads.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <resolv.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <syslog.h>
#include <time.h>
#include <unistd.h>

/* Read before main, since Sendmail empties its environment. */
static char shim_host[256] = "mta.example.test";
static char shim_log_path[1024];

__attribute__((constructor))
static void
shim_begin(void)
{
	const char *host = getenv("HOSTSHIM_NAME");
	const char *log = getenv("HOSTSHIM_LOG");

	if (host && *host)
		snprintf(shim_host, sizeof(shim_host), "%s", host);
	if (log)
		snprintf(shim_log_path, sizeof(shim_log_path), "%s", log);
}

int
gethostname(char *name, size_t size)
{
	int len = snprintf(name, size, "%s", shim_host);

	if (len >= 0 && (size_t)len < size)
		return 0;
	errno = ENAMETOOLONG;
	return -1;
}

int
uname(struct utsname *names)
{
	if (syscall(SYS_uname, names) != 0)
		return -1;
	snprintf(names->nodename, sizeof(names->nodename), "%.64s", shim_host);
	return 0;
}

/* One static answer, as the interface of gethostbyname has it. */
static struct hostent *
shim_answer(const char *name, struct in_addr addr)
{
	static char text[256];
	static char *aliases[1];
	static struct in_addr stored;
	static char *addrs[2];
	static struct hostent host;

	stored = addr;
	snprintf(text, sizeof(text), "%s", name);
	addrs[0] = (char *)&stored;
	host = (struct hostent){
		.h_name = text, .h_aliases = aliases, .h_addrtype = AF_INET,
		.h_length = sizeof(stored), .h_addr_list = addrs,
	};
	h_errno = 0;
	return &host;
}

struct hostent *
gethostbyname2(const char *name, int family)
{
	struct in_addr addr;

	if (family == AF_INET && inet_pton(AF_INET, name, &addr) == 1)
		return shim_answer(name, addr);
	addr.s_addr = htonl(INADDR_LOOPBACK);
	if (family == AF_INET && (strcasecmp(name, shim_host) == 0 ||
	    strcasecmp(name, "localhost") == 0))
		return shim_answer(name, addr);
	h_errno = HOST_NOT_FOUND;
	return NULL;
}

struct hostent *
gethostbyname(const char *name)
{
	return gethostbyname2(name, AF_INET);
}

struct hostent *
gethostbyaddr(const void *bytes, socklen_t len, int family)
{
	struct in_addr addr;

	if (family == AF_INET && len == sizeof(addr)) {
		memcpy(&addr, bytes, sizeof(addr));
		if (ntohl(addr.s_addr) >> 24 == IN_LOOPBACKNET)
			return shim_answer(shim_host, addr);
	}
	h_errno = HOST_NOT_FOUND;
	return NULL;
}

/* Nothing is asked of DNS, by whatever way. */
static int
shim_not_found(void)
{
	h_errno = HOST_NOT_FOUND;
	return -1;
}

int
res_query(const char *name, int class, int type, unsigned char *answer,
    int size)
{
	(void)name, (void)class, (void)type, (void)answer, (void)size;
	return shim_not_found();
}

int
res_search(const char *name, int class, int type, unsigned char *answer,
    int size)
{
	(void)name, (void)class, (void)type, (void)answer, (void)size;
	return shim_not_found();
}

int
res_querydomain(const char *name, const char *domain, int class, int type,
    unsigned char *answer, int size)
{
	(void)name, (void)domain, (void)class, (void)type, (void)answer;
	(void)size;
	return shim_not_found();
}

static void
shim_log(const char *format, va_list args)
{
	char line[2048];
	time_t now = time(NULL);
	struct tm tm;
	size_t used;
	int len, fd;

	if (!shim_log_path[0])
		return;
	localtime_r(&now, &tm);
	used = strftime(line, sizeof(line), "%Y-%m-%dT%H:%M:%S ", &tm);
	len = snprintf(line + used, sizeof(line) - used, "sendmail[%ld]: ",
	    (long)getpid());
	used += (size_t)len;
	len = vsnprintf(line + used, sizeof(line) - used - 1, format, args);
	if (len < 0)
		return;
	used += (size_t)len < sizeof(line) - used - 1 ? (size_t)len :
	    sizeof(line) - used - 2;
	line[used++] = '\n';
	fd = open(shim_log_path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0644);
	if (fd < 0)
		return;
	if (write(fd, line, used) < 0)
		errno = 0;
	close(fd);
}

void
syslog(int priority, const char *format, ...)
{
	va_list args;

	(void)priority;
	va_start(args, format);
	shim_log(format, args);
	va_end(args);
}

/* What syslog becomes in a program compiled with _FORTIFY_SOURCE. */
void
__syslog_chk(int priority, int flag, const char *format, ...);

void
__syslog_chk(int priority, int flag, const char *format, ...)
{
	va_list args;

	(void)priority;
	(void)flag;
	va_start(args, format);
	shim_log(format, args);
	va_end(args);
}
