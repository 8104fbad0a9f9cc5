/*
 * mailcmp - says by name how one message file differs from another.
 *
 * usage: mailcmp SENT ARRIVED
 *
 * Prints one line and exits 0 when the bytes are equal, 1 when they differ.
 * Header fields that only ARRIVED has are named with a plus sign and taken out
 * of the comparison; those only SENT has are named with a minus sign.  For the
 * rest it tries every set of the known changes below and names the smallest
 * that turns SENT into ARRIVED; if none does it shows the first difference.
 * It knows no MIME and compares no meaning.
 */
#include <ctype.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum {
	FIELDS_MAX = 512,
};

struct bytes {
	char *at;
	size_t len;
};

struct field {
	size_t start, len;	/* with its folded lines */
	size_t name_len;	/* 5 for the "From " line of a mailbox */
	bool matched;
};

struct header {
	struct field field[FIELDS_MAX];
	size_t count;
	size_t body;		/* where the fields end */
};

/* Each change reads in and writes out, which has room for any of them. */
static size_t
crlf_for_lf(const char *in, size_t len, char *out)
{
	size_t i, n = 0;

	for (i = 0; i < len; i++) {
		if (in[i] == '\n' && (i == 0 || in[i - 1] != '\r'))
			out[n++] = '\r';
		out[n++] = in[i];
	}
	return n;
}

/* For each CR without LF: nothing, or the given bytes. */
static size_t
replace_cr(const char *in, size_t len, char *out, const char *with)
{
	size_t i, n = 0;

	for (i = 0; i < len; i++) {
		if (in[i] == '\r' && (i + 1 == len || in[i + 1] != '\n')) {
			memcpy(out + n, with, strlen(with));
			n += strlen(with);
			continue;
		}
		out[n++] = in[i];
	}
	return n;
}

static size_t
drop_cr(const char *in, size_t len, char *out)
{
	return replace_cr(in, len, out, "");
}

static size_t
crlf_for_cr(const char *in, size_t len, char *out)
{
	return replace_cr(in, len, out, "\r\n");
}

static size_t
space_for_cr(const char *in, size_t len, char *out)
{
	return replace_cr(in, len, out, " ");
}

/* CR CR LF becomes CR LF. */
static size_t
drop_cr_before_crlf(const char *in, size_t len, char *out)
{
	size_t i, n = 0;

	for (i = 0; i < len; i++)
		if (!(in[i] == '\r' && i + 2 < len && in[i + 1] == '\r' &&
		    in[i + 2] == '\n'))
			out[n++] = in[i];
	return n;
}

static size_t
drop_nul(const char *in, size_t len, char *out)
{
	size_t i, n = 0;

	for (i = 0; i < len; i++)
		if (in[i] != '\0')
			out[n++] = in[i];
	return n;
}

/* What C string functions do to a line with a NUL in it. */
static size_t
cut_at_nul(const char *in, size_t len, char *out)
{
	size_t i, n = 0;
	bool cut = false;

	for (i = 0; i < len; i++) {
		if (in[i] == '\0')
			cut = true;
		if (in[i] == '\r' && i + 1 < len && in[i + 1] == '\n')
			cut = false;
		if (!cut)
			out[n++] = in[i];
	}
	return n;
}

static size_t
add_final_crlf(const char *in, size_t len, char *out)
{
	memcpy(out, in, len);
	if (len >= 2 && memcmp(in + len - 2, "\r\n", 2) == 0)
		return len;
	memcpy(out + len, "\r\n", 2);
	return len + 2;
}

static size_t
add_empty_line(const char *in, size_t len, char *out)
{
	memcpy(out, in, len);
	memcpy(out + len, "\r\n", 2);
	return len + 2;
}

