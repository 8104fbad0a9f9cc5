#!/bin/bash
# journal - decisions of a running Outmark, read back through the command line.
#
#   tests/scenario/journal.sh BUILD-FOLDER
#
# Mails are handed in by handin instead of an MTA.  The chain is then broken by
# hand, which must be found.  Ends with "N passed, N failed".
set -u
# shellcheck source=begin.sh disable=SC1091
. "$(dirname "${BASH_SOURCE[0]}")/begin.sh"
# shellcheck source=../mta/outmark.sh
. "$top/tests/mta/outmark.sh"
make -s -C "$build" handin || exit 2
trap 'outmark_stop "$work/o"; rm -rf "$work"' EXIT
ssn=536-90-4399

run() { # WHAT STATUS ARGUMENT...
	local what=$1 want=$2 got
	shift 2
	"$build/outmark" "$@" --config "$work/o/outmark.yaml" >out 2>err
	got=$?
	cat out err >>everything
	if [ "$got" = "$want" ]; then good "$what"
	else bad "$what: ended with $got, not $want"; tail -n 5 out err; fi
}
prints() { verdict "$1" grep -qF -- "$2" out; }
json_is() { # WHAT JQ-EXPRESSION (over an array of all lines)
	if jq -es "$2" out >/dev/null 2>jq.err; then good "$1"
	else bad "$1"; cat jq.err; head -c 600 out; fi
}
mail() { # SUBJECT BODY
	printf 'From: ann@own.example\r\nSubject: %s\r\n\r\n%s\r\n' "$1" "$2"
}
hand_in() { "$build/handin" "$work/o/outmark.yaml" ann@own.example "$@"; }

outmark_config "$work/o" "$build" 'mode: enforce' 'own_domains: [own.example]'
outmark_start "$work/o" || exit 2
mail hello 'Lunch?' | hand_in bob@other.example >first
verdict 'a clean mail is delivered' grep -q ' deliver$' first
mail form "His social security number is $ssn." |
    hand_in bob@other.example carl@other.example >second
verdict 'one with a number is held' grep -q ' hold$' second
mail odd 'Lunch?' | hand_in "$(printf '=x@other.example')" >third
id=$(cut -d' ' -f1 second)

run 'tail shows the records' 0 journal tail
prints 'by their ids' "$id"
prints 'with labels' pii.identity.us
prints 'with what was done' ' hold '
run 'tail -n 1 shows one' 0 journal tail -n 1 --json
json_is 'which is the last: that somebody has just read' \
    'length == 1 and .[0].event == "access"'
run 'tail --json gives records' 0 journal tail --json
json_is 'with all of the envelope' 'map(has("schema") and has("event") and
    has("seq") and has("prev") and has("instance") and has("time")) | all'
json_is 'in order' 'map(.seq) | . == sort and length >= 3'
run 'show tells one in words' 0 journal show "$id"
prints 'with its recipients' carl@other.example
run 'show of no such id is an error' 2 journal show 0NOSUCHID
run 'show has no --json, which would be of all' 2 journal show "$id" --json
run 'export --csv has a row for each' 0 journal export --csv
prints 'with titles' '"seq","time","event"'
prints 'with the held one' "\"$id\",\"enforce\",\"hold\""
run 'export --json gives all' 0 journal export --json
json_is 'three decisions' 'map(select(.event == "message")) | length == 3'
run 'export needs a form' 2 journal export
run 'the chain is sound' 0 journal verify
prints 'and that is said' 'sound'

outmark_stop "$work/o"
run 'without a keeper there is one sentence' 2 journal tail
verdict 'on one line' test "$(wc -l <err)" = 1
sed -i 's/"operation":"hold"/"operation":"sold"/' "$work"/o/state/journal/*.jsonl
if outmark_start "$work/o" 2>/dev/null; then
	run 'a record that was changed is found' 1 journal verify
	prints 'and said' 'NOT SOUND'
else
	good 'a journal that was changed is not gone on with'
	good 'and the log says so'
fi
verdict 'a planted value is in no record and no output' \
    test "$(cat everything "$work"/o/state/journal/* "$work/o/outmark.log" |
    grep -cF -e "$ssn" -e "${ssn//-/}")" = 0
scenario_end
