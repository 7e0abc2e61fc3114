"""The page of a suggestion: who sees what, whose turn it is, at what cost."""

from datetime import date

from django.utils.timezone import localdate

from lianxin.institution.congress.models import Organ
from lianxin.work.suggestions import queries
from lianxin.work.suggestions.actions import assignment, evaluation, suggestion
from tests.factories import stages, thread
from tests.factories.county import told

CASE_BUDGET = 18
PEOPLE = (
    *("deputy", "second", "stranger_deputy", "officer", "town_clerk", "chair", "clerk"),
    *("leader", "supervision", "a_clerk", "a_head", "b_clerk", "b_head", "c_clerk"),
    *("auditor", "sys_admin", "security_admin"),
)


def statuses(case, county, draft):
    """{who: status} of the case page for every seat of the county."""
    return {name: case(getattr(county, name), draft).status_code for name in PEOPLE}


def who_sees(*names):
    return {name: 200 if name in names else 404 for name in PEOPLE}


# Who sees it


def test_a_draft_is_its_authors_alone(county, case):
    assert statuses(case, county, thread.drafted(county)) == who_sees("deputy")


def test_a_suggestion_with_units_is_seen_by_all_who_have_to_do_with_it(county, case):
    draft = thread.with_units(county)
    assert statuses(case, county, draft) == who_sees(
        *("deputy", "second", "stranger_deputy", "town_clerk", "clerk", "leader"),
        *("supervision", "a_clerk", "a_head", "b_clerk", "b_head"),
    )


def test_another_county_and_the_stranger_see_nothing(county, elsewhere, case, client):
    draft = thread.with_units(county)
    for name in PEOPLE:
        assert case(getattr(elsewhere, name), draft).status_code == 404
    client.logout()
    for address in ("", f"{draft.pk}/", "new/", f"{draft.pk}/submit/"):
        answer = client.get(f"/suggestions/{address}")
        assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/sign-in/")


def test_the_clerk_of_another_town_sees_nothing_of_it(county, case):
    elsewhere = Organ.objects.create(
        cell=county.cell, name="Presidium 2", kind=Organ.Kind.PRESIDIUM, region=county.towns[1]
    )
    other = county.seat("clerk2", "town_clerk", organ=elsewhere, region=county.towns[1])
    draft = thread.with_units(county)
    assert [case(seat, draft).status_code for seat in (county.town_clerk, other)] == [200, 404]


def test_whoever_has_no_business_with_suggestions_is_told_so(county, look):
    for seat in (county.auditor, county.sys_admin, county.security_admin):
        assert look(seat, "/suggestions/").status_code == 403
    assert look(county.c_clerk, "/suggestions/").status_code == 200


# Cost


def fresh(county):
    return thread.drafted(county)


def test_the_case_costs_the_same_for_one_unit_and_for_three(county, look, counted):
    one = thread.assigned(
        county, thread.registered(county, thread.handed_in(county, fresh(county))), co=None
    )
    three = with_three_units(county)
    look(county.clerk, f"/suggestions/{one.pk}/")
    for seat in (county.clerk, county.leader, county.deputy, county.a_clerk, county.supervision):
        small = counted(seat, f"/suggestions/{one.pk}/")
        large = counted(seat, f"/suggestions/{three.pk}/")
        assert (small, small <= CASE_BUDGET) == (large, True)


def with_three_units(county):
    draft = thread.cosigned(county, thread.drafted(county, thread.spoken(county)))
    draft = thread.registered(county, thread.handed_in(county, draft))
    part = assignment.propose(
        actor=county.clerk,
        suggestion=draft,
        unit=county.units[2],
        kind="co",
        via=told(2026, 1, 12, 8),
    )
    assignment.agree(part, actor=county.supervision, via=told(2026, 1, 12, 9))
    return thread.assigned(county, draft)


# Whose turn it is


def turn_of(answer):
    return answer.context["case"].next


def test_each_seat_reads_whether_it_is_its_turn(county, case):
    draft = thread.registered(county, thread.handed_in(county, thread.drafted(county)))
    said = {}
    for seat in (county.clerk, county.leader, county.supervision, county.deputy):
        card = turn_of(case(seat, draft))
        said[seat.role] = (card.title, card.mine)
    waits = ("Waiting for Office: Propose a unit", False)
    assert said == {
        "office": ("Your turn: Propose a unit", True),
        "leader": waits,
        "gov_supervision": waits,
        "deputy": waits,
    }


def test_one_button_of_a_page_stands_out_at_most(county, case):
    for stage in stages.suggestions(county):
        for name in ("deputy", "second", "clerk", "leader", "supervision", "a_clerk", "a_head"):
            answer = case(getattr(county, name), stage.record)
            if answer.status_code == 200:
                assert answer.content.decode().count("btn--primary") <= 1, (name, stage.state)


