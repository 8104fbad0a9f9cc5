/*
 * bench_formats - what does a document of each format cost?
 *
 *   bench_formats [--program SCANNER] [FOLDER]
 *
 * Every file below FOLDER (tests/contract/samples) is read twice over: by the
 * readers in this process, and by a scanner that it starts, which gives each
 * document a fresh process in its jail and matches the rules.  One line for each ending of a name:
 * files, bytes, milliseconds a document and MB/s of both ways.  Small files show
 * what a process costs, large ones what a format does.  The best of three
 * counts.  Not a test: figures depend on the machine.
 */
#define _XOPEN_SOURCE 700

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "base/io.h"
#include "contract/collect.h"
#include "fault/scanrun.h"
#include "scanner/extract/preload.h"

enum { FILE_MOST = 64 << 20, ROUNDS = 3, FORMATS_MOST = 256, NAME_MOST = 12,
	WAIT_MS = 60000, FOLDERS_OPEN = 16 };

enum way { HERE, JAILED, WAYS };

struct format {
	char name[NAME_MOST];
	unsigned files, unread;
	uint64_t bytes;
	double seconds[WAYS];
};

static struct bench {
	struct scanrun run;
	struct format formats[FORMATS_MOST];
	size_t count;
} bench;

static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* The ending of a name in small letters, "-" for none. */
static void
ending_of(const char *path, char ending[NAME_MOST])
{
	const char *slash = strrchr(path, '/'), *dot = strrchr(path, '.');
	size_t len = 0;

	if (dot == NULL || (slash != NULL && dot < slash))
		dot = "._";
	for (dot++; *dot != '\0' && len < NAME_MOST - 1; dot++)
		ending[len++] = (char)byte_lower((unsigned char)*dot);
	ending[len] = '\0';
}

static struct format *
format_of(const char *path)
{
	char ending[NAME_MOST];
	size_t i = 0;

	ending_of(path, ending);
	while (i < bench.count && strcmp(bench.formats[i].name, ending) != 0)
		i++;
	if (i == FORMATS_MOST)
		return NULL;
	if (i == bench.count)
		memcpy(bench.formats[bench.count++].name, ending, NAME_MOST);
	return &bench.formats[i];
}

static bool
read_here(struct slice bytes, const char *path)
{
	struct collect collect;
	size_t count;
	const struct extractor *const *all = extract_all(&count);

	collect_begin(&collect, WAIT_MS);
	collect_message(&collect, all, count, bytes, path);
	collect_end(&collect);
	return true;
}

static bool
read_jailed(struct slice bytes, const char *path)
{
	(void)path;
	return scanrun_ask(&bench.run, bytes, 1).done;
}

static void
measure(struct format *format, enum way way, struct slice bytes,
    const char *path)
{
	bool (*read)(struct slice, const char *) = way == HERE ? read_here :
	    read_jailed;
	double best = 1e9;

	for (unsigned i = 0; i < ROUNDS; i++) {
		double start = now(), took;

		format->unread += !read(bytes, path) && i == 0;
		took = now() - start;
		if (took < best)
			best = took;
	}
	format->seconds[way] += best;
}

static int
on_file(const char *path, const struct stat *status, int type,
    struct FTW *place)
{
	struct format *format = type == FTW_F ? format_of(path) : NULL;
	struct buf bytes;
	struct err err;

	(void)status;
	(void)place;
	if (format == NULL)
		return 0;
	bytes = buf_new(FILE_MOST);
	if (io_read_file(path, &bytes, &err) == RC_OK) {
		format->files++;
		format->bytes += bytes.len;
		measure(format, HERE, buf_slice(&bytes), path);
		measure(format, JAILED, buf_slice(&bytes), path);
	}
	buf_free(&bytes);
	return 0;
}

static int
by_name(const void *a, const void *b)
{
	return strcmp(((const struct format *)a)->name,
	    ((const struct format *)b)->name);
}

static void
print_line(const struct format *format)
{
	printf("%-12s %6u %12llu", format->name, format->files,
	    (unsigned long long)format->bytes);
	for (int way = HERE; way < WAYS; way++)
		printf(" %11.3f %10.1f", format->seconds[way] * 1e3 /
		    (format->files == 0 ? 1 : format->files),
		    (double)format->bytes / 1e6 /
		    (format->seconds[way] > 0 ? format->seconds[way] : 1));
	if (format->unread > 0)
		printf("  no answer: %u", format->unread);
	putchar('\n');
}

static void
print_all(void)
{
	struct format sum = {.name = "all"};

	qsort(bench.formats, bench.count, sizeof(bench.formats[0]), by_name);
	printf("%-12s %6s %12s %11s %10s %11s %10s\n", "format", "files",
	    "bytes", "here ms", "here MB/s", "jailed ms", "jail MB/s");
	for (size_t i = 0; i < bench.count; i++) {
		const struct format *one = &bench.formats[i];

		print_line(one);
		sum.files += one->files;
		sum.bytes += one->bytes;
		sum.unread += one->unread;
		for (int way = HERE; way < WAYS; way++)
			sum.seconds[way] += one->seconds[way];
	}
	print_line(&sum);
}

/* A scanner that, for root, has a user that owns nothing. */
static bool
start(const char *program, const char *rules, char *folder)
{
	static char config[128];
	FILE *file;

	if (mkdtemp(folder) == NULL)
		return false;
	snprintf(config, sizeof(config), "%s/outmark.yaml", folder);
	file = fopen(config, "w");
	if (file == NULL)
		return false;
	fprintf(file, "cache_dir: \"\"\n");
	if (geteuid() == 0)
		fprintf(file, "scanner_user: \"61102\"\n");
	fclose(file);
	bench.run = (struct scanrun){.program = program, .config = config,
		.rules = rules};
	return scanrun_start(&bench.run);
}

int
main(int argc, char **argv)
{
	char folder[] = "/tmp/bench-XXXXXX", samples[512],
	    rules[512];
	const char *program = "./outmark-scanner", *source = getenv("srcdir");
	struct preload kept;
	int at = 1, status = 1;

	if (argc > 2 && strcmp(argv[1], "--program") == 0) {
		program = argv[2];
		at = 3;
	}
	if (argc > at + 1 || (argc > at && argv[at][0] == '-')) {
		fprintf(stderr, "usage: bench_formats [--program SCANNER] "
		    "[FOLDER]\n");
		return 2;
	}
	snprintf(samples, sizeof(samples), "%s/tests/contract/samples",
	    source == NULL ? "." : source);
	snprintf(rules, sizeof(rules), "%s/rules", source == NULL ? "." :
	    source);
	preload_documents(&kept);
	if (start(program, rules, folder)) {
		status = nftw(argc > at ? argv[at] : samples, on_file,
		    FOLDERS_OPEN, FTW_PHYS) != 0;
		print_all();
		(void)scanrun_stop(&bench.run);
	}
	unlink(bench.run.config);
	rmdir(folder);
	return status;
}
