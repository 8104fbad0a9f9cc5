/*
 * smime - signed and encrypted mail parts (CMS, RFC 5652).
 *
 * What is signed with its content inside goes back as a part; a signature
 * without content is only recognised.  What is enveloped is encrypted.  No
 * signature is checked and no certificate is read.
 */
#include "scanner/extract/der.h"
#include "scanner/extract/emit.h"
#include "scanner/extract/inflate.h"
#include "scanner/message/decode.h"

enum smime_kind { SMIME_NONE, SMIME_DATA, SMIME_SIGNED, SMIME_ENCRYPTED,
	SMIME_DIGESTED, SMIME_COMPRESSED };

static const char smime_pkcs7[] = "\x2a\x86\x48\x86\xf7\x0d\1\7";
static const char smime_more[] = "\x2a\x86\x48\x86\xf7\x0d\1\x09\x10\1";

/* id-aa-securityLabel (RFC 2634 section 3.2). */
static const char smime_label[] =
    "\x2a\x86\x48\x86\xf7\x0d\1\x09\x10\2\2";

enum { SMIME_ARMOUR_MOST = 64 << 20, SMIME_BEHIND_LEAST = 16,
	SMIME_LABEL_MOST = 4096, SMIME_LABELS_MOST = 16 };

static enum smime_kind
smime_kind(struct slice oid)
{
	static const enum smime_kind kinds[] = {SMIME_NONE, SMIME_DATA,
		SMIME_SIGNED, SMIME_ENCRYPTED, SMIME_ENCRYPTED,
		SMIME_DIGESTED, SMIME_ENCRYPTED};

	if (oid.len == 9 && slice_starts(oid, slice_of(smime_pkcs7)) &&
	    oid.at[8] < sizeof(kinds) / sizeof(kinds[0]))
		return kinds[oid.at[8]];
	if (oid.len != 11 || !slice_starts(oid, slice_of(smime_more)))
		return SMIME_NONE;
	return oid.at[10] == 9 ? SMIME_COMPRESSED :
	    oid.at[10] == 23 ? SMIME_ENCRYPTED : SMIME_NONE;
}

/* "-----BEGIN PKCS7-----" and what stands up to its end. */
static struct slice
smime_armour(struct slice bytes)
{
	static const char *const begins[] = {"-----BEGIN PKCS7-----",
		"-----BEGIN CMS-----", "-----BEGIN PKCS #7 SIGNED DATA-----"};
	struct slice text = slice_trim(bytes);

	for (size_t i = 0; i < sizeof(begins) / sizeof(begins[0]); i++) {
		if (!slice_starts(text, slice_of(begins[i])))
			continue;
		text = slice_sub(text, strlen(begins[i]), text.len);
		return slice_sub(text, 0, slice_find(text,
		    slice_of("-----END")));
	}
	return (struct slice){0};
}

/* The kind of the outer sequence, and what its [0] holds. */
static enum smime_kind
smime_open(struct slice *rest, struct slice *content, bool *cut)
{
	struct der outer, oid, inner;
	struct slice body;
	enum smime_kind kind;

	*content = (struct slice){0};
	if (!der_take(rest, DER_SEQUENCE, &outer))
		return SMIME_NONE;
	body = outer.content;
	if (!der_take(&body, DER_OID, &oid))
		return SMIME_NONE;
	kind = smime_kind(oid.content);
	*cut |= outer.cut;
	if (der_take(&body, DER_FIRST, &inner)) {
		*content = inner.content;
		*cut |= inner.cut;
	}
	return kind;
}

static unsigned
smime_sniff(struct slice bytes, struct slice name, struct slice declared)
{
	struct slice content;
	bool cut = false;

	(void)name, (void)declared;
	if (smime_armour(slice_sub(bytes, 0, 4096)).len > 0)
		return 2;
	if (bytes.len < 16 || bytes.at[0] != DER_SEQUENCE)
		return 0;
	return smime_open(&bytes, &content, &cut) != SMIME_NONE ? 2 : 0;
}

/* Signed, digested and compressed content: SEQUENCE { number, algorithms,
 * SEQUENCE { type, [0] octets } } (RFC 5652 section 5.1). */
