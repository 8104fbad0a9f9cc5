/*
 * samples_signed - writes the samples of signed and encrypted mail parts.
 *
 * Structures only: no signature in them is real.
 */
#include <zlib.h>

#include "tool/samples.h"

static const char signed_data[] = "\x2a\x86\x48\x86\xf7\x0d\1\7\2";
static const char enveloped_data[] = "\x2a\x86\x48\x86\xf7\x0d\1\7\3";
static const char plain_data[] = "\x2a\x86\x48\x86\xf7\x0d\1\7\1";
static const char packed_data[] =
    "\x2a\x86\x48\x86\xf7\x0d\1\x09\x10\1\x09";

/* An element around the bytes of `content`, which is released. */
static void
der_put(struct buf *out, unsigned tag, struct buf *content)
{
	(void)!buf_byte(out, (unsigned char)tag);
	if (content->len > 127) {
		(void)!buf_byte(out, 0x82);
		(void)!buf_byte(out, (unsigned char)(content->len >> 8));
	}
	(void)!buf_byte(out, (unsigned char)content->len);
	(void)!buf_put(out, buf_slice(content));
	buf_free(content);
}

static void
der_put_text(struct buf *out, unsigned tag, const char *text)
{
	struct buf content = buf_new(4096);

	(void)!buf_text(&content, text);
	der_put(out, tag, &content);
}

/* ContentInfo: its type and, in [0], `content`. */
static void
cms_put(struct buf *out, const char *type, struct buf *content)
{
	struct buf body = buf_new(8192);

	der_put_text(&body, 0x06, type);
	der_put(&body, 0xa0, content);
	der_put(out, 0x30, &body);
}

/* Octets of elements, as they are. */
static struct buf
der_of(const char *bytes, size_t len)
{
	struct buf out = buf_new(4096);

	(void)!buf_put(&out, slice_bytes(bytes, len));
	return out;
}

/* One signer whose signed attributes hold a label: policy 1.1, confidential. */
static struct buf
cms_labelled_signer(void)
{
	static const char label_type[] =
	    "\x2a\x86\x48\x86\xf7\x0d\1\x09\x10\2\2";
	struct buf label = der_of("\x31\6\6\1\x29\2\1\3", 8);
	struct buf attribute = buf_new(256), list = buf_new(256);
	struct buf signer = der_of("\2\1\3\x80\1A\x30\0", 8);
	struct buf signers = buf_new(512), out = buf_new(512);

	der_put_text(&attribute, 0x06, label_type);
	der_put(&attribute, 0x31, &label);
	der_put(&list, 0x30, &attribute);
	der_put(&signer, 0xa0, &list);
	(void)!buf_put(&signer, slice_bytes("\x30\0\4\2ZX", 6));
	der_put(&signers, 0x30, &signer);
	der_put(&out, 0x31, &signers);
	return out;
}

/*
 * SignedData or CompressedData around these octets (NULL: detached) with this
 * set of signers (NULL: none).
 */
static void
cms_data(struct buf *out, const char *type, unsigned algorithms,
    struct buf *octets, struct buf *signers)
{
	struct buf data = buf_new(8192), inner = buf_new(8192);
	struct buf algorithm = buf_new(64), whole = buf_new(8192);

	(void)!buf_put(&data, slice_bytes("\2\1\1", 3));
	der_put(&data, algorithms, &algorithm);
	der_put_text(&inner, 0x06, plain_data);
	if (octets != NULL)
		der_put(&inner, 0xa0, octets);
	der_put(&data, 0x30, &inner);
	(void)!buf_put(&data, signers != NULL ? buf_slice(signers) :
	    slice_bytes("\x31\0", 2));
	der_put(&whole, 0x30, &data);
	cms_put(out, type, &whole);
}

static struct buf
cms_opaque(void)
{
	struct buf out = buf_new(8192), octets = buf_new(4096);

	der_put_text(&octets, 0x04, "Content-Type: text/plain\r\n\r\n"
	    "ORCHARD-SIGNED text of a mail\r\n");
	cms_data(&out, signed_data, 0x31, &octets, NULL);
	return out;
}

static void
smime_sound(const char *folder)
{
	struct buf out = cms_opaque(), octets = buf_new(4096);
	struct buf pieces = buf_new(4096), signers = cms_labelled_signer();

	(void)!buf_text(&out, "\nORCHARD-BEHIND text that is not signed\n");
	samples_save(folder, "smime/behind.p7m", &out);
	out = cms_opaque();
	samples_save(folder, "smime/opaque.p7m", &out);
	/* As streaming writers do: pieces, and lengths left open. */
	(void)!buf_put(&pieces, slice_bytes("\x30\x80\x06\x09", 4));
	(void)!buf_text(&pieces, signed_data);
	(void)!buf_put(&pieces, slice_bytes("\xa0\x80\x30\x80\2\1\1\x31\0"
	    "\x30\x80\x06\x09", 13));
	(void)!buf_text(&pieces, plain_data);
	(void)!buf_put(&pieces, slice_bytes("\xa0\x80\x24\x80", 4));
	der_put_text(&pieces, 0x04, "ORCHARD-PIEC");
	der_put_text(&pieces, 0x04, "ES joined text\n");
	(void)!buf_put(&pieces, slice_bytes("\0\0\0\0\0\0\x31\0\0\0\0\0\0\0",
	    14));
	samples_save(folder, "smime/pieces.p7m", &pieces);
	out = buf_new(8192);
	cms_data(&out, signed_data, 0x31, NULL, NULL);
	samples_save(folder, "smime/detached.p7s", &out);
	out = buf_new(8192);
	cms_data(&out, signed_data, 0x31, NULL, &signers);
	samples_save(folder, "smime/label.p7s", &out);
	buf_free(&signers);
	buf_free(&octets);
}

