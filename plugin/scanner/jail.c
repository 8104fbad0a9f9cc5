/*
 * jail - what a process that parses mail can still do: next to nothing.
 *
 * The order matters: namespaces and the new root need root; capabilities go
 * before the user, the user before Landlock and the filter is compiled while
 * memory may still be taken for it.  Each worker only pays for setrlimit and
 * one prctl.
 */
#include "scanner/jail.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/landlock.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <seccomp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <unistd.h>

#include "base/io.h"

enum { PROGRAM_MAX = 1024, WORKER_FILES = 24 };

struct jail {
	struct jail_options options;
	char level[JAIL_LEVEL_SIZE];
	struct sock_filter program[PROGRAM_MAX];
	unsigned short program_len;
	bool may_read;		/* opening files for reading is let through */
};

/* What JAIL_READS opens: libraries want it late. */
static const char *const data_folders[] = {
	"/usr/share/poppler", "/usr/share/fonts", "/usr/local/share/fonts",
	"/etc/fonts", "/usr/share/fontconfig", "/var/cache/fontconfig",
};

enum { DATA_FOLDERS = sizeof data_folders / sizeof data_folders[0] };

/* What JAIL_STARTS shows, besides the folder of the programs. */
static const char *const program_folders[] = {
	"/usr", "/lib", "/lib64", "/bin",
};

enum { PROGRAM_FOLDERS = sizeof program_folders / sizeof program_folders[0] };

static void
level_add(struct jail *jail, const char *word)
{
	size_t len = strlen(jail->level);

	snprintf(jail->level + len, sizeof jail->level - len, "%s%s",
	    len > 0 ? " " : "", word);
}

const char *
jail_level(const struct jail *jail)
{
	return jail->level;
}

/* ------------------------------------------------------------- a new root */

/* Bind `source` into the new root as `folder`, read-only. */
static enum rc
bind_folder(const char *root, const char *source, const char *folder,
    unsigned long no_exec, struct err *err)
{
	char at[PATH_MAX];
	const unsigned long flags = MS_BIND | MS_REC | MS_RDONLY | MS_NOSUID |
	    MS_NODEV | no_exec;

	if (access(source, R_OK) != 0)
		return RC_OK;
	snprintf(at, sizeof at, "%s%s", root, folder);
	TRY(io_make_dir(at, 0755, err));
	if (mount(source, at, NULL, MS_BIND | MS_REC, NULL) != 0 ||
	    mount(NULL, at, NULL, flags | MS_REMOUNT, NULL) != 0)
		return err_set_errno(err, RC_SYSTEM,
		    "cannot show %s in the jail", folder);
	return RC_OK;
}

static enum rc
bind_data(const struct jail *jail, const char *root, struct err *err)
{
	if ((jail->options.rights & JAIL_READS) == 0)
		return RC_OK;
	for (size_t i = 0; i < DATA_FOLDERS; i++)
		TRY(bind_folder(root, data_folders[i], data_folders[i],
		    MS_NOEXEC, err));
	return RC_OK;
}

/* `programs` was opened before the new root may have hidden it. */
static enum rc
bind_programs(const struct jail *jail, const char *root, int programs,
    struct err *err)
{
	char source[64];

	if ((jail->options.rights & JAIL_STARTS) == 0)
		return RC_OK;
	for (size_t i = 0; i < PROGRAM_FOLDERS; i++)
		TRY(bind_folder(root, program_folders[i], program_folders[i],
		    0, err));
	snprintf(source, sizeof source, "/proc/self/fd/%d", programs);
	return bind_folder(root, source, jail->options.programs, 0, err);
}

/* An empty file system of our own mounts, over a folder that always exists. */
static enum rc
mount_root(const struct jail *jail, int programs, struct err *err)
{
	static const char root[] = "/tmp";
	const unsigned long flags = MS_NOSUID | MS_NODEV | MS_NOEXEC;

	if (mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0 ||
	    mount("outmark-jail", root, "tmpfs", flags,
	    "size=64k,mode=0755") != 0)
		return err_set_errno(err, RC_SYSTEM,
		    "cannot mount the jail's root");
	TRY(bind_data(jail, root, err));
	TRY(bind_programs(jail, root, programs, err));
	if (mount(NULL, root, NULL, flags | MS_REMOUNT | MS_RDONLY,
	    NULL) != 0)
		return err_set_errno(err, RC_SYSTEM,
		    "cannot make the jail's root read-only");
	if (chdir(root) != 0 || chroot(".") != 0 || chdir("/") != 0)
		return err_set_errno(err, RC_SYSTEM, "cannot change root");
	return RC_OK;
}

