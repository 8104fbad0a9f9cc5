#!/bin/bash
# places - a marking is found wherever a document can bear one, and where is said.
#
#   tests/scenario/places.sh BUILD-FOLDER
#
# All documents are invented and made here.  Ends with "N passed, N failed".
set -u
# shellcheck source=begin.sh disable=SC1091
. "$(dirname "${BASH_SOURCE[0]}")/begin.sh"
needs jq zip
mkdir tmp cache documents
shopt -s lastpipe
export OUTMARK_LIBEXEC=$build TMPDIR=$work/tmp
printf '%s\n' 'own_domains: [own.example]' "cache_dir: $work/cache" \
    "policy_file: $top/rules/policy/default.yaml" >own.yaml
[ "$(id -u)" = 0 ] &&
	echo "scanner_user: \"${OUTMARK_TEST_UID:-61102}\"" >>own.yaml
declare -A due

head='<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
package=http://schemas.openxmlformats.org/package/2006
office=http://schemas.openxmlformats.org/officeDocument/2006
drawing=http://schemas.openxmlformats.org/drawingml/2006/main
mark='NATO SECRET'

# "TYPE TARGET" lines on stdin as relationships rId1, rId2, ...
relations() {
	local type target n=0
	printf '%s<Relationships xmlns="%s/relationships">' "$head" $package
	while read -r type target; do
		[ -n "$type" ] || continue
		case $type in http*) ;; *) type=$office/relationships/$type ;; esac
		n=$((n + 1))
		printf '<Relationship Id="rId%d" Type="%s" Target="%s"/>' \
		    $n "$type" "$target"
	done
	printf '</Relationships>'
}
# A package of the files in pack/ with MAIN as its document; then an empty one.
main_type() {
	printf '%s<Types xmlns="%s/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/%s" ContentType="application/vnd.openxmlformats-officedocument.%s.main+xml"/></Types>' \
	    "$head" $package "$1" "$2"
}
put() { # PATH, content on stdin
	mkdir -p "pack/$(dirname "$1")"
	cat >"pack/$1"
}
pack() { # NAME WHERE: the files of pack/ as documents/NAME, marked at WHERE
	(cd pack && zip -q -X -r "../documents/$1" .)
	due[$1]=$2
	rm -rf pack
}

# ------------------------------------------------------------------------- docx
word='xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:v="urn:schemas-microsoft-com:vml" xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:r="'$office'/relationships"'
paragraph() { printf '<w:p><w:r><w:t>%s</w:t></w:r></w:p>' "$1"; }
docx() { # NAME WHERE PART-TYPE PART-FILE ELEMENT CONTENT [BODY]
	main_type word/document.xml wordprocessingml.document |
	    put '[Content_Types].xml'
	printf 'officeDocument word/document.xml\n%s\n' "${root-}" |
	    relations | put _rels/.rels
	printf '%s %s\n' "$3" "$4" | relations |
	    put word/_rels/document.xml.rels
	printf '%s<w:%s %s>%s</w:%s>' "$head" "$5" "$word" "$6" "$5" |
	    put "word/$4"
	printf '%s<w:document %s><w:body>%s%s%s%s%s%s</w:body></w:document>' \
	    "$head" "$word" "${7-}" "$(paragraph 'The bridge is old.')" \
	    "$(paragraph 'It is long.')" "$(paragraph 'It is high.')" \
	    "$(paragraph 'It is red.')" "$(paragraph 'It is wide.')" |
	    put word/document.xml
	pack "$1" "$2"
}
docx header.docx 'header 1' header header1.xml hdr "$(paragraph "$mark")"
docx footer.docx 'footer 1' footer footer1.xml ftr \
    "<w:p><w:r><w:t>Acme</w:t><w:tab/><w:t>$mark</w:t><w:tab/><w:t>1</w:t></w:r></w:p>"
