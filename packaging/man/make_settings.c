/*
 * make_settings - the manual page and the sample of outmark.yaml.
 *
 *   make_settings page|sample
 *
 * Both are made from the rows that the programs read settings by, so they
 * cannot say anything else.  Runs when the product is built; not installed.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/config.h"

enum { WIDTH = 76, DEFAULT_MAX = 1024 };

static const char page_head[] =
    ".Dd November 21, 2026\n.Dt OUTMARK.YAML 5\n.Os\n"
    ".Sh NAME\n.Nm outmark.yaml\n.Nd settings of Outmark\n"
    ".Sh DESCRIPTION\n"
    "All programs of Outmark read this one file.\n"
    "It is YAML: a\n.Ar name : value\non each line, lists as\n"
    ".Li [one, two]\nor one item on each line behind a dash.\n"
    "A name that is not known, a value of the wrong kind or out of range is "
    "an\nerror that says file, line and what to write; then a program does "
    "not start,\nand a reload leaves the old settings in force.\n"
    ".Pp\n"
    "What is not written has the default shown here.\n"
    "Settings marked as\n.Em reloadable\ntake effect on\n"
    ".Li SIGHUP\nto\n.Xr outmarkd 8 ;\nothers when it is started again.\n"
    "Several instances on one host have a file each, with folders and a "
    "socket of\ntheir own.\n";

static const char limits_head[] =
    ".Sh LIMITS\nEvery ceiling has a name and is set under\n.Li limits :\n"
    "as in\n.Bd -literal -offset indent\nlimits:\n  deadline_ms: 30000\n.Ed\n"
    ".Pp\nThe unit is in the name.\nBeyond a limit nothing is lost: the part "
    "or message has a cause, and the\npolicy has an outcome for it.\n"
    ".Bl -tag -width Ds\n";

static const char page_tail[] =
    ".Sh FILES\n.Bl -tag -width Ds\n.It Pa %s\n"
    "Read unless another is named with\n.Fl -config .\n.El\n"
    ".Sh SEE ALSO\n.Xr outmark 1 ,\n.Xr outmark-rules 5 ,\n.Xr outmarkd 8\n"
    ".Sh CAVEATS\n"
    "This file holds no secrets, no rules and no policy; keys are in\n"
    ".Pa state_dir Ns /keys .\n"
    "It does not configure the MTA.\n"
    "It is not checked here that a path exists: the program that opens it "
    "says so.\n";

static const char *
kind_name(enum config_kind kind)
{
	switch (kind) {
	case CONFIG_TEXT:
		return "text";
	case CONFIG_PATH:
		return "path";
	case CONFIG_CHOICE:
		return "one of";
	case CONFIG_FLAG:
		return "true or false";
	case CONFIG_LIST:
		return "list";
	}
	return "";
}

/* The default as it would be written: the first of a choice, a list in []. */
static void
default_of(const struct config_row *row, char text[DEFAULT_MAX])
{
	struct slice rest = slice_of(row->initial), item;
	size_t at = 0;

	text[0] = '\0';
	if (row->kind == CONFIG_LIST) {
		at += (size_t)snprintf(text, DEFAULT_MAX, "[");
		while (at < DEFAULT_MAX && slice_cut(&rest, ' ', &item))
			at += (size_t)snprintf(text + at, DEFAULT_MAX - at,
			    "%s\"%.*s\"", at > 1 ? ", " : "", (int)item.len,
			    (const char *)item.at);
		if (at < DEFAULT_MAX)
			snprintf(text + at, DEFAULT_MAX - at, "]");
		return;
	}
	item = rest;
	if (row->kind == CONFIG_CHOICE)
		slice_cut(&rest, '|', &item);
	if (item.len == 0)
		snprintf(text, DEFAULT_MAX, "\"\"");
	else
		snprintf(text, DEFAULT_MAX, "%.*s", (int)item.len,
		    (const char *)item.at);
}

/* A word that would begin a request, or holds an escape. */
static void
put_page_word(struct slice word, bool begins)
{
	if (begins && word.len > 0 && strchr(".'", word.at[0]) != NULL)
		fputs("\\&", stdout);
	for (size_t i = 0; i < word.len; i++)
		if (word.at[i] == '\\')
			fputs("\\e", stdout);
		else
			putchar(word.at[i]);
}

