# markings.sh - read by run: are markings found, and is talk about them not?
#
# What is a marking here is a structured line in its place.  A word for one in a
# sentence, a clearance of a person and a contract's number are none; such cases
# of others' tests are in excluded.tsv with that reason.

# The same file of each case goes through the scanner; `$1.want` says what is due:
# "type case expectation" with an expectation of jq's marking_as below.
judge_markings()
{
	scan "$1"
	jq -rn --slurpfile scans "$work/$1.json" --arg set "$1" '
	    ($scans | map({key: (.file | sub(".*/"; "") |
	        sub("[.][a-z]+$"; "")), value: {
	        labels: [.labels[] | select(.confidence >= 65) | .id |
	            select(test("^(gov|tlp|company)"))],
	        systems: [.markings[] | select(.mention | not) | .system]}}) |
	        from_entries) as $found |
	    inputs | split("\t") as [$type, $case, $want] |
	    ($found[$case] // {labels: [], systems: []}) as $got |
	    (if $want == "none" then $got.labels == [] and $got.systems == []
	    elif $want == "unlabelled" then $got.labels == []
	    elif $want | startswith("label:") then
	        $got.labels == [$want[6:]]
	    else $got.systems | any(test("^(" + $want[7:] + ")")) end)
	        as $right |
	    [$set, $type, $case, (if $right then (if $want == "none" or
	        $want == "unlabelled" then "refused" else "right" end)
	        elif $want == "none" or $want == "unlabelled" then "false"
	        else "missed" end)] | @tsv' -R "$work/$1.want" \
	    > "$work/$1.tsv"
	table < "$work/$1.tsv"
}

measure_markings_us()
{
	local from=$corpora/markings/us-marking-detector-tests/us.jsonl

	[ -f "$from" ] || { absent us-markings "$from"; return; }
	jq -r '"printf %s\\\\n " + (.text | @sh) +
	    " > \(input_line_number).txt"' "$from" | write_cases us-markings
	jq -r 'select(.marked != null) | ["marked", input_line_number,
	    (if .marked then "system:us|unspecified" else "none" end)] | @tsv' \
	    "$from" > "$work/us-markings.want"
	judge_markings us-markings
}

measure_markings_au()
{
	local from=$corpora/markings/au-epms-cases/au.jsonl

	[ -f "$from" ] || { absent au-markings "$from"; return; }
	jq -r '(if .where == "header" then
	        "Subject: x\n" + (.text | gsub("\n"; "\n ")) + "\n\nText.\n"
	    elif .where == "subject" then "Subject: \(.text)\n\nText.\n"
	    else "Subject: x\n\n\(.text)\nOne.\nTwo.\nThree.\n\(.text)\n" end) as
	    $mail | "printf %s " + ("From: a@b.example\nTo: c@d.example\n" +
	    $mail | @sh) + " > \(input_line_number).eml"' "$from" |
	    write_cases au-markings
	jq -r '[.where, input_line_number, (if .verdict == "allow" or
	        .label == "official" or .label == "unofficial" then "unlabelled"
	    elif (.label // "") | startswith("official-sensitive") then
	        "label:gov.au.sensitive"
	    elif .label then "label:gov.au.classified"
	    else "system:au" end)] | @tsv' "$from" > "$work/au-markings.want"
	sed -i '/\tunlabelled$/{p;s/unlabelled$/system:au|unspecified/}' \
	    "$work/au-markings.want"
	judge_markings au-markings
}

measure_markings_nations()
{
	local from=$corpora/markings/nation-level-names/levels.jsonl

	[ -f "$from" ] || { absent nation-markings "$from"; return; }
	jq -r '"printf %s\\\\n " + (.text + "\nOne.\nTwo.\nThree.\n" + .text |
	    @sh) + " > \(input_line_number).txt"' "$from" |
	    write_cases nation-markings
	jq -r '{nato: "nato", deu: "de", fra: "fr", gbr: "uk", usa: "us"} as $of |
	    select(.valid != null) | [.nation, input_line_number, (if .valid
	    then "system:\($of[.nation])|unspecified" else "none" end)] |
	    @tsv' "$from" > "$work/nation-markings.want"
	judge_markings nation-markings
}

