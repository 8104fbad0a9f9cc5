/*
 * test_jail - what a worker tries that was taken over, and what stops it.
 *
 * Proves the promises of scanner/jail: each attempt runs in a process that
 * entered the jail as a zygote and confined itself as a worker does, with the
 * kernel's Landlock, an old one, and none.
 *
 * proves P-11
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "scanner/jail.h"
#include "unit/unit.h"

/* An attempt ends with one of these, or is killed. */
enum { STOPPED = 40, DONE = 41, NO_JAIL = 42 };

static int
ends(long result)
{
	return result < 0 ? STOPPED : DONE;
}

static int
open_file(void)
{
	return ends(open("/etc/passwd", O_RDONLY));
}

static int
open_by_name_at(void)
{
	return ends(openat(AT_FDCWD, "/proc/self/environ", O_RDONLY));
}

static int
make_file(void)
{
	return ends(open("/tmp/outmark-jail-test", O_CREAT | O_WRONLY, 0600));
}

static int
make_nameless_file(void)
{
	return ends(open("/", O_TMPFILE | O_RDWR, 0600));
}

static int
open_socket(void)
{
	return ends(socket(AF_INET, SOCK_STREAM, 0));
}

static int
open_unix_socket(void)
{
	return ends(socket(AF_UNIX, SOCK_STREAM, 0));
}

static int
make_inet_pair(void)
{
	int pair[2];

	return ends(socketpair(AF_INET, SOCK_STREAM, 0, pair));
}

static int
execute(void)
{
	char *argv[] = { "/bin/true", NULL };

	execv(argv[0], argv);
	return STOPPED;
}

static int
execute_memory(void)
{
	int fd = memfd_create("x", 0);
	char *none[] = { NULL };

	return ends(syscall(SYS_execveat, fd, "", none, none, 0x1000));
}

static int
trace_parent(void)
{
	return ends(ptrace(PTRACE_ATTACH, getppid(), 0, 0));
}

static int
read_parent(void)
{
	return ends(syscall(SYS_process_vm_readv, getppid(), NULL, 0, NULL, 0,
	    0));
}

static int
fork_child(void)
{
	pid_t pid = fork();

	if (pid == 0)
		_exit(0);
	return ends(pid);
}

