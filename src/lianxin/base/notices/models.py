"""What is put in an inbox, what leaves the house by mail or text message, and what that costs."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lianxin.kernel.fields import RowId, SecretText


class Notice(models.Model):
    """One line for a seat that an act concerns."""

    seat_id = models.PositiveBigIntegerField()
    entry_id = models.PositiveBigIntegerField()  # deliberately not unique: the cursor must do it
    act_id = models.PositiveBigIntegerField()  # the entry of what a person did, that led to it
    cell_id = models.PositiveBigIntegerField()
    root_type = models.CharField(max_length=64)
    root_id = models.PositiveBigIntegerField()
    subject_type = models.CharField(max_length=64)
    move = models.CharField(max_length=32)
    who = models.CharField(max_length=80, blank=True)  # who did it, by name and office
    title = models.CharField(max_length=160, blank=True)
    # where the sentence stands that says what is to be done: "record type:move:audience"
    asks = models.CharField(max_length=128, blank=True)
    happened_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["seat_id", "read_at", "-id"]),
            models.Index(fields=["root_type", "root_id", "seat_id"]),
        ]

    def __str__(self):
        return f"#{self.pk} {self.move}"


class Way(models.TextChoices):
    """How a message leaves the house."""

    MAIL = "mail", _("e-mail")
    TEXT = "text", _("text message")


class Reach(models.Model):
    """
    An address that somebody who signs in gave and confirmed, and what is to be sent there.

    Until it is confirmed nothing goes there but the code.
    """

    class Wish(models.TextChoices):
        NOTHING = "nothing", _("nothing")
        EACH = "each", _("each reminder by itself")
        DAILY = "daily", _("once a day, all that waits")

    row_id = RowId()
    user_id = models.PositiveBigIntegerField()
    way = models.CharField(max_length=8, choices=Way.choices)
    address = SecretText(_("address"), row="row_id")
    wish = models.CharField(max_length=8, choices=Wish.choices, default=Wish.DAILY)
    confirmed_at = models.DateTimeField(null=True)
    code_digest = models.CharField(max_length=64, blank=True)
    code_until = models.DateTimeField(null=True)
    code_tries = models.PositiveSmallIntegerField(default=0)
    codes_on = models.DateField(null=True)  # the day that `codes` counts
    codes = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("address for notices")
        constraints = [
            models.UniqueConstraint(fields=["user_id", "way"], name="one_address_a_way"),
        ]

    def __str__(self):
        return f"#{self.pk} {self.way}"


class Sending(models.Model):
    """
    One message to one person, written in the transaction of what it tells of; a job carries it out.

    The database holds that a person is told of one occasion of one record once by each way,
    whatever number of workers asks for it. Address and parameters are wiped once it has gone.
    """

    class Outcome(models.TextChoices):
        WAITING = "waiting", _("waiting")
        GOING = "going", _("being sent")
        SENT = "sent", _("sent")
        FAILED = "failed", _("not sent")
        UNSURE = "unsure", _("not known whether it went")
        HELD = "held", _("not sent: the month's money is spent")
        DROPPED = "dropped", _("no longer wanted")

    row_id = RowId()
    cell_id = models.PositiveBigIntegerField()
    way = models.CharField(max_length=8, choices=Way.choices)
    person = models.CharField(max_length=32)  # "user:7"; "voice:12" is who spoke there
    occasion = models.CharField(max_length=16)
    root_type = models.CharField(max_length=64, blank=True)
    root_id = models.PositiveBigIntegerField(default=0)
    turn = models.CharField(max_length=32, blank=True)  # which time of several: a due date, a day
    number = models.CharField(max_length=40, blank=True)  # of the case, as the office knows it
    address = SecretText(_("address"), row="row_id")
    parameters = SecretText(row="row_id")  # JSON
    shown = models.CharField(max_length=80, blank=True)  # the address, masked
    parts = models.PositiveSmallIntegerField(default=0)  # as the operator counts them
    cost = models.PositiveIntegerField(default=0)  # in fen
    outcome = models.CharField(max_length=8, choices=Outcome.choices, default=Outcome.WAITING)
    fault = models.CharField(max_length=200, blank=True)
    reference = models.CharField(max_length=80, blank=True)  # the operator's own mark
    tries = models.PositiveSmallIntegerField(default=0)
    deadline_on = models.DateField(null=True)
    made_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("message sent")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "way", "occasion", "root_type", "root_id", "turn"],
                name="told_once_of_an_occasion",
            ),
        ]
        indexes = [
            models.Index(fields=["cell_id", "outcome", "-id"]),
            models.Index(fields=["cell_id", "-id"]),
        ]

    def __str__(self):
        return f"#{self.pk} {self.occasion}"


class Month(models.Model):
    """What the text messages of a cell have cost in a month, so that they never cost more."""

    cell_id = models.PositiveBigIntegerField()
    first_on = models.DateField()
    spent = models.PositiveIntegerField(default=0)  # in fen
    parts = models.PositiveIntegerField(default=0)
    stopped_at = models.DateTimeField(null=True)  # when the office was told, once

    class Meta:
        verbose_name = _("month of text messages")
        constraints = [models.UniqueConstraint(fields=["cell_id", "first_on"], name="one_a_month")]

    def __str__(self):
        return str(_("Text messages of %(month)s") % {"month": f"{self.first_on:%Y-%m}"})
