/*
 * heads - does a line begin as the key of a block, a label or a statement does?
 */
#include "scanner/marking/heads.h"

enum { LETTERS = 26, HEADS_MOST = 32 };

/*
 * Small letters, four or more, by the first of them: keys of labels (lines.c), of
 * blocks (us_classified.c, us_cui.c, au.c, tlp.c), levels of which only the first
 * word is in capitals (de.c), statements (us_distribution.c), transmittal notices
 * (us_classified.c) and warnings (us_export.c).  A system that reads sentences adds
 * its heads.
 */
static const char *const heads[LETTERS + 1][HEADS_MOST + 1] = {
	['a' - 'a'] = {"approved for"},
	['c' - 'a'] = {"classification", "confidentiality", "classific",
	    "clasific", "classified by", "controlled by", "cui cat",
	    "confidential w", "cover sh", "caution", "contains"},
	['d' - 'a'] = {"derived f", "declassi", "downgrade", "dissemin",
	    "distribu", "dist. st", "dist sta", "dod dist", "dodi 523"},
	['e' - 'a'] = {"einstufung", "export", "ear "},
	['f' - 'a'] = {"further d"},
	['g' - 'a'] = {"geheimha"},
	['h' - 'a'] = {"handling"},
	['i' - 'a'] = {"itar", "informat"},
	['k' - 'a'] = {"klassifi", "klauzula"},
	['l' - 'a'] = {"ldc:", "ldc ", "limited d"},
	['m' - 'a'] = {"marking", "mention"},
	['n' - 'a'] = {"niveau d", "notice"},
	['o' - 'a'] = {"overall cl", "official: s", "official:s"},
	['p' - 'a'] = {"protective", "poc:", "poc "},
	['r' - 'a'] = {"rubricer", "reason", "regraded"},
	['s' - 'a'] = {"security c", "security m", "sensitivity", "secret w",
	    "subject to "},
	['t' - 'a'] = {"tlp:", "tlp ", "tlp-", "traffic l", "this doc",
	    "this pag", "this let", "this tra", "this dra", "this inf",
	    "this tec", "this fil", "this dat", "this mat", "this mes",
	    "this e-m", "this ema", "this ite", "this pro", "these ",
	    "the info", "the tech"},
	['u' - 'a'] = {"unclassi", "upon rem", "u.s. exp"},
	['v' - 'a'] = {"vs-einst", "vs-nur f", "vs - nur", "vs nur f",
	    "vs-vertr"},
	['w' - 'a'] = {"when sep", "when rem", "warning"},
	['x' - 'a'] = {"x-protec"},
	[LETTERS] = {"(u) dist", "(u) appr"},
};

bool
heads_has(struct slice line)
{
	const char *const *head;
	unsigned char first;

	if (line.len < sizeof("tlp:red") - 1)
		return false;
	first = line.at[0] == '(' ? 'a' + LETTERS : byte_lower(line.at[0]);
	if (first < 'a' || first > 'a' + LETTERS)
		return false;
	for (head = heads[first - 'a']; *head; head++)
		if (byte_lower(line.at[1]) == (unsigned char)(*head)[1] &&
		    slice_starts_nocase(line, slice_of(*head)))
			return true;
	return false;
}
