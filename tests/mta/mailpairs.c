/*
 * mailpairs - were many messages delivered once, and alike by two ways?
 *
 * usage: mailpairs SINK-FOLDER COUNT A B
 *
 * The messages were sent with the senders A000001@... to A<COUNT>@... one way and
 * with B000001@... the other (smtpsay --number).  For each number there must be
 * one of each or none of both, equal but for fields named X-Outmark-... of A, the
 * first Received field, and Message-Id, Date and From where the MTA made them.  Prints
 * "number what" for what is wrong and counts at the end; exits 1 when anything
 * is.  It prints nothing of a message.
 */
#include <dirent.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { WAYS = 2 };

struct mail {
	char file[32];		/* without its ending */
	unsigned times;
};

struct bytes {
	char *at;
	size_t len;
};

static struct bytes
read_file(const char *folder, const char *name, const char *ending)
{
	struct bytes b = { NULL, 0 };
	char path[4096];
	FILE *file;
	long size;

	snprintf(path, sizeof(path), "%s/%s%s", folder, name, ending);
	file = fopen(path, "rb");
	if (!file || fseek(file, 0, SEEK_END) != 0 || (size = ftell(file)) < 0) {
		fprintf(stderr, "mailpairs: %s: %s\n", path, strerror(errno));
		exit(2);
	}
	rewind(file);
	b.at = malloc((size_t)size + 1);
	if (!b.at)
		exit(2);
	b.len = fread(b.at, 1, (size_t)size, file);
	b.at[b.len] = '\0';
	fclose(file);
	return b;
}

/* "MAIL FROM:<A000017@...": way and number; false when it is neither. */
static bool
sender_read(const char *envelope, const char *const prefixes[WAYS],
    unsigned long count, unsigned *way, unsigned long *number)
{
	const char *at = strcasestr(envelope, "FROM:<");

	for (*way = 0; at && *way < WAYS; ++*way) {
		size_t len = strlen(prefixes[*way]);

		if (strncmp(at + 6, prefixes[*way], len) != 0)
			continue;
		*number = strtoul(at + 6 + len, NULL, 10);
		if (*number >= 1 && *number <= count)
			return true;
	}
	return false;
}

static void
collect(const char *folder, const char *const prefixes[WAYS],
    unsigned long count, struct mail *mails)
{
	DIR *dir = opendir(folder);
	struct dirent *entry;

	while (dir && (entry = readdir(dir)) != NULL) {
		char name[32];
		struct bytes envelope;
		unsigned long number;
		struct mail *mail;
		unsigned way;

		if (sscanf(entry->d_name, "%31[0-9]", name) != 1 ||
		    strcmp(entry->d_name + strlen(name), ".env") != 0)
			continue;
		envelope = read_file(folder, name, ".env");
		if (sender_read(envelope.at, prefixes, count, &way, &number)) {
			mail = &mails[way * (count + 1) + number];
			mail->times++;
			snprintf(mail->file, sizeof(mail->file), "%s", name);
		}
		free(envelope.at);
	}
	if (dir)
		closedir(dir);
}

/* The length of the field that begins at `at`, with its folded lines. */
static size_t
field_len(const struct bytes *b, size_t at)
{
	size_t end = at;

	do {
		const char *lf = memchr(b->at + end, '\n', b->len - end);

		end = lf ? (size_t)(lf - b->at) + 1 : b->len;
	} while (end < b->len && (b->at[end] == ' ' || b->at[end] == '\t'));
	return end - at;
}

/* Is there a sender of ours: the prefix and six digits? */
static bool
has_sender(const char *at, size_t len, const char *prefix)
{
	const char *end = at + len;

	while ((at = memmem(at, (size_t)(end - at), prefix,
	    strlen(prefix))) != NULL) {
		at += strlen(prefix);
		if (end - at > 6 && strspn(at, "0123456789") == 6)
			return true;
	}
	return false;
}

/* The MTA made it: a number of its own, the time, or the sender. */
static bool
is_made(const char *at, size_t len, const char *prefix)
{
	static const char host[] = "@mta.example.test>";
	static const char zone[] = " +0000 (UTC)";

	if (strncasecmp(at, "Message-Id:", 11) == 0)
		return memmem(at, len, host, sizeof(host) - 1) != NULL;
	if (strncasecmp(at, "Date:", 5) == 0)
		return memmem(at, len, zone, sizeof(zone) - 1) != NULL;
	if (strncasecmp(at, "From:", 5) == 0)
		return has_sender(at, len, prefix);
	return false;
}

/* The message without what may differ. */
static struct bytes
strip(struct bytes b, bool ours, const char *prefix)
{
	struct bytes out = { malloc(b.len + 1), 0 };
	size_t at = 0, len;
	bool received = false;

	if (!out.at)
		exit(2);
	while (at < b.len && b.at[at] != '\r' && b.at[at] != '\n') {
		const char *field = b.at + at;

		len = field_len(&b, at);
		if (ours && strncasecmp(field, "X-Outmark-", 10) == 0) {
			at += len;
			continue;
		}
		if (!received && strncasecmp(field, "Received:", 9) == 0) {
			received = true;
			at += len;
			continue;
		}
		if (!is_made(field, len, prefix)) {
			memcpy(out.at + out.len, field, len);
			out.len += len;
		}
		at += len;
	}
	memcpy(out.at + out.len, b.at + at, b.len - at);
	out.len += b.len - at;
	return out;
}

static bool
alike(const char *folder, const struct mail *a, const struct mail *b,
    const char *const prefixes[WAYS])
{
	struct bytes first = read_file(folder, a->file, ".msg");
	struct bytes second = read_file(folder, b->file, ".msg");
	struct bytes x = strip(first, true, prefixes[0]);
	struct bytes y = strip(second, false, prefixes[1]);
	bool same = x.len == y.len && memcmp(x.at, y.at, x.len) == 0;

	free(first.at);
	free(second.at);
	free(x.at);
	free(y.at);
	return same;
}

int
main(int argc, char **argv)
{
	unsigned long count, both = 0, neither = 0, wrong = 0;
	const char *prefixes[WAYS];
	struct mail *mails;

	if (argc != 5 || (count = strtoul(argv[2], NULL, 10)) == 0 ||
	    !(mails = calloc(WAYS * (count + 1), sizeof(*mails)))) {
		fputs("usage: mailpairs SINK-FOLDER COUNT A B\n", stderr);
		return 2;
	}
	prefixes[0] = argv[3];
	prefixes[1] = argv[4];
	collect(argv[1], prefixes, count, mails);
	for (unsigned long i = 1; i <= count; i++) {
		const struct mail *a = &mails[i], *b = &mails[count + 1 + i];
		const char *what = NULL;

		if (a->times > 1)
			what = "doubled";
		else if (a->times < b->times)
			what = "lost";
		else if (a->times > b->times)
			what = "only the first way";
		else if (a->times == 0)
			neither++;
		else if (!alike(argv[1], a, b, prefixes))
			what = "changed";
		else
			both++;
		if (what)
			printf("%06lu %s\n", i, what);
		wrong += what != NULL;
	}
	printf("alike %lu, taken by neither %lu, wrong %lu\n", both, neither,
	    wrong);
	free(mails);
	return wrong > 0;
}
