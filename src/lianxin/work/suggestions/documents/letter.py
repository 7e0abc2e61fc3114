"""The reply letter (D10): one content for the page, the preview and the .docx."""

import re

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override, pgettext

from lianxin.base.paper.letter import Letter
from lianxin.base.ui.components import words
from lianxin.work.suggestions import rules
from lianxin.work.suggestions.models import Reply
from lianxin.work.suggestions.queries import names_under

DIGITS = "〇一二三四五六七八九"
BETWEEN = re.compile(r"(\d{4})-\d+$")  # the year of what was filed between sessions


def letter_of(reply):
    """A reply as a letter, always in Chinese; it was read with `whole`, or is read now."""
    with override("zh-hans"):
        return _letter(reply, reply.assignment, reply.assignment.suggestion)


def _letter(reply, part, suggestion):
    return Letter(
        organ=part.unit.name,
        title=title_of(suggestion),
        to=addressees(suggestion),
        paragraphs=(opening(reply), *answers(reply.text), *late(reply), closing(suggestion)),
        sign=part.unit.name,
        day=reply.signed_on,
        number=reply.number,
        mark=reply.mark if reply.category else "",
        contact=contact_of(reply),
        copies=copies_of(suggestion),
        enclosed=_("Feedback form"),
        signer=reply.signed_by if reply.signed_on else "",
        superseded=superseded(reply),
    )


def preview_of(part, given):
    """The letter as it would be with what stands in the form; nothing is kept."""
    wanted = {
        name: given.get(name) or ""
        for name in ("category", "text", "contact_name", "contact_phone")
    }
    if wanted["category"] not in Reply.Category.values:
        wanted["category"] = ""
    return letter_of(Reply(assignment=part, round=part.round, **wanted))


def title_of(suggestion):
    """关于…第×届人大第×次会议第×号建议的答复, broken where it reads well (R-L4)."""
    named = {
        "place": suggestion.congress.name.removesuffix("人民代表大会"),
        "number": short_number(suggestion),
    }
    second = _("No. %(number)s") % named
    if suggestion.session_id:
        session = suggestion.session
        named |= {"term": numeral(session.term.number), "session": numeral(session.number)}
        first = _("Reply to the suggestion of session %(session)s, term %(term)s, %(place)s, ")
    elif parts := BETWEEN.search(suggestion.number):
        named["year"] = parts[1]
        first = _("Reply to the suggestion between sessions of %(year)s, %(place)s, ")
    else:
        first = _("Reply to the suggestion between sessions, %(place)s, ")
    return first % named, second


def short_number(suggestion):
    """007 of 青建2026-007: the title says of which session or year it is."""
    return suggestion.number.rsplit("-", 1)[-1] or "　"


def numeral(number):
    """十九 for 19, as terms and sessions are counted in words."""
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else f"{DIGITS[tens]}十"
    return head + (DIGITS[ones] if ones else "")


def addressees(suggestion):
    """Every deputy who signs, the author first (R-H9)."""
    names = [mandate.person.name for mandate in names_under(suggestion)]
    joined = pgettext("between names", ", ").join(names)
    return _("To %(names)s:") % {"names": joined}


def opening(reply):
    """Which suggestion, who took part, that the deputy was talked with (R-L5)."""
    part, suggestion = reply.assignment, reply.assignment.suggestion
    said = [
        _("We have received your suggestion “%(title)s” (No. %(number)s).")
        % {"title": suggestion.title, "number": short_number(suggestion)}
    ]
    others = [p.unit.name for p in rules.parts(suggestion) if p.opinion and not p.replies]
    if others:
        joined = pgettext("between names", ", ").join(others)
        said.append(_("The opinions of %(units)s were heard.") % {"units": joined})
    talks = [each for each in part.contacts.all() if each.round == reply.round]
    if talks:
        told = {"day": words.day(talks[-1].on), "how": talks[-1].get_manner_display()}
        if not _confirmed(talks[-1], reply):
            told["how"] = _("%(how)s; not confirmed by the deputy") % told
        said.append(_("On %(day)s we talked with you (%(how)s).") % told)
    said.append(_("We reply as follows:"))
    return "".join(said)  # Chinese sentences follow one another without a blank


def _confirmed(talk, reply):
    """Whether the deputy had said so when the reply was signed; a signed letter stays as it is."""
    if talk.confirmed_on is None:
        return False
    return reply.signed_on is None or talk.confirmed_on <= reply.signed_on


def answers(text):
    """The lines of the reply, each a paragraph."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def late(reply):
    """Units whose opinion had not come when the reply was signed are named (R-H6)."""
    if not reply.opinions_late:
        return ()
    suggestion = reply.assignment.suggestion
    missing = [
        part.unit.name
        for part in rules.parts(suggestion)
        if not part.replies and not part.opinion and not rules.gone(part)
    ]
    if not missing:
        return ()
    told = ngettext(
        "The opinion of %(units)s had not come within its time.",
        "The opinions of %(units)s had not come within their time.",
        len(missing),
    )
    return (told % {"units": pgettext("between names", ", ").join(missing)},)


def closing(suggestion):
    """Thanks, and what to do if it is not enough."""
    return _(
        "Thank you for your trust and your help. Please tell us in your verdict whether you are "
        "satisfied; what is not right will be handled again."
    )


def superseded(reply):
    """That a later letter put this one right, and when; an old paper must not pass for the new."""
    later = [
        each
        for each in (reply.assignment.reply_set.all() if reply.pk else ())
        if each.round == reply.round and each.version > reply.version and each.signed_on
    ]
    if not later:
        return ""
    day = words.long_day(max(later, key=lambda each: each.version).signed_on)
    return _("Put right on %(day)s; only the later letter counts") % {"day": day}


def contact_of(reply):
    """Whom to ask."""
    named = {"name": reply.contact_name, "phone": reply.contact_phone}
    if reply.contact_name and not reply.contact_phone:
        return _("Contact: %(name)s") % named
    return _("Contact: %(name)s, telephone %(phone)s") % named if reply.contact_name else ""


def copies_of(suggestion):
    """Who gets a copy: the office of the congress, and the government's own (R-L2)."""
    found = [suggestion.organ.name]
    if suggestion.government_side:
        found.append(_("the government supervision office"))
    return pgettext("between copies", ", ").join(found)
