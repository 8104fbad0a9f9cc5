#!/bin/bash
# test-supervise.sh - the supervisor: order, death, reload, upgrade, stop.
#
# usage: test-supervise.sh BUILD-FOLDER
#
# First with stand-ins for scanner and keeper and the obedient milter of
# tests/fault, which can be told to fail, to hang and to be slow; then the real
# programs, reloaded 100 times and replaced 20 times while both MTAs carry
# mail.  No mail may see a 4xx, be lost or come twice.  Needs root; ends with
# "N passed, N failed".
#
# proves P-7, P-8
set -u
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
build=$(cd "${1:?usage: test-supervise.sh BUILD-FOLDER}" && pwd) || exit 1
reloads=${OUTMARK_TEST_RELOADS:-100}
upgrades=${OUTMARK_TEST_UPGRADES:-20}
# shellcheck disable=SC1091
. "$here/checks.sh"
# shellcheck disable=SC1091
. "$here/fake.sh"

test_begin
serial=0
token=

mail() {
	serial=$((serial + 1))
	token=tok-$serial-
	mail_make "$work/mail" "$token" "$@"
}

logged() { # PATTERN: so often
	grep -c -e "$1" "$om/outmark.log"
}

logged_more() { # PATTERN COUNT
	[ "$(logged "$1")" -gt "$2" ]
}

one_pid() { # NAME
	[ "$(outmark_pids "$om" "$1" | wc -w)" -eq 1 ]
}

nothing_left() {
	local name
	for name in outmarkd outmark-milter outmark-scanner outmark-keeper; do
		[ -z "$(outmark_pids "$om" "$name")" ] || return 1
	done
}

no_socket_left() {
	[ -z "$(ls -A "$om/run")" ] && return 0
	ls -A "$om/run"
	return 1
}

records() { # PATTERN
	grep -c -e "$1" "$FAKE_OUTMARK_DIR/records" 2>/dev/null
}

records_have() {
	[ "$(records "$1")" -gt 0 ]
}

# ---- the stand-ins ----------------------------------------------------------

export FAKE_OUTMARK_DIR=$om/seen

fakes_make() {
	local libexec=$work/libexec
	fake_build "$build" || return 1
	mkdir -p "$libexec" "$FAKE_OUTMARK_DIR" &&
	    chmod 777 "$FAKE_OUTMARK_DIR" || return 1
	cp "$build/outmarkd" "$libexec/"
	ln -s "$build/fake-milter" "$libexec/outmark-milter"
	ln -s "$build/fake-child" "$libexec/outmark-scanner"
	ln -s "$build/fake-child" "$libexec/outmark-keeper"
	outmark_config "$om" "$libexec" 'mode: enforce'
}

# Runs outmarkd until it ends by itself; sets `status`.
run_to_end() {
	timeout 20 "$work/libexec/outmarkd" --config "$1" >"$work/said" 2>&1
	status=$?
}

bad_starts() {
	local bad=$work/bad.yaml
	sed 's/^mode:.*/mode: enforc/' "$om/outmark.yaml" >"$bad"
	run_to_end "$bad"
	check "a wrong value: non-zero exit" same "$status" 1
	check "a wrong value: file and line" grep -q "bad.yaml:[0-9]" "$work/said"
	{ cat "$om/outmark.yaml"; echo 'moode: enforce'; } >"$bad"
	run_to_end "$bad"
	check "an unknown key: non-zero exit" same "$status" 1
	check "an unknown key: named" grep -q moode "$work/said"
	check "--check says so too" not quietly "$work/libexec/outmarkd" \
	    --check --config "$bad"
	check "--check of a good one" quietly "$work/libexec/outmarkd" --check \
	    --config "$om/outmark.yaml"
	touch "$FAKE_OUTMARK_DIR/outmark-scanner.fail"
	run_to_end "$om/outmark.yaml"
	check "a scanner that cannot start: non-zero exit" same "$status" 1
	check "it is named" grep -q 'outmark-scanner .* ended with status 3' \
	    "$work/said"
	check "no milter was started" not grep -q 'started outmark-milter' \
	    "$work/said"
	rm "$FAKE_OUTMARK_DIR/outmark-scanner.fail"
	check "nothing is left of these" nothing_left
	check "no socket either" no_socket_left
}