static size_t
drop_dot_after_lf(const char *in, size_t len, char *out)
{
	size_t i, n = 0;

	for (i = 0; i < len; i++)
		if (!(in[i] == '.' && i > 0 && in[i - 1] == '\n' &&
		    (i < 2 || in[i - 2] != '\r')))
			out[n++] = in[i];
	return n;
}

static size_t
clear_8th_bit(const char *in, size_t len, char *out)
{
	size_t i;

	for (i = 0; i < len; i++)
		out[i] = (char)(in[i] & 0x7f);
	return len;
}

static size_t
quote_from(const char *in, size_t len, char *out)
{
	size_t i, n = 0;

	for (i = 0; i < len; i++) {
		if (len - i >= 5 && memcmp(in + i, "From ", 5) == 0 &&
		    i > 0 && in[i - 1] == '\n')
			out[n++] = '>';
		out[n++] = in[i];
	}
	return n;
}

/* Breaks lines after first bytes, and after next bytes from then on. */
static size_t
wrap(const char *in, size_t len, char *out, size_t first, size_t next,
    const char *with)
{
	size_t i, n = 0, column = 0, most = first;

	for (i = 0; i < len; i++) {
		if (column == most && in[i] != '\r' && in[i] != '\n') {
			memcpy(out + n, with, strlen(with));
			n += strlen(with);
			column = 0;
			most = next;
		}
		out[n++] = in[i];
		column++;
		if (in[i] == '\n') {
			column = 0;
			most = first;
		}
	}
	return n;
}

static size_t
wrap_postfix(const char *in, size_t len, char *out)
{
	return wrap(in, len, out, 998, 997, "\r\n ");
}

static size_t
wrap_sendmail(const char *in, size_t len, char *out)
{
	return wrap(in, len, out, 2039, 2047, "!\r\n ");
}

static size_t
find_header_end(const char *in, size_t len)
{
	size_t i;

	for (i = 0; i + 3 < len; i++)
		if (memcmp(in + i, "\r\n\r\n", 4) == 0)
			return i + 2;
	return len;
}

static size_t
cut_header_lines(const char *in, size_t len, char *out)
{
	size_t end = find_header_end(in, len), i, n = 0, column = 0;

	for (i = 0; i < len; i++) {
		column = i > 0 && in[i - 1] == '\n' ? 0 : column + 1;
		if (i >= end || column < 2303 || in[i] == '\r' ||
		    in[i] == '\n')
			out[n++] = in[i];
	}
	return n;
}

/* Name SP colon becomes name colon, in the header. */
static size_t
drop_space_before_colon(const char *in, size_t len, char *out)
{
	size_t end = find_header_end(in, len), i, n = 0, colon;
	bool in_name = true;

	for (i = 0; i < len; i++) {
		for (colon = i; colon < end && in[colon] == ' ';)
			colon++;
		if (in_name && colon > i && colon < end && in[colon] == ':')
			i = colon;
		out[n++] = in[i];
		if (in[i] == '\n')
			in_name = i + 1 < end;
		else if (in[i] == ' ' || in[i] == ':')
			in_name = false;
	}
	return n;
}

static void
header_split(struct bytes b, struct header *h);

/* The first line that is no header field begins the body. */
static size_t
end_header_early(const char *in, size_t len, char *out)
{
	static struct header h;
	size_t body;

	header_split((struct bytes){(char *)in, len}, &h);
	body = h.body;
	memcpy(out, in, body);
	memcpy(out + body, "\r\n", 2);
	memcpy(out + body + 2, in + body, len - body);
	return len + 2;
}

struct change {
	const char *name;
	size_t (*make)(const char *in, size_t len, char *out);
};

