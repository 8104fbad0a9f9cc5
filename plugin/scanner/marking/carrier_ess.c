/*
 * carrier_ess - the security label of ESS (RFC 2634 section 3), a signed
 * attribute of S/MIME.  The reader of S/MIME tells it as a property in
 * hexadecimal.
 *
 *   ESSSecurityLabel ::= SET {
 *     security-policy-identifier OBJECT IDENTIFIER,
 *     security-classification    INTEGER (0..256) OPTIONAL,
 *     privacy-mark               PrintableString / UTF8String OPTIONAL,
 *     security-categories        [0] ... OPTIONAL }
 */
#include "scanner/marking/carrier_ess.h"

#include "base/buf.h"
#include "scanner/extract/der.h"

enum { OID_TEXT_MOST = 80, DER_UTF8 = 0x0c, DER_PRINTABLE = 0x13,
	LEVELS_BASIC = 5 };

/* Base 128, the first two numbers in one (X.690 section 8.19). */
static bool
put_oid(struct slice oid, struct buf *out)
{
	uint64_t number = 0;
	bool first = true;

	for (size_t i = 0; i < oid.len; i++) {
		if (number > UINT32_MAX)
			return false;
		number = number << 7 | (oid.at[i] & 0x7f);
		if (oid.at[i] & 0x80)
			continue;
		if (first) {
			unsigned top = number < 40 ? 0 : number < 80 ? 1 : 2;

			buf_printf(out, "%u.%llu", top,
			    (unsigned long long)(number - top * 40));
		} else {
			buf_printf(out, ".%llu", (unsigned long long)number);
		}
		first = false;
		number = 0;
	}
	return !first && !out->full;
}

static bool
is_mark(unsigned char tag)
{
	return tag == DER_PRINTABLE || tag == DER_UTF8;
}

/* The members of the set may stand in any order. */
static bool
read_members(struct slice rest, struct buf *id, struct slice *mark)
{
	struct der member;
	unsigned level = 0;
	bool has_policy = false, has_level = false;

	while (der_next(&rest, &member)) {
		if (member.cut)
			return false;
		if (member.tag == DER_OID && !has_policy)
			has_policy = put_oid(member.content, id);
		else if (member.tag == DER_INTEGER && member.content.len > 0 &&
		    member.content.len <= 2) {
			has_level = true;
			for (size_t i = 0; i < member.content.len; i++)
				level = level << 8 | member.content.at[i];
		} else if (is_mark(member.tag))
			*mark = member.content;
	}
	if (has_level)
		buf_printf(id, "#%u", level);
	return has_policy && !id->full;
}

/* What the first six numbers mean where no policy says otherwise. */
static struct slice
basic_words(struct slice id)
{
	static const char *const names[LEVELS_BASIC + 1] = {NULL,
		"UNCLASSIFIED", "RESTRICTED", "CONFIDENTIAL", "SECRET",
		"TOP SECRET"};
	size_t at = slice_find_byte(id, '#');
	uint64_t level;

	if (at == SIZE_MAX || !slice_number(slice_sub(id, at + 1, id.len),
	    &level) || level > LEVELS_BASIC)
		return (struct slice){0};
	return slice_of(names[level]);
}

bool
carrier_ess_put(struct carrier_reading *reading, struct slice ber)
{
	struct buf id = buf_new(OID_TEXT_MOST);
	struct carried label = {0}, mark = {0};
	struct der set;
	bool is_label = der_take(&ber, DER_SET, &set) && !set.cut &&
	    read_members(set.content, &id, &mark.words);

	if (is_label)
		label.id = arena_copy(reading->arena, buf_slice(&id));
	buf_free(&id);
	if (!is_label)
		return true;
	label.words = basic_words(label.id);
	carrier_put(reading, &label);
	carrier_put(reading, &mark);
	return label.id.at != NULL;
}

static bool
ess_read(struct carrier_reading *reading, struct slice field,
    struct slice value)
{
	unsigned char *bytes = arena_alloc(reading->arena, value.len / 2 + 1);
	size_t len = 0;

	(void)field;
	if (bytes == NULL)
		return false;
	for (size_t i = 0; i + 1 < value.len; i += 2) {
		int high = byte_hex(value.at[i]);
		int low = byte_hex(value.at[i + 1]);

		if (high < 0 || low < 0)
			return true;
		bytes[len++] = (unsigned char)(high << 4 | low);
	}
	return carrier_ess_put(reading, slice_bytes(bytes, len));
}

static const char *const fields[] = {"ess-security-label", NULL};
/* The first is the label of RFC 7444 section 6: OID 1.1, confidential. */
static const struct carrier_sample samples[] = {
	{"ess-security-label", "3106060129020103", "1.1#3", "CONFIDENTIAL"},
	{"ess-security-label", "31120601290201040c0a424f415244204f4e4c59",
	    "1.1#4", "SECRET"},
	{"ess-security-label", "3106020106060129", "1.1#6", NULL},
	{"ess-security-label", "3106060129020103ff", "1.1#3", "CONFIDENTIAL"},
	{"ess-security-label", "3120060129", NULL, NULL},
	{"ess-security-label", "3003020103", NULL, NULL},
	{"ess-security-label", "zz", NULL, NULL},
	{NULL, NULL, NULL, NULL},
};

const struct carrier carrier_ess = {
	.name = "ess",
	.title = "Security label of S/MIME",
	.source = "RFC 2634 section 3",
	.fields = fields, .confidence = 95, .read = ess_read,
	.samples = samples,
};
