#!/bin/bash
# mta.sh - private Postfix and Sendmail instances for tests, as bash functions.
#
# Source it.  Every instance lives in one folder of the caller's (mode 0755,
# under /tmp), listens on 127.0.0.1 only, asks no DNS and relays all mail to
# one port.  A start returns when the port answers, a stop when the last
# process is gone.  The machine's own mail system is neither started nor
# changed.  Needs root, and Debian or Ubuntu for mta_install.
#
# The functions and the files they leave in a folder are listed in README.md.
# Every function prints a sentence on stderr and returns non-zero when it
# fails.  Call the start and stop functions in the main shell, not in $(...):
# mta_cleanup stops what this shell has started.

MTA_SOURCE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
MTA_CACHE=${OUTMARK_TEST_CACHE:-/var/tmp/outmark-test}
MTA_BIN=${OUTMARK_MTA_BIN:-$MTA_CACHE/bin}
MTA_HOSTNAME=mta.example.test
MTA_WAIT_S=${OUTMARK_MTA_WAIT_S:-30}
MTA_STARTED=()		# "kind folder", in the order of starting

mta_say() {
	printf 'mta: %s\n' "$*" >&2
}

# ---- tools and packages ----------------------------------------------------

# mta_build: compiles the bench's tools when a source is newer than they are.
mta_build() {
	local source stale=
	[ -x "$MTA_BIN/smtpsay" ] && [ -e "$MTA_BIN/.built" ] || stale=yes
	for source in "$MTA_SOURCE"/*.[ch] "$MTA_SOURCE/build.sh"; do
		[ "$source" -nt "$MTA_BIN/.built" ] && stale=yes
	done
	[ -n "$stale" ] || return 0
	if ! "$MTA_SOURCE/build.sh" "$MTA_BIN"; then
		mta_say "cannot compile the tools: read gcc's words above"
		return 1
	fi
	touch "$MTA_BIN/.built"
}

mta_has_package() {
	[ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" \
	    = installed ]
}

# Installs packages; no service is started, no question asked.
mta_apt_install() {
	local policy=/usr/sbin/policy-rc.d made="" rc=0
	local log=$MTA_CACHE/apt.log
	local apt=(apt-get -o DPkg::Lock::Timeout=300 -y
	    --no-install-recommends)
	if [ ! -e "$policy" ]; then
		printf '#!/bin/sh\nexit 101\n' >"$policy"
		chmod 755 "$policy"
		made=yes
	fi
	if ! DEBIAN_FRONTEND=noninteractive "${apt[@]}" install "$@" \
	    </dev/null >"$log" 2>&1; then
		apt-get -o DPkg::Lock::Timeout=300 update \
		    </dev/null >>"$log" 2>&1
		DEBIAN_FRONTEND=noninteractive "${apt[@]}" install "$@" \
		    </dev/null >>"$log" 2>&1 || rc=1
	fi
	[ -z "$made" ] || rm -f "$policy"
	[ "$rc" -eq 0 ] && return 0
	mta_say "cannot install $*: see $log, or install them by hand"
	return 1
}

# Unpacks Sendmail beside Postfix, whose package it conflicts with.
mta_unpack_sendmail() {
	local version root package deb missing
	version=$(apt-cache policy sendmail-bin 2>/dev/null |
	    sed -n 's/^ *Candidate: //p')
	if [ -z "$version" ] || [ "$version" = "(none)" ]; then
		mta_say "apt knows no sendmail-bin: run apt-get update, or" \
		    "enable the section of the archive that holds it"
		return 1
	fi
	root=$MTA_CACHE/sendmail-${version//[^A-Za-z0-9.+-]/_}
	mkdir -p "$MTA_CACHE/debs"
	for package in sendmail-bin sendmail-base sendmail-cf; do
		deb=$(mta_deb "$package" "$version")
		[ -n "$deb" ] || (cd "$MTA_CACHE/debs" &&
		    apt-get -o APT::Sandbox::User=root download \
		    "$package=$version" </dev/null >"$MTA_CACHE/apt.log" 2>&1)
		deb=$(mta_deb "$package" "$version")
		if [ -z "$deb" ] || ! dpkg -x "$deb" "$root"; then
			mta_say "cannot fetch or unpack $package $version:" \
			    "see $MTA_CACHE/apt.log, run apt-get update, retry"
			return 1
		fi
	done
	# A copy without the set-group-id bit: the loader ignores LD_PRELOAD
	# for privileged programs.
	cp "$root/usr/libexec/sendmail/sendmail" "$root/sendmail" &&
	    chmod 755 "$root/sendmail" || return 1
	missing=$(ldd "$root/sendmail" | sed -n 's/ => not found//p')
	if [ -n "$missing" ]; then
		mta_say "sendmail lacks these libraries; install them:" \
		    "${missing//$'\n'/ }"
		return 1
	fi
	touch "$root/.complete"
}

mta_deb() {
	local file
	for file in "$MTA_CACHE/debs/$1_${2//:/%3a}"_*.deb; do
		[ -s "$file" ] && printf '%s\n' "$file"
	done
}

# Prints the folder of the newest unpacked Sendmail.
mta_sendmail_root() {
	local root newest=
	for root in "$MTA_CACHE"/sendmail-*/; do
		[ -e "$root/.complete" ] && newest=${root%/}
	done
	[ -n "$newest" ] && printf '%s\n' "$newest"
}

