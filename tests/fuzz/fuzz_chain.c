/*
 * fuzz_chain - any bytes as the body of a record: what is taken makes one line
 * that reads back as the record it is, and no member of the envelope moves.
 */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "keeper/chain.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct chain chain = chain_begin();
	const struct chain_record record = {
		.instance = "i", .time = "t", .event = slice_of("e"),
		.id = slice_of("x"), .body = slice_bytes(data, size),
	};
	struct buf line = buf_new(CHAIN_LINE_MAX);
	char prev[CRYPT_DIGEST_HEX];
	struct slice text;
	struct err err;
	uint64_t seq = 0;

	if (chain_check(&record, &err) == RC_OK &&
	    chain_write(&chain, &record, &line, &err) == RC_OK) {
		text = slice_sub(buf_slice(&line), 0, line.len - 1);
		if (!chain_read(text, &seq, prev) || seq != 1 ||
		    strcmp(prev, chain.last) != 0 ||
		    slice_find_byte(text, '\n') != SIZE_MAX)
			abort();
	}
	buf_free(&line);
	return 0;
}
