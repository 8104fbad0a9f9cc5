/*
 * nation - the one grammar of markings whose values are a table: a level in its
 * place, with an owner, controls and release lists.
 *
 *   line    = {owner} level {gap control} {gap list}      in any order
 *   list    = "RELEASABLE TO" country {gap country} | country {gap country} "ONLY"
 *   level   = a phrase of the table; twice when both are of one rank
 *             ("PROTECTED B / PROTÉGÉ B")
 *   portion = "(" level in its short form ... ")" before a paragraph
 *
 * The whole line must be understood, or it is no marking.  The table's lists are
 * levels (`portion` is the short form in a portion mark and nowhere else), owners,
 * controls and signs (words of a text that speak for the system);
 * Words of the list "states" of the table "shared" may stand beside any level.
 * `is` of an entry says:
 *   common       a level that is a word of its language: it counts in its place,
 *                twice, or with other evidence
 *   weak         a phrase that other texts have: it counts in its place only
 *   mixed        small letters are right
 *   small        recognised in small letters, which are wrong
 *   slip         recognised, but not a spelling of the standard
 *   needs_owner  a level only behind an owner
 *   context      an owner that is reported as a control (a mission)
 *   silent       an owner that is no part of the level's name
 *   alone        a control that may stand on its own line, without a level
 *   soft         a control that is a common word too: it settles nothing
 *   countries    a list of countries follows       after_countries  precedes
 *   after_org    up to four words of an organisation precede ("X USE ONLY")
 *   free         anything may follow (dates, names, copy numbers)
 *   excludes_X   not together with the control X, with _ for spaces
 *   of_XXX       a level of this country, in a table of several
 *   until_YYYY   a level that ended then: texts with a later date break a rule
 *   first        a common level that is of this nation where nothing names one
 * and `rank` of a control the least level it stands with.
 */
#ifndef OUTMARK_SCANNER_MARKING_NATION_H
#define OUTMARK_SCANNER_MARKING_NATION_H

#include "scanner/marking/page.h"

#define GAP_BIT(gap) (1u << (gap))

/* What differs between systems; sentences are "paragraph: what is wrong". */
struct nation {
	const char *capitals;	/* NULL: small letters are as good */
	const char *spelling;	/* the level is spelled otherwise */
	const char *separator;	/* the parts are separated otherwise */
	const char *least;	/* a control with too low a level */
	const char *excludes;	/* two controls that exclude each other */
	const char *highest;	/* a paragraph is marked higher than the whole */
	const char *ended;	/* a level that was no longer in use */
	unsigned gaps;		/* GAP_BIT between the parts that are right */
	bool company;		/* an owner's words precede; the highest level counts */
};

/* `line` and `weigh` of a system that has nothing but its table. */
bool nation_line(struct page *page, void *state, const struct line *line);
void nation_weigh(struct page *page, void *state);

#endif
