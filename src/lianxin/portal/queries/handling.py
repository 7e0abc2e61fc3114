"""What became of a suggestion, in everyday words, for whoever may follow it."""

from django.utils import timezone
from django.utils.translation import ngettext, pgettext, pgettext_lazy

from lianxin.base.ui.components.words import day
from lianxin.portal.queries.published import Read, shows_text
from lianxin.work.suggestions.lifecycle import suggestion as life
from lianxin.work.suggestions.models import Assignment
from lianxin.work.suggestions.queries import open_stories

BETWEEN = ("between names", ", ")
WHERE = {  # state -> where it is, as one says it across a counter
    life.SUBMITTED.code: pgettext_lazy("suggestion", "The congress's office is reading it"),
    life.IN_REVIEW.code: pgettext_lazy("suggestion", "The congress's office is reading it"),
    life.RETURNED.code: pgettext_lazy("suggestion", "The deputy is working on its words"),
    life.REGISTERED.code: pgettext_lazy("suggestion", "It is on the books; units are being found"),
    life.WITH_UNITS.code: pgettext_lazy("suggestion", "%(units)s: dealing with it"),
    life.REPLIED.code: pgettext_lazy("suggestion", "There is an answer; the deputy judges it"),
    life.EVALUATED.code: pgettext_lazy("suggestion", "The deputy has judged the answer"),
    life.IN_REWORK.code: pgettext_lazy("suggestion", "%(units)s: dealing with it once more"),
    life.ESCALATED.code: pgettext_lazy("suggestion", "The congress brings all to one table"),
    life.CLOSED.code: pgettext_lazy("suggestion", "Done and filed"),
}
ICONS = {
    "register": "clipboard-check",
    "assign": "send",
    "grant": "calendar-plus",
    "start_handling": "list-check",
    "record_contact": "message-circle",
    "send_reply": "mail",
    "evaluate": "checklist",
    "rework": "refresh",
    "escalate": "users",
    "conclude": "archive",
    "close": "archive",
    "publish": "world",
}
PLAIN = {  # what needs no more than a sentence
    "grant": pgettext_lazy("suggestion", "More time was given"),
    "evaluate": pgettext_lazy("suggestion", "The deputy has judged the answer"),
    "rework": pgettext_lazy("suggestion", "The deputy is not satisfied: it is dealt with again"),
    "escalate": pgettext_lazy("suggestion", "Not satisfied again: all come to one table"),
    "conclude": pgettext_lazy("suggestion", "Talked over and closed"),
    "publish": pgettext_lazy("suggestion", "Published: everybody may read it"),
    "close": pgettext_lazy("suggestion", "Done and filed"),
}
BY_UNITS = {  # what units do, with their names
    "assign": pgettext_lazy("suggestion", "Handed to: %(units)s"),
    "start_handling": pgettext_lazy("suggestion", "%(units)s: said who handles it"),
    "record_contact": pgettext_lazy("suggestion", "%(units)s: talked it over with the deputy"),
}


def where(story):
    """Where a suggestion is, with the units that are at work on it."""
    said = WHERE.get(story.suggestion.state, life.CLOSED.label)
    return str(said) % {"units": names_of(story.waits_for or story.units)}


def names_of(parts):
    """The names of the units."""
    return pgettext(*BETWEEN).join(dict.fromkeys(part.unit.name for part in parts))


def parts_of(story):
    """[(unit, its part in it)], the lead unit first."""
    kinds = {
        Assignment.Kind.LEAD: pgettext("unit's part", "leads and answers"),
        Assignment.Kind.SPLIT: pgettext("unit's part", "answers its own part"),
        Assignment.Kind.CO: pgettext("unit's part", "helps"),
    }
    return [(part.unit.name, kinds[part.kind]) for part in story.units]


def steps_of(story, publication=None):
    """What happened, oldest first; the marks of a verdict only with the published text."""
    judged = publication is not None and shows_text(publication)
    told = [step for step in story.steps if publication or step.move != "publish"]
    return [_step(story, step, judged) for step in told]


def signed_by(story, publication=None):
    """How many other deputies signed it; once it is published, who they are."""
    if publication is not None:
        return pgettext(*BETWEEN).join(story.signers)
    n = len(story.signers)
    return ngettext("%(n)d other deputy", "%(n)d other deputies", n) % {"n": n} if n else ""


def _step(story, step, judged):
    title, body = PLAIN.get(step.move, ""), ""
    if step.move == "register":
        said = {"number": story.suggestion.number}
        title = pgettext("suggestion", "Put on the books as No. %(number)s") % said
    elif step.move in BY_UNITS or step.move == "send_reply":
        words = str(BY_UNITS.get(step.move) or _answered(step))
        title = words % {"units": names_of(step.units), "n": step.round}
    elif step.move == "evaluate" and judged:
        body = "\n".join(_verdict(each, len(step.verdicts) > 1) for each in step.verdicts)
    elif step.move == "rework" and step.due_on:
        said = {"day": day(step.due_on)}
        body = pgettext("suggestion", "The new answer is due by %(day)s.") % said
    return {
        "title": str(title),
        "body": body,
        "when": step.at,
        "on": timezone.localdate(step.at),
        "kind": "human" if step.move in ("start_handling", "record_contact") else "formal",
        "icon": ICONS[step.move],
    }


def _answered(step):
    if step.round == 1:
        return pgettext("suggestion", "%(units)s: answered")
    return pgettext("suggestion", "%(units)s: answered anew (answer %(n)d)")


def _verdict(verdict, several):
    said = {
        "manner": verdict.get_attitude_display(),
        "result": verdict.get_result_display(),
        "unit": verdict.assignment.unit.name if several else "",
    }
    if several:
        return pgettext("verdict", "%(unit)s: manner %(manner)s, result %(result)s") % said
    return pgettext("verdict", "Manner: %(manner)s. Result: %(result)s.") % said


def read(publication):
    """One published suggestion with its story; only its heading where the deputy wished so."""
    if not shows_text(publication):
        return Read(publication)
    [story] = open_stories([publication.suggestion]).values()
    late = story.answered_on and story.answered_on > publication.published_on
    return Read(
        publication=publication,
        signers=signed_by(story, publication),
        units=parts_of(story),
        steps=list(reversed(steps_of(story, publication))),
        due_on=story.due_on,
        answered_on=story.answered_on if late else None,
    )
