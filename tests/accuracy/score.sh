# score.sh - read by run: what a case is in each set, and how it is counted.

head_line()
{
	printf '%-16s %-26s %6s %6s %6s %6s  %6s %6s %6s\n' SET TYPE CASES \
	    RIGHT MISSED FALSE RECALL PREC F1
}

# Lines "set type case outcome" (right, missed, false, refused) on stdin: the
# table, once of all and once without the excluded.
table()
{
	awk -F'\t' -v cases="$cases" -v excluded="$here/excluded.tsv" '
	BEGIN {
		while ((getline line < excluded) > 0) {
			split(line, cell, "\t")
			if (line !~ /^#/) out[cell[1] " " cell[2]] = 1
		}
	}
	function add(type) {
		n[type]++
		c[type, $4]++
	}
	{
		skip = ($1 " " $3) in out
		set = $1
		add($2); add("~all")
		if (!skip) add("~all but excluded")
		if (cases == "yes" && ($4 == "missed" || $4 == "false"))
			print "#", $1, $2, $3, $4, (skip ? "excluded" : "")
	}
	function ratio(a, b) {
		return b ? sprintf("%.4f", a / b) : "-"
	}
	END {
		sort = "sort"
		for (t in n) {
			r = c[t, "right"]; m = c[t, "missed"]; f = c[t, "false"]
			name = t
			key = (t ~ /^~/) ? "2" t : "1" t
			sub(/^~/, "", name)
			f1 = (2 * r + m + f) ? sprintf("%.4f", 2 * r / (2 * r + m + f)) : "-"
			printf "%s\t%-16s %-26s %6d %6d %6d %6d  %6s %6s %6s\n", key,
			    set, name, n[t], r + c[t, "refused"], m, f,
			    ratio(r, r + m), ratio(r, r + f), f1 | sort
		}
		close(sort)
	}' | sed 's/^[12][^\t]*\t//'
}

# Whole strings, put into a sentence that names their type.
measure_validatorjs()
{
	local from=$corpora/pii/validatorjs/validatorjs-pii.jsonl

	[ -f "$from" ] || { absent validatorjs "$from"; return; }
	jq -Rrn --rawfile map "$here/validatorjs.tsv" '
	    ($map | split("\n") | map(select(length > 0 and
	        (startswith("#") | not)) | split("\t")) |
	        map({key: (.[0] + " " + .[1]), value: {rules: .[2],
	        name: .[3]}}) | from_entries) as $types |
	    foreach inputs as $line (0; . + 1;
	        . as $n | ($line | fromjson?) |
	        (.validator + " " + (if (.args | length) == 0 then "" elif
	            (.args[0] | type) == "string" then .args[0] else "-" end))
	            as $key |
	        select($types[$key]) |
	        select(.text | length > 0 and (test("[\u0000-\u001f]") | not)) |
	        [$n, $key, $types[$key].rules, .valid,
	            "The \($types[$key].name) is \(.text) according to the file."])
	    | @json' "$from" > "$work/validatorjs.cases"
	jq -r '"printf %s\\\\n " + (.[4] | @sh) + " > \(.[0]).txt"' \
	    "$work/validatorjs.cases" | write_cases validatorjs
	scan validatorjs
	jq -rn --slurpfile scans "$work/validatorjs.json" '
	    ($scans | map({key: (.file | sub(".*/"; "") | sub("[.]txt$"; "")),
	        value: [.findings[] | select(.confidence >= 65) | .rule]}) |
	        from_entries) as $found |
	    inputs | . as $c | ($c[2] | split("|")) as $rules |
	    ($found[$c[0] | tostring] // [] | any(. as $r | $rules |
	        index($r))) as $hit |
	    ["validatorjs", ($c[1] | gsub("^is"; "")), ($c[0] | tostring),
	        (if $c[3] then (if $hit then "right" else "missed" end)
	        else (if $hit then "false" else "refused" end) end)] | @tsv' \
	    "$work/validatorjs.cases" > "$work/validatorjs.tsv"
	table < "$work/validatorjs.tsv"
	awk -F'\t' '{n[$4]++} END {
	    printf "%-16s valid accepted %.4f, invalid refused %.4f\n",
	        "validatorjs", n["right"] / (n["right"] + n["missed"]),
	        n["refused"] / (n["refused"] + n["false"])}' \
	    "$work/validatorjs.tsv"
	grep -v '^#' "$here/excluded.tsv" | cut -f1,2 | sort > "$work/out"
	awk -F'\t' 'FILENAME == ARGV[1] {out[$1 " " $2] = 1; next}
	    !(($1 " " $3) in out) {n[$4]++} END {
	    printf "%-16s valid accepted %.4f, invalid refused %.4f %s\n",
	        "validatorjs", n["right"] / (n["right"] + n["missed"]),
	        n["refused"] / (n["refused"] + n["false"]),
	        "without the excluded"}' \
	    "$work/out" "$work/validatorjs.tsv"
}

