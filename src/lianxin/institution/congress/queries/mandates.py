"""Where a mandate stands on a day, and on which article each way of ending it rests."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lianxin.institution.congress.models import EndReason, Mandate, Seat, SuspendReason

BASES = {  # reason: as a clerk would cite it; (Chinese, English)
    EndReason.TERM: ("《代表法》第二条", "Deputies Law art. 2"),
    EndReason.MOVED: ("《代表法》第六十二条第一项", "Deputies Law art. 62 (1)"),
    EndReason.RESIGNED: ("《代表法》第六十二条第二项", "Deputies Law art. 62 (2)"),
    EndReason.ABSENT: ("《代表法》第六十二条第三项", "Deputies Law art. 62 (3)"),
    EndReason.RECALLED: ("《代表法》第六十二条第四项", "Deputies Law art. 62 (4)"),
    EndReason.NATIONALITY: ("《代表法》第六十二条第五项", "Deputies Law art. 62 (5)"),
    EndReason.RIGHTS: ("《代表法》第六十二条第六项", "Deputies Law art. 62 (6)"),
    EndReason.INCAPACITY: ("《代表法》第六十二条第七项", "Deputies Law art. 62 (7)"),
    EndReason.DIED: ("《代表法》第六十二条", "Deputies Law art. 62"),
    EndReason.INVALID: ("《选举法》第四十七条", "Election Law art. 47"),
    SuspendReason.DETAINED: ("《代表法》第六十一条第一项", "Deputies Law art. 61 (1)"),
    SuspendReason.SENTENCED: ("《代表法》第六十一条第二项", "Deputies Law art. 61 (2)"),
}
RESUMES = ("《代表法》第六十一条第二款", "Deputies Law art. 61 ¶2")
FILLS = ("《选举法》第五十七条", "Election Law art. 57")


class Standing(models.TextChoices):
    """Where a mandate stands."""

    IN_OFFICE = "in_office", _("in office")
    SUSPENDED = "suspended", _("suspended")
    TO_COME = "to_come", _("not yet begun")
    ENDED = "ended", _("ended")


def standing_of(mandate, today: date) -> Standing:
    """Where one stands on a day; the last day is a day in office."""
    if mandate.ends_on and mandate.ends_on < today:
        return Standing.ENDED
    if mandate.begins_on and mandate.begins_on > today:
        return Standing.TO_COME
    if mandate.suspended_on and mandate.suspended_on <= today:
        return Standing.SUSPENDED
    return Standing.IN_OFFICE


def in_state(state: str, today: date) -> Q:
    """The same as a question to the database; what is no state narrows nothing."""
    ended = Q(ends_on__isnull=False, ends_on__lt=today)
    to_come = Q(begins_on__isnull=False, begins_on__gt=today)
    rests = Q(suspended_on__isnull=False, suspended_on__lte=today)
    found = {
        Standing.ENDED: ended,
        Standing.TO_COME: ~ended & to_come,
        Standing.SUSPENDED: ~ended & ~to_come & rests,
        Standing.IN_OFFICE: ~ended & ~to_come & ~rests,
    }
    return found[Standing(state)] if state in Standing.values else Q()


def vacancies(congresses, *, today: date):
    """The mandates of running terms that ended early and that nobody has filled yet."""
    runs = Q(term__ends_on=None) | Q(term__ends_on__gte=today)
    found = Mandate.objects.filter(runs, congress__in=congresses, ends_on__isnull=False)
    found = found.exclude(end_reason__in=["", EndReason.TERM]).filter(filled_by=None)
    return found.select_related("person", "congress", "term").order_by(F("ends_on").desc(), "pk")


def seats_of_mandate(mandate, *, today: date):
    """The seats from which a deputy works, today or later."""
    dated = Q(valid_to=None) | Q(valid_to__gte=today)
    return Seat.objects.filter(dated, mandate=mandate).select_related(
        "user", "cell", "mandate__congress"
    )
