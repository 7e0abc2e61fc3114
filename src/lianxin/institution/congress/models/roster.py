"""How a mandate ends or rests, and two persons made one."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lianxin.kernel.fields import RowId, SecretText


class EndReason(models.TextChoices):
    """Why a mandate ended; each stands on an article, see `queries.mandates.BASES`."""

    TERM = "term", _("the term ended")
    MOVED = "moved", _("moved away or was transferred")
    RESIGNED = "resigned", _("resignation accepted")
    ABSENT = "absent", _("absent from two sessions without leave")
    RECALLED = "recalled", _("recalled")
    NATIONALITY = "nationality", _("lost Chinese nationality")
    RIGHTS = "rights", _("deprived of political rights")
    INCAPACITY = "incapacity", _("lost legal capacity")
    DIED = "died", _("died")
    INVALID = "invalid", _("the election was declared invalid")


class SuspendReason(models.TextChoices):
    """Why a deputy does not act for a time (代表法 art. 61)."""

    DETAINED = "detained", _("in custody, under investigation or on trial")
    SENTENCED = "sentenced", _("serving a sentence, with political rights")


class Merge(models.Model):
    """
    Two persons of the roster who were one: what was moved, so that it can be moved back.

    The image goes when its days are over; that there was a merge stays in the book.
    """

    cell = models.ForeignKey("congress.Cell", models.PROTECT)
    person = models.ForeignKey(
        "congress.Person", models.PROTECT, related_name="merges"
    )  # who stayed
    gone_id = models.PositiveBigIntegerField()  # the number of whoever went
    row_id = RowId()
    image = SecretText(row="row_id")
    on = models.DateField()
    undone_on = models.DateField(null=True)
    seat_id = models.PositiveBigIntegerField(null=True)

    class Meta:
        app_label = "congress"
        verbose_name = _("merge")
        indexes = [models.Index(fields=["cell", "on"])]

    def __str__(self):
        return f"#{self.gone_id} → #{self.person_id}"


class Apart(models.Model):
    """Two persons who look like one and were said to be two: they are not offered again."""

    cell = models.ForeignKey("congress.Cell", models.PROTECT)
    one = models.ForeignKey("congress.Person", models.PROTECT, related_name="+")
    other = models.ForeignKey("congress.Person", models.PROTECT, related_name="+")

    class Meta:
        app_label = "congress"
        constraints = [models.UniqueConstraint(fields=["one", "other"], name="apart_once")]

    def __str__(self):
        return f"#{self.one_id} ≠ #{self.other_id}"
