"""The pages of moves: what each asks, and the four ways of saying no."""

from lianxin.kernel.registry import lifecycle_of
from lianxin.work.suggestions import queries
from lianxin.work.suggestions.actions import assignment, suggestion
from lianxin.work.suggestions.models import (
    Assignment,
    Cosignature,
    Evaluation,
    Extension,
    Publication,
    Suggestion,
)
from tests.factories import stages, thread
from tests.factories.county import told
from tests.factories.pages import address, ready

SCOPES = {
    Suggestion: queries.visible_to,
    Assignment: queries.assignments_visible_to,
    Cosignature: queries.cosignatures_visible_to,
    Evaluation: queries.evaluations_visible_to,
    Publication: queries.publications_visible_to,
    Extension: queries.extensions_visible_to,
}
PEOPLE = ("deputy", "second", "clerk", "leader", "supervision", "a_clerk", "a_head", "b_head")


def living(root):
    """Every record of a case, read afresh."""
    parts = list(root.assignments.all())
    found = [root, *root.cosignatures.all(), *parts, *root.evaluations.all()]
    found += [each for part in parts for each in part.extensions.all()]
    return found + list(Publication.objects.filter(suggestion=root))


# Every page of every move


WALKS = (stages.suggestions, stages.assignments, stages.evaluations, stages.publications)


def test_every_move_that_is_offered_has_a_page_and_every_other_is_refused(county, sign_in):
    browsers = {name: sign_in(getattr(county, name)) for name in PEOPLE}
    asked = set()
    for walk in WALKS:
        with stages.aside():
            for stage in walk(county):
                for record in living(stage.record.root()):
                    for name in PEOPLE:
                        ask(record, name, getattr(county, name), browsers[name], asked)
    statuses = [status for *_move, status in asked]
    assert {status: statuses.count(status) > 40 for status in statuses} == {
        200: True,
        403: True,
        404: True,
        409: True,
    }


def ask(record, name, seat, browser, asked):
    """Open the page of every move of a record; each kind of answer once a move and seat."""
    life = lifecycle_of(record)
    seen = SCOPES[type(record)](seat).filter(pk=record.pk).exists()
    for move in {m.code: m for m in life.moves if m.source}.values():
        status = expected(life, move, seat, record, seen)
        if (life.name, move.code, name, status) not in asked:
            asked.add((life.name, move.code, name, status))
            answer = browser.get(address(record, move.code))
            where = (life.name, record.state, move.code, name)
            assert answer.status_code == status, where
            assert status != 200 or record.root().body in answer.content.decode(), where


def expected(life, move, seat, record, seen):
    if not seen:
        return 404
    if not move.admits(seat, record):
        return 403
    row = life.row(move.code, record.state)
    return 409 if row is None or row.obstacles(seat, record) else 200


def test_an_unknown_move_is_no_address(county, sign_in):
    draft = thread.drafted(county)
    browser = sign_in(county.deputy)
    for code in ("fly", "begin", "SUBMIT"):
        assert browser.get(f"/suggestions/{draft.pk}/{code}/").status_code == 404


# Review and units


def test_a_ground_against_it_must_be_explained(county, sign_in):
    draft = thread.handed_in(county, thread.drafted(county))
    suggestion.take_up(draft, actor=county.clerk, via=told(2026, 1, 9))
    browser = sign_in(county.clerk)
    place = f"/suggestions/{draft.pk}/write_opinion/"
    assert browser.post(place, {"opinion_code": "R06"}).status_code == 422
    assert browser.post(place, {"opinion_code": "R99", "opinion": "?"}).status_code == 422
    assert browser.post(place, {"opinion_code": "R06", "opinion": "Empty."}).status_code == 302
    draft.refresh_from_db()
    assert (draft.opinion_code, draft.opinion) == ("R06", "Empty.")


def test_returning_needs_reasons(county, sign_in):
    draft = thread.handed_in(county, thread.drafted(county))
    suggestion.take_up(draft, actor=county.clerk, via=told(2026, 1, 9))
    browser = sign_in(county.clerk)
    place = f"/suggestions/{draft.pk}/return_to_deputy/"
    assert browser.post(place, {"note": ""}).status_code == 422
    assert browser.post(place, {"note": "Which road?"}).status_code == 302
    shown = sign_in(county.deputy).get(f"/suggestions/{draft.pk}/").content.decode()
    assert "Which road?" in shown


