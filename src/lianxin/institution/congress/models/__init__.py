"""The institution: places, organs, congresses, units, persons, mandates, seats, the rules."""

from dataclasses import dataclass

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from lianxin.institution.congress.models.roster import Apart, EndReason, Merge, SuspendReason
from lianxin.kernel.fields import BlindIndex, RowId, SecretText, SortKey

__all__ = ["Apart", "EndReason", "Merge", "SuspendReason"]  # of their own file


class Level(models.TextChoices):
    """The five levels of people's congresses; each may also be the level of a region."""

    NATIONAL = "national", _("national")
    PROVINCE = "province", _("provincial")
    CITY = "city", _("municipal")
    COUNTY = "county", _("county-level")
    TOWN = "town", _("township-level")


class Region(models.Model):
    """A place of the public division codes, province to village; dated, never deleted."""

    class Rank(models.TextChoices):
        PROVINCE = "province", _("province")
        CITY = "city", _("city")
        COUNTY = "county", _("county")
        TOWN = "town", _("town or subdistrict")
        VILLAGE = "village", _("village or community")

    code = models.CharField(_("code"), max_length=12)
    name = models.CharField(_("name"), max_length=60)
    rank = models.CharField(_("rank"), max_length=10, choices=Rank.choices)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = _("place")
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="one_place_a_time")
        ]

    def __str__(self):
        return self.name


class Cell(models.Model):
    """One county-level jurisdiction with its towns and subdistricts: the unit of isolation."""

    code = models.CharField(max_length=12, unique=True)
    name = models.CharField(max_length=40)
    region = models.ForeignKey(Region, models.PROTECT, null=True)
    demo = models.BooleanField(default=False)  # holds invented persons only
    setting_up = models.BooleanField(default=False)  # its administrator still brings in the roster

    def __str__(self):
        return f"{self.code} {self.name}"


class InCell(models.Model):
    cell = models.ForeignKey(Cell, models.PROTECT)
    name = models.CharField(_("name"), max_length=80)
    sort_key = SortKey(of="name", default="")

    class Meta:
        abstract = True

    def __str__(self):
        return self.name


class Congress(InCell):
    """A congress as a cell knows it: its own, its towns', or a higher one its deputies sit in."""

    level = models.CharField(max_length=10, choices=Level.choices, default=Level.COUNTY)
    region = models.ForeignKey(Region, models.PROTECT, null=True, blank=True)
    short = models.CharField(_("short name"), max_length=12, blank=True)  # of its letters' numbers

    class Meta:
        verbose_name = _("congress")


class Term(models.Model):
    """Five years of a congress (组织法 art. 9, 38), from first session to first session."""

    congress = models.ForeignKey(Congress, models.PROTECT, related_name="terms")
    number = models.PositiveSmallIntegerField()
    begins_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["congress", "number"], name="one_term")]

    def __str__(self):
        return f"{self.congress_id} #{self.number}"


class Session(models.Model):
    """A session of a term; suggestions filed in it are numbered in its own series."""

    term = models.ForeignKey(Term, models.PROTECT, related_name="sessions")
    number = models.PositiveSmallIntegerField()
    opened_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["term", "number"], name="one_session")]

    def __str__(self):
        return f"{self.term_id} #{self.number}"


class Organ(InCell):
    """Who holds work: a deputy-affairs office, a presidium, a subdistrict committee …"""

    class Kind(models.TextChoices):
        DEPUTY_AFFAIRS_OFFICE = "deputy_affairs_office", _("deputy-affairs office")
        DEPUTY_SERVICE_CENTER = "deputy_service_center", _("deputy service centre")
        STANDING_COMMITTEE = "standing_committee", _("standing committee")
        PRESIDIUM = "presidium", _("township presidium")
        SUBDISTRICT_COMMITTEE = "subdistrict_committee", _("subdistrict committee")
        GOV_SUPERVISION_OFFICE = "gov_supervision_office", _("government supervision office")

    kind = models.CharField(max_length=24, choices=Kind.choices)
    congress = models.ForeignKey(Congress, models.PROTECT, null=True, blank=True)
    region = models.ForeignKey(Region, models.PROTECT, null=True, blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)

    class Meta:
        verbose_name = _("organ")


class Unit(InCell):
    """A government department or other body that handles suggestions and voices."""

    class Kind(models.TextChoices):
        GOVERNMENT = "government", _("government department")
        PARTY = "party", _("party organ")
        COURT = "court", _("court or procuratorate")
        TOWN = "town", _("town department")
        VILLAGE = "village", _("village or community")
        OTHER = "other", _("other organisation")

    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.GOVERNMENT)
    region = models.ForeignKey(Region, models.PROTECT, null=True, blank=True)
    short = models.CharField(_("short name"), max_length=12, blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)

    class Meta:
        verbose_name = _("unit")


