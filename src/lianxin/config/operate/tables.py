"""
The rows of every table in one form, whichever database they come from or go to.

A line is a JSON list of the values in the order of the columns' names, the lines in the order of
the primary key. Values stand as SQLite keeps them: moments as text in UTC, truth as 0 and 1, JSON
with sorted names. So the same content gives the same bytes on both databases, and one hash a table
says whether two places hold the same.
"""

import base64
import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

LEFT_OUT = {  # what the manifest says; sessions: sign in again; what is read anew from records
    *("django_migrations", "django_session", "usersessions_usersession", "search_searchdoc"),
}
READ_ANEW = ("search",)  # consumers of the stream that fill the tables left out
ENCODE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode

Row = list[Any]


class Unknown(Exception):
    """A column of a type that nobody has thought of: better to stop than to lose it."""


@dataclass(frozen=True)
class Column:
    """`kind`: plain, json, decimal, bytes, flag, moment, day, uuid or address."""

    name: str
    kind: str


@dataclass(frozen=True)
class Table:
    name: str
    columns: tuple[Column, ...]
    key: str
    text_key: bool = False

    @property
    def names(self) -> list[str]:
        """The names of the columns, in order."""
        return [column.name for column in self.columns]


def quoted(name: str) -> str:
    """A name within a statement."""
    return '"' + name.replace('"', '""') + '"'


def listed(names: Iterable[str]) -> str:
    """Names within a statement."""
    return ", ".join(map(quoted, names))


def tidy_json(value: Any) -> Any:
    """The one way to write a JSON value."""
    return value if value is None else ENCODE(_sorted(json.loads(value)))


def _sorted(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _sorted(value[name]) for name in sorted(value)}
    return [_sorted(each) for each in value] if isinstance(value, list) else value


def tidy_decimal(value: Any) -> Any:
    """A number without the zeros that only one of the databases keeps."""
    return value if value is None else f"{Decimal(str(value)).normalize():f}"


def tidy_bytes(value: Any) -> Any:
    """Bytes as text."""
    return value if value is None else base64.b64encode(value).decode()


TIDY = {"json": tidy_json, "decimal": tidy_decimal, "bytes": tidy_bytes}


def tidied(rows: Iterable[Sequence[Any]], table: Table) -> Iterator[Row]:
    """Rows in the one form."""
    changes = [
        (at, TIDY[column.kind]) for at, column in enumerate(table.columns) if column.kind in TIDY
    ]
    for row in rows:
        values = list(row)
        for at, change in changes:
            values[at] = change(values[at])
        yield values


def line(row: Row) -> bytes:
    """A row as it is written and hashed."""
    return ENCODE(row).encode() + b"\n"


def figures(rows: Iterable[Row]) -> tuple[int, str]:
    """How many rows there are, and their hash."""
    count, mark = 0, hashlib.sha256()
    for row in rows:
        count += 1
        mark.update(line(row))
    return count, mark.hexdigest()


SQLITE_KINDS = (
    (r"(big|small|tiny)?(int|integer)\b.*", "plain"),
    (r"(var)?char\b.*|text\b.*|real\b.*|datetime|date|time|bool", "plain"),
    (r"decimal\b.*", "decimal"),
    (r"blob", "bytes"),
)


