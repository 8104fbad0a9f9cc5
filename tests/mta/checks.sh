#!/bin/bash
# checks.sh - how a test with mail systems begins, counts what holds, and sends
# mail that can be found again; source it.  It brings mta.sh and outmark.sh.
#
#   test_begin                installs the mail systems and makes the folder $work;
#                             in it are, once started, $sink and the Outmark $om
#   leave                     runs at the end: stops what was started, removes $work
#   check WHAT COMMAND...     counts; a failure is shown as "not ok: WHAT"
#   same GOT WANTED, holds TEXT PART, not COMMAND..., quietly COMMAND...
#   checks_end                prints "N passed, N failed", returns its verdict
#   mail_make FILE TOKEN [HEADER-LINE...]     a small mail with this token
#   mail_send KIND FILE [smtpsay options]     sets `reply`
#   sink_with DIR TOKEN       the files at the sink that hold TOKEN
#   arrived DIR TOKEN COUNT   waits until it is there so often
#   say KIND <SCRIPT          plays a script; ${PORT} is the instance's port

CHECKS_SOURCE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=mta.sh disable=SC1091
. "$CHECKS_SOURCE/mta.sh"
# shellcheck source=outmark.sh disable=SC1091
. "$CHECKS_SOURCE/outmark.sh"

passed=0
failed=0
reply=

test_begin() {
	mta_install || exit 1
	work=$(mta_folder) || exit 1
	om=$work/om
	sink=$work/sink
	trap leave EXIT
}

leave() {
	[ -e "$om/outmarkd.pid" ] && outmark_stop "$om"
	mta_cleanup
	rm -rf "$work"
}

check() {
	local what=$1
	shift
	if "$@"; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		printf 'not ok: %s\n' "$what"
	fi
}

same() {
	[ "$1" = "$2" ] && return 0
	printf '  got "%s", wanted "%s"\n' "$1" "$2"
	return 1
}

holds() {
	case $1 in
	*"$2"*) return 0 ;;
	esac
	printf '  "%s" is not in "%s"\n' "$2" "$1"
	return 1
}

not() {
	! "$@"
}

quietly() {
	"$@" >/dev/null 2>&1
}

# no_complaint FILE: no sanitizer said anything; in an ordinary build, of course.
no_complaint() {
	! grep -A 12 'Sanitizer\|runtime error' "$1" | head -n 40 | sed 's/^/  /' |
	    grep .
}

checks_end() {
	printf '%d passed, %d failed\n' "$passed" "$failed"
	[ "$failed" -eq 0 ]
}

mail_make() {
	local file=$1 token=$2 line
	shift 2
	{
		printf 'From: a@example.test\r\nTo: b@example.test\r\n'
		printf 'Date: Mon, 2 Nov 2026 00:00:00 +0000\r\n'
		printf 'Message-Id: <%s@example.test>\r\n' "$token"
		for line in "$@"; do
			printf '%s\r\n' "$line"
		done
		printf 'Subject: %s\r\n\r\nthe body of %s\r\n' "$token" "$token"
	} >"$file"
}

# The instance of KIND lives in $work/KIND.  Sender and recipient may be given
# as MAIL_FROM and MAIL_TO.
mail_send() {
	local kind=$1 file=$2
	shift 2
	reply=$("$MTA_BIN/smtpsay" -h "127.0.0.1:$(cat "$work/$kind/port")" \
	    -f "${MAIL_FROM:-a@example.test}" -r "${MAIL_TO:-b@example.test}" \
	    "$@" "$file" 2>"$work/send.err")
	reply=${reply%%$'\t'*}
	[ "${reply:0:1}" = 2 ]
}

sink_with() {
	grep -l --include='*.msg' -r -e "$2" "$1/mail" 2>/dev/null
}

arrived_so_often() {
	[ "$(sink_with "$1" "$2" | wc -l)" -eq "$3" ]
}

arrived() {
	mta_wait_for 20 arrived_so_often "$1" "$2" "$3" && return 0
	printf '  %s arrived %d times, not %d\n' "$2" \
	    "$(sink_with "$1" "$2" | wc -l)" "$3"
	return 1
}

say() {
	local script=$work/conversation
	cat >"$script"
	PORT=$(cat "$work/$1/port") "$MTA_BIN/smtpsay" -q "$script"
}
