/*
 * record_store - a walk over records that two stages share.
 */
#include "scanner/match/record_store.h"

enum { KEPT_MOST = 131072 };	/* records, and cells */

struct record_kept {
	struct span span;
	const struct text_run *run;
	size_t cell, cell_count;
	bool pasted;
};

bool
record_store_begin(struct record_store *store, const struct text *text,
    struct arena *arena)
{
	*store = (struct record_store){.walk = record_begin(text, arena)};
	return store->walk != NULL;
}

bool
record_store_first(struct record_store *store, struct record *record)
{
	return record_next(store->walk, record);
}

void
record_store_keep(struct record_store *store, const struct record *record,
    struct arena *arena)
{
	struct record_kept *kept;
	size_t cell = store->cells.count;

	if (store->overflown)
		return;
	store->overflown = store->records.count >= KEPT_MOST ||
	    cell + record->cell_count > KEPT_MOST;
	for (size_t i = 0; i < record->cell_count && !store->overflown; i++) {
		struct record_cell *into = vec_push(&store->cells, arena,
		    sizeof(*into));

		store->overflown = !into;
		if (into)
			*into = record->cells[i];
	}
	kept = store->overflown ? NULL : vec_push(&store->records, arena,
	    sizeof(*kept));
	store->overflown = !kept;
	if (kept)
		*kept = (struct record_kept){record->span, record->run, cell,
		    record->cell_count, record->pasted};
}

bool
record_store_is_whole(const struct record_store *store)
{
	return store->walk && !store->overflown;
}

bool
record_store_second(struct record_store *store, struct record *record)
{
	const struct record_kept *kept = store->records.at;
	const struct record_cell *cells = store->cells.at;

	if (store->next == store->records.count)
		return record_next(store->walk, record);
	kept += store->next++;
	record->span = kept->span;
	record->run = kept->run;
	record->pasted = kept->pasted;
	record->cell_count = kept->cell_count;
	if (kept->cell_count)
		memcpy(record->cells, cells + kept->cell,
		    kept->cell_count * sizeof(*cells));
	return true;
}