docx split.docx 'header 1' header header1.xml hdr \
    '<w:p><w:r><w:t>NATO </w:t></w:r><w:r><w:t>SEC</w:t></w:r><w:r><w:t>RET</w:t></w:r></w:p>'
docx watermark.docx 'header 1' header header1.xml hdr \
    "<w:p><w:r><w:pict><v:shape id=\"PowerPlusWaterMarkObject1\"><v:textpath string=\"$mark\"/></v:shape></w:pict></w:r></w:p>"
docx wordart.docx 'header 1 > text box 1' header header1.xml hdr \
    "<w:p><w:r><w:drawing><wps:wsp><wps:txbx><w:txbxContent>$(paragraph "$mark")</w:txbxContent></wps:txbx></wps:wsp></w:drawing></w:r></w:p>"
docx comment.docx 'comment 1' comments comments.xml comments \
    "<w:comment w:id=\"0\" w:author=\"Ann\">$(paragraph "$mark")</w:comment>"
docx footnote.docx 'footnote 1' footnotes footnotes.xml footnotes \
    "<w:footnote w:id=\"2\">$(paragraph "$mark")</w:footnote>"
for name in 'Classification' 'Security Marking' 'AcmeSensitivity'; do
	root='custom-properties docProps/custom.xml'
	printf '%s<Properties xmlns="%s/custom-properties" xmlns:vt="%s/docPropsVTypes"><property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="2" name="%s"><vt:lpwstr>Nato Secret</vt:lpwstr></property></Properties>' \
	    "$head" $office $office "$name" | put docProps/custom.xml
	docx "property ${name// /}.docx" 'custom property 1' header h.xml hdr ''
done
for element in dc:title dc:subject cp:keywords cp:category cp:contentStatus; do
	root="$package/relationships/metadata/core-properties docProps/core.xml"
	printf '%s<cp:coreProperties xmlns:cp="%s/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><%s>%s</%s></cp:coreProperties>' \
	    "$head" $package $element "$mark" $element | put docProps/core.xml
	docx "core ${element#*:}.docx" 'core properties' header h.xml hdr ''
done
unset root

# ------------------------------------------------------------------------- xlsx
sheet() { # TAIL ROW...
	local tail=$1 n=0 row
	shift
	printf '%s<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="%s/relationships"><sheetData>' \
	    "$head" $office
	for row in "$@" Bridge Old Long High Wide; do
		n=$((n + 1))
		printf '<row r="%d"><c r="A%d" t="inlineStr"><is><t>%s</t></is></c></row>' \
		    $n $n "$row"
	done
	printf '</sheetData>%s</worksheet>' "$tail"
}
xlsx() { # NAME WHERE SHEET-1-TAIL [SHEET-2-STATE]; sheet 2 is put before
	main_type xl/workbook.xml spreadsheetml.sheet | put '[Content_Types].xml'
	echo 'officeDocument xl/workbook.xml' | relations | put _rels/.rels
	printf 'worksheet worksheets/sheet1.xml\n%s\n' \
	    "${4:+worksheet worksheets/sheet2.xml}" | relations |
	    put xl/_rels/workbook.xml.rels
	printf '%s<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="%s/relationships"><sheets><sheet name="One" sheetId="1" r:id="rId1"/>%s</sheets></workbook>' \
	    "$head" $office \
	    "${4:+<sheet name=\"Two\" sheetId=\"2\" state=\"$4\" r:id=\"rId2\"/>}" |
	    put xl/workbook.xml
	sheet "$3" | put xl/worksheets/sheet1.xml
	pack "$1" "$2"
}
xlsx header.xlsx 'sheet 1' "<headerFooter><oddHeader>&amp;L&amp;D&amp;C&amp;\"Arial,Bold\"&amp;14$mark&amp;RPage &amp;P</oddHeader></headerFooter>"
xlsx first-footer.xlsx 'sheet 1' "<headerFooter differentFirst=\"1\"><firstFooter>&amp;R$mark</firstFooter></headerFooter>"
sheet '' "$mark" | put xl/worksheets/sheet2.xml
xlsx hidden-sheet.xlsx 'sheet 2 > A1' '' veryHidden
echo 'comments ../comments1.xml' | relations |
    put xl/worksheets/_rels/sheet1.xml.rels
