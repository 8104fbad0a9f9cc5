# scanner.sh - a configuration for measuring with BUILD; read by other programs
# here.  Sets `work`, a folder that goes away at the end.
work=$(mktemp -d "${TMPDIR:-/tmp}/accuracy.XXXXXX")
trap 'rm -rf "$work"' EXIT
mkdir "$work/cache"
cat > "$work/outmark.yaml" <<YAML
rules_dir: $here/../../rules
policy_file: $here/../../rules/policy/default.yaml
libexec_dir: $build
cache_dir: $work/cache
own_domains: [accuracy.example]
YAML
if [ "$(id -u)" = 0 ]; then
	chmod 711 "$work"
	echo "scanner_user: \"${OUTMARK_TEST_UID:-61102}\"" >> "$work/outmark.yaml"
fi
