"""What goes on paper: the receipt, the redirect notice (D25), the direct-train slip (D24)."""

from dataclasses import asdict, dataclass
from datetime import date
from tempfile import TemporaryFile

from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from lianxin.base.paper.export import Heading, Table, save
from lianxin.base.records.queries import basis_of, period
from lianxin.base.ui.components.words import long_day
from lianxin.institution.congress.models import Role
from lianxin.institution.congress.queries import norm, seats_for
from lianxin.institution.stations.models import Bureau
from lianxin.institution.stations.queries import bureau_named
from lianxin.work.voices.lifecycle import VOICE
from lianxin.work.voices.queries import NOTICE_WAYS, REASONS


@dataclass(frozen=True)
class Paper:
    """One sheet: its title and its lines; an empty value is a line to write on."""

    title: str
    rows: list
    sign: list
    foot: str = ""


def notice_of(voice, runs=()):
    """告知单: why it is not taken up here, and where the resident should turn (D25)."""
    name = voice.organ_pointed_to
    bureau = bureau_named(voice.cell_id, name) if name else None
    return Paper(
        title=_heading(bureau),
        rows=[
            (_("No."), voice.number),
            (_("The matter"), voice.title),
            (_("Received on"), long_day(voice.received_on())),
            (_("Why it is not taken up here"), str(REASONS.get(voice.reason_code, ""))),
            (_("Reasons"), voice.reason_told),
            *(turn_to(bureau) if bureau else ()),
            *_by_when(runs, "redirect_notice", _("To be told by")),
            (_("How it was told"), _told_how(voice)),
            (_("Date"), long_day(voice.notice_on) if voice.notice_on else ""),
        ],
        sign=[
            (_("Told by"), voice.venue.name if voice.venue_id else ""),
            (_("Signed for by"), voice.notice_receipt),
        ],
        foot=_("This is not a refusal of what you say, but the right address for it.")
        if bureau
        else "",
    )


def _heading(bureau):
    """What the notice is called; petitions and lawsuits have names of their own."""
    if bureau is None:
        return _("Notice: not accepted")
    return {
        Bureau.Kind.PETITION: _("Notice: where to turn with a petition"),
        Bureau.Kind.COURT: _("Notice: where to turn with a lawsuit"),
    }.get(bureau.kind, _("Notice: where to turn"))


def _told_how(voice):
    """How the resident was told; before that, the ways to tick."""
    known = NOTICE_WAYS.get(voice.notice_how, voice.notice_how)
    return str(known) or "　".join(f"□ {way}" for way in NOTICE_WAYS.values())


def turn_to(bureau):
    """The organ with all that tells how to reach it; what is not known is left to be written."""
    return [
        (_("Where to turn"), bureau.name),
        (pgettext("of an organ", "Address"), bureau.address),
        (_("Telephone"), bureau.numbers),
        (_("Opening hours"), bureau.hours),
    ]


def _by_when(runs, code, label):
    """The day with how it came about, as long as the period runs or has run."""
    run = next((each for each in reversed(runs) if each.code == code), None)  # of this round
    if run is None:
        return []
    how = run.explanation
    told = {
        "period": period(how["value"], how["unit"]),
        "start": long_day(date.fromisoformat(how["start"])),
        "basis": basis_of(how),
    }
    because = _("%(period)s from %(start)s (%(basis)s)") % told
    return [(label, f"{long_day(run.due_on)}\n{because}")]


def slip_of(voice, runs=()):
    """代表直通车转办单: what a unit is asked to do, by when, and who signed it."""
    unit = voice.unit or voice.slip_unit
    deputy = voice.mandate.person.name if voice.mandate_id else ""
    return Paper(
        title=_("Direct-train slip of the deputies"),
        rows=[
            (_("No."), voice.number),
            (_("From"), "　".join(filter(None, (voice.venue and voice.venue.name, deputy)))),
            (_("The matter"), voice.title),
            (_("Handed to"), unit.name if unit else ""),
            (_("What the unit is asked to do"), voice.slip),
            *(_by_when(runs, "village_or_town", _("By when")) or [_period_to_come(voice)]),
            (_("How it was dealt with"), voice.result),
        ],
        sign=[
            (_chair_line(voice), ""),
            (_("Head of the unit"), voice.result_signed_by),
            (_("The deputy was told on"), long_day(voice.answered_on) if voice.answered_on else ""),
        ],
    )


def _period_to_come(voice):
    """What the rule says, as long as nobody has signed and no day can be told."""
    rule = norm("voice.town", localdate(), cell_id=voice.cell_id)
    told = {"period": period(rule.value, rule.unit), "basis": basis_of(asdict(rule))}
    return _("By when"), _("within %(period)s of the day of signing (%(basis)s)") % told


def _chair_line(voice):
    """Where the town's chair signs; with the name, if somebody has the post."""
    found = seats_for(voice.cell_id, Role.LEADER, region_id=voice.town_id) if voice.town_id else ()
    names = {seat.holder for seat in found}
    if len(names) != 1:  # nobody, or more than one: whoever signs writes the name
        return _("Presidium chair")
    return _("Presidium chair: %(name)s") % {"name": names.pop()}


def sheet_of(voices, today):
    """(name, open file) of a list as .xlsx, written row by row. No resident is named in it."""
    name = _("Residents' voices")
    headings = [
        Heading(_("No."), 14),
        Heading(_("Subject"), 48),
        Heading(_("Town"), 14),
        Heading(_("Village or community"), 18),
        Heading(_("Category"), 12),
        Heading(_("Channel"), 12),
        Heading(_("Deputy"), 12),
        Heading(_("Handled by"), 20),
        Heading(_("State"), 14),
        Heading(_("Due"), 14),
        Heading(_("Received on"), 14),
    ]
    paper = TemporaryFile()  # noqa: SIM115 -- whoever sends it closes it
    save(paper, Table(name, headings, map(_line, voices), title=name))
    paper.seek(0)
    return f"{name} {today.isoformat()}.xlsx", paper


def _line(voice):
    return (
        voice.number,
        voice.title,
        voice.town.name if voice.town_id else "",
        voice.region.name if voice.region_id else "",
        voice.category,
        voice.get_channel_display(),
        voice.mandate.person.name if voice.mandate_id else "",
        voice.unit.name if voice.unit_id else "",
        str(VOICE.state(voice.state).label),
        voice.due_date or "",
        localdate(voice.said_at),
    )