static void
smime_content(struct slice content, struct buf *out, bool *cut)
{
	struct der data, item, octets;
	struct slice body;

	if (!der_take(&content, DER_SEQUENCE, &data))
		return;
	*cut |= data.cut;
	body = data.content;
	if (!der_take(&body, DER_INTEGER, &item) || !der_next(&body, &item) ||
	    !der_take(&body, DER_SEQUENCE, &item))
		return;
	*cut |= item.cut;
	body = item.content;
	if (!der_take(&body, DER_OID, &item) ||
	    !der_take(&body, DER_FIRST, &item))
		return;
	*cut |= item.cut;
	body = item.content;
	if (der_next(&body, &octets))
		der_octets(&octets, out, cut);
}

/* ------------------------------------------------------------ the labels */

/* The label in hexadecimal; what it means is not asked here. */
static enum rc
smime_tell_label(struct emit *emit, struct slice ber, struct err *err)
{
	struct buf hex = buf_new(2 * SMIME_LABEL_MOST);
	enum rc rc;

	for (size_t i = 0; i < ber.len; i++)
		buf_printf(&hex, "%02x", ber.at[i]);
	rc = emit_property(emit, 0, slice_of("ess-security-label"),
	    buf_slice(&hex), err);
	buf_free(&hex);
	return rc;
}

/* Attributes are SEQUENCE { type, SET OF value }. */
static enum rc
smime_attributes(struct emit *emit, struct slice attributes,
    unsigned *labels, struct err *err)
{
	struct der attribute, type, values;

	while (der_next(&attributes, &attribute)) {
		struct slice body = attribute.content;

		if (attribute.tag != DER_SEQUENCE ||
		    !der_take(&body, DER_OID, &type) ||
		    !slice_is_text(type.content, smime_label) ||
		    !der_take(&body, DER_SET, &values))
			continue;
		if (values.content.len > SMIME_LABEL_MOST ||
		    (*labels)++ >= SMIME_LABELS_MOST)
			TRY(emit_cause(emit, 0, CAUSE_too_many, err));
		if (*labels > SMIME_LABELS_MOST)
			continue;
		TRY(smime_tell_label(emit, slice_sub(values.content, 0,
		    SMIME_LABEL_MOST), err));
	}
	return RC_OK;
}

/*
 * A signer is SEQUENCE { version, id, algorithm, [0] signed attributes, ... }
 * (RFC 5652 section 5.3), and all of them are the last set of the signed data.
 */
static enum rc
smime_signers(struct emit *emit, struct slice content, struct err *err)
{
	struct der data, set, signer, member;
	unsigned labels = 0;
	struct slice body;

	if (!der_take(&content, DER_SEQUENCE, &data))
		return RC_OK;
	body = data.content;
	while (der_next(&body, &set)) {
		struct slice signers = set.content;

		while (set.tag == DER_SET && der_next(&signers, &signer)) {
			struct slice rest = signer.content;

			while (signer.tag == DER_SEQUENCE &&
			    der_next(&rest, &member))
				if (member.tag == DER_FIRST)
					TRY(smime_attributes(emit,
					    member.content, &labels, err));
		}
	}
	return RC_OK;
}

/* What was signed is mostly a part with a header of its own. */
static struct slice
smime_type(struct slice bytes)
{
	return slice_starts_nocase(bytes, slice_of("Content-")) ||
	    slice_starts_nocase(bytes, slice_of("MIME-Version:")) ?
	    slice_of("message/rfc822") : (struct slice){0};
}

static enum rc
smime_child(struct emit *emit, const char *where, struct slice bytes,
    unsigned flags, cause_set causes, struct err *err)
{
	struct extract_child child = {.bytes = bytes, .flags = flags,
		.causes = causes, .type = smime_type(bytes),
		.scope = SCOPE_attachment};

	if (bytes.len == 0 && causes == 0)
		return RC_OK;
	TRY(emit_place(emit, &child.place, (struct slice){0},
	    (struct slice){0}, err, "%s", where));
	return emit->sink->child(emit->sink->own, &child, err);
}

static enum rc
smime_tell(struct emit *emit, enum smime_kind kind, struct slice content,
    struct buf *octets, bool *cut, struct err *err)
{
	struct buf plain;
	cause_set causes = 0;
	struct der item;
	enum rc rc;

