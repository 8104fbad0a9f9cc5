#!/bin/bash
# shapes.sh - messages of awkward shapes, and what each MTA makes of them before
# a milter sees them; source it.
#
#   shapes_make FOLDER          writes one file for each shape; sets `names` and,
#                               for those that only BDAT can carry, `bdat`
#   shapes_shown KIND SHAPE     what mailcmp must say of sent and shown; "refused"
#                               when the MTA does not take it
#
# The shapes are bytes, so each is written with printf escapes.

names=()
bdat=(BDAT-no-final-newline BDAT-NUL BDAT-bare-LF BDAT-bare-CR BDAT-dot)
shapes_folder=
shapes_head='From: a@example.test\r\nTo: b@example.test\r\nDate: Thu, 1 Jan 2026 00:00:00 +0000\r\nMessage-Id: <1@example.test>\r\nSubject: s\r\n'

shapes_write() { # NAME BYTES
	# shellcheck disable=SC2059
	printf "$2" >"$shapes_folder/$1"
}

shape() { # NAME BYTES
	names+=("$1")
	shapes_write "$1" "$2"
}

long() {
	head -c "$1" /dev/zero | tr '\0' "${2:-x}"
}

shapes_make_bodies() {
	local head=$shapes_head
	shape plain "$head\r\nhello\r\n"
	shape 8-bit-body "$head\r\ngr\303\274n and \377\200\r\n"
	shape NUL-in-body "$head\r\na\000b\r\n"
	shape bare-LF-in-body "$head\r\none\ntwo\r\n"
	shape bare-LF-dot "$head\r\none\n.two\r\n"
	shape bare-CR-in-body "$head\r\none\rtwo\r\n"
	shape CR-CR-LF "$head\r\none\r\r\ntwo\r\n"
	shape line-998 "$head\r\n$(long 998)\r\n"
	shape line-999 "$head\r\n$(long 999)\r\n"
	shape line-5000 "$head\r\n$(long 5000)\r\n"
	shape no-body "$head"
	shape empty-body "$head\r\n"
	shape dot-lines "$head\r\n.\r\n..\r\n.x\r\n"
	shape from-line "$head\r\nFrom here on\r\n"
	shape control-bytes "$head\r\n\001\002\032\033\177\r\n"
	shape spaces-at-end "$head\r\nspace \r\ntab\t\r\n\r\n\r\n"
	shape empty-message ""
}

shapes_make_headers() {
	local head=$shapes_head end="\r\n\r\nhello\r\n"
	shape 8-bit-header "${head}X-Raw: gr\303\274n \377$end"
	shape NUL-in-header "${head}X-Nul: a\000b$end"
	shape bare-LF-in-header "${head}X-One: 1\nX-Two: 2$end"
	shape bare-CR-in-header "${head}X-Cr: one\rtwo$end"
	shape header-line-5000 "${head}X-Long: $(long 5000)$end"
	shape folded-header "${head}X-Fold: one\r\n two\r\n\tthree$end"
	shape empty-fold-line "${head}X-Fold: one\r\n \r\n two$end"
	shape empty-header "${head}X-Empty:\r\nX-Blank: $end"
	shape space-before-colon "${head}X-Odd : v$end"
	shape no-space-after-colon "${head}X-Odd:v\r\nX-Tab:\tv$end"
	shape no-colon-line "${head}this is no field\r\nX-After: v$end"
	shape first-line-folded " folded first\r\n$head\r\nhello\r\n"
	shape no-header "\r\nhello\r\n"
	shape no-empty-line "hello, no header at all\r\nmore\r\n"
	shape no-date-no-id "From: a@example.test\r\nTo: b@example.test$end"
	shape bcc-header "${head}Bcc: c@example.test\r\nReturn-Path: <z@example.test>$end"
	shape unix-from-first "From a@example.test Thu Jan  1 00:00:00 2026\r\n$head\r\nhello\r\n"
}

shapes_make() { # FOLDER
	local head=$shapes_head
	shapes_folder=$1
	mkdir -p "$shapes_folder"
	names=()
	shapes_make_bodies
	shapes_make_headers
	shapes_write BDAT-no-final-newline "$head\r\nno newline at the end"
	shapes_write BDAT-NUL "$head\r\na\000b\r\n"
	shapes_write SMTPUTF8 "${head}X-Utf8: gr\303\274n\r\n\r\nhello\r\n"
	shapes_write BDAT-bare-LF "$head\r\none\ntwo\r\n"
	shapes_write BDAT-bare-CR "$head\r\none\rtwo\r\n"
	shapes_write BDAT-dot "$head\r\n.\r\n.x\r\n"
	shapes_write 7-bit-sink "${head}MIME-Version: 1.0\r\nContent-Transfer-Encoding: 8bit\r\n\r\ngr\303\274n\r\n"
}

# The changes each MTA makes before it shows a message to its milters, as
# mailcmp names them.  A shape that is not named here must arrive unchanged.
shapes_shown() { # KIND SHAPE
	local added='+Message-Id +Date +From'
	local line='empty line put before the first line that is no field'
	case $1:$2 in
	sendmail:bare-* | sendmail:CR-CR-LF) echo refused ;;
	postfix:bare-LF-dot)
		echo 'dot after bare LF removed, bare LF becomes CR LF' ;;
	postfix:*bare-LF*) echo 'bare LF becomes CR LF' ;;
	postfix:*bare-CR*) echo 'bare CR becomes space' ;;
	postfix:CR-CR-LF) echo 'CR before CR LF removed' ;;
	postfix:NUL-in-header) echo 'line cut at NUL' ;;
	sendmail:NUL-in-header) echo 'NUL removed' ;;
	*:space-before-colon) echo 'space before colon removed' ;;
	*:no-colon-line) echo "$line" ;;
	postfix:first-line-folded | postfix:no-empty-line)
		echo "$added, $line" ;;
	sendmail:first-line-folded | sendmail:no-empty-line) echo "$line" ;;
	postfix:no-header) echo "$added" ;;
	*:no-body) echo 'empty line added at the end' ;;
	postfix:no-date-no-id) echo '+Message-Id +Date' ;;
	postfix:bcc-header) echo '-Bcc -Return-Path' ;;
	postfix:unix-from-first) echo '+X-Mailbox-Line -From line' ;;
	sendmail:unix-from-first) echo '-From line' ;;
	postfix:empty-message) echo "$added, final CR LF added" ;;
	sendmail:empty-message) echo 'final CR LF added' ;;
	*:BDAT-no-final-newline) echo 'final CR LF added' ;;
	*) echo unchanged ;;
	esac
}
