/*
 * operation - the verdicts of all recipients, as one operation of the MTA.
 */
#ifndef OUTMARK_LIB_POLICY_OPERATION_H
#define OUTMARK_LIB_POLICY_OPERATION_H

#include "lib/policy/verdict.h"
#include "outmark.h"

/* A set of verdict kinds: bit per enum verdict_kind. */
typedef unsigned verdict_set;

enum outmark_operation operation_of(verdict_set kinds);

/* "deliver", "hold", "reject", "later". */
const char *operation_name(enum outmark_operation operation);

#endif
