"""Who may see a voice, who speaks for it, and all that its page shows, fetched."""

import base64
import io
import re
from dataclasses import dataclass, field

from django.db.models import Q
from django.utils.translation import gettext as _

from lianxin.base.files.models import Upload
from lianxin.base.files.queries import full_path, uploads_of
from lianxin.base.masks import KINDS, conceal, mask
from lianxin.base.records.models import Entry
from lianxin.base.records.queries import prime, whole_story
from lianxin.institution.congress.models import Mandate, Role, Standing
from lianxin.institution.congress.queries import seats_for, towns_and_villages
from lianxin.institution.stations.models import Venue
from lianxin.kernel.fields import holding, plain_number
from lianxin.kernel.keyring import Unreadable
from lianxin.work.voices import lifecycle as life
from lianxin.work.voices.lifecycle import VOICE
from lianxin.work.voices.models import Contact, Voice

LOOKS = 20  # that a page tells of
NUMBERS = frozenset(KINDS) - {"address", "name", "plate"}
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


def resident_of(voice) -> Standing:
    """The seat of whoever holds the voice's query code."""
    return Standing(
        Role.RESIDENT, signature=_("the resident"), cell_id=voice.cell_id, voice_id=voice.pk
    )


def without_numbers(text: str) -> str:
    """What was said, for those who need not know how to reach whom; places stay readable."""
    return mask(text, kinds=NUMBERS)


def for_others(voice, text: str) -> str:
    """A text of a voice for those who may not know who spoke: neither numbers nor the speaker."""
    contact = getattr(voice, "contact", None)
    said = known_words(contact) if contact else []
    return mask(text, names=said, kinds=NUMBERS | {"name"})


def subject_of(body: str) -> str:
    """The first sentence of what was said, short enough for a list, without anybody's number."""
    first = re.split(r"[。！？!?\n；;]", body.strip(), maxsplit=1)[0].strip()
    first = without_numbers(first)
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


# Who spoke, as far as it is shown unasked


def masked(contact):
    """{field: as much of it as may stand on a page}; a sentence where it does not open."""
    shown = {"name": "name", "phone": "phone", "address": "address"}
    try:
        return {field: conceal(kind, getattr(contact, field)) for field, kind in shown.items()}
    except Unreadable as fault:
        return {"name": str(fault), "phone": "", "address": ""}


def known_words(contact):
    """What of a contact may stand in texts as well; one that does not open is known to nobody."""
    try:
        words = [contact.name, contact.phone, contact.address]
    except Unreadable:
        return []
    return [word for word in words if len(word) > 1]


def looks(voice):
    """The entries of who looked at the name and the number of a voice, newest first."""
    found = Entry.objects.filter(root_type="voices.contact", root_id=voice.pk, move="show")
    return list(found.select_related("text").order_by("-pk")[:LOOKS])


def of_phone(seat, number):
    """The voices of whoever has exactly this telephone, for those who may know who spoke."""
    known = {
        Role.DEPUTY: {"mandate": seat.mandate_id},
        Role.LIAISON_OFFICER: {"venue": seat.venue_id},
        Role.TOWN_CLERK: {"town": seat.region_id},
    }.get(seat.role)
    if known is None or None in known.values() or len(plain_number(number)) < 7:
        return Voice.objects.none()
    found = visible_to(seat).filter(**known).exclude(naming=Voice.Naming.NONE)
    return found.filter(holding(Contact, "phone", number, at="contact__"))


# Whom and what a form may choose


def mandates_at(venue_id, town_id):
    """The deputies of a station, or of a town that has none."""
    found = Mandate.objects.select_related("person").order_by("person__sort_key", "pk")
    if venue_id:
        return found.filter(venues=venue_id)
    return found.filter(region=town_id) if town_id else found.none()


def places_for(seat):
    """The villages that a seat may enter words of: its station's, its town's, or the cell's."""
    towns = towns_and_villages(seat.cell)
    if seat.region_id:
        return [(town, villages) for town, villages in towns if town.pk == seat.region_id]
    if seat.venue_id:
        venue = Venue.objects.filter(pk=seat.venue_id).prefetch_related("serves").first()
        served = {place.pk for place in venue.serves.all()} if venue else set()
        own = [(town, [v for v in villages if v.pk in served]) for town, villages in towns]
        return [row for row in own if row[1]] or [
            row for row in towns if venue and row[0].pk == venue.region_id
        ]
    return towns


def stashed(tokens, cell_id):
    """Uploads that wait for their form to be sent, by token."""
    found = Upload.objects.filter(token__in=list(tokens), subject_type="", cell_id=cell_id)
    return list(found.order_by("pk")) if tokens else []


def thumbnail(upload):
    """A small picture of a photo that nobody may open yet, as an address in itself; else none."""
    if not upload.is_image:
        return ""
    from PIL import Image  # noqa: PLC0415 -- large, seldom used

    with Image.open(full_path(upload)) as picture:
        picture.thumbnail((160, 160))
        out = io.BytesIO()
        picture.save(out, "JPEG", quality=70)
    return "data:image/jpeg;base64," + base64.b64encode(out.getvalue()).decode()


# Pages


def whole(found):
    """Read with a voice everything that its page names."""
    return found.select_related(
        *("region", "town", "venue", "mandate__person", "beside__person"),
        *("unit", "slip_unit", "contact"),
    )


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
        story=whole_story(voice),
        uploads=uploads_of(voice).get(voice.pk, []),
        contact=contact,
    )


def audience(root_id, entry, names):
    """{name: seats}: whom an entry of a voice concerns, by the audiences of its move."""
    voice = Voice.objects.filter(pk=root_id).first()
    if voice is None:
        return {}
    asked = {
        "station": ("liaison_officer", "venue_id", voice.venue_id),
        "deputy": ("deputy", "mandate_id", voice.mandate_id),
        "unit": ("unit_clerk", "unit_id", voice.unit_id or voice.slip_unit_id),
        "chair": ("leader", "region_id", voice.town_id),
        "clerk": ("town_clerk", "region_id", voice.town_id),
    }
    found = {}
    for name in names:
        role, key, value = asked[name]
        if value is not None:
            found[name] = seats_for(voice.cell_id, role, **{key: value})
    return found
