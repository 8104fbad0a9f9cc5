/*
 * fuzz_xlsb - any bytes as one binary part of an xlsb workbook.
 *
 * The zip around it is left out, so that its records are what changes.  The
 * part is made XML and read as a workbook then, as in the whole reader.
 */
#include "base/arena.h"
#include "fuzz/sink.h"
#include "scanner/extract/ooxml.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static enum rc
read_part(struct ooxml *ooxml, struct err *err)
{
	TRY(ooxml_binary(ooxml, err));
	TRY(ooxml_sheets(ooxml, err));
	return ooxml_rest(ooxml, err);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz_sink sink;
	struct err err = {.text = ""};
	struct opc_part part = {.number = 1, .content = buf_new(1 << 26),
		.name = slice_of("xl/worksheets/sheet1.bin"),
		.type = slice_of("application/vnd.ms-excel.worksheet")};
	struct emit emit;
	struct ooxml ooxml;

	fuzz_sink_begin(&sink, slice_bytes(data, size));
	emit = emit_new(&sink.job, &sink.sink);
	ooxml = (struct ooxml){&emit, sink.job.arena, {&emit, sink.job.arena,
		&part, 1, 1, RC_OK}};
	fuzz_must(buf_put(&part.content, slice_bytes(data, size)));
	fuzz_sink_end(&sink, read_part(&ooxml, &err), &err);
	buf_free(&part.content);
	return 0;
}
