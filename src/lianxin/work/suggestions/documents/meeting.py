"""交办会签收表 (D05): what the assignment meeting hands out, and where each unit signs for it."""

from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import override

from lianxin.base.paper.printout import Cell, Printout, Row
from lianxin.base.ui.components import words

WIDTHS = (12, 27, 52, 20, 28, 30, 20, 24, 28, 16)  # millimetres of a landscape page


def sign_for_sheet(lines, organ, printed_by):
    """The sheet for `queries.to_sign_for`, always in Chinese."""
    with override("zh-hans"):
        today = localdate()
        return Printout(
            organ=organ,
            title=_("Sign-for sheet of the assignment meeting"),
            about=_about(lines, today),
            widths=WIDTHS,
            rows=(_heads(), *(_row(number, each) for number, each in enumerate(lines, start=1))),
            heads=1,
            printed=_("printed by %(name)s on %(day)s, made by the platform")
            % {"name": printed_by, "day": words.long_day(today)},
            landscape=True,
        )


def _about(lines, today):
    """Session, how many, for how many units, which day."""
    sessions = {each.suggestion.session for each in lines}
    session = next(iter(sessions)) if len(sessions) == 1 else None
    units = {part.unit_id for each in lines for part in (*each.lead, *each.others)}
    told = {"n": len(lines), "units": len(units), "day": words.long_day(today)}
    said = _("%(n)d suggestions, %(units)d units　%(day)s") % told
    if session is None:
        return said
    named = {"term": session.term.number, "session": session.number}
    held = _("Term %(term)d, session %(session)d") % named
    return f"{held}　{said}"


def _heads():
    titles = (
        *(_("Item no."), _("Number"), _("Title"), _("Lead deputy"), _("Lead unit"), _("Co-units")),
        *(_("Leader in charge"), _("Reply by"), _("Signed for by (name)"), _("Telephone")),
    )
    return Row(tuple(Cell(title, head=True) for title in titles), 10)


def _row(number, each):
    suggestion, parts = each.suggestion, (*each.lead, *each.others)
    said = (
        str(number),
        suggestion.number,
        suggestion.title,
        suggestion.mandate.person.name,
        "\n".join(part.unit.name for part in each.lead),
        "\n".join(part.unit.name for part in each.others),
        "\n".join(filter(None, (part.plan_leader for part in each.lead))),
        words.long_day(each.reply_by) if each.reply_by else "",
        "\n".join(f"{part.unit.short or part.unit.name}：" for part in parts),
        "\n".join(filter(None, (part.unit.phone for part in parts))),
    )
    return Row(tuple(Cell(text) for text in said), 8 * max(len(parts), 1) + 2)
