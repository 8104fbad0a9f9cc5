/*
 * zygote - a small process that loads everything, locks itself in, and then
 * only forks.
 *
 * One poll loop, single-threaded.  A worker inherits exactly the descriptors
 * it needs; its output goes to a pipe that is read, counted and dropped, since
 * libraries print what they parse.
 */
#include "scanner/zygote.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <malloc.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/control.h"
#include "base/crypt.h"
#include "base/io.h"
#include "scanner/children.h"
#include "scanner/extract/format.h"
#include "scanner/extract/preload.h"
#include "scanner/message/charset.h"
#include "scanner/outside.h"
#include "scanner/worker.h"

enum {
	GRACE_MS = 2000,	/* past its deadline a worker may still answer */
	IDLE_MS = 60000,
	WORKER_UNCONFINED = 2,	/* exit status: the jail refused */
};

struct zygote {
	const struct zygote_options *with;
	const struct limits *limits;
	struct clock clock;
	struct charsets *charsets;
	struct format *format;
	struct matcher *matcher;
	struct preload preload;	/* document readers only */
	struct ocr ocr;		/* classes that read pictures only */
	struct buf passwords;	/* the site's, for the text workers */
	struct jail *jail;
	struct children children;
	char sentence[JAIL_LEVEL_SIZE + OCR_LANGUAGES_MAX + 32];
	int signal_fd;
	int sink[2];		/* what workers print */
	uint64_t printed;	/* bytes of it */
	uint64_t handled;
	uint64_t faults;
	bool draining;
};

/* ---------------------------------------------------------------- loading */

/*
 * The site's key for digests of values, read while we may.  Whoever may not
 * (the command line of an ordinary user) compares values within one process only.
 */
static enum rc
read_key(const struct zygote *z, struct crypt_key *key, bool *has,
    struct err *err)
{
	char path[PATH_MAX];

	*has = snprintf(path, sizeof path, "%s/keys/digest.key",
	    z->with->config->state_dir) < (int)sizeof path &&
	    access(path, R_OK) == 0;
	return *has ? crypt_key_file(path, key, err) : RC_OK;
}

/*
 * The site's words are read while files can be; nothing of them is logged.
 * Whoever may not read them (at the command line) does without.
 */
static enum rc
read_passwords(struct zygote *z, struct err *err)
{
	const char *path = z->with->config->password_file;

	z->passwords = buf_new((size_t)z->limits->rule_file_bytes);
	if (*path == '\0' || (access(path, R_OK) != 0 && errno == EACCES))
		return RC_OK;
	return io_read_file(path, &z->passwords, err);
}

static enum rc
load_text(struct zygote *z, struct err *err)
{
	struct crypt_key key;
	bool has_key;
	enum rc rc;
	struct matcher_options options = {
		.rules_dir = z->with->rules_dir,
		.site_rules_dir = z->with->site_rules_dir,
		.cache_dir = z->with->config->cache_dir,
		.limits = z->limits, .clock = &z->clock,
	};

	TRY(format_open(&z->format, err));
	TRY(read_passwords(z, err));
	TRY(read_key(z, &key, &has_key, err));
	options.key = has_key ? &key : NULL;
	rc = matcher_open(&options, &z->matcher, err);
	crypt_wipe(&key, sizeof key);
	return rc;
}

/* Without it pictures are said to be unsupported: worth a word, no failure. */
static enum rc
load_ocr(struct zygote *z, struct err *err)
{
	const struct config *config = z->with->config;
	const struct text_list *list = &config->ocr_languages;
	struct buf languages = buf_new(OCR_LANGUAGES_MAX);
	struct err why;

	if (!config->ocr)
		return RC_OK;
	for (size_t i = 0; i < list->count; i++)
		(void)!buf_printf(&languages, "%s%s", i > 0 ? "+" : "",
		    list->items[i]);
	if (languages.full || languages.len == 0)
		return err_set(err, RC_CONFIG, "ocr_languages: write one or "
		    "more short names, as in [eng, deu], or ocr: false");
	if (ocr_open(buf_string(&languages), &z->ocr, &why) != RC_OK)
		log_put(z->with->log, LOG_LEVEL_WARNING,
		    "pictures are not read: %s", why.text);
	else if (strcmp(z->ocr.languages, buf_string(&languages)) != 0)
		log_put(z->with->log, LOG_LEVEL_WARNING, "ocr_languages: "
		    "there is data for %s only, not for all of %s",
		    z->ocr.languages, buf_string(&languages));
	buf_free(&languages);
	return RC_OK;
}

