"""What is typed about seats and about new ways in."""

from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lianxin.base.accounts.models import User
from lianxin.institution.congress.models import Organ, Role, Seat, Unit
from lianxin.institution.congress.queries import accounts_in, peers_of
from lianxin.institution.stations.models import Venue

ONE_DAY = timedelta(days=1)
GIVEN = (  # a deputy's seat hangs on a mandate: it comes with the roster
    Role.OFFICE,
    Role.LEADER,
    Role.TOWN_CLERK,
    Role.LIAISON_OFFICER,
    Role.UNIT_CLERK,
    Role.UNIT_LEADER,
    Role.GOV_SUPERVISION,
    Role.SYS_ADMIN,
    Role.SECURITY_ADMIN,
    Role.AUDITOR,
)
AT_ORGAN = (Role.OFFICE, Role.LEADER, Role.TOWN_CLERK)
AT_UNIT = (Role.UNIT_CLERK, Role.UNIT_LEADER)


def day(label, **more):
    return forms.DateField(label=label, widget=forms.DateInput({"type": "date"}), **more)


class Whom(forms.ModelChoiceField):
    """An account, by the name of whoever holds it."""

    def label_from_instance(self, obj):
        return f"{obj} · {obj.username}"


class WhatSeat(forms.ModelChoiceField):
    """A seat, by who sits where."""

    def label_from_instance(self, obj):
        return f"{obj.title} · {obj.holder}"


class StandIn(forms.Form):
    """Who sits there meanwhile, from when to when, and why."""

    user = Whom(label=_("Who stands in"), queryset=User.objects.none())
    valid_from = day(_("From"))
    valid_to = day(_("To and including"))
    reason = forms.CharField(label=_("Why"), max_length=200)

    def __init__(self, *args, seat, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("valid_from", timezone.localdate())
        field = self.fields["user"]
        assert isinstance(field, Whom)
        field.queryset = accounts_in(seat.cell_id).exclude(pk=seat.user_id)

    def clean(self):
        given = super().clean() or {}
        first, last = given.get("valid_from"), given.get("valid_to")
        if first and last and last < first:
            self.add_error("valid_to", _("This is before the first day."))
        return given


class End(forms.Form):
    """The last day of a seat, why, and who carries on."""

    last_day = day(_("Last day"))
    to = WhatSeat(label=_("Who carries on"), queryset=Seat.objects.none(), required=False)
    reason = forms.CharField(label=_("Why"), max_length=200)

    def __init__(self, *args, seat, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("last_day", timezone.localdate())
        field = self.fields["to"]
        assert isinstance(field, WhatSeat)
        field.queryset = peers_of(seat, today=timezone.localdate())
        field.empty_label = _("nobody in particular")


class Give(forms.Form):
    """A seat for somebody who has an account."""

    user = Whom(label=_("For whom"), queryset=User.objects.none())
    role = forms.ChoiceField(label=_("As what"), choices=[(r.value, r.label) for r in GIVEN])
    organ = forms.ModelChoiceField(label=_("Office"), queryset=Organ.objects.none(), required=False)
    unit = forms.ModelChoiceField(label=_("Unit"), queryset=Unit.objects.none(), required=False)
    venue = forms.ModelChoiceField(
        label=_("Station"), queryset=Venue.objects.none(), required=False
    )
    valid_from = day(_("From"))
    valid_to = day(_("To and including, if it is known"), required=False)

    def __init__(self, *args, cell, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("valid_from", timezone.localdate())
        offered = {
            "user": accounts_in(cell.pk),
            "organ": Organ.objects.filter(cell=cell).order_by("sort_key", "pk"),
            "unit": Unit.objects.filter(cell=cell).order_by("sort_key", "pk"),
            "venue": Venue.objects.filter(cell=cell).order_by("sort_key", "pk"),
        }
        for name, found in offered.items():
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = found
        self.cell = cell

    def clean(self):
        given = super().clean() or {}
        role = given.get("role")
        needed = "organ" if role in AT_ORGAN else "unit" if role in AT_UNIT else ""
        needed = "venue" if role == Role.LIAISON_OFFICER else needed
        if needed and not given.get(needed):
            self.add_error(needed, _("Choose where this seat stands."))
        if given.get("valid_to") and given.get("valid_from", given["valid_to"]) > given["valid_to"]:
            self.add_error("valid_to", _("This is before the first day."))
        return given

    @property
    def place(self):
        """Where the seat stands, and its title: of the role's kind of place only."""
        given = self.cleaned_data
        if given["role"] in AT_ORGAN:
            organ = given["organ"]
            return organ.name, {"organ": organ, "region": organ.region}
        if given["role"] in AT_UNIT:
            return given["unit"].name, {"unit": given["unit"]}
        if given["role"] == Role.LIAISON_OFFICER:
            return given["venue"].name, {"venue_id": given["venue"].pk}
        return self.cell.name, {}


class NewWay(forms.Form):
    """Why somebody needs a new way in, and whether the second step too."""

    reason = forms.CharField(
        label=_("Why"),
        max_length=200,
        help_text=_("And how you made sure that it is this person who asks."),
    )
    factors = forms.BooleanField(
        label=_("The telephone or passkey is lost too: the second step is set up anew"),
        required=False,
    )
