#!/bin/bash
# attachments.sh - how far the readers get with documents that people made.
#
#   tests/accuracy/attachments.sh BUILD [FOLDER]
#
# Every file below FOLDER goes through `outmark scan --json` of BUILD as a
# document.  One line for each format (the ending of the name): files, how many
# were read whole, in part, not at all, and how often each cause stands in some
# part.  `crashed` and `time` are the readers that died or hung.  Prints counts
# only, never a name or a text.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
[ $# -ge 1 ] || { echo "usage: $0 BUILD [FOLDER]" >&2; exit 2; }
build=$(cd "$1" && pwd)
folder=${2:-$here/../../../shared/corpora/attachments}
[ -d "$folder" ] || { echo "attachments: skipped: there is no $folder"; exit 0; }
command -v jq > /dev/null || { echo "attachments: skipped: there is no jq"; exit 0; }
. "$here/scanner.sh"

"$build/outmark" scan --config "$work/outmark.yaml" --as document --json \
    "$folder" > "$work/all.json" || [ $? = 1 ]

jq -r '[ (.file | ascii_downcase | sub(".*/"; "") |
      if test("\\.") then sub(".*\\."; "") else "none" end),
    (.parts[0].examined),
    ([.parts[] | select(.examined != "yes")] | length),
    ([.parts[].cause // empty | split(", *"; null)[]] | unique | join(","))
  ] | @tsv' "$work/all.json" |
awk -F '\t' '
{
	files[$1]++
	state = $2 == "yes" && $3 == 0 ? "yes" : $2 == "no" ? "no" : "partly"
	count[$1, state]++
	total[state]++
	n = split($4, causes, ",")
	for (i = 1; i <= n; i++)
		if (causes[i] != "") {
			why[$1, causes[i]]++
			known[causes[i]] = 1
			all[causes[i]]++
		}
}
END {
	printf "%-8s %6s %6s %6s %6s  %s\n", "format", "files", "read",
	    "partly", "not", "causes"
	for (format in files) {
		text = ""
		for (cause in known)
			if ((format, cause) in why)
				text = text " " cause "=" why[format, cause]
		printf "%-8s %6d %6d %6d %6d %s\n", format, files[format],
		    count[format, "yes"], count[format, "partly"],
		    count[format, "no"], text | "sort"
	}
	close("sort")
	text = ""
	for (cause in known)
		text = text " " cause "=" all[cause]
	printf "%-8s %6d %6d %6d %6d %s\n", "all", NR, total["yes"],
	    total["partly"], total["no"], text
}'
