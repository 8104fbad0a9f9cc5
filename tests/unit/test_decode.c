/*
 * test_decode - promises of scanner/message/decode.
 */
#include "scanner/message/decode.h"
#include "unit/unit.h"

static unsigned char out[4096];
static struct decoded done;

static const char *
decode(enum decode_kind kind, const char *in)
{
	CHECK_FATAL(decode_room(kind, strlen(in)) < sizeof out);
	done = decode_bytes(kind, slice_of(in), out);
	CHECK_FATAL(done.len <= decode_room(kind, strlen(in)));
	out[done.len] = '\0';
	return (const char *)out;
}

static void
base64_over_lines(void)
{
	CHECK_TEXT(decode(DECODE_BASE64, "SGVs\r\nbG8s\r\nIHdvcmxk\r\n"),
	    "Hello, world");
	CHECK_NUMBER(done.garbage, 0);
	CHECK_TEXT(decode(DECODE_BASE64, "SGVsbG8="), "Hello");
	CHECK_TEXT(decode(DECODE_BASE64, "SGVsbA=="), "Hell");
	CHECK_TEXT(decode(DECODE_BASE64, "SGVsbA"), "Hell");
	CHECK_TEXT(decode(DECODE_BASE64, ""), "");
}

static void
base64_skips_and_counts_what_does_not_belong(void)
{
	CHECK_TEXT(decode(DECODE_BASE64, "S!G*Vs\r\nb-G8s"), "Hello,");
	CHECK_NUMBER(done.garbage, 3);
	CHECK_TEXT(decode(DECODE_BASE64, "SGVs\r\n_______\r\nbG8s"), "Hello,");
	CHECK_NUMBER(done.garbage, 7);
}

static void
base64_goes_on_behind_padding(void)
{
	CHECK_TEXT(decode(DECODE_BASE64, "SGVsbA==bG8s"), "Helllo,");
	CHECK_TEXT(decode(DECODE_BASE64, "SA==ZQ==bA==bA==bw=="), "Hello");
}

static void
base64_with_a_lone_character_is_truncated(void)
{
	decode(DECODE_BASE64, "SGVsb");
	CHECK(done.truncated);
	decode(DECODE_BASE64, "SGVs");
	CHECK(!done.truncated);
}

/*
 * Where lines are cut says nothing: letters one by one, which no vector takes, and
 * all together are the same.  Each byte stands at each place of a vector.
 */
static void
base64_is_the_same_however_it_is_cut(void)
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	    "abcdefghijklmnopqrstuvwxyz0123456789+/";
	unsigned char whole[52], cut[2 * sizeof whole], apart[128];
	struct decoded by_one;

	for (unsigned round = 0; round < 64 * 256; round++) {
		for (size_t i = 0; i < sizeof whole; i++)
			whole[i] = (unsigned char)letters[(round * 7 + i * i) %
			    64];
		whole[round % 48] = (unsigned char)(round / 64);
		for (size_t i = 0; i < sizeof whole; i++) {
			cut[2 * i] = whole[i];
			cut[2 * i + 1] = '\n';
		}
		by_one = decode_base64(slice_bytes(cut, sizeof cut), apart);
		done = decode_base64(slice_bytes(whole, sizeof whole), out);
		CHECK_FATAL(done.len == by_one.len);
		CHECK_FATAL(done.garbage == by_one.garbage);
		CHECK_FATAL(done.truncated == by_one.truncated);
		CHECK_FATAL(!memcmp(out, apart, done.len));
	}
}

static void
quoted_printable_and_its_soft_breaks(void)
{
	CHECK_TEXT(decode(DECODE_QUOTED, "a=3D=\r\nb=\n=e4"), "a=b\xe4");
	CHECK_TEXT(decode(DECODE_QUOTED, "a= \t\r\nb="), "ab");
	CHECK_NUMBER(done.garbage, 0);
}

static void
quoted_printable_keeps_what_is_no_escape(void)
{
	CHECK_TEXT(decode(DECODE_QUOTED, "1=2 =ZZ =4"), "1=2 =ZZ =4");
	CHECK_NUMBER(done.garbage, 3);
}

static void
uuencode_of_whole_and_cut_lines(void)
{
	CHECK_TEXT(decode(DECODE_UU,
	    "begin 644 a\n+:&5L;&\\@=V]R;&0 \n`\nend\n"), "hello world");
	CHECK(!done.truncated);
	CHECK_TEXT(decode(DECODE_UU, "+:&5L;&\\@=V]R;&0\n"), "hello world");
	CHECK(done.truncated);
	decode(DECODE_UU, "_\n_\n_\n\x7f\x7f\n");
	CHECK(done.garbage > 0);
}

static void
names_of_encodings_are_read_leniently(void)
{
	CHECK_NUMBER(decode_kind(slice_of("BASE64")), DECODE_BASE64);
	CHECK_NUMBER(decode_kind(slice_of(" base64 (really)")),
	    DECODE_BASE64);
	CHECK_NUMBER(decode_kind(slice_of("8-bit")), DECODE_NONE);
	CHECK_NUMBER(decode_kind(slice_of("")), DECODE_NONE);
	CHECK_NUMBER(decode_kind(slice_of("x-uuencode")), DECODE_UU);
	CHECK_NUMBER(decode_kind(slice_of("rot13")), DECODE_UNKNOWN);
}

/* Every byte pattern stays within the promised room. */
static void
no_decoder_writes_past_its_room(void)
{
	char in[512];

	for (unsigned seed = 1; seed < 400; seed++) {
		unsigned state = seed * 2654435761u;
		for (size_t i = 0; i < sizeof in - 1; i++) {
			state = state * 1664525u + 1013904223u;
			in[i] = seed % 3 == 0 ? (char)(state >> 24) :
			    "ABCDabcd0189+/=\r\n !_M`"[(state >> 24) % 23];
			if (in[i] == '\0')
				in[i] = '\n';
		}
		in[sizeof in - 1] = '\0';
		decode(DECODE_BASE64, in);
		decode(DECODE_QUOTED, in);
		decode(DECODE_UU, in);
	}
}

int
main(void)
{
	static const struct unit_test tests[] = {
		UNIT(base64_over_lines),
		UNIT(base64_skips_and_counts_what_does_not_belong),
		UNIT(base64_goes_on_behind_padding),
		UNIT(base64_with_a_lone_character_is_truncated),
		UNIT(base64_is_the_same_however_it_is_cut),
		UNIT(quoted_printable_and_its_soft_breaks),
		UNIT(quoted_printable_keeps_what_is_no_escape),
		UNIT(uuencode_of_whole_and_cut_lines),
		UNIT(names_of_encodings_are_read_leniently),
		UNIT(no_decoder_writes_past_its_room),
		{ NULL, NULL },
	};

	return unit_run("decode", tests);
}
