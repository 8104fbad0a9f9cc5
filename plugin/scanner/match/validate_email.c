/*
 * validate_email - is this an address that could exist on the Internet?
 *
 * RFC 5321 section 4.5.3.1: local part up to 64 octets, domain up to 255.
 * Domains reserved for documentation (RFC 2606) are specimens.  EXCEPTION:
 * quoted local parts and address literals are not recognised.
 */
#include "scanner/match/validator.h"

static bool
local_part_holds(struct slice local)
{
	if (!local.len || local.len > 64 || local.at[0] == '.' ||
	    local.at[local.len - 1] == '.')
		return false;
	for (size_t i = 1; i < local.len; i++)
		if (local.at[i] == '.' && local.at[i - 1] == '.')
			return false;
	return true;
}

static bool
domain_label_holds(struct slice label)
{
	if (!label.len || label.len > 63 || label.at[0] == '-' ||
	    label.at[label.len - 1] == '-')
		return false;
	for (size_t i = 0; i < label.len; i++)
		if (!byte_is_alnum(label.at[i]) && label.at[i] != '-' &&
		    label.at[i] < 0x80)
			return false;
	return true;
}

static bool
top_level_holds(struct slice label)
{
	if (slice_starts_nocase(label, slice_of("xn--")))
		return true;
	for (size_t i = 0; i < label.len; i++)
		if (!byte_is_alpha(label.at[i]) && label.at[i] < 0x80)
			return false;
	return label.len >= 2;
}

static bool
domain_holds(struct slice domain)
{
	struct slice rest = domain, label = {0};
	unsigned labels = 0;

	if (!domain.len || domain.len > 255)
		return false;
	while (slice_cut(&rest, '.', &label)) {
		if (!domain_label_holds(label))
			return false;
		labels++;
	}
	return labels >= 2 && top_level_holds(label);
}

static bool
domain_is_reserved(struct slice domain)
{
	static const char *const ends[] = {"example.com", "example.net",
		"example.org", ".example", ".test", ".invalid", ".localhost",
		NULL};

	for (size_t i = 0; ends[i]; i++)
		if (slice_ends_nocase(domain, slice_of(ends[i])))
			return true;
	return false;
}

static enum validity
email_check(struct slice value)
{
	size_t at = slice_find_byte(value, '@');
	struct slice domain;

	if (at == SIZE_MAX)
		return VALID_NO;
	domain = slice_sub(value, at + 1, value.len);
	if (!local_part_holds(slice_sub(value, 0, at)) || !domain_holds(domain))
		return VALID_NO;
	return domain_is_reserved(domain) ? VALID_SPECIMEN : VALID_YES;
}

static const char *const good[] = {"jane.roe@roe-partners.com",
	"a+b@sub.mail.co.uk", "info@xn--bcher-kva.de", NULL};
static const char *const bad[] = {"@roe-partners.com", "jane@", "jane@localhost",
	"jane..roe@roe-partners.com", "jane@-roe.com", "jane@roe.c1", "", "jane",
	NULL};
static const char *const specimens[] = {"jane@example.com",
	"joe@mail.test", NULL};
const struct validator validate_email = {
	.name = "email", .title = "e-mail address", .check = email_check,
	.mask = MASK_EMAIL, .good = good, .bad = bad, .specimens = specimens,
};