/* Lines that fit, each sentence on a line of its own, as mdoc wants it. */
static void
put_page_text(const char *text)
{
	struct slice rest = slice_of(text), word;
	size_t column = 0;

	while (slice_cut(&rest, ' ', &word)) {
		bool begins = column == 0 || column + 1 + word.len > WIDTH;

		if (begins && column > 0)
			putchar('\n');
		else if (!begins)
			putchar(' ');
		put_page_word(word, begins);
		column = (begins ? 0 : column + 1) + word.len;
		if (word.len > 0 && word.at[word.len - 1] == '.')
			column = WIDTH;
	}
	putchar('\n');
}

static void
put_page_row(const struct config_row *row)
{
	char initial[DEFAULT_MAX];

	default_of(row, initial);
	printf(".It Cm %s\n", row->name);
	printf("(%s", kind_name(row->kind));
	if (row->kind == CONFIG_CHOICE)
		printf(" %s", row->initial);
	printf(", default %s%s)\n.br\n", initial,
	    row->reloadable ? ", reloadable" : "");
	put_page_text(row->sentence);
}

static void
put_page(void)
{
	const struct config_row *rows;
	const struct limit_row *limits;
	size_t count;

	fputs(page_head, stdout);
	fputs(".Sh SETTINGS\n.Bl -tag -width Ds\n", stdout);
	rows = config_rows(&count);
	for (size_t i = 0; i < count; i++)
		put_page_row(&rows[i]);
	printf(".El\n%s", limits_head);
	limits = limit_rows(&count);
	for (size_t i = 0; i < count; i++) {
		printf(".It Cm %s\n(%" PRIu64 " to %" PRIu64 ", default %"
		    PRIu64 ")\n.br\n", limits[i].name, limits[i].least,
		    limits[i].most, limits[i].initial);
		put_page_text(limits[i].reason);
	}
	fputs(".El\n", stdout);
	printf(page_tail, config_default_file());
}

/* A comment of several lines. */
static void
put_comment(const char *indent, const char *text)
{
	struct slice rest = slice_of(text), word;
	size_t column = WIDTH;

	while (slice_cut(&rest, ' ', &word)) {
		if (column + 1 + word.len > WIDTH) {
			printf("%s%s#", column == WIDTH ? "" : "\n", indent);
			column = strlen(indent) + 1;
		}
		printf(" %.*s", (int)word.len, (const char *)word.at);
		column += 1 + word.len;
	}
	putchar('\n');
}

static void
put_sample(void)
{
	const struct config_row *rows;
	const struct limit_row *limits;
	char initial[DEFAULT_MAX];
	size_t count;

	puts("# outmark.yaml - every setting with its default; see "
	    "outmark.yaml(5).\n"
	    "# Take away the # before a setting to change it.");
	rows = config_rows(&count);
	for (size_t i = 0; i < count; i++) {
		default_of(&rows[i], initial);
		putchar('\n');
		put_comment("", rows[i].sentence);
		if (rows[i].kind == CONFIG_CHOICE)
			printf("# One of: %s\n", rows[i].initial);
		printf("%s%s: %s\n", strcmp(rows[i].name, "mode") == 0 ? "" :
		    "#", rows[i].name, initial);
	}
	puts("\n# Every ceiling; the unit is in the name.\n#limits:");
	limits = limit_rows(&count);
	for (size_t i = 0; i < count; i++) {
		put_comment("  ", limits[i].reason);
		printf("#  %s: %" PRIu64 "\n", limits[i].name,
		    limits[i].initial);
	}
}

int
main(int argc, char **argv)
{
	if (argc == 2 && strcmp(argv[1], "page") == 0)
		put_page();
	else if (argc == 2 && strcmp(argv[1], "sample") == 0)
		put_sample();
	else {
		fputs("usage: make_settings page|sample\n", stderr);
		return 2;
	}
	return fflush(stdout) == 0 && !ferror(stdout) ? 0 : 1;
}
