"""What rules ask again and again: the record's suggestion, its parts, signers, verdicts, scans."""

from lianxin.base.files.queries import uploads_of
from lianxin.kernel.lifecycle import Rule, binds
from lianxin.kernel.perform import children

OPEN_SIGNATURES = ("invited", "confirmed")


def suggestion_of(record):
    """The suggestion that a record belongs to; a suggestion is its own."""
    return record.root()


def named(condition, name):
    """The same question under the name that the contract gives it."""
    return Rule(name, condition.holds, condition.otherwise)


def only(role, condition):
    """A condition that binds one role, under the contract's name `role>condition`."""
    return binds(role, condition)


def parts(suggestion):
    """The units' parts of a suggestion, oldest first; a page primes them, an act reads once."""
    primed = suggestion.__dict__.get("_parts")
    if primed is not None:
        return primed
    return children(suggestion, suggestion.assignments)


def signatures(suggestion):
    """The names under a suggestion, asked for, given or gone."""
    return children(suggestion, suggestion.cosignatures)


def signers(suggestion):
    """The mandates whose signature is asked for or given."""
    return {e.mandate_id for e in signatures(suggestion) if e.state in OPEN_SIGNATURES}


def lead_unit_id(assignment):
    return next(
        (p.unit_id for p in parts(suggestion_of(assignment)) if p.kind == "lead" and not gone(p)),
        None,
    )


def gone(part):
    return part.state in ("reassigned", "ended")


def verdicts(suggestion):
    """The verdicts of the round in hand."""
    found = children(suggestion, suggestion.evaluations)
    return [e for e in found if e.of_round == suggestion.round and e.state != "void"]


def sent_this_round(part):
    """Whether this unit's reply of the round in hand has gone out."""
    return any(r.round == part.round and r.sent_on for r in part.reply_set.all())


def is_town_matter(suggestion):
    """Whether it was handed to a township congress (R-H3: its periods may be shorter)."""
    return suggestion.congress.level == "town"


def attached(record):
    """The scans and papers that hang on a record; a page primes them."""
    primed = record.__dict__.get("_uploads")
    return uploads_of(record).get(record.pk, []) if primed is None else primed
