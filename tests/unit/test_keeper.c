/*
 * test_keeper - promises of keeper/keeper, keeper/roles and of its client,
 * lib/keep.
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/frame.h"
#include "base/io.h"
#include "base/json.h"
#include "keeper/keeper.h"
#include "lib/keep.h"
#include "unit/unit.h"

static struct clock machine_clock;
static char dir[] = "/tmp/outmark-keeper-XXXXXX";

/* A keeper in a thread of this process. */
struct running {
	struct config *config;
	struct keeper_setup setup;
	struct journal *journal;
	struct roles *roles;
	struct log log;
	struct err err;
	enum rc rc;
	int stop[2];
	pthread_t thread;
	char path[128];
};

static void
clean(void)
{
	unit_empty_folder(dir);
}

static void *
serve(void *own)
{
	struct running *r = own;

	r->rc = keeper_run(&r->setup, &r->err);
	return NULL;
}

static void
start(struct running *r)
{
	const struct journal_rules rules = {
		.dir = dir, .instance = "test", .clock = &machine_clock,
		.file_bytes = 1 << 24,
	};

	snprintf(r->path, sizeof r->path, "%s/keeper.sock", dir);
	r->log = log_none();
	CHECK_RC(config_defaults(&r->config, &r->err), RC_OK, &r->err);
	CHECK_RC(roles_new(r->config, &r->roles, &r->err), RC_OK, &r->err);
	CHECK_RC(journal_open(&rules, &r->journal, &r->err), RC_OK, &r->err);
	CHECK(pipe(r->stop) == 0);
	r->setup = (struct keeper_setup){
		.journal = r->journal, .roles = r->roles,
		.clock = &machine_clock, .log = &r->log, .control_fd = -1,
		.stop_fd = r->stop[0],
	};
	CHECK_RC(io_listen(r->path, 0666, &r->setup.listen_fd, &r->err),
	    RC_OK, &r->err);
	CHECK(pthread_create(&r->thread, NULL, serve, r) == 0);
}

static void
stop(struct running *r)
{
	CHECK(write(r->stop[1], "x", 1) == 1);
	pthread_join(r->thread, NULL);
	CHECK_RC(r->rc, RC_OK, &r->err);
	close(r->stop[0]);
	close(r->stop[1]);
	close(r->setup.listen_fd);
	journal_close(r->journal);
	roles_free(r->roles);
	config_free(r->config);
	unlink(r->path);
}

static enum rc
append(struct keep *keep, bool durable, const char *body, struct err *err)
{
	const struct keep_record record = {
		.event = "message", .id = "01X", .generation = "g",
		.durable = durable, .body = slice_of(body),
	};

	return keep_append(keep, &record, err);
}

struct seen {
	uint64_t count, first, last, stop_after;
	bool in_order;
};

static bool
see(void *own, uint64_t sequence, const char *line, size_t length)
{
	struct seen *seen = own;
	struct err err;

	if (json_check(slice_bytes(line, length), 8, &err) != RC_OK)
		return false;
	if (seen->count == 0) {
		seen->first = sequence;
		seen->in_order = true;
	} else if (sequence != seen->last + 1) {
		seen->in_order = false;
	}
	seen->last = sequence;
	return ++seen->count != seen->stop_after;
}

static void
records_go_in_and_come_out_in_order(void)
{
	struct running r = {0};
	struct keep *keep;
	struct seen seen = {0}, few = {0}, cut = {.stop_after = 5};
	struct err err;

	clean();
	start(&r);
	keep = keep_new(r.path, &machine_clock, 5000);
	for (int i = 0; i < 500; i++)
		CHECK_RC(append(keep, i % 50 == 0, "{\"n\":1}", &err), RC_OK,
		    &err);
	CHECK_RC(keep_read(keep, 0, see, &seen, &err), RC_OK, &err);
	/* The question is a record too, but not in its own answer. */
	CHECK_NUMBER(seen.count, 500);
	CHECK(seen.in_order && seen.first == 1);
	CHECK_RC(keep_read(keep, 10, see, &few, &err), RC_OK, &err);
	CHECK_NUMBER(few.count, 10);
	CHECK(few.in_order);
	CHECK_RC(keep_read(keep, 0, see, &cut, &err), RC_OK, &err);
	CHECK_NUMBER(cut.count, 5);
	CHECK_RC(append(keep, true, "{}", &err), RC_OK, &err);
	keep_free(keep);
	stop(&r);
}

