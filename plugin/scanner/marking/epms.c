/*
 * epms - the field syntax of Australia's Email Protective Marking Standard.
 */
#include "scanner/marking/epms.h"

enum key { KEY_VER, KEY_NS, KEY_SEC, KEY_DLM, KEY_CAVEAT, KEY_EXPIRES,
	KEY_DOWNTO, KEY_ACCESS, KEY_NOTE, KEY_ORIGIN, KEYS };

enum { FIELDS_MOST = 24 };

struct field {
	const struct marking_tables *tables;
	struct marking *marking;
	enum epms_form form;
	unsigned seen;		/* a bit for each key */
	enum key last;
};

static const char *const key_names[KEYS] = {"VER", "NS", "SEC", "DLM", "CAVEAT",
	"EXPIRES", "DOWNTO", "ACCESS", "NOTE", "ORIGIN"};

static void
control(struct field *f, const char *code)
{
	struct marking *m = f->marking;

	if (code && m->control_count < MARKING_LIST_MAX)
		m->controls[m->control_count++] = code;
}

/* The entry of a list by its value in any case; another case is a slip. */
static const struct marking_entry *
value_of(struct field *f, const char *list, struct slice value)
{
	const struct marking_list *l = marking_list_find(f->tables, "au", list);

	for (size_t i = 0; i < l->count; i++)
		if (slice_is_text_nocase(value, l->entries[i].code))
			return &l->entries[i];
	return marking_entry_find(l, value);
}

/* "OFFICIAL: Sensitive" and "TOP SECRET" as readers have to take them. */
static bool
take_sec(struct field *f, struct slice value)
{
	const struct marking_entry *entry;
	char plain[32];
	size_t len = 0;

	for (size_t i = 0; i < value.len && len < sizeof(plain); i++) {
		bool space = byte_is_space(value.at[i]);

		if (space)
			marking_break(f->marking, "EPMS SEC: the value has no spaces");
		if (space && len && plain[len - 1] == ':')
			continue;
		plain[len++] = space ? '-' : (char)value.at[i];
	}
	value = slice_bytes(plain, len);
	entry = value_of(f, "sec", value);
	if (!entry && slice_is_text_nocase(value, "OFFICIAL-SENSITIVE")) {
		entry = value_of(f, "sec", slice_of("OFFICIAL:Sensitive"));
		marking_break(f->marking, "EPMS SEC: a colon stands between the words");
	}
	if (!entry)
		return false;
	f->marking->level = entry->code;
	f->marking->rank = entry->rank;
	return true;
}

/* "AUSTEO", "AGAO", "REL AUS/NZL". */
static void
take_release(struct field *f, struct slice value)
{
	struct marking *m = f->marking;
	bool australia = false;
	struct slice item;

	if (slice_is_text(value, "AUSTEO") || slice_is_text(value, "AGAO")) {
		control(f, slice_is_text(value, "AGAO") ? "AGAO" : "AUSTEO");
		return;
	}
	if (!slice_starts_nocase(value, slice_of("REL"))) {
		marking_break(f->marking, "EPMS CAVEAT: RI is AUSTEO, AGAO or REL");
		return;
	}
	control(f, "REL");
	value = slice_trim(slice_sub(value, 3, value.len));
	while (slice_cut(&value, '/', &item)) {
		const struct marking_entry *entry = marking_entry_find(
		    marking_list_find(f->tables, "countries", "countries"),
		    slice_trim(item));

		if (!entry)
			marking_break(f->marking, "EPMS CAVEAT: REL lists countries");
		else if (m->release_count < MARKING_LIST_MAX)
			m->releases[m->release_count++] = entry->code;
		australia = australia || slice_is_text(slice_trim(item), "AUS");
	}
	if (!australia)
		marking_break(f->marking, "EPMS CAVEAT: REL includes AUS");
}

static void
take_special(struct field *f, struct slice value)
{
	size_t space = slice_find_byte(value, ' ');
	const struct marking_entry *entry = value_of(f, "special",
	    slice_sub(value, 0, space));

	if (entry)
		control(f, entry->code);
	else
		marking_break(f->marking, "EPMS CAVEAT: no such special handling");
}

/* Code words and foreign origins are not repeated: they can be secret. */
static bool
take_caveat(struct field *f, struct slice value)
{
	size_t colon = slice_find_byte(value, ':');
	struct slice type = slice_sub(value, 0, colon);
	struct slice rest = colon == SIZE_MAX ? (struct slice){0} :
	    slice_trim(slice_sub(value, colon + 1, value.len));

	if (slice_is_text_nocase(type, "RI"))
		take_release(f, rest);
	else if (slice_is_text_nocase(type, "SH"))
		take_special(f, rest);
	else if (slice_is_text_nocase(type, "C") ||
	    slice_is_text_nocase(type, "SC"))
		control(f, "codeword");
	else if (slice_is_text_nocase(type, "FG"))
		control(f, "foreign government");
	else
		marking_break(f->marking, "EPMS CAVEAT: the value begins with its type");
	return true;
}

