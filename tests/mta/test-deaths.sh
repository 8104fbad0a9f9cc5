#!/bin/bash
# test-deaths.sh - the milter is killed in the middle of a message.
#
# usage: test-deaths.sh BUILD-FOLDER
#
# At MAIL, at RCPT, in the data and at the end of a message, with each
# milter_default_action of Postfix and each F= of Sendmail: the answer must be
# the documented one, and what was accepted must be there exactly once, at the
# sink or on hold; what was not must be nowhere.  Needs root; ends with
# "N passed, N failed".
#
# proves P-2
set -u
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
build=$(cd "${1:?usage: test-deaths.sh BUILD-FOLDER}" && pwd) || exit 1
# shellcheck disable=SC1091
. "$here/checks.sh"
# shellcheck disable=SC1091
. "$here/fake.sh"

test_begin
fake=$work/fake
table=()

# What each configuration must do with a message whose milter dies, by stage:
# later (4xx), refused (5xx), taken (and delivered), held.
wanted() { # KIND ACTION STAGE
	case $1:$2:$3 in
	postfix:tempfail:* | sendmail:F=T:*) echo later ;;
	sendmail:F=4:*) echo later ;;
	postfix:accept:* | sendmail::*) echo taken ;;
	postfix:reject:* | sendmail:F=R:*) echo refused ;;
	postfix:quarantine:*) echo held ;;
	esac
}

# The outcome, from the answer and from where the mail is.
outcome() { # KIND TOKEN
	local kind=$1 held there=0
	held=$("${kind}_held" "$work/$kind" | wc -l)
	if [ "${reply:0:1}" = 2 ] && [ "$held" -eq 0 ]; then
		arrived "$sink" "the body of $2" 1
		there=$?
		[ "$there" -eq 0 ] && echo taken || echo lost
		return
	fi
	if arrived_so_often "$sink" "the body of $2" 0; then
		case ${reply:0:1}:$held in
		2:1) echo held ;;
		4:0 | 0:0) echo later ;;
		5:0) echo refused ;;
		*) echo "reply ${reply:0:3} and $held held" ;;
		esac
	else
		echo "reply ${reply:0:3} and delivered"
	fi
}

release_held() {
	local kind=$1 id
	for id in $("${kind}_held" "$work/$kind"); do
		"${kind}_release" "$work/$kind" "$id" || return 1
	done
}

die_at() { # KIND ACTION STAGE
	local kind=$1 action=$2 stage=$3 token got
	token=$kind-${action//=/}-$stage
	case $stage in
	mail) MAIL_FROM=die-mail@example.test ;;
	rcpt) MAIL_TO=die-rcpt@example.test ;;
	esac
	case $stage in
	header) mail_make "$work/mail" "$token" 'X-Act: die-in-write' ;;
	body)
		mail_make "$work/mail" "$token"
		printf 'die-in-write\r\n' >>"$work/mail"
		;;
	end) mail_make "$work/mail" "$token" 'X-Act: die' ;;
	*) mail_make "$work/mail" "$token" ;;
	esac
	mail_send "$kind" "$work/mail"
	MAIL_FROM='' MAIL_TO=''
	got=$(outcome "$kind" "$token")
	table+=("$kind ${action:-no F=} dies at $stage: ${reply:0:40} -> $got")
	check "$kind ${action:-no F=}: dies at $stage" same "$got" \
	    "$(wanted "$kind" "$action" "$stage")"
	check "$kind ${action:-no F=}: it did die at $stage" mta_wait_for 5 \
	    mta_gone "$(fake_pid "$fake")"
	fake_kill "$fake"
	check "the milter starts again" fake_start "$fake"
	[ "$got" = held ] || return 0
	check "$kind: what was held is released" release_held "$kind"
	check "$kind: and delivered once" arrived "$sink" \
	    "the body of $token" 1
}

round() { # KIND ACTION
	local kind=$1 action=$2 stage
	for stage in mail rcpt header body end; do
		die_at "$kind" "$action" "$stage"
	done
	mail_make "$work/mail" "$kind-${action//=/}-after"
	check "$kind ${action:-no F=}: mail flows again" mail_send "$kind" \
	    "$work/mail"
	check "$kind ${action:-no F=}: through the milter" grep -q \
	    '^X-Outmark-ID' "$(arrived "$sink" \
	    "the body of $kind-${action//=/}-after" 1 && sink_with "$sink" \
	    "the body of $kind-${action//=/}-after")"
}

check "the sink starts" sink_start "$sink"
check "the milter is configured" fake_make "$fake" "$build" 'mode: enforce'
check "the milter starts" fake_start "$fake"
check "postfix starts" postfix_start "$work/postfix" auto \
    "$(cat "$sink/port")" "unix:$fake/socket"
for action in tempfail accept reject quarantine; do
	check "postfix $action" postfix_reload "$work/postfix" \
	    milter_default_action=$action
	round postfix "$action"
done
check "postfix stops" postfix_stop "$work/postfix"
for action in F=T F=R F=4 ''; do
	check "sendmail ${action:-no F=}" sendmail_start "$work/sendmail" \
	    auto "$(cat "$sink/port")" "unix:$fake/socket" \
	    "${action:+$action, }T=C:30s;S:30s;R:30s;E:10m"
	round sendmail "$action"
	check "sendmail stops" sendmail_stop "$work/sendmail"
done
check "nothing came twice" same "$(cat "$sink/mail/"*.msg |
    grep -a '^the body of' | sort | uniq -d)" ""
printf '%s\n' "${table[@]}"
check "no sanitizer complained" no_complaint "$fake/log"
checks_end
