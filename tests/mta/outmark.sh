#!/bin/bash
# outmark.sh - a private Outmark for tests, as bash functions; source it.
#
# Everything lives in one folder of the caller's: configuration, sockets,
# journal, cache, log.  Users are numbers, so no account is made.  The programs
# come from a build folder, the rules from the sources.
#
#   outmark_config DIR BUILD ["key: value"...]   writes DIR/outmark.yaml
#   outmark_start DIR        starts outmarkd, returns when the milter listens
#   outmark_stop DIR         ends it, returns when all of its processes are gone
#   outmark_signal DIR NAME  HUP reloads, USR2 replaces all processes
#   outmark_pids DIR NAME    process ids of outmark-milter and so on
#   outmark_socket DIR       the milter's address for the MTA
#   outmark_journal DIR      the journal, one JSON object a line

OUTMARK_TOP=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
# A jailed process cannot be searched for leaks.
export ASAN_OPTIONS=${ASAN_OPTIONS:-detect_leaks=0}
OUTMARK_WAIT_S=${OUTMARK_WAIT_S:-60}

outmark_say() { printf 'outmark: %s\n' "$*" >&2; }

outmark_socket() { printf 'unix:%s/run/milter.sock\n' "$1"; }

outmark_config() { # DIR BUILD ["key: value"...]
	local dir=$1 build=$2 setting
	shift 2
	mkdir -p "$dir/run" "$dir/state" "$dir/cache" || return 1
	chmod 755 "$dir" "$dir/run"
	{
		printf 'instance: test\n'
		printf 'run_dir: %s/run\nstate_dir: %s/state\ncache_dir: %s/cache\n' \
		    "$dir" "$dir" "$dir"
		printf 'rules_dir: %s/rules\n' "$OUTMARK_TOP"
		printf 'libexec_dir: %s\n' "$build"
		printf 'milter_socket: %s\n' "$(outmark_socket "$dir")"
		printf 'milter_user: "61101"\nscanner_user: "61102"\nkeeper_user: "61103"\n'
		for setting in "$@"; do
			printf '%s\n' "$setting"
		done
		case "$*" in
		*policy_file:*) ;;
		*) printf 'policy_file: %s/rules/policy/default.yaml\n' "$OUTMARK_TOP" ;;
		esac
	} >"$dir/outmark.yaml"
	if [ "$(id -u)" = 0 ]; then
		chown 61103:61103 "$dir/state"
		chown 61102:61102 "$dir/cache"
		chmod 700 "$dir/state" "$dir/cache"
	fi
}

outmark_start() { # DIR
	local dir=$1 build i
	build=$(sed -n 's/^libexec_dir: //p' "$dir/outmark.yaml")
	"$build/outmarkd" --config "$dir/outmark.yaml" >>"$dir/outmark.log" 2>&1 &
	echo $! >"$dir/outmarkd.pid"
	for ((i = 0; i < OUTMARK_WAIT_S * 20; i++)); do
		[ -S "$dir/run/milter.sock" ] && return 0
		kill -0 "$(cat "$dir/outmarkd.pid")" 2>/dev/null || break
		sleep 0.05
	done
	outmark_say "outmarkd did not start; its log says:"
	tail -n 20 "$dir/outmark.log" >&2
	return 1
}

outmark_signal() { kill "-$2" "$(cat "$1/outmarkd.pid")"; }

outmark_pids() { # DIR NAME; all of them, whatever they call themselves
	local file words
	for file in $(grep -ls -a -F -- "$1/outmark.yaml" /proc/[0-9]*/cmdline); do
		words=()
		{ mapfile -d '' -t words <"$file"; } 2>/dev/null
		[ "${#words[@]}" -gt 0 ] && [ "${words[0]##*/}" = "$2" ] || continue
		file=${file%/cmdline}
		echo "${file#/proc/}"
	done
}

outmark_stop() { # DIR
	local dir=$1 pid i name left
	pid=$(cat "$dir/outmarkd.pid" 2>/dev/null) || return 0
	kill -TERM "$pid" 2>/dev/null
	for ((i = 0; i < 800; i++)); do
		kill -0 "$pid" 2>/dev/null || break
		sleep 0.05
	done
	if kill -0 "$pid" 2>/dev/null; then
		outmark_say "outmarkd ($pid) does not end; killing it"
		kill -KILL "$pid"
	fi
	wait "$pid" 2>/dev/null
	rm -f "$dir/outmarkd.pid"
	for name in outmark-milter outmark-scanner outmark-keeper; do
		left=$(outmark_pids "$dir" "$name")
		if [ -n "$left" ]; then
			outmark_say "$name is still running: $left"
			# shellcheck disable=SC2086
			kill -KILL $left
			return 1
		fi
	done
}

outmark_journal() { cat "$1"/state/journal/*.jsonl 2>/dev/null; }
