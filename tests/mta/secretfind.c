/*
 * secretfind - looks for planted secrets in files, in every form a leak takes.
 *
 * usage: secretfind SECRETS PATH...
 *
 * SECRETS has one secret a line.  Every regular file of every PATH is searched for
 * each of them as it is, in the other letter case, in UTF-16 of both orders, in
 * base64 at each of its three positions, in hex, and quoted for URLs and mail.
 * Prints "file: form of line N" and exits 1 when any is found, 0 when none, 2
 * when something could not be read.  It prints no secret.
 */
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <fts.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { SECRETS = 64, FORMS = 16, FORM_MAX = 1024, SECRET_MAX = 200 };

struct form {
	const char *name;
	unsigned char bytes[FORM_MAX];
	size_t len;
};

struct secret {
	struct form forms[FORMS];
	size_t count;
};

static struct secret secrets[SECRETS];
static size_t secret_count;
static bool found, trouble;

static struct form *
form_new(struct secret *s, const char *name)
{
	struct form *f = &s->forms[s->count++];

	f->name = name;
	return f;
}

static void
form_put(struct form *f, const void *bytes, size_t len)
{
	memcpy(f->bytes + f->len, bytes, len);
	f->len += len;
}

static void
add_plain(struct secret *s, const char *text)
{
	form_put(form_new(s, "plain"), text, strlen(text));
}

static void
add_case(struct secret *s, const char *text, const char *name,
    int (*turn)(int c))
{
	struct form *f = form_new(s, name);

	for (; *text; text++) {
		char c = (char)turn((unsigned char)*text);

		form_put(f, &c, 1);
	}
}

static void
add_utf16(struct secret *s, const char *text)
{
	struct form *little = form_new(s, "UTF-16LE");
	struct form *big = form_new(s, "UTF-16BE");

	for (; *text; text++) {
		const char pair[2] = { *text, '\0' }, turned[2] = { 0, *text };

		form_put(little, pair, 2);
		form_put(big, turned, 2);
	}
}

static void
add_hex(struct secret *s, const char *text, const char *name,
    const char *format)
{
	struct form *f = form_new(s, name);
	char pair[8];

	for (; *text; text++)
		form_put(f, pair, (size_t)snprintf(pair, sizeof(pair), format,
		    (unsigned char)*text));
}

/*
 * The digits that do not depend on the neighbours, with `shift` bytes before the
 * secret in its group of three.
 */
static void
add_base64(struct secret *s, const char *text, unsigned shift)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	    "abcdefghijklmnopqrstuvwxyz0123456789+/";
	static const char *const names[] = { "base64", "base64, second place",
		"base64, third place" };
	struct form *f = form_new(s, names[shift]);
	size_t bits = strlen(text) * 8, first = (6 - shift * 8 % 6) % 6;

	for (size_t at = first; at + 6 <= bits; at += 6) {
		unsigned value = 0;

		for (size_t i = at; i < at + 6; i++)
			value = value << 1 | ((unsigned char)text[i / 8] >>
			    (7 - i % 8) & 1u);
		form_put(f, &digits[value], 1);
	}
}

static void
add_secret(const char *text)
{
	struct secret *s = &secrets[secret_count++];

	add_plain(s, text);
	add_case(s, text, "lower case", tolower);
	add_case(s, text, "upper case", toupper);
	add_utf16(s, text);
	for (unsigned shift = 0; shift < 3; shift++)
		add_base64(s, text, shift);
	add_hex(s, text, "hex", "%02x");
	add_hex(s, text, "HEX", "%02X");
	add_hex(s, text, "quoted with %", "%%%02X");
	add_hex(s, text, "quoted with =", "=%02X");
}

static bool
read_secrets(const char *path)
{
	FILE *file = fopen(path, "r");
	char line[SECRET_MAX];

	if (!file) {
		fprintf(stderr, "secretfind: %s: %s\n", path, strerror(errno));
		return false;
	}
	while (secret_count < SECRETS && fgets(line, sizeof(line), file)) {
		line[strcspn(line, "\n")] = '\0';
		if (strlen(line) >= 6)
			add_secret(line);
	}
	fclose(file);
	return secret_count > 0;
}

static void
search(const char *path, const void *bytes, size_t len)
{
	for (size_t i = 0; i < secret_count; i++) {
		const struct secret *s = &secrets[i];

		for (size_t k = 0; k < s->count; k++) {
			if (!memmem(bytes, len, s->forms[k].bytes,
			    s->forms[k].len))
				continue;
			printf("%s: %s of line %zu\n", path, s->forms[k].name,
			    i + 1);
			found = true;
		}
	}
}

static void
search_file(const char *path, size_t size)
{
	int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	void *at;

	if (fd < 0) {
		if (errno == ENOENT)
			return;	/* it went away meanwhile */
		fprintf(stderr, "secretfind: %s: %s\n", path, strerror(errno));
		trouble = true;
		return;
	}
	at = mmap(NULL, size, PROT_READ, MAP_PRIVATE, fd, 0);
	if (at == MAP_FAILED) {
		trouble = true;
	} else {
		search(path, at, size);
		munmap(at, size);
	}
	close(fd);
}

int
main(int argc, char **argv)
{
	FTS *tree;
	FTSENT *entry;

	if (argc < 3 || !read_secrets(argv[1])) {
		fputs("usage: secretfind SECRETS PATH...\n", stderr);
		return 2;
	}
	tree = fts_open(argv + 2, FTS_PHYSICAL, NULL);
	while (tree && (entry = fts_read(tree)) != NULL) {
		search(entry->fts_name, entry->fts_name,
		    strlen(entry->fts_name));
		if (entry->fts_info == FTS_F && entry->fts_statp->st_size > 0)
			search_file(entry->fts_path,
			    (size_t)entry->fts_statp->st_size);
	}
	if (tree)
		fts_close(tree);
	return found ? 1 : trouble || !tree ? 2 : 0;
}
