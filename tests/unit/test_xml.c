/*
 * test_xml - promises of scanner/extract/xml and xml_bytes.
 */
#include "scanner/extract/xml.h"

#include <stdio.h>

#include "scanner/extract/xml_bytes.h"
#include "unit/unit.h"

struct told {
	struct buf text, rest;
	struct slice value;
	unsigned begun, ended;
	char first_value[64];
};

static enum rc
on_begin(void *own, const struct xml_element *element, struct err *err)
{
	struct told *told = own;
	struct slice value = xml_attribute(element, "a");

	(void)err;
	told->begun++;
	if (value.len > 0)
		snprintf(told->first_value, sizeof(told->first_value),
		    "%.*s", (int)value.len, (const char *)value.at);
	return RC_OK;
}

static enum rc
on_end(void *own, const struct xml_element *element, struct err *err)
{
	struct told *told = own;

	(void)element, (void)err;
	told->ended++;
	return RC_OK;
}

static enum rc
on_text(void *own, struct slice text, struct err *err)
{
	struct told *told = own;

	(void)err;
	(void)!buf_put(&told->text, text);
	return RC_OK;
}

static enum rc
on_rest(void *own, struct slice text, struct err *err)
{
	struct told *told = own;

	(void)err;
	(void)!buf_put(&told->rest, text);
	return RC_OK;
}

static enum rc
flag_nothing(void *own, uint32_t place, enum cause cause,
    unsigned part_flags, struct err *err)
{
	(void)own, (void)place, (void)cause, (void)part_flags, (void)err;
	return RC_OK;
}

static cause_set
read_xml(struct slice bytes, struct told *told)
{
	const struct extract_sink sink = {.flag = flag_nothing};
	struct limits limits = limit_defaults();
	struct clock clock = clock_system();
	struct extract_job job = {.limits = &limits, .clock = &clock,
		.deadline_ms = clock_monotonic_ms(&clock) + 60000};
	struct emit emit = emit_new(&job, &sink);
	struct xml_handler handler = {told, on_begin, on_end, on_text, NULL,
		on_rest};
	cause_set causes;
	struct err err = {0};

	*told = (struct told){.text = buf_new(1 << 20),
		.rest = buf_new(1 << 20)};
	CHECK_RC(xml_read(&emit, bytes, &handler, &causes, &err), RC_OK,
	    &err);
	return causes;
}

static void
done(struct told *told)
{
	buf_free(&told->text);
	buf_free(&told->rest);
}

static void
text_attributes_and_five_entities_are_told(void)
{
	struct told told;

	CHECK_NUMBER(read_xml(slice_of("<r a=\"1 &amp; 2 &lt; 3\">x &amp; "
	    "<![CDATA[<y>]]></r>"), &told), 0);
	CHECK_TEXT(buf_string(&told.text), "x & <y>");
	CHECK_TEXT(told.first_value, "1 & 2 < 3");
	CHECK_NUMBER(told.begun, 1);
	CHECK_NUMBER(told.ended, 1);
	done(&told);
}

static void
a_dtd_stops_and_the_rest_is_told(void)
{
	struct told told;

	CHECK_NUMBER(read_xml(slice_of("<!DOCTYPE r [<!ENTITY e \"x\">]>"
	    "<r>behind &e;</r>"), &told), cause_bit(CAUSE_ambiguous));
	CHECK_NUMBER(told.text.len, 0);
	CHECK_HOLDS(buf_string(&told.rest), "behind &e;");
	done(&told);
}

static void
an_external_entity_is_never_opened(void)
{
	struct told told;

	CHECK_NUMBER(read_xml(slice_of("<!DOCTYPE r [<!ENTITY e SYSTEM "
	    "\"file:///etc/passwd\">]><r>&e;</r>"), &told),
	    cause_bit(CAUSE_ambiguous));
	CHECK(slice_find(buf_slice(&told.rest), slice_of("root:")) ==
	    SIZE_MAX);
	done(&told);
}

static void
damage_is_corrupt_and_a_cut_truncated(void)
{
	struct told told;

	CHECK_NUMBER(read_xml(slice_of("<r><a>one</b><c>two</c></r>"),
	    &told), cause_bit(CAUSE_corrupt));
	CHECK_HOLDS(buf_string(&told.rest), "two");
	done(&told);
	CHECK_NUMBER(read_xml(slice_of("<r><a>one"), &told),
	    cause_bit(CAUSE_truncated));
	CHECK_HOLDS(buf_string(&told.text), "one");
	done(&told);
	CHECK(read_xml((struct slice){0}, &told) != 0);
	done(&told);
}

static void
utf_16_is_read_in_both_orders(void)
{
	static const char little[] = "\xff\xfe<\0r\0>\0\x2d\x4e<\0/\0r\0>\0";
	static const char big[] = "\xfe\xff\0<\0r\0>\x4e\x2d\0<\0/\0r\0>";
	struct told told;

	CHECK_NUMBER(read_xml(slice_bytes(little, sizeof(little) - 1),
	    &told), 0);
	CHECK_TEXT(buf_string(&told.text), "\344\270\255");
	done(&told);
	CHECK_NUMBER(read_xml(slice_bytes(big, sizeof(big) - 1), &told), 0);
	CHECK_TEXT(buf_string(&told.text), "\344\270\255");
	done(&told);
}

static void
a_lone_surrogate_becomes_a_replacement(void)
{
	struct buf into = buf_new(64);

	CHECK(slice_is_text(xml_bytes_utf8(slice_bytes("\xff\xfe\x00\xd8", 4),
	    &into), "\357\277\275"));
	buf_free(&into);
}

static void
attributes_are_counted_in_tags_only(void)
{
	CHECK_NUMBER(xml_bytes_crowded(slice_of("<a b=\"1\" c='2'/>"), 1), 0);
	CHECK_NUMBER(xml_bytes_crowded(slice_of("x<a b=\"1\" c='2'/>"), 2),
	    SIZE_MAX);
	CHECK_NUMBER(xml_bytes_crowded(slice_of("<!-- \"1\" \"2\" --><a/>"),
	    1), SIZE_MAX);
	CHECK_NUMBER(xml_bytes_crowded(slice_of("<![CDATA[ '<a b=\"1\" "
	    "c=\"2\">' ]]>"), 1), SIZE_MAX);
	CHECK_NUMBER(xml_bytes_crowded(slice_of("<a b=\"unclosed"), 5),
	    SIZE_MAX);
}

static const struct unit_test tests[] = {
	UNIT(text_attributes_and_five_entities_are_told),
	UNIT(a_dtd_stops_and_the_rest_is_told),
	UNIT(an_external_entity_is_never_opened),
	UNIT(damage_is_corrupt_and_a_cut_truncated),
	UNIT(utf_16_is_read_in_both_orders),
	UNIT(a_lone_surrogate_becomes_a_replacement),
	UNIT(attributes_are_counted_in_tags_only),
	{0},
};

int
main(void)
{
	return unit_run("xml", tests);
}
