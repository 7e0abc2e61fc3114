"""Suggestions, and each thing that lives beside one: signatures, units' parts, verdicts."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lianxin.kernel.models import Living


class Suggestion(Living):
    """A deputy's suggestion, criticism or opinion, from draft to the deputy's verdict."""

    act_reads = ("mandate", "congress", "session")

    class Publicity(models.TextChoices):
        FULL = "full", _("the full text may be published")
        TITLE = "title", _("only the title may be published")
        NONE = "none", _("not to be published")

    congress = models.ForeignKey("congress.Congress", models.PROTECT)
    organ = models.ForeignKey("congress.Organ", models.PROTECT)  # the office it is handed to
    mandate = models.ForeignKey("congress.Mandate", models.PROTECT)  # the deputy who leads it
    session = models.ForeignKey("congress.Session", models.PROTECT, null=True)  # none: between
    number = models.CharField(_("number"), max_length=32, blank=True)
    title = models.CharField(_("title"), max_length=120)
    body = models.TextField(_("text"))
    text_version = models.PositiveSmallIntegerField(default=1)
    category = models.CharField(_("field"), max_length=40, blank=True)
    publicity = models.CharField(
        _("publication"), max_length=8, choices=Publicity.choices, default=Publicity.FULL
    )
    open_to_cosigning = models.BooleanField(default=False)
    reply_waived = models.BooleanField(default=False)  # for reference, no written reply needed
    wished_unit = models.CharField(_("unit you suggest"), max_length=80, blank=True)
    government_side = models.BooleanField(default=True)
    entered_on_behalf = models.BooleanField(default=False)
    was_returned = models.BooleanField(default=False)
    opinion = models.TextField(_("review opinion"), blank=True)
    opinion_code = models.CharField(max_length=12, blank=True)  # file, or a ground R01-R11
    opinion_seat_id = models.PositiveBigIntegerField(null=True)
    assigned_on = models.DateField(null=True)  # the first assignment: the ceiling counts from it
    released_on = models.DateField(null=True)  # the last release of a verdict
    withdrawal_asked_on = models.DateField(null=True)  # the co-signers were asked to agree

    class Meta:
        verbose_name = _("suggestion")
        indexes = [
            models.Index(fields=["cell_id", "organ", "state", "due_date"]),
            models.Index(fields=["cell_id", "state", "due_date"]),
            models.Index(fields=["mandate", "state"]),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["cell_id", "number"], condition=~Q(number=""), name="one_number"
            )
        ]

    def __str__(self):
        return self.title

    @property
    def handled_again(self):
        """Whether a further round runs: what the units answered may still change (R-E7)."""
        return self.state == "in_rework"

    def session_closed_on(self):
        """The day the session of its filing closed, if it has: its assignment counts from there."""
        return self.session.closed_on if self.session else None


class Part(Living):
    """Anything that belongs to one suggestion and is guarded by its lock."""

    root_field = "suggestion"
    suggestion: Any  # each child names its own way back

    class Meta:
        abstract = True

    @property
    def congress_id(self):
        return self.suggestion.congress_id


class Cosignature(Part):
    """One deputy's name under another's suggestion: asked for, confirmed or declined."""

    act_reads = ("mandate",)

    suggestion = models.ForeignKey(Suggestion, models.PROTECT, related_name="cosignatures")
    mandate = models.ForeignKey("congress.Mandate", models.PROTECT)
    read_version = models.PositiveSmallIntegerField(default=0)  # of the text it was given for
    withdrawal_agreed_on = models.DateField(null=True)

    class Meta:
        verbose_name = _("co-signature")
        constraints = [models.UniqueConstraint(fields=["suggestion", "mandate"], name="signs_once")]

    def __str__(self):
        return f"#{self.pk}"


class Assignment(Part):
    """One unit's part in a suggestion: it leads, answers its own part, or gives its opinion."""

    act_reads = ("unit",)

    class Kind(models.TextChoices):
        LEAD = "lead", _("lead unit")
        CO = "co", _("co-unit")
        SPLIT = "split", _("unit answering its own part")

    suggestion = models.ForeignKey(Suggestion, models.PROTECT, related_name="assignments")
    unit = models.ForeignKey("congress.Unit", models.PROTECT)
    kind = models.CharField(_("part"), max_length=6, choices=Kind.choices)
    task = models.CharField(_("what it is asked to do"), max_length=200, blank=True)
    proposed_by = models.PositiveBigIntegerField(null=True)  # a seat
    agreed = models.BooleanField(null=True)  # the government's office: yes, no, not yet said
    assigned_on = models.DateField(null=True)
    plan_leader = models.CharField(_("leader in charge"), max_length=40, blank=True)
    plan_section = models.CharField(_("section"), max_length=40, blank=True)
    plan_handler = models.CharField(_("handler"), max_length=40, blank=True)
    plan = models.TextField(_("plan"), blank=True)
    rework_leader = models.CharField(_("leader in charge of the rework"), max_length=40, blank=True)
    opinion = models.TextField(_("opinion for the lead unit"), blank=True)
    opinion_signed_by = models.CharField(_("signed by"), max_length=40, blank=True)
    opinion_seat_id = models.PositiveBigIntegerField(null=True)
    opinion_rejected = models.BooleanField(default=False)
    wished_unit = models.CharField(_("unit suggested instead"), max_length=80, blank=True)
    draft_seat_id = models.PositiveBigIntegerField(null=True)  # who drafted the reply in hand

    class Meta:
        verbose_name = _("assignment")
        indexes = [models.Index(fields=["unit", "state", "due_date"])]
        constraints = [
            models.UniqueConstraint(
                fields=["suggestion"],
                condition=Q(kind="lead") & ~Q(state__in=["reassigned", "ended"]),
                name="one_lead",
            )
        ]

    def __str__(self):
        return f"#{self.pk}"

    @property
    def replies(self):
        """Whether this unit owes the deputy a reply (a co-unit owes the lead an opinion)."""
        return self.kind != self.Kind.CO

    def ceiling_from(self, on):
        """The day the longest period counts from: the first assignment of the suggestion."""
        return self.suggestion.assigned_on or on

    def first_assigned_on(self):
        return self.suggestion.assigned_on

    def released_on(self):
        return self.suggestion.released_on


