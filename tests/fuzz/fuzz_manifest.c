/*
 * fuzz_manifest - any bytes as the manifest of an OpenDocument package that says
 * how its parts are locked.
 *
 * Two parts stand beside it, of 40 bytes and of 3000; a word is tried on them.
 */
#include <stdlib.h>

#include "base/arena.h"
#include "fuzz/sink.h"
#include "scanner/extract/odf_lock.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct manifest {
	struct odf odf;
	struct opc_part *part;
	struct odf_lock *lock;
};

static enum rc
on_element(void *own, const struct xml_element *element, struct err *err)
{
	struct manifest *manifest = own;

	if (xml_is(element, "file-entry"))
		manifest->part = opc_find(&manifest->odf.opc,
		    xml_attribute(element, "full-path"));
	return odf_lock_begin(manifest->lock, element, manifest->part, err);
}

static void
put_part(struct opc_part *part, const char *name, size_t len)
{
	*part = (struct opc_part){.name = slice_of(name),
		.content = buf_new(1 << 20),
		.causes = cause_bit(CAUSE_encrypted)};
	for (size_t i = 0; i < len; i++)
		(void)!buf_byte(&part->content, (unsigned char)(i * 13));
}

static enum rc
read_manifest(struct manifest *manifest, struct slice bytes, struct err *err)
{
	struct xml_handler handler = {.own = manifest, .begin = on_element};
	cause_set causes = 0;
	enum rc rc = xml_read(manifest->odf.emit, bytes, &handler, &causes,
	    err);

	if (rc == RC_OK && manifest->lock->count > 0)
		rc = odf_lock_open(manifest->lock, err);
	return rc == RC_END ? RC_OK : rc;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice bytes = slice_bytes(data, size);
	struct opc_part parts[2];
	struct manifest manifest = {.part = NULL};
	struct fuzz_sink sink;
	struct err err = {.text = ""};
	struct emit emit;

	fuzz_sink_begin(&sink, bytes);
	emit = emit_new(&sink.job, &sink.sink);
	put_part(&parts[0], "content.xml", 40);
	put_part(&parts[1], "styles.xml", 3000);
	manifest.odf = (struct odf){.emit = &emit, .arena = sink.job.arena,
		.opc = {.emit = &emit, .arena = sink.job.arena,
		    .parts = parts, .count = 2, .room = 2}};
	manifest.lock = arena_alloc(sink.job.arena, sizeof(*manifest.lock));
	fuzz_must(manifest.lock != NULL);
	manifest.lock->odf = &manifest.odf;
	fuzz_sink_end(&sink, read_manifest(&manifest, bytes, &err), &err);
	for (size_t i = 0; i < 2; i++)
		buf_free(&parts[i].content);
	return 0;
}
