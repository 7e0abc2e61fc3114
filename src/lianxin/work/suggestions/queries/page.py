"""The page of one suggestion for one seat: fetched and put together; rendering asks no more."""

from dataclasses import dataclass
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from lianxin.base.records.queries import stands, way_back, whole_story
from lianxin.base.ui.components import words
from lianxin.institution.congress.models import Role
from lianxin.institution.congress.queries import calendar_in
from lianxin.institution.congress.rules import reads_file
from lianxin.kernel.calendar import working_days_between
from lianxin.work.suggestions import rules
from lianxin.work.suggestions.lifecycle import cosignature as names
from lianxin.work.suggestions.models import Suggestion
from lianxin.work.suggestions.queries.clocks import (
    briefly,
    clock_lines,
    nearest,
    stages_of,
)
from lianxin.work.suggestions.queries.hands import births_of, hands_of, next_of, seen_of, waiting
from lianxin.work.suggestions.queries.record import grounds_seen_by, tie
from lianxin.work.suggestions.queries.trail import PART, Line, at_desk, lines_of, with_silence
from lianxin.work.suggestions.queries.verdicts import may_scan, take, verdicts_for


@dataclass(frozen=True)
class PartView:
    """One unit's part as a seat sees it."""

    part: Any
    light: Any
    hand: Any
    requests: list  # (request for more time, its hand)
    births: list
    inside: bool  # may read drafts and opinions
    uploads: list
    may_attach: bool

    @property
    def talks(self):
        """The talks with the deputy, oldest first."""
        return list(self.part.contacts.all())

    @property
    def unconfirmed(self):
        """How many of them the deputy has not confirmed."""
        return sum(talk.confirmed_on is None for talk in self.talks)


@dataclass(frozen=True)
class NameView:
    """One signature as a seat sees it."""

    name: Any
    hand: Any
    uploads: list
    may_attach: bool

    @property
    def signed(self):
        """Whether the name stands under it."""
        return self.name.state == names.CONFIRMED.code


@dataclass(frozen=True)
class Case:
    """All that the page of one suggestion shows."""

    suggestion: Suggestion
    next: Any
    stages: list
    clock: Any  # the open duty that ends first
    clocks: list
    done_clocks: list
    names: list
    invites: list
    voices: list
    parts: list
    proposes: list
    verdicts: list
    publication: Any
    public_hand: Any
    lines: list
    numbers: list  # of the time card: (name, value)
    opinion: bool  # may read the review opinion
    uploads: list
    way_back: Any  # of the seat's own last act, while it can be taken back
    file_open: bool  # may open the lead deputy's duty file

    @property
    def signers(self):
        """The names under the suggestion, the author's apart."""
        return [view.name.mandate for view in self.names if view.signed]

    @property
    def voices_seen(self):
        """The voices that the seat may open."""
        return [voice for voice in self.voices if voice.seen]


def case(suggestion, seat):
    """The page of a suggestion that was read with `whole(visible_to(seat), seat)`."""
    runs, everything, today = tie(suggestion), whole_story(suggestion), localdate()
    told = [entry for entry in everything if stands(entry)]
    seen = seen_of(suggestion)
    waits = waiting(suggestion, told, seen)
    hands, births = hands_of(seat, seen), births_of(suggestion, seat)
    card = next_of(suggestion, hands, births, waits)
    clocks = clock_lines(runs, seen, today)
    by_route: dict[str, list[Any]] = {}
    for birth in births:
        by_route.setdefault(birth.route, []).append(birth)
    open_clocks = [line for line in clocks if line.stopped_on is None]
    public = suggestion.publication if suggestion.publication_seen else None
    return Case(
        suggestion=suggestion,
        next=card,
        stages=stages_of(suggestion, told, clocks),
        clock=nearest(_own(clocks, suggestion, seat)),
        clocks=briefly([line for line in open_clocks if line.light]),
        done_clocks=[line for line in clocks if line.stopped_on],
        names=[
            NameView(name, take(hands, name), name._uploads, may_scan(seat, name))
            for name in suggestion.cosignatures.all()
        ],
        invites=by_route.get("suggestions:invite", []),
        voices=grounds_seen_by(suggestion, seat),
        parts=_parts(suggestion, hands, by_route.get("suggestions:ask_time", []), seat, clocks),
        proposes=[b for b in by_route.get("suggestions:propose", []) if not b.mine],
        verdicts=verdicts_for(suggestion, seat, hands),
        publication=public,
        public_hand=take(hands, public),
        lines=_lines(suggestion, seat, everything, waits, today),
        way_back=way_back(everything, seat),
        numbers=_numbers(suggestion, told, today),
        opinion=bool(suggestion.opinion_code) and at_desk(seat, suggestion),
        uploads=suggestion._uploads,
        file_open=reads_file(seat, suggestion.mandate),
    )


def _own(clocks, suggestion, seat):
    """For a unit, the clocks of its own parts; for everybody else, all."""
    if seat.unit_id is None:
        return clocks
    own = {part.pk for part in rules.parts(suggestion) if part.unit_id == seat.unit_id}
    return [c for c in clocks if c.run.subject_type == PART and c.run.subject_id in own]


def _light(part, clocks):
    """The light of the duty of a part that ends first."""
    own = [c for c in clocks if (c.run.subject_type, c.run.subject_id) == (PART, part.pk)]
    line = nearest(own)
    return line.light if line else None


def _parts(suggestion, hands, births, seat, clocks):
    watches = seat.role == Role.GOV_SUPERVISION or at_desk(seat, suggestion)
    found = []
    for part in rules.parts(suggestion):
        if not part.seen:
            continue
        mine = seat.unit_id is not None and seat.unit_id in (
            part.unit_id,
            rules.lead_unit_id(part),
        )
        found.append(
            PartView(
                part=part,
                light=_light(part, clocks),
                hand=take(hands, part),
                requests=[(each, take(hands, each)) for each in part.extensions.all()],
                births=[birth for birth in births if birth.pk == part.pk],
                inside=mine or watches,
                uploads=part._uploads,
                may_attach=rules.attaches(seat, part),
            )
        )
    return found


def _lines(suggestion, seat, told, waits, today):
    lines = with_silence(
        lines_of(suggestion, seat, told),
        cell_id=suggestion.cell_id,
        today=today,
        open_ended=bool(waits),
    )
    return [
        Line(
            title=str(duty.label),
            who=duty.who,
            when=_("by %(day)s") % {"day": words.day(duty.due_on)} if duty.due_on else "",
            kind="now",
            icon="hourglass",
        )
        for duty in waits
    ] + lines


def _numbers(suggestion, told, today):
    """What the time card counts."""
    if not suggestion.assigned_on:
        return []
    calendar = calendar_in(suggestion.cell_id)
    used = working_days_between(suggestion.assigned_on, today, calendar)
    urged = sum(entry.move == "urge" for entry in told)
    found = [
        (pgettext("time", "Assigned"), words.long_day(suggestion.assigned_on)),
        (pgettext("time", "Used"), _("%(n)d working days") % {"n": used}),
        (pgettext("time", "Urged"), _("%(n)d times") % {"n": urged} if urged else _("never")),
    ]
    given = [
        each.given
        for part in rules.parts(suggestion)
        if part.seen
        for each in part.extensions.all()
        if each.given
    ]
    more = words.long_day(max(given)) if given else _("not asked for")
    return [*found, (pgettext("time", "More time"), more)]
