"""What programs read: within the scope of the seat and no further, by lists that hold still."""

import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags

from lianxin.base.notices.models import Notice
from lianxin.work.suggestions.actions import evaluation
from lianxin.work.suggestions.models import Assignment, Extension, Suggestion
from lianxin.work.voices import actions as voices
from lianxin.work.voices.models import Voice
from lianxin.work.voices.queries import new_code
from tests.factories import stages, thread
from tests.factories.batch import proposed
from tests.factories.county import moment, told
from tests.factories.programs import Program

LISTS = ("suggestions", "assignments", "cosignatures", "evaluations", "publications", "extensions")
TEXTS = ("title", "body", "parts", "verdicts", "trail", "result", "answer", "contact", "slip")
JUDGED = {"attitude": "dissatisfied", "result": "dissatisfied", "reasons": "Nobody came to see it."}
BODY = "The road to the school has been broken since the flood. Ring 13800138000."


@pytest.fixture
def suggestion(county):
    return stages.answered(county)


def voice(county, **more):
    return voices.receive(
        actor=county.officer,
        cell_id=county.cell.pk,
        body=BODY,
        code=new_code(),
        region=county.villages[0],
        mandate=county.deputy.mandate,
        channel="station",
        name="Wang Xiaoming",
        phone="13800138000",
        **more,
    )


def ids(answer):
    assert answer.status_code == 200, answer.content
    return [each["id"] for each in answer.json()["items"]]


def parts_of(suggestion):
    """{list: ids} of what hangs on a suggestion, and itself."""
    verdicts = suggestion.evaluations.all()
    return {
        "suggestions": [suggestion.pk],
        "assignments": [part.pk for part in suggestion.assignments.all()],
        "cosignatures": [name.pk for name in suggestion.cosignatures.all()],
        "evaluations": [verdict.pk for verdict in verdicts],
        "publications": [suggestion.publication.pk],
    }


# Who sees what


def test_the_office_reads_all_of_it(county, suggestion):
    program = Program(county.clerk)
    for name, wanted in parts_of(suggestion).items():
        assert sorted(ids(program.get(name))) == sorted(wanted), name
        for pk in wanted:
            told = program.get(f"{name}/{pk}").json()
            assert told["id"] == pk
            assert {"moves", "clocks", "trail"} <= set(told)


SEATS = (
    *("deputy", "second", "third", "stranger_deputy", "officer", "town_clerk", "chair", "clerk"),
    *("leader", "supervision", "a_clerk", "a_head", "b_clerk", "b_head", "c_clerk", "c_head"),
    *("auditor", "sys_admin", "security_admin"),
)


def words_of(told):
    """Every text of some length that an answer holds, wherever it stands in it."""
    if isinstance(told, dict):
        return {word for value in told.values() for word in words_of(value)}
    if isinstance(told, list):
        return {word for value in told for word in words_of(value)}
    text = isinstance(told, str) and len(told) > 8 and not re.fullmatch(r"[a-z_]+|20[\d-]+.*", told)
    return {told} if text else set()  # codes and days stand on pages in words


@pytest.mark.parametrize("who", SEATS)
def test_no_program_reads_what_the_page_does_not_show(county, sign_in, who):
    draft = stages.answered(county)
    verdict = draft.evaluations.get()
    evaluation.submit(verdict, actor=county.deputy, **JUDGED, via=told(2026, 3, 9))
    spoken = voices.take_up(voice(county), actor=county.officer, mandate=county.deputy.mandate)
    seat = getattr(county, who)
    browser, program = sign_in(seat), Program(seat)
    for path in (f"suggestions/{draft.pk}", f"voices/{spoken.pk}"):
        page, answer = browser.get(f"/{path}/"), program.get(path)
        assert page.status_code == answer.status_code, path
        if answer.status_code == 200:
            shown = " ".join(unescape(strip_tags(page.content.decode())).split())
            texts = words_of([answer.json().get(name) for name in TEXTS])
            said = {" ".join(word.split()) for word in texts}
            assert {word for word in said if word not in shown} == set(), path


