/*
 * speak - which rules could a word of this text still raise?
 *
 * A table of numbers has a hundred thousand bare numbers, each of the right
 * length for dozens of countries, and no word that makes one of them count.  One
 * look for words in the text and its column headers tells the rules that can be
 * left out.  It only says "perhaps": where a word stands is evidence.c's question,
 * for which the words of the text are kept.
 */
#include "scanner/match/engine.h"
#include "scanner/match/wordlist.h"

enum {
	WORDS_MOST = 1 << 20,	/* kept for the evidence */
	HEADERS_KEPT = 256,	/* names of columns */
};

struct speaking {
	struct work *work;
	const struct catalogue_list *words;
	struct slice text;	/* that is being scanned */
	bool *rules;
	bool *heard;		/* by number of the word */
};

/* A part was found: which of its words stand there whole? */
static bool
note_word(void *own, uint32_t part, uint32_t end)
{
	struct speaking *s = own;
	const struct catalogue_word *word = s->words->words[part];

	for (; word; word = word->next) {
		const struct catalogue_use *use = word->uses;

		if (s->heard[word->number] || end < word->lead ||
		    !wordlist_match(word->word, s->text, end - word->lead))
			continue;
		s->heard[word->number] = true;
		for (; use; use = use->next)
			if (!use->counter)
				s->rules[use->rule->number] = true;
	}
	return true;
}

/* The same, and the part is kept so that nobody need look for it again. */
static bool
keep_word(void *own, uint32_t part, uint32_t end)
{
	struct speaking *s = own;
	struct work *work = s->work;
	struct hsdb_hit *hit = work->words.count < WORDS_MOST ? vec_push(
	    &work->words, work->match->arena, sizeof(*hit)) : NULL;

	if (hit)
		*hit = (struct hsdb_hit){part, end};
	else
		work->words_lost = true;
	return note_word(own, part, end);
}

/* Was this name looked at a short while ago?  Rows repeat those of their columns. */
static bool
is_repeated(struct slice seen[HEADERS_KEPT], struct slice header)
{
	size_t slot = (header.len * 31 + header.at[0] * 7u +
	    header.at[header.len - 1]) % HEADERS_KEPT;

	if (slice_is(seen[slot], header))
		return true;
	seen[slot] = header;
	return false;
}

enum rc
speak_headers(const struct work *work, const struct keywords *keywords,
    struct slice *header, hsdb_record *record, void *own, struct err *err)
{
	const struct text *text = work->text;
	struct slice seen[HEADERS_KEPT] = {0};

	for (size_t i = 0; i < text->run_count; i++) {
		unsigned char room[EVIDENCE_HEADER_MOST + TEXT_SLACK] = {0};

		*header = slice_sub(text->runs[i].evidence, 0,
		    EVIDENCE_HEADER_MOST);
		if (header->len == 0 || is_repeated(seen, *header))
			continue;
		memcpy(room, header->at, header->len);
		header->at = room;
		TRY(keywords_scan(keywords, *header, record, own, err));
	}
	*header = slice_of("");
	return RC_OK;
}

enum rc
speak_find(struct work *work, struct err *err)
{
	const struct matcher *matcher = work->match->matcher;
	struct speaking s = {.work = work,
	    .words = &matcher->catalogue.words, .text = work->text->bytes};

	s.rules = engine_room(work->match, ROOM_SPEAKS,
	    matcher->rules->rule_count + 1, sizeof(*s.rules));
	s.heard = engine_room(work->match, ROOM_HEARD,
	    matcher->catalogue.words.word_count + 1, sizeof(*s.heard));
	if (!s.rules || !s.heard)
		return engine_full(work->match, err);
	TRY(keywords_scan(matcher->words, s.text, keep_word, &s, err));
	TRY(speak_headers(work, matcher->words, &s.text, note_word, &s, err));
	/* What is to be explained is looked at as if a word spoke for it. */
	for (size_t i = 0; i < matcher->rules->rule_count; i++)
		s.rules[i] = s.rules[i] || explain_wanted(work->match,
		    matcher->rules->rules[i]);
	work->speaks = s.rules;
	return RC_OK;
}
