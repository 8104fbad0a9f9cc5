/*
 * readdoc - run the document readers on files, in this process, and say what
 * came out: places, lengths, causes; the text itself only with -t.  -p WORD is
 * tried on what is encrypted.
 *
 * For trying readers on files at hand.  -j FOLDER preloads what the scanner
 * preloads and then changes its root to that folder (as root only), to see what
 * a reader still wants to open.  Otherwise no jail: give it only files you would
 * open anyway.
 */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/io.h"
#include "contract/collect.h"
#include "contract/readers.h"
#include "scanner/extract/preload.h"

enum { READDOC_MOST = 1 << 28 };

static void
print_causes(cause_set causes)
{
	for (int cause = CAUSE_none + 1; cause < CAUSE_END; cause++)
		if (causes & cause_bit((enum cause)cause))
			printf(" %s", cause_name((enum cause)cause));
}

static void
print_runs(const struct collect *c)
{
	for (size_t i = 0; i < c->run_count; i++) {
		size_t end = i + 1 < c->run_count ? c->runs[i + 1].start :
		    c->text.len;

		printf("  %-40s %7zu bytes flags %u\n", c->runs[i].where,
		    end - c->runs[i].start, c->runs[i].flags);
	}
}

static void
print_result(const struct collect *c, const char *path, bool brief)
{
	const struct collect_part *top = &c->parts[0];
	cause_set causes = collect_causes(c);

	printf("%s\t%s\t%s\ttext %zu\tparts %zu\tflags %u\tcauses",
	    path, top->reader == NULL ? "-" : top->reader,
	    causes == 0 ? "read" : c->text.len > 0 ? "partly" : "not",
	    c->text.len, c->part_count, collect_flags(c));
	print_causes(top->causes);
	printf(" / all");
	print_causes(causes);
	if (top->rc != RC_OK)
		printf("\t%s: %s", rc_name(top->rc), c->err.text);
	putchar('\n');
	if (brief)
		return;
	for (size_t i = 1; i < c->part_count; i++) {
		printf("  part %zu %-30s %-8s %8zu bytes", i,
		    c->parts[i].where, c->parts[i].reader == NULL ? "-" :
		    c->parts[i].reader, c->parts[i].bytes.len);
		print_causes(c->parts[i].causes);
		putchar('\n');
	}
	print_runs(c);
}

static int
read_one(const char *path, bool text, bool brief, const char *jail,
    const struct slice *word)
{
	struct buf bytes = buf_new(READDOC_MOST);
	struct collect c;
	struct err err;

	if (io_read_file(path, &bytes, &err) != RC_OK) {
		fprintf(stderr, "readdoc: %s\n", err.text);
		return 2;
	}
	if (jail != NULL) {
		static struct preload kept;

		preload_documents(&kept);
		if (chroot(jail) != 0 || chdir("/") != 0) {
			perror("readdoc: chroot");
			return 2;
		}
	}
	collect_begin(&c, 60000);
	c.passwords = word;
	c.password_count = word->len > 0;
	collect_message(&c, readers, READER_COUNT, buf_slice(&bytes), path);
	if (text)
		fwrite(c.text.at, 1, c.text.len, stdout);
	else
		print_result(&c, path, brief);
	collect_end(&c);
	buf_free(&bytes);
	return 0;
}

int
main(int argc, char **argv)
{
	bool text = false, brief = false;
	const char *jail = NULL;
	struct slice word = {0};
	int option, status = 0;

	while ((option = getopt(argc, argv, "tbj:p:")) != -1) {
		if (option == 'j') {
			jail = optarg;
		} else if (option == 'p') {
			word = slice_of(optarg);
		} else if (option == 't') {
			text = true;
		} else if (option == 'b') {
			brief = true;
		} else {
			fprintf(stderr,
			    "usage: readdoc [-t | -b] [-j FOLDER] "
			    "[-p WORD] FILE...\n");
			return 2;
		}
	}
	for (; optind < argc; optind++)
		status |= read_one(argv[optind], text, brief, jail, &word);
	return status;
}
