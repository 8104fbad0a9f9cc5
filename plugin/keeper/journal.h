/*
 * journal - the chained records on disk, in files of bounded size.
 *
 * state_dir/journal/NNNNNNNN.jsonl, one record a line, numbers without a gap
 * over all files and restarts.  A record is in the file when journal_append
 * returns and survives a power cut when journal_sync has.  A line that a crash
 * tore is cut off at the next start, kept beside, and said in the journal.
 * One process may have a journal open.
 */
#ifndef OUTMARK_KEEPER_JOURNAL_H
#define OUTMARK_KEEPER_JOURNAL_H

#include "base/clock.h"
#include "keeper/chain.h"

struct journal;

struct journal_rules {
	const char *dir;		/* made when it is not there */
	const char *instance;
	const struct clock *clock;	/* borrowed */
	uint64_t file_bytes;		/* then the next file */
	uint64_t lock_ms;		/* wait for a predecessor to end */
};

/* Open or begin the journal.  RC_LATER when another process has it.  Yours. */
enum rc journal_open(const struct journal_rules *rules,
    struct journal **journal, struct err *err) MUST_USE;

/* Sync and close.  NULL is allowed. */
void journal_close(struct journal *journal);

/*
 * Append a record.  RC_INPUT when it may not go in; RC_LATER when the disk is
 * full: then the file is as it was before.
 */
enum rc journal_append(struct journal *journal, struct slice event,
    struct slice id, struct slice generation, struct slice body,
    uint64_t *seq, struct err *err) MUST_USE;

/* What was appended survives a power cut.  RC_SYSTEM: end, and start again. */
enum rc journal_sync(struct journal *journal, struct err *err) MUST_USE;

/* Numbers of the first and the last record; 0 and 0 when there is none. */
uint64_t journal_first(const struct journal *journal);
uint64_t journal_last(const struct journal *journal);

/* Its folder, and the end of its chain. */
const char *journal_dir(const struct journal *journal);
struct chain journal_end(const struct journal *journal);

/* A place in the journal from which lines are read. */
struct journal_cursor;

/* Start at record `seq` (1: the oldest there is).  Yours. */
enum rc journal_seek(const struct journal *journal, uint64_t seq,
    struct journal_cursor **cursor, struct err *err) MUST_USE;
void journal_cursor_free(struct journal_cursor *cursor);

/*
 * The next line without its line end, borrowed until the next call; RC_END
 * behind the last.  A line too long to be one comes cut.
 */
enum rc journal_next(struct journal_cursor *cursor, struct slice *line,
    struct err *err) MUST_USE;

/* A check of the chain from its oldest line, done in steps. */
struct journal_check;

enum rc journal_check_begin(const struct journal *journal,
    struct journal_check **check, struct err *err) MUST_USE;
void journal_check_free(struct journal_check *check);

/* Check about `bytes` more.  RC_END when done; then ask the rest. */
enum rc journal_check_step(struct journal_check *check, size_t bytes,
    struct err *err) MUST_USE;
uint64_t journal_check_records(const struct journal_check *check);
bool journal_check_sound(const struct journal_check *check);
const char *journal_check_sentence(const struct journal_check *check);

#endif