static void
smime_packed(const char *folder)
{
	static const char text[] = "ORCHARD-PACKED text of a mail\n";
	struct buf out = buf_new(8192), octets = buf_new(4096);
	struct buf packed = buf_new(4096);
	uLongf len = 1024;
	unsigned char *at = buf_reserve(&packed, len);

	if (at == NULL || compress(at, &len, (const Bytef *)text,
	    sizeof(text) - 1) != Z_OK)
		return;
	packed.len = len;
	der_put(&octets, 0x04, &packed);
	cms_data(&out, packed_data, 0x30, &octets, NULL);
	samples_save(folder, "smime/packed.p7z", &out);
}

/* The opaque one in base64, as files of certificates come. */
static void
smime_armour(const char *folder)
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	    "abcdefghijklmnopqrstuvwxyz0123456789+/";
	struct buf from = cms_opaque(), out = buf_new(8192);

	(void)!buf_text(&out, "-----BEGIN PKCS7-----\n");
	for (size_t i = 0; i < from.len; i += 3) {
		unsigned group = (unsigned)from.at[i] << 16;
		size_t left = from.len - i;

		group |= left > 1 ? (unsigned)from.at[i + 1] << 8 : 0;
		group |= left > 2 ? from.at[i + 2] : 0;
		for (unsigned n = 0; n < 4; n++)
			(void)!buf_byte(&out, n > left ? '=' : (unsigned char)
			    letters[group >> (18 - 6 * n) & 63]);
		if (i % 48 == 45)
			(void)!buf_byte(&out, '\n');
	}
	(void)!buf_text(&out, "\n-----END PKCS7-----\n");
	samples_save(folder, "smime/armour.p7m", &out);
	buf_free(&from);
}

static void
smime_hostile(const char *folder)
{
	struct buf out = buf_new(8192), locked = buf_new(4096);
	struct buf whole = cms_opaque();

	der_put_text(&locked, 0x30, "ZXQJ-not-what-was-encrypted");
	cms_put(&out, enveloped_data, &locked);
	samples_save(folder, "smime/enveloped.p7m", &out);
	out = buf_new(8192);
	(void)!buf_put(&out, slice_sub(buf_slice(&whole), 0,
	    whole.len - 12));
	samples_save(folder, "smime/cut.p7m", &out);
	buf_free(&whole);
}

/* A packet of the new form with a short length. */
static void
pgp_put(struct buf *out, unsigned tag, struct slice head, const char *text)
{
	(void)!buf_byte(out, (unsigned char)(0xc0 | tag));
	(void)!buf_byte(out, (unsigned char)(head.len + strlen(text)));
	(void)!buf_put(out, head);
	(void)!buf_text(out, text);
}

static void
pgp_all(const char *folder)
{
	struct buf out = buf_new(4096);

	pgp_put(&out, 1, slice_bytes("\3ABCDEFGH\1", 10), "ZXQJ-a-key-ZXQJ");
	pgp_put(&out, 18, slice_bytes("\1", 1), "ZXQJ-what-was-encrypted");
	samples_save(folder, "pgp/to-key.gpg", &out);
	out = buf_new(4096);
	pgp_put(&out, 3, slice_bytes("\4\x09\3\x08", 4), "ABCDEFGH`");
	pgp_put(&out, 18, slice_bytes("\1", 1), "ZXQJ-what-was-encrypted");
	samples_save(folder, "pgp/to-password.gpg", &out);
	out = buf_new(4096);
	pgp_put(&out, 2, slice_bytes("\4\0\1\x08\0\x18\x17\x1c", 8),
	    "meadow@invented.exampleZXQJ");
	samples_save(folder, "pgp/signature.sig", &out);
	out = buf_new(4096);
	pgp_put(&out, 6, slice_bytes("\4\x65\0\0\0\1\x08\0", 8),
	    "ZXQJ-the-number-of-a-key");
	pgp_put(&out, 13, (struct slice){0},
	    "Ada Invented <ada@invented.example>");
	samples_save(folder, "pgp/key.gpg", &out);
	/* A secret key, and one with a second name and what signs it. */
	out = buf_new(4096);
	pgp_put(&out, 5, slice_bytes("\4\x65\0\0\0\1\x08\0", 8),
	    "ZXQJ-the-number-of-a-key");
	pgp_put(&out, 13, (struct slice){0}, "MEADOW-SECRET owner");
	samples_save(folder, "pgp/secret.gpg", &out);
	out = buf_new(4096);
	pgp_put(&out, 6, slice_bytes("\6\x65\0\0\0\x1b\0\x20", 8),
	    "ZXQJ-the-number-of-a-key");
	pgp_put(&out, 13, (struct slice){0}, "MEADOW-OWNER one");
	pgp_put(&out, 2, slice_bytes("\6\x13\x1b\x08\0\0\0\0", 8),
	    "ZXQJ-a-signature-ZXQJ");
	pgp_put(&out, 13, (struct slice){0}, "MEADOW-OTHER name");
	samples_save(folder, "pgp/names.gpg", &out);
	/* A signature in the old form of packets, its length in two bytes. */
	out = buf_new(4096);
	(void)!buf_put(&out, slice_bytes("\x89\0\x2c\3\5\0\x65\0\0\0", 10));
	(void)!buf_text(&out, "MEADOW-OLD form of a signature, ZXQJ");
	(void)!buf_byte(&out, 0);
	samples_save(folder, "pgp/old.sig", &out);
}

void
samples_signed(const char *folder)
{
	smime_sound(folder);
	smime_packed(folder);
	smime_armour(folder);
	smime_hostile(folder);
	pgp_all(folder);
}
