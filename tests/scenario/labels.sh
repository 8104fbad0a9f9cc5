#!/bin/bash
# labels - markings of whole mails: what they come to, and what does not go together.
#
#   tests/scenario/labels.sh BUILD-FOLDER
#
# All texts are invented and made here.  Ends with "N passed, N failed".
set -u
# shellcheck source=begin.sh disable=SC1091
. "$(dirname "${BASH_SOURCE[0]}")/begin.sh"
needs jq zip base64
mkdir tmp cache
shopt -s lastpipe
export OUTMARK_LIBEXEC=$build TMPDIR=$work/tmp
printf '%s\n' 'own_domains: [own.example]' \
    "policy_file: $top/rules/policy/default.yaml" >own.yaml
[ "$(id -u)" = 0 ] &&
	echo "scanner_user: \"${OUTMARK_TEST_UID:-61102}\"" >>own.yaml
echo "cache_dir: $work/cache" >>own.yaml
# shellcheck source=../../packaging/samples.sh
. "$top/packaging/samples.sh"

scan() { # FILE, into out
	"$build/outmark" scan --json --rules "$top/rules" --config own.yaml \
	    "$1" >out 2>err
	[ $? -le 1 ] || { bad "$1 is scanned"; cat err; }
}
is() { # WHAT JQ-EXPRESSION WANT
	local got
	got=$(jq -r "$2" out)
	if [ "$got" = "$3" ]; then good "$1"
	else bad "$1: got '$got', not '$3'"; fi
}
contradictions='[.findings[] | select(.label == "label.contradiction" and
    .state == "enforced") | .rule] | unique | join(" ")'
water='[.high_water[] | .system + ": " + .level] | sort | join("; ")'