def test_another_cell_sees_nothing_of_it(county, elsewhere, suggestion):
    said = voice(county)
    for seat in (elsewhere.clerk, elsewhere.deputy, elsewhere.a_clerk, elsewhere.town_clerk):
        program = Program(seat)
        for name, hidden in [*parts_of(suggestion).items(), ("voices", [said.pk])]:
            assert ids(program.get(name)) == [], (seat, name)
            for pk in hidden:
                assert program.get(f"{name}/{pk}").status_code == 404
                assert program.post(f"{name}/{pk}/urge").status_code in (404, 405)
        if seat.role != "unit_clerk":
            person = county.deputy.mandate.person_id
            assert program.get(f"deputies/{person}").status_code == 404


def test_another_unit_sees_nothing_of_it(county, suggestion):
    units = {part.unit_id for part in suggestion.assignments.all()}
    other = next(seat for seat in (county.a_clerk, county.b_clerk, county.c_clerk)
                 if seat.unit_id not in units)  # fmt: skip
    program = Program(other)
    for name, hidden in parts_of(suggestion).items():
        assert ids(program.get(name)) == [], name
        assert [program.get(f"{name}/{pk}").status_code for pk in hidden] == [404] * len(hidden)


def test_a_unit_reads_no_verdict_before_it_is_passed_on(county, suggestion):
    lead = suggestion.assignments.get(kind="lead")
    seat = next(s for s in (county.a_clerk, county.b_clerk) if s.unit_id == lead.unit_id)
    program = Program(seat)
    assert ids(program.get("evaluations")) == []
    assert program.get(f"suggestions/{suggestion.pk}").json()["verdicts"] == []
    trail = program.get(f"assignments/{lead.pk}").json()["trail"]
    assert trail
    assert "judged" not in str(trail)


def test_another_town_reads_no_voice(county):
    said = voice(county)
    seat = county.seat("other", "town_clerk", organ=county.presidium, region=county.towns[1])
    assert (ids(Program(county.town_clerk).get("voices")), ids(Program(seat).get("voices"))) == (
        [said.pk],
        [],
    )
    assert Program(seat).get(f"voices/{said.pk}").status_code == 404


@pytest.mark.parametrize("who", ["sys_admin", "security_admin", "auditor"])
def test_administrators_and_auditors_read_no_record(county, suggestion, who):
    program = Program(getattr(county, who))
    for name, hidden in parts_of(suggestion).items():
        answer = program.get(name)
        assert answer.status_code == 403 or ids(answer) == []
        assert [program.get(f"{name}/{pk}").status_code for pk in hidden] == [404] * len(hidden)
    for name in ("waiting", "search?q=road", "voices", "deputies"):
        assert program.get(name).status_code == 403, name


def test_who_spoke_is_masked_and_hidden_from_who_need_not_know(county):
    said = voice(county)
    near = Program(county.officer).get(f"voices/{said.pk}").json()
    assert near["knows_who"]
    assert near["body"] == BODY
    assert "13800138000" not in str(near["contact"])
    assert "Wang Xiaoming" not in str(near["contact"])
    voices.take_up(said, actor=county.officer, mandate=county.deputy.mandate)
    far = Program(county.clerk).get(f"voices/{said.pk}").json()
    assert (far["knows_who"], far["contact"]) == (False, None)
    assert "13800138000" not in str(far)


def test_a_published_suggestion_keeps_its_inner_title_from_others(county):
    *_rest, public, _down = stages.publications(county)
    seat = county.c_clerk
    assert not Suggestion.objects.filter(assignments__unit=seat.unit_id).exists()
    assert Program(seat).get(f"publications/{public.record.pk}").status_code == 404
    assert ids(Program(seat).get("publications")) == []


