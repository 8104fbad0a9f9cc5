/*
 * test_spif - a policy file becomes a table of labels that the loader takes.
 */
#include "scanner/spif.h"

#include <stdio.h>

#include "base/io.h"
#include "scanner/extract/xml.h"
#include "scanner/marking/table.h"
#include "unit/unit.h"

static enum rc
table_of(const char *xml, struct buf *out, struct err *err)
{
	xml_preload();
	*out = buf_new(1 << 16);
	return spif_table(slice_of(xml), "policy.xml", out, err);
}

static void
a_policy_becomes_a_table_that_can_be_loaded(void)
{
	struct arena *arena = arena_new(1 << 20);
	struct marking_tables *tables = marking_tables_new(arena);
	struct buf xml = buf_new(1 << 16), out;
	const struct marking_entry *entry;
	char path[1024];
	struct yaml *root;
	struct err err = {0};

	snprintf(path, sizeof path, "%s/tests/contract/samples/xml/policy.xml",
	    unit_source_dir());
	CHECK_RC(io_read_file(path, &xml, &err), RC_OK, &err);
	CHECK_RC(table_of(buf_string(&xml), &out, &err), RC_OK, &err);
	CHECK_RC(yaml_parse(arena, "table", buf_slice(&out), &root, &err),
	    RC_OK, &err);
	CHECK_RC(marking_tables_add(tables, arena, root, &err), RC_OK, &err);
	entry = marking_entry_find(marking_list_find(tables, "label", "ess"),
	    slice_of("1.2.3#7"));
	CHECK_FATAL(entry != NULL);
	CHECK_TEXT(entry->code, "GREAT SHUT \"A\"");
	entry = marking_entry_find(marking_list_find(tables, "label",
	    "stanag-4774"), slice_of("ORCHARD/OPEN"));
	CHECK_FATAL(entry != NULL);
	CHECK_TEXT(entry->code, "ORCHARD OPEN");
	entry = marking_entry_find(marking_list_find(tables, "label", "sio"),
	    slice_of("ORCHARD ZU"));
	CHECK(entry != NULL);
	buf_free(&out);
	buf_free(&xml);
	arena_free(arena);
}

static void
what_is_no_policy_is_refused(void)
{
	static const char *const bad[] = {"", "x", "<a/>", "<SPIF/>",
		"<SPIF><securityPolicyId name='A' id='1'/></SPIF>",
		"<SPIF><securityPolicyId name='A' id='1'/>"
		"<securityClassification name='B' lacv='1'>",
		"<!DOCTYPE a [<!ENTITY b 'c'>]><SPIF><securityPolicyId "
		"name='A'/><securityClassification name='B'/></SPIF>"};

	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		struct err err = {0};
		struct buf out;

		CHECK_RC(table_of(bad[i], &out, &err), RC_INPUT, &err);
		CHECK_HOLDS(err.text, "policy.xml");
		buf_free(&out);
	}
}

static void
long_and_many_names_stay_inside(void)
{
	struct buf xml = buf_new(1 << 20), out;
	struct err err = {0};

	buf_text(&xml, "<SPIF><securityPolicyId name='A' id='1'/>");
	for (unsigned i = 0; i < 65; i++) {
		buf_text(&xml, "<securityClassification name='");
		for (unsigned k = 0; k < 300; k++)
			buf_byte(&xml, 'x');
		buf_printf(&xml, "' lacv='%u'/>", i);
	}
	buf_text(&xml, "</SPIF>");
	CHECK_RC(table_of(buf_string(&xml), &out, &err), RC_INPUT, &err);
	CHECK_HOLDS(err.text, "more than 64");
	buf_free(&out);
	buf_free(&xml);
}

int
main(void)
{
	static const struct unit_test tests[] = {
		UNIT(a_policy_becomes_a_table_that_can_be_loaded),
		UNIT(what_is_no_policy_is_refused),
		UNIT(long_and_many_names_stay_inside),
		{NULL, NULL},
	};

	return unit_run("spif", tests);
}
