/*
 * lockwrite - locked Office and OpenDocument files for tests.
 */
#include "tool/lockwrite.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "tool/cfbwrite.h"
#include "tool/zipwrite.h"

enum { SPIN = 1000, SEGMENT = 4096, MOST = 1 << 22 };

static const unsigned char salt[16] = "sixteen salted b";
static const unsigned char secret[32] = "the key that opens the package..";

static struct slice
digest(const EVP_MD *kind, struct slice a, struct slice b,
    unsigned char out[64])
{
	EVP_MD_CTX *state = EVP_MD_CTX_new();
	unsigned size = 0;

	if (state == NULL || !EVP_DigestInit_ex(state, kind, NULL) ||
	    !EVP_DigestUpdate(state, a.at, a.len) ||
	    !EVP_DigestUpdate(state, b.at, b.len) ||
	    !EVP_DigestFinal_ex(state, out, &size))
		abort();
	EVP_MD_CTX_free(state);
	return slice_bytes(out, size);
}

/* AES over whole blocks, zeros behind the last bytes. */
static void
aes(struct buf *out, struct slice key, const unsigned char *iv,
    struct slice in)
{
	EVP_CIPHER_CTX *state = EVP_CIPHER_CTX_new();
	const EVP_CIPHER *kind = iv == NULL ? EVP_aes_128_ecb() :
	    key.len == 32 ? EVP_aes_256_cbc() : EVP_aes_128_cbc();
	struct buf padded = buf_new(MOST);
	size_t before = out->len;
	unsigned char *to;
	int len = 0;

	(void)!buf_put(&padded, in);
	put_until(&padded, (in.len + 15) / 16 * 16);
	to = buf_reserve(out, padded.len + 16);
	if (state == NULL || to == NULL ||
	    !EVP_EncryptInit_ex(state, kind, NULL, key.at, iv) ||
	    !EVP_CIPHER_CTX_set_padding(state, 0) ||
	    !EVP_EncryptUpdate(state, to, &len, padded.at, (int)padded.len))
		abort();
	out->len = before + (size_t)len;
	EVP_CIPHER_CTX_free(state);
	buf_free(&padded);
}

static struct slice
wide(struct buf *out, const char *word)
{
	put_wide(out, word);
	return buf_slice(out);
}

/* ------------------------------------------------------------------ agile */

struct agile {
	const EVP_MD *kind;
	const char *name;
	size_t key_len;
	unsigned char spun[64];
};

static void
spin(struct agile *agile, const char *word)
{
	struct buf text = buf_new(1024);
	struct slice last = digest(agile->kind, slice_bytes(salt, 16),
	    wide(&text, word), agile->spun);

	for (uint32_t i = 0; i < SPIN; i++) {
		unsigned char number[4] = {i & 255, i >> 8 & 255,
			i >> 16 & 255, i >> 24};
		unsigned char next[64];

		digest(agile->kind, slice_bytes(number, 4), last, next);
		memcpy(agile->spun, next, last.len);
	}
	buf_free(&text);
}

/* A value locked for a purpose, as base64. */
static void
agile_value(struct buf *xml, const struct agile *agile, const char *name,
    const unsigned char purpose[8], struct slice value)
{
	unsigned char key[64], text[1024];
	struct buf locked = buf_new(1024);

	memset(key, 0x36, sizeof(key));
	digest(agile->kind, slice_bytes(agile->spun,
	    (size_t)EVP_MD_get_size(agile->kind)), slice_bytes(purpose, 8),
	    key);
	aes(&locked, slice_bytes(key, agile->key_len), salt, value);
	EVP_EncodeBlock(text, locked.at, (int)locked.len);
	buf_printf(xml, " %s=\"%s\"", name, (const char *)text);
	buf_free(&locked);
}

