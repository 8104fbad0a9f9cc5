/*
 * journal_read - lines of the journal, and the check of its chain.
 *
 * A cursor goes through the files in order.  It is used beside the writer in one
 * process, which writes whole lines, so it never sees half of one.
 */
#include "keeper/journal.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/io.h"
#include "keeper/files.h"

struct journal_cursor {
	const struct journal *journal;
	unsigned number, last;		/* files */
	int fd;
	struct lines lines;
	bool pending;			/* `line` was not given yet */
	struct slice line;
};

static enum rc
journal_open_next(struct journal_cursor *c, struct err *err)
{
	char path[PATH_MAX];

	if (c->fd >= 0) {
		io_close(&c->fd);
		lines_end(&c->lines);
		c->number++;
	}
	if (c->number == 0 || c->number > c->last)
		return RC_END;
	files_path(journal_dir(c->journal), c->number, path);
	c->fd = open(path, O_RDONLY | O_CLOEXEC);
	if (c->fd < 0)
		return err_set_errno(err, RC_SYSTEM,
		    "the journal file %s cannot be read", path);
	c->lines = lines_begin(c->fd);
	return RC_OK;
}

enum rc
journal_next(struct journal_cursor *c, struct slice *line, struct err *err)
{
	enum rc rc = RC_END;
	bool whole;

	if (c->pending) {
		c->pending = false;
		*line = c->line;
		return RC_OK;
	}
	if (c->fd >= 0)
		rc = lines_next(&c->lines, line, &whole, err);
	while (rc == RC_END) {
		TRY(journal_open_next(c, err));
		rc = lines_next(&c->lines, line, &whole, err);
	}
	return rc;
}

/* The number of the first record of a file; 0 when there is none. */
static enum rc
journal_first_of(const struct journal_cursor *c, unsigned number,
    uint64_t *seq, struct err *err)
{
	struct journal_cursor one = {.journal = c->journal, .fd = -1,
		.number = number, .last = number};
	char prev[CRYPT_DIGEST_HEX];
	struct slice line;
	enum rc rc = journal_next(&one, &line, err);

	*seq = 0;
	if (rc == RC_OK && !chain_read(line, seq, prev))
		*seq = 0;
	if (one.fd >= 0) {
		io_close(&one.fd);
		lines_end(&one.lines);
	}
	return rc == RC_END ? RC_OK : rc;
}

/* The last file that begins at or before this record, by halving. */
static enum rc
journal_find_file(struct journal_cursor *c, uint64_t seq, struct err *err)
{
	unsigned low = c->number, high = c->last;

	while (low < high) {
		unsigned middle = low + (high - low + 1) / 2;
		uint64_t first;

		TRY(journal_first_of(c, middle, &first, err));
		if (first != 0 && first <= seq)
			low = middle;
		else
			high = middle - 1;
	}
	c->number = low;
	return RC_OK;
}

static enum rc
journal_skip_to(struct journal_cursor *c, uint64_t seq, struct err *err)
{
	char prev[CRYPT_DIGEST_HEX];
	uint64_t at = 0;
	enum rc rc;

	TRY(journal_find_file(c, seq, err));
	do
		rc = journal_next(c, &c->line, err);
	while (rc == RC_OK && (!chain_read(c->line, &at, prev) || at < seq));
	c->pending = rc == RC_OK;
	return rc == RC_END ? RC_OK : rc;
}

enum rc
journal_seek(const struct journal *journal, uint64_t seq,
    struct journal_cursor **cursor, struct err *err)
{
	struct journal_cursor *c = calloc(1, sizeof *c);
	enum rc rc;

	if (c == NULL)
		return err_set(err, RC_SYSTEM, "no memory for the journal");
	c->journal = journal;
	c->fd = -1;
	rc = files_range(journal_dir(journal), &c->number, &c->last, err);
	if (rc == RC_OK && seq > 1)
		rc = journal_skip_to(c, seq, err);
	if (rc != RC_OK) {
		journal_cursor_free(c);
		return rc;
	}
	*cursor = c;
	return RC_OK;
}

