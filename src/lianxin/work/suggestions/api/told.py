"""Records of suggestions turned into what programs are told; the same queries as the pages'."""

from lianxin.base.records.queries import runs_of, steps_of, story, told_of
from lianxin.kernel.registry import lifecycle_of
from lianxin.work.suggestions import queries
from lianxin.work.suggestions.models import Assignment


def label_of(record):
    """Where a record is, in words."""
    return str(lifecycle_of(record).state(record.state).label)


def named(unit):
    return {"id": unit.pk, "name": unit.name}


def row_of(row):
    """One row of the list."""
    each, last, town = row.suggestion, row.last, row.suggestion.mandate.region
    return {
        "id": each.pk,
        "number": each.number,
        "title": each.title,
        "category": each.category,
        "state": row.badge.state,
        "state_label": label_of(row.badge),
        "state_of": row.badge._meta.model_name,
        "due_date": each.due,
        "light": getattr(row.light, "tone", None),
        "deputy": each.mandate.person.name,
        "town": town.name if town else "",
        "group": row.group,
        "units": [named(unit) for unit in row.lead],
        "others": row.others,
        "last": {"title": last.title, "on": last.on, "who": last.who} if last else None,
    }


def lines_told(lines):
    """The lines of a trail that tell of something that happened; silence is no news."""
    return [
        {
            "title": line.title,
            "when": line.when,
            "who": line.who,
            "formal": line.kind == "formal",
            "words": line.quote,
        }
        for line in lines
        if line.kind in ("formal", "human")
    ]


def replies_told(replies):
    """The letters that were sent."""
    return [
        {
            "id": reply.pk,
            "round": reply.round,
            "version": reply.version,
            "category": reply.category,
            "text": reply.text,
            "signed_by": reply.signed_by,
            "sent_on": reply.sent_on,
        }
        for reply in replies
        if reply.sent_on
    ]


def _part(part):
    return {
        "id": part.pk,
        "unit": named(part.unit),
        "kind": part.kind,
        "task": part.task,
        "state": part.state,
        "state_label": label_of(part),
        "due_date": part.due_date,
        "replies": replies_told(part.reply_set.all()),
    }


def _verdict(view):
    given = view.verdict if view.given else None
    return {
        "id": view.verdict.pk,
        "unit": view.unit,
        "state": view.verdict.state,
        "state_label": label_of(view.verdict),
        "attitude": given.attitude if given else "",
        "result": given.result if given else "",
        "reasons": view.reasons if given else "",
    }


def suggestion_told(suggestion, seat):
    """A suggestion that was read with `whole`, as its page shows it."""
    case = queries.case(suggestion, seat)
    runs = sorted((line.run for line in (*case.clocks, *case.done_clocks)), key=lambda run: run.pk)
    return {
        "number": suggestion.number,
        "title": suggestion.title,
        "category": suggestion.category,
        "body": suggestion.body,
        "deputy": suggestion.mandate.person.name,
        "wished_unit": suggestion.wished_unit,
        "publicity": suggestion.publicity,
        "round": suggestion.round,
        "signers": [mandate.person.name for mandate in case.signers],
        "voices": [voice.pk for voice in case.voices_seen],
        "parts": [_part(view.part) for view in case.parts],
        "verdicts": [_verdict(view) for view in case.verdicts],
        "clocks": [told_of(run) for run in runs],
        "trail": lines_told(case.lines),
    }


# What hangs on one


def _unit_of(record):
    part = record if isinstance(record, Assignment) else getattr(record, "assignment", None)
    return named(part.unit) if part else None


def child_row(record):
    """One of a list of parts, names, verdicts, requests or publications."""
    root = record.root()
    return {
        "id": record.pk,
        "suggestion": root.pk,
        "number": root.number,
        "title": root.title,
        "state": record.state,
        "state_label": label_of(record),
        "due_date": record.due_date,
        "unit": _unit_of(record),
        "kind": getattr(record, "kind", ""),
    }


def child_told(record, seat):
    """What hangs on a suggestion: its clocks, and its own lines of the trail."""
    replies = []
    if isinstance(record, Assignment):
        replies = list(record.reply_set.order_by("round", "version"))
    row = child_row(record)
    kept = {name: row[name] for name in ("suggestion", "number", "title", "unit", "kind")}
    return kept | {
        "replies": replies_told(replies),
        "clocks": [told_of(run) for run in runs_of(record)],
        "trail": _own_lines(record, seat),
    }


def _own_lines(record, seat):
    found = queries.whole(queries.visible_to(seat), seat)
    suggestion = found.get(pk=record.root().pk)
    queries.tie(suggestion)
    told = steps_of(list(story(suggestion)), record)
    return lines_told(queries.lines_of(suggestion, seat, told))
