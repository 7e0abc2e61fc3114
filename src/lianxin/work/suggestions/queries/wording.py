"""What of a suggestion, and of the replies to it, can be searched."""

from datetime import datetime, time

from django.db.models import Min
from django.utils.timezone import make_aware

from lianxin.base.records.models import Entry
from lianxin.base.search.queries import Searchable, Text
from lianxin.work.suggestions.models import Reply, Suggestion

ROOT = Suggestion._meta.label_lower


def _begun(ids):
    """{suggestion: when it was begun}."""
    told = Entry.objects.filter(root_type=ROOT, root_id__in=ids)
    return dict(told.order_by().values_list("root_id").annotate(at=Min("happened_at")))


def _texts(ids):
    begun = _begun(ids)
    found = Suggestion.objects.filter(pk__in=ids).select_related("mandate__person")
    for each in found.order_by("pk"):
        told = (each.body, each.category, each.number, each.mandate.person.name)
        yield Text(
            record_id=each.pk,
            root_id=each.pk,
            cell_id=each.cell_id,
            title=each.title,
            body="\n".join(filter(None, told)),
            at=begun[each.pk],
        )


def _replies(ids):
    """Replies that have gone out; a draft is nobody's business but the unit's."""
    found = Reply.objects.filter(assignment__suggestion__in=ids, sent_on__isnull=False)
    for reply in found.select_related("assignment__suggestion").order_by("pk"):
        assert reply.sent_on is not None  # as asked for above
        suggestion = reply.assignment.suggestion
        yield Text(
            record_id=reply.pk,
            root_id=suggestion.pk,
            cell_id=suggestion.cell_id,
            title=suggestion.title,
            body="\n".join(filter(None, (reply.text, reply.number))),
            at=make_aware(datetime.combine(reply.sent_on, time())),
        )


SEARCH = Searchable(ROOT, ROOT, _texts)
SEARCH_REPLIES = Searchable(Reply._meta.label_lower, ROOT, _replies)
