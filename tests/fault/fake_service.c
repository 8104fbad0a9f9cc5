/*
 * fake_service - a scanner or keeper that does what a test tells it.
 */
#include "fault/fake_service.h"

#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/io.h"

enum { FAKE_CONNECTIONS = 64 };

struct fake_service {
	void (*serve)(void *own, int fd);
	void *own;
	char *path;
	int listen_fd, stop[2];
	pthread_t thread;
	atomic_size_t count, open;
	pthread_mutex_t lock;	/* of fds */
	int fds[FAKE_CONNECTIONS];	/* open ones, 0: none */
};

struct fake_connection {
	struct fake_service *service;
	int fd;
};

/* Remember or forget an open connection; 0 stands for none. */
static void
fake_swap(struct fake_service *service, int from, int to)
{
	pthread_mutex_lock(&service->lock);
	for (size_t i = 0; i < FAKE_CONNECTIONS; i++)
		if (service->fds[i] == from) {
			service->fds[i] = to;
			break;
		}
	pthread_mutex_unlock(&service->lock);
}

static void *
fake_serve(void *own)
{
	struct fake_connection *c = own;
	struct fake_service *service = c->service;

	service->serve(service->own, c->fd);
	fake_swap(service, c->fd, 0);
	close(c->fd);
	free(c);
	atomic_fetch_sub(&service->open, 1);
	return NULL;
}

static void
fake_accept(struct fake_service *service)
{
	struct fake_connection *c = calloc(1, sizeof *c);
	pthread_t thread;

	c->service = service;
	c->fd = accept4(service->listen_fd, NULL, NULL, SOCK_CLOEXEC);
	atomic_fetch_add(&service->count, 1);
	atomic_fetch_add(&service->open, 1);
	fake_swap(service, 0, c->fd);
	if (c->fd < 0 || pthread_create(&thread, NULL, fake_serve, c) != 0)
		abort();
	pthread_detach(thread);
}

static void *
fake_loop(void *own)
{
	struct fake_service *service = own;

	for (;;) {
		struct pollfd polls[2] = {
			{.fd = service->listen_fd, .events = POLLIN},
			{.fd = service->stop[0], .events = POLLIN},
		};

		if (poll(polls, 2, -1) < 0)
			continue;
		if (polls[1].revents != 0)
			return NULL;
		if (polls[0].revents != 0)
			fake_accept(service);
	}
}

struct fake_service *
fake_service_start(const char *path, void (*serve)(void *own, int fd),
    void *own)
{
	struct fake_service *service = calloc(1, sizeof *service);
	struct err err;

	service->serve = serve;
	service->own = own;
	service->path = strdup(path);
	pthread_mutex_init(&service->lock, NULL);
	unlink(path);
	if (pipe(service->stop) != 0 ||
	    io_listen(path, 0600, &service->listen_fd, &err) != RC_OK ||
	    pthread_create(&service->thread, NULL, fake_loop, service) != 0)
		abort();
	return service;
}

void
fake_service_stop(struct fake_service *service)
{
	if (write(service->stop[1], "x", 1) != 1)
		abort();
	pthread_join(service->thread, NULL);
	pthread_mutex_lock(&service->lock);
	for (size_t i = 0; i < FAKE_CONNECTIONS; i++)
		if (service->fds[i] != 0)
			shutdown(service->fds[i], SHUT_RDWR);
	pthread_mutex_unlock(&service->lock);
	while (atomic_load(&service->open) > 0)
		poll(NULL, 0, 1);
	close(service->listen_fd);
	close(service->stop[0]);
	close(service->stop[1]);
	unlink(service->path);
	free(service->path);
	free(service);
}

size_t
fake_service_count(const struct fake_service *service)
{
	return atomic_load(&service->count);
}

bool
fake_service_receive(int fd, struct buf *bytes, struct frame *frame)
{
	struct clock clock = clock_system();
	struct err err;

	return frame_receive(fd, bytes, &clock,
	    clock_monotonic_ms(&clock) + 10000, frame, &err) == RC_OK;
}

void
fake_service_send(int fd, const struct buf *frame)
{
	if (send(fd, frame->at, frame->len, MSG_NOSIGNAL) < 0)
		return;
}
