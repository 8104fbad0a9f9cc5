/*
 * test_walk - promises of front/cli/walk.
 */
#include "front/cli/walk.h"

#include <sys/stat.h>

#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/buf.h"
#include "unit/unit.h"

static enum rc
file(void *own, const char *path, enum kind kind, struct err *err)
{
	(void)err;
	buf_printf(own, "%s%s\n", path, kind == KIND_MAIL ? " mail" : "");
	return RC_OK;
}

static void
skipped(void *own, const char *path, const char *why, bool failed)
{
	(void)why;
	buf_printf(own, "%s %s\n", path, failed ? "failed" : "skipped");
}

/* A folder of our own to stand in. */
static void
enter(char folder[])
{
	CHECK_FATAL(mkdtemp(folder) != NULL);
	CHECK_FATAL(chdir(folder) == 0);
}

static int
remove_one(const char *path, const struct stat *st, int type,
    struct FTW *walk)
{
	(void)st;
	(void)type;
	(void)walk;
	return remove(path);
}

static void
leave(const char *folder)
{
	CHECK(chdir("/") == 0);
	CHECK(nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS) == 0);
}

static void
make(const char *path)
{
	int fd = open(path, O_CREAT | O_WRONLY | O_CLOEXEC, 0600);

	CHECK_FATAL(fd >= 0);
	close(fd);
}

static void
expect(const char *path, const char *want)
{
	struct buf seen = buf_new(65536);
	const struct walk_visitor visitor = { file, skipped, &seen };
	struct err err;

	CHECK_RC(walk_path(path, &visitor, &err), RC_OK, &err);
	CHECK_TEXT(buf_string(&seen), want);
	buf_free(&seen);
}

static void
a_folder_gives_its_files_in_order(void)
{
	char folder[] = "/tmp/test_walk.XXXXXX";

	enter(folder);
	mkdir("d", 0700);
	mkdir("d/sub", 0700);
	make("d/b");
	make("d/a");
	make("d/sub/z");
	make("d/.hidden");
	expect("d", "d/.hidden\nd/a\nd/b\nd/sub/z\n");
	expect("d/a", "d/a\n");
	leave(folder);
}

static void
links_make_no_loop(void)
{
	char folder[] = "/tmp/test_walk.XXXXXX";

	enter(folder);
	mkdir("d", 0700);
	make("d/file");
	CHECK(symlink("..", "d/up") == 0);
	CHECK(symlink("file", "d/link") == 0);
	CHECK(symlink("nowhere", "d/none") == 0);
	CHECK(symlink("d", "named") == 0);
	expect("d", "d/file\nd/link\nd/none skipped\nd/up skipped\n");
	expect("named", "named/file\nnamed/link\nnamed/none skipped\n"
	    "named/up skipped\n");
	leave(folder);
}

static void
a_maildir_gives_its_mails_and_not_its_tmp(void)
{
	char folder[] = "/tmp/test_walk.XXXXXX";

	enter(folder);
	mkdir("m", 0700);
	mkdir("m/cur", 0700);
	mkdir("m/new", 0700);
	mkdir("m/tmp", 0700);
	make("m/cur/1");
	make("m/new/2");
	make("m/tmp/3");
	make("m/index");
	expect("m", "m/cur/1 mail\nm/index\nm/new/2 mail\n");
	expect("m/cur", "m/cur/1 mail\n");
	expect("m/tmp", "m/tmp/3\n");
	leave(folder);
}

static void
a_folder_named_tmp_elsewhere_is_walked(void)
{
	char folder[] = "/tmp/test_walk.XXXXXX";

	enter(folder);
	mkdir("d", 0700);
	mkdir("d/tmp", 0700);
	mkdir("d/new", 0700);
	make("d/tmp/1");
	make("d/new/2");
	expect("d", "d/new/2\nd/tmp/1\n");
	leave(folder);
}

static void
what_is_not_there_has_failed(void)
{
	char folder[] = "/tmp/test_walk.XXXXXX";

	enter(folder);
	expect("missing", "missing failed\n");
	CHECK(symlink("nowhere", "none") == 0);
	expect("none", "none failed\n");
	leave(folder);
}

static void
a_pipe_is_read_only_when_named(void)
{
	char folder[] = "/tmp/test_walk.XXXXXX";

	enter(folder);
	mkdir("d", 0700);
	CHECK(mkfifo("d/pipe", 0600) == 0);
	expect("d", "d/pipe skipped\n");
	expect("d/pipe", "d/pipe\n");
	leave(folder);
}

static const struct unit_test tests[] = {
	UNIT(a_folder_gives_its_files_in_order),
	UNIT(links_make_no_loop),
	UNIT(a_maildir_gives_its_mails_and_not_its_tmp),
	UNIT(a_folder_named_tmp_elsewhere_is_walked),
	UNIT(what_is_not_there_has_failed),
	UNIT(a_pipe_is_read_only_when_named),
	{ NULL, NULL }
};

int
main(void)
{
	return unit_run("walk", tests);
}
