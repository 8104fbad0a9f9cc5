/*
 * canary - does the installed pattern library find what it must?
 *
 * The first rows are reproducers of reported defects: a leading and trailing
 * wide repeat around words (hyperscan-java 231), a wide class between fixed
 * texts (vectorscan 358), a wide repeat before an escaped character (vectorscan
 * 382), literals with a long repeated tail (intel 303).  The rest is one of
 * each construct.
 */
#include "scanner/match/canary.h"


enum { COUNT_MOST = 32, TEXT_MOST = 512, SERIALISED_MOST = 16 << 20 };

#define ANY(text) {.regex = (text), .caseless = true}
#define EXACT(text) {.regex = (text), .caseless = false}

static const struct canary table[] = {
	{ANY("^.{0,80}TAPIOCA.{0,80}EX.{0,80}$"),
	    "one\nthe tapioca for the example\nthree", 1},
	{ANY("<%[\\s\\S]{1,80}%>"), "a <% if\n x %> b", 1},
	{ANY("curl.{0,80}\\|\\s{0,8}python"), "curl -s http://x | python", 1},
	{EXACT("SECRET----------------"), "SECRET----------------\n", 1},
	{EXACT("0000000000000000"), "x0000000000000000\n", 1},
	{EXACT("banner================"), "the banner================\n", 1},
	{ANY("\\bnon[\\s\\-]{1,4}disclosure\\b"), "NON -\nDisclosure.", 1},
	{ANY("\\bnon[\\s\\-]{1,4}disclosure\\b"), "nondisclosure", 0},
	{EXACT("^DRAFT\\b"), "one\nDRAFT two", 1},
	{EXACT("^DRAFT\\b"), "no DRAFT", 0},
	{EXACT("total$"), "the total\nnext", 1},
	{ANY("(?:alpha|beta|gamma)[0-9]{2,4}\\b"), "Beta123", 1},
	{EXACT("case Exact"), "case exact", 0},
	{EXACT("m\xc3\xbcller"), "herr m\xc3\xbcller", 1},
	{ANY("\\bend of text"), "the END OF TEXT", 1},
	{EXACT("abcd[^0-9]{0,4}efgh"), "abcd -- efgh", 1},
	{ANY("x?yz{0,2}needle"), "YZZneedle", 1},
};

enum { TABLE = sizeof(table) / sizeof(table[0]) };

const struct canary *
canary_all(size_t *count)
{
	*count = TABLE;
	return table;
}

static bool
count(void *own, uint32_t pattern, uint32_t end)
{
	unsigned *hits = own;

	(void)end;
	hits[pattern]++;
	return true;
}

static enum rc
check(struct hsdb *db, size_t i, struct err *err)
{
	unsigned char text[TEXT_MOST] = {0};
	unsigned hits[COUNT_MOST] = {0};
	size_t len = strlen(table[i].text);

	memcpy(text, table[i].text, len);
	TRY(hsdb_scan(db, slice_bytes(text, len), count, hits, err));
	if (table[i].hits ? hits[i] >= table[i].hits : !hits[i])
		return RC_OK;
	return err_set(err, RC_CONFIG, "the installed pattern library (%s) %s "
	    "\"%s\": it cannot be trusted; install libhyperscan5 5.4.0 or "
	    "later", hsdb_version(), table[i].hits ? "does not find" :
	    "wrongly finds", table[i].pattern.regex);
}

enum rc
canary_run(struct err *err)
{
	struct rule_pattern patterns[TABLE];
	struct buf serialised = buf_new(SERIALISED_MOST);
	struct hsdb *db = NULL;
	size_t bad;
	enum rc rc;

	for (size_t i = 0; i < TABLE; i++)
		patterns[i] = table[i].pattern;
	rc = hsdb_compile(patterns, TABLE, &serialised, &bad, err);
	if (rc == RC_OK)
		rc = hsdb_open(buf_slice(&serialised), &db, err);
	for (size_t i = 0; i < TABLE && rc == RC_OK; i++)
		rc = check(db, i, err);
	hsdb_close(db);
	buf_free(&serialised);
	return rc;
}
