/*
 * reading - one line while a marking system reads it.
 */
#include "scanner/marking/reading.h"

void
reading_begin(struct reading *reading, const struct page *page)
{
	*reading = (struct reading){.tables = page->tables,
	    .arena = page->arena};
	reading->marking.system = page->system->name;
}

void
reading_broken(struct reading *reading, const char *rule)
{
	marking_break(&reading->marking, rule);
}

bool
reading_has(const struct reading *reading, const char *code)
{
	const struct marking *m = &reading->marking;

	for (size_t i = 0; i < m->control_count; i++)
		if (!strcmp(m->controls[i], code))
			return true;
	return false;
}

bool
reading_control(struct reading *reading, const char *code)
{
	struct marking *m = &reading->marking;

	if (reading_has(reading, code))
		return false;
	if (m->control_count < MARKING_LIST_MAX)
		m->controls[m->control_count++] = code;
	return true;
}

void
reading_release(struct reading *reading, const char *code)
{
	struct marking *m = &reading->marking;

	if (m->release_count < MARKING_LIST_MAX)
		m->releases[m->release_count++] = code;
}

void
reading_put(struct reading *reading, const char *text)
{
	size_t len = strlen(reading->canonical), more = strlen(text);

	if (len + more < sizeof(reading->canonical))
		memcpy(reading->canonical + len, text, more + 1);
}