static void
agile_cipher(struct buf *xml, const struct agile *agile)
{
	unsigned char text[64];

	EVP_EncodeBlock(text, salt, 16);
	buf_printf(xml, " saltSize=\"16\" blockSize=\"16\" keyBits=\"%zu\" "
	    "hashSize=\"%d\" cipherAlgorithm=\"AES\" cipherChaining="
	    "\"ChainingModeCBC\" hashAlgorithm=\"%s\" saltValue=\"%s\"",
	    agile->key_len * 8, EVP_MD_get_size(agile->kind), agile->name,
	    (const char *)text);
}

static void
agile_info(struct buf *xml, const struct agile *agile)
{
	static const unsigned char input[8] = "\xfe\xa7\xd2\x76\x3b\x4b\x9e"
	    "\x79", check[8] = "\xd7\xaa\x0f\x6d\x30\x61\x34\x4e",
	    key[8] = "\x14\x6e\x0b\xe7\xab\xac\xd0\xd6";
	const unsigned char verifier[16] = "verifies a word";
	unsigned char sum[64];

	put_16(xml, 4);
	put_16(xml, 4);
	put_32(xml, 0x40);
	(void)!buf_text(xml, "<?xml version=\"1.0\"?><encryption xmlns=\""
	    "http://schemas.microsoft.com/office/2006/encryption\" "
	    "xmlns:p=\"http://schemas.microsoft.com/office/2006/"
	    "keyEncryptor/password\"><keyData");
	agile_cipher(xml, agile);
	buf_printf(xml, "/><keyEncryptors><keyEncryptor><p:encryptedKey "
	    "spinCount=\"%d\"", SPIN);
	agile_cipher(xml, agile);
	agile_value(xml, agile, "encryptedVerifierHashInput", input,
	    slice_bytes(verifier, 16));
	agile_value(xml, agile, "encryptedVerifierHashValue", check,
	    digest(agile->kind, slice_bytes(verifier, 16),
	    (struct slice){0}, sum));
	agile_value(xml, agile, "encryptedKeyValue", key,
	    slice_bytes(secret, agile->key_len));
	(void)!buf_text(xml, "/></keyEncryptor></keyEncryptors></encryption>");
}

static void
agile_package(struct buf *out, const struct agile *agile,
    struct slice package)
{
	put_32(out, (uint32_t)package.len);
	put_32(out, 0);
	for (uint32_t i = 0; i * SEGMENT < package.len; i++) {
		unsigned char number[4] = {i & 255, i >> 8 & 255,
			i >> 16 & 255, i >> 24}, iv[64];

		digest(agile->kind, slice_bytes(salt, 16),
		    slice_bytes(number, 4), iv);
		aes(out, slice_bytes(secret, agile->key_len), iv,
		    slice_sub(package, i * SEGMENT, (i + 1) * SEGMENT));
	}
}

/* --------------------------------------------------------------- standard */

/* 2.3.4.7: the first half alone is as long as the key. */
static void
standard_key(const char *word, unsigned char key[64])
{
	struct agile same = {.kind = EVP_sha1()};
	struct buf text = buf_new(1024);
	unsigned char pad[64], last[64];
	struct slice spun = digest(same.kind, slice_bytes(salt, 16),
	    wide(&text, word), last);

	for (uint32_t i = 0; i < 50000; i++) {
		unsigned char number[4] = {i & 255, i >> 8 & 255,
			i >> 16 & 255, i >> 24}, next[64];

		digest(same.kind, slice_bytes(number, 4), spun, next);
		memcpy(last, next, 20);
	}
	digest(same.kind, spun, slice_bytes("\0\0\0\0", 4), pad);
	memcpy(last, pad, 20);
	memset(pad, 0x36, sizeof(pad));
	for (size_t i = 0; i < 20; i++)
		pad[i] ^= last[i];
	digest(same.kind, slice_bytes(pad, 64), (struct slice){0}, key);
	buf_free(&text);
}