# mta_install: Postfix, Sendmail and the bench's own tools; quick when there.
mta_install() {
	local want=() package
	if [ "$(id -u)" -ne 0 ]; then
		mta_say "the mail systems need root: run the tests as root"
		return 1
	fi
	mkdir -p "$MTA_CACHE" && chmod 755 "$MTA_CACHE" || return 1
	exec {MTA_LOCK}>"$MTA_CACHE/.lock"
	flock "$MTA_LOCK"
	for package in postfix m4 libwrap0 libmilter-dev gcc; do
		mta_has_package "$package" || want+=("$package")
	done
	if { [ "${#want[@]}" -eq 0 ] || mta_apt_install "${want[@]}"; } &&
	    { mta_sendmail_root >/dev/null || mta_unpack_sendmail; } &&
	    mta_build; then
		exec {MTA_LOCK}>&-
		return 0
	fi
	exec {MTA_LOCK}>&-
	return 1
}

# ---- ports, processes, waiting ---------------------------------------------

mta_port() {
	"$MTA_BIN/freeport"
}

# mta_folder: prints a new folder which the mail systems' users may enter.
mta_folder() {
	local folder
	folder=$(mktemp -d "${TMPDIR:-/tmp}/outmark-mta.XXXXXX") &&
	    chmod 755 "$folder" && printf '%s\n' "$folder"
}

# mta_listeners PORT: how many sockets listen there.  Makes no connection, so
# neither logs nor milters see the question.
mta_listeners() {
	local hex
	printf -v hex ':%04X 00000000:0000 0A' "$1"
	grep -c "$hex" /proc/net/tcp
}

mta_listening() {
	[ "$(mta_listeners "$1")" -gt 0 ]
}

# mta_wait_for SECONDS COMMAND...: runs it until it succeeds.
mta_wait_for() {
	local until=$((SECONDS + $1))
	shift
	until "$@"; do
		[ "$SECONDS" -le "$until" ] || return 1
		sleep 0.02
	done
}

# mta_pids FOLDER: processes that work in FOLDER or below, one a line.
mta_pids() {
	find /proc/[0-9]*/cwd -maxdepth 0 \( -lname "$1" -o -lname "$1/*" \) \
	    2>/dev/null | sed "s,^/proc/,,; s,/cwd,,; /^$$\$/d"
}

mta_gone() {
	local pid state
	for pid; do
		state=$(sed 's/.*) //; s/ .*//' "/proc/$pid/stat" 2>/dev/null)
		[ -z "$state" ] || [ "$state" = Z ] || return 1
	done
}

mta_folder_idle() {
	[ -z "$(mta_pids "$1")" ]
}

# mta_end PID [SECONDS]: ends a process of ours and waits until it is gone.
mta_end() {
	local pid=$1
	kill -TERM "$pid" 2>/dev/null || :
	if ! mta_wait_for "${2:-10}" mta_gone "$pid"; then
		mta_say "process $pid did not end when asked; killing it"
		kill -KILL "$pid" 2>/dev/null || :
		mta_wait_for 5 mta_gone "$pid" || return 1
	fi
	wait "$pid" 2>/dev/null || :
}

mta_started() {
	MTA_STARTED+=("$1 $2")
}

mta_stopped() {
	local item kept=()
	for item in "${MTA_STARTED[@]+"${MTA_STARTED[@]}"}"; do
		[ "$item" = "$1 $2" ] || kept+=("$item")
	done
	MTA_STARTED=("${kept[@]+"${kept[@]}"}")
}

