"""What was typed into a form stands in it again, as each widget reads it."""

from datetime import date

import pytest
from django import forms

from lianxin.base.ui import drafting


class Long(forms.Form):
    title = forms.CharField(initial="As it was")
    text = forms.CharField(widget=forms.Textarea)
    day = forms.DateField(initial=date(2026, 1, 5))
    kind = forms.ChoiceField(choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    units = forms.MultipleChoiceField(
        choices=[("1", "One"), ("2", "Two"), ("3", "Three")], widget=forms.CheckboxSelectMultiple
    )
    open = forms.BooleanField(initial=True)
    version = forms.IntegerField(initial=7, widget=forms.HiddenInput)
    secret = forms.CharField(widget=forms.PasswordInput)
    photo = forms.FileField()
    fixed = forms.CharField(initial="fixed", disabled=True)


TYPED = {
    "title": ["灯"],
    "text": ["第一行\r\n第二行"],
    "day": ["2026-03-0"],
    "kind": ["b"],
    "units": ["1", "3"],
    "version": ["6"],
    "secret": ["x"],
    "photo": ["x.jpg"],
    "fixed": ["changed"],
    "unknown": ["x"],
}


def restored(fields):
    form = Long()
    drafting.restore(form, fields)
    return {bound.name: bound.value() for bound in form}


def test_every_kind_of_field_begins_with_what_was_typed():
    found = restored(TYPED)
    told = {name: found[name] for name in ("title", "text", "day", "kind", "units", "open")}
    assert told == {
        "title": "灯",
        "text": "第一行\r\n第二行",
        "day": "2026-03-0",
        "kind": "b",
        "units": ["1", "3"],
        "open": False,
    }


def test_what_belongs_to_the_page_of_today_or_is_secret_stays_as_it_is():
    found = restored(TYPED)
    told = {name: found[name] for name in ("version", "secret", "photo", "fixed")}
    assert told == {"version": 7, "secret": None, "photo": None, "fixed": "fixed"}


def test_a_field_that_the_draft_does_not_know_keeps_its_first_value():
    found = restored({"text": ["灯"]})
    assert (found["title"], found["text"], found["day"]) == ("As it was", "灯", date(2026, 1, 5))


@pytest.mark.parametrize(
    ("widget", "prose"),
    [(forms.Textarea(), True), (forms.TextInput(), False), (forms.HiddenInput(), False)],
)
def test_only_a_form_with_room_for_prose_has_a_draft(widget, prose):
    form = forms.Form()
    form.fields["text"] = forms.CharField(widget=widget)
    assert drafting._holds_prose(form) is prose
