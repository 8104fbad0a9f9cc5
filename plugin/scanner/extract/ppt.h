/*
 * ppt - the slides of a PowerPoint presentation of the binary kind ([MS-PPT]).
 */
#ifndef OUTMARK_SCANNER_EXTRACT_PPT_H
#define OUTMARK_SCANNER_EXTRACT_PPT_H

#include "scanner/extract/ole.h"

/* Read the stream PowerPoint Document of the part, which exists. */
enum rc ppt_read(const struct ole_part *part, struct err *err) MUST_USE;

#endif
