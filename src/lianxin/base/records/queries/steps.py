"""The story of a matter: its steps, those put right, those taken back."""

from datetime import timedelta

from django.apps import apps
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from lianxin.base.records.lifecycle import UNDO
from lianxin.base.records.models import Entry, WayBack
from lianxin.kernel.ports import ports
from lianxin.kernel.prepared import Prepared
from lianxin.kernel.registry import lifecycle_of

CORRECTION = "correct_date"  # the move that puts a moment right


def reference(subject):
    """The plain reference to a record and its root that entries and clock runs hold."""
    root = subject.root()
    return {
        "cell_id": subject.cell_id,
        "root_type": root._meta.label_lower,
        "root_id": root.pk,
        "subject_type": subject._meta.label_lower,
        "subject_id": subject.pk,
    }


ERASING = ("erase_text", "forget")  # in the chain, but no step of the matter


def story(root, *, whole=False):
    """
    All that happened to a record and its children, oldest first; not what was erased of it.

    Steps that were taken back, and the taking back, are told only by the `whole` story.
    """
    kind = root._meta.label_lower
    found = Entry.objects.filter(root_type=kind, root_id=root.pk).exclude(move__in=ERASING)
    if not whole:
        found = standing(found)
    return found.select_related("text", "restated", "undone").order_by("pk")


_all_of_it = Prepared(
    lambda kind, root: (
        Entry.objects.filter(root_type=kind, root_id=root)
        .exclude(move__in=ERASING)
        .select_related("text", "restated", "undone")
        .order_by("pk")
    ),
    kind=str,
)


def whole_story(root):
    """The whole story as a list: what a page of the matter reads."""
    return _all_of_it(kind=root._meta.label_lower, root=root.pk)


def standing(entries):
    """Of some entries, those that were not taken back, without the taking back."""
    return entries.filter(undone__isnull=True).exclude(move=UNDO.code)


def stands(entry):
    """The same of one entry that was read with its `undone`."""
    return getattr(entry, "undone", None) is None and entry.move != UNDO.code


def title_of(entry, words):
    """What happened, in words; said of a step that was taken back."""
    if getattr(entry, "undone", None) is None:
        return str(words)
    return _("%(what)s (taken back)") % {"what": words}


def way_back(told, seat) -> "WayBack | None":
    """
    The act that a seat may still take back: its own, the last of a whole story, and fresh.

    Asks the database only when the last entry is the seat's own and young enough.
    """
    last = told[-1] if told else None
    if last is None or seat.pk is None or not stands(last):
        return None
    root = apps.get_model(last.root_type)(pk=last.root_id, cell_id=last.cell_id)
    if timezone.now() - last.recorded_at > time_to_undo(root):
        return None
    known = {entry.pk: entry for entry in told}
    first = last
    while first.cause_id in known:
        first = known[first.cause_id]
    if first.seat_id != seat.pk:
        return None
    return WayBack.objects.filter(seat_id=seat.pk, pk=first.pk).first()


def own_act(first_id, seat):
    """
    The first entry of an act that a seat itself made, if it can be or has been taken back.

    Whether it still can be is asked when it is tried; too late is told in words.
    """
    own = Entry.objects.filter(pk=first_id, seat_id=seat.pk) if seat.pk else Entry.objects.none()
    found = own.filter(Q(way_back__isnull=False) | Q(undone__isnull=False))
    return found.select_related("undone").first()


LONGEST_WAY_BACK = timedelta(hours=1)  # whatever the profile says


def time_to_undo(subject) -> timedelta:
    """How long one's own last step may be taken back, by the profile in force today."""
    minutes = ports().resolve("undo.minutes", subject, timezone.localdate()).value
    return min(timedelta(minutes=minutes), LONGEST_WAY_BACK)


def moment_of(entry):
    """When a step happened, put right where it was written down wrongly."""
    put_right = getattr(entry, "restated", None)
    return put_right.happened_at if put_right else entry.happened_at


def steps_of(told, subject):
    """Of a story, the entries of one record."""
    about = subject._meta.label_lower, subject.pk
    return [entry for entry in told if (entry.subject_type, entry.subject_id) == about]


def follows(entry, known):
    """Whether an entry was brought about by another one ({id: entry}) in the same act."""
    cause = known.get(entry.cause_id)
    return cause is not None and cause.happened_at == entry.happened_at


def steps_to_put_right(subject):
    """(entry id, words) of the steps of a record whose moment can be put right, oldest first."""
    told = list(story(subject.root()))
    known = {entry.pk: entry for entry in told}
    lifecycle = lifecycle_of(subject)
    for entry in steps_of(told, subject):
        if entry.move not in (CORRECTION, UNDO.code) and not follows(entry, known):
            row = lifecycle.row(entry.move, entry.before) or lifecycle.move(entry.move)
            when = date_format(timezone.localtime(moment_of(entry)), "Y-m-d H:i")
            yield entry.pk, f"{when} {row.done or row.label}"


def first_cause(entry):
    """The entry of what was done in the first place; the moves it brought about name it."""
    while entry.cause_id:
        entry = Entry.objects.get(pk=entry.cause_id)
    return entry


def last_entries(root_type, root_ids):
    """The newest entry of each root, as {root id: entry}: one query for a whole list."""
    newest: dict[int, Entry] = {}
    found = Entry.objects.filter(Q(root_type=root_type), root_id__in=list(root_ids))
    for entry in found.order_by("root_id", "-pk"):
        newest.setdefault(entry.root_id, entry)
    return newest
