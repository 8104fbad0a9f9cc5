/*
 * samples_pdf - PDF files written object by object.
 */
#include "tool/samples.h"

void
samples_pdf(const char *folder)
{
	(void)folder;
}