static enum rc
load(struct zygote *z, struct err *err)
{
	if (z->with->class == EXTRACT_OUTSIDE)
		return RC_OK;
	TRY(charsets_open(&z->charsets, err));
	if (z->with->class == EXTRACT_TEXT)
		return load_text(z, err);
	preload_class(z->with->class, &z->preload);
	return class_of(z->with->class)->recognises ? load_ocr(z, err) :
	    RC_OK;
}

static enum rc
enter_jail(struct zygote *z, struct err *err)
{
	struct jail_options options = {
		.rights = class_of(z->with->class)->rights,
		.user = z->with->user,
		.programs = outside_folder(z->with->outsides),
		.landlock_most = z->with->landlock_most,
		.memory_bytes = class_memory(z->with->class, z->limits),
		.file_bytes = z->limits->message_bytes >
		    z->limits->entry_bytes ? z->limits->message_bytes :
		    z->limits->entry_bytes,
	};

	return jail_enter(&options, &z->jail, err);
}

static enum rc
open_signals(struct zygote *z, struct err *err)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGCHLD);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGHUP);
	if (sigprocmask(SIG_SETMASK, &set, NULL) != 0)
		return err_set_errno(err, RC_SYSTEM, "cannot block signals");
	z->signal_fd = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
	if (z->signal_fd < 0 || pipe2(z->sink, O_CLOEXEC | O_NONBLOCK) != 0)
		return err_set_errno(err, RC_SYSTEM,
		    "cannot watch the workers");
	return RC_OK;
}

static enum rc
tell(const struct zygote *z, const char *sentence, struct err *err)
{
	struct control_state state = {
		.ready = z->jail != NULL, .busy = z->children.count,
		.handled = z->handled, .faults = z->faults,
		.sentence = sentence,
	};

	return control_tell(z->with->control_fd, &state, err);
}

/* What this zygote reached: its jail, and whether it reads pictures. */
static void
say_level(struct zygote *z)
{
	bool recognises = class_of(z->with->class)->recognises;

	snprintf(z->sentence, sizeof z->sentence, "%s%s%s",
	    jail_level(z->jail), !recognises ? "" : z->ocr.module == NULL ?
	    "; pictures: not read" : "; pictures: ",
	    recognises ? z->ocr.languages : "");
}

static enum rc
start(struct zygote *z, struct err *err)
{
	const struct zygote_options *with = z->with;
	size_t most = with->class == EXTRACT_TEXT ?
	    (size_t)with->config->limits.slots + 2 :
	    (size_t)with->config->limits.document_workers;

	for (size_t i = 0; i < 2; i++)
		if (with->others[i] >= 0)
			close(with->others[i]);
	z->limits = &with->config->limits;
	z->clock = clock_system();
	TRY(children_open(&z->children, most, err));
	TRY(load(z, err));
	TRY(open_signals(z, err));
	TRY(enter_jail(z, err));
	/* What loading left in pieces is put together once, here: each worker
	 * would do it again, and copy every page it touches for that. */
	malloc_trim(0);
	say_level(z);
	return tell(z, z->sentence, err);
}

/* ---------------------------------------------------------------- workers */

static int
compare_fds(const void *a, const void *b)
{
	return *(const int *)a - *(const int *)b;
}

