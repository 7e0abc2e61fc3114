"""
Walk a record through every state that is built, and stop in each.

A walk is a generator of `Stage`s: the record as it stands, the day, and what is true of it
that the contract asks for. Side branches are undone before the walk goes on.
"""

from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction

from lianxin.base.files.models import Upload
from lianxin.institution.congress.actions import set_rule
from lianxin.institution.congress.models import ANYONE, MACHINE, RuleProfile
from lianxin.kernel.ports import Via
from lianxin.work.suggestions.actions import assignment, evaluation, publication, suggestion
from lianxin.work.voices import actions as voices
from lianxin.work.voices.queries import resident_of
from tests.factories import thread
from tests.factories.county import moment, told


@dataclass(frozen=True)
class Stage:
    """A record in a state. `other` is the co-unit's part where the record is the lead's."""

    record: Any
    at: datetime
    other: Any = None
    holds: frozenset = field(default_factory=frozenset)  # conditions of visibility that are true

    @property
    def state(self):
        return self.record.state


@contextmanager
def aside():
    """What is done inside is undone."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def again(record):
    """The record as it stands in the database now."""
    return type(record).objects.get(pk=record.pk)


def scan(record):
    """A signed scan beside a record."""
    return Upload.objects.create(
        token=f"t{record._meta.label_lower}{record.pk}"[-32:],
        cell_id=record.cell_id,
        subject_type=record._meta.label_lower,
        subject_id=record.pk,
        name="scan.pdf",
        kind="application/pdf",
        size=1,
        sha256="0" * 64,
        path="00/0",
    )


def by_rule(key, value, unit="n"):
    """A place whose rule is another one."""
    profile = RuleProfile.objects.get(cell=None, congress=None)
    return set_rule(profile, key, value, unit=unit, basis="here", valid_from=date(2020, 1, 2))


def for_(name, *day):
    """An act for somebody else, on a day."""
    return Via("behalf", moment(*day), on_behalf_of=name, reason="brought on paper")


# Suggestions


def begun(county, *, entered=False, opened=False):
    """A draft: typed by the deputy, or by the town's clerk on his behalf."""
    if not entered:
        draft = thread.drafted(county)
    else:
        draft = suggestion.begin(
            actor=county.town_clerk,
            organ=county.office,
            mandate=county.deputy.mandate,
            title="On mending the road to the school",
            body="The road is broken.",
            via=for_("Li", 2026, 1, 5),
        )
        scan(draft)
    if opened:
        writer = county.town_clerk if entered else county.deputy
        draft = suggestion.edit(
            draft, actor=writer, open_to_cosigning=True, via=told(2026, 1, 5, 13)
        )
    return draft


def reviewed(county, draft):
    """Taken up, with an opinion that speaks for it."""
    draft = suggestion.take_up(draft, actor=county.clerk, via=told(2026, 1, 9))
    return suggestion.write_opinion(
        draft, actor=county.clerk, opinion_code="file", opinion="Clear.", via=told(2026, 1, 9, 11)
    )


def withdrawn(county, draft, *day):
    """Taken back by the deputy, in a place where the co-signers are not asked."""
    by_rule("withdraw.cosigners_agree", 0)
    return suggestion.withdraw(draft, actor=county.deputy, note="No.", via=told(*day))


def suggestions(county, *, entered=False, opened=False):
    """The whole life of a suggestion with one lead unit and one co-unit."""
    holds = frozenset(
        name
        for name, true in (("entered_on_behalf", entered), ("open_to_cosigning", opened))
        if true
    )

    def stage(record, *day, also=()):
        return Stage(again(record), moment(*day), holds=holds | set(also))

    draft = begun(county, entered=entered, opened=opened)
    yield from before_the_units(county, draft, stage)
    draft = suggestion.register(again(draft), actor=county.leader, via=told(2026, 1, 9, 14))
    yield stage(draft, 2026, 1, 9, 15)
    draft = thread.assigned(county, draft)
    yield stage(draft, 2026, 1, 12, 11)
    with aside():
        gone = withdrawn(county, again(draft), 2026, 1, 12, 12)
        yield stage(gone, 2026, 1, 12, 13, also=["was_assigned"])
    yield from after_the_units(county, again(draft), stage)


