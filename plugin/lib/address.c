/*
 * address - what an envelope address says about where mail goes.
 *
 * RFC 5321 section 4.1.2 for the forms, appendix C for source routes ("SHOULD
 * be ignored").  A '%' or '!' in the local part makes an MTA with the old
 * routing switched on (Postfix: allow_percent_hack, on by default) send it
 * elsewhere, so such an address is odd.
 */
#include "lib/address.h"

static struct slice
address_strip(struct slice s)
{
	size_t colon;

	s = slice_trim(s);
	if (s.len >= 2 && s.at[0] == '<' && s.at[s.len - 1] == '>')
		s = slice_trim(slice_sub(s, 1, s.len - 1));
	if (s.len > 0 && s.at[0] == '@') {
		colon = slice_find_byte(s, ':');
		if (colon != SIZE_MAX)
			s = slice_sub(s, colon + 1, s.len);
	}
	return s;
}

static size_t
address_last_at(struct slice s)
{
	for (size_t i = s.len; i > 0; i--)
		if (s.at[i - 1] == '@')
			return i - 1;
	return SIZE_MAX;
}

/* Labels of letters, digits, '-', '_' and UTF-8, none empty or over 63. */
static bool
address_domain_is_plain(struct slice domain)
{
	struct slice label;

	if (domain.len == 0 || domain.len > 253 ||
	    domain.at[domain.len - 1] == '.')
		return false;
	while (slice_cut(&domain, '.', &label)) {
		if (label.len == 0 || label.len > 63)
			return false;
		for (size_t i = 0; i < label.len; i++)
			if (!byte_is_alnum(label.at[i]) &&
			    label.at[i] != '-' && label.at[i] != '_' &&
			    label.at[i] < 0x80)
				return false;
	}
	return true;
}

static enum address_kind
address_kind_of(struct slice local, struct slice domain)
{
	if (slice_find_byte(local, '%') != SIZE_MAX ||
	    slice_find_byte(local, '!') != SIZE_MAX ||
	    slice_find_byte(local, '@') != SIZE_MAX)
		return ADDRESS_ODD;
	if (domain.len >= 2 && domain.at[0] == '[' &&
	    domain.at[domain.len - 1] == ']')
		return ADDRESS_LITERAL;
	return address_domain_is_plain(domain) ? ADDRESS_DOMAIN : ADDRESS_ODD;
}

enum rc
address_read(struct arena *arena, const char *given, struct address *address,
    struct err *err)
{
	struct slice all = slice_of(given), s = address_strip(all);
	size_t at = address_last_at(s);
	struct slice local = slice_sub(s, 0, at), domain = {0};
	char *lower;

	if (at != SIZE_MAX)
		domain = slice_sub(s, at + 1, s.len);
	if (domain.len > 0 && domain.at[domain.len - 1] == '.')
		domain.len--;
	address->given = arena_string(arena, all);
	address->bare = arena_string(arena, s);
	address->domain = lower = arena_string(arena, domain);
	if (address->given == NULL || address->bare == NULL || lower == NULL)
		return arena_full(arena, "The envelope", err);
	for (; *lower != '\0'; lower++)
		*lower = (char)byte_lower((unsigned char)*lower);
	if (s.len == 0)
		address->kind = ADDRESS_NULL;
	else if (at == SIZE_MAX)
		address->kind = slice_find_byte(s, '%') != SIZE_MAX ||
		    slice_find_byte(s, '!') != SIZE_MAX ?
		    ADDRESS_ODD : ADDRESS_BARE;
	else
		address->kind = address_kind_of(local, domain);
	return RC_OK;
}

bool
address_domain_is(const char *domain, const char *entry)
{
	struct slice d = slice_of(domain), e = slice_of(entry);

	if (e.len > 0 && e.at[0] == '.')
		return d.len > e.len && slice_ends_nocase(d, e);
	return e.len > 0 && slice_is_nocase(d, e);
}

/*
 * RFC 5321 section 4.1.2: in a quoted string a backslash takes the next
 * character literally.  "ann" and "a\nn", with their quotes, are ann.
 */
static bool
address_local_is(struct slice local, struct slice entry)
{
	size_t n = 0;

	if (slice_is_nocase(local, entry))
		return true;
	if (local.len < 2 || local.at[0] != '"' ||
	    local.at[local.len - 1] != '"')
		return false;
	for (size_t i = 1; i < local.len - 1; i++, n++) {
		if (local.at[i] == '\\' && i + 1 < local.len - 1)
			i++;
		if (n == entry.len ||
		    byte_lower(local.at[i]) != byte_lower(entry.at[n]))
			return false;
	}
	return n == entry.len;
}

bool
address_is(const struct address *address, const char *entry)
{
	struct slice e = slice_of(entry), bare = slice_of(address->bare);
	size_t at = address_last_at(e);

	if (at != SIZE_MAX)
		return address_local_is(slice_sub(bare, 0,
		    address_last_at(bare)), slice_sub(e, 0, at)) &&
		    slice_is_nocase(slice_sub(e, at + 1, e.len),
		    slice_of(address->domain));
	return address->kind == ADDRESS_DOMAIN &&
	    address_domain_is(address->domain, entry);
}
