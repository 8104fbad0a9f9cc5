/*
 * tnef - a mail item as Outlook wraps it in winmail.dat ([MS-OXTNEF]).
 *
 * Attributes in a row: of the message, then of each attachment.  An attachment
 * is told when the next one begins, so that its data may stand before its name.
 */
#include <stdio.h>

#include "base/arena.h"
#include "scanner/extract/codepage.h"
#include "scanner/extract/little.h"
#include "scanner/extract/mapi.h"

enum {
	SIGNATURE = 0x223e9f78, HEADER = 6, ATTRIBUTE = 9, CHECKSUM = 2,
	LEVEL_MESSAGE = 1, LEVEL_ATTACHMENT = 2,
	ATTR_FROM = 0x8000, ATTR_SUBJECT = 0x8004, ATTR_BODY = 0x800c,
	ATTR_DATA = 0x800f, ATTR_TITLE = 0x8010, ATTR_CLASS = 0x8008,
	ATTR_RENDER = 0x9002, ATTR_PROPERTIES = 0x9003,
	ATTR_RECIPIENTS = 0x9004, ATTR_ATTACHMENT = 0x9005,
	ATTR_PAGE = 0x9007,
	PROPERTIES_MOST = 20000, NAMED_FIRST = 0x8000,
	NAME_NUMBER = 0, NAME_WORDS = 1, INTERFACE = 16,
};

struct attachment {
	bool begun;
	struct slice name, type;
	struct slice data;	/* attAttachData */
	struct slice object;	/* PR_ATTACH_DATA_OBJ: a file behind an id */
	uint32_t place;
	bool referred;		/* is somewhere else */
};

struct tnef {
	const struct extract_job *job;
	struct emit emit;
	struct mapi mapi;
	struct slice in;
	struct attachment now;
	struct buf name;
	uint32_t attachments, recipients;
};

/* ------------------------------------------------------------ attachments */

static enum rc
attachment_begin(struct tnef *tnef, struct err *err)
{
	if (tnef->now.begun)
		return RC_OK;
	tnef->now = (struct attachment){.begun = true};
	return mapi_place(&tnef->mapi, &tnef->now.place, (struct slice){0},
	    "attachment", ++tnef->attachments, err);
}

static enum rc
attachment_give(struct tnef *tnef, struct slice bytes, struct err *err)
{
	struct attachment *now = &tnef->now;
	struct extract_child child = {.place = now->place,
		.name = now->name, .type = now->type, .bytes = bytes,
		.scope = SCOPE_attachment, .lasting = false};

	return tnef->emit.sink->child(tnef->emit.sink->own, &child, err);
}

/* The attachment is complete: give back what it holds. */
static enum rc
attachment_end(struct tnef *tnef, struct err *err)
{
	struct attachment *now = &tnef->now;

	if (!now->begun)
		return RC_OK;
	now->begun = false;
	if (now->object.len > INTERFACE)
		TRY(attachment_give(tnef, slice_sub(now->object, INTERFACE,
		    now->object.len), err));
	if (now->data.len > 0)
		return attachment_give(tnef, now->data, err);
	if (now->referred && now->object.len == 0)
		return emit_cause(&tnef->emit, now->place, CAUSE_elsewhere,
		    err);
	return RC_OK;
}

/* Keep a name or type of the attachment, in the arena. */
static enum rc
attachment_keep(struct tnef *tnef, struct slice *into, struct slice text,
    struct err *err)
{
	if (text.len == 0)
		return RC_OK;
	*into = arena_copy(tnef->job->arena, text);
	return into->at == NULL ? arena_full(tnef->job->arena,
	    "an attachment's name", err) : RC_OK;
}

static enum rc
attachment_property(struct tnef *tnef, const struct mapi_property *property,
    struct err *err)
{
	struct slice *into = NULL;

