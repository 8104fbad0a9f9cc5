/*
 * scanrun - a scanner of our own for a test: start it, ask it, end it.
 */
#ifndef OUTMARK_FAULT_SCANRUN_H
#define OUTMARK_FAULT_SCANRUN_H

#include <sys/types.h>

#include "base/frame.h"

struct scanrun {
	const char *program;
	const char *config;	/* a file, or NULL */
	const char *rules;	/* a folder */
	struct clock clock;
	char folder[64];
	char path[96];
	int control;
	pid_t pid;
	char output[96];	/* file with all it and its workers print */
};

/* What an answer said. */
struct scanrun_answer {
	bool done;
	unsigned parts;
	uint64_t causes;	/* of all parts together */
	uint64_t findings;
	uint64_t texts;		/* bytes of TEXT frames */
	char text[4096];	/* their beginning */
	char note[512];
	char jail[128];
};

/* Start and wait until it is ready; false with a word on standard error. */
bool scanrun_start(struct scanrun *run);

/* Ask for one message (kind 0) or document (kind 1). */
struct scanrun_answer scanrun_ask(struct scanrun *run, struct slice bytes,
    unsigned kind);

/* Ask how it is: STATE's faults; SIZE_MAX when it does not answer. */
uint64_t scanrun_faults(struct scanrun *run);

/* End it; gives its exit status. */
int scanrun_stop(struct scanrun *run);

#endif
