"""What is typed on the pages of setting up."""

import re
from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.base.paper import sheets
from lianxin.institution.congress.actions import UnitRow
from lianxin.institution.congress.imports.places import number_in
from lianxin.institution.congress.models import Region, Unit
from lianxin.institution.stations.actions import StationRow
from lianxin.institution.stations.models import Venue

DAY = forms.DateInput({"type": "date"})
MOST_ROWS = 1000
HEADS = ("名称", "单位", "单位名称", "承办单位", "站点", "站点名称", "联络站", "name")
UNIT_KINDS = (  # how the name or a further word tells it
    (Unit.Kind.COURT, ("法院", "检察院")),
    (Unit.Kind.VILLAGE, ("村民委员会", "居民委员会", "村委会", "居委会")),
    (Unit.Kind.PARTY, ("县委", "市委", "区委", "党委", "中共", "纪委")),
    (Unit.Kind.OTHER, ("公司", "集团", "银行", "协会", "联合会", "医院", "学校", "大学")),
)
VENUE_KINDS = (
    (Venue.Kind.DEPUTY_HOME, ("代表之家",)),
    (Venue.Kind.DEPUTY_STUDIO, ("工作室",)),
    (Venue.Kind.CONTACT_POINT, ("联络点", "联系点")),
    (Venue.Kind.VILLAGE_STATION, ("村级",)),
)


class Office(forms.Form):
    """How the office is called and reached, and which terms are running."""

    name = forms.CharField(label=gettext_lazy("Name of the office"), max_length=80)
    phone = forms.CharField(label=gettext_lazy("Telephone"), max_length=40, required=False)
    short = forms.CharField(label=gettext_lazy("Short name in letters’ numbers"), max_length=12)

    def __init__(self, *args, congresses, **kwargs):
        super().__init__(*args, **kwargs)
        self.congresses = congresses
        for each in congresses:
            term = max(each.terms.all(), key=lambda term: term.number, default=None)
            self.fields[f"term-{each.pk}"] = forms.CharField(
                label=_("Term of %(congress)s") % {"congress": each.name},
                max_length=12,
                required=False,
                initial=term.number if term else "",
            )
            self.fields[f"since-{each.pk}"] = forms.DateField(
                label=_("First day of the term of %(congress)s") % {"congress": each.name},
                required=False,
                widget=DAY,
                initial=term.begins_on if term else None,
            )

    @property
    def terms(self):
        """(congress, field of the number, field of the day) of each."""
        return [(e, self[f"term-{e.pk}"], self[f"since-{e.pk}"]) for e in self.congresses]

    def clean(self):
        """第十九届 or 19; a term has both, its number and its first day."""
        given = super().clean() or {}
        self.said = []
        for each in self.congresses:
            words, day = given.get(f"term-{each.pk}", ""), given.get(f"since-{each.pk}")
            number = number_in(words) if words else None
            if words and not (number and 0 < number < 100):
                text = _("Write the number of the term, like 19.")
                self.add_error(f"term-{each.pk}", text)
            elif bool(words) != bool(day) and f"since-{each.pk}" not in self.errors:
                at = f"since-{each.pk}" if words else f"term-{each.pk}"
                self.add_error(
                    at, _("A term has a number and a first day; one of them is missing.")
                )
            elif number and day:
                self.said.append((each, number, day))
        return given


class Lines(forms.Form):
    """Rows typed one a line, or in a sheet."""

    typed = forms.CharField(
        label=gettext_lazy("One a line"),
        required=False,
        max_length=60_000,
        widget=forms.Textarea({"rows": 8}),
    )
    sheet = forms.FileField(
        label=gettext_lazy("Or a sheet"),
        required=False,
        widget=forms.FileInput({"accept": ".xlsx,.xls,.ods,.csv,.txt"}),
    )
    kinds: tuple = ()

    def clean(self):
        given = super().clean() or {}
        lines = [
            [part.strip() for part in re.split(r"[,，;；\t|]", line)]
            for line in given.get("typed", "").splitlines()
        ]
        lines += self._of_sheet(given.get("sheet"))
        lines = [line for line in lines if line and line[0] and line[0].lower() not in HEADS]
        if not lines and not self.errors:
            raise ValidationError(_("Nothing was typed and no sheet was chosen."))
        if len(lines) > MOST_ROWS:
            raise ValidationError(_("At most %(n)d rows at a time.") % {"n": MOST_ROWS})
        self.rows = [row for n, line in enumerate(lines, 1) if (row := self._row(n, line))]
        return given

    def _of_sheet(self, file):
        if not file:
            return []
        try:
            rows = sheets.read(file.read(), file.name)[0].rows
        except sheets.Unreadable as fault:
            self.add_error("sheet", str(fault))
            return []
        return [["" if cell is None else str(cell).strip() for cell in row.cells] for row in rows]

    def _row(self, number, line):
        if len(line[0]) > 80 or any(len(part) > 120 for part in line):
            self.add_error("typed", _("Row %(n)d is too long.") % {"n": number})
            return None
        return self.row(number, line[0], [part for part in line[1:] if part])

    def row(self, number, name, rest):
        """What a line means."""
        raise NotImplementedError

    def kind_of(self, words, otherwise):
        """The kind that a name or a further word tells."""
        return next(
            (kind for kind, signs in self.kinds if any(sign in words for sign in signs)), otherwise
        )


