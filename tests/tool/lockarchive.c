/*
 * lockarchive - locked 7z and RAR archives for tests.
 */
#include "tool/lockarchive.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <stdlib.h>

#include "tool/cfbwrite.h"
#include "tool/zipwrite.h"

enum { MOST = 1 << 20 };

static const unsigned char salt[16] = "salt of sixteen.";
static const unsigned char iv[16] = "begin of a chain";

static void
put_little(struct buf *out, uint64_t value, size_t size)
{
	for (size_t i = 0; i < size; i++, value >>= 8)
		(void)!buf_byte(out, (unsigned char)value);
}

/* Chained AES over whole blocks, zeros behind the last bytes. */
static void
aes(struct buf *out, struct slice key, const unsigned char *begin,
    struct slice in)
{
	EVP_CIPHER_CTX *state = EVP_CIPHER_CTX_new();
	struct buf padded = buf_new(MOST);
	size_t before = out->len;
	unsigned char *to;
	int len = 0;

	(void)!buf_put(&padded, in);
	put_until(&padded, (in.len + 15) / 16 * 16);
	to = buf_reserve(out, padded.len + 16);
	if (state == NULL || to == NULL || !EVP_EncryptInit_ex(state,
	    key.len == 32 ? EVP_aes_256_cbc() : EVP_aes_128_cbc(), NULL,
	    key.at, begin) || !EVP_CIPHER_CTX_set_padding(state, 0) ||
	    !EVP_EncryptUpdate(state, to, &len, padded.at, (int)padded.len))
		abort();
	out->len = before + (size_t)len;
	EVP_CIPHER_CTX_free(state);
	buf_free(&padded);
}

/* Ten characters; the library takes files of one name for one. */
static void
put_name(struct buf *out, size_t number)
{
	if (number == 0)
		(void)!buf_text(out, "locked.txt");
	else
		(void)!buf_printf(out, "lock%02u.txt", (unsigned)number % 100);
}

/* --------------------------------------------------------------------- 7z */

static void
sevenzip_key(const struct lock_archive *how, unsigned char key[32])
{
	EVP_MD_CTX *state = EVP_MD_CTX_new();
	struct buf word = buf_new(1024);

	put_wide(&word, how->word);
	memset(key, 0, 32);
	if (how->power == 0x3f) {
		memcpy(key, word.at, word.len < 32 ? word.len : 32);
	} else {
		if (state == NULL || !EVP_DigestInit(state, EVP_sha256()))
			abort();
		for (uint64_t i = 0; i < UINT64_C(1) << how->power; i++) {
			unsigned char number[8];

			for (size_t j = 0; j < 8; j++)
				number[j] = (unsigned char)(i >> (8 * j));
			EVP_DigestUpdate(state, word.at, word.len);
			EVP_DigestUpdate(state, number, 8);
		}
		EVP_DigestFinal(state, key, NULL);
	}
	EVP_MD_CTX_free(state);
	buf_free(&word);
}

/* Streams and one folder whose only coder is the lock; no salt. */
static void
sevenzip_streams(struct buf *out, const struct lock_archive *how, size_t at,
    struct slice plain)
{
	put_little(out, 0xc006, 2);	/* 0xc0: two bytes follow */
	put_little(out, at, 2);
	put_little(out, 0xc00901, 3);
	put_little(out, (plain.len + 15) / 16 * 16, 2);
	(void)!buf_put(out, slice_bytes("\0\7\x0b\1\0\1\x24\6\xf1\7\1\x12",
	    12));
	put_little(out, 0x40 | how->power, 1);
	put_little(out, 0x0f, 1);
	(void)!buf_put(out, slice_bytes(iv, 16));
	put_little(out, 0xc00c, 2);
	put_little(out, plain.len, 2);
	put_little(out, 0x010a, 2);
	put_little(out, zip_crc(0, plain), 4);
	put_little(out, 0, 1);
}

