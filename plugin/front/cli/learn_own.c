/*
 * learn-own - which values are our own?
 *
 * Proposes a file of own values (own_values.txt) from mail that was sent:
 * telephones, addresses, accounts and tax numbers that recur over many mails of
 * different senders of our domains.  This is the one command that writes values,
 * and only into a file that the administrator names (mode 0600), for a person
 * to read before it is used.  Numbers of people, cards and keys are never
 * proposed, however often they recur.
 */
#include <unistd.h>

#include "base/config.h"
#include "base/io.h"
#include "front/cli/command.h"
#include "front/cli/examine.h"
#include "front/cli/learn.h"

enum {
	MAILS_LEAST = 5,
	SENDERS_LEAST = 2,
	VALUES_MOST = 200000,	/* kept in mind */
	FINDINGS_MOST = 500,	/* of one mail */
	FILE_MOST = 16 << 20,
	MAILS_MOST = 1000000,
};

struct learning {
	struct examine examine;
	struct learn *learn;
	struct config *config;
	const char *output;
	uint64_t mails, senders;
	uint64_t others;	/* mails of senders that are not ours */
};

static const struct option_row options[] = {
	{ "output", 'o', "FILE", "the proposal; must not be there yet" },
	{ "mails", 0, "NUMBER", "a value is in so many mails (5)" },
	{ "senders", 0, "NUMBER", "of so many senders, 16 at most (2)" },
	{ "as", 0, "KIND", "mail or mbox, instead of guessing" },
	{ "rules", 0, "DIR", "take rule packs from this folder" },
	{ "config", 0, "FILE", "settings instead of the installed "
	    "outmark.yaml" },
	{ "help", 'h', NULL, "this" },
	{ NULL, 0, NULL, NULL }
};

/* "a@sub.example.org" is of ".example.org"; "a@example.org" of itself. */
static bool
domain_is_own(const struct config *config, struct slice domain)
{
	for (size_t i = 0; i < config->own_domains.count; i++) {
		struct slice own = slice_of(config->own_domains.items[i]);

		if (own.len > 0 && own.at[0] == '.' ?
		    slice_ends_nocase(domain, own) :
		    slice_is_nocase(domain, own))
			return true;
	}
	return false;
}

/* The address in "Ann Ames <ann@example.org>", and the domain in it. */
static bool
read_sender(struct slice field, struct slice *address, struct slice *domain)
{
	size_t open = slice_find_byte(field, '<'), at;

	if (open != SIZE_MAX)
		field = slice_sub(field, open + 1, field.len);
	field = slice_trim(slice_sub(field, 0, slice_find_byte(field, '>')));
	at = slice_find_byte(field, '@');
	if (at == SIZE_MAX)
		return false;
	*address = field;
	*domain = slice_sub(field, at + 1, field.len);
	return true;
}

/* Is this mail one of ours?  Then its sender is counted. */
static bool
begin_mail(struct learning *l, const struct outmark_result *result)
{
	for (size_t i = 0; i < outmark_result_text_count(result); i++) {
		struct outmark_text text = outmark_result_text(result, i);
		struct slice address, domain;

		if (text.part != 1 || strcmp(text.scope, "headers") != 0 ||
		    strcmp(text.where, "header From") != 0)
			continue;
		if (!read_sender(slice_bytes(text.bytes, text.length),
		    &address, &domain) || !domain_is_own(l->config, domain))
			return false;
		learn_mail(l->learn, address);
		return true;
	}
	return false;
}

/* What a firm writes under its mails; NULL: it is never proposed. */
static const char *
kind_of_label(const char *label)
{
	static const struct { const char *label, *kind; } kinds[] = {
		{ "pii.contact.phone", "telephone" },
		{ "pii.contact.email", "e-mail address" },
		{ "pii.payment.account", "bank account" },
		{ "pii.payment.bic", "bank code" },
		{ "pii.bank", "bank account" },
		{ "pii.tax", "tax number" },
		{ NULL, NULL }
	};

	for (size_t i = 0; kinds[i].label != NULL; i++) {
		size_t len = strlen(kinds[i].label);

		if (strncmp(label, kinds[i].label, len) == 0 &&
		    (label[len] == '\0' || label[len] == '.'))
			return kinds[i].kind;
	}
	return NULL;
}

/* The bytes of a finding in the texts of its part. */
static struct slice
value_of(const struct outmark_result *result,
    const struct outmark_finding *finding)
{
	uint64_t start = 0;

	for (size_t i = 0; i < outmark_result_text_count(result); i++) {
		struct outmark_text text = outmark_result_text(result, i);

		if (text.part != finding->part)
			continue;
		if (finding->start >= start &&
		    finding->end <= start + text.length)
			return slice_sub(slice_bytes(text.bytes, text.length),
			    (size_t)(finding->start - start),
			    (size_t)(finding->end - start));
		start += text.length;
	}
	return slice_of("");
}

static void
show(void *own, struct cli *cli, const char *name,
    struct outmark_result *result)
{
	struct learning *l = own;
	size_t count = outmark_result_finding_count(result);
	struct err err;

	if (!begin_mail(l, result)) {
		l->others++;
		return;
	}
	for (size_t i = 0; i < count && i < FINDINGS_MOST; i++) {
		struct outmark_finding finding =
		    outmark_result_finding(result, i);
		const char *kind = kind_of_label(finding.label);

		if (kind == NULL || learn_value(l->learn, kind,
		    value_of(result, &finding), &err) == RC_OK)
			continue;
		examine_failed(&l->examine, cli, name, err.text);
		return;
	}
}

