#!/bin/bash
# samples.sh - makes the sample messages of the quickstart; source it.
#
#   samples_make FOLDER    writes NN-name.eml and NN-name.to (one recipient a line)
#
# Everything in them is invented: numbers are from ranges never issued to
# anybody or published for testing, companies and people do not exist.

samples_xml='<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'

# A docx with one paragraph for each argument; LEVEL (may be empty) is its page header.
samples_docx() { # FILE HEADER PARAGRAPH...
	local file=$1 header=$2 dir p
	shift 2
	dir=$(mktemp -d) || return 1
	mkdir -p "$dir/_rels" "$dir/word/_rels"
	printf '%s' "$samples_xml<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/><Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/><Override PartName=\"/word/header1.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml\"/></Types>" >"$dir/[Content_Types].xml"
	printf '%s' "$samples_xml<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"word/document.xml\"/></Relationships>" >"$dir/_rels/.rels"
	printf '%s' "$samples_xml<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/header\" Target=\"header1.xml\"/></Relationships>" >"$dir/word/_rels/document.xml.rels"
	printf '%s' "$samples_xml<w:hdr xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:p><w:r><w:t>$header</w:t></w:r></w:p></w:hdr>" >"$dir/word/header1.xml"
	{
		printf '%s' "$samples_xml<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>"
		for p in "$@"; do
			printf '<w:p><w:r><w:t xml:space="preserve">%s</w:t></w:r></w:p>' "$p"
		done
		printf '<w:sectPr/></w:body></w:document>'
	} >"$dir/word/document.xml"
	rm -f "$file"
	(cd "$dir" && zip -q -X -r "$file" '[Content_Types].xml' _rels word)
	rm -rf "$dir"
}

# An xlsx with one sheet; each argument is a row, its cells separated by |.
samples_xlsx() { # FILE ROW...
	local file=$1 dir row cell n=0 column
	shift
	dir=$(mktemp -d) || return 1
	mkdir -p "$dir/_rels" "$dir/xl/_rels" "$dir/xl/worksheets"
	printf '%s' "$samples_xml<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/><Override PartName=\"/xl/workbook.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/><Override PartName=\"/xl/worksheets/sheet1.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/></Types>" >"$dir/[Content_Types].xml"
	printf '%s' "$samples_xml<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>" >"$dir/_rels/.rels"
	printf '%s' "$samples_xml<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets><sheet name=\"Orders\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>" >"$dir/xl/workbook.xml"
	printf '%s' "$samples_xml<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>" >"$dir/xl/_rels/workbook.xml.rels"
	{
		printf '%s' "$samples_xml<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>"
		for row in "$@"; do
			n=$((n + 1)) column=65
			printf '<row r="%d">' $n
			while IFS= read -r cell; do
				# shellcheck disable=SC2059
				printf "<c r=\"$(printf "\\$(printf %o $column)")$n\" t=\"inlineStr\"><is><t>%s</t></is></c>" "$cell"
				column=$((column + 1))
			done < <(printf '%s\n' "$row" | tr '|' '\n')
			printf '</row>'
		done
		printf '</sheetData></worksheet>'
	} >"$dir/xl/worksheets/sheet1.xml"
	rm -f "$file"
	(cd "$dir" && zip -q -X -r "$file" '[Content_Types].xml' _rels xl)
	rm -rf "$dir"
}

