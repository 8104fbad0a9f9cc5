#!/bin/bash
# test-milter.sh - what the milter does on a real Postfix and a real Sendmail,
# whatever scanner and policy say.
#
# usage: test-milter.sh BUILD-FOLDER
#
# The milter is linked with a library that obeys the message (tests/fault).  What
# is proven: sessions and messages are kept apart, the whole envelope arrives,
# each verdict becomes the MTA's own means, and what fails has its outcome.
# Byte exactness is test-rebuild.sh, death of the milter test-deaths.sh.
# Needs root; ends with "N passed, N failed".
#
# proves P-13, P-14
set -u
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
build=$(cd "${1:?usage: test-milter.sh BUILD-FOLDER}" && pwd) || exit 1
# shellcheck disable=SC1091
. "$here/checks.sh"
# shellcheck disable=SC1091
. "$here/fake.sh"

test_begin
fake=$work/fake
token= serial=0

# A new token and a mail with these acts (and other header lines).
mail() {
	serial=$((serial + 1))
	token=tok-$serial-
	mail_make "$work/mail" "$token" "$@"
}

env_of() { # KEY: a line of what the library was told about the last mail
	sed -n "s/^$1 //p" "$(fake_seen "$fake" "the body of $token" env)"
}

only_own_body() { # TOKEN: what was recorded for it holds no other mail
	local file
	file=$(fake_seen "$fake" "the body of $1" seen) || return 1
	[ "$(grep -c 'the body of' "$file")" -eq 1 ]
}

# ---- sessions ---------------------------------------------------------------

conversation() { # LINES-OF-ACT TOKEN EXPECTED
	printf '%s\n' "say MAIL FROM:<a@example.test>" 'expect 250' \
	    "say RCPT TO:<b@example.test>" 'expect 250' 'say DATA' 'expect 354'
	printf 'raw "From: a@example.test\\r\\nSubject: x\\r\\n%s\\r\\nthe body of %s\\r\\n.\\r\\n"\n' \
	    "$1" "$2"
	printf 'expect %s\n' "$3"
}

many_on_one_connection() {
	local kind=$1
	{
		printf '%s\n' "connect 127.0.0.1 \${PORT}" 'expect 220' \
		    'say EHLO first.example.test' 'expect 250'
		conversation '' "$kind-one" 250
		conversation 'X-Act: reject\r\nX-Act: text=no\r\n' "$kind-two" \
		    '550 5.7.1 no'
		conversation 'X-Act: later\r\nX-Act: text=wait\r\n' \
		    "$kind-three" '451 4.7.1 wait'
		conversation 'X-Act: hold\r\n' "$kind-four" 250
		conversation '' "$kind-five" 250
		printf '%s\n' 'say QUIT' 'expect 221'
	} | say "$kind"
}

sessions() {
	local kind=$1 word id
	check "$kind: five messages on one connection, each its own answer" \
	    many_on_one_connection "$kind"
	for word in one two three four five; do
		check "$kind: message $word was seen alone" only_own_body \
		    "$kind-$word"
	done
	check "$kind: the first is delivered" arrived "$sink" "$kind-one" 1
	check "$kind: the last is delivered" arrived "$sink" "$kind-five" 1
	id=$("${kind}_held" "$work/$kind")
	check "$kind: one is held" same "$(wc -w <<<"$id")" 1
	check "$kind: it is released" "${kind}_release" "$work/$kind" "$id"
	check "$kind: and delivered" arrived "$sink" "$kind-four" 1
	check "$kind: what was refused is not" not arrived_so_often "$sink" \
	    "$kind-t" 1
	check "$kind: RSET, HELO again and mail after it" resets "$kind"
	token=$kind-again
	check "$kind: the last HELO counts" same "$(env_of helo)" \
	    second.example.test
	check "$kind: nothing of what was reset" same "$(env_of from)" \
	    "<c@example.test>"
	check "$kind: nor its recipients" same "$(env_of to)" "<d@example.test>"
	check "$kind: a connection cut in the data" cut_in_data "$kind"
	check "$kind: was forgotten, none delivered" not arrived_so_often \
	    "$sink" "$kind-cut" 1
	check "$kind: every message was released" mta_wait_for 10 all_freed
}