class Person(InCell):
    """A person of the roster; a deputy of several levels is still one person."""

    sort_key = SortKey(of="name", person=True, default="")
    sex = models.CharField(_("sex"), max_length=1, blank=True)  # GB/T 2261.1
    ethnicity = models.CharField(_("ethnic group"), max_length=2, blank=True)  # GB/T 3304
    born = models.CharField(_("born"), max_length=10, blank=True)  # 1967, 1967-03 or 1967-03-12
    party = models.CharField(_("party"), max_length=2, blank=True)  # GB/T 4762
    education = models.CharField(_("education"), max_length=2, blank=True)  # GB/T 4658
    degree = models.CharField(_("degree"), max_length=1, blank=True)  # GB/T 6864
    trade = models.CharField(_("trade"), max_length=1, blank=True)  # GB/T 4754
    sector = models.CharField(_("sector"), max_length=2, blank=True)  # our own list, as is
    expertise = models.CharField(_("area of expertise"), max_length=2, blank=True)
    post = models.CharField(_("unit and post"), max_length=300, blank=True)
    row_id = RowId()
    phone = SecretText(_("telephone"), row="row_id")
    phone_index = BlindIndex(of="phone")
    identity_number = SecretText(_("identity number"), row="row_id")
    identity_index = BlindIndex(of="identity_number")
    remark = models.CharField(_("remark"), max_length=300, blank=True)
    edition = models.PositiveIntegerField(default=0)  # of two who change it at once one is told

    class Meta:
        verbose_name = _("person")
        indexes = [models.Index(fields=["cell", "sort_key"])]


class Mandate(models.Model):
    """One person's membership of one congress in one term; a person may hold several."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="mandates")
    congress = models.ForeignKey(Congress, models.PROTECT)
    term = models.ForeignKey(Term, models.PROTECT, null=True, blank=True, verbose_name=_("term"))
    region = models.ForeignKey(  # the deputy's town
        Region, models.PROTECT, null=True, blank=True, verbose_name=_("town of the deputy")
    )
    district = models.CharField(_("district or electing unit"), max_length=80, blank=True)
    certificate = models.CharField(_("certificate number"), max_length=24, blank=True)
    begins_on = models.DateField(_("first day"), null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    end_reason = models.CharField(max_length=40, blank=True)
    suspended_on = models.DateField(null=True, blank=True)
    suspend_reason = models.CharField(max_length=40, blank=True)
    fills = models.OneToOneField(  # by by-election: the mandate that left the vacancy
        "self", models.PROTECT, null=True, blank=True, related_name="filled_by"
    )

    class Meta:
        verbose_name = _("mandate")
        constraints = [
            models.UniqueConstraint(fields=["person", "congress", "term"], name="one_mandate"),
        ]

    def __str__(self):
        return f"#{self.pk}"


class DeputyGroup(InCell):
    """An activity group of deputies (代表小组): the basic form of work between sessions."""

    congress = models.ForeignKey(Congress, models.PROTECT, null=True, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = _("deputy group")


class Membership(models.Model):
    """A mandate's place in a group, dated; conveners are marked."""

    group = models.ForeignKey(DeputyGroup, models.PROTECT, related_name="memberships")
    mandate = models.ForeignKey(Mandate, models.PROTECT, related_name="memberships")
    convenes = models.BooleanField(default=False)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    def __str__(self):
        return f"{self.group_id}/{self.mandate_id}"


class Role(models.TextChoices):
    DEPUTY = "deputy", _("deputy")
    LIAISON_OFFICER = "liaison_officer", _("liaison officer")
    TOWN_CLERK = "town_clerk", _("town clerk")
    OFFICE = "office", _("deputy-affairs office")
    LEADER = "leader", _("head of the organ")
    UNIT_CLERK = "unit_clerk", _("unit's clerk")
    UNIT_LEADER = "unit_leader", _("unit's head")
    GOV_SUPERVISION = "gov_supervision", _("government supervision office")
    SYS_ADMIN = "sys_admin", _("system administrator")
    SECURITY_ADMIN = "security_admin", _("security administrator")
    AUDITOR = "auditor", _("auditor")
    RESIDENT = "resident", _("resident")
    ANYONE = "anyone", _("anyone")
    MACHINE = "machine", _("the platform")