# The display texts of labels; the labels themselves are not text.
measure_markings_nato()
{
	local from=$corpora/markings/nato-4774-labels/spiffing/tests.xml

	[ -f "$from" ] || { absent nato-markings "$from"; return; }
	grep -o 'label-marking="[^"]*"' "$from" | cut -d'"' -f2 |
	    grep -E '^(NATO|COSMIC)' | sort -u > "$work/nato.lines"
	jq -Rr '"printf %s\\\\n " + (. + "\nOne.\nTwo.\nThree.\n" | @sh) +
	    " > \(input_line_number).txt"' "$work/nato.lines" |
	    write_cases nato-markings
	jq -Rr '["nato", input_line_number, "system:nato"] | @tsv' \
	    "$work/nato.lines" > "$work/nato-markings.want"
	judge_markings nato-markings
}

# Documents about markings: at most a mention.
measure_markings_talk()
{
	local from=$corpora/markings/marking-talk n=0 file

	[ -d "$from" ] || { absent marking-talk "$from"; return; }
	mkdir -p "$work/marking-talk"
	: > "$work/marking-talk.want"
	while read -r file; do
		n=$((n + 1))
		cp "$from/$file" "$work/marking-talk/$n.${file##*.}"
		printf 'talk\t%d\tnone\n' "$n" >> "$work/marking-talk.want"
	done < <(jq -r .file "$from/manifest.jsonl")
	judge_markings marking-talk
}

# In the ordinary mail that measure_ham scanned: no label of a marking.
measure_markings_ham()
{
	[ -s "$work/ham.json" ] || { absent ham-markings ham; return; }
	jq -r '[.labels[] | select(.id | test("^(gov|tlp|company)"))] |
	    "\(length)\t\([.[] | select(.confidence >= 85)] | length)"' \
	    "$work/ham.json" | awk -F'\t' '{
		n++
		if ($1 > 0) any++
		if ($2 > 0) high++
	} END {
		printf "%-16s %d mails, %d with a marking label, %d of them at 85 or more\n",
		    "ham-markings", n, any, high
	}'
}

