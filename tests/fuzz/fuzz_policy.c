/*
 * fuzz_policy - any text as a policy file: read, or refused with a sentence.
 */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "lib/policy/policy.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new(1 << 22);
	struct policy *policy;
	struct err err = {.text = ""};

	if (policy_parse(arena, "fuzz", slice_bytes(data, size), NULL, NULL,
	    &policy, &err) == RC_OK) {
		if (policy->rule_count == 0 ||
		    !policy->rules[policy->rule_count - 1].otherwise)
			abort();
	} else if (strlen(err.text) < 10) {
		abort();
	}
	arena_free(arena);
	return 0;
}