/* Without the right to mount: a folder that is gone as soon as we are in it. */
static enum rc
vanished_root(struct err *err)
{
	char folder[] = "/tmp/outmark-jail-XXXXXX";

	if (mkdtemp(folder) == NULL || chmod(folder, 0755) != 0 ||
	    chdir(folder) != 0)
		return err_set_errno(err, RC_SYSTEM,
		    "cannot make an empty folder for the jail");
	if (rmdir(folder) != 0 || chroot(".") != 0)
		return err_set_errno(err, RC_SYSTEM, "cannot change root");
	return RC_OK;
}

static enum rc
enter_root(struct jail *jail, struct err *err)
{
	if (unshare(CLONE_NEWNET | CLONE_NEWIPC) == 0)
		level_add(jail, "netns");
	if (unshare(CLONE_NEWNS) == 0) {
		int programs = (jail->options.rights & JAIL_STARTS) == 0 ? -1 :
		    open(jail->options.programs, O_PATH | O_CLOEXEC);
		enum rc rc = mount_root(jail, programs, err);
		io_close(&programs);
		if (rc != RC_OK)
			return rc;
	} else
		TRY(vanished_root(err));
	level_add(jail, "chroot");
	return RC_OK;
}

/* ----------------------------------------------------------- capabilities */

static enum rc
drop_bounding(struct err *err)
{
	for (unsigned long cap = 0; cap < 64; cap++) {
		int has = prctl(PR_CAPBSET_READ, cap, 0, 0, 0);
		if (has < 0)
			break;
		if (has > 0 && prctl(PR_CAPBSET_DROP, cap, 0, 0, 0) != 0)
			return err_set_errno(err, RC_SYSTEM,
			    "cannot give up capability %lu", cap);
	}
	return RC_OK;
}

static enum rc
drop_capabilities(struct err *err)
{
	struct __user_cap_header_struct header = {
		.version = _LINUX_CAPABILITY_VERSION_3 };
	struct __user_cap_data_struct none[2] = {{0}};

	prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
	if (syscall(SYS_capset, &header, none) != 0)
		return err_set_errno(err, RC_SYSTEM,
		    "cannot give up capabilities");
	return RC_OK;
}

/* --------------------------------------------------------------- Landlock */

/* The kernel's structure as of version 6; older kernels take its beginning. */
struct ruleset {
	uint64_t files, net, scoped;
};

static size_t
ruleset_for(int version, struct ruleset *set)
{
	*set = (struct ruleset){ .files = (1 << 13) - 1 };
	if (version >= 2)
		set->files |= 1 << 13;	/* refer */
	if (version >= 3)
		set->files |= 1 << 14;	/* truncate */
	if (version >= 4)
		set->net = 3;		/* bind and connect TCP */
	if (version >= 5)
		set->files |= 1 << 15;	/* ioctl on devices */
	if (version >= 6)
		set->scoped = 3;	/* abstract sockets, signals */
	return version >= 6 ? 24 : version >= 4 ? 16 : 8;
}

static void
allow_folder(int ruleset, const char *folder, uint64_t besides)
{
	struct landlock_path_beneath_attr beneath = {
		.allowed_access = LANDLOCK_ACCESS_FS_READ_FILE |
		    LANDLOCK_ACCESS_FS_READ_DIR | besides,
		.parent_fd = open(folder, O_PATH | O_CLOEXEC),
	};

	/* A folder that is not there needs no leave. */
	if (beneath.parent_fd < 0)
		return;
	syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH,
	    &beneath, 0);
	close(beneath.parent_fd);
}

static void
allow_folders(const struct jail *jail, int ruleset)
{
	for (size_t i = 0; (jail->options.rights & JAIL_READS) != 0 &&
	    i < DATA_FOLDERS; i++)
		allow_folder(ruleset, data_folders[i], 0);
	if ((jail->options.rights & JAIL_STARTS) == 0)
		return;
	for (size_t i = 0; i < PROGRAM_FOLDERS; i++)
		allow_folder(ruleset, program_folders[i],
		    LANDLOCK_ACCESS_FS_EXECUTE);
	allow_folder(ruleset, jail->options.programs,
	    LANDLOCK_ACCESS_FS_EXECUTE);
}

