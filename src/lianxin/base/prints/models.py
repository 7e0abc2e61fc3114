"""What was printed of a record, the scans that came back, and the templates an office keeps."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Print(models.Model):
    """
    One paper as it was asked for: the same content is the same print, and bears the same code.

    The content waits as data for the worker, so a worker that dies in the middle loses nothing.
    """

    token = models.CharField(max_length=24, unique=True)  # what its code leads to
    cell_id = models.PositiveBigIntegerField()
    kind = models.CharField(max_length=40)  # "suggestions.letter": the app that declared it knows
    subject_type = models.CharField(max_length=64)
    subject_id = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64)  # of the content and the template
    title = models.CharField(max_length=200)
    content = models.JSONField()
    site = models.CharField(max_length=200)  # where the code leads to
    template = models.ForeignKey("LetterTemplate", models.PROTECT, null=True)
    word = models.ForeignKey("files.Upload", models.SET_NULL, null=True, related_name="+")
    pdf = models.ForeignKey("files.Upload", models.SET_NULL, null=True, related_name="+")
    faults = models.JSONField(default=dict)  # {"word" or "pdf": why it could not be made}
    seat_id = models.PositiveBigIntegerField(null=True)
    asked_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject_type", "subject_id", "digest"], name="one_print_a_content"
            )
        ]

    def __str__(self):
        return f"#{self.pk} {self.kind}"

    @property
    def code(self):
        """The token in fours, as it stands beside the square code."""
        return " ".join(self.token[n : n + 4] for n in range(0, len(self.token), 4))


class Scan(models.Model):
    """A signed paper that came back: a photo, a scan, or some pages of one."""

    class Phase(models.TextChoices):
        READING = "reading", _("being read")
        FOUND = "found", _("filed")
        ASKS = "asks", _("says no code: tell which paper it is")

    cell_id = models.PositiveBigIntegerField()
    seat_id = models.PositiveBigIntegerField()
    upload = models.ForeignKey("files.Upload", models.PROTECT, related_name="+")
    phase = models.CharField(max_length=8, choices=Phase.choices, default=Phase.READING)
    print = models.ForeignKey(Print, models.PROTECT, null=True, related_name="scans")
    by_hand = models.BooleanField(default=False)  # somebody said which it is
    why = models.JSONField(default=dict)  # the reason why it asks
    handed_in_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["seat_id", "-id"])]

    def __str__(self):
        return f"#{self.pk} {self.phase}"


class LetterTemplate(models.Model):
    """An office's own form of a kind of letter; at most one version of a kind is in use."""

    class Phase(models.TextChoices):
        CHECKING = "checking", _("being checked")
        FAULTY = "faulty", _("has faults")
        SOUND = "sound", _("right, not in use")
        USED = "used", _("in use")

    cell_id = models.PositiveBigIntegerField()
    owner_id = models.PositiveBigIntegerField()  # the organ whose letters it dresses
    kind = models.CharField(max_length=40)
    version = models.PositiveSmallIntegerField()
    phase = models.CharField(max_length=8, choices=Phase.choices, default=Phase.CHECKING)
    upload = models.ForeignKey("files.Upload", models.PROTECT, related_name="+")
    preview = models.ForeignKey("files.Upload", models.PROTECT, null=True, related_name="+")
    faults = models.JSONField(default=list)
    mended = models.PositiveSmallIntegerField(default=0)  # tags that were torn
    seat_id = models.PositiveBigIntegerField()
    who = models.CharField(max_length=80)
    uploaded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner_id", "kind", "version"], name="one_template_a_version"
            ),
            models.UniqueConstraint(
                fields=["owner_id", "kind"], condition=Q(phase="used"), name="one_template_in_use"
            ),
        ]

    def __str__(self):
        return f"{self.kind} {self.version}"
