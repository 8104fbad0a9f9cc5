#!/bin/bash
# test-bench.sh - proves that the mail test bench works, and shows in a table
# what each mail system does to the bytes it is given.
#
# For Postfix and Sendmail, with no milter and with a no-op milter that records
# what it is shown, it sends messages of awkward shapes and compares what the
# sink and the milter got with what was sent.  It then exercises hold, release,
# local submission, re-injection and stopping.  Needs root.  Takes no argument;
# ends with "N passed, N failed" and exits 1 if anything failed.
set -u
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck disable=SC1091
. "$here/checks.sh"

test_begin
mkdir "$work/table"

# shellcheck source=shapes.sh disable=SC1091
. "$here/shapes.sh"
shapes_make "$work/shapes"

# ---- one message through one mail system ------------------------------------

sent=0
# through KIND SHAPE SENDER RCPT [smtpsay options]: sends it and compares.
through() {
	local kind=$1 name=$2 sender=$3 rcpt=$4 column=$5 number reply table
	local file=$work/shapes/$name
	table="$work/table/$column"
	shift 5
	reply=$("$MTA_BIN/smtpsay" -h "127.0.0.1:$(cat "$work/$kind/port")" \
	    -f "$sender" -r "$rcpt" "$@" "$file")
	if [ "${reply:0:1}" != 2 ]; then
		printf '%s\n' "refused: ${reply%%$'\t'*}" >"$table.$name"
		return 1
	fi
	sent=$((sent + 1))
	sink_wait "$work/sink" "$sent" 20 || return 1
	printf -v number '%06d' "$sent"
	"$MTA_BIN/mailcmp" "$file" "$work/sink/mail/$number.msg" \
	    >"$table.$name"
	last=$number
	return 0
}

# seen SHAPE COLUMN: the same for what the milter was shown last.
seen() {
	local name=$1 file newest=
	for file in "$work/milter/seen"/*.seen; do
		newest=$file
	done
	"$MTA_BIN/mailcmp" "$work/shapes/$name" "$newest" \
	    >"$work/table/$2.$name"
	[ -s "$newest" ] || [ "$name" = empty-message ]
}

# Sendmail as Debian patched it refuses lines with a lone CR or LF.
sendmail_refuses() {
	case $1:$2 in
	sendmail:bare-* | sendmail:CR-CR-LF) return 0 ;;
	esac
	return 1
}

# ends KIND BYTES: does the mail system take them for the end of the data?
# The answer goes into the table; asking itself always works.
ends() {
	local kind=$1 bytes=$2 name=end-of-data-by-$3 script=$work/end.say
	printf '%s\n' "connect 127.0.0.1 $(cat "$work/$kind/port")" \
	    'expect 220' 'say EHLO x' 'expect 250' \
	    'say MAIL FROM:<a@example.test>' 'expect 250' \
	    'say RCPT TO:<b@example.test>' 'expect 250' 'say DATA' \
	    'expect 354' "raw \"x: y\\r\\n\\r\\nz$bytes\"" 'silent 400' 'cut' \
	    >"$script"
	if "$MTA_BIN/smtpsay" -q "$script" 2>"$work/end.err"; then
		echo 'is no end' >"$work/table/$kind.$name"
		return 0
	fi
	grep -q 'the server said something' "$work/end.err" || return 1
	sed -i 's/^silent.*/expect 2/' "$script"
	if "$MTA_BIN/smtpsay" -q "$script" 2>"$work/end.err"; then
		echo 'ends the message' >"$work/table/$kind.$name"
		sent=$((sent + 2))
		sink_wait "$work/sink" "$sent" 20
		return
	fi
	sed 's/.*got /refused: /' "$work/end.err" >"$work/table/$kind.$name"
}

last=
all_shapes() {
	local kind=$1 milter=$2 name column=$1
	[ "$milter" = none ] || column=$1-noop
	for name in "${names[@]}"; do
		if sendmail_refuses "$kind" "$name"; then
			check "$kind $milter refuses $name" not through "$kind" \
			    "$name" a@example.test b@example.test "$column"
			continue
		fi
		check "$kind $milter takes $name" through "$kind" "$name" \
		    a@example.test b@example.test "$column" --param \
		    BODY=8BITMIME
		[ "$milter" = none ] && continue
		check "$kind shows $name to the milter" seen "$name" \
		    "$kind-milter"
		check "$kind sends $name on alike with and without milter" \
		    cmp -s "$work/table/$kind.$name" "$work/table/$column.$name"
	done
}

no_process_left() {
	[ -z "$(mta_pids "$work")" ]
}

table() {
	local kind=$1 name row
	printf '\n%s: what was sent -> what the sink got' "$kind"
	printf ' | what the milter was shown\n'
	for name in "${names[@]}" "${extra[@]}"; do
		[ -e "$work/table/$kind.$name" ] || continue
		row=$(cat "$work/table/$kind.$name")
		printf '| %s | %s | %s |\n' "$name" "$row" \
		    "$(cat "$work/table/$kind-milter.$name" 2>/dev/null)"
	done
}

extra=("${bdat[@]}" SMTPUTF8 7-bit-sink end-of-data-by-LF.LF
    end-of-data-by-LF.CRLF end-of-data-by-CRLF.LF end-of-data-by-CR.CR
    end-of-data-by-CRLF.CR)

# ---- the rounds ---------------------------------------------------------------

