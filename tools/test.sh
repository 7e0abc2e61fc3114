#!/bin/sh
# All tests: on SQLite, on PostgreSQL, and the walk through the pages in a browser. Every part
# runs even if an earlier one failed; the end says which failed. K=expression picks by name,
# PYTEST_ADDOPTS adds to every part. The tests' data lies in a folder of its own.
set -eu
cd "$(dirname "$0")/.."
tools/system.sh
tools/venv.sh dev

LIANXIN_HOME=$(mktemp -d "${TMPDIR:-/tmp}/lianxin-test.XXXXXX")
LIANXIN_LANGUAGE=en  # what the tests read; the walk in the browser is in Chinese
export LIANXIN_HOME LIANXIN_LANGUAGE PYTHONPATH="$PWD/src"
trap 'rm -rf "$LIANXIN_HOME"' EXIT
trap 'exit 130' INT TERM HUP
failed=""

part() {  # part NAME COMMAND…
    name=$1
    shift
    echo "== Tests: $name"
    code=0
    "$@" || code=$?
    # five: none was picked, which is fine only when K picks
    [ "$code" = 5 ] && [ -n "${K:-}" ] && code=0
    [ "$code" = 130 ] && exit 130
    [ "$code" = 0 ] || failed="$failed, $name"
}

pytest="$PWD/.venv/bin/python -m pytest"
set -- ${K:+-k "$K"}
# shellcheck disable=SC2086 -- the command is several words
{
    part SQLite env DB=sqlite $pytest --ignore=tests/e2e "$@"
    part PostgreSQL tools/postgres.sh $pytest --ignore=tests/e2e "$@"
    part browser env DB=sqlite $pytest tests/e2e "$@"
}
if [ -n "$failed" ]; then
    echo "Failed: ${failed#, }" >&2
    exit 1
fi
