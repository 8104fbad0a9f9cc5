/*
 * sheet_strings - the shared strings of a workbook, within budget.
 */
#include "scanner/extract/sheet_strings.h"

#include <stdlib.h>

enum { STRINGS_MOST = 1 << 23 };

struct shared_string {
	size_t start, end;
	bool told;
};

struct sheet_strings {
	struct ooxml *ooxml;
	struct buf text;
	struct shared_string *items;
	size_t count, room;
	uint64_t repeated;	/* bytes told more than once */
	bool cut;
	bool too_many;
	unsigned in_text, in_sound;	/* t; rPh: how it is pronounced */
};

static bool
strings_add(struct sheet_strings *strings)
{
	size_t room = strings->room ? strings->room * 2 : 256;
	struct shared_string *grown;

	if (strings->count == strings->room) {
		if (room > STRINGS_MOST)
			return false;
		grown = realloc(strings->items, room * sizeof(*grown));
		if (grown == NULL)
			return false;
		strings->items = grown;
		strings->room = room;
	}
	strings->items[strings->count++] = (struct shared_string){
		strings->text.len, strings->text.len, false};
	return true;
}

static enum rc
strings_on_begin(void *own, const struct xml_element *element,
    struct err *err)
{
	struct sheet_strings *strings = own;

	(void)err;
	if (xml_is(element, "si") && !strings_add(strings)) {
		strings->too_many = true;
		return RC_END;
	}
	if (xml_is(element, "t"))
		strings->in_text++;
	if (xml_is(element, "rPh"))
		strings->in_sound++;
	return RC_OK;
}

static enum rc
strings_on_end(void *own, const struct xml_element *element, struct err *err)
{
	struct sheet_strings *strings = own;

	(void)err;
	if (xml_is(element, "t"))
		strings->in_text--;
	if (xml_is(element, "rPh"))
		strings->in_sound--;
	if (xml_is(element, "si") && strings->count > 0)
		strings->items[strings->count - 1].end = strings->text.len;
	return RC_OK;
}

static enum rc
strings_on_text(void *own, struct slice text, struct err *err)
{
	struct sheet_strings *strings = own;

	(void)err;
	if (strings->in_text > 0 && strings->in_sound == 0)
		(void)!buf_put(&strings->text, text);
	return RC_OK;
}

static enum rc
strings_on_rest(void *own, struct slice text, struct err *err)
{
	struct sheet_strings *strings = own;

	return emit_line(strings->ooxml->emit, 0, TEXT_FLAG_hidden, text,
	    err);
}

static enum rc
strings_read(struct sheet_strings *strings, struct opc_part *part,
    struct err *err)
{
	struct xml_handler handler = {strings, strings_on_begin,
		strings_on_end, strings_on_text, strings_on_rest,
		strings_on_rest};
	cause_set causes;
	enum rc rc;

	part->used = true;
	rc = xml_read(strings->ooxml->emit, buf_slice(&part->content),
	    &handler, &causes, err);
	if (rc != RC_OK && rc != RC_END)
		return rc;
	if (strings->too_many)
		causes |= cause_bit(CAUSE_too_many);
	if (strings->text.full)
		causes |= cause_bit(CAUSE_too_big);
	strings->in_text = strings->in_sound = 0;
	return emit_causes(strings->ooxml->emit, 0, causes | part->causes,
	    err);
}

enum rc
sheet_strings_load(struct ooxml *ooxml, struct sheet_strings **out,
    struct err *err)
{
	struct sheet_strings *strings = calloc(1, sizeof(*strings));

	*out = strings;
	if (strings == NULL)
		return err_set(err, RC_SYSTEM, "no memory for a workbook");
	strings->ooxml = ooxml;
	strings->text = buf_new(
	    (size_t)ooxml->emit->job->limits->unpacked_bytes);
	for (size_t i = 0; i < ooxml->opc.count; i++) {
		struct opc_part *part = &ooxml->opc.parts[i];

		if (!part->used && opc_is(part, "sst", "spreadsheetml"))
			TRY(strings_read(strings, part, err));
	}
	return RC_OK;
}

void
sheet_strings_free(struct sheet_strings *strings)
{
	if (strings == NULL)
		return;
	buf_free(&strings->text);
	free(strings->items);
	free(strings);
}

bool
sheet_strings_get(struct sheet_strings *strings, uint64_t number,
    struct slice *text)
{
	struct shared_string *item;

	if (number >= strings->count)
		return false;
	item = &strings->items[number];
	*text = slice_sub(buf_slice(&strings->text), item->start, item->end);
	if (!item->told) {
		item->told = true;
		return true;
	}
	if (strings->repeated + text->len >
	    strings->ooxml->emit->job->limits->text_part_bytes) {
		strings->cut = true;
		return false;
	}
	strings->repeated += text->len;
	return true;
}

enum rc
sheet_strings_rest(struct sheet_strings *strings, struct err *err)
{
	struct emit *emit = strings->ooxml->emit;
	struct slice text;
	uint32_t place = 0;

	for (size_t i = 0; i < strings->count; i++) {
		if (strings->items[i].told)
			continue;
		if (place == 0)
			TRY(emit_place(emit, &place, (struct slice){0},
			    (struct slice){0}, err, "unused strings"));
		text = slice_sub(buf_slice(&strings->text),
		    strings->items[i].start, strings->items[i].end);
		TRY(emit_line(emit, place, TEXT_FLAG_hidden, text, err));
	}
	return strings->cut ? emit_cause(emit, 0, CAUSE_too_big, err) :
	    RC_OK;
}
