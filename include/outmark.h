/*
 * outmark.h - the public interface of liboutmark.
 *
 * A program hands in a message with its envelope and gets back what the message
 * contains, where each recipient's mail goes and what the site's policy makes
 * of it.  The library parses no content: it sends descriptors to
 * outmark-scanner and treats the answers as untrusted.
 *
 * All strings are UTF-8 and NUL-terminated unless a length is given.  Pointers
 * that a function gives are borrowed from the object they were asked of and
 * live as long as it does.  Functions that can fail return a status and fill
 * `error`, which may not be NULL; they return OUTMARK_OK or change nothing.
 *
 * Threads: one `struct outmark` serves any number of threads.  A message and
 * its result belong to one thread at a time (which may change between calls).
 */
#ifndef OUTMARK_H
#define OUTMARK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

enum outmark_status {
	OUTMARK_OK = 0,
	OUTMARK_LATER = 2,	/* try again: the cause lies outside the message */
	OUTMARK_LIMIT = 3,	/* the message is too much */
	OUTMARK_INPUT = 4,	/* the message or an argument is malformed */
	OUTMARK_CONFIG = 5,	/* the operator must act; the text says how */
	OUTMARK_SYSTEM = 6,	/* the machine failed us */
	OUTMARK_BUG = 7,	/* an error in Outmark */
};

enum { OUTMARK_ERROR_MAX = 512 };

struct outmark_error {
	enum outmark_status status;
	char text[OUTMARK_ERROR_MAX];	/* a sentence; never message content */
};

/* ------------------------------------------------------------- the library */

struct outmark;

struct outmark_options {
	const char *config_file;	/* NULL: the installed outmark.yaml */
	const char *rules_dir;		/* NULL: as configured */
	const char *policy_file;	/* NULL: as configured */
	const char *scanner_program;	/* not NULL: start a scanner of our own
					   instead of asking the service */
	bool no_keeper;			/* write no journal (command line) */
	bool no_config;			/* defaults instead of a file */
	/* Operational sentences, one line each, no content; NULL: dropped. */
	void (*log)(void *own, int level, const char *line);
	void *log_own;
};

/* Version of the library, "0.1.0". */
const char *outmark_version(void);

/* Open with these options (copied).  OUTMARK_CONFIG names file and line. */
enum outmark_status outmark_open(const struct outmark_options *options,
    struct outmark **outmark, struct outmark_error *error);

/* Read configuration and policy again; on failure the old ones stay in force. */
enum outmark_status outmark_reload(struct outmark *outmark,
    struct outmark_error *error);

/* Close.  No message may be open.  NULL is allowed. */
void outmark_close(struct outmark *outmark);

/* Is the policy enforced, or only observed (`mode:` in outmark.yaml)? */
bool outmark_enforces(const struct outmark *outmark);

/* The configured value of a setting as text ("" when unset), NULL if unknown. */
const char *outmark_setting(const struct outmark *outmark, const char *name);

/* The value of a limit (limit.def), or 0 if there is none of that name. */
uint64_t outmark_limit(const struct outmark *outmark, const char *name);

/* ------------------------------------------------------------- one message */

struct outmark_message;

/* Who handed the message in.  NULL for what is not known. */
struct outmark_client {
	const char *host;	/* name of the client, as the MTA has it */
	const char *address;	/* "192.0.2.1", "IPv6:...", NULL: local */
	const char *helo;
	const char *user;	/* authenticated user */
	const char *listener;	/* the MTA's daemon name or port */
	const char *queue_id;
	bool local;		/* local submission, no SMTP session */
};

/* A new, empty message.  OUTMARK_LATER when all sessions are taken.  Yours. */
enum outmark_status outmark_message_new(struct outmark *outmark,
    struct outmark_message **message, struct outmark_error *error);

/* Wipe and release.  NULL is allowed. */
void outmark_message_free(struct outmark_message *message);

/* Copied.  May be called again; the last one counts. */
enum outmark_status outmark_message_client(struct outmark_message *message,
    const struct outmark_client *client, struct outmark_error *error);

/*
 * The envelope, each address exactly as the MTA gave it, brackets or not, and
 * its ESMTP parameters (NULL at the end, or NULL).  Copied.
 */
enum outmark_status outmark_message_sender(struct outmark_message *message,
    const char *address, const char *const *parameters,
    struct outmark_error *error);
/* `mailer` and `host` are the MTA's next hop for it, or NULL. */
enum outmark_status outmark_message_recipient(struct outmark_message *message,
    const char *address, const char *const *parameters, const char *mailer,
    const char *host, struct outmark_error *error);