def before_the_units(county, draft, stage):
    """Written, signed, handed in, and how a review can end short of the books."""
    yield stage(draft, 2026, 1, 5, 14)
    draft = thread.cosigned(county, draft)
    yield stage(draft, 2026, 1, 7, 14)
    with aside():
        yield stage(
            suggestion.close_cosigning(draft, actor=county.deputy, via=told(2026, 1, 7, 15)),
            *(2026, 1, 7, 16),
        )
    draft = thread.handed_in(county, again(draft))
    yield stage(draft, 2026, 1, 8, 14)
    draft = reviewed(county, draft)
    yield stage(draft, 2026, 1, 9, 12)
    with aside():
        returned = suggestion.return_to_deputy(
            draft, actor=county.clerk, note="Unclear.", via=told(2026, 1, 9, 12)
        )
        yield stage(returned, 2026, 1, 9, 13)
    with aside():
        refused = suggestion.not_file(
            again(draft), actor=county.leader, note="Not ours.", via=told(2026, 1, 9, 12)
        )
        yield stage(refused, 2026, 1, 9, 13)
    with aside():
        yield stage(withdrawn(county, again(draft), 2026, 1, 9, 12), 2026, 1, 9, 13)


def after_the_units(county, draft, stage):
    """From the reply to the end, by every way."""
    thread.opinion_sent(county, draft)
    draft = thread.replied(county, draft)
    yield stage(draft, 2026, 3, 2, 12)
    with aside():
        good = thread.judged(county, draft, "satisfied")
        yield stage(good, 2026, 4, 15, 12)
        yield stage(suggestion.close(good, actor=county.clerk, via=told(2026, 4, 16)), 2026, 4, 17)
    draft = thread.judged(county, again(draft))
    yield stage(draft, 2026, 4, 15, 12)
    draft = thread.replied(county, draft, day=(2026, 5, 11), rework=True)
    draft = thread.judged(county, draft, "dissatisfied", (2026, 5, 12), (2026, 6, 8))
    yield stage(draft, 2026, 6, 8, 12)


# Units' parts


def proposed(county, draft):
    """The lead and the co-unit, put forward and agreed to."""
    parts = []
    for unit, kind in ((0, "lead"), (1, "co")):
        part = assignment.propose(
            actor=county.clerk,
            suggestion=draft,
            unit=county.units[unit],
            kind=kind,
            via=told(2026, 1, 12, 9),
        )
        parts.append(assignment.agree(part, actor=county.supervision, via=told(2026, 1, 12, 9)))
    return parts


def assignments(county, *, entered=False):
    """The lives of the lead's part and of the co-unit's, side by side while they can be."""
    holds = frozenset(["entered_on_behalf"] if entered else [])

    def stage(record, other, *day):
        return Stage(again(record), moment(*day), other and again(other), holds)

    def both(verb, *day, seats=("a_clerk", "b_clerk"), **inputs):
        return [
            assignment.__dict__[verb](
                again(part), actor=getattr(county, seat), via=told(*day), **inputs
            )
            for part, seat in zip((lead, co), seats, strict=True)
        ]

    draft = thread.cosigned(county, begun(county, entered=entered))
    draft = reviewed(county, thread.handed_in(county, draft))
    draft = suggestion.register(draft, actor=county.leader, via=told(2026, 1, 9, 14))
    lead, co = proposed(county, draft)
    yield stage(lead, co, 2026, 1, 12, 10)
    suggestion.assign(draft, actor=county.leader, via=told(2026, 1, 12, 11))
    yield stage(lead, co, 2026, 1, 12, 12)
    with aside():
        withdrawn(county, again(draft), 2026, 1, 12, 13)
        yield stage(lead, co, 2026, 1, 12, 14)
    both("acknowledge", 2026, 1, 13)
    yield stage(lead, co, 2026, 1, 13, 11)
    heads = ("a_head", "b_head")
    with aside():
        both("request_return", 2026, 1, 14, seats=heads, wished_unit="C", signed_by="Head")
        yield stage(lead, co, 2026, 1, 14, 11)
        both("grant_return", 2026, 1, 15, seats=("clerk", "clerk"))
        yield stage(lead, co, 2026, 1, 15, 11)
    both("start_handling", 2026, 1, 14, **thread.PLAN)
    yield stage(lead, co, 2026, 1, 14, 11)
    yield from answers(county, lead, co, stage)


