#!/bin/bash
# build.sh - compiles the tools of the mail test bench into a folder.
#
# usage: build.sh FOLDER [extra gcc flags, e.g. -fsanitize=address,undefined]
#
# Each tool appears in one step, so that a running test never sees half a
# program.  testmilter is left out when libmilter's header is missing.
set -eu

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
out=${1:?usage: build.sh FOLDER [gcc flags]}
shift
mkdir -p "$out"

compile() {
	local name=$1
	shift
	"${CC:-gcc}" -std=gnu11 -D_GNU_SOURCE -Wall -Wextra -Werror -O2 -g \
	    "${flags[@]}" -o "$out/.new-$name" "$@"
	mv -f "$out/.new-$name" "$out/$name"
}

flags=("$@")
cd "$here"
compile smtpsink smtpsink.c
compile freeport freeport.c
compile mailcmp mailcmp.c
compile secretfind secretfind.c
compile mailpairs mailpairs.c
compile smtpsay smtpsay.c deliver.c payload.c script.c wire.c -pthread
if [ -e /usr/include/libmilter/mfapi.h ]; then
	compile testmilter milters.c -lmilter -pthread
fi
flags=()	# the shim is preloaded into a program without sanitizers
compile hostshim.so hostshim.c -shared -fPIC