printf '%s<comments xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><authors><author>Ann</author></authors><commentList><comment ref="A1" authorId="0"><text><r><t>%s</t></r></text></comment></commentList></comments>' \
    "$head" "$mark" | put xl/comments1.xml
xlsx comment.xlsx 'sheet 1 > A1 > comment' ''
echo 'drawing ../drawings/drawing1.xml' | relations |
    put xl/worksheets/_rels/sheet1.xml.rels
printf '%s<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" xmlns:a="%s"><xdr:twoCellAnchor><xdr:sp><xdr:txBody><a:p><a:r><a:t>%s</a:t></a:r></a:p></xdr:txBody></xdr:sp></xdr:twoCellAnchor></xdr:wsDr>' \
    "$head" $drawing "$mark" | put xl/drawings/drawing1.xml
xlsx textbox.xlsx 'sheet 1 > drawing 1' '<drawing r:id="rId1"/>'

# ------------------------------------------------------------------------- pptx
slide=http://schemas.openxmlformats.org/presentationml/2006/main
shape() { # TEXT [PLACEHOLDER]
	printf '<p:sp><p:nvSpPr><p:nvPr>%s</p:nvPr></p:nvSpPr><p:txBody><a:p><a:r><a:t>%s</a:t></a:r></a:p></p:txBody></p:sp>' \
	    "${2:+<p:ph type=\"$2\"/>}" "$1"
}
tree() { # ELEMENT SHAPES [ATTRIBUTE]
	printf '%s<p:%s xmlns:p="%s" xmlns:a="%s" xmlns:r="%s/relationships" %s><p:cSld><p:spTree>%s</p:spTree></p:cSld></p:%s>' \
	    "$head" "$1" $slide $drawing $office "${3-}" "$2" "$1"
}
words=$(shape 'The bridge is old.' body; shape 'It is long.' body
    shape 'It is high.' body; shape 'It is red.' body; shape 'It is wide.' body)
pptx() { # NAME WHERE SLIDE [ATTRIBUTE]; MASTER, LAYOUT, MORE
	main_type ppt/presentation.xml presentationml.presentation |
	    put '[Content_Types].xml'
	echo 'officeDocument ppt/presentation.xml' | relations | put _rels/.rels
	printf '%s<p:presentation xmlns:p="%s" xmlns:r="%s/relationships"><p:sldMasterIdLst><p:sldMasterId id="2147483648" r:id="rId1"/></p:sldMasterIdLst><p:sldIdLst><p:sldId id="256" r:id="rId2"/></p:sldIdLst></p:presentation>' \
	    "$head" $slide $office | put ppt/presentation.xml
	printf 'slideMaster slideMasters/slideMaster1.xml\nslide slides/slide1.xml\n%s\n' \
	    "${more-}" | relations | put ppt/_rels/presentation.xml.rels
	tree sld "$3" "${4-}" | put ppt/slides/slide1.xml
	printf 'slideLayout ../slideLayouts/slideLayout1.xml\n%s\n' \
	    "${beside-}" | relations | put ppt/slides/_rels/slide1.xml.rels
	tree sldMaster "${master:-$(shape 'Click to edit' title)}" |
	    put ppt/slideMasters/slideMaster1.xml
	echo 'slideLayout ../slideLayouts/slideLayout1.xml' | relations |
	    put ppt/slideMasters/_rels/slideMaster1.xml.rels
	tree sldLayout "${layout:-$(shape 'Click to edit' title)}" |
	    put ppt/slideLayouts/slideLayout1.xml
	echo 'slideMaster ../slideMasters/slideMaster1.xml' | relations |
	    put ppt/slideLayouts/_rels/slideLayout1.xml.rels
	pack "$1" "$2"
	unset more beside master layout
}
master=$(shape 'Click to edit' title; shape "$mark")
pptx master.pptx 'master 1' "$words"
master=$(shape 'Click to edit' title; shape "$mark" ftr)
pptx master-footer.pptx 'master 1' "$words"
layout=$(shape 'Click to edit' title; shape "$mark")
pptx layout.pptx 'layout 1' "$words"
pptx footer.pptx 'slide 1' "$words$(shape "$mark" ftr)"
pptx middle.pptx 'slide 1' "$words$(shape "$mark")$words"
pptx hidden.pptx 'slide 1' "$(shape "$mark")$words" 'show="0"'
beside='notesSlide ../notesSlides/notesSlide1.xml'
tree notes "$(shape "$mark" body)" | put ppt/notesSlides/notesSlide1.xml
pptx notes.pptx 'slide 1 > notes' "$words"
beside='comments ../comments/comment1.xml'
printf '%s<p:cmLst xmlns:p="%s"><p:cm authorId="0"><p:text>%s</p:text></p:cm></p:cmLst>' \
    "$head" $slide "$mark" | put ppt/comments/comment1.xml
