#!/bin/sh
# What must agree with the code: migrations, the settings of a deployment, and every committed
# page or list that is computed. Each is checked; the end says which did not agree.
set -eu
cd "$(dirname "$0")/.."
tools/system.sh gettext
tools/venv.sh dev
LIANXIN_HOME=$(mktemp -d "${TMPDIR:-/tmp}/lianxin-check.XXXXXX")
export LIANXIN_HOME PYTHONPATH="$PWD/src" DJANGO_SETTINGS_MODULE=lianxin.config.settings
trap 'rm -rf "$LIANXIN_HOME"' EXIT
failed=""

try() {  # try NAME COMMAND…
    name=$1
    shift
    echo "== $name"
    "$@" || failed="$failed, $name"
}
handbook() {  # the command writes where the pages belong, so what was there is kept for comparing
    cp -R docs/handbook docs/reference "$LIANXIN_HOME" &&
        .venv/bin/python -m lianxin.config.command handbook >/dev/null || return
    diff -ru "$LIANXIN_HOME/handbook" docs/handbook &&
        diff -u "$LIANXIN_HOME/reference/openapi.json" docs/reference/openapi.json && return
    echo "docs was not what the code says; it has been written anew, please look." >&2
    return 1
}

try migrations .venv/bin/python -m django makemigrations --check --dry-run
try deployment env LIANXIN_TLS=1 LIANXIN_HOSTS=lianxin.example .venv/bin/python -m django check --deploy --fail-level WARNING
try handbook handbook
try messages .venv/bin/python tools/messages.py --check
try status .venv/bin/python tools/status.py --check
[ -z "$failed" ] || { echo "Not in agreement: ${failed#, }" >&2; exit 1; }
