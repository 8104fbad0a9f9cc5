/*
 * odf_style - which styles of an OpenDocument hide what they format?
 *
 * A style says so in one of the property elements below it.  Past the ceiling
 * of styles hidden text is still told, only not called hidden.
 */
#include "scanner/extract/odf.h"

static bool
odf_style_is_hiding(const struct xml_element *element)
{
	if (strstr(element->name, "-properties") == NULL)
		return false;
	return slice_is_text(xml_attribute(element, "display"), "none") ||
	    slice_is_text(xml_attribute(element, "display"), "false") ||
	    slice_is_text(xml_attribute(element, "visibility"), "hidden");
}

static enum rc
odf_style_keep(struct odf_styles *styles, struct slice from,
    struct slice *to, struct err *err)
{
	*to = arena_copy(styles->arena, from);
	return to->at != NULL ? RC_OK :
	    arena_full(styles->arena, "a document's styles", err);
}

enum rc
odf_style_begin(struct odf_styles *styles, const struct xml_element *element,
    struct err *err)
{
	if (styles->count == ODF_STYLES_MOST)
		return RC_OK;
	if (xml_is(element, "style")) {
		TRY(odf_style_keep(styles, xml_attribute(element, "name"),
		    &styles->name, err));
		return odf_style_keep(styles, xml_attribute(element,
		    "family"), &styles->family, err);
	}
	if (styles->name.len == 0 || !odf_style_is_hiding(element))
		return RC_OK;
	styles->hidden[styles->count].name = styles->name;
	styles->hidden[styles->count++].family = styles->family;
	return RC_OK;
}

bool
odf_style_hides(const struct odf_styles *styles, const char *family,
    struct slice name)
{
	for (size_t i = 0; name.len > 0 && i < styles->count; i++)
		if (slice_is(styles->hidden[i].name, name) &&
		    slice_is_text(styles->hidden[i].family, family))
			return true;
	return false;
}
