/*
 * readers - the document readers, for tests that run them without the scanner.
 */
#ifndef OUTMARK_CONTRACT_READERS_H
#define OUTMARK_CONTRACT_READERS_H

#include "scanner/extract/extract.h"

static const struct extractor *const readers[] = {
	&extractor_odf, &extractor_sheetxml, &extractor_elements, &extractor_smime,
	&extractor_pgp, &extractor_epub, &extractor_png, &extractor_jpeg,
	&extractor_gif, &extractor_webp, &extractor_tiff, &extractor_bmp,
	&extractor_emf, &extractor_wmf,
	&extractor_sevenzip, &extractor_rar, &extractor_tar, &extractor_cpio,
	&extractor_ar, &extractor_cab, &extractor_lha, &extractor_iso,
	&extractor_xar, &extractor_rpm, &extractor_gzip, &extractor_bzip2,
	&extractor_xz, &extractor_zstd, &extractor_lz4, &extractor_compress,
	&extractor_lzma, &extractor_lzip,
	&extractor_ooxml, &extractor_zip,
	&extractor_doc, &extractor_xls, &extractor_ppt, &extractor_msg,
	&extractor_ole, &extractor_rtf, &extractor_tnef,
#ifdef OUTMARK_WITH_POPPLER
	&extractor_pdf,
#endif
};

enum { READER_COUNT = sizeof(readers) / sizeof(readers[0]) };

#endif
