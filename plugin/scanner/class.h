/*
 * class - what the worker classes differ in: name, memory, rights of the jail.
 *
 * The list is extract/class.def; each reader says its class in its struct.
 */
#ifndef OUTMARK_SCANNER_CLASS_H
#define OUTMARK_SCANNER_CLASS_H

#include "base/limit.h"
#include "scanner/extract/extract.h"

struct class {
	const char *name;	/* "pdf" */
	const char *process;	/* "outmark-pdf" */
	size_t memory;		/* offset of its row in struct limits */
	unsigned rights;	/* JAIL_* */
	bool recognises;	/* reads pictures */
};

/* What is known about a class.  Never NULL. */
const struct class *class_of(enum extract_class class);

/* Address space of its workers. */
uint64_t class_memory(enum extract_class class, const struct limits *limits);

/* The longest that one worker of it may take. */
uint64_t class_wall_ms(enum extract_class class, const struct limits *limits);

#endif
