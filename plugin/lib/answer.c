/*
 * answer - what the scanner said about one message, once it was checked.
 *
 * One function per frame.  A list grows by doubling in the arena, so its old
 * places are wiped with everything else.
 */
#include "lib/answer.h"

#include <stdlib.h>

#include "base/escape.h"

enum {
	ANSWER_PACKS = 1000, ANSWER_LABELS = 2000, ANSWER_NOTES = 200,
	ANSWER_EXPLAINS = 100000, ANSWER_LIST_FIRST = 8,
	ANSWER_SYSTEMS = 64,
};

struct answer *
answer_new(const struct limits *limits, size_t ceiling)
{
	struct arena *arena = arena_new(ceiling);
	struct answer *a;

	if (arena == NULL)
		return NULL;
	a = arena_alloc(arena, sizeof *a);
	if (a == NULL) {
		arena_free(arena);
		return NULL;
	}
	a->arena = arena;
	a->limits = limits;
	a->engine = a->generation = a->jail = "";
	return a;
}

void
answer_free(struct answer *a)
{
	if (a != NULL)
		arena_free(a->arena);
}

/* Room for one more in a list whose room is the next power of two. */
static enum rc
answer_more(struct answer *a, void *list, size_t count, size_t size,
    size_t most, const char *what, struct err *err)
{
	void *old, *grown;

	if (count >= most)
		return err_set(err, RC_LIMIT,
		    "the scanner sent more than %zu %s", most, what);
	if (count != 0 && (count < ANSWER_LIST_FIRST ||
	    (count & (count - 1)) != 0))
		return RC_OK;
	grown = arena_array(a->arena,
	    count == 0 ? ANSWER_LIST_FIRST : count * 2, size);
	if (grown == NULL)
		return arena_full(a->arena, "The answer of the scanner", err);
	memcpy(&old, list, sizeof old);
	if (count > 0)
		memcpy(grown, old, count * size);
	memcpy(list, &grown, sizeof grown);
	return RC_OK;
}

