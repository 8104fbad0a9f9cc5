/*
 * handin - hand one mail to a running Outmark as the milter does, without an MTA.
 *
 *   handin CONFIG-FILE FROM TO... <MAIL
 *
 * Prints the id and what the MTA would be told.  Started as root it becomes the
 * milter's user first: the keeper takes records from nobody else.
 */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/config.h"
#include "base/user.h"
#include "outmark.h"

enum { CHUNK = 65536 };

static enum rc
become_milter(const char *config_file, struct err *err)
{
	struct config *config;
	struct user user;
	enum rc rc;

	if (geteuid() != 0)
		return RC_OK;
	TRY(config_read(config_file, &config, err));
	rc = user_find(config->milter_user, &user, err);
	config_free(config);
	return rc == RC_OK ? user_become(&user, err) : rc;
}

static enum outmark_status
fill(struct outmark_message *message, char **addresses,
    struct outmark_error *error)
{
	char bytes[CHUNK];
	size_t n;
	enum outmark_status status = outmark_message_sender(message,
	    addresses[0], NULL, error);

	for (size_t i = 1; status == OUTMARK_OK && addresses[i] != NULL; i++)
		status = outmark_message_recipient(message, addresses[i],
		    NULL, NULL, NULL, error);
	while (status == OUTMARK_OK &&
	    (n = fread(bytes, 1, sizeof(bytes), stdin)) > 0)
		status = outmark_message_write(message, bytes, n, error);
	return status;
}

static enum outmark_status
hand_in(struct outmark *outmark, char **addresses,
    struct outmark_error *error)
{
	static const char *const names[] = { "deliver", "hold", "reject",
		"later" };
	struct outmark_client client = { .local = true };
	struct outmark_message *message;
	struct outmark_result *result;
	enum outmark_status status =
	    outmark_message_new(outmark, &message, error);

	if (status != OUTMARK_OK)
		return status;
	status = outmark_message_client(message, &client, error);
	if (status == OUTMARK_OK)
		status = fill(message, addresses, error);
	if (status == OUTMARK_OK)
		status = outmark_message_check(message, NULL, NULL, &result,
		    error);
	outmark_message_free(message);
	if (status != OUTMARK_OK)
		return status;
	printf("%s %s\n", outmark_result_id(result),
	    names[outmark_result_operation(result)]);
	outmark_result_free(result);
	return OUTMARK_OK;
}

int
main(int argc, char **argv)
{
	struct outmark_options options = {
		.config_file = argc > 1 ? argv[1] : NULL,
	};
	struct outmark_error error = { .status = OUTMARK_OK };
	struct outmark *outmark;
	struct err err;

	if (argc < 4) {
		fputs("usage: handin CONFIG-FILE FROM TO... <MAIL\n", stderr);
		return 2;
	}
	if (become_milter(argv[1], &err) != RC_OK) {
		fprintf(stderr, "handin: %s\n", err.text);
		return 2;
	}
	if (outmark_open(&options, &outmark, &error) == OUTMARK_OK) {
		hand_in(outmark, argv + 2, &error);
		outmark_close(outmark);
	}
	if (error.status == OUTMARK_OK)
		return 0;
	fprintf(stderr, "handin: %s\n", error.text);
	return 1;
}
