/*
 * msg - an Outlook item in a compound file ([MS-OXMSG]).
 *
 * Each property is a stream named by its number and type; recipients and
 * attachments are storages.  An item within an attachment is a storage too: ole
 * finds and reads it like this one.
 */
#include "scanner/extract/msg.h"

#include <stdio.h>

#include "scanner/extract/little.h"
#include "scanner/extract/mapi.h"

enum { HEADER_TOP = 32, HEADER_NESTED = 24, HEADER_PART = 8,
	ENTRY_SIZE = 16, NAMED_FIRST = 0x8000, METHOD_VALUE = 1,
	METHOD_NONE = 0, METHOD_REFERENCE_LAST = 4, METHOD_WEB = 7 };

#define STREAM_PREFIX "__substg1.0_"
#define ATTACHMENT_PREFIX "__attach_version1.0_#"
#define RECIPIENT_PREFIX "__recip_version1.0_#"

struct msg {
	const struct ole_part *part;
	struct mapi mapi;
	struct slice named, named_text;	/* 2.2.3.1 */
	struct buf name;
};

/* ----------------------------------------------------------------- names */

/* Up to eight hexadecimal digits at the start. */
static bool
read_hex(struct slice s, uint32_t *number)
{
	*number = 0;
	if (s.len < 8)
		return false;
	for (size_t i = 0; i < 8; i++) {
		unsigned char c = byte_lower(s.at[i]);
		uint32_t digit = byte_is_digit(c) ? c - '0' + 0u :
		    c >= 'a' && c <= 'f' ? c - 'a' + 10u : 16u;

		if (digit == 16)
			return false;
		*number = *number << 4 | digit;
	}
	return true;
}

bool
msg_owns(const struct cfb_entry *storage, uint32_t *attachment)
{
	const struct slice name = storage->name;

	*attachment = 0;
	if (storage->kind != CFB_STORAGE)
		return false;
	if (slice_starts_nocase(name, slice_of(RECIPIENT_PREFIX)))
		return true;
	if (!slice_starts_nocase(name, slice_of(ATTACHMENT_PREFIX)))
		return false;
	if (read_hex(slice_sub(name, strlen(ATTACHMENT_PREFIX), name.len),
	    attachment) && *attachment < UINT32_MAX)
		++*attachment;
	return true;
}

/* 2.1.3: the property a stream holds; one of many values has a number too. */
static bool
read_name(const struct cfb_entry *entry, struct mapi_property *property)
{
	struct slice name = entry->name;
	uint32_t tag;

	if (entry->kind != CFB_STREAM ||
	    !slice_starts_nocase(name, slice_of(STREAM_PREFIX)) ||
	    !read_hex(slice_sub(name, strlen(STREAM_PREFIX), name.len), &tag))
		return false;
	*property = (struct mapi_property){.id = (uint16_t)(tag >> 16),
		.type = (uint16_t)tag};
	/* Of many values the stream without a number holds only lengths. */
	return (tag & MAPI_MANY) == 0 ||
	    slice_find_byte(name, '-') != SIZE_MAX;
}

/* 2.2.3.1: the name behind a number from 0x8000 on, if it is one of words. */
static struct slice
find_named(struct msg *msg, uint16_t id)
{
	size_t at = 8 * ((size_t)id - NAMED_FIRST), text;

	buf_clear(&msg->name);
	if (id < NAMED_FIRST || !little_has(msg->named, at, 8) ||
	    (little_16(msg->named, at + 4) & 1) == 0)
		return (struct slice){0};
	text = little_32(msg->named, at);
	codepage_wide(&msg->name, little_bytes(msg->named_text, text + 4,
	    little_32(msg->named_text, text)));
	return buf_slice(&msg->name);
}

static enum rc
open_named(struct msg *msg, struct err *err)
{
	const struct cfb_entry *root = cfb_root(msg->part->ole->cfb);
	struct ole_part names = {.ole = msg->part->ole, .where = "",
		.storage = cfb_find(root, "__nameid_version1.0")};

	if (names.storage == NULL)
		return RC_OK;
	TRY(ole_stream(&names, STREAM_PREFIX "00030102", &msg->named, err));
	return ole_stream(&names, STREAM_PREFIX "00040102", &msg->named_text,
	    err);
}

