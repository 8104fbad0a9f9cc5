/*
 * charset - text of any charset as UTF-8.
 *
 * Charsets of one byte become tables at start, so that their modules can be
 * unloaded again: each mapping makes every fork dearer.  Only those of several
 * bytes keep a converter of the C library.  UTF-16 and UTF-32 are read here.
 */
#include "scanner/message/charset.h"

#include <errno.h>
#include <iconv.h>
#include <stdlib.h>

#include "base/escape.h"
#include "scanner/message/guess.h"

/* Charsets of one byte, by the name the C library knows. */
static const char *const single_names[] = {
	"CP1250", "CP1251", "CP1252", "CP1253", "CP1254", "CP1255", "CP1256",
	"CP1257", "CP1258", "ISO-8859-2", "ISO-8859-3", "ISO-8859-4",
	"ISO-8859-5", "ISO-8859-6", "ISO-8859-7", "ISO-8859-8", "ISO-8859-10",
	"ISO-8859-13", "ISO-8859-14", "ISO-8859-15", "ISO-8859-16", "KOI8-R",
	"KOI8-U", "CP866", "CP437", "CP850", "CP852", "CP855", "CP862",
	"MACINTOSH", "TIS-620",
};

/* Charsets of several bytes: these converters stay open. */
static const char *const multi_names[] = {
	"GB18030", "BIG5-HKSCS", "EUC-JP", "CP932", "ISO-2022-JP",
	"ISO-2022-KR", "CP949", "UTF-7",
};

enum {
	SINGLE_COUNT = sizeof single_names / sizeof single_names[0],
	MULTI_COUNT = sizeof multi_names / sizeof multi_names[0],
};

/* Names that mail uses for them; the others are used as they are. */
static const struct {
	const char *name, *same_as;
} aliases[] = {
	/* What says Latin-1 is read as windows-1252, as every reader does. */
	{ "iso-8859-1", "cp1252" }, { "latin1", "cp1252" },
	{ "iso8859-1", "cp1252" }, { "iso_8859-1", "cp1252" },
	{ "l1", "cp1252" }, { "cp819", "cp1252" }, { "ansi", "cp1252" },
	{ "windows-1250", "cp1250" },
	{ "windows-1251", "cp1251" },
	{ "windows-1252", "cp1252" },
	{ "windows-1253", "cp1253" },
	{ "windows-1254", "cp1254" },
	{ "windows-1255", "cp1255" },
	{ "windows-1256", "cp1256" },
	{ "windows-1257", "cp1257" },
	{ "windows-1258", "cp1258" },
	{ "iso-8859-9", "cp1254" }, { "latin5", "cp1254" },
	{ "latin2", "iso-8859-2" }, { "latin9", "iso-8859-15" },
	{ "iso-8859-8-i", "iso-8859-8" }, { "iso-8859-8-e", "iso-8859-8" },
	{ "iso-8859-6-i", "iso-8859-6" }, { "iso-8859-11", "tis-620" },
	{ "windows-874", "tis-620" }, { "cp874", "tis-620" },
	{ "koi8-ru", "koi8-u" }, { "koi8", "koi8-r" }, { "koi8r", "koi8-r" },
	{ "x-cp1250", "cp1250" }, { "x-cp1251", "cp1251" },
	{ "x-cp1252", "cp1252" }, { "mac", "macintosh" },
	{ "x-mac-roman", "macintosh" }, { "ibm850", "cp850" },
	{ "ibm437", "cp437" }, { "ibm852", "cp852" }, { "ibm866", "cp866" },
	{ "ibm855", "cp855" }, { "ibm862", "cp862" },
	{ "gb2312", "gb18030" }, { "gbk", "gb18030" }, { "cp936", "gb18030" },
	{ "gb_2312-80", "gb18030" }, { "x-gbk", "gb18030" },
	{ "euc-cn", "gb18030" }, { "windows-936", "gb18030" },
	{ "big5", "big5-hkscs" }, { "cp950", "big5-hkscs" },
	{ "big-5", "big5-hkscs" }, { "windows-950", "big5-hkscs" },
	{ "x-x-big5", "big5-hkscs" }, { "big5hkscs", "big5-hkscs" },
	{ "shift_jis", "cp932" }, { "shift-jis", "cp932" },
	{ "sjis", "cp932" }, { "x-sjis", "cp932" }, { "ms_kanji", "cp932" },
	{ "windows-31j", "cp932" }, { "x-euc-jp", "euc-jp" },
	{ "eucjp", "euc-jp" }, { "iso-2022-jp-1", "iso-2022-jp" },
	{ "iso-2022-jp-2", "iso-2022-jp" }, { "cp50220", "iso-2022-jp" },
	{ "euc-kr", "cp949" }, { "ks_c_5601-1987", "cp949" },
	{ "ksc5601", "cp949" }, { "uhc", "cp949" }, { "windows-949", "cp949" },
	{ "ks_c_5601", "cp949" }, { "unicode-1-1-utf-7", "utf-7" },
	{ "utf7", "utf-7" }, { "x-unicode-2-0-utf-7", "utf-7" },
	{ "ascii", "us-ascii" }, { "ansi_x3.4-1968", "us-ascii" },
	{ "iso646-us", "us-ascii" }, { "us", "us-ascii" },
	{ "utf8", "utf-8" }, { "unicode-1-1-utf-8", "utf-8" },
	{ "utf16", "utf-16" }, { "unicode", "utf-16" }, { "ucs-2", "utf-16" },
	{ "utf16le", "utf-16le" }, { "utf16be", "utf-16be" },
	{ "ucs-2le", "utf-16le" }, { "ucs-2be", "utf-16be" },
	{ "utf32", "utf-32" }, { "ucs-4", "utf-32" },
};

