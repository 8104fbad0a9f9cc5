/*
 * freeport - prints a TCP port of 127.0.0.1 that nobody is bound to.
 *
 * The port lies below the kernel's range for outgoing connections, so that no
 * client can be given it by chance in the meantime.  It is free at the moment
 * of printing and not reserved: whoever binds it must be ready to ask again.
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
	PORT_FIRST = 10240,
	PORT_LAST = 32767,	/* Linux hands out 32768 and up by default */
	TRIES = 200,
};

static int
port_is_free(unsigned int port)
{
	struct sockaddr_in addr = {
		.sin_family = AF_INET,
		.sin_port = htons((uint16_t)port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	int free = fd >= 0 &&
	    bind(fd, (struct sockaddr *)&addr, sizeof(addr)) == 0;

	if (fd >= 0)
		close(fd);
	return free;
}

int
main(void)
{
	uint32_t random;
	unsigned int port;
	int i;

	for (i = 0; i < TRIES; i++) {
		if (getrandom(&random, sizeof(random), 0) != sizeof(random))
			break;
		port = PORT_FIRST + random % (PORT_LAST - PORT_FIRST + 1);
		if (!port_is_free(port))
			continue;
		printf("%u\n", port);
		return 0;
	}
	fputs("freeport: found no free port on 127.0.0.1\n", stderr);
	return 1;
}