static void
sevenzip_start(struct buf *out, struct slice packed, struct slice header)
{
	struct buf start = buf_new(64);

	put_little(&start, packed.len, 8);
	put_little(&start, header.len, 8);
	put_little(&start, zip_crc(0, header), 4);
	(void)!buf_put(out, slice_bytes("7z\xbc\xaf\x27\x1c\0\4", 8));
	put_little(out, zip_crc(0, buf_slice(&start)), 4);
	(void)!buf_put(out, buf_slice(&start));
	(void)!buf_put(out, packed);
	(void)!buf_put(out, header);
	buf_free(&start);
}

void
lock_sevenzip(struct buf *out, const struct lock_archive *how)
{
	struct buf packed = buf_new(MOST), header = buf_new(MOST);
	struct buf outer = buf_new(MOST);
	unsigned char key[32];
	size_t at;

	sevenzip_key(how, key);
	aes(&packed, slice_bytes(key, 32), iv, slice_of(how->text));
	(void)!buf_put(&header, slice_bytes("\1\4", 2));
	sevenzip_streams(&header, how, 0, slice_of(how->text));
	(void)!buf_put(&header, slice_bytes("\x08\0\0\5\1\x11\x17\0", 8));
	put_wide(&header, "locked.txt");
	(void)!buf_put(&header, slice_bytes("\0\0\0\0", 4));
	if (how->sealed) {
		at = packed.len;
		aes(&packed, slice_bytes(key, 32), iv, buf_slice(&header));
		put_little(&outer, 0x17, 1);
		sevenzip_streams(&outer, how, at, buf_slice(&header));
		put_little(&outer, 0, 1);
	}
	sevenzip_start(out, buf_slice(&packed), buf_slice(how->sealed ?
	    &outer : &header));
	buf_free(&packed);
	buf_free(&header);
	buf_free(&outer);
}

/* ------------------------------------------------------------------ RAR 5 */

struct rar5 {
	const struct lock_archive *how;
	unsigned char key[32], sum_key[32], check[12];
};

static void
rar5_keys(struct rar5 *rar)
{
	const struct lock_archive *how = rar->how;
	int count = 1 << how->power;
	unsigned char long_check[32], digest[32];

	for (int i = 0; i < 3; i++) {
		unsigned char *to = i == 0 ? rar->key : i == 1 ? rar->sum_key :
		    long_check;

		if (!PKCS5_PBKDF2_HMAC(how->word, (int)strlen(how->word),
		    salt, 16, count + 16 * i, EVP_sha256(), 32, to))
			abort();
	}
	memset(rar->check, 0, 8);
	for (size_t i = 0; i < 32; i++)
		rar->check[i % 8] ^= long_check[i];
	if (!EVP_Digest(rar->check, 8, digest, NULL, EVP_sha256(), NULL))
		abort();
	memcpy(rar->check + 8, digest, 4);
}

static void
rar5_number(struct buf *out, uint64_t value)
{
	for (; value > 0x7f; value >>= 7)
		(void)!buf_byte(out, (unsigned char)(value | 0x80));
	(void)!buf_byte(out, (unsigned char)value);
}

static void
rar5_block(struct buf *out, const struct rar5 *rar, bool sealed,
    const struct buf *body)
{
	struct buf sized = buf_new(4096), block = buf_new(4096);

	rar5_number(&sized, body->len);
	(void)!buf_put(&sized, buf_slice(body));
	put_little(&block, zip_crc(0, buf_slice(&sized)), 4);
	(void)!buf_put(&block, buf_slice(&sized));
	if (sealed) {
		(void)!buf_put(out, slice_bytes(iv, 16));
		aes(out, slice_bytes(rar->key, 32), iv, buf_slice(&block));
	} else {
		(void)!buf_put(out, buf_slice(&block));
	}
	buf_free(&sized);
	buf_free(&block);
}