# mta_cleanup: stops what this shell started, last first.  For EXIT traps.
mta_cleanup() {
	local i rc=0
	for ((i = ${#MTA_STARTED[@]} - 1; i >= 0; i--)); do
		"${MTA_STARTED[i]%% *}_stop" "${MTA_STARTED[i]#* }" || rc=1
	done
	return "$rc"
}

# mta_make_folder FOLDER: checks that daemons can get there.
mta_make_folder() {
	local folder
	mkdir -p "$1" || return 1
	folder=$(cd "$1" && pwd -P) || return 1
	if [ "$folder" != "$1" ]; then
		mta_say "give the folder as an absolute path without links:" \
		    "$folder, not $1"
		return 1
	fi
	while [ "$folder" != / ]; do
		if [ -z "$(find "$folder" -maxdepth 0 -perm -0005)" ]; then
			mta_say "the mail system's users cannot enter $folder:" \
			    "chmod 755 it, or use a folder made by mta_folder"
			return 1
		fi
		folder=$(dirname "$folder")
	done
}

# ---- sink ------------------------------------------------------------------

# sink_start DIR [smtpsink arguments]
sink_start() {
	local dir=$1 pid
	shift
	mkdir -p "$dir/mail" || return 1
	rm -f "$dir/port" "$dir/refuse"
	"$MTA_BIN/smtpsink" -d "$dir/mail" -r "$dir/refuse" "$@" \
	    </dev/null >"$dir/port.new" 2>"$dir/log" &
	pid=$!
	printf '%s\n' "$pid" >"$dir/pid"
	mta_started sink "$dir"
	if ! mta_wait_for 10 sink_is_ready "$dir" "$pid" ||
	    ! [ -s "$dir/port.new" ]; then
		mta_say "smtpsink did not start: $(cat "$dir/log")"
		sink_stop "$dir"
		return 1
	fi
	mv "$dir/port.new" "$dir/port"
}

sink_is_ready() {
	[ -s "$1/port.new" ] || mta_gone "$2"
}

sink_stop() {
	local pid
	mta_stopped sink "$1"
	pid=$(cat "$1/pid" 2>/dev/null) || return 0
	mta_end "$pid" && rm -f "$1/pid"
}

# sink_count DIR: how many messages it has accepted.
sink_count() {
	local count=0
	read -r count 2>/dev/null <"$1/mail/count" || :
	printf '%d\n' "$((10#$count))"
}

sink_has() {
	[ "$(sink_count "$1")" -ge "$2" ]
}

# sink_wait DIR COUNT SECONDS
sink_wait() {
	mta_wait_for "$3" sink_has "$1" "$2" && return 0
	mta_say "only $(sink_count "$1") of $2 messages reached the sink" \
	    "within $3 s"
	return 1
}

# ---- Postfix ---------------------------------------------------------------

postfix_main_cf() {
	local dir=$1 relay=$2 milter=$3
	[ "$milter" = none ] && milter=
	cat <<-CF
	compatibility_level = 3.6
	queue_directory = $dir/queue
	data_directory = $dir/data
	command_directory = $(postconf -dh command_directory)
	daemon_directory = $(postconf -h daemon_directory)
	sendmail_path = /usr/sbin/sendmail
	mailq_path = /usr/bin/mailq
	newaliases_path = /usr/bin/newaliases
	meta_directory = $(postconf -h meta_directory)
	shlib_directory = $(postconf -h shlib_directory)
	mail_owner = postfix
	setgid_group = postdrop
	readme_directory = no
	html_directory = no
	manpage_directory = /usr/share/man
	multi_instance_wrapper =
	multi_instance_enable = no
	maillog_file = $dir/log/mail.log
	maillog_file_prefixes = $dir/log
	syslog_name = postfix
	myhostname = $MTA_HOSTNAME
	mydomain = example.test
	myorigin = example.test
	mydestination =
	local_recipient_maps =
	local_transport = error:no local delivery
	alias_maps =
	alias_database =
	append_dot_mydomain = no
	biff = no
	inet_interfaces = 127.0.0.1
	inet_protocols = ipv4
	mynetworks = 127.0.0.0/8
	smtpd_relay_restrictions = permit_mynetworks, reject
	smtpd_recipient_restrictions =
	smtpd_peername_lookup = no
	smtpd_tls_security_level = none
	smtp_tls_security_level = none
	smtp_dns_support_level = disabled
	smtp_host_lookup = native
	relayhost = [127.0.0.1]:$relay
	smtputf8_enable = yes
	smtputf8_autodetect_classes = sendmail, verify
	message_size_limit = 52428800
	mailbox_size_limit = 0
	default_process_limit = 300
	smtpd_client_connection_count_limit = 0
	smtpd_client_connection_rate_limit = 0
	smtpd_client_message_rate_limit = 0
	smtpd_client_recipient_rate_limit = 0
	in_flow_delay = 0
	minimal_backoff_time = 5s
	maximal_backoff_time = 30s
	queue_run_delay = 5s
	smtpd_milters = $milter
	non_smtpd_milters = $milter
	milter_protocol = 6
	milter_default_action = tempfail
	CF
}

postfix_master_cf() {
	cat <<-CF
	127.0.0.1:$1 inet n - n - - smtpd
	127.0.0.1:$2 inet n - n - - smtpd
	  -o smtpd_milters= -o syslog_name=postfix/reinject
	pickup unix n - n 60 1 pickup
	cleanup unix n - n - 0 cleanup
	qmgr unix n - n 300 1 qmgr
	rewrite unix - - n - - trivial-rewrite
	bounce unix - - n - 0 bounce
	defer unix - - n - 0 bounce
	trace unix - - n - 0 bounce
	verify unix - - n - 1 verify
	flush unix n - n 1000? 0 flush
	proxymap unix - - n - - proxymap
	proxywrite unix - - n - 1 proxymap
	smtp unix - - n - - smtp
	relay unix - - n - - smtp
	showq unix n - n - - showq
	error unix - - n - - error
	retry unix - - n - - error
	discard unix - - n - - discard
	anvil unix - - n - 1 anvil
	scache unix - - n - 1 scache
	postlog unix-dgram n - n - 1 postlogd
	CF
}

# Postfix writes inet:HOST:PORT where libmilter and Sendmail write
# inet:PORT@HOST; both are understood everywhere in this bench.
mta_milter_host_port() {
	case $1 in
	inet:*@*) local rest=${1#inet:}
		printf 'inet:%s:%s\n' "${rest#*@}" "${rest%%@*}" ;;
	*) printf '%s\n' "$1" ;;
	esac
}

mta_milter_port_host() {
	case $1 in
	inet:*@*) printf '%s\n' "$1" ;;
	inet:*:*) printf 'inet:%s@%s\n' "${1##*:}" "${1#inet:}" |
		sed 's/:[0-9]*$//' ;;
	*) printf '%s\n' "$1" ;;
	esac
}

