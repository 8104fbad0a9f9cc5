/*
 * outside - formats that programs of the site read.
 */
#include "scanner/outside.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/io.h"
#include "base/yaml.h"

enum {
	OUTSIDES_MOST = 64,
	MAGIC_MOST = 8,		/* pieces of one format */
	MAGIC_BYTES = 64,
	MAGIC_WITHIN = 65536,
	FILE_MOST = 65536,
	MEMORY = 8 << 20,
};

/* These bytes stand there. */
struct magic {
	size_t at;
	unsigned char bytes[MAGIC_BYTES];
	size_t len;
};

struct outside {
	struct extractor reader;
	const char *program;
	struct magic magic[MAGIC_MOST];
	size_t magic_count;
};

struct outsides {
	struct arena *arena;
	const char *folder;
	struct outside *list;
	size_t count;
};

/* ------------------------------------------------------------ description */

/* Whoever may change it decides what runs here. */
static enum rc
check_owner(const char *path, struct err *err)
{
	struct stat st;

	if (stat(path, &st) != 0)
		return err_set_errno(err, RC_CONFIG, "%s", path);
	if ((st.st_uid != 0 && st.st_uid != geteuid()) ||
	    (st.st_mode & (S_IWGRP | S_IWOTH)) != 0)
		return err_set(err, RC_CONFIG, "%s can be changed by others; "
		    "give it to root (chown root) and take away their right "
		    "to write (chmod go-w)", path);
	return RC_OK;
}

static bool
is_name(const char *name)
{
	size_t len = strlen(name);

	for (size_t i = 0; i < len; i++)
		if (!byte_is_alnum((unsigned char)name[i]) &&
		    name[i] != '_' && name[i] != '-')
			return false;
	return len > 0 && len <= 32;
}

static enum rc
read_name(const struct yaml *root, struct outside *o, struct err *err)
{
	struct yaml *node;

	TRY(yaml_need(root, "name", "a short name for the format, as acme",
	    &node, err));
	TRY(yaml_string(node, &o->reader.name, err));
	if (!is_name(o->reader.name))
		return yaml_wrong(node, err,
		    "write up to 32 letters, digits, - and _");
	if (extract_find(slice_of(o->reader.name)) != NULL)
		return yaml_wrong(node, err,
		    "Outmark has a reader of this name; choose another");
	TRY(yaml_need(root, "type", "its media type, as application/x-acme",
	    &node, err));
	return yaml_string(node, &o->reader.type, err);
}

static enum rc
read_program(struct outsides *all, const struct yaml *root,
    struct outside *o, struct err *err)
{
	struct yaml *node;
	const char *file;

	TRY(yaml_need(root, "program", "the file beside this one to run",
	    &node, err));
	TRY(yaml_string(node, &file, err));
	if (*file == '\0' || *file == '.' || strchr(file, '/') != NULL)
		return yaml_wrong(node, err, "write the name of a file in "
		    "the same folder, without a path");
	o->program = arena_printf(all->arena, "%s/%s", all->folder, file);
	if (o->program == NULL)
		return arena_full(all->arena, "the programs", err);
	if (access(o->program, X_OK) != 0)
		return yaml_wrong(node, err, "%s is not a program",
		    o->program);
	return check_owner(o->program, err);
}

static enum rc
read_claims(struct outsides *all, const struct yaml *root,
    struct outside *o, struct err *err)
{
	const struct yaml *node = yaml_find(root, "claims"), *item = NULL;
	const char **claims;
	size_t count = 0;

	if (node == NULL)
		return RC_OK;
	TRY(yaml_is_list(node, err));
	claims = arena_array(all->arena, yaml_items(node) + 1,
	    sizeof(*claims));
	if (claims == NULL)
		return arena_full(all->arena, "the programs", err);
	while ((item = yaml_item(node, item)) != NULL)
		TRY(yaml_string(item, &claims[count++], err));
	claims[count] = NULL;
	o->reader.claims = claims;
	return RC_OK;
}