class ContactRecord(models.Model):
    """One talk of a unit with the deputy (沟通联系): before, while or after handling."""

    class Phase(models.TextChoices):
        BEFORE = "before", _("before handling")
        DURING = "during", _("while handling")
        AFTER = "after", _("after the reply")

    class Manner(models.TextChoices):
        VISIT = "visit", _("visit")
        MEETING = "meeting", _("meeting")
        FIELD_STUDY = "field_study", _("field study")
        TELEPHONE = "telephone", _("telephone")
        MAIL = "mail", _("letter or e-mail")

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="contacts")
    round = models.PositiveSmallIntegerField()
    phase = models.CharField(_("when"), max_length=8, choices=Phase.choices)
    manner = models.CharField(_("how"), max_length=12, choices=Manner.choices)
    on = models.DateField(_("date"))
    who = models.CharField(_("who took part"), max_length=120)
    said = models.TextField(_("what the deputy said and what was agreed"))
    confirmed_on = models.DateField(null=True)

    def __str__(self):
        return f"#{self.pk} {self.on}"


class Reply(models.Model):
    """A reply of one round; a correction is a new version beside the old."""

    class Category(models.TextChoices):
        RESOLVED = "resolved", _("A: solved")
        IN_PROGRESS = "in_progress", _("B: being solved")
        PLANNED = "planned", _("C: planned, step by step")
        REFERENCE = "reference", _("D: kept for reference, explained")

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="reply_set")
    round = models.PositiveSmallIntegerField()
    version = models.PositiveSmallIntegerField(default=1)
    category = models.CharField(_("category"), max_length=12, choices=Category.choices)
    text = models.TextField(_("reply, point by point"))
    contact_name = models.CharField(_("contact person"), max_length=40, blank=True)
    contact_phone = models.CharField(_("contact telephone"), max_length=40, blank=True)
    number = models.CharField(_("letter number"), max_length=40, blank=True)
    signed_by = models.CharField(_("signed by"), max_length=40, blank=True)
    signed_on = models.DateField(null=True)
    sent_on = models.DateField(null=True)
    opinions_late = models.BooleanField(default=False)  # sent without a late co-unit's opinion

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["assignment", "round", "version"], name="one_version_a_round"
            )
        ]

    def __str__(self):
        return f"#{self.pk}"

    @property
    def mark(self):
        """The category letter as it is printed in the upper right (R-L6)."""
        letters = {"resolved": "A", "in_progress": "B", "planned": "C", "reference": "D"}
        return letters[self.category]