# Postfix waits until main.cf is two seconds old, lest it reads half a file.
postfix_age() {
	touch -d '1 minute ago' "$1/etc/main.cf" "$1/etc/master.cf"
}

# postfix_start DIR SMTP_PORT|auto RELAY_PORT MILTER|none [key=value...]
postfix_start() {
	local dir=$1 ask=$2 relay=$3 milter setting port reinject try
	milter=$(mta_milter_host_port "$4")
	shift 4
	if ! command -v postconf >/dev/null; then
		mta_say "Postfix is not installed: call mta_install first"
		return 1
	fi
	mta_make_folder "$dir" && mkdir -p "$dir"/{etc,queue,data,log} ||
	    return 1
	chmod 755 "$dir"/{etc,queue,log} && chmod 700 "$dir/data" &&
	    chown postfix "$dir/data" || return 1
	postfix_main_cf "$dir" "$relay" "$milter" >"$dir/etc/main.cf"
	: >"$dir/etc/master.cf"
	for setting; do
		postconf -c "$dir/etc" -e "$setting" || return 1
	done
	for try in 1 2 3 4 5; do
		port=$ask
		[ "$ask" = auto ] && port=$(mta_port)
		reinject=$(mta_port) || return 1
		postfix_master_cf "$port" "$reinject" >"$dir/etc/master.cf"
		postfix_age "$dir"
		printf '%s\n' "$port" >"$dir/port"
		printf '%s\n' "$reinject" >"$dir/reinject_port"
		if ! mta_listening "$port" && ! mta_listening "$reinject" &&
		    postfix_launch "$dir"; then
			return 0
		fi
		[ "$ask" = auto ] || ! mta_listening "$port" || break
	done
	mta_say "Postfix did not start in $dir (try $try, port $port$(
	    mta_listening "$port" && echo ', which somebody else holds')):" \
	    "$(tail -q -n 3 "$dir/log/start" "$dir/log/mail.log" 2>/dev/null)"
	return 1
}

