/*
 * hsdb - one block-mode pattern database, and scanning with it.
 */
#include "scanner/match/hsdb.h"

#include <sys/mman.h>

#include <hs.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/io.h"

enum { SCAN_MOST = 1u << 31, SERIALISED_MOST = 512 << 20 };

struct hsdb {
	hs_database_t *db;	/* in `memory` */
	hs_scratch_t *scratch;
	struct slice memory;
	size_t size;
};

const char *
hsdb_version(void)
{
	return hs_version();
}

enum rc
hsdb_platform(struct buf *into, struct err *err)
{
	hs_platform_info_t info;
	hs_error_t rc = hs_valid_platform();

	if (rc == HS_SUCCESS)
		rc = hs_populate_platform(&info);
	if (rc != HS_SUCCESS)
		return err_set(err, RC_SYSTEM, "the pattern library does not "
		    "run on this processor (code %d): it needs SSSE3", rc);
	buf_printf(into, "%s|%u|%llx|block|%zu", hs_version(), info.tune,
	    (unsigned long long)info.cpu_features, sizeof(void *));
	return buf_check(into, "the platform's name", err);
}

static unsigned
flags_of(const struct rule_pattern *pattern)
{
	return HS_FLAG_MULTILINE | (pattern->caseless ? HS_FLAG_CASELESS : 0);
}

static enum rc
compile_failed(hs_compile_error_t *error, size_t *bad, struct err *err)
{
	*bad = error->expression < 0 ? SIZE_MAX : (size_t)error->expression;
	err_set(err, RC_CONFIG, "the pattern library refuses it: %s",
	    error->message);
	hs_free_compile_error(error);
	return RC_CONFIG;
}

static enum rc
serialise(hs_database_t *db, struct buf *serialised, struct err *err)
{
	char *bytes = NULL;
	size_t length = 0;
	hs_error_t rc = hs_serialize_database(db, &bytes, &length);

	if (rc != HS_SUCCESS)
		return err_set(err, RC_BUG, "the pattern database cannot be "
		    "written out (code %d)", rc);
	buf_put(serialised, slice_bytes(bytes, length));
	free(bytes);
	return buf_check(serialised, "the pattern database", err);
}

struct sources {
	const char **regexes;
	unsigned *flags;
	unsigned *ids;
};

static void
sources_free(struct sources *s)
{
	free(s->regexes);
	free(s->flags);
	free(s->ids);
}

static enum rc
sources_of(const struct rule_pattern *patterns, size_t count,
    struct sources *s, struct err *err)
{
	s->regexes = calloc(count, sizeof(*s->regexes));
	s->flags = calloc(count, sizeof(*s->flags));
	s->ids = calloc(count, sizeof(*s->ids));
	if (!s->regexes || !s->flags || !s->ids) {
		sources_free(s);
		return err_set(err, RC_SYSTEM,
		    "no memory to compile %zu patterns", count);
	}
	for (size_t i = 0; i < count; i++) {
		s->regexes[i] = patterns[i].regex;
		s->flags[i] = flags_of(&patterns[i]);
		s->ids[i] = (unsigned)i;
	}
	return RC_OK;
}

enum rc
hsdb_compile(const struct rule_pattern *patterns, size_t count,
    struct buf *serialised, size_t *bad, struct err *err)
{
	struct sources sources = {0};
	hs_compile_error_t *error = NULL;
	hs_database_t *db = NULL;
	hs_error_t code;
	enum rc rc;

	*bad = SIZE_MAX;
	if (!count || count > UINT32_MAX)
		return err_set(err, RC_BUG, "%zu patterns to compile", count);
	TRY(sources_of(patterns, count, &sources, err));
	code = hs_compile_multi(sources.regexes, sources.flags, sources.ids,
	    (unsigned)count, HS_MODE_BLOCK, NULL, &db, &error);
	sources_free(&sources);
	if (code != HS_SUCCESS && error)
		return compile_failed(error, bad, err);
	if (code != HS_SUCCESS)
		return err_set(err, RC_BUG, "the pattern library failed to "
		    "compile (code %d)", code);
	rc = serialise(db, serialised, err);
	hs_free_database(db);
	return rc;
}

enum rc
hsdb_info(const struct rule_pattern *pattern, struct hsdb_info *info,
    struct err *err)
{
	hs_expr_info_t *found = NULL;
	hs_compile_error_t *error = NULL;
	size_t bad;
	hs_error_t code = hs_expression_info(pattern->regex, flags_of(pattern),
	    &found, &error);