SIGNATURE = 80  # characters that the trail has room for


class Seat(models.Model):
    """The hat a user wears: what every act is done from, and what scope is derived from."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT)
    role = models.CharField(max_length=24, choices=Role.choices)
    cell = models.ForeignKey(Cell, models.PROTECT)
    organ = models.ForeignKey(Organ, models.PROTECT, null=True, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True)
    mandate = models.ForeignKey(Mandate, models.PROTECT, null=True, blank=True)
    region = models.ForeignKey(Region, models.PROTECT, null=True, blank=True)  # the town it serves
    venue_id = models.PositiveBigIntegerField(null=True, blank=True)  # a station of stations
    holder = models.CharField(max_length=40)  # who sits here, as the trail shows it
    title = models.CharField(max_length=80)  # for which office or unit
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    stands_in_for = models.ForeignKey("self", models.PROTECT, null=True, blank=True)

    class Meta:
        verbose_name = _("seat")
        constraints = [
            models.CheckConstraint(
                name="a_seat_stands_somewhere",
                condition=Q(role__in=["office", "leader", "town_clerk"], organ__isnull=False)
                | Q(role__in=["unit_clerk", "unit_leader"], unit__isnull=False)
                | Q(role="deputy", mandate__isnull=False)
                | Q(role="liaison_officer", venue_id__isnull=False)
                | Q(role__in=["gov_supervision", "sys_admin", "security_admin", "auditor"]),
            )
        ]

    def __str__(self):
        return f"#{self.pk} {self.role}"

    @property
    def signature(self):
        """How the trail names this seat, now and for ever; of a stand-in, both names."""
        if self.stands_in_for is None:
            return f"{self.title}　{self.holder}"
        told = {"who": self.holder, "other": self.stands_in_for.holder}
        with translation.override(settings.LANGUAGE_CODE):  # the trail's, not the reader's
            who = pgettext("trail", "%(who)s for %(other)s") % told
        return f"{self.title[: max(0, SIGNATURE - len(who) - 1)]}　{who}"


@dataclass(frozen=True)
class Standing:
    """An actor that is no user's seat."""

    role: str
    signature: str = ""
    cell_id: int | None = None
    voice_id: int | None = None  # a resident is known by the query code of one voice
    pk: None = None
    user_id: None = None
    organ_id: None = None
    unit_id: None = None
    mandate_id: None = None
    region_id: int | None = None  # the town whose words a sheet holds
    venue_id: None = None


ANYONE = Standing(Role.ANYONE)  # a stranger: may begin a voice, sees only what is public
MACHINE = Standing(Role.MACHINE)  # the worker, or a move that another move brings about


class RuleProfile(models.Model):
    """A set of rules: the platform's own, a cell's, or one congress's. The nearest wins."""

    name = models.CharField(max_length=80)
    cell = models.ForeignKey(Cell, models.PROTECT, null=True, blank=True)
    congress = models.ForeignKey(Congress, models.PROTECT, null=True, blank=True)

    def __str__(self):
        return self.name


class RuleValue(models.Model):
    """One number, dated, with the article it stands on and whether a person has checked it."""

    profile = models.ForeignKey(RuleProfile, models.PROTECT, related_name="values")
    key = models.CharField(max_length=48)
    value = models.PositiveIntegerField()
    unit = models.CharField(max_length=2)  # wd, d, m, y, or n for a bare number
    text = models.CharField(max_length=60, blank=True)  # for a rule that is a word
    basis = models.CharField(max_length=120)  # as a clerk would cite it
    basis_en = models.CharField(max_length=120, blank=True)
    verified = models.BooleanField(default=False)
    rolls = models.BooleanField(default=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["profile", "key", "valid_from"], name="dated_rule")
        ]
        indexes = [models.Index(fields=["key", "valid_from"])]

    def __str__(self):
        return f"{self.key} = {self.value} {self.unit}"


class DayOverride(models.Model):
    """A day off or a make-up day, pasted from a notice; a cell's own row beats the national one."""

    cell = models.ForeignKey(Cell, models.PROTECT, null=True, blank=True)
    day = models.DateField()
    works = models.BooleanField()
    notice = models.CharField(max_length=120)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["cell", "day"], name="one_word_a_day")]

    def __str__(self):
        return f"{self.day} {'works' if self.works else 'rests'}"


class RuleStamp(models.Model):
    """One row: renewed whenever a rule or a day changes, so that no process keeps old ones."""

    stamp = models.CharField(max_length=32)

    def __str__(self):
        return self.stamp
