#!/bin/bash
# cli - the command line against a built tree: what it prints and how it ends.
#
#   tests/scenario/cli.sh BUILD-FOLDER
#
# All values in the fixtures are invented; they are made here.  Whatever prints
# masks is searched for the planted values.  Ends with "N passed, N failed".
set -u
# shellcheck source=begin.sh disable=SC1091
. "$(dirname "${BASH_SOURCE[0]}")/begin.sh"
needs jq zip script
mkdir tmp
export OUTMARK_LIBEXEC=$build TMPDIR=$work/tmp
rules="--rules $top/rules"

# Two numbers of ranges never issued, as they stand in the fixtures.
ssn=536-90-4399 ssn_two=665-12-4831

# Run outmark; its output is in out and err, all of it also in everything.
run() { # WHAT STATUS ARGUMENT...
	local what=$1 want=$2 got
	shift 2
	"$build/outmark" "$@" >out 2>err
	got=$?
	case ${1:-} in extract) ;; *) cat out err >>everything ;; esac
	if [ "$got" = "$want" ]; then
		good "$what"
	else
		bad "$what: ended with $got, not $want"
		tail -n 5 out err
	fi
}
prints() { verdict "$1" grep -qF -- "$2" out; }
says() { verdict "$1" grep -qF -- "$2" err; }
says_nothing() { verdict "$1" test ! -s err; }
json_is() { # WHAT JQ-EXPRESSION (over an array of all lines)
	if jq -es "$2" out >/dev/null 2>jq.err; then good "$1"
	else bad "$1"; cat jq.err; head -c 400 out; fi
}

# --------------------------------------------------------------- fixtures
mail() { # SUBJECT BODY
	printf 'From: ann@own.example\nTo: bob@other.example\nSubject: %s\n' "$1"
	printf 'Date: Mon, 5 Jan 2026 10:00:00 +0000\nMIME-Version: 1.0\n\n%s\n' "$2"
}
from='From ann@own.example Mon Jan  5 10:00:00 2026'
mail hello 'Lunch at noon?' >clean.eml
mail form "His social security number is $ssn." >ssn.eml
{ printf '%s\n' "$from"; mail one 'Lunch?'
  printf '\n%s\n' "$from"; mail two "SSN: $ssn_two"
  printf '\n%s\n' "$from"; mail three $'>From here on\nall is well.'; } >box
mkdir -p Maildir/cur Maildir/new Maildir/tmp mixed/deep
cp clean.eml Maildir/cur/1.host:2,S
cp ssn.eml Maildir/new/2.host
cp ssn.eml Maildir/tmp/3.host
sed 's/$/\r/' ssn.eml >wire.eml
mkdir Sent Others
for i in 1 2 3 4 5 6; do
	mail note "Please call. SSN: $ssn"$'\n\n-- \nTel. +49 30 901820' |
	    sed "s/ann@/ann$((i % 2))@/" >Sent/$i.eml
	sed 's/@own[.]example/@foreign.example/' Sent/$i.eml >Others/$i.eml
done
printf '%s\n' 'own_domains: [own.example]' \
    "policy_file: $top/rules/policy/default.yaml" >own.yaml
[ "$(id -u)" = 0 ] &&
	echo "scanner_user: \"${OUTMARK_TEST_UID:-61102}\"" >>own.yaml
own="$rules --config own.yaml"
# shellcheck source=../../packaging/samples.sh
. "$top/packaging/samples.sh"
samples_docx "$work/letter.docx" '' "The social security number is $ssn."
printf 'SSN\n%s\n%s\n' "$ssn" "$ssn_two" >staff.csv
head -c 300 /dev/zero >zeros.bin
: >empty
cp clean.eml mixed/b.eml
cp ssn.eml mixed/deep/a.eml
ln -s .. mixed/up
ln -s deep/a.eml mixed/link.eml
cp clean.eml "$(printf 'evil\033]0;x\a\342\200\256.eml')"
head -c 200 letter.docx >cut.docx

# ------------------------------------------------------------------- scan
run 'a clean mail ends with 0' 0 scan $rules clean.eml
prints 'and says so' 'clean.eml: nothing found'
says_nothing 'and nothing on standard error'
run 'a mail with a number ends with 1' 1 scan $rules ssn.eml
prints 'its label is shown' 'pii.identity.us'
prints 'its title is shown' 'U.S. identity numbers'
prints 'its mask is shown' '***-**-**99'
run 'a mail with CRLF is the same' 1 scan $rules wire.eml
run 'an mbox is split' 1 scan $rules --json box
json_is 'into three inputs of which one has a label' \
    'map([.file, (.labels | length)]) == [["box#1",0],["box#2",1],["box#3",0]]'
