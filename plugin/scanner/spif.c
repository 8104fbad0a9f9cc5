/*
 * spif - a security policy file (XML SPIF) as a table of labels.
 *
 *   <SPIF version="79"><securityPolicyId name="NATO" id="1.3.26.1.3.1"/>
 *   <securityClassification name="SECRET" lacv="4">
 *     <markingData phrase="..."><code>replacePolicy</code></markingData>
 *
 * A person reads the table, puts it into markings/ of the site's rules and
 * answers for it: a policy file never changes a rule by itself.  Categories are
 * not taken over.
 */
#include "scanner/spif.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/io.h"
#include "scanner/extract/xml.h"

enum { CLASSES_MOST = 64, PHRASES_MOST = 8, NAME_MOST = 96,
	FILE_MOST = 16 << 20, ARENA_MOST = 64 << 20, TABLE_MOST = 1 << 20 };

struct class {
	char name[NAME_MOST], lacv[NAME_MOST];
	char instead[NAME_MOST];	/* of the policy's name; "" none */
	char phrases[PHRASES_MOST][NAME_MOST];	/* in other languages */
	size_t phrase_count;
};

struct spif {
	char policy[NAME_MOST], id[NAME_MOST], version[NAME_MOST];
	struct class classes[CLASSES_MOST];
	size_t count;
	char phrase[NAME_MOST];	/* of the marking data being read */
	bool in_class, is_code, replaces;
};

static void
copy_attribute(const struct xml_element *element, const char *name,
    char out[NAME_MOST])
{
	struct slice value = slice_trim(xml_attribute(element, name));

	snprintf(out, NAME_MOST, "%.*s",
	    (int)(value.len < NAME_MOST ? value.len : NAME_MOST - 1),
	    (const char *)value.at);
}

static enum rc
on_begin(void *own, const struct xml_element *element, struct err *err)
{
	struct spif *s = own;
	struct class *class = &s->classes[s->count];

	if (xml_is(element, "SPIF"))
		copy_attribute(element, "version", s->version);
	else if (xml_is(element, "securityPolicyId")) {
		copy_attribute(element, "name", s->policy);
		copy_attribute(element, "id", s->id);
	} else if (xml_is(element, "securityClassification")) {
		if (s->count == CLASSES_MOST)
			return err_set(err, RC_INPUT, "the policy has more "
			    "than %d classifications", CLASSES_MOST);
		*class = (struct class){0};
		copy_attribute(element, "name", class->name);
		copy_attribute(element, "lacv", class->lacv);
		s->in_class = true;
	} else if (xml_is(element, "markingData")) {
		copy_attribute(element, "phrase", s->phrase);
		s->replaces = false;
	}
	s->is_code = xml_is(element, "code");
	return RC_OK;
}

static enum rc
on_text(void *own, struct slice text, struct err *err)
{
	struct spif *s = own;

	(void)err;
	if (s->is_code && slice_is_text(slice_trim(text), "replacePolicy"))
		s->replaces = true;
	return RC_OK;
}

static void
end_marking(struct spif *s)
{
	struct class *class = &s->classes[s->count];

	if (!s->in_class || s->phrase[0] == '\0')
		return;
	if (s->replaces)
		memcpy(class->instead, s->phrase, NAME_MOST);
	else if (class->phrase_count < PHRASES_MOST)
		memcpy(class->phrases[class->phrase_count++], s->phrase,
		    NAME_MOST);
}

static enum rc
on_end(void *own, const struct xml_element *element, struct err *err)
{
	struct spif *s = own;

	(void)err;
	s->is_code = false;
	if (xml_is(element, "markingData"))
		end_marking(s);
	if (xml_is(element, "securityClassification") && s->in_class) {
		s->count += s->classes[s->count].name[0] != '\0';
		s->in_class = false;
	}
	return RC_OK;
}

/* ---------------------------------------------------------------- writing */

/* A double-quoted scalar of YAML. */
static void
put_quoted(struct buf *out, const char *a, const char *between, const char *b)
{
	const char *parts[] = {a, between, b};

	buf_byte(out, '"');
	for (size_t i = 0; i < 3; i++)
		for (const char *c = parts[i]; *c != '\0'; c++) {
			if (*c == '"' || *c == '\\')
				buf_byte(out, '\\');
			buf_byte(out, (unsigned char)*c < ' ' ? ' ' :
			    (unsigned char)*c);
		}
	buf_byte(out, '"');
}

