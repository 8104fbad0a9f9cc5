/*
 * protective - the X-Protective-Marking field and the subject's marking that a
 * message gets (Email Protective Marking Standard of Australia, 2018 and later).
 *
 *   X-Protective-Marking: VER=2024.1, NS=gov.au, SEC=PROTECTED,
 *    CAVEAT=SH:CABINET, ORIGIN=author
 *   Subject: text [SEC=PROTECTED, CAVEAT=SH:CABINET]
 *
 * What cannot be said in this form (levels of before 2018, code words) is not
 * written at all: half a marking would be a lower one.  A subject that is not
 * printable ASCII as it stands is left alone.
 */
#include "lib/protective.h"

#include "base/buf.h"

enum { VALUE_MOST = 800, SUBJECT_MOST = 600, ORIGIN_MOST = 254 };

static const char where_field[] = "header X-Protective-Marking";

static const char *const levels[][2] = {
	{"UNOFFICIAL", "UNOFFICIAL"}, {"OFFICIAL", "OFFICIAL"},
	{"OFFICIAL: Sensitive", "OFFICIAL:Sensitive"},
	{"PROTECTED", "PROTECTED"}, {"SECRET", "SECRET"},
	{"TOP SECRET", "TOP-SECRET"}, {"TOP-SECRET", "TOP-SECRET"},
};

/* In the order of the standard.  REL stands before the access markers. */
static const char *const controls[][2] = {
	{"AGAO", "CAVEAT=RI:AGAO"}, {"AUSTEO", "CAVEAT=RI:AUSTEO"},
	{"CABINET", "CAVEAT=SH:CABINET"},
	{"NATIONAL CABINET", "CAVEAT=SH:NATIONAL-CABINET"},
	{"DELICATE SOURCE", "CAVEAT=SH:DELICATE-SOURCE"},
	{"ORCON", "CAVEAT=SH:ORCON"},
	{"ACCOUNTABLE MATERIAL", "CAVEAT=SH:ACCOUNTABLE-MATERIAL"},
	{"REL", "CAVEAT=RI:REL "},
	{"Personal Privacy", "ACCESS=Personal-Privacy"},
	{"Legal Privilege", "ACCESS=Legal-Privilege"},
	{"Legislative Secrecy", "ACCESS=Legislative-Secrecy"},
};

enum { CONTROLS = sizeof controls / sizeof controls[0] };

/* Tables and fields spell the same value with spaces and with hyphens. */
static bool
is_same(const char *a, const char *b)
{
	for (; *a != '\0' && *b != '\0'; a++, b++)
		if (*a != *b && !((*a == '-' || *a == ' ') &&
		    (*b == '-' || *b == ' ')))
			return false;
	return *a == *b;
}

static const char *
level_of(const char *level)
{
	for (size_t i = 0; i < sizeof levels / sizeof levels[0]; i++)
		if (strcmp(level, levels[i][0]) == 0)
			return levels[i][1];
	return NULL;
}

static bool
has(const struct answer_overall *o, const char *control)
{
	for (size_t i = 0; i < o->control_count; i++)
		if (is_same(o->controls[i], control))
			return true;
	return false;
}

static bool
is_known(const char *control)
{
	for (size_t i = 0; i < CONTROLS; i++)
		if (is_same(control, controls[i][0]))
			return true;
	return false;
}

/* "SEC=..., CAVEAT=..., ACCESS=..."; false when it cannot be said so. */
static bool
put_marking(struct buf *out, const struct answer_overall *o)
{
	const char *level = level_of(o->level);

	if (level == NULL || (has(o, "REL") && o->release_count == 0))
		return false;
	for (size_t i = 0; i < o->control_count; i++)
		if (!is_known(o->controls[i]))
			return false;
	buf_printf(out, "SEC=%s", level);
	for (size_t i = 0; i < CONTROLS; i++) {
		if (!has(o, controls[i][0]))
			continue;
		buf_printf(out, ", %s", controls[i][1]);
		for (size_t r = 0; strcmp(controls[i][0], "REL") == 0 &&
		    r < o->release_count; r++)
			buf_printf(out, "%s%s", r > 0 ? "/" : "",
			    o->releases[r]);
	}
	return !out->full;
}

