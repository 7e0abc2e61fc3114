"""The public form: what it is about, where it is, how to answer."""

from django import forms
from django.utils.translation import gettext_lazy as _

from lianxin.work.voices.forms import Words, offer_places
from lianxin.work.voices.models import Voice


class Deputy(forms.ChoiceField):
    """A deputy to turn to, under the station where he or she is met; none is as good."""

    mandates: dict = {}

    def offer(self, stations):
        """Take over what `stations_by_name` found."""
        self.mandates = {str(each.pk): each for _name, people in stations for each in people}
        groups = [(name, [(m.pk, m.person.name) for m in people]) for name, people in stations]
        none = ("", _("Whoever is best; the station decides"))
        self.choices = [none, *(group for group in groups if group[1])]

    def clean(self, value):
        return self.mandates.get(super().clean(value))


class Say(Words):
    """One form, one post; scripts show one of its three steps at a time."""

    deputy = Deputy(label=_("Which deputy shall help you?"), required=False)
    come_back = forms.BooleanField(
        label=_("I shall come back with the query code myself"),
        help_text=_("Then we need no telephone number."),
        required=False,
    )

    def __init__(self, *args, towns, stations, **options):
        super().__init__(*args, **options)
        offer_places(self, "region", towns)
        deputy = self.fields["deputy"]
        assert isinstance(deputy, Deputy)
        deputy.offer(stations)

    def clean(self):
        """Somebody must be reachable, or say that he or she will come back."""
        super().clean()
        self.forget_who()
        given = self.cleaned_data
        reachable = given.get("phone") or given.get("come_back") or "phone" in self.errors
        if not reachable and given.get("naming") != Voice.Naming.NONE:
            self.add_error(
                "phone",
                _("Please leave a number, or tick that you will come back with the query code."),
            )
        return given

    @property
    def told(self):
        """What the action takes; the deputy is the mandate that owns the voice."""
        given = super().told
        given.pop("come_back")
        given["mandate"] = given.pop("deputy")
        return given


class Code(forms.Form):
    """The query code as it was typed: any case, any blanks."""

    code = forms.CharField(label=_("Query code"), max_length=40)