/* Keep only these descriptors (and 0 to 2); puts `keep` in rising order. */
static void
close_others(int *keep, size_t count)
{
	unsigned from = 3;

	qsort(keep, count, sizeof *keep, compare_fds);
	for (size_t i = 0; i < count; i++) {
		if (keep[i] < 0)
			continue;
		if ((unsigned)keep[i] > from)
			syscall(SYS_close_range, from, (unsigned)keep[i] - 1,
			    0);
		from = (unsigned)keep[i] + 1;
	}
	syscall(SYS_close_range, from, ~0u, 0);
}

/* In the child: from here on only what one worker may do. */
static enum rc
become_worker(struct zygote *z, int *needed, size_t count, struct err *err)
{
	uint64_t wall_ms = class_wall_ms(z->with->class, z->limits);
	sigset_t none;

	if (dup2(z->sink[1], STDOUT_FILENO) < 0 ||
	    dup2(z->sink[1], STDERR_FILENO) < 0)
		return err_set_errno(err, RC_SYSTEM,
		    "cannot take a worker's output");
	close_others(needed, count);
	if (prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) != 0 ||
	    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0)
		return err_set_errno(err, RC_SYSTEM,
		    "cannot tie a worker to its zygote");
	sigemptyset(&none);
	if (sigprocmask(SIG_SETMASK, &none, NULL) != 0)
		return err_set_errno(err, RC_SYSTEM, "cannot unblock signals");
	return jail_confine(z->jail, wall_ms / 1000 + 2, err);
}

static void
message_child(struct zygote *z, int connection)
{
	int needed[EXTRACT_CLASSES + 1] = { connection };
	struct pipeline pipeline = {
		.limits = z->limits, .clock = &z->clock,
		.charsets = z->charsets, .format = z->format,
		.matcher = z->matcher, .zygotes = z->with->zygotes,
		.outsides = z->with->outsides,
		.passwords = buf_slice(&z->passwords),
	};
	struct err err;

	memcpy(needed + 1, z->with->zygotes, EXTRACT_CLASSES * sizeof *needed);
	if (become_worker(z, needed, EXTRACT_CLASSES + 1, &err) != RC_OK)
		_exit(WORKER_UNCONFINED);
	_exit(worker_message(&pipeline, connection, jail_level(z->jail)));
}

static void
document_child(struct zygote *z, const struct extractor *reader,
    const struct frame *request)
{
	struct worker_document document = {
		.reader = reader, .limits = z->limits, .clock = &z->clock,
		.charsets = z->charsets, .ocr = &z->ocr, .request = request,
		.reply = request->fds[0], .bytes = request->fds[1],
	};
	int needed[2] = { request->fds[0], request->fds[1] };
	struct err err;

	if (become_worker(z, needed, 2, &err) != RC_OK)
		_exit(WORKER_UNCONFINED);
	_exit(worker_read(&document));
}

/* The same for a program of the site. */
static void
outside_child(struct zygote *z, const struct frame *request)
{
	const struct outside *outside = outside_find(z->with->outsides,
	    frame_bytes(request, FIELD_EXTRACT_format));
	int needed[2] = { OUTSIDE_ANSWERS, OUTSIDE_DOCUMENT };
	struct err err;

	/* Its numbers for descriptors may be those of our sink. */
	if (dup2(z->sink[1], STDERR_FILENO) < 0)
		_exit(WORKER_UNCONFINED);
	z->sink[1] = STDERR_FILENO;
	if (outside_arrange(request, &err) != RC_OK ||
	    become_worker(z, needed, 2, &err) != RC_OK)
		_exit(WORKER_UNCONFINED);
	outside_start(outside);
	_exit(WORKER_UNCONFINED);
}

