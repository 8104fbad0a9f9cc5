/*
 * class - what the worker classes differ in: name, memory, rights of the jail.
 */
#include "scanner/class.h"

#include <string.h>

#include "scanner/jail.h"

static const struct class classes[EXTRACT_CLASSES] = {
#define CLASS(NAME, id, memory, rights, recognises)                          \
	[EXTRACT_##NAME] = { #id, "outmark-" #id,                            \
	    offsetof(struct limits, memory), rights, recognises },
#include "scanner/extract/class.def"
#undef CLASS
};

const struct class *
class_of(enum extract_class class)
{
	return &classes[class];
}

uint64_t
class_memory(enum extract_class class, const struct limits *limits)
{
	uint64_t bytes;

	memcpy(&bytes, (const char *)limits + classes[class].memory,
	    sizeof bytes);
	return bytes;
}

uint64_t
class_wall_ms(enum extract_class class, const struct limits *limits)
{
	if (class == EXTRACT_TEXT)
		return limits->scan_wall_ms;
	return limits->part_wall_ms +
	    (classes[class].recognises ? limits->ocr_mail_ms : 0);
}
