#!/bin/bash
# begin.sh - how a scenario begins, and how it counts; source it, with the build
# folder as the scenario's own argument.
#
# Sets top and build, the folders of sources and build, and work, a new folder:
# the scenario stands in it, and it goes at the end.
#
#   needs TOOL...                 ends here when one is missing
#   good WHAT, bad WHAT           counts and says so
#   verdict WHAT CONDITION...     one of the two
#   scenario_end                  "N passed, N failed"; its verdict

name=$(basename "$0" .sh)
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
build=$(cd "${1:?name the build folder}" && pwd) || exit 2
work=$(mktemp -d "${TMPDIR:-/tmp}/outmark-$name.XXXXXX") || exit 2
chmod 755 "$work"
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 2
# The search for leaks cannot look into a process that nobody may dump.
export ASAN_OPTIONS=${ASAN_OPTIONS:-detect_leaks=0} LC_ALL=C.UTF-8
passed=0 failed=0

needs() {
	local tool
	for tool; do
		command -v "$tool" >/dev/null ||
		    { echo "$name: $tool is missing"; exit 2; }
	done
}

good() { passed=$((passed + 1)); printf 'ok    %s\n' "$1"; }
bad() { failed=$((failed + 1)); printf 'FAIL  %s\n' "$1"; }

verdict() {
	local what=$1
	shift
	if "$@"; then good "$what"; else bad "$what"; fi
}

scenario_end() {
	echo "$passed passed, $failed failed"
	[ "$failed" = 0 ]
}
