/*
 * crashes - which messages killed a worker lately?
 */
#include "lib/crashes.h"

#include <pthread.h>
#include <stdlib.h>

struct crashes {
	pthread_mutex_t lock;
	size_t next, count;
	struct {
		uint64_t at_ms;
		unsigned char digest[CRYPT_DIGEST_BYTES];
	} rows[CRASHES_MOST];
};

struct crashes *
crashes_new(void)
{
	struct crashes *c = calloc(1, sizeof *c);

	if (c != NULL)
		pthread_mutex_init(&c->lock, NULL);
	return c;
}

void
crashes_free(struct crashes *c)
{
	if (c == NULL)
		return;
	pthread_mutex_destroy(&c->lock);
	free(c);
}

void
crashes_add(struct crashes *c, uint64_t now_ms,
    const unsigned char digest[CRYPT_DIGEST_BYTES])
{
	pthread_mutex_lock(&c->lock);
	memcpy(c->rows[c->next].digest, digest, CRYPT_DIGEST_BYTES);
	c->rows[c->next].at_ms = now_ms;
	c->next = (c->next + 1) % CRASHES_MOST;
	if (c->count < CRASHES_MOST)
		c->count++;
	pthread_mutex_unlock(&c->lock);
}

bool
crashes_has(struct crashes *c, uint64_t now_ms,
    const unsigned char digest[CRYPT_DIGEST_BYTES])
{
	bool found = false;

	pthread_mutex_lock(&c->lock);
	for (size_t i = 0; i < c->count && !found; i++)
		found = now_ms - c->rows[i].at_ms < CRASHES_MS &&
		    memcmp(c->rows[i].digest, digest,
		    CRYPT_DIGEST_BYTES) == 0;
	pthread_mutex_unlock(&c->lock);
	return found;
}

void
crashes_forget(struct crashes *c)
{
	pthread_mutex_lock(&c->lock);
	c->next = c->count = 0;
	pthread_mutex_unlock(&c->lock);
}