static enum rc
read_hex(const struct yaml *node, struct magic *m, struct err *err)
{
	struct slice hex = node->text;
	int digit;

	for (size_t i = 0; i < hex.len; i++) {
		if (hex.at[i] == ' ')
			continue;
		digit = hex.at[i] >= '0' && hex.at[i] <= '9' ?
		    hex.at[i] - '0' : hex.at[i] >= 'a' && hex.at[i] <= 'f' ?
		    hex.at[i] - 'a' + 10 : -1;
		if (digit < 0 || m->len / 2 >= MAGIC_BYTES)
			return yaml_wrong(node, err, "write up to %d bytes "
			    "as pairs of 0-9 and a-f", MAGIC_BYTES);
		m->bytes[m->len / 2] = (unsigned char)
		    (m->bytes[m->len / 2] << 4 | digit);
		m->len++;
	}
	if (m->len == 0 || m->len % 2 != 0)
		return yaml_wrong(node, err, "half a byte is left over");
	m->len /= 2;
	return RC_OK;
}

static enum rc
read_piece(const struct yaml *node, struct magic *m, struct err *err)
{
	static const char *const keys[] = {"at", "text", "hex", NULL};
	const struct yaml *at, *text, *hex;
	uint64_t offset = 0;

	TRY(yaml_known(node, keys, err));
	at = yaml_find(node, "at");
	text = yaml_find(node, "text");
	hex = yaml_find(node, "hex");
	if (at != NULL)
		TRY(yaml_number(at, 0, MAGIC_WITHIN, &offset, err));
	m->at = (size_t)offset;
	if ((text == NULL) == (hex == NULL))
		return yaml_wrong(node, err,
		    "write either text: or hex:, as {at: 0, text: ACME1}");
	if (hex != NULL)
		return read_hex(hex, m, err);
	if (text->text.len == 0 || text->text.len > MAGIC_BYTES)
		return yaml_wrong(text, err, "write 1 to %d bytes",
		    MAGIC_BYTES);
	memcpy(m->bytes, text->text.at, text->text.len);
	m->len = text->text.len;
	return RC_OK;
}

static enum rc
read_magic(const struct yaml *root, struct outside *o, struct err *err)
{
	const struct yaml *item = NULL;
	struct yaml *node;

	TRY(yaml_need(root, "magic", "the bytes such a file has and others "
	    "have not, as [{at: 0, text: ACME1}]", &node, err));
	if (node->kind != YAML_LIST || node->count == 0)
		return yaml_wrong(node, err,
		    "write a list, as [{at: 0, text: ACME1}]");
	while ((item = yaml_item(node, item)) != NULL) {
		if (o->magic_count == MAGIC_MOST)
			return yaml_wrong(node, err,
			    "at most %d pieces", MAGIC_MOST);
		TRY(read_piece(item, &o->magic[o->magic_count++], err));
	}
	return RC_OK;
}

static enum rc
read_one(struct outsides *all, const char *file, struct err *err)
{
	static const char *const keys[] = {"format", "name", "program",
		"type", "claims", "magic", NULL};
	struct outside *o = &all->list[all->count];
	const char *path = arena_printf(all->arena, "%s/%s", all->folder,
	    file);
	struct yaml *root;

	if (path == NULL)
		return arena_full(all->arena, "the programs", err);
	if (all->count == OUTSIDES_MOST)
		return err_set(err, RC_CONFIG, "%s: there are more than %d "
		    "programs in this folder", path, OUTSIDES_MOST);
	TRY(check_owner(path, err));
	TRY(yaml_read(all->arena, path, FILE_MOST, &root, err));
	TRY(yaml_format(root, keys, err));
	o->reader.class = EXTRACT_OUTSIDE;
	TRY(read_name(root, o, err));
	if (outside_find(all, slice_of(o->reader.name)) != NULL)
		return yaml_wrong(yaml_find(root, "name"), err,
		    "another file has this name too");
	TRY(read_program(all, root, o, err));
	TRY(read_claims(all, root, o, err));
	TRY(read_magic(root, o, err));
	all->count++;
	return RC_OK;
}

/* ------------------------------------------------------------------- list */

static int
is_description(const struct dirent *entry)
{
	return slice_ends_nocase(slice_of(entry->d_name), slice_of(".yaml")) &&
	    entry->d_name[0] != '.';
}

static enum rc
read_folder(struct outsides *all, struct err *err)
{
	struct dirent **entries;
	int count = scandir(all->folder, &entries, is_description, alphasort);
	enum rc rc = RC_OK;

	if (count > 0)
		rc = check_owner(all->folder, err);
	for (int i = 0; i < count; i++) {
		if (rc == RC_OK)
			rc = read_one(all, entries[i]->d_name, err);
		free(entries[i]);
	}
	if (count >= 0)
		free(entries);
	return rc;
}

