/*
 * journal - the chained records on disk, in files of bounded size.
 */
#include "keeper/journal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/io.h"
#include "base/json.h"
#include "keeper/files.h"

struct journal {
	struct journal_rules rules;
	char *dir;
	int lock_fd, fd;
	unsigned number;		/* of the file that is written */
	off_t size;			/* of it */
	bool dirty, broken;
	uint64_t first;
	struct chain chain;
	struct buf line;
};

/* What reading a whole file told. */
struct journal_walk {
	struct chain chain;		/* seq 0: no good line */
	uint64_t first;
	off_t good;			/* end of the last good line */
	off_t size;
};

static enum rc
journal_walk_lines(int fd, struct journal_walk *walk, struct err *err)
{
	struct lines lines = lines_begin(fd);
	char prev[CRYPT_DIGEST_HEX];
	struct slice line;
	uint64_t seq;
	bool whole;
	enum rc rc;

	while ((rc = lines_next(&lines, &line, &whole, err)) == RC_OK) {
		walk->size += (off_t)line.len + whole;
		if (!whole || !chain_read(line, &seq, prev))
			continue;
		walk->chain.seq = seq - 1;
		chain_step(&walk->chain, line);
		walk->good = walk->size;
		if (walk->first == 0)
			walk->first = seq;
	}
	lines_end(&lines);
	return rc == RC_END ? RC_OK : rc;
}

static enum rc
journal_walk_file(const struct journal *j, unsigned number,
    struct journal_walk *walk, struct err *err)
{
	char path[PATH_MAX];
	enum rc rc;
	int fd;

	*walk = (struct journal_walk){.chain = chain_begin()};
	files_path(j->dir, number, path);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return err_set_errno(err, RC_CONFIG,
		    "the journal file %s cannot be read", path);
	rc = journal_walk_lines(fd, walk, err);
	io_close(&fd);
	return rc;
}

static enum rc
journal_sync_dir(const struct journal *j, struct err *err)
{
	int fd = open(j->dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool done = fd >= 0 && fsync(fd) == 0;

	io_close(&fd);
	return done ? RC_OK : err_set_errno(err, RC_SYSTEM,
	    "the journal's folder %s cannot be synced", j->dir);
}

static enum rc
journal_open_file(struct journal *j, int flags, struct err *err)
{
	char path[PATH_MAX];

	files_path(j->dir, j->number, path);
	j->fd = open(path, O_WRONLY | O_APPEND | O_CLOEXEC | flags, 0640);
	if (j->fd < 0)
		return err_set_errno(err, errno == ENOSPC ? RC_LATER :
		    RC_CONFIG, "the journal file %s cannot be opened", path);
	return (flags & O_CREAT) != 0 ? journal_sync_dir(j, err) : RC_OK;
}

/* Copy what stands behind the last good line to a file of its own. */
static enum rc
journal_save_torn(const struct journal *j, off_t good, const char *name,
    struct err *err)
{
	struct buf bytes = buf_new(1 << 26);
	char path[PATH_MAX];
	enum rc rc;
	int fd;

	files_path(j->dir, j->number, path);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0 || lseek(fd, good, SEEK_SET) != good) {
		io_close(&fd);
		return err_set_errno(err, RC_SYSTEM, "%s cannot be read",
		    path);
	}
	rc = io_read_all(fd, "the torn end of the journal", &bytes, err);
	io_close(&fd);
	if (rc == RC_OK && snprintf(path, sizeof path, "%s/%s", j->dir,
	    name) >= (int)sizeof path)
		rc = err_set(err, RC_CONFIG, "the path %s is too long",
		    j->dir);
	if (rc == RC_OK)
		rc = io_replace_file(path, buf_slice(&bytes), 0640, err);
	buf_free(&bytes);
	return rc;
}

static enum rc
journal_tell_torn(struct journal *j, off_t bytes, const char *name,
    struct err *err)
{
	struct buf body = buf_new(512);
	struct json json = json_begin(&body);
	uint64_t seq;
	enum rc rc;

	json_object(&json, NULL);
	json_number(&json, "bytes", (uint64_t)bytes);
	json_text(&json, "kept_in", name);
	json_object_end(&json);
	rc = journal_append(j, slice_of("journal.torn"), slice_of("-"),
	    (struct slice){0}, buf_slice(&body), &seq, err);
	buf_free(&body);
	return rc != RC_OK ? rc : journal_sync(j, err);
}

/* The end that a crash tore is moved aside, and said. */
static enum rc
journal_cut_torn(struct journal *j, off_t good, off_t size, struct err *err)
{
	char name[64];

	snprintf(name, sizeof name, "%08u.torn-%llu", j->number,
	    (unsigned long long)clock_wall_ms(j->rules.clock));
	TRY(journal_save_torn(j, good, name, err));
	if (ftruncate(j->fd, good) != 0 || fsync(j->fd) != 0)
		return err_set_errno(err, RC_SYSTEM,
		    "the torn end of the journal cannot be cut off");
	j->size = good;
	return journal_tell_torn(j, size - good, name, err);
}

/* Find the end of the chain in the last file, or in the one before it. */
static enum rc
journal_recover(struct journal *j, unsigned first, unsigned last,
    struct err *err)
{
	struct journal_walk walk, before;

