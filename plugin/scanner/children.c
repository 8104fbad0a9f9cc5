/*
 * children - the workers of a zygote: how many, until when, and how they ended.
 */
#include "scanner/children.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include "base/io.h"

struct child {
	pid_t pid;
	uint64_t until_ms;
	int reply;
	bool late;
};

enum rc
children_open(struct children *children, size_t most, struct err *err)
{
	*children = (struct children){ .most = most };
	children->list = calloc(most, sizeof *children->list);
	return children->list != NULL ? RC_OK :
	    err_set_errno(err, RC_SYSTEM, "no memory for %zu workers", most);
}

bool
children_full(const struct children *children)
{
	return children->count == children->most;
}

void
children_add(struct children *children, pid_t pid, uint64_t until_ms,
    int reply)
{
	children->list[children->count++] = (struct child){
		.pid = pid, .until_ms = until_ms, .reply = reply,
	};
}

uint64_t
children_wait_ms(const struct children *children, uint64_t now_ms,
    uint64_t most_ms)
{
	for (size_t i = 0; i < children->count; i++) {
		const struct child *child = &children->list[i];
		uint64_t left = child->until_ms > now_ms ?
		    child->until_ms - now_ms : 0;
		if (!child->late && left < most_ms)
			most_ms = left;
	}
	return most_ms;
}

void
children_end_late(struct children *children, uint64_t now_ms)
{
	for (size_t i = 0; i < children->count; i++) {
		struct child *child = &children->list[i];
		if (child->late || child->until_ms > now_ms)
			continue;
		child->late = true;
		kill(child->pid, SIGKILL);
	}
}

void
children_end_all(struct children *children)
{
	for (size_t i = 0; i < children->count; i++) {
		kill(children->list[i].pid, SIGKILL);
		waitpid(children->list[i].pid, NULL, 0);
		io_close(&children->list[i].reply);
	}
	children->count = 0;
}

bool
children_reap(struct children *children, struct child_end *end)
{
	for (size_t i = 0; i < children->count; i++) {
		struct child *child = &children->list[i];
		struct rusage usage;
		int status;
		if (wait4(child->pid, &status, WNOHANG, &usage) != child->pid)
			continue;
		*end = (struct child_end){
			.status = WIFEXITED(status) ? WEXITSTATUS(status) : 0,
			.signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0,
			.late = child->late, .max_rss_kb = usage.ru_maxrss,
			.reply = child->reply,
		};
		*child = children->list[--children->count];
		return true;
	}
	return false;
}