/* The version to use: the kernel's, or less if asked for. */
static int
landlock_version(int most)
{
	long found = syscall(SYS_landlock_create_ruleset, NULL, 0,
	    LANDLOCK_CREATE_RULESET_VERSION);

	if (found <= 0)
		return 0;
	return most >= 0 && most < found ? most : (int)found;
}

static enum rc
enter_landlock(struct jail *jail, struct err *err)
{
	int version = landlock_version(jail->options.landlock_most);
	struct ruleset set;
	size_t size;
	int fd;
	long rc;
	char word[32];

	if (version == 0) {
		level_add(jail, "no-landlock");
		return RC_OK;
	}
	size = ruleset_for(version, &set);
	fd = (int)syscall(SYS_landlock_create_ruleset, &set, size, 0);
	if (fd < 0)
		return err_set_errno(err, RC_SYSTEM, "Landlock %d", version);
	allow_folders(jail, fd);
	rc = syscall(SYS_landlock_restrict_self, fd, 0);
	close(fd);
	if (rc != 0)
		return err_set_errno(err, RC_SYSTEM, "Landlock %d", version);
	snprintf(word, sizeof word, "landlock-%d", version);
	level_add(jail, word);
	jail->may_read = true;
	return RC_OK;
}

/* ----------------------------------------------------------- system calls */

static const char *const allowed[] = {
	"brk", "clock_gettime", "clock_nanosleep", "close", "exit",
	"exit_group", "fstat", "ftruncate", "futex", "getpid", "getrandom",
	"gettid", "gettimeofday", "getuid", "geteuid", "getgid", "getegid",
	"lseek", "madvise", "memfd_create", "mremap", "munmap", "nanosleep",
	"poll", "ppoll", "pread64", "read", "readv", "recvfrom", "recvmsg",
	"restart_syscall", "rt_sigaction", "rt_sigprocmask", "rt_sigreturn",
	"sched_getaffinity", "sched_yield", "sendmsg", "sendto", "shutdown",
	"sigaltstack", "write", "writev",
};

/* Libraries probe with these; they are told no and go on. */
static const char *const refused[] = {
	"access", "clone", "clone3", "faccessat", "faccessat2", "fork",
	"getcwd", "getdents64", "getrlimit", "getrusage", "newfstatat", "open",
	"openat", "prctl", "prlimit64", "readlink", "readlinkat", "socket",
	"connect", "stat", "statfs", "statx", "lstat", "sysinfo", "times",
	"uname", "unlink", "unlinkat", "vfork", "mkdir", "set_robust_list",
	"rseq",
};

/* To become a program, and what it does before it comes to its first line. */
static const char *const starting[] = {
	"execve", "arch_prctl", "set_tid_address",
};

static int
add_names(scmp_filter_ctx ctx, uint32_t action, const char *const names[],
    size_t count)
{
	for (size_t i = 0; i < count; i++) {
		int number = seccomp_syscall_resolve_name(names[i]);
		int rc;
		if (number == __NR_SCMP_ERROR)
			continue;	/* this machine has no such call */
		rc = seccomp_rule_add(ctx, action, number, 0);
		if (rc != 0)
			return rc;
	}
	return 0;
}

/* Memory may never be executable: what is compiled was compiled before. */
static int
add_memory(scmp_filter_ctx ctx, unsigned rights)
{
	static const char *const calls[] = { "mmap", "mprotect" };
	const struct scmp_arg_cmp no_exec =
	    SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0);
	int rc;

	/* But a program's own code is mapped while it starts. */
	if ((rights & JAIL_STARTS) != 0)
		return add_names(ctx, SCMP_ACT_ALLOW, calls, 2);
	rc = seccomp_rule_add(ctx, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 1,
	    no_exec);
	if (rc == 0)
		rc = seccomp_rule_add(ctx, SCMP_ACT_ALLOW, SCMP_SYS(mprotect),
		    1, no_exec);
	return rc;
}

