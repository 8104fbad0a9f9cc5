/*
 * codepage - text under a Windows code page number as UTF-8.
 */
#include "scanner/extract/codepage.h"

#include "base/escape.h"
#include "scanner/extract/little.h"
#include "scanner/message/charset.h"

enum { PAGES_MOST = 16, PAGE_UTF8 = 65001, PAGE_WIDE = 1200,
	PAGE_DEFAULT = 1252, PAGE_STATES = 50000 };

static const struct {
	unsigned page;
	bool wide;		/* characters of several bytes */
	const char *name;
} names[] = {
	{1252, false, "windows-1252"}, {1250, false, "windows-1250"},
	{1251, false, "windows-1251"}, {1253, false, "windows-1253"},
	{1254, false, "windows-1254"}, {1255, false, "windows-1255"},
	{1256, false, "windows-1256"}, {1257, false, "windows-1257"},
	{1258, false, "windows-1258"}, {874, false, "windows-874"},
	{437, false, "cp437"}, {850, false, "cp850"}, {852, false, "cp852"},
	{855, false, "cp855"}, {862, false, "cp862"}, {866, false, "cp866"},
	{10001, true, "shift_jis"}, {10002, true, "big5"},
	{10003, true, "euc-kr"}, {10008, true, "gbk"},
	{10000, false, "macintosh"}, {20127, false, "iso-8859-1"},
	{20866, false, "koi8-r"}, {21866, false, "koi8-u"},
	{28591, false, "iso-8859-1"}, {28592, false, "iso-8859-2"},
	{28593, false, "iso-8859-3"}, {28594, false, "iso-8859-4"},
	{28595, false, "iso-8859-5"}, {28596, false, "iso-8859-6"},
	{28597, false, "iso-8859-7"}, {28598, false, "iso-8859-8"},
	{38598, false, "iso-8859-8"}, {28599, false, "iso-8859-9"},
	{28603, false, "iso-8859-13"}, {28605, false, "iso-8859-15"},
	{932, true, "shift_jis"}, {936, true, "gbk"}, {949, true, "euc-kr"},
	{950, true, "big5"}, {51932, true, "euc-jp"},
	{51949, true, "euc-kr"}, {50220, true, "iso-2022-jp"},
	{50221, true, "iso-2022-jp"}, {50222, true, "iso-2022-jp"},
	{50225, true, "iso-2022-kr"}, {51936, true, "gbk"},
	{52936, true, "gbk"}, {54936, true, "gb18030"},
	{65000, true, "utf-7"}, {65001, true, "utf-8"},
	{1200, true, "utf-16le"}, {1201, true, "utf-16be"},
	/* What old Excel calls its Mac and ANSI pages (MS-XLS 2.4.52). */
	{32768, false, "macintosh"}, {32769, false, "windows-1252"},
};

enum { NAME_COUNT = sizeof(names) / sizeof(names[0]) };

struct page {
	unsigned number;
	const char *name;
	bool several;
	uint16_t codes[128];	/* of the bytes from 0x80 on */
};

struct codepages {
	const struct extract_job *job;
	struct page *pages[PAGES_MOST];
	size_t count;
	bool unknown;
};

enum rc
codepages_new(const struct extract_job *job, struct codepages **pages,
    struct err *err)
{
	*pages = arena_alloc(job->arena, sizeof(**pages));
	if (*pages == NULL)
		return arena_full(job->arena, "a document's charsets", err);
	(*pages)->job = job;
	return RC_OK;
}

const char *
codepage_name(unsigned page)
{
	for (size_t i = 0; i < NAME_COUNT; i++)
		if (names[i].page == page)
			return names[i].name;
	return NULL;
}

static bool
page_is_several(unsigned number)
{
	for (size_t i = 0; i < NAME_COUNT; i++)
		if (names[i].page == number)
			return names[i].wide;
	return false;
}

/* Convert the upper half once, each byte followed by a line feed. */
static enum rc
page_fill(struct codepages *pages, struct page *page, struct err *err)
{
	const struct extract_job *job = pages->job;
	unsigned char bytes[256];
	struct slice utf8;
	uint64_t bad;
	size_t length;

	for (size_t i = 0; i < 128; i++) {
		bytes[2 * i] = (unsigned char)(128 + i);
		bytes[2 * i + 1] = '\n';
	}
	TRY(charset_convert(job->charsets, job->arena, slice_of(page->name),
	    slice_bytes(bytes, sizeof(bytes)), &utf8, &bad, err));
	for (size_t i = 0; i < 128 && utf8.len > 0; i++) {
		page->codes[i] = (uint16_t)utf8_decode(utf8, &length);
		utf8 = slice_sub(utf8, length + 1, utf8.len);
	}
	return RC_OK;
}

static enum rc
page_add(struct codepages *pages, unsigned number, struct page **out,
    struct err *err)
{
	struct arena *arena = pages->job->arena;
	struct page *page = arena_alloc(arena, sizeof(*page));

