"""Work that takes long, as rows: whoever asked sees how far it is, and nothing is lost."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Job(models.Model):
    """One piece of background work and its progress."""

    class Phase(models.TextChoices):
        QUEUED = "queued", _("waiting")
        RUNNING = "running", _("running")
        READY = "ready", _("ready to confirm")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")
        CANCELLED = "cancelled", _("cancelled")

    kind = models.CharField(max_length=40)  # "import.roster": the app that declared it runs it
    step = models.CharField(max_length=8, blank=True)  # of a sheet: "stage", then "land"
    cell_id = models.PositiveBigIntegerField()
    seat_id = models.PositiveBigIntegerField(null=True)
    phase = models.CharField(max_length=12, choices=Phase.choices, default=Phase.QUEUED)
    parameters = models.JSONField(default=dict)
    result = models.JSONField(default=dict)
    upload_id = models.PositiveBigIntegerField(null=True)  # of files, which stand above
    message = models.TextField(blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    tries = models.PositiveSmallIntegerField(default=0)
    claim = models.CharField(max_length=32, blank=True)  # of the process that runs it
    asked_at = models.DateTimeField(auto_now_add=True)
    due_at = models.DateTimeField(null=True)  # not before then
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("sheet handed in")  # as the book names it: only of sheets there are acts
        indexes = [
            models.Index(fields=["phase", "id"]),
            models.Index(fields=["cell_id", "-id"]),
        ]

    def __str__(self):
        return f"#{self.pk} {self.kind}"


class StagedRow(models.Model):
    """A row of a sheet, read and checked, before it lands; `verdict` says what landing will do."""

    class Verdict(models.TextChoices):
        NEW = "new", _("new")
        CHANGED = "changed", _("changed")
        UNCHANGED = "unchanged", _("unchanged")
        MAYBE = "maybe", _("maybe the same")
        FAULT = "fault", _("faulty")
        LEFT_OUT = "left_out", _("left out")

    class Says(models.TextChoices):
        SAME = "same", _("the same person")
        OTHER = "new", _("another person")

    job = models.ForeignKey(Job, models.CASCADE, related_name="rows")
    sheet = models.CharField(max_length=80)
    row = models.PositiveIntegerField()
    verdict = models.CharField(max_length=10, choices=Verdict.choices)
    sound = models.BooleanField(default=True)  # its cells are right, whatever landing will say
    values = models.JSONField(default=dict)
    faults = models.JSONField(default=list)  # paper's Fault.as_json, as are the warnings
    warnings = models.JSONField(default=list)
    changes = models.JSONField(default=dict)  # {column: [as it is, as the sheet has it]}
    target_id = models.PositiveBigIntegerField(null=True)  # the record it changes, or may mean
    says = models.CharField(max_length=4, choices=Says.choices, blank=True)  # of a doubtful row

    class Meta:
        indexes = [models.Index(fields=["job", "verdict", "id"])]

    def __str__(self):
        return f"{self.sheet}:{self.row}"


class DailyRun(models.Model):
    """That a daily task was done for a cell on a day: two workers never do it twice."""

    task = models.CharField(max_length=60)
    cell_id = models.PositiveBigIntegerField()
    day = models.DateField()
    started_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["task", "cell_id", "day"], name="once_a_day")
        ]

    def __str__(self):
        return f"{self.task} {self.cell_id} {self.day}"
