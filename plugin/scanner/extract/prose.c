/*
 * prose - running text of one place, told paragraph by paragraph.
 */
#include "scanner/extract/prose.h"

enum { PROSE_FLUSH = 1 << 16, PROSE_CEILING = 1 << 24 };

struct prose
prose_new(struct emit *emit)
{
	return (struct prose){.emit = emit, .seen = buf_new(PROSE_CEILING),
		.aside = buf_new(PROSE_CEILING)};
}

void
prose_free(struct prose *prose)
{
	buf_free(&prose->seen);
	buf_free(&prose->aside);
}

static enum rc
prose_tell(struct prose *prose, bool ended, struct err *err)
{
	struct emit *emit = prose->emit;

	TRY(emit_text(emit, prose->place, prose->flags,
	    buf_slice(&prose->seen), err));
	prose->open = prose->open || prose->seen.len > 0;
	if (prose->open && (ended || prose->aside.len > 0)) {
		TRY(emit_text(emit, prose->place, prose->flags,
		    slice_of("\n"), err));
		prose->open = false;
	}
	TRY(emit_line(emit, prose->place, prose->flags | TEXT_FLAG_hidden,
	    buf_slice(&prose->aside), err));
	buf_clear(&prose->seen);
	buf_clear(&prose->aside);
	return emit_due(emit, err);
}

enum rc
prose_move(struct prose *prose, uint32_t place, unsigned flags,
    struct err *err)
{
	TRY(prose_end(prose, err));
	prose->place = place;
	prose->flags = flags;
	return RC_OK;
}

enum rc
prose_put(struct prose *prose, struct slice utf8, bool hidden,
    struct err *err)
{
	if (utf8.len == 0)
		return RC_OK;
	if (hidden && !prose->hidden_said) {
		prose->hidden_said = true;
		TRY(emit_flag(prose->emit, 0, PART_FLAG_hidden, err));
	}
	(void)!buf_put(hidden ? &prose->aside : &prose->seen, utf8);
	if (prose->seen.len < PROSE_FLUSH && prose->aside.len < PROSE_FLUSH)
		return RC_OK;
	return prose_tell(prose, false, err);
}

enum rc
prose_end(struct prose *prose, struct err *err)
{
	if (prose->seen.len == 0 && prose->aside.len == 0 && !prose->open)
		return RC_OK;
	return prose_tell(prose, true, err);
}
