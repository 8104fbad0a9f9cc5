/*
 * validate_azure - keys of Microsoft's clouds.
 *
 * A key in base64 is random bytes: few different characters are a manual's
 * placeholder, and the keys of the emulators are printed in every manual.  A
 * secret of Azure DevOps carries the CRC-32 of itself, scattered over its bytes,
 * and so needs no word beside it.
 */
#include "base/crc.h"
#include "scanner/match/number.h"

enum {
	KEY_LEAST = 32, DIFFERENT_LEAST = 16,
	DEVOPS_LENGTH = 52, DEVOPS_BYTES = 32, DEVOPS_OWN = 28,
};

/* Those of Azurite (devstoreaccount1) and of the Cosmos DB emulator. */
static const char *const emulators[] = {"Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT5",
	"C2y6yDjf5/R+ob0N8A7Cgv30VRDJIWEHLM", NULL};

static bool
is_key_byte(unsigned char byte)
{
	return byte_is_alnum(byte) || byte == '+' || byte == '/' ||
	    byte == '-' || byte == '_';
}

/* The key at the end of what was found, without its padding. */
static struct slice
key_of(struct slice value)
{
	size_t end = value.len, start;

	while (end && !is_key_byte(value.at[end - 1]))
		end--;
	for (start = end; start && is_key_byte(value.at[start - 1]); start--)
		;
	return slice_sub(value, start, end);
}

/* "PublicKey = ...": everybody may have it. */
static bool
is_public(struct slice name)
{
	static const char *const words[] = {"public", "pub_", "pubkey",
		"peer", "host key", "verif", "cache", NULL};

	for (size_t i = 0; words[i]; i++)
		if (slice_find_nocase(name, slice_of(words[i])) != SIZE_MAX)
			return true;
	return false;
}

/* "abcdefghijklmnop...": the alphabet is what manuals fill a key with. */
static bool
is_alphabet(struct slice key)
{
	return slice_find_nocase(key, slice_of("abcdefghijkl")) != SIZE_MAX ||
	    slice_find(key, slice_of("0123456789")) != SIZE_MAX;
}

static bool
is_random(struct slice key)
{
	bool digit = false, upper = false, lower = false;

	for (size_t i = 0; i < key.len; i++) {
		digit = digit || byte_is_digit(key.at[i]);
		upper = upper || (key.at[i] >= 'A' && key.at[i] <= 'Z');
		lower = lower || (key.at[i] >= 'a' && key.at[i] <= 'z');
	}
	return key.len >= KEY_LEAST && digit && upper && lower &&
	    validator_different(key) >= DIFFERENT_LEAST;
}

static enum validity
base64_key_check(struct slice value)
{
	struct slice key = key_of(value);
	struct slice name = slice_sub(value, 0, (size_t)(key.at - value.at));

	if (!is_random(key) || is_public(name))
		return VALID_NO;
	for (size_t i = 0; emulators[i]; i++)
		if (slice_starts(key, slice_of(emulators[i])))
			return VALID_SPECIMEN;
	return is_alphabet(key) ? VALID_SPECIMEN : VALID_YES;
}

/* RFC 4648 section 6, either case.  52 characters are 32 bytes and 4 bits. */
static bool
base32(struct slice text, unsigned char bytes[DEVOPS_BYTES])
{
	uint32_t bits = 0;
	unsigned count = 0;
	size_t len = 0;

	if (text.len != DEVOPS_LENGTH)
		return false;
	for (size_t i = 0; i < text.len; i++) {
		unsigned char byte = text.at[i] | (byte_is_alpha(text.at[i]) ?
		    0x20 : 0);
		bool letter = byte >= 'a' && byte <= 'z';

		if (!letter && (byte < '2' || byte > '7'))
			return false;
		bits = bits << 5 | (unsigned)(letter ? byte - 'a' :
		    byte - '2' + 26);
		count += 5;
		if (count >= 8 && len < DEVOPS_BYTES) {
			count -= 8;
			bytes[len++] = (unsigned char)(bits >> count);
		}
	}
	return len == DEVOPS_BYTES;
}

