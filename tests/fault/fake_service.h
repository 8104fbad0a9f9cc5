/*
 * fake_service - a scanner or keeper that does what a test tells it.
 *
 * Listens on a unix socket and gives each connection to a function, in a thread
 * of its own, so that a test can answer well, badly, late or never.
 */
#ifndef OUTMARK_TESTS_FAULT_FAKE_SERVICE_H
#define OUTMARK_TESTS_FAULT_FAKE_SERVICE_H

#include <stdatomic.h>

#include "base/frame.h"

struct fake_service;

/* Serve `path`; `serve` may use the connection until it returns.  Yours. */
struct fake_service *fake_service_start(const char *path,
    void (*serve)(void *own, int fd), void *own);

/* End, wait for connections to end, remove the socket. */
void fake_service_stop(struct fake_service *service);

/* Connections so far. */
size_t fake_service_count(const struct fake_service *service);

/* Receive one frame (waits ten seconds); false when the other side is gone. */
bool fake_service_receive(int fd, struct buf *bytes, struct frame *frame);

/* Send one frame; a gone reader is ignored. */
void fake_service_send(int fd, const struct buf *frame);

#endif