/* A sum as it is told: keyed, so that it says nothing of the content. */
static uint32_t
rar5_sum(const struct rar5 *rar, struct slice text)
{
	uint32_t sum = zip_crc(0, text), told = 0;
	unsigned char bytes[4] = {(unsigned char)sum,
		(unsigned char)(sum >> 8), (unsigned char)(sum >> 16),
		(unsigned char)(sum >> 24)}, digest[32];
	unsigned size = 32;

	if (rar->how->plain_sums)
		return sum;
	if (HMAC(EVP_sha256(), rar->sum_key, 32, bytes, 4, digest,
	    &size) == NULL)
		abort();
	for (size_t i = 0; i < 32; i++)
		told ^= (uint32_t)digest[i] << (i % 4 * 8);
	return told;
}

static void
rar5_lock(struct buf *out, const struct rar5 *rar, bool file)
{
	unsigned flags = rar->how->unchecked ? 0 : 1;

	if (file)
		flags |= rar->how->plain_sums ? 0 : 2;
	rar5_number(out, 0);		/* AES-256 */
	rar5_number(out, flags);
	put_little(out, rar->how->power, 1);
	(void)!buf_put(out, slice_bytes(salt, 16));
	if (file)
		(void)!buf_put(out, slice_bytes(iv, 16));
	if (!rar->how->unchecked)
		(void)!buf_put(out, slice_bytes(rar->check, 12));
}

static void
rar5_file(struct buf *out, const struct rar5 *rar, size_t number)
{
	struct slice text = slice_of(rar->how->text);
	struct buf body = buf_new(4096), lock = buf_new(256);
	struct buf extra = buf_new(256), packed = buf_new(MOST);

	rar5_number(&lock, 1);
	rar5_lock(&lock, rar, true);
	rar5_number(&extra, lock.len);
	(void)!buf_put(&extra, buf_slice(&lock));
	aes(&packed, slice_bytes(rar->key, 32), iv, text);
	rar5_number(&body, 2);		/* a file */
	rar5_number(&body, 3);		/* more of it, and data */
	rar5_number(&body, extra.len);
	rar5_number(&body, packed.len);
	rar5_number(&body, 4);		/* with a sum */
	rar5_number(&body, text.len);
	rar5_number(&body, 0100644);
	put_little(&body, rar5_sum(rar, text), 4);
	rar5_number(&body, 0);		/* stored */
	rar5_number(&body, 1);
	rar5_number(&body, 10);
	put_name(&body, number);
	(void)!buf_put(&body, buf_slice(&extra));
	rar5_block(out, rar, rar->how->sealed, &body);
	(void)!buf_put(out, buf_slice(&packed));
	buf_free(&body);
	buf_free(&lock);
	buf_free(&extra);
	buf_free(&packed);
}

void
lock_rar5(struct buf *out, const struct lock_archive *how)
{
	struct rar5 rar = {.how = how};
	struct buf body = buf_new(256);

	rar5_keys(&rar);
	(void)!buf_put(out, slice_bytes("Rar!\x1a\7\1\0", 8));
	if (how->sealed) {
		(void)!buf_put(&body, slice_bytes("\4\0", 2));
		rar5_lock(&body, &rar, false);
		rar5_block(out, &rar, false, &body);
		buf_clear(&body);
	}
	(void)!buf_put(&body, slice_bytes("\1\0\0", 3));
	rar5_block(out, &rar, how->sealed, &body);
	for (size_t i = 0; i < how->files || i == 0; i++)
		rar5_file(out, &rar, i);
	buf_clear(&body);
	(void)!buf_put(&body, slice_bytes("\5\0\0", 3));
	rar5_block(out, &rar, how->sealed, &body);
	buf_free(&body);
}

/* ------------------------------------------------------------------ RAR 4 */

struct rar4 {
	const struct lock_archive *how;
	unsigned char key[16], begin[16];
};

/*
 * SHA-1 of 0x40000 times word, salt and number; each sixteenth gives a byte of
 * the beginning, the end four words of the key with their bytes turned.
 */