struct charsets {
	uint16_t single[SINGLE_COUNT][256];	/* 0: no such character */
	iconv_t multi[MULTI_COUNT];
};

enum unit { UNIT_16LE, UNIT_16BE, UNIT_32LE, UNIT_32BE };

enum form { FORM_UNKNOWN, FORM_ASCII, FORM_UTF8, FORM_UNITS, FORM_SINGLE,
	FORM_MULTI };

struct way {
	enum form form;
	size_t index;		/* of the table, or an enum unit */
};

static struct way
way_of(struct slice name)
{
	static const struct {
		const char *name;
		struct way way;
	} own[] = {
		{ "us-ascii", { FORM_ASCII, 0 } },
		{ "utf-8", { FORM_UTF8, 0 } },
		{ "utf-16", { FORM_UNITS, UNIT_16BE } },
		{ "utf-16be", { FORM_UNITS, UNIT_16BE } },
		{ "utf-16le", { FORM_UNITS, UNIT_16LE } },
		{ "utf-32", { FORM_UNITS, UNIT_32BE } },
		{ "utf-32be", { FORM_UNITS, UNIT_32BE } },
		{ "utf-32le", { FORM_UNITS, UNIT_32LE } },
	};

	for (size_t i = 0; i < sizeof aliases / sizeof aliases[0]; i++)
		if (slice_is_text_nocase(name, aliases[i].name)) {
			name = slice_of(aliases[i].same_as);
			break;
		}
	for (size_t i = 0; i < sizeof own / sizeof own[0]; i++)
		if (slice_is_text_nocase(name, own[i].name))
			return own[i].way;
	for (size_t i = 0; i < SINGLE_COUNT; i++)
		if (slice_is_text_nocase(name, single_names[i]))
			return (struct way){ FORM_SINGLE, i };
	for (size_t i = 0; i < MULTI_COUNT; i++)
		if (slice_is_text_nocase(name, multi_names[i]))
			return (struct way){ FORM_MULTI, i };
	return (struct way){ FORM_UNKNOWN, 0 };
}

/* The table of a charset of one byte. */
static enum rc
load_single(const char *name, uint16_t to[256], struct err *err)
{
	iconv_t cd = iconv_open("UTF-16LE", name);

	if (cd == (iconv_t)-1)
		return err_set_errno(err, RC_SYSTEM,
		    "the C library cannot read the charset %s; "
		    "install its gconv modules", name);
	for (unsigned i = 0; i < 256; i++) {
		char in = (char)i, *from = &in;
		unsigned char out[8] = {0};
		char *into = (char *)out;
		size_t in_left = 1, out_left = sizeof out;
		iconv(cd, NULL, NULL, NULL, NULL);
		if (iconv(cd, &from, &in_left, &into, &out_left) == 0 &&
		    iconv(cd, NULL, NULL, &into, &out_left) == 0)
			to[i] = (uint16_t)(out[0] | out[1] << 8);
		/* C1 controls in a hole: what every reader shows there. */
		if (to[i] == 0 && i >= 0x80 && i < 0xa0)
			to[i] = (uint16_t)i;
	}
	iconv_close(cd);
	return RC_OK;
}

