/*
 * test_runs - promises of extract/runs: files written as letters into a text.
 *
 * Each is scanned as a message, so that the text around it, the part it
 * becomes and its causes are seen together.
 */
#include <stdio.h>

#include "scanner/extract/run.h"
#include "unit/transcript.h"
#include "unit/unit.h"

#define BLOB \
    "pU3KGCUwux1tEyze1iN7LtkeP3IfyxlxF0SU1kk8nVw0YL4xIB5p/tqg7ui5mX" \
    "9cfCmZ/a/lkyU81lSvTfrXFCegrrP+6SMvivIhH57kkcWxC+y1Vjv8Hm+TQn7L" \
    "yP4pVeXNjkbcjtS3wnZNKlpNdncG+F2GkAJK1r2jQBvpyMvMyTX2zR9hImrhUz" \
    "iuGjQATTO6DSRqwEyBsbryPjv57vX3nytJNK+H9VILablLDZguhbtVtnKocmN6" \
    "zXRm/LYODo/xhGOw5LK6KXA0dPBkrGj3APWwKz3GZvRb3qosyu3NK1FXQQ5N7k" \
    "rys09DCgc0R95jbA6AbJV7poTWQx+16tdCTQnhXQJMWEjyPR+m9zYdf2GNFTLn" \
    "DiDipmaN5/R+hGflRtU+yOKhJXvbJWybPk+7SYFG73Awy/lTclLczq3XZLajL7" \
    "sJrerhCcSplyA5dTUrh4sUXIpC2ITPTP2nLY4dXdkliQgthSpxIoc+6AWt1YlC" \
    "Fno4UoYZXGefnGmU5FuKsQmAEgcJYfN95Dbd/cmdbnWvZUfPsRtCBySC3FMcK8" \
    "OQfJYX615QieQBhrqopX0Rnm+2XQCrwyrzjmZ/Ai6HLUnMFckLmZt3K0/Hpv1M" \
    "kUoW20cIdSsPFUS4NcDnGQl9+ocB6SMvIfKBJod4aXbr/MMn9ZMXZSdLqYKbRA" \
    "b2H/iJMm/6lJLt7u48Zp8r8giU6ifmicZrayYuSIa4Q485unb++MkMUQH75s+a" \
    "SNWwwKE9qQCmrcs9ZAaUgb4hyccnuNuMGI80GpJMf4jfoWG/2w7MaCkZ"

#define ZIP \
    "UEsDBBQAAAAAAAAAIQB+whBxJQAAACUAAAAJAAAAaW5uZXIudHh0TUVBRE9XLV" \
    "pJ UFBFRCB3b3JkcyB3aXRoaW4gYW4gYXJjaGl2ZVBLAQIUAxQAAAAAAAAAIQB" \
    "+whBx JQAAACUAAAAJAAAAAAAAAAAAAACAAQAAAABpbm5lci50eHRQSwUGAAAA" \
    "AAEAAQA3 AAAATAAAAAAA"

static const char binhex[] = "\nsee\n"
    "(This file must be converted with BinHex 4.0)\n"
    "\n"
    ":#@*PFR4S,R4iG!\"849K8G(4iG!#3\"5d!!!!B@Zj048&%6eFY5&&B)(G[FQ4"
    "c)'p\n"
    "Q)'%J6@&MD@jdEh0S,T!+)'9ZC0IQ689\"4%pA,8C28NXJEfBJFQ9cEh9bBf9c"
    "9Z-\n"
    ":\n";
static const char yenc[] = "\n"
    "=ybegin line=64 size=61 name=note.bin\r\n"
    "wokny\201W\203oxmJ\241\231\234\216\235J\231\220J\213J\222\213"
    "\234\214\231\237\234VJ\214\243\236\217\235J\355\316\355\340"
    "\355\346J\213\230\216J\227\231\234\217J\231\220J\236\222\217"
    "\227\r\n"
    "=yend size=61 crc32=d8fb1d32\r\n";
static const char yenc_summed[] = "\n"
    "=ybegin line=64 size=30 name=note.bin\r\n"
    "wokny\201W\203oxmJ\241\231\234\216\235J\231\220J\213J\222\213"
    "\234\214\231\237\234\r\n"
    "=yend size=30 crc32=00000001\r\n";
