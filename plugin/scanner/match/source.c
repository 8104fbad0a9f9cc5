/*
 * source - the folders that rules are read from.
 */
#include "scanner/match/source.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/io.h"
#include "scanner/match/vec.h"

enum rc
source_file(struct source *source, const char *path, struct slice *text,
    struct err *err)
{
	struct buf buf = buf_new((size_t)source->limits->rule_file_bytes);
	enum rc rc = io_read_file(path, &buf, err);

	if (rc == RC_OK) {
		const char *name = strrchr(path, '/');

		crypt_digest_more(source->digest, slice_of(name ? name : path));
		crypt_digest_more(source->digest, buf_slice(&buf));
		*text = arena_copy(source->arena, buf_slice(&buf));
		if (!text->at)
			rc = arena_full(source->arena, path, err);
	}
	buf_free(&buf);
	return rc;
}

enum rc
source_yaml(struct source *source, const char *path, struct yaml **root,
    struct err *err)
{
	struct slice text;

	TRY(source_file(source, path, &text, err));
	return yaml_parse(source->arena, path, text, root, err);
}

const char *
source_path(struct source *source, const char *dir, const char *name)
{
	return arena_printf(source->arena, "%s/%s", dir, name);
}

bool
source_has(const char *path)
{
	return access(path, R_OK) == 0;
}

static int
by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static enum rc
list_open(struct source *source, DIR *dir, const char *path, const char *end,
    struct vec *found, struct err *err)
{
	struct dirent *entry;

	while ((errno = 0, entry = readdir(dir)) != NULL) {
		const char **item;

		if (entry->d_name[0] == '.' || !slice_ends_nocase(
		    slice_of(entry->d_name), slice_of(end)))
			continue;
		item = vec_push(found, source->arena, sizeof(*item));
		if (item)
			*item = source_path(source, path, entry->d_name);
		if (!item || !*item)
			return arena_full(source->arena, path, err);
	}
	if (errno)
		return err_set_errno(err, RC_CONFIG,
		    "cannot list the folder %s", path);
	return RC_OK;
}

enum rc
source_list(struct source *source, const char *dir, const char *sub,
    const char *end, const char ***paths, size_t *count, struct err *err)
{
	const char *path = source_path(source, dir, sub);
	struct vec found = {0};
	DIR *open;
	enum rc rc;

	*count = 0;
	if (!path)
		return arena_full(source->arena, dir, err);
	open = opendir(path);
	if (!open && errno == ENOENT)
		return RC_OK;
	if (!open)
		return err_set_errno(err, RC_CONFIG,
		    "cannot open the folder %s", path);
	rc = list_open(source, open, path, end, &found, err);
	closedir(open);
	if (found.count)
		qsort(found.at, found.count, sizeof(const char *), by_name);
	*paths = found.at;
	*count = found.count;
	return rc;
}
