/*
 * compile - patterns to a database, by way of the cache or a limited child.
 */
#include "scanner/match/compile.h"

#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/crypt.h"
#include "base/io.h"

enum {
	ENGINE_ABI = 1,
	FILE_MOST = 256 << 20,
	KEY_SOURCE_MOST = 64 << 20,
	CHILD_MEMORY = 2 << 20,		/* KiB: 2 GiB of address space */
};

static const char magic[16] = "outmark-hs-1\n";

struct file_head {
	char magic[sizeof(magic)];
	unsigned char key[COMPILE_KEY_BYTES];
	unsigned char digest[CRYPT_DIGEST_BYTES];
	uint64_t length;
};

enum rc
compile_key(const struct rule_pattern *patterns, size_t count,
    unsigned char key[COMPILE_KEY_BYTES], struct err *err)
{
	struct buf text = buf_new(KEY_SOURCE_MOST);
	enum rc rc = hsdb_platform(&text, err);

	buf_printf(&text, "|engine %d|", ENGINE_ABI);
	for (size_t i = 0; i < count; i++) {
		buf_text(&text, patterns[i].caseless ? "i" : "e");
		buf_text(&text, patterns[i].regex);
		buf_byte(&text, '\0');
	}
	if (rc == RC_OK)
		rc = buf_check(&text, "the patterns", err);
	crypt_digest(buf_slice(&text), key);
	buf_free(&text);
	return rc;
}

enum rc
compile_wrap(const unsigned char key[COMPILE_KEY_BYTES], struct slice payload,
    struct buf *file, struct err *err)
{
	struct file_head head = {.length = payload.len};

	memcpy(head.magic, magic, sizeof(magic));
	memcpy(head.key, key, COMPILE_KEY_BYTES);
	crypt_digest(payload, head.digest);
	buf_put(file, slice_bytes(&head, sizeof(head)));
	buf_put(file, payload);
	return buf_check(file, "a compiled pack", err);
}

enum rc
compile_unwrap(const unsigned char key[COMPILE_KEY_BYTES], struct slice file,
    struct slice *payload, struct err *err)
{
	unsigned char digest[CRYPT_DIGEST_BYTES];
	struct file_head head;

	if (file.len < sizeof(head))
		return err_set(err, RC_INPUT, "a compiled pack is cut short");
	memcpy(&head, file.at, sizeof(head));
	if (memcmp(head.magic, magic, sizeof(magic)) ||
	    memcmp(head.key, key, COMPILE_KEY_BYTES))
		return err_set(err, RC_INPUT, "a compiled pack is of other "
		    "rules or another library");
	*payload = slice_sub(file, sizeof(head), file.len);
	if (head.length != payload->len)
		return err_set(err, RC_INPUT, "a compiled pack is cut short");
	crypt_digest(*payload, digest);
	if (memcmp(head.digest, digest, sizeof(digest)))
		return err_set(err, RC_INPUT, "a compiled pack was changed");
	return RC_OK;
}

/* What the child writes before the serialised bytes. */
struct child_answer {
	enum rc rc;
	uint64_t bad;
	char text[ERR_TEXT_MAX];
};

static void
child_limits(const struct limits *limits)
{
	struct rlimit cpu, core = {0, 0};

	cpu.rlim_cur = cpu.rlim_max = limits->pack_compile_ms / 1000 + 1;
	(void)setrlimit(RLIMIT_CPU, &cpu);
	(void)setrlimit(RLIMIT_CORE, &core);
#ifndef OUTMARK_SANITIZED
	{
		struct rlimit memory;

		memory.rlim_cur = memory.rlim_max = (rlim_t)CHILD_MEMORY << 10;
		(void)setrlimit(RLIMIT_AS, &memory);
	}
#endif
}

static void
child_run(const struct rule_pattern *patterns, size_t count,
    const struct limits *limits, int fd)
{
	struct buf bytes = buf_new(FILE_MOST);
	struct child_answer answer = {0};
	struct err err = {0};
	size_t bad = SIZE_MAX;

	child_limits(limits);
	answer.rc = hsdb_compile(patterns, count, &bytes, &bad, &err);
	answer.bad = bad;
	memcpy(answer.text, err.text, sizeof(answer.text));
	if (io_write_all(fd, slice_bytes(&answer, sizeof(answer)),
	    "the compiler's answer", &err) == RC_OK && answer.rc == RC_OK &&
	    io_write_all(fd, buf_slice(&bytes), "the compiler's answer",
	    &err) != RC_OK)
		_exit(1);
	_exit(0);
}