/* 2.3.2 and 2.3.3: the header of a cipher, then salt and verifier. */
static void
header_info(struct buf *out, uint32_t cipher, uint32_t bits)
{
	static const char provider[] = "Invented Provider";

	put_32(out, cipher == 0x6801 ? 4 : 0x24);
	put_32(out, 32 + 2 * sizeof(provider));
	put_32(out, cipher == 0x6801 ? 4 : 0x24);
	put_32(out, 0);
	put_32(out, cipher);
	put_32(out, 0x8004);
	put_32(out, bits);
	put_32(out, cipher == 0x6801 ? 1 : 24);
	put_32(out, 0);
	put_32(out, 0);
	put_wide(out, provider);
	put_16(out, 0);
	put_32(out, 16);
	(void)!buf_put(out, slice_bytes(salt, 16));
}

static void
standard(struct buf *info, struct buf *locked, const char *word,
    struct slice package)
{
	const unsigned char verifier[16] = "verifies a word";
	unsigned char key[64], sum[64];
	struct slice used = slice_bytes(key, 16);

	standard_key(word, key);
	put_16(info, 4);
	put_16(info, 2);
	header_info(info, 0x660e, 128);
	aes(info, used, NULL, slice_bytes(verifier, 16));
	put_32(info, 20);
	aes(info, used, NULL, digest(EVP_sha1(), slice_bytes(verifier, 16),
	    (struct slice){0}, sum));
	put_32(locked, (uint32_t)package.len);
	put_32(locked, 0);
	aes(locked, used, NULL, package);
}

void
lock_package(struct buf *out, enum lock_kind kind, const char *word,
    struct slice package)
{
	struct agile agile = {.kind = EVP_sha512(), .name = "SHA512",
		.key_len = 32};
	struct buf info = buf_new(65536), locked = buf_new(MOST);
	struct cfb_file files[3] = {{.path = "EncryptionInfo"},
		{.path = "EncryptedPackage"}, {0}};

	if (kind == LOCK_AGILE_SHA1)
		agile = (struct agile){.kind = EVP_sha1(), .name = "SHA1",
			.key_len = 16};
	if (kind == LOCK_STANDARD) {
		standard(&info, &locked, word, package);
	} else {
		spin(&agile, word);
		agile_info(&info, &agile);
		agile_package(&locked, &agile, package);
	}
	files[0].bytes = buf_slice(&info);
	files[1].bytes = buf_slice(&locked);
	cfb_write(out, files, NULL);
	buf_free(&info);
	buf_free(&locked);
}

/* ---------------------------------------------------------------- workbook */

/* One key stream of RC4, made whole: bytes `at` to `at + len` of it. */
static void
rc4(struct slice key, unsigned char *bytes, size_t len)
{
	unsigned char s[256], old;
	unsigned i, j = 0;

	for (i = 0; i < 256; i++)
		s[i] = (unsigned char)i;
	for (i = 0; i < 256; i++) {
		j = (j + s[i] + key.at[i % key.len]) & 255;
		old = s[i];
		s[i] = s[j];
		s[j] = old;
	}
	i = j = 0;
	for (size_t n = 0; n < len; n++) {
		i = (i + 1) & 255;
		j = (j + s[i]) & 255;
		old = s[i];
		s[i] = s[j];
		s[j] = old;
		bytes[n] ^= s[(s[i] + s[j]) & 255];
	}
}

/* 2.3.5.2 and 2.3.6.2 */
static struct slice
block_key(enum lock_stream kind, const char *word, uint32_t block,
    unsigned char key[64])
{
	unsigned char number[4] = {block & 255, block >> 8 & 255, 0, 0};
	struct buf text = buf_new(1024);
	struct slice name = wide(&text, word), base;
	unsigned char first[64], all[336];

	if (kind == LOCK_CRYPTOAPI) {
		base = digest(EVP_sha1(), slice_bytes(salt, 16), name, first);
		digest(EVP_sha1(), base, slice_bytes(number, 4), key);
	} else {
		digest(EVP_md5(), name, (struct slice){0}, first);
		for (size_t i = 0; i < 16; i++) {
			memcpy(all + i * 21, first, 5);
			memcpy(all + i * 21 + 5, salt, 16);
		}
		digest(EVP_md5(), slice_bytes(all, 336), (struct slice){0},
		    first);
		digest(EVP_md5(), slice_bytes(first, 5),
		    slice_bytes(number, 4), key);
	}
	buf_free(&text);
	return slice_bytes(key, 16);
}