/*
 * Bytes 22, 8, 7 and 2 are the sum of the others, with a constant that tells a
 * person's token from an application's secret; both as Microsoft publishes them
 * in its SARIF pattern matcher (SEC101/102).
 */
static enum validity
devops_check(struct slice value)
{
	static const uint32_t token = 0xe0b9692d, secret = 0x1019f92e;
	unsigned char bytes[DEVOPS_BYTES], own[DEVOPS_OWN];
	uint32_t sum;
	size_t len = 0;

	if (!base32(value, bytes))
		return VALID_NO;
	sum = (uint32_t)bytes[22] | (uint32_t)bytes[8] << 8 |
	    (uint32_t)bytes[7] << 16 | (uint32_t)bytes[2] << 24;
	for (size_t i = 0; i < DEVOPS_BYTES; i++)
		if (i != 22 && i != 8 && i != 7 && i != 2)
			own[len++] = bytes[i];
	sum ^= crc_32(slice_bytes(own, len));
	return sum == token || sum == secret ? VALID_YES : VALID_NO;
}

static const char *const key_good[] = {
	"Primary key: k3J9vQ0xZrT7bYp2LmN8cWd5FgH1sXaE4uRo6iPqB/+z=",
	"\"authKey\": \"k3J9vQ0xZrT7bYp2LmN8cWd5FgH1sXaE4uRo6iPqBzK8dLw0n"
	"Vf3Gj5hTy7Ue2Ia9Os1Pm4Qx6RcbD==\"", NULL
};
static const char *const key_bad[] = {
	"key=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA1=",
	"key=0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5=", "key=k3J9vQ0x",
	"PublicKey = k3J9vQ0xZrT7bYp2LmN8cWd5FgH1sXaE4uRo6iPqB/+z=",
	"key=", "", "====", NULL
};
static const char *const key_specimens[] = {
	"AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErC"
	"z4I6tq/K1SZFPTOtr/KBHBeksoGMGw==",
	"key=abcdefghijklmnopqrstuvwxyz0123456789/+ABCDE=", NULL
};
const struct validator validate_base64_key = {
	.name = "base64_key", .title = "random key in base64",
	.check = base64_key_check, .mask = MASK_LENGTH, .raw = true,
	.good = key_good, .bad = key_bad, .specimens = key_specimens,
};

static const char *const devops_good[] = {
	"ckctgs2vsheqp3rmklwrcu3ict5e2dq34sgdqeiq6n5vnrebj6ga",
	"2fdie6eqg2ebgr5afd4vmkrebqkjo4eovhr5q7igf6qdt6pqs5ma",
	"3j2nwmzsuykb5brhlqohcj4jzwlbv4q5rse27rwiteqzr3yq2uza",
	"KSQTXOSN57QXRZXATTAEID74L2JH65PNF4W6QIXRJGFI4N3UXDTA", NULL
};
static const char *const devops_bad[] = {
	"ckctgs2vsheqp3rmklwrcu3ict5e2dq34sgdqeiq6n5vnrebj6ba",
	"ckctgs2vsheqp3rmklwrcu3ict5e2dq34sgdqeiq6n5vnrebj6g",
	"3j2nwmzsuykb5brhlqohcj4jzwlbv4q5rse27rwiteqzr3yq2uzaa",
	"3j2nwmzsuykb5brhlqohcj4jzwlbv4q5rse27rwiteqzr3yq2uz1",
	"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "", NULL
};
const struct validator validate_azure_devops = {
	.name = "azure_devops", .title = "secret of Azure DevOps",
	.check = devops_check, .mask = MASK_LENGTH, .raw = true,
	.good = devops_good, .bad = devops_bad,
};