	if (page == NULL)
		return arena_full(arena, "a document's charsets", err);
	page->number = number;
	page->name = codepage_name(number);
	if (page->name == NULL ||
	    !charset_is_known(pages->job->charsets, slice_of(page->name))) {
		pages->unknown = pages->unknown || number != 0;
		page->name = codepage_name(PAGE_DEFAULT);
	} else {
		page->several = page_is_several(number);
	}
	if (!page->several)
		TRY(page_fill(pages, page, err));
	/* The last place is taken again and again by a document with more. */
	if (pages->count < PAGES_MOST)
		pages->count++;
	pages->pages[pages->count - 1] = page;
	*out = page;
	return RC_OK;
}

static enum rc
page_get(struct codepages *pages, unsigned number, struct page **out,
    struct err *err)
{
	for (size_t i = 0; i < pages->count; i++)
		if (pages->pages[i]->number == number) {
			*out = pages->pages[i];
			return RC_OK;
		}
	return page_add(pages, number, out, err);
}

enum rc
codepage_put(struct codepages *pages, unsigned number, struct slice bytes,
    struct buf *out, struct err *err)
{
	const struct extract_job *job = pages->job;
	struct page *page = NULL;
	struct slice utf8;
	uint64_t bad;
	size_t run;

	if (number == PAGE_WIDE) {
		codepage_wide(out, bytes);
		return RC_OK;
	}
	for (run = 0; run < bytes.len && bytes.at[run] < 0x80; run++)
		;
	/* ASCII is itself in all pages but those of numbers above and UTF-16. */
	if (number == PAGE_UTF8 || (run == bytes.len && number < PAGE_STATES &&
	    (number < PAGE_WIDE || number > PAGE_WIDE + 1))) {
		(void)!buf_put(out, bytes);
		return RC_OK;
	}
	TRY(page_get(pages, number, &page, err));
	if (page->several) {
		TRY(charset_convert(job->charsets, job->arena,
		    slice_of(page->name), bytes, &utf8, &bad, err));
		(void)!buf_put(out, utf8);
		return RC_OK;
	}
	for (size_t i = 0; i < bytes.len; i++)
		(void)!utf8_put(out, bytes.at[i] < 0x80 ? bytes.at[i] :
		    page->codes[bytes.at[i] - 0x80]);
	return RC_OK;
}

bool
codepages_unknown(const struct codepages *pages)
{
	return pages->unknown;
}

unsigned
codepage_of_language(unsigned language)
{
	static const struct {
		uint8_t primary;
		uint16_t page;
	} pages[] = {
		{0x01, 1256}, {0x02, 1251}, {0x05, 1250}, {0x08, 1253},
		{0x0d, 1255}, {0x0e, 1250}, {0x11, 932}, {0x12, 949},
		{0x15, 1250}, {0x18, 1250}, {0x19, 1251}, {0x1a, 1250},
		{0x1b, 1250}, {0x1c, 1250}, {0x1e, 874}, {0x1f, 1254},
		{0x20, 1256}, {0x22, 1251}, {0x23, 1251}, {0x24, 1250},
		{0x25, 1257}, {0x26, 1257}, {0x27, 1257}, {0x29, 1256},
		{0x2a, 1258}, {0x2c, 1254}, {0x2f, 1251}, {0x3f, 1251},
		{0x40, 1251}, {0x43, 1254}, {0x44, 1251}, {0x50, 1251},
	};

	/* Chinese: traditional in Taiwan, Hong Kong and Macau. */
	if ((language & 0xff) == 0x04)
		return language == 0x0404 || language == 0x0c04 ||
		    language == 0x1404 ? 950 : 936;
	/* Serbian in Cyrillic letters. */
	if (language == 0x0c1a || language == 0x201a)
		return 1251;
	for (size_t i = 0; i < sizeof(pages) / sizeof(pages[0]); i++)
		if (pages[i].primary == (language & 0xff))
			return pages[i].page;
	return PAGE_DEFAULT;
}

unsigned
codepage_of_charset(int charset)
{
	static const struct {
		uint8_t charset;
		uint16_t page;
	} pages[] = {
		{0, 1252}, {2, 1252}, {77, 10000}, {128, 932}, {129, 949},
		{130, 949}, {134, 936}, {136, 950}, {161, 1253}, {162, 1254},
		{163, 1258}, {177, 1255}, {178, 1256}, {179, 1256},
		{180, 1256}, {181, 1255}, {186, 1257}, {204, 1251},
		{222, 874}, {238, 1250}, {254, 437}, {255, 850},
	};

	for (size_t i = 0; i < sizeof(pages) / sizeof(pages[0]); i++)
		if (pages[i].charset == charset)
			return pages[i].page;
	return 0;
}

void
codepage_wide(struct buf *out, struct slice bytes)
{
	uint32_t code, low;

	for (size_t at = 0; bytes.len - at >= 2; at += 2) {
		code = little_16(bytes, at);
		low = little_16(bytes, at + 2);
		if (code >= 0xd800 && code < 0xdc00 && low >= 0xdc00 &&
		    low < 0xe000) {
			code = 0x10000 + ((code - 0xd800) << 10) +
			    (low - 0xdc00);
			at += 2;
		}
		(void)!utf8_put(out, code >= 0xd800 && code < 0xe000 ?
		    0xfffd : code);
	}
}