starts_in_order() {
	touch "$FAKE_OUTMARK_DIR/outmark-scanner.hang"
	outmark_start "$om" &
	check "the scanner is waited for" mta_wait_for 10 one_pid outmark-scanner
	sleep 0.5
	check "no milter before it" not one_pid outmark-milter
	rm "$FAKE_OUTMARK_DIR/outmark-scanner.hang"
	wait $!
	check "then it starts" mta_wait_for 10 one_pid outmark-milter
	check "in this order" same "$(sed -n \
	    's/.*started outmark-\([a-z]*\).*/\1/p' "$om/outmark.log" |
	    tr '\n' ' ')" 'keeper scanner milter '
	run_to_end "$om/outmark.yaml"
	check "a second outmarkd is refused" same "$status" 1
	check "and says why" grep -q 'another outmarkd runs' "$work/said"
}

# A killed process comes back and is noted.
comes_back() { # NAME
	local old
	old=$(outmark_pids "$om" "$1")
	kill -KILL "$old"
	check "$1: comes back" mta_wait_for 10 is_new "$1" "$old"
	check "$1: the journal knows" mta_wait_for 10 records_have \
	    "\"$1\",\"what\":\"killed\",\"number\":9"
}

is_new() { # NAME OLD-PID
	one_pid "$1" && [ "$(outmark_pids "$om" "$1")" != "$2" ]
}

flows() { # WHAT
	local kind
	for kind in postfix sendmail; do
		mail
		check "$1: mail flows ($kind)" mta_wait_for 10 mail_send $kind \
		    "$work/mail"
		check "$1: and arrives ($kind)" arrived "$sink" \
		    "the body of $token" 1
	done
}

deaths() {
	local name
	for name in outmark-keeper outmark-scanner outmark-milter; do
		comes_back $name
	done
	flows "after deaths"
}

reload() { # runs one and waits until it is over
	local before
	before=$(logged 'read again$\|stay in force$')
	outmark_signal "$om" HUP
	mta_wait_for 20 logged_more 'read again$\|stay in force$' "$before"
}

reloads_one_by_one() {
	local old
	check "a reload" reload
	sed -i 's/^mode: .*/mode: monitor/' "$om/outmark.yaml"
	check "a reload with another mode" reload
	mail 'X-Act: fail=later'
	check "it is in force" mail_send postfix "$work/mail"
	sed -i 's/^mode: .*/mode: nonsense/' "$om/outmark.yaml"
	check "a reload with nonsense" reload
	check "is refused with the line" grep -q \
	    'outmark.yaml:[0-9]*.*stay in force' "$om/outmark.log"
	mail 'X-Act: fail=later'
	check "the old mode is in force" mail_send postfix "$work/mail"
	sed -i 's/^mode: .*/mode: enforce/' "$om/outmark.yaml"
	sed -i 's,^run_dir: .*,&x,' "$om/outmark.yaml"
	check "a reload with another run_dir" reload
	check "is refused" grep -q 'run_dir has changed' "$om/outmark.log"
	sed -i 's,^\(run_dir: .*\)x$,\1,' "$om/outmark.yaml"
	old=$(outmark_pids "$om" outmark-scanner)
	touch "$FAKE_OUTMARK_DIR/outmark-scanner.fail"
	check "a reload whose scanner fails" reload
	check "the old scanner stays" same \
	    "$(outmark_pids "$om" outmark-scanner)" "$old"
	rm "$FAKE_OUTMARK_DIR/outmark-scanner.fail"
	check "a good reload" reload
	check "has a new scanner" is_new outmark-scanner "$old"
	mail 'X-Act: fail=later'
	check "and the mode that was written last" not mail_send postfix \
	    "$work/mail"
}

# ---- under load -------------------------------------------------------------

# load_begin KIND: sends until load_end, a summary for each round.
load_begin() {
	local kind=$1
	rm -f "$work/$kind.load"
	touch "$work/$kind.go"
	(
		while [ -e "$work/$kind.go" ]; do
			"$MTA_BIN/smtpsay" --load --unique --count 40 \
			    --connections 4 --per-connection 5 \
			    -h "127.0.0.1:$(cat "$work/$kind/port")" \
			    -f pat@agency.example -r "b@$kind.example.test" \
			    "$work/load.mail" >>"$work/$kind.load"
			sleep 0.2
		done
	) &
	loads+=($!)
}

load_end() { # KIND
	rm -f "$work/$1.go"
}

sum() { # KIND KEY
	awk -v k="$2" '$1 == k { n += $2 } END { print n + 0 }' \
	    "$work/$1.load"
}

