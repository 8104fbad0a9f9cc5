/*
 * budget - what one message may still cost, counted in one place.
 *
 * Sums saturate: a counter that has reached the top stays there.
 */
#include "scanner/budget.h"

struct budget
budget_new(const struct limits *limits, const struct clock *clock,
    uint64_t deadline_ms)
{
	return (struct budget){
		.limits = limits, .clock = clock, .deadline_ms = deadline_ms,
		.parts_most = limits->parts,
		.unpacked_most = limits->unpacked_bytes,
		.text_most = limits->text_mail_bytes,
	};
}

enum cause
budget_time(const struct budget *budget)
{
	return clock_left_ms(budget->clock, budget->deadline_ms) == 0 ?
	    CAUSE_time : CAUSE_none;
}

enum cause
budget_part(struct budget *budget)
{
	if (budget->parts >= budget->parts_most)
		return CAUSE_too_many;
	budget->parts++;
	return CAUSE_none;
}

enum cause
budget_depth(const struct budget *budget, uint32_t depth,
    uint32_t archive_depth)
{
	return depth > budget->limits->mime_depth ||
	    archive_depth > budget->limits->archive_depth ?
	    CAUSE_too_deep : CAUSE_none;
}

static void
add(uint64_t *sum, uint64_t more)
{
	if (__builtin_add_overflow(*sum, more, sum))
		*sum = UINT64_MAX;
}

enum cause
budget_unpacked(struct budget *budget, uint64_t more, uint64_t packed,
    uint64_t *from_part)
{
	add(&budget->unpacked, more);
	add(from_part, more);
	if (budget->unpacked > budget->unpacked_most)
		return CAUSE_too_big;
	if (*from_part > budget->limits->ratio_grace_bytes &&
	    *from_part / budget->limits->ratio > packed)
		return CAUSE_ratio;
	return CAUSE_none;
}

void
budget_pictures(struct budget *budget, uint64_t pictures, uint64_t ms)
{
	add(&budget->pictures, pictures);
	add(&budget->picture_ms, ms);
}

uint64_t
budget_text_left(const struct budget *budget)
{
	uint64_t left = budget->text < budget->text_most ?
	    budget->text_most - budget->text : 0;

	return left < budget->limits->text_part_bytes ? left :
	    budget->limits->text_part_bytes;
}