static const struct change changes[] = {
	{"NUL removed", drop_nul},
	{"line cut at NUL", cut_at_nul},
	{"dot after bare LF removed", drop_dot_after_lf},
	{"8th bit cleared", clear_8th_bit},
	{"CR before CR LF removed", drop_cr_before_crlf},
	{"bare CR removed", drop_cr},
	{"bare CR becomes CR LF", crlf_for_cr},
	{"bare CR becomes space", space_for_cr},
	{"bare LF becomes CR LF", crlf_for_lf},
	{"final CR LF added", add_final_crlf},
	{"empty line added at the end", add_empty_line},
	{"From quoted with >", quote_from},
	{"space before colon removed", drop_space_before_colon},
	{"header line cut to 2303 bytes", cut_header_lines},
	{"lines broken with CR LF SP at 998 bytes", wrap_postfix},
	{"lines broken with ! CR LF SP at 2040 bytes", wrap_sendmail},
	{"empty line put before the first line that is no field", end_header_early},
};

enum {
	CHANGES = sizeof(changes) / sizeof(changes[0]),
};

static void *
allocate(size_t size)
{
	void *p = malloc(size);

	if (!p) {
		fputs("mailcmp: no memory\n", stderr);
		exit(2);
	}
	return p;
}

static struct bytes
read_file(const char *path)
{
	FILE *file = fopen(path, "rb");
	struct bytes b = {NULL, 0};
	long size;

	if (!file || fseek(file, 0, SEEK_END) != 0 || (size = ftell(file)) < 0) {
		fprintf(stderr, "mailcmp: cannot read %s: %s\n", path,
		    strerror(errno));
		exit(2);
	}
	rewind(file);
	b.at = allocate((size_t)size + 1);
	b.len = fread(b.at, 1, (size_t)size, file);
	fclose(file);
	return b;
}

/* A line ends with LF here, so that both readings of a bare LF are seen. */
static void
header_split(struct bytes b, struct header *h)
{
	size_t at = 0, end, name, colon;
	char *lf;

	h->count = 0;
	while (at < b.len && h->count < FIELDS_MAX) {
		lf = memchr(b.at + at, '\n', b.len - at);
		end = lf ? (size_t)(lf - b.at) + 1 : b.len;
		for (name = at; name < end && b.at[name] > 32 &&
		    b.at[name] < 127 && b.at[name] != ':';)
			name++;
		for (colon = name; colon < end && b.at[colon] == ' ';)
			colon++;
		if (at == 0 && b.len > 5 && memcmp(b.at, "From ", 5) == 0) {
			h->field[h->count++] = (struct field){
				.start = 0, .len = end, .name_len = 5,
			};
		} else if (h->count > 0 &&
		    (b.at[at] == ' ' || b.at[at] == '\t')) {
			h->field[h->count - 1].len += end - at;
		} else if (name > at && colon < end && b.at[colon] == ':') {
			h->field[h->count++] = (struct field){
				.start = at, .len = end - at,
				.name_len = name - at,
			};
		} else {
			break;
		}
		at = end;
	}
	h->body = at;
}

static bool
same_name(struct bytes a, const struct field *f, struct bytes b,
    const struct field *g)
{
	return f->name_len == g->name_len &&
	    strncasecmp(a.at + f->start, b.at + g->start, f->name_len) == 0;
}

static bool
same_field(struct bytes a, const struct field *f, struct bytes b,
    const struct field *g)
{
	return same_name(a, f, b, g) && f->len == g->len &&
	    memcmp(a.at + f->start, b.at + g->start, f->len) == 0;
}

/* Pairs equal fields first, then those of one name from the last upwards. */
static void
header_match(struct bytes a, struct header *ha, struct bytes b,
    struct header *hb)
{
	size_t i, j, round;
	struct field *f, *g;

	for (round = 0; round < 2; round++)
		for (i = ha->count; i-- > 0;)
			for (j = hb->count; j-- > 0;) {
				f = &ha->field[i];
				g = &hb->field[j];
				if (f->matched || g->matched)
					continue;
				if (round == 0 ? same_field(a, f, b, g) :
				    same_name(a, f, b, g))
					f->matched = g->matched = true;
			}
}

