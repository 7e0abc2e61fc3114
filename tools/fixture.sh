#!/bin/sh
# fixture.sh [TAG]: keeps what a version's database looks like, for the test that upgrades from it.
# Builds the demonstration county with the source of TAG (without one: with the source as it is),
# on SQLite and on PostgreSQL, and writes tests/upgrade/VERSION.{sqlite3.gz,sql.gz,keys}. Run it
# once for each release, right before it is tagged; a fixture of a released version never changes.
set -eu
cd "$(dirname "$0")/.."
here=$PWD
tools/venv.sh dev
work=$(mktemp -d "${TMPDIR:-/tmp}/lianxin-fixture.XXXXXX")
trap 'rm -rf "$work"' EXIT
source=$here
if [ $# -gt 0 ]; then
    source=$work/source
    mkdir "$source"
    git archive "$1" | tar -x -C "$source"
fi
export PYTHONPATH="$source/src" DJANGO_SETTINGS_MODULE=lianxin.config.settings
version=$(sed -nE 's/^version = "(.*)"$/\1/p' "$source/pyproject.toml")

cat >"$work/build.py" <<'END'
import django

django.setup()
from lianxin.base.records.commands import drain
from lianxin.config.commands import prepare
from lianxin.demo import scenario

prepare()
scenario.build()
drain([])
END
build="$here/.venv/bin/python $work/build.py"

export LIANXIN_HOME="$work/home"
DB=sqlite $build
"$here/.venv/bin/python" -c "
import sqlite3, sys
sqlite3.connect(sys.argv[1]).execute('VACUUM INTO ?', (sys.argv[2],))
" "$LIANXIN_HOME/lianxin.sqlite3" "$work/whole"
gzip -9n <"$work/whole" >"tests/upgrade/v$version.sqlite3.gz"
# the same keys for both, so that encrypted columns can be read
tools/postgres.sh sh -c "$build && pg_dump -h \"\$PGHOST\" -p \"\$PGPORT\" -U \"\$PGUSER\" \
    --no-owner --no-privileges lianxin" | gzip -9n >"tests/upgrade/v$version.sql.gz"
[ ! -f "$LIANXIN_HOME/keys.txt" ] || cp "$LIANXIN_HOME/keys.txt" "tests/upgrade/v$version.keys"
ls -l tests/upgrade/v"$version".*
