"""One suggestion with all that hangs on it: read once, for its page, its rules and its letters."""

import re

from django.db.models import Count, Exists, IntegerField, OuterRef, Prefetch, Q, Subquery
from django.utils.timezone import localdate

from lianxin.base.files.models import Upload
from lianxin.base.records.models import Entry, Link
from lianxin.base.records.queries import linked_to, prime, standing
from lianxin.institution.congress.models import Role
from lianxin.work.suggestions import rules
from lianxin.work.suggestions.lifecycle import assignment as part_life
from lianxin.work.suggestions.models import (
    Assignment,
    ContactRecord,
    Cosignature,
    Evaluation,
    Extension,
    Reply,
)
from lianxin.work.suggestions.queries.scope import (
    assignments_visible_to,
    evaluations_visible_to,
    publications_visible_to,
)
from lianxin.work.voices.models import Voice
from lianxin.work.voices.queries import visible_to as voices_visible_to


def whole(found, seat=None):
    """
    Read with a suggestion everything that its page and its rules ask for.

    For a seat, each part and verdict and the publication also say whether it may see them
    (`seen`, `publication_seen`): rules must know of all, pages show what is seen.
    """
    names = Cosignature.objects.select_related("mandate__person").order_by("pk")
    parts = Assignment.objects.select_related("unit").order_by("pk")
    given = Evaluation.objects.annotate(_given=_waiting()).order_by("pk")
    if seat is not None:
        parts = parts.annotate(seen=_seen(assignments_visible_to(seat)))
        given = given.annotate(seen=_seen(evaluations_visible_to(seat)))
        public = publications_visible_to(seat).filter(suggestion=OuterRef("pk"))
        found = found.annotate(publication_seen=Exists(public))
    return found.select_related(
        "mandate__person", "mandate__region", "congress", "organ", "session__term", "publication"
    ).prefetch_related(
        Prefetch("cosignatures", names),
        Prefetch("assignments", parts),
        Prefetch("assignments__contacts", ContactRecord.objects.order_by("pk")),
        Prefetch("assignments__reply_set", Reply.objects.order_by("round", "version")),
        Prefetch("assignments__extensions", Extension.objects.order_by("pk")),
        Prefetch("evaluations", given),
    )


def _seen(scope):
    return Exists(scope.filter(pk=OuterRef("pk")))


def _waiting():
    """How many verdicts on the same unit come out together (the rule of the release asks)."""
    same = Evaluation.objects.filter(
        rules.together(localdate()),
        cell_id=OuterRef("cell_id"),
        assignment__unit=OuterRef("assignment__unit"),
    )
    counted = same.order_by().values("cell_id").annotate(n=Count("pk")).values("n")
    return Subquery(counted, output_field=IntegerField())


def tie(suggestion):
    """
    Let every child know its parents as read, and hand each its clock runs and its papers.

    Two queries; afterwards the rules of all of them ask nothing more. Returns the clock runs.
    """
    parts = suggestion._parts = list(suggestion.assignments.all())
    by_id = {part.pk: part for part in parts}
    requests = [each for part in parts for each in part.extensions.all()]
    verdicts, names = list(suggestion.evaluations.all()), list(suggestion.cosignatures.all())
    for each in (*parts, *verdicts, *names):
        each.suggestion = suggestion
    for part in parts:
        for each in (*part.extensions.all(), *part.reply_set.all()):
            each.assignment = part
    for verdict in verdicts:
        verdict.assignment = by_id[verdict.assignment_id]
        verdict._given = verdict._given or 0
    public = [suggestion.publication] if hasattr(suggestion, "publication") else []
    _hand_papers(suggestion, *parts, *names, *verdicts)
    return prime(suggestion, *parts, *requests, *verdicts, *public)


def _hand_papers(*records):
    wanted = Q()
    found: dict[tuple[str, int | None], list[Upload]] = {}
    for kind in {type(record) for record in records}:
        ids = [record.pk for record in records if type(record) is kind]
        wanted |= Q(subject_type=kind._meta.label_lower, subject_id__in=ids)
    for row in Upload.objects.filter(wanted).order_by("pk"):
        found.setdefault((row.subject_type, row.subject_id), []).append(row)
    for record in records:
        record._uploads = found.get((record._meta.label_lower, record.pk), [])


