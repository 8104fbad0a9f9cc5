/*
 * note - what happened to our processes, for the journal.  See note.h.
 */
#include "supervisor/note.h"

#include <limits.h>
#include <stdio.h>

#include "base/io.h"
#include "base/json.h"

enum { BODY_MAX = 1024, SEND_MS = 200 };

static void
put_body(struct buf *body, const char *name, const char *what, int number)
{
	struct json json = json_begin(body);

	json_object(&json, NULL);
	json_text(&json, "process", name);
	json_text(&json, "what", what);
	json_number(&json, "number", (uint64_t)number);
	json_object_end(&json);
}

void
note_process(const struct supervisor *supervisor, const char *name,
    const char *what, int number)
{
	struct buf body = buf_new(BODY_MAX), out = buf_new(FRAME_MAX);
	char path[PATH_MAX];
	struct err err;
	enum rc rc;
	int fd;

	put_body(&body, name, what, number);
	frame_begin(&out, FRAME_JOURNAL);
	frame_put_text(&out, FIELD_JOURNAL_event, slice_of("process"));
	frame_put_text(&out, FIELD_JOURNAL_id, slice_of("-"));
	frame_put_number(&out, FIELD_JOURNAL_durable, 0);
	frame_put_bytes(&out, FIELD_JOURNAL_body, buf_slice(&body));
	snprintf(path, sizeof(path), "%s/keeper.sock",
	    supervisor->config->run_dir);
	rc = io_connect(path, &fd, &err);
	if (rc == RC_OK) {
		rc = frame_send(fd, &out, NULL, 0, &supervisor->clock,
		    clock_monotonic_ms(&supervisor->clock) + SEND_MS, &err);
		io_close(&fd);
	}
	if (rc != RC_OK)
		log_err(&supervisor->log, &err);
	buf_free(&out);
	buf_free(&body);
}
