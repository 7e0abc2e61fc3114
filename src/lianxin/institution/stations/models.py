"""Where deputies and residents meet, and where residents turn with what is not ours."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lianxin.base.ui import hotlines
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


class Bureau(InCell):
    """
    An organ that residents are pointed to, as a county finds it: name, address, telephone, hours.

    One of each kind; what the office has not filled in stays empty and is written by hand.
    """

    class Kind(models.TextChoices):
        PETITION = "petition", _("Petition office")
        COURT = "court", _("People's court")
        ARBITRATION = "arbitration", _("Labour arbitration commission")
        PROCURATORATE = "procuratorate", _("People's procuratorate")
        DISCIPLINE = "discipline", _("Discipline inspection organ")
        POLICE = "police", _("Public security organ")
        JUSTICE = "justice", _("Judicial office")
        LEGAL_AID = "legal_aid", _("Legal aid centre")
        GOVERNMENT = "government", _("Government hotline")
        MARKET = "market", _("Consumer and market hotline")

    HOTLINES: dict[str, str] = {  # the number that holds everywhere, beside the desk's own
        Kind.COURT: hotlines.COURTS,
        Kind.ARBITRATION: hotlines.LABOUR,
        Kind.PROCURATORATE: hotlines.PROCURATORATES,
        Kind.DISCIPLINE: hotlines.DISCIPLINE,
        Kind.POLICE: hotlines.POLICE,
        Kind.LEGAL_AID: hotlines.LEGAL_AID,
        Kind.GOVERNMENT: hotlines.GOVERNMENT,
        Kind.MARKET: hotlines.MARKET,
    }

    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    address = models.CharField(_("address"), max_length=120, blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    hours = models.CharField(_("opening hours"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("where to turn")
        constraints = [
            models.UniqueConstraint(fields=["cell", "kind"], name="one_bureau_a_kind"),
        ]

    @property
    def numbers(self):
        """Its own telephone and the hotline, as far as known."""
        hotline = self.HOTLINES.get(self.kind, "")
        return " / ".join(dict.fromkeys(filter(None, (self.phone, hotline))))