pptx comment.pptx 'slide 1 > comment 1' "$words"
more='notesMaster notesMasters/notesMaster1.xml'
tree notesMaster "$(shape "$mark" hdr)" | put ppt/notesMasters/notesMaster1.xml
pptx notes-master.pptx 'notes master 1' "$words"
more='handoutMaster handoutMasters/handoutMaster1.xml'
tree handoutMaster "$(shape "$mark" hdr)" |
    put ppt/handoutMasters/handoutMaster1.xml
pptx handout-master.pptx 'handout master 1' "$words"

# ------------------------------------------------------------------ OpenDocument
names=$(for pair in office:office text:text style:style draw:drawing \
    meta:meta presentation:presentation table:table; do
	printf ' xmlns:%s="urn:oasis:names:tc:opendocument:xmlns:%s:1.0"' \
	    "${pair%:*}" "${pair#*:}"
done; printf ' xmlns:dc="http://purl.org/dc/elements/1.1/"')
lines=$(printf '<text:p>%s</text:p>' 'The bridge is old.' 'It is long.' \
    'It is high.' 'It is red.' 'It is wide.' 'It is blue.')
odf() { # NAME WHERE KIND CONTENT STYLES META
	printf 'application/vnd.oasis.opendocument.%s' "$3" | put mimetype
	printf '%s<office:document-content%s><office:body><office:%s>%s</office:%s></office:body></office:document-content>' \
	    "$head" "$names" "$3" "$4" "$3" | put content.xml
	printf '%s<office:document-styles%s><office:master-styles>%s</office:master-styles></office:document-styles>' \
	    "$head" "$names" "$5" | put styles.xml
	printf '%s<office:document-meta%s><office:meta>%s</office:meta></office:document-meta>' \
	    "$head" "$names" "$6" | put meta.xml
	(cd pack && zip -q -X -0 "../documents/$1" mimetype && rm mimetype)
	pack "$1" "$2"
}
page() { printf '<style:master-page style:name="Standard">%s</style:master-page>' "$1"; }
text="<text:p>$mark</text:p>"
odf header.odt 'header 1' text "$lines" \
    "$(page "<style:header>$text</style:header>")" ''
odf footer.odt 'footer 1' text "$lines" "$(page \
    "<style:footer><text:p>Acme<text:tab/>$mark<text:tab/>1</text:p></style:footer>")" ''
odf watermark.odt 'header 1' text "$lines" "$(page \
    "<style:header><text:p><draw:custom-shape draw:name=\"PowerPlusWaterMarkObject\">$text</draw:custom-shape></text:p></style:header>")" ''
odf comment.odt 'comment 1' text \
    "<text:p>It <office:annotation><dc:creator>Ann</dc:creator>$text</office:annotation></text:p>$lines" '' ''