resets() {
	{
		printf '%s\n' "connect 127.0.0.1 \${PORT}" 'expect 220' \
		    'say EHLO first.example.test' 'expect 250' \
		    'say MAIL FROM:<a@example.test>' 'expect 250' \
		    'say RCPT TO:<b@example.test>' 'expect 250' \
		    'say RSET' 'expect 250' \
		    'say MAIL FROM:<a@example.test>' 'expect 250' \
		    'say EHLO second.example.test' 'expect 250' \
		    'say MAIL FROM:<c@example.test>' 'expect 250' \
		    'say RCPT TO:<d@example.test>' 'expect 250' \
		    'say DATA' 'expect 354'
		printf 'raw "Subject: x\\r\\n\\r\\nthe body of %s-again\\r\\n.\\r\\n"\n' "$1"
		printf '%s\n' 'expect 250' 'say QUIT' 'expect 221'
	} | say "$1"
}

cut_in_data() {
	{
		printf '%s\n' "connect 127.0.0.1 \${PORT}" 'expect 220' \
		    'say EHLO first.example.test' 'expect 250' \
		    'say MAIL FROM:<a@example.test>' 'expect 250' \
		    'say RCPT TO:<b@example.test>' 'expect 250' \
		    'say DATA' 'expect 354'
		printf 'raw "Subject: x\\r\\n\\r\\nthe body of %s-cut\\r\\n"\n' "$1"
		printf '%s\n' 'wait 100' 'cut'
	} | say "$1"
}

all_freed() {
	[ "$(fake_calls "$fake" ' new$')" -eq "$(fake_calls "$fake" ' free$')" ]
}

# ---- the envelope -----------------------------------------------------------

envelope() {
	local kind=$1 listener=MTA queued
	[ "$kind" = postfix ] && listener=$(cat "$work/postfix/port")
	mail
	check "$kind: a mail with ESMTP parameters" mail_send "$kind" \
	    "$work/mail" --helo helo.example.test \
	    --param 'SIZE=1000 BODY=8BITMIME RET=HDRS ENVID=id1' \
	    --rcpt-param 'NOTIFY=FAILURE,DELAY ORCPT=rfc822;o@example.test'
	queued=$reply
	check "$kind: sender and its parameters" same "$(env_of from)" \
	    '<a@example.test> SIZE=1000 BODY=8BITMIME RET=HDRS ENVID=id1'
	check "$kind: recipient and its parameters" same "$(env_of to)" \
	    '<b@example.test> NOTIFY=FAILURE,DELAY ORCPT=rfc822;o@example.test'
	check "$kind: the next hop" holds "$(env_of next)" '[127.0.0.1]'
	check "$kind: HELO" same "$(env_of helo)" helo.example.test
	check "$kind: the client's address" same "$(env_of address)" 127.0.0.1
	check "$kind: the listener" same "$(env_of listener)" "$listener"
	check "$kind: the queue id" holds "$queued" "$(env_of queue_id)"
	check "$kind: no user" same "$(env_of user)" -
	mail
	check "$kind: letter case and two recipients" mail_send "$kind" \
	    "$work/mail" -r 'Carol.Smith@EXAMPLE.test'
	check "$kind: as they were given" same "$(env_of to)" \
	    '<b@example.test>
<Carol.Smith@EXAMPLE.test>'
	mail
	check "$kind: a bounce is taken, its sender empty" null_sender "$kind"
}

null_sender() {
	{
		printf '%s\n' "connect 127.0.0.1 \${PORT}" 'expect 220' \
		    'say EHLO x.example.test' 'expect 250' \
		    'say MAIL FROM:<>' 'expect 250' \
		    'say RCPT TO:<b@example.test>' 'expect 250' 'say DATA' \
		    'expect 354' "send-file $work/mail" 'expect 250' \
		    'say QUIT' 'expect 221'
	} | say "$1" && same "$(env_of from)" '<>'
}

local_submission() {
	local kind=$1
	mail
	check "$kind: local submission goes through the milter" submit "$kind"
}

submit() {
	local before
	before=$(sink_count "$sink")
	tr -d '\r' <"$work/mail" | "${1}_submit" "$work/$1" || return 1
	arrived "$sink" "the body of $token" 1 &&
	    grep -q '^X-Outmark-ID: fake-' "$(sink_with "$sink" \
	    "the body of $token")" && [ "$(sink_count "$sink")" -gt "$before" ]
}