static void
rar4_keys(struct rar4 *rar)
{
	EVP_MD_CTX *state = EVP_MD_CTX_new(), *so_far = EVP_MD_CTX_new();
	struct buf word = buf_new(1024);
	unsigned char digest[20];

	put_wide(&word, rar->how->word);
	(void)!buf_put(&word, slice_bytes(salt, 8));
	if (state == NULL || so_far == NULL ||
	    !EVP_DigestInit(state, EVP_sha1()))
		abort();
	for (unsigned i = 0; i < 0x40000; i++) {
		unsigned char number[3] = {(unsigned char)i,
			(unsigned char)(i >> 8), (unsigned char)(i >> 16)};

		EVP_DigestUpdate(state, word.at, word.len);
		EVP_DigestUpdate(state, number, 3);
		if (i % 0x4000 != 0)
			continue;
		EVP_MD_CTX_copy(so_far, state);
		EVP_DigestFinal(so_far, digest, NULL);
		rar->begin[i / 0x4000] = digest[19];
	}
	EVP_DigestFinal(state, digest, NULL);
	for (size_t i = 0; i < 16; i++)
		rar->key[i] = digest[i / 4 * 4 + 3 - i % 4];
	EVP_MD_CTX_free(state);
	EVP_MD_CTX_free(so_far);
	buf_free(&word);
}

static void
rar4_block(struct buf *out, const struct rar4 *rar, bool sealed,
    unsigned type, unsigned flags, struct slice body)
{
	struct buf block = buf_new(4096), summed = buf_new(4096);

	put_little(&block, type, 1);
	put_little(&block, flags, 2);
	put_little(&block, 7 + body.len, 2);
	(void)!buf_put(&block, body);
	put_little(&summed, zip_crc(0, buf_slice(&block)), 2);
	(void)!buf_put(&summed, buf_slice(&block));
	if (sealed) {
		(void)!buf_put(out, slice_bytes(salt, 8));
		aes(out, slice_bytes(rar->key, 16), rar->begin,
		    buf_slice(&summed));
	} else {
		(void)!buf_put(out, buf_slice(&summed));
	}
	buf_free(&block);
	buf_free(&summed);
}

static void
rar4_file(struct buf *out, const struct rar4 *rar, size_t number)
{
	struct slice text = slice_of(rar->how->text);
	struct buf body = buf_new(4096), packed = buf_new(MOST);

	aes(&packed, slice_bytes(rar->key, 16), rar->begin, text);
	put_little(&body, packed.len, 4);
	put_little(&body, text.len, 4);
	put_little(&body, 3, 1);	/* Unix */
	put_little(&body, zip_crc(0, text), 4);
	put_little(&body, 0x5d752e20, 4);
	put_little(&body, 29, 1);	/* RAR 2.9: AES */
	put_little(&body, 0x30, 1);	/* stored */
	put_little(&body, 10, 2);
	put_little(&body, 0100644, 4);
	put_name(&body, number);
	(void)!buf_put(&body, slice_bytes(salt, 8));
	rar4_block(out, rar, rar->how->sealed, 0x74, 0x8404,
	    buf_slice(&body));
	(void)!buf_put(out, buf_slice(&packed));
	buf_free(&body);
	buf_free(&packed);
}

void
lock_rar4(struct buf *out, const struct lock_archive *how)
{
	static const unsigned char zeros[6];
	struct rar4 rar = {.how = how};

	rar4_keys(&rar);
	(void)!buf_put(out, slice_bytes("Rar!\x1a\7\0", 7));
	rar4_block(out, &rar, false, 0x73, how->sealed ? 0x80 : 0,
	    slice_bytes(zeros, 6));
	for (size_t i = 0; i < how->files || i == 0; i++)
		rar4_file(out, &rar, i);
	rar4_block(out, &rar, how->sealed, 0x7b, 0x4000, (struct slice){0});
}
