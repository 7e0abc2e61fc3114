"""The trail of a suggestion as one seat may read it: newest first, silence included."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from lianxin.base.records.lifecycle import UNDO
from lianxin.base.records.queries import follows, moment_of, title_of
from lianxin.institution.congress.models import Role
from lianxin.institution.congress.queries import calendar_in
from lianxin.kernel.calendar import working_days_between
from lianxin.kernel.registry import lifecycle_named
from lianxin.work.suggestions import rules
from lianxin.work.suggestions.lifecycle.suggestion import BEFORE_UNITS as BEFORE_FILING

QUIET, SLOW = 5, 15  # working days without a word: said, and said loudly

SUGGESTION, NAME = "suggestions.suggestion", "suggestions.cosignature"
PART, VERDICT = "suggestions.assignment", "suggestions.evaluation"
MORE_TIME, PUBLIC = "suggestions.extension", "suggestions.publication"

# What an office or a unit does behind its own door: not for deputies and stations.
INSIDE = {
    (SUGGESTION, "write_opinion"),
    *((PART, code) for code in ("propose", "agree", "disagree", "drop", "draft_reply")),
    *((PART, code) for code in ("send_back_draft", "recall_signature")),
    *((MORE_TIME, code) for code in ("prepare", "discard")),
    *((PUBLIC, code) for code in ("check", "send_back", "recheck")),
}
# What went before a unit had a part in it: it reads on from the assignment, and that it was filed.
BEFORE_UNITS = {
    *((SUGGESTION, move.code) for move in BEFORE_FILING if move.code != "register"),
    *((PART, code) for code in ("propose", "agree", "disagree", "drop")),
}
# What other deputies read of the time before a suggestion stood on the books.
BEFORE_BOOKS = {(SUGGESTION, "return_to_deputy"), (SUGGESTION, "resubmit")}
TALKS = {(PART, code) for code in ("record_contact", "confirm_contact", "note_progress")}
ICONS = {
    "begin": "pencil",
    "edit": "pencil",
    "open_cosigning": "users",
    "invite": "user-plus",
    "join": "signature",
    "confirm": "signature",
    "submit": "file-text",
    "resubmit": "file-text",
    "take_up": "clipboard-list",
    "write_opinion": "clipboard-list",
    "register": "clipboard-check",
    "return_to_deputy": "arrow-back-up",
    "not_file": "file-off",
    "propose": "building-community",
    "agree": "check",
    "assign": "send",
    "acknowledge": "signature",
    "start_handling": "list-check",
    "record_contact": "message-circle",
    "confirm_contact": "user-check",
    "note_progress": "message-circle",
    "send_co_opinion": "users",
    "draft_reply": "pencil",
    "send_back_draft": "arrow-back-up",
    "sign_reply": "signature",
    "send_reply": "mail",
    "urge": "bell-ringing",
    "remind": "bell",
    "evaluate": "checklist",
    "release": "checklist",
    "rework": "refresh",
    "begin_rework": "refresh",
    "check": "shield-check",
    "publish": "world",
    "close": "archive",
    "undo": "arrow-back-up",
}


@dataclass
class Line:
    """One line of the trail, in the shape that the trail component draws."""

    title: str
    when: Any = ""
    who: str = ""
    see: str = ""
    kind: str = "human"
    icon: str = ""
    quote: str = ""
    body: str = ""
    files: list = field(default_factory=list)
    day: date | None = None
    reply: Any = None  # the letter that the line tells of
    talk: bool = False


class Reader:
    """One seat before the story of one suggestion: what it may read of it."""

    def __init__(self, suggestion, seat):
        self.suggestion, self.seat = suggestion, seat
        self.parts = {p.pk: p for p in rules.parts(suggestion)}
        self.verdicts = {e.pk: e for e in suggestion.evaluations.all()}
        self.names = {n.pk: n for n in suggestion.cosignatures.all()}
        self.requests = {
            each.pk: part for part in self.parts.values() for each in part.extensions.all()
        }
        self.outsider = seat.role in (Role.DEPUTY, Role.LIAISON_OFFICER) or (
            seat.role == Role.TOWN_CLERK and not at_desk(seat, suggestion)
        )
        self.unit = seat.role in (Role.UNIT_CLERK, Role.UNIT_LEADER)
        signed = {suggestion.mandate_id, *rules.signers(suggestion)}
        self.stranger = seat.role == Role.DEPUTY and seat.mandate_id not in signed

    def sees(self, entry):
        """Whether this seat may read an entry at all."""
        act = (entry.subject_type, entry.move)
        if (self.outsider and act in INSIDE) or (self.unit and act in BEFORE_UNITS):
            return False
        if self.unit and entry.subject_type == NAME and entry.move != "consent_withdrawal":
            return False
        if entry.subject_type == VERDICT:
            verdict = self.verdicts.get(entry.subject_id)
            return verdict is not None and verdict.seen
        if entry.subject_type == PUBLIC:
            return self.suggestion.publication_seen
        if (part := self.part_of(entry)) is not None:
            return part.seen
        return not self.stranger or (move_of(entry).formal and act not in BEFORE_BOOKS)

    def part_of(self, entry):
        """The unit's part that an entry tells of, if it tells of one."""
        if entry.subject_type == PART:
            return self.parts.get(entry.subject_id)
        return self.requests.get(entry.subject_id) if entry.subject_type == MORE_TIME else None

    def words(self, entry):
        """What was written with it; a unit never reads what was written with a verdict."""
        text = getattr(entry, "text", None)
        kept_back = self.unit or self.seat.role == Role.GOV_SUPERVISION
        return text.body if text and not (entry.subject_type == VERDICT and kept_back) else ""

    def see(self, entry):
        """Who else can read it, as staff are told; deputies see what they see."""
        if self.outsider:
            return ""
        return "staff" if (entry.subject_type, entry.move) in INSIDE else "deputy"

    def title(self, entry):
        """What happened, and to whom where the actor does not say it."""
        move = move_of(entry)
        words, about = str(move.done or move.label), ""
        known = self.names.get(entry.subject_id) if entry.subject_type == NAME else None
        if known and move.code in ("invite", "take_back_invitation", "lapse"):
            about = known.mandate.person.name
        part = self.part_of(entry)
        if part is not None and entry.role not in (Role.UNIT_CLERK, Role.UNIT_LEADER):
            about = part.unit.name
        if entry.subject_type == VERDICT:
            about = self.verdicts[entry.subject_id].assignment.unit.name
        said = _("%(what)s: %(whom)s") % {"what": words, "whom": about} if about else words
        return title_of(entry, said)

    def who(self, entry):
        """The name and office as they were then, on whose behalf, and whether entered later."""
        said = [entry.who or _("the platform, by itself")]
        if entry.on_behalf_of:
            said.append(_("on behalf of %(name)s") % {"name": entry.on_behalf_of})
        if moment_of(entry) != entry.happened_at:
            said.append(_("the date was put right"))
        written = localdate(entry.recorded_at)
        if entry.channel in ("behalf", "import") and written != localdate(entry.happened_at):
            day = date_format(written, pgettext("day without its year", "M j"))
            said.append(_("entered later, on %(day)s") % {"day": day})
        return "　".join(said)


