/*
 * us - what the two United States marking systems share.
 */
#include "scanner/marking/us.h"

void
us_control(struct reading *reading, const char *code)
{
	if (!reading_control(reading, code))
		reading_broken(reading, "236: a value stands twice");
}

const char *
us_country(const struct reading *reading, struct slice text)
{
	const struct marking_entry *entry = marking_entry_find(
	    marking_list_find(reading->tables, "countries", "countries"), text);

	if (!entry)
		entry = marking_entry_find(marking_list_find(reading->tables,
		    "countries", "tetragraphs"), text);
	return entry ? entry->code : NULL;
}

static bool
add_release(struct reading *reading, struct slice text)
{
	const char *code = us_country(reading, text);

	if (!code)
		return false;
	reading_release(reading, code);
	reading->known++;
	return true;
}

/* "USA AND FVEY". */
static bool
add_pair(struct reading *reading, struct slice text)
{
	size_t at = slice_find(text, slice_of(" AND "));

	if (at == SIZE_MAX)
		return false;
	reading_broken(reading, "10.e: countries are parted by commas");
	return add_release(reading, slice_sub(text, 0, at)) &&
	    add_release(reading, slice_sub(text, at + 5, text.len));
}

/* Three letters A-Z, then four letters A-Z, from the item `from` on. */
static bool
in_order(const struct marking *m, size_t from)
{
	for (size_t i = from + 1; i < m->release_count; i++) {
		size_t a = strlen(m->releases[i - 1]);
		size_t b = strlen(m->releases[i]);

		if (a > b || (a == b && strcmp(m->releases[i - 1],
		    m->releases[i]) >= 0))
			return false;
	}
	return true;
}

bool
us_release(struct reading *reading, struct slice list)
{
	struct marking *m = &reading->marking;
	size_t first = m->release_count;
	struct slice item;

	while (line_cut(&list, ", ", &item))
		if (!add_release(reading, item) && !add_pair(reading, item))
			return false;
	us_control(reading, "REL TO");
	if (first >= m->release_count)
		return true;	/* more countries than are kept */
	if (strcmp(m->releases[first], "USA"))
		reading_broken(reading, "10.e.4, 214: USA is not first");
	else if (m->release_count - first < 2)
		reading_broken(reading, "10.e.5, 319: REL TO names no other "
		    "country");
	else if (!in_order(m, first + 1))
		reading_broken(reading, "10.e.4: countries are not in order");
	return true;
}

bool
us_display(struct reading *reading, struct slice list)
{
	struct marking *m = &reading->marking;
	size_t first = m->release_count;
	struct slice item;

	while (line_cut(&list, ", ", &item))
		if (!add_release(reading, item))
			return false;
	us_control(reading, "DISPLAY ONLY");
	if (!in_order(m, first))
		reading_broken(reading, "10.g.5: countries are not in order");
	return true;
}
