/*
 * learn - which values recur over many mails of different senders?
 */
#include "front/cli/learn.h"

#include <stdlib.h>

enum { VALUE_MOST = 80, FIRST_ROOM = 256 };

struct value {
	char text[VALUE_MOST];	/* as it first stood; "" : free */
	size_t len;
	uint64_t key;		/* of letters and digits only */
	const char *kind;
	uint64_t mails, last;	/* mail that held it last */
	uint64_t senders[LEARN_SENDERS_MOST];
	size_t sender_count;
};

struct learn {
	struct value *values;
	size_t room, count, most;
	uint64_t mails, over;
	uint64_t sender;
};

struct learn *
learn_new(size_t most)
{
	struct learn *learn = calloc(1, sizeof(*learn));

	if (learn == NULL)
		return NULL;
	learn->most = most;
	learn->room = FIRST_ROOM;
	learn->values = calloc(learn->room, sizeof(*learn->values));
	if (learn->values == NULL) {
		free(learn);
		return NULL;
	}
	return learn;
}

void
learn_free(struct learn *learn)
{
	if (learn == NULL)
		return;
	explicit_bzero(learn->values, learn->room * sizeof(*learn->values));
	free(learn->values);
	free(learn);
}

/* "+49 30 901" and "+49-30-901" are one value; case counts for nothing. */
static uint64_t
key_of(struct slice text)
{
	uint64_t hash = 1469598103934665603ull;

	for (size_t i = 0; i < text.len; i++) {
		unsigned char byte = byte_lower(text.at[i]);

		if (byte_is_alnum(byte) || byte == '@' || byte >= 0x80)
			hash = (hash ^ byte) * 1099511628211ull;
	}
	return hash == 0 ? 1 : hash;
}

void
learn_mail(struct learn *learn, struct slice sender)
{
	learn->mails++;
	learn->sender = key_of(sender);
}

static struct value *
place_of(struct value *values, size_t room, uint64_t key)
{
	size_t at = (size_t)(key & (room - 1));

	while (values[at].len > 0 && values[at].key != key)
		at = (at + 1) & (room - 1);
	return &values[at];
}

static bool
grow(struct learn *learn)
{
	size_t room = learn->room * 2;
	struct value *values = calloc(room, sizeof(*values));

	if (values == NULL)
		return false;
	for (size_t i = 0; i < learn->room; i++)
		if (learn->values[i].len > 0)
			*place_of(values, room, learn->values[i].key) =
			    learn->values[i];
	explicit_bzero(learn->values, learn->room * sizeof(*learn->values));
	free(learn->values);
	learn->values = values;
	learn->room = room;
	return true;
}

static void
add_sender(struct value *value, uint64_t sender)
{
	for (size_t i = 0; i < value->sender_count; i++)
		if (value->senders[i] == sender)
			return;
	if (value->sender_count < LEARN_SENDERS_MOST)
		value->senders[value->sender_count++] = sender;
}

enum rc
learn_value(struct learn *learn, const char *kind, struct slice text,
    struct err *err)
{
	uint64_t key = key_of(text);
	struct value *value;

	if (text.len == 0 || text.len >= VALUE_MOST ||
	    slice_find_byte(text, '\n') != SIZE_MAX)
		return RC_OK;
	if (learn->count * 2 >= learn->room && !grow(learn))
		return err_set(err, RC_SYSTEM, "no memory for values");
	value = place_of(learn->values, learn->room, key);
	if (value->len == 0) {
		if (learn->count == learn->most) {
			learn->over++;
			return RC_OK;
		}
		learn->count++;
		*value = (struct value){ .key = key, .kind = kind,
			.len = text.len };
		memcpy(value->text, text.at, text.len);
	}
	if (value->last != learn->mails) {
		value->last = learn->mails;
		value->mails++;
	}
	add_sender(value, learn->sender);
	return RC_OK;
}

uint64_t
learn_mails(const struct learn *learn)
{
	return learn->mails;
}

uint64_t
learn_over(const struct learn *learn)
{
	return learn->over;
}

static int
by_mails(const void *a, const void *b)
{
	const struct value *x = *(const struct value *const *)a;
	const struct value *y = *(const struct value *const *)b;

	if (x->mails != y->mails)
		return x->mails > y->mails ? -1 : 1;
	return strcmp(x->text, y->text);
}

enum rc
learn_write(struct learn *learn, uint64_t mails, uint64_t senders,
    struct buf *out, uint64_t *written, struct err *err)
{
	const struct value **list = calloc(learn->count + 1, sizeof(*list));

	*written = 0;
	if (list == NULL)
		return err_set(err, RC_SYSTEM, "no memory for values");
	for (size_t i = 0; i < learn->room; i++)
		if (learn->values[i].len > 0 &&
		    learn->values[i].mails >= mails &&
		    learn->values[i].sender_count >= senders)
			list[(*written)++] = &learn->values[i];
	qsort(list, (size_t)*written, sizeof(*list), by_mails);
	for (uint64_t i = 0; i < *written; i++)
		buf_printf(out, "# %s: in %llu mails of %zu%s senders\n%.*s\n",
		    list[i]->kind, (unsigned long long)list[i]->mails,
		    list[i]->sender_count, list[i]->sender_count ==
		    LEARN_SENDERS_MOST ? " or more" : "", (int)list[i]->len,
		    list[i]->text);
	free(list);
	return buf_check(out, "the proposal", err);
}
