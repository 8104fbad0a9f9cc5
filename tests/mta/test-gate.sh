#!/bin/bash
# test-gate.sh - the whole gate: mail through real MTAs is read, marked and held,
# whatever fails.
#
# usage: test-gate.sh BUILD-FOLDER
#
# One Outmark with all its processes stands before a Postfix and a Sendmail.  Clean
# mail passes unchanged but for our field; labelled mail is held, refused or
# observed as the policy says; scanner, keeper, workers and disk fail in turn and
# each mail still gets its configured outcome.  At the end every file, log,
# journal and core is searched for the secrets that were planted.  Needs root;
# ends with "N passed, N failed".
#
# proves P-1, P-2, P-3, P-4, P-5
set -u
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
build=$(cd "${1:?usage: test-gate.sh BUILD-FOLDER}" && pwd) || exit 1
# shellcheck disable=SC1091
. "$here/checks.sh"
# shellcheck disable=SC1091
. "$here/../../packaging/samples.sh"

test_begin
mounted=''
unmount() {
	[ -z "$mounted" ] || umount "$om/state/journal" || umount -l "$om/state/journal"
}
trap 'unmount; leave' EXIT
serial=0
token=
MAIL_FROM=pat.doe@agency.example
MAIL_TO=someone@gmail.com

# ---- the secrets: invented, and found nowhere else ---------------------------

ssn=637-48-2915
card='4485 1327 6409 2857'
subject_secret=Fliederbusch-8841
body_secret=Grottenolm-5520
attachment_secret=Quarzapfel-9931
name_secret=Wolkenstein-7716
sheet_secret=Zimtkranich-4402
header_secret=Eisvogelnest-3075
secrets_write() {
	printf '%s\n' "$ssn" "$card" "${card// /}" "${ssn//-/}" \
	    "$subject_secret" "$body_secret" "$attachment_secret" \
	    "$name_secret" "$sheet_secret" "$header_secret" >"$work/secrets"
}

