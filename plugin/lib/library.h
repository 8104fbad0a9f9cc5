/*
 * library - what the files of liboutmark share: the opened library, a message
 * and a result.
 *
 * Only plugin/lib/ itself includes this; everybody else sees outmark.h.
 */
#ifndef OUTMARK_LIB_LIBRARY_H
#define OUTMARK_LIB_LIBRARY_H

#include <pthread.h>

#include "base/log.h"
#include "lib/crashes.h"
#include "lib/generation.h"
#include "lib/incident.h"
#include "lib/keep.h"
#include "lib/policy/operation.h"
#include "lib/queue.h"
#include "lib/scan.h"
#include "lib/spool.h"

/* A generation in use; gone when the last message that began with it ends. */
struct library_use {
	struct library_use *next;	/* all that were ever read */
	struct generation *generation;	/* NULL when gone */
	struct config *config;		/* kept until outmark_close */
	size_t users;
};

struct outmark {
	struct arena *arena;		/* copies of the options */
	struct generation_files files;
	struct clock clock;
	struct log log;
	pthread_mutex_t lock;		/* of uses and current */
	struct library_use *uses, *current;
	const struct config *startup;	/* what cannot be reloaded */
	struct service *service;
	struct keep *keep;		/* NULL: no journal */
	struct queue *queue;
	struct crashes *crashes;
	struct spool_budget budget;
	struct crypt_key mark_key;
	atomic_size_t sessions;
	atomic_size_t unkept;		/* records that were lost */
};

/* Header fields that a message came with, as they stood; NULL: none. */
struct arrived {
	const char *mark;		/* X-Outmark-ID */
	const char *sio_label;
	const char *subject;
	const char *sender;		/* of the envelope, without <> */
};

struct outmark_message {
	struct outmark *outmark;
	struct arena *arena;
	struct envelope envelope;
	struct spool *spool;
	bool is_document, want_text, want_explain, checked;
	const char *document, *rule;	/* or NULL */
	struct arrived arrived;
	struct err broken;		/* rc RC_OK: not */
};

struct result_header {
	const char *name, *value;
	bool replaces;			/* fields of that name go first */
};

enum { RESULT_HEADERS = 8 };

struct outmark_result {
	struct arena *arena;
	struct answer *answer;
	struct outmark *outmark;
	struct library_use *use;	/* the generation that decided */
	const struct generation *generation;
	char id[INCIDENT_ID_SIZE];
	char again[INCIDENT_ID_SIZE];	/* our mark it came with, or "" */
	struct arrived arrived;		/* the message's, while it is made */
	bool enforced;
	struct err outside;		/* why it was not examined, monitor */
	struct verdict *verdicts;
	size_t verdict_count;
	enum outmark_operation operation, would;
	const char *reply_code, *reply_class, *reply_text, *reason;
	struct result_header headers[RESULT_HEADERS];
	size_t header_count;
	uint64_t wait_ms, scan_ms, began_ms;
	struct buf json;
};

/* Take and give back the generation in force. */
struct library_use *library_use(struct outmark *outmark);
void library_unuse(struct outmark *outmark, struct library_use *use);

/* `err` as the public error; gives its status. */
enum outmark_status library_fail(const struct err *err,
    struct outmark_error *error);

#endif
