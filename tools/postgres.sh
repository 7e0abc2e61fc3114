#!/bin/sh
# postgres.sh [--durable] COMMAND…: runs a command beside a throw-away PostgreSQL cluster.
# The cluster listens on a socket in its own private folder and on no port, so it can meet no
# other one; it is stopped and removed afterwards, whatever the command did. For tests it does
# not wait for the disk; --durable makes it wait, as in production (measuring, killing).
set -eu

waiting="-c fsync=off -c synchronous_commit=off -c full_page_writes=off"
if [ "$1" = --durable ]; then
    waiting=""
    shift
fi

bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
[ -n "$bin" ] || bin=$(dirname "$(command -v initdb)")
as=""  # PostgreSQL refuses to be run by root
[ "$(id -u)" = 0 ] && as="runuser -u postgres --"

home=$(mktemp -d /tmp/lianxin-pg.XXXXXX)
[ -n "$as" ] && chown postgres "$home"
cd "$home"  # a folder that the user postgres may enter
stop() {
    $as "$bin/pg_ctl" -D "$home/data" -m immediate -w stop >/dev/null 2>&1 || true
    rm -rf "$home"
}
trap stop EXIT
trap 'exit 130' INT TERM HUP

$as "$bin/initdb" -D "$home/data" -U postgres -A trust -E UTF8 --locale=C.UTF-8 --no-sync \
    >"$home/initdb.log" 2>&1 || { cat "$home/initdb.log" >&2; exit 1; }
$as "$bin/pg_ctl" -D "$home/data" -l "$home/server.log" -w -o \
    "-k $home -p 5599 -c listen_addresses='' -c timezone=UTC $waiting" start >/dev/null ||
    { cat "$home/server.log" >&2; exit 1; }
$as "$bin/createdb" -h "$home" -p 5599 -U postgres lianxin
cd "$OLDPWD"

export DB=pg PGHOST="$home" PGPORT=5599 PGUSER=postgres PGDATABASE=lianxin PGDATA="$home/data"
"$@"