enum rc
charsets_open(struct charsets **out, struct err *err)
{
	struct charsets *set = calloc(1, sizeof *set);

	if (set == NULL)
		return err_set_errno(err, RC_SYSTEM, "charset tables");
	for (size_t i = 0; i < MULTI_COUNT; i++)
		set->multi[i] = (iconv_t)-1;
	for (size_t i = 0; i < SINGLE_COUNT; i++)
		if (load_single(single_names[i], set->single[i], err) != RC_OK) {
			charsets_close(set);
			return err->rc;
		}
	for (size_t i = 0; i < MULTI_COUNT; i++) {
		set->multi[i] = iconv_open("UTF-8", multi_names[i]);
		if (set->multi[i] != (iconv_t)-1)
			continue;
		err_set_errno(err, RC_SYSTEM, "the C library cannot read the "
		    "charset %s; install its gconv modules", multi_names[i]);
		charsets_close(set);
		return err->rc;
	}
	*out = set;
	return RC_OK;
}

void
charsets_close(struct charsets *set)
{
	if (set == NULL)
		return;
	for (size_t i = 0; i < MULTI_COUNT; i++)
		if (set->multi[i] != (iconv_t)-1)
			iconv_close(set->multi[i]);
	free(set);
}

bool
charset_is_known(const struct charsets *set, struct slice name)
{
	(void)set;
	return way_of(name).form != FORM_UNKNOWN;
}

/* Bytes up to the first one that is not ASCII, 32 at a time. */
static size_t
ascii_run(struct slice s)
{
	size_t i = 0;
	uint64_t words[4];

	for (; s.len - i >= sizeof words; i += sizeof words) {
		memcpy(words, s.at + i, sizeof words);
		if ((words[0] | words[1] | words[2] | words[3]) &
		    UINT64_C(0x8080808080808080))
			break;
	}
	while (i < s.len && s.at[i] < 0x80)
		i++;
	return i;
}

bool
charset_is_utf8(struct slice s)
{
	size_t i = 0;

	for (;;) {
		size_t size;
		i += ascii_run(slice_sub(s, i, s.len));
		if (i >= s.len)
			return true;
		size = utf8_length(slice_sub(s, i, s.len));
		if (size == 0)
			return false;
		i += size;
	}
}

/* The code point at `at` of a text in units; `*used` bytes are taken. */
static uint32_t
unit_code(struct slice s, enum unit unit, size_t *used)
{
	const unsigned char *p = s.at;
	uint32_t a, b;

	*used = s.len;
	if (unit == UNIT_32LE || unit == UNIT_32BE) {
		if (s.len < 4)
			return 0xfffd;
		*used = 4;
		a = unit == UNIT_32LE ?
		    p[0] | p[1] << 8 | p[2] << 16 | (uint32_t)p[3] << 24 :
		    p[3] | p[2] << 8 | p[1] << 16 | (uint32_t)p[0] << 24;
		return a > 0x10ffff || (a >= 0xd800 && a < 0xe000) ?
		    0xfffd : a;
	}
	if (s.len < 2)
		return 0xfffd;
	*used = 2;
	a = unit == UNIT_16LE ? p[0] | p[1] << 8u : p[1] | p[0] << 8u;
	if (a < 0xd800 || a >= 0xe000)
		return a;
	if (a >= 0xdc00 || s.len < 4)
		return 0xfffd;
	b = unit == UNIT_16LE ? p[2] | p[3] << 8u : p[3] | p[2] << 8u;
	if (b < 0xdc00 || b >= 0xe000)
		return 0xfffd;
	*used = 4;
	return 0x10000 + ((a - 0xd800) << 10) + (b - 0xdc00);
}

/* Move what a buffer holds into the arena. */
static enum rc
keep(struct arena *arena, struct buf *buf, struct slice *out, struct err *err)
{
	enum rc rc = buf_check(buf, "a converted text", err);

	if (rc == RC_OK) {
		*out = arena_copy(arena, buf_slice(buf));
		if (out->at == NULL)
			rc = arena_full(arena, "a converted text", err);
	}
	buf_free(buf);
	return rc;
}

static struct buf
room_for(struct slice bytes)
{
	size_t most = SIZE_MAX;

	size_mul(bytes.len, 4, &most);
	size_add(most, 64, &most);
	return buf_new(most);
}

static enum rc
convert_units(struct arena *arena, enum unit unit, struct slice bytes,
    struct slice *utf8, uint64_t *bad, struct err *err)
{
	struct buf out = room_for(bytes);
	size_t used;

	while (bytes.len > 0) {
		uint32_t code = unit_code(bytes, unit, &used);
		*bad += code == 0xfffd;
		utf8_put(&out, code);
		bytes = slice_sub(bytes, used, bytes.len);
	}
	return keep(arena, &out, utf8, err);
}

