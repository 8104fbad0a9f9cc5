/*
 * answer - what the scanner said about one message, once it was checked.
 *
 * The scanner has read hostile bytes, so its frames are treated as hostile too:
 * besides the schema of each frame the counts are bounded, ids are made of
 * permitted characters and every reference leads somewhere.  What does not hold
 * is refused whole.  It holds masks, digests and (only when asked for) text.
 */
#ifndef OUTMARK_LIB_ANSWER_H
#define OUTMARK_LIB_ANSWER_H

#include "base/arena.h"
#include "base/cause.h"
#include "base/crypt.h"
#include "base/frame.h"
#include "base/limit.h"

struct answer_pack {
	const char *id, *version, *hash;
};

struct answer_part {
	uint32_t id, parent;
	const char *where, *name, *type;
	uint64_t size;
	unsigned examined;	/* 0 no, 1 partly, 2 yes */
	cause_set causes;
	const char *causes_text;	/* "encrypted, ratio"; after answer_end */
	uint64_t flags;
};

struct answer_label {
	const char *id;
	unsigned confidence;
	uint64_t count, part_count;
	uint32_t part;
};

struct answer_finding {
	const char *rule, *label, *where, *masked, *validator;
	unsigned confidence, state, scope;
	uint64_t count, start, end;
	uint32_t part;
	bool has_digest;
	unsigned char digest[CRYPT_DIGEST_BYTES];
};

struct answer_marking {
	uint32_t part;
	const char *system, *level, *text, *kind, *where;
	const char *const *controls, *const *releases, *const *broken;
	size_t control_count, release_count, broken_count;
	bool conformant, mention, quoted;
};

/* What the markings of one system come to: the high-water mark. */
struct answer_overall {
	const char *system, *level, *text;
	const char *const *controls, *const *releases;
	size_t control_count, release_count;
};

struct answer_contract {
	uint32_t part;
	const char *kind, *state;
	unsigned score;
};

struct answer_explain {
	const char *rule, *element, *where, *sentence;
	uint32_t part;
	bool passed;
};

struct answer_text {
	uint32_t part;
	unsigned scope;
	const char *where;
	struct slice bytes;
};

#define ANSWER_LIST(name) struct answer_##name *name##s; size_t name##_count;

struct answer {
	struct arena *arena;
	const struct limits *limits;	/* borrowed while it is read */
	ANSWER_LIST(pack)
	ANSWER_LIST(part)
	ANSWER_LIST(label)
	ANSWER_LIST(finding)
	ANSWER_LIST(marking)
	ANSWER_LIST(overall)
	ANSWER_LIST(contract)
	ANSWER_LIST(explain)
	ANSWER_LIST(text)
	const char **notes;
	size_t note_count;
	const char *engine, *generation, *jail;	/* "" before DONE */
	uint64_t findings_dropped, text_cut, text_bytes;
	cause_set causes;	/* of the message as a whole, see answer_end */
	bool done;
};

#undef ANSWER_LIST

/* An empty answer that may take up to `ceiling` bytes.  NULL without memory. */
struct answer *answer_new(const struct limits *limits, size_t ceiling)
    MUST_USE;
void answer_free(struct answer *answer);

/*
 * Take in a frame.  RC_END after DONE; RC_INPUT when the frame breaks a rule,
 * RC_LIMIT when there are too many: the answer is then of no use.
 */
enum rc answer_take(struct answer *answer, const struct frame *frame,
    struct err *err) MUST_USE;

/*
 * All frames came, or no more will: check the references, and name and sum up
 * the causes of the parts.  RC_INPUT when a reference leads nowhere, or when the
 * scanner is done without a part: seeing nothing is no clean message.
 */
enum rc answer_end(struct answer *answer, struct err *err) MUST_USE;

/* Add a sentence about trouble on our side; a full list drops it. */
void answer_note(struct answer *answer, const char *sentence);

/* May an id of a label, rule or pack look like this? */
bool answer_is_id(struct slice id);

/* The words of the JSON for the numbers in frames. */
const char *answer_examined_name(unsigned examined);
const char *answer_state_name(unsigned state);

/* The causes as "encrypted, ratio"; "" for none; NULL when the arena is full. */
const char *answer_causes_text(struct arena *arena, cause_set causes);

#endif
