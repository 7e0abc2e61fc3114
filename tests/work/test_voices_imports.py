"""Messages of another platform land as voices: once each, and never over somebody's work."""

import json

import pytest
from django.utils import timezone

from lianxin.base.facts.models import Fact
from lianxin.base.jobs import actions as jobs
from lianxin.base.records.models import ClockRun, Entry
from lianxin.config.command import main
from lianxin.institution.congress.models import MACHINE
from lianxin.kernel.lifecycle import Forbidden
from lianxin.work.voices import actions
from lianxin.work.voices.commands import bring_in_voices
from lianxin.work.voices.imports import ROAD
from lianxin.work.voices.models import Contact, Voice
from lianxin.work.voices.queries import visible_to
from tests.factories.sheets import xlsx

HEADINGS = (
    "留言编号",
    "留言用户",
    "留言主题",
    "留言时间",
    "留言详情",
    "点赞数",
    "答复意见",
    "答复时间",
)
LAMP = ("1001", "王五", "路灯不亮", "2019-03-01 09:30:00", "北门的三盏路灯不亮。", 3, "", "")
BUS = ("1002", "", "公交太少", "2019-03-02 10:00:00", "早上要等四十分钟。", 0)
BUS += ("已加开两班。", "2019-03-20 16:00")


@pytest.fixture
def place(county):
    return county.cell


def where(cell, actor=MACHINE):
    return jobs.Where(cell.pk, actor, timezone.localdate())


def bring_in(cell, *rows, headings=HEADINGS, actor=MACHINE):
    content = xlsx(headings, *rows)
    return jobs.bring_in_file(ROAD, where(cell, actor), content, "留言.xlsx")[0]


def verdicts(outcome):
    return [plan.verdict for plan in outcome.plans]


def reasons(outcome):
    return [(fault.place, str(fault.reason)) for fault in outcome.reading.faults]


def taken_up(county, **told):
    """The message brought in by the town's clerk, who then works on it."""
    bring_in(county.cell, LAMP, actor=county.town_clerk)
    return actions.take_up(Voice.objects.get(), actor=county.town_clerk, **told)


def but(row, **told):
    """The row with some cells told otherwise, by their numbers: but(LAMP, c4="…")."""
    cells = list(row)
    for name, value in told.items():
        cells[int(name[1:])] = value
    return tuple(cells)


def test_a_message_without_a_reply_waits_at_the_desk(place):
    bring_in(place, LAMP)
    voice = Voice.objects.get()
    assert (voice.state, voice.channel, voice.source_ref) == ("submitted", "sheet", "1001")
    assert (voice.title, voice.body, voice.likes) == ("路灯不亮", "北门的三盏路灯不亮。", 3)
    assert (voice.region, voice.town, voice.venue, voice.answer) == (None, None, None, "")
    assert timezone.localtime(voice.said_at).isoformat() == "2019-03-01T09:30:00+08:00"
    assert [run.code for run in ClockRun.objects.all()] == ["triage"]
    assert voice.due_date > timezone.localdate()


def test_a_message_with_a_reply_is_closed_and_no_clock_runs(place):
    bring_in(place, BUS)
    voice = Voice.objects.get()
    assert (voice.state, voice.answer) == ("closed", "已加开两班。")
    assert voice.answered_on.isoformat() == "2019-03-20"
    assert (ClockRun.objects.count(), voice.due_date) == (0, None)


def test_every_message_has_its_entry_and_its_fact(place):
    bring_in(place, LAMP, BUS)
    told = Entry.objects.order_by("pk").values_list("move", "channel", "role")
    assert list(told) == [
        ("bring_in", "import", "machine"),
        ("bring_in_answered", "import", "machine"),
        ("land", "import", "machine"),
    ]
    assert list(Fact.objects.values_list("kind", flat=True)) == ["voice.received"] * 2


def test_the_name_stands_in_the_contact_alone(place):
    bring_in(place, LAMP, BUS)
    assert [(c.voice.source_ref, c.name) for c in Contact.objects.all()] == [("1001", "王五")]
    kept = json.dumps(list(Voice.objects.values()), default=str, ensure_ascii=False)
    assert "王五" not in kept


def test_the_second_time_nothing_changes(place):
    bring_in(place, LAMP, BUS)
    before = list(Voice.objects.order_by("pk").values())
    assert verdicts(bring_in(place, LAMP, BUS)) == ["unchanged", "unchanged"]
    assert list(Voice.objects.order_by("pk").values()) == before
    assert Entry.objects.exclude(move="land").count() == 2


def test_a_message_without_a_number_is_known_again_by_its_words(place):
    rows = (but(LAMP, c0=""), but(BUS, c0=""))
    assert verdicts(bring_in(place, *rows)) == ["new", "new"]
    assert verdicts(bring_in(place, *rows)) == ["unchanged", "unchanged"]


def test_the_same_words_twice_in_one_sheet_are_a_fault(place):
    outcome = bring_in(place, but(LAMP, c0=""), but(LAMP, c0="", c5=9))
    assert reasons(outcome) == [
        ("A3", "Another row has the same number or the same words; leave one of them out.")
    ]