	switch (property->id) {
	case MAPI_ID_DATA:
		if (property->type == MAPI_OBJECT)
			tnef->now.object = property->value;
		else if (tnef->now.data.len == 0)
			tnef->now.data = property->value;
		return RC_OK;
	case MAPI_ID_METHOD:
		tnef->now.referred = (little_32(property->value, 0) >= 2 &&
		    little_32(property->value, 0) <= 4) ||
		    little_32(property->value, 0) == 7;
		return RC_OK;
	case MAPI_ID_LONG_FILE:
		into = &tnef->now.name;
		break;
	case MAPI_ID_SHORT_FILE:
	case MAPI_ID_NAME:
		into = tnef->now.name.len == 0 ? &tnef->now.name : NULL;
		break;
	case MAPI_ID_MEDIA_TYPE:
		into = &tnef->now.type;
		break;
	}
	TRY(mapi_tell_at(&tnef->mapi, property, tnef->now.place, err));
	return into == NULL ? RC_OK : attachment_keep(tnef, into,
	    buf_slice(&tnef->mapi.text), err);
}

/* ------------------------------------------------------- MAPI properties */

/* 2.1.3.4: bytes of one value of a type; 0: it says its length itself. */
static size_t
value_size(unsigned type)
{
	static const struct {
		uint8_t type, size;
	} sizes[] = {
		{0x01, 4}, {0x02, 4}, {0x03, 4}, {0x04, 4}, {0x05, 8},
		{0x06, 8}, {0x07, 8}, {0x0a, 4}, {0x0b, 4}, {0x14, 8},
		{0x40, 8}, {0x48, 16},
	};

	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++)
		if (sizes[i].type == type)
			return sizes[i].size;
	return 0;
}

static size_t
padded(size_t len)
{
	return (len + 3) & ~(size_t)3;
}

/* The name of a property from 0x8000 on stands before its values. */
static bool
property_name(struct tnef *tnef, struct slice s, size_t *at)
{
	uint32_t kind = little_32(s, *at + 16);
	size_t len = little_32(s, *at + 20);

	if (kind == NAME_NUMBER) {
		*at += 24;
		return true;
	}
	if (kind != NAME_WORDS || !little_has(s, *at + 24, len))
		return false;
	codepage_wide(&tnef->name, little_wide(little_bytes(s, *at + 24,
	    len)));
	*at += 24 + padded(len);
	return true;
}

/* Where the properties of a list go. */
enum owner { OWNER_MESSAGE, OWNER_ATTACHMENT, OWNER_RECIPIENT };

static enum rc
property_tell(struct tnef *tnef, enum owner owner,
    const struct mapi_property *property, uint32_t place, struct err *err)
{
	switch (owner) {
	case OWNER_MESSAGE:
		return mapi_tell(&tnef->mapi, property, err);
	case OWNER_ATTACHMENT:
		return attachment_property(tnef, property, err);
	case OWNER_RECIPIENT:
		return mapi_tell_at(&tnef->mapi, property, place, err);
	}
	return RC_OK;
}

/* RC_END: the list is damaged here. */
static enum rc
property_read(struct tnef *tnef, enum owner owner, struct slice s,
    size_t *at, uint32_t place, struct err *err)
{
	struct mapi_property property = {.type = little_16(s, *at),
		.id = little_16(s, *at + 2)};
	unsigned type = property.type & ~(unsigned)MAPI_MANY;
	size_t fixed = value_size(type), len;
	uint32_t count = 1;

	*at += 4;
	buf_clear(&tnef->name);
	if (property.id >= NAMED_FIRST && !property_name(tnef, s, at))
		return RC_END;
	property.name = buf_slice(&tnef->name);
	if (fixed == 0 || (property.type & MAPI_MANY) != 0) {
		count = little_32(s, *at);
		*at += 4;
	}
	for (; count > 0; count--) {
		len = fixed != 0 ? fixed : little_32(s, *at);
		*at += fixed != 0 ? 0 : 4;
		if (!little_has(s, *at, len))
			return RC_END;
		property.value = little_bytes(s, *at, len);
		*at += padded(len);
		TRY(property_tell(tnef, owner, &property, place, err));
		TRY(emit_due(&tnef->emit, err));
	}
	return RC_OK;
}

