#!/bin/sh
# Compiles the two locks from pyproject.toml: universal (3.11-3.13), with hashes, and free of
# the compiling machine's addresses and paths. UV names the uv to use; uv is needed here only.
set -eu
cd "$(dirname "$0")/.."
UV=${UV:-uv}
compile() {
    "$UV" pip compile --quiet --universal --python-version 3.11 --generate-hashes \
        --no-emit-index-url --no-emit-find-links --custom-compile-command tools/lock.sh "$@"
}
compile pyproject.toml --output-file requirements.lock
compile pyproject.toml --group dev --constraints requirements.lock --no-annotate \
    --output-file requirements-dev.lock
