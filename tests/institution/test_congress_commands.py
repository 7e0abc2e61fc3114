"""The command line of the institution: cells, and rosters brought in."""

import json
from datetime import date

import pytest
from django.db import DatabaseError

from lianxin.base.jobs.actions import sheets
from lianxin.base.jobs.models import Job
from lianxin.base.paper.sheets import read
from lianxin.config.command import main
from lianxin.institution.congress import queries
from lianxin.institution.congress.models import Cell, Person, Term
from tests.factories.roster_sheet import CHEN, HEADINGS
from tests.factories.sheets import xlsx


@pytest.fixture
def sheet(tmp_path):
    def write(*rows):
        path = tmp_path / "名册.xlsx"
        path.write_bytes(xlsx(HEADINGS, *rows))
        return str(path)

    return write


def test_the_command_prints_one_object(place, sheet, capsys):
    path = sheet(CHEN, ("钱多多", "第三", "1970-01"))
    assert main(["import", "roster", path, "--cell", "990101", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {
        "new": 1,
        "changed": 0,
        "unchanged": 0,
        "faults": [
            {
                "sheet": "Sheet1",
                "row": 3,
                "column": "B",
                "reason": "“第三” is no sex of GB/T 2261.1; write 男 or 女.",
            }
        ],
    }
    assert main(["import", "roster", path, "--cell", "990101", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["unchanged"] == 1


def test_the_command_says_it_in_a_short_table(place, sheet, capsys):
    assert main(["import", "roster", sheet(CHEN), "--cell", "990101"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "Landed.",
        "  new                        1",
        "  changed                    0",
        "  unchanged                  0",
        "  faulty                     0",
        "  no record, left out        0",
    ]


def test_a_dry_run_changes_nothing(place, sheet, capsys):
    assert main(["import", "roster", sheet(CHEN), "--cell", "990101", "--dry-run"]) == 0
    assert capsys.readouterr().out.splitlines()[0] == "Nothing was changed."
    assert (Person.objects.count(), Job.objects.count()) == (0, 0)


def test_all_or_nothing_ends_with_one_and_lands_nothing(place, sheet, tmp_path, capsys):
    path, out = sheet(CHEN, ("钱多多", "第三")), tmp_path / "errors.xlsx"
    command = ["import", "roster", path, "--cell", "990101", "--all-or-nothing"]
    assert main([*command, "--errors", str(out)]) == 1
    assert Person.objects.count() == 0
    assert "write 男 or 女" in read(out)[0].rows[2].cells[-1]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"MZ\x90\x00" * 30, "This is a program, not a sheet."),
        (b"", "The file is empty."),
    ],
)
def test_a_file_that_is_no_sheet_ends_with_one(place, tmp_path, capsys, content, said):
    path = tmp_path / "名册.xlsx"
    path.write_bytes(content)
    assert main(["import", "roster", str(path), "--cell", "990101"]) == 1
    assert capsys.readouterr().err == f"{said}\n"


def test_a_file_in_gb_18030_is_read(place, tmp_path, capsys):
    path = tmp_path / "名册.csv"
    path.write_bytes("姓名,性别,出生年月\n陈䶮,女,1980.03\n".encode("gb18030"))
    assert main(["import", "roster", str(path), "--cell", "990101"]) == 0
    assert Person.objects.get().name == "陈䶮"


@pytest.mark.parametrize(
    "words",
    [
        ["名册.xlsx", "--cell", "990109"],
        ["nowhere.xlsx", "--cell", "990101"],
        ["名册.xlsx", "--cell", "990101", "--congress", "省级"],
    ],
)
def test_wrong_use_ends_with_two_and_a_sentence(place, sheet, capsys, monkeypatch, tmp_path, words):
    sheet(CHEN)
    monkeypatch.chdir(tmp_path)
    assert main(["import", "roster", *words]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1
    assert Person.objects.count() == 0


def test_a_cell_is_added_once_and_listed(db, capsys):
    assert main(["cell", "add", "990105", "某县", "--term", "18", "--since", "2022-01-06"]) == 0
    assert main(["cell", "add", "990105", "某县"]) == 2
    assert capsys.readouterr().err == "There is a cell 990105 already.\n"
    assert main(["cell", "list", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == [
        {"code": "990105", "name": "某县", "persons": 0, "demo": False}
    ]
    assert Term.objects.get().begins_on == date(2022, 1, 6)


@pytest.mark.parametrize("words", [["99-01", "某县"], ["9901", "  "], ["9" * 13, "某县"]])
def test_a_cell_of_an_odd_code_or_name_is_not_added(db, capsys, words):
    assert main(["cell", "add", *words]) == 2
    assert Cell.objects.count() == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["nowhere.xlsx", "--cell", "990101"], "There is no file nowhere.xlsx."),
        (["名册.xlsx", "--cell", "990109"], "There is no cell 990109;"),
        (["名册.xlsx", "--cell", "990101", "--congress", "省级"], "has no congress “省级”"),
        (["名册.xlsx"], "--cell is missing. See: lianxin import roster --help"),
        (["名册.xlsx", "--cell", "990101", "--loud"], "--loud is not known here."),
        (["名册.xlsx", "--cell"], "--cell needs a value behind it."),
        (["名册.xlsx", "--cell", "990101", "--maybe-same", "x"], "of --maybe-same is not possible"),
        (["名册.xlsx", "--cell", "990101", "--errors", "no/such.xlsx"], "no file no/such.xlsx"),
    ],
)
def test_whoever_asked_for_json_is_told_in_json_what_was_wrong(
    place, sheet, capsys, monkeypatch, tmp_path, words, said
):
    sheet(CHEN)
    monkeypatch.chdir(tmp_path)
    try:
        status = main(["import", "roster", *words, "--json"])
    except SystemExit as end:
        status = end.code
    told = json.loads(capsys.readouterr().out)
    error = told.pop("error")
    assert (status, told) == (2, {"new": 0, "changed": 0, "unchanged": 0, "faults": []})
    assert said in error


def test_a_file_that_cannot_be_read_is_an_error_in_json_too(place, tmp_path, capsys):
    path = tmp_path / "名册.xlsx"
    path.write_bytes(b"")
    assert main(["import", "roster", str(path), "--cell", "990101", "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["error"] == "The file is empty."


def test_a_database_that_does_not_answer_ends_with_three_and_a_sentence(capsys, monkeypatch):
    def fails(code):
        raise DatabaseError("no such table: congress_cell")

    monkeypatch.setattr(queries, "cell_of_code", fails)
    assert main(["import", "roster", "名册.xlsx", "--cell", "990101", "--json"]) == 3
    assert json.loads(capsys.readouterr().out)["error"] == (
        "The database does not answer as it should: no such table: congress_cell"
    )


def test_a_roster_that_somebody_else_is_changing_is_left_alone(place, sheet, capsys, monkeypatch):
    monkeypatch.setattr(sheets, "MOST_ATTEMPTS", 0)
    assert main(["import", "roster", sheet(CHEN), "--cell", "990101", "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["error"] == (
        "Somebody is changing the same just now. Nothing was landed; try again."
    )


def test_a_command_that_is_not_there_names_those_that_are(capsys):
    assert main(["imports"]) == 2
    assert "There is no such command. These are known:" in capsys.readouterr().err
