#!/bin/bash
# recall.sh - how many words of a document the readers find that others find.
#
#   tests/accuracy/recall.sh BUILD [FOLDER]
#
# The reference is pdftotext for PDF and LibreOffice, headless, for the rest; a
# line says so when one of them is not there.  A word is three or more letters or
# digits, counted once in a file.  Files that the reference cannot read, or finds
# under ten words in, do not count; nor do those that we say to be encrypted.
# Prints one line for each format, never a name or a text.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
[ $# -ge 1 ] || { echo "usage: $0 BUILD [FOLDER]" >&2; exit 2; }
build=$(cd "$1" && pwd)
folder=${2:-$here/../../../shared/corpora/attachments}
[ -d "$folder" ] || { echo "recall: skipped: there is no $folder"; exit 0; }
. "$here/scanner.sh"
mkdir "$work/files" "$work/reference" "$work/ours"

# Each format and what is asked of it.
targets='pdf 0.97
docx 0.97
odt 0.97
rtf 0.97
xlsx 0.97
pptx 0.97
doc 0.93
xls 0.93
ppt 0.93'

# Copies under numbers, so that no two have the same name.
copy()
{
	local number=0 file
	while IFS= read -r file; do
		number=$((number + 1))
		cp "$file" "$work/files/$number.$1"
	done < <(find "$folder" -type f -iname "*.$1" | sort)
}

words()
{
	LC_ALL=C.UTF-8 tr -cs '[:alnum:]' '\n' | LC_ALL=C.UTF-8 \
	    awk 'length($0) >= 3 { print tolower($0) }' | LC_ALL=C sort -u
}

convert()
{
	local format=$1 filter=$2
	(cd "$work/files" && timeout 300 soffice \
	    "-env:UserInstallation=file://$work/profile" --headless \
	    --convert-to "$filter" --outdir "$work/reference" ./*."$format" \
	    > /dev/null 2>&1) || true
}

reference()
{
	case $1 in
	pdf)
		command -v pdftotext > /dev/null || return 1
		for file in "$work"/files/*.pdf; do
			timeout 20 pdftotext -q "$file" \
			    "$work/reference/$(basename "$file" .pdf).txt" || true
		done ;;
	xlsx|xls)
		command -v soffice > /dev/null || return 1
		convert "$1" 'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1' ;;
	pptx|ppt)
		command -v soffice > /dev/null || return 1
		convert "$1" pdf
		for file in "$work"/reference/*.pdf; do
			[ -f "$file" ] && pdftotext -q "$file" || true
		done ;;
	*)
		command -v soffice > /dev/null || return 1
		convert "$1" 'txt:Text (encoded):UTF8' ;;
	esac
}

# Words of all that the reference made of one file.
reference_words()
{
	find "$work/reference" \( -name "$1.txt" -o -name "$1.csv" \
	    -o -name "$1-*.csv" \) -exec cat {} + | words
}

measure()
{
	local format=$1 target=$2 file stem
	rm -rf "$work"/files/* "$work"/reference/* "$work"/ours/*
	copy "$format"
	ls "$work"/files/*."$format" > /dev/null 2>&1 || return 0
	if ! reference "$format"; then
		echo "$format: skipped: there is no program to compare with"
		return 0
	fi
	for file in "$work"/files/*."$format"; do
		stem=$(basename "$file" ".$format")
		reference_words "$stem" > "$work/theirs"
		[ "$(wc -l < "$work/theirs")" -ge 10 ] || continue
		"$build/outmark" extract --config "$work/outmark.yaml" \
		    --as document "$file" > "$work/text" 2> /dev/null || true
		grep -q '^\[encrypted\]' "$work/text" && continue
		words < "$work/text" > "$work/mine"
		echo "$(wc -l < "$work/theirs") $(LC_ALL=C comm -12 \
		    "$work/theirs" "$work/mine" | wc -l)"
	done | awk -v format="$format" -v target="$target" '
	{
		words += $1; found += $2; files++
		if (files == 1 || $2 / $1 < worst)
			worst = $2 / $1
		low += $2 / $1 < 0.9
	}
	END {
		if (files == 0)
			exit
		asked = (found / words >= target) ? "as asked" : "BELOW " target
		printf "%-6s %5d files %7d words  recall %.4f  worst %.2f  " \
		    "under 0.9: %d  %s\n", format, files, words,
		    found / words, worst, low, asked
	}'
}

while read -r format target; do
	measure "$format" "$target"
done <<< "$targets"
