"""`lianxin verify-trail`: one line a county, in the language of whoever asks."""

import json
import re

from django.utils import translation

from lianxin.base.records.actions import seal
from lianxin.base.records.models import Entry
from lianxin.config.command import main
from tests.factories import thread


def test_a_whole_chain_is_told_in_a_line_that_names_the_county(county, capsys):
    thread.drafted(county)
    seal(county.cell.pk)
    n = Entry.objects.count()
    assert main(["verify-trail"]) == 0
    assert re.fullmatch(
        rf"990101 County 990101: whole\. {n} entries in the chain, the words of 0 erased as the "
        r"rules ask; 0 wait to be sealed\. Last mark [0-9a-f]{16}\.\n",
        capsys.readouterr().out,
    )


def test_what_waits_is_told_with_its_age(county, capsys):
    thread.drafted(county)
    main(["verify-trail"])
    assert re.search(r"[1-9]\d* wait to be sealed, the oldest for 1 min\.", capsys.readouterr().out)


def test_a_broken_chain_says_where_and_why_in_chinese_and_ends_with_one(
    county, capsys, monkeypatch
):
    thread.drafted(county)
    seal(county.cell.pk)
    monkeypatch.setattr("lianxin.base.records.queries.chain.chain_hash", lambda *entry: "other")
    with translation.override("zh-hans"):
        assert main(["verify-trail"]) == 1
    said = capsys.readouterr().out
    assert said.startswith("990101 County 990101：不完整！第 1 条有问题：")
    assert "the entry was changed" not in said


def test_the_same_as_json(county, elsewhere, capsys):
    thread.drafted(county)
    seal(county.cell.pk)
    assert main(["verify-trail", "--json"]) == 0
    (told,) = json.loads(capsys.readouterr().out)
    assert {key: told[key] for key in ("code", "name", "whole", "broken_at", "unsealed")} == {
        "code": "990101",
        "name": "County 990101",
        "whole": True,
        "broken_at": None,
        "unsealed": 0,
    }


def test_a_book_without_entries_says_so(db, capsys):
    assert main(["verify-trail"]) == 0
    assert capsys.readouterr().out == "Nothing has been written yet.\n"
