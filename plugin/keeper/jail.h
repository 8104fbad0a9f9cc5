/*
 * jail - what the keeper may ask the kernel for, once it has what it needs.
 *
 * A list of system calls for files under its folder, its sockets, memory and
 * time; everything else ends the process.  Foreign architectures are ended too.
 */
#ifndef OUTMARK_KEEPER_JAIL_H
#define OUTMARK_KEEPER_JAIL_H

#include "base/err.h"

/* Enter it for good.  `level` says what was reached; lives for ever. */
enum rc jail_enter(const char **level, struct err *err) MUST_USE;

#endif
