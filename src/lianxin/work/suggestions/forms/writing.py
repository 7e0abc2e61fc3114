"""Forms of writing a suggestion, handing it in, and putting names under it."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lianxin.base.ui.forms import Behalf, MoveForm, Reason, Suggested
from lianxin.institution.congress.models import Mandate, Role, Session
from lianxin.work.suggestions.models import Suggestion
from lianxin.work.suggestions.queries import cosigners_for, mandates_for, sessions_of

CATEGORIES = (
    _("Livelihood"),
    _("Environment and ecology"),
    _("Economic development"),
    _("Science, education, culture, health"),
    _("Rural revitalisation"),
    _("Traffic and transport"),
    _("Town building and management"),
    _("Rule of law and safety"),
)


class Own(MoveForm):
    """A form whose own words say enough; a note is asked only of who enters for another."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "on_behalf_of" not in self.fields:
            self.fields.pop("note", None)


class SessionChoice(forms.ModelChoiceField):
    """A session of a congress, or none: filed between sessions."""

    def label_from_instance(self, session):
        """Term and number, as the number of a suggestion has them."""
        return gettext("Session %(number)d of term %(term)d") % {
            "number": session.number,
            "term": session.term.number,
        }


def offer(field: Any, found: Any) -> None:
    """Let a field choose from what was found."""
    field.queryset = found


def deputy_words(mandate):
    """A deputy by name, town and post."""
    place = mandate.region.name if mandate.region else mandate.district
    return "　".join(filter(None, (mandate.person.name, place, mandate.person.post)))


class DeputyChoice(forms.ModelChoiceField):
    """One deputy by name."""

    def label_from_instance(self, mandate):
        """Name, town and post."""
        return deputy_words(mandate)


class DeputiesChoice(forms.ModelMultipleChoiceField):
    """Several deputies by name."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, mandate):
        """Name, town and post."""
        return deputy_words(mandate)


class Text(Own):
    """What a suggestion says and what its author wishes; the same for writing and changing."""

    order: tuple[str, ...] = ("title", "category", "body", "session", "wished_unit", "publicity")

    title = forms.CharField(label=_("Title"), min_length=6, max_length=120)
    category = forms.CharField(label=_("Field"), required=False, max_length=40)
    body = forms.CharField(
        label=_("Text"), min_length=20, max_length=20_000, widget=forms.Textarea({"rows": 14})
    )
    session = SessionChoice(
        Session.objects.none(),
        label=_("When it is filed"),
        required=False,
        empty_label=_("Between sessions"),
    )
    wished_unit = forms.CharField(label=_("Unit you suggest"), required=False, max_length=80)
    publicity = forms.ChoiceField(
        label=_("What may be published"),
        choices=Suggestion.Publicity.choices,
        initial=Suggestion.Publicity.FULL,
        widget=forms.RadioSelect,
    )
    open_to_cosigning = forms.BooleanField(
        label=_("Other deputies may sign it too"), required=False
    )
    reply_waived = forms.BooleanField(
        label=_("For reference only, no written reply is needed"), required=False
    )

    def scope(self, seat, record):
        """The sessions of the congress it is filed in."""
        self.fields["category"].widget = Suggested(CATEGORIES, {"maxlength": 40})
        congresses = self.congresses(seat, record)
        offer(self.fields["session"], sessions_of(congresses))

    def congresses(self, seat, record):
        """Whose sessions can be chosen."""
        return [record.congress_id] if record else [seat.mandate.congress_id]


class Edit(Text):
    """Change it; what is known of it stands in the form."""

    def scope(self, seat, record):
        """Begin with the words as they are."""
        super().scope(seat, record)
        for name in (*self.order, "open_to_cosigning", "reply_waived"):
            self.fields[name].initial = getattr(record, f"{name}_id", None) or getattr(record, name)


class Begin(Text):
    """A deputy's own draft."""


class BeginFor(Behalf, Text):
    """A draft entered on a deputy's behalf (代录): for whom, and who asked for it."""

    order = ("mandate", "on_behalf_of", "happened_on", *Text.order)

    mandate = DeputyChoice(
        Mandate.objects.none(),
        label=_("The deputy you write for"),
        empty_label=_("Choose a deputy"),
    )
    on_behalf_of = forms.CharField(
        label=_("Who asked for it"),
        required=False,
        max_length=80,
        help_text=_("Left empty: the deputy."),
    )

    def scope(self, seat, record):
        """The deputies for whom this seat may write."""
        offer(self.fields["mandate"], mandates_for(seat))
        super().scope(seat, record)

    def congresses(self, seat, record):
        """Any congress of those deputies."""
        return mandates_for(seat).order_by().values("congress")

    note = forms.CharField(label=_("Why it is entered late"), required=False, max_length=400)

    def clean(self):
        """A session of that deputy's congress; the deputy asked for it unless others are named."""
        given = super().clean()
        mandate, session = given.get("mandate"), given.get("session")
        if mandate and not given.get("on_behalf_of"):
            given["on_behalf_of"] = mandate.person.name
        if mandate and session and session.term.congress_id != mandate.congress_id:
            self.add_error("session", _("This session is not one of the deputy's congress."))
        return given


def begin_form(seat):
    """The form with which a seat begins a suggestion."""
    return Begin if seat.role == Role.DEPUTY else BeginFor


class Ticked(Own):
    """Statements that must be ticked; the action needs no more than that they were."""

    ticks: tuple[str, ...] = ()
    sentence: Any = ""

    def clean(self):
        """What was declared stands in the trail."""
        given = super().clean()
        for name in self.ticks:
            given.pop(name, None)
        if self.sentence and not self.errors:
            given["note"] = "\n".join(filter(None, (given.get("note"), str(self.sentence))))
        return given


class HandIn(Ticked):
    """Handing it in: two declarations of the deputy (R-F6, R-F7)."""

    order = ("not_secret_declared", "no_conflict_declared")
    ticks = order
    sentence = _("Declared: no state secrets in it, no gain of the deputy's own.")

    not_secret_declared = forms.BooleanField(
        label=_("There are no state secrets in it"),
        help_text=_("What is secret goes another way, never through this platform."),
    )
    no_conflict_declared = forms.BooleanField(
        label=_("It serves no interest of my own"),
        help_text=_("No own company, relative, tender or law case is behind it."),
    )


class Withdraw(Reason):
    """Taken back in writing."""

    note = forms.CharField(
        label=_("Written request"), max_length=2000, widget=forms.Textarea({"rows": 4})
    )


# Names


class Gather(Own):
    """Open it to signatures and ask deputies of the same congress."""

    order = ("mandates",)
    mandates = DeputiesChoice(Mandate.objects.none(), label=_("Whom to ask"), required=False)

    def scope(self, seat, record):
        """Those of the congress who have not been asked yet."""
        offer(self.fields["mandates"], cosigners_for(record))


class Invite(Gather):
    """Ask some more."""

    mandates = DeputiesChoice(Mandate.objects.none(), label=_("Whom to ask"))


class Sign(Own):
    """Signing a text: the one that was read, and no other (R-F4)."""

    read_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def scope(self, seat, record):
        """The version on the page goes along."""
        self.fields["read_version"].initial = record.suggestion.text_version


class Join(MoveForm):
    """Signing of one's own accord."""
