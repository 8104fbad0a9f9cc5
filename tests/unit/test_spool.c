/*
 * test_spool - promises of lib/spool.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/io.h"
#include "lib/spool.h"
#include "unit/unit.h"

static struct spool_budget budget;

static struct spool *
new_spool(size_t memory, uint64_t message, size_t total)
{
	const struct spool_rules rules = {
		.memory_bytes = memory, .message_bytes = message,
		.dir = "/tmp",
	};

	atomic_store(&budget.used, 0);
	budget.most = total;
	return spool_new(&rules, &budget);
}

/* Write `total` bytes of a pattern in uneven pieces. */
static void
fill(struct spool *sp, size_t total)
{
	unsigned char piece[7001];
	struct err err;
	size_t done = 0;

	while (done < total) {
		size_t n = total - done < sizeof piece ? total - done :
		    sizeof piece;

		for (size_t i = 0; i < n; i++)
			piece[i] = (unsigned char)((done + i) * 31 >> 3);
		CHECK_RC(spool_write(sp, slice_bytes(piece, n), &err), RC_OK,
		    &err);
		done += n;
	}
}

static bool
gives_back(struct spool *sp, size_t total)
{
	struct slice bytes;
	struct err err;
	bool same = true;
	int fd;

	CHECK_RC(spool_seal(sp, &err), RC_OK, &err);
	CHECK_RC(spool_give(sp, &fd, &err), RC_OK, &err);
	CHECK_RC(io_map(fd, SIZE_MAX / 2, &bytes, &err), RC_OK, &err);
	same = bytes.len == total;
	for (size_t i = 0; same && i < total; i++)
		same = bytes.at[i] == (unsigned char)(i * 31 >> 3);
	io_unmap(bytes);
	close(fd);
	return same;
}

static void
a_short_message_stays_in_memory(void)
{
	struct spool *sp = new_spool(65536, 1 << 30, 1 << 30);

	fill(sp, 60000);
	CHECK(!spool_is_on_disk(sp));
	CHECK(gives_back(sp, 60000));
	CHECK_NUMBER(atomic_load(&budget.used), 60000);
	spool_free(sp);
	CHECK_NUMBER(atomic_load(&budget.used), 0);
}

static void
a_long_message_comes_back_from_the_file_unchanged(void)
{
	static const size_t sizes[] = {65536, 65537, 65536 + SPOOL_BLOCK - 1,
		65536 + SPOOL_BLOCK, 65536 + SPOOL_BLOCK + 1, 1000000};

	for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
		struct spool *sp = new_spool(65536, 1 << 30, 1 << 30);

		fill(sp, sizes[i]);
		CHECK(spool_is_on_disk(sp) ==
		    (sizes[i] >= 65536 + SPOOL_BLOCK));
		CHECK(gives_back(sp, sizes[i]));
		spool_free(sp);
	}
}

static void
an_empty_message_is_an_empty_file(void)
{
	struct spool *sp = new_spool(4096, 1 << 20, 1 << 20);
	unsigned char empty[CRYPT_DIGEST_BYTES];
	struct err err;

	CHECK(gives_back(sp, 0));
	crypt_digest((struct slice){0}, empty);
	CHECK(memcmp(spool_digest(sp), empty, sizeof empty) == 0);
	CHECK_RC(spool_seal(sp, &err), RC_BUG, &err);
	CHECK_RC(spool_write(sp, slice_of("x"), &err), RC_BUG, &err);
	spool_free(sp);
}

static void
all_sessions_together_stay_under_their_ceiling(void)
{
	struct spool *first = new_spool(65536, 1 << 30, 100000);
	const struct spool_rules rules = {.memory_bytes = 65536,
		.message_bytes = 1 << 30, .dir = "/tmp"};
	struct spool *second;

	fill(first, 65536);
	second = spool_new(&rules, &budget);
	fill(second, 65536);
	CHECK(atomic_load(&budget.used) <= 100000);
	CHECK(gives_back(second, 65536));
	spool_free(first);
	spool_free(second);
	CHECK_NUMBER(atomic_load(&budget.used), 0);
}

static void
beyond_the_ceiling_bytes_are_only_digested(void)
{
	struct spool *sp = new_spool(4096, 10000, 1 << 20);
	unsigned char digest[CRYPT_DIGEST_BYTES];
	unsigned char *all = malloc(20000);

	for (size_t i = 0; i < 20000; i++)
		all[i] = (unsigned char)(i * 31 >> 3);
	crypt_digest(slice_bytes(all, 20000), digest);
	free(all);
	fill(sp, 20000);
	CHECK(spool_is_cut(sp));
	CHECK_NUMBER(spool_size(sp), 20000);
	CHECK(gives_back(sp, 10000));
	CHECK(memcmp(spool_digest(sp), digest, sizeof digest) == 0);
	spool_free(sp);
}