postfix_only() {
	mail $'X-Utf8: gr\303\274n'
	MAIL_FROM=$'\303\244@example.test' MAIL_TO=$'\303\266@example.test' \
	    check "postfix: SMTPUTF8" mail_send postfix "$work/mail" \
	    --param 'SMTPUTF8 BODY=8BITMIME'
	check "postfix: the addresses are UTF-8" same "$(env_of from)" \
	    $'<\303\244@example.test> SMTPUTF8 BODY=8BITMIME'
	check "postfix: the recipient too" same "$(env_of to)" \
	    $'<\303\266@example.test>'
	check "postfix: AUTH can be had" postfix_auth "$work/postfix" alice pass
	mail
	check "postfix: mail after AUTH" mail_send postfix "$work/mail" \
	    --auth "alice@$MTA_HOSTNAME:pass"
	check "postfix: its user" same "$(env_of user)" "alice@$MTA_HOSTNAME"
	mail
	check "postfix: BDAT" mail_send postfix "$work/mail" --bdat 50
	check "postfix: and 8-bit" arrived "$sink" "the body of $token" 1
}

# ---- verdicts ---------------------------------------------------------------

# refused KIND REPLY ACT...: the mail is refused in exactly these words.
refused() {
	local kind=$1 wanted=$2
	shift 2
	mail "$@"
	mail_send "$kind" "$work/mail" && return 1
	same "$reply" "$wanted"
}

replies() {
	local kind=$1 plain='550 5.7.1 Command rejected' long
	[ "$kind" = sendmail ] && plain='554 5.7.1 Command rejected'
	check "$kind: a rejection in our words" refused "$kind" \
	    '550 5.7.1 not to this provider (id fake)' 'X-Act: reject' \
	    'X-Act: text=not to this provider (id fake)'
	check "$kind: percent signs stay" refused "$kind" \
	    '550 5.7.1 100% blocked, 5%d %s %% %n' 'X-Act: reject' \
	    'X-Act: text=100% blocked, 5%d %s %% %n'
	check "$kind: another code" refused "$kind" '554 5.6.0 so' \
	    'X-Act: reject' 'X-Act: code=554' 'X-Act: class=5.6.0' \
	    'X-Act: text=so'
	check "$kind: later" refused "$kind" '452 4.3.1 the disk is full' \
	    'X-Act: later' 'X-Act: code=452' 'X-Act: class=4.3.1' \
	    'X-Act: text=the disk is full'
	check "$kind: a class that does not fit stays a rejection" refused \
	    "$kind" "$plain" 'X-Act: reject' 'X-Act: class=4.7.1' \
	    'X-Act: text=odd'
	long=$(head -c 480 /dev/zero | tr '\0' y)
	mail 'X-Act: reject' "X-Act: text=$long"
	mail_send "$kind" "$work/mail"
	check "$kind: a long text is cut, not lost" holds "$reply" \
	    "550 5.7.1 yyyyyyyyyyyyyyyy"
	check "$kind: what was refused is nowhere" not arrived_so_often \
	    "$sink" 'X-Act: reject' 1
}

holding() {
	local kind=$1 id checks
	mail 'X-Act: hold' 'X-Act: text=SSN rule 3 (fake id)'
	check "$kind: a held mail is taken" mail_send "$kind" "$work/mail"
	id=$("${kind}_held" "$work/$kind")
	check "$kind: and is on hold" same "$(wc -w <<<"$id")" 1
	check "$kind: under the id that we were told" same "$id" \
	    "$(env_of queue_id)"
	[ "$kind" = postfix ] || check "$kind: with our reason" grep -q \
	    '^qSSN rule 3 (fake id)$' "$work/sendmail/queue/hf$id"
	checks=$(fake_calls "$fake" ' check ')
	check "$kind: it is released" "${kind}_release" "$work/$kind" "$id"
	check "$kind: and delivered once" arrived "$sink" \
	    "the body of $token" 1
	check "$kind: without a second look" same \
	    "$(fake_calls "$fake" ' check ')" "$checks"
	check "$kind: with our field" grep -q $'^X-Outmark-ID: fake-[0-9]*\r$' \
	    "$(sink_with "$sink" "the body of $token")"
}

# own_fields KIND: the X-Outmark fields of the last mail as it arrived
own_fields() {
	arrived "$sink" "the body of $token" 1 &&
	    grep -ai '^x-outmark' "$(sink_with "$sink" \
	    "the body of $token")" | tr -d '\r'
}

