/*
 * msg - an Outlook item in a compound file ([MS-OXMSG]).
 */
#ifndef OUTMARK_SCANNER_EXTRACT_MSG_H
#define OUTMARK_SCANNER_EXTRACT_MSG_H

#include "scanner/extract/ole.h"

/* Read the item whose properties stand in the part's storage. */
enum rc msg_read(const struct ole_part *part, struct err *err) MUST_USE;

/*
 * Does this storage belong to the item around it, as a recipient or an
 * attachment, so that msg_read tells it?  `*attachment` counts from 1, 0 for a
 * recipient.
 */
bool msg_owns(const struct cfb_entry *storage, uint32_t *attachment);

#endif