static const char lines[] = "\nRead this:\n"
    "TUVBRE9XLVJVTiB0YW5rZXIgYmVydGggc2V2ZW4sIGNhcmQgNDExMSAxMTExID"
    "ExMTEgMTExMSwg\n"
    "Y2FsbCBiZWZvcmUgbm9vbgpNRUFET1ctUlVOIHRhbmtlciBiZXJ0aCBzZXZlbi"
    "wgY2FyZCA0MTEx\n"
    "IDExMTEgMTExMSAxMTExLCBjYWxsIGJlZm9yZSBub29uCk1FQURPVy1SVU4gdG"
    "Fua2VyIGJlcnRo\n"
    "IHNldmVuLCBjYXJkIDQxMTEgMTExMSAxMTExIDExMTEsIGNhbGwgYmVmb3JlIG"
    "5vb24K" "\nRegards\n";
static const char answered[] = "\nYou wrote:\n"
    "> TUVBRE9XLVJVTiB0YW5rZXIgYmVydGggc2V2ZW4sIGNhcmQgNDExMSAxMTEx"
    "IDExMTEgMTExMSwg\n"
    "> Y2FsbCBiZWZvcmUgbm9vbgpNRUFET1ctUlVOIHRhbmtlciBiZXJ0aCBzZXZl"
    "biwgY2FyZCA0MTEx\n"
    "> IDExMTEgMTExMSAxMTExLCBjYWxsIGJlZm9yZSBub29uCk1FQURPVy1SVU4g"
    "dGFua2VyIGJlcnRo\n"
    "> IHNldmVuLCBjYXJkIDQxMTEgMTExMSAxMTExIDExMTEsIGNhbGwgYmVmb3Jl"
    "IG5vb24K" "\nRegards\n";
static const char zipped[] = "\n-----BEGIN FILE-----\n"
    "UEsDBBQAAAAAAAAAIQB+whBxJQAAACUAAAAJAAAAaW5uZXIudHh0TUVBRE9XLV"
    "pJ\n"
    "UFBFRCB3b3JkcyB3aXRoaW4gYW4gYXJjaGl2ZVBLAQIUAxQAAAAAAAAAIQB+wh"
    "Bx\n"
    "JQAAACUAAAAJAAAAAAAAAAAAAACAAQAAAABpbm5lci50eHRQSwUGAAAAAAEAAQ"
    "A3\n"
    "AAAATAAAAAAA" "\n-----END FILE-----\n";
static const char hashes[] = "\n"
    "d2e64692f8194157f1d4af90988285cf7a9af7c93d5552266afe70e7aae6da"
    "47  file0.iso\n"
    "627c2e59af2ea37abc84670ad3c4d36bc08aad1fff8eb8406e2f8a7fc4cce4"
    "dd  file1.iso\n"
    "9f0b4110d9f2fa0025c8efe57f37724f4d37ea2b14004077139b4180df3932"
    "24  file2.iso\n"
    "9962c6857200059aeb8ea17cf3787e0ed29d1c0b63ffd7298374d9bd74fc11"
    "ad  file3.iso\n"
    "d7b9ca6503952269fd669f6376ee71879737fd5f72f8d51c4ac91b6d0c48d4"
    "1a  file4.iso\n"
    "1e5ec9e6a0392854a8615eef109fc1bfa9e2563701288f29b3d73f6ac2b69e"
    "dd  file5.iso\n"
    "2c19f264bee462a5baf20fd27ecf14c011ed201f836320adb98bab1686a28d"
    "98  file6.iso\n"
    "01210c7736f3eec580dcfc43fe5d049b4d78a7a3ebb92865c8517ed02111f6"
    "a6  file7.iso\n"
    "52da3524872b6a31d7ffe4587744d5eb783e96968f89be828565e07e5f7d78"
    "4e  file8.iso\n"
    "9060a721ca807d7633ed123402f376e5bf1496773d19616326be5be5850336"
    "b3  file9.iso\n"
    "6f13bcae48166882136805a7d1be5e9f276810fdf720d033ca4f2e53cb8ad1"
    "91  file10.iso\n"
    "9dd51a9fb6d4d509ba64c8cf6803de50d83a2ecfbaeb5342071a48cb2dbd57"
    "4a  file11.iso\n"
    "b29152572237c4fb659a4016f7a11bc62c5271cf64f25d6f15cc50c4b73f4c"
    "7e  file12.iso\n"
    "621513a53cc7e99cd79d7fd9c7bce4e05b0b01faee78e4ea5bf2cc362241b7"
    "dc  file13.iso\n"
    "bb2ee21414422aa0281bc1450d21386343fb93547121b38151a58ce94982f5"
    "6a  file14.iso\n"
    "8679a3be12655dce528ea7c056873a18b8e73581c9be87c0bc4ab8a929e275"
    "5a  file15.iso\n"
    "1897819ea00011714c94ddd5ba1843fa74170b1b01b59b36b672d39a4468bb"
    "f3  file16.iso\n"
    "5144077c4ce631204a8acd87051cb3e3fc7f5400161f0ccf5f79511d350664"
    "48  file17.iso\n"
    "d366d4599e209918f403c0dfee29e75973358576133fab861a88df87976f2b"
    "07  file18.iso\n"
    "5685786751a762c7a87ac2f0f1030ddf779d6cc827574a100d393652b0480e"
    "0f  file19.iso" "\n";
