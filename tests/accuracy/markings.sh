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

measure_markings()
{
	local part

	for part in us au nations nato talk ham; do
		"measure_markings_$part"
	done
}