/* --------------------------------------------------------------- streams */

/* A number among the fixed properties (2.4.2), or `otherwise`. */
static uint32_t
fixed_number(struct slice properties, size_t header, uint16_t id,
    uint32_t otherwise)
{
	for (size_t at = header; little_has(properties, at, ENTRY_SIZE);
	    at += ENTRY_SIZE)
		if (little_16(properties, at + 2) == id)
			return little_32(properties, at + 8);
	return otherwise;
}

/* Every property of a storage: of the item, or (`place`) of a part of it. */
static enum rc
tell_streams(struct msg *msg, const struct cfb_entry *storage,
    const uint32_t *place, struct err *err)
{
	struct emit *emit = msg->mapi.emit;
	struct mapi_property property;
	cause_set causes = 0;

	for (const struct cfb_entry *entry = storage->child; entry != NULL;
	    entry = entry->next) {
		if (!read_name(entry, &property))
			continue;
		TRY(emit_due(emit, err));
		if (place != NULL && property.id == MAPI_ID_DATA)
			continue;
		TRY(cfb_read(msg->part->ole->cfb, entry, &property.value,
		    &causes, err));
		property.name = find_named(msg, property.id);
		if (place == NULL)
			TRY(mapi_tell(&msg->mapi, &property, err));
		else
			TRY(mapi_tell_at(&msg->mapi, &property, *place, err));
	}
	return emit_causes(emit, 0, causes, err);
}

/* A text property of an attachment as `name`; false when it has none. */
static enum rc
find_text(struct msg *msg, const struct ole_part *part, uint16_t id,
    struct slice *text, struct err *err)
{
	const unsigned types[] = {MAPI_WIDE, MAPI_NARROW};
	struct arena *arena = msg->mapi.emit->job->arena;
	struct mapi_property property = {.id = id};
	char name[32];

	for (size_t i = 0; i < 2 && text->len == 0; i++) {
		snprintf(name, sizeof(name), STREAM_PREFIX "%04X%04X", id,
		    types[i]);
		property.type = (uint16_t)types[i];
		TRY(ole_stream(part, name, &property.value, err));
		buf_clear(&msg->name);
		TRY(mapi_text(&msg->mapi, &property, &msg->name, err));
		if (msg->name.len == 0)
			continue;
		*text = arena_copy(arena, buf_slice(&msg->name));
		if (text->at == NULL)
			return arena_full(arena, "an attachment's name", err);
	}
	return RC_OK;
}

/* 2.2.2: its name, what it says about itself, and its bytes as a child. */
static enum rc
tell_attachment(struct msg *msg, const struct cfb_entry *storage,
    uint32_t number, struct err *err)
{
	struct ole_part part = {.ole = msg->part->ole, .storage = storage,
		.where = msg->part->where};
	struct extract_child child = {.scope = SCOPE_attachment};
	struct emit *emit = msg->mapi.emit;
	const uint16_t names[] = {MAPI_ID_LONG_FILE, MAPI_ID_SHORT_FILE,
		MAPI_ID_NAME};
	struct slice properties;
	uint32_t method;

	for (size_t i = 0; i < 3; i++)
		TRY(find_text(msg, &part, names[i], &child.name, err));
	TRY(find_text(msg, &part, MAPI_ID_MEDIA_TYPE, &child.type, err));
	TRY(mapi_place(&msg->mapi, &child.place, child.name, "attachment",
	    number, err));
	TRY(tell_streams(msg, storage, &child.place, err));
	TRY(ole_stream(&part, STREAM_PREFIX "37010102", &child.bytes, err));
	TRY(ole_stream(&part, "__properties_version1.0", &properties, err));
	method = fixed_number(properties, HEADER_PART, MAPI_ID_METHOD,
	    METHOD_VALUE);
	if (child.bytes.at != NULL)
		return emit->sink->child(emit->sink->own, &child, err);
	if ((method > METHOD_VALUE && method <= METHOD_REFERENCE_LAST) ||
	    method == METHOD_WEB)
		return emit_cause(emit, child.place, CAUSE_elsewhere, err);
	if (method == METHOD_VALUE)
		return emit_cause(emit, child.place, CAUSE_corrupt, err);
	return RC_OK;
}