# Two masters may listen on one port: Postfix sets SO_REUSEPORT, so nothing
# fails and each gets some of the connections.  Hence the look at who listens.
postfix_launch() {
	local dir=$1 port
	postfix -c "$dir/etc" start >"$dir/log/start" 2>&1 || return 1
	mta_started postfix "$dir"
	postfix_wait "$dir" || return 1
	for port in "$(cat "$dir/port")" "$(cat "$dir/reinject_port")"; do
		if [ "$(mta_listeners "$port")" -ne 1 ]; then
			postfix_stop "$dir"
			return 1
		fi
	done
}

# postfix_wait DIR: waits until both listeners are there.
postfix_wait() {
	mta_wait_for "$MTA_WAIT_S" mta_listening "$(cat "$1/port")" &&
	    mta_wait_for "$MTA_WAIT_S" mta_listening "$(cat "$1/reinject_port")" &&
	    return 0
	mta_say "Postfix in $1 does not listen: see $1/log"
	return 1
}

postfix_stop() {
	local dir=$1 pid
	mta_stopped postfix "$dir"
	[ -e "$dir/queue/pid/master.pid" ] || return 0
	read -r pid <"$dir/queue/pid/master.pid"
	if [ "$(readlink "/proc/$pid/cwd")" = "$dir/queue" ]; then
		postfix -c "$dir/etc" stop >"$dir/log/stop" 2>&1 || :
		mta_wait_for 10 mta_gone "$pid" || mta_end "$pid" || return 1
	fi
	# The children leave by themselves once the master is gone.
	mta_wait_for 15 mta_folder_idle "$dir/queue" && return 0
	mta_say "processes of Postfix in $dir are left:" \
	    "$(mta_pids "$dir/queue" | tr '\n' ' ')"
	return 1
}

# postfix_reload DIR [key=value...]
postfix_reload() {
	local dir=$1 setting
	shift
	for setting; do
		postconf -c "$dir/etc" -e "$setting" || return 1
	done
	postfix_age "$dir"
	if ! postfix -c "$dir/etc" reload >"$dir/log/reload" 2>&1; then
		mta_say "Postfix did not reload: $(tail -n 3 "$dir/log/reload")"
		return 1
	fi
	# The old smtpd processes end when they are idle.  A new one is used
	# once the master has read its tables again.
	sleep 0.5
	postfix_wait "$dir"
}

# postfix_ids DIR SED_TEST: queue ids of postqueue -j lines that fit.
postfix_ids() {
	local list
	if ! list=$(postqueue -c "$1/etc" -j 2>&1); then
		mta_say "cannot read the queue of $1: $list"
		return 1
	fi
	sed -n "$2"'s/.*"queue_id": "\([^"]*\)".*/\1/p' <<<"$list"
}

postfix_held() {
	postfix_ids "$1" '/"queue_name": "hold"/'
}

postfix_queue() {
	postfix_ids "$1" '/"queue_name": "hold"/!'
}

# postfix_release DIR ID: takes the message off hold and delivers it now.
postfix_release() {
	local log=$1/log/release
	if postsuper -c "$1/etc" -H "$2" >"$log" 2>&1 &&
	    grep -q "$2" "$log" &&
	    postqueue -c "$1/etc" -i "$2" >>"$log" 2>&1; then
		return 0
	fi
	mta_say "cannot release $2: $(tail -n 2 "$log")"
	return 1
}

postfix_flush() {
	postqueue -c "$1/etc" -f
}

# postfix_submit DIR [sendmail arguments] <message
# The recipients are those of the header.
postfix_submit() {
	local dir=$1
	shift
	/usr/sbin/sendmail -C "$dir/etc" -t "$@"
}

# postfix_auth DIR USER PASSWORD: AUTH PLAIN for a running instance.
postfix_auth() {
	local dir=$1 package want=()
	for package in sasl2-bin libsasl2-modules; do
		mta_has_package "$package" || want+=("$package")
	done
	[ "${#want[@]}" -eq 0 ] || mta_apt_install "${want[@]}" || return 1
	mkdir -p "$dir/etc/sasl" || return 1
	printf '%s\n' "$3" | saslpasswd2 -c -p -f "$dir/etc/sasl/sasldb2" \
	    -u "$MTA_HOSTNAME" "$2" || return 1
	chown postfix "$dir/etc/sasl/sasldb2"
	cat >"$dir/etc/sasl/smtpd.conf" <<-CF
	pwcheck_method: auxprop
	auxprop_plugin: sasldb
	sasldb_path: $dir/etc/sasl/sasldb2
	mech_list: PLAIN LOGIN
	CF
	postfix_reload "$dir" smtpd_sasl_auth_enable=yes \
	    smtpd_sasl_path=smtpd "smtpd_sasl_local_domain=$MTA_HOSTNAME"
}