class Sqlite:
    """A SQLite database: one read transaction is one moment; writers go on meanwhile."""

    def __init__(self, link: Any) -> None:
        self.link = link

    def begin(self) -> None:
        """Fix the moment that is read."""
        self.link.execute("BEGIN")
        self.link.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()

    def tables(self) -> list[Table]:
        """Every table of rows; what only belongs to an index of words is left out."""
        made = dict(
            self.link.execute(
                "SELECT name, sql FROM sqlite_master WHERE type = 'table' ORDER BY name"
            )
        )
        virtual = [name for name, sql in made.items() if sql.upper().startswith("CREATE VIRTUAL")]
        hidden = tuple(f"{name}_" for name in virtual)
        return [
            self._table(name, sql)
            for name, sql in made.items()
            if not name.startswith(("sqlite_", *hidden))
            and name not in virtual
            and name not in LEFT_OUT
        ]

    def _table(self, name: str, sql: str) -> Table:
        json_ones = set(re.findall(r'JSON_VALID\("(\w+)"\)', sql))
        columns, key, text_key = [], "", False
        info = self.link.execute(f"PRAGMA table_info({quoted(name)})")
        for _at, column, kind, _null, _default, primary in info:
            found = "json" if column in json_ones else _sqlite_kind(name, column, kind.lower())
            columns.append(Column(column, found))
            if primary:
                key, text_key = column, "char" in kind.lower()
        return Table(name, tuple(sorted(columns, key=lambda each: each.name)), key, text_key)

    def rows(self, table: Table) -> Iterator[Row]:
        """The rows of a table in the one form."""
        sql = f"SELECT {listed(table.names)} FROM {quoted(table.name)} ORDER BY {quoted(table.key)}"
        return tidied(self.link.execute(sql), table)

    def sequences(self) -> dict[str, int]:
        """The last number given out, by table: a number is never given twice."""
        given = self.link.execute("SELECT name, seq FROM sqlite_sequence WHERE seq > 0")
        return {name: last for name, last in sorted(given) if name not in LEFT_OUT}

    def migrations(self) -> list[list[str]]:
        """What has made the tables what they are."""
        rows = self.link.execute("SELECT app, name FROM django_migrations ORDER BY id")
        return [list(row) for row in rows]

    def bytes(self) -> int:
        """How large the database is."""
        (pages,) = self.link.execute("PRAGMA page_count").fetchone()
        (each,) = self.link.execute("PRAGMA page_size").fetchone()
        return pages * each

    def empty(self, table: Table) -> None:
        """Remove what making the tables has put into one."""
        self.link.execute(f"DELETE FROM {quoted(table.name)}")

    def load(self, table: Table, rows: Iterable[Row]) -> None:
        """Put rows into a table."""
        binary = [at for at, column in enumerate(table.columns) if column.kind == "bytes"]
        marks = ", ".join("?" * len(table.columns))
        sql = f"INSERT INTO {quoted(table.name)} ({listed(table.names)}) VALUES ({marks})"
        self.link.executemany(sql, _with_bytes(rows, binary))

    def finish(self, sequences: dict[str, int]) -> None:
        """Set the numbers, and see that every reference leads somewhere."""
        for name, last in sequences.items():
            done = self.link.execute(
                "UPDATE sqlite_sequence SET seq = ? WHERE name = ?", (last, name)
            )
            if not done.rowcount:
                self.link.execute("INSERT INTO sqlite_sequence VALUES (?, ?)", (name, last))
        astray = self.link.execute("PRAGMA foreign_key_check").fetchall()
        if astray:
            raise Unknown(f"{len(astray)} references lead nowhere, first {astray[0]}")


def _sqlite_kind(table: str, column: str, declared: str) -> str:
    for pattern, kind in SQLITE_KINDS:
        if re.fullmatch(pattern, declared):
            return kind
    raise Unknown(f"{table}.{column}: {declared}")


def _with_bytes(rows: Iterable[Row], binary: list[int]) -> Iterator[Row]:
    for row in rows:
        for at in binary:
            row[at] = row[at] if row[at] is None else base64.b64decode(row[at])
        yield row


POSTGRES_KINDS = {
    **dict.fromkeys(("int2", "int4", "int8", "text", "varchar", "bpchar", "float8"), "plain"),
    **{"bool": "flag", "timestamptz": "moment", "date": "day", "jsonb": "json"},
    **{"numeric": "decimal", "bytea": "bytes", "uuid": "uuid", "inet": "address"},
}
DERIVED = {"tsvector"}  # an index of words: computed anew
READ = {  # how a column is read so that it looks as SQLite's does
    "plain": "{0}",
    "bytes": "{0}",
    "flag": "{0}::int",
    "day": "{0}::text",
    "json": "{0}::text",
    "decimal": "{0}::text",
    "uuid": "replace({0}::text, '-', '')",
    "address": "host({0})",
    "moment": "regexp_replace(to_char({0} AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US'),"
    " '\\.000000$', '')",
}
TABLES = """
SELECT c.table_name, c.column_name, c.udt_name FROM information_schema.columns c
JOIN information_schema.tables t USING (table_schema, table_name)
WHERE c.table_schema = current_schema() AND t.table_type = 'BASE TABLE'
ORDER BY c.table_name, c.column_name COLLATE "C"
"""
KEYS = """
SELECT t.relname, a.attname FROM pg_index i JOIN pg_class t ON t.oid = i.indrelid
JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = ANY (i.indkey)
WHERE i.indisprimary AND t.relnamespace = current_schema()::regnamespace
"""
SEQUENCES = """
SELECT t.relname, s.relname FROM pg_class s JOIN pg_depend d ON d.objid = s.oid
JOIN pg_class t ON t.oid = d.refobjid
WHERE s.relkind = 'S' AND d.deptype IN ('a', 'i')
AND s.relnamespace = current_schema()::regnamespace ORDER BY t.relname COLLATE "C"
"""


