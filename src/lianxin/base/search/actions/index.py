"""Keep the index in step with the records: a consumer of the stream, in bulk."""

from collections import defaultdict
from collections.abc import Iterable

from django.db import connection, transaction
from django.db.models import F

from lianxin.base.records.actions import at_once
from lianxin.base.records.models import Cursor
from lianxin.base.search.models import SearchDoc
from lianxin.base.search.queries import (
    Searchable,
    Text,
    scopes_of,
    searchables,
    tokens,
    vector,
)

CONSUMER = "search"
CHUNK = 500
OWN_BITS = 28  # of a place: the rest are the seconds of its moment


@at_once(1000)
def take_in(entries):
    """Read anew every record that these entries tell of, each once."""
    told: dict[str, set[int]] = defaultdict(set)
    for entry in entries:
        told[entry.root_type].add(entry.root_id)
    for kind in searchables().values():
        roots = sorted(told.get(kind.root, ()))
        for start in range(0, len(roots), CHUNK):
            renew(kind, roots[start : start + CHUNK])


def renew(kind: Searchable, roots: list[int]) -> int:
    """Bring the texts of some records up to date; writes only what has changed."""
    here = {
        doc.record_id: doc for doc in SearchDoc.objects.filter(kind=kind.label, root_id__in=roots)
    }
    fresh, gone = [], []
    for text in kind.texts(roots):
        new, old = _doc(kind, text), here.pop(text.record_id, None)
        if old is not None and _same(old, new):
            continue
        fresh.append(new)
        gone += [old] if old is not None else []
    _remove([*gone, *here.values()])
    _add(fresh)
    return len(fresh)


def _doc(kind: Searchable, text: Text) -> SearchDoc:
    return SearchDoc(
        cell_id=text.cell_id,
        kind=kind.label,
        record_id=text.record_id,
        root_id=text.root_id,
        place=int(text.at.timestamp()) << OWN_BITS,
        title=text.title,
        body=text.body,
        near=" ".join(text.near),
    )


def _same(old: SearchDoc, new: SearchDoc) -> bool:
    alike = (old.title, old.body, old.near) == (new.title, new.body, new.near)
    return alike and old.place == new.place + old.pk


def _scopes(doc: SearchDoc) -> list[str]:
    return scopes_of(doc.cell_id, doc.kind, doc.near.split())


def _words(doc: SearchDoc) -> tuple[int, str, str, str]:
    """What SQLite keeps of a text; the same again takes it out."""
    title, body = " ".join(tokens(doc.title)), " ".join(tokens(doc.body))
    return doc.place, " ".join(_scopes(doc)), title, body


def _add(docs: list[SearchDoc]) -> None:
    SearchDoc.objects.bulk_create(docs, batch_size=CHUNK)
    for doc in docs:
        doc.place += doc.pk
    if not docs:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            ids = [doc.pk for doc in docs]
            for start in range(0, len(ids), CHUNK):
                some = SearchDoc.objects.filter(pk__in=ids[start : start + CHUNK])
                some.update(place=F("place") + F("pk"))
            cursor.executemany(
                "INSERT INTO search_words (rowid, scope, title, body) VALUES (%s, %s, %s, %s)",
                [_words(doc) for doc in docs],
            )
        else:
            cursor.executemany(
                "UPDATE search_searchdoc SET place = %s, words = %s::tsvector WHERE id = %s",
                [(doc.place, vector(_scopes(doc), doc.title, doc.body), doc.pk) for doc in docs],
            )


def _remove(docs: Iterable[SearchDoc]) -> None:
    """FTS5 forgets a text only when it is told its very words."""
    gone = list(docs)
    if not gone:
        return
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO search_words (search_words, rowid, scope, title, body)"
                " VALUES ('delete', %s, %s, %s, %s)",
                [_words(doc) for doc in gone],
            )
    SearchDoc.objects.filter(pk__in=[doc.pk for doc in gone]).delete()


# Anew


def forget_all() -> None:
    """Empty the index."""
    with transaction.atomic():
        list(Cursor.objects.select_for_update().filter(consumer=CONSUMER).order_by("pk"))
        SearchDoc.objects.all().delete()
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute("INSERT INTO search_words (search_words) VALUES ('delete-all')")


def read_anew(cell_id: int, kind: Searchable, roots: list[int]) -> int:
    """Read some records anew, while the consumer of their cell waits: no entry tells of them."""
    with transaction.atomic():
        Cursor.objects.get_or_create(consumer=CONSUMER, cell_id=cell_id)
        list(Cursor.objects.select_for_update().filter(consumer=CONSUMER, cell_id=cell_id))
        return renew(kind, roots)
