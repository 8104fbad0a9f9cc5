/*
 * chain - one line of the journal, and how it hangs on the line before.
 */
#include "keeper/chain.h"

#include <stdio.h>

#include "base/json.h"

enum { CHAIN_DEPTH = 32, CHAIN_WORD = 64 };

struct chain
chain_begin(void)
{
	struct chain chain = {0};

	memset(chain.last, '0', sizeof chain.last - 1);
	return chain;
}

static bool
chain_is_word(struct slice word)
{
	for (size_t i = 0; i < word.len; i++)
		if (!byte_is_alnum(word.at[i]) && word.at[i] != '.' &&
		    word.at[i] != '-' && word.at[i] != '_')
			return false;
	return word.len <= CHAIN_WORD;
}

/* The bytes of a JSON string behind its opening quote, up to the closing one. */
static struct slice
chain_string(struct slice rest)
{
	size_t i = 0;

	while (i < rest.len && rest.at[i] != '"')
		i += rest.at[i] == '\\' ? 2 : 1;
	return slice_sub(rest, 0, i);
}

static bool
chain_is_envelope_name(struct slice name)
{
	static const char *const names[] = {"schema", "event", "id", "seq",
		"prev", "instance", "generation", "time", "monotonic"};

	/* An escaped name could spell one of ours. */
	if (slice_find_byte(name, '\\') != SIZE_MAX)
		return true;
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		if (slice_is_text(name, names[i]))
			return true;
	return false;
}

/* No member at the top of this checked JSON object is one of the envelope. */
static bool
chain_members_are_free(struct slice body)
{
	unsigned depth = 0;
	bool name = true;	/* the next string at depth 1 is a name */

	for (size_t i = 0; i < body.len; i++) {
		unsigned char c = body.at[i];

		if (c == '{' || c == '[')
			depth++;
		else if (c == '}' || c == ']')
			depth--;
		else if (c == ',' && depth == 1)
			name = true;
		if (c != '"')
			continue;
		struct slice text = chain_string(slice_sub(body, i + 1,
		    body.len));

		if (depth == 1 && name && chain_is_envelope_name(text))
			return false;
		name = false;
		i += text.len + 1;
	}
	return true;
}

enum rc
chain_check(const struct chain_record *record, struct err *err)
{
	if (record->event.len == 0 || !chain_is_word(record->event) ||
	    !chain_is_word(record->id) || !chain_is_word(record->generation))
		return err_set(err, RC_INPUT, "the event, id or generation "
		    "of a record has characters that none may have");
	TRY(json_check(record->body, CHAIN_DEPTH, err));
	if (!chain_members_are_free(record->body))
		return err_set(err, RC_INPUT,
		    "a record's body has a member that only the keeper "
		    "writes");
	return RC_OK;
}

enum rc
chain_write(const struct chain *chain, const struct chain_record *record,
    struct buf *line, struct err *err)
{
	struct slice members = slice_trim(record->body);
	struct json json;

	/* Without the braces of the object. */
	members = slice_trim(slice_sub(members, 1, members.len - 1));
	buf_clear(line);
	json = json_begin(line);
	json_object(&json, NULL);
	json_number(&json, "schema", 1);
	json_string(&json, "event", record->event);
	json_string(&json, "id", record->id);
	json_number(&json, "seq", chain->seq + 1);
	json_text(&json, "prev", chain->last);
	json_text(&json, "instance", record->instance);
	json_string(&json, "generation", record->generation);
	json_text(&json, "time", record->time);
	json_number(&json, "monotonic", record->monotonic_ms);
	if (members.len > 0) {
		buf_byte(line, ',');
		buf_put(line, members);
	}
	json_object_end(&json);
	buf_byte(line, '\n');
	return buf_check(line, "A line of the journal", err);
}

void
chain_step(struct chain *chain, struct slice line)
{
	unsigned char digest[CRYPT_DIGEST_BYTES];

	crypt_digest(line, digest);
	crypt_hex(digest, sizeof digest, chain->last);
	chain->seq++;
}

static bool
chain_skip(struct slice *rest, const char *text)
{
	if (!slice_starts(*rest, slice_of(text)))
		return false;
	*rest = slice_sub(*rest, strlen(text), rest->len);
	return true;
}

static bool
chain_take_word(struct slice *rest, struct slice *word)
{
	return slice_cut(rest, '"', word) && chain_is_word(*word);
}

bool
chain_read(struct slice line, uint64_t *seq, char prev[CRYPT_DIGEST_HEX])
{
	struct slice rest = line, word, number;
	struct err err;

	if (!chain_skip(&rest, "{\"schema\":1,\"event\":\"") ||
	    !chain_take_word(&rest, &word) ||
	    !chain_skip(&rest, ",\"id\":\"") ||
	    !chain_take_word(&rest, &word) ||
	    !chain_skip(&rest, ",\"seq\":") ||
	    !slice_cut(&rest, ',', &number) || !slice_number(number, seq) ||
	    !chain_skip(&rest, "\"prev\":\"") ||
	    !slice_cut(&rest, '"', &word) ||
	    word.len != CRYPT_DIGEST_HEX - 1 ||
	    !chain_skip(&rest, ",\"instance\":\""))
		return false;
	memcpy(prev, word.at, word.len);
	prev[word.len] = '\0';
	return json_check(line, CHAIN_DEPTH, &err) == RC_OK;
}
