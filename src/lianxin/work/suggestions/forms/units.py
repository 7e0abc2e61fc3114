"""Forms of the units: plan, talks, opinion, reply, more time."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from lianxin.base.ui.forms import MoveForm, Reason
from lianxin.work.suggestions import rules
from lianxin.work.suggestions.forms.writing import Own, Ticked
from lianxin.work.suggestions.models import ContactRecord, Reply
from lianxin.work.suggestions.queries import requests_in

NUMERALS = "一二三四五六七八九十"


class Plan(Own):
    """Who leads, which section, who handles it."""

    order = ("plan_leader", "plan_section", "plan_handler", "plan")
    plan_leader = forms.CharField(label=_("Leader in charge"), max_length=40)
    plan_section = forms.CharField(label=_("Section"), max_length=40)
    plan_handler = forms.CharField(label=_("Handler"), max_length=40)
    plan = forms.CharField(
        label=_("How it will be handled"),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
    )

    def scope(self, seat, record):
        """The clerk handles it, unless another is named."""
        self.fields["plan_handler"].initial = seat.holder if record.unit_id == seat.unit_id else ""


class Talk(Own):
    """A talk with the deputy, as it was (D08)."""

    order = ("on", "manner", "phase", "who", "said")
    on = forms.DateField(label=_("Date"), widget=forms.DateInput({"type": "date"}))
    manner = forms.ChoiceField(
        label=_("How"), choices=ContactRecord.Manner.choices, widget=forms.RadioSelect
    )
    phase = forms.ChoiceField(
        label=_("When"), choices=ContactRecord.Phase.choices, widget=forms.RadioSelect
    )
    who = forms.CharField(
        label=_("Who took part"), max_length=120, help_text=_("Names and posts of both sides.")
    )
    said = forms.CharField(
        label=_("What the deputy said and what was agreed"),
        max_length=4000,
        widget=forms.Textarea({"rows": 5}),
    )

    def scope(self, seat, record):
        """Today, while handling, unless said otherwise."""
        self.fields["on"].initial = timezone.localdate
        self.fields["phase"].initial = ContactRecord.Phase.DURING

    def clean_on(self):
        """It has happened."""
        day = self.cleaned_data["on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("It cannot have happened in the future."))
        return day


class ConfirmTalk(MoveForm):
    """The talks on the page, and no later one, are confirmed (D08)."""

    up_to = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def scope(self, seat, record):
        """The last talk that the deputy sees."""
        talks = sorted(each.pk for each in record.contacts.all())
        self.fields["up_to"].initial = talks[-1] if talks else None


class Progress(Reason):
    """How far it is."""

    note = forms.CharField(
        label=_("What has been done"), max_length=2000, widget=forms.Textarea({"rows": 4})
    )


class CoOpinion(Own):
    """The opinion of a co-unit for the lead unit, signed by its head."""

    order = ("opinion", "signed_by")
    opinion = forms.CharField(
        label=_("Opinion for the lead unit"),
        max_length=8000,
        widget=forms.Textarea({"rows": 8}),
    )
    signed_by = forms.CharField(label=_("Signed by"), max_length=40)

    def scope(self, seat, record):
        """Begin with what was sent back, if it was."""
        self.fields["opinion"].initial = record.opinion
        self.fields["signed_by"].initial = seat.holder


class Draft(Own):
    """The reply, point by point (R-L1)."""

    order = ("category", "text", "contact_name", "contact_phone", "rework_leader")
    category = forms.ChoiceField(
        label=_("How it was solved"), choices=Reply.Category.choices, widget=forms.RadioSelect
    )
    text = forms.CharField(
        label=_("Reply, point by point"),
        min_length=20,
        max_length=20_000,
        widget=forms.Textarea({"rows": 14}),
    )
    contact_name = forms.CharField(label=_("Contact person"), max_length=40)
    contact_phone = forms.CharField(label=_("Contact telephone"), max_length=40)
    rework_leader = forms.CharField(label=_("Higher leader in charge of the rework"), max_length=40)

    def scope(self, seat, record):
        """Begin with the draft of this round, or with the requests to be answered."""
        if record.round == 1:
            self.fields["rework_leader"].required = False
            self.fields["rework_leader"].widget = forms.HiddenInput()
        drafts = record.reply_set.filter(round=record.round).order_by("version")
        draft = drafts.last()
        if draft:
            for name in self.order[:-1]:
                self.fields[name].initial = getattr(draft, name)
        else:
            self.fields["text"].initial = frame(record.suggestion.body)
            self.fields["contact_name"].initial = record.plan_handler or seat.holder
            self.fields["contact_phone"].initial = record.unit.phone
        self.fields["rework_leader"].initial = record.rework_leader

    def clean_text(self):
        """A head of the frame with nothing behind it is a request that was not answered."""
        text = self.cleaned_data["text"]
        heads = [head.strip() for head in frame(self.record.suggestion.body).split("\n\n") if head]
        lines = [line.strip() for line in text.splitlines() if line.strip()]
        bare = [
            head
            for head in heads
            if head in lines
            and (lines.index(head) + 1 == len(lines) or lines[lines.index(head) + 1] in heads)
        ]
        if bare:
            told = {"request": bare[0].rstrip("：: "), "n": len(bare)}
            raise forms.ValidationError(
                ngettext(
                    "Nothing is written yet under “%(request)s”.",
                    "Nothing is written yet under %(n)d requests; the first is “%(request)s”.",
                    len(bare),
                )
                % told
            )
        return text


def frame(body):
    """One numbered head for each request of the deputy, so that none is left out."""
    heads = [
        gettext("%(numeral)s. On “%(request)s”: ") % {"numeral": numeral, "request": request}
        for numeral, request in zip(NUMERALS, requests_in(body), strict=False)
    ]
    return "\n\n".join(heads)


class Send(Ticked):
    """To every signer, sealed."""

    order = ("every_signer_addressed", "sealed_letter")
    ticks = order
    sentence = _("The sealed letter goes to every deputy who signed.")

    every_signer_addressed = forms.BooleanField(
        label=_("The letter is addressed to every deputy who signed")
    )
    sealed_letter = forms.BooleanField(
        label=_("The letter is sealed"),
        help_text=_("The office of the congress and the government's office get a copy."),
    )


class MoreTime(Own):
    """A request for more time (D07): until when, why, and when the deputy was told."""

    order = ("until", "reasons", "told_on")
    until = forms.DateField(label=_("Until"), widget=forms.DateInput({"type": "date"}))
    reasons = forms.CharField(
        label=_("Reasons"), max_length=2000, widget=forms.Textarea({"rows": 4})
    )
    told_on = forms.DateField(
        label=_("When the deputy was told"),
        required=False,
        widget=forms.DateInput({"type": "date"}),
        help_text=_("Tell the deputy before the head of the unit asks."),
    )

    def clean_told_on(self):
        """It has happened."""
        day = self.cleaned_data["told_on"]
        if day and day > timezone.localdate():
            raise forms.ValidationError(_("It cannot have happened in the future."))
        return day

    def clean_until(self):
        """Later than the period that runs, and not beyond the longest one."""
        until, run = self.cleaned_data["until"], rules.reply_run(self.record)
        if run and until <= run.due_on:
            raise forms.ValidationError(_("The period ends later than that already."))
        if run and run.ceiling_on and until > run.ceiling_on:
            raise forms.ValidationError(
                _("The law allows no day later than %(day)s."),
                params={"day": run.ceiling_on.isoformat()},
            )
        return until
