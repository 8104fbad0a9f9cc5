/*
 * contract_state - how far is a contract?
 */
#include "scanner/match/contract_state.h"

#include "scanner/match/contract_hand.h"
#include "scanner/match/contract_sign.h"

enum {
	GAPS_TEMPLATE = 3,	/* so many gaps make a form */
	GAPS_CHANGED = 10,	/* and so many where there are tracked changes */
	CHANGES_DRAFT = 2,	/* so many hidden pieces are tracked changes */
	HIDDEN_PART = 4,	/* unless they are a quarter of the text */
};

/* Removed text and notes that a reader of the document tells as hidden. */
static bool
has_changes(const struct text *text)
{
	size_t pieces = 0, bytes = 0;

	for (size_t i = 0; i < text->run_count; i++) {
		size_t end = i + 1 < text->run_count ?
		    text->runs[i + 1].start : text->bytes.len;

		if (!(text->runs[i].flags & TEXT_FLAG_hidden) ||
		    text->runs[i].scope != SCOPE_attachment)
			continue;
		pieces++;
		bytes += end - text->runs[i].start;
	}
	return pieces >= CHANGES_DRAFT && bytes < text->bytes.len / HIDDEN_PART;
}

const char *
contract_state(const struct text *text, const unsigned shown[SHOWS_COUNT],
    unsigned signers)
{
	struct contract_signs signs = contract_sign_read(text->bytes);
	unsigned gaps = shown[SHOWS_PLACEHOLDER] + signs.gaps;

	if (!signs.filled && !signs.open)
		signs.filled = signs.marked = shown[SHOWS_SIGNED];
	if (shown[SHOWS_COMPLETED])
		return "executed";
	if (shown[SHOWS_TEMPLATE] && gaps >= GAPS_CHANGED && !signs.marked)
		return "template";
	if (shown[SHOWS_DRAFT] && !signs.marked)
		return "draft";
	if (signs.filled)
		return signs.open || signs.filled + signs.sender < signers ?
		    "partly" : "executed";
	if (shown[SHOWS_SENT] || (signs.awaited && gaps < GAPS_TEMPLATE))
		return "sent";
	if (signs.names >= signers && gaps < GAPS_TEMPLATE)
		return "executed";
	if (gaps < GAPS_CHANGED && has_changes(text))
		return "draft";
	if (gaps >= GAPS_TEMPLATE || shown[SHOWS_TEMPLATE])
		return "template";
	if (shown[SHOWS_EARLY] && !shown[SHOWS_OFFER])
		return "draft";
	/* A letter that its reader is to sign went out to be signed. */
	return shown[SHOWS_OFFER] || contract_hand_letter(text->bytes, 1) ?
	    "sent" : "draft";
}
