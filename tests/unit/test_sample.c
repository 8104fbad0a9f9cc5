/*
 * test_sample - promises of the sample of outmark.yaml (packaging/man).
 */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/config.h"
#include "base/io.h"
#include "unit/unit.h"

enum { SAMPLE_MAX = 1048576 };

static const char sample[] = "packaging/outmark.yaml";

/* Take away the # before each setting; comments have a space behind it. */
static void
uncomment(struct slice text, struct buf *out)
{
	struct slice line;
	struct slice limit = slice_of("#  ");

	while (slice_cut(&text, '\n', &line)) {
		bool is_limit = slice_starts(line, limit) && line.len > 3 &&
		    line.at[3] != '#';
		bool is_setting = line.len > 1 && line.at[0] == '#' &&
		    byte_is_alpha(line.at[1]);

		if (is_limit || is_setting)
			line = slice_sub(line, 1, line.len);
		buf_put(out, line);
		buf_byte(out, '\n');
	}
}

static void
is_all_defaults(const char *path)
{
	struct config *config, *defaults;
	const struct config_row *rows;
	const struct limit_row *limits;
	struct err err;
	size_t count;

	CHECK_RC(config_read(path, &config, &err), RC_OK, &err);
	CHECK_RC(config_defaults(&defaults, &err), RC_OK, &err);
	rows = config_rows(&count);
	for (size_t i = 0; i < count; i++)
		CHECK_TEXT(config_text(config, rows[i].name),
		    config_text(defaults, rows[i].name));
	limits = limit_rows(&count);
	for (size_t i = 0; i < count; i++)
		CHECK_NUMBER(limit_get(&config->limits, &limits[i]),
		    limit_get(&defaults->limits, &limits[i]));
	config_free(config);
	config_free(defaults);
}

static void
the_sample_as_it_is_changes_nothing(void)
{
	is_all_defaults(sample);
}

static void
every_setting_of_the_sample_is_its_default(void)
{
	char path[] = "test_sample.XXXXXX";
	struct buf text = buf_new(SAMPLE_MAX), all = buf_new(SAMPLE_MAX);
	const struct config_row *rows;
	struct err err;
	size_t count;
	int fd = mkstemp(path);

	CHECK_FATAL(fd >= 0);
	CHECK_RC(io_read_file(sample, &text, &err), RC_OK, &err);
	uncomment(buf_slice(&text), &all);
	CHECK_RC(io_write_all(fd, buf_slice(&all), path, &err), RC_OK, &err);
	rows = config_rows(&count);
	for (size_t i = 0; i < count; i++) {
		char line[128];

		snprintf(line, sizeof(line), "\n%s: ", rows[i].name);
		CHECK_HOLDS(buf_string(&all), line);
	}
	is_all_defaults(path);
	close(fd);
	unlink(path);
	buf_free(&text);
	buf_free(&all);
}

static const struct unit_test tests[] = {
	UNIT(the_sample_as_it_is_changes_nothing),
	UNIT(every_setting_of_the_sample_is_its_default),
	{ NULL, NULL }
};

int
main(void)
{
	return unit_run("sample", tests);
}