def test_what_cannot_be_done_yet_says_why(county, case):
    draft = thread.with_units(county)
    part = thread.part_of(draft, county.units[0])
    part = assignment.acknowledge(part, actor=county.a_clerk, via=told(2026, 1, 13))
    part = assignment.start_handling(
        part, actor=county.a_clerk, via=told(2026, 1, 14), **thread.PLAN
    )
    assignment.draft_reply(
        part, actor=county.a_clerk, category="resolved", text="…", via=told(2026, 1, 15)
    )
    answer = case(county.a_head, draft)
    sign = next(o for o in turn_of(answer).hands[0].offers if o.move.code == "sign_reply")
    assert sign.obstacles == ("Talk with the deputy before sending a written reply.",)
    assert str(sign.obstacles[0]) in answer.content.decode()
    assert turn_of(answer).mine is False


def test_the_desk_and_the_page_agree_on_whose_turn_it_is(county, case):
    people = ("deputy", "second", "clerk", "leader", "supervision", "a_clerk", "a_head", "b_head")
    walks = (stages.suggestions, stages.assignments, stages.evaluations)
    for walk in walks:
        with stages.aside():
            for stage in walk(county):
                agree(county, case, stage.record.root(), people)
    with stages.aside():
        for stage in stages.publications(county):
            agree(county, case, stage.record.suggestion, people)


def agree(county, case, draft, people):
    for name in people:
        seat = getattr(county, name)
        answer = case(seat, draft)
        if answer.status_code == 200:
            found = queries.visible_to(seat).filter(queries.my_turn(seat), pk=draft.pk)
            card = turn_of(answer)
            assert found.exists() == card.mine, (name, draft.state, card.title)


# Time


def test_the_page_says_how_a_due_date_was_found(county, case):
    draft = thread.with_units(county)
    answer = case(county.clerk, draft)
    reply = next(line for line in answer.context["case"].clocks if line.run.code == "reply")
    assert reply.due_on == date(2026, 4, 13)
    assert reply.sentence.startswith("3 months from Jan. 12, 2026 (Deputies Law, Art. 51(2))")
    assert "2026-04-12" not in reply.sentence
    assert reply.sentence in answer.content.decode()
    assert answer.context["case"].clock.light.tone == "r"


def test_the_bridge_shows_seven_stages_and_where_it_is(county, case):
    marks = {}
    for stage in stages.suggestions(county):
        found = case(county.deputy, stage.record).context["case"].stages
        marks.setdefault(stage.state, [s.mark for s in found].count("done"))
    assert marks == {
        "draft": 0,
        "cosigning": 0,
        "submitted": 1,
        "in_review": 1,
        "returned": 0,
        "not_filed": 1,
        "withdrawn": 1,
        "registered": 2,
        "with_units": 3,
        "replied": 5,
        "evaluated": 6,
        "closed": 6,
        "in_rework": 3,
        "escalated": 5,
    }


# The trail


def titles(answer):
    return [line.title for line in answer.context["case"].lines]


def test_the_trail_is_newest_first_and_marks_silence(county, case):
    draft = thread.with_units(county)
    thread.opinion_sent(county, draft)
    draft = thread.replied(county, draft)
    found = titles(case(county.clerk, draft))
    assert found[-1] == "Draft begun"
    assert found.index("Reply sent") < found.index("Assigned to the units")
    assert "nothing happened for 25 working days" in found
    formal = titles_of_trail(case(county.clerk, draft, "?trail=formal"))
    assert formal[-1] == "The suggestion was handed in"
    assert titles_of_trail(case(county.clerk, draft, "?trail=talks")) == ["Talked with the deputy"]


def titles_of_trail(answer):
    return [line.title for line in answer.context["trail"]]


def test_what_an_office_does_behind_its_door_is_not_for_deputies(county, case):
    draft = thread.with_units(county)
    inside = "The government's office agreed to the unit: Bureau A"
    seen = {
        name: (inside in found, "Review opinion written" in found)
        for name in ("clerk", "leader", "supervision", "deputy", "stranger_deputy", "a_clerk")
        for found in [titles(case(getattr(county, name), draft))]
    }
    assert seen == {
        "clerk": (True, True),
        "leader": (True, True),
        "supervision": (True, True),
        "deputy": (False, False),
        "stranger_deputy": (False, False),
        "a_clerk": (False, False),
    }