# What a record tells


def test_a_record_tells_its_moves_with_reasons_its_clocks_and_its_trail(county):
    draft = thread.handed_in(county, thread.cosigned(county, stages.begun(county)))
    told = Program(county.clerk).get(f"suggestions/{draft.pk}").json()
    assert {"code", "label", "blocked_by"} == set(told["moves"][0])
    assert "take_up" in [move["code"] for move in told["moves"]]
    blocked = [move for move in told["moves"] if move["blocked_by"]]
    assert all(isinstance(reason, str) for move in blocked for reason in move["blocked_by"])
    clock = next(each for each in told["clocks"] if each["stopped_on"] is None)
    assert clock["due_on"]
    assert "working day" in clock["basis"] or "day" in clock["basis"]
    assert "handed in" in str(told["trail"]).lower() or len(told["trail"]) >= 3


def test_a_deputy_learns_of_no_verdict_from_a_date(county, suggestion):
    own, other = Program(county.deputy), Program(county.stranger_deputy)
    record, row = f"suggestions/{suggestion.pk}", "suggestions"
    assert own.get(record).json()["due_date"] == own.get(row).json()["items"][0]["due_date"]
    assert suggestion.due_date is not None
    assert other.get(record).json()["due_date"] is None
    assert other.get(row).json()["items"][0]["due_date"] is None


# Lists


def test_a_list_is_walked_by_its_cursor_and_holds_still(county):
    made = [each.pk for each in proposed(county, 7)][::-1]
    program = Program(county.clerk)
    first = program.get("suggestions", limit=3)
    assert ids(first) == made[:3]
    proposed_later = Suggestion.objects.get(pk=made[0])
    proposed_later.pk = None
    proposed_later.number = "T2026-999"
    proposed_later.save()
    second = program.get("suggestions", limit=3, cursor=first.json()["next"])
    assert ids(second) == made[3:6]
    Assignment.objects.filter(suggestion=made[5]).delete()
    third = program.get("suggestions", limit=3, cursor=second.json()["next"])
    assert (ids(third), third.json()["next"]) == (made[6:], None)


@pytest.mark.parametrize("asked", [
    {"limit": 0}, {"limit": 201}, {"limit": 10**30}, {"limit": "x"},
    {"cursor": "x"}, {"cursor": "!!"}, {"cursor": "A" * 65}, {"cursor": "////////////"},
    {"q": "a\u0001"}, {"q": "a" * 81}, {"unit": 2**63}, {"unit": "1e3"}, {"view": "nobody"},
    {"group": 1000000},
])  # fmt: skip
def test_what_does_not_fit_a_list_is_told_by_its_name(county, asked):
    answer = Program(county.clerk).get("suggestions", **asked)
    assert (answer.status_code, list(answer.json()["errors"])) == (422, list(asked))


def test_a_list_is_narrowed_as_on_its_page(county):
    proposed(county, 4)
    program = Program(county.clerk)
    assert len(ids(program.get("suggestions", view="assign"))) == 4
    assert ids(program.get("suggestions", view="closed")) == []
    assert len(ids(program.get("suggestions", q="No 3"))) == 1
    assert ids(program.get("suggestions", q="No 3", view="closed")) == []


def grown(county, draft, number):
    """One more of everything: of the suggestion with all that hangs on it, of the rest."""
    copy = stages.again(draft)
    copy.pk, copy.number = None, f"T2026-9{number}"
    copy.save()
    children = (*draft.assignments.all(), *draft.cosignatures.all(), *draft.evaluations.all())
    new = {}
    for child in (*children, draft.publication):
        old, child.pk, child.suggestion = child.pk, None, copy
        if "assignment" in {field.name for field in child._meta.fields}:
            child.assignment = new[child.assignment_id]
        child.save()
        new |= {old: child} if isinstance(child, Assignment) else {}
    for part in new.values():
        extra = {"until": moment(2026, 5, 1).date(), "state": "draft", "cell_id": part.cell_id}
        now = {"state_since": moment(2026, 2, 1), "moved_at": moment(2026, 2, 1)}
        Extension.objects.create(assignment=part, **extra, **now)
    taken(county)
    county.deputy_of(f"Deputy {number}")
    Notice.objects.create(
        seat_id=county.clerk.pk, entry_id=1, act_id=1, cell_id=county.cell.pk, move="submit",
        root_type="suggestions.suggestion", root_id=copy.pk, happened_at=moment(2026, 2, 1),
        subject_type="suggestions.suggestion",
    )  # fmt: skip


