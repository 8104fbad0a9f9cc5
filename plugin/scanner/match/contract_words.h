/*
 * contract_words - is a text worded as contracts are?
 *
 * A vocabulary (contracts/vocabulary.tsv, learned by tests/accuracy/
 * train_contracts.py) tells for some thousand words what it is worth that a text
 * has them: above 0 for a contract, below 0 against.  A word counts once; a text's
 * wording is the sum over its words, divided by the root of their number, as of a
 * long text more words are known whatever it is.
 */
#ifndef OUTMARK_SCANNER_MATCH_CONTRACT_WORDS_H
#define OUTMARK_SCANNER_MATCH_CONTRACT_WORDS_H

#include "scanner/extract/text.h"
#include "scanner/match/source.h"

struct contract_words;

/* Read the file into the source's arena. */
enum rc contract_words_read(struct source *source, const char *path,
    const struct contract_words **words, struct err *err) MUST_USE;

/* How many words it has; NULL has none. */
size_t contract_words_count(const struct contract_words *words);

/*
 * The wording of the text's beginning and end, in points; 0 without a vocabulary.
 * Names of files and properties are not looked at.  `seen` is room for one bool for
 * each word, all false.
 */
int contract_words_points(const struct contract_words *words,
    const struct text *text, bool *seen);

#endif
