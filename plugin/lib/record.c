/*
 * record - a decision as journal records.
 */
#include "lib/record.h"

#include "lib/found_json.h"

enum {
	RECORD_BODY = 118000,		/* a frame takes 120000 */
	RECORD_VERDICTS = 60000,	/* of a record, for recipients */
	RECORD_PARAMS = 90000,		/* no parameter behind this */
	RECORD_LABELS = 75000,		/* no labels in a short record */
	RECORD_ADDRESS = 1000,
	RECORD_WORD = 320,
};

static void
record_address(struct json *json, const char *key, const char *address)
{
	json_string(json, key, slice_sub(slice_of(address), 0,
	    RECORD_ADDRESS));
}

static void
record_word(struct json *json, const char *key, const char *word)
{
	json_string(json, key, slice_sub(slice_of(word), 0, RECORD_WORD));
}

static void
record_params(struct json *json, const char *const *params)
{
	json_array(json, "parameters");
	for (size_t i = 0; params != NULL && params[i] != NULL && i < 32 &&
	    json->out->len < RECORD_PARAMS; i++)
		record_address(json, NULL, params[i]);
	json_array_end(json);
}

static void
record_message(struct json *json, const struct outmark_result *r,
    const struct outmark_message *m)
{
	const struct envelope_client *c = &m->envelope.client;
	unsigned char keyed[CRYPT_DIGEST_BYTES];
	char hex[CRYPT_DIGEST_HEX];

	crypt_keyed(&r->outmark->mark_key, slice_bytes(spool_digest(m->spool),
	    CRYPT_DIGEST_BYTES), keyed);
	crypt_hex(keyed, sizeof keyed, hex);
	json_object(json, "message");
	record_word(json, "queue_id", c->queue_id);
	json_number(json, "size", spool_size(m->spool));
	json_text(json, "digest_type", CRYPT_KEYED_ID);
	json_text(json, "digest", hex);
	json_text(json, "again", r->again);
	record_word(json, "client_host", c->host);
	record_word(json, "client", c->address);
	record_word(json, "helo", c->helo);
	record_word(json, "user", c->user);
	record_word(json, "listener", c->listener);
	json_bool(json, "local", c->local);
	record_address(json, "sender", m->envelope.sender.address.given);
	record_params(json, m->envelope.sender.params);
	json_number(json, "recipients", m->envelope.recipient_count);
	json_object_end(json);
}

static void
record_times(struct json *json, const struct outmark_result *r)
{
	json_object(json, "ms");
	json_number(json, "wait", r->wait_ms);
	json_number(json, "scan", r->scan_ms);
	json_number(json, "total", clock_monotonic_ms(&r->outmark->clock) -
	    r->began_ms);
	json_object_end(json);
}

static bool
record_same_group(const struct verdict *a, const struct verdict *b)
{
	return a->direction == b->direction && a->action == b->action &&
	    strcmp(a->rule, b->rule) == 0 &&
	    strcmp(a->sentence, b->sentence) == 0;
}

static void
record_destination(struct json *json, const struct verdict *v)
{
	const struct destination *d = &v->destination;

	json_object(json, "destination");
	record_address(json, "domain", d->domain);
	json_text(json, "class", destination_class_name(d->class));
	json_text(json, "provider", d->provider);
	json_text(json, "jurisdiction", d->jurisdiction);
	json_number(json, "confidence", d->confidence);
	json_number(json, "level", (uint64_t)d->level);
	json_text(json, "evidence", d->evidence);
	json_bool(json, "approved", v->approved);
	json_text(json, "approved_by", v->approved_by);
	json_object_end(json);
}

/* One object for verdicts that differ in nothing but the recipient. */
static size_t
record_group(struct json *json, const struct outmark_result *r, size_t i)
{
	const struct verdict *v = &r->verdicts[i];
	struct outmark_verdict shown = outmark_result_verdict(r, i);

	json_object(json, NULL);
	json_text(json, "direction", shown.direction);
	json_text(json, "action", shown.action);
	json_text(json, "would", shown.would);
	json_text(json, "policy", v->rule);
	json_text(json, "exception", v->exception);
	record_destination(json, v);
	json_text(json, "sentence", v->sentence);
	json_array(json, "recipients");
	do {
		record_address(json, NULL, r->verdicts[i].recipient);
		i++;
	} while (i < r->verdict_count && json->out->len < RECORD_VERDICTS &&
	    record_same_group(v, &r->verdicts[i]));
	json_array_end(json);
	json_object_end(json);
	return i;
}