static void
put_code(struct buf *out, const struct spif *s, const struct class *class)
{
	buf_text(out, "  - {code: ");
	put_quoted(out, class->instead[0] != '\0' ? class->instead :
	    s->policy, " ", class->name);
	buf_text(out, ", forms: [");
}

static void
put_lists(struct buf *out, const struct spif *s)
{
	buf_text(out, "lists:\n  ess:\n");
	for (size_t i = 0; i < s->count; i++) {
		put_code(out, s, &s->classes[i]);
		put_quoted(out, s->id, "#", s->classes[i].lacv);
		buf_text(out, "]}\n");
	}
	buf_text(out, "  stanag-4774:\n");
	for (size_t i = 0; i < s->count; i++) {
		put_code(out, s, &s->classes[i]);
		put_quoted(out, s->policy, "/", s->classes[i].name);
		buf_text(out, "]}\n");
	}
	buf_text(out, "  sio:\n");
	for (size_t i = 0; i < s->count; i++) {
		const struct class *class = &s->classes[i];

		put_code(out, s, class);
		put_quoted(out, s->policy, " ", class->name);
		for (size_t p = 0; p < class->phrase_count; p++) {
			buf_text(out, ", ");
			put_quoted(out, s->policy, " ", class->phrases[p]);
		}
		buf_text(out, "]}\n");
	}
}

static enum rc
put_table(struct buf *out, const struct spif *s, const char *name,
    struct err *err)
{
	if (s->policy[0] == '\0' || s->count == 0)
		return err_set(err, RC_INPUT, "%s is no security policy in "
		    "XML: it names no policy or no classification", name);
	buf_printf(out, "# What the labels of a policy mean; made from %s.\n"
	    "# Read it, then put it into markings/ of your own rules.\n"
	    "format: 1\nsystem: label\nversion: ", name);
	put_quoted(out, s->version[0] != '\0' ? s->version : "1", "", "");
	buf_text(out, "\nsource: ");
	put_quoted(out, "SPIF of ", s->policy, "");
	buf_text(out, "\n");
	put_lists(out, s);
	return buf_check(out, "the table", err);
}

/* No text is told: only what the handlers keep. */
static enum rc
drop_text(void *own, uint32_t place, unsigned flags, struct slice utf8,
    struct err *err)
{
	(void)own, (void)place, (void)flags, (void)utf8, (void)err;
	return RC_OK;
}

enum rc
spif_table(struct slice xml, const char *name, struct buf *out,
    struct err *err)
{
	struct clock clock = clock_system();
	struct limits limits = limit_defaults();
	struct extract_job job = {.limits = &limits, .clock = &clock,
		.deadline_ms = clock_monotonic_ms(&clock) +
		limits.part_wall_ms};
	struct extract_sink sink = {.text = drop_text};
	struct emit emit = emit_new(&job, &sink);
	struct spif *s = calloc(1, sizeof *s);
	struct xml_handler handler = {.own = s, .begin = on_begin,
		.text = on_text, .end = on_end};
	cause_set causes = 0;
	enum rc rc = RC_OK;

	if (s == NULL)
		return err_set(err, RC_SYSTEM, "no memory for a policy");
	rc = xml_read(&emit, xml, &handler, &causes, err);
	if (rc == RC_OK && causes != 0)
		rc = err_set(err, RC_INPUT, "%s is damaged, or has a document "
		    "type: save it as plain XML", name);
	if (rc == RC_OK)
		rc = put_table(out, s, name, err);
	free(s);
	return rc;
}

static enum rc
run(const char *path, struct buf *out, struct err *err)
{
	struct buf bytes = buf_new(FILE_MOST);
	const char *name = strrchr(path, '/');
	enum rc rc = io_read_file(path, &bytes, err);

	xml_preload();
	if (rc == RC_OK)
		rc = spif_table(buf_slice(&bytes), name != NULL ? name + 1 :
		    path, out, err);
	buf_free(&bytes);
	return rc;
}

int
spif_main(int argc, char **argv)
{
	struct buf out = buf_new(TABLE_MOST);
	struct err err;
	int status = 0, file = 1;

	/* The folders of rules that every rules command is given. */
	while (file + 1 < argc && strncmp(argv[file], "--", 2) == 0)
		file += 2;
	if (file + 1 != argc || argv[file][0] == '-') {
		fprintf(stderr, "usage: outmark rules spif FILE\n");
		return 2;
	}
	if (run(argv[file], &out, &err) == RC_OK) {
		fwrite(out.at, 1, out.len, stdout);
	} else {
		fprintf(stderr, "outmark: rules: %s\n", err.text);
		status = 2;
	}
	buf_free(&out);
	return status;
}