def test_a_unit_reads_on_from_the_assignment_and_that_it_was_filed(county, case):
    draft = stages.reviewed(county, thread.handed_in(county, cosigned_and_mended(county)))
    draft = suggestion.register(draft, actor=county.leader, via=told(2026, 1, 9, 14))
    draft = thread.assigned(county, draft)
    found = {
        name: titles(case(getattr(county, name), draft))[::-1][:3]
        for name in ("a_clerk", "b_head", "deputy")
    }
    units = ["Registered and numbered", "Assigned to the units"]
    assert found["a_clerk"][:2] == units
    assert found["b_head"][:2] == units
    assert found["deputy"] == ["Draft begun", "Text changed", "Deputies were asked to sign"]


def cosigned_and_mended(county):
    draft = suggestion.edit(
        thread.drafted(county), actor=county.deputy, body="A better text.", via=told(2026, 1, 5, 15)
    )
    return thread.cosigned(county, draft)


def test_what_was_entered_later_says_so(county, case):
    draft = stages.begun(county, entered=True)
    line = case(county.town_clerk, draft).context["case"].lines[-1]
    assert "on behalf of Li" in line.who
    assert f"entered later, on {localdate():%b} {localdate().day}" in line.who


# Verdicts


def test_a_unit_learns_nothing_of_a_verdict_before_the_release(county, case, look):
    draft = thread.with_units(county)
    thread.opinion_sent(county, draft)
    draft = thread.replied(county, draft)
    before = what_a_unit_sees(county, case, look, draft)
    verdict = draft.evaluations.get()
    evaluation.submit(
        verdict,
        actor=county.deputy,
        attitude="satisfied",
        result="dissatisfied",
        reasons="Nothing was mended.",
        via=told(2026, 3, 9),
    )
    assert what_a_unit_sees(county, case, look, draft) == before
    evaluation.release(verdict, actor=county.clerk, via=told(2026, 4, 15))
    after = case(county.a_head, draft)
    assert "Nothing was mended." in after.content.decode()
    assert [view.verdict.state for view in after.context["case"].verdicts] == ["released"]


def what_a_unit_sees(county, case, look, draft):
    """Everything of the page and the list that could tell a unit of a verdict."""
    found = []
    for seat in (county.a_clerk, county.a_head, county.b_head, county.supervision):
        answer = case(seat, draft)
        seen = answer.context["case"]
        row = look(seat, "/suggestions/?view=open").context["rows"]
        found.append(
            (
                titles(answer),
                seen.next.title,
                [clock.label for clock in (*seen.clocks, *seen.done_clocks)],
                seen.clock and seen.clock.label,
                seen.verdicts,
                [(r.light, r.last.title) for r in row],
            )
        )
    return found


def test_words_that_the_deputy_keeps_to_the_office_never_reach_the_unit(county, case):
    draft = thread.with_units(county)
    thread.opinion_sent(county, draft)
    draft = thread.replied(county, draft)
    verdict = draft.evaluations.get()
    evaluation.submit(
        verdict,
        actor=county.deputy,
        attitude="satisfied",
        result="satisfied",
        reasons="Between us: it took long.",
        pass_on=False,
        via=told(2026, 3, 9),
    )
    evaluation.release(verdict, actor=county.clerk, via=told(2026, 4, 15))
    seen = {
        name: "Between us" in case(getattr(county, name), draft).content.decode()
        for name in ("deputy", "clerk", "a_clerk", "a_head", "supervision")
    }
    assert seen == {
        "deputy": True,
        "clerk": True,
        "a_clerk": False,
        "a_head": False,
        "supervision": False,
    }


def test_an_unsent_reply_is_not_shown_to_the_deputy(county, case):
    draft = thread.with_units(county)
    part = thread.part_of(draft, county.units[0])
    part = assignment.acknowledge(part, actor=county.a_clerk, via=told(2026, 1, 13))
    part = assignment.start_handling(
        part, actor=county.a_clerk, via=told(2026, 1, 14), **thread.PLAN
    )
    assignment.draft_reply(
        part, actor=county.a_clerk, category="resolved", text="Half a word.", via=told(2026, 1, 15)
    )
    seen = {
        name: "Half a word." in case(getattr(county, name), draft).content.decode()
        for name in ("deputy", "second", "stranger_deputy", "clerk", "supervision", "a_head")
    }
    assert seen == {
        "deputy": False,
        "second": False,
        "stranger_deputy": False,
        "clerk": True,
        "supervision": True,
        "a_head": True,
    }


def test_the_deputys_file_is_linked_only_for_whoever_may_open_it(client, county):
    draft = thread.with_units(county)
    link = f"/deputies/{county.deputy.mandate.person_id}/file/"
    shown = {}
    for name in ("deputy", "clerk", "a_clerk", "supervision"):
        client.force_login(getattr(county, name).user)
        shown[name] = link in client.get(f"/suggestions/{draft.pk}/").content.decode()
    assert shown == {"deputy": True, "clerk": True, "a_clerk": False, "supervision": False}