# Sentences with spans; a finding is right when it overlaps one of its type.
measure_presidio()
{
	local from=$corpora/pii/presidio-research-synth/synth.jsonl

	[ -f "$from" ] || { absent presidio "$from"; return; }
	jq -r '"printf %s\\\\n " + (.text | @sh) +
	    " > \(input_line_number).txt"' "$from" | write_cases presidio
	scan presidio
	jq -rn --slurpfile scans "$work/presidio.json" \
	    --rawfile map "$here/spans.tsv" '
	    ($map | split("\n") | map(select(length > 0 and
	        (startswith("#") | not)) | split("\t"))) as $types |
	    ($scans | map({key: (.file | sub(".*/"; "") | sub("[.]txt$"; "")),
	        value: [.findings[] | select(.confidence >= 65)]}) |
	        from_entries) as $found |
	    inputs | . as $c | input_line_number as $n |
	    ($found[$n | tostring] // []) as $hits |
	    $types[] | .[0] as $entity | .[1] as $rules |
	    [$c.spans[] | select(.entity == $entity)] as $spans |
	    [$hits[] | select(.rule as $r | $rules | split("|") | index($r))]
	        as $own |
	    # A finding of a value that stands twice is one finding.
	    ($spans | map(.value) | unique | length) as $wanted |
	    ([$spans[] | .start as $s | .end as $e | .value as $v |
	        select($own | any(.start < $e + 8 and .end > $s - 8)) | $v] |
	        unique | length) as $right |
	    ([$own[] | .start as $s | .end as $e | select([$spans[] |
	        select(.start < $e + 8 and .end > $s - 8)] | length == 0)] |
	        length) as $false |
	    (range($right) | ["presidio", $entity, ($n | tostring), "right"]),
	    (range($wanted - $right) | ["presidio", $entity, ($n | tostring),
	        "missed"]),
	    (range($false) | ["presidio", $entity, ($n | tostring), "false"]) |
	    @tsv' "$from" > "$work/presidio.tsv"
	table < "$work/presidio.tsv"
}

# Texts before and after: the placeholders say what must be found.
measure_scrubadub()
{
	local from=$corpora/pii/scrubadub-tests/scrubadub.jsonl

	[ -f "$from" ] || { absent scrubadub "$from"; return; }
	jq -r '"printf %s\\\\n " + (.before | @sh) +
	    " > \(input_line_number).txt"' "$from" | write_cases scrubadub
	cp "${from%/*}"/real/*document.txt "$work/scrubadub/real.txt"
	scan scrubadub
	jq -rn --slurpfile scans "$work/scrubadub.json" \
	    --rawfile map "$here/scrubadub.tsv" '
	    ($map | split("\n") | map(select(length > 0 and
	        (startswith("#") | not)) | split("\t"))) as $types |
	    ($scans | map({key: (.file | sub(".*/"; "") | sub("[.]txt$"; "")),
	        value: [.findings[] | select(.confidence >= 65) | .rule]}) |
	        from_entries) as $found |
	    ((inputs | [input_line_number, .after]),
	        ["real", "{{PHONE}} {{EMAIL}}"]) |
	    .[0] as $n | .[1] as $after |
	    ($found[$n | tostring] // []) as $hits |
	    $types[] | .[0] as $type | (.[1] | split("|")) as $rules |
	    ([$hits[] | select(. as $r | $rules | index($r))] | length) as $own |
	    ($after | [scan("{{" + $type + "}}")] | length) as $wanted |
	    select($own > 0 or $wanted > 0) |
	    ["scrubadub", $type, ($n | tostring), (if $own > 0 and $wanted > 0
	        then "right" elif $wanted > 0 then "missed" else "false" end)] |
	    @tsv' "$from" > "$work/scrubadub.tsv"
	table < "$work/scrubadub.tsv"
}

