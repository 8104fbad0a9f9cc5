/*
 * policy_test - what would be decided, without a message.
 *
 * The facts come from the caller instead of the scanner; from there on it is
 * the path of every message, but for the journal.
 */
#include "lib/result.h"

/* "id", "id=85" or "id=85x10". */
static enum rc
policy_test_label(struct answer *a, const char *text, struct err *err)
{
	struct slice rest = slice_of(text), id, confidence;
	uint64_t percent = 85, count = 1;
	struct answer_label *label = &a->labels[a->label_count];

	if (!slice_cut(&rest, '=', &id) || !answer_is_id(id))
		return err_set(err, RC_INPUT, "%s is no label; write its id, "
		    "id=CONFIDENCE or id=CONFIDENCExCOUNT", text);
	if (rest.len > 0 && (!slice_cut(&rest, 'x', &confidence) ||
	    !slice_number(confidence, &percent) || percent > 100 ||
	    (rest.len > 0 && !slice_number(rest, &count))))
		return err_set(err, RC_INPUT, "%s is no label; write for "
		    "example pii.identity.us=85x3", text);
	label->id = arena_string(a->arena, id);
	label->confidence = (unsigned)percent;
	label->count = label->part_count = count;
	a->label_count++;
	return label->id != NULL ? RC_OK :
	    arena_full(a->arena, "The list of labels", err);
}

static enum rc
policy_test_answer(struct outmark_result *r, const char *const *labels,
    const char *const *causes, struct err *err)
{
	struct answer *a = answer_new(&r->use->config->limits, 1048576);
	size_t n = 0;

	r->answer = a;
	while (labels != NULL && labels[n] != NULL)
		n++;
	if (a == NULL || (a->labels = arena_array(a->arena, n + 1,
	    sizeof *a->labels)) == NULL)
		return err_set(err, RC_SYSTEM, "no memory for the labels");
	for (size_t i = 0; i < n; i++)
		TRY(policy_test_label(a, labels[i], err));
	for (size_t i = 0; causes != NULL && causes[i] != NULL; i++) {
		enum cause cause = cause_of_name(slice_of(causes[i]));

		if (cause == CAUSE_none)
			return err_set(err, RC_INPUT, "%s is no cause; write "
			    "for example encrypted, ratio or time",
			    causes[i]);
		a->causes |= cause_bit(cause);
	}
	return RC_OK;
}

static enum rc
policy_test_envelope(struct envelope *envelope, const char *sender,
    const char *const *recipients, struct err *err)
{
	/* The message comes from a user of ours: the usual question. */
	const struct envelope_client client = {
		.host = "", .address = "", .helo = "", .user = "",
		.listener = "", .queue_id = "", .local = true,
	};

	TRY(envelope_set_client(envelope, &client, err));
	TRY(envelope_set_sender(envelope, sender != NULL ? sender : "", NULL,
	    err));
	for (size_t i = 0; recipients[i] != NULL; i++)
		TRY(envelope_add(envelope, recipients[i], NULL, NULL, NULL,
		    err));
	return RC_OK;
}

static enum rc
policy_test_run(struct outmark_result *r, const char *const *labels,
    const char *const *causes, const char *sender,
    const char *const *recipients, struct err *err)
{
	static const unsigned char no_body[CRYPT_DIGEST_BYTES];
	struct envelope envelope;

	envelope_begin(&envelope, r->arena);
	TRY(policy_test_answer(r, labels, causes, err));
	TRY(policy_test_envelope(&envelope, sender, recipients, err));
	TRY(result_decide(r, &envelope, err));
	return result_finish(r, no_body, err);
}

enum outmark_status
outmark_policy_test(struct outmark *om, const char *const *labels,
    const char *const *causes, const char *sender,
    const char *const *recipients, struct outmark_result **result,
    struct outmark_error *error)
{
	struct outmark_result *r;
	struct err err;

	if (result_new(om, &r, &err) != RC_OK)
		return library_fail(&err, error);
	if (policy_test_run(r, labels, causes, sender, recipients, &err) !=
	    RC_OK) {
		outmark_result_free(r);
		return library_fail(&err, error);
	}
	*result = r;
	return OUTMARK_OK;
}