/*
 * A header field that the message came with.  It is attacker text and changes no
 * verdict.  Kept are X-Outmark-ID (one that we wrote for this very body is noted in
 * the journal) and labels that a result may replace; the first of a name counts.
 */
enum outmark_status outmark_message_field(struct outmark_message *message,
    const char *name, const char *value, struct outmark_error *error);

/*
 * Append raw bytes of the message, header first, line ends CRLF as on the wire.
 * A failure is remembered: a caller may go on to outmark_message_check, which
 * then gives the configured outcome.
 */
enum outmark_status outmark_message_write(struct outmark_message *message,
    const void *bytes, size_t length, struct outmark_error *error);

/* Instead of writing: examine this document (not a mail), by its name. */
enum outmark_status outmark_message_document(struct outmark_message *message,
    const char *name, struct outmark_error *error);

/* Also give the text seen, or how each rule (or only `rule`) came out. */
enum outmark_status outmark_message_want_text(struct outmark_message *message,
    struct outmark_error *error);
enum outmark_status outmark_message_want_explain(
    struct outmark_message *message, const char *rule,
    struct outmark_error *error);

struct outmark_result;

/*
 * Scan, look up, decide and journal.  Blocks until the deadline at the longest;
 * `progress` (or NULL) is called about every two seconds meanwhile.  A fault of
 * the message or of the scanner is no failure here: it is in the result with
 * its configured outcome.  OUTMARK_LATER: ask the sender to come again.
 */
enum outmark_status outmark_message_check(struct outmark_message *message,
    void (*progress)(void *own), void *own, struct outmark_result **result,
    struct outmark_error *error);

/* -------------------------------------------------------------- the result */

/* What the MTA shall do with the whole message. */
enum outmark_operation {
	OUTMARK_DELIVER,	/* let it pass; add the headers */
	OUTMARK_HOLD,		/* keep it in the MTA's hold queue */
	OUTMARK_REJECT,		/* refuse it with the reply */
	OUTMARK_TRY_LATER,	/* refuse it for now with the reply */
};

void outmark_result_free(struct outmark_result *result);

/* The id of this decision, in journal, headers, replies and reasons. */
const char *outmark_result_id(const struct outmark_result *result);

enum outmark_operation outmark_result_operation(
    const struct outmark_result *result);

/* What enforcing would do: the same, unless the mode is monitor. */
enum outmark_operation outmark_result_would(
    const struct outmark_result *result);

/* "550", "5.7.1" and a sentence, when refused; "" otherwise. */
const char *outmark_result_reply_code(const struct outmark_result *result);
const char *outmark_result_reply_class(const struct outmark_result *result);
const char *outmark_result_reply_text(const struct outmark_result *result);

/* Why it is held, one line with the id, for the MTA's log; "" otherwise. */
const char *outmark_result_reason(const struct outmark_result *result);

/* Header fields to add.  Valid names; values of printable ASCII, no folding. */
size_t outmark_result_header_count(const struct outmark_result *result);
const char *outmark_result_header_name(const struct outmark_result *result,
    size_t index);
const char *outmark_result_header_value(const struct outmark_result *result,
    size_t index);
/* Do the message's own fields of that name go first? */
bool outmark_result_header_replaces(const struct outmark_result *result,
    size_t index);

struct outmark_verdict {
	const char *recipient;	/* as given */
	const char *direction;	/* "outbound", "internal", ... */
	const char *action;	/* "deliver", "hold", ... what is done */
	const char *would;	/* what enforcing would have done */
	const char *policy;	/* id of the policy rule or fault that decided */
	const char *provider;	/* id of where it goes, or "unknown" */
	const char *jurisdiction; /* ISO 3166-1 code, or "" */
	const char *sentence;	/* why, for a person */
};
size_t outmark_result_verdict_count(const struct outmark_result *result);
struct outmark_verdict outmark_result_verdict(
    const struct outmark_result *result, size_t index);

struct outmark_label {
	const char *id;
	const char *title;	/* from labels.yaml, or the id */
	unsigned confidence;
	uint64_t count;
};
size_t outmark_result_label_count(const struct outmark_result *result);
struct outmark_label outmark_result_label(const struct outmark_result *result,
    size_t index);

