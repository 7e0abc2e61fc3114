#!/bin/sh
# system.sh [PACKAGE…]: looks for the system packages that tests and checks need, all of them or
# those named (running Lianxin needs none). Root gets them installed; anyone else is told how.
set -eu

has() {
    case $1 in
        postgresql) ls /usr/lib/postgresql/*/bin/initdb || command -v initdb ;;
        chromium) command -v "${CHROMIUM:-chromium}" ;;
        fonts-noto-cjk) ls /usr/share/fonts/opentype/noto/NotoSansCJK* ;;
        gettext) command -v xgettext ;;
    esac >/dev/null 2>&1
}

[ $# -gt 0 ] || set -- postgresql chromium fonts-noto-cjk gettext
missing=""
for package in "$@"; do
    has "$package" || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    echo "A few system packages are needed for this. Please run:" >&2
    echo "  sudo apt-get install -y$missing" >&2
    exit 1
fi
export DEBIAN_FRONTEND=noninteractive
echo "Installing$missing …"
# shellcheck disable=SC2086 -- one word per package
install() { apt-get install -y -qq --no-install-recommends $missing >/dev/null; }
install 2>/dev/null || { apt-get update -qq && install; }
