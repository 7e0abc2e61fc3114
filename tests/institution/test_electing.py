"""Which electing units speak against the congress that was chosen, and what the command asks."""

import json

import pytest

from lianxin.config import command
from lianxin.config.command import main
from lianxin.institution.congress.imports.electing import elsewhere
from lianxin.institution.congress.models import Congress, Person
from tests.factories.roster_sheet import HEADINGS, where
from tests.factories.sheets import xlsx


def warned(cell, *units, **told):
    found = elsewhere(where(cell, **told), [{"district": unit} for unit in units])
    return found and (found.values["rows"], found.values["said"])


@pytest.mark.parametrize(
    "unit",
    [
        "第3选区",
        "柳溪镇",
        "柳溪镇代表团",
        "某县第二选区",
        "河北街道第1选区",
        "县直机关",
        "本县",
        "",
    ],
)
def test_a_place_of_the_county_is_no_warning(place, unit):
    assert warned(place, unit) is None


@pytest.mark.parametrize(
    "unit", ["山西省", "北京市代表团", "内蒙古自治区", "广西壮族自治区", "解放军", "大同市", "邻县"]
)
def test_a_place_elsewhere_is_one(place, unit):
    assert warned(place, unit) == (1, 1)


def test_one_row_in_five_is_enough_and_fewer_are_not(place):
    assert warned(place, "山西省", *["第1选区"] * 4) == (1, 5)
    assert warned(place, "山西省", *["第1选区"] * 5) is None


def test_provinces_elect_the_national_congress(place):
    Congress.objects.create(cell=place, name="全国人民代表大会", level="national")
    assert warned(place, "山西省", "广东省", level="national") is None


@pytest.fixture
def sheet(tmp_path):
    path = tmp_path / "名册.xlsx"
    row = ("陈小满", "女", "1980-03", "群众", "教师", "山西省", "", "")
    path.write_bytes(xlsx(HEADINGS, row))
    return ["import", "roster", str(path), "--cell", "990101"]


def test_with_one_congress_the_command_lands_and_warns(place, sheet, capsys):
    assert main([*sheet, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["new"], told["warning"][:14]) == (1, "1 of 1 rows na")
    assert main(sheet) == 0
    assert capsys.readouterr().err.startswith("1 of 1 rows name another place")


@pytest.mark.parametrize(
    ("words", "status", "persons"),
    [([], 1, 0), (["--anyway"], 0, 1), (["--congress", "county"], 0, 1)],
)
def test_with_several_it_must_be_meant(place, sheet, capsys, words, status, persons):
    Congress.objects.create(cell=place, name="全国人民代表大会", level="national")
    assert main([*sheet, *words]) == status
    assert Person.objects.count() == persons


def test_a_reader_that_has_seen_enough_is_no_fault(place, sheet, monkeypatch):
    def closed(text):
        raise BrokenPipeError

    closing = []
    monkeypatch.setattr("builtins.print", closed)
    monkeypatch.setattr(command.os, "dup2", lambda *files: closing.append(files))
    monkeypatch.setattr(command.sys, "stdout", type("Out", (), {"fileno": lambda self: 1})())
    assert main([*sheet, "--json"]) == command.PIPE_CLOSED
    assert [out for _null, out in closing] == [1]
