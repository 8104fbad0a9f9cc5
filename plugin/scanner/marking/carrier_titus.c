/*
 * carrier_titus - the field x-titus-metadata-40: base64 of JSON, in which
 * Metadata.props holds names and values.
 */
#include "scanner/marking/carrier.h"

#include "base/buf.h"
#include "base/yaml.h"
#include "scanner/message/decode.h"

static bool
put_value(struct carrier_reading *reading, const struct yaml *name,
    const struct yaml *value)
{
	struct carried carried = {0};
	struct buf id = buf_new(CARRIED_ID_MOST);

	if (name == NULL || value == NULL || name->kind != YAML_SCALAR ||
	    value->kind != YAML_SCALAR)
		return true;
	buf_put(&id, name->text);
	buf_byte(&id, '=');
	buf_put(&id, value->text);
	carried.id = arena_copy(reading->arena, buf_slice(&id));
	buf_free(&id);
	carried.words = value->text;
	carrier_put(reading, &carried);
	return carried.id.at != NULL;
}

/* {"n": name, "vals": [{"value": value}]} */
static bool
put_property(struct carrier_reading *reading, const struct yaml *property)
{
	const struct yaml *values = yaml_find(property, "vals");

	if (values == NULL || values->kind != YAML_LIST)
		return true;
	for (const struct yaml *v = values->first; v != NULL; v = v->next)
		if (v->kind == YAML_MAP && !put_value(reading,
		    yaml_find(property, "n"), yaml_find(v, "value")))
			return false;
	return true;
}

static bool
put_all(struct carrier_reading *reading, const struct yaml *root)
{
	const struct yaml *metadata, *list;

	if (root->kind != YAML_MAP)
		return true;
	metadata = yaml_find(root, "Metadata");
	if (metadata == NULL || metadata->kind != YAML_MAP)
		return true;
	list = yaml_find(metadata, "props");
	if (list == NULL || list->kind != YAML_LIST)
		return true;
	for (const struct yaml *p = list->first; p != NULL; p = p->next)
		if (p->kind == YAML_MAP && !put_property(reading, p))
			return false;
	return true;
}

static bool
titus_read(struct carrier_reading *reading, struct slice field,
    struct slice value)
{
	unsigned char *bytes = arena_alloc(reading->arena,
	    decode_room(DECODE_BASE64, value.len) + 1);
	struct yaml *root;
	struct err err;
	size_t len;

	(void)field;
	if (bytes == NULL)
		return false;
	len = decode_base64(value, bytes).len;
	if (len == 0 || bytes[0] != '{')
		return true;
	/* JSON is YAML; what is neither says nothing. */
	if (yaml_parse(reading->arena, "label", slice_bytes(bytes, len),
	    &root, &err) != RC_OK)
		return true;
	return put_all(reading, root);
}

static const char *const fields[] = {"x-titus-metadata-40", NULL};
static const struct carrier_sample samples[] = {
	/* {"Metadata":{"props":[{"n":"Kind","vals":[{"value":"BOARD"}]}]}} */
	{"x-titus-metadata-40", "eyJNZXRhZGF0YSI6eyJwcm9wcyI6W3sibiI6IktpbmQi"
	    "LCJ2YWxzIjpbeyJ2YWx1ZSI6IkJPQVJEIn1dfV19fQ==", "Kind=BOARD",
	    "BOARD"},
	/* {"Metadata":[1]} */
	{"x-titus-metadata-40", "eyJNZXRhZGF0YSI6WzFdfQ==", NULL, NULL},
	{"x-titus-metadata-40", "e3t7e3t7", NULL, NULL},
	{"x-titus-metadata-40", "", NULL, NULL},
	{NULL, NULL, NULL, NULL},
};

const struct carrier carrier_titus = {
	.name = "titus",
	.title = "Titus (Fortra) metadata",
	.source = "fields in published mail",
	.fields = fields, .confidence = 95, .read = titus_read,
	.samples = samples,
};