static enum rc
tell_parts(struct msg *msg, struct err *err)
{
	uint32_t number, recipients = 0, place;

	for (const struct cfb_entry *entry = msg->part->storage->child;
	    entry != NULL; entry = entry->next) {
		if (!msg_owns(entry, &number))
			continue;
		TRY(emit_due(msg->mapi.emit, err));
		if (number > 0) {
			TRY(tell_attachment(msg, entry, number, err));
			continue;
		}
		TRY(mapi_place(&msg->mapi, &place, (struct slice){0},
		    "recipient", ++recipients, err));
		TRY(tell_streams(msg, entry, &place, err));
	}
	return RC_OK;
}

static enum rc
msg_run(struct msg *msg, struct err *err)
{
	struct slice properties;
	size_t header = msg->part->storage->parent == NULL ? HEADER_TOP :
	    HEADER_NESTED;

	TRY(ole_stream(msg->part, "__properties_version1.0", &properties,
	    err));
	msg->mapi.page = fixed_number(properties, header, MAPI_ID_PAGE, 1252);
	msg->mapi.body_page = fixed_number(properties, header,
	    MAPI_ID_BODY_PAGE, 0);
	TRY(open_named(msg, err));
	TRY(tell_streams(msg, msg->part->storage, NULL, err));
	return tell_parts(msg, err);
}

enum rc
msg_read(const struct ole_part *part, struct err *err)
{
	struct msg msg = {.part = part, .name = buf_new(1 << 16),
		.mapi = mapi_new(&part->ole->emit, part->ole->pages,
		part->where)};
	enum rc rc = msg_run(&msg, err);

	mapi_free(&msg.mapi);
	buf_free(&msg.name);
	return rc;
}

/* ------------------------------------------------------------- extractor */

static unsigned
msg_sniff(struct slice bytes, struct slice name, struct slice declared_type)
{
	static const char *const names[] = {"__properties_version1.0",
		"__nameid_version1.0", NULL};

	(void)name;
	(void)declared_type;
	return ole_sniff_for(bytes, names);
}

static const char *const msg_claims[] = {"application/vnd.ms-outlook",
	".msg", ".oft", NULL};

static const struct extract_sample msg_good[] = {
	{"ole/text.msg", "HARBOUR-SUBJECT \320\226", "subject", 0},
	{"ole/text.msg", "HARBOUR-BODY", "body", 0},
	{"ole/text.msg", "HARBOUR-HEADERS", "headers", 0},
	{"ole/text.msg", "HARBOUR-RECIPIENT", "recipient 1", 0},
	{"ole/text.msg", "msip_labels=HARBOUR-MSIP", "properties", 0},
	{"ole/narrow.msg", "HARBOUR-NARROW \320\226", "body", 0},
	{"ole/bodies.msg", "HARBOUR-RTF", "rtf body", 0},
	{"ole/bodies.msg", "HARBOUR-HTML", "html body", 0},
	{"ole/attached.msg", "HARBOUR-ATTACHED", "attachment 1", 0},
	{"ole/attached.msg", "HARBOUR-FILE-NAME", "attachment 1", 0},
	{"ole/nested.msg", "HARBOUR-INNER", "attachment 1 > body", 0},
	{"ole/nested.msg", "HARBOUR-INNER-FILE",
	    "attachment 1 > attachment 1", 0},
	{0},
};

static const struct extract_sample msg_bad[] = {
	{"ole/elsewhere.msg", "HARBOUR-BODY", "body",
	    1u << CAUSE_elsewhere},
	{0},
};

const struct extractor extractor_msg = {
	.name = "msg",
	.type = "application/vnd.ms-outlook",
	.claims = msg_claims,
	.class = EXTRACT_RISKY,
	.sniff = msg_sniff,
	.extract = ole_extract,
	.good = msg_good,
	.bad = msg_bad,
};