rounds() {
	local kind=$1 id
	check "$kind starts without milter" "${kind}_start" "$work/$kind" \
	    auto "$(cat "$work/sink/port")" none
	all_shapes "$kind" none
	check "$kind: LF . LF" ends "$kind" '\n.\n' LF.LF
	check "$kind: LF . CR LF" ends "$kind" '\n.\r\n' LF.CRLF
	check "$kind: CR LF . LF" ends "$kind" '\r\n.\n' CRLF.LF
	check "$kind: CR . CR" ends "$kind" '\r.\r' CR.CR
	check "$kind: CR LF . CR" ends "$kind" '\r\n.\r' CRLF.CR
	check "$kind stops" "${kind}_stop" "$work/$kind"

	rm -rf "$work/milter/seen"
	mkdir -p "$work/milter/seen"
	check "testmilter starts" testmilter_start "$work/milter" \
	    -r "$work/milter/seen"
	check "$kind starts with a milter" "${kind}_start" "$work/$kind" \
	    auto "$(cat "$work/sink/port")" "unix:$work/milter/socket"
	all_shapes "$kind" noop
	check "$kind takes a local submission" submit "$kind"
	check "$kind took a message for re-injection" reinject "$kind"
	check "no hold" same "$("${kind}_held" "$work/$kind")" ""
	if [ "$kind" = postfix ]; then
		for name in "${bdat[@]}"; do
			check "postfix $name" through postfix "$name" \
			    a@example.test b@example.test postfix --bdat 7
			seen "$name" postfix-milter
		done
		check "postfix SMTPUTF8" through postfix SMTPUTF8 \
		    $'\303\244@example.test' $'\303\266@example.test' postfix \
		    --param "SMTPUTF8 BODY=8BITMIME"
		seen SMTPUTF8 postfix-milter
		check "the envelope is UTF-8" grep -q $'RCPT TO:<\303\266@' \
		    "$work/sink/mail/$last.env"
		check "AUTH can be had" postfix_auth "$work/postfix" alice pass
		check "AUTH works" through postfix plain a@example.test \
		    b@example.test auth --auth alice@"$MTA_HOSTNAME":pass
		check "AUTH refuses" not through postfix plain a@example.test \
		    b@example.test auth --auth alice@"$MTA_HOSTNAME":wrong
	else
		check "sendmail refuses SMTPUTF8" not through sendmail SMTPUTF8 \
		    a@example.test b@example.test sendmail --param SMTPUTF8
	fi
	check "testmilter stops" testmilter_stop "$work/milter"
	check "$kind answers 4xx without its milter" not through "$kind" plain \
	    a@example.test b@example.test down
	check "as a temporary failure" grep -q '^refused: 4' \
	    "$work/table/down.plain"
	check "a holding milter starts" testmilter_start "$work/milter" \
	    quarantine
	check "$kind reloads" "${kind}_reload" "$work/$kind"
	check "$kind takes a message to hold" hold "$kind"
	check "the queue is empty otherwise" mta_wait_for 10 queue_empty "$kind"
	id=$("${kind}_held" "$work/$kind")
	check "$kind releases it" "${kind}_release" "$work/$kind" "$id"
	sent=$((sent + 1))
	check "it arrives" sink_wait "$work/sink" "$sent" 20
	check "$kind will not release what it has not" quietly_not \
	    "${kind}_release" "$work/$kind" ABCDEF
	check "testmilter stops" testmilter_stop "$work/milter"
	check "$kind stops" "${kind}_stop" "$work/$kind"
	check "no process of $kind is left" mta_wait_for 5 no_process_left
}

quietly_not() {
	! "$@" 2>/dev/null
}

queue_empty() {
	[ -z "$("$1_queue" "$work/$1")" ]
}

submit() {
	printf 'To: c@example.test\nSubject: local\n\nhello\n' |
	    "$1_submit" "$work/$1" || return 1
	sent=$((sent + 1))
	sink_wait "$work/sink" "$sent" 20
}

reinject() {
	local seen_before seen_after
	seen_before=$(find "$work/milter/seen" -name '*.seen' | wc -l)
	"$MTA_BIN/smtpsay" -h "127.0.0.1:$(cat "$work/$1/reinject_port")" \
	    -f a@example.test -r b@example.test "$work/shapes/plain" \
	    >/dev/null || return 1
	sent=$((sent + 1))
	sink_wait "$work/sink" "$sent" 20 || return 1
	seen_after=$(find "$work/milter/seen" -name '*.seen' | wc -l)
	same "$seen_after" "$seen_before"
}

hold() {
	"$MTA_BIN/smtpsay" -h "127.0.0.1:$(cat "$work/$1/port")" \
	    -f a@example.test -r b@example.test "$work/shapes/plain" \
	    >/dev/null || return 1
	[ "$("$1_held" "$work/$1" | wc -l)" -eq 1 ]
}

mkdir -p "$work/milter/seen"
chmod 755 "$work/milter"
check "the sink starts" sink_start "$work/sink"
rounds postfix
rounds sendmail
check "the sink stops" sink_stop "$work/sink"

# A sink that takes seven bits only shows what each system makes of the rest.
# To Postfix, SMTPUTF8 would imply 8BITMIME.
check "a 7-bit sink starts" sink_start "$work/sink" --no-8bitmime \
    --no-smtputf8
sent=0
for kind in postfix sendmail; do
	check "$kind starts" "${kind}_start" "$work/$kind" auto \
	    "$(cat "$work/sink/port")" none
	check "$kind to a 7-bit sink" through "$kind" 7-bit-sink \
	    a@example.test b@example.test "$kind" --param BODY=8BITMIME
	check "$kind stops" "${kind}_stop" "$work/$kind"
done
check "the sink stops" sink_stop "$work/sink"
check "no process is left" mta_wait_for 5 no_process_left
table postfix
table sendmail
echo
checks_end