/* Wait for the child to end, no longer than the limit; then end it. */
static enum rc
child_wait(pid_t child, uint64_t wait_ms, struct err *err)
{
	int fd = (int)syscall(SYS_pidfd_open, child, 0), status = 0, ready = 1;
	struct pollfd poll_fd = {.fd = fd, .events = POLLIN};

	if (fd >= 0)
		ready = poll(&poll_fd, 1, (int)wait_ms);
	if (ready == 0)
		kill(child, SIGKILL);
	io_close(&fd);
	if (waitpid(child, &status, 0) < 0)
		return err_set_errno(err, RC_SYSTEM,
		    "cannot wait for the pattern compiler");
	if (ready == 0 || (WIFSIGNALED(status) && WTERMSIG(status) == SIGXCPU))
		return err_set(err, RC_CONFIG, "compiling the rules took longer "
		    "than %llu ms (limit pack_compile_ms): outmark rules lint "
		    "names the slow ones", (unsigned long long)wait_ms);
	if (!WIFEXITED(status) || WEXITSTATUS(status))
		return err_set(err, RC_CONFIG, "compiling the rules needed more "
		    "memory than allowed: outmark rules lint names the cause");
	return RC_OK;
}

static enum rc
child_answer(int fd, struct buf *serialised, size_t *bad, struct err *err)
{
	struct buf all = buf_new(FILE_MOST);
	struct child_answer answer;
	enum rc rc;

	if (lseek(fd, 0, SEEK_SET) < 0)
		return err_set_errno(err, RC_SYSTEM, "cannot read the compiler");
	rc = io_read_all(fd, "the compiler's answer", &all, err);
	if (rc == RC_OK && all.len < sizeof(answer))
		rc = err_set(err, RC_CONFIG, "the pattern compiler died");
	if (rc == RC_OK) {
		memcpy(&answer, all.at, sizeof(answer));
		*bad = (size_t)answer.bad;
		if (answer.rc != RC_OK)
			rc = err_set(err, answer.rc, "%.*s",
			    (int)sizeof(answer.text) - 1, answer.text);
	}
	if (rc == RC_OK) {
		buf_put(serialised, slice_sub(buf_slice(&all), sizeof(answer),
		    all.len));
		rc = buf_check(serialised, "the pattern database", err);
	}
	buf_free(&all);
	return rc;
}

enum rc
compile_in_child(const struct rule_pattern *patterns, size_t count,
    const struct limits *limits, struct buf *serialised, size_t *bad,
    struct err *err)
{
	pid_t child;
	int fd = -1;
	enum rc rc;

	*bad = SIZE_MAX;
	TRY(io_memory_open("outmark-compile", &fd, err));
	child = fork();
	if (child == 0)
		child_run(patterns, count, limits, fd);
	rc = child < 0 ? err_set_errno(err, RC_SYSTEM,
	    "cannot start the pattern compiler") :
	    child_wait(child, limits->pack_compile_ms, err);
	if (rc == RC_OK)
		rc = child_answer(fd, serialised, bad, err);
	io_close(&fd);
	return rc;
}

static void
cache_path(const char *dir, const unsigned char key[COMPILE_KEY_BYTES],
    char *path, size_t size)
{
	char hex[2 * COMPILE_KEY_BYTES + 1];

	crypt_hex(key, COMPILE_KEY_BYTES, hex);
	snprintf(path, size, "%s/patterns-%.32s.hs", dir, hex);
}

/* Only a file that nobody else can write is read. */
static bool
is_ours(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISREG(st.st_mode) &&
	    (st.st_uid == geteuid() || st.st_uid == 0) &&
	    !(st.st_mode & (S_IWGRP | S_IWOTH));
}

static enum rc
open_cached(const char *path, const unsigned char key[COMPILE_KEY_BYTES],
    struct hsdb **db, struct err *err)
{
	struct buf file = buf_new(FILE_MOST);
	struct slice payload;
	enum rc rc = is_ours(path) ? io_read_file(path, &file, err) :
	    err_set(err, RC_INPUT, "there is no compiled pack");

	if (rc == RC_OK)
		rc = compile_unwrap(key, buf_slice(&file), &payload, err);
	if (rc == RC_OK)
		rc = hsdb_open(payload, db, err);
	buf_free(&file);
	return rc;
}

static void
store(const char *path, const unsigned char key[COMPILE_KEY_BYTES],
    struct slice payload)
{
	struct buf file = buf_new(FILE_MOST);
	struct err ignored;

	/* Without a cache the next start is slower and nothing else. */
	if (compile_wrap(key, payload, &file, &ignored) == RC_OK)
		(void)(io_replace_file(path, buf_slice(&file), 0600,
		    &ignored) == RC_OK);
	buf_free(&file);
}

enum rc
compile_open(const struct rule_pattern *patterns, size_t count,
    const char *cache_dir, const struct limits *limits, struct hsdb **db,
    size_t *bad, struct err *err)
{
	unsigned char key[COMPILE_KEY_BYTES];
	struct buf serialised;
	char path[4096] = "";
	enum rc rc;

	*bad = SIZE_MAX;
	TRY(compile_key(patterns, count, key, err));
	if (cache_dir && *cache_dir) {
		cache_path(cache_dir, key, path, sizeof(path));
		if (open_cached(path, key, db, err) == RC_OK)
			return RC_OK;
	}
	serialised = buf_new(FILE_MOST);
	rc = compile_in_child(patterns, count, limits, &serialised, bad, err);
	if (rc == RC_OK)
		rc = hsdb_open(buf_slice(&serialised), db, err);
	if (rc == RC_OK && *path)
		store(path, key, buf_slice(&serialised));
	buf_free(&serialised);
	return rc;
}