static enum rc
read_number(const struct option_row *row, const char *value, unsigned most,
    uint64_t *number, struct err *err)
{
	if (!slice_number(slice_of(value), number) || *number == 0 ||
	    *number > most)
		return err_set(err, RC_CONFIG, "--%s %s is no number from 1 "
		    "to %u", row->name, value, most);
	return RC_OK;
}

static enum rc
take(void *own, const struct option_row *row, const char *value,
    struct err *err)
{
	struct learning *l = own;

	if (strcmp(row->name, "mails") == 0)
		return read_number(row, value, MAILS_MOST, &l->mails, err);
	if (strcmp(row->name, "senders") == 0)
		return read_number(row, value, LEARN_SENDERS_MOST,
		    &l->senders, err);
	l->output = value;
	return RC_OK;
}

static enum rc
read_options(struct learning *l, struct option_reader *reader,
    struct err *err)
{
	TRY(examine_options(&l->examine, reader,
	    "at least one folder or mbox of mail that was sent", err));
	if (l->output == NULL)
		return err_set(err, RC_CONFIG, "name the file for the "
		    "proposal with --output: values are never shown here");
	if (access(l->output, F_OK) == 0)
		return err_set(err, RC_CONFIG, "%s is already there; name a "
		    "new file, so that nothing a person has read is lost",
		    l->output);
	return RC_OK;
}

static enum rc
read_config(struct learning *l, struct err *err)
{
	const char *file = l->examine.config_file;

	if (file == NULL && access(config_default_file(), R_OK) == 0)
		file = config_default_file();
	TRY(file != NULL ? config_read(file, &l->config, err) :
	    config_defaults(&l->config, err));
	if (l->config->own_domains.count == 0)
		return err_set(err, RC_CONFIG, "own_domains is empty in "
		    "outmark.yaml: without it nobody is one of ours");
	return RC_OK;
}

static enum rc
write_proposal(struct learning *l, struct cli *cli, struct err *err)
{
	struct buf page = buf_new(FILE_MOST), said = buf_new(4096);
	uint64_t written = 0;
	enum rc rc;

	buf_text(&page, "# Proposed by \"outmark learn-own\".  Take out what "
	    "is not your own, then copy the\n# rest to own_values.txt in "
	    "site_rules_dir: these values will never count.\n");
	rc = learn_write(l->learn, l->mails, l->senders, &page, &written, err);
	if (rc == RC_OK && written > 0)
		rc = io_replace_file(l->output, buf_slice(&page), 0600, err);
	buf_free(&page);
	if (rc != RC_OK)
		return rc;
	buf_printf(&said, "%llu mails of own senders, %llu of others (not "
	    "counted).\n", (unsigned long long)learn_mails(l->learn),
	    (unsigned long long)l->others);
	if (learn_over(l->learn) > 0)
		buf_printf(&said, "%llu values came past the limit of %d and "
		    "were not counted.\n",
		    (unsigned long long)learn_over(l->learn), VALUES_MOST);
	if (written > 0)
		buf_printf(&said, "%llu values are in %s: read them before "
		    "you use them.\n", (unsigned long long)written,
		    l->output);
	else
		buf_text(&said, "No value recurs often enough; nothing was "
		    "written.\n");
	cli_put(cli, &said);
	buf_free(&said);
	return RC_OK;
}

static enum cli_exit
learn_all(struct learning *l, struct cli *cli, int count, char **paths)
{
	enum cli_exit status;
	struct err err;

	l->learn = learn_new(VALUES_MOST);
	if (l->learn == NULL)
		return cli_fail(cli, (err_set(&err, RC_SYSTEM, "no memory"),
		    &err));
	if (read_config(l, &err) != RC_OK)
		return cli_fail(cli, &err);
	status = examine_run(&l->examine, cli, count, paths);
	if (cli_stopped(cli))
		return CLI_ERROR;
	if (l->examine.examined == 0) {
		if (status != CLI_ERROR)
			cli_complain(cli, "there was no mail to learn from");
		return CLI_ERROR;
	}
	if (write_proposal(l, cli, &err) != RC_OK)
		return cli_fail(cli, &err);
	/* That mails carry labels is not what was asked. */
	return status == CLI_FOUND ? CLI_NOTHING : status;
}

static enum cli_exit
run(struct cli *cli, int argc, char **argv)
{
	struct option_reader reader = option_begin(options, argc, argv);
	struct learning l = { .mails = MAILS_LEAST, .senders = SENDERS_LEAST };
	enum cli_exit status;
	struct err err;

	l.examine.text = true;
	l.examine.take = take;
	l.examine.show = show;
	l.examine.own = &l;
	if (read_options(&l, &reader, &err) != RC_OK)
		return command_wrong(&command_learn_own, cli, &err);
	status = learn_all(&l, cli, reader.operand_count, argv);
	learn_free(l.learn);
	config_free(l.config);
	return status;
}

const struct command command_learn_own = {
	.name = "learn-own",
	.synopsis = "--output FILE [--mails NUMBER] [--senders NUMBER] PATH...",
	.help = "Proposes a file of own values from mail that was sent.",
	.more = "Telephones, addresses, accounts and tax numbers that recur "
	    "over mails of different\nsenders of own_domains are written to "
	    "FILE, mode 0600, for a person to read.\nThey are not shown here, "
	    "and numbers of people are never among them.\n"
	    "Exit status: 0 done, 2 error.",
	.options = options,
	.run = run,
};