def grounds(suggestion):
    """The residents' voices that a suggestion rests on."""
    ids = linked_to(suggestion, "ground").get("voices.voice", [])
    return list(Voice.objects.filter(pk__in=ids).order_by("pk")) if ids else []


def grounds_seen_by(suggestion, seat):
    """The same for a page, in one query: each voice says whether the seat may open it (`seen`)."""
    ties = Link.objects.filter(
        kind="ground",
        from_type=suggestion._meta.label_lower,
        from_id=suggestion.pk,
        to_type=Voice._meta.label_lower,
    )
    found = Voice.objects.filter(pk__in=ties.values("to_id"))
    return list(found.annotate(seen=_seen(voices_visible_to(seat))).order_by("pk"))


def number_of(suggestion, day):
    """(series, pattern) of the next number: by congress and session, or by year between them."""
    short = suggestion.congress.short
    if suggestion.session_id:
        session = suggestion.session
        series = f"suggestion/{suggestion.congress_id}/session/{session.pk}"
        return series, f"{short}{session.term.number}-{session.number}-%03d"
    series = f"suggestion/{suggestion.congress_id}/{day.year}"
    return series, f"{short}{day.year}-%03d"


def result_for_residents(suggestion):
    """What the residents are told: the replies of the round in hand, unit by unit."""
    replies = Reply.objects.filter(
        assignment__suggestion=suggestion, sent_on__isnull=False
    ).select_related("assignment__unit")
    newest = {reply.assignment_id: reply for reply in replies.order_by("round", "version")}
    return "\n\n".join(f"{r.assignment.unit.name}：\n{r.text}" for r in newest.values())


# What the text asks for

POINT = re.compile(
    r"(?:^|[。；;：:\n])\s*(?:[一二三四五六七八九十]{1,3}是|[（(][一二三四五六七八九十\d]{1,2}[）)]|"
    r"[一二三四五六七八九十]{1,3}、|\d{1,2}[.．、])\s*([^。；;\n]{2,120})"
)

PROPOSALS = re.compile(
    r"建议[：:]|【建议】|(?:^|\n)[ 　]*[一二三四五六七八九十]{1,3}、[^\n：:]{0,4}建议[ 　]*\n"
)


def requests_in(body):
    """The single requests of a text, as its author numbered them; none if it is not numbered."""
    wanted = PROPOSALS.split(body)[-1]
    return [each.strip(" ，,") for each in POINT.findall(wanted)]


# Around a reply


def unconfirmed_talks(part_ids):
    """The entries that recorded a talk of these parts that the deputy has not confirmed."""
    talks: dict[int, list[ContactRecord]] = {}
    for talk in ContactRecord.objects.filter(assignment__in=part_ids).order_by("-pk"):
        talks.setdefault(talk.assignment_id, []).append(talk)
    told = Entry.objects.filter(
        subject_type=Assignment._meta.label_lower, subject_id__in=list(talks), move="record_contact"
    )
    found = set()
    for pk, part in told.order_by("pk").values_list("pk", "subject_id"):
        # both are written in one act, in one order
        if talks[part] and talks[part].pop().confirmed_on is None:
            found.add(pk)
    return found


def replies_visible_to(seat):
    """The letters a seat may open: sent ones with the part; others for those who write or watch."""
    sent = Q(sent_on__isnull=False)
    found = Reply.objects.filter(assignment__in=assignments_visible_to(seat))
    found = found.select_related(
        "assignment__unit",
        "assignment__suggestion__congress",
        "assignment__suggestion__organ",
        "assignment__suggestion__session__term",
        "assignment__suggestion__mandate__person",
    )
    if seat.role in (Role.DEPUTY, Role.LIAISON_OFFICER):
        return found.filter(sent)
    if seat.role == Role.TOWN_CLERK:  # drafts only where the town is itself the office
        return found.filter(sent | Q(assignment__suggestion__organ=seat.organ_id))
    return found


def last_remark(part):
    """What the head of the unit wrote when the draft was sent back, if it was."""
    if part.came_from != part_life.REPLY_DRAFT.code:
        return None
    return last_words(part, "send_back_draft")


def last_words(record, code):
    """The last entry of a move of a record, with what was written along with it."""
    told = Entry.objects.filter(
        subject_type=record._meta.label_lower, subject_id=record.pk, move=code
    )
    return standing(told).select_related("text").order_by("pk").last()