odf property.odt 'custom property 1' text "$lines" '' \
    "<meta:user-defined meta:name=\"Classification\">$mark</meta:user-defined>"
odf keyword.odt 'core properties' text "$lines" '' \
    "<meta:keyword>$mark</meta:keyword>"
odf master.odp 'master 1' presentation \
    "<draw:page><draw:frame><draw:text-box>$lines</draw:text-box></draw:frame></draw:page>" \
    "$(page "<draw:frame><draw:text-box>$text</draw:text-box></draw:frame>")" ''
odf header.ods 'header 1' spreadsheet \
    '<table:table table:name="One"><table:table-row><table:table-cell office:value-type="string"><text:p>Bridge</text:p></table:table-cell></table:table-row></table:table>' \
    "$(page "<style:header>$text</style:header>")" ''

# -------------------------------------------------------------------------- PDF
write() { # Y TEXT [X]
	printf 'BT /F1 12 Tf %d %d Td (%s) Tj ET\n' "${3:-72}" "$1" "$2"
}
prose=$(write 700 'The bridge is old.'; write 680 'It is long.'
    write 660 'It is high.'; write 640 'It is red.'; write 620 'It is wide.'
    write 600 'It is blue.'; write 580 'It is green.')
pdf() { # NAME WHERE CONTENT [INFO] [ANNOTATION]; a file without a table of objects
	{
		printf '%%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n'
		printf '2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n'
		printf '3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> %s >>\nendobj\n' \
		    "${5:+/Annots [<< /Type /Annot /Rect [200 800 400 830] $5 >>]}"
		printf '4 0 obj\n<< /Length %d >>\nstream\n%s\nendstream\nendobj\n' \
		    $((${#3} + 1)) "$3"
		printf '5 0 obj\n<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>\nendobj\n'
		printf '6 0 obj\n<< %s >>\nendobj\n' "${4-}"
		printf 'trailer\n<< /Size 7 /Root 1 0 R /Info 6 0 R >>\n%%%%EOF\n'
	} >"documents/$1"
	due[$1]=$2
}
pdf header.pdf 'page 1' "$(write 810 "$mark" 250)$prose"
pdf row.pdf 'page 1' "$(write 810 Acme; write 810 "$mark" 250
    write 810 'Page 1' 500)$prose"
pdf spaced.pdf 'page 1' "$(write 810 'N A T O   S E C R E T' 250)$prose"
pdf rising.pdf 'page 1' "$prose"$'\n'"BT /F1 60 Tf 0.7 0.7 -0.7 0.7 150 300 Tm ($mark) Tj ET"
pdf falling.pdf 'page 1' "BT /F1 60 Tf 0.7 -0.7 0.7 0.7 150 700 Tm ($mark) Tj ET"$'\n'"$prose"
pdf freetext.pdf 'page 1' "$prose" '' \
    "/Subtype /FreeText /Contents ($mark) /DA (/F1 12 Tf)"
pdf note.pdf 'page 1 > note 1' "$prose" '' "/Subtype /Text /Contents ($mark)"
for key in Title Subject Keywords Classification; do
	pdf "info-$key.pdf" 'document properties' "$prose" "/$key ($mark)"
done

# ------------------------------------------------------------------ what is found
"$build/outmark" scan --json --rules "$top/rules" --config own.yaml documents \
    >out 2>err
[ $? -le 1 ] || { bad 'the documents are scanned'; cat err; }
jq -r '[(.file | sub(".*/"; "")), ([.markings[] | select(.mention | not) |
    .system + ": " + .level + " at " + .where] | unique | join("; "))] |
    join("|")' out |
while IFS='|' read -r name found; do
	want="nato: $mark at ${due[$name]}"
	if [ "$found" = "$want" ]; then good "$name: ${due[$name]}"
	else bad "$name: got '$found', not '$want'"; fi
	unset "due[$name]"
done
for name in "${!due[@]}"; do bad "$name was not read"; done

scenario_end