def answers(county, lead, co, stage):
    """The opinion for the lead, and the lead's reply to the deputy."""
    co = assignment.send_co_opinion(
        again(co), actor=county.b_head, opinion="…", signed_by="Head", via=told(2026, 1, 20)
    )
    yield stage(co, None, 2026, 1, 20, 11)
    lead = assignment.record_contact(
        again(lead), actor=county.a_clerk, on=date(2026, 2, 2), via=told(2026, 2, 2), **thread.TALK
    )
    lead = assignment.draft_reply(
        lead, actor=county.a_clerk, category="resolved", text="1. …", via=told(2026, 2, 3)
    )
    yield stage(lead, None, 2026, 2, 3, 11)
    lead = assignment.sign_reply(lead, actor=county.a_head, via=told(2026, 2, 4))
    yield stage(lead, None, 2026, 2, 4, 11)
    lead = assignment.send_reply(lead, actor=county.a_clerk, via=told(2026, 2, 5))
    yield stage(lead, None, 2026, 2, 5, 11)


# Verdicts and publication


def answered(county, *, entered=False):
    """A suggestion whose only reply has gone out."""
    draft = thread.cosigned(county, begun(county, entered=entered))
    draft = thread.registered(county, thread.handed_in(county, draft))
    draft = thread.assigned(county, draft)
    thread.opinion_sent(county, draft)
    return thread.replied(county, draft)


def evaluations(county, *, entered=False):
    """A verdict that is asked for, given and passed on, or never comes."""
    holds = frozenset(["entered_on_behalf"] if entered else [])
    draft = answered(county, entered=entered)
    verdict = draft.evaluations.get()
    scan(verdict)
    yield Stage(again(verdict), moment(2026, 3, 3), holds=holds)
    with aside():
        for day in (10, 17):
            evaluation.remind(again(verdict), actor=county.clerk, via=told(2026, 3, day))
        late = evaluation.expire(again(verdict), actor=MACHINE, via=told(2026, 3, 24))
        yield Stage(again(late), moment(2026, 3, 25), holds=holds)
        out = holds | {"release_day_reached"}
        yield Stage(again(late), moment(2026, 3, 30), holds=out)
    given = evaluation.submit(
        again(verdict),
        actor=county.deputy,
        attitude="satisfied",
        result="satisfied",
        via=told(2026, 3, 9),
    )
    yield Stage(again(given), moment(2026, 3, 10), holds=holds)
    out = evaluation.release(given, actor=county.clerk, via=told(2026, 4, 15))
    yield Stage(again(out), moment(2026, 4, 16), holds=holds)


def publications(county):
    """A public face that is checked and published, withheld, or taken down."""
    public = answered(county).publication
    yield Stage(again(public), moment(2026, 3, 3))
    public = publication.check(public, actor=county.clerk, level="full", via=told(2026, 3, 4))
    yield Stage(again(public), moment(2026, 3, 5))
    with aside():
        kept = publication.withhold(again(public), actor=county.leader, via=told(2026, 3, 6))
        yield Stage(again(kept), moment(2026, 3, 7))
    public = publication.publish(again(public), actor=county.leader, via=told(2026, 3, 6))
    yield Stage(again(public), moment(2026, 3, 7))
    public = publication.take_down(again(public), actor=county.clerk, via=told(2026, 3, 8))
    yield Stage(again(public), moment(2026, 3, 9))