static void
the_chain_is_checked_while_records_come(void)
{
	struct running r = {0};
	struct keep *keep;
	char sentence[ERR_TEXT_MAX];
	struct err err;
	bool sound = false;

	clean();
	start(&r);
	keep = keep_new(r.path, &machine_clock, 5000);
	for (int i = 0; i < 2000; i++)
		CHECK_RC(append(keep, false, "{\"n\":1}", &err), RC_OK, &err);
	CHECK_RC(keep_verify(keep, &sound, sentence, &err), RC_OK, &err);
	CHECK(sound);
	CHECK_HOLDS(sentence, "The chain is whole: 2001 records");
	keep_free(keep);
	stop(&r);
}

static void
a_restarted_keeper_is_found_again(void)
{
	struct running r = {0}, again = {0};
	struct keep *keep;
	struct err err;

	clean();
	start(&r);
	keep = keep_new(r.path, &machine_clock, 5000);
	CHECK_RC(append(keep, true, "{}", &err), RC_OK, &err);
	stop(&r);
	CHECK_RC(append(keep, true, "{}", &err), RC_LATER, &err);
	start(&again);
	CHECK_RC(append(keep, true, "{}", &err), RC_OK, &err);
	CHECK_NUMBER(journal_last(again.journal), 2);
	keep_free(keep);
	stop(&again);
}

static void
what_is_no_record_is_refused_with_a_sentence(void)
{
	struct running r = {0};
	struct keep *keep;
	struct err err;

	clean();
	start(&r);
	keep = keep_new(r.path, &machine_clock, 5000);
	CHECK_RC(append(keep, true, "{\"seq\":1}", &err), RC_LATER, &err);
	CHECK_HOLDS(err.text, "only the keeper writes");
	CHECK_RC(append(keep, true, "not json", &err), RC_LATER, &err);
	CHECK_RC(append(keep, true, "{}", &err), RC_OK, &err);
	keep_free(keep);
	stop(&r);
}

static void
hostile_bytes_are_refused_and_harm_nobody(void)
{
	struct running r = {0};
	struct keep *keep;
	struct err err;
	unsigned seed = 20261121;

	clean();
	start(&r);
	keep = keep_new(r.path, &machine_clock, 5000);
	for (int round = 0; round < 300; round++) {
		struct buf bytes = buf_new(FRAME_MAX);
		int fd;

		CHECK_RC(io_connect(r.path, &fd, &err), RC_OK, &err);
		frame_begin(&bytes, round % 3 == 0 ? FRAME_READ :
		    FRAME_JOURNAL);
		frame_put_text(&bytes, FIELD_JOURNAL_event, slice_of("e"));
		frame_put_text(&bytes, FIELD_JOURNAL_id, slice_of("i"));
		frame_put_number(&bytes, FIELD_JOURNAL_durable, 0);
		frame_put_bytes(&bytes, FIELD_JOURNAL_body, slice_of("{}"));
		for (int k = 0; k < 4; k++)
			bytes.at[(size_t)rand_r(&seed) % bytes.len] =
			    (unsigned char)rand_r(&seed);
		if (send(fd, bytes.at, (size_t)rand_r(&seed) % bytes.len + 1,
		    MSG_NOSIGNAL) < 0)
			CHECK(false);
		/* Half of them do not wait for an answer. */
		if (round % 2 == 0) {
			char answer[1000];

			CHECK(recv(fd, answer, sizeof answer, 0) >= 0);
		}
		close(fd);
		buf_free(&bytes);
	}
	CHECK_RC(append(keep, true, "{}", &err), RC_OK, &err);
	keep_free(keep);
	stop(&r);
}