static const struct answer_overall *
australian(const struct answer *a)
{
	for (size_t i = 0; i < a->overall_count; i++)
		if (strcmp(a->overalls[i].system, "au") == 0)
			return &a->overalls[i];
	return NULL;
}

static bool
says(const struct answer *a, const struct answer_overall *o)
{
	for (size_t i = 0; i < a->marking_count; i++)
		if (strcmp(a->markings[i].where, where_field) == 0 &&
		    strcmp(a->markings[i].text, o->text) == 0)
			return true;
	return false;
}

/* An address that stands in a field without quoting (RFC 5322 section 3.4.1). */
static bool
is_plain_address(const char *text)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz"
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.!#$%&'*+/=?^_`{|}~-@";

	return strchr(text, '@') != NULL && strlen(text) <= ORIGIN_MOST &&
	    strspn(text, letters) == strlen(text);
}

static enum rc
write_field(struct outmark_result *r, const char *marking, struct err *err)
{
	const char *sender = r->arrived.sender;
	const char *version = r->use->config->protective_marking;
	struct buf out = buf_new(VALUE_MOST);
	const char *value;

	buf_printf(&out, "VER=%s, NS=gov.au, %s", version, marking);
	if (sender != NULL && is_plain_address(sender))
		buf_printf(&out, ", ORIGIN=%s", sender);
	value = arena_string(r->arena, buf_slice(&out));
	buf_free(&out);
	TRY(tags_add(r, "X-Protective-Marking", value, err));
	r->headers[r->header_count - 1].replaces = true;
	return RC_OK;
}

/* Where " [SEC=...]" stands, spaces before it included. */
static struct span
old_suffix(struct slice subject)
{
	size_t start = slice_find_nocase(subject, slice_of("[SEC=")), end;

	if (start == SIZE_MAX)
		return (struct span){subject.len, subject.len};
	end = slice_find_byte(slice_sub(subject, start, subject.len), ']');
	end = end == SIZE_MAX ? subject.len : start + end + 1;
	while (start > 0 && byte_is_space(subject.at[start - 1]))
		start--;
	return (struct span){start, end};
}

static bool
put_subject(struct buf *out, struct slice subject, const char *marking)
{
	struct span old = old_suffix(subject);

	for (size_t i = 0; i < subject.len; i++) {
		unsigned char byte = subject.at[i];

		if (i >= old.start && i < old.end)
			continue;
		if (byte == '\r' || byte == '\n')
			continue;
		if ((byte < ' ' && byte != '\t') || byte > '~')
			return false;
		buf_byte(out, byte == '\t' ? ' ' : byte);
	}
	buf_printf(out, " [%s]", marking);
	return !out->full;
}

static enum rc
write_subject(struct outmark_result *r, const char *marking, struct err *err)
{
	struct slice subject = slice_trim(slice_of(r->arrived.subject));
	struct buf out = buf_new(VALUE_MOST);
	const char *value = "";
	bool changed;

	changed = r->arrived.subject != NULL && subject.len < SUBJECT_MOST &&
	    put_subject(&out, subject, marking) &&
	    !slice_is(buf_slice(&out), subject);
	if (changed)
		value = arena_string(r->arena, buf_slice(&out));
	buf_free(&out);
	if (!changed)
		return RC_OK;
	TRY(tags_add(r, "Subject", value, err));
	r->headers[r->header_count - 1].replaces = true;
	return RC_OK;
}

enum rc
protective_write(struct outmark_result *r, struct err *err)
{
	const struct answer_overall *o = australian(r->answer);
	struct buf out = buf_new(VALUE_MOST / 2);
	const char *marking = "";
	bool can;

	if (strcmp(r->use->config->protective_marking, "off") == 0 ||
	    o == NULL)
		return RC_OK;
	can = put_marking(&out, o);
	if (can)
		marking = arena_string(r->arena, buf_slice(&out));
	buf_free(&out);
	if (!can)
		return RC_OK;
	if (marking == NULL)
		return arena_full(r->arena, "The result", err);
	if (!says(r->answer, o))
		TRY(write_field(r, marking, err));
	return write_subject(r, marking, err);
}