/* YYYY-MM-DD with or without a time, or an event in words. */
static bool
take_expires(struct field *f, struct slice value)
{
	static const char form[] = "dddd-dd-dd";
	bool date = value.len >= sizeof(form) - 1;

	for (size_t i = 0; date && i < sizeof(form) - 1; i++)
		date = form[i] == 'd' ? byte_is_digit(value.at[i]) :
		    value.at[i] == '-';
	if (value.len && byte_is_digit(value.at[0]) && !date)
		marking_break(f->marking, "EPMS EXPIRES: a date is YYYY-MM-DD");
	return true;
}

static bool
take_access(struct field *f, struct slice value)
{
	const struct marking_entry *entry = value_of(f, "access", value);

	if (entry)
		control(f, entry->code);
	else
		marking_break(f->marking, "EPMS ACCESS: no such marker");
	return true;
}

static bool
take_dlm(struct field *f, struct slice value)
{
	const struct marking_entry *entry = value_of(f, "dlm", value);

	if (!entry) {
		marking_break(f->marking, "EPMS DLM: no such marker");
		return true;
	}
	control(f, entry->code);
	if (entry->rank > f->marking->rank)
		f->marking->rank = entry->rank;
	return true;
}

static bool
take_value(struct field *f, enum key key, struct slice value)
{
	switch (key) {
	case KEY_NS:
		return slice_is_text_nocase(value, "gov.au");
	case KEY_SEC:
		return take_sec(f, value);
	case KEY_DLM:
		return take_dlm(f, value);
	case KEY_CAVEAT:
		return take_caveat(f, value);
	case KEY_EXPIRES:
		return take_expires(f, value);
	case KEY_DOWNTO:
		if (!value_of(f, "sec", value))
			marking_break(f->marking, "EPMS DOWNTO: no such level");
		return true;
	case KEY_ACCESS:
		return take_access(f, value);
	case KEY_VER: case KEY_NOTE: case KEY_ORIGIN:
		return true;
	case KEYS:
		break;
	}
	return false;
}

static bool
take_field(struct field *f, struct slice text)
{
	size_t equal = slice_find_byte(text, '=');
	struct slice name = slice_trim(slice_sub(text, 0, equal));
	enum key key = KEY_VER;
	unsigned bit;

	if (equal == SIZE_MAX)
		return false;
	while (key < KEYS && !slice_is_text_nocase(name, key_names[key]))
		key++;
	if (key == KEYS) {
		marking_break(f->marking, "EPMS: an unknown part");
		return f->seen >> KEY_SEC & 1;
	}
	bit = 1u << key;
	if (f->seen & bit && key != KEY_CAVEAT && key != KEY_ACCESS)
		marking_break(f->marking, "EPMS: a part stands twice");
	if (key < f->last)
		marking_break(f->marking, "EPMS: the parts are not in order");
	f->seen |= bit;
	f->last = key;
	return take_value(f, key, slice_trim(slice_sub(text, equal + 1,
	    text.len)));
}

/* " ACCESS=": the next part, without the comma that belongs before it. */
static bool
is_part(struct slice text)
{
	for (size_t i = 0; i < KEYS; i++) {
		size_t len = strlen(key_names[i]);

		if (text.len > len + 1 && text.at[0] == ' ' &&
		    slice_starts(slice_sub(text, 1, text.len),
		    slice_of(key_names[i])) && text.at[len + 1] == '=')
			return true;
	}
	return false;
}

/* Up to the next comma that is not escaped. */
static bool
cut(struct field *f, struct slice *rest, struct slice *piece)
{
	size_t end = 0;

	*rest = slice_trim(*rest);
	if (!rest->len)
		return false;
	while (end < rest->len && rest->at[end] != ',' &&
	    !is_part(slice_sub(*rest, end, rest->len)))
		end += rest->at[end] == '\\' && end + 1 < rest->len ? 2 : 1;
	if (end < rest->len && rest->at[end] == ' ')
		marking_break(f->marking, "EPMS: the parts are separated by commas");
	*piece = slice_trim(slice_sub(*rest, 0, end));
	*rest = slice_sub(*rest, end + 1, rest->len);
	return true;
}

static void
check(struct field *f)
{
	const unsigned both = 1u << KEY_EXPIRES | 1u << KEY_DOWNTO;
	const unsigned head = 1u << KEY_VER | 1u << KEY_NS;
	const unsigned only_header = head | 1u << KEY_NOTE | 1u << KEY_ORIGIN;

	if ((f->seen & both) && (f->seen & both) != both)
		marking_break(f->marking, "EPMS: EXPIRES and DOWNTO stand together");
	if (f->form == EPMS_HEADER && (f->seen & head) != head)
		marking_break(f->marking, "EPMS: the field begins with VER and NS");
	if (f->form == EPMS_SUBJECT && f->seen & only_header)
		marking_break(f->marking, "EPMS: this part stands in the header field only");
}

bool
epms_parse(const struct marking_tables *tables, struct slice value,
    enum epms_form form, struct marking *marking)
{
	struct field f = {.tables = tables, .marking = marking,
	    .form = form};
	struct slice piece;
	unsigned count = 0;

	while (count++ < FIELDS_MOST && cut(&f, &value, &piece))
		if (piece.len && !take_field(&f, piece))
			return false;
	if (!(f.seen >> KEY_SEC & 1))
		return false;
	check(&f);
	return true;
}
