"""What a step needs, as a checklist: what is there, and what is still missing."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from lianxin.base.ui.components import words
from lianxin.kernel.ports import today
from lianxin.kernel.registry import lifecycle_of
from lianxin.work.suggestions import rules


@dataclass(frozen=True)
class Check:
    ok: bool
    title: str
    hint: str = ""


def checks_of(suggestion, hands):
    """The checks of the steps that a seat could make next; each list once."""
    found = []
    for hand in hands:
        name = lifecycle_of(hand.record).name
        codes = {f"{name}.{offer.move.code}" for offer in hand.offers}
        for wanted, check in CHECKS:
            if codes & wanted:
                found += check(suggestion, hand.record)
    return list(dict.fromkeys(found))


def writing(suggestion, _record=None):
    """Whether the text has what a good suggestion has; it advises and never stops anybody."""
    body, title = suggestion.body, suggestion.title
    asks = bool(re.search(r"建议|请|应当|希望|should|propose", body))
    why = bool(re.search(r"原因|问题|影响|由于|因为|导致|because|problem", body))
    whole = len(body) >= 120
    single = not re.search(r"以及|、.*、|及.*及", title)
    found = [
        Check(whole, _("The situation is described"), "" if whole else _("A few more lines help.")),
        Check(why, _("It says why"), "" if why else _("What is the cause, and whom does it hurt?")),
        Check(asks, _("It says what should be done"), "" if asks else _("Number the proposals.")),
        Check(single, _("One matter"), "" if single else _("Two matters are better two papers.")),
    ]
    names = [n for n in suggestion.cosignatures.all() if n.state in rules.OPEN_SIGNATURES]
    if names:
        signed = [n for n in names if n.read_version == suggestion.text_version]
        numbers = {"signed": len(signed), "asked": len(names)}
        told = _("%(signed)d of %(asked)d have signed the text as it stands") % numbers
        found.append(Check(len(signed) == len(names), _("Co-signers"), told))
    return found


def units(suggestion, _record=None):
    """Whether units are put forward and the government's office agrees."""
    proposed = [part for part in rules.parts(suggestion) if part.state == "proposed"]
    names = pgettext("between names", ", ").join(part.unit.name for part in proposed)
    found = [Check(bool(proposed), _("Units are proposed"), names)]
    if proposed and suggestion.government_side:
        agreed = [part for part in proposed if part.agreed]
        numbers = {"agreed": len(agreed), "all": len(proposed)}
        told = _("%(agreed)d of %(all)d") % numbers
        ok = len(agreed) == len(proposed)
        found.append(Check(ok, _("The government's office agrees"), told))
    return found


def review(suggestion, _record=None):
    """Whether the review opinion is written."""
    return [Check(bool(suggestion.opinion_code), _("Review opinion"), suggestion.opinion[:60])]


def reply(suggestion, part):
    """Talk first, hear the other units, answer under the right leader."""
    talks = [each for each in part.contacts.all() if each.round == part.round]
    last = talks[-1] if talks else None
    told = f"{words.day(last.on)} {last.get_manner_display()}" if last else _("Talk first.")
    found = [Check(bool(talks), _("Talked with the deputy"), told)]
    others = [p for p in rules.parts(suggestion) if not p.replies and p.agreed is not False]
    others = [p for p in others if not rules.gone(p) and p.assigned_on]
    if others:
        given = [p for p in others if p.opinion]
        numbers = {"given": len(given), "all": len(others)}
        ok, told = rules.co_opinions_in_or_overdue(None, part), _("%(given)d of %(all)d") % numbers
        if ok and len(given) < len(others):
            told = _("%(given)d of %(all)d; the time of the others is over") % numbers
        found.append(Check(ok, _("Opinions of the co-units"), told))
    if part.round > 1:
        found.append(
            Check(bool(part.rework_leader), _("A higher leader is in charge"), part.rework_leader)
        )
    return found


def public(_suggestion, publication):
    """Looked at for secrets and personal data."""
    return [
        Check(publication.secrecy_checked, _("Looked at for secrets")),
        Check(publication.privacy_checked, _("Looked at for personal data")),
    ]


def verdict(_suggestion, evaluation):
    """When a verdict may be passed on."""
    ok = rules.release_day_reached(None, evaluation)
    run = next((each for each in evaluation.runs if each.code == "window"), None)
    told = _("The deputy had time until %(day)s.") % {"day": words.day(run.due_on)} if run else ""
    return [Check(ok, _("The release day has come"), told if run and run.due_on > today() else "")]


CHECKS = (
    ({"suggestion.submit", "suggestion.resubmit"}, writing),
    ({"suggestion.register"}, review),
    ({"suggestion.assign", "assignment.drop"}, units),
    ({"assignment.sign_reply", "assignment.draft_reply"}, reply),
    ({"publication.publish"}, public),
    ({"evaluation.release"}, verdict),
)
