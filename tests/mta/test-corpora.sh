#!/bin/bash
# test-corpora.sh - real mail goes through Postfix and Outmark unharmed.
#
# usage: test-corpora.sh BUILD-FOLDER
#
# All mails of $OUTMARK_CORPORA/ham and all files of $OUTMARK_CORPORA/mime are
# sent twice: through Outmark in monitor mode and through the listener without
# it.  None may be lost, doubled, or changed but for our fields, and no worker
# may die.  Prints how many were labelled and how much was not examined: counts
# only.  Skips where the corpora are absent.  Needs root; ends with
# "N passed, N failed".
set -u
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
build=$(cd "${1:?usage: test-corpora.sh BUILD-FOLDER}" && pwd) || exit 1
corpora=${OUTMARK_CORPORA:-$here/../../../shared/corpora}
# shellcheck disable=SC1091
. "$here/checks.sh"

if [ ! -d "$corpora/ham" ] || [ ! -d "$corpora/mime" ]; then
	printf 'skip %s has no ham and mime: real mail was not tried\n' \
	    "$corpora"
	checks_end
	exit
fi
test_begin

# send PREFIX PORT-FILE: all files, each from a sender of its own.
send() {
	"$MTA_BIN/smtpsay" --crlf --number -h "127.0.0.1:$(cat "$2")" \
	    -f "$1#@corpus.test" -r someone@gmail.com --connections 4 \
	    --per-connection 50 -t 120 "${files[@]}" >"$work/$1.replies" \
	    2>"$work/$1.errors"
	cut -c1-3 "$work/$1.replies" >"$work/$1.codes"
}

accepted() {
	grep -c '^2' "$work/$1.codes"
}

all_are_there() {
	[ "$(sink_count "$sink")" -ge $(($(accepted m-) + $(accepted n-))) ]
}

journal_messages() {
	outmark_journal "$om" | grep '"event":"message"'
}

counts() { # NAME JQ-FILTER: a line for each value, the most frequent first
	journal_messages | jq -r "$2" | sort | uniq -c | sort -rn |
	    awk -v n="$1" '{ c = $1; $1 = ""; print "note " n ":" $0, c }'
}

# Files are named by their place in the corpora, never by what is in them.
name_files() { # of senders m-NNNNNN on stdin
	local number
	while read -r number; do
		number=${number#*m-}
		number=${number%%@*}
		printf '  %s\n' "${files[10#$number-1]#"$corpora"/}"
	done
}

no_message_with() { # CAUSE
	local senders
	senders=$(journal_messages | jq -r --arg c "$1" \
	    'select(.causes | index($c)) | .message.sender')
	[ -z "$senders" ] && return 0
	name_files <<<"$senders"
	return 1
}

mapfile -t files < <(find "$corpora/ham" -type f -name '*.eml' | sort
    find "$corpora/mime" -type f | sort)
check "there are all 1,650 mails" [ "$(find "$corpora/ham" -name '*.eml' |
    wc -l)" -ge 1650 ]
check "the sink starts" sink_start "$sink"
check "Outmark is configured" outmark_config "$om" "$build" 'mode: monitor' \
    'own_domains: [corpus.test]' 'tags: full'
check "Outmark starts" outmark_start "$om"
check "postfix starts" postfix_start "$work/postfix" auto \
    "$(cat "$sink/port")" "$(outmark_socket "$om")"
begun=$SECONDS
send m- "$work/postfix/port"
took=$((SECONDS - begun))
send n- "$work/postfix/reinject_port"
check "both ways take the same files" cmp "$work/m-.codes" "$work/n-.codes"
check "all that were taken come out" mta_wait_for 120 all_are_there
sleep 0.5
pairs=$("$MTA_BIN/mailpairs" "$sink/mail" "${#files[@]}" m- n-)
check "none lost, none doubled, none changed but for our fields" [ $? -eq 0 ]
printf 'note %d files in %d s: %s\n' "${#files[@]}" "$took" \
    "$(tail -n 1 <<<"$pairs")"
sed '$d' <<<"$pairs" | sed 's/ /@ /; s/^/m-/' | name_files
check "each has its record" same "$(journal_messages | wc -l)" \
    "$(accepted m-)"
for cause in crashed time memory internal; do
	check "no message was not examined because of $cause" \
	    no_message_with $cause
done
check "nothing is on hold" same "$(postfix_held "$work/postfix")" ''
check "the milter reports no error" not grep -q 'outmark-milter.*error' \
    "$om/outmark.log"
printf 'note labelled: %s of %s\n' "$(journal_messages |
    jq -r 'select(.labels | length > 0) | .id' | wc -l)" "$(accepted m-)"
counts label '.labels[].id'
counts 'would be' '.would'
counts 'by rule' '.verdicts[0] | select(.would != "deliver") | .policy'
counts 'parts' '.parts[].examined'
counts 'parts not or partly examined' \
    '.parts[] | select(.examined != "yes") | .examined + ", " + .cause'
check "the chain of the journal is sound" quietly "$build/outmark" journal \
    verify --config "$om/outmark.yaml"
check "postfix stops" postfix_stop "$work/postfix"
check "Outmark stops" outmark_stop "$om"
check "no sanitizer complained" no_complaint "$om/outmark.log"
checks_end
