"""Bring a voice or a suggestion to a stage, each step by its own seat, on given days."""

from lianxin.work.suggestions.actions import (
    assignment,
    cosignature,
    evaluation,
    publication,
    suggestion,
)
from lianxin.work.voices import actions as voices
from lianxin.work.voices.queries import new_code
from tests.factories.county import told

PLAN = {"plan_leader": "Deputy head", "plan_section": "Roads", "plan_handler": "Handler"}
TALK = {
    "phase": "during",
    "manner": "visit",
    "who": "Handler and Li",
    "said": "Build it before the rain.",
}


def spoken(county, day=(2026, 1, 5), **told_by):
    """A voice entered by the officer on behalf of a walk-in, and taken up for the deputy."""
    voice = voices.receive(
        actor=county.officer,
        cell_id=county.cell.pk,
        body="The road to the school has been broken since the flood. Two people fell.",
        region=county.villages[0],
        channel="station",
        code=new_code(),
        name="Wang",
        via=told(*day),
        **told_by,
    )
    return voices.take_up(
        voice, actor=county.officer, mandate=county.deputy.mandate, via=told(*day, 11)
    )


def drafted(county, voice=None, day=(2026, 1, 5)):
    """A draft of the lead deputy, resting on a voice if one is given."""
    return suggestion.begin_from(
        [voice] if voice else [],
        actor=county.deputy,
        organ=county.office,
        title="On mending the road to the school",
        body="The road is broken. It should be mended and lit.",
        via=told(*day, 12),
    )


def cosigned(county, draft):
    """Two co-signers asked and both confirmed."""
    draft = suggestion.open_cosigning(
        draft,
        actor=county.deputy,
        mandates=[county.second.mandate, county.third.mandate],
        via=told(2026, 1, 6),
    )
    for seat in (county.second, county.third):
        name = draft.cosignatures.get(mandate=seat.mandate_id)
        cosignature.confirm(name, actor=seat, via=told(2026, 1, 7))
    return draft


def handed_in(county, draft):
    return suggestion.submit(draft, actor=county.deputy, via=told(2026, 1, 8))


def registered(county, draft):
    """Reviewed by the office, registered by its head."""
    draft = suggestion.take_up(draft, actor=county.clerk, via=told(2026, 1, 9))
    suggestion.write_opinion(
        draft, actor=county.clerk, opinion_code="file", opinion="Clear.", via=told(2026, 1, 9, 11)
    )
    return suggestion.register(draft, actor=county.leader, via=told(2026, 1, 9, 14))


def assigned(county, draft, lead=0, co=1, day=(2026, 1, 12)):
    """Proposed by the office, agreed by the government's office, assigned by the head."""
    for unit, kind in ((lead, "lead"), (co, "co")):
        if unit is not None:
            part = assignment.propose(
                actor=county.clerk,
                suggestion=draft,
                unit=county.units[unit],
                kind=kind,
                via=told(*day, 9),
            )
            assignment.agree(part, actor=county.supervision, via=told(*day, 9))
    return suggestion.assign(draft, actor=county.leader, via=told(*day))


def part_of(draft, unit):
    return draft.assignments.exclude(state="reassigned").get(unit=unit)


def opinion_sent(county, draft):
    """The co-unit signs for it, handles it and its head sends the opinion."""
    part = part_of(draft, county.units[1])
    part = assignment.acknowledge(part, actor=county.b_clerk, via=told(2026, 1, 13))
    part = assignment.start_handling(part, actor=county.b_clerk, via=told(2026, 1, 14), **PLAN)
    return assignment.send_co_opinion(
        part,
        actor=county.b_head,
        opinion="No pipes in the way.",
        signed_by="Head",
        via=told(2026, 1, 20),
    )


def replied(county, draft, day=(2026, 3, 2), rework=False):
    """The lead unit handles it, talks with the deputy, drafts, signs and sends."""
    part = part_of(draft, county.units[0])
    if part.state == "assigned":
        part = assignment.acknowledge(part, actor=county.a_clerk, via=told(2026, 1, 13))
        part = assignment.start_handling(part, actor=county.a_clerk, via=told(2026, 1, 14), **PLAN)
    part = assignment.record_contact(
        part, actor=county.a_clerk, on=told(*day).happened_at.date(), via=told(*day, 8), **TALK
    )
    part = assignment.draft_reply(
        part,
        actor=county.a_clerk,
        category="resolved",
        text="1. It will be mended. 2. It will be lit.",
        rework_leader="Head" if rework else "",
        via=told(*day, 9),
    )
    part = assignment.sign_reply(part, actor=county.a_head, via=told(*day, 10))
    part = assignment.send_reply(part, actor=county.a_clerk, via=told(*day, 11))
    return type(draft).objects.get(pk=draft.pk)


def judged(county, draft, result="dissatisfied", day=(2026, 3, 9), release=(2026, 4, 15)):
    """The deputy's verdict, released after its window and five working days."""
    verdict = draft.evaluations.get(of_round=draft.round)
    evaluation.submit(
        verdict,
        actor=county.deputy,
        attitude="satisfied",
        result=result,
        reasons="Nothing was mended." if result == "dissatisfied" else "",
        via=told(*day),
    )
    evaluation.release(verdict, actor=county.clerk, via=told(*release))
    return type(draft).objects.get(pk=draft.pk)


def with_units(county, voice=None):
    """Everything up to the assignment."""
    draft = cosigned(county, drafted(county, voice))
    return assigned(county, registered(county, handed_in(county, draft)))


def published(county, draft, day=(2026, 6, 1)):
    """Checked by the office, published by its head."""
    public = draft.publication
    public = publication.check(
        public, actor=county.clerk, level="full", public_body="…", public_reply="…", via=told(*day)
    )
    return publication.publish(public, actor=county.leader, via=told(*day, 11))
