"""Forms of the office that reviews a suggestion and finds its units."""

from django import forms
from django.db.models import Case, When
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lianxin.base.records.queries import steps_to_put_right
from lianxin.base.ui.forms import CorrectDate, MoveForm, Suggested
from lianxin.institution.congress.models import Unit
from lianxin.institution.congress.queries import units_of
from lianxin.work.suggestions.forms.writing import CATEGORIES, Own, offer
from lianxin.work.suggestions.lifecycle.assignment.states import REASSIGNED
from lianxin.work.suggestions.models import Assignment
from lianxin.work.suggestions.queries.scope import NO_PART

FILE = "file"
GROUNDS = (  # domain §1.4: the union of the local rules
    ("R01", _("R01 It solves a personal matter of the deputy or a relative, or of one company")),
    ("R02", _("R02 It forwards letters or petitions of residents")),
    ("R03", _("R03 It is about one case of a court, a procuratorate, a supervision organ")),
    ("R04", _("R04 It is an accusation, an appeal or a complaint")),
    ("R05", _("R05 It is a scholarly matter, advertises a product or asks for legal advice")),
    ("R06", _("R06 It has no concrete content")),
    ("R07", _("R07 It is outside the powers of this region or level")),
    ("R08", _("R08 It touches a running tender or fair competition")),
    ("R09", _("R09 It holds several matters at once")),
    ("R10", _("R10 There is one of the same content")),
    ("R11", _("R11 It is against the law, or another ground")),
)
OPINIONS = ((FILE, _("File it")), *GROUNDS)


class Opinion(Own):
    """What the reviewer proposes: to file it, or a ground R01-R11 against it."""

    order = ("opinion_code", "opinion", "category")

    opinion_code = forms.ChoiceField(
        label=_("Proposal"), choices=OPINIONS, widget=forms.RadioSelect
    )
    opinion = forms.CharField(
        label=_("Opinion"),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("The head reads it before deciding; the deputy is told the reasons."),
    )
    category = forms.CharField(label=_("Field"), required=False, max_length=40)

    def scope(self, seat, record):
        """Begin with what was written before."""
        self.fields["category"].widget = Suggested(CATEGORIES)
        for name in self.order:
            self.fields[name].initial = getattr(record, name)
        self.fields["opinion_code"].initial = record.opinion_code or FILE

    def clean(self):
        """A ground against it has to be explained."""
        given = super().clean()
        if given.get("opinion_code") not in (None, FILE) and not given.get("opinion"):
            self.add_error("opinion", _("Say why: the deputy must be told."))
        return given


class LeadChoice(forms.ModelChoiceField):
    """Who leads; a unit that returned this suggestion says so, and stands last."""

    when_empty = _(" (required, unless units answer their own parts)")
    returned: frozenset[int] = frozenset()

    def label_from_instance(self, unit):
        """Its name, and that it handed this back."""
        handed_back = unit.pk in self.returned
        return gettext("%(unit)s (handed it back)") % {"unit": unit} if handed_back else str(unit)


class Propose(Own):
    """Put units forward: one leads, or several answer their own parts; others give an opinion."""

    order = ("lead", "split", "co", "task")

    lead = LeadChoice(
        Unit.objects.none(),
        label=_("Lead unit"),
        required=False,
        empty_label=_("Choose a unit"),
        help_text=_("It answers for all."),
    )
    split = forms.ModelMultipleChoiceField(
        Unit.objects.none(),
        label=_("Units that answer their own part"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    co = forms.ModelMultipleChoiceField(
        Unit.objects.none(),
        label=_("Units that give their opinion to the lead unit"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    task = forms.CharField(label=_("What they are asked to do"), required=False, max_length=200)

    def scope(self, seat, record):
        """The units of the cell that have no part in it yet."""
        taken = record.assignments.exclude(state__in=(*NO_PART[1:], "ended")).values("unit")
        free = units_of(record.cell_id).exclude(pk__in=taken)
        for name in ("lead", "split", "co"):
            offer(self.fields[name], free)
        lead = self.fields["lead"]
        assert isinstance(lead, LeadChoice)
        back = record.assignments.filter(state=REASSIGNED.code).values_list("unit", flat=True)
        lead.returned = frozenset(back)
        last = [Case(When(pk__in=lead.returned, then=1), default=0)] if lead.returned else []
        offer(lead, free.order_by(*last, "sort_key", "pk"))

    def clean(self):
        """At least one unit, none twice."""
        given = super().clean()
        lead, split, co = given.get("lead"), given.get("split") or (), given.get("co") or ()
        if not (lead or split or co):
            self.add_error("lead", _("Choose at least one unit."))
        if any(unit in (lead, *split) for unit in co):
            self.add_error("co", _("A unit that answers cannot also be asked for its opinion."))
        if lead in split:
            self.add_error("split", _("The lead unit answers for all already."))
        return given

    @staticmethod
    def proposals(given):
        """(unit, kind) of what was chosen."""
        kinds = Assignment.Kind
        lead = [(given["lead"], kinds.LEAD)] if given["lead"] else []
        rest = [(unit, kinds.SPLIT) for unit in given["split"]]
        return [*lead, *rest, *((unit, kinds.CO) for unit in given["co"])]


class OtherUnit(MoveForm):
    """Rather another unit: which."""

    order: tuple[str, ...] = ("wished_unit",)
    wished_unit = forms.ModelChoiceField(
        Unit.objects.none(), label=_("Unit suggested instead"), empty_label=_("Choose a unit")
    )

    def scope(self, seat, record):
        """Any other unit of the cell."""
        offer(self.fields["wished_unit"], units_of(record.cell_id).exclude(pk=record.unit_id))

    def clean_wished_unit(self):
        """The record keeps its name."""
        return self.cleaned_data["wished_unit"].name


class HandBack(OtherUnit):
    """A unit says: this is not ours (D06): reasons, another unit, the head's signature."""

    order = ("note", "wished_unit", "signed_by")
    note = forms.CharField(
        label=_("Reasons and basis"), max_length=2000, widget=forms.Textarea({"rows": 4})
    )
    signed_by = forms.CharField(label=_("Signed by the head of the unit"), max_length=40)

    def scope(self, seat, record):
        """The head signs with the own name."""
        super().scope(seat, record)
        if seat.role == "unit_leader":
            self.fields["signed_by"].initial = seat.holder


class PutRight(CorrectDate):
    """A date of a suggestion, or of a unit's part in it."""

    def steps(self, record):
        return list(steps_to_put_right(record))
