/*
 * validate_wallet - is it the address of a wallet, its checksum right?
 *
 * Bitcoin and Litecoin: base58check (a version, 20 bytes, four bytes of a double
 * SHA-256 over both; en.bitcoin.it/wiki/Base58Check_encoding) and segwit addresses
 * (BIP 173, and BIP 350 from version 1 on).  A rule may hand over the words before
 * the address too: the last word is looked at.  Ethereum's addresses carry a check
 * in the case of their letters only, and are not known here.
 */
#include "base/crypt.h"
#include "scanner/match/validator.h"

enum {
	BASE58_BYTES = 25,		/* version, hash, check */
	BASE58_LEAST = 26, BASE58_MOST = 35,
	BASE58_CHECK = 4,
	SEGWIT_LEAST = 14, SEGWIT_MOST = 90,
	SEGWIT_CHECK = 6,
};

/* BIP 173 and BIP 350: what the remainder of a right address is. */
static const uint32_t bech32_right = 1, bech32m_right = 0x2bc830a3;

static struct slice
last_word(struct slice text)
{
	size_t start = text.len;

	while (start && byte_is_alnum(text.at[start - 1]))
		start--;
	return slice_sub(text, start, text.len);
}

/* Adds a digit of base 58 to a number of 25 bytes; false: too large. */
static bool
base58_put(unsigned char number[BASE58_BYTES], unsigned digit)
{
	for (size_t i = BASE58_BYTES; i-- > 0;) {
		unsigned sum = number[i] * 58u + digit;

		number[i] = (unsigned char)sum;
		digit = sum >> 8;
	}
	return digit == 0;
}

/* Addresses begin with a version: 0 and 5 of Bitcoin, 48 and 50 of Litecoin. */
static bool
base58_holds(struct slice address)
{
	static const char digits[] =
	    "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
	unsigned char number[BASE58_BYTES] = {0}, sum[CRYPT_DIGEST_BYTES];
	size_t body = BASE58_BYTES - BASE58_CHECK;

	if (address.len < BASE58_LEAST || address.len > BASE58_MOST)
		return false;
	for (size_t i = 0; i < address.len; i++) {
		const char *at = memchr(digits, address.at[i],
		    sizeof(digits) - 1);

		if (!at || !base58_put(number, (unsigned)(at - digits)))
			return false;
	}
	if (number[0] != 0 && number[0] != 5 && number[0] != 48 &&
	    number[0] != 50)
		return false;
	crypt_digest(slice_bytes(number, body), sum);
	crypt_digest(slice_bytes(sum, sizeof(sum)), sum);
	return memcmp(sum, number + body, BASE58_CHECK) == 0;
}

/* BIP 173, "Checksum": one step of the polynomial over GF(32). */
static uint32_t
bech32_step(uint32_t sum, unsigned value)
{
	static const uint32_t terms[] = {0x3b6a57b2, 0x26508e6d, 0x1ea119fa,
		0x3d4233dd, 0x2a1462b3};
	uint32_t top = sum >> 25;

	sum = (sum & 0x1ffffff) << 5 ^ value;
	for (size_t i = 0; i < 5; i++)
		if (top >> i & 1)
			sum ^= terms[i];
	return sum;
}

/* The name before the "1", three high bits of each letter, then the low ones. */
static uint32_t
bech32_name(struct slice name)
{
	uint32_t sum = 1;

	for (size_t i = 0; i < name.len; i++)
		sum = bech32_step(sum, byte_lower(name.at[i]) >> 5);
	sum = bech32_step(sum, 0);
	for (size_t i = 0; i < name.len; i++)
		sum = bech32_step(sum, byte_lower(name.at[i]) & 31);
	return sum;
}

static bool
segwit_holds(struct slice address)
{
	static const char digits[] = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
	size_t one = slice_find_byte(address, '1'), upper = 0, lower = 0;
	unsigned version = 0;
	uint32_t sum;

	if (address.len < SEGWIT_LEAST || address.len > SEGWIT_MOST ||
	    one == SIZE_MAX || address.len - one < SEGWIT_CHECK + 2)
		return false;
	sum = bech32_name(slice_sub(address, 0, one));
	for (size_t i = 0; i < address.len; i++) {
		unsigned char byte = address.at[i];
		const char *at;

		upper += byte >= 'A' && byte <= 'Z';
		lower += byte >= 'a' && byte <= 'z';
		if (i <= one)
			continue;
		at = memchr(digits, byte_lower(byte), sizeof(digits) - 1);
		if (!at)
			return false;
		if (i == one + 1)
			version = (unsigned)(at - digits);
		sum = bech32_step(sum, (unsigned)(at - digits));
	}
	return !(upper && lower) && version <= 16 &&
	    sum == (version ? bech32m_right : bech32_right);
}

static enum validity
wallet_check(struct slice value)
{
	struct slice address = last_word(value);
	bool segwit = slice_starts_nocase(address, slice_of("bc1")) ||
	    slice_starts_nocase(address, slice_of("ltc1"));

	return (segwit ? segwit_holds(address) : base58_holds(address)) ?
	    VALID_YES : VALID_NO;
}

/* BIP 173 and BIP 350, test vectors; BIP 13; the first block; two are computed. */
static const char *const good[] = {
	"BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4",
	"bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0",
	"3P14159f73E4gFr7JterCCQh9QjiTjiZrG",
	"bitcoin 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa",
	"LPTmJ8osYPoZ5ScvRPvEKYuzNNi6VWpj5N",
	"ltc1qy5h3pjpkzr4u5xs9ns96aqj4aw30jklyqfsy25", NULL};
static const char *const bad[] = {
	"BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T5",
	"bc1Qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4",
	"bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqh2y7hd",
	"1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb", "1A1zP1eP5QGefi2DMPTfTL5SLmv7Div",
	"1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfN0", "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz",
	"bc1q", "bc11111111111111", "", NULL};
const struct validator validate_wallet = {
	.name = "wallet", .title = "address of a wallet", .check = wallet_check,
	.mask = MASK_LENGTH, .raw = true, .good = good, .bad = bad,
};
