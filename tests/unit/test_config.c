/*
 * test_config - promises of base/config and the tables behind it.
 */
#include "base/config.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/cause.h"
#include "base/scope.h"
#include "unit/unit.h"

static enum rc
read_text(const char *text, struct config **config, struct err *err)
{
	char path[] = "/tmp/outmark-test-XXXXXX";
	int fd = mkstemp(path);
	enum rc rc;

	CHECK_FATAL(fd >= 0 && write(fd, text, strlen(text)) >= 0);
	close(fd);
	rc = config_read(path, config, err);
	unlink(path);
	return rc;
}

static void
defaults_fill_every_row(void)
{
	struct config *config;
	struct err err;
	size_t count;
	const struct config_row *rows = config_rows(&count);

	CHECK_RC(config_defaults(&config, &err), RC_OK, &err);
	for (size_t i = 0; i < count; i++)
		CHECK(config_text(config, rows[i].name) != NULL);
	CHECK_TEXT(config->mode, "monitor");
	CHECK_TEXT(config_text(config, "trusted_networks"),
	    "127.0.0.0/8 ::1/128");
	CHECK(config_mode(config) == MODE_MONITOR);
	config_free(config);
}

static void
a_file_changes_what_it_names(void)
{
	struct config *config;
	struct err err;

	CHECK_RC(read_text("mode: enforce\nown_domains: [a.example, b.example]\n"
	    "limits:\n  slots: 2\n", &config, &err), RC_OK, &err);
	CHECK(config_mode(config) == MODE_ENFORCE);
	CHECK_NUMBER(config->own_domains.count, 2);
	CHECK_NUMBER(config->limits.slots, 2);
	CHECK_NUMBER(config->limits.deadline_ms, 60000);
	config_free(config);
}

static void
wrong_files_are_answered_with_what_to_write(void)
{
	static const struct { const char *text, *says; } bad[] = {
		{ "mod: enforce\n", "did you mean \"mode\"" },
		{ "mode: on\n", "write one of: monitor, enforce" },
		{ "run_dir: run\n", "begins with /" },
		{ "limits: {slots: 0}\n", "write a number from 1 to 256" },
		{ "limits: {slot: 2}\n", "did you mean \"slots\"" },
		{ "limits: 3\n", "write keys with values" },
		{ "own_domains: {a: b}\n", "write a list" },
		{ "- a\n", "write keys with values" },
	};
	struct config *config;
	struct err err;

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		CHECK_RC(read_text(bad[i].text, &config, &err), RC_CONFIG,
		    &err);
		CHECK_HOLDS(err.text, bad[i].says);
	}
	CHECK_RC(config_read("/nonexistent.yaml", &config, &err), RC_CONFIG,
	    &err);
}

static void
tables_have_sound_rows(void)
{
	struct slice causes = slice_of("encrypted, no cause, ,ratio,");
	struct limits limits = limit_defaults();
	enum cause cause;
	struct err err;
	size_t count;
	const struct limit_row *rows = limit_rows(&count);

	for (size_t i = 0; i < count; i++) {
		CHECK(rows[i].least <= rows[i].initial &&
		    rows[i].initial <= rows[i].most);
		CHECK_NUMBER(limit_get(&limits, &rows[i]), rows[i].initial);
		CHECK_RC(limit_set(&limits, slice_of(rows[i].name),
		    rows[i].least, &err), RC_OK, &err);
		CHECK_NUMBER(limit_get(&limits, &rows[i]), rows[i].least);
		CHECK(rows[i].reason[strlen(rows[i].reason) - 1] == '.');
	}
	for (unsigned i = 1; i < CAUSE_END; i++) {
		CHECK_FATAL(cause_name((enum cause)i) != NULL);
		CHECK(cause_of_name(slice_of(cause_name((enum cause)i))) == i);
	}
	CHECK(cause_name(CAUSE_END) == NULL);
	CHECK(cause_cut(&causes, &cause) && cause == CAUSE_encrypted);
	CHECK(cause_cut(&causes, &cause) && cause == CAUSE_ratio);
	CHECK(!cause_cut(&causes, &cause));
	for (unsigned i = 0; i < SCOPE_COUNT; i++) {
		enum scope scope;

		CHECK(scope_of_name(slice_of(scope_name((enum scope)i)),
		    &scope) && scope == i);
	}
}

int
main(void)
{
	static const struct unit_test tests[] = {
		UNIT(defaults_fill_every_row),
		UNIT(a_file_changes_what_it_names),
		UNIT(wrong_files_are_answered_with_what_to_write),
		UNIT(tables_have_sound_rows),
		{ NULL, NULL }
	};

	return unit_run("config", tests);
}