static void
filepass(struct buf *out, enum lock_stream kind, const char *word)
{
	const EVP_MD *sum = kind == LOCK_RC4 ? EVP_md5() : EVP_sha1();
	unsigned char value[16 + 64] = "verifies a word", key[64];
	struct slice check;

	check = digest(sum, slice_bytes(value, 16), (struct slice){0},
	    value + 16);
	rc4(block_key(kind, word, 0, key), value, 16 + check.len);
	put_16(out, 1);
	if (kind == LOCK_RC4) {
		put_16(out, 1);
		put_16(out, 1);
		(void)!buf_put(out, slice_bytes(salt, 16));
		(void)!buf_put(out, slice_bytes(value, 32));
		return;
	}
	put_16(out, 2);
	put_16(out, 2);
	header_info(out, 0x6801, 128);
	(void)!buf_put(out, slice_bytes(value, 16));
	put_32(out, 20);
	(void)!buf_put(out, slice_bytes(value + 16, 20));
}

/* ---------------------------------------------------------------- XOR */

/* The digest that sheets are protected with, in its well-known form. */
static unsigned
xor_verifier(const char *word)
{
	unsigned sum = 0, len = (unsigned)strlen(word);

	for (unsigned i = 0; i < len; i++) {
		unsigned turned = (unsigned char)word[i];

		for (unsigned n = 0; n <= i; n++)
			turned = (turned << 1 & 0x7fff) | turned >> 14;
		sum ^= turned;
	}
	return sum ^ len ^ 0xce4b;
}

/* 2.3.7.2: the last seven numbers of the matrix belong to the last letter. */
static unsigned
xor_key(const char *word)
{
	static const unsigned short rows[15] = {0xaefc, 0x7b61, 0x4563,
		0x0375, 0xd849, 0x6f45, 0xeb23, 0x47d3, 0xb861, 0x45a0,
		0xaa51, 0x76b4, 0x3730, 0x3331, 0x1021};
	static const unsigned short first[15] = {0xe1f0, 0x1d0f, 0xcc9c,
		0x84c0, 0x110c, 0x0e10, 0xf1ce, 0x313e, 0x1872, 0xe139,
		0xd40f, 0x84f9, 0x280c, 0xa96a, 0x4ec3};
	size_t len = strlen(word);
	unsigned key = first[len - 1];

	for (size_t i = 0; i < len; i++) {
		unsigned value = rows[15 - len + i];

		for (unsigned bit = 1; bit < 128; bit <<= 1) {
			key ^= (unsigned char)word[i] & bit ? value : 0;
			value = value & 0x8000 ? (value << 1 ^ 0x11021) :
			    value << 1;
		}
	}
	return key;
}

static unsigned char
turn_left(unsigned char byte, unsigned bits)
{
	return (unsigned char)(byte << bits | byte >> (8 - bits));
}

/* The bytes that are exclusive-ored, as they are written. */
static void
xor_array(const char *word, unsigned char array[16])
{
	static const unsigned char pad[16] = {0xbb, 0xff, 0xff, 0xba, 0xff,
		0xff, 0xb9, 0x80, 0, 0xbe, 0x0f, 0, 0xbf, 0x0f, 0, 0};
	size_t len = strlen(word);
	unsigned key = xor_key(word);

	for (size_t i = 0; i < 16; i++) {
		array[i] = i < len ? (unsigned char)word[i] : pad[i - len];
		array[i] ^= (unsigned char)(i & 1 ? key >> 8 : key);
		array[i] = turn_left(array[i], 2);
	}
}

static void
filepass_xor(struct buf *out, const char *word)
{
	put_16(out, 0);
	put_16(out, xor_key(word));
	put_16(out, xor_verifier(word));
}

static void
lock_xor(unsigned char *data, size_t at, size_t keep, size_t len,
    const char *word)
{
	unsigned char array[16];

	xor_array(word, array);
	for (size_t i = keep; i < len; i++)
		data[i] = turn_left(data[i] ^ array[(at + len + i) & 15], 5);
}

