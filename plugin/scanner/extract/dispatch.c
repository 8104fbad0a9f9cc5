/*
 * dispatch - which reader takes a part?
 *
 * Content decides; what a message says about a part only shows conflicts.  Every
 * reader is asked, none is loaded or run here.
 */
#include "scanner/extract/extract.h"

static const struct extractor *const extractors[] = {
#define EXTRACTOR(name) &extractor_##name,
#include "scanner/extract/extractors.def"
#undef EXTRACTOR
};

enum { EXTRACTOR_COUNT = sizeof extractors / sizeof extractors[0] };

const struct extractor *const *
extract_all(size_t *count)
{
	*count = EXTRACTOR_COUNT;
	return extractors;
}

const struct extractor *
extract_find(struct slice name)
{
	for (size_t i = 0; i < EXTRACTOR_COUNT; i++)
		if (slice_is_text(name, extractors[i]->name))
			return extractors[i];
	return NULL;
}

bool
extract_is_claimed(const struct extractor *e, const struct part *part)
{
	const char *const *claim = e->claims;

	for (; claim != NULL && *claim != NULL; claim++) {
		struct slice text = slice_of(*claim);
		if (*text.at == '.' ? slice_ends_nocase(part->name, text) :
		    slice_is_nocase(part->declared_type, text))
			return true;
	}
	return false;
}

static bool
has_conflict(const struct extractor *chosen, const struct part *part)
{
	if (chosen != NULL && extract_is_claimed(chosen, part))
		return false;
	for (size_t i = 0; i < EXTRACTOR_COUNT; i++)
		if (extractors[i] != chosen &&
		    extract_is_claimed(extractors[i], part))
			return true;
	return false;
}

const struct extractor *
extract_choose(const struct part *part, bool *conflict)
{
	const struct extractor *best = NULL;
	unsigned sure = 0;

	for (size_t i = 0; i < EXTRACTOR_COUNT && sure < 2; i++) {
		unsigned now = extractors[i]->sniff(part->bytes, part->name,
		    part->declared_type);
		if (now > sure) {
			best = extractors[i];
			sure = now;
		}
	}
	*conflict = has_conflict(best, part);
	return best;
}