static const char keys[] = "\n"
    "FUYVIhchumYhxDZ+aWg5EREsk/QzQzJolqOs2IUKs4OQGLyk85MP0w/fMrHwGG"
    "4u\n"
    "k1ffAGeTGwKy+zD7Xv2xhVGRbXb/VDgp+zWntjDNyizYDL5pm4bbV8J360ARsq"
    "dP\n"
    "5qVW7eCDdkCr7HliiJpPT36nslJ4p2CENFQ0ZMRNS5qY3oxkNzaPacbtEQbM33"
    "GX\n"
    "7QtIg88CfNzXdXVcP+jdoIUy1nzMUIDY9+kK0V2nBcf6NhOAb1JmsjPpaPMIva"
    "/S\n"
    "6WteyD62HIGMw8wfBibW17SHN3KbzXDI7GxUQiNi8HNKtNPvlkDwtXWIwIHaX/"
    "YB\n"
    "j7d9mqT1+NsruU6bxR0rpkewBwVrJJaAM0l3X+exTmrOVS6YZf1tKOA7PIfWd0"
    "fy\n"
    "/B3370n7fv9UA1Kk7/6X7r/a1iZcuA4KF6kw9/hJEW3UQK0wu67ya5Her9iAGp"
    "SV\n"
    "tfzOqouwaPw8qWKimUEsFMzPGcyZNwMXYfMewEsqbBTqWTNcEtczBrxHnoSaXt"
    "cR" "\n";

/* Scan a message; `want` are pieces of its transcript, NULL at the end. */
static void
check_bytes(struct slice mail, size_t parts, const char *const *want)
{
	struct transcript t = transcript_new();
	const char *got = transcript_of(&t, mail);

	CHECK_NUMBER(t.result.part_count, parts);
	for (; *want != NULL; want++)
		CHECK_HOLDS(got, *want);
	transcript_free(&t);
}

#define CHECK_MAIL(mail, parts, ...) check_bytes(slice_of(mail), parts, \
	(const char *const[]){__VA_ARGS__, NULL})

static void
uuencoded_files_are_parts_and_stay_text(void)
{
	CHECK_MAIL("\nhi\nbegin 644 a b.txt\n#86)C\n`\nend\nbye\n", 3,
	    "body > encoded 1 (text/plain) yes \"a b.txt\"\n",
	    "body > encoded 1 [attachment]: abc\n", "#86)C\n`\nend\nbye\n");
	CHECK_MAIL("\nbegin-base64 644 c.txt\nYWJj\n====\n", 3,
	    "encoded 1 [attachment]: abc\n", "\"c.txt\"");
}

static void
a_cut_or_disturbed_file_says_so(void)
{
	CHECK_MAIL("\nbegin 644 a.txt\n#86)C\n", 3,
	    "encoded 1 (text/plain) partly truncated");
	CHECK_MAIL("\nbegin 644 a.txt\n#86)C\n\177\177\n#86)C\n`\nend\n", 3,
	    "encoded 1 (text/plain) partly corrupt", "abcabc");
	CHECK_MAIL("\nbegin 644 a.txt\n#86)C\nbegin 644 b.txt\n#86)C\n`\nend\n",
	    4, "encoded 1 (text/plain) partly truncated",
	    "encoded 2 (text/plain) yes \"b.txt\"");
}

