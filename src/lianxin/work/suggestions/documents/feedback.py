"""征询意见表 (D12): the form on which a deputy judges a reply on paper, in two copies."""

from django.utils.translation import gettext as _
from django.utils.translation import override

from lianxin.base.paper.printout import Cell, Printout, Row
from lianxin.base.ui.components import words
from lianxin.institution.congress.queries import calendar_in, norm
from lianxin.kernel.calendar import count
from lianxin.work.suggestions.models import ContactRecord, Evaluation

WIDTHS = (34, 46, 34, 46)
BOX = "□"


def feedback_sheets(reply):
    """The form for one reply, always in Chinese; nothing of a verdict is in it."""
    with override("zh-hans"):
        suggestion = reply.assignment.suggestion
        keepers = [suggestion.organ.name]
        if suggestion.government_side:
            keepers.append(_("the government supervision office"))
        return tuple(_form(reply, suggestion, keeper, keepers) for keeper in keepers)


def _form(reply, suggestion, keeper, keepers):
    return Printout(
        organ=suggestion.congress.name,
        title=_("Form for the deputy's opinion on how a suggestion was handled"),
        about=_("Copy for: %(office)s") % {"office": keeper},
        widths=WIDTHS,
        rows=(*_of_the_reply(reply, suggestion), *_of_the_deputy(suggestion)),
        notes=_notes(reply, len(keepers)),
        printed=_("made by the platform"),
    )


def _of_the_reply(reply, suggestion):
    arrived = _("year　　month　　day　　")
    ways = (*(label for _value, label in ContactRecord.Manner.choices), _("not contacted"))
    return (
        _wide(_("Title"), suggestion.title, 14),
        _four(_("Number"), suggestion.number, _("Lead unit"), reply.assignment.unit.name),
        _four(_("Reply received"), _boxes(_("yes"), _("no")), _("Received on"), arrived),
        _wide(_("How the unit contacted you"), _boxes(*ways), 10),
        _wide(_("Manner of handling"), _boxes(*Evaluation.Grade.labels), 12),
        _wide(_("Result of handling"), _boxes(*Evaluation.Grade.labels), 12),
        _wide(_("What you want to say about it (needed if dissatisfied)"), "", 62),
    )


def _of_the_deputy(suggestion):
    return (
        _four(
            _("Deputy"),
            suggestion.mandate.person.name,
            _("Signed on"),
            _("year　　month　　day　　"),
        ),
        _four(_("Signature"), "", _("Telephone"), "", 14),
        _wide(_("Postal address"), "", 12),
    )


def _notes(reply, copies):
    found = [_("Notes:")]
    if copies > 1:
        found.append(_("1. In two copies: one for each office named under the title."))
    found.append(_("2. Manner and result are judged apart; please tick one box for each."))
    found.append(_("3. If one of the two is “dissatisfied”, please say why; it is handled again."))
    if reply.sent_on:
        cell = reply.assignment.cell_id
        window = norm("eval.window", reply.sent_on, cell_id=cell)
        last = count(reply.sent_on, window, calendar_in(cell))[0]
        found.append(_("4. Please return it by %(day)s.") % {"day": words.long_day(last)})
    return tuple(found)


def _boxes(*labels):
    return "　".join(f"{BOX}{label}" for label in labels)


def _wide(name, said, height):
    return Row((Cell(name, head=True), Cell(said, span=3)), height)


def _four(name, said, other, told, height=11):
    cells = (Cell(name, head=True), Cell(said), Cell(other, head=True), Cell(told))
    return Row(cells, height)