/* fcntl to seal and to read flags; a pair of sockets to another worker. */
static int
add_special(scmp_filter_ctx ctx, unsigned rights)
{
	static const int commands[] = { F_ADD_SEALS, F_GET_SEALS, F_GETFD,
	    F_GETFL };
	int rc = seccomp_rule_add(ctx, SCMP_ACT_ERRNO(ENOTTY),
	    SCMP_SYS(ioctl), 0);

	for (size_t i = 0; rc == 0 && i < 4; i++)
		rc = seccomp_rule_add(ctx, SCMP_ACT_ALLOW, SCMP_SYS(fcntl), 1,
		    SCMP_A1(SCMP_CMP_EQ, (scmp_datum_t)commands[i],
		    0));
	if (rc == 0 && (rights & JAIL_STARTS) != 0)
		rc = add_names(ctx, SCMP_ACT_ALLOW, starting,
		    sizeof starting / sizeof starting[0]);
	if (rc == 0 && (rights & JAIL_TIMES) != 0)
		rc = seccomp_rule_add(ctx, SCMP_ACT_ALLOW,
		    SCMP_SYS(setitimer), 1, SCMP_A0(SCMP_CMP_EQ, ITIMER_REAL,
		    0));
	if (rc == 0 && (rights & JAIL_ASKS) != 0)
		rc = seccomp_rule_add(ctx, SCMP_ACT_ALLOW,
		    SCMP_SYS(socketpair), 1, SCMP_A0(SCMP_CMP_EQ, AF_UNIX,
		    0));
	return rc;
}

/* Fonts and poppler's data are opened late, and only to be read. */
static int
add_reading(scmp_filter_ctx ctx)
{
	const scmp_datum_t writing = O_ACCMODE | O_CREAT | O_TRUNC | O_APPEND;
	static const char *const looking[] = { "newfstatat", "stat", "lstat",
	    "access", "getdents64", "faccessat", "faccessat2", "statx",
	    "readlink" };
	int rc = seccomp_rule_add(ctx, SCMP_ACT_ALLOW, SCMP_SYS(openat), 1,
	    SCMP_A2(SCMP_CMP_MASKED_EQ, writing, O_RDONLY));

	if (rc == 0)
		rc = seccomp_rule_add(ctx, SCMP_ACT_ALLOW, SCMP_SYS(open), 1,
		    SCMP_A1(SCMP_CMP_MASKED_EQ, writing, O_RDONLY));
	if (rc == 0)
		rc = add_names(ctx, SCMP_ACT_ALLOW, looking,
		    sizeof looking / sizeof looking[0]);
	return rc;
}

/* Is this call let through by add_reading? */
static bool
is_reading(const char *name)
{
	static const char *const names[] = { "open", "openat", "newfstatat",
	    "stat", "lstat", "access", "getdents64", "faccessat",
	    "faccessat2", "statx", "readlink" };

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		if (strcmp(name, names[i]) == 0)
			return true;
	return false;
}

static int
fill_filter(scmp_filter_ctx ctx, const struct jail *jail)
{
	bool reads = (jail->options.rights & (JAIL_READS | JAIL_STARTS)) != 0
	    && jail->may_read;
	int rc = seccomp_attr_set(ctx, SCMP_FLTATR_ACT_BADARCH,
	    SCMP_ACT_KILL_PROCESS);

	if (rc == 0)
		rc = seccomp_attr_set(ctx, SCMP_FLTATR_CTL_OPTIMIZE, 2);
	if (rc == 0)
		rc = add_names(ctx, SCMP_ACT_ALLOW, allowed,
		    sizeof allowed / sizeof allowed[0]);
	for (size_t i = 0; rc == 0 &&
	    i < sizeof refused / sizeof refused[0]; i++)
		if (!reads || !is_reading(refused[i]))
			rc = add_names(ctx, SCMP_ACT_ERRNO(ENOENT),
			    &refused[i], 1);
	if (rc == 0 && reads)
		rc = add_reading(ctx);
	if (rc == 0)
		rc = add_memory(ctx, jail->options.rights);
	if (rc == 0)
		rc = add_special(ctx, jail->options.rights);
	return rc;
}

/* Take the program out of the library, so that a worker only installs it. */
static enum rc
export_filter(scmp_filter_ctx ctx, struct jail *jail, struct err *err)
{
	int fd = memfd_create("seccomp", MFD_CLOEXEC);
	off_t size;
	enum rc rc = RC_OK;

	if (fd < 0 || seccomp_export_bpf(ctx, fd) != 0)
		rc = err_set_errno(err, RC_SYSTEM,
		    "cannot compile the list of system calls");
	if (rc == RC_OK) {
		size = lseek(fd, 0, SEEK_END);
		if (size <= 0 || (size_t)size > sizeof jail->program ||
		    pread(fd, jail->program, (size_t)size, 0) != size)
			rc = err_set(err, RC_BUG, "the list of system calls "
			    "does not fit its place");
		else
			jail->program_len = (unsigned short)((size_t)size /
			    sizeof jail->program[0]);
	}
	io_close(&fd);
	return rc;
}

