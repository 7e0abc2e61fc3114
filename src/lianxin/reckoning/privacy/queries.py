"""What is kept about somebody, what has been kept long enough, and who sees a proposal."""

import calendar
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q

from lianxin.base.facts.queries import file_of
from lianxin.base.files.queries import uploads_of
from lianxin.base.notices.queries import sent_to
from lianxin.base.records.models import Entry
from lianxin.base.records.queries import story
from lianxin.institution.congress.models import Mandate, Membership, Person, Role
from lianxin.institution.congress.queries import norm, seats_for
from lianxin.reckoning.privacy.models import Erasure
from lianxin.work.suggestions.models import Suggestion
from lianxin.work.voices.lifecycle import VOICE
from lianxin.work.voices.models import Contact, Voice
from lianxin.work.voices.queries import looks, notice
from lianxin.work.voices.queries import visible_to as voices_visible_to

AT_ONCE = 200  # voices of one proposal, so that nobody waits long for the lock

# Scope


def visible_to(seat):
    """The proposals of the cell for those who decide; for the others those that they made."""
    here = Erasure.objects.filter(cell_id=seat.cell_id)
    if seat.role == Role.OFFICE or (seat.role == Role.LEADER and seat.region_id is None):
        return here
    if seat.role in (Role.LEADER, Role.TOWN_CLERK, Role.LIAISON_OFFICER):
        return here.filter(proposed_by=seat.pk)
    return here.none()


def whole(found):
    """Read with a proposal what its page names."""
    return found.select_related("voice", "person")


def voices_to_forget(seat):
    """The voices whose speakers a seat may propose to forget: those it may know, or decides on."""
    found = voices_visible_to(seat).filter(contact__isnull=False)
    decides = seat.role == Role.OFFICE or (seat.role == Role.LEADER and seat.region_id is None)
    if decides or seat.role in (Role.TOWN_CLERK, Role.LIAISON_OFFICER):
        return found
    return found.none()


def audience(root_id, entry, names):
    """{name: seats}: the office hears of a proposal."""
    erasure = Erasure.objects.filter(pk=root_id).first()
    if erasure is None or "office" not in names:
        return {}
    return {"office": seats_for(erasure.cell_id, "office")}


# What has been kept long enough


def years_before(day: date, years: int) -> date:
    """The same day so many years ago; the end of February where there is none."""
    year = day.year - years
    return day.replace(year=year, day=min(day.day, calendar.monthrange(year, day.month)[1]))


def kept_until(cell_id, today) -> date:
    """What ended before this day has been kept long enough, by the rule `voice.keep`."""
    return years_before(today, norm("voice.keep", today, cell_id=cell_id).value)


def kept_long_enough(cell_id, before):
    """The voices that ended before a day and still have a name or a number, oldest first."""
    ended = [state.code for state in VOICE.states if state.final]
    found = Voice.objects.filter(cell_id=cell_id, state__in=ended, contact__isnull=False)
    return found.filter(state_since__date__lt=before).order_by("state_since", "pk")


def to_erase(erasure):
    """The voices that a proposal is about, as far as they still have a name or a number."""
    if erasure.before:
        return kept_long_enough(erasure.cell_id, erasure.before)[:AT_ONCE]
    return Voice.objects.filter(pk=erasure.voice_id, contact__isnull=False)


def is_proposed(cell_id) -> bool:
    """Whether a proposal about what has been kept long enough waits already."""
    return Erasure.objects.filter(cell_id=cell_id, state="proposed", before__isnull=False).exists()


# All that is kept about somebody


@dataclass
class Part:
    """One part of what is kept: a heading and rows of (name, value)."""

    code: str
    rows: list[dict[str, Any]] = field(default_factory=list)


def about_voice(voice) -> list[Part]:
    """All that the platform keeps of one who spoke, under the query code of a voice."""
    contact = Contact.objects.filter(voice=voice).first()
    who = {name: getattr(contact, name) for name in ("name", "phone", "address")} if contact else {}
    said = {
        "number": voice.number,
        "said_at": voice.said_at.isoformat(),
        "channel": voice.channel,
        "who_may_know": voice.naming,
        "subject": voice.title,
        "text": voice.body,
        "village": str(voice.region or ""),
        "place": voice.place,
        "answer": voice.answer,
        "rating": voice.rating,
        "words_with_the_rating": voice.rating_words,
        "told_by_notice": voice.purpose,
    }
    told = notice(voice.purpose, cell_id=voice.cell_id)
    return [
        Part("contact", [who] if who else []),
        Part("voice", [said]),
        Part(
            "notice", [{"heading": head, "text": text} for head, text in told.rows] if told else []
        ),
        Part("files", [_file(each) for each in uploads_of(voice).get(voice.pk, [])]),
        Part("steps", [_entry(entry) for entry in story(voice, whole=True)]),
        Part("looks", [_entry(entry) for entry in looks(voice)]),
        Part("messages", [_message(each) for each in sent_to(f"voice:{voice.pk}")]),
    ]


def _message(sending):
    return {
        "at": sending.made_at.isoformat(timespec="seconds"),
        "what": sending.occasion,
        "phone": sending.shown,
        "number": sending.number,
    }


def about_person(person) -> list[Part]:
    """All that the platform keeps of a person of the roster."""
    own = (
        *("name", "sex", "ethnicity", "born", "party", "education", "post"),
        *("degree", "trade", "sector", "expertise"),
        *("phone", "identity_number", "remark"),
    )
    mandates = list(Mandate.objects.filter(person=person).select_related("congress", "term"))
    ids = [each.pk for each in mandates]
    groups = Membership.objects.filter(mandate__in=ids).select_related("group").order_by("pk")
    drafts = Suggestion.objects.filter(mandate__in=ids).order_by("pk")
    looked = Entry.objects.filter(root_type="congress.person", root_id=person.pk).order_by("pk")
    return [
        Part("person", [{name: getattr(person, name) for name in own}]),
        Part("mandates", [_mandate(each) for each in mandates]),
        Part("groups", [{"group": m.group.name, "from": str(m.valid_from)} for m in groups]),
        Part("suggestions", [{"number": d.number, "title": d.title} for d in drafts]),
        Part("file", [_fact(line) for line in file_of(person.pk)]),
        Part("looks", [_entry(entry) for entry in looked.select_related("text")]),
    ]


def _mandate(mandate):
    names = ("district", "certificate", "begins_on", "ends_on")
    return {"congress": mandate.congress.name} | {
        name: str(getattr(mandate, name) or "") for name in names
    }


def _fact(line):
    return {"on": str(line.on), "kind": line.kind, "title": line.title}


def _file(upload):
    told = {"name": upload.name, "kind": upload.kind, "bytes": upload.size}
    return told | {"sha256": upload.sha256}


def _entry(entry):
    text = getattr(entry, "text", None)
    return {
        "at": entry.happened_at.isoformat(),
        "what": entry.move,
        "who": entry.who,
        "words": text.body if text else "",
    }


def person_named(words: str, cell_id):
    """A person of a cell by number, certificate or exact name; none unless it is one alone."""
    asked = Q(name=words) | Q(mandates__certificate=words)
    if words.isdecimal() and len(words) < 19:
        asked |= Q(pk=int(words))
    found = list(Person.objects.filter(asked, cell_id=cell_id).distinct()[:2])
    return found[0] if len(found) == 1 else None
