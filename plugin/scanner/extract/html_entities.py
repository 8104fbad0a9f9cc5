#!/usr/bin/env python3
"""Make html_entities.h from the list of named characters of HTML.

The list is the one in Python's html.entities.html5 (that of the HTML standard,
section 13.5).  Run by hand; the table is committed.
"""
from html.entities import html5

print("""/*
 * html_entities - the named characters of HTML, as data.
 *
 * Made by html_entities.py; do not edit.  Sorted by name.  Names that also count
 * without their semicolon stand without it as well.
 */
#ifndef OUTMARK_SCANNER_EXTRACT_HTML_ENTITIES_H
#define OUTMARK_SCANNER_EXTRACT_HTML_ENTITIES_H

static const struct html_entity {
	const char *name;	/* behind the ampersand */
	const char *utf8;
} html_entities[] = {""")


def quote(text):
    return "".join('\\"' if c == 0x22 else "\\\\" if c == 0x5C else
                   chr(c) if 0x20 <= c < 0x7F else "\\%03o" % c
                   for c in text.encode("utf-8"))


for name in sorted(html5):
    print('\t{ "%s", "%s" },' % (name, quote(html5[name])))
print("};\n\n#endif")
