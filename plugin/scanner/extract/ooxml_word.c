/*
 * ooxml_word - the parts of a Word document, in the order of a reader's
 * interest.
 *
 * Which part is what follows from its root element, so that a header that
 * nothing refers to is read too.  How text runs is flow's.
 */
#include "scanner/extract/ooxml.h"

#define WORD_SPACE "wordprocessingml"

struct word_kind {
	const char *root;
	const char *kind;	/* "header": places are "header 1"...; "" none */
	unsigned flags;
};

enum rc
ooxml_word(struct ooxml *ooxml, struct err *err)
{
	static const struct word_kind kinds[] = {
		{"document", "", 0},
		{"hdr", "header", TEXT_FLAG_header_footer},
		{"ftr", "footer", TEXT_FLAG_header_footer},
		/* Notes and comments make their own places. */
		{"footnotes", "", 0},
		{"endnotes", "", 0},
		{"comments", "", TEXT_FLAG_hidden},
		{"glossaryDocument", "building blocks", TEXT_FLAG_hidden},
	};

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		TRY(ooxml_flow_all(ooxml, kinds[i].root, WORD_SPACE,
		    kinds[i].flags, kinds[i].kind, err));
	for (size_t i = 0; i < ooxml->opc.count; i++) {
		struct opc_part *part = &ooxml->opc.parts[i];

		if (!part->used && opc_is(part, "settings", WORD_SPACE))
			TRY(ooxml_flow(ooxml, part, TEXT_FLAG_metadata,
			    (struct slice){0}, "settings", err));
	}
	return RC_OK;
}
