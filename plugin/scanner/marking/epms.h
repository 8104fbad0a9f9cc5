/*
 * epms - the field syntax of Australia's Email Protective Marking Standard.
 *
 *   header  = VER "," NS "," SEC *("," CAVEAT) ["," EXPIRES "," DOWNTO]
 *             *("," ACCESS) ["," NOTE] ["," ORIGIN]      X-Protective-Marking
 *   subject = "[" the same without VER, NS, NOTE, ORIGIN "]", last in the subject
 *
 * Versions 2005.6 to 2025.1; "\" escapes a comma in a value.  The same text
 * stands in a header field, a subject and a document property.
 */
#ifndef OUTMARK_SCANNER_MARKING_EPMS_H
#define OUTMARK_SCANNER_MARKING_EPMS_H

#include "scanner/marking/marking.h"

enum epms_form { EPMS_HEADER, EPMS_SUBJECT };

/*
 * Read a value into level, rank, controls, releases and broken of `marking`; its
 * strings live in the tables.  False when it is no such marking (another
 * namespace, no SEC).
 */
bool epms_parse(const struct marking_tables *tables, struct slice value,
    enum epms_form form, struct marking *marking);

#endif