class Postgres:
    """A PostgreSQL database, by a connection of its driver."""

    BATCH = 2000

    def __init__(self, link: Any) -> None:
        self.link = link

    def begin(self) -> None:
        """Fix the moment that is read."""
        self.link.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")

    def tables(self) -> list[Table]:
        """Every table of rows."""
        keys = dict(self.link.execute(KEYS).fetchall())
        found: dict[str, list[Column]] = {}
        text_keys = set()
        for table, column, kind in self.link.execute(TABLES).fetchall():
            if table in LEFT_OUT or kind in DERIVED:
                continue
            if kind not in POSTGRES_KINDS:
                raise Unknown(f"{table}.{column}: {kind}")
            found.setdefault(table, []).append(Column(column, POSTGRES_KINDS[kind]))
            if keys.get(table) == column and kind in ("varchar", "text", "bpchar"):
                text_keys.add(table)
        return [
            Table(name, tuple(found[name]), keys[name], name in text_keys) for name in sorted(found)
        ]

    def rows(self, table: Table) -> Iterator[Row]:
        """The rows of a table in the one form, without holding all of them."""
        columns = ", ".join(READ[each.kind].format(quoted(each.name)) for each in table.columns)
        order = quoted(table.key) + (' COLLATE "C"' if table.text_key else "")
        with self.link.cursor(name=f"rows_of_{table.name}") as cursor:
            cursor.itersize = self.BATCH
            cursor.execute(f"SELECT {columns} FROM {quoted(table.name)} ORDER BY {order}")
            yield from tidied(cursor, table)

    def sequences(self) -> dict[str, int]:
        """The last number given out, by table; none given: not there."""
        found = {}
        for table, sequence in self.link.execute(SEQUENCES).fetchall():
            if table in LEFT_OUT:
                continue
            sql = f"SELECT last_value FROM {quoted(sequence)} WHERE is_called"
            last = self.link.execute(sql).fetchone()
            if last:
                found[table] = last[0]
        return found

    def migrations(self) -> list[list[str]]:
        """What has made the tables what they are."""
        rows = self.link.execute("SELECT app, name FROM django_migrations ORDER BY id")
        return [list(row) for row in rows.fetchall()]

    def bytes(self) -> int:
        """How large the database is."""
        return self.link.execute("SELECT pg_database_size(current_database())").fetchone()[0]

    def empty(self, table: Table) -> None:
        """Remove what making the tables has put into one."""
        self.link.execute(f"DELETE FROM {quoted(table.name)}")

    def load(self, table: Table, rows: Iterable[Row]) -> None:
        """Put rows into a table; the types are those of the columns that are there now."""
        mine = {each.name: {c.name: c.kind for c in each.columns} for each in self.tables()}
        kinds = [mine[table.name][name] for name in table.names]
        flags = [at for at, kind in enumerate(kinds) if kind == "flag"]
        binary = [at for at, kind in enumerate(kinds) if kind == "bytes"]
        copy = f"COPY {quoted(table.name)} ({listed(table.names)}) FROM STDIN"
        with self.link.cursor() as cursor, cursor.copy(copy) as into:
            for row in _with_bytes(rows, binary):
                for at in flags:
                    row[at] = row[at] if row[at] is None else bool(row[at])
                into.write_row(row)

    def finish(self, sequences: dict[str, int]) -> None:
        """Set the numbers, and see that every reference leads somewhere."""
        for table, sequence in self.link.execute(SEQUENCES).fetchall():
            if table in sequences:
                self.link.execute("SELECT setval(%s, %s)", (quoted(sequence), sequences[table]))
        self.link.execute("SET CONSTRAINTS ALL IMMEDIATE")