static void
words_that_begin_are_words(void)
{
	CHECK_MAIL("\nbegin here\nand begin 600 no\nbegin 12 x\n", 2, "begin");
	CHECK_MAIL("\ndata: a, b and c of the metadata: text/plain\n", 2,
	    "data:");
	CHECK_MAIL("\n=ybegin with nothing\n(This file must be converted with "
	    "BinHex 4.0)\n", 2, "BinHex");
}

static void
yenc_is_read_from_bytes_and_its_sum_checked(void)
{
	check_bytes(slice_bytes(yenc, sizeof yenc - 1), 3, (const char *const[]){
	    "MEADOW-YENC", "encoded 1 (text/plain) yes \"note.bin\"", NULL});
	check_bytes(slice_bytes(yenc_summed, sizeof yenc_summed - 1), 3,
	    (const char *const[]){"MEADOW-YENC",
	    "encoded 1 (text/plain) partly corrupt", NULL});
	check_bytes(slice_bytes(yenc, sizeof yenc - 30), 3,
	    (const char *const[]){"partly truncated", NULL});
}

static void
binhex_gives_both_forks(void)
{
	CHECK_MAIL(binhex, 3, "encoded 1 (text/plain) yes \"berth.txt\"",
	    "MEADOW-HQX words of a Macintosh.......... end", "MEADOW-FORK");
	check_bytes(slice_bytes(binhex, sizeof binhex - 40), 3,
	    (const char *const[]){"MEADOW-HQX", "truncated", NULL});
}

static void
base64_is_a_part_when_it_holds_something(void)
{
	CHECK_MAIL(lines, 3, "encoded 1 [attachment]: MEADOW-RUN",
	    "encoded 1 (text/plain) yes\n", "Regards");
	CHECK_MAIL(answered, 3, "encoded 1 [attachment]: MEADOW-RUN");
	CHECK_MAIL("\nVwByAGkAdABlAC0ASABvAHMAdAAgAE0ARQBBAEQATwBXAC0AVwBJAEQARQAgAHcAbwByAGQAcwAgAGYAbwByACAAYQAgAHMAaABlAGwAbAA=\n", 3, "MEADOW-WIDE");
	CHECK_MAIL("\nBearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJNRUFET1ctVE9LRU4iLCJuYW1lIjoiQWRhIEludmVudGVkIiwibiI6Ij8_Pz4-PiJ9.c2lnbmF0dXJl\n", 3,
	    "MEADOW-TOKEN");
}

static void
narrow_lines_of_base64_are_a_part(void)
{
	CHECK_MAIL("\nSee:\nTUVBRE9XLU5BUlJPVyBs\naW5lcyBvZiBhIGhhcmJv\n"
	    "dXIgd2l0aCBTU04gMDc4\nLTA1LTExMjAuCg==\nRegards\n", 3,
	    "encoded 1 [attachment]: MEADOW-NARROW lines of a harbour with "
	    "SSN 078-05-1120.", "Regards");
	CHECK_MAIL("\n> TUVBRE9XLVFV\r\n> T1RFRCBsaW5l\r\n> cyBvZiBhIGhh\r\n"
	    "> cmJvdXIgd2l0\r\n> aCBTU04gMDc4\r\n> LTA1LTExMjAu\r\n> Cg==\r\n",
	    3, "encoded 1 [attachment]: MEADOW-QUOTED lines of a harbour");
	/* Words and numbers of one length are none. */
	CHECK_MAIL("\nanchorage\nbreakages\ncaretaker\ndifficult\nemergency\n"
	    "1234567890123456\n2345678901234567\n3456789012345678\n"
	    "5d41402abc4b2a76b9719d911017c592\n"
	    "7d793037a0760186574b0282f2f435e7\n"
	    "9f9d51bc70ef21ca5c14f307980a29d8\n", 2, "anchorage");
}

