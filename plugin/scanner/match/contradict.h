/*
 * contradict - markings of one message that do not go together.
 */
#ifndef OUTMARK_SCANNER_MATCH_CONTRADICT_H
#define OUTMARK_SCANNER_MATCH_CONTRADICT_H

/* What contradicts what; bits of rule.contradictions. */
enum contradict {
	CONTRADICT_LABEL,	/* a label is below the text it goes with */
	CONTRADICT_PORTION,	/* a banner is below a portion */
	CONTRADICT_ATTACHMENT,	/* the message is below its attachment */
	CONTRADICT_LABELS,	/* two labels have different levels */
	CONTRADICT_REPLY,	/* a reply is below what it quotes */
	CONTRADICT_NOTICE,	/* a notice says that a text's marking is none */
};

/* The words of the rule language, by the numbers above; NULL at the end. */
const char *const *contradict_names(void);

#endif