run 'a Maildir gives cur and new' 1 scan $rules --json Maildir
json_is 'and not tmp' 'map(.file) ==
    ["Maildir/cur/1.host:2,S","Maildir/new/2.host"]'
run 'own values are proposed' 0 learn-own $own --output proposal Sent
prints 'with their number' '1 values are in proposal'
verdict 'and not themselves' test "$(grep -c 901820 out err | grep -vc ':0')" = 0
verdict 'the file is for its owner alone' test "$(stat -c %a proposal)" = 600
verdict 'it has the value' grep -qF '901820' proposal
verdict 'and no number of a person' test "$(grep -c 536-90 proposal)" = 0
run 'a file that is there is not touched' 2 learn-own $own -o proposal Sent
run 'more senders than are told apart are refused' 2 learn-own $own \
    --senders 17 -o other Others
run 'others are none of ours' 0 learn-own $own -o other Others
prints 'and that is said' '6 of others'
verdict 'and nothing is written then' test ! -e other
run 'a document is read' 1 scan $rules --json letter.docx
json_is 'and its place is named' \
    'length == 1 and (.[0].findings[0] | .masked == "***-**-**99")'
run 'a table is read' 1 scan $rules staff.csv
run 'standard input is a mail' 1 scan $rules --json - <ssn.eml
json_is 'named -' 'map(.file) == ["-"]'
run 'standard input may be empty' 0 scan $rules - </dev/null
run 'an empty file is nothing' 0 scan $rules empty
run 'zeros are nothing' 0 scan $rules zeros.bin
run 'a document cut short is said to be' 0 scan $rules cut.docx
prints 'in the coverage' 'Not fully examined'
run 'a folder is walked in order, links to folders are not' 1 \
    scan $rules --json mixed
json_is 'and a link to a file is' 'map(.file) ==
    ["mixed/b.eml","mixed/deep/a.eml","mixed/link.eml"]'
says 'the link to a folder is mentioned' 'mixed/up: was not examined'
run 'what is not there is an error, the rest is examined' 2 \
    scan $rules missing.eml clean.eml
says 'with a sentence' 'missing.eml: was not examined: No such file'
prints 'and the rest' 'clean.eml: nothing found'
run 'a kind can be said' 1 scan $rules --as document ssn.eml
run 'and --as mbox' 0 scan $rules --as mbox clean.eml
prints 'names its message' 'clean.eml#1: nothing found'
run 'a summary counts' 1 scan $rules --summary --quiet Maildir box cut.docx
prints 'inputs' '6 examined: 2 with labels, 1 not fully examined; 0 failed'
run 'names with control characters do no harm' 0 scan $rules evil*
verdict 'in the output' test -z "$(tr -d '\n\040-\176' <out)"
run 'JSON escapes them' 0 scan $rules --json evil*
json_is 'and is JSON' 'length == 1'
run 'every line of JSON has schema 1 and its members' 2 \
    scan $rules --json clean.eml box letter.docx cut.docx missing
json_is 'each' 'map(.schema == 1 and has("engine") and has("packs") and
    has("file") and has("parts") and has("labels") and has("findings") and
    has("markings") and has("contracts") and has("truncated") and
    has("errors")) | all and length == 6'

# ----------------------------------------------------- extract and explain
run 'extract shows the text' 0 extract $rules ssn.eml
prints 'itself' "$ssn"
run 'extract as JSON' 0 extract $rules --json letter.docx
json_is 'has the text by part' \
    "[.[].parts[].texts[].text] | any(contains(\"$ssn\"))"
run 'extract shows a label of XML in a header field' 0 extract $rules \
    "$top/tests/contract/samples/text/sio-xml.eml"
prints 'as a property' 'stanag-4774-label=policy=INVENTED'
run 'extract says what was not read' 0 extract $rules cut.docx
prints 'with its cause' '[truncated] It ends before'
run 'explain says why' 1 explain $rules --rule us_ssn ssn.eml
prints 'element by element' 'validator'
run 'explain says why not' 0 explain $rules clean.eml
prints 'for each rule' 'No sign of: '
run 'explain of an unknown rule is an error' 2 explain $rules --rule us_sn ssn.eml
run 'explain as JSON' 1 explain $rules --json ssn.eml
json_is 'has elements' '.[0].explanations | map(.rule) | index("us_ssn") != null'