# ---- Sendmail --------------------------------------------------------------

sendmail_mc() {
	local dir=$1 root=$2 port=$3 reinject=$4 relay=$5 filter=$6
	shift 6
	cat <<-CF
	divert(-1)dnl
	define(\`_CF_DIR_',\`$root/usr/share/sendmail/cf/')dnl
	include(\`$root/usr/share/sendmail/cf/m4/cf.m4')dnl
	OSTYPE(\`linux')dnl
	define(\`confSERVICE_SWITCH_FILE',\`$dir/etc/service.switch')dnl
	define(\`confHOSTS_FILE',\`$dir/etc/hosts')dnl
	define(\`QUEUE_DIR',\`$dir/queue')dnl
	define(\`STATUS_FILE',\`$dir/run/statistics')dnl
	define(\`HELP_FILE',\`$dir/etc/helpfile')dnl
	define(\`confPID_FILE',\`$dir/run/sendmail.pid')dnl
	define(\`confCONTROL_SOCKET_NAME',\`')dnl
	define(\`ALIAS_FILE',\`')dnl
	define(\`confDOMAIN_NAME',\`$MTA_HOSTNAME')dnl
	define(\`confDEF_USER_ID',\`nobody:nogroup')dnl
	define(\`confLOG_LEVEL',\`14')dnl
	define(\`confMILTER_LOG_LEVEL',\`14')dnl
	define(\`confTO_IDENT',\`0')dnl
	define(\`confCONNECTION_RATE_THROTTLE',\`0')dnl
	define(\`confMAX_DAEMON_CHILDREN',\`0')dnl
	define(\`confQUEUE_LA',\`1000')dnl
	define(\`confREFUSE_LA',\`1000')dnl
	define(\`confDELAY_LA',\`0')dnl
	define(\`confMIN_QUEUE_AGE',\`0')dnl
	define(\`confBIND_OPTS',\`-DNSRCH -DEFNAMES')dnl
	define(\`confDONT_BLAME_SENDMAIL',\`TrustStickyBit')dnl
	define(\`confDONT_PROBE_INTERFACES',\`True')dnl
	define(\`confDELIVERY_MODE',\`background')dnl
	define(\`confPRIVACY_FLAGS',\`')dnl
	define(\`confMAX_MESSAGE_SIZE',\`52428800')dnl
	define(\`SMART_HOST',\`relay:[127.0.0.1]')dnl
	define(\`RELAY_MAILER_ARGS',\`TCP \$h $relay')dnl
	FEATURE(\`no_default_msa')dnl
	FEATURE(\`nocanonify')dnl
	FEATURE(\`accept_unresolvable_domains')dnl
	FEATURE(\`accept_unqualified_senders')dnl
	FEATURE(\`promiscuous_relay')dnl
	CF
	if [ -n "$filter" ]; then
		printf "INPUT_MAIL_FILTER(\`outmark',\`%s')dnl\n" "$filter"
	fi
	cat <<-CF
	DAEMON_OPTIONS(\`Port=$port, Addr=127.0.0.1, Family=inet, Listen=512, Name=MTA')dnl
	DAEMON_OPTIONS(\`Port=$reinject, Addr=127.0.0.1, Family=inet, Name=noscan, InputMailFilters=')dnl
	CF
	[ "$#" -eq 0 ] || printf '%s\n' "$@"
	printf "MAILER(\`smtp')dnl\n"
}

sendmail_submit_mc() {
	local dir=$1 root=$2 port=$3
	cat <<-CF
	divert(-1)dnl
	define(\`_CF_DIR_',\`$root/usr/share/sendmail/cf/')dnl
	include(\`$root/usr/share/sendmail/cf/m4/cf.m4')dnl
	OSTYPE(\`linux')dnl
	define(\`confSERVICE_SWITCH_FILE',\`$dir/etc/service.switch')dnl
	define(\`confHOSTS_FILE',\`$dir/etc/hosts')dnl
	define(\`MSP_QUEUE_DIR',\`$dir/clientqueue')dnl
	define(\`MSP_STATUS_FILE',\`$dir/run/sm-client.st')dnl
	define(\`confPID_FILE',\`$dir/run/sm-client.pid')dnl
	define(\`confDOMAIN_NAME',\`$MTA_HOSTNAME')dnl
	define(\`confRUN_AS_USER',\`nobody')dnl
	define(\`confTRUSTED_USER',\`nobody')dnl
	define(\`confTIME_ZONE',\`USE_TZ')dnl
	define(\`confDONT_INIT_GROUPS',\`True')dnl
	define(\`confDONT_PROBE_INTERFACES',\`True')dnl
	define(\`confBIND_OPTS',\`-DNSRCH -DEFNAMES')dnl
	define(\`RELAY_MAILER_ARGS',\`TCP \$h $port')dnl
	FEATURE(\`msp',\`[127.0.0.1]')dnl
	CF
}

# sendmail_filter MILTER EQUATES: what INPUT_MAIL_FILTER wants; no words for
# none.  EQUATES replaces everything but S=.
sendmail_filter() {
	local equates=${2:-F=T, T=C:30s;S:2m;R:2m;E:10m}
	[ "$1" = none ] ||
	    printf 'S=%s, %s\n' "$(mta_milter_port_host "$1")" "$equates"
}

# sendmail_program DIR ARGUMENTS...: the instance's sendmail, without DNS.
sendmail_program() {
	local dir=$1
	shift
	LD_PRELOAD=$MTA_BIN/hostshim.so HOSTSHIM_NAME=$MTA_HOSTNAME \
	    "$(cat "$dir/etc/program")" "$@"
}

# sendmail_start DIR SMTP_PORT|auto RELAY_PORT MILTER|none [EQUATES [m4 line...]]
sendmail_start() {
	local dir=$1 ask=$2 relay=$3 filter root port reinject pid try
	filter=$(sendmail_filter "$4" "${5:-}")
	shift $(($# < 5 ? $# : 5))
	if ! root=$(mta_sendmail_root); then
		mta_say "Sendmail is not unpacked: call mta_install first"
		return 1
	fi
	mta_make_folder "$dir" &&
	    mkdir -p "$dir"/{etc,queue,clientqueue,run,log} || return 1
	chmod 755 "$dir"/{etc,run,log} && chmod 700 "$dir"/{queue,clientqueue} &&
	    chown nobody "$dir/clientqueue" || return 1
	printf '%s\n' "$root/sendmail" >"$dir/etc/program"
	printf 'hosts files\naliases files\n' >"$dir/etc/service.switch"
	printf '127.0.0.1 localhost %s\n' "$MTA_HOSTNAME" >"$dir/etc/hosts"
	: >"$dir/etc/helpfile"
	: >"$dir/run/statistics"
	for try in 1 2 3 4 5; do
		port=$ask
		[ "$ask" = auto ] && port=$(mta_port)
		reinject=$(mta_port) || return 1
		sendmail_mc "$dir" "$root" "$port" "$reinject" "$relay" \
		    "$filter" "$@" >"$dir/etc/sendmail.mc"
		sendmail_submit_mc "$dir" "$root" "$port" >"$dir/etc/submit.mc"
		m4 "$dir/etc/sendmail.mc" >"$dir/etc/sendmail.cf" \
		    2>"$dir/log/m4" &&
		    m4 "$dir/etc/submit.mc" >"$dir/etc/submit.cf" \
		    2>>"$dir/log/m4" || return 1
		printf '%s\n' "$port" >"$dir/port"
		printf '%s\n' "$reinject" >"$dir/reinject_port"
		if ! mta_listening "$port" && ! mta_listening "$reinject"; then
			sendmail_launch "$dir" && return 0
		fi
		[ "$ask" = auto ] || break
	done
	mta_say "Sendmail did not start in $dir (try $try, port $port):" \
	    "$(tail -n 3 "$dir/log/start" 2>/dev/null)"
	return 1
}

# Starts the daemon of a folder that has its configuration.
sendmail_launch() {
	local dir=$1 pid
	(
		cd "$dir/queue" || exit 1
		export LD_PRELOAD=$MTA_BIN/hostshim.so
		export HOSTSHIM_NAME=$MTA_HOSTNAME
		export HOSTSHIM_LOG=$dir/log/mail.log
		exec "$(cat "$dir/etc/program")" -C "$dir/etc/sendmail.cf" \
		    -bD -q5s
	) </dev/null >"$dir/log/start" 2>&1 &
	pid=$!
	printf '%s\n' "$pid" >"$dir/run/pid"
	mta_started sendmail "$dir"
	mta_wait_for "$MTA_WAIT_S" sendmail_is_ready "$dir" "$pid"
	if ! mta_gone "$pid" && mta_listening "$(cat "$dir/port")"; then
		return 0
	fi
	sendmail_stop "$dir"
	return 1
}

sendmail_is_ready() {
	mta_gone "$2" || { mta_listening "$(cat "$1/port")" &&
	    mta_listening "$(cat "$1/reinject_port")"; }
}

sendmail_wait() {
	mta_wait_for "$MTA_WAIT_S" mta_listening "$(cat "$1/port")" && return 0
	mta_say "Sendmail in $1 does not listen: $(tail -n 3 "$1/log/start")"
	return 1
}

sendmail_stop() {
	local dir=$1 pid
	mta_stopped sendmail "$dir"
	pid=$(cat "$dir/run/pid" 2>/dev/null) || return 0
	mta_end "$pid" || return 1
	rm -f "$dir/run/pid"
	# Background deliveries and queue runners end by themselves, a child
	# whose client says nothing does not: end those by their ids.
	mta_wait_for 2 mta_folder_idle "$dir" && return 0
	for pid in $(mta_pids "$dir"); do
		[ "$(readlink "/proc/$pid/exe")" = \
		    "$(cat "$dir/etc/program")" ] && kill -TERM "$pid"
	done
	mta_wait_for 10 mta_folder_idle "$dir" && return 0
	mta_say "processes of Sendmail in $dir are left:" \
	    "$(mta_pids "$dir" | tr '\n' ' ')"
	return 1
}

# sendmail_reload DIR: a new daemon with the same configuration file and port.
# Sendmail itself starts anew on SIGHUP; it would lose the preloaded library.
sendmail_reload() {
	sendmail_stop "$1" && sendmail_launch "$1"
}

# Ids are taken from the names of the control files: hf held, qf not.
sendmail_ids() {
	local file
	for file in "$1/queue/$2"*; do
		[ -e "$file" ] && printf '%s\n' "${file##*/"$2"}"
	done
	return 0
}

sendmail_held() {
	sendmail_ids "$1" hf
}

sendmail_queue() {
	sendmail_ids "$1" qf
}

# sendmail_release DIR ID: takes it out of quarantine and delivers it now.
sendmail_release() {
	local dir=$1 log=$1/log/release
	if [ ! -e "$dir/queue/hf$2" ]; then
		mta_say "cannot release $2: it is not held"
		return 1
	fi
	if sendmail_program "$dir" -C "$dir/etc/sendmail.cf" \
	    -qQ -Q "-qI$2" >"$log" 2>&1 && [ ! -e "$dir/queue/hf$2" ] &&
	    sendmail_program "$dir" -C "$dir/etc/sendmail.cf" \
	    "-qI$2" >>"$log" 2>&1; then
		return 0
	fi
	mta_say "cannot release $2: $(tail -n 2 "$log")"
	return 1
}

sendmail_flush() {
	sendmail_program "$1" -C "$1/etc/sendmail.cf" -q
}

# sendmail_submit DIR [sendmail arguments] <message
# The submission program hands the message to the daemon over SMTP.  Recipients
# are those of the header; Sendmail would take away any named here.
sendmail_submit() {
	local dir=$1
	shift
	(cd "$dir/clientqueue" && sendmail_program "$dir" -Ac \
	    -C "$dir/etc/submit.cf" -t "$@")
}

# ---- test milter -----------------------------------------------------------

# testmilter_start DIR [testmilter arguments]: its socket is DIR/socket, what
# -r records belongs into a folder the caller makes.
testmilter_start() {
	local dir=$1 pid
	shift
	mta_make_folder "$dir" || return 1
	rm -f "$dir/ready"
	"$MTA_BIN/testmilter" -p "unix:$dir/socket" "$@" \
	    </dev/null >"$dir/ready" 2>"$dir/log" &
	pid=$!
	printf '%s\n' "$pid" >"$dir/pid"
	mta_started testmilter "$dir"
	mta_wait_for 10 testmilter_is_ready "$dir" "$pid" &&
	    [ -s "$dir/ready" ] && return 0
	mta_say "testmilter did not start: $(cat "$dir/log")"
	testmilter_stop "$dir"
	return 1
}

testmilter_is_ready() {
	[ -s "$1/ready" ] || mta_gone "$2"
}

testmilter_stop() {
	local pid
	mta_stopped testmilter "$1"
	pid=$(cat "$1/pid" 2>/dev/null) || return 0
	kill -QUIT "$pid" 2>/dev/null || :
	mta_wait_for 5 mta_gone "$pid" || mta_end "$pid" || return 1
	wait "$pid" 2>/dev/null || :
	rm -f "$1/pid"
}
