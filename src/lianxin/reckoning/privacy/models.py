"""What is proposed to be erased: of a speaker, of a deputy, or what was kept long enough."""

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.institution.congress.models import Person
from lianxin.kernel.models import Living
from lianxin.work.voices.models import Voice


class Erasure(Living):
    """One proposal. Exactly one of the three says what it is about."""

    voice = models.ForeignKey(Voice, models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    before = models.DateField(null=True)  # what ended before this day has been kept long enough
    count = models.PositiveIntegerField(default=1)  # how many it was when it was proposed
    proposed_by = models.PositiveBigIntegerField(null=True)  # a seat; none: the platform
    proposed_by_user = models.PositiveBigIntegerField(null=True)

    class Meta:
        verbose_name = gettext_lazy("erasure")
        indexes = [models.Index(fields=["cell_id", "state", "-id"])]
        constraints = [
            models.CheckConstraint(
                name="an_erasure_is_about_one_thing",
                condition=models.Q(voice__isnull=False, person=None, before=None)
                | models.Q(voice=None, person__isnull=False, before=None)
                | models.Q(voice=None, person=None, before__isnull=False),
            )
        ]

    def __str__(self):
        if self.person_id:
            return _("Telephone and identity number of a deputy")
        if self.voice:
            return _("Name and number with voice %(number)s") % {"number": self.voice.number}
        return _("Names and numbers of %(n)d voices") % {"n": self.count}