/* A connection: fork; the listening socket does not block. */
static enum rc
take_connection(struct zygote *z, struct err *err)
{
	int connection = accept4(z->with->work_fd, NULL, NULL, SOCK_CLOEXEC);
	uint64_t until = clock_monotonic_ms(&z->clock) +
	    z->limits->scan_wall_ms + GRACE_MS;
	pid_t pid;

	if (connection < 0)
		return errno == EAGAIN || errno == EINTR ||
		    errno == ECONNABORTED || errno == EMFILE ? RC_OK :
		    err_set_errno(err, RC_SYSTEM, "cannot take a connection");
	pid = fork();
	if (pid == 0)
		message_child(z, connection);
	io_close(&connection);
	if (pid < 0) {
		z->faults++;
		log_put(z->with->log, LOG_LEVEL_ERROR,
		    "cannot start a worker for a message: %s",
		    strerror(errno));
		return RC_OK;
	}
	z->handled++;
	children_add(&z->children, pid, until, -1);
	return RC_OK;
}

/* A request of a text worker: a frame with two descriptors, of our class. */
static const struct extractor *
check_request(const struct zygote *z, const struct frame *frame)
{
	const struct extractor *reader;

	if (frame->type != FRAME_EXTRACT || frame->fd_count != 2)
		return NULL;
	if (z->with->class == EXTRACT_OUTSIDE) {
		const struct outside *outside = outside_find(
		    z->with->outsides, frame_bytes(frame,
		    FIELD_EXTRACT_format));
		return outside == NULL ? NULL : outside_reader(outside);
	}
	reader = extract_find(frame_bytes(frame, FIELD_EXTRACT_format));
	return reader != NULL && reader->class == z->with->class ? reader :
	    NULL;
}

static void
start_document(struct zygote *z, struct frame *frame)
{
	const struct extractor *reader = check_request(z, frame);
	uint64_t wait = reader == NULL ? 0 :
	    frame_number(frame, FIELD_EXTRACT_wait_ms);
	pid_t pid;

	if (reader == NULL) {
		z->faults++;
		return;
	}
	if (wait > class_wall_ms(z->with->class, z->limits))
		wait = class_wall_ms(z->with->class, z->limits);
	pid = fork();
	if (pid == 0 && z->with->class == EXTRACT_OUTSIDE)
		outside_child(z, frame);
	if (pid == 0)
		document_child(z, reader, frame);
	if (pid < 0) {
		z->faults++;
		return;
	}
	z->handled++;
	/* The reply socket stays open here until the worker is reaped. */
	children_add(&z->children, pid, clock_monotonic_ms(&z->clock) + wait,
	    frame->fds[0]);
	frame->fds[0] = -1;
}

static enum rc
take_request(struct zygote *z, struct err *err)
{
	struct buf in = buf_new(FRAME_MAX);
	struct frame frame;
	enum rc rc = frame_receive(z->with->work_fd, &in, &z->clock,
	    clock_monotonic_ms(&z->clock), &frame, err);

	if (rc == RC_OK) {
		start_document(z, &frame);
		frame_drop_fds(&frame);
	} else if (rc == RC_INPUT) {
		/* A text worker that was taken over: its frame is dropped. */
		z->faults++;
		rc = RC_OK;
	} else if (rc == RC_END)
		z->draining = true;
	buf_free(&in);
	return rc == RC_LATER || rc == RC_END ? RC_OK : rc;
}

/* What a document worker died of, for the text worker that waits. */
static enum cause
cause_of_death(const struct zygote *z, const struct child_end *end)
{
	uint64_t held = (uint64_t)end->max_rss_kb * 1024;

	if (end->late || end->signal == SIGXCPU || end->signal == SIGALRM)
		return CAUSE_time;
	if (end->status == WORKER_UNCONFINED)
		return CAUSE_internal;
	/* Addresses end before pages do: libraries take many and touch few. */
	if (held > class_memory(z->with->class, z->limits) / 4)
		return CAUSE_memory;
	return CAUSE_crashed;
}

