/*
 * payload - a message file made ready to be sent.
 *
 * Whole files in memory, since a load run sends the same ones again and again.
 * Only CR LF counts as a line end, as RFC 5321 section 2.3.8 has it; a dot
 * after a bare LF is left alone and the receiver may take it for an end.
 */
#include "payload.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static bool
read_all(FILE *file, struct payload *p)
{
	size_t room = 65536, n;
	char *grown;

	p->bytes = malloc(room);
	while (p->bytes) {
		n = fread(p->bytes + p->len, 1, room - p->len, file);
		p->len += n;
		if (n == 0)
			return !ferror(file);
		if (p->len < room)
			continue;
		room *= 2;
		grown = realloc(p->bytes, room);
		if (!grown)
			return false;
		p->bytes = grown;
	}
	return false;
}

static bool
add_crs(struct payload *p)
{
	char *out = malloc(2 * p->len + 1);
	size_t i, used = 0;

	if (!out)
		return false;
	for (i = 0; i < p->len; i++) {
		if (p->bytes[i] == '\n' && (i == 0 || p->bytes[i - 1] != '\r'))
			out[used++] = '\r';
		out[used++] = p->bytes[i];
	}
	free(p->bytes);
	p->bytes = out;
	p->len = used;
	return true;
}

bool
payload_load(struct payload *p, const char *path, bool crlf)
{
	FILE *file = fopen(path, "rb");
	bool good;

	memset(p, 0, sizeof(*p));
	p->path = path;
	good = file && read_all(file, p) && (!crlf || add_crs(p));
	if (!good)
		fprintf(stderr, "smtpsay: cannot read %s: %s\n", path,
		    strerror(errno));
	if (file)
		fclose(file);
	return good;
}

bool
payload_stuff(struct payload *p)
{
	char *out = malloc(2 * p->len + 8);
	size_t i, used = 0;

	if (!out)
		return false;
	for (i = 0; i < p->len; i++) {
		if (p->bytes[i] == '.' && (used == 0 || (used >= 2 &&
		    out[used - 2] == '\r' && out[used - 1] == '\n')))
			out[used++] = '.';
		out[used++] = p->bytes[i];
	}
	if (used > 0 && (used < 2 || memcmp(out + used - 2, "\r\n", 2) != 0)) {
		memcpy(out + used, "\r\n", 2);
		used += 2;
	}
	memcpy(out + used, ".\r\n", 3);
	free(p->bytes);
	p->bytes = out;
	p->len = used + 3;
	return true;
}

bool
payload_find_serials(struct payload *p)
{
	char *at = p->bytes, *hit;
	char *end = p->bytes + p->len;
	size_t *grown;

	while ((hit = memmem(at, (size_t)(end - at), PAYLOAD_SERIAL,
	    PAYLOAD_SERIAL_LEN)) != NULL) {
		grown = realloc(p->serials,
		    (p->serial_count + 1) * sizeof(*grown));
		if (!grown)
			return false;
		p->serials = grown;
		p->serials[p->serial_count++] = (size_t)(hit - p->bytes);
		at = hit + PAYLOAD_SERIAL_LEN;
	}
	return true;
}

void
payload_set_serial(const struct payload *p, unsigned long number, char *copy)
{
	char text[PAYLOAD_SERIAL_LEN + 8];
	size_t i;

	snprintf(text, sizeof(text), "%016lu", number);
	for (i = 0; i < p->serial_count; i++)
		memcpy(copy + p->serials[i], text, PAYLOAD_SERIAL_LEN);
}

void
payload_free(struct payload *p)
{
	free(p->bytes);
	free(p->serials);
	p->bytes = NULL;
	p->serials = NULL;
}
