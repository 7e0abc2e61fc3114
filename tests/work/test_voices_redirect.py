"""Where residents turn with what is not for deputies: the form, the notice, the county's list."""

from html import unescape

import pytest

from lianxin.base.records.models import Entry
from lianxin.base.records.queries import runs_of
from lianxin.institution.stations.actions import keep_bureaus
from lianxin.institution.stations.models import Bureau
from lianxin.institution.stations.queries import bureau_named, bureaus_of
from lianxin.work.voices import actions
from lianxin.work.voices.documents import notice_of, slip_of
from lianxin.work.voices.models import Contact, Voice
from lianxin.work.voices.queries import to_tell
from tests.factories import thread
from tests.factories.county import told

COURT = {"name": "县人民法院", "address": "明德路 8 号", "phone": "0800-1", "hours": "9:00"}


def as_(client, seat):
    client.cookies["django_language"] = "en"
    client.force_login(seat.user)
    return client


def pointed(county, organ, **more):
    voice = actions.redirect(
        thread.spoken(county),
        actor=county.officer,
        reason_code="R03",
        organ=organ,
        via=told(2026, 1, 6),
        **more,
    )
    return voice, dict(notice_of(voice, runs_of(voice)).rows)


def test_what_the_officer_tells_is_printed_and_the_sentence_of_the_ground_otherwise(county):
    _voice, rows = pointed(county, "Court", told="The court has it since May.")
    assert rows["Reasons"] == "The court has it since May."
    _voice, rows = pointed(county, "Court")
    assert rows["Reasons"] == to_tell("R03")


def test_the_ways_of_telling_are_there_to_tick_until_the_resident_was_told(county):
    voice, rows = pointed(county, "Court")
    assert rows["How it was told"].count("□") == 4
    how = {"notice_on": voice.received_on(), "how": "letter"}
    voice = actions.record_notice(voice, actor=county.officer, via=told(2026, 1, 7), **how)
    assert dict(notice_of(voice).rows)["How it was told"] == "by letter"


def test_the_form_keeps_the_reason_apart_from_the_note(county, client):
    voice = thread.spoken(county)
    words = {"reason_code": "R02", "organ": "Petition office", "told": "Told.", "note": "Filed."}
    answer = as_(client, county.officer).post(f"/voices/{voice.pk}/redirect/", words)
    assert answer.status_code == 302
    voice = Voice.objects.get(pk=voice.pk)
    assert voice.reason_told == "Told."
    assert Entry.objects.get(move="redirect").text.body == "Filed."
    page = unescape(as_(client, county.officer).get(f"/voices/{voice.pk}/notice/").content.decode())
    assert ("Told." in page, "Filed." in page) == (True, False)


@pytest.mark.parametrize(
    ("organ", "heading"),
    [
        ("Petition office", "Notice: where to turn with a petition"),
        ("市信访局", "Notice: where to turn with a petition"),
        ("People's court", "Notice: where to turn with a lawsuit"),
        ("某某人民法庭", "Notice: where to turn with a lawsuit"),
        ("Legal aid centre", "Notice: where to turn"),
        ("Somebody", "Notice: where to turn"),
    ],
)
def test_the_heading_is_of_the_kind_of_organ(county, organ, heading):
    voice, _rows = pointed(county, organ)
    assert notice_of(voice).title == heading


def test_the_notice_says_how_the_organ_is_reached_as_far_as_the_office_has_filled_it_in(county):
    _voice, rows = pointed(county, "People's court")
    lines = ("Where to turn", "Address", "Telephone", "Opening hours")
    assert [rows[line] for line in lines] == ["People's court", "", "12368", ""]
    keep_bureaus(county.cell.pk, {"court": COURT}, actor=county.clerk)
    _voice, rows = pointed(county, "县人民法院")
    assert [rows[line] for line in lines] == [
        "县人民法院",
        "明德路 8 号",
        "0800-1 / 12368",
        "9:00",
    ]
    assert rows["To be told by"].endswith("(Regulations on Petition Work, Art. 23)")


def test_the_office_keeps_the_list_and_each_change_stands_in_the_book(county, elsewhere, client):
    form = as_(client, county.clerk).get("/voices/where-to-turn/").context["form"]
    given = {name: form[name].value() or "" for name in form.fields}
    given |= {f"court-{name}": words for name, words in COURT.items()}
    assert as_(client, county.clerk).post("/voices/where-to-turn/", given).status_code == 302
    assert [(each.kind, each.phone) for each in Bureau.objects.all()] == [("court", "0800-1")]
    assert Entry.objects.filter(move="keep").count() == 1
    assert bureau_named(elsewhere.cell.pk, "县人民法院").phone == ""
    as_(client, county.clerk).post("/voices/where-to-turn/", given)
    assert Entry.objects.filter(move="keep").count() == 1
    assert len(bureaus_of(county.cell.pk)) == len(Bureau.Kind)


@pytest.mark.parametrize("role", ["officer", "town_clerk", "deputy"])
def test_nobody_else_keeps_it(county, client, role):
    assert as_(client, getattr(county, role)).get("/voices/where-to-turn/").status_code == 403


def test_what_was_told_does_not_outlive_who_spoke(county):
    voice, _rows = pointed(county, "Court", told="Dear 杨晚晴, ring 13900000104.")

    Contact.objects.update_or_create(voice=voice, defaults={"name": "杨晚晴"})
    actions.forget_contact(voice, actor=county.officer, reason="Asked.")
    assert "杨晚晴" not in Voice.objects.get(pk=voice.pk).reason_told


# The direct-train slip


def slip_rows(voice):
    paper = slip_of(voice, runs_of(voice))
    return dict(paper.rows), [label for label, _value in paper.sign]


def test_the_slip_says_the_rule_until_it_is_signed_and_then_the_day_with_its_ground(county):
    voice = thread.spoken(county)
    asked = {"unit": county.units[0], "slip": "Mend it."}
    voice = actions.draft_slip(voice, actor=county.officer, via=told(2026, 1, 6), **asked)
    rows, _sign = slip_rows(voice)
    assert rows["By when"].startswith("within 10 working days of the day of signing (")
    voice = actions.assign_town(voice, actor=county.chair, via=told(2026, 1, 6, 11))
    rows, _sign = slip_rows(voice)
    assert rows["By when"].startswith("Jan 20, 2026\n10 working days from Jan 6, 2026 (")


def test_the_chair_is_named_if_there_is_one(county):
    voice = thread.spoken(county)
    assert slip_rows(voice)[1][0] == f"Presidium chair: {county.chair.holder}"
    type(county.chair).objects.filter(pk=county.chair.pk).update(region=county.towns[1])
    assert slip_rows(voice)[1][0] == "Presidium chair"
