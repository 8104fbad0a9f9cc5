/*
 * heads - does a line begin as the key of a block, a label or a statement does?
 */
#include "scanner/marking/heads.h"

/* Small letters, four or more.  A system that reads sentences adds its heads. */
static const char *const heads[] = {
	/* labels (lines.c) */
	"classification", "marking", "overall cl", "security c", "security m",
	"protective", "handling", "sensitivity", "confidentiality", "einstufung",
	"vs-einst", "geheimha", "klassifi", "niveau d", "mention", "classific", "clasific",
	"rubricer", "klauzula",
	/* a level of which only the first word is in capitals (de.c) */
	"vs-nur f", "vs - nur", "vs nur f", "vs-vertr",
	/* a marking that is written so (au.c) */
	"official: s", "official:s",
	/* blocks and labels of their own (us_classified.c, us_cui.c, au.c, tlp.c) */
	"classified by", "derived f", "declassi", "reason", "downgrade",
	"controlled by", "cui cat", "ldc:", "ldc ", "limited d", "dissemin",
	"distribu", "poc:", "poc ", "x-protec",
	"tlp:", "tlp ", "tlp-", "traffic l",
	/* statements (us_distribution.c) */
	"dist. st", "dist sta", "dod dist", "dodi 523", "approved for",
	"further d", "(u) dist", "(u) appr",
	/* transmittal notices (us_classified.c) */
	"unclassi", "secret w", "confidential w", "regraded", "upon rem",
	"when sep", "when rem", "this doc", "this pag", "this let", "this tra",
	"cover sh",
	/* warnings (us_export.c) */
	"warning", "notice", "export", "itar", "ear ", "caution", "this dra",
	"this inf", "this tec", "this fil", "this dat", "this mat", "this mes",
	"this e-m", "this ema", "this ite", "this pro", "these ", "the info",
	"the tech", "contains", "subject to ", "informat", "u.s. exp",
};

enum { HEADS = sizeof(heads) / sizeof(heads[0]) };

/* The first letters of all heads, as bits. */
static const uint32_t firsts =
    1u << ('a' - 'a') | 1u << ('c' - 'a') | 1u << ('d' - 'a') |
    1u << ('e' - 'a') | 1u << ('f' - 'a') | 1u << ('g' - 'a') |
    1u << ('h' - 'a') | 1u << ('i' - 'a') | 1u << ('k' - 'a') |
    1u << ('l' - 'a') | 1u << ('m' - 'a') | 1u << ('n' - 'a') |
    1u << ('o' - 'a') | 1u << ('p' - 'a') | 1u << ('r' - 'a') |
    1u << ('s' - 'a') | 1u << ('t' - 'a') | 1u << ('u' - 'a') |
    1u << ('v' - 'a') | 1u << ('w' - 'a') | 1u << ('x' - 'a');

bool
heads_has(struct slice line)
{
	unsigned char four[4];

	if (line.len < sizeof("tlp:red") - 1)
		return false;
	for (size_t i = 0; i < sizeof(four); i++)
		four[i] = byte_lower(line.at[i]);
	if (four[0] != '(' && (four[0] < 'a' || four[0] > 'z' ||
	    !(firsts >> (four[0] - 'a') & 1)))
		return false;
	for (size_t i = 0; i < HEADS; i++)
		if (!memcmp(four, heads[i], sizeof(four)) &&
		    slice_starts_nocase(line, slice_of(heads[i])))
			return true;
	return false;
}
