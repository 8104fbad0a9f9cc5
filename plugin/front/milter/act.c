/*
 * act - carrying out a verdict with the MTA's means.  See act.h.
 */
#include "front/milter/act.h"

#include <stdlib.h>

static const char own_prefix[] = "X-Outmark-";

/* Not ours, but a result may write another in their place. */
static const char *const replaced[] = {"SIO-Label", "X-Protective-Marking",
    "Subject", NULL};

struct own_field {
	char *name;
	unsigned count;
	bool ours;		/* removed from every message */
};

/* Room for one more name; false when there are too many or no memory. */
static bool
has_room(struct own_fields *own)
{
	size_t room = own->room == 0 ? 8 : own->room * 2;
	struct own_field *more;

	if (own->count >= OWN_NAMES_MAX)
		return false;
	if (own->count < own->room)
		return true;
	more = realloc(own->fields, room * sizeof(*more));
	if (more == NULL)
		return false;
	own->fields = more;
	own->room = room;
	return true;
}

static bool
is_replaced(struct slice name)
{
	for (size_t i = 0; replaced[i] != NULL; i++)
		if (slice_is_text_nocase(name, replaced[i]))
			return true;
	return false;
}

void
act_note_field(struct own_fields *own, const char *name)
{
	struct slice given = slice_of(name);
	bool ours = slice_starts_nocase(given, slice_of(own_prefix));
	char *copy;

	if (!ours && !is_replaced(given))
		return;
	for (size_t i = 0; i < own->count; i++) {
		if (slice_is_text_nocase(given, own->fields[i].name)) {
			own->fields[i].count++;
			return;
		}
	}
	copy = has_room(own) ? strdup(name) : NULL;
	if (copy == NULL) {
		own->lost = true;
		return;
	}
	own->fields[own->count++] = (struct own_field){ copy, 1, ours };
}

void
act_forget(struct own_fields *own)
{
	for (size_t i = 0; i < own->count; i++)
		free(own->fields[i].name);
	free(own->fields);
	*own = (struct own_fields){0};
}

static enum rc
remove_own(const struct own_fields *own, struct mta *mta, struct err *err)
{
	for (size_t i = 0; i < own->count; i++)
		if (own->fields[i].ours)
			TRY(mta_remove_fields(mta, own->fields[i].name,
			    own->fields[i].count, err));
	return RC_OK;
}

/* The first field of that name gets the value, the others go. */
static enum rc
replace(const struct own_fields *own, const char *name, const char *value,
    struct mta *mta, struct err *err)
{
	for (size_t i = 0; i < own->count; i++)
		if (slice_is_text_nocase(slice_of(own->fields[i].name), name))
			return mta_change_fields(mta, own->fields[i].name,
			    own->fields[i].count, value, err);
	return mta_add_field(mta, name, value, err);
}

static enum rc
add_headers(const struct outmark_result *result, const struct own_fields *own,
    struct mta *mta, struct err *err)
{
	size_t count = outmark_result_header_count(result);

	for (size_t i = 0; i < count; i++) {
		const char *name = outmark_result_header_name(result, i);
		const char *value = outmark_result_header_value(result, i);

		if (outmark_result_header_replaces(result, i))
			TRY(replace(own, name, value, mta, err));
		else
			TRY(mta_add_field(mta, name, value, err));
	}
	return RC_OK;
}

static enum rc
refuse(const struct outmark_result *result, struct mta *mta, struct err *err)
{
	return mta_reply(mta, outmark_result_reply_code(result),
	    outmark_result_reply_class(result),
	    outmark_result_reply_text(result), err);
}

/* Delivered or held: the message stays, so its header is put right. */
static enum rc
keep(const struct outmark_result *result, const struct own_fields *own,
    struct mta *mta, struct err *err)
{
	TRY(remove_own(own, mta, err));
	TRY(add_headers(result, own, mta, err));
	if (outmark_result_operation(result) == OUTMARK_HOLD)
		TRY(mta_hold(mta, outmark_result_reason(result), err));
	return RC_OK;
}

/* More names than anybody sends by accident: some would stay on the message. */
static enum mta_answer
refuse_lost(struct mta *mta, const struct log *log)
{
	struct err err;

	log_put(log, LOG_LEVEL_WARNING, "a message with more than %d "
	    "different X-Outmark fields was refused", OWN_NAMES_MAX);
	if (mta_reply(mta, "550", "5.6.0", "The header has too many fields "
	    "whose names begin with X-Outmark-", &err) != RC_OK)
		log_err(log, &err);
	return MTA_REFUSE;
}

enum mta_answer
act_on(const struct outmark_result *result, const struct own_fields *own,
    struct mta *mta, bool enforces, const struct log *log)
{
	struct err err;
	enum rc rc = RC_OK;
	enum mta_answer answer = MTA_CONTINUE;

	if (own->lost && enforces)
		return refuse_lost(mta, log);
	switch (outmark_result_operation(result)) {
	case OUTMARK_DELIVER:
	case OUTMARK_HOLD:
		rc = keep(result, own, mta, &err);
		break;
	case OUTMARK_REJECT:
		rc = refuse(result, mta, &err);
		answer = MTA_REFUSE;
		break;
	case OUTMARK_TRY_LATER:
		rc = refuse(result, mta, &err);
		answer = MTA_LATER;
		break;
	}
	if (rc == RC_OK)
		return answer;
	log_err(log, &err);
	/* A refusal stands without its text; anything else comes again. */
	if (answer != MTA_CONTINUE)
		return answer;
	return enforces ? MTA_LATER : MTA_CONTINUE;
}

enum mta_answer
act_unseen(const struct own_fields *own, struct mta *mta,
    const struct log *log)
{
	struct err err;

	if (remove_own(own, mta, &err) != RC_OK)
		log_err(log, &err);
	return MTA_CONTINUE;
}
