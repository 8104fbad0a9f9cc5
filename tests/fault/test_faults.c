/*
 * test_faults - a scanner whose workers misbehave, seen from its client.
 *
 * Every misbehaviour of a document worker is a cause of its part in a whole
 * answer; every one of a message worker ends its answer early.  Afterwards the
 * scanner still serves, and nothing of the document was printed anywhere.
 *
 * proves P-5
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/cause.h"
#include "base/io.h"
#include "fault/scanrun.h"
#include "scanner/extract/extract.h"
#include "unit/unit.h"

static struct scanrun run;

/* The planted text: it must never come out but in a TEXT frame. */
#define SECRET "planted-secret-4f1c"

static struct scanrun_answer
ask(const char *mark, const char *word)
{
	char document[256];

	snprintf(document, sizeof document, "%s %s " SECRET "\n", mark, word);
	return scanrun_ask(&run, slice_of(document), 1);
}

/*
 * A worker that died.  With sanitizers it holds so much memory that its death
 * may be taken for want of it.
 */
static bool
is_crash(cause_set causes)
{
#ifdef OUTMARK_SANITIZED
	if (causes & cause_bit(CAUSE_memory))
		causes = (causes & ~cause_bit(CAUSE_memory)) |
		    cause_bit(CAUSE_crashed);
#endif
	return causes == cause_bit(CAUSE_crashed);
}

static unsigned
count_of(const char *text, const char *word)
{
	unsigned count = 0;

	for (; (text = strstr(text, word)) != NULL; text++)
		count++;
	return count;
}

static void
check_document(const char *mark, const char *word, enum cause cause)
{
	struct scanrun_answer answer = ask(mark, word);

	CHECK(answer.done);
	CHECK_NUMBER(answer.parts, 1);
	if (answer.causes != cause_bit(cause))
		fprintf(stderr, "%s %s: causes %llx\n", mark, word,
		    (unsigned long long)answer.causes);
	CHECK(cause == CAUSE_crashed ? is_crash(answer.causes) :
	    answer.causes == cause_bit(cause));
}

static void
a_good_document_is_read(void)
{
	struct scanrun_answer answer = ask("OUTMARK-FAULT", "be good");

	CHECK(answer.done);
	CHECK_NUMBER(answer.causes, 0);
	CHECK_TEXT(answer.text, "behaved");
	CHECK_HOLDS(answer.jail, "seccomp rlimits");
}

/* Every class of documents, each with all the ways to die. */
static const char *const marks[] = {
#define CLASS(NAME, id, memory, rights, recognises)                          \
	EXTRACT_##NAME == EXTRACT_TEXT ? NULL :                              \
	EXTRACT_##NAME == EXTRACT_DOCUMENT ? "OUTMARK-FAULT" :               \
	"OUTMARK-FAULT-" #NAME,
#include "scanner/extract/class.def"
#undef CLASS
};

static void
check_classes(const char *word, enum cause cause)
{
	for (size_t i = EXTRACT_DOCUMENT; i < EXTRACT_OUTSIDE; i++)
		check_document(marks[i], word, cause);
}

static void
a_worker_of_any_class_that_dies_crashed(void)
{
	check_classes("crash", CAUSE_crashed);
	check_classes("abort", CAUSE_crashed);
	check_classes("exit", CAUSE_crashed);
	check_classes("exec", CAUSE_crashed);
	check_classes("babble", CAUSE_crashed);
}

static void
a_worker_of_any_class_that_hangs_is_ended(void)
{
	check_classes("sleep", CAUSE_time);
	check_classes("spin", CAUSE_time);
}

static void
a_worker_of_any_class_that_eats_memory_is_ended(void)
{
#ifdef OUTMARK_SANITIZED
	check_classes("eat", CAUSE_time);	/* no limit on addresses */
#else
	check_classes("eat", CAUSE_memory);
#endif
}

static void
a_worker_of_any_class_that_prints_without_end_is_read(void)
{
	for (size_t i = EXTRACT_DOCUMENT; i < EXTRACT_OUTSIDE; i++) {
		struct scanrun_answer answer = ask(marks[i], "chatter");

		CHECK(answer.done);
		CHECK_NUMBER(answer.causes, 0);
		CHECK_TEXT(answer.text, "has chattered");
	}
}

static void
a_worker_of_any_class_cannot_fork(void)
{
	for (size_t i = EXTRACT_DOCUMENT; i < EXTRACT_OUTSIDE; i++) {
		struct scanrun_answer answer = ask(marks[i], "fork");

		CHECK(answer.done);
		CHECK_TEXT(answer.text, "was refused");
	}
}