/* Zeros stay, and so does what would become one. */
static void
lock_words(struct buf *stream, size_t keep, const char *word)
{
	unsigned char array[16];

	xor_array(word, array);
	for (size_t i = keep; i < stream->len; i++) {
		/* Once to the right is two and five to the left. */
		unsigned char byte = turn_left(array[i & 15], 5);

		if (stream->at[i] != 0 && stream->at[i] != byte)
			stream->at[i] ^= byte;
	}
}

void
lock_document(struct buf *main, struct buf *table, const char *word)
{
	unsigned flags = main->at[10] | (unsigned)main->at[11] << 8;

	set_16(main, 10, flags | 0x0100 | (table != NULL ? 0x8000 : 0));
	set_16(main, 14, xor_verifier(word));
	set_16(main, 16, xor_key(word));
	lock_words(main, table != NULL ? 68 : 52, word);
	if (table != NULL)
		lock_words(table, 0, word);
}

/* The record heads and the bytes of some records stay as they are. */
static void
lock_records(struct buf *book, enum lock_stream kind, const char *word)
{
	struct buf plain = buf_new(MOST);
	size_t at = 0;

	(void)!buf_put(&plain, buf_slice(book));
	for (size_t block = 0; kind != LOCK_XOR && block * 1024 < book->len;
	    block++) {
		size_t len = book->len - block * 1024;
		unsigned char key[64];

		rc4(block_key(kind, word, (uint32_t)block, key),
		    book->at + block * 1024, len < 1024 ? len : 1024);
	}
	if (kind == LOCK_XOR)
		memcpy(book->at, plain.at, plain.len);
	while (at + 4 <= plain.len) {
		unsigned type = plain.at[at] | plain.at[at + 1] << 8;
		size_t len = plain.at[at + 2] | (size_t)plain.at[at + 3] << 8;
		size_t keep = type == 0x809 || type == 0x2f ? len :
		    type == 0x85 ? 4 : 0;

		memcpy(book->at + at, plain.at + at, 4 + keep);
		if (kind == LOCK_XOR)
			lock_xor(book->at + at + 4, at + 4, keep, len, word);
		at += 4 + len;
	}
	buf_free(&plain);
}

static void
record(struct buf *out, unsigned type, struct slice data)
{
	put_16(out, type);
	put_16(out, (unsigned)data.len);
	(void)!buf_put(out, data);
}

static void
begin(struct buf *out, unsigned kind)
{
	unsigned char data[16] = {0, 6, (unsigned char)kind};

	record(out, 0x809, slice_bytes(data, 16));
}

/* Cells of 200 letters: A1 has the text, many below it fill blocks. */
static void
put_cell(struct buf *out, unsigned row, const char *text)
{
	struct buf data = buf_new(1024);

	put_16(&data, row);
	put_16(&data, 0);
	put_16(&data, 0);
	put_16(&data, (unsigned)strlen(text));
	put_8(&data, 0);
	(void)!buf_text(&data, text);
	record(out, 0x204, buf_slice(&data));
	buf_free(&data);
}

void
lock_workbook(struct buf *out, enum lock_stream kind, const char *word,
    const char *text)
{
	struct buf book = buf_new(MOST), data = buf_new(4096);
	struct cfb_file files[2] = {{.path = "Workbook"}, {0}};
	size_t offset_at;

	begin(&book, 5);
	if (kind == LOCK_XOR)
		filepass_xor(&data, word);
	else
		filepass(&data, kind, word);
	record(&book, 0x2f, buf_slice(&data));
	offset_at = book.len + 4;
	record(&book, 0x85, slice_bytes("\0\0\0\0\0\0\6\0Secret", 14));
	record(&book, 0x0a, (struct slice){0});
	set_32(&book, offset_at, (uint32_t)book.len);
	begin(&book, 0x10);
	for (unsigned row = 0; row < 40; row++)
		put_cell(&book, row, row == 0 || row == 39 ? text :
		    "words that fill the blocks of the key stream, row by "
		    "row, so that one of them stands across a border");
	record(&book, 0x0a, (struct slice){0});
	lock_records(&book, kind, word);
	files[0].bytes = buf_slice(&book);
	cfb_write(out, files, NULL);
	buf_free(&book);
	buf_free(&data);
}

