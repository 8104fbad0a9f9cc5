/*
 * ledger - an example of a program that reads a format for Outmark.
 *
 * The format is invented: "LEDGER1\n", then records of a kind (T text, F file,
 * X locked), a length of four bytes (the least first) and so many bytes.  The
 * program is written from packaging/doc/extractor.md alone; it needs nothing of
 * Outmark to be built:
 *
 *   cc -O2 -o ledger ledger.c
 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

enum { ANSWERS = 3, DOCUMENT = 4 };
enum { EXTRACT = 30, PLACE, CHUNK, CHILD, FLAG, EXTRACTED };
enum { NUMBER = 1, TEXT, BYTES };
enum { CAUSE_ENCRYPTED = 1, CAUSE_CORRUPT = 2, CAUSE_TRUNCATED = 3 };
enum { FRAME_MOST = 131072, CHUNK_MOST = 65536, WHERE_MOST = 200 };

static unsigned char frame[FRAME_MOST];
static size_t frame_len;

/* ----------------------------------------------------------------- frames */

static void
put(const void *bytes, size_t len)
{
	if (len > sizeof frame - frame_len)
		_exit(1);
	memcpy(frame + frame_len, bytes, len);
	frame_len += len;
}

static void
put_little(uint64_t value, size_t size)
{
	for (size_t i = 0; i < size; i++) {
		unsigned char byte = (unsigned char)(value >> 8 * i);
		put(&byte, 1);
	}
}

static void
begin(unsigned type)
{
	frame_len = 0;
	put("OMF1", 4);
	put_little(type, 2);
	put_little(1, 2);
}

static void
put_number(unsigned tag, uint64_t value)
{
	put_little(tag, 2);
	put_little(NUMBER, 2);
	put_little(8, 4);
	put_little(value, 8);
}

static void
put_field(unsigned tag, unsigned kind, const void *bytes, size_t len)
{
	put_little(tag, 2);
	put_little(kind, 2);
	put_little(len, 4);
	put(bytes, len);
}

/* Send it, with a descriptor if there is one. */
static void
answer(int fd)
{
	_Alignas(struct cmsghdr) char control[CMSG_SPACE(sizeof fd)] = {0};
	struct iovec iov = { frame, frame_len };
	struct msghdr msg = { .msg_iov = &iov, .msg_iovlen = 1 };

	if (fd >= 0) {
		struct cmsghdr *head;
		msg.msg_control = control;
		msg.msg_controllen = sizeof control;
		head = CMSG_FIRSTHDR(&msg);
		head->cmsg_level = SOL_SOCKET;
		head->cmsg_type = SCM_RIGHTS;
		head->cmsg_len = CMSG_LEN(sizeof fd);
		memcpy(CMSG_DATA(head), &fd, sizeof fd);
	}
	if (sendmsg(ANSWERS, &msg, MSG_NOSIGNAL) < 0)
		_exit(1);
}

/* ---------------------------------------------------------------- answers */

static void
tell_place(unsigned number)
{
	char where[WHERE_MOST];
	int len = snprintf(where, sizeof where, "record %u", number);

	begin(PLACE);
	put_number(1, number);
	put_field(2, TEXT, where, (size_t)len);
	answer(-1);
}

static void
tell_text(unsigned place, const unsigned char *bytes, size_t len)
{
	while (len > 0) {
		size_t now = len < CHUNK_MOST ? len : CHUNK_MOST;

		begin(CHUNK);
		put_number(1, place);
		put_number(2, 0);
		put_field(3, BYTES, bytes, now);
		answer(-1);
		bytes += now;
		len -= now;
	}
}

/* A file goes over as a sealed memory file: nobody can change it any more. */
static void
tell_file(unsigned place, const unsigned char *bytes, size_t len)
{
	int fd = memfd_create("file", MFD_ALLOW_SEALING);

	if (fd < 0 || write(fd, bytes, len) != (ssize_t)len ||
	    fcntl(fd, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW |
	    F_SEAL_WRITE | F_SEAL_SEAL) != 0)
		_exit(1);
	begin(CHILD);
	put_number(1, place);
	put_number(4, 0);
	put_number(5, 0);
	answer(fd);
	close(fd);
}

static void
tell_cause(unsigned place, unsigned cause)
{
	begin(FLAG);
	put_number(1, place);
	put_number(2, cause);
	put_number(3, 0);
	answer(-1);
}

/* --------------------------------------------------------------- document */

static void
tell_record(unsigned number, unsigned char kind, const unsigned char *bytes,
    size_t len)
{
	tell_place(number);
	if (kind == 'T')
		tell_text(number, bytes, len);
	else if (kind == 'F')
		tell_file(number, bytes, len);
	else
		tell_cause(number, kind == 'X' ? CAUSE_ENCRYPTED :
		    CAUSE_CORRUPT);
}

static void
read_ledger(const unsigned char *at, size_t left)
{
	for (unsigned number = 1; left > 0; number++) {
		size_t len;

		if (left < 5)
			break;
		len = at[1] | (size_t)at[2] << 8 | (size_t)at[3] << 16 |
		    (size_t)at[4] << 24;
		if (len > left - 5)
			break;
		tell_record(number, at[0], at + 5, len);
		at += 5 + len;
		left -= 5 + len;
	}
	if (left > 0)
		tell_cause(0, CAUSE_TRUNCATED);
}

int
main(void)
{
	static const char mark[] = "LEDGER1\n";
	size_t head = sizeof mark - 1;
	off_t size = lseek(DOCUMENT, 0, SEEK_END);
	const unsigned char *at;

	/* The request says how long and how much; this format needs neither. */
	if (size < (off_t)head)
		return 1;
	at = mmap(NULL, (size_t)size, PROT_READ, MAP_PRIVATE, DOCUMENT, 0);
	if (at == MAP_FAILED || memcmp(at, mark, head) != 0)
		return 1;
	read_ledger(at + head, (size_t)size - head);
	begin(EXTRACTED);
	put_number(1, (uint64_t)size);
	answer(-1);
	return 0;
}
