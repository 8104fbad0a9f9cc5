/*
 * test_escape - promises of base/escape: attacker text stays text in each form.
 */
#include "base/escape.h"
#include "unit/unit.h"

typedef bool (*form)(struct buf *out, struct slice text);

static void
check_form(form escape, struct slice in, const char *want)
{
	struct buf out = buf_new(4096);

	CHECK(escape(&out, in));
	CHECK_TEXT(buf_string(&out), want);
	buf_free(&out);
}

static void
terminal_shows_controls_and_bidi_instead_of_obeying(void)
{
	check_form(escape_terminal, slice_of("a\x1b[31mb\n"), "a\\x1b[31mb\\x0a");
	check_form(escape_terminal, slice_of("x\xe2\x80\xaey"), "x\\u202ey");
	check_form(escape_terminal, slice_of("\xc2\x9b" "c\\"),
	    "\\x9bc\\\\");
	check_form(escape_terminal, slice_of("Gr\xc3\xbc\xc3\x9f"),
	    "Gr\xc3\xbc\xc3\x9f");
}

static void
json_survives_quotes_controls_and_broken_utf8(void)
{
	check_form(escape_json, slice_bytes("a\"\\\n\0b", 6),
	    "a\\\"\\\\\\n\\u0000b");
	check_form(escape_json, slice_of("\xff\xc0\xaf"),
	    "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd");
	check_form(escape_json, slice_of("\xed\xa0\x80"),
	    "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd");
	check_form(escape_json, slice_of("\xe2\x80\xa8"), "\\u2028");
}

static void
csv_cell_never_becomes_a_formula(void)
{
	check_form(escape_csv, slice_of("=1+1"), "\"'=1+1\"");
	check_form(escape_csv, slice_of("a\"b"), "\"a\"\"b\"");
	check_form(escape_csv, slice_of(""), "\"\"");
}

static void
html_text_never_becomes_a_tag(void)
{
	check_form(escape_html, slice_of("<b a='1'>&\"\x01"),
	    "&lt;b a=&#39;1&#39;&gt;&amp;&quot;&#xfffd;");
}

static void
cef_and_syslog_never_start_a_new_record(void)
{
	check_form(escape_cef_value, slice_of("a=b\nc\\"), "a\\=b\\nc\\\\");
	check_form(escape_cef_header, slice_of("a|b\n"), "a\\|b ");
	check_form(escape_syslog, slice_of("a\r\nb"), "a\\x0d\\x0ab");
}

static void
header_value_is_printable_ascii_only(void)
{
	check_form(escape_header, slice_of("a\r\nBcc: x\xc3\xa4"),
	    "a??Bcc: x?");
}

static void
utf8_round_trips_and_refuses_what_rfc_3629_refuses(void)
{
	static const uint32_t codes[] = { 0x41, 0x7f, 0x80, 0x7ff, 0x800,
		0xffff, 0x10000, 0x10ffff };
	struct buf out = buf_new(64);

	for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++) {
		size_t len;

		buf_clear(&out);
		CHECK(utf8_put(&out, codes[i]));
		CHECK_NUMBER(utf8_decode(buf_slice(&out), &len), codes[i]);
		CHECK_NUMBER(len, out.len);
		CHECK_NUMBER(utf8_length(slice_sub(buf_slice(&out), 0,
		    out.len - 1)), 0);
	}
	CHECK_NUMBER(utf8_length(slice_of("\xc1\x81")), 0);
	CHECK_NUMBER(utf8_length(slice_of("\xe0\x80\x80")), 0);
	CHECK_NUMBER(utf8_length(slice_of("\xf4\x90\x80\x80")), 0);
	CHECK_NUMBER(utf8_length(slice_of("\xf0\x80\x80\x80")), 0);
	buf_free(&out);
}

int
main(void)
{
	static const struct unit_test tests[] = {
		UNIT(terminal_shows_controls_and_bidi_instead_of_obeying),
		UNIT(json_survives_quotes_controls_and_broken_utf8),
		UNIT(csv_cell_never_becomes_a_formula),
		UNIT(html_text_never_becomes_a_tag),
		UNIT(cef_and_syslog_never_start_a_new_record),
		UNIT(header_value_is_printable_ascii_only),
		UNIT(utf8_round_trips_and_refuses_what_rfc_3629_refuses),
		{ NULL, NULL }
	};

	return unit_run("escape", tests);
}