def test_what_nobody_has_worked_on_is_mended(place):
    bring_in(place, LAMP, BUS)
    outcome = bring_in(place, but(LAMP, c4="北门的四盏路灯不亮。"), but(BUS, c6="已加开三班。"))
    assert [plan.changes for plan in outcome.plans] == [
        {"text": ["北门的三盏路灯不亮。", "北门的四盏路灯不亮。"]},
        {"reply": ["已加开两班。", "已加开三班。"]},
    ]
    told = Voice.objects.order_by("source_ref").values_list("state", "body", "answer")
    assert list(told) == [
        ("submitted", "北门的四盏路灯不亮。", ""),
        ("closed", "早上要等四十分钟。", "已加开三班。"),
    ]
    again = bring_in(place, but(LAMP, c4="北门的四盏路灯不亮。"), but(BUS, c6="已加开三班。"))
    assert verdicts(again) == ["unchanged", "unchanged"]


def test_another_name_is_mended_and_never_shown(place):
    bring_in(place, LAMP)
    outcome = bring_in(place, but(LAMP, c1="赵六"))
    assert outcome.plans[0].changes == {"author": ["王某", "赵某"]}
    assert Contact.objects.get().name == "赵六"


def test_what_somebody_works_on_is_a_fault_and_stays_as_it_is(place, county):
    taken_up(county)
    outcome = bring_in(place, but(LAMP, c4="别的话。"))
    assert reasons(outcome) == [
        (
            "E2",
            "Somebody has worked on this message since it was brought in; "
            "no sheet changes it any more.",
        )
    ]
    assert Voice.objects.get().body == "北门的三盏路灯不亮。"


def test_likes_may_grow_whoever_works_on_it(place, county):
    taken_up(county)
    assert verdicts(bring_in(place, but(LAMP, c5=9))) == ["changed"]
    assert (Voice.objects.get().likes, Voice.objects.get().state) == (9, "triage")


def test_a_reply_that_came_since_is_left_to_the_desk(place):
    bring_in(place, LAMP)
    outcome = bring_in(place, but(LAMP, c6="已修好。", c7="2019-04-01"))
    said = "There is a reply now, but the message still waits here; answer it at the desk."
    assert reasons(outcome) == [("G2", said)]
    assert Voice.objects.get().answer == ""


def test_a_sheet_with_fewer_columns_changes_nothing(place):
    bring_in(place, LAMP, BUS)
    outcome = bring_in(place, LAMP[:5], BUS[:5], headings=HEADINGS[:5])
    assert verdicts(outcome) == ["unchanged", "unchanged"]


def test_the_same_number_in_another_cell_is_another_message(place, elsewhere):
    bring_in(place, LAMP)
    assert verdicts(bring_in(elsewhere.cell, LAMP)) == ["new"]


@pytest.mark.parametrize("name", ["deputy", "officer", "leader", "a_clerk"])
def test_nobody_but_an_office_brings_in_or_mends(county, name):
    seat = getattr(county, name)
    with pytest.raises(Forbidden):
        bring_in(county.cell, LAMP, actor=seat)
    bring_in(county.cell, LAMP, actor=county.clerk)
    with pytest.raises(Forbidden):
        bring_in(county.cell, but(LAMP, c5=9), actor=seat)
    assert Voice.objects.get().likes == 3


def test_a_message_of_somebody_who_said_it_here_is_not_touched(place, county):
    here = actions.receive(
        actor=county.officer, cell_id=place.pk, body="路灯不亮", code="", region=county.villages[0]
    )
    bring_in(place, LAMP)
    assert Voice.objects.count() == 2
    assert Voice.objects.get(pk=here.pk).body == "路灯不亮"


def test_many_clocks_start_by_rules_that_are_asked_for_once(place, django_assert_max_num_queries):
    def rows(start, n):
        return [but(LAMP, c0=str(start + each), c1="") for each in range(n)]

    with django_assert_max_num_queries(40):
        bring_in(place, *rows(0, 5))
    with django_assert_max_num_queries(60):  # the database takes some twenty rows a statement
        bring_in(place, *rows(100, 100))


def test_the_command_reads_text_files_too(place, tmp_path, capsys):
    path = tmp_path / "留言.csv"
    lines = [",".join(map(str, row)) for row in (HEADINGS, LAMP, BUS)]
    path.write_text("\n".join(lines), "gb18030")
    command = ["import", "voices", str(path), "--cell", place.code, "--json"]
    assert main(command) == 0
    assert json.loads(capsys.readouterr().out) == {
        "new": 2,
        "changed": 0,
        "unchanged": 0,
        "faults": [],
    }
    assert main(["import", "voices", str(path), "--cell", "0"]) == 2


def test_a_message_brought_in_may_live_on_like_any_other(place, county):
    voice = taken_up(county, category="市政")
    assert (voice.state, voice.category, voice.town) == ("triage", "市政", county.towns[0])


def test_a_sheet_brought_in_for_a_town_waits_at_its_clerks_desk(county, tmp_path):
    sheet = tmp_path / "voices.csv"
    sheet.write_text(
        "留言编号,留言用户,留言主题,留言时间,留言详情\n"
        "7,A1,路灯坏了,2026-01-05 10:00:00,村口路灯坏了三盏。\n",
        "utf-8",
    )
    command = [str(sheet), "--cell", county.cell.code, "--town"]
    assert bring_in_voices([*command, "Nowhere"]) == 2
    assert bring_in_voices([*command, county.towns[0].name]) == 0
    voice = Voice.objects.get(source_ref="7")
    assert (voice.town_id, voice.state) == (county.towns[0].pk, "submitted")
    assert [v.pk for v in visible_to(county.town_clerk)] == [voice.pk]