forged() {
	local kind=$1 lines=() i
	mail 'X-Outmark-ID: forged 1' 'X-Keep: 1' 'x-outmark-id: forged 2' \
	    'X-OUTMARK-ID:forged 3' 'X-Keep: 2' 'X-Outmark-Labels: none' \
	    'X-Outmark-Coverage: all' 'X-OutMark-Id : forged 4' \
	    $'X-Outmark-Labels: folded\r\n over two lines' \
	    "X-Outmark-$(long_name): v" 'X-Outmark: not ours' 'X-Keep: 3'
	check "$kind: forged fields" mail_send "$kind" "$work/mail"
	check "$kind: are gone, ours is there" holds "$(own_fields "$kind")" \
	    'X-Outmark-ID: fake-'
	check "$kind: and nothing else" same "$(own_fields "$kind" | wc -l)" 2
	check "$kind: other fields stay" same "$(grep -c '^X-Keep: [123]' \
	    "$(sink_with "$sink" "the body of $token")")" 3
	check "$kind: no folded line is left behind" not grep -q \
	    'over two lines' "$(sink_with "$sink" "the body of $token")"
	for ((i = 0; i < 60; i++)); do
		lines+=("X-Outmark-A$i: v")
	done
	mail "${lines[@]}" 'X-Outmark-ID: forged'
	check "$kind: forged behind 60 others" mail_send "$kind" "$work/mail"
	check "$kind: is gone as well" same "$(own_fields "$kind" | wc -l)" 1
	mail 'X-Act: many=3'
	check "$kind: one name many times" mail_send "$kind" "$work/mail"
	check "$kind: can be added" same "$(own_fields "$kind" |
	    grep -c '^X-Outmark-Labels: one of many$')" 3
	lines=()
	for ((i = 0; i < 1001; i++)); do
		lines+=("X-Outmark-$i: v")
	done
	check "$kind: more of them than anybody sends" refused "$kind" \
	    '550 5.6.0 The header has too many fields whose names begin with X-Outmark-' \
	    "${lines[@]}"
}

long_name() {
	head -c 150 /dev/zero | tr '\0' z
}

# ---- trouble ----------------------------------------------------------------

later='451 4.7.1 Outmark cannot examine this message now, please try again later'

trouble_enforced() {
	local kind=$1
	check "$kind: the library says later" refused "$kind" "$later" \
	    'X-Act: fail=later'
	check "$kind: the machine fails" refused "$kind" "$later" \
	    'X-Act: fail=system'
	check "$kind: a write fails" refused "$kind" "$later" \
	    'X-Act: fail-in-write'
	mail
	MAIL_FROM=fail-mail@example.test mail_send "$kind" "$work/mail"
	check "$kind: MAIL fails" same "$reply" "$later"
	check "$kind: a field of ours without a name" refused_later "$kind" \
	    'X-Act: bad-name'
	check "$kind: a field of ours with a line end" refused_later "$kind" \
	    'X-Act: bad-value'
	check "$kind: nothing of it was delivered" not arrived_so_often \
	    "$sink" 'X-Act: [fb]a' 1
}

# Refused for now in whatever words the MTA has.
refused_later() {
	local kind=$1
	shift
	mail "$@"
	mail_send "$kind" "$work/mail"
	holds "$reply" '451 4.'
}

passes() { # KIND WHAT ACT...: in monitor it arrives, without forged fields
	local kind=$1 what=$2
	shift 2
	mail 'X-Outmark-ID: forged' "$@"
	check "$kind: $what" mail_send "$kind" "$work/mail"
	check "$kind: $what: delivered" arrived "$sink" \
	    "the body of $token" 1
	check "$kind: $what: no forged field" not grep -qi 'forged' \
	    "$(sink_with "$sink" "the body of $token")"
}

trouble_observed() {
	local kind=$1
	passes "$kind" "the library says later" 'X-Act: fail=later'
	passes "$kind" "the machine fails" 'X-Act: fail=system'
	passes "$kind" "a write fails" 'X-Act: fail-in-write'
	MAIL_FROM=fail-mail@example.test passes "$kind" "MAIL fails"
	passes "$kind" "a field of ours without a name" 'X-Act: bad-name'
}

