"""What a clerk chooses on the pages of sheets: who is meant in a row, and which town it is for."""

import re

import pytest

from lianxin.base.jobs.models import StagedRow
from lianxin.institution.congress.models import Person
from lianxin.work.voices.models import Voice
from tests.factories.handing_in import LIST, address, hand_in, page, say_yes, shown, signed_in
from tests.factories.sheets import xlsx

HEADINGS = ("姓名", "性别", "出生年月", "工作单位及职务")
SLIP = ("陈小满", "女", "1980-08", "小学教师")
TWIN = ("钱多多", "女", "1971-01", "护士"), ("钱多多", "女", "1971-02", "护士")
MESSAGES = (
    ("留言编号", "留言主题", "留言时间", "留言详情"),
    ("1", "路灯", "2019-03-01 09:30", "路灯不亮。"),
)


@pytest.fixture(autouse=True)
def _files_of_this_test(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def clerk(county):
    return signed_in(county.clerk)


@pytest.fixture
def job(clerk, county):
    """A sheet with a row that may be a person of the roster, and one that may be another row."""
    told = {"sex": "2", "born": "1980-03", "post": "小学教师"}
    Person.objects.create(cell=county.cell, name="陈小满", **told)
    return shown(clerk, county, xlsx(HEADINGS, SLIP, *TWIN))


def rows(job):
    return list(StagedRow.objects.filter(job=job, verdict="maybe").order_by("pk"))


def choose(client, job, *words):
    said = {f"row-{row.pk}": word for row, word in zip(rows(job), words, strict=True)}
    return client.post(address("import_choose", job), said, follow=True)


def births(name):
    return sorted(Person.objects.filter(name=name).values_list("born", flat=True))


def test_both_sides_stand_side_by_side_with_a_choice_for_each_row(clerk, job):
    text = page(clerk, job)
    assert "Maybe 陈小满 of the roster: there 1980-03, here 1980-08. Is it one person?" in text
    assert "Maybe the same person as row 3: there 1971-01, here 1971-02." in text
    cell = re.search(r"Roster</span> <b>(.*?)</b>.*?This sheet</span> <b[^>]*>(.*?)</b>", text)
    assert cell.groups() == ("1980-03", "1980-08")
    offered = re.findall(r'name="row-(\d+)" value="(\w*)"( checked)?', text)
    known, other = (str(row.pk) for row in rows(job))
    assert offered == [
        (known, "same", ""),
        (known, "new", ""),
        (known, "", " checked"),
        (other, "new", ""),
        (other, "", " checked"),
    ]


def test_what_is_chosen_is_noted_and_then_lands(clerk, job):
    assert "Land 1 person" in page(clerk, job)
    text = choose(clerk, job, "same", "new").content.decode()
    assert ("Noted. Nothing has landed yet." in text, "Land 3 persons" in text) == (True, True)
    say_yes(clerk, job)
    assert (births("陈小满"), births("钱多多")) == (["1980-08"], ["1971-01", "1971-02"])


def test_a_row_of_which_nothing_is_said_is_left_out_and_told_of(clerk, job):
    assert "2 rows may be somebody who is in the roster" in page(clerk, job)
    choose(clerk, job, "", "new")
    text = say_yes(clerk, job).content.decode()
    assert "1 row of which nobody said who it is was left out." in text
    assert (births("陈小满"), births("钱多多")) == (["1980-03"], ["1971-01", "1971-02"])


def test_nothing_is_chosen_for_a_sheet_of_another_cell(job, elsewhere):
    other = signed_in(elsewhere.clerk)
    assert other.post(address("import_choose", job), {}).status_code == 404
    assert other.get(address("import_choose", job)).status_code == 405


def test_the_office_names_the_town_that_sorts_the_messages(clerk, county):
    town = county.towns[1]
    say_yes(clerk, shown(clerk, county, xlsx(*MESSAGES), kind="voices", town=town.pk))
    assert Voice.objects.get().town == town


def test_without_a_town_they_wait_at_the_county_desk(clerk, county):
    say_yes(clerk, shown(clerk, county, xlsx(*MESSAGES), kind="voices", town=""))
    assert Voice.objects.get().town is None


def test_a_town_clerk_brings_in_for_that_town_alone(county):
    client = signed_in(county.town_clerk)
    offered = re.search(r'<select name="town".*?</select>', client.get(LIST).content.decode(), re.S)
    assert re.findall(r'value="(\d*)"', offered[0]) == [str(county.towns[0].pk)]
    say_yes(client, shown(client, county, xlsx(*MESSAGES), kind="voices"))
    assert Voice.objects.get().town == county.towns[0]
    elsewhere = hand_in(client, county, xlsx(*MESSAGES), kind="voices", town=county.towns[1].pk)
    assert elsewhere.status_code == 422