/* Verdicts from `from` until the record is full; gives where to go on. */
static size_t
record_verdicts(struct json *json, const struct outmark_result *r,
    size_t from)
{
	json_array(json, "verdicts");
	while (from < r->verdict_count && json->out->len < RECORD_VERDICTS)
		from = record_group(json, r, from);
	json_array_end(json);
	return from;
}

static void
record_found(struct json *json, const struct outmark_result *r, size_t most)
{
	const struct answer *a = r->answer;

	json_text(json, "engine", a->engine);
	json_text(json, "jail", a->jail);
	if (most > 0)
		found_json_packs(json, a);
	if (most > 0 || (a->label_count <= 200 &&
	    json->out->len < RECORD_LABELS))
		found_json_labels(json, a);
	found_json_parts(json, a, most, false);
	found_json_findings(json, a, most, true);
	found_json_markings(json, a, most);
	found_json_overall(json, a);
	found_json_contracts(json, a, most);
	json_bool(json, "cut", a->part_count > most ||
	    a->finding_count > most || a->marking_count > most ||
	    a->contract_count > most);
	if (most > 0)
		found_json_notes(json, "notes", a);
}

/* The record that closes the decision, with at most `most` rows of a kind. */
static void
record_write(struct buf *body, const struct outmark_result *r,
    const struct outmark_message *m, size_t first, size_t most)
{
	struct json json;

	buf_clear(body);
	body->full = false;
	json = json_begin(body);
	json_object(&json, NULL);
	json_text(&json, "mode", r->enforced ? "enforce" : "monitor");
	json_text(&json, "operation", operation_name(r->operation));
	json_text(&json, "would", operation_name(r->would));
	json_text(&json, "policy_id", r->generation->policy->id);
	json_text(&json, "scanner_generation", r->answer->generation);
	record_verdicts(&json, r, first);
	found_json_causes(&json, "causes", r->answer->causes);
	record_message(&json, r, m);
	record_times(&json, r);
	record_found(&json, r, most);
	json_object_end(&json);
}

static enum rc
record_send(struct outmark_result *r, const char *event, bool durable,
    const struct buf *body, struct err *err)
{
	const struct keep_record record = {
		.event = event, .id = r->id, .durable = durable,
		.generation = r->generation->name, .body = buf_slice(body),
	};

	TRY(buf_check(body, "A journal record", err));
	return keep_append(r->outmark->keep, &record, err);
}

/* Recipients that do not fit go ahead; gives the first that is left. */
static enum rc
record_send_more(struct outmark_result *r, struct buf *body, size_t *left,
    struct err *err)
{
	size_t from = 0;

	for (;;) {
		struct json json;
		size_t next;

		buf_clear(body);
		json = json_begin(body);
		json_object(&json, NULL);
		next = record_verdicts(&json, r, from);
		json_object_end(&json);
		*left = from;
		if (next == r->verdict_count)
			return RC_OK;
		TRY(record_send(r, "message.more", false, body, err));
		from = next;
	}
}

enum rc
record_keep(struct outmark_result *r, const struct outmark_message *m,
    struct err *err)
{
	static const size_t rows[] = {200, 50, 10, 0};
	struct buf body = buf_new(RECORD_BODY);
	size_t left = 0, i = 0;
	enum rc rc;

	rc = record_send_more(r, &body, &left, err);
	do
		record_write(&body, r, m, left, rows[i]);
	while (body.full && ++i < sizeof rows / sizeof rows[0]);
	if (rc == RC_OK)
		rc = record_send(r, "message", r->would != OUTMARK_DELIVER ||
		    r->answer->causes != 0, &body, err);
	buf_free(&body);
	return rc;
}
