# contracts.sh - read by run: are contracts found, of the right kind, and is nothing
# else taken for one?  Truth is contracts.tsv.  Two figures: with the shipped
# weights (which saw these texts), and what cross validation said when they were
# trained (each family judged by weights that did not; rules/contracts/weights.yaml).

# "path kinds family" of every labelled file in $corpora/$1.
contract_cases()
{
	(cd "$corpora" && find "$1" -type f ! -name 'SOURCE*' \
	    ! -name 'UPSTREAM*' ! -name 'manifest*' | sort) |
	while read -r path; do
		while IFS=$'\t' read -r pattern kinds family _; do
			case "$pattern" in \#*|'') continue;; esac
			# The pattern is one on purpose.
			# shellcheck disable=SC2254
			case "$path" in $pattern)
				printf '%s\t%s\t%s\n' "$path" "$kinds" "$family"
				break;;
			esac
		done < "$here/contracts.tsv"
	done
}

measure_contracts()
{
	[ -d "$corpora/contracts" ] || {
		absent contracts "$corpora/contracts"; return; }
	"$build/outmark" scan --config "$work/outmark.yaml" --as document \
	    --json "$corpora/contracts" > "$work/contracts.json" || [ $? = 1 ]
	contract_cases contracts > "$work/contracts.truth"
	jq -r --arg from "$corpora/" '[(.file | ltrimstr($from)),
	    ([.contracts[].kind] | unique | join("|")),
	    ([.contracts[].state] | unique | join("|")),
	    ([.contracts[].score] | max // 0)] | @tsv' \
	    "$work/contracts.json" > "$work/contracts.found"
	awk -F'\t' -v cases="$cases" '
	FILENAME == ARGV[1] {kind[$1] = $2; state[$1] = $3; next}
	{
		split($1, part, "/")
		set = part[2]
		got = kind[$1]
		if ($2 == "skip") {
			skipped[set]++
			skipfound[set] += got != ""
			next
		}
		sets[set] = 1
		if ($2 == "none") {
			others[set]++
			wrong[set] += got != ""
			bad[set] += state[$1] ~ /executed|draft/
		} else {
			n[set]++
			found[set] += got != ""
			right = 0
			split($2, want, "|")
			for (w in want)
				if (index("|" got "|", "|" want[w] "|"))
					right = 1
			ok[set] += right
			states[state[$1]]++
			pair[$2 " as " (got == "" ? "none" : got)] += !right
		}
		if (cases == "yes" && ($2 == "none" ? got != "" : !right))
			print "#", "contracts", $1, $2, got, state[$1]
	}
	END {
		printf "%-22s %9s %6s %6s %6s %6s %6s %6s %8s %8s\n", "CONTRACTS",
		    "CONTRACTS", "FOUND", "KIND", "RECALL", "KIND", "OTHERS",
		    "FALSE", "EXEC/DFT", "SKIPPED"
		for (s in sets) {
			printf "%-22s %9d %6d %6d %6s %6s %6d %6d %8d %8s\n", s,
			    n[s], found[s], ok[s], n[s] ? sprintf("%.3f",
			    found[s] / n[s]) : "-", n[s] ? sprintf("%.3f",
			    ok[s] / n[s]) : "-", others[s], wrong[s], bad[s],
			    skipped[s] + 0 "/" skipfound[s] + 0 | "sort"
		}
		close("sort")
		for (p in pair)
			if (pair[p])
				print "  other kind:", p, pair[p]
		for (s in states)
			if (s != "")
				printf "  state %s: %d\n", s, states[s]
	}' "$work/contracts.found" "$work/contracts.truth"
	echo "cross validated, as trained:"
	sed -n 's/^#   //p' "$here/../../rules/contracts/weights.yaml"
}

# The invented texts of texts/: kinds and states.  "long" has texts of several pages
# and is trained on like the others; "heldout" and "apart" were written by others than
# the rules, each by hands that the training texts do not have, and are never trained
# on: only their totals are looked at.
measure_texts()
{
	local table set
	for table in "$here"/texts/*/texts.tsv; do
		set=$(basename "$(dirname "$table")")
		"$build/outmark" scan --config "$work/outmark.yaml" \
		    --as document --json "$here/texts/$set" \
		    > "$work/texts.json" || [ $? = 1 ]
		jq -r --arg from "$here/texts/$set/" '
		    [(.file | ltrimstr($from)),
		    ([.contracts[].kind] | unique | join("|")),
		    ([.contracts[].state] | unique | join("|"))] | @tsv' \
		    "$work/texts.json" > "$work/texts.found"
		awk -F'\t' -v set="$set" -v cases="$cases" '
		function has(list, one) {
			return index("|" list "|", "|" one "|") > 0
		}
		function any(list, wanted,   w, all) {
			split(wanted, all, "|")
			for (w in all)
				if (has(list, all[w]))
					return 1
			return 0
		}
		FILENAME == ARGV[1] {kind[$1] = $2; state[$1] = $3; next}
		/^#/ || NF < 5 {next}
		$2 == "none" {others++; wrong += kind[$1] != ""
			bad += state[$1] ~ /executed|draft/}
		$2 != "none" {
			n++
			found += kind[$1] != ""
			right += any(kind[$1], $2)
			if (kind[$1] != "") {
				seen++
				stands += any(state[$1], $4)
				if (!any(state[$1], $4))
					pair[$4 " as " state[$1]]++
			}
		}
		cases == "yes" && ($2 == "none") == (kind[$1] != "") {
			print "# texts", set "/" $1, $2, $4, "got", kind[$1]
		}
		cases == "yes" && $2 != "none" && kind[$1] != "" {
			if (!any(kind[$1], $2) || !any(state[$1], $4))
				print "# texts", set "/" $1, $2, $4, "got",
				    kind[$1], state[$1]
		}
		END {
			printf "%-22s %9d %6d %6d %6.3f %6.3f %6d %6d %8d   " \
			    "state %d of %d\n", "texts/" set, n, found, right,
			    n ? found / n : 0, n ? right / n : 0, others, wrong,
			    bad, stands, seen
			for (p in pair)
				print "  other state:", p, pair[p] | "sort"
		}' "$work/texts.found" "$table"
	done
}
