#!/bin/sh
# venv.sh run|dev: makes .venv, or brings it up to the hash-locked list of libraries.
# The lock that was installed last is kept inside .venv; as long as it is the same, nothing is done.
set -eu
cd "$(dirname "$0")/.."

lock=requirements.lock
[ "$1" = dev ] && lock=requirements-dev.lock
if cmp -s "$lock" ".venv/$lock" && .venv/bin/python -c '' 2>/dev/null; then
    exit 0
fi

python=${PY:-python3}
missing=""
command -v "$python" >/dev/null || missing="python3"
"$python" -c 'import ensurepip, venv' 2>/dev/null || missing="$missing python3-venv"
command -v make >/dev/null || missing="$missing make"
if [ -n "$missing" ]; then
    echo "Something is missing. Please run:" >&2
    echo "  sudo apt-get install -y python3-venv make" >&2
    exit 1
fi
if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    echo "Lianxin needs Python 3.11 or newer, and $("$python" --version) was found." >&2
    echo "If a newer one is installed, name it: make run PY=python3.12" >&2
    exit 1
fi

.venv/bin/python -c '' 2>/dev/null || { rm -rf .venv && "$python" -m venv .venv; }
echo "Installing the libraries of $lock (about a minute, only when the list changed) …"
.venv/bin/python -m pip install --quiet --no-input --disable-pip-version-check \
    --require-hashes -r "$lock"
cp "$lock" ".venv/$lock"
if [ "$1" = dev ]; then  # the longer list contains the shorter one
    cp requirements.lock .venv/requirements.lock
fi
