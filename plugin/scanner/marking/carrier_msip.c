/*
 * carrier_msip - sensitivity labels of Microsoft Purview: the header field
 * msip_labels and the document properties MSIP_Label_*.
 *
 *   field = pair *( ";" pair )
 *   pair  = "MSIP_Label_" guid "_" attribute "=" value
 *
 * In a document each pair is a property of its own (MS-OFFCRYPTO 2.6.3).  The
 * guid is the label; `Name` is its internal name in whatever tenant made it, so
 * the guid is what a site's table maps.
 */
#include "scanner/marking/carrier.h"

static const char prefix[] = "MSIP_Label_";

enum { GUID_LENGTH = 36 };

static bool
is_hex(unsigned char byte)
{
	byte = byte_lower(byte);
	return byte_is_digit(byte) || (byte >= 'a' && byte <= 'f');
}

static bool
is_guid(struct slice text)
{
	if (text.len != GUID_LENGTH)
		return false;
	for (size_t i = 0; i < text.len; i++) {
		bool dash = i == 8 || i == 13 || i == 18 || i == 23;

		if (dash ? text.at[i] != '-' : !is_hex(text.at[i]))
			return false;
	}
	return true;
}

static bool
says_yes(struct slice value)
{
	return slice_is_text_nocase(value, "true") ||
	    slice_is_text(value, "1");
}

static void
read_pair(struct carrier_reading *reading, struct slice name,
    struct slice value)
{
	struct carried carried = {0};
	struct slice rest;

	if (!slice_starts_nocase(name, slice_of(prefix)))
		return;
	rest = slice_sub(name, sizeof prefix - 1, name.len);
	carried.id = slice_sub(rest, 0, GUID_LENGTH);
	rest = slice_sub(rest, GUID_LENGTH, rest.len);
	if (!is_guid(carried.id) || rest.len < 2 || rest.at[0] != '_')
		return;
	rest = slice_sub(rest, 1, rest.len);
	if (slice_is_text_nocase(rest, "Enabled"))
		carried.off = !says_yes(value);
	else if (slice_is_text_nocase(rest, "Removed"))
		carried.off = says_yes(value);
	else if (slice_is_text_nocase(rest, "Name"))
		carried.words = value;
	carrier_put(reading, &carried);
}

static bool
msip_read(struct carrier_reading *reading, struct slice field,
    struct slice value)
{
	struct slice pair, name;

	if (slice_starts_nocase(field, slice_of(prefix))) {
		read_pair(reading, field, slice_trim(value));
		return true;
	}
	while (slice_cut(&value, ';', &pair))
		if (slice_cut(&pair, '=', &name))
			read_pair(reading, slice_trim(name), slice_trim(pair));
	return true;
}

static const char *const fields[] = {"msip_labels", "msip_label_*", NULL};
static const struct carrier_sample samples[] = {
	{"msip_labels", "MSIP_Label_11111111-2222-3333-4444-55555555abcd_"
	    "Enabled=true; MSIP_Label_11111111-2222-3333-4444-55555555abcd_"
	    "Name=Finance only; MSIP_Label_11111111-2222-3333-4444-"
	    "55555555abcd_SiteId=99999999-2222-3333-4444-55555555abcd;",
	    "11111111-2222-3333-4444-55555555abcd", "Finance only"},
	{"MSIP_Label_11111111-2222-3333-4444-55555555ABCD_Name", "Board",
	    "11111111-2222-3333-4444-55555555ABCD", "Board"},
	{"msip_labels", "MSIP_Label_11111111-2222-3333-4444-55555555abcd_"
	    "Enabled=false", NULL, NULL},
	{"msip_labels", "MSIP_Label_11111111-2222-3333-4444-5555_Enabled=true",
	    NULL, NULL},
	{"msip_labels", "Enabled=true; =; ;;MSIP_Label_", NULL, NULL},
	{NULL, NULL, NULL, NULL},
};

const struct carrier carrier_msip = {
	.name = "msip",
	.title = "Microsoft Purview sensitivity label",
	.source = "Microsoft Learn, MIP SDK metadata; MS-OFFCRYPTO 2.6.3",
	.fields = fields, .confidence = 95, .read = msip_read,
	.samples = samples,
};