def at_desk(seat, suggestion):
    """Whether the seat belongs to the office that the suggestion was handed to."""
    return rules.office(seat, suggestion) or rules.leader(seat, suggestion)


def move_of(entry):
    """The declared move that an entry recorded."""
    lifecycle = lifecycle_named(entry.subject_type)
    return lifecycle.row(entry.move, entry.before) or lifecycle.move(entry.move)


def lines_of(suggestion, seat, story):
    """The entries a seat may read, newest first; what an act brought about stands with it."""
    reader = Reader(suggestion, seat)
    seen = {entry.pk: entry for entry in story if reader.sees(entry)}
    told_of = {entry.undone.by_id for entry in seen.values() if hasattr(entry, "undone")}
    seen = {pk: e for pk, e in seen.items() if e.move != UNDO.code or pk in told_of}
    talks, letters = _talks(story, reader.parts), _letters(reader.parts)
    lines: list[Line] = []
    heads: dict[int, Line] = {}
    for entry in seen.values():
        cause = seen.get(entry.cause_id)
        if cause is not None and follows(entry, seen):
            heads[entry.pk] = heads[cause.pk]
            _add(heads[cause.pk], reader.title(entry))
            continue
        line = _line(entry, reader)
        if entry.pk in talks:
            line.quote = line.quote or talks[entry.pk].said
            line.who = f"{line.who}　{_about(talks[entry.pk])}"
        if (entry.subject_type, entry.move) == (PART, "send_reply"):
            line.reply = letters.get((entry.subject_id, entry.round))
        heads[entry.pk] = line
        lines.append(line)
    return sorted(lines, key=lambda line: line.when)[::-1]  # by the day it happened, not was told


def _line(entry, reader):
    move = move_of(entry)
    return Line(
        title=reader.title(entry),
        when=moment_of(entry),
        who=reader.who(entry),
        see=reader.see(entry),
        kind="formal" if move.formal else "human",
        icon=ICONS.get(entry.move, ""),
        quote=reader.words(entry),
        day=localdate(moment_of(entry)),
        talk=(entry.subject_type, entry.move) in TALKS,
    )


def _add(line, words):
    """What followed from an act, one line each."""
    line.body = f"{line.body}\n{words}" if line.body else words


def _about(talk):
    """How a unit talked with the deputy, and with whom; that the deputy has not said so yet."""
    said = f"{talk.get_manner_display()}，{talk.who}"
    return said if talk.confirmed_on else "　".join((said, _("not confirmed by the deputy")))


def _talks(story, parts):
    """{entry id: the talk it recorded}: both are written in one act, so they come in one order."""
    found: dict[int, Any] = {}
    for part in parts.values():
        act = (PART, part.pk, "record_contact")
        told = [e.pk for e in story if (e.subject_type, e.subject_id, e.move) == act]
        found |= dict(zip(told, part.contacts.all(), strict=False))
    return found


def _letters(parts):
    """{(part, round): the reply that was sent}."""
    return {
        (part.pk, reply.round): reply
        for part in parts.values()
        for reply in part.reply_set.all()
        if reply.sent_on
    }


def with_silence(lines, *, cell_id, today, open_ended):
    """Put a mark between lines where nothing happened for long, up to today if it goes on."""
    calendar = calendar_in(cell_id)
    found: list[Line] = []
    later = today if open_ended else None
    for line in lines:
        if later is not None:
            days = working_days_between(line.day, later, calendar)
            found += _silence(days, now=later is today and not found)
        found.append(line)
        later = line.day
    return found


def _silence(days, *, now):
    if days < QUIET:
        return []
    said = {"n": days}
    if days >= SLOW:
        words = ngettext(
            "nothing happened for %(n)d working day",
            "nothing happened for %(n)d working days",
            days,
        )
        return [Line(title=words % said, kind="slow")]
    if now:
        return []
    words = ngettext("%(n)d working day between", "%(n)d working days between", days)
    return [Line(title=words % said, kind="gap")]
