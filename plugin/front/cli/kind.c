/*
 * kind - is this a mail, a mailbox of many, or a document?  See kind.h.
 */
#include "front/cli/kind.h"

/* Fields that a mail has and other "name: value" texts hardly ever do. */
static const char *const mail_fields[] = {
	"Received", "Return-Path", "Delivered-To", "X-Original-To", "From",
	"To", "Cc", "Bcc", "Reply-To", "Sender", "Subject", "Date",
	"Message-ID", "In-Reply-To", "References", "MIME-Version",
	"Content-Type", "Content-Transfer-Encoding", "DKIM-Signature",
	"ARC-Seal", "Authentication-Results", "List-Id", "X-Mailer",
	"X-Envelope-From", "Resent-From",
};

enum { LEAST_FIELDS = 2, FROM_LINE_MAX = 1000 };

static struct slice
cut_line(struct slice *rest)
{
	struct slice line = {0};

	slice_cut(rest, '\n', &line);
	if (line.len > 0 && line.at[line.len - 1] == '\r')
		line.len--;
	return line;
}

/*
 * RFC 5322 section 2.2: "A field name MUST be composed of printable US-ASCII
 * characters (i.e., characters that have values between 33 and 126,
 * inclusive), except colon."
 */
static bool
is_field(struct slice line, struct slice *name)
{
	size_t colon = slice_find_byte(line, ':');

	if (colon == SIZE_MAX || colon == 0)
		return false;
	*name = slice_sub(line, 0, colon);
	for (size_t i = 0; i < colon; i++)
		if (line.at[i] < 33 || line.at[i] > 126)
			return false;
	return true;
}

static bool
is_mail_field(struct slice name)
{
	for (size_t i = 0; i < sizeof(mail_fields) / sizeof(*mail_fields); i++)
		if (slice_is_text_nocase(name, mail_fields[i]))
			return true;
	return false;
}

static bool
is_folded(struct slice line)
{
	return line.len > 0 && (line.at[0] == ' ' || line.at[0] == '\t');
}

static bool
is_header_block(struct slice head)
{
	unsigned fields = 0, of_mail = 0;
	struct slice name;

	while (head.len > 0) {
		bool whole = slice_find_byte(head, '\n') != SIZE_MAX;
		struct slice line = cut_line(&head);

		if (line.len == 0)
			break;
		if (fields > 0 && is_folded(line))
			continue;
		if (!is_field(line, &name)) {
			/* The cut end of a long block says nothing. */
			if (!whole)
				break;
			return false;
		}
		fields++;
		of_mail += is_mail_field(name);
	}
	return fields >= LEAST_FIELDS && of_mail > 0;
}

bool
kind_is_from_line(struct slice line)
{
	if (!slice_starts(line, slice_of("From ")) || line.len > FROM_LINE_MAX)
		return false;
	/* RFC 4155: an address and a time; the time tells it from a sentence. */
	for (size_t i = 5; i + 4 < line.len; i++)
		if (byte_is_digit(line.at[i]) &&
		    byte_is_digit(line.at[i + 1]) && line.at[i + 2] == ':' &&
		    byte_is_digit(line.at[i + 3]) &&
		    byte_is_digit(line.at[i + 4]))
			return true;
	return false;
}

static bool
is_mbox(struct slice head)
{
	struct slice name;

	return kind_is_from_line(cut_line(&head)) &&
	    is_field(cut_line(&head), &name);
}

enum kind
kind_guess(struct slice head, const char *name)
{
	if (is_mbox(head))
		return KIND_MBOX;
	if (is_header_block(head) ||
	    slice_ends_nocase(slice_of(name), slice_of(".eml")))
		return KIND_MAIL;
	return KIND_DOCUMENT;
}

bool
kind_of_name(const char *name, enum kind *kind)
{
	if (strcmp(name, "mail") == 0)
		*kind = KIND_MAIL;
	else if (strcmp(name, "mbox") == 0)
		*kind = KIND_MBOX;
	else if (strcmp(name, "document") == 0)
		*kind = KIND_DOCUMENT;
	else
		return false;
	return true;
}
