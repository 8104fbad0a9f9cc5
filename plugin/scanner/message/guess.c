/*
 * guess - which charset do these bytes look like?
 *
 * The library is shown at most WINDOW bytes, from shortly before the first one
 * that is not ASCII: a long plain head would hide what follows.
 */
#include "scanner/message/guess.h"

#include <uchardet.h>

enum { WINDOW = 65536, BEFORE = 256 };

static size_t
first_high(struct slice bytes)
{
	size_t i = 0;

	while (i < bytes.len && bytes.at[i] < 0x80)
		i++;
	return i;
}

bool
guess_charset(struct slice bytes, char name[GUESS_NAME_SIZE])
{
	size_t start = first_high(bytes);
	uchardet_t detector = uchardet_new();
	const char *found;
	size_t len;

	if (detector == NULL)
		return false;
	start = start > BEFORE ? start - BEFORE : 0;
	bytes = slice_sub(bytes, start, start + WINDOW);
	uchardet_handle_data(detector, (const char *)bytes.at, bytes.len);
	uchardet_data_end(detector);
	found = uchardet_get_charset(detector);
	len = strlen(found);
	if (len >= GUESS_NAME_SIZE)
		len = 0;
	for (size_t i = 0; i < len; i++)
		name[i] = (char)byte_lower((unsigned char)found[i]);
	name[len] = '\0';
	uchardet_delete(detector);
	return len > 0;
}