# under_load WHAT COMMAND...: no refusal, no loss, nothing twice.
under_load() {
	local what=$1 kind before all=0
	shift
	loads=()
	mail_make "$work/load.mail" load "X-Serial: $$-SERIAL0000000000" \
	    ${load_act:+"$load_act"}
	before=$(sink_count "$sink")
	for kind in postfix sendmail; do
		load_begin $kind
	done
	check "$what" "$@"
	for kind in postfix sendmail; do
		load_end $kind
	done
	wait "${loads[@]}"
	for kind in postfix sendmail; do
		check "$what: no 4xx ($kind)" same "$(sum $kind 4xx)" 0
		check "$what: no 5xx, no silence ($kind)" same \
		    "$(sum $kind 5xx) $(sum $kind no_reply)" '0 0'
		check "$what: some were sent ($kind)" [ "$(sum $kind 2xx)" -gt 0 ]
		all=$((all + $(sum $kind 2xx)))
		grep -h '^sample_failure' "$work/$kind.load" | head -n 3
	done
	printf 'note %s: %d messages meanwhile\n' "$what" "$all"
	check "$what: all $all arrive" sink_wait "$sink" $((before + all)) 60
	sleep 0.3
	check "$what: and nothing twice" same "$(sink_count "$sink")" \
	    $((before + all))
}

many_reloads() {
	local i
	for ((i = 0; i < reloads; i++)); do
		reload || return 1
	done
	[ "$(logged 'stay in force$')" -eq "$kept_before" ]
}

many_signals() { # faster than reloads can be done
	local i before
	before=$(logged 'read again$')
	for ((i = 0; i < reloads; i++)); do
		outmark_signal "$om" HUP
	done
	mta_wait_for 20 logged_more 'read again$' "$before"
}

upgrade() {
	local before
	before=$(logged 'the new outmark-milter has taken over')
	outmark_signal "$om" USR2
	mta_wait_for 40 logged_more 'the new outmark-milter has taken over' \
	    "$before"
}

many_upgrades() {
	local i
	for ((i = 0; i < upgrades; i++)); do
		upgrade || return 1
	done
}

upgrades_that_fail() {
	local pid
	check "those that were replaced end" mta_wait_for 20 one_pid \
	    outmark-milter
	pid=$(outmark_pids "$om" outmark-milter)
	sed -i 's/^mode: .*/mode: nonsense/' "$om/outmark.yaml"
	outmark_signal "$om" USR2
	check "an upgrade with a broken configuration is refused" \
	    mta_wait_for 10 logged_more 'the old program goes on' 0
	check "and nothing was replaced" same \
	    "$(outmark_pids "$om" outmark-milter)" "$pid"
	sed -i 's/^mode: .*/mode: enforce/' "$om/outmark.yaml"
	cp "$work/libexec/outmarkd" "$work/good"
	printf '#!/bin/false\n' >"$work/broken" && chmod 755 "$work/broken"
	mv "$work/broken" "$work/libexec/outmarkd"
	outmark_signal "$om" USR2
	check "an upgrade to a broken program is refused" \
	    mta_wait_for 10 logged_more 'the old program goes on' 1
	mv "$work/good" "$work/libexec/outmarkd"
}

# A message in the middle of its check is finished before all ends.
stop_drains() {
	local kind jobs=()
	mail_make "$work/slow" slow-one 'X-Act: sleep=2500'
	for kind in postfix sendmail; do
		"$MTA_BIN/smtpsay" -h "127.0.0.1:$(cat "$work/$kind/port")" \
		    -f a@example.test -r b@example.test "$work/slow" \
		    >"$work/$kind.slow" 2>&1 &
		jobs+=($!)
	done
	mta_wait_for 10 slow_ones_are_in
	check "stop" outmark_stop "$om"
	wait "${jobs[@]}"
	for kind in postfix sendmail; do
		check "what was under way was finished ($kind)" holds \
		    "$(cat "$work/$kind.slow")" '250 2.0.0'
	done
	check "both arrive" arrived "$sink" 'the body of slow-one' 2
	check "no process is left" nothing_left
	check "no socket is left" no_socket_left
	mail
	check "without us it is a temporary failure" not mail_send postfix \
	    "$work/mail"
	check "and no other" holds "$reply" '451 4.7.1'
}

slow_ones_are_in() {
	[ "$(grep -l 'body of slow-one' "$FAKE_OUTMARK_DIR"/*.seen |
	    wc -l)" -eq 2 ]
}

# The parent is killed: its children end by themselves, a new one starts.
parent_dies() {
	local pid
	check "start again" outmark_start "$om"
	flows "after a stop and a start"
	pid=$(cat "$om/outmarkd.pid")
	disown "$pid"
	kill -KILL "$pid"
	check "the parent dies, a new one starts at once" outmark_start "$om"
	flows "after the parent's death"
	check "the orphans end by themselves" mta_wait_for 20 no_orphans
	check "it stops" outmark_stop "$om"
	check "nothing is left" nothing_left
}

no_orphans() {
	one_pid outmark-milter && one_pid outmark-keeper
}

