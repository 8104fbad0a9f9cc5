/*
 * watermark - the high-water mark: what a message and its attachments come to,
 * system by system.
 *
 * The highest level, all controls, and those releases that every marking which
 * names any allows.  Mentions do not count; quoted text does, since it leaves
 * with the message.
 */
#include "scanner/match/engine.h"

#include "base/buf.h"

enum { WATERMARK_TEXT = 256 };

/* The mark of one system while it rises. */
struct mark {
	struct match_marking sum;
	size_t own;		/* controls of the marking whose text it has */
};

static struct mark *
of_system(const struct vec *marks, const char *system)
{
	struct mark *list = marks->at;

	for (size_t i = 0; i < marks->count; i++)
		if (!strcmp(list[i].sum.marking.system, system))
			return &list[i];
	return NULL;
}

static bool
holds(const char *const *list, size_t count, const char *word)
{
	for (size_t i = 0; i < count; i++)
		if (!strcmp(list[i], word))
			return true;
	return false;
}

static void
add_controls(struct marking *into, const struct marking *from)
{
	for (size_t i = 0; i < from->control_count; i++)
		if (into->control_count < MARKING_LIST_MAX &&
		    !holds(into->controls, into->control_count,
		    from->controls[i]))
			into->controls[into->control_count++] =
			    from->controls[i];
}

/* What may go to A and B, beside what may go to B and C, may go to B. */
static void
keep_common(struct marking *into, const struct marking *from)
{
	size_t kept = 0;

	if (!from->release_count)
		return;
	if (!into->release_count) {
		memcpy(into->releases, from->releases,
		    sizeof(into->releases));
		into->release_count = from->release_count;
		return;
	}
	for (size_t i = 0; i < into->release_count; i++)
		if (holds(from->releases, from->release_count,
		    into->releases[i]))
			into->releases[kept++] = into->releases[i];
	into->release_count = kept;
}

/* The higher level, and of equals the one with more controls, gives the text. */
static void
raise(struct mark *mark, const struct marking *from)
{
	struct marking *into = &mark->sum.marking;
	bool higher = from->rank > into->rank || (from->rank == into->rank &&
	    from->control_count > mark->own);

	add_controls(into, from);
	keep_common(into, from);
	if (!higher)
		return;
	into->level = from->level;
	into->rank = from->rank;
	into->text = from->text;
	mark->own = from->control_count;
}

static enum rc
take(struct vec *marks, struct match *match,
    const struct match_marking *found, struct err *err)
{
	struct mark *mark = of_system(marks, found->marking.system);

	if (mark) {
		raise(mark, &found->marking);
		return RC_OK;
	}
	mark = vec_push(marks, match->arena, sizeof(*mark));
	if (!mark)
		return engine_full(match, err);
	mark->sum = *found;
	mark->own = found->marking.control_count;
	mark->sum.marking.broken_count = 0;
	mark->sum.marking.kind = "high-water";
	mark->sum.part = 1;
	mark->sum.where = "message";
	return RC_OK;
}

/* ---------------------------------------------------------------- the text */

/* The controls of one list of the system's table, in the table's order. */
static void
put_list(struct buf *out, const struct marking *m,
    const struct marking_list *list)
{
	bool first = true;

	for (size_t i = 0; i < list->count; i++) {
		if (!holds(m->controls, m->control_count,
		    list->entries[i].code))
			continue;
		buf_text(out, first ? "//" : "/");
		buf_text(out, list->entries[i].code);
		first = false;
	}
}

static void
put_releases(struct buf *out, const struct marking *m)
{
	if (!m->release_count || holds(m->controls, m->control_count,
	    "NOFORN"))
		return;
	buf_text(out, "//REL TO ");
	for (size_t i = 0; i < m->release_count; i++) {
		buf_text(out, i ? ", " : "");
		buf_text(out, m->releases[i]);
	}
}

/*
 * Markings that each have other controls come to one that nobody wrote: level,
 * then the lists of the table in their order.
 */
static enum rc
write_text(struct match *match, struct mark *mark, struct err *err)
{
	const struct marking_tables *tables = match->matcher->rules->tables;
	struct marking *m = &mark->sum.marking;
	struct buf out = buf_new(WATERMARK_TEXT);

	if (m->control_count == mark->own)
		return RC_OK;
	buf_text(&out, m->level);
	for (size_t t = 0; t < tables->count; t++) {
		const struct marking_table *table = &tables->tables[t];

		if (strcmp(table->system, m->system))
			continue;
		for (size_t l = 0; l < table->list_count; l++)
			put_list(&out, m, &table->lists[l]);
	}
	put_releases(&out, m);
	m->text = arena_string(match->arena, buf_slice(&out));
	buf_free(&out);
	return m->text ? RC_OK : engine_full(match, err);
}

enum rc
watermark_find(struct match *match, struct err *err)
{
	const struct match_marking *list = match->markings.at;
	struct vec marks = {0};
	struct mark *mark;

	for (size_t i = 0; i < match->markings.count; i++)
		if (!list[i].marking.mention)
			TRY(take(&marks, match, &list[i], err));
	mark = marks.at;
	for (size_t i = 0; i < marks.count; i++) {
		struct match_marking *into = vec_push(&match->overall,
		    match->arena, sizeof(*into));

		if (!into)
			return engine_full(match, err);
		TRY(write_text(match, &mark[i], err));
		*into = mark[i].sum;
	}
	return RC_OK;
}
