#!/bin/sh
# Form, style, types, imports. Every one is run; the end says which was not content.
set -eu
cd "$(dirname "$0")/.."
tools/venv.sh dev
export PYTHONPATH="$PWD/src"
failed=""

try() {
    echo "== $*"
    ".venv/bin/$@" || failed="$failed, $1"
}
try ruff format --check --output-format concise .
try ruff check --output-format concise .
try mypy
try lint-imports --no-cache --no-logo
[ -z "$failed" ] || { echo "Not content: ${failed#, }" >&2; exit 1; }
