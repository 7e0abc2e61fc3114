"""What was said, as it is written down: on the public page, and at a desk for somebody else."""

from django import forms
from django.utils.translation import gettext_lazy as _

from lianxin.work.voices import actions, queries
from lianxin.work.voices.forms.pieces import (
    DeputyChoice,
    Kept,
    ManyFiles,
    ManyInput,
    Place,
    Plain,
    categories,
    let_choose,
    not_in_future,
    offer_places,
    plain_phone,
)
from lianxin.work.voices.models import Voice

SHORTEST, LONGEST = 5, 10_000  # characters of what was said
FEW = _("Please write at least %(n)d characters, or speak.")
MOST_PHOTOS = 9
AT_A_DESK = ("station", "phone", "visit", "paper")  # channels


class Prose(forms.Textarea):
    """A text that the browser need not insist on."""

    def use_required_attribute(self, initial):
        return False


class SaidOrRecorded(forms.CharField):
    """A text that may be empty when there is a recording; the form looks at both."""

    def validate(self, value):
        """Nothing here: see `Words.complete`."""


class Words(forms.Form):
    """What was said, with photos and a recording: the part that all entries of a voice share."""

    uploads: tuple | list = ()

    body = SaidOrRecorded(label=_("What is it about?"), strip=False, widget=Prose({"rows": 5}))
    photos = ManyFiles(
        label=_("Photos"),
        required=False,
        widget=ManyInput({"accept": "image/jpeg,image/png,image/webp", "multiple": True}),
    )
    sound = forms.FileField(
        label=_("Recording"),
        required=False,
        allow_empty_file=True,  # taking it in says what is wrong with it
        widget=forms.FileInput({"accept": "audio/*", "capture": True}),
    )
    kept = Kept(label=_("Files already here"), required=False)
    region = Place(
        label=_("Village or community"),
        error_messages={"required": _("Please choose the village or community it is about.")},
    )
    place = forms.CharField(label=_("Where exactly"), required=False, max_length=120)
    naming = forms.ChoiceField(
        label=_("Who may know who spoke"),
        choices=Voice.Naming.choices,
        widget=forms.RadioSelect,
        initial=Voice.Naming.DEPUTY,
    )
    name = forms.CharField(label=_("Name"), required=False, max_length=50)
    phone = forms.CharField(
        label=_("Telephone"),
        required=False,
        max_length=40,
        widget=Plain({"inputmode": "tel", "autocomplete": "tel"}),
    )

    def clean_body(self):
        """As it was typed, sign for sign; only the line ends that the wire adds are plain again."""
        body = self.cleaned_data["body"].replace("\r\n", "\n")
        if len(body) > LONGEST:
            raise forms.ValidationError(
                _("This is %(n)d characters; please stay within %(most)d."),
                params={"n": len(body), "most": LONGEST},
            )
        if any(ord(sign) < 32 and sign not in "\n\r\t" for sign in body):
            raise forms.ValidationError(_("There is a character in it that cannot be printed."))
        return body

    def clean_photos(self):
        photos = self.cleaned_data["photos"]
        if len(photos) > MOST_PHOTOS:
            raise forms.ValidationError(
                _("At most %(most)d photos, please."), params={"most": MOST_PHOTOS}
            )
        return photos

    def clean_phone(self):
        return plain_phone(self.cleaned_data["phone"])

    def complete(self, *, cell_id, seat_id=None):
        """
        Whether everything is in order, the files too; they are laid by in `uploads` either way.

        Without a recording somebody has to write at least a few words.
        """
        self.is_valid()
        given = self.cleaned_data
        files, faults = actions.keep_files(
            given.get("photos", ()), given.get("sound"), cell_id=cell_id, seat_id=seat_id
        )
        for field, fault in faults:
            self.add_error(field, fault)
        self.uploads = [*queries.stashed(given.get("kept", ()), cell_id), *files]
        recorded = any(each.kind.startswith("audio/") for each in self.uploads)
        if "body" in given and not recorded and len(given["body"].strip()) < SHORTEST:
            self.add_error("body", forms.ValidationError(FEW, params={"n": SHORTEST}))
        return self.is_valid()

    @property
    def kept_files(self):
        """(signed token, name, small picture) of the files that are here already."""
        return [
            (Kept.signer.sign(each.token), each.name, queries.thumbnail(each))
            for each in self.uploads
        ]

    @property
    def told(self):
        """What the action takes; the files are in `uploads`."""
        files = ("photos", "sound", "kept")
        return {name: value for name, value in self.cleaned_data.items() if name not in files}

    def forget_who(self):
        """Whoever wants to be known to nobody leaves neither name nor number here."""
        if self.cleaned_data.get("naming") == Voice.Naming.NONE:
            for name in ("name", "phone", "address"):
                if name in self.fields:
                    self.cleaned_data[name] = ""


OF_THE_SPEAKER = {  # what the public page says to whoever speaks, as a desk says it of them
    "body": _("What the speaker says"),
    "photos": _("Photos of the place"),
    "sound": _("Recording of the speaker"),
    "phone": _("The speaker's telephone"),
    "address": _("The speaker's address"),
}


class Enter(Words):
    """Somebody came, rang or wrote; a deputy, an officer or a clerk writes it down."""

    channel = forms.ChoiceField(
        label=_("How it came"),
        choices=[(each.value, each.label) for each in Voice.Channel if each.value in AT_A_DESK],
        widget=forms.RadioSelect,
        initial="station",
    )
    place = forms.CharField(label=_("Exact place"), required=False, max_length=120)
    naming = forms.ChoiceField(
        label=_("Whom the speaker lets know the name"),
        choices=list(queries.NAMING.items()),
        widget=forms.RadioSelect,
        initial=Voice.Naming.DEPUTY,
    )
    name = forms.CharField(label=_("The speaker's name"), required=False, max_length=50)
    address = forms.CharField(
        label=_("Address"), required=False, max_length=120, widget=forms.TextInput()
    )
    mandate = DeputyChoice(label=_("For which deputy"), required=False)
    happened_on = forms.DateField(
        label=_("When it was said, if not today"),
        required=False,
        widget=forms.DateInput({"type": "date"}),
    )
    note = forms.CharField(label=_("Why it is entered late"), required=False, max_length=400)

    def __init__(self, *args, seat, towns, **options):
        super().__init__(*args, **options)
        for name, label in OF_THE_SPEAKER.items():
            self.fields[name].label = label
        offer_places(self, "region", towns)
        if seat.mandate_id:
            del self.fields["mandate"]
        else:
            let_choose(self, "mandate", queries.mandates_at(seat.venue_id, seat.region_id))

    def clean_happened_on(self):
        return not_in_future(self.cleaned_data["happened_on"])

    def clean(self):
        super().clean()
        self.forget_who()
        return self.cleaned_data


class Find(forms.Form):
    """What narrows the list of the desk; nothing here is an error, only ignored."""

    q = forms.CharField(required=False, max_length=60)
    town = forms.IntegerField(required=False)
    category = forms.CharField(label=_("Category"), required=False, max_length=40)
    channel = forms.ChoiceField(choices=[("", ""), *Voice.Channel.choices], required=False)

    @property
    def categories(self):
        """What can be chosen; what is asked for stays, though it is none of ours."""
        return categories(self.cleaned_data.get("category", ""))

    def found(self):
        """The conditions that make sense."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}