struct outmark_part {
	uint32_t id, parent;
	const char *where;	/* structure only */
	const char *name;	/* content: show it only to those allowed */
	const char *type;
	uint64_t size;
	const char *examined;	/* "yes", "partly", "no" */
	const char *causes;	/* "encrypted, ratio" or "" */
};
size_t outmark_result_part_count(const struct outmark_result *result);
struct outmark_part outmark_result_part(const struct outmark_result *result,
    size_t index);

struct outmark_finding {
	const char *rule, *label;
	unsigned confidence;
	uint64_t count;
	uint32_t part;
	const char *where, *masked, *validator;
	const char *state;	/* enforced shadow suppressed mention below */
	uint64_t start, end;
};
size_t outmark_result_finding_count(const struct outmark_result *result);
struct outmark_finding outmark_result_finding(
    const struct outmark_result *result, size_t index);

struct outmark_marking {
	uint32_t part;
	const char *system, *kind, *level;
	const char *text;	/* in its system's canonical form */
	const char *where;
	bool conformant;	/* to the rules of its system */
	bool mention;		/* spoken of, not carried */
};
size_t outmark_result_marking_count(const struct outmark_result *result);
struct outmark_marking outmark_result_marking(
    const struct outmark_result *result, size_t index);

struct outmark_contract {
	uint32_t part;
	const char *kind, *state;
	unsigned score;
};
size_t outmark_result_contract_count(const struct outmark_result *result);
struct outmark_contract outmark_result_contract(
    const struct outmark_result *result, size_t index);

/* Why not all of the message was seen: "encrypted, ratio", or "". */
const char *outmark_result_causes(const struct outmark_result *result);

/* Findings past the limit, and bytes of text that were not read. */
uint64_t outmark_result_findings_dropped(const struct outmark_result *result);
uint64_t outmark_result_text_cut(const struct outmark_result *result);

struct outmark_explanation {
	const char *rule, *element, *where, *sentence;
	uint32_t part;
	bool passed;
};
size_t outmark_result_explanation_count(const struct outmark_result *result);
struct outmark_explanation outmark_result_explanation(
    const struct outmark_result *result, size_t index);

struct outmark_text {
	uint32_t part;
	const char *scope, *where;
	const char *bytes;	/* content */
	size_t length;
};
size_t outmark_result_text_count(const struct outmark_result *result);
struct outmark_text outmark_result_text(const struct outmark_result *result,
    size_t index);

/* Sentences about trouble on the way. */
size_t outmark_result_note_count(const struct outmark_result *result);
const char *outmark_result_note(const struct outmark_result *result,
    size_t index);

/*
 * The result as the one-line JSON object of `outmark scan --json`, schema 1.
 * `file` is put in as its "file" member.  NULL without memory.
 */
const char *outmark_result_json(struct outmark_result *result,
    const char *file);

/* ---------------------------------------------------------- asking policy */

/* Check a policy file with its labels; OUTMARK_CONFIG names the line. */
enum outmark_status outmark_policy_check(struct outmark *outmark,
    struct outmark_error *error);

/* The file of the policy in force, or "built-in policy"; until a reload. */
const char *outmark_policy_source(const struct outmark *outmark);

/*
 * What would be decided for a message with these labels ("id", "id=85",
 * "id=85x10") and causes, from this sender to these recipients?  Lists end with
 * NULL.  Nothing is journalled.
 */
enum outmark_status outmark_policy_test(struct outmark *outmark,
    const char *const *labels, const char *const *causes, const char *sender,
    const char *const *recipients, struct outmark_result **result,
    struct outmark_error *error);

/* A rule that does not hold for named people until a day; "" is everybody. */
struct outmark_exception {
	const char *id, *rules, *senders, *recipients;
	const char *owner, *approver, *reason;
	const char *expires;	/* the last day, "2027-01-31" */
	bool expired;
};

/* The exceptions of the policy; the callback returns false to stop. */
enum outmark_status outmark_policy_exceptions(struct outmark *outmark,
    bool (*each)(void *own, const struct outmark_exception *exception),
    void *own, struct outmark_error *error);

/* --------------------------------------------------------------- journal */

/*
 * The last `count` records (0: all), oldest first; each line is one JSON object.
 * The callback returns false to stop.
 */
enum outmark_status outmark_journal_read(struct outmark *outmark,
    uint64_t count, bool (*record)(void *own, uint64_t sequence,
    const char *line, size_t length), void *own, struct outmark_error *error);

/* Check the chain.  `sentence` (of `size` bytes) says what was found. */
enum outmark_status outmark_journal_verify(struct outmark *outmark,
    bool *sound, char *sentence, size_t size, struct outmark_error *error);

#ifdef __cplusplus
}
#endif

#endif
