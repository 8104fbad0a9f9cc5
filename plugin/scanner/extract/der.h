/*
 * der - the elements of ASN.1 bytes (X.690), definite and indefinite lengths.
 *
 * Bounded: an element that claims more than there is ends with the bytes and is
 * marked cut.  Tags of more than one byte are not known here.
 */
#ifndef OUTMARK_SCANNER_EXTRACT_DER_H
#define OUTMARK_SCANNER_EXTRACT_DER_H

#include "base/buf.h"

enum { DER_INTEGER = 0x02, DER_OCTETS = 0x04, DER_OID = 0x06,
	DER_OCTETS_IN_PIECES = 0x24, DER_SEQUENCE = 0x30, DER_SET = 0x31,
	DER_FIRST = 0xa0 };

struct der {
	unsigned char tag;
	struct slice content;
	bool cut;		/* it ends before its length says */
};

/* Take the next element; false at the end, also at the end mark. */
bool der_next(struct slice *rest, struct der *element);

/* Take the next element if it has this tag. */
bool der_take(struct slice *rest, unsigned char tag, struct der *element);

/* The bytes of an octet string, whole or in pieces, behind those in `out`. */
void der_octets(const struct der *element, struct buf *out, bool *cut);

#endif