static void
a_little_base64_behind_its_word_is_a_part(void)
{
	CHECK_MAIL("\nContent-Type: text/plain\n"
	    "Content-Transfer-Encoding: base64\n"
	    "Content-Disposition: attachment; filename=a.txt\n\n"
	    "U1NOIDA3OC0wNS0xMTIw\n", 3,
	    "encoded 1 [attachment]: SSN 078-05-1120");
	CHECK_MAIL("\n$s = BASE64_decode('U1NOIDA3OC0wNS0xMTIw');\n", 3,
	    "encoded 1 [attachment]: SSN 078-05-1120");
	CHECK_MAIL("\nbase64: U1NOIDA3OC0wNS0xMTIwIHR3\nbyBsaW5lcw==\n", 3,
	    "encoded 1 [attachment]: SSN 078-05-1120 two lines");
	/* Given once where it is a file by itself. */
	CHECK_MAIL("\nurl(data:text/plain;base64,U1NOIDA3OC0wNS0xMTIwIHR3)\n",
	    3, "encoded 1 [attachment]: SSN 078-05-1120 tw");
	CHECK_MAIL("\nHow base64 represents internationalization and "
	    "counterrevolutionaries: it does not.\n"
	    "key (base64): 3q2+78r+ur4BI0VniavN7w==\n", 2, "it does not");
}

static void
hashes_keys_and_signatures_are_none(void)
{
	CHECK_MAIL(hashes, 2, "file1.iso");
	CHECK_MAIL(keys, 2, "body");
	CHECK_MAIL("X-Sealed: " BLOB "\n\n"
	    "/usr/share/doc/outmark/a/long/path/without/any/dot/in/it\n"
	    "________________________________________________________\n", 2,
	    "header 1 [headers]");
}

static void
pages_and_addresses_hold_files(void)
{
	CHECK_MAIL("Content-Type: text/html\n\n<img src=\"data:text/plain;"
	    "base64,TUVBRE9XLVVSSSB3b3JkcyBvZiBhIGhhcmJvdXI=\">x", 3,
	    "encoded 1 [attachment]: MEADOW-URI words of a harbour");
	CHECK_MAIL("\n![](data:text/plain,MEADOW-PERCENT%20words%20of%20it) x",
	    3, "MEADOW-PERCENT words of it\n");
	CHECK_MAIL("Content-Type: text/html\n\n<p>" ZIP "</p>", 3,
	    "encoded 1 (application/zip) partly internal\n");
}

static void
what_stands_outside_of_the_parts_is_searched_too(void)
{
	CHECK_MAIL("Content-Type: multipart/mixed; boundary=b\n\n"
	    "begin 644 pre.txt\n#86)C\n`\nend\n--b\n\none\n--b--\n"
	    "begin 644 post.txt\n#86)C\n`\nend\n", 4, "\"pre.txt\"",
	    "\"post.txt\"");
	/* No document process runs here. */
	CHECK_MAIL(zipped, 3, "encoded 1 (application/zip) partly internal\n");
}

static void
past_the_limit_it_is_said(void)
{
	struct transcript t = transcript_new();
	const char *got;

	t.limits.encoded_runs = 1;
	got = transcript_of(&t, slice_of("\nbegin 644 a.txt\n#86)C\n`\nend\n"
	    "begin 644 b.txt\n#86)C\n`\nend\n"));
	CHECK_NUMBER(t.result.part_count, 3);
	CHECK_HOLDS(got, "body (text/plain) partly too_many");
	transcript_free(&t);
}

/* What begins like a file and is none must not cover the real one. */
static void
a_decoy_hides_nothing_behind_it(void)
{
	CHECK_MAIL("\nbegin-base64 644 no.txt\nSome words.\n\n"
	    "begin-base64 644 c.txt\nTUVBRE9XLVJFQUw=\n====\n", 4,
	    "encoded 2 [attachment]: MEADOW-REAL", "\"c.txt\"");
	CHECK_MAIL("\nbegin-base64 644 no.txt\nSome words.\n\n"
	    "TUVBRE9XLVJVTiB0YW5rZXIgYmVydGggc2V2ZW4sIGNhcmQgNDExMSAxMTEx\n",
	    4, "[attachment]: MEADOW-RUN");
	CHECK_MAIL("\nbegin 644 no.txt\n#86)C\nwords of it\n\n"
	    "TUVBRE9XLVJVTiB0YW5rZXIgYmVydGggc2V2ZW4sIGNhcmQgNDExMSAxMTEx\n\n"
	    "#86)C\n\nmore\n", 4, "[attachment]: MEADOW-RUN");
	CHECK_MAIL("\n=ybegin line=64 size=9 name=no\nwords\n"
	    "=ybegin line=64 size=8 name=c.txt\n\167\157\153\156\171\201\127"
	    "\203\n=yend size=8\n", 4, "\"c.txt\"", "MEADOW-Y");
	CHECK_MAIL("\n<a href=\"data:text/plain;base64, TUVBRE9XLVVSSSB3b3JkcyB"
	    "vZiBh\">\n", 3, "[attachment]: MEADOW-URI words of a");
}