class Extension(Living):
    """A unit's request for more time, and the answer to it."""

    root_field = "assignment__suggestion"

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="extensions")
    until = models.DateField(_("until"))
    reasons = models.TextField(_("reasons"))
    told_on = models.DateField(_("the deputy was told on"), null=True)
    prepared_by = models.PositiveBigIntegerField(null=True)  # a seat
    asked_on = models.DateField(null=True)
    given = models.DateField(null=True)

    class Meta:
        verbose_name = _("request for more time")

    def __str__(self):
        return f"#{self.pk} → {self.until}"

    @property
    def congress_id(self):
        return self.assignment.suggestion.congress_id


class Evaluation(Part):
    """The deputy's verdict on one unit's reply of one round: its manner and its result."""

    act_reads = ("assignment",)

    class Grade(models.TextChoices):
        SATISFIED = "satisfied", _("satisfied")
        BASICALLY = "basically_satisfied", _("basically satisfied")
        DISSATISFIED = "dissatisfied", _("dissatisfied")

    suggestion = models.ForeignKey(Suggestion, models.PROTECT, related_name="evaluations")
    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="evaluations")
    of_round = models.PositiveSmallIntegerField()  # of the suggestion
    attitude = models.CharField(_("manner"), max_length=20, choices=Grade.choices, blank=True)
    result = models.CharField(_("result"), max_length=20, choices=Grade.choices, blank=True)
    reasons = models.TextField(_("reasons and remarks"), blank=True)
    pass_on = models.BooleanField(_("pass the remarks on to the unit"), default=True)
    reminded = models.PositiveSmallIntegerField(default=0)
    submitted_on = models.DateField(null=True)
    missed_from = models.DateField(null=True)  # from this day units read that none came

    class Meta:
        verbose_name = _("evaluation")
        constraints = [
            models.UniqueConstraint(
                fields=["assignment", "of_round"],
                condition=~Q(state="void"),
                name="one_verdict_a_round",
            )
        ]

    def __str__(self):
        return f"#{self.pk}"

    @property
    def dissatisfied(self):
        """One of the two marks is the worst: the item is handled again (R-E7)."""
        return self.Grade.DISSATISFIED in (self.attitude, self.result)


class Publication(Part):
    """What of a suggestion the public may read; frozen after two persons looked at it."""

    suggestion = models.OneToOneField(Suggestion, models.PROTECT, related_name="publication")
    level = models.CharField(
        _("what is published"), max_length=8, choices=Suggestion.Publicity.choices, blank=True
    )
    secrecy_checked = models.BooleanField(default=False)
    privacy_checked = models.BooleanField(default=False)
    checked_by = models.PositiveBigIntegerField(null=True)  # a seat
    public_title = models.CharField(_("title for the public"), max_length=120, blank=True)
    public_body = models.TextField(_("text for the public"), blank=True)
    public_reply = models.TextField(_("reply for the public"), blank=True)
    public_outcome = models.CharField(max_length=20, blank=True)
    published_on = models.DateField(null=True)
    objection = models.TextField(blank=True)
    objection_open = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("publication")
        indexes = [models.Index(fields=["cell_id", "state", "-published_on"])]

    def __str__(self):
        return f"#{self.pk}"
