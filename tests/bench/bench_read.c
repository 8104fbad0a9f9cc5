/*
 * bench_read - how fast are MIME walk, decoding and normalise, without matching?
 *
 *   bench_read [FILE...]
 *
 * Without files it makes three messages of about 16 MiB: plain ASCII, the same
 * text as base64, and Cyrillic in quoted-printable.  Prints MB/s of the bytes
 * of the message, best of seven.  Not a test: figures depend on the machine.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/io.h"
#include "scanner/extract/normalise.h"
#include "scanner/message/charset.h"
#include "scanner/message/decode.h"
#include "scanner/pipeline.h"

enum { ROUNDS = 7, SIZE = 12 << 20 };

static struct charsets *set;

static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void
scan_once(struct slice bytes)
{
	struct limits limits = limit_defaults();
	struct clock clock = clock_system();
	struct pipeline with = { .limits = &limits, .clock = &clock,
	    .charsets = set };
	struct pipeline_request request = { .bytes = bytes };
	struct pipeline_result result;
	struct arena *arena = arena_new((size_t)1 << 30);
	struct err err;

	limits.text_part_bytes = 1 << 29;
	limits.text_mail_bytes = 1 << 29;
	request.deadline_ms = clock_monotonic_ms(&clock) + 60000;
	if (pipeline_run(&with, &request, arena, &result, &err) != RC_OK)
		fprintf(stderr, "%s\n", err.text);
	arena_free(arena);
}

static void
normalise_once(struct slice bytes)
{
	struct arena *arena = arena_new((size_t)1 << 30);
	struct text text = {0};
	struct err err;

	if (normalise_bytes(arena, bytes, &text, &err) != RC_OK)
		fprintf(stderr, "%s\n", err.text);
	arena_free(arena);
}

static void
decode_once(struct slice bytes)
{
	unsigned char *out = malloc(decode_room(DECODE_BASE64, bytes.len));

	if (out != NULL)
		decode_base64(bytes, out);
	free(out);
}

static void
measure(const char *name, struct slice bytes, void (*once)(struct slice))
{
	double best = 1e9;

	for (unsigned i = 0; i < ROUNDS; i++) {
		double start = now(), took;
		once(bytes);
		took = now() - start;
		if (took < best)
			best = took;
	}
	printf("%-40s %8.1f MB/s (%.1f MB)\n", name,
	    (double)bytes.len / best / 1e6, (double)bytes.len / 1e6);
}

static void
put_base64(struct buf *out, struct slice in)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	    "abcdefghijklmnopqrstuvwxyz0123456789+/";

	for (size_t i = 0; i + 57 <= in.len; i += 57) {
		unsigned char line[78];
		for (size_t k = 0; k < 19; k++) {
			const unsigned char *p = in.at + i + k * 3;
			unsigned v = (unsigned)p[0] << 16 |
			    (unsigned)p[1] << 8 | p[2];
			for (unsigned d = 0; d < 4; d++)
				line[k * 4 + d] = (unsigned char)
				    digits[v >> (18 - 6 * d) & 63];
		}
		line[76] = '\r';
		line[77] = '\n';
		buf_put(out, slice_bytes(line, sizeof line));
	}
}

static void
made_messages(void)
{
	struct buf plain = buf_new(1 << 26), coded = buf_new(1 << 26);
	struct buf cyrillic = buf_new(1 << 26), quoted = buf_new(1 << 26);
	size_t head;

	buf_text(&plain, "Subject: x\r\n\r\n");
	head = plain.len;
	while (plain.len < SIZE)
		buf_printf(&plain, "Line %zu of the report: nothing to see "
		    "here, order %zu shipped.\r\n", plain.len, plain.len * 7);
	buf_text(&coded, "Content-Transfer-Encoding: base64\r\n\r\n");
	put_base64(&coded, slice_sub(buf_slice(&plain), head, plain.len));
	buf_text(&quoted, "Content-Transfer-Encoding: quoted-printable\r\n"
	    "Content-Type: text/plain; charset=utf-8\r\n\r\n");
	while (quoted.len < SIZE) {
		buf_text(&quoted, "=D0=9F=D1=80=D0=B8=D0=B2=D0=B5=D1=82 and "
		    "some ASCII in between=\r\n");
		buf_text(&cyrillic, "\xd0\x9f\xd1\x80\xd0\xb8\xd0\xb2\xd0\xb5"
		    "\xd1\x82 and some ASCII in between\r\n");
	}
	measure("message, plain", buf_slice(&plain), scan_once);
	measure("message, base64", buf_slice(&coded), scan_once);
	measure("message, quoted-printable Cyrillic", buf_slice(&quoted),
	    scan_once);
	measure("normalise alone, ASCII with CRLF", buf_slice(&plain),
	    normalise_once);
	measure("normalise alone, Cyrillic", buf_slice(&cyrillic),
	    normalise_once);
	measure("base64 alone", buf_slice(&coded), decode_once);
}

int
main(int argc, char **argv)
{
	struct err err;

	if (charsets_open(&set, &err) != RC_OK) {
		fprintf(stderr, "%s\n", err.text);
		return 2;
	}
	if (argc == 1)
		made_messages();
	for (int i = 1; i < argc; i++) {
		struct buf bytes = buf_new(1 << 28);
		if (io_read_file(argv[i], &bytes, &err) == RC_OK)
			measure(argv[i], buf_slice(&bytes), scan_once);
		buf_free(&bytes);
	}
	charsets_close(set);
	return 0;
}