# -------------------------------------------------------- rules and policy
run 'rules check passes' 0 rules check "$top/rules"
run 'rules list lists' 0 rules list "$top/rules"
prints 'the rules' us_ssn
run 'rules of another word' 2 rules chekc
says 'names the nearest' 'did you mean check?'
cp -r "$top/rules" broken && chmod -R u+w broken
printf 'format: 1\npack: x\nfoo: 1\n' >broken/packs/x.yaml
run 'rules that are wrong are an error' 2 rules check broken
says 'with its line' 'x.yaml:3:'
run 'policy check passes' 0 policy check "$top/rules/policy/default.yaml"
printf 'format: 1\npolicy: x\nfoo: 1\n' >policy.yaml
run 'a policy that is wrong is an error' 2 policy check policy.yaml
says 'with its line' 'policy.yaml:'
run 'policy exceptions of none' 0 policy exceptions \
	"$top/rules/policy/default.yaml"
prints 'so' 'no exceptions'
cat >exceptions.yaml <<'END'
format: 1
rules:
- {id: a, when: {direction: outbound}, action: hold}
- otherwise: deliver
faults: {otherwise: hold}
exceptions:
- {id: old, rules: [a], senders: [hr@example.org], owner: Jane,
   approver: John, expires: 2021-01-31, reason: enrolment}
END
run 'policy exceptions are shown' 0 policy exceptions exceptions.yaml
prints 'that have ended' 'old  until 2021-01-31  (ended'
prints 'with their people' 'hr@example.org'
run 'policy test decides' 0 policy test $rules \
    --label gov.us.classified=95 --to eve@gmail.com bob@other.example
prints 'for each recipient' eve@gmail.com
prints 'and the whole' 'The whole message: hold'
run 'policy test of no such label is an error' 2 policy test $rules \
    --label 'no label' --to a@b.example
run 'policy test of no such cause is an error' 2 policy test $rules \
    --cause sunspots --to a@b.example
run 'policy test needs a recipient' 2 policy test $rules

# --------------------------------------------------------- wrong command lines
run 'no command' 2
run 'an unknown command' 2 sacn
says 'names the nearest' 'did you mean scan?'
run 'an unknown option' 2 scan --jsn ssn.eml
says 'names the nearest' 'did you mean --json?'
run 'no path' 2 scan
run 'rules that are not there' 2 scan --rules "$work/none" clean.eml
run 'settings that are not there' 2 scan --config "$work/none.yaml" clean.eml
says 'name the file' none.yaml
run 'a journal without a keeper' 2 journal tail
run 'the version' 0 --version
run 'help' 0 --help
OUTMARK_LIBEXEC=$work/nowhere run 'no scanner' 2 scan clean.eml
says 'says what to set' libexec_dir

# ------------------------------------------------------------ many members
mkdir many
for n in $(seq 1500); do echo "note $n" >"many/$n.txt"; done
zip -qr many.zip many
run 'an archive of 1,500 members' 0 scan $rules --json many.zip
json_is 'each member is examined' '[.[0].parts[] |
    select(.examined == "yes")] | length == 1501'
rm -r many many.zip

# ------------------------------------------------------------ the surroundings
"$build/outmark" scan $rules clean.eml >/dev/full 2>err
verdict 'a full disk is an error' test $? = 2
says 'and said' 'cannot write the output'
"$build/outmark" scan $rules --json Maildir box 2>err | head -c 1 >/dev/null
verdict 'a reader that goes away is no noise' test ! -s err
script -qec "stty cols 60; '$build/outmark' scan $rules ssn.eml letter.docx" \
    /dev/null >out 2>err </dev/null
cat out >>everything
verdict 'no line is wider than the terminal' \
    test "$(tr -d '\r' <out | wc -L)" -le 60
verdict 'nothing is left in the folder for temporary files' \
    test -z "$(ls -A tmp)"

for value in "$ssn" "$ssn_two" "${ssn//-/}" "${ssn_two//-/}"; do
	verdict "a planted value is in no output but extract's" \
	    test "$(grep -cF -- "$value" everything)" = 0
done
scenario_end
