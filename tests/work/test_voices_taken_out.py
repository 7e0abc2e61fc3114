"""A list of twenty thousand voices goes out as one workbook, a few hundred in memory at a time."""

import tracemalloc

import pytest
from django.utils import timezone

from lianxin.base.paper import sheets
from lianxin.work.voices import documents, queries
from lianxin.work.voices.models import Voice
from tests.factories import thread

pytestmark = pytest.mark.django_db
MANY = 20_000


def peak_of(county):
    found = queries.to_take_out(county.officer, "all", order="")
    tracemalloc.start()
    _name, paper = documents.sheet_of(found, timezone.localdate())
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    with paper:
        return peak, paper.read()


def test_a_long_list_costs_no_more_memory_than_a_short_one(county):
    voice = thread.spoken(county)
    title = "=cmd|'/c calc'!A0"

    def more(start, stop):
        copies = (
            Voice(**{f.attname: getattr(voice, f.attname) for f in Voice._meta.concrete_fields})
            for _n in range(start, stop)
        )
        made = []
        for number, copy in enumerate(copies, start=start):
            copy.pk, copy.code_digest, copy.title = None, "", title
            copy.number = f"2026-{number + 10:05d}"
            made.append(copy)
        Voice.objects.bulk_create(made, batch_size=1000)

    more(0, 2_000)
    small, _content = peak_of(county)
    more(2_000, MANY)
    large, content = peak_of(county)
    assert large < 1.5 * small + 1_000_000
    rows = sheets.read(content)[0].rows
    assert len(rows) == MANY + 3  # a title, the headings, and the one that all are like
    assert {row.cells[1] for row in rows[3:]} <= {f"'{title}", voice.title}