static enum rc
convert_single(struct arena *arena, const uint16_t to[256],
    struct slice bytes, struct slice *utf8, uint64_t *bad, struct err *err)
{
	struct buf out = room_for(bytes);

	while (bytes.len > 0) {
		size_t run = ascii_run(bytes);
		buf_put(&out, slice_sub(bytes, 0, run));
		bytes = slice_sub(bytes, run, bytes.len);
		while (bytes.len > 0 && *bytes.at >= 0x80) {
			uint32_t code = to[*bytes.at];
			*bad += code == 0;
			utf8_put(&out, code != 0 ? code : 0xfffd);
			bytes = slice_sub(bytes, 1, bytes.len);
		}
	}
	return keep(arena, &out, utf8, err);
}

/* One call of the converter; false when there is nothing more to do. */
static bool
convert_step(iconv_t cd, struct slice *bytes, struct buf *out, uint64_t *bad)
{
	enum { STEP = 4096 };
	char *from = (char *)(uintptr_t)bytes->at;
	char room[STEP], *into = room;
	size_t in_left = bytes->len, out_left = STEP;
	size_t result = iconv(cd, &from, &in_left, &into, &out_left);
	int why = errno;

	if (!buf_put(out, slice_bytes(room, STEP - out_left)))
		return false;
	*bytes = slice_sub(*bytes, bytes->len - in_left, bytes->len);
	if (result != (size_t)-1)
		return bytes->len > 0;
	if (why == E2BIG)
		return true;
	/* A byte that does not fit (or the end of the text within one). */
	++*bad;
	utf8_put(out, 0xfffd);
	*bytes = slice_sub(*bytes, 1, bytes->len);
	return bytes->len > 0;
}

/* Up to the byte that makes more than `most` bad ones. */
static enum rc
convert_multi(struct arena *arena, iconv_t cd, struct slice bytes,
    uint64_t most, struct slice *utf8, uint64_t *bad, struct err *err)
{
	struct buf out = room_for(bytes);

	iconv(cd, NULL, NULL, NULL, NULL);
	while (convert_step(cd, &bytes, &out, bad) && *bad <= most)
		;
	return keep(arena, &out, utf8, err);
}

enum rc
charset_convert(struct charsets *set, struct arena *arena, struct slice name,
    struct slice bytes, struct slice *utf8, uint64_t *bad, struct err *err)
{
	struct way way = way_of(name);

	*bad = 0;
	switch (way.form) {
	case FORM_UNKNOWN:
		return RC_END;
	case FORM_ASCII:
	case FORM_UTF8:
		*utf8 = bytes;
		*bad = charset_is_utf8(bytes) ? 0 : 1;
		return RC_OK;
	case FORM_UNITS:
		return convert_units(arena, (enum unit)way.index, bytes, utf8,
		    bad, err);
	case FORM_SINGLE:
		return convert_single(arena, set->single[way.index], bytes,
		    utf8, bad, err);
	case FORM_MULTI:
		return convert_multi(arena, set->multi[way.index], bytes,
		    UINT64_MAX, utf8, bad, err);
	}
	return RC_END;
}

/* The charset a byte order mark names, or NULL; `*size` is its length. */
static const char *
order_mark(struct slice s, size_t *size)
{
	static const struct {
		const char *mark;
		size_t size;
		const char *name;
	} marks[] = {
		{ "\xef\xbb\xbf", 3, "utf-8" },
		{ "\xff\xfe\0\0", 4, "utf-32le" },
		{ "\0\0\xfe\xff", 4, "utf-32be" },
		{ "\xff\xfe", 2, "utf-16le" },
		{ "\xfe\xff", 2, "utf-16be" },
		{ "\x84\x31\x95\x33", 4, "gb18030" },
	};

	for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++) {
		*size = marks[i].size;
		if (slice_starts(s, slice_bytes(marks[i].mark, *size)))
			return marks[i].name;
	}
	*size = 0;
	return NULL;
}

/* UTF-16 without a mark: half of the even or of the odd bytes are NUL. */
static const char *
nul_pattern(struct slice s)
{
	size_t even = 0, odd = 0;
	size_t look = s.len < 4096 ? s.len : 4096;

	if (s.len < 4 || memchr(s.at, 0, look) == NULL)
		return NULL;
	for (size_t i = 0; i + 1 < look; i += 2) {
		even += s.at[i] == 0;
		odd += s.at[i + 1] == 0;
	}
	if (odd * 4 >= look && even * 16 < odd)
		return "utf-16le";
	if (even * 4 >= look && odd * 16 < even)
		return "utf-16be";
	return NULL;
}