/* One message: a part of each class dies, and the text between is read. */
static void
a_class_that_dies_costs_only_its_part(void)
{
	struct buf mail = buf_new(65536);
	struct scanrun_answer answer;

	(void)!buf_text(&mail,
	    "Content-Type: multipart/mixed; boundary=b\n\n");
	for (size_t i = EXTRACT_DOCUMENT; i < EXTRACT_OUTSIDE; i++)
		(void)!buf_printf(&mail, "--b\n\nbefore %zu\n"
		    "--b\nContent-Type: application/x-fault\n\n"
		    "%s crash\n--b\nContent-Type: application/x-fault\n\n"
		    "%s be good\n", i, marks[i], marks[i]);
	(void)!buf_text(&mail, "--b\n\nbehind all\n--b--\n");
	answer = scanrun_ask(&run, buf_slice(&mail), 0);
	CHECK(answer.done);
	CHECK(is_crash(answer.causes));
	CHECK_HOLDS(answer.text, "behind all");
	CHECK_NUMBER(count_of(answer.text, "behaved"),
	    EXTRACT_OUTSIDE - EXTRACT_DOCUMENT);
	CHECK_NUMBER(count_of(answer.text, "before "),
	    EXTRACT_OUTSIDE - EXTRACT_DOCUMENT);
	buf_free(&mail);
}

static void
endless_text_places_and_bytes_are_limits(void)
{
	check_classes("flood", CAUSE_too_big);
	check_classes("unpack", CAUSE_ratio);
}

static void
endless_places_are_a_limit(void)
{
	struct scanrun_answer answer = ask("OUTMARK-FAULT", "scatter");

	CHECK(answer.done);
	CHECK(answer.causes & (cause_bit(CAUSE_too_big) |
	    cause_bit(CAUSE_time) | cause_bit(CAUSE_memory)));
}

static void
endless_files_are_too_many(void)
{
	struct scanrun_answer answer = ask("OUTMARK-FAULT", "breed");

	CHECK(answer.done);
	CHECK(answer.causes & cause_bit(CAUSE_too_many));
}

static void
a_document_worker_cannot_open_files(void)
{
	struct scanrun_answer answer = ask("OUTMARK-FAULT", "open");

	CHECK(answer.done);
	CHECK_TEXT(answer.text, "was refused");
}

/* The children of a process, from /proc. */
static size_t
children_of(pid_t pid, pid_t *list, size_t most)
{
	char path[64];
	size_t count = 0;
	long child;
	FILE *file;

	snprintf(path, sizeof path, "/proc/%ld/task/%ld/children", (long)pid,
	    (long)pid);
	file = fopen(path, "r");
	while (file != NULL && count < most && fscanf(file, "%ld", &child) == 1)
		list[count++] = (pid_t)child;
	if (file != NULL)
		fclose(file);
	return count;
}

/* In a process of its own: wait for a worker to stand, and send it a signal. */
static pid_t
start_killer(int signal_number)
{
	pid_t killer = fork(), zygotes[8], workers[8];

	if (killer != 0)
		return killer;
	for (unsigned tries = 0; tries < 2000; tries++) {
		size_t n = children_of(run.pid, zygotes, 8), w = 0;
		for (size_t i = 0; i < n; i++)
			w += children_of(zygotes[i], workers + w, 8 - w);
		/*
		 * A message worker that waits, and a document worker, which is
		 * the first: the text zygote was started last. What the list
		 * names may have ended since, a worker of the round before.
		 */
		if (w >= 2 && kill(workers[0], signal_number) == 0)
			_exit(0);
		usleep(2000);
	}
	_exit(1);
}

/* Each signal that ends a process, sent to the document worker from outside. */
static void
every_deadly_signal_is_a_crash(void)
{
	static const int signals[] = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12,
	    13, 14, 15, 24, 25, 26, 27, 30, 31 };

	for (size_t i = 0; i < sizeof signals / sizeof signals[0]; i++) {
		pid_t killer = start_killer(signals[i]);
		struct scanrun_answer answer = ask("OUTMARK-FAULT", "sleep");
		int status = -1;
		CHECK(waitpid(killer, &status, 0) == killer && status == 0);
		CHECK(answer.done);
		CHECK(answer.causes & (cause_bit(CAUSE_crashed) |
		    cause_bit(CAUSE_time)));
	}
}

static void
a_message_worker_that_dies_ends_its_answer(void)
{
	static const char *const words[] = { "crash", "abort", "exec", "eat",
	    "babble-not", NULL };

	for (size_t i = 0; words[i + 1] != NULL; i++)
		CHECK(!ask("OUTMARK-FAULT-TEXT", words[i]).done);
	CHECK(ask("OUTMARK-FAULT-TEXT", "be good").done);
}

static void
a_message_worker_that_hangs_is_ended(void)
{
	CHECK(!ask("OUTMARK-FAULT-TEXT", "sleep").done);
}

static void
the_other_parts_of_a_message_are_still_read(void)
{
	struct scanrun_answer answer = scanrun_ask(&run, slice_of(
	    "Content-Type: multipart/mixed; boundary=b\n\n"
	    "--b\n\nbefore it\n--b\nContent-Type: application/x-fault\n\n"
	    "OUTMARK-FAULT crash\n--b\n\nbehind it\n--b--\n"), 0);

	CHECK(answer.done);
	CHECK(is_crash(answer.causes));
	CHECK_HOLDS(answer.text, "before it");
	CHECK_HOLDS(answer.text, "behind it");
}