/* A few letters must not become gigabytes before anybody counts them. */
static void
repeated_bytes_are_counted_before_they_are_kept(void)
{
	struct transcript t = transcript_new();
	struct buf mail = buf_new(1 << 20);
	const char *got;

	buf_text(&mail, "\n(This file must be converted with BinHex 4.0)\n:"
	    "!@%!9%9B9&4&@&3!!!,km)!!!!!!!!\"i");
	while (mail.len < 4000)
		buf_text(&mail, "N'#3B*\"J");
	buf_text(&mail, ":\n");
	t.limits.entry_bytes = 65536;
	got = transcript_of(&t, buf_slice(&mail));
	CHECK_HOLDS(got, "ratio");
	transcript_free(&t);
	buf_free(&mail);
}

/* Every byte twice, and marks without end: in time, and to the end. */
static void
hostile_letters_cost_no_more_than_their_length(void)
{
	static const char *const pieces[] = {"begin 644 x\n", "data:a/b,",
		"=ybegin size=1 name=x\n", "AAAA\n", "(This file must be "
		"converted with BinHex 4.0)\n:", "begin-base64 644 x\n",
		"QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVpBQkNERUZHSElKS0w\n",
		"data:;base64,", "data:;base64, ", "base64 ",
		"base64 AAAAAAAAAAAAAAAAAAAA\n", "AAAAAAAAAAAAAAAAAAAA\n",
		"AAAAAAAAAAAA\nAAAAAAAAAAA\n", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa ",
		NULL};

	for (size_t i = 0; pieces[i] != NULL; i++) {
		struct buf mail = buf_new(1 << 20);
		struct transcript t = transcript_new();

		buf_byte(&mail, '\n');
		while (mail.len < 400000)
			buf_text(&mail, pieces[i]);
		CHECK(transcript_of(&t, buf_slice(&mail)) != NULL);
		CHECK(t.result.part_count < 300);
		transcript_free(&t);
		buf_free(&mail);
	}
}

static void
text_is_told_from_bytes(void)
{
	CHECK(run_is_text(slice_of("plain words, long enough to be text")));
	CHECK(run_is_text(slice_of("gr\303\274ne W\303\244lder \303\274berall "
	    "und mehr \303")));
	CHECK(!run_is_text(slice_of("short")));
	CHECK(!run_is_text(slice_of("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")));
	CHECK(!run_is_text(slice_of("abc \377\376\375\374 defghijklmnopqrstuvw")));
	CHECK(!run_is_text(slice_of("")));
}

int
main(void)
{
	static const struct unit_test tests[] = {
		UNIT(uuencoded_files_are_parts_and_stay_text),
		UNIT(a_cut_or_disturbed_file_says_so),
		UNIT(words_that_begin_are_words),
		UNIT(yenc_is_read_from_bytes_and_its_sum_checked),
		UNIT(binhex_gives_both_forks),
		UNIT(base64_is_a_part_when_it_holds_something),
		UNIT(narrow_lines_of_base64_are_a_part),
		UNIT(a_little_base64_behind_its_word_is_a_part),
		UNIT(hashes_keys_and_signatures_are_none),
		UNIT(pages_and_addresses_hold_files),
		UNIT(what_stands_outside_of_the_parts_is_searched_too),
		UNIT(past_the_limit_it_is_said),
		UNIT(a_decoy_hides_nothing_behind_it),
		UNIT(repeated_bytes_are_counted_before_they_are_kept),
		UNIT(hostile_letters_cost_no_more_than_their_length),
		UNIT(text_is_told_from_bytes),
		{ NULL, NULL },
	};

	return unit_run("runs", tests);
}
