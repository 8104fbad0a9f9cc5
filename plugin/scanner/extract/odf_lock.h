/*
 * odf_lock - the parts of an OpenDocument package behind a password
 * (OpenDocument 1.2 part 3, sections 3.4 and 4).
 */
#ifndef OUTMARK_SCANNER_EXTRACT_ODF_LOCK_H
#define OUTMARK_SCANNER_EXTRACT_ODF_LOCK_H

#include "scanner/extract/odf.h"

enum { ODF_LOCK_PARTS = 1024 };

/* How one part is locked; what is not known stays empty. */
struct odf_lock_part {
	struct opc_part *part;
	struct slice checksum, iv, salt;
	bool sha256_sum;	/* else SHA-1; of the first kilobyte */
	bool sha256_start;	/* of the word; else SHA-1 */
	bool readable;		/* AES in chains or Blowfish, PBKDF2 */
	bool blowfish;
	uint32_t count, key_len;
};

struct odf_lock {
	struct odf *odf;
	struct odf_lock_part parts[ODF_LOCK_PARTS];
	size_t count;
	unsigned char start[32];	/* of the word that opens */
	size_t start_len;
};

/* One more element of the manifest, below a file-entry of this part. */
enum rc odf_lock_begin(struct odf_lock *lock,
    const struct xml_element *element, struct opc_part *part,
    struct err *err) MUST_USE;

/*
 * Try the words, and open every part in its place.  RC_END: none opens it,
 * flagged.
 */
enum rc odf_lock_open(struct odf_lock *lock, struct err *err) MUST_USE;

#endif