/* What workers print, and what the scanner logs about them. */
static void
nothing_of_a_document_is_printed(void)
{
	struct buf output = buf_new(1 << 24);
	struct scanrun_answer answer = ask("OUTMARK-FAULT", "print");
	struct err err;

	CHECK(answer.done);
	CHECK_HOLDS(answer.text, SECRET);
	ask("OUTMARK-FAULT-TEXT", "print");
	CHECK_RC(io_read_file(run.output, &output, &err), RC_OK, &err);
	CHECK(slice_find(buf_slice(&output), slice_of(SECRET)) == SIZE_MAX);
	CHECK(slice_find(buf_slice(&output), slice_of("ended with signal")) !=
	    SIZE_MAX);
	buf_free(&output);
}

static void
clients_that_talk_nonsense_hurt_nobody(void)
{
	struct err err;
	int socket;

	for (unsigned i = 0; i < 20; i++) {
		CHECK_RC(io_connect(run.path, &socket, &err), RC_OK, &err);
		if (i % 2 == 0)
			CHECK(write(socket, "nonsense", 8) == 8);
		close(socket);
	}
	a_good_document_is_read();
}

/* Every class, one after the other; connections wait in the listening socket. */
static void
a_zygote_that_dies_is_replaced(void)
{
	for (unsigned class = 0; class < EXTRACT_OUTSIDE; class++) {
		struct scanrun_answer answer = {0};
		pid_t zygotes[8];
		CHECK_FATAL(children_of(run.pid, zygotes, 8) ==
		    EXTRACT_OUTSIDE);
		CHECK(kill(zygotes[class], SIGKILL) == 0);
		for (unsigned i = 0; i < 100 && !answer.done; i++) {
			usleep(50000);
			answer = ask("OUTMARK-FAULT", "be good");
		}
		CHECK(answer.done);
		CHECK_TEXT(answer.text, "behaved");
	}
}

static void
faults_are_counted(void)
{
	CHECK(ask("OUTMARK-FAULT", "be good").done);
	CHECK(scanrun_faults(&run) != SIZE_MAX);
}

/* Short walls and little memory, so that the tests are quick. */
static bool
write_config(char *path, size_t size)
{
	static const char text[] =
	    "scanner_user: \"65534:65534\"\n"
	    "limits:\n"
	    "  scan_wall_ms: 6000\n"
	    "  part_wall_ms: 1500\n"
	    "  worker_document_memory_bytes: 134217728\n"
	    "  worker_risky_memory_bytes: 134217728\n"
	    /* The recogniser and its data have addresses of their own. */
	    "  worker_pdf_memory_bytes: 268435456\n"
	    "  worker_picture_memory_bytes: 268435456\n"
	    "  worker_text_memory_bytes: 134217728\n"
	    "  text_part_bytes: 65536\n"
	    "  parts: 50\n";
	int fd;

	snprintf(path, size, "/tmp/test_faults-XXXXXX");
	fd = mkstemp(path);
	if (fd < 0 || write(fd, text, sizeof text - 1) != sizeof text - 1)
		return false;
	close(fd);
	return true;
}

int
main(void)
{
	static const struct unit_test tests[] = {
		UNIT(a_good_document_is_read),
		UNIT(a_worker_of_any_class_that_dies_crashed),
		UNIT(a_worker_of_any_class_that_hangs_is_ended),
		UNIT(a_worker_of_any_class_that_eats_memory_is_ended),
		UNIT(a_worker_of_any_class_that_prints_without_end_is_read),
		UNIT(a_worker_of_any_class_cannot_fork),
		UNIT(a_class_that_dies_costs_only_its_part),
		UNIT(endless_text_places_and_bytes_are_limits),
		UNIT(endless_places_are_a_limit),
		UNIT(endless_files_are_too_many),
		UNIT(a_document_worker_cannot_open_files),
		UNIT(every_deadly_signal_is_a_crash),
		UNIT(a_message_worker_that_dies_ends_its_answer),
		UNIT(a_message_worker_that_hangs_is_ended),
		UNIT(the_other_parts_of_a_message_are_still_read),
		UNIT(nothing_of_a_document_is_printed),
		UNIT(clients_that_talk_nonsense_hurt_nobody),
		UNIT(a_zygote_that_dies_is_replaced),
		UNIT(faults_are_counted),
		{ NULL, NULL },
	};
	char config[64], rules[512];
	int status = 1;

	snprintf(rules, sizeof rules, "%s/rules", unit_source_dir());
	run = (struct scanrun){ .program = "./outmark-scanner-fault",
	    .config = config, .rules = rules };
	if (!write_config(config, sizeof config))
		return 1;
	if (scanrun_start(&run)) {
		status = unit_run("faults", tests);
		/* Its supervisor has gone: it ends by itself, and in order. */
		status |= scanrun_stop(&run);
	}
	unlink(config);
	return status;
}
