/*
 * test_crypt - promises of base/crypt.
 */
#include "base/crypt.h"

#include <sys/stat.h>

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "unit/unit.h"

/* FIPS 180-4 example: SHA-256 of "abc". */
static const char abc_hex[] =
    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

static void
digest_is_sha256_whole_and_in_pieces(void)
{
	unsigned char digest[CRYPT_DIGEST_BYTES];
	char hex[CRYPT_DIGEST_HEX];
	struct crypt_digest_state *state;

	crypt_digest(slice_of("abc"), digest);
	crypt_hex(digest, sizeof(digest), hex);
	CHECK_TEXT(hex, abc_hex);
	state = crypt_digest_begin();
	crypt_digest_more(state, slice_of("a"));
	crypt_digest_more(state, slice_of("bc"));
	crypt_digest_end(state, digest);
	crypt_hex(digest, sizeof(digest), hex);
	CHECK_TEXT(hex, abc_hex);
}

static void
keyed_digest_depends_on_the_key(void)
{
	struct crypt_key a = crypt_key_new(), b = crypt_key_new();
	unsigned char one[CRYPT_DIGEST_BYTES], two[CRYPT_DIGEST_BYTES];

	crypt_keyed(&a, slice_of("x"), one);
	crypt_keyed(&a, slice_of("x"), two);
	CHECK(crypt_same(one, two, sizeof(one)));
	crypt_keyed(&b, slice_of("x"), two);
	CHECK(!crypt_same(one, two, sizeof(one)));
}

static void
sealed_block_opens_only_unchanged_in_its_place(void)
{
	struct crypt_key key = crypt_key_new();
	unsigned char sealed[5 + CRYPT_BLOCK_OVERHEAD], plain[5];
	struct slice block = slice_bytes(sealed, sizeof(sealed));
	struct err err;

	crypt_seal(&key, 3, slice_of("hello"), sealed);
	CHECK_RC(crypt_open(&key, 3, block, plain, &err), RC_OK, &err);
	CHECK(memcmp(plain, "hello", 5) == 0);
	CHECK_RC(crypt_open(&key, 4, block, plain, &err), RC_SYSTEM, &err);
	sealed[2] ^= 1;
	CHECK_RC(crypt_open(&key, 3, block, plain, &err), RC_SYSTEM, &err);
}

static void
key_file_is_made_once_private_and_refused_when_cut(void)
{
	char dir[] = "/tmp/outmark-test-XXXXXX", path[64];
	struct crypt_key one, two;
	struct stat st;
	struct err err;

	CHECK_FATAL(mkdtemp(dir) != NULL);
	snprintf(path, sizeof(path), "%s/key", dir);
	CHECK_RC(crypt_key_file(path, &one, &err), RC_OK, &err);
	CHECK_RC(crypt_key_file(path, &two, &err), RC_OK, &err);
	CHECK(crypt_same(&one, &two, sizeof(one)));
	CHECK(stat(path, &st) == 0 && (st.st_mode & 0777) == 0600);
	CHECK(truncate(path, 5) == 0);
	CHECK_RC(crypt_key_file(path, &two, &err), RC_CONFIG, &err);
	CHECK_HOLDS(err.text, "not a key of 32");
	unlink(path);
	rmdir(dir);
}

int
main(void)
{
	static const struct unit_test tests[] = {
		UNIT(digest_is_sha256_whole_and_in_pieces),
		UNIT(keyed_digest_depends_on_the_key),
		UNIT(sealed_block_opens_only_unchanged_in_its_place),
		UNIT(key_file_is_made_once_private_and_refused_when_cut),
		{ NULL, NULL }
	};
	struct err err;

	if (crypt_start(&err) != RC_OK)
		return 1;
	return unit_run("crypt", tests);
}
