"""The facts and the words that belong to a move: what is asked, proposed, given, by when."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from lianxin.base.ui.components import words
from lianxin.work.suggestions import queries, rules
from lianxin.work.suggestions.forms import LEVELS, OPINIONS
from lianxin.work.suggestions.lifecycle import cosignature as names
from lianxin.work.suggestions.lifecycle.assignment.states import REASSIGNED, RETURN_REQUESTED
from lianxin.work.suggestions.models import (
    Assignment,
    Cosignature,
    Evaluation,
    Extension,
    Publication,
    Suggestion,
)

DECIDES = ("register", "not_file", "return_to_deputy", "write_opinion")
RETURN = ("grant_return", "deny_return", "withdraw_return")
OPINION = ("send_co_opinion", "reject_co_opinion")


def facts_for(record, suggestion, code):
    """(name, words) that whoever decides wants before the eyes; empty values are left out."""
    of = {
        Suggestion: _of_suggestion,
        Cosignature: _of_name,
        Assignment: _of_part,
        Evaluation: _of_verdict,
        Publication: _of_publication,
        Extension: _of_request,
    }[type(record)]
    return [(name, said) for name, said in of(record, suggestion, code) if said]


def quotes_for(record, suggestion, code):
    """(title, words) of what was written about it: the request, the opinion, the objection."""
    found = []
    if isinstance(record, Suggestion) and code in DECIDES and suggestion.opinion_code:
        said = str(dict(OPINIONS).get(suggestion.opinion_code, ""))
        found.append((_("Review opinion"), "\n".join(filter(None, (said, suggestion.opinion)))))
    if isinstance(record, Assignment) and code in OPINION and record.opinion:
        by = _("Signed by %(name)s") % {"name": record.opinion_signed_by}
        found.append((_("Its opinion"), f"{record.opinion}\n{by}"))
    found += [_quote(*each) for each in _written(record, suggestion, code)]
    return [(title, said) for title, said in found if said]


def _quote(source, move, title):
    """(title, words) of what was written with the last such move of a record."""
    entry = queries.last_words(source, move)
    if entry is None or not getattr(entry, "text", None):
        return title, ""
    return f"{title}　{entry.who}　{words.moment(entry.happened_at)}", entry.text.body


def handed_back(suggestion):
    """(facts, quotes) of why no unit has it: the last one that gave it back, or was refused."""
    lost = [
        part
        for part in suggestion.assignments.select_related("unit").order_by("state_since", "pk")
        if part.state == REASSIGNED.code or part.agreed is False
    ]
    if not lost:
        return [], []
    part = lost[-1]
    title, move = _("Why %(unit)s was not agreed to"), "disagree"
    if part.state == REASSIGNED.code and part.came_from == RETURN_REQUESTED.code:
        title, move = _("Why %(unit)s handed it back"), "request_return"
    elif part.state == REASSIGNED.code:
        title, move = _("Why it was taken from %(unit)s"), "change_unit"
    entry = queries.last_words(part, move)
    said = entry.text.body if entry is not None and getattr(entry, "text", None) else ""
    when = words.day(entry.happened_at) if entry else ""
    heading = "　".join((title % {"unit": part.unit.name}, when))
    facts = [(_("Unit suggested instead"), part.wished_unit)] if part.wished_unit else []
    return facts, [(heading, said)] if said else []


def _written(record, suggestion, code):
    """(record, move, title) of the words that a move answers."""
    if isinstance(record, Assignment) and code in RETURN:
        return [(record, "request_return", _("Why it is handed back"))]
    if isinstance(record, Assignment) and code == "send_co_opinion" and record.opinion_rejected:
        return [(record, "reject_co_opinion", _("Why it was sent back"))]
    if isinstance(record, Publication):
        objected = [(record, "object", _("The deputy objects"))] if record.objection_open else []
        sent = [(record, "send_back", _("Why it was sent back"))] if code == "check" else []
        return objected + sent
    if code in ("withdraw", "keep_it", "consent_withdrawal"):
        return [(suggestion, "ask_withdrawal", _("Why it is to be withdrawn"))]
    if code == "resubmit":
        return [(record, "return_to_deputy", _("Why it was sent back"))]
    return []


def _of_suggestion(record, suggestion, code):
    if code == "assign":
        proposed = [part for part in rules.parts(suggestion) if part.assigned_on is None]
        return [
            (part.get_kind_display(), _words(part.unit.name, part.task))
            for part in proposed
            if not rules.gone(part)
        ]
    if code in ("ask_withdrawal", "withdraw", "keep_it"):
        return [
            (name.mandate.person.name, _consent(name))
            for name in rules.signatures(suggestion)
            if name.state == names.CONFIRMED.code
        ]
    return [
        (_("Unit the deputy suggests"), suggestion.wished_unit),
        (_("Publication"), suggestion.get_publicity_display()),
    ]


def _consent(name):
    """Whether a signer agrees to the withdrawal, in words."""
    if name.withdrawal_agreed_on is None:
        return _("has not agreed yet")
    return _("agreed on %(day)s") % {"day": words.day(name.withdrawal_agreed_on)}


def _of_name(record, suggestion, code):
    if code == "take_back_invitation":
        person = record.mandate.person
        return [(_("Asked to sign"), _words(person.name, person.post))]
    return []


def _of_part(record, suggestion, code):
    if code == "confirm_contact":
        return []  # the talk itself is all there is to confirm
    others = [p for p in rules.parts(suggestion) if p != record and not rules.gone(p)]
    found = [
        (_("What it is asked to do"), record.task),
        (_("Other units"), _names(f"{p.unit.name}（{p.get_kind_display()}）" for p in others)),
        (_("Unit the deputy suggests"), suggestion.wished_unit),
        (_("Unit suggested instead"), record.wished_unit if code != "request_return" else ""),
    ]
    if record.plan_handler:
        people = _words(record.plan_leader, record.plan_section, record.plan_handler)
        found += [(_("In charge"), people), (_("How it will be handled"), record.plan)]
    run = record.open_run("rework") or rules.reply_run(record)
    if run is not None:
        found.append((_("Reply by"), words.long_day(run.due_on)))
    return found


def _of_verdict(record, suggestion, code):
    window = next((run for run in record.runs if run.code == "window"), None)
    found = [
        (_("Unit"), record.assignment.unit.name),
        (_("Deputy"), suggestion.mandate.person.name),
    ]
    if window is not None:
        found.append((_("Verdict by"), words.long_day(window.due_on)))
    if code == "remind":
        found.append((_("Reminded"), _("%(n)d times") % {"n": record.reminded}))
    if code in ("release", "revise") and record.attitude:
        kept = _("The words stay with the office; the unit reads the marks.")
        found += [
            (_("Manner"), record.get_attitude_display()),
            (_("Result"), record.get_result_display()),
            (_("Reasons and remarks"), record.reasons),
            (_("Given on"), words.long_day(record.submitted_on)),
            (_("Who reads the words"), "" if record.pass_on else kept),
        ]
    return found


def _of_publication(record, suggestion, code):
    again = _("Round %(n)d runs: it is handled again, and the answer may change.")
    return [
        (_("The deputy agreed to"), suggestion.get_publicity_display()),
        (_("What is published"), str(LEVELS.get(record.level, ""))),
        (_("Reply"), again % {"n": suggestion.round} if suggestion.handled_again else ""),
    ]


def _of_request(record, suggestion, code):
    told = words.long_day(record.told_on) if record.told_on else _("not yet")
    run = rules.reply_run(record.assignment)
    found = [
        (_("Until"), words.long_day(record.until)),
        (_("Reasons"), record.reasons),
        (_("When the deputy was told"), told),
    ]
    if run is not None:
        found.append((_("Now due on"), words.long_day(run.due_on)))
        if run.ceiling_on:
            found.append((_("At the very latest"), words.long_day(run.ceiling_on)))
    return found


def _words(*said):
    return "　".join(filter(None, said))


def _names(names):
    return pgettext("between names", ", ").join(names)