	if (code != HS_SUCCESS && error)
		return compile_failed(error, &bad, err);
	if (code != HS_SUCCESS)
		return err_set(err, RC_BUG, "the pattern library failed to "
		    "measure a pattern (code %d)", code);
	info->min_width = found->min_width;
	info->max_width = found->max_width;
	free(found);
	return RC_OK;
}

/* Put the database into the memory behind `fd`, through a mapping of its own. */
static enum rc
fill(int fd, size_t size, struct slice serialised, struct err *err)
{
	hs_error_t code;
	void *at;

	if (ftruncate(fd, (off_t)size))
		return err_set_errno(err, RC_SYSTEM,
		    "no memory of %zu bytes for the pattern database", size);
	at = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (at == MAP_FAILED)
		return err_set_errno(err, RC_SYSTEM,
		    "cannot map the pattern database");
	code = hs_deserialize_database_at((const char *)serialised.at,
	    serialised.len, at);
	munmap(at, size);
	if (code != HS_SUCCESS)
		return err_set(err, RC_CONFIG, "the compiled patterns are not "
		    "for this library and processor (code %d)", code);
	return RC_OK;
}

/*
 * Sealed memory with the database in it: all processes share its pages and none
 * can change them.  The library looks only at offsets, so both mappings serve.
 */
static enum rc
place(struct hsdb *db, struct slice serialised, struct err *err)
{
	int fd = -1;
	enum rc rc;

	TRY(io_memory_open("outmark-patterns", &fd, err));
	rc = fill(fd, db->size, serialised, err);
	if (rc == RC_OK)
		rc = io_seal(fd, err);
	if (rc == RC_OK)
		rc = io_map(fd, SERIALISED_MOST, &db->memory, err);
	io_close(&fd);
	if (rc == RC_OK)
		db->db = (hs_database_t *)(uintptr_t)db->memory.at;
	return rc;
}

enum rc
hsdb_open(struct slice serialised, struct hsdb **out, struct err *err)
{
	struct hsdb *db = calloc(1, sizeof(*db));
	hs_error_t code;
	enum rc rc;

	if (!db)
		return err_set(err, RC_SYSTEM, "no memory for a database");
	code = hs_serialized_database_size((const char *)serialised.at,
	    serialised.len, &db->size);
	if (code != HS_SUCCESS || db->size > SERIALISED_MOST) {
		free(db);
		return err_set(err, RC_CONFIG, "the compiled patterns are "
		    "damaged or of another version (code %d)", code);
	}
	rc = place(db, serialised, err);
	if (rc == RC_OK && (code = hs_alloc_scratch(db->db, &db->scratch)))
		rc = err_set(err, RC_SYSTEM, "the pattern library gave no "
		    "working memory (code %d)", code);
	if (rc != RC_OK) {
		hsdb_close(db);
		return rc;
	}
	*out = db;
	return RC_OK;
}

void
hsdb_close(struct hsdb *db)
{
	if (!db)
		return;
	/* It fails only inside a callback, where nobody closes. */
	(void)hs_free_scratch(db->scratch);
	if (db->memory.at)
		io_unmap(db->memory);
	free(db);
}

size_t
hsdb_size(const struct hsdb *db)
{
	return db->size;
}

struct call {
	hsdb_record *record;
	void *own;
};

static int
on_match(unsigned id, unsigned long long from, unsigned long long to,
    unsigned flags, void *context)
{
	struct call *call = context;

	(void)from;
	(void)flags;
	return call->record(call->own, id, (uint32_t)to) ? 0 : 1;
}

enum rc
hsdb_scan(struct hsdb *db, struct slice text, hsdb_record *record, void *own,
    struct err *err)
{
	struct call call = {record, own};
	hs_error_t code;

	if (text.len >= SCAN_MOST)
		return err_set(err, RC_BUG, "a text of %zu bytes to scan",
		    text.len);
	if (!text.len)
		return RC_OK;
	code = hs_scan(db->db, (const char *)text.at, (unsigned)text.len, 0,
	    db->scratch, on_match, &call);
	if (code == HS_SCAN_TERMINATED)
		return err_set(err, RC_LIMIT,
		    "too many hits for the memory of one message");
	if (code != HS_SUCCESS)
		return err_set(err, RC_BUG, "the pattern library failed to "
		    "scan (code %d)", code);
	return RC_OK;
}