# Tables of people, made of marked values on the fly, in the forms in which they
# leave; and tables of goods with the same layout, which must give no list.  Each
# has 30 rows.  Counted: is pii.bulk there, and are all rows in it?
measure_bulk()
{
	local from=$corpora/pii/presidio-research-synth/synth.jsonl

	[ -f "$from" ] || { absent bulk "$from"; return; }
	mkdir -p "$work/bulk"
	jq -r '.spans[] | select(.entity == "PERSON") | .value' "$from" |
	    grep -E '^[A-Z][a-z]+ [A-Z][a-z]+$' | sort -u | head -30 \
	    > "$work/people"
	awk -v to="$work/bulk/" '
	{
		n++; first[n] = $1; last[n] = $2
	}
	function born(i) {
		return sprintf("%d-%02d-%02d", 1950 + i, 1 + i % 12, 1 + i % 28)
	}
	function put(file, text) {
		print text > (to file)
	}
	END {
		put("yes-csv.csv", "Personnel No,Surname,Given name,DOB,Salary")
		put("yes-tab.txt", "Hello,\n\nhere is the list:\nName\tDate of birth\tCity")
		put("yes-gap.txt", "Patient name             Diagnosis    Ward")
		put("yes-html.html", "<html><body><p>The list</p><table>" \
		    "<tr><th>Mitarbeiter</th>" \
		    "<th>Bruttogehalt</th></tr>")
		put("no-goods.csv", "Order No,SKU,Product name,Qty,Price,Ship date")
		put("no-firms.txt", "Company name\tStreet\tCity")
		printf "[" > (to "yes-json.json")
		for (i = 1; i <= n; i++) {
			name = first[i] " " last[i]
			put("yes-csv.csv", 4000 + i "," last[i] "," first[i] "," \
			    born(i) "," 3000 + i)
			put("yes-tab.txt", name "\t" born(i) "\tSpringfield")
			put("yes-gap.txt", sprintf("%-25s%-13s%s", name, "Asthma",
			    i % 4))
			put("yes-html.html", "<tr><td>" name "</td>\n<td>" \
			    3000 + i ",00</td></tr>")
			put("yes-form.txt", "Full name: " name "\nDate of birth: " \
			    born(i) "\nTopic: renewal\n")
			put("yes-card.vcf", "BEGIN:VCARD\nVERSION:4.0\nFN:" name \
			    "\nADR:;;" i " Oak Street;Springfield;IL;62704;\nEND:VCARD")
			put("yes-lines.txt", name " <" tolower(first[i] "." last[i]) \
			    "@roe-partners.com>, born " born(i))
			comma = i > 1 ? "," : ""
			printf "%s{\"firstName\":\"%s\",\"lastName\":\"%s\"," \
			    "\"tags\":[\"a\",\"b\"],\"birthDate\":\"%s\"}", \
			    comma, first[i], last[i], born(i) > \
			    (to "yes-json.json")
			put("no-goods.csv", 10000 + i ",A-" i ",Red Lamp," i "," \
			    10 * i ".00,2024-01-" sprintf("%02d", 1 + i % 28))
			put("no-firms.txt", last[i] " Ltd\t" i " Oak Street\tSpringfield")
			put("no-log.txt", "commit " i "\nAuthor: " name " <" \
			    tolower(first[i]) i "@roe-partners.com>\nDate: Thu Nov 5 " \
			    "10:11:12 2020\n\n    mend it\n")
			put("no-books.txt", last[i] ", " substr(first[i], 1, 1) ". (" \
			    1950 + i ") A Book of Things. Springfield: Oak Press.")
		}
		print "]" > (to "yes-json.json")
		put("yes-html.html", "</table></body></html>")
	}' "$work/people"
	scan bulk
	jq -r --argjson rows "$(wc -l < "$work/people")" '
	    (.file | sub(".*/"; "")) as $name |
	    ([.labels[] | select(.id == "pii.bulk") | .count] | max // 0)
	        as $found |
	    ["bulk", "people", $name, (if ($name | startswith("yes")) then
	        (if $found == $rows then "right" else "missed" end)
	        elif $found > 0 then "false" else "refused" end)] | @tsv' \
	    "$work/bulk.json" > "$work/bulk.tsv"
	table < "$work/bulk.tsv"
}

# Ordinary mail: no label is expected.
measure_ham()
{
	local from=$corpora/ham

	[ -d "$from" ] || { absent ham "$from"; return; }
	"$build/outmark" scan --config "$work/outmark.yaml" --json "$from" \
	    > "$work/ham.json" || [ $? = 1 ]
	jq -r --arg from "$from/" '
	    [(.file | ltrimstr($from)), ([.labels[] | select(.confidence >= 85)
	    | .id] | join(",")), ([.labels[] | select(.confidence < 85) | .id] |
	    join(","))] | @tsv' "$work/ham.json" | grep -v -E \
	    '/(SOURCE.md|UPSTREAM[^	]*)	' > "$work/ham.tsv"
	awk -F'\t' -v cases="$cases" -v excluded="$here/excluded.tsv" '
	BEGIN {
		while ((getline line < excluded) > 0) {
			split(line, f, "\t")
			if (f[1] == "ham") out[f[2]] = 1
		}
	}
	{
		n++
		if ($2 != "") {
			high++
			if (!($1 in out)) rest++
			if (cases == "yes") print "#", "ham", $1, $2, (($1 in out) ? "excluded" : "")
		}
		if ($3 != "") low++
	}
	END {
		printf "%-16s %d mails, %d with a label at 85 or more (%.2f of 1000), %d after reading (%.2f); %d with a label below\n",
		    "ham", n, high, 1000 * high / n, rest, 1000 * rest / n, low
	}' "$work/ham.tsv"
}