void
journal_cursor_free(struct journal_cursor *c)
{
	if (c == NULL)
		return;
	if (c->fd >= 0) {
		io_close(&c->fd);
		lines_end(&c->lines);
	}
	free(c);
}

struct journal_check {
	struct journal_cursor *cursor;
	struct chain chain, until;
	uint64_t records, first;
	bool begun, sound, done;
	char sentence[ERR_TEXT_MAX];
};

enum rc
journal_check_begin(const struct journal *journal,
    struct journal_check **check, struct err *err)
{
	struct journal_check *c = calloc(1, sizeof *c);

	if (c == NULL)
		return err_set(err, RC_SYSTEM, "no memory for the journal");
	if (journal_seek(journal, 1, &c->cursor, err) != RC_OK) {
		free(c);
		return err->rc;
	}
	c->chain = chain_begin();
	c->until = journal_end(journal);
	c->sound = true;
	*check = c;
	return RC_OK;
}

void
journal_check_free(struct journal_check *c)
{
	if (c == NULL)
		return;
	journal_cursor_free(c->cursor);
	free(c);
}

/* `wrong` names the first line that does not fit. */
static void
journal_check_fails(struct journal_check *c, const char *wrong, uint64_t seq)
{
	c->sound = false;
	c->done = true;
	snprintf(c->sentence, sizeof c->sentence, "The chain is broken: %s "
	    "%llu; somebody changed the journal.", wrong,
	    (unsigned long long)seq);
}

static void
journal_check_line(struct journal_check *c, struct slice line)
{
	char prev[CRYPT_DIGEST_HEX];
	uint64_t seq;

	if (!chain_read(line, &seq, prev)) {
		journal_check_fails(c, "this is no record: number",
		    c->chain.seq + 1);
		return;
	}
	if (!c->begun) {
		/* Older files may have been moved away, whole. */
		c->begun = true;
		c->first = seq;
		if (seq > 1) {
			c->chain.seq = seq - 1;
			memcpy(c->chain.last, prev, sizeof prev);
		}
	}
	if (seq != c->chain.seq + 1)
		journal_check_fails(c, "records are missing or doubled "
		    "before number", seq);
	else if (strcmp(prev, c->chain.last) != 0)
		journal_check_fails(c, "the record before it was changed, "
		    "or the link to it, at number", seq);
	else
		chain_step(&c->chain, line);
	c->records++;
}

static void
journal_check_end(struct journal_check *c)
{
	c->done = true;
	if (!c->sound)
		return;
	if (c->chain.seq < c->until.seq) {
		journal_check_fails(c, "the end is missing after record "
		    "number", c->chain.seq);
		return;
	}
	/* The first line says where it begins: it may not lie past our end. */
	if (c->chain.seq > c->until.seq) {
		journal_check_fails(c, "a record that was not written stands "
		    "at number", c->chain.seq);
		return;
	}
	snprintf(c->sentence, sizeof c->sentence, "The chain is whole: %llu "
	    "records, numbers %llu to %llu.",
	    (unsigned long long)c->records, (unsigned long long)c->first,
	    (unsigned long long)c->chain.seq);
}

enum rc
journal_check_step(struct journal_check *c, size_t bytes, struct err *err)
{
	size_t seen = 0;

	while (!c->done && seen < bytes) {
		struct slice line;
		enum rc rc = RC_END;

		if (c->chain.seq < c->until.seq)
			rc = journal_next(c->cursor, &line, err);
		if (rc == RC_END) {
			journal_check_end(c);
			break;
		}
		TRY(rc);
		journal_check_line(c, line);
		seen += line.len + 1;
		/* The writer knows what its last line was. */
		if (!c->done && c->chain.seq == c->until.seq &&
		    strcmp(c->chain.last, c->until.last) != 0)
			journal_check_fails(c, "changed is the last record, "
			    "number", c->chain.seq);
	}
	return c->done ? RC_END : RC_OK;
}

uint64_t
journal_check_records(const struct journal_check *c)
{
	return c->records;
}

bool
journal_check_sound(const struct journal_check *c)
{
	return c->sound;
}

const char *
journal_check_sentence(const struct journal_check *c)
{
	return c->sentence;
}