	switch (kind) {
	case SMIME_NONE:
		return emit_cause(emit, 0, CAUSE_corrupt, err);
	case SMIME_ENCRYPTED:
		return emit_cause(emit, 0, CAUSE_encrypted, err);
	case SMIME_DATA:
		if (der_next(&content, &item))
			der_octets(&item, octets, cut);
		return smime_child(emit, "content", buf_slice(octets), 0, 0,
		    err);
	case SMIME_SIGNED:
	case SMIME_DIGESTED:
		TRY(emit_flag(emit, 0, PART_FLAG_signed, err));
		TRY(smime_signers(emit, content, err));
		smime_content(content, octets, cut);
		return smime_child(emit, "signed content", buf_slice(octets),
		    PART_FLAG_signed, 0, err);
	case SMIME_COMPRESSED:
		break;
	}
	smime_content(content, octets, cut);
	plain = buf_new((size_t)emit->job->limits->entry_bytes);
	rc = inflate_zlib(emit, buf_slice(octets), &plain, &causes, err);
	if (rc == RC_OK)
		rc = smime_child(emit, "content", buf_slice(&plain), 0,
		    causes, err);
	buf_free(&plain);
	return rc;
}

static enum rc
smime_read(struct emit *emit, struct slice bytes, struct err *err)
{
	struct buf octets = buf_new(bytes.len + 1);
	struct slice content, rest = bytes;
	bool cut = false;
	enum smime_kind kind = smime_open(&rest, &content, &cut);
	enum rc rc = smime_tell(emit, kind, content, &octets, &cut, err);

	buf_free(&octets);
	if (rc == RC_OK && cut)
		rc = emit_cause(emit, 0, CAUSE_truncated, err);
	if (rc != RC_OK || slice_trim(rest).len < SMIME_BEHIND_LEAST)
		return rc;
	return smime_child(emit, "after the signature", rest, 0, 0, err);
}

static enum rc
smime_extract(const struct extract_job *job, const struct extract_sink *sink,
    struct err *err)
{
	struct emit emit = emit_new(job, sink);
	struct slice armour = smime_armour(job->part->bytes);
	struct buf out = buf_new(SMIME_ARMOUR_MOST);
	struct slice bytes = job->part->bytes;
	unsigned char *at;
	enum rc rc;

	if (armour.len > 0) {
		at = buf_reserve(&out, decode_room(DECODE_BASE64,
		    armour.len));
		if (at == NULL)
			return emit_cause(&emit, 0, CAUSE_too_big, err);
		bytes = slice_bytes(out.at, decode_base64(armour, at).len);
	}
	rc = smime_read(&emit, bytes, err);
	buf_free(&out);
	return rc;
}

static const char *const claims[] = {"application/pkcs7-mime",
	"application/x-pkcs7-mime", "application/pkcs7-signature",
	"application/x-pkcs7-signature", ".p7m", ".p7s", ".p7c", ".p7z",
	NULL};
static const struct extract_sample good[] = {
	{"smime/opaque.p7m", "ORCHARD-SIGNED", "signed content", 0},
	{"smime/pieces.p7m", "ORCHARD-PIECES joined", "signed content", 0},
	{"smime/armour.p7m", "ORCHARD-SIGNED", "signed content", 0},
	{"smime/packed.p7z", "ORCHARD-PACKED", "content", 0},
	{"smime/behind.p7m", "ORCHARD-BEHIND", "after the signature", 0},
	{"smime/detached.p7s", NULL, NULL, 0},
	{"smime/label.p7s", "ess-security-label=3106060129020103", "", 0},
	{0},
};
static const struct extract_sample bad[] = {
	{"smime/enveloped.p7m", NULL, NULL, 1u << CAUSE_encrypted},
	{"smime/cut.p7m", "ORCHARD-SIGNED", "signed content",
	    1u << CAUSE_truncated},
	{0},
};

const struct extractor extractor_smime = {
	.name = "smime", .type = "application/pkcs7-mime", .claims = claims,
	.class = EXTRACT_DOCUMENT, .sniff = smime_sniff,
	.extract = smime_extract, .good = good, .bad = bad,
};
