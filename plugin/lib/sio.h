/*
 * sio - the SIO-Label field that a message gets (RFC 7444).
 */
#ifndef OUTMARK_LIB_SIO_H
#define OUTMARK_LIB_SIO_H

#include "lib/result.h"

/*
 * Add SIO-Label and SIO-Label-History when the site wants them and the message
 * does not already say what its markings come to.
 */
enum rc sio_write(struct outmark_result *result, struct err *err) MUST_USE;

#endif