# A one-page PDF; each argument is a line.  Its cross-reference table is exact.
samples_pdf() { # FILE LINE...
	local file=$1 text='BT /F1 11 Tf 60 760 Td 15 TL' line offsets=() i n
	shift
	for line in "$@"; do
		line=${line//\\/\\\\} line=${line//(/\\(} line=${line//)/\\)}
		text+=" ($line) Tj T*"
	done
	text+=' ET'
	local objects=(
		'<</Type/Catalog/Pages 2 0 R>>'
		'<</Type/Pages/Kids[3 0 R]/Count 1>>'
		'<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>'
		"<</Length ${#text}>>stream
$text
endstream"
		'<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>'
	)
	printf '%%PDF-1.4\n' >"$file"
	for i in "${!objects[@]}"; do
		offsets+=("$(stat -c %s "$file")")
		printf '%d 0 obj\n%s\nendobj\n' $((i + 1)) "${objects[$i]}" >>"$file"
	done
	n=$(stat -c %s "$file")
	{
		printf 'xref\n0 %d\n0000000000 65535 f \n' $((${#objects[@]} + 1))
		printf '%010d 00000 n \n' "${offsets[@]}"
		printf 'trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n' \
		    $((${#objects[@]} + 1)) "$n"
	} >>"$file"
}

samples_number=0

# A mail from the FOLDER's ssender: TEXT is its body, further arguments are
# attachments.  Recipients come from the variable `to`.
samples_mail() { # FOLDER NAME SUBJECT TEXT [ATTACHMENT...]
	local folder=$1 name=$2 subject=$3 body=$4 file base
	shift 4
	samples_number=$((samples_number + 1))
	base=$folder/$(printf '%02d' $samples_number)-$name
	printf '%s\n' "${to[@]}" >"$base.to"
	{
		printf 'From: Pat Doe <pat.doe@agency.example>\nTo: %s\n' "${to[0]}"
		printf 'Date: Mon, 02 Nov 2026 10:%02d:00 +0000\n' $samples_number
		printf 'Message-ID: <sample-%d@agency.example>\nSubject: %s\nMIME-Version: 1.0\n' \
		    $samples_number "$subject"
		if [ $# = 0 ]; then
			printf 'Content-Type: text/plain; charset=utf-8\n\n%s\n' "$body"
		else
			printf 'Content-Type: multipart/mixed; boundary=sample\n\n--sample\n'
			printf 'Content-Type: text/plain; charset=utf-8\n\n%s\n' "$body"
			for file in "$@"; do
				printf -- '--sample\nContent-Type: application/octet-stream\n'
				printf 'Content-Disposition: attachment; filename="%s"\n' "$(basename "$file")"
				printf 'Content-Transfer-Encoding: base64\n\n'
				base64 "$file"
			done
			printf -- '--sample--\n'
		fi
	} | sed 's/$/\r/' >"$base.eml"
}

samples_contract() {
	contract=(
		'STATEMENT OF WORK'
		'This Statement of Work is entered into as of November 2, 2026 by and between Northfield Test Agency and Example Systems, Inc. ("Contractor") under Master Services Agreement No. 4711.'
		'1. Scope of Work. Contractor shall provide the services described below.'
		'2. Deliverables. Contractor shall deliver a migration plan and a final report.'
		'3. Period of Performance. The period of performance is January 4, 2027 through June 30, 2027.'
		'4. Payment Terms. Agency shall pay the fixed price on acceptance, net 30 days.'
		'5. Acceptance Criteria. Each deliverable is accepted in writing within ten days.'
		'This Statement of Work shall be governed by and construed in accordance with the laws of the State of Ohio.'
		'IN WITNESS WHEREOF, the parties hereto have caused this Statement of Work to be executed by their duly authorized representatives.'
		'By: /s/ Alex Sample   Name: Alex Sample   Title: Director   Date: November 2, 2026'
	)
	order=(
		'PURCHASE ORDER'
		'PO Number: 4500012345'
		'Purchase Order Date: November 2, 2026'
		'Vendor: Example Systems, Inc.     Ship To: Northfield Test Agency'
		'Bill To: Northfield Test Agency, Accounts Payable'
		'Item   Description             Quantity   Unit Price   Total'
		'1      Field radio, model X    12         250.00       3,000.00'
		'Payment Terms: Net 30          Delivery Date: December 1, 2026'
		'This purchase order is subject to the terms and conditions attached.'
		'Authorized Signature: ______________________'
	)
}

samples_make() { # FOLDER
	local folder=$1 parts to
	parts=$(mktemp -d) || return 1
	samples_number=0
	samples_contract

	to=(sam@partner-company.example)
	samples_mail "$folder" clean 'Lunch on Thursday' \
	    'Shall we meet at noon? The canteen has soup.'
	to=(someone@gmail.com)
	samples_mail "$folder" personal-data 'Your file' \
	    'Her Social Security number is 536-90-4399, please keep it safe.'
	samples_xlsx "$parts/cards.xlsx" 'Customer|Card number|Expires' \
	    'A. Sample|4539 5787 6362 1486|12/28' 'B. Sample|5425 2334 3010 9903|01/29' \
	    'C. Sample|4916 3385 0608 2832|07/27'
	samples_mail "$folder" cards-in-xlsx 'Customers' 'The list is attached.' "$parts/cards.xlsx"
	samples_mail "$folder" cui-banner 'Plan' \
	    'CUI//SP-CTI//NOFORN

The drawing of the antenna mount follows next week.

CUI//SP-CTI//NOFORN'
	samples_docx "$parts/report.docx" 'SECRET//NOFORN' \
	    '(U) Summary of the exercise.' '(S//NF) The convoy left at dawn.' \
	    'Classified By: J. Sample, Analyst' 'Derived From: Test Guide 1, Dated 20260101' \
	    'Declassify On: 20510101'
	samples_mail "$folder" classified-banner-docx 'Report' 'See the report.' "$parts/report.docx"
	samples_docx "$parts/sow.docx" '' "${contract[@]}"
	samples_mail "$folder" statement-of-work-docx 'SoW' 'Signed version attached.' "$parts/sow.docx"
	samples_pdf "$parts/sow.pdf" "${contract[@]}"
	samples_mail "$folder" statement-of-work-pdf 'SoW' 'Signed version attached.' "$parts/sow.pdf"
	samples_docx "$parts/order.docx" '' "${order[@]}"
	samples_mail "$folder" purchase-order-docx 'Order' 'Please confirm.' "$parts/order.docx"
	samples_pdf "$parts/order.pdf" "${order[@]}"
	samples_mail "$folder" purchase-order-pdf 'Order' 'Please confirm.' "$parts/order.pdf"
	printf 'Applicant: A. Sample\nSocial Security number: 536-90-4399\n' >"$parts/applicant.txt"
	(cd "$parts" && zip -q -X inner.zip applicant.txt && zip -q -X outer.zip inner.zip &&
	    zip -q -X -P 'correct horse' locked.zip applicant.txt)
	samples_mail "$folder" zip-in-a-zip 'Files' 'As promised.' "$parts/outer.zip"
	samples_mail "$folder" encrypted-zip 'Files' 'I will call you with the password.' "$parts/locked.zip"
	to=(kim@contractor.onmicrosoft.us someone@gmail.com)
	samples_mail "$folder" approved-and-unapproved 'Plan' \
	    'CUI

The drawing of the antenna mount follows next week.

CUI'
	to=(kim@contractor.onmicrosoft.us)
	samples_mail "$folder" approved-only 'Plan' \
	    'CUI

The drawing of the antenna mount follows next week.

CUI'
	to=(someone@gmail.com)
	samples_mail "$folder" share-link 'Our folder' \
	    'Everything is here: https://www.dropbox.com/scl/fo/0example0/AExample?rlkey=0example0&dl=0'
	to=(lee@agency.example)
	samples_mail "$folder" internal 'Your file' \
	    'Her Social Security number is 536-90-4399, please keep it safe.'
	rm -rf "$parts"
}
