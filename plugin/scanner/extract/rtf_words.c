/*
 * rtf_words - what the control words of RTF mean for its text.
 */
#include "scanner/extract/rtf_words.h"

/* In the order of their names. */
static const struct rtf_word words[] = {
	{"annotation", RTF_PLACE, "comment", 0},
	{"ansi", RTF_PAGE, "", 1252},
	{"ansicpg", RTF_PAGE, NULL, 0},
	{"atnauthor", RTF_AUTHOR, NULL, 0},
	{"atndate", RTF_SKIP, NULL, 0},
	{"atnicn", RTF_SKIP, NULL, 0},
	{"atnid", RTF_ASIDE, NULL, 0},
	{"atnparent", RTF_SKIP, NULL, 0},
	{"atnref", RTF_SKIP, NULL, 0},
	{"atntime", RTF_SKIP, NULL, 0},
	{"atrfend", RTF_SKIP, NULL, 0},
	{"atrfstart", RTF_SKIP, NULL, 0},
	{"author", RTF_INFO, "author", 0},
	{"bin", RTF_BINARY, NULL, 0},
	{"blipuid", RTF_SKIP, NULL, 0},
	{"bullet", RTF_SYMBOL, "\342\200\242", 0},
	{"category", RTF_INFO, "category", 0},
	{"cell", RTF_END, NULL, 0},
	{"colorschememapping", RTF_SKIP, NULL, 0},
	{"colortbl", RTF_SKIP, NULL, 0},
	{"column", RTF_END, NULL, 0},
	{"comment", RTF_INFO, "comment", 0},
	{"company", RTF_INFO, "company", 0},
	{"cpg", RTF_FONT_PAGE, NULL, 0},
	{"datafield", RTF_SKIP, NULL, 0},
	{"datastore", RTF_SKIP, NULL, 0},
	{"defchp", RTF_SKIP, NULL, 0},
	{"deff", RTF_FONT, NULL, 0},
	{"defpap", RTF_SKIP, NULL, 0},
	{"deleted", RTF_HIDE, NULL, 0},
	{"doccomm", RTF_INFO, "comments", 0},
	{"emdash", RTF_SYMBOL, "\342\200\224", 0},
	{"emspace", RTF_SYMBOL, " ", 0},
	{"endash", RTF_SYMBOL, "\342\200\223", 0},
	{"enspace", RTF_SYMBOL, " ", 0},
	{"f", RTF_FONT, NULL, 0},
	{"falt", RTF_SKIP, NULL, 0},
	{"fcharset", RTF_CHARSET, NULL, 0},
	{"fldinst", RTF_ASIDE, NULL, 0},
	{"fldrslt", RTF_TEXT, NULL, 0},
	{"fontemb", RTF_SKIP, NULL, 0},
	{"fontfile", RTF_SKIP, NULL, 0},
	{"fonttbl", RTF_FONTS, NULL, 0},
	{"footer", RTF_HEADER, "footer", 0},
	{"footerf", RTF_HEADER, "footer", 0},
	{"footerl", RTF_HEADER, "footer", 0},
	{"footerr", RTF_HEADER, "footer", 0},
	{"footnote", RTF_PLACE, "footnote", 0},
	{"ftncn", RTF_ASIDE, NULL, 0},
	{"ftnsep", RTF_ASIDE, NULL, 0},
	{"ftnsepc", RTF_ASIDE, NULL, 0},
	{"generator", RTF_SKIP, NULL, 0},
	{"header", RTF_HEADER, "header", 0},
	{"headerf", RTF_HEADER, "header", 0},
	{"headerl", RTF_HEADER, "header", 0},
	{"headerr", RTF_HEADER, "header", 0},
	{"hlinkbase", RTF_INFO, "hyperlink base", 0},
	{"info", RTF_SKIP, NULL, 0},
	{"keywords", RTF_INFO, "keywords", 0},
	{"latentstyles", RTF_SKIP, NULL, 0},
	{"ldblquote", RTF_SYMBOL, "\342\200\234", 0},
	{"line", RTF_SYMBOL, "\n", 0},
	{"listoverridetable", RTF_SKIP, NULL, 0},
	{"listpicture", RTF_SKIP, NULL, 0},
	{"listtable", RTF_SKIP, NULL, 0},
	{"listtext", RTF_TEXT, NULL, 0},
	{"lquote", RTF_SYMBOL, "\342\200\230", 0},
	{"mac", RTF_PAGE, "", 10000},
	{"manager", RTF_INFO, "manager", 0},
	{"mmathPr", RTF_SKIP, NULL, 0},
	{"nestcell", RTF_END, NULL, 0},
	{"nestrow", RTF_END, NULL, 0},
	{"nonesttables", RTF_ASIDE, NULL, 0},
	{"objclass", RTF_SKIP, NULL, 0},
	{"objdata", RTF_OBJECT, NULL, 0},
	{"operator", RTF_INFO, "last author", 0},
	{"page", RTF_END, NULL, 0},
	{"panose", RTF_SKIP, NULL, 0},
	{"par", RTF_END, NULL, 0},
	{"pc", RTF_PAGE, "", 437},
	{"pca", RTF_PAGE, "", 850},
	{"pgdsctbl", RTF_SKIP, NULL, 0},
	{"picprop", RTF_TEXT, NULL, 0},
	{"pict", RTF_PICTURE, NULL, 0},
	{"plain", RTF_PLAIN, NULL, 0},
	{"pnseclvl", RTF_SKIP, NULL, 0},
	{"pntext", RTF_TEXT, NULL, 0},
	{"propname", RTF_PROPERTY_NAME, NULL, 0},
	{"qmspace", RTF_SYMBOL, " ", 0},
	{"rdblquote", RTF_SYMBOL, "\342\200\235", 0},
	{"revtbl", RTF_INFO, "revision authors", 0},
	{"row", RTF_END, NULL, 0},
	{"rquote", RTF_SYMBOL, "\342\200\231", 0},
	{"rsidtbl", RTF_SKIP, NULL, 0},
	{"sect", RTF_END, NULL, 0},
	{"shpinst", RTF_TEXT, NULL, 0},
	{"shppict", RTF_TEXT, NULL, 0},
	{"shprslt", RTF_ASIDE, NULL, 0},
	{"shptxt", RTF_PLACE, "text box", 0},
	{"sn", RTF_SHAPE_NAME, NULL, 0},
	{"softline", RTF_SYMBOL, "\n", 0},
	{"staticval", RTF_PROPERTY_VALUE, NULL, 0},
	{"stylesheet", RTF_SKIP, NULL, 0},
	{"subject", RTF_INFO, "subject", 0},
	{"sv", RTF_SHAPE_VALUE, NULL, 0},
	{"tab", RTF_SYMBOL, "\t", 0},
	{"template", RTF_INFO, "template", 0},
	{"themedata", RTF_SKIP, NULL, 0},
	{"title", RTF_INFO, "title", 0},
	{"u", RTF_UNICODE, NULL, 0},
	{"uc", RTF_FALLBACK, NULL, 0},
	{"ud", RTF_BOTH_TEXT, NULL, 0},
	{"upr", RTF_BOTH, NULL, 0},
	{"userprops", RTF_SKIP, NULL, 0},
	{"v", RTF_HIDE, NULL, 0},
	{"wgrffmtfilter", RTF_SKIP, NULL, 0},
	{"xmlnstbl", RTF_SKIP, NULL, 0},
	{"zwj", RTF_SYMBOL, "", 0},
	{"zwnj", RTF_SYMBOL, "", 0},
};

enum { WORD_COUNT = sizeof(words) / sizeof(words[0]) };

const struct rtf_word *
rtf_word_find(struct slice name)
{
	size_t low = 0, high = WORD_COUNT, middle;
	int order;

	while (low < high) {
		middle = low + (high - low) / 2;
		order = strncmp(words[middle].name, (const char *)name.at,
		    name.len);
		if (order == 0 && words[middle].name[name.len] != '\0')
			order = 1;
		if (order == 0)
			return &words[middle];
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}