enum rc
outside_open(const char *folder, struct outsides **list, struct err *err)
{
	struct arena *arena = arena_new(MEMORY);
	struct outsides *all = arena == NULL ? NULL :
	    arena_alloc(arena, sizeof(*all));
	enum rc rc = RC_OK;

	if (all != NULL) {
		*all = (struct outsides){.arena = arena,
			.folder = arena_printf(arena, "%s", folder),
			.list = arena_array(arena, OUTSIDES_MOST + 1,
			    sizeof(struct outside))};
	}
	if (all == NULL || all->folder == NULL || all->list == NULL)
		rc = err_set(err, RC_SYSTEM, "no memory for the programs");
	else if (*folder != '\0')
		rc = read_folder(all, err);
	if (rc != RC_OK) {
		arena_free(arena);
		return rc;
	}
	*list = all;
	return RC_OK;
}

void
outside_free(struct outsides *list)
{
	if (list != NULL)
		arena_free(list->arena);
}

size_t
outside_count(const struct outsides *list)
{
	return list == NULL ? 0 : list->count;
}

const char *
outside_folder(const struct outsides *list)
{
	return list->folder;
}

static bool
fits(const struct outside *o, struct slice bytes)
{
	for (size_t i = 0; i < o->magic_count; i++) {
		const struct magic *m = &o->magic[i];
		if (bytes.len < m->at || bytes.len - m->at < m->len ||
		    memcmp(bytes.at + m->at, m->bytes, m->len) != 0)
			return false;
	}
	return true;
}

const struct extractor *
outside_choose(const struct outsides *list, const struct part *part)
{
	for (size_t i = 0; i < outside_count(list); i++)
		if (fits(&list->list[i], part->bytes))
			return &list->list[i].reader;
	return NULL;
}

bool
outside_is_claimed(const struct outsides *list, const struct part *part)
{
	for (size_t i = 0; i < outside_count(list); i++)
		if (extract_is_claimed(&list->list[i].reader, part))
			return true;
	return false;
}

const struct outside *
outside_find(const struct outsides *list, struct slice name)
{
	for (size_t i = 0; i < outside_count(list); i++)
		if (slice_is_text(name, list->list[i].reader.name))
			return &list->list[i];
	return NULL;
}

const struct extractor *
outside_reader(const struct outside *outside)
{
	return &outside->reader;
}

/* ------------------------------------------------------------------ start */

enum { OUT_OF_THE_WAY = 64 };

/* A pipe holds it whole: a request is 12 KB at most, names and words. */
static enum rc
put_request(const struct frame *request, struct err *err)
{
	struct buf bytes = buf_new(FRAME_MAX);
	int ends[2];
	enum rc rc;

	if (pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0)
		return err_set_errno(err, RC_SYSTEM, "a pipe");
	frame_begin(&bytes, request->type);
	(void)!buf_put(&bytes, request->fields);
	rc = io_write_all(ends[1], buf_slice(&bytes), "a request", err);
	buf_free(&bytes);
	if (rc == RC_OK && dup2(ends[0], STDIN_FILENO) < 0)
		rc = err_set_errno(err, RC_SYSTEM, "the request");
	close(ends[0]);
	close(ends[1]);
	return rc;
}

enum rc
outside_arrange(const struct frame *request, struct err *err)
{
	int answers = fcntl(request->fds[0], F_DUPFD, OUT_OF_THE_WAY);
	int document = fcntl(request->fds[1], F_DUPFD, OUT_OF_THE_WAY);

	TRY(put_request(request, err));
	if (answers < 0 || document < 0 || dup2(answers, OUTSIDE_ANSWERS) < 0 ||
	    dup2(document, OUTSIDE_DOCUMENT) < 0)
		return err_set_errno(err, RC_SYSTEM, "the descriptors");
	return RC_OK;
}

void
outside_start(const struct outside *outside)
{
	char *argv[] = {(char *)(uintptr_t)outside->program, NULL};
	static const char *const environment[] = {"LC_ALL=C.UTF-8",
		"PATH=/usr/bin:/bin", NULL};

	execve(outside->program, argv, (char *const *)(uintptr_t)environment);
}
