/*
 * pgp - OpenPGP packets (RFC 9580): recognised, never opened.
 *
 * A message to a key or a password is encrypted.  A signature holds nothing to
 * read, a key the names of its owners.  Armoured messages are plain text and
 * are known there.
 */
#include "scanner/extract/printable.h"

enum { PGP_TO_KEY = 1, PGP_SIGNATURE = 2, PGP_TO_PASSWORD = 3,
	PGP_SECRET_KEY = 5, PGP_PUBLIC_KEY = 6, PGP_COMPRESSED = 8 };

enum { PGP_TO_KEY_MOST = 4096, PGP_TO_PASSWORD_MOST = 128,
	PGP_SIGNATURE_MOST = 65536 };

/* The tag of the first packet and its body as far as it is here. */
static unsigned
pgp_first(struct slice bytes, struct slice *body, uint64_t *len)
{
	unsigned head = bytes.len > 8 ? bytes.at[0] : 0, tag, skip;

	if ((head & 0x80) == 0)
		return 0;
	if (head & 0x40) {
		tag = head & 0x3f;
		skip = bytes.at[1] < 192 ? 2 : bytes.at[1] < 224 ? 3 : 6;
		*len = skip == 2 ? bytes.at[1] : skip == 3 ?
		    ((bytes.at[1] - 192u) << 8) + bytes.at[2] + 192 :
		    (uint64_t)bytes.at[3] << 16 | (uint64_t)bytes.at[4] << 8 |
		    bytes.at[5];
	} else {
		tag = head >> 2 & 0xf;
		skip = (head & 3) == 0 ? 2 : (head & 3) == 1 ? 3 :
		    (head & 3) == 2 ? 5 : 1;
		*len = skip == 2 ? bytes.at[1] : skip == 3 ?
		    (uint64_t)bytes.at[1] << 8 | bytes.at[2] :
		    (uint64_t)bytes.at[3] << 8 | bytes.at[4];
	}
	*body = slice_sub(bytes, skip, bytes.len);
	return body->len > 1 ? tag : 0;
}

/* Which kind of file begins so?  0: none. */
static unsigned
pgp_kind(struct slice bytes)
{
	struct slice body = {0};
	uint64_t len = 0;
	unsigned tag = pgp_first(bytes, &body, &len);

	switch (tag) {
	case PGP_TO_KEY:
		return (body.at[0] == 3 || body.at[0] == 6) && len > 10 &&
		    len <= PGP_TO_KEY_MOST ? tag : 0;
	case PGP_TO_PASSWORD:
		return body.at[0] >= 4 && body.at[0] <= 6 && len >= 4 &&
		    len <= PGP_TO_PASSWORD_MOST && body.at[1] > 0 &&
		    body.at[1] <= 13 ? tag : 0;
	case PGP_SIGNATURE:
		return body.at[0] >= 3 && body.at[0] <= 6 && len > 8 &&
		    len <= PGP_SIGNATURE_MOST && body.at[1] <= 0x50 ? tag : 0;
	case PGP_PUBLIC_KEY:
	case PGP_SECRET_KEY:
		return (body.at[0] == 4 || body.at[0] == 6) && body.len > 6 &&
		    len > 16 && body.at[5] > 0 && body.at[5] <= 28 ? tag : 0;
	}
	return 0;
}

/* Does each packet end before the file does? */
static bool
pgp_is_whole(struct slice bytes)
{
	struct slice body;
	uint64_t len;

	while (bytes.len > 8 && pgp_first(bytes, &body, &len) != 0) {
		if (len > body.len)
			return false;
		bytes = slice_sub(body, (size_t)len, body.len);
	}
	return bytes.len == 0 || bytes.len > 8;
}

static unsigned
pgp_sniff(struct slice bytes, struct slice name, struct slice declared)
{
	(void)name, (void)declared;
	return pgp_kind(bytes) != 0 ? 2 : 0;
}

static enum rc
pgp_extract(const struct extract_job *job, const struct extract_sink *sink,
    struct err *err)
{
	struct emit emit = emit_new(job, sink);
	struct slice bytes = job->part->bytes;

	switch (pgp_kind(bytes)) {
	case PGP_SIGNATURE:
		TRY(emit_flag(&emit, 0, PART_FLAG_signed, err));
		break;
	case PGP_PUBLIC_KEY:
	case PGP_SECRET_KEY:
		break;
	default:
		return emit_cause(&emit, 0, CAUSE_encrypted, err);
	}
	if (!pgp_is_whole(bytes))
		TRY(emit_cause(&emit, 0, CAUSE_truncated, err));
	/* Names of owners, notations, and whatever was put behind. */
	return printable_tell(&emit, 0, TEXT_FLAG_metadata, bytes, err);
}

static const char *const claims[] = {NULL};
static const struct extract_sample good[] = {
	{"pgp/signature.sig", "meadow@invented.example", "", 0},
	{"pgp/key.gpg", "Ada Invented", "", 0},
	{"pgp/secret.gpg", "MEADOW-SECRET", "", 0},
	{"pgp/names.gpg", "MEADOW-OTHER", "", 0},
	{"pgp/old.sig", "MEADOW-OLD", "", 0},
	{0},
};
static const struct extract_sample bad[] = {
	{"pgp/to-key.gpg", NULL, NULL, 1u << CAUSE_encrypted},
	{"pgp/to-password.gpg", NULL, NULL, 1u << CAUSE_encrypted},
	{0},
};

const struct extractor extractor_pgp = {
	.name = "pgp", .type = "application/pgp", .claims = claims,
	.class = EXTRACT_DOCUMENT, .sniff = pgp_sniff,
	.extract = pgp_extract, .good = good, .bad = bad,
};