# A number whose check digit is right, so that it is found as a card.
luhn_ok() {
	local digits=${1//[^0-9]/} i d sum=0
	for ((i = 0; i < ${#digits}; i++)); do
		d=${digits:${#digits}-1-i:1}
		((i % 2)) && { d=$((d * 2)); ((d > 9)) && d=$((d - 9)); }
		sum=$((sum + d))
	done
	[ $((sum % 10)) -eq 0 ]
}

card_with_check_digit() {
	local d
	for d in 0 1 2 3 4 5 6 7 8 9; do
		luhn_ok "${card%?}$d" && card=${card%?}$d && return 0
	done
	return 1
}

# ---- mails ------------------------------------------------------------------

# mail BODY [ATTACHMENT...]: writes $work/mail with a new token and the secrets
# of subject and header.
mail() {
	local body=$1 file to=("$MAIL_TO")
	shift
	serial=$((serial + 1))
	token=gate-$serial-
	{
		printf 'From: Pat Doe <%s>\r\nTo: %s\r\n' "$MAIL_FROM" "${to[0]}"
		printf 'Date: Mon, 2 Nov 2026 10:00:00 +0000\r\n'
		printf 'Message-ID: <%s@agency.example>\r\n' "$token"
		printf 'Subject: about %s\r\nX-Project: %s\r\n' \
		    "$subject_secret" "$header_secret"
		printf 'MIME-Version: 1.0\r\n'
		printf 'Content-Type: multipart/mixed; boundary=sample\r\n\r\n'
		printf -- '--sample\r\nContent-Type: text/plain\r\n\r\n'
		printf '%s\r\n%s\r\n' "$body" "the body of $token"
		for file in "$@"; do
			printf -- '--sample\r\n'
			printf 'Content-Type: application/octet-stream\r\n'
			printf 'Content-Disposition: attachment;\r\n filename="%s"\r\n' \
			    "$(basename "$file")"
			printf 'Content-Transfer-Encoding: base64\r\n\r\n'
			base64 "$file" | sed 's/$/\r/'
		done
		printf -- '--sample--\r\n'
	} >"$work/mail"
}

clean_mail() { mail "Lunch at noon, $body_secret?"; }
ssn_mail() { mail "Social Security number: $ssn, $body_secret"; }
card_mail() { mail 'The list is attached.' "$work/parts/$name_secret.xlsx"; }
cui_mail() {
	mail "CUI//SP-CTI//NOFORN"$'\r\n\r\n'"The drawing of the $body_secret mount follows."$'\r\n\r\n'"CUI//SP-CTI//NOFORN"
}

parts_make() {
	local dir=$work/parts
	mkdir -p "$dir/x"
	samples_xlsx "$dir/$name_secret.xlsx" \
	    "Customer|Card number|$attachment_secret" "A. Sample|$card|12/28"
	# The sheet's name is the workbook's to give.
	(cd "$dir/x" && unzip -q "$dir/$name_secret.xlsx" &&
	    sed -i "s/name=\"Orders\"/name=\"$sheet_secret\"/" xl/workbook.xml &&
	    zip -q "$dir/$name_secret.xlsx" xl/workbook.xml) || return 1
	samples_docx "$dir/$name_secret.docx" "$attachment_secret" \
	    "Social Security number: $ssn" "$body_secret"
	samples_pdf "$dir/$name_secret.pdf" "$attachment_secret" "SSN: $ssn"
	(cd "$dir" && zip -q "$name_secret.zip" "$name_secret.docx" &&
	    zip -q -P "$body_secret" "$name_secret-locked.zip" \
	    "$name_secret.docx") || return 1
	# The same, cut and bent: what readers complain about must not be told.
	head -c 900 "$dir/$name_secret.xlsx" >"$dir/$name_secret-cut.xlsx"
	head -c 700 "$dir/$name_secret.zip" >"$dir/$name_secret-cut.zip"
	sed 's/endobj/endxxx/; s/xref/xxxx/' "$dir/$name_secret.pdf" \
	    >"$dir/$name_secret-bent.pdf"
	printf '<html><p %s="%s"><a href="%s' "$body_secret" "$ssn" \
	    "$attachment_secret" >"$dir/$name_secret.html"
}

# ---- what became of it --------------------------------------------------------

journal_line() { # of the last mail, by the queue id in the reply or on hold
	outmark_journal "$om" | grep '"event":"message"' | tail -n 1
}

journal_field() { # NAME: of the last message record
	journal_line | jq -r "$1"
}

held_id() { "${1}_held" "$work/$1"; }

# is_held KIND REASON-PART: on hold, journalled with its queue id before we
# look, and not delivered.
is_held() {
	local kind=$1 id line
	line=$(journal_line)	# at once: it must be there before the answer
	[ "${reply:0:1}" = 2 ] || { printf '  %s\n' "$reply"; return 1; }
	id=$(held_id "$kind")
	same "$(wc -w <<<"$id")" 1 &&
	    same "$(jq -r .operation <<<"$line")" hold &&
	    same "$(jq -r .message.queue_id <<<"$line")" "$id" &&
	    holds "$line" "$2" &&
	    arrived_so_often "$sink" "the body of $token" 0
}

release() { # KIND: what is held is delivered once, with the id of its record
	local kind=$1 id
	id=$(journal_field .id)
	"${kind}_release" "$work/$kind" "$(held_id "$kind")" &&
	    arrived "$sink" "the body of $token" 1 &&
	    grep -q "^X-Outmark-ID: $id " \
	    "$(sink_with "$sink" "the body of $token")"
}

# Lets go of what is held and forgets it.
drop_held() { # KIND
	local kind=$1 id
	for id in $(held_id "$kind"); do
		case $kind in
		postfix) postsuper -c "$work/postfix/etc" -d "$id" \
		    2>/dev/null ;;
		sendmail) rm -f "$work/sendmail/queue/"?f"$id" ;;
		esac
	done
	[ -z "$(held_id "$kind")" ]
}

passes_unchanged() { # KIND ADDED-FIELDS
	mail_send "$1" "$work/mail" && arrived "$sink" \
	    "the body of $token" 1 && same "$("$MTA_BIN/mailcmp" "$work/mail" \
	    "$(sink_with "$sink" "the body of $token")")" "+Received $2"
}

settings() { # KEY VALUE...: changes outmark.yaml and reloads
	local before
	while [ $# -gt 1 ]; do
		sed -i "s,^\( *$1\):.*,\1: $2," "$om/outmark.yaml"
		shift 2
	done
	before=$(grep -c 'policy were read again$' "$om/outmark.log")
	outmark_signal "$om" HUP
	mta_wait_for 30 settings_read "$before"
}

settings_read() {
	[ "$(grep -c 'policy were read again$' "$om/outmark.log")" -gt "$1" ]
}

# ---- the main path ------------------------------------------------------------

policy_write() {
	cat >"$work/policy.yaml" <<-'POLICY'
	format: 1
	policy: gate-test
	version: '1'
	approved:
	  domains: [partner.example]
	rules:
	- id: inside
	  title: Inside
	  when: {direction: [internal, inbound]}
	  action: deliver
	- id: no-cards
	  title: Card numbers
	  when:
	    labels: [{label: pii.payment.card, confidence: 75}]
	  action: reject
	- id: hold-it
	  title: Not to unapproved places
	  when:
	    labels:
	    - {label: gov.us.cui, confidence: 75}
	    - {label: pii.identity, confidence: 75}
	    destination: {approved: false}
	  action: hold
	- otherwise: deliver
	faults:
	  direction: [outbound, forwarded, bounce, release]
	  otherwise: hold
	  unsupported: tag
	  truncated: tag
	POLICY
}

main_path() {
	local kind=$1 id
	clean_mail
	check "$kind: clean mail passes, unchanged but for our field" \
	    passes_unchanged "$kind" +X-Outmark-ID
	ssn_mail
	mail_send "$kind" "$work/mail"
	check "$kind: an SSN to an unapproved place is held" is_held "$kind" \
	    '"policy":"hold-it"'
	check "$kind: released, it is delivered once" release "$kind"
	cui_mail
	mail_send "$kind" "$work/mail"
	check "$kind: CUI to an unapproved place is held" is_held "$kind" \
	    gov.us.cui
	check "$kind: released too" release "$kind"
	card_mail
	check "$kind: cards in a sheet are refused" not mail_send "$kind" \
	    "$work/mail"
	id=$(journal_field .id)
	check "$kind: with the id" holds "$reply" "550 5.7.1 "
	check "$kind: that is in the journal" holds "$reply" "$id"
	check "$kind: nobody got it" arrived_so_often "$sink" \
	    "the body of $token" 0
	MAIL_TO=kim@partner.example
	ssn_mail
	check "$kind: an approved place gets it, labelled" passes_unchanged \
	    "$kind" '+X-Outmark-ID +X-Outmark-Labels'
	MAIL_TO=lee@agency.example
	ssn_mail
	check "$kind: so does somebody inside" passes_unchanged "$kind" \
	    '+X-Outmark-ID +X-Outmark-Labels'
	MAIL_TO=someone@gmail.com
	mixed_recipients "$kind"
}

mixed_recipients() {
	local kind=$1
	ssn_mail
	mail_send "$kind" "$work/mail" -r kim@partner.example
	check "$kind: one of two recipients is not approved: held for both" \
	    is_held "$kind" kim@partner.example
	check "$kind: each has a verdict of its own" same \
	    "$(journal_field '[.verdicts[].would] | sort | join(" ")')" \
	    'deliver hold'
	check "$kind: dropped" drop_held "$kind"
}

observed() {
	local kind=$1
	ssn_mail
	check "$kind: monitor: what would be held passes" passes_unchanged \
	    "$kind" '+X-Outmark-ID +X-Outmark-Labels'
	check "$kind: monitor: and is recorded" same \
	    "$(journal_field '.operation + " " + .would')" 'deliver hold'
	card_mail
	check "$kind: monitor: what would be refused passes" passes_unchanged \
	    "$kind" '+X-Outmark-ID +X-Outmark-Labels'
	check "$kind: monitor: and is recorded" same \
	    "$(journal_field '.operation + " " + .would')" 'deliver reject'
}

# Every awkward attachment, for what it leaves behind.
oddities() {
	local file
	for file in "$work/parts/$name_secret"*; do
		mail "See $body_secret" "$file"
		MAIL_TO=kim@partner.example
		mail_send postfix "$work/mail"
		check "an attachment ${file##*"$name_secret"} has an answer" \
		    holds '25' "${reply:0:1}"
	done
	MAIL_TO=someone@gmail.com
	drop_held postfix
}

# 200 sessions with a megabyte each: all are taken, in bounded memory.
crowd() {
	local before most
	{
		printf 'Subject: x\r\nX-Serial: SERIAL0000000000\r\n\r\n'
		yes 'The committee met and agreed to move the report to next week.' |
		    head -c 1000000 | sed 's/$/\r/'
	} >"$work/large"
	before=$(sink_count "$sink")
	"$MTA_BIN/smtpsay" --load --unique --count 200 --connections 200 \
	    -h "127.0.0.1:$(cat "$work/postfix/port")" -f "$MAIL_FROM" \
	    -r "$MAIL_TO" -t 120 "$work/large" >"$work/load"
	check "200 sessions of 1 MB: all are taken" grep -q '^2xx 200$' \
	    "$work/load"
	check "and arrive" sink_wait "$sink" $((before + 200)) 60
	most=$(sed -n 's/^VmHWM:[^0-9]*\([0-9]*\).*/\1/p' \
	    "/proc/$(outmark_pids "$om" outmark-milter)/status")
	printf 'note 200 sessions of 1 MB: the milter had %s kB at most\n' \
	    "$most"
	# With sanitizers each byte costs several.
	grep -q __asan_init "$build/outmark-milter" && most=$((most / 4))
	check "in bounded memory" [ "$most" -lt 300000 ]
	drop_large
}

drop_large() { # the disk of a small machine
	grep -l '^X-Serial:' "$sink/mail/"*.msg | xargs rm -f
}

# ---- what fails -----------------------------------------------------------------

scanner_pids() { outmark_pids "$om" outmark-scanner; }

signal_all() { # SIGNAL PID...
	local signal=$1
	shift
	kill "-$signal" "$@" 2>/dev/null
}

# Stopped, it does not answer: the deadline decides.
scanner_stops() {
	local kind pids
	mapfile -t pids < <(scanner_pids)
	signal_all STOP "${pids[@]}"
	for kind in postfix sendmail; do
		clean_mail
		mail_send $kind "$work/mail"
		check "$kind: a stopped scanner: held at the deadline" is_held \
		    $kind '"time"'
		check "$kind: dropped" drop_held $kind
	done
	signal_all CONT "${pids[@]}"
	clean_mail
	check "after that mail flows" passes_unchanged postfix +X-Outmark-ID
}

scanner_stops_observed() {
	local kind pids
	mapfile -t pids < <(scanner_pids)
	signal_all STOP "${pids[@]}"
	for kind in postfix sendmail; do
		clean_mail
		check "$kind: monitor: a stopped scanner: delivered" \
		    passes_unchanged $kind +X-Outmark-ID
		check "$kind: monitor: and recorded" same \
		    "$(journal_field '.would + " " + .causes[0]')" 'hold time'
	done
	signal_all CONT "${pids[@]}"
}

# Killed under a message: that message is held or read by the next scanner.
scanner_dies() {
	local kind pids job
	for kind in postfix sendmail; do
		mapfile -t pids < <(scanner_pids)
		signal_all STOP "${pids[@]}"
		clean_mail
		mail_send_later $kind
		job=$!
		sleep 0.3
		signal_all KILL "${pids[@]}"
		wait "$job"
		reply=$(cat "$work/later")
		check "$kind: a killed scanner: the mail is held or delivered" \
		    held_or_delivered $kind
		drop_held $kind
		clean_mail
		check "$kind: mail flows again" mta_wait_for 20 \
		    passes_unchanged $kind +X-Outmark-ID
	done
}

mail_send_later() {
	"$MTA_BIN/smtpsay" -h "127.0.0.1:$(cat "$work/$1/port")" \
	    -f "$MAIL_FROM" -r "$MAIL_TO" "$work/mail" >"$work/later" 2>&1 &
}

held_or_delivered() {
	local held
	[ "${reply:0:1}" = 2 ] || { printf '  %s\n' "$reply"; return 1; }
	held=$(held_id "$1" | wc -l)
	arrived_so_often "$sink" "the body of $token" $((1 - held)) ||
	    arrived "$sink" "the body of $token" $((1 - held))
}

keeper_is_away() { # MODE
	local kind pid
	pid=$(outmark_pids "$om" outmark-keeper)
	kill -STOP "$pid"
	for kind in postfix sendmail; do
		ssn_mail
		mail_send $kind "$work/mail"
		if [ "$1" = enforce ]; then
			check "$kind: keeper away: try again" holds "$reply" \
			    '451 4.'
			check "$kind: keeper away: nobody got it" \
			    arrived_so_often "$sink" "the body of $token" 0
			check "$kind: keeper away: nothing is held" same \
			    "$(held_id $kind)" ''
		else
			check "$kind: keeper away, observed: delivered" \
			    arrived "$sink" "the body of $token" 1
		fi
	done
	kill -CONT "$pid"
}

# The disk of the journal is full.  Where nothing can be mounted, a limit on
# the size of the keeper's files does the same.
disk_full() {
	local kind pid how=tmpfs
	if mkdir -p "$work/small" && mount -t tmpfs -o \
	    size=512k,uid=61103,gid=61103,mode=750 none "$work/small" \
	    2>/dev/null; then
		umount "$work/small"
		check "stop for another disk" outmark_stop "$om"
		mv "$om/state/journal" "$om/state/journal.before"
		mkdir "$om/state/journal"
		mount -t tmpfs -o size=512k,uid=61103,gid=61103,mode=750 none \
		    "$om/state/journal"
		mounted=yes
		check "start on a small disk" outmark_start "$om"
		fill_disk
	else
		how='a limit on file size'
		pid=$(outmark_pids "$om" outmark-keeper)
		prlimit --pid "$pid" --fsize=4096
	fi
	printf 'note the full disk is %s\n' "$how"
	ssn_mail
	check "the last bytes of the disk" use_last_bytes
	for kind in postfix sendmail; do
		ssn_mail
		mail_send $kind "$work/mail"
		check "$kind: disk full: try again" holds "$reply" '451 4.'
		check "$kind: disk full: nobody got it" arrived_so_often \
		    "$sink" "the body of $token" 0
	done
	if [ "$how" = tmpfs ]; then
		rm -f "$om/state/journal/filler"
	else
		prlimit --pid "$pid" --fsize=unlimited
	fi
	ssn_mail
	check "room again: mail is held again" mta_wait_for 20 quietly \
	    try_again_is_held
	drop_held postfix
	check "the chain is sound" quietly "$build/outmark" journal verify \
	    --config "$om/outmark.yaml"
	[ "$how" = tmpfs ] || return 0
	outmark_stop "$om"
	mkdir -p "$work/om/state/journal.small"
	cp "$om/state/journal/"*.jsonl "$om/state/journal.small/"
	umount "$om/state/journal"
	mounted=''
	rmdir "$om/state/journal"
	mv "$om/state/journal.before" "$om/state/journal"
	check "start on the old disk" outmark_start "$om"
}

# The journal's last block has room for a record or two; these are held.
use_last_bytes() {
	local i
	for ((i = 0; i < 5; i++)); do
		mail_send postfix "$work/mail" || return 0
		is_held postfix hold-it && drop_held postfix || return 1
	done
	return 1
}

fill_disk() {
	dd if=/dev/zero of="$om/state/journal/filler" bs=4k 2>/dev/null
	chown 61103 "$om/state/journal/filler"
}

try_again_is_held() {
	mail_send postfix "$work/mail"
	is_held postfix hold-it
}

# ---- workers and signals --------------------------------------------------------

zygotes() {
	local main
	for main in $(pgrep -P "$(cat "$om/outmarkd.pid")" outmark-scanner); do
		pgrep -P "$main"
	done
}

worker() {
	local zygote
	for zygote in $(zygotes); do
		pgrep -P "$zygote"
	done | head -n 1
}

worker_is_there() {
	[ -n "$(worker)" ]
}

# A worker asleep in the middle of a message gets each signal there is.  The
# scanner here has readers that misbehave on request (tests/fault).
worker_signal() { # KIND SIGNAL
	local kind=$1 signal=$2 job pid held
	mail "OUTMARK-FAULT-TEXT sleep $body_secret $ssn" \
	    "$work/parts/$name_secret.docx"
	mail_send_later "$kind"
	job=$!
	if ! mta_wait_for 10 worker_is_there; then
		wait "$job"
		printf '  no worker came for it: %s\n' "$(cat "$work/later")"
		return 1
	fi
	pid=$(worker)
	kill "-$signal" "$pid"
	mta_wait_for 2 mta_gone "$pid" || kill -KILL "$pid"
	wait "$job"
	reply=$(cat "$work/later")
	is_held "$kind" '"crashed"'
	held=$?
	# Whatever it was held for: what is left fails all that come after it.
	drop_held "$kind" && return "$held"
}

signals() {
	local number kind=postfix
	for number in {1..16} 24 25 26 27 29 30 31; do
		check "a worker gets signal $number: its mail is held ($kind)" \
		    worker_signal $kind "$number"
		[ $kind = postfix ] && kind=sendmail || kind=postfix
	done
	mail "OUTMARK-FAULT-TEXT crash $body_secret $ssn"
	mail_send postfix "$work/mail"
	check "a reader that crashes: held" is_held postfix '"crashed"'
	check "dropped" drop_held postfix
	mail_send postfix "$work/mail"
	check "the same mail again: held without a second crash" is_held \
	    postfix 'was not read again'
	check "dropped" drop_held postfix
	mail "OUTMARK-FAULT-TEXT print $body_secret $ssn"
	mail_send postfix "$work/mail"
	check "a reader that prints what it reads" holds 25 "${reply:0:1}"
	drop_held postfix
	clean_mail
	check "after all signals mail flows" passes_unchanged postfix \
	    +X-Outmark-ID
}

with_faulty_readers() {
	local libexec=$work/libexec name
	check "the faulty scanner is built" quietly make -s -C "$build" \
	    outmark-scanner-fault
	mkdir -p "$libexec"
	for name in outmarkd outmark-milter outmark-keeper; do
		ln -sf "$build/$name" "$libexec/$name"
	done
	ln -sf "$build/outmark-scanner-fault" "$libexec/outmark-scanner"
	check "stop for the faulty scanner" outmark_stop "$om"
	sed -i "s,^libexec_dir:.*,libexec_dir: $libexec," "$om/outmark.yaml"
	check "start with it" outmark_start "$om"
	signals
}

# ---- the search ------------------------------------------------------------------

# Where nothing of a message may be: all that is ours, the MTAs' logs, the
# fields that we added, the replies, cores.  Queue and sink hold the mail itself.
secret_search() {
	local places=("$om" "$work/postfix/log" "$work/sendmail/log"
	    "$work/cores" "$work/added" "$work/replies")
	cat "$sink/mail/"*.msg >"$work/control"
	check "the search finds the secrets in the mail itself" not quietly \
	    "$MTA_BIN/secretfind" "$work/secrets" "$work/control"
	grep -ahi -A3 '^X-Outmark' "$work/control" |
	    grep -ai '^X-Outmark\|^[	 ]' >"$work/added"
	check "fields of ours were looked at" [ -s "$work/added" ]
	check "journal and logs are there" [ "$(outmark_journal "$om" |
	    wc -l)" -gt 40 ]
	check "no secret in any file, log, journal, field or reply" \
	    "$MTA_BIN/secretfind" "$work/secrets" "${places[@]}"
	check "no core was written" same "$(find "$work/cores" "$om" -type f \
	    -name 'core*' | head -n 3)" ''
	find /tmp /var/tmp /var/crash /dev/shm -xdev -newer "$work/begun" \
	    -type f \( -uid 61101 -o -uid 61102 -o -uid 61103 \) \
	    ! -path '/tmp/outmark-*' ! -path "$work/*" 2>/dev/null \
	    >"$work/strays"
	check "our processes left no file elsewhere" same \
	    "$(cat "$work/strays")" ''
}

# -----------------------------------------------------------------------------------

mkdir -m 777 "$work/cores"
touch "$work/begun"
cd "$work/cores" || exit 1
ulimit -c unlimited
check "the card number is one" card_with_check_digit
secrets_write
parts_make
policy_write
check "the sink starts" sink_start "$sink"
check "Outmark is configured" outmark_config "$om" "$build" 'mode: enforce' \
    'own_domains: [agency.example]' "policy_file: $work/policy.yaml" \
    'log_level: debug' 'limits:' '  deadline_ms: 4000' \
    '  scan_wall_ms: 3000' '  keeper_wait_ms: 1500'
check "Outmark starts" outmark_start "$om"
for kind in postfix sendmail; do
	check "$kind starts" ${kind}_start "$work/$kind" auto \
	    "$(cat "$sink/port")" "$(outmark_socket "$om")"
done
for kind in postfix sendmail; do
	main_path $kind
done
oddities
check "longer deadlines" settings deadline_ms 60000 scan_wall_ms 30000 \
    keeper_wait_ms 10000
crowd
check "short ones" settings deadline_ms 4000 scan_wall_ms 3000 \
    keeper_wait_ms 1500
scanner_stops
scanner_dies
keeper_is_away enforce
check "monitor" settings mode monitor
for kind in postfix sendmail; do
	observed $kind
done
keeper_is_away monitor
scanner_stops_observed
check "enforce" settings mode enforce
disk_full
with_faulty_readers
check "the chain of the journal is sound" quietly "$build/outmark" journal \
    verify --config "$om/outmark.yaml"
check "Outmark stops" outmark_stop "$om"
check "postfix stops" postfix_stop "$work/postfix"
check "sendmail stops" sendmail_stop "$work/sendmail"
secret_search
check "no sanitizer complained" no_complaint "$om/outmark.log"
checks_end
