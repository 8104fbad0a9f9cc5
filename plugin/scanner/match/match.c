/*
 * match - calls the stages of matching in order.
 */
#include "scanner/match/match.h"
