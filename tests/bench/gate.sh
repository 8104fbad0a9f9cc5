#!/bin/bash
# gate.sh - how much mail goes through, and at what price?
#
# usage: gate.sh BUILD-FOLDER [ROUNDS]
#
# Sends messages of 10 KB and 1 MB, each different, through one Postfix: with no
# milter, with a milter that does nothing, and with Outmark in monitor mode.  Prints
# messages a second, CPU seconds of the milter's processes for 1,000 messages
# (user and system, workers too), memory at rest and at 200 sessions, and what a
# fresh worker costs.  Rounds alternate; the median counts.  The figures are of
# this machine as busy as it is: run it on a quiet one.  Needs root.
set -u
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
build=$(cd "${1:?usage: gate.sh BUILD-FOLDER [ROUNDS]}" && pwd) || exit 1
rounds=${2:-3}
top=$(cd "$here/../.." && pwd)
# shellcheck disable=SC1091
. "$top/tests/mta/checks.sh"

test_begin
noop=$work/noop
ticks=$(getconf CLK_TCK)

# ---- messages -----------------------------------------------------------------

words() { # BYTES of ordinary text in lines
	local line='The committee met on Tuesday and agreed to move the report to next week. '
	yes "$line" | tr -d '\n' | fold -s -w 72 | head -c "$1"
}

make_messages() {
	{
		printf 'From: pat@agency.example\nTo: lee@gmail.com\n'
		printf 'Subject: minutes SERIAL0000000000\n\n'
		words 10000
		printf '\nSERIAL0000000000\n'
	} | sed 's/$/\r/' >"$work/10KB"
	{
		printf 'From: pat@agency.example\nTo: lee@gmail.com\n'
		printf 'Subject: minutes SERIAL0000000000\nMIME-Version: 1.0\n'
		printf 'Content-Type: multipart/mixed; boundary=b\n\n'
		printf -- '--b\nContent-Type: text/plain\n\nSERIAL0000000000\n'
		printf -- '--b\nContent-Type: text/plain\n'
		printf 'Content-Transfer-Encoding: base64\n\n'
		words 760000 | base64
		printf -- '--b--\n'
	} | sed 's/$/\r/' >"$work/1MB"
}

# ---- processes ------------------------------------------------------------------

milter_pids() { # none|no-op|outmark
	case $1 in
	no-op) cat "$noop/pid" ;;
	outmark)
		cat "$om/outmarkd.pid"
		for name in outmark-milter outmark-scanner outmark-keeper; do
			outmark_pids "$om" "$name"
		done
		;;
	esac
}

# CPU ticks of the processes and of their children that have ended.
cpu_ticks() {
	local pid sum=0 rest
	for pid in $(milter_pids "$1"); do
		rest=$(sed 's/.*) //' "/proc/$pid/stat" 2>/dev/null) || continue
		# shellcheck disable=SC2086
		set -- $rest
		sum=$((sum + ${12} + ${13} + ${14} + ${15}))
	done
	echo "$sum"
}

memory_kb() { # proportional set size of all of them together
	local pid sum=0 kb
	for pid in $(milter_pids "$1"); do
		kb=$(sed -n 's/^Pss: *\([0-9]*\).*/\1/p' \
		    "/proc/$pid/smaps_rollup" 2>/dev/null)
		sum=$((sum + ${kb:-0}))
	done
	echo "$sum"
}

# ---- one measurement --------------------------------------------------------------

use_milter() { # none|no-op|outmark
	local milter=''
	case $1 in
	no-op) milter=unix:$noop/socket ;;
	outmark) milter=$(outmark_socket "$om") ;;
	esac
	postfix_reload "$work/postfix" "smtpd_milters=$milter"
}