static void
tell_death(struct zygote *z, const struct child_end *end)
{
	struct buf out = buf_new(FRAME_MAX);
	struct err err;

	frame_begin(&out, FRAME_FLAG);
	frame_put_number(&out, FIELD_FLAG_place, 0);
	frame_put_number(&out, FIELD_FLAG_cause, cause_of_death(z, end));
	frame_put_number(&out, FIELD_FLAG_flags, 0);
	/* Now or never: a full socket belongs to a worker that does not read. */
	if (frame_send(end->reply, &out, NULL, 0, &z->clock,
	    clock_monotonic_ms(&z->clock), &err) != RC_OK)
		z->faults++;
	buf_free(&out);
}

static void
reap(struct zygote *z)
{
	struct child_end end;

	while (children_reap(&z->children, &end)) {
		bool died = end.signal != 0 || end.status != 0;
		if (died) {
			z->faults++;
			log_put(z->with->log, LOG_LEVEL_WARNING,
			    "a %s worker ended with signal %d, status %d%s",
			    class_of(z->with->class)->name,
			    end.signal, end.status,
			    end.late ? ": it was over its time" : "");
		}
		if (end.reply >= 0 && died)
			tell_death(z, &end);
		io_close(&end.reply);
	}
}

/* ------------------------------------------------------------------- loop */

static void
read_signals(struct zygote *z)
{
	struct signalfd_siginfo info;

	while (read(z->signal_fd, &info, sizeof info) == sizeof info)
		if (info.ssi_signo == SIGTERM || info.ssi_signo == SIGINT)
			z->draining = true;
}

static void
read_sink(struct zygote *z)
{
	char dropped[4096];
	ssize_t len;

	while ((len = read(z->sink[0], dropped, sizeof dropped)) > 0)
		z->printed += (uint64_t)len;
	explicit_bzero(dropped, sizeof dropped);
}

static enum rc
read_control(struct zygote *z, struct err *err)
{
	enum frame_type wanted;
	enum rc rc = control_next(z->with->control_fd, 0, &wanted, err);

	if (rc == RC_LATER)
		return RC_OK;
	if (rc != RC_OK)
		return rc;
	if (wanted == FRAME_DRAIN)
		z->draining = true;
	else if (wanted == FRAME_STATUS)
		return tell(z, z->sentence, err);
	return RC_OK;
}

static enum rc
turn(struct zygote *z, struct err *err)
{
	struct pollfd fds[] = {
		{ .fd = z->signal_fd, .events = POLLIN },
		{ .fd = z->with->control_fd, .events = POLLIN },
		{ .fd = z->sink[0], .events = POLLIN },
		{ .fd = -1, .events = POLLIN },
	};
	uint64_t now = clock_monotonic_ms(&z->clock);

	if (!z->draining && !children_full(&z->children))
		fds[3].fd = z->with->work_fd;
	if (poll(fds, 4, (int)children_wait_ms(&z->children, now, IDLE_MS)) < 0
	    && errno != EINTR)
		return err_set_errno(err, RC_SYSTEM, "cannot wait for work");
	read_signals(z);
	read_sink(z);
	children_end_late(&z->children, clock_monotonic_ms(&z->clock));
	reap(z);
	if (fds[1].revents != 0)
		TRY(read_control(z, err));
	if (fds[3].revents != 0)
		TRY(z->with->class == EXTRACT_TEXT ? take_connection(z, err) :
		    take_request(z, err));
	return RC_OK;
}

int
zygote_run(const struct zygote_options *options)
{
	struct zygote z = { .with = options, .signal_fd = -1 };
	struct err err, later;
	enum rc rc = start(&z, &err);

	if (rc != RC_OK) {
		if (tell(&z, err.text, &later) != RC_OK)
			log_err(options->log, &err);
		return 1;
	}
	while (rc == RC_OK && !(z.draining && z.children.count == 0))
		rc = turn(&z, &err);
	/* Main has gone: nobody would watch the workers. */
	if (rc != RC_OK)
		children_end_all(&z.children);
	ocr_close(&z.ocr);
	if (rc != RC_OK && rc != RC_END)
		log_err(options->log, &err);
	return rc == RC_OK || rc == RC_END ? 0 : 1;
}
