/*
 * config - outmark.yaml, read once into a value that nobody changes.
 *
 * Every key is a row of config.def or limit.def; an unknown key, a wrong type or
 * a value out of range is RC_CONFIG with file, line and what to write.  It does
 * not check that paths exist: whoever opens them says so.
 */
#ifndef OUTMARK_BASE_CONFIG_H
#define OUTMARK_BASE_CONFIG_H

#include "base/arena.h"
#include "base/limit.h"
#include "base/log.h"

struct text_list {
	const char **items;
	size_t count;
};

enum config_mode { MODE_MONITOR, MODE_ENFORCE };
enum config_tags { TAGS_LABELS, TAGS_FULL, TAGS_ID };

/* text and path: never NULL; choice: the chosen word; flag: bool. */
struct config {
	struct arena *arena;
	const char *file;	/* "" when these are the defaults */
	struct limits limits;
#define CONFIG_text(field) const char *field;
#define CONFIG_path(field) const char *field;
#define CONFIG_choice(field) const char *field;
#define CONFIG_flag(field) bool field;
#define CONFIG_list(field) struct text_list field;
#define SETTING(kind, field, name, initial, reloadable, sentence)            \
	CONFIG_##kind(field)
#include "base/config.def"
#undef SETTING
};

enum config_kind { CONFIG_TEXT, CONFIG_PATH, CONFIG_CHOICE, CONFIG_FLAG,
	CONFIG_LIST };

struct config_row {
	enum config_kind kind;
	const char *name;
	const char *initial;
	bool reloadable;
	const char *sentence;
	size_t offset;
};

const struct config_row *config_rows(size_t *count);

/* The installed place of outmark.yaml. */
const char *config_default_file(void);

/* The defaults; yours. */
enum rc config_defaults(struct config **config, struct err *err) MUST_USE;

/* Read a file; yours. */
enum rc config_read(const char *path, struct config **config,
    struct err *err) MUST_USE;

void config_free(struct config *config);

/* A setting as text (lists joined by spaces); NULL if there is none. */
const char *config_text(const struct config *config, const char *name);

enum config_mode config_mode(const struct config *config);
enum config_tags config_tags(const struct config *config);

/* The log this configuration asks for. */
struct log config_log(const struct config *config, const char *program);

#endif