/* 2.1.3.4: a count, and that many properties; gives the bytes used. */
static enum rc
properties_read(struct tnef *tnef, enum owner owner, struct slice s,
    size_t *at, uint32_t place, struct err *err)
{
	uint32_t count = little_32(s, *at);
	enum rc rc = RC_OK;

	*at += 4;
	for (uint32_t i = 0; i < count && rc == RC_OK; i++) {
		if (i == PROPERTIES_MOST)
			return emit_cause(&tnef->emit, 0, CAUSE_too_many, err);
		rc = little_has(s, *at, 4) ?
		    property_read(tnef, owner, s, at, place, err) : RC_END;
	}
	if (rc != RC_END)
		return rc;
	*at = s.len;
	return emit_cause(&tnef->emit, 0, CAUSE_corrupt, err);
}

static enum rc
recipients_read(struct tnef *tnef, struct slice s, struct err *err)
{
	uint32_t count = little_32(s, 0), place;
	size_t at = 4;

	for (; count > 0 && little_has(s, at, 4); count--) {
		TRY(mapi_place(&tnef->mapi, &place, (struct slice){0},
		    "recipient", ++tnef->recipients, err));
		TRY(properties_read(tnef, OWNER_RECIPIENT, s, &at, place,
		    err));
	}
	return RC_OK;
}

/* ------------------------------------------------------------ attributes */

/* An attribute that is one text. */
static enum rc
attribute_text(struct tnef *tnef, uint16_t id, struct slice data,
    struct err *err)
{
	struct mapi_property property = {.id = id, .type = MAPI_NARROW,
		.value = data};

	return mapi_tell(&tnef->mapi, &property, err);
}

static enum rc
attribute_title(struct tnef *tnef, struct slice data, struct err *err)
{
	struct mapi_property property = {.id = MAPI_ID_SHORT_FILE,
		.type = MAPI_NARROW, .value = data};

	TRY(attachment_begin(tnef, err));
	return attachment_property(tnef, &property, err);
}

static enum rc
attribute(struct tnef *tnef, unsigned id, struct slice data, struct err *err)
{
	size_t at = 0;

	switch (id) {
	case ATTR_PAGE:
		tnef->mapi.page = little_32(data, 0);
		return RC_OK;
	case ATTR_SUBJECT:
		return attribute_text(tnef, MAPI_ID_SUBJECT, data, err);
	case ATTR_BODY:
		return attribute_text(tnef, MAPI_ID_BODY, data, err);
	case ATTR_PROPERTIES:
		return properties_read(tnef, OWNER_MESSAGE, data, &at, 0,
		    err);
	case ATTR_RECIPIENTS:
		return recipients_read(tnef, data, err);
	case ATTR_RENDER:
		/* 2.1.3.3.15: it begins an attachment, unless that has. */
		if (tnef->now.begun && tnef->now.data.len == 0 &&
		    tnef->now.object.len == 0 && tnef->now.name.len == 0)
			return RC_OK;
		TRY(attachment_end(tnef, err));
		return attachment_begin(tnef, err);
	case ATTR_TITLE:
		return attribute_title(tnef, data, err);
	case ATTR_DATA:
		TRY(attachment_begin(tnef, err));
		tnef->now.data = data;
		return RC_OK;
	case ATTR_ATTACHMENT:
		TRY(attachment_begin(tnef, err));
		return properties_read(tnef, OWNER_ATTACHMENT, data, &at, 0,
		    err);
	}
	return RC_OK;
}

