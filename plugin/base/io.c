/*
 * io - bytes to and from descriptors, whole or not at all.  See io.h.
 */
#include "base/io.h"

#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/un.h>

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <unistd.h>

enum { READ_STEP = 65536, CONNECT_SECONDS = 5, LISTEN_BACKLOG = 1024 };

void
io_close(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

enum rc
io_write_all(int fd, struct slice bytes, const char *what, struct err *err)
{
	while (bytes.len > 0) {
		ssize_t n = write(fd, bytes.at, bytes.len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return err_set_errno(err, RC_SYSTEM,
			    "cannot write %s", what);
		bytes = slice_sub(bytes, (size_t)n, bytes.len);
	}
	return RC_OK;
}

enum rc
io_read_all(int fd, const char *what, struct buf *into, struct err *err)
{
	for (;;) {
		size_t left = into->ceiling - into->len;
		size_t step = left < READ_STEP ? left + 1 : READ_STEP;
		unsigned char chunk[READ_STEP];
		ssize_t n = read(fd, chunk, step < READ_STEP ? step : READ_STEP);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return err_set_errno(err, RC_SYSTEM, "cannot read %s",
			    what);
		if (n == 0)
			return buf_check(into, what, err);
		if (!buf_put(into, slice_bytes(chunk, (size_t)n)))
			return buf_check(into, what, err);
	}
}

enum rc
io_read_file(const char *path, struct buf *into, struct err *err)
{
	enum rc rc;
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return err_set_errno(err, RC_CONFIG, "cannot open %s", path);
	rc = io_read_all(fd, path, into, err);
	close(fd);
	return rc;
}

static enum rc
sync_dir_of(const char *path, struct err *err)
{
	char dir[PATH_MAX];
	const char *slash = strrchr(path, '/');
	int fd, failed;

	if (slash == NULL)
		snprintf(dir, sizeof(dir), ".");
	else
		snprintf(dir, sizeof(dir), "%.*s", (int)(slash - path) + 1,
		    path);
	fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return err_set_errno(err, RC_SYSTEM, "cannot open %s", dir);
	failed = fsync(fd);
	if (failed)
		err_set_errno(err, RC_SYSTEM, "cannot sync %s", dir);
	close(fd);
	return failed ? RC_SYSTEM : RC_OK;
}

static enum rc
write_and_sync(int fd, const char *path, struct slice bytes, struct err *err)
{
	TRY(io_write_all(fd, bytes, path, err));
	if (fsync(fd) != 0)
		return err_set_errno(err, RC_SYSTEM, "cannot sync %s", path);
	return RC_OK;
}

enum rc
io_replace_file(const char *path, struct slice bytes, mode_t mode,
    struct err *err)
{
	char temporary[PATH_MAX];
	enum rc rc;
	int fd;

	if ((size_t)snprintf(temporary, sizeof(temporary), "%s.new.%ld", path,
	    (long)getpid()) >= sizeof(temporary))
		return err_set(err, RC_CONFIG, "the path %s is too long", path);
	fd = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC |
	    O_NOFOLLOW, mode);
	if (fd < 0)
		return err_set_errno(err, RC_SYSTEM, "cannot create %s",
		    temporary);
	rc = write_and_sync(fd, temporary, bytes, err);
	close(fd);
	if (rc == RC_OK && rename(temporary, path) != 0)
		rc = err_set_errno(err, RC_SYSTEM, "cannot rename %s to %s",
		    temporary, path);
	if (rc != RC_OK) {
		unlink(temporary);
		return rc;
	}
	return sync_dir_of(path, err);
}

enum rc
io_memory_open(const char *name, int *fd, struct err *err)
{
	*fd = memfd_create(name, MFD_CLOEXEC | MFD_ALLOW_SEALING);
	if (*fd < 0)
		return err_set_errno(err, RC_SYSTEM,
		    "cannot create a memory file for %s", name);
	return RC_OK;
}

enum rc
io_seal(int fd, struct err *err)
{
	if (fcntl(fd, F_ADD_SEALS, F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW |
	    F_SEAL_WRITE) != 0)
		return err_set_errno(err, RC_SYSTEM,
		    "cannot seal a memory file");
	return RC_OK;
}

enum rc
io_memory_file(const char *name, struct slice bytes, int *fd, struct err *err)
{
	enum rc rc;

	TRY(io_memory_open(name, fd, err));
	rc = io_write_all(*fd, bytes, name, err);
	if (rc == RC_OK)
		rc = io_seal(*fd, err);
	if (rc != RC_OK)
		io_close(fd);
	return rc;
}

enum rc
io_map(int fd, size_t most, struct slice *bytes, struct err *err)
{
	int seals = fcntl(fd, F_GET_SEALS);
	off_t size = lseek(fd, 0, SEEK_END);
	void *at;

	if (seals < 0 || (seals & F_SEAL_SHRINK) == 0 ||
	    (seals & F_SEAL_WRITE) == 0)
		return err_set(err, RC_INPUT,
		    "a descriptor was handed over that is not a sealed memory "
		    "file");
	if (size < 0)
		return err_set_errno(err, RC_SYSTEM,
		    "cannot find the size of a memory file");
	if ((uint64_t)size > most)
		return err_set(err, RC_LIMIT,
		    "a memory file of %lld bytes is over the limit of %zu",
		    (long long)size, most);
	*bytes = (struct slice){0};
	if (size == 0)
		return RC_OK;
	at = mmap(NULL, (size_t)size, PROT_READ, MAP_PRIVATE, fd, 0);
	if (at == MAP_FAILED)
		return err_set_errno(err, RC_SYSTEM, "cannot map a memory file");
	*bytes = slice_bytes(at, (size_t)size);
	return RC_OK;
}

void
io_unmap(struct slice bytes)
{
	if (bytes.at != NULL)
		munmap((void *)(uintptr_t)bytes.at, bytes.len);
}

static enum rc
make_one_dir(const char *path, mode_t mode, struct err *err)
{
	struct stat st;

	if (mkdir(path, mode) == 0)
		return RC_OK;
	if (errno == EEXIST && stat(path, &st) == 0 && S_ISDIR(st.st_mode))
		return RC_OK;
	return err_set_errno(err, RC_CONFIG, "cannot make the folder %s", path);
}

enum rc
io_make_dir(const char *path, mode_t mode, struct err *err)
{
	char part[PATH_MAX];
	size_t len = strlen(path);

	if (len == 0 || len >= sizeof(part))
		return err_set(err, RC_CONFIG, "the path \"%.64s\" %s", path,
		    len == 0 ? "is empty" : "is too long");
	for (size_t i = 1; i < len; i++) {
		if (path[i] != '/')
			continue;
		memcpy(part, path, i);
		part[i] = '\0';
		TRY(make_one_dir(part, 0755, err));
	}
	return make_one_dir(path, mode, err);
}

enum rc
io_wait_readable(int fd, const struct clock *clock, uint64_t deadline_ms,
    const char *what, struct err *err)
{
	for (;;) {
		struct pollfd poll_fd = { .fd = fd, .events = POLLIN };
		uint64_t left = clock_left_ms(clock, deadline_ms);
		int n = poll(&poll_fd, 1, left > INT_MAX ? INT_MAX : (int)left);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return err_set_errno(err, RC_SYSTEM,
			    "cannot wait for %s", what);
		if (n == 0 && clock_left_ms(clock, deadline_ms) == 0)
			return err_set(err, RC_LATER,
			    "%s did not answer in time", what);
		if (n == 0)
			continue;
		if (poll_fd.revents & POLLIN)
			return RC_OK;
		return err_set(err, RC_END, "%s closed the connection", what);
	}
}

static enum rc
fill_address(const char *path, struct sockaddr_un *address, struct err *err)
{
	size_t len = strlen(path);

	*address = (struct sockaddr_un){ .sun_family = AF_UNIX };
	if (len == 0 || len >= sizeof(address->sun_path))
		return err_set(err, RC_CONFIG,
		    "the socket path %s is too long; write one of at most %zu "
		    "characters", path, sizeof(address->sun_path) - 1);
	memcpy(address->sun_path, path, len);
	return RC_OK;
}

static enum rc
bind_and_listen(int fd, const struct sockaddr_un *address, mode_t mode,
    struct err *err)
{
	unlink(address->sun_path);
	if (bind(fd, (const struct sockaddr *)address, sizeof(*address)) != 0)
		return err_set_errno(err, RC_CONFIG, "cannot bind %s",
		    address->sun_path);
	if (chmod(address->sun_path, mode) != 0 ||
	    listen(fd, LISTEN_BACKLOG) != 0)
		return err_set_errno(err, RC_SYSTEM, "cannot listen on %s",
		    address->sun_path);
	return RC_OK;
}

enum rc
io_listen(const char *path, mode_t mode, int *fd, struct err *err)
{
	struct sockaddr_un address;
	enum rc rc;

	TRY(fill_address(path, &address, err));
	*fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
	if (*fd < 0)
		return err_set_errno(err, RC_SYSTEM, "cannot make a socket");
	rc = bind_and_listen(*fd, &address, mode, err);
	if (rc != RC_OK)
		io_close(fd);
	return rc;
}

enum rc
io_connect(const char *path, int *fd, struct err *err)
{
	/* A listener that accepts no more must not hold us for ever. */
	const struct timeval patience = { .tv_sec = CONNECT_SECONDS };
	struct sockaddr_un address;

	TRY(fill_address(path, &address, err));
	*fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
	if (*fd < 0)
		return err_set_errno(err, RC_SYSTEM, "cannot make a socket");
	(void)setsockopt(*fd, SOL_SOCKET, SO_SNDTIMEO, &patience,
	    sizeof(patience));
	if (connect(*fd, (const struct sockaddr *)&address,
	    sizeof(address)) != 0) {
		enum rc rc = err_set_errno(err, RC_LATER,
		    "cannot connect to %s", path);

		io_close(fd);
		return rc;
	}
	return RC_OK;
}
