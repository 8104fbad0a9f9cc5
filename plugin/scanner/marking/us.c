/*
 * us - what the two United States marking systems share.
 */
#include "scanner/marking/us.h"

void
us_broken(struct us_reading *reading, const char *rule)
{
	struct marking *m = &reading->marking;

	for (size_t i = 0; i < m->broken_count; i++)
		if (!strcmp(m->broken[i], rule))
			return;
	if (m->broken_count < MARKING_LIST_MAX)
		m->broken[m->broken_count++] = rule;
}

bool
us_has(const struct us_reading *reading, const char *code)
{
	const struct marking *m = &reading->marking;

	for (size_t i = 0; i < m->control_count; i++)
		if (!strcmp(m->controls[i], code))
			return true;
	return false;
}

void
us_control(struct us_reading *reading, const char *code)
{
	struct marking *m = &reading->marking;

	if (us_has(reading, code)) {
		us_broken(reading, "236: a value stands twice");
		return;
	}
	if (m->control_count < MARKING_LIST_MAX)
		m->controls[m->control_count++] = code;
}

const char *
us_country(const struct us_reading *reading, struct slice text)
{
	const struct marking_entry *entry = marking_entry_find(
	    marking_list_find(reading->tables, "countries", "countries"), text);

	if (!entry)
		entry = marking_entry_find(marking_list_find(reading->tables,
		    "countries", "tetragraphs"), text);
	return entry ? entry->code : NULL;
}

static bool
add_release(struct us_reading *reading, struct slice text)
{
	struct marking *m = &reading->marking;
	const char *code = us_country(reading, text);

	if (!code)
		return false;
	if (m->release_count < MARKING_LIST_MAX)
		m->releases[m->release_count++] = code;
	reading->known++;
	return true;
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
us_release(struct us_reading *reading, struct slice list)
{
	struct marking *m = &reading->marking;
	size_t first = m->release_count;
	struct slice item;

	while (line_cut(&list, ", ", &item))
		if (!add_release(reading, item))
			return false;
	us_control(reading, "REL TO");
	if (strcmp(m->releases[first], "USA"))
		us_broken(reading, "10.e.4: USA is not first");
	else if (m->release_count - first < 2)
		us_broken(reading, "10.e.5: REL TO names no other country");
	else if (!in_order(m, first + 1))
		us_broken(reading, "10.e.4: countries are not in order");
	return true;
}

bool
us_display(struct us_reading *reading, struct slice list)
{
	struct marking *m = &reading->marking;
	size_t first = m->release_count;
	struct slice item;

	while (line_cut(&list, ", ", &item))
		if (!add_release(reading, item))
			return false;
	us_control(reading, "DISPLAY ONLY");
	if (!in_order(m, first))
		us_broken(reading, "10.g.5: countries are not in order");
	return true;
}

void
us_put(struct us_reading *reading, const char *text)
{
	size_t len = strlen(reading->canonical), more = strlen(text);

	if (len + more < sizeof(reading->canonical))
		memcpy(reading->canonical + len, text, more + 1);
}

static struct us_found *
find(struct us_list *list, const char *text, const char *kind)
{
	for (size_t i = 0; i < list->count; i++)
		if (!strcmp(list->found[i].text, text) &&
		    !strcmp(list->found[i].marking.kind, kind))
			return &list->found[i];
	return NULL;
}

bool
us_keep(struct us_list *list, struct us_reading *reading, const char *kind,
    const struct line *line)
{
	struct us_found *found = find(list, reading->canonical, kind);
	bool in_frame = line->flags & TEXT_FLAG_header_footer;

	if (!found && list->count == US_FOUND_MOST)
		return true;
	if (!found) {
		found = &list->found[list->count];
		found->text = arena_string(reading->arena,
		    slice_of(reading->canonical));
		if (!found->text)
			return false;
		list->count++;
		found->marking = reading->marking;
		found->marking.kind = kind;
		found->marking.text = found->text;
		found->marking.span = (struct span){line->start,
		    line->start + line->text.len};
		found->bare = reading->bare;
		found->known = reading->known;
		found->first_line = line->number;
	}
	found->times++;
	found->last_line = line->number;
	found->in_frame = found->in_frame || in_frame;
	return true;
}

enum rc
us_give(const struct us_found *found, unsigned confidence, bool mention,
    const struct marking_sink *sink, struct err *err)
{
	struct marking marking = found->marking;

	marking.confidence = mention ? 30 : confidence;
	marking.mention = mention;
	return sink->found(sink->own, &marking, err);
}

bool
us_frames(const struct us_found *found)
{
	return found->times >= 2 && (found->first_line <= 2 || found->in_frame);
}