/* 2.1.1: level, id and type, length, data, checksum. */
static enum rc
tnef_run(struct tnef *tnef, struct err *err)
{
	size_t at = HEADER, len;
	unsigned level;
	struct slice data;

	while (little_has(tnef->in, at, ATTRIBUTE)) {
		level = tnef->in.at[at];
		if (level != LEVEL_MESSAGE && level != LEVEL_ATTACHMENT)
			break;
		len = little_32(tnef->in, at + 5);
		data = little_bytes(tnef->in, at + ATTRIBUTE, len);
		if (level == LEVEL_MESSAGE)
			TRY(attachment_end(tnef, err));
		TRY(attribute(tnef, little_16(tnef->in, at + 1), data, err));
		TRY(emit_due(&tnef->emit, err));
		at += ATTRIBUTE + data.len + CHECKSUM;
		if (data.len < len || at > tnef->in.len)
			TRY(emit_cause(&tnef->emit, 0, CAUSE_truncated, err));
	}
	TRY(attachment_end(tnef, err));
	if (at >= tnef->in.len)
		return RC_OK;
	return emit_cause(&tnef->emit, 0, tnef->in.len - at < ATTRIBUTE ?
	    CAUSE_truncated : CAUSE_corrupt, err);
}

static enum rc
tnef_extract(const struct extract_job *job, const struct extract_sink *sink,
    struct err *err)
{
	struct tnef tnef = {.job = job, .emit = emit_new(job, sink),
		.in = job->part->bytes, .name = buf_new(1 << 16)};
	struct codepages *pages;
	enum rc rc;

	TRY(codepages_new(job, &pages, err));
	tnef.mapi = mapi_new(&tnef.emit, pages, "");
	rc = tnef_run(&tnef, err);
	if (rc == RC_OK && tnef.in.len <= HEADER)
		rc = emit_cause(&tnef.emit, 0, CAUSE_truncated, err);
	if (rc == RC_OK && codepages_unknown(pages))
		rc = emit_cause(&tnef.emit, 0, CAUSE_charset, err);
	mapi_free(&tnef.mapi);
	buf_free(&tnef.name);
	return rc;
}

static unsigned
tnef_sniff(struct slice bytes, struct slice name, struct slice declared_type)
{
	(void)name;
	(void)declared_type;
	return little_32(bytes, 0) == SIGNATURE ? 2 : 0;
}

static const char *const tnef_claims[] = {"application/ms-tnef",
	"application/vnd.ms-tnef", "winmail.dat", ".tnef", NULL};

static const struct extract_sample tnef_good[] = {
	{"tnef/body.tnef", "HARBOUR-SUBJECT", "subject", 0},
	{"tnef/body.tnef", "HARBOUR-BODY \320\226", "body", 0},
	{"tnef/properties.tnef", "msip_labels=HARBOUR-MSIP", "properties", 0},
	{"tnef/properties.tnef", "HARBOUR-RTF", "rtf body", 0},
	{"tnef/properties.tnef", "HARBOUR-RECIPIENT", "recipient 1", 0},
	{"tnef/attached.tnef", "HARBOUR-ATTACHED", "attachment 1", 0},
	{"tnef/attached.tnef", "HARBOUR-FILE-NAME", "attachment 1", 0},
	{"tnef/attached.tnef", "HARBOUR-SECOND", "attachment 2", 0},
	{"tnef/data_first.tnef", "HARBOUR-EARLY", "attachment 1", 0},
	{"tnef/nested.tnef", "HARBOUR-INNER", "attachment 1 > body", 0},
	{0},
};

static const struct extract_sample tnef_bad[] = {
	{"tnef/elsewhere.tnef", NULL, NULL, 1u << CAUSE_elsewhere},
	{"tnef/cut.tnef", "HARBOUR-BODY", "body", 1u << CAUSE_truncated},
	{0},
};

const struct extractor extractor_tnef = {
	.name = "tnef",
	.type = "application/vnd.ms-tnef",
	.claims = tnef_claims,
	.class = EXTRACT_RISKY,
	.sniff = tnef_sniff,
	.extract = tnef_extract,
	.good = tnef_good,
	.bad = tnef_bad,
};
