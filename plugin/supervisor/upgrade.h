/*
 * upgrade - outmarkd becomes its own successor without letting go of anything.
 *
 * The new program inherits the listening sockets and the children by execve; a
 * variable in the environment says which is which.  It then replaces the
 * children one by one.
 */
#ifndef OUTMARK_SUPERVISOR_UPGRADE_H
#define OUTMARK_SUPERVISOR_UPGRADE_H

#include "supervisor/supervise.h"

/*
 * Become the program on disk, if its --check likes the configuration.  Returns only
 * when that failed; the old program then goes on.
 */
enum rc upgrade_exec(struct supervisor *supervisor, struct err *err) MUST_USE;

/* Did a predecessor leave its state?  Then take it over. */
bool upgrade_adopt(struct supervisor *supervisor);

#endif
