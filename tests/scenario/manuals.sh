#!/bin/bash
# manuals - what every manual page promises.
#
#   tests/scenario/manuals.sh BUILD-FOLDER
#
# Each page is clean to mandoc, ends with what the thing does not do, and
# outmark.1 has each command and each option that --help shows.  Every program
# that is installed has a page.  Ends with "N passed, N failed".
set -u
# shellcheck source=begin.sh disable=SC1091
. "$(dirname "${BASH_SOURCE[0]}")/begin.sh"
cd "$build" || exit 2

clean() { # PAGE
	local found
	found=$(mandoc -Tlint "$1" 2>&1 |
	    grep -vE 'referenced manual not found|outdated mandoc.db')
	[ -z "$found" ] || { echo "$found"; return 1; }
}

ends_with_caveats() { # PAGE
	[ "$(grep '^\.Sh ' "$1" | tail -1)" = ".Sh CAVEATS" ]
}

in_manual() { # WORD
	grep -qE -- "(Cm|Fl).* $1( |$)|^\.(It )?(Fl|Cm) (. , )?$1( |$)" \
	    "$top/packaging/man/outmark.1"
}

pages=("$top"/packaging/man/*.[158] packaging/man/outmark.yaml.5)
for page in "${pages[@]}"; do
	verdict "$page ends with what it does not do" ends_with_caveats "$page"
	if command -v mandoc >/dev/null; then
		verdict "$page is clean to mandoc" clean "$page"
	else
		echo "skip  $page: mandoc is not installed"
	fi
done

commands=$(./outmark --help | sed -n 's/^  \([a-z]*\)  .*/\1/p')
[ -n "$commands" ] || verdict "outmark --help names commands" false
for command in $commands; do
	verdict "outmark.1 has $command" grep -qE "^\.Cm $command( |$)" \
	    "$top/packaging/man/outmark.1"
	for option in $(./outmark "$command" --help |
	    sed -n 's/^  \(-., \)\{0,1\}--\([a-z-]*\).*/\2/p'); do
		verdict "outmark.1 has --$option of $command" \
		    in_manual "-$option"
	done
done
# outmark has its options by command, which were checked above.
for program in outmark outmarkd outmark-milter outmark-scanner outmark-keeper; do
	page=$(compgen -G "$top/packaging/man/$program.[18]")
	verdict "$program has a page" test -n "$page"
	"./$program" --help >/dev/null 2>&1
	verdict "$program --help works" test $? = 0
	for option in $("./$program" --help | grep -oE -- '--[a-z-]+'); do
		[ "$program" = outmark ] ||
		    verdict "$program(8) has $option" grep -qE -- \
		    "Fl (. , )?-?${option#-}( |$)" "$page"
	done
done
scenario_end