	TRY(journal_walk_file(j, first, &walk, err));
	j->first = walk.first;
	if (last != first)
		TRY(journal_walk_file(j, last, &walk, err));
	j->number = last;
	j->size = walk.size;
	j->chain = walk.chain;
	if (walk.chain.seq == 0 && last > first) {
		TRY(journal_walk_file(j, last - 1, &before, err));
		j->chain = before.chain;
	}
	TRY(journal_open_file(j, 0, err));
	if (walk.good < walk.size)
		return journal_cut_torn(j, walk.good, walk.size, err);
	return RC_OK;
}

static enum rc
journal_lock(struct journal *j, struct err *err)
{
	const struct timespec pause = {.tv_nsec = 20000000};
	uint64_t until = clock_monotonic_ms(j->rules.clock) +
	    j->rules.lock_ms;
	char path[PATH_MAX];

	if (snprintf(path, sizeof path, "%s/lock", j->dir) >=
	    (int)sizeof path)
		return err_set(err, RC_CONFIG, "the path %s is too long",
		    j->dir);
	j->lock_fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (j->lock_fd < 0)
		return err_set_errno(err, RC_CONFIG,
		    "the journal cannot be locked with %s", path);
	while (flock(j->lock_fd, LOCK_EX | LOCK_NB) != 0) {
		if (clock_left_ms(j->rules.clock, until) == 0)
			return err_set(err, RC_LATER, "another keeper has "
			    "the journal in %s open", j->dir);
		nanosleep(&pause, NULL);
	}
	return RC_OK;
}

static enum rc
journal_start(struct journal *j, struct err *err)
{
	unsigned first, last;

	TRY(io_make_dir(j->dir, 0750, err));
	TRY(journal_lock(j, err));
	TRY(files_range(j->dir, &first, &last, err));
	if (last != 0)
		return journal_recover(j, first, last, err);
	j->number = 1;
	return journal_open_file(j, O_CREAT | O_EXCL, err);
}

enum rc
journal_open(const struct journal_rules *rules, struct journal **journal,
    struct err *err)
{
	struct journal *j = calloc(1, sizeof *j);

	if (j == NULL || (j->dir = strdup(rules->dir)) == NULL) {
		free(j);
		return err_set(err, RC_SYSTEM, "no memory for the journal");
	}
	j->rules = *rules;
	j->fd = j->lock_fd = -1;
	j->chain = chain_begin();
	j->line = buf_new(CHAIN_LINE_MAX);
	if (journal_start(j, err) != RC_OK) {
		journal_close(j);
		return err->rc;
	}
	*journal = j;
	return RC_OK;
}

void
journal_close(struct journal *j)
{
	if (j == NULL)
		return;
	if (j->fd >= 0 && j->dirty)
		(void)fdatasync(j->fd);
	io_close(&j->fd);
	io_close(&j->lock_fd);
	buf_free(&j->line);
	free(j->dir);
	free(j);
}

enum rc
journal_sync(struct journal *j, struct err *err)
{
	if (j->broken)
		return err_set(err, RC_SYSTEM, "the journal could not be "
		    "synced; the keeper must start again");
	if (!j->dirty)
		return RC_OK;
	if (fdatasync(j->fd) != 0) {
		/* What is on disk now nobody knows: only a new start does. */
		j->broken = true;
		return err_set_errno(err, RC_SYSTEM,
		    "the journal cannot be synced");
	}
	j->dirty = false;
	return RC_OK;
}

/* The next file, when this one is full. */
static enum rc
journal_turn(struct journal *j, size_t more, struct err *err)
{
	int old = j->fd;

	if (j->size == 0 ||
	    (uint64_t)j->size + more <= j->rules.file_bytes)
		return RC_OK;
	TRY(journal_sync(j, err));
	j->number++;
	if (journal_open_file(j, O_CREAT | O_EXCL, err) != RC_OK) {
		io_close(&j->fd);
		j->fd = old;
		j->number--;
		return err->rc;
	}
	close(old);
	j->size = 0;
	return RC_OK;
}

/* All of the line or nothing of it. */
static enum rc
journal_put(struct journal *j, struct err *err)
{
	enum rc rc = io_write_all(j->fd, buf_slice(&j->line), "the journal",
	    err);

	j->dirty = true;
	if (rc == RC_OK) {
		j->size += (off_t)j->line.len;
		return RC_OK;
	}
	if (ftruncate(j->fd, j->size) != 0)
		j->broken = true;
	err->rc = RC_LATER;
	return RC_LATER;
}

enum rc
journal_append(struct journal *j, struct slice event, struct slice id,
    struct slice generation, struct slice body, uint64_t *seq,
    struct err *err)
{
	char time[CLOCK_TEXT_SIZE];
	const struct chain_record record = {
		.instance = j->rules.instance, .time = time,
		.monotonic_ms = clock_monotonic_ms(j->rules.clock),
		.event = event, .id = id, .generation = generation,
		.body = body,
	};

	if (j->broken)
		return journal_sync(j, err);
	clock_rfc3339(clock_wall_ms(j->rules.clock), time);
	TRY(chain_check(&record, err));
	TRY(chain_write(&j->chain, &record, &j->line, err));
	TRY(journal_turn(j, j->line.len, err));
	TRY(journal_put(j, err));
	chain_step(&j->chain, slice_sub(buf_slice(&j->line), 0,
	    j->line.len - 1));
	*seq = j->chain.seq;
	if (j->first == 0)
		j->first = *seq;
	return RC_OK;
}

uint64_t
journal_first(const struct journal *j)
{
	return j->first;
}

uint64_t
journal_last(const struct journal *j)
{
	return j->chain.seq;
}

const char *
journal_dir(const struct journal *j)
{
	return j->dir;
}

struct chain
journal_end(const struct journal *j)
{
	return j->chain;
}