static void
one_connection_too_many_is_closed_not_served(void)
{
	struct running r = {0};
	struct err err;
	int fds[300];
	size_t closed = 0;

	clean();
	start(&r);
	for (size_t i = 0; i < 300; i++)
		CHECK_RC(io_connect(r.path, &fds[i], &err), RC_OK, &err);
	for (size_t i = 0; i < 300; i++) {
		uint64_t soon = clock_monotonic_ms(&machine_clock) +
		    (i == 299 ? 5000 : 0);

		closed += io_wait_readable(fds[i], &machine_clock, soon,
		    "it", &err) != RC_LATER;
	}
	CHECK(closed > 0 && closed <= 300 - 256);
	for (size_t i = 0; i < 300; i++)
		close(fds[i]);
	stop(&r);
}

static void
roles_come_from_the_kernel_and_the_groups(void)
{
	static const char *view[] = {"60001"}, *admin[] = {"60002", "60003"};
	struct config *config;
	struct roles *roles;
	struct caller nobody = {.uid = 65000, .gid = 65000};
	struct caller milter = {.uid = 61001, .gid = 61001};
	struct caller viewer = {.uid = 65000, .gid = 60001};
	struct caller chief = {.uid = 65000, .gid = 65000,
		.groups = {5, 60003}, .group_count = 2};
	struct caller root = {0};
	struct err err;

	CHECK_RC(config_defaults(&config, &err), RC_OK, &err);
	config->milter_user = "61001:61001";
	config->role_view = (struct text_list){view, 1};
	config->role_admin = (struct text_list){admin, 2};
	CHECK_RC(roles_new(config, &roles, &err), RC_OK, &err);
	CHECK_NUMBER(roles_of(roles, &nobody), 0);
	CHECK_NUMBER(roles_of(roles, &milter), ROLE_APPEND);
	CHECK_NUMBER(roles_of(roles, &viewer), ROLE_VIEW);
	CHECK((roles_of(roles, &chief) & ROLE_ADMIN) != 0);
	CHECK((roles_of(roles, &chief) & ROLE_APPEND) == 0);
	CHECK((roles_of(roles, &root) & (ROLE_APPEND | ROLE_ADMIN)) ==
	    (ROLE_APPEND | ROLE_ADMIN));
	roles_free(roles);
	config->role_view = (struct text_list){admin, 0};
	view[0] = "no-such-group-here";
	config->role_admin = (struct text_list){view, 1};
	CHECK_RC(roles_new(config, &roles, &err), RC_CONFIG, &err);
	CHECK_HOLDS(err.text, "no-such-group-here");
	config_free(config);
}

/* In a child of another user: exit status 0 when it was refused. */
static int
ask_as_stranger(const char *path)
{
	struct keep *keep;
	struct seen seen = {0};
	struct err err;

	if (setgid(65534) != 0 || setuid(65534) != 0)
		return 3;
	keep = keep_new(path, &machine_clock, 5000);
	if (append(keep, true, "{}", &err) == RC_OK ||
	    strstr(err.text, "may not write") == NULL)
		return 1;
	if (keep_read(keep, 0, see, &seen, &err) != RC_CONFIG ||
	    strstr(err.text, "may not read") == NULL)
		return 2;
	keep_free(keep);
	return 0;
}

