/*
 * jail - what the keeper may ask the kernel for, once it has what it needs.
 *
 * No execve, fork, ptrace or mount is in the list, and no memory may become
 * executable.  syslog(3) opens its socket on the first line and again when the
 * daemon was restarted, so a socket may be made and connected; only one of the
 * unix family.
 */
#include "keeper/jail.h"

#include <errno.h>
#include <seccomp.h>
#include <stddef.h>
#include <sys/mman.h>
#include <sys/socket.h>

static const int jail_calls[] = {
	SCMP_SYS(read), SCMP_SYS(write), SCMP_SYS(writev),
	SCMP_SYS(pread64), SCMP_SYS(pwrite64), SCMP_SYS(lseek),
	SCMP_SYS(recvmsg), SCMP_SYS(sendmsg), SCMP_SYS(recvfrom),
	SCMP_SYS(sendto), SCMP_SYS(accept4), SCMP_SYS(getsockopt),
	SCMP_SYS(poll), SCMP_SYS(ppoll), SCMP_SYS(close),
	SCMP_SYS(openat), SCMP_SYS(fstat), SCMP_SYS(newfstatat),
	SCMP_SYS(stat), SCMP_SYS(statx), SCMP_SYS(access),
	SCMP_SYS(faccessat2), SCMP_SYS(getdents64), SCMP_SYS(fcntl),
	SCMP_SYS(ftruncate), SCMP_SYS(fsync), SCMP_SYS(fdatasync),
	SCMP_SYS(rename), SCMP_SYS(unlink), SCMP_SYS(flock),
	SCMP_SYS(brk), SCMP_SYS(munmap), SCMP_SYS(mremap),
	SCMP_SYS(madvise), SCMP_SYS(clock_gettime),
	SCMP_SYS(clock_nanosleep), SCMP_SYS(gettimeofday), SCMP_SYS(time),
	SCMP_SYS(getrandom), SCMP_SYS(getpid), SCMP_SYS(gettid),
	SCMP_SYS(tgkill), SCMP_SYS(futex), SCMP_SYS(rt_sigreturn),
	SCMP_SYS(rt_sigaction), SCMP_SYS(rt_sigprocmask),
	SCMP_SYS(restart_syscall), SCMP_SYS(exit), SCMP_SYS(exit_group),
	SCMP_SYS(connect),
};

static int
jail_fill(scmp_filter_ctx filter)
{
	const struct scmp_arg_cmp unix_only = {.arg = 0,
		.op = SCMP_CMP_EQ, .datum_a = AF_UNIX, .datum_b = 0};
	const struct scmp_arg_cmp no_code = {.arg = 2,
		.op = SCMP_CMP_MASKED_EQ, .datum_a = PROT_EXEC, .datum_b = 0};
	int failed = 0;

	for (size_t i = 0; i < sizeof jail_calls / sizeof jail_calls[0] &&
	    failed == 0; i++)
		failed = seccomp_rule_add(filter, SCMP_ACT_ALLOW,
		    jail_calls[i], 0);
	if (failed == 0)
		failed = seccomp_rule_add_array(filter, SCMP_ACT_ALLOW,
		    SCMP_SYS(socket), 1, &unix_only);
	if (failed == 0)
		failed = seccomp_rule_add_array(filter, SCMP_ACT_ALLOW,
		    SCMP_SYS(mmap), 1, &no_code);
	if (failed == 0)
		failed = seccomp_rule_add_array(filter, SCMP_ACT_ALLOW,
		    SCMP_SYS(mprotect), 1, &no_code);
	return failed;
}

#ifdef OUTMARK_SANITIZED
enum rc
jail_enter(const char **level, struct err *err)
{
	(void)jail_fill;
	(void)err;
	/* The sanitizers' own calls are not in the list. */
	*level = "none (built with sanitizers)";
	return RC_OK;
}
#else
enum rc
jail_enter(const char **level, struct err *err)
{
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_KILL_PROCESS);
	int failed = filter == NULL ? -ENOMEM : jail_fill(filter);

	if (failed == 0)
		failed = seccomp_load(filter);
	seccomp_release(filter);
	if (failed != 0) {
		errno = -failed;
		return err_set_errno(err, RC_SYSTEM,
		    "the keeper cannot enter its jail");
	}
	*level = "seccomp";
	return RC_OK;
}
#endif
