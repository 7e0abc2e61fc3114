"""Fields: labels, hints and errors are tied to their controls; pickers get their day in ISO."""

import re
from datetime import date

import pytest
from django import forms
from django.template import Context, Template
from django.utils import translation

PLAIN = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}


@pytest.fixture(autouse=True)
def _in_english(settings):
    settings.STORAGES = PLAIN
    with translation.override("en"):
        yield


class Example(forms.Form):
    title = forms.CharField(label="Title", help_text="In one line.")
    due = forms.DateField(label="Day", required=False)
    kind = forms.ChoiceField(
        label="Kind", widget=forms.RadioSelect, choices=[("a", "Done"), ("b", "Planned")]
    )
    place = forms.ChoiceField(label="Village", choices=[("East", [("1", "Elm"), ("2", "Oak")])])
    paper = forms.FileField(label="Paper", required=False)
    open = forms.BooleanField(label="May be published", required=False)
    token = forms.CharField(widget=forms.HiddenInput, required=False)


def drawn(source, form):
    return Template("{% load ui %}" + source).render(Context({"form": form}))


def attributes(page, tag="input"):
    return dict(re.findall(r'([\w-]+)="([^"]*)"', re.search(rf"<{tag}[^>]*>", page)[0]))


def test_a_field_ties_hint_and_error_to_its_control():
    page = drawn("{% field bound=form.title %}", Example({}))
    control = attributes(page)
    assert control["aria-describedby"] == "id_title_hint id_title_error"
    assert (control["aria-invalid"], control["class"]) == ("true", "input")
    assert '<label for="id_title">Title</label>' in page
    assert '<span class="field__hint" id="id_title_hint">In one line.</span>' in page
    assert re.search(r'id="id_title_error">.*<span>Please fill this in.</span>', page)


def test_what_need_not_be_filled_in_says_so():
    page = drawn("{% field bound=form.due %}{% field bound=form.title %}", Example())
    assert page.count('<small class="field__opt"> (optional)</small>') == 1


@pytest.mark.parametrize("given", [forms.DateInput, lambda: forms.DateInput({"type": "date"})])
def test_a_day_becomes_a_picker_and_is_written_the_iso_way(given):
    form = Example(initial={"due": date(2026, 4, 16)})
    form.fields["due"].widget = given()
    with translation.override("zh-hans"):
        control = attributes(drawn("{% field bound=form.due %}", form))
    assert (control["type"], control["value"]) == ("date", "2026-04-16")


def test_radio_buttons_become_cards_in_a_group_with_a_legend():
    page = drawn("{% field bound=form.kind hints=form.hints columns=True %}", _with_hints())
    assert page.count('<label class="choice">') == 2
    assert '<legend class="field__l">Kind</legend>' in page
    assert "<span><b>Done</b><small>There is proof.</small></span>" in page


def _with_hints():
    form = Example()
    form.hints = {"a": "There is proof."}
    return form


def test_a_rating_shows_a_face_for_each_answer():
    page = drawn("{% field bound=form.kind center=True icons='mood-smile,mood-sad' %}", Example())
    assert re.findall(r"#i-([\w-]+)", page) == ["mood-smile", "mood-sad"]


def test_a_single_box_is_a_card_and_a_file_is_a_large_target():
    page = drawn("{% field bound=form.open %}{% field bound=form.paper %}", Example())
    assert '<label class="choice"><input type="checkbox" name="open"' in page
    assert 'class="input input--file"' in page


def test_a_long_list_of_places_can_be_split_in_two():
    page = drawn("{% field bound=form.place two_level=True %}", Example())
    assert attributes(page, "select")["data-two-level"] == "Township or street"


def test_all_fields_come_in_their_order_with_the_hidden_ones():
    page = drawn("{% fields form=form %}", Example())
    names = ["token", "title", "due", "kind", "kind", "place", "paper", "open"]
    assert re.findall(r' name="(\w+)"', page) == names


def test_the_summary_of_errors_leads_to_each_field():
    form = Example({"title": "x"})
    form.add_error(None, "Too many today.")
    page = drawn("{% errors form=form %}", form)
    assert re.findall(r'href="(#[^"]+)">([^<]+)<', page) == [
        ("#id_kind", "Kind"),
        ("#id_place", "Village"),
    ]
    assert ("2 places to mend: " in page, "<p>Too many today.</p>" in page) == (True, True)


def test_every_link_of_the_summary_has_a_target():
    form = Example({})
    page = drawn("{% errors form=form %}{% fields form=form %}", form)
    targets = set(re.findall(r'href="#([^"]+)"', page))
    assert targets - set(re.findall(r' id="([^"]+)"', page)) == set()


def test_a_form_that_is_right_has_no_summary():
    assert drawn("{% errors form=form %}", Example()) == ""
