"""Questions about many voices. Every page and endpoint starts from `visible_to`."""

import hashlib
import re
import secrets
from dataclasses import dataclass, field

from django.db.models import Q
from django.utils.translation import gettext as _

from lianxin.base.files.queries import uploads_of
from lianxin.base.records.queries import prime, story
from lianxin.institution.congress.models import Role, Standing
from lianxin.institution.congress.queries import seats_for
from lianxin.work.voices import lifecycle as life
from lianxin.work.voices.lifecycle import VOICE
from lianxin.work.voices.models import Voice

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # no 0 O 1 I L
GROUPS, SIZE = 3, 4

DRAFT = life.DRAFT.code
EARLY = (life.DRAFT.code, life.SUBMITTED.code)
WITH_UNIT = tuple(state.code for state in life.HANDED)
UNIT_SEES = (*WITH_UNIT, life.RESULT_BACK.code, life.CLOSED.code, life.WITHDRAWN.code)
BESIDE_SEES = (
    life.TRIAGE.code,
    life.ANSWERED_ON_SPOT.code,
    *WITH_UNIT,
    life.CONVERTED.code,
    life.RESULT_BACK.code,
    life.CLOSED.code,
)


# The query code


def new_code() -> str:
    """A query code of twelve letters and figures (59 bits), in groups that can be read out."""
    return "-".join("".join(secrets.choice(ALPHABET) for _n in range(SIZE)) for _g in range(GROUPS))


def code_digest(code: str) -> str:
    """What is stored of a query code; case, blanks and dashes do not matter."""
    plain = re.sub(r"[^0-9A-Z]", "", code.upper())
    return hashlib.sha256(f"voice {plain}".encode()).hexdigest()


def by_code(code: str) -> Voice | None:
    """The voice of a query code, or none."""
    if not code.strip():
        return None
    found = Voice.objects.filter(code_digest=code_digest(code))
    return found.select_related("region", "town", "venue", "mandate__person", "unit").first()


def resident_of(voice) -> Standing:
    """The seat of whoever holds the voice's query code."""
    return Standing(
        Role.RESIDENT, signature=_("the resident"), cell_id=voice.cell_id, voice_id=voice.pk
    )


def subject_of(body: str) -> str:
    """The first sentence of what was said, short enough for a list."""
    first = re.split(r"[。！？!?\n；;]", body.strip(), maxsplit=1)[0].strip()
    return first if len(first) <= 40 else first[:39] + "…"


# Scope


def visible_to(seat):
    """What a seat may know of: nothing outside its cell, whatever its role."""
    here = Voice.objects.filter(cell_id=seat.cell_id)
    if seat.role == Role.RESIDENT:
        return here.filter(pk=seat.voice_id)
    if seat.role == Role.DEPUTY:
        mine = Q(mandate=seat.mandate_id) & (~Q(state=DRAFT) | Q(entered_on_behalf=True))
        return here.filter(mine | Q(beside=seat.mandate_id, state__in=BESIDE_SEES))
    if seat.role == Role.LIAISON_OFFICER:
        return _own_desk(here.filter(venue=seat.venue_id))
    if seat.role == Role.TOWN_CLERK:
        return _own_desk(here.filter(town=seat.region_id))
    if seat.role == Role.LEADER:
        at_home = here.filter(town=seat.region_id) if seat.region_id else here
        return at_home.exclude(state__in=EARLY)
    if seat.role == Role.OFFICE:
        return here.exclude(state__in=EARLY)
    if seat.role in (Role.UNIT_CLERK, Role.UNIT_LEADER):
        return here.filter(unit=seat.unit_id, state__in=UNIT_SEES)
    return here.none()


def _own_desk(found):
    return found.filter(~Q(state=DRAFT) | Q(entered_on_behalf=True))


def may_know_who(seat, voice):
    """
    Whether a seat may read who spoke: those who answer, unless the resident said to nobody.

    The county office sees personal fields masked unless it handles the voice.
    """
    if voice.naming == Voice.Naming.NONE and seat.role != Role.RESIDENT:
        return False
    mine = seat.role == Role.DEPUTY and seat.mandate_id == voice.mandate_id
    desk = seat.role == Role.LIAISON_OFFICER and seat.venue_id == voice.venue_id
    town = seat.role == Role.TOWN_CLERK and seat.region_id == voice.town_id
    return mine or desk or town or seat.role == Role.RESIDENT


# Pages


@dataclass(frozen=True)
class Case:
    """All that the page of one voice shows, fetched; rendering asks nothing more."""

    voice: Voice
    offers: list
    clocks: list
    story: list
    uploads: list
    contact: object = None
    extra: dict = field(default_factory=dict)


def case(voice, seat):
    """The page of one voice for a seat: five queries whatever hangs on it."""
    runs = prime(voice)
    contact = getattr(voice, "contact", None) if may_know_who(seat, voice) else None
    return Case(
        voice=voice,
        offers=list(VOICE.offers(seat, voice)),
        clocks=runs,
        story=list(story(voice)),
        uploads=uploads_of(voice).get(voice.pk, []),
        contact=contact,
    )


def audience(root_id, entry, names):
    """The seats that an entry of a voice concerns, by the audience names of its move."""
    voice = Voice.objects.filter(pk=root_id).first()
    if voice is None:
        return []
    asked = {
        "station": ("liaison_officer", "venue_id", voice.venue_id),
        "deputy": ("deputy", "mandate_id", voice.mandate_id),
        "unit": ("unit_clerk", "unit_id", voice.unit_id or voice.slip_unit_id),
        "chair": ("leader", "region_id", voice.town_id),
        "clerk": ("town_clerk", "region_id", voice.town_id),
    }
    found = []
    for name in names:
        role, key, value = asked[name]
        if value is not None:
            found += seats_for(voice.cell_id, role, **{key: value})
    return found
