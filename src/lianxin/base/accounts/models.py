"""Who can sign in. What a person may do hangs on the seat they take, never on the user."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lianxin.kernel.fields import BlindIndex, RowId, SecretText


class User(AbstractUser):
    """An account. Names are not unique, account names are."""

    # A name is one field in Chinese; Django takes fields away like this, its stubs do not know it
    first_name = last_name = None  # type: ignore[assignment]
    name = models.CharField(_("name"), max_length=80, blank=True)
    row_id = RowId()
    phone = SecretText(_("telephone"), row="row_id")  # one may sign in by it
    phone_index = BlindIndex(of="phone")

    def __str__(self):
        return self.name or self.username

    def get_full_name(self):
        return self.name or self.username

    get_short_name = get_full_name


class FactorKey(models.Model):
    """
    What the secrets of second steps are locked with; itself locked with the installation's keys.

    So a change of those keys turns this row over, and nobody has to set the second step up anew.
    """

    row_id = RowId()
    secret = SecretText(row="row_id")

    def __str__(self):
        return f"#{self.pk}"


class Outcome(models.TextChoices):
    """What came of a knock at the door, or what was done to an account at its door."""

    TRIED = "tried", pgettext_lazy("sign-in", "broken off")
    WRONG = "wrong", pgettext_lazy("sign-in", "wrong name or password")
    HALF = "half", pgettext_lazy("sign-in", "password right")
    SECOND_WRONG = "second_wrong", pgettext_lazy("sign-in", "wrong second step")
    LOCKED = "locked", pgettext_lazy("sign-in", "refused: locked")
    IN = "in", pgettext_lazy("sign-in", "signed in")
    OUT = "out", pgettext_lazy("sign-in", "signed out")
    ENDED = "ended", pgettext_lazy("sign-in", "sign-in ended from elsewhere")
    PASSWORD = "password", pgettext_lazy("sign-in", "password changed")
    FACTOR_ON = "factor_on", pgettext_lazy("sign-in", "second step set up")
    FACTOR_OFF = "factor_off", pgettext_lazy("sign-in", "second step removed")
    UNLOCKED = "unlocked", pgettext_lazy("sign-in", "unlocked")


class SignIn(models.Model):
    """
    A line of the sign-in log: who, when, from where, and what came of it.

    Plain ids, for the log outlives what it tells of. What was typed as a name is kept only as a
    keyed digest: people type passwords there.
    """

    at = models.DateTimeField(default=timezone.now)
    user_id = models.PositiveBigIntegerField(null=True)
    cell_id = models.PositiveBigIntegerField(null=True)
    name = models.CharField(max_length=80, blank=True)  # of the account, as it was then
    key = models.CharField(max_length=64, blank=True)
    address = models.CharField(max_length=64, blank=True)
    agent = models.CharField(max_length=200, blank=True)
    outcome = models.CharField(max_length=16, choices=Outcome.choices)

    class Meta:
        verbose_name = _("sign-in")
        indexes = [
            models.Index(fields=["user_id", "-id"]),
            models.Index(fields=["key", "-id"]),
            models.Index(fields=["address", "-id"]),
            models.Index(fields=["cell_id", "-id"]),
            models.Index(fields=["at"]),
        ]

    def __str__(self):
        return f"#{self.pk} {self.outcome}"


class Reset(models.Model):
    """
    A new way into an account: asked for by one, confirmed by another where the account is weighty.

    What is printed when it is confirmed is an activation slip.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="resets")
    cell_id = models.PositiveBigIntegerField()
    reason = models.CharField(_("reason"), max_length=200)
    factors = models.BooleanField(default=False)  # the second step too is set up anew
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_as = models.CharField(max_length=80)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    granted = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("new way in")
        constraints = [
            models.CheckConstraint(
                name="nobody_lets_himself_in",
                condition=models.Q(decided_by=None)
                | models.Q(granted=False)
                | ~models.Q(decided_by=models.F("user")),
            ),
        ]

    def __str__(self):
        return f"#{self.pk} of {self.user_id}"


class ActivationSlip(models.Model):
    """A printed code, kept as its digest alone: opens one account once, until a moment."""

    user = models.ForeignKey(User, models.CASCADE, related_name="slips")
    digest = models.CharField(max_length=64, unique=True)
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    voided_at = models.DateTimeField(null=True)  # a newer one was printed

    class Meta:
        verbose_name = _("activation slip")

    def __str__(self):
        return f"#{self.pk} of {self.user_id}"


class ApiToken(models.Model):
    """
    What a program shows instead of a password: it acts for one seat, within its scopes, for a time.

    The token itself is nowhere: what is kept is its digest. Of its use only the last day is known.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="api_tokens")
    seat_id = models.PositiveBigIntegerField()  # it opens what the seat opens, while it is held
    cell_id = models.PositiveBigIntegerField()
    name = models.CharField(_("what it is for"), max_length=60)
    scopes = models.CharField(max_length=40)  # codes, by blanks
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    expires_on = models.DateField()  # its last day
    last_used_on = models.DateField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("token")
        indexes = [models.Index(fields=["user", "seat_id", "-id"])]

    def __str__(self):
        return f"#{self.pk} of {self.user_id}"

    @property
    def allowed(self):
        """What it may be used for."""
        return frozenset(self.scopes.split())