/* Does "+" followed by three or more base64 characters stand in it? */
static bool
has_utf7(struct slice s)
{
	size_t at;

	while ((at = slice_find_byte(s, '+')) != SIZE_MAX) {
		size_t run = 0;
		s = slice_sub(s, at + 1, s.len);
		while (run < s.len && run < 3 && (byte_is_alnum(s.at[run]) ||
		    s.at[run] == '+' || s.at[run] == '/'))
			run++;
		if (run == 3)
			return true;
	}
	return false;
}

/*
 * Another way to read plain ASCII bytes: escape sequences and UTF-7.  Only
 * when the whole of it converts without one bad byte.
 */
static enum rc
second_of_ascii(struct charsets *set, struct arena *arena,
    struct slice bytes, struct slice declared, struct slice *second,
    struct err *err)
{
	struct way way = way_of(declared);
	const char *name = NULL;
	struct slice utf8;
	uint64_t bad = 0;

	if (slice_find_byte(bytes, 0x1b) != SIZE_MAX)
		name = slice_find(bytes, slice_of("\x1b$)C")) != SIZE_MAX ?
		    "iso-2022-kr" : "iso-2022-jp";
	else if (has_utf7(bytes))
		name = "utf-7";
	else
		return RC_OK;
	if (way.form != FORM_MULTI)
		way = way_of(slice_of(name));
	TRY(convert_multi(arena, set->multi[way.index], bytes, 0, &utf8, &bad,
	    err));
	if (bad == 0 && !slice_is(utf8, bytes))
		*second = utf8;
	return RC_OK;
}

/* Valid UTF-8: also as declared, when that would show something else. */
static enum rc
read_utf8(struct charsets *set, struct arena *arena, struct slice bytes,
    bool ascii, struct slice declared, struct charset_text *text,
    struct err *err)
{
	struct way way = way_of(declared);
	uint64_t bad;

	text->utf8 = bytes;
	if (ascii && way.form != FORM_UNITS)
		return second_of_ascii(set, arena, bytes, declared,
		    &text->second, err);
	if (way.form == FORM_UNKNOWN || way.form == FORM_ASCII ||
	    way.form == FORM_UTF8)
		return RC_OK;
	return charset_convert(set, arena, declared, bytes, &text->second,
	    &bad, err);
}

static enum rc
read_guessed(struct charsets *set, struct arena *arena, struct slice bytes,
    struct charset_text *text, struct err *err)
{
	char name[GUESS_NAME_SIZE];
	uint64_t bad;

	if (guess_charset(bytes, name) &&
	    way_of(slice_of(name)).form > FORM_UTF8)
		return charset_convert(set, arena, slice_of(name), bytes,
		    &text->utf8, &bad, err);
	/* Unknown: ASCII in it is still ASCII, and that is looked at. */
	text->unsure = true;
	return charset_convert(set, arena, slice_of("cp1252"), bytes,
	    &text->utf8, &bad, err);
}

/* The declared charset fits if hardly anything is bad under it. */
static enum rc
read_declared(struct charsets *set, struct arena *arena, struct slice bytes,
    struct slice declared, struct charset_text *text, struct err *err)
{
	struct slice utf8;
	uint64_t bad;

	TRY(charset_convert(set, arena, declared, bytes, &utf8, &bad, err));
	if (bad <= bytes.len / 64) {
		text->utf8 = utf8;
		return RC_OK;
	}
	text->second = utf8;
	return read_guessed(set, arena, bytes, text, err);
}

enum rc
charset_read(struct charsets *set, struct arena *arena, struct slice bytes,
    struct slice declared, struct charset_text *text, struct err *err)
{
	enum form form = way_of(declared).form;
	const char *sure;
	size_t mark, ascii;
	uint64_t bad;

	*text = (struct charset_text){0};
	sure = order_mark(bytes, &mark);
	if (sure == NULL)
		sure = nul_pattern(bytes);
	if (sure != NULL) {
		TRY(charset_convert(set, arena, slice_of(sure),
		    slice_sub(bytes, mark, bytes.len), &text->utf8, &bad,
		    err));
		if (bad > 0)
			text->second = bytes;
		return RC_OK;
	}
	ascii = ascii_run(bytes);
	if (charset_is_utf8(slice_sub(bytes, ascii, bytes.len)))
		return read_utf8(set, arena, bytes, ascii == bytes.len,
		    declared, text, err);
	if (form > FORM_UTF8)
		return read_declared(set, arena, bytes, declared, text, err);
	TRY(read_guessed(set, arena, bytes, text, err));
	text->unsure |= declared.len > 0 && form == FORM_UNKNOWN;
	return RC_OK;
}