with_stand_ins() {
	check "the stand-ins are made" fakes_make
	bad_starts
	starts_in_order
	for kind in postfix sendmail; do
		check "$kind starts" ${kind}_start "$work/$kind" auto \
		    "$(cat "$sink/port")" "$(outmark_socket "$om")"
	done
	flows "at first"
	deaths
	reloads_one_by_one
	kept_before=$(logged 'stay in force$')
	load_act=
	under_load "$reloads reloads" many_reloads
	under_load "$reloads signals at once" many_signals
	under_load "$upgrades upgrades" many_upgrades
	upgrades_that_fail
	flows "after all that"
	stop_drains
	parent_dies
	unset FAKE_OUTMARK_DIR
}

# ---- the real programs ------------------------------------------------------

real_reload_of_bad_policy() {
	local old
	old=$(outmark_pids "$om" outmark-scanner | sort | tr '\n' ' ')
	cp "$work/policy.yaml" "$work/policy.good"
	echo 'nonsense: 1' >>"$work/policy.yaml"
	check "a reload with a broken policy ends" reload
	check "it says the line" grep -q \
	    'policy.yaml:[0-9].*nonsense.*stay in force' "$om/outmark.log"
	cp "$work/policy.good" "$work/policy.yaml"
	printf 'format: 1\npack: bad\nversion: 1\nrules:\n- id: [\n' \
	    >"$work/site/packs/bad.yaml"
	check "a reload with a broken rule pack ends" reload
	check "it names the pack" grep -q 'bad.yaml' "$om/outmark.log"
	# Sound YAML, but one of its examples does not match.
	cat >"$work/site/packs/bad.yaml" <<-'END'
	format: 1
	pack: bad
	version: 1.0.0
	owner: a test
	needs_engine: 1
	rules:
	- id: bad_rule
	  title: A rule that does not do what it says
	  why: a test
	  label: pii.identity.us
	  mode: enforce
	  phrases: ["blue heron"]
	  confidence: 75
	  scope: [body]
	  examples: ["a blue heron", "the blue heron", "a green heron"]
	  counter_examples: ["a heron", "blue", "grey"]
	END
	check "a reload with a rule that fails its examples ends" reload
	check "it names the rule" grep -q 'bad_rule' "$om/outmark.log"
	rm "$work/site/packs/bad.yaml"
	flows "with the old rules and policy"
}

real_deaths() {
	local name old
	for name in outmark-keeper outmark-milter; do
		check "there is one $name" mta_wait_for 20 one_pid $name
		old=$(outmark_pids "$om" $name)
		kill -KILL "$old"
		check "$name comes back" mta_wait_for 20 is_new $name "$old"
	done
	old=$(pgrep -P "$(cat "$om/outmarkd.pid")" outmark-scanner)
	kill -KILL "$old"
	check "outmark-scanner comes back" mta_wait_for 20 quietly_new_scanner \
	    "$old"
	flows "after real deaths"
	for name in outmark-keeper outmark-scanner outmark-milter; do
		check "the journal has the death of $name" mta_wait_for 10 \
		    journal_has "\"$name\",\"what\":\"killed\",\"number\":9"
	done
}

quietly_new_scanner() {
	local now
	now=$(pgrep -P "$(cat "$om/outmarkd.pid")" outmark-scanner)
	[ -n "$now" ] && [ "$now" != "$1" ]
}

journal_has() {
	outmark_journal "$om" | grep -q -e "$1"
}

with_the_real_ones() {
	rm -rf "$om"
	mkdir -p "$work/site/packs"
	cp "$OUTMARK_TOP/rules/policy/default.yaml" "$work/policy.yaml"
	check "configured" outmark_config "$om" "$build" 'mode: enforce' \
	    'own_domains: [agency.example]' "site_rules_dir: $work/site" \
	    "policy_file: $work/policy.yaml"
	check "the real ones start" outmark_start "$om"
	flows "the real ones"
	real_reload_of_bad_policy
	real_deaths
	kept_before=$(logged 'stay in force$')
	under_load "$reloads real reloads" many_reloads
	under_load "$upgrades real upgrades" many_upgrades
	check "the chain of the journal is sound" quietly "$build/outmark" \
	    journal verify --config "$om/outmark.yaml"
	check "stop" outmark_stop "$om"
	check "no process is left" nothing_left
	check "no socket is left" no_socket_left
}

check "the sink starts" sink_start "$sink"
with_stand_ins
with_the_real_ones
check "postfix stops" postfix_stop "$work/postfix"
check "sendmail stops" sendmail_stop "$work/sendmail"
check "no sanitizer complained" no_complaint "$om/outmark.log"
checks_end