def telephone_in(rest):
    """The part that is a telephone number, taken out of the others."""
    found = next((part for part in rest if re.fullmatch(r"[\d\s()（）+—-]{5,40}", part)), "")
    if found:
        rest.remove(found)
    return found


class Units(Lines):
    """Units: name, short name, telephone."""

    kinds = UNIT_KINDS

    def __init__(self, *args, towns=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.towns = tuple(town.name for town in towns)

    def row(self, number, name, rest):
        phone = telephone_in(rest)
        short = next((part for part in rest if len(part) <= 12), "")
        usual = Unit.Kind.TOWN if name.startswith(self.towns) else Unit.Kind.GOVERNMENT
        return UnitRow(name, self.kind_of(name, usual), short, phone)


class Stations(Lines):
    """Stations: name, town, address, telephone; the town may stand in the name."""

    kinds = VENUE_KINDS

    def __init__(self, *args, towns=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.places: dict[str, Region] = {}
        for town, villages in towns:
            self.places |= {_spoken(village.name): town for village in villages}
        self.places |= {town.name: town for town, _villages in towns}

    def row(self, number, name, rest):
        phone = telephone_in(rest)
        town = next((self.places[part] for part in rest if part in self.places), None)
        rest = [part for part in rest if part not in self.places]
        if town is None:
            fits = [place for place in self.places if name.startswith(place)]
            town = self.places[max(fits, key=len)] if fits else None
        if town is None:
            text = _("Row %(n)d: say in which town “%(name)s” is.")
            self.add_error("typed", text % {"n": number, "name": name})
            return None
        kind = self.kind_of(name, Venue.Kind.LIAISON_STATION)
        return StationRow(name, kind, town, rest[0] if rest else "", phone)


def _spoken(village):
    for ending in ("民委员会", "委会"):
        village = village.removesuffix(f"村{ending}").removesuffix(f"居{ending}")
    return village


class Notice(forms.Form):
    """The State Council's notice, as it stands on its page."""

    text = forms.CharField(
        label=gettext_lazy("Text of the notice"),
        max_length=20_000,
        widget=forms.Textarea({"rows": 8}),
    )


class Days(forms.Form):
    """The days that somebody has ticked, and where they stand."""

    days = forms.MultipleChoiceField(required=False)
    notice = forms.CharField(max_length=120)

    def __init__(self, *args, offered, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["days"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(value, value) for value in offered]


class OwnDay(forms.Form):
    """A day of the county's own."""

    day = forms.DateField(label=gettext_lazy("Which day"), widget=DAY)
    works = forms.TypedChoiceField(
        label=gettext_lazy("What it is"),
        choices=((0, gettext_lazy("a day of rest")), (1, gettext_lazy("a working day"))),
        coerce=lambda value: bool(int(value)),
        widget=forms.RadioSelect,
        initial=0,
    )
    notice = forms.CharField(
        label=gettext_lazy("According to"),
        max_length=120,
        widget=forms.TextInput({"placeholder": gettext_lazy("the document that says so")}),
    )


class Numbers(forms.Form):
    """The numbers of the profile, their source, and whether somebody has looked."""

    since = forms.DateField(label=gettext_lazy("In force since"), widget=DAY)

    def __init__(self, *args, numbers, on, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["since"].initial = date(on.year, 1, 1)
        self.numbers = numbers
        for each in numbers:
            self.fields[f"n-{each.key}"] = forms.IntegerField(
                label=str(each.label), min_value=0, max_value=999, initial=each.value
            )
            self.fields[f"basis-{each.key}"] = forms.CharField(
                label=_("Source of “%(number)s”") % {"number": each.label},
                max_length=120,
                initial=each.basis,
            )
            self.fields[f"ok-{each.key}"] = forms.BooleanField(
                label=_("Confirmed"), required=False, initial=each.verified
            )

    def rows(self, group):
        """(number, field, source, tick) of each of a group."""
        return [(e, self[f"n-{e.key}"], self[f"basis-{e.key}"], self[f"ok-{e.key}"]) for e in group]

    @property
    def changed(self):
        """(number, value, source, confirmed) of those that differ from what is in force."""
        given = self.cleaned_data
        for each in self.numbers:
            said = tuple(given[f"{what}-{each.key}"] for what in ("n", "basis", "ok"))
            if said != (each.value, each.basis, each.verified):
                yield (each, *said)


def names_in(words):
    """The names of a line: 张三、李四. A point inside a name stays."""
    return [name for name in re.split(r"[、,，;；\s]+", words.strip()) if name]
