/*
 * crc - the checksum of ISO 3309 and ITU-T V.42.
 */
#ifndef OUTMARK_BASE_CRC_H
#define OUTMARK_BASE_CRC_H

#include "base/slice.h"

/* CRC-32 of the bytes.  Against mistakes; it says nothing about an attacker. */
uint32_t crc_32(struct slice bytes);

#endif
