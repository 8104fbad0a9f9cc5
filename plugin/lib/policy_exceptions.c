/*
 * policy_exceptions - which rules do not hold for whom, and until when.
 *
 * Shows the exceptions of the policy in force in the order of the file, those
 * that have ended too: somebody should take them out.
 */
#include "lib/library.h"

enum { POLICY_EXCEPTIONS_BYTES = 1048576 };

static const char *
policy_exceptions_join(struct arena *arena, const struct text_list *list)
{
	struct buf out = buf_new(POLICY_EXCEPTIONS_BYTES / 4);
	const char *text;

	for (size_t i = 0; i < list->count; i++) {
		buf_text(&out, i > 0 ? ", " : "");
		buf_text(&out, list->items[i]);
	}
	text = arena_string(arena, buf_slice(&out));
	buf_free(&out);
	return text;
}

/* False when `each` wants no more; RC_LIMIT in `err` when it is too much. */
static bool
policy_exceptions_show(const struct policy_exception *e, uint64_t now_ms,
    bool (*each)(void *own, const struct outmark_exception *exception),
    void *own, struct err *err)
{
	struct arena *arena = arena_new(POLICY_EXCEPTIONS_BYTES);
	struct outmark_exception shown = {
		.id = e->id, .owner = e->owner, .approver = e->approver,
		.expires = e->expires, .reason = e->reason,
		.expired = now_ms >= e->expires_ms,
	};
	bool more = false;

	if (arena == NULL) {
		err_set(err, RC_SYSTEM, "no memory for an exception");
		return false;
	}
	shown.rules = policy_exceptions_join(arena, &e->rules);
	shown.senders = policy_exceptions_join(arena, &e->senders);
	shown.recipients = policy_exceptions_join(arena, &e->recipients);
	if (shown.rules == NULL || shown.senders == NULL ||
	    shown.recipients == NULL)
		arena_full(arena, "An exception of the policy", err);
	else
		more = each(own, &shown);
	arena_free(arena);
	return more;
}

enum outmark_status
outmark_policy_exceptions(struct outmark *om, bool (*each)(void *own,
    const struct outmark_exception *exception), void *own,
    struct outmark_error *error)
{
	struct library_use *use = library_use(om);
	const struct policy *policy = use->generation->policy;
	uint64_t now_ms = clock_wall_ms(&om->clock);
	struct err err = {.rc = RC_OK};

	for (size_t i = 0; i < policy->exception_count; i++)
		if (!policy_exceptions_show(&policy->exceptions[i], now_ms,
		    each, own, &err))
			break;
	library_unuse(om, use);
	return err.rc == RC_OK ? OUTMARK_OK : library_fail(&err, error);
}