/* --------------------------------------------------------------------- odf */

static void
deflate_raw(struct buf *out, struct slice bytes)
{
	z_stream z = {.next_in = (Bytef *)(uintptr_t)bytes.at,
		.avail_in = (uInt)bytes.len};
	size_t before = out->len;
	unsigned char *to = buf_reserve(out, bytes.len + 1024);

	if (to == NULL || deflateInit2(&z, 9, Z_DEFLATED, -MAX_WBITS, 9,
	    Z_DEFAULT_STRATEGY) != Z_OK)
		abort();
	z.next_out = to;
	z.avail_out = (uInt)(bytes.len + 1024);
	if (deflate(&z, Z_FINISH) != Z_STREAM_END)
		abort();
	out->len = before + z.total_out;
	deflateEnd(&z);
}

static void
odf_manifest(struct buf *xml, struct slice packed, size_t size)
{
	unsigned char sum[64], text[3][128];

	EVP_EncodeBlock(text[0], digest(EVP_sha256(), slice_sub(packed, 0,
	    1024), (struct slice){0}, sum).at, 32);
	EVP_EncodeBlock(text[1], salt, 16);
	EVP_EncodeBlock(text[2], secret, 16);
	buf_printf(xml, "<?xml version=\"1.0\"?><manifest:manifest xmlns:"
	    "manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\">"
	    "<manifest:file-entry manifest:full-path=\"content.xml\" "
	    "manifest:size=\"%zu\"><manifest:encryption-data "
	    "manifest:checksum-type=\"urn:oasis:names:tc:opendocument:xmlns:"
	    "manifest:1.0#sha256-1k\" manifest:checksum=\"%s\">"
	    "<manifest:algorithm manifest:algorithm-name=\"http://www.w3.org/"
	    "2001/04/xmlenc#aes256-cbc\" manifest:initialisation-vector="
	    "\"%s\"/><manifest:key-derivation manifest:key-derivation-name="
	    "\"PBKDF2\" manifest:key-size=\"32\" manifest:iteration-count="
	    "\"1024\" manifest:salt=\"%s\"/><manifest:start-key-generation "
	    "manifest:start-key-generation-name=\"http://www.w3.org/2000/09/"
	    "xmldsig#sha256\" manifest:key-size=\"32\"/>"
	    "</manifest:encryption-data></manifest:file-entry>"
	    "</manifest:manifest>", size, (const char *)text[0],
	    (const char *)text[2], (const char *)text[1]);
}

void
lock_odf(struct buf *out, const char *word, struct slice content)
{
	struct buf packed = buf_new(MOST), locked = buf_new(MOST);
	struct buf manifest = buf_new(8192);
	unsigned char start[64], key[32];
	struct zip_file files[] = {
		{.name = "mimetype", .bytes = slice_of(
		    "application/vnd.oasis.opendocument.text")},
		{.name = "content.xml"}, {.name = "META-INF/manifest.xml"},
		{0}};

	deflate_raw(&packed, content);
	odf_manifest(&manifest, buf_slice(&packed), content.len);
	digest(EVP_sha256(), slice_of(word), (struct slice){0}, start);
	if (!PKCS5_PBKDF2_HMAC((const char *)start, 32, salt, 16, 1024,
	    EVP_sha1(), 32, key))
		abort();
	/* W3C padding: the last byte says how many there are. */
	for (size_t left = 16 - packed.len % 16, i = left; i > 0; i--)
		put_8(&packed, i == 1 ? (unsigned)left : 0);
	aes(&locked, slice_bytes(key, 32), secret, buf_slice(&packed));
	files[1].bytes = buf_slice(&locked);
	files[2].bytes = buf_slice(&manifest);
	zip_write(out, files, NULL);
	buf_free(&packed);
	buf_free(&locked);
	buf_free(&manifest);
}
