#!/bin/bash
# test-rebuild.sh - the library gets the very bytes that the MTA shows.
#
# usage: test-rebuild.sh BUILD-FOLDER
#
# Every awkward shape goes through Postfix and Sendmail with two milters: the
# recording test milter, then ours.  The digest of the bytes that our library
# was handed must equal that of what the first milter was shown, and where an
# MTA changed bytes before that, the change must be the one that shapes.sh names.
# What arrives behind the MTA must be the same with and without us, but for our
# field.  Needs root; ends with "N passed, N failed".
#
# proves P-9
set -u
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
build=$(cd "${1:?usage: test-rebuild.sh BUILD-FOLDER}" && pwd) || exit 1
# shellcheck disable=SC1091
. "$here/checks.sh"
# shellcheck disable=SC1091
. "$here/fake.sh"
# shellcheck disable=SC1091
. "$here/shapes.sh"

test_begin
fake=$work/fake
shapes_make "$work/shapes"
changes=()

newest() { # FOLDER SUFFIX
	find "$1" -name "[0-9]*.$2" | sort | tail -n 1
}

digest() {
	sha256sum <"$1"
}

# through KIND SHAPE PORT [smtpsay options]: sends it, sets `file` to what arrived.
through() {
	local name=$2 port=$3 number
	shift 3
	reply=$("$MTA_BIN/smtpsay" -h "127.0.0.1:$port" -f a@example.test \
	    -r b@example.test "$@" "$work/shapes/$name")
	[ "${reply:0:1}" = 2 ] || return 1
	sent=$((sent + 1))
	sink_wait "$sink" "$sent" 20 || return 1
	printf -v number '%06d' "$sent"
	file=$sink/mail/$number.msg
}


one_shape() { # KIND SHAPE [smtpsay options]
	local kind=$1 name=$2 wanted shown ours
	shift 2
	wanted=$(shapes_shown "$kind" "$name")
	if [ "$wanted" = refused ]; then
		check "$kind refuses $name" not through "$kind" "$name" \
		    "$(cat "$work/$kind/port")" "$@"
		return
	fi
	check "$kind takes $name" through "$kind" "$name" \
	    "$(cat "$work/$kind/port")" "$@"
	shown=$(newest "$work/seen" seen)
	ours=$(newest "$fake/seen" seen)
	check "$kind $name: our bytes are those that it shows" same \
	    "$(digest "$ours")" "$(digest "$shown")"
	check "$kind $name: what it changed before is known" same \
	    "$("$MTA_BIN/mailcmp" "$work/shapes/$name" "$ours")" "$wanted"
	[ "$wanted" = unchanged ] || changes+=("$kind $name: $wanted")
	check "$kind $name: our field was added" grep -aq \
	    $'^X-Outmark-ID: fake-[0-9]*\r$' "$file"
	through_us=$file
	check "$kind takes $name without milters" through "$kind" "$name" \
	    "$(cat "$work/$kind/reinject_port")" "$@"
	check "$kind $name: nothing else was changed" same \
	    "$(but_for_ours "$through_us")" "$(but_for_ours "$file")"
}

# The digest of a mail without our field and what differs in each run anyway.
but_for_ours() {
	sed -e '/^X-Outmark-ID: /d' -e '/^Received:/,/^\t*[^;]*; /d' \
	    -e 's/^\(Message-Id\|Message-ID\|Date\): .*/\1/' "$1" | sha256sum
}

shapes() {
	local kind=$1 name
	for name in "${names[@]}"; do
		one_shape "$kind" "$name" --param BODY=8BITMIME
	done
	[ "$kind" = postfix ] || return 0
	for name in "${bdat[@]}"; do
		one_shape postfix "$name" --bdat 7
	done
	one_shape postfix SMTPUTF8 --param 'SMTPUTF8 BODY=8BITMIME'
}

sent=0
mkdir -p "$work/seen" "$work/recorder"
check "the sink starts" sink_start "$sink"
check "the recorder starts" testmilter_start "$work/recorder" -r "$work/seen"
check "the milter is configured" fake_make "$fake" "$build" 'mode: enforce'
check "the milter starts" fake_start "$fake"
both="unix:$work/recorder/socket, unix:$fake/socket"
check "postfix starts" postfix_start "$work/postfix" auto \
    "$(cat "$sink/port")" none "smtpd_milters=$both"
check "sendmail starts" sendmail_start "$work/sendmail" auto \
    "$(cat "$sink/port")" "unix:$work/recorder/socket" '' \
    "INPUT_MAIL_FILTER(\`second',\`S=unix:$fake/socket, F=T')dnl"
shapes postfix
shapes sendmail
check "postfix stops" postfix_stop "$work/postfix"
check "sendmail stops" sendmail_stop "$work/sendmail"
printf 'changed before any milter saw it: %s\n' "${changes[@]}"
check "no sanitizer complained" no_complaint "$fake/log"
checks_end