static void
a_stranger_is_refused_and_that_is_journalled_once(void)
{
	struct running r = {0};
	struct keep *keep;
	struct err err;
	int status = -1;
	pid_t pid;

	if (geteuid() != 0)
		return;
	clean();
	start(&r);
	CHECK(chmod(dir, 0755) == 0);
	pid = fork();
	if (pid == 0)
		_exit(ask_as_stranger(r.path));
	CHECK(waitpid(pid, &status, 0) == pid);
	CHECK_NUMBER(WEXITSTATUS(status), 0);
	keep = keep_new(r.path, &machine_clock, 5000);
	CHECK_RC(append(keep, true, "{}", &err), RC_OK, &err);
	/* One refusal of one connection, and ours. */
	CHECK_NUMBER(journal_last(r.journal), 2);
	keep_free(keep);
	stop(&r);
}

/* In a child of another user: take all the places there are and keep them. */
static int
crowd(const char *path, int ready, int end)
{
	struct err err;
	int fd;

	if (setgid(65534) != 0 || setuid(65534) != 0)
		return 3;
	for (int i = 0; i < 300; i++)
		if (io_connect(path, &fd, &err) != RC_OK)
			return 2;
	if (write(ready, "", 1) != 1 || read(end, &(char){0}, 1) != 0)
		return 1;
	return 0;
}

static void
strangers_keep_nobody_out(void)
{
	struct running r = {0};
	struct keep *keep;
	struct err err;
	int status = -1, ready[2], end[2];
	pid_t pid;

	if (geteuid() != 0)
		return;
	clean();
	start(&r);
	CHECK(chmod(dir, 0755) == 0);
	CHECK(pipe(ready) == 0 && pipe(end) == 0);
	pid = fork();
	if (pid == 0) {
		close(end[1]);
		_exit(crowd(r.path, ready[1], end[0]));
	}
	close(ready[1]);
	CHECK(read(ready[0], &(char){0}, 1) == 1);
	keep = keep_new(r.path, &machine_clock, 2000);
	CHECK_RC(append(keep, true, "{}", &err), RC_OK, &err);
	keep_free(keep);
	close(end[1]);
	CHECK(waitpid(pid, &status, 0) == pid);
	CHECK_NUMBER(WEXITSTATUS(status), 0);
	close(ready[0]);
	close(end[0]);
	stop(&r);
}

static void *
append_many(void *own)
{
	struct keep *keep = own;
	struct err err;

	for (int i = 0; i < 200; i++)
		if (append(keep, true, "{\"n\":1}", &err) != RC_OK)
			return own;
	return NULL;
}

static void
many_threads_share_one_client_and_lose_nothing(void)
{
	struct running r = {0};
	pthread_t threads[8];
	struct keep *keep;
	void *failed;

	clean();
	start(&r);
	keep = keep_new(r.path, &machine_clock, 10000);
	for (int i = 0; i < 8; i++)
		CHECK(pthread_create(&threads[i], NULL, append_many, keep) ==
		    0);
	for (int i = 0; i < 8; i++) {
		pthread_join(threads[i], &failed);
		CHECK(failed == NULL);
	}
	CHECK_NUMBER(journal_last(r.journal), 1600);
	keep_free(keep);
	stop(&r);
}

int
main(void)
{
	static const struct unit_test tests[] = {
		UNIT(records_go_in_and_come_out_in_order),
		UNIT(the_chain_is_checked_while_records_come),
		UNIT(a_restarted_keeper_is_found_again),
		UNIT(what_is_no_record_is_refused_with_a_sentence),
		UNIT(hostile_bytes_are_refused_and_harm_nobody),
		UNIT(one_connection_too_many_is_closed_not_served),
		UNIT(roles_come_from_the_kernel_and_the_groups),
		UNIT(a_stranger_is_refused_and_that_is_journalled_once),
		UNIT(strangers_keep_nobody_out),
		UNIT(many_threads_share_one_client_and_lose_nothing),
		{NULL, NULL},
	};
	struct err err;
	int failed;

	machine_clock = clock_system();
	if (crypt_start(&err) != RC_OK || mkdtemp(dir) == NULL)
		return 1;
	failed = unit_run("keeper", tests);
	clean();
	rmdir(dir);
	return failed;
}
