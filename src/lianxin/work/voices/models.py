"""What residents say, and where it went."""

from django.db import models
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from lianxin.kernel.fields import BlindIndex, SecretText
from lianxin.kernel.models import Living


class Voice(Living):
    """A constituent's opinion, from the first word to the rating of the answer."""

    act_reads = ("mandate",)

    class Channel(models.TextChoices):
        WEB = "web", _("web page")
        STATION = "station", _("station desk")
        PHONE = "phone", _("telephone")
        VISIT = "visit", _("door visit")
        PAPER = "paper", _("paper form")
        SHEET = "sheet", _("imported sheet")

    class Naming(models.TextChoices):
        DEPUTY = "deputy", _("Only the deputy and the station may know who I am")
        PUBLIC = "public", _("My surname may be shown with the answer")
        NONE = "none", _("Nobody, I would rather not say")

    class Rating(models.TextChoices):
        SATISFIED = "satisfied", _("satisfied")
        BASICALLY = "basically_satisfied", _("basically satisfied")
        DISSATISFIED = "dissatisfied", _("dissatisfied")

    number = models.CharField(_("receipt number"), max_length=24, blank=True)
    code_digest = models.CharField(max_length=64, blank=True, db_index=True)
    title = models.CharField(_("subject"), max_length=120)
    body = models.TextField(_("what was said"))
    region = models.ForeignKey(
        "congress.Region", models.PROTECT, null=True, verbose_name=_("village or community")
    )
    town = models.ForeignKey("congress.Region", models.PROTECT, null=True, related_name="+")
    place = models.CharField(_("place"), max_length=120, blank=True)
    channel = models.CharField(_("channel"), max_length=10, choices=Channel.choices)
    naming = models.CharField(max_length=8, choices=Naming.choices, default=Naming.DEPUTY)
    said_at = models.DateTimeField(_("said"))
    venue = models.ForeignKey("stations.Venue", models.PROTECT, null=True)
    mandate = models.ForeignKey("congress.Mandate", models.PROTECT, null=True)  # who owns it
    beside = models.ForeignKey("congress.Mandate", models.PROTECT, null=True, related_name="+")
    purpose = models.CharField(max_length=12, blank=True)  # the notice on personal data, as it was
    entered_on_behalf = models.BooleanField(default=False)
    category = models.CharField(_("category"), max_length=40, blank=True)
    unit = models.ForeignKey("congress.Unit", models.PROTECT, null=True)  # it was handed to
    slip = models.TextField(_("what the unit is asked to do"), blank=True)
    slip_seat_id = models.PositiveBigIntegerField(null=True)  # who drafted the slip
    slip_unit = models.ForeignKey("congress.Unit", models.PROTECT, null=True, related_name="+")
    result = models.TextField(_("what was done"), blank=True)
    result_signed_by = models.CharField(_("signed by"), max_length=40, blank=True)
    answer = models.TextField(_("answer to the resident"), blank=True)
    answered_on = models.DateField(null=True)
    reason_code = models.CharField(max_length=4, blank=True)  # R01-R11, of a redirect or refusal
    refused_by = models.PositiveBigIntegerField(null=True)  # a seat
    organ_pointed_to = models.CharField(_("organ pointed to"), max_length=80, blank=True)
    reason_told = models.TextField(_("reason told to the resident"), blank=True)
    notice_on = models.DateField(null=True)
    notice_how = models.CharField(max_length=40, blank=True)
    notice_receipt = models.CharField(max_length=80, blank=True)
    rating = models.CharField(max_length=20, choices=Rating.choices, blank=True)
    rating_words = models.TextField(blank=True)
    reopened = models.BooleanField(default=False)
    likes = models.PositiveIntegerField(default=0)
    source_ref = models.CharField(max_length=40, blank=True)  # its key in an imported sheet
    source_digest = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = _("voice")
        indexes = [
            models.Index(fields=["cell_id", "state", "due_date"]),
            models.Index(fields=["cell_id", "number"]),
            models.Index(fields=["cell_id", "-said_at", "id"]),
            models.Index(fields=["cell_id", "state", "-said_at"]),
            models.Index(fields=["venue", "state", "due_date"]),
            models.Index(fields=["town", "state", "-said_at"]),
            models.Index(fields=["mandate", "state"]),
            models.Index(fields=["unit", "state"]),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["cell_id", "source_ref"],
                condition=~models.Q(source_ref=""),
                name="one_voice_a_source",
            ),
            models.UniqueConstraint(
                fields=["code_digest"],
                condition=~models.Q(code_digest=""),
                name="one_voice_a_code",
            ),
        ]

    def __str__(self):
        return self.title

    def received_on(self):
        """The day from which the petition rules count: the day it was said to us."""
        return localdate(self.said_at)


class Contact(models.Model):
    """
    Who spoke, apart from what was said: encrypted, and shown only to those who must answer.

    Its number is its voice's, so what is locked here is bound to that voice.
    """

    voice = models.OneToOneField(Voice, models.CASCADE, primary_key=True, related_name="contact")
    name = SecretText(_("name"))
    phone = SecretText(_("telephone"))
    phone_index = BlindIndex(of="phone")
    address = SecretText(_("address"))
    by_message = models.BooleanField(default=False)  # wishes to be told by text message

    class Meta:
        verbose_name = _("who spoke")

    def __str__(self):
        return f"contact of #{self.pk}"
