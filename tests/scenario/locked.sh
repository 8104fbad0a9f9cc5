#!/bin/sh
# locked.sh - locked archives between us and other programs.
#
#   tests/scenario/locked.sh [BUILD]   other programs open the samples
#   tests/scenario/locked.sh write     7-Zip writes the samples locked-*.7z
#
# The samples of 7z are what 7-Zip makes, because its packing and its header are
# what is met in mail; those of RAR are ours (tests/tool/lockarchive), because
# there is no packer that is free, and others have to open them too: unar those
# of RAR 5, python3-rarfile and openssl those of RAR 4 (which unar of Debian 12
# opens no more, RAR's own neither).  All have the word "marmalade".  Ends with
# "N passed, N failed".
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

# Headers and key are rarfile's, AES is openssl's.
four() { # FILE
	/usr/bin/python3 - "$1" <<-'END'
		import rarfile, subprocess, sys
		archive = rarfile.RarFile(sys.argv[1])
		archive.setpassword('marmalade')
		entry = archive.infolist()[0]
		key, start = rarfile.rar3_s2k('marmalade', entry.salt)
		with open(sys.argv[1], 'rb') as file:
		    file.seek(entry.data_offset)
		    data = file.read(entry.compress_size)
		subprocess.run(['openssl', 'enc', '-d', '-aes-128-cbc', '-nopad',
		    '-K', key.hex(), '-iv', start.hex()], input=data, check=True)
	END
}

passed=0 failed=0
for file in "$samples"/locked-*; do
	case $file in
	*.7z) got=$(7zz x -so -pmarmalade "$file" 2>&1) ;;
	*four*) got=$(four "$file" 2>&1 | tr -d '\000') ;;
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
