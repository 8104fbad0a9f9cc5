#!/bin/sh
# locked.sh - locked archives between us and other programs.
#
#   tests/scenario/locked.sh [BUILD]   other programs open the samples
#   tests/scenario/locked.sh write     7-Zip writes the samples locked-*.7z
#
# The samples of 7z are what 7-Zip makes, because its packing and its header are
# what is met in mail; those of RAR are ours (tests/tool/lockarchive), because
# there is no packer that is free, and unar has to open them too.  All have the
# word "marmalade".  Ends with "N passed, N failed".
set -eu
samples=$(cd "$(dirname "$0")/../contract/samples/archive" && pwd)
work=$(mktemp -d "${TMPDIR:-/tmp}/outmark-locked.XXXXXX")
trap 'rm -rf "$work"' EXIT
cd "$work"

pack() { # NAME OPTION...
	name=$1
	shift
	rm -f "$samples/locked-$name.7z"
	7zz a -bso0 -bsp0 -pmarmalade "$@" "$samples/locked-$name.7z" \
	    first.txt second.txt
}

if [ "${1-}" = write ]; then
	echo 'ORCHARD-LOCKED text' >first.txt
	echo 'ORCHARD-SECOND text' >second.txt
	touch -d 2026-11-22T00:00:00Z first.txt second.txt
	pack lzma2
	pack store -mx0
	pack sealed -mhe=on -m0=ppmd
	pack bcj -mf=BCJ -m0=lzma -ms=off
	exit 0
fi

passed=0 failed=0
for file in "$samples"/locked-*; do
	case $file in
	*.7z) got=$(7zz x -so -pmarmalade "$file" 2>&1) ;;
	*) got=$(unar -q -o - -p marmalade "$file" 2>&1) ;;
	esac || got=
	case $got in
	*ORCHARD-LOCKED*)
		passed=$((passed + 1))
		echo "ok    ${file##*/}" ;;
	*)
		failed=$((failed + 1))
		echo "FAIL  ${file##*/}" ;;
	esac
done
printf '%d passed, %d failed\n' "$passed" "$failed"
[ "$failed" = 0 ]
