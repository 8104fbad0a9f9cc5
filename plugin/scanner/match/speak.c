/*
 * speak - which rules could a word of this text still raise?
 *
 * A table of numbers has a hundred thousand bare numbers, each of the right
 * length for dozens of countries, and no word that makes one of them count.  One
 * pass of the word database over the text and its column headers tells the
 * rules that can be left out.  It only says "perhaps": where a word stands is
 * evidence.c's question.
 */
#include "scanner/match/engine.h"
#include "scanner/match/wordlist.h"

struct speaking {
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

static enum rc
hear(const struct work *work, struct speaking *s, struct slice text,
    struct err *err)
{
	s->text = text;
	return keywords_scan(work->match->matcher->words, text, note_word, s,
	    err);
}

/* Each header is shared by the cells below it: read it when it changes. */
static enum rc
hear_headers(const struct work *work, struct speaking *s, struct err *err)
{
	const struct text *text = work->text;
	const unsigned char *last = NULL;

	for (size_t i = 0; i < text->run_count; i++) {
		unsigned char room[EVIDENCE_HEADER_MOST + TEXT_SLACK] = {0};
		struct slice header = slice_sub(text->runs[i].evidence, 0,
		    EVIDENCE_HEADER_MOST);

		if (header.len == 0 || header.at == last)
			continue;
		last = header.at;
		memcpy(room, header.at, header.len);
		TRY(hear(work, s, slice_bytes(room, header.len), err));
	}
	return RC_OK;
}

/* Bare numbers of the rule label, or it is to be explained why not. */
static bool
needs_no_word(const struct match *match, const struct rule *rule)
{
	return rule->bare >= CONFIDENCE_LABEL || explain_wanted(match, rule);
}

enum rc
speak_find(struct work *work, struct err *err)
{
	const struct matcher *matcher = work->match->matcher;
	struct speaking s = {.words = &matcher->catalogue.words};

	s.rules = engine_room(work->match, ROOM_SPEAKS,
	    matcher->rules->rule_count + 1, sizeof(*s.rules));
	s.heard = engine_room(work->match, ROOM_HEARD,
	    matcher->catalogue.words.word_count + 1, sizeof(*s.heard));
	if (!s.rules || !s.heard)
		return engine_full(work->match, err);
	TRY(hear(work, &s, work->text->bytes, err));
	TRY(hear_headers(work, &s, err));
	for (size_t i = 0; i < matcher->rules->rule_count; i++)
		s.rules[i] = s.rules[i] || needs_no_word(work->match,
		    matcher->rules->rules[i]);
	work->speaks = s.rules;
	return RC_OK;
}