# Voices


def said(county, *, entered=False):
    """A draft: typed by the resident, or by the officer for a walk-in."""
    return voices.begin(
        actor=county.officer if entered else ANYONE,
        cell_id=county.cell.pk,
        body="The road to the school has been broken since the flood.",
        region=county.villages[0],
        mandate=county.deputy.mandate,
        via=for_("Wang", 2026, 1, 5) if entered else told(2026, 1, 5),
    )


def residents_voices(county, *, entered=False):
    """The whole life of a voice that a second deputy received beside."""
    holds = frozenset(["entered_on_behalf"] if entered else [])

    def stage(record, *day, also=()):
        return Stage(again(record), moment(*day), holds=holds | set(also))

    voice = said(county, entered=entered)
    type(voice).objects.filter(pk=voice.pk).update(beside=county.second.mandate_id)
    yield stage(voice, 2026, 1, 5, 11)
    speaker = county.officer if entered else resident_of(voice)
    voice = voices.submit(voice, actor=speaker, via=told(2026, 1, 5, 12))
    yield stage(voice, 2026, 1, 5, 13)
    voice = voices.take_up(voice, actor=county.officer, via=told(2026, 1, 6, 9))
    yield stage(voice, 2026, 1, 6, 10)
    yield from off_the_desk(county, voice, stage)
    voices.draft_slip(
        again(voice), actor=county.officer, unit=county.units[0], slip="…", via=told(2026, 1, 6)
    )
    voice = voices.assign_town(again(voice), actor=county.chair, via=told(2026, 1, 6, 11))
    yield stage(voice, 2026, 1, 6, 12)
    with aside():
        gone = voices.withdraw(again(voice), actor=resident_of(voice), via=told(2026, 1, 7))
        yield stage(gone, 2026, 1, 7, 11, also=["was_assigned"])
    voice = voices.record_result(
        again(voice), actor=county.a_clerk, result="Mended.", signed_by="Head", via=told(2026, 1, 8)
    )
    voice = voices.feed_back(voice, actor=county.deputy, via=told(2026, 1, 9))
    yield stage(voice, 2026, 1, 9, 11)
    voice = voices.rate(voice, actor=resident_of(voice), rating="satisfied", via=told(2026, 1, 10))
    yield stage(voice, 2026, 1, 10, 11)


def off_the_desk(county, voice, stage):
    """The ways from the desk that do not lead to the town's unit."""
    with aside():
        answered_there = voices.answer_on_spot(
            again(voice), actor=county.deputy, result="Next week.", via=told(2026, 1, 6, 11)
        )
        yield stage(answered_there, 2026, 1, 6, 12)
    with aside():
        handed = voices.assign_village(
            again(voice), actor=county.town_clerk, unit=county.units[0], via=told(2026, 1, 6, 11)
        )
        yield stage(handed, 2026, 1, 6, 12)
    with aside():
        thread.handed_in(county, thread.cosigned(county, thread.drafted(county, again(voice))))
        yield stage(voice, 2026, 1, 8, 12)
    with aside():
        elsewhere = voices.redirect(
            again(voice),
            actor=county.officer,
            reason_code="R02",
            organ="Court",
            via=told(2026, 1, 6, 11),
        )
        yield stage(elsewhere, 2026, 1, 6, 12)
    with aside():
        refused = voices.refuse(
            again(voice), actor=county.officer, reason_code="R01", via=told(2026, 1, 6, 11)
        )
        yield stage(refused, 2026, 1, 6, 12)
    with aside():
        gone = voices.withdraw(again(voice), actor=resident_of(voice), via=told(2026, 1, 6, 11))
        yield stage(gone, 2026, 1, 6, 12)