static int
map_code(void)
{
	void *at = mmap(NULL, 4096, PROT_READ | PROT_EXEC,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	return at == MAP_FAILED ? STOPPED : DONE;
}

static int
make_code(void)
{
	void *at = mmap(NULL, 4096, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	return at == MAP_FAILED ? NO_JAIL :
	    ends(mprotect(at, 4096, PROT_READ | PROT_EXEC));
}

static int
kill_parent(void)
{
	return ends(kill(getppid(), SIGTERM));
}

static int
become_root(void)
{
	return ends(syscall(SYS_setuid, 0));
}

static int
mount_something(void)
{
	return ends(mount("none", "/", "tmpfs", 0, NULL));
}

static int
leave_root(void)
{
	return ends(chroot("/proc/1/root"));
}

static int
unshare_user(void)
{
	return ends(syscall(SYS_unshare, 0x10000000));
}

static int
start_io_uring(void)
{
	return ends(syscall(SYS_io_uring_setup, 1, NULL));
}

static int
load_bpf(void)
{
	return ends(syscall(SYS_bpf, 0, NULL, 0));
}

static int
lift_limits(void)
{
	struct rlimit none = { RLIM_INFINITY, RLIM_INFINITY };

	return ends(setrlimit(RLIMIT_AS, &none));
}

static int
type_into_a_terminal(void)
{
	return ends(syscall(SYS_ioctl, 0, 0x5412 /* TIOCSTI */, "x"));
}

static int
take_a_descriptor(void)
{
	return ends(syscall(SYS_pidfd_getfd, 0, 0, 0));
}

#ifdef __x86_64__
/* The calls of the 32-bit machine have other numbers: 5 is open there. */
static int
call_as_32_bit(void)
{
	long result;

	__asm__ volatile ("int $0x80" : "=a" (result) : "a" (20) : "memory");
	return result > 0 ? DONE : STOPPED;
}

static int
call_as_x32(void)
{
	return ends(syscall(0x40000000 | SYS_getpid));
}
#endif

/* Not an escape: what a document worker must still be able to do. */
static int
read_poppler(void)
{
	return open("/usr/share/poppler", O_RDONLY | O_DIRECTORY) >= 0 ?
	    STOPPED : DONE;
}

static const struct {
	const char *name;
	int (*try)(void);
	unsigned may;		/* rights that let it through */
} attempts[] = {
	{ "open a file", open_file, 0 },
	{ "open its environment", open_by_name_at, 0 },
	{ "make a file", make_file, 0 },
	{ "make a nameless file", make_nameless_file, 0 },
	{ "open a network socket", open_socket, 0 },
	{ "open a unix socket", open_unix_socket, 0 },
	{ "make a pair of network sockets", make_inet_pair, 0 },
	{ "execute a program", execute, JAIL_STARTS },
	{ "execute a memory file", execute_memory, 0 },
	{ "trace its parent", trace_parent, 0 },
	{ "read its parent's memory", read_parent, 0 },
	{ "fork", fork_child, 0 },
	{ "map memory as code", map_code, JAIL_STARTS },
	{ "turn memory into code", make_code, JAIL_STARTS },
	{ "kill its parent", kill_parent, 0 },
	{ "become root", become_root, 0 },
	{ "mount", mount_something, 0 },
	{ "leave its root", leave_root, 0 },
	{ "make a user namespace", unshare_user, 0 },
	{ "use io_uring", start_io_uring, 0 },
	{ "load a BPF program", load_bpf, 0 },
	{ "lift its limits", lift_limits, 0 },
	{ "type into a terminal", type_into_a_terminal, 0 },
	{ "take a descriptor of another process", take_a_descriptor, 0 },
#ifdef __x86_64__
	{ "call the kernel as a 32-bit program", call_as_32_bit, 0 },
	{ "call the kernel as an x32 program", call_as_x32, 0 },
#endif
};

enum { ATTEMPTS = sizeof attempts / sizeof attempts[0] };

/* Only asked where reading is let through: right, and who would stop it else. */
static bool
may_read(const struct jail *jail, unsigned rights)
{
	return (rights & JAIL_READS) && access("/usr/share/poppler", R_OK) == 0
	    && (strstr(jail_level(jail), "chroot") != NULL ||
	    strstr(jail_level(jail), "no-landlock") == NULL);
}

/* In a fresh child of the jailed zygote. */
static int
attempt_status(const struct jail *jail, int (*try)(void))
{
	int status;
	pid_t pid = fork();

	if (pid == 0) {
		struct err err;
		if (jail_confine(jail, 5, &err) != RC_OK)
			_exit(NO_JAIL);
		_exit(try());
	}
	if (pid < 0 || waitpid(pid, &status, 0) != pid)
		return NO_JAIL;
	if (WIFSIGNALED(status))
		return WTERMSIG(status) == SIGSYS ? STOPPED : NO_JAIL;
	return WEXITSTATUS(status);
}

/* The zygote: its report goes through a pipe, a byte for each attempt. */
static void
run_zygote(unsigned rights, int landlock, int report)
{
	struct user user = { 65534, 65534 };
	struct jail_options options = {
		.rights = rights, .programs = "/usr/bin", .user = &user, .landlock_most = landlock,
		.memory_bytes = UINT64_C(1) << 30, .file_bytes = 1 << 20,
	};
	struct jail *jail;
	struct err err;
	char level[JAIL_LEVEL_SIZE] = {0};

	if (jail_enter(&options, &jail, &err) != RC_OK) {
		fprintf(stderr, "%s\n", err.text);
		_exit(1);
	}
	snprintf(level, sizeof level, "%s", jail_level(jail));
	if (write(report, level, sizeof level) != sizeof level)
		_exit(1);
	for (size_t i = 0; i < ATTEMPTS; i++) {
		unsigned char byte = (unsigned char)attempt_status(jail,
		    attempts[i].try);
		if (write(report, &byte, 1) != 1)
			_exit(1);
	}
	if (may_read(jail, rights) &&
	    attempt_status(jail, read_poppler) != STOPPED)
		_exit(3);
	_exit(0);
}

static void
try_all(unsigned rights, int landlock, char level[JAIL_LEVEL_SIZE])
{
	int report[2], status;
	unsigned char byte;
	pid_t pid;

	CHECK_FATAL(pipe(report) == 0);
	pid = fork();
	if (pid == 0) {
		close(report[0]);
		run_zygote(rights, landlock, report[1]);
	}
	close(report[1]);
	CHECK_FATAL(pid > 0);
	CHECK_FATAL(read(report[0], level, JAIL_LEVEL_SIZE) ==
	    JAIL_LEVEL_SIZE);
	for (size_t i = 0; i < ATTEMPTS; i++) {
		CHECK_FATAL(read(report[0], &byte, 1) == 1);
		if (attempts[i].may & rights)
			continue;
		if (byte != STOPPED)
			fprintf(stderr, "[%s] a worker could %s (%d)\n", level,
			    attempts[i].name, byte);
		CHECK_NUMBER(byte, STOPPED);
	}
	close(report[0]);
	CHECK(waitpid(pid, &status, 0) == pid && status == 0);
}

static void
a_text_worker_is_stopped_with_all_of_landlock(void)
{
	char level[JAIL_LEVEL_SIZE];

	try_all(JAIL_ASKS, JAIL_LANDLOCK_FOUND, level);
	CHECK_HOLDS(level, "caps");
	CHECK_HOLDS(level, "seccomp rlimits");
}

static void
a_text_worker_is_stopped_with_an_old_landlock(void)
{
	char level[JAIL_LEVEL_SIZE];

	try_all(JAIL_ASKS, 1, level);
	CHECK_HOLDS(level, "landlock");
}

static void
a_text_worker_is_stopped_without_landlock(void)
{
	char level[JAIL_LEVEL_SIZE];

	try_all(JAIL_ASKS, 0, level);
	CHECK_HOLDS(level, "no-landlock");
}

static void
a_worker_without_rights_is_stopped(void)
{
	char level[JAIL_LEVEL_SIZE];

	for (int landlock = JAIL_LANDLOCK_FOUND; landlock < 2; landlock++)
		try_all(0, landlock, level);
}

static void
a_program_of_the_site_is_stopped(void)
{
	char level[JAIL_LEVEL_SIZE];

	for (int landlock = JAIL_LANDLOCK_FOUND; landlock < 2; landlock++)
		try_all(JAIL_STARTS, landlock, level);
}

static void
a_worker_that_reads_fonts_is_stopped_with_all_of_landlock(void)
{
	char level[JAIL_LEVEL_SIZE];

	try_all(JAIL_READS, JAIL_LANDLOCK_FOUND, level);
}

static void
a_worker_that_reads_fonts_is_stopped_with_an_old_landlock(void)
{
	char level[JAIL_LEVEL_SIZE];

	try_all(JAIL_READS, 1, level);
}

static void
a_worker_that_reads_fonts_is_stopped_without_landlock(void)
{
	char level[JAIL_LEVEL_SIZE];

	try_all(JAIL_READS, 0, level);
}

int
main(void)
{
	static const struct unit_test tests[] = {
		UNIT(a_text_worker_is_stopped_with_all_of_landlock),
		UNIT(a_text_worker_is_stopped_with_an_old_landlock),
		UNIT(a_text_worker_is_stopped_without_landlock),
		UNIT(a_worker_without_rights_is_stopped),
		UNIT(a_program_of_the_site_is_stopped),
		UNIT(a_worker_that_reads_fonts_is_stopped_with_all_of_landlock),
		UNIT(a_worker_that_reads_fonts_is_stopped_with_an_old_landlock),
		UNIT(a_worker_that_reads_fonts_is_stopped_without_landlock),
		{ NULL, NULL },
	};

	return unit_run("jail", tests);
}