measure() { # SETUP SIZE COUNT CONNECTIONS
	local setup=$1 size=$2 count=$3 before after rate
	before=$(cpu_ticks "$setup")
	"$MTA_BIN/smtpsay" --load --unique --count "$count" --connections "$4" \
	    --per-connection 20 -h "127.0.0.1:$(cat "$work/postfix/port")" \
	    -f pat@agency.example -r lee@gmail.com -t 300 "$work/$size" \
	    >"$work/load" || sed -n 's/^sample_failure/gate.sh: a message failed:/p' \
	    "$work/load" >&2
	after=$(cpu_ticks "$setup")
	rate=$(sed -n 's/^per_second //p' "$work/load")
	awk -v r="$rate" -v t=$((after - before)) -v c="$count" -v h="$ticks" \
	    'BEGIN { printf "%s %.3f\n", r, t / h * 1000 / c }' \
	    >>"$work/figures.$setup.$size"
	postfix_flush "$work/postfix"
	mta_wait_for 120 queue_is_empty
}

queue_is_empty() {
	[ -z "$(postfix_queue "$work/postfix")" ]
}

median() { # FILE COLUMN
	awk -v c="$2" '{ print $c }' "$1" | sort -n |
	    awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'
}

# The highest sum seen while 200 sessions send at once.
memory_at_200() { # SIZE
	local peak=0 now job
	"$MTA_BIN/smtpsay" --load --unique --count 200 --connections 200 \
	    -h "127.0.0.1:$(cat "$work/postfix/port")" \
	    -f pat@agency.example -r lee@gmail.com -t 300 "$work/$1" \
	    >"$work/load" &
	job=$!
	while kill -0 "$job" 2>/dev/null; do
		now=$(memory_kb outmark)
		[ "$now" -le "$peak" ] || peak=$now
		sleep 0.1
	done
	wait "$job"
	echo "$peak $(sed -n 's/^2xx //p' "$work/load")"
}

# A scanner of its own reads one small mail again and again, each time in a
# fresh worker.
worker_us() {
	local few many
	make -s -C "$build" scanclient >/dev/null 2>&1 || { echo -; return; }
	few=$(scan_again 100)
	many=$(scan_again 1100)
	awk -v a="$few" -v b="$many" 'BEGIN { printf "%.0f", (b - a) * 1000 }'
}

scan_again() { # TIMES: seconds
	local begin=$EPOCHREALTIME
	"$build/scanclient" --program "$build/outmark-scanner" \
	    --rules "$top/rules" --repeat "$1" "$work/small" >/dev/null 2>&1
	awk -v a="$begin" -v b="$EPOCHREALTIME" 'BEGIN { print b - a }'
}

# -----------------------------------------------------------------------------------

make_messages
printf 'From: a@example.org\r\nSubject: s\r\n\r\nhello\r\n' >"$work/small"
sink_start "$work/sink" -n && testmilter_start "$noop" noop &&
    outmark_config "$om" "$build" 'mode: monitor' \
    'own_domains: [agency.example]' && outmark_start "$om" &&
    postfix_start "$work/postfix" auto "$(cat "$work/sink/port")" none \
    non_smtpd_milters= || exit 1
rest=$(memory_kb outmark)
for ((i = 0; i < rounds; i++)); do
	for setup in none no-op outmark; do
		use_milter $setup || exit 1
		measure $setup 10KB "${OUTMARK_BENCH_SMALL:-2000}" 16
		measure $setup 1MB "${OUTMARK_BENCH_LARGE:-100}" 12
	done
done
printf '%-10s %12s %14s %12s %14s\n' milter '10KB msg/s' 'CPU s/1000' \
    '1MB msg/s' 'CPU s/1000'
for setup in none no-op outmark; do
	printf '%-10s %12s %14s %12s %14s\n' $setup \
	    "$(median "$work/figures.$setup.10KB" 1)" \
	    "$(median "$work/figures.$setup.10KB" 2)" \
	    "$(median "$work/figures.$setup.1MB" 1)" \
	    "$(median "$work/figures.$setup.1MB" 2)"
done
printf '\nmemory of all processes (PSS): %s kB at rest\n' "$rest"
for size in 10KB 1MB; do
	read -r peak taken < <(memory_at_200 $size)
	printf 'memory at 200 sessions of %s: %s kB at most, %s of 200 taken\n' \
	    $size "$peak" "$taken"
done
printf 'memory afterwards: %s kB\n' "$(memory_kb outmark)"
printf 'one small mail in a fresh worker, all told: %s microseconds\n' \
    "$(worker_us)"