@pytest.mark.parametrize("who", ["clerk", "deputy", "a_clerk"])
def test_a_list_asks_no_more_for_many_rows(county, suggestion, who):
    program = Program(getattr(county, who))
    names = [*LISTS, "voices", "notices", "waiting"] + ["deputies"] * (who != "a_clerk")

    def asked():
        found = {}
        for name in names:
            with CaptureQueriesContext(connection) as captured:
                rows = program.get(name).json()["items"]
            found[name] = len(rows), len(captured)
        return found

    grown(county, suggestion, 0)
    asked()
    few = asked()
    for number in range(1, 7):
        grown(county, suggestion, number)
    many = asked()
    dearer = {name: (few[name], many[name]) for name in names if many[name][1] > few[name][1]}
    assert dearer == {}
    assert {name for name in names if many[name][0] > few[name][0]} >= {
        "suggestions",
        "assignments",
    }


def taken(county):
    return voices.take_up(voice(county), actor=county.officer, mandate=county.deputy.mandate)


def waits(program):
    return program.get("waiting").json()["items"]


def test_voices_are_narrowed_and_walked(county):
    made = [voice(county).pk for _n in range(5)][::-1]
    program = Program(county.officer)
    first = program.get("voices", limit=2)
    voice(county)
    assert ids(first) + ids(program.get("voices", limit=2, cursor=first.json()["next"])) == made[:4]
    assert len(ids(program.get("voices", view="desk"))) == 6
    assert ids(program.get("voices", channel="phone")) == []
    assert program.get("voices", channel="pigeon").status_code == 422
    assert Voice.objects.count() == 6


# The rest


def test_what_waits_is_told_with_its_move(county):
    draft = thread.handed_in(county, thread.cosigned(county, stages.begun(county)))
    (row,) = [each for each in waits(Program(county.clerk)) if each["id"] == draft.pk]
    assert row["turns"][0]["move"] == "take_up"
    assert waits(Program(county.c_clerk)) == []


def test_the_search_finds_what_the_seat_may_know_of(county, elsewhere, suggestion):
    hits = Program(county.clerk).get("search", q=suggestion.number).json()["hits"]
    assert [(each["of"], each["id"]) for each in hits] == [("suggestion", suggestion.pk)]
    assert Program(elsewhere.clerk).get("search", q=suggestion.number).json()["hits"] == []


def test_a_file_is_told_by_lines_and_without_numbers(county, suggestion):
    person = county.deputy.mandate.person
    person.phone = "13900139000"
    person.save()
    told = Program(county.clerk).get(f"deputies/{person.pk}", year="all").json()
    assert told["parts"]["suggestions"][0]["record"] == suggestion.pk
    assert "13900139000" not in str(told)
    assert Program(county.second).get(f"deputies/{person.pk}").status_code == 404
    assert Program(county.a_clerk).get("deputies").status_code == 403


def test_a_list_speaks_the_language_that_is_asked_for(county, suggestion):
    program = Program(county.clerk)
    del program.client.cookies["django_language"]
    answer = program.client.get(
        f"/api/v1/suggestions/{suggestion.pk}", headers={"accept-language": "zh-hans"}
    )
    assert answer.headers["Content-Language"] == "zh-hans"
