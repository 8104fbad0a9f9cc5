#!/bin/bash
# fake.sh - the milter with a library that obeys the message; source it after
# checks.sh.
#
#   fake_make DIR BUILD ["key: value"...]   its configuration
#   fake_start DIR, fake_stop DIR           the milter alone, on DIR/socket
#   fake_kill DIR                           as a crash would
#   fake_pid DIR
#   fake_seen DIR TOKEN KIND                its record of that mail: seen or env
#   fake_calls DIR PATTERN                  how many calls fit
#
# DIR/seen holds what the library was given (tests/fault/fake_outmark.c).

fake_build() {
	make -s -C "$1" fake-milter fake-child outmarkd >/dev/null || {
		mta_say "cannot build the fakes in $1"
		return 1
	}
}

fake_make() {
	local dir=$1 build=$2
	shift 2
	fake_build "$build" || return 1
	outmark_config "$dir" "$build" "$@" || return 1
	mkdir -p "$dir/seen" && chmod 777 "$dir/seen" || return 1
	printf '%s\n' "$build" >"$dir/build"
}

fake_start() {
	local dir=$1 pid
	rm -f "$dir/socket"
	FAKE_OUTMARK_DIR=$dir/seen "$(cat "$dir/build")/fake-milter" \
	    --config "$dir/outmark.yaml" --socket "unix:$dir/socket" \
	    </dev/null >>"$dir/log" 2>&1 &
	pid=$!
	disown "$pid"	# bash would say that it was killed
	printf '%s\n' "$pid" >"$dir/pid"
	mta_started fake "$dir"
	mta_wait_for 10 fake_is_ready "$dir" "$pid" && [ -S "$dir/socket" ] &&
	    return 0
	mta_say "fake-milter did not start: $(tail -n 3 "$dir/log")"
	fake_stop "$dir"
	return 1
}

fake_is_ready() {
	[ -S "$1/socket" ] || mta_gone "$2"
}

fake_pid() {
	cat "$1/pid"
}

fake_kill() {
	local pid
	mta_stopped fake "$1"
	pid=$(cat "$1/pid" 2>/dev/null) || return 0
	kill -KILL "$pid" 2>/dev/null
	mta_wait_for 5 mta_gone "$pid"
	rm -f "$1/pid" "$1/socket"
}

fake_stop() {
	fake_kill "$1"
}

fake_seen() {
	local file
	file=$(grep -l -e "$2" "$1/seen/"[0-9]*.seen 2>/dev/null | tail -n 1)
	[ -n "$file" ] && printf '%s\n' "${file%.seen}.$3"
}

fake_calls() {
	[ -e "$1/seen/calls" ] || { echo 0; return; }
	grep -c -e "$2" "$1/seen/calls"
}