static enum rc
compile_filter(struct jail *jail, struct err *err)
{
	scmp_filter_ctx ctx = seccomp_init(SCMP_ACT_KILL_PROCESS);
	enum rc rc;
	int failed;

	if (ctx == NULL)
		return err_set(err, RC_SYSTEM, "libseccomp cannot be used; "
		    "without a list of system calls nothing is parsed");
	failed = fill_filter(ctx, jail);
	if (failed != 0)
		rc = err_set(err, RC_SYSTEM,
		    "libseccomp refuses a rule (%s)", strerror(-failed));
	else
		rc = export_filter(ctx, jail, err);
	seccomp_release(ctx);
	return rc;
}

/* ------------------------------------------------------------------ enter */

static enum rc
enter(struct jail *jail, struct err *err)
{
	bool root = geteuid() == 0;

	/* Folders on the way to poppler's data must let the new user pass. */
	umask(022);
	if (root) {
		if (jail->options.user == NULL)
			return err_set(err, RC_BUG,
			    "a jail for root needs a user to become");
		TRY(enter_root(jail, err));
		TRY(drop_bounding(err));
		TRY(user_become(jail->options.user, err));
		level_add(jail, "uid");
	}
	umask(077);
	TRY(drop_capabilities(err));
	level_add(jail, "caps");
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
		return err_set_errno(err, RC_SYSTEM,
		    "cannot give up gaining privileges");
	if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0)
		return err_set_errno(err, RC_SYSTEM,
		    "cannot forbid memory dumps");
	TRY(enter_landlock(jail, err));
	/* In a root of its own there is nothing else to read. */
	jail->may_read |= root;
	TRY(compile_filter(jail, err));
	level_add(jail, "seccomp rlimits");
	return RC_OK;
}

enum rc
jail_enter(const struct jail_options *options, struct jail **out,
    struct err *err)
{
	struct jail *jail = calloc(1, sizeof *jail);
	enum rc rc;

	if (jail == NULL)
		return err_set_errno(err, RC_SYSTEM, "a jail");
	jail->options = *options;
	rc = enter(jail, err);
	if (rc != RC_OK) {
		free(jail);
		return err_add(err, "the jail cannot be entered");
	}
	*out = jail;
	return RC_OK;
}

static enum rc
limit(__rlimit_resource_t what, const char *name, uint64_t most,
    struct err *err)
{
	struct rlimit now, want = { most, most };

	/* Never ask for more than we were given. */
	if (getrlimit(what, &now) == 0 && now.rlim_max < most)
		want.rlim_cur = want.rlim_max = now.rlim_max;
	if (setrlimit(what, &want) != 0)
		return err_set_errno(err, RC_SYSTEM,
		    "cannot set the resource limit %s", name);
	return RC_OK;
}

enum rc
jail_confine(const struct jail *jail, uint64_t cpu_seconds, struct err *err)
{
	struct sock_fprog program = {
		.len = jail->program_len,
		.filter = (struct sock_filter *)(uintptr_t)jail->program,
	};

#ifndef OUTMARK_SANITIZED
	/* Sanitizers reserve terabytes of addresses. */
	TRY(limit(RLIMIT_AS, "AS", jail->options.memory_bytes, err));
#endif
	TRY(limit(RLIMIT_FSIZE, "FSIZE", jail->options.file_bytes, err));
	TRY(limit(RLIMIT_CPU, "CPU", cpu_seconds, err));
	TRY(limit(RLIMIT_NOFILE, "NOFILE", WORKER_FILES, err));
	TRY(limit(RLIMIT_NPROC, "NPROC", 0, err));
	TRY(limit(RLIMIT_CORE, "CORE", 0, err));
	TRY(limit(RLIMIT_MEMLOCK, "MEMLOCK", 0, err));
	if (syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program) != 0)
		return err_set_errno(err, RC_SYSTEM,
		    "cannot install the list of system calls");
	return RC_OK;
}