# Invented documents with truth in marked/marked.tsv: path, system, level, expect,
# note.  They were written from the published manuals by somebody who had not seen
# the rules.  Files with an odd number are for development.  Those with an even
# number are HELD OUT: nobody who changes the rules opens them or looks at which of
# their lines fail, so --cases never lists them and only their totals are printed.
#
# A line is right when a marking of its system and level counts as one (no mention);
# a broken one is said when one of them is not conformant.  Where nothing is marked,
# neither a marking nor a label of one may count.  Levels stand in the truth as they
# stand on paper and are compared by the canonical name that the tables of the
# system have for that spelling.
marked_spellings()
{
	local table

	for table in "$here/../../rules/markings/"*.yaml; do
		awk -v of="$(basename "$table" .yaml)" '
		/^  [a-z]+:/ { levels = $1 == "levels:" }
		levels && match($0, /code: ("[^"]*"|[^,}]*)/) {
			code = substr($0, RSTART + 6, RLENGTH - 6)
			gsub(/"/, "", code)
			print of "\t" code "\t" code
			if (!match($0, /forms: \[[^]]*/))
				next
			count = split(substr($0, RSTART + 8, RLENGTH - 8),
			    forms, /, */)
			for (i = 1; i <= count; i++) {
				gsub(/"/, "", forms[i])
				print of "\t" forms[i] "\t" code
			}
		}' "$table"
	done
	# Levels that are two entries of a table, or are written in full.
	printf '%s\t%s\t%s\n' us-legacy LES 'LAW ENFORCEMENT SENSITIVE' \
	    us-legacy UNCLASSIFIED//LES 'LAW ENFORCEMENT SENSITIVE' \
	    us-legacy UNCLASSIFIED//FOUO FOUO us-legacy U//FOUO FOUO \
	    us-legacy UNCLASSIFIED//SBU SBU us-legacy UNCLASSIFIED//SSI SSI
}

judge_marked()
{
	marked_spellings > "$work/marked.spellings"
	jq -rn --slurpfile scans "$work/marked.json" \
	    --rawfile spellings "$work/marked.spellings" '
	    {us_classified: "us-classified", us_cui: "us-cui",
	        us_legacy: "us-legacy", us_dist: "us-distribution"} as $systems |
	    def canon: ascii_upcase | gsub(" *: *"; ":") |
	        gsub("[-– ]+"; " ") | gsub("^ | $"; "");
	    ($spellings | split("\n") | map(select(. != "") | split("\t") |
	        {key: "\(.[0]) \(.[1] | canon)", value: .[2]}) |
	        from_entries) as $codes |
	    def code($system): $codes["\($system) \(canon)"] // . | canon;
	    ($scans | map({key: (.file | sub(".*/"; "")), value: {
	        labels: [.labels[] | select(.confidence >= 65) | .id |
	            select(test("^(gov|tlp|company)"))],
	        marks: [.markings[] | select(.mention | not)]}}) |
	        from_entries) as $found |
	    inputs | split("\t") as [$path, $of, $level, $expect] |
	    ($systems[$of] // $of) as $system |
	    $found[$path] as $got |
	    (if ($path | capture("(?<n>[0-9]+)").n | tonumber) % 2 == 1
	        then "dev" else "held out" end) as $group |
	    if $got == null then error("marked: no scan of \($path)") else . end |
	    if $expect == "mention" then
	        [$group, "(none)", $path, "mention", 0, 0, 0,
	            (if $got.labels == [] and $got.marks == [] then 0
	            else 1 end), ($got.marks | map("\(.system) \(.level)") +
	            $got.labels | join(", "))]
	    else
	        ($got.marks | map(select(.system == $system))) as $own |
	        ($own | map(select((.level | code($system)) ==
	            ($level | code($system))))) as $right |
	        [$group, $system, $path, $expect, ($own | length | if . > 0
	            then 1 else 0 end), ($right | length | if . > 0 then 1
	            else 0 end), ($own | any(.conformant | not) | if . then 1
	            else 0 end), 0, "\($level): " + ($got.marks |
	            map("\(.system) \(.level)") | join(", "))]
	    end | @tsv' -R "$here/marked/marked.tsv"
}

# Lines of judge_marked on stdin: a table by group and system.
table_marked()
{
	awk -F'\t' -v cases="$cases" '
	function what()
	{
		if ($8) return "false"
		if (!$5) return "missed"
		if (!$6) return "level"
		return $4 == "broken" ? "broken unsaid" : "broken said"
	}
	{
		for (pass = 0; pass < 2; pass++) {
			key = $1 "\t" (pass ? "~all" : $2)
			n[key]++
			found[key] += $5
			right[key] += $6
			broken[key] += $4 == "broken"
			said[key] += $4 == "broken" && $7
			wrongly[key] += $4 == "marked" && $7
			false[key] += $8
		}
		if (cases == "yes" && $1 == "dev" && ($8 || ($4 != "mention" &&
		    (!$6 || ($4 == "broken") != $7))))
			print "#", "marked", $2, $3, $4, what(), "-", $9
	}
	END {
		sort = "LC_ALL=C sort"
		printf "%-16s %-10s %-16s %6s %6s %6s %8s %8s %6s\n", "MARKED",
		    "GROUP", "SYSTEM", "LINES", "FOUND", "LEVEL", "BROKEN",
		    "WRONGLY", "FALSE"
		for (key in n) {
			split(key, part, "\t")
			name = part[2]
			sub(/^~/, "", name)
			line = sprintf("%-16s %-10s %-16s %6d %6d %6d %8s %8d %6d",
			    "marked", part[1], name, n[key], found[key], right[key],
			    said[key] "/" broken[key], wrongly[key], false[key])
			print key "\t" line | sort
		}
		close(sort)
	}' | sed 's/^[^\t]*\t[^\t]*\t//'
}

measure_marked()
{
	mkdir -p "$work/marked"
	cp "$here/marked/"m*.txt "$work/marked"
	scan marked
	judge_marked > "$work/marked.tsv"
	table_marked < "$work/marked.tsv"
}

measure_markings()
{
	local part

	for part in us au nations nato talk ham; do
		"measure_markings_$part"
	done
}