static void
the_body_is_what_follows_the_first_empty_line(void)
{
	static const struct {
		const char *message, *body;
	} rows[] = {
		{"A: b\r\n\r\nbody", "body"}, {"\r\nbody", "body"},
		{"A: b\r\n\r\n\r\nb\r\n\r\nc", "\r\nb\r\n\r\nc"},
		{"A: b\r\r\n\r\nx", "x"}, {"A: b\r\n", ""}, {"", ""},
		{"A: b\n\nnot ended by CRLF", ""},
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		unsigned char want[CRYPT_DIGEST_BYTES];

		crypt_digest(slice_of(rows[i].body), want);
		/* At once, and byte by byte. */
		for (int slow = 0; slow < 2; slow++) {
			struct spool *sp = new_spool(4096, 9999, 1 << 20);
			struct slice all = slice_of(rows[i].message);
			struct err err;

			for (size_t at = 0; at < all.len;
			    at += slow ? 1 : all.len)
				CHECK_RC(spool_write(sp, slice_sub(all, at,
				    slow ? at + 1 : all.len), &err), RC_OK,
				    &err);
			CHECK_RC(spool_seal(sp, &err), RC_OK, &err);
			CHECK(memcmp(spool_body_digest(sp), want,
			    sizeof want) == 0);
			spool_free(sp);
		}
	}
}

/* The descriptor of the nameless file in /tmp. */
static int
file_of_spool(void)
{
	for (int fd = 3; fd < 256; fd++) {
		char link[64], target[256] = "";

		snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
		if (readlink(link, target, sizeof target - 1) > 0 &&
		    strncmp(target, "/tmp/", 5) == 0 &&
		    strstr(target, "(deleted)") != NULL)
			return fd;
	}
	return -1;
}

static void
the_file_holds_nothing_readable_and_notices_changes(void)
{
	static const char secret[] = "invented secret 078-05-1120 ";
	struct spool *sp = new_spool(4096, 1 << 30, 1 << 20);
	struct buf file = buf_new(1 << 20);
	struct err err;
	unsigned char byte;
	int fd, given;

	for (int i = 0; i < 4000; i++)
		CHECK_RC(spool_write(sp, slice_of(secret), &err), RC_OK,
		    &err);
	fd = file_of_spool();
	CHECK_FATAL(fd >= 0);
	lseek(fd, 0, SEEK_SET);
	CHECK_RC(io_read_all(fd, "the file", &file, &err), RC_OK, &err);
	CHECK(file.len > 50000);
	CHECK(slice_find(buf_slice(&file), slice_of("078-05-1120")) ==
	    SIZE_MAX);
	buf_free(&file);
	CHECK_FATAL(pread(fd, &byte, 1, 20000) == 1);
	byte ^= 1;
	CHECK(pwrite(fd, &byte, 1, 20000) == 1);
	CHECK_RC(spool_seal(sp, &err), RC_OK, &err);
	CHECK_RC(spool_give(sp, &given, &err), RC_SYSTEM, &err);
	spool_free(sp);
}

static void
a_full_disk_is_an_error_and_stays_one(void)
{
	struct rlimit old, small = {.rlim_cur = 100000, .rlim_max =
	    RLIM_INFINITY};
	struct spool *sp = new_spool(4096, 1 << 30, 1 << 20);
	static unsigned char bytes[400000];
	struct err err;
	int given;

	getrlimit(RLIMIT_FSIZE, &old);
	small.rlim_max = old.rlim_max;
	signal(SIGXFSZ, SIG_IGN);
	setrlimit(RLIMIT_FSIZE, &small);
	CHECK_RC(spool_write(sp, slice_bytes(bytes, sizeof bytes), &err),
	    RC_SYSTEM, &err);
	setrlimit(RLIMIT_FSIZE, &old);
	CHECK_RC(spool_write(sp, slice_of("x"), &err), RC_SYSTEM, &err);
	CHECK_RC(spool_seal(sp, &err), RC_OK, &err);
	CHECK_RC(spool_give(sp, &given, &err), RC_BUG, &err);
	spool_free(sp);
}

static void
a_folder_that_is_not_there_falls_back(void)
{
	const struct spool_rules rules = {.memory_bytes = 4096,
		.message_bytes = 1 << 30, .dir = "/nonexistent/place"};
	struct spool *sp = spool_new(&rules, &budget);

	fill(sp, 100000);
	CHECK(spool_is_on_disk(sp));
	CHECK(gives_back(sp, 100000));
	spool_free(sp);
}

int
main(void)
{
	static const struct unit_test tests[] = {
		UNIT(a_short_message_stays_in_memory),
		UNIT(a_long_message_comes_back_from_the_file_unchanged),
		UNIT(an_empty_message_is_an_empty_file),
		UNIT(all_sessions_together_stay_under_their_ceiling),
		UNIT(beyond_the_ceiling_bytes_are_only_digested),
		UNIT(the_body_is_what_follows_the_first_empty_line),
		UNIT(the_file_holds_nothing_readable_and_notices_changes),
		UNIT(a_full_disk_is_an_error_and_stays_one),
		UNIT(a_folder_that_is_not_there_falls_back),
		{NULL, NULL},
	};
	struct err err;

	if (crypt_start(&err) != RC_OK)
		return 1;
	return unit_run("spool", tests);
}