mode() { # monitor|enforce
	fake_kill "$fake"
	sed -i "s/^mode: .*/mode: $1/" "$fake/outmark.yaml"
	fake_start "$fake"
}

# Long checks: signs of life keep the MTA waiting, silence does not.
long_check() { # KIND TOKEN ACT
	mail_make "$work/$2.mail" "$2" "X-Act: $3"
	"$MTA_BIN/smtpsay" -h "127.0.0.1:$(cat "$work/$1/port")" \
	    -f a@example.test -r b@example.test "$work/$2.mail" \
	    >"$work/$2.reply" 2>&1
}

long_checks() {
	local kind jobs=()
	for kind in postfix sendmail; do
		long_check "$kind" "$kind-slow" sleep=6000 &
		jobs+=($!)
		long_check "$kind" "$kind-mute" quiet=6000 &
		jobs+=($!)
	done
	wait "${jobs[@]}"
	for kind in postfix sendmail; do
		check "$kind: a long check with signs of life" holds \
		    "$(cat "$work/$kind-slow.reply")" '250 2.0.0'
		check "$kind: its mail arrives" arrived "$sink" \
		    "the body of $kind-slow" 1
		check "$kind: a long silence is a temporary failure" holds \
		    "$(cat "$work/$kind-mute.reply")" '451 4.'
		check "$kind: and not delivered" not arrived_so_often \
		    "$sink" "the body of $kind-mute" 1
	done
}

# ---- many at once -----------------------------------------------------------

crowd() {
	local kind=$1 before rss threads
	before=$(sink_count "$sink")
	mail 'X-Act: sleep=1000' 'X-Serial: SERIAL0000000000'
	check "$kind: 200 sessions at once" crowd_load "$kind"
	check "$kind: all 200 were taken" grep -q '^2xx 200$' "$work/load"
	check "$kind: all 200 arrive" sink_wait "$sink" $((before + 200)) 60
	check "$kind: each once" same "$(grep -rh --include='*.msg' \
	    '^X-Serial:' "$sink/mail" | sort | uniq -d | wc -l)" 0
	rss=$(sed -n 's/^VmHWM:[^0-9]*\([0-9]*\).*/\1/p' \
	    "/proc/$(fake_pid "$fake")/status")
	threads=$(sed -n 's/^Threads:[^0-9]*//p' \
	    "/proc/$(fake_pid "$fake")/status")
	printf 'note %s: after 200 sessions at once the milter had %s kB at most, %s threads\n' \
	    "$kind" "$rss" "$threads"
	check "$kind: in bounded memory" [ "$rss" -lt 65536 ]
	rm -f "$sink/mail/"*.msg
}

crowd_load() {
	"$MTA_BIN/smtpsay" --load --unique --count 200 --connections 200 \
	    -h "127.0.0.1:$(cat "$work/$1/port")" -f a@example.test \
	    -r b@example.test -t 120 "$work/mail" >"$work/load"
}

# -----------------------------------------------------------------------------

check "the sink starts" sink_start "$sink"
check "the milter is configured" fake_make "$fake" "$build" 'mode: enforce'
check "the milter starts" fake_start "$fake"
check "postfix starts" postfix_start "$work/postfix" auto \
    "$(cat "$sink/port")" "unix:$fake/socket" milter_content_timeout=4s
check "sendmail starts" sendmail_start "$work/sendmail" auto \
    "$(cat "$sink/port")" "unix:$fake/socket" \
    'F=T, T=C:30s;S:4s;R:4s;E:10m'
for kind in postfix sendmail; do
	sessions $kind
	envelope $kind
	local_submission $kind
	replies $kind
	holding $kind
	forged $kind
	trouble_enforced $kind
done
postfix_only
check "it runs as its own user" same \
    "$(stat -c %u "/proc/$(fake_pid "$fake")/task")" 61101
long_checks
check "all messages were released" mta_wait_for 10 all_freed
check "monitor" mode monitor
for kind in postfix sendmail; do
	trouble_observed $kind
done
crowd postfix
crowd sendmail
check "nothing is on hold" same \
    "$(postfix_held "$work/postfix")$(sendmail_held "$work/sendmail")" ""
check "postfix stops" postfix_stop "$work/postfix"
check "sendmail stops" sendmail_stop "$work/sendmail"
check "the milter is still there" kill -0 "$(fake_pid "$fake")"
check "no sanitizer complained" no_complaint "$fake/log"
checks_end
