/*
 * carrier_sio - the SIO-Label field (RFC 7444): words for people and a label
 * for programs.
 *
 *   field = parameter *( ";" parameter )
 *   marking, fgcolor, bgcolor, type and label, each also in pieces (name*0=)
 *   or with charset, language and percent signs (RFC 2231)
 *
 * A label of type ":ess" is read here; one of type ":xml" comes as a part of
 * its own, since the reader of mail hands it on.  `marking` and `label` that
 * contradict each other are both reported.
 */
#include "scanner/marking/carrier_ess.h"

#include "base/buf.h"
#include "scanner/message/decode.h"
#include "scanner/message/param.h"

enum { PARAMS_MOST = 64 };

/* RFC 2231 section 4: charset'language' in front, octets as %XX. */
static void
put_extended(struct buf *out, struct slice value, bool first)
{
	size_t quotes = 0, i = 0;

	while (first && i < value.len && quotes < 2)
		quotes += value.at[i++] == '\'';
	if (first && quotes < 2)
		i = 0;
	for (; i < value.len; i++) {
		int high = i + 2 < value.len && value.at[i] == '%' ?
		    byte_hex(value.at[i + 1]) : -1;
		int low = high >= 0 ? byte_hex(value.at[i + 2]) : -1;

		if (low < 0) {
			buf_byte(out, value.at[i]);
			continue;
		}
		buf_byte(out, (unsigned char)(high << 4 | low));
		i += 2;
	}
}

/* The pieces of one parameter, in their order. */
static bool
join(const struct params *params, const char *name, struct arena *arena,
    struct slice *value)
{
	struct buf out = buf_new(CARRIER_VALUE_MOST);
	bool found = true;

	for (int section = -1; found && section < PARAMS_MOST; section++) {
		found = section < 0;
		for (size_t i = 0; i < params->count; i++) {
			const struct param *p = &params->items[i];

			if (p->section != section ||
			    !slice_is_text_nocase(p->name, name))
				continue;
			if (p->extended)
				put_extended(&out, p->value, out.len == 0);
			else
				buf_put(&out, p->value);
			found = true;
			break;
		}
	}
	*value = arena_copy(arena, buf_slice(&out));
	buf_free(&out);
	return value->at != NULL;
}

static bool
put_ess(struct carrier_reading *reading, struct slice base64)
{
	unsigned char *bytes = arena_alloc(reading->arena,
	    decode_room(DECODE_BASE64, base64.len));
	struct decoded got;

	if (bytes == NULL)
		return false;
	got = decode_base64(base64, bytes);
	return carrier_ess_put(reading, slice_bytes(bytes, got.len));
}

static bool
sio_read(struct carrier_reading *reading, struct slice field,
    struct slice value)
{
	struct params *params = arena_alloc(reading->arena, sizeof *params);
	struct carried words = {0};
	struct buf line = buf_new(CARRIER_VALUE_MOST + 4);
	struct slice type, label, copy;
	struct err err;
	bool read;

	(void)field;
	/* A field of parameters alone: the first stands where a value would. */
	read = buf_text(&line, "x; ") && buf_put(&line, value);
	copy = arena_copy(reading->arena, buf_slice(&line));
	buf_free(&line);
	if (params == NULL || copy.at == NULL)
		return false;
	if (!read || params_read(reading->arena, copy, PARAMS_MOST, params,
	    &err) != RC_OK)
		return true;
	if (!join(params, "marking", reading->arena, &words.words) ||
	    !join(params, "type", reading->arena, &type) ||
	    !join(params, "label", reading->arena, &label))
		return false;
	words.id = words.words;
	carrier_put(reading, &words);
	return !slice_is_text_nocase(type, ":ess") ||
	    put_ess(reading, label);
}

static const char *const fields[] = {"sio-label", NULL};
/* The first two are the examples of RFC 7444 section 6. */
static const struct carrier_sample samples[] = {
	{"SIO-Label", "marking=\"EXAMPLE CONFIDENTIAL\"; fgcolor=black; "
	    "bgcolor=red; type=\":ess\"; label=\"MQYGASkCAQM=\"",
	    "EXAMPLE CONFIDENTIAL", "EXAMPLE CONFIDENTIAL"},
	{"SIO-Label", "marking*=us-ascii'en'EXAMPLE%20CONFIDENTIAL; "
	    "fgcolor = black ; bgcolor = red ; type=\":ess\"; "
	    "label*0=\"MQYG\"; label*1=\"ASkCAQM=\"",
	    "EXAMPLE CONFIDENTIAL", "EXAMPLE CONFIDENTIAL"},
	{"sio-label", "type=\":ess\"; label=\"MQYGASkCAQM=\"", "1.1#3",
	    "CONFIDENTIAL"},
	{"sio-label", "marking*1=\"ONLY\"; marking*0=\"BOARD \"",
	    "BOARD ONLY", "BOARD ONLY"},
	{"sio-label", "<<>>", NULL, NULL},
	{"sio-label", "fgcolor=red", NULL, NULL},
	{"sio-label", "type=\":ess\"; label=\"////\"", NULL, NULL},
	{"sio-label", "", NULL, NULL},
	{NULL, NULL, NULL, NULL},
};

const struct carrier carrier_sio = {
	.name = "sio",
	.title = "SIO-Label field",
	.source = "RFC 7444",
	.fields = fields, .confidence = 95, .read = sio_read,
	.samples = samples,
};