# A mail with a body and, when a third is given, an attached text.
mail() { # FIELDS BODY [ATTACHMENT]
	printf 'From: ann@own.example\nTo: bob@other.example\n'
	printf 'Date: Mon, 5 Jan 2026 10:00:00 +0000\nMIME-Version: 1.0\n'
	printf 'Subject: bridges\n'
	[ -z "$1" ] || printf '%s\n' "$1"
	if [ $# -lt 3 ]; then
		printf 'Content-Type: text/plain; charset=utf-8\n\n%s\n' "$2"
		return
	fi
	printf 'Content-Type: multipart/mixed; boundary=part\n\n--part\n'
	printf 'Content-Type: text/plain; charset=utf-8\n\n%s\n--part\n' "$2"
	printf 'Content-Type: text/plain; charset=utf-8; name=plan.txt\n'
	printf 'Content-Disposition: attachment; filename=plan.txt\n\n'
	printf '%s\n--part--\n' "$3"
}
marked() { # MARKING: a text between two of it
	printf '%s\nThe bridge over the river is old.\nIt was built long ago.\n' "$1"
	printf 'We count what crosses it.\nNobody pays.\n%s' "$1"
}
case_is() { # WHAT CONTRADICTIONS HIGH-WATER; the mail is on stdin
	cat >mail.eml
	scan mail.eml
	is "$1" "$contradictions" "$2"
	is "$1: what it comes to" "$water" "$3"
}

# One scan reads all the mails of a table: NAME in mails/, what is due in due/.
mkdir mails due
want() { # NAME CONTRADICTIONS HIGH-WATER; the mail is on stdin
	cat >"mails/$1.eml"
	printf '%s\n%s\n' "$2" "$3" >"due/$1"
}
check_wanted() {
	local name found level
	"$build/outmark" scan --json --rules "$top/rules" --config own.yaml \
	    mails >out 2>err
	[ $? -le 1 ] || { bad 'the mails are scanned'; cat err; }
	jq -r "[(.file | sub(\".*/\"; \"\") | sub(\".eml\"; \"\")),
	    ($contradictions), ($water)] | join(\"|\")" out |
	while IFS='|' read -r name found level; do
		if [ "$found"$'\n'"$level" = "$(cat "due/$name")" ]
		then good "$name"
		else bad "$name: got '$found' and '$level'"; fi
		rm "due/$name"
	done
	for name in due/*; do
		[ ! -e "$name" ] || bad "${name#due/} was not read"
	done
}
quoted() { marked "$1" | sed 's/^/> /'; }
portions() { # BANNER MARK
	printf '%s\n%s It is old.\n%s It is long.\n%s It is high.\n%s\n' \
	    "$1" "$2" "$2" "$2" "$1"
}
sio() { printf 'SIO-Label: marking*=UTF-8%s%s' "''" "$(printf %s "$1" |
    jq -sRr @uri)"; }

# ---------------------------------------------- every system, every contradiction
while IFS='|' read -r system low high level low_mark high_mark; do
	water_is="$system: $level"
	mail '' "$(marked "$low")" "$(marked "$high")" |
	    want "$system, the attachment is above the message" \
	    attachment_above_message "$water_is"
	mail '' "$(marked "$high")" "$(marked "$low")" |
	    want "$system, the attachment is below the message" '' "$water_is"
	mail '' "$(marked "$low")"$'\n\nOn Monday Bob wrote:\n'"$(quoted "$high")" |
	    want "$system, a reply lowers what it quotes" \
	    lowered_in_reply "$water_is"
	mail '' "$(marked "$high")"$'\n\nOn Monday Bob wrote:\n'"$(quoted "$low")" |
	    want "$system, a reply raises what it quotes" '' "$water_is"
	mail "$(sio "$low")" "$(marked "$high")" |
	    want "$system, a label is below the text" label_below_text \
	    "$water_is"
	mail "$(sio "$high")" "$(marked "$low")" |
	    want "$system, a label is above the text" '' "$water_is"
	mail "$(sio "$low")"$'\n'"X-Classification: =?UTF-8?B?$(printf %s \
	    "$high" | base64 -w0)?=" 'The bridge is old.' |
	    want "$system, two labels differ" labels_differ "$water_is"
	mail "$(sio "$high")" "$(marked "$high")" |
	    want "$system, label and text agree" '' "$water_is"
	[ -z "$low_mark" ] && continue
	mail '' "$(portions "$low" "$high_mark")" |
	    want "$system, a banner is below its portions" \
	    banner_below_portion "$water_is"
	mail '' "$(portions "$high" "$low_mark")" |
	    want "$system, a banner is above its portions" '' "$water_is"
done <<'CASES'
nato|NATO RESTRICTED|NATO SECRET|NATO SECRET|(NR)|(NS)
uk|OFFICIAL-SENSITIVE|UK SECRET|SECRET|(O-S)|(S)
eu|RESTREINT UE/EU RESTRICTED|SECRET UE/EU SECRET|SECRET UE/EU SECRET|(R-UE/EU-R)|(S-UE/EU-S)
ca|PROTECTED B|SECRET//CANADIAN EYES ONLY|SECRET|(PB)|(S)
de|VS-NUR FÜR DEN DIENSTGEBRAUCH|VS-VERTRAULICH|VS-VERTRAULICH|(VS-NfD)|(VS-VERTRAULICH)
fr|DIFFUSION RESTREINTE - SPÉCIAL FRANCE|SECRET SPÉCIAL FRANCE|SECRET|(DR)|(S)
nz|COMMERCIAL: IN CONFIDENCE|NZ SECRET|SECRET|(IC)|(S)
au|OFFICIAL: Sensitive|SECRET//AUSTEO|SECRET|(OS)|(S)
tlp|TLP:GREEN|TLP:RED|TLP:RED||
us-classified|CONFIDENTIAL//NOFORN|SECRET//NOFORN|SECRET|(C//NF)|(S//NF)
CASES
mail '' "$(marked TLP:GREEN)" "$(marked TLP:CLEAR)" |
    want 'a green mail may bring a clear attachment' '' 'tlp: TLP:GREEN'
mail '' 'Hello, here it is.' "$(marked 'NATO SECRET')" |
    want 'a message without a marking contradicts nothing' '' \
    'nato: NATO SECRET'
mail '' "$(marked 'NATO SECRET')"$'\n\n---------- Forwarded message ---------\n'"$(
    marked 'NATO RESTRICTED')"$'\n-----Original Message-----\n'"$(
    marked 'NATO UNCLASSIFIED')" |
    want 'a chain of lower mails contradicts nothing' '' 'nato: NATO SECRET'

# A level of no known nation stands on the ladder of the one that is known.
while IFS='|' read -r system field body found level; do
	mail "X-Classification: $field" "$(marked "$body")" |
	    want "$system, a label of no nation says $field" "$found" "$level"
done <<'CASES'
uk|SECRET|UK TOP SECRET|label_below_text|uk: TOP SECRET; unspecified: SECRET
us-classified|SECRET|TOP SECRET//SI//NOFORN|label_below_text|unspecified: SECRET; us-classified: TOP SECRET
au|SECRET|SECRET//AUSTEO||au: SECRET; unspecified: SECRET
nato|SECRET|NATO SECRET||nato: NATO SECRET; unspecified: SECRET
CASES

# Two systems are two ladders.
mail "$(sio 'NATO RESTRICTED')" "$(marked 'VS-VERTRAULICH')" |
    want 'a label of one system says nothing of another' '' \
    'de: VS-VERTRAULICH; nato: NATO RESTRICTED'
mail 'SIO-Label: marking="X"; type=":ess"; label="MRAGCSsBAQEBAQEBAQIBAg=="' \
    "$(marked 'NATO SECRET')" |
    want 'a label of an unknown policy' '' \
    'label: unmapped; nato: NATO SECRET'
check_wanted

# ------------------------------------------------------- labels and the text
au_field='X-Protective-Marking: VER=2018.6, NS=gov.au, SEC=OFFICIAL, ORIGIN=a@own.example'
mail "$au_field" "$(marked 'OFFICIAL: Sensitive')" |
    case_is 'a field is below the text' label_below_text \
    'au: OFFICIAL: Sensitive'
mail "${au_field/SEC=OFFICIAL/SEC=PROTECTED}" "$(marked 'OFFICIAL: Sensitive')" |
    case_is 'a field is above the text' '' 'au: PROTECTED'
mail "$au_field"$'\n'"${au_field/SEC=OFFICIAL/SEC=PROTECTED}" 'Text.' |
    case_is 'two fields differ' labels_differ 'au: PROTECTED'
mail '' $'CONFIDENTIAL//NOFORN\n(S//NF) The bridge is old.\n(U) It is long.\n(S//NF) And high.\nCONFIDENTIAL//NOFORN' |
    case_is 'a banner is below its portions' banner_below_portion \
    'us-classified: SECRET'

# ------------------------------------------------------ talk contradicts nothing
mail '' "$(marked 'NATO RESTRICTED')"$'\nThe other annex is NATO SECRET, ask there.' |
    case_is 'a mention is no contradiction' '' 'nato: NATO RESTRICTED'
is 'the sentence is found' \
    '[.markings[] | select(.kind == "sentence") | .text, .mention] | join(" ")' \
    'NATO SECRET true'

# ---------------------------------------------------- places in real documents
found='[.markings[] | select(.mention | not) | .system + ": " + .level + " at " +
    .where] | unique | join("; ")'
samples_docx "$work/us.docx" 'SECRET//REL TO USA, GBR' 'The bridge is old.'
scan us.docx
is 'the page header of a docx' "$found" \
    'us-classified: SECRET at header 1'
printf '%s' '{\rtf1\ansi{\header\pard OFFICIAL-SENSITIVE\par}\pard The bridge is old.\par}' >uk.rtf
scan uk.rtf
is 'the page header of an rtf' "$found" 'uk: OFFICIAL-SENSITIVE at header 1'
{
	mail '' 'x' | sed 's,text/plain,text/html,; /^x$/d'
	printf '<html><body><!-- SECRET//NOFORN --><div style="color:red">'
	printf '<b>NATO CONFIDENTIAL</b></div><p>The bridge is old.</p></body></html>\n'
} >html.eml
scan html.eml
is 'a banner in html, and one in a comment' "$found" \
    'nato: NATO CONFIDENTIAL at body; us-classified: SECRET at body > comment 1'

scenario_end
