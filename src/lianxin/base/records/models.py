"""
The book: what happened, who did it, when it happened and when it was written down.

Entries are append-only: only the two columns of the chain, `seq` and `hash`, are filled in
afterwards, once. They hold plain ids, no foreign keys: the book outlives what it tells of,
and may not know the apps above it.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class About(models.Model):
    """A plain reference to a record and to the root whose lock guards it."""

    cell_id = models.PositiveBigIntegerField()
    root_type = models.CharField(max_length=64)
    root_id = models.PositiveBigIntegerField()
    subject_type = models.CharField(max_length=64)
    subject_id = models.PositiveBigIntegerField()

    class Meta:
        abstract = True


class Entry(About):
    """One act. Unsealed while `seq` is empty; the seal's `seq` is the order of the stream."""

    cause: "Entry | None" = None  # no column: until it is written, what `cause_id` will name
    move = models.CharField(max_length=32)
    before = models.CharField(max_length=24, blank=True)
    after = models.CharField(max_length=24, blank=True)
    round = models.PositiveSmallIntegerField(default=1)
    seat_id = models.PositiveBigIntegerField(null=True)  # none: anyone, or the machine
    user_id = models.PositiveBigIntegerField(null=True)
    role = models.CharField(max_length=24)
    who = models.CharField(max_length=80, blank=True)  # the name and office, as they were then
    on_behalf_of = models.CharField(max_length=80, blank=True)
    channel = models.CharField(max_length=16)
    happened_at = models.DateTimeField(_("happened"))  # clocks follow this
    recorded_at = models.DateTimeField(_("written down"))  # the chain follows this
    cause_id = models.PositiveBigIntegerField(null=True)  # the entry whose move led to this one
    text_digest = models.CharField(max_length=64, blank=True)  # H(salt + text); see EntryText
    seq = models.PositiveBigIntegerField(null=True)  # the place in its cell's chain, no gaps
    hash = models.CharField(max_length=64, blank=True)

    class Meta:
        indexes = [models.Index(fields=["root_type", "root_id", "id"])]
        constraints = [models.UniqueConstraint(fields=["cell_id", "seq"], name="one_chain")]

    def __str__(self):
        return f"#{self.pk} {self.subject_type}/{self.subject_id} {self.move}"


class EntryText(models.Model):
    """The words of an entry: the only part that may be erased. The chain holds their digest."""

    entry = models.OneToOneField(Entry, models.PROTECT, primary_key=True, related_name="text")
    salt = models.CharField(max_length=32)
    body = models.TextField()

    def __str__(self):
        return f"text of #{self.pk}"


class Restated(models.Model):
    """When a step really happened, where the entry was put right; the correction is sealed."""

    entry = models.OneToOneField(Entry, models.PROTECT, primary_key=True, related_name="restated")
    happened_at = models.DateTimeField(_("happened"))

    def __str__(self):
        return f"#{self.entry_id} {self.happened_at}"


class Undone(models.Model):
    """A step that was taken back by whoever made it; the entry that took it back is sealed too."""

    entry = models.OneToOneField(Entry, models.PROTECT, primary_key=True, related_name="undone")
    by_id = models.PositiveBigIntegerField()  # the entry that took it back

    def __str__(self):
        return f"#{self.entry_id} by #{self.by_id}"


class WayBack(models.Model):
    """What an act changed, as it was before: kept for as long as the act may be taken back."""

    entry = models.OneToOneField(Entry, models.PROTECT, primary_key=True, related_name="way_back")
    seat_id = models.PositiveBigIntegerField()
    made_at = models.DateTimeField(db_index=True)
    before = models.JSONField()  # see actions/before.py

    def __str__(self):
        return f"#{self.entry_id}"


class Head(models.Model):
    """The end of a cell's chain. Its row lock makes the sealer a single one."""

    cell_id = models.PositiveBigIntegerField(primary_key=True)
    seq = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="")
    algorithm = models.CharField(max_length=8, default="sha256")

    def __str__(self):
        return f"{self.cell_id}:{self.seq}"


class Cursor(models.Model):
    """How far a consumer has read. Moved in the transaction of the consumer's own write."""

    consumer = models.CharField(max_length=40)
    cell_id = models.PositiveBigIntegerField()
    seq = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["consumer", "cell_id"], name="one_cursor")]

    def __str__(self):
        return f"{self.consumer} {self.cell_id}:{self.seq}"


class Parked(models.Model):
    """An entry that a consumer could not digest: set aside, shown by `doctor`, tried again."""

    consumer = models.CharField(max_length=40)
    entry = models.ForeignKey(Entry, models.PROTECT)
    error = models.TextField()

    def __str__(self):
        return f"{self.consumer} #{self.entry_id}"


class Series(models.Model):
    """A series of numbers without gaps; the row is locked while a number is taken."""

    cell_id = models.PositiveBigIntegerField()
    key = models.CharField(max_length=64)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["cell_id", "key"], name="one_series")]

    def __str__(self):
        return f"{self.key} {self.last}"


class Standing(models.Manager):
    """Runs that count: not those whose start was taken back."""

    def get_queryset(self):
        return super().get_queryset().filter(undone=False)


class ClockRun(About):
    """One clock of one record in one round; `turn` counts its starts within the round."""

    code = models.CharField(max_length=32)
    round = models.PositiveSmallIntegerField()
    turn = models.PositiveSmallIntegerField(default=1)
    window = models.BooleanField()
    beside = models.BooleanField(default=False)
    started_on = models.DateField()
    due_on = models.DateField(_("due"))
    ceiling_on = models.DateField(null=True)
    paused_on = models.DateField(null=True)
    stopped_on = models.DateField(null=True)
    explanation = models.JSONField()
    undone = models.BooleanField(default=False)

    objects = Standing()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject_type", "subject_id", "code", "round", "turn"],
                name="one_run_a_turn",
            )
        ]
        indexes = [
            models.Index(fields=["root_type", "root_id"]),
            models.Index(
                fields=["cell_id", "due_on"],
                condition=Q(stopped_on__isnull=True, window=False),
                name="open_duties",
            ),
        ]

    def __str__(self):
        return f"{self.code} {self.subject_type}/{self.subject_id} → {self.due_on}"


class ClockEvent(models.Model):
    """start, pause, resume, extend, recompute, stop, undo; append-only like the entry behind it."""

    run = models.ForeignKey(ClockRun, models.PROTECT, related_name="events")
    kind = models.CharField(max_length=12)
    on = models.DateField()
    due_before = models.DateField(null=True)
    due_after = models.DateField(null=True)
    entry_id = models.PositiveBigIntegerField(null=True)  # none: the calendar changed

    def __str__(self):
        return f"{self.kind} {self.on}"


class Link(models.Model):
    """
    One record has to do with another of any app: `kind` says how ("ground", "answers").

    Plain references, so that a lower app may be linked to a higher one without knowing it.
    """

    cell_id = models.PositiveBigIntegerField()
    kind = models.CharField(max_length=24)
    from_type = models.CharField(max_length=64)
    from_id = models.PositiveBigIntegerField()
    to_type = models.CharField(max_length=64)
    to_id = models.PositiveBigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "from_type", "from_id", "to_type", "to_id"], name="one_link"
            )
        ]
        indexes = [models.Index(fields=["to_type", "to_id"])]

    def __str__(self):
        return f"{self.from_type}/{self.from_id} {self.kind} {self.to_type}/{self.to_id}"