/* A zeroed new row at the end of a list; counts only once it is complete. */
#define ANSWER_ROW(a, name, most, row, err)                                  \
	TRY(answer_more(a, &(a)->name##s, (a)->name##_count,                 \
	    sizeof *(a)->name##s, (most), #name "s", err));                  \
	struct answer_##name *row = &(a)->name##s[(a)->name##_count]

/* The text of a field; RC_LIMIT when the arena is full. */
static enum rc
answer_text(struct answer *a, const struct frame *frame,
    enum frame_field field, const char **text, struct err *err)
{
	*text = arena_string(a->arena, frame_bytes(frame, field));
	return *text != NULL ? RC_OK :
	    arena_full(a->arena, "The answer of the scanner", err);
}

bool
answer_is_id(struct slice id)
{
	if (id.len == 0 || id.len > 128)
		return false;
	for (size_t i = 0; i < id.len; i++)
		if (!byte_is_alnum(id.at[i]) && id.at[i] != '.' &&
		    id.at[i] != '_' && id.at[i] != '-')
			return false;
	return true;
}

static enum rc
answer_id(struct answer *a, const struct frame *frame,
    enum frame_field field, const char **id, struct err *err)
{
	if (!answer_is_id(frame_bytes(frame, field)))
		return err_set(err, RC_INPUT,
		    "the scanner sent an id with characters that no id has");
	return answer_text(a, frame, field, id, err);
}

/* Names are content of any bytes: made valid UTF-8 without controls. */
static enum rc
answer_name(struct answer *a, struct slice name, const char **text,
    struct err *err)
{
	struct buf out = buf_new(name.len * 3 + 1);
	size_t n;

	for (; name.len > 0; name = slice_sub(name, n, name.len)) {
		uint32_t code = utf8_decode(name, &n);

		if (code < 0x20 || (code >= 0x7f && code < 0xa0))
			code = 0xfffd;
		utf8_put(&out, code);
	}
	*text = arena_string(a->arena, buf_slice(&out));
	buf_free(&out);
	return *text != NULL ? RC_OK :
	    arena_full(a->arena, "The answer of the scanner", err);
}

static enum rc
answer_pack(struct answer *a, const struct frame *f, struct err *err)
{
	ANSWER_ROW(a, pack, ANSWER_PACKS, row, err);

	TRY(answer_id(a, f, FIELD_PACK_id, &row->id, err));
	TRY(answer_text(a, f, FIELD_PACK_version, &row->version, err));
	TRY(answer_text(a, f, FIELD_PACK_hash, &row->hash, err));
	a->pack_count++;
	return RC_OK;
}

static enum rc
answer_part(struct answer *a, const struct frame *f, struct err *err)
{
	ANSWER_ROW(a, part, a->limits->parts + 1, row, err);

	row->id = (uint32_t)frame_number(f, FIELD_PART_id);
	row->parent = (uint32_t)frame_number(f, FIELD_PART_parent);
	row->size = frame_number(f, FIELD_PART_size);
	row->examined = (unsigned)frame_number(f, FIELD_PART_examined);
	row->causes = (cause_set)frame_number(f, FIELD_PART_causes);
	row->flags = frame_number(f, FIELD_PART_flags);
	if (frame_number(f, FIELD_PART_causes) >> CAUSE_END != 0 ||
	    (row->causes & 1) != 0)
		return err_set(err, RC_INPUT,
		    "the scanner sent a cause that does not exist");
	TRY(answer_text(a, f, FIELD_PART_where, &row->where, err));
	TRY(answer_text(a, f, FIELD_PART_type, &row->type, err));
	TRY(answer_name(a, frame_bytes(f, FIELD_PART_name), &row->name, err));
	a->part_count++;
	return RC_OK;
}

static enum rc
answer_take_text(struct answer *a, const struct frame *f, struct err *err)
{
	ANSWER_ROW(a, text, SIZE_MAX, row, err);

	row->part = (uint32_t)frame_number(f, FIELD_TEXT_part);
	row->scope = (unsigned)frame_number(f, FIELD_TEXT_scope);
	row->bytes = arena_copy(a->arena, frame_bytes(f, FIELD_TEXT_bytes));
	if (row->bytes.at == NULL)
		return arena_full(a->arena, "The text of the message", err);
	TRY(answer_text(a, f, FIELD_TEXT_where, &row->where, err));
	a->text_count++;
	return RC_OK;
}

static enum rc
answer_label(struct answer *a, const struct frame *f, struct err *err)
{
	ANSWER_ROW(a, label, ANSWER_LABELS, row, err);

	TRY(answer_id(a, f, FIELD_LABEL_id, &row->id, err));
	for (size_t i = 0; i < a->label_count; i++)
		if (strcmp(a->labels[i].id, row->id) == 0)
			return err_set(err, RC_INPUT,
			    "the scanner sent the label %s twice", row->id);
	row->confidence = (unsigned)frame_number(f, FIELD_LABEL_confidence);
	row->count = frame_number(f, FIELD_LABEL_count);
	row->part = (uint32_t)frame_number(f, FIELD_LABEL_part);
	row->part_count = frame_number(f, FIELD_LABEL_part_count);
	a->label_count++;
	return RC_OK;
}

static enum rc
answer_finding(struct answer *a, const struct frame *f, struct err *err)
{
	struct slice digest = frame_bytes(f, FIELD_FINDING_digest);

	ANSWER_ROW(a, finding, a->limits->findings, row, err);
	TRY(answer_id(a, f, FIELD_FINDING_rule, &row->rule, err));
	TRY(answer_id(a, f, FIELD_FINDING_label, &row->label, err));
	TRY(answer_text(a, f, FIELD_FINDING_where, &row->where, err));
	TRY(answer_text(a, f, FIELD_FINDING_masked, &row->masked, err));
	TRY(answer_text(a, f, FIELD_FINDING_validator, &row->validator, err));
	row->confidence = (unsigned)frame_number(f, FIELD_FINDING_confidence);
	row->count = frame_number(f, FIELD_FINDING_count);
	row->part = (uint32_t)frame_number(f, FIELD_FINDING_part);
	row->start = frame_number(f, FIELD_FINDING_start);
	row->end = frame_number(f, FIELD_FINDING_end);
	row->state = (unsigned)frame_number(f, FIELD_FINDING_state);
	row->scope = (unsigned)frame_number(f, FIELD_FINDING_scope);
	row->has_digest = digest.len == CRYPT_DIGEST_BYTES;
	if (row->has_digest)
		memcpy(row->digest, digest.at, CRYPT_DIGEST_BYTES);
	if (row->end < row->start || (digest.len != 0 && !row->has_digest))
		return err_set(err, RC_INPUT,
		    "the scanner sent a finding that ends before it starts "
		    "or has half a digest");
	a->finding_count++;
	return RC_OK;
}

static enum rc
answer_texts(struct answer *a, const struct frame *f, enum frame_field field,
    const char *const **list, size_t *count, struct err *err)
{
	struct slice bytes;
	const char **texts;
	size_t cursor = 0, n = 0;

	while (frame_each(f, field, &cursor, &bytes))
		n++;
	*count = 0;
	*list = NULL;
	if (n == 0)
		return RC_OK;
	texts = arena_array(a->arena, n, sizeof *texts);
	if (texts == NULL)
		return arena_full(a->arena, "The answer of the scanner", err);
	for (cursor = 0; frame_each(f, field, &cursor, &bytes); (*count)++) {
		texts[*count] = arena_string(a->arena, bytes);
		if (texts[*count] == NULL)
			return arena_full(a->arena,
			    "The answer of the scanner", err);
	}
	*list = texts;
	return RC_OK;
}

static enum rc
answer_marking(struct answer *a, const struct frame *f, struct err *err)
{
	ANSWER_ROW(a, marking, a->limits->findings, row, err);

	row->part = (uint32_t)frame_number(f, FIELD_MARKING_part);
	row->conformant = frame_number(f, FIELD_MARKING_conformant) != 0;
	row->mention = frame_number(f, FIELD_MARKING_mention) != 0;
	row->quoted = frame_number(f, FIELD_MARKING_quoted) != 0;
	TRY(answer_id(a, f, FIELD_MARKING_system, &row->system, err));
	TRY(answer_text(a, f, FIELD_MARKING_level, &row->level, err));
	TRY(answer_text(a, f, FIELD_MARKING_text, &row->text, err));
	TRY(answer_text(a, f, FIELD_MARKING_kind, &row->kind, err));
	TRY(answer_text(a, f, FIELD_MARKING_where, &row->where, err));
	TRY(answer_texts(a, f, FIELD_MARKING_control, &row->controls,
	    &row->control_count, err));
	TRY(answer_texts(a, f, FIELD_MARKING_release, &row->releases,
	    &row->release_count, err));
	TRY(answer_texts(a, f, FIELD_MARKING_broken, &row->broken,
	    &row->broken_count, err));
	a->marking_count++;
	return RC_OK;
}

static enum rc
answer_overall(struct answer *a, const struct frame *f, struct err *err)
{
	ANSWER_ROW(a, overall, ANSWER_SYSTEMS, row, err);

	TRY(answer_id(a, f, FIELD_OVERALL_system, &row->system, err));
	TRY(answer_text(a, f, FIELD_OVERALL_level, &row->level, err));
	TRY(answer_text(a, f, FIELD_OVERALL_text, &row->text, err));
	TRY(answer_texts(a, f, FIELD_OVERALL_control, &row->controls,
	    &row->control_count, err));
	TRY(answer_texts(a, f, FIELD_OVERALL_release, &row->releases,
	    &row->release_count, err));
	a->overall_count++;
	return RC_OK;
}

static enum rc
answer_contract(struct answer *a, const struct frame *f, struct err *err)
{
	ANSWER_ROW(a, contract, a->limits->findings, row, err);

	row->part = (uint32_t)frame_number(f, FIELD_CONTRACT_part);
	row->score = (unsigned)frame_number(f, FIELD_CONTRACT_score);
	TRY(answer_id(a, f, FIELD_CONTRACT_kind, &row->kind, err));
	TRY(answer_text(a, f, FIELD_CONTRACT_state, &row->state, err));
	a->contract_count++;
	return RC_OK;
}

static enum rc
answer_explain(struct answer *a, const struct frame *f, struct err *err)
{
	ANSWER_ROW(a, explain, ANSWER_EXPLAINS, row, err);

	row->part = (uint32_t)frame_number(f, FIELD_EXPLAIN_part);
	row->passed = frame_number(f, FIELD_EXPLAIN_passed) != 0;
	TRY(answer_id(a, f, FIELD_EXPLAIN_rule, &row->rule, err));
	TRY(answer_text(a, f, FIELD_EXPLAIN_element, &row->element, err));
	TRY(answer_text(a, f, FIELD_EXPLAIN_where, &row->where, err));
	TRY(answer_text(a, f, FIELD_EXPLAIN_sentence, &row->sentence, err));
	a->explain_count++;
	return RC_OK;
}

static enum rc
answer_take_note(struct answer *a, const struct frame *f, struct err *err)
{
	TRY(answer_more(a, &a->notes, a->note_count, sizeof *a->notes,
	    ANSWER_NOTES, "notes", err));
	TRY(answer_text(a, f, FIELD_NOTE_sentence, &a->notes[a->note_count],
	    err));
	a->note_count++;
	return RC_OK;
}

void
answer_note(struct answer *a, const char *sentence)
{
	struct err dropped;
	const char *copy = arena_string(a->arena, slice_of(sentence));

	if (copy != NULL && answer_more(a, &a->notes, a->note_count,
	    sizeof *a->notes, 2 * ANSWER_NOTES, "notes", &dropped) == RC_OK)
		a->notes[a->note_count++] = copy;
}

static enum rc
answer_done(struct answer *a, const struct frame *f, struct err *err)
{
	a->findings_dropped = frame_number(f, FIELD_DONE_findings_dropped);
	a->text_cut = frame_number(f, FIELD_DONE_text_cut);
	a->text_bytes = frame_number(f, FIELD_DONE_text_bytes);
	TRY(answer_text(a, f, FIELD_DONE_engine, &a->engine, err));
	TRY(answer_text(a, f, FIELD_DONE_generation, &a->generation, err));
	TRY(answer_text(a, f, FIELD_DONE_jail, &a->jail, err));
	a->done = true;
	return RC_END;
}

enum rc
answer_take(struct answer *a, const struct frame *frame, struct err *err)
{
	static const struct {
		enum frame_type type;
		enum rc (*take)(struct answer *, const struct frame *,
		    struct err *);
	} readers[] = {
		{FRAME_PACK, answer_pack}, {FRAME_PART, answer_part},
		{FRAME_TEXT, answer_take_text}, {FRAME_LABEL, answer_label},
		{FRAME_FINDING, answer_finding},
		{FRAME_MARKING, answer_marking},
		{FRAME_OVERALL, answer_overall},
		{FRAME_CONTRACT, answer_contract},
		{FRAME_EXPLAIN, answer_explain},
		{FRAME_NOTE, answer_take_note}, {FRAME_DONE, answer_done},
	};

	if (a->done)
		return err_set(err, RC_INPUT,
		    "the scanner went on after its last frame");
	if (frame->fd_count != 0)
		return err_set(err, RC_INPUT,
		    "the scanner sent a descriptor, which it never does");
	for (size_t i = 0; i < sizeof readers / sizeof readers[0]; i++)
		if (readers[i].type == frame->type)
			return readers[i].take(a, frame, err);
	return err_set(err, RC_INPUT,
	    "the scanner sent a frame of type %s, which no answer has",
	    frame_type_name(frame->type));
}

static int
answer_compare_ids(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

/* Part ids in order, 0 for the message among them. */
struct answer_ids {
	uint32_t *at;
	size_t count;
};

static bool
answer_knows(const struct answer_ids *ids, uint32_t id)
{
	size_t low = 0, high = ids->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (ids->at[middle] == id)
			return true;
		if (ids->at[middle] < id)
			low = middle + 1;
		else
			high = middle;
	}
	return false;
}

static enum rc
answer_collect_ids(struct answer *a, struct answer_ids *ids, struct err *err)
{
	ids->at = arena_array(a->arena, a->part_count + 1, sizeof *ids->at);
	if (ids->at == NULL)
		return arena_full(a->arena, "The answer of the scanner", err);
	ids->count = 1;
	for (size_t i = 0; i < a->part_count; i++)
		if (a->parts[i].id != 0)
			ids->at[ids->count++] = a->parts[i].id;
	qsort(ids->at, ids->count, sizeof *ids->at, answer_compare_ids);
	for (size_t i = 1; i < ids->count; i++)
		if (ids->at[i] == ids->at[i - 1])
			return err_set(err, RC_INPUT,
			    "the scanner sent two parts of one id");
	return RC_OK;
}

static bool
answer_references_hold(const struct answer *a, const struct answer_ids *ids)
{
	for (size_t i = 0; i < a->part_count; i++)
		if (!answer_knows(ids, a->parts[i].parent))
			return false;
	for (size_t i = 0; i < a->label_count; i++)
		if (!answer_knows(ids, a->labels[i].part))
			return false;
	for (size_t i = 0; i < a->finding_count; i++)
		if (!answer_knows(ids, a->findings[i].part))
			return false;
	for (size_t i = 0; i < a->marking_count; i++)
		if (!answer_knows(ids, a->markings[i].part))
			return false;
	for (size_t i = 0; i < a->contract_count; i++)
		if (!answer_knows(ids, a->contracts[i].part))
			return false;
	for (size_t i = 0; i < a->explain_count; i++)
		if (!answer_knows(ids, a->explains[i].part))
			return false;
	for (size_t i = 0; i < a->text_count; i++)
		if (!answer_knows(ids, a->texts[i].part))
			return false;
	return true;
}

enum rc
answer_end(struct answer *a, struct err *err)
{
	struct answer_ids ids = {0};

	TRY(answer_collect_ids(a, &ids, err));
	if (!answer_references_hold(a, &ids))
		return err_set(err, RC_INPUT,
		    "the scanner spoke of a part that it did not name");
	if (a->done && a->part_count == 0)
		return err_set(err, RC_INPUT,
		    "the scanner was done without having seen any part");
	if (a->text_cut > 0)
		a->causes |= cause_bit(CAUSE_too_big);
	for (size_t i = 0; i < a->part_count; i++) {
		struct answer_part *part = &a->parts[i];

		/* Not seeing always has a name, so that policy can decide. */
		if (part->examined != 2 && part->causes == 0)
			part->causes = cause_bit(CAUSE_unsupported);
		a->causes |= part->causes;
		part->causes_text = answer_causes_text(a->arena, part->causes);
		if (part->causes_text == NULL)
			return arena_full(a->arena,
			    "The answer of the scanner", err);
	}
	return RC_OK;
}

const char *
answer_examined_name(unsigned examined)
{
	static const char *const names[] = {"no", "partly", "yes"};

	return examined < 3 ? names[examined] : "no";
}

const char *
answer_state_name(unsigned state)
{
	static const char *const names[] = {
		"enforced", "shadow", "suppressed", "mention", "below",
	};

	return state < 5 ? names[state] : "below";
}

const char *
answer_causes_text(struct arena *arena, cause_set causes)
{
	struct buf out = buf_new(1024);
	const char *text;

	if (causes == 0)
		return "";
	for (unsigned c = 1; c < CAUSE_END; c++) {
		if ((causes & cause_bit((enum cause)c)) == 0)
			continue;
		if (out.len > 0)
			buf_text(&out, ", ");
		buf_text(&out, cause_name((enum cause)c));
	}
	text = arena_string(arena, buf_slice(&out));
	buf_free(&out);
	return text;
}