def test_the_office_proposes_several_units_at_once(county, sign_in):
    draft = thread.registered(county, thread.handed_in(county, thread.drafted(county)))
    a, b, c = (unit.pk for unit in county.units)
    browser, place = sign_in(county.clerk), f"/suggestions/{draft.pk}/propose/"
    faults = [{}, {"lead": a, "co": [a]}, {"lead": a, "split": [a]}, {"lead": 0}]
    assert [browser.post(place, each).status_code for each in faults] == [422] * 4
    assert browser.post(place, {"lead": a, "co": [b, c], "task": "Both banks"}).status_code == 302
    found = draft.assignments.order_by("unit").values_list("unit", "kind")
    assert list(found) == [(a, "lead"), (b, "co"), (c, "co")]
    assert set(draft.assignments.values_list("task", flat=True)) == {"Both banks"}
    assert sign_in(county.leader).get(place).status_code == 403
    assert sign_in(county.a_clerk).get(place).status_code == 404


def test_no_unit_is_proposed_where_none_is_needed(county, sign_in):
    draft = thread.handed_in(county, thread.drafted(county))
    place = f"/suggestions/{draft.pk}/propose/"
    browser = sign_in(county.clerk)
    assert browser.get(place).status_code == 409
    assert browser.post(place, {"lead": county.units[0].pk}).status_code == 409
    assert draft.assignments.count() == 0


def test_of_two_heads_who_assign_at_once_the_second_is_told(county, sign_in):
    other = county.seat("leader2", "leader", organ=county.office)
    draft = ready(county)
    first, second = sign_in(county.leader), sign_in(other)
    assert (first.get(address(draft, "assign")).status_code) == 200
    assert (second.get(address(draft, "assign")).status_code) == 200
    assert first.post(address(draft, "assign")).status_code == 302
    late = second.post(address(draft, "assign"))
    assert late.status_code == 409
    assert "Propose the units first." in late.content.decode()
    assert draft.assignments.filter(state="assigned").count() == 2


def test_a_unit_is_assigned_with_its_suggestion_not_alone(county, sign_in):
    draft = ready(county)
    part = draft.assignments.get(kind="lead")
    answer = sign_in(county.leader).post(address(part, "assign"))
    part.refresh_from_db()
    assert (answer.status_code, part.state) == (409, "proposed")
    shown = sign_in(county.leader).get(f"/suggestions/{draft.pk}/").content.decode()
    assert address(part, "assign") not in shown


def test_a_stale_page_changes_nothing(county, sign_in):
    draft = thread.handed_in(county, thread.drafted(county))
    browser = sign_in(county.clerk)
    assert browser.get(address(draft, "take_up")).status_code == 200
    suggestion.withdraw(draft, actor=county.deputy, note="No.", via=told(2026, 1, 9))
    late = browser.post(address(draft, "take_up"), {"note": "I had a look."})
    draft.refresh_from_db()
    assert (late.status_code, draft.state) == (409, "withdrawn")
    assert "I had a look." in late.content.decode()


def test_the_assignment_meeting_assigns_many_at_once(county, sign_in):
    good = ready(county)
    bad = thread.registered(county, thread.handed_in(county, thread.drafted(county)))
    browser = sign_in(county.leader)
    answer = browser.post(
        "/suggestions/many/assign/", {"row": [good.pk, bad.pk, 999999]}, follow=True
    )
    shown = answer.content.decode()
    assert "Assigned to the units: 1 suggestion." in shown
    assert "was left as it is: Propose the units first." in shown
    states = Suggestion.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["with_units", "registered"]
    assert (
        sign_in(county.clerk).post("/suggestions/many/assign/", {"row": [bad.pk]}).status_code
        == 403
    )


def test_the_office_reads_why_a_unit_handed_it_back_before_it_proposes_another(county, sign_in):
    draft = thread.with_units(county)
    part = thread.part_of(draft, county.units[0])
    other = county.units[2].name
    part = assignment.request_return(
        part,
        actor=county.a_head,
        wished_unit=other,
        signed_by="Head",
        note="It is a county road.",
        via=told(2026, 1, 13),
    )
    assignment.grant_return(part, actor=county.supervision, via=told(2026, 1, 14))
    page = sign_in(county.clerk).get(f"/suggestions/{draft.pk}/propose/")
    shown = page.content.decode()
    assert "It is a county road." in shown
    assert f"Why {part.unit.name} handed it back" in shown
    assert other in dict(page.context["before"].facts).values()
    offered = [str(words) for _value, words in page.context["form"].fields["lead"].choices]
    assert offered[-1] == f"{part.unit.name} (handed it back)"
    assert "required, unless units answer their own parts" in shown
