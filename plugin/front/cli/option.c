/*
 * option - reading a command line by a table.  See option.h.
 */
#include "front/cli/option.h"

#include "base/yaml.h"

enum { ROWS_MAX = 32, HELP_COLUMN = 24 };

struct option_reader
option_begin(const struct option_row *rows, int argc, char **argv)
{
	return (struct option_reader){
		.rows = rows, .argc = argc, .argv = argv,
	};
}

static const struct option_row *
find_name(const struct option_row *rows, struct slice name)
{
	for (; rows->name != NULL; rows++)
		if (slice_is_text(name, rows->name))
			return rows;
	return NULL;
}

static const struct option_row *
find_letter(const struct option_row *rows, char letter)
{
	for (; rows->name != NULL; rows++)
		if (rows->letter != 0 && rows->letter == letter)
			return rows;
	return NULL;
}

static enum rc
unknown(const struct option_reader *reader, const char *given,
    struct slice name, struct err *err)
{
	const char *known[ROWS_MAX];
	size_t count = 0;

	while (count < ROWS_MAX - 1 && reader->rows[count].name != NULL) {
		known[count] = reader->rows[count].name;
		count++;
	}
	known[count] = NULL;
	if (count == 0)
		return err_set(err, RC_CONFIG,
		    "there is no option %s; this command has none", given);
	return err_set(err, RC_CONFIG,
	    "there is no option %s; did you mean --%s?", given,
	    nearest_word(name, known));
}

/* `inside`: what stood behind "=" or the letter in the same word, or NULL. */
static enum rc
take_value(struct option_reader *reader, const struct option_row *row,
    const char *inside, const char **value, struct err *err)
{
	*value = inside;
	if (row->value == NULL && inside != NULL)
		return err_set(err, RC_CONFIG, "--%s takes no value",
		    row->name);
	if (row->value == NULL || inside != NULL)
		return RC_OK;
	if (reader->at == reader->argc)
		return err_set(err, RC_CONFIG,
		    "--%s needs a value: write --%s %s", row->name, row->name,
		    row->value);
	*value = reader->argv[reader->at++];
	return RC_OK;
}

static enum rc
take_long(struct option_reader *reader, const char *word,
    const struct option_row **row, const char **value, struct err *err)
{
	struct slice name = slice_of(word + 2);
	size_t equals = slice_find_byte(name, '=');
	const char *inside = NULL;

	if (equals != SIZE_MAX) {
		inside = word + 2 + equals + 1;
		name = slice_sub(name, 0, equals);
	}
	*row = find_name(reader->rows, name);
	if (*row == NULL)
		return unknown(reader, word, name, err);
	return take_value(reader, *row, inside, value, err);
}

static enum rc
take_short(struct option_reader *reader, const char *word,
    const struct option_row **row, const char **value, struct err *err)
{
	*row = find_letter(reader->rows, word[1]);
	if (*row == NULL)
		return unknown(reader, word, slice_of(word + 1), err);
	return take_value(reader, *row, word[2] == '\0' ? NULL : word + 2,
	    value, err);
}

enum rc
option_next(struct option_reader *reader, const struct option_row **row,
    const char **value, struct err *err)
{
	while (reader->at < reader->argc) {
		char *word = reader->argv[reader->at++];

		if (reader->only_operands || word[0] != '-' ||
		    word[1] == '\0')
			reader->argv[reader->operand_count++] = word;
		else if (strcmp(word, "--") == 0)
			reader->only_operands = true;
		else if (word[1] == '-')
			return take_long(reader, word, row, value, err);
		else
			return take_short(reader, word, row, value, err);
	}
	return RC_END;
}

void
option_help(const struct option_row *rows, struct buf *out)
{
	for (; rows->name != NULL; rows++) {
		size_t start = out->len;

		buf_text(out, "  ");
		if (rows->letter != 0)
			buf_printf(out, "-%c, ", rows->letter);
		buf_printf(out, "--%s", rows->name);
		if (rows->value != NULL)
			buf_printf(out, " %s", rows->value);
		do
			buf_byte(out, ' ');
		while (out->len - start < HELP_COLUMN);
		buf_printf(out, "%s\n", rows->sentence);
	}
}
