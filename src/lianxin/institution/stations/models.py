"""Where deputies and residents meet: homes, stations, studios, village points."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lianxin.institution.congress.models import InCell


class Venue(InCell):
    """A place of meeting; it serves one or several villages."""

    class Kind(models.TextChoices):
        DEPUTY_HOME = "deputy_home", _("deputy home")
        LIAISON_STATION = "liaison_station", _("liaison station")
        DEPUTY_STUDIO = "deputy_studio", _("deputy studio")
        VILLAGE_STATION = "village_station", _("village station")
        CONTACT_POINT = "contact_point", _("contact point")
        INDUSTRY_STATION = "industry_station", _("industry station")

    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    region = models.ForeignKey("congress.Region", models.PROTECT, null=True)  # the town it is in
    serves = models.ManyToManyField("congress.Region", related_name="venues", blank=True)
    deputies = models.ManyToManyField("congress.Mandate", related_name="venues", blank=True)
    address = models.CharField(_("address"), max_length=120, blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    hours = models.CharField(_("opening hours"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("station")
