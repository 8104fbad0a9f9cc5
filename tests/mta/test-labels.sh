#!/bin/bash
# test-labels.sh - labels that are written on the message, through real MTAs.
#
# usage: test-labels.sh BUILD-FOLDER
#
# One Outmark that writes labels stands before a Postfix and a Sendmail.  What
# arrives at the sink bears one SIO-Label that says what the markings of the
# message come to, and a history when that changed something; a label that was
# right stays as it came.  Needs root; ends with "N passed, N failed".
set -u
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
build=$(cd "${1:?usage: test-labels.sh BUILD-FOLDER}" && pwd) || exit 1
# shellcheck disable=SC1091
. "$here/checks.sh"

test_begin
serial=0
token=

# send KIND BODY [HEADER-LINE...]: a mail with a new token; waits until it came.
send() {
	local kind=$1 body=$2
	shift 2
	serial=$((serial + 1))
	token=labels-$serial-
	mail_make "$work/mail" "$token" "$@"
	printf '%s\r\n' "$body" >>"$work/mail"
	mail_send "$kind" "$work/mail" &&
	    arrived "$sink" "the body of $token" 1
}

# The unfolded values of a field of what came, one a line.
field() {
	tr -d '\r' <"$(sink_with "$sink" "the body of $token")" |
	    sed -n '1,/^$/p' | sed ':a;N;$!ba;s/\n[ \t]\+/ /g' |
	    sed -n "s/^$1: *//Ip"
}

widest() {
	tr -d '\r' <"$(sink_with "$sink" "the body of $token")" |
	    sed -n '1,/^$/p' | grep -A3 -i "^SIO-Label" | awk \
	    '{ if (length($0) > most) most = length($0) } END { print most }'
}

labels() {
	local kind=$1 old='marking="CONFIDENTIAL//NOFORN"; fgcolor=red'
	send "$kind" 'Lunch at noon?'
	check "$kind: what bears no marking gets no label" same \
	    "$(field 'SIO-Label[^:]*')" ''
	send "$kind" $'SECRET//NOFORN\r\nThe report.\r\nSECRET//NOFORN'
	check "$kind: a marking in the text becomes a label" same \
	    "$(field SIO-Label)" 'marking="SECRET//NOFORN"'
	check "$kind: whose history says that it was added" holds \
	    "$(field SIO-Label-History)" 'change=add; changed-by="'
	check "$kind: in lines that are not long" test "$(widest)" -le 100
	send "$kind" $'SECRET//NOFORN\r\nThe report.\r\nSECRET//NOFORN' \
	    "SIO-Label: $old" "sio-label: $old"
	check "$kind: a lower label goes, however often it came" same \
	    "$(field SIO-Label)" 'marking="SECRET//NOFORN"'
	check "$kind: and stands in the history" holds \
	    "$(field SIO-Label-History)" "; $old"
	check "$kind: which says what became of it" holds \
	    "$(field SIO-Label-History)" 'new-marking="SECRET//NOFORN"'
	send "$kind" $'SECRET//NOFORN\r\nThe report.\r\nSECRET//NOFORN' \
	    'SIO-Label: marking="SECRET//NOFORN"; fgcolor=blue'
	check "$kind: a label that is right stays as it is" same \
	    "$(field SIO-Label)" 'marking="SECRET//NOFORN"; fgcolor=blue'
	check "$kind: without a history" same "$(field SIO-Label-History)" ''
	send "$kind" 'The text bears nothing.' \
	    'SIO-Label: marking="SECRET//NOFORN"'
	check "$kind: so does one that only the label knows" same \
	    "$(field SIO-Label)" 'marking="SECRET//NOFORN"'
}

protective() {
	local kind=$1 subject
	send "$kind" $'PROTECTED//CABINET\r\nThe budget.\r\nPROTECTED//CABINET' \
	    'X-Protective-Marking: VER=2018.6, NS=gov.au, SEC=OFFICIAL'
	check "$kind: the field says what the text bears" same \
	    "$(field X-Protective-Marking)" "VER=2024.1, NS=gov.au, \
SEC=PROTECTED, CAVEAT=SH:CABINET, ORIGIN=a@example.test"
	subject=$(field Subject)
	check "$kind: and so does the one subject" same "$subject" \
	    "$token [SEC=PROTECTED, CAVEAT=SH:CABINET]"
	send "$kind" 'Lunch at noon?'
	check "$kind: another subject stays" same "$(field Subject)" "$token"
}

check "the sink starts" sink_start "$sink"
check "Outmark is configured" outmark_config "$om" "$build" 'mode: monitor' \
    'own_domains: [example.test]' 'sio_label: yes' \
    'protective_marking: 2024.1'
check "Outmark starts" outmark_start "$om"
for kind in postfix sendmail; do
	check "$kind starts" ${kind}_start "$work/$kind" auto \
	    "$(cat "$sink/port")" "$(outmark_socket "$om")"
	labels $kind
	protective $kind
done
check "Outmark stops" outmark_stop "$om"
check "postfix stops" postfix_stop "$work/postfix"
check "sendmail stops" sendmail_stop "$work/sendmail"
check "no sanitizer complained" no_complaint "$om/outmark.log"
checks_end