/* Prints the unmatched fields' names and returns the bytes without them. */
static struct bytes
header_drop(struct bytes b, const struct header *h, char sign, bool *said)
{
	struct bytes out = {allocate(b.len + 1), 0};
	const struct field *f;
	size_t i;

	for (i = 0; i < h->count; i++) {
		f = &h->field[i];
		if (f->matched) {
			memcpy(out.at + out.len, b.at + f->start, f->len);
			out.len += f->len;
			continue;
		}
		printf("%s%c%.*s%s", *said ? " " : "", sign,
		    (int)f->name_len, b.at + f->start,
		    b.at[f->start + f->name_len - 1] == ' ' ? "line" : "");
		*said = true;
	}
	memcpy(out.at + out.len, b.at + h->body, b.len - h->body);
	out.len += b.len - h->body;
	return out;
}

/* Applies the changes of the mask in their order. */
static struct bytes
apply(struct bytes in, unsigned int mask)
{
	struct bytes now = in, next;
	unsigned int i;

	for (i = 0; i < CHANGES; i++) {
		if (!(mask & 1u << i))
			continue;
		next.at = allocate(2 * now.len + 16);
		next.len = changes[i].make(now.at, now.len, next.at);
		if (now.at != in.at)
			free(now.at);
		now = next;
	}
	return now;
}

static bool
explains(struct bytes sent, struct bytes arrived, unsigned int mask)
{
	struct bytes made = apply(sent, mask);
	bool equal = made.len == arrived.len &&
	    memcmp(made.at, arrived.at, made.len) == 0;

	if (made.at != sent.at)
		free(made.at);
	return equal;
}

static void
show_difference(struct bytes a, struct bytes b)
{
	size_t at = 0, from, i;
	const struct bytes *side[2] = {&a, &b};
	int s;

	while (at < a.len && at < b.len && a.at[at] == b.at[at])
		at++;
	from = at > 8 ? at - 8 : 0;
	printf("differs at byte %zu:", at);
	for (s = 0; s < 2; s++) {
		printf(s ? " became \"" : " \"");
		for (i = from; i < side[s]->len && i < at + 16; i++) {
			unsigned char c = (unsigned char)side[s]->at[i];

			if (isprint(c))
				putchar(c);
			else
				printf("\\x%02x", c);
		}
		putchar('"');
	}
}

static bool
print_changes(struct bytes sent, struct bytes arrived, bool said)
{
	unsigned int mask, i, most;

	for (most = 1; most <= 4; most++)
		for (mask = 1; mask < 1u << CHANGES; mask++) {
			if ((unsigned int)__builtin_popcount(mask) != most ||
			    !explains(sent, arrived, mask))
				continue;
			for (i = 0; i < CHANGES; i++)
				if (mask & 1u << i) {
					printf("%s%s", said ? ", " : "",
					    changes[i].name);
					said = true;
				}
			return true;
		}
	return false;
}

int
main(int argc, char **argv)
{
	static struct header ha, hb;
	struct bytes sent, arrived, a, b;
	bool said = false, changed;

	if (argc != 3) {
		fputs("usage: mailcmp SENT ARRIVED\n", stderr);
		return 2;
	}
	sent = read_file(argv[1]);
	arrived = read_file(argv[2]);
	header_split(sent, &ha);
	header_split(arrived, &hb);
	header_match(sent, &ha, arrived, &hb);
	b = header_drop(arrived, &hb, '+', &said);
	a = header_drop(sent, &ha, '-', &said);
	changed = a.len != b.len || memcmp(a.at, b.at, a.len) != 0;
	if (changed && !print_changes(a, b, said)) {
		if (said)
			fputs(", ", stdout);
		show_difference(a, b);
	}
	if (!changed && !said)
		fputs("unchanged", stdout);
	putchar('\n');
	free(sent.at);
	free(arrived.at);
	free(a.at);
	free(b.at);
	return changed || said;
}
