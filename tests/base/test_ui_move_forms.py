"""What every form of a move refuses, in a sentence."""

from types import SimpleNamespace

import pytest

from lianxin.base.ui.forms import Behalf, MoveForm


@pytest.mark.parametrize("char", ["\x01", "\x1b", "\x7f"])
def test_a_character_that_cannot_be_printed_is_a_fault_of_its_field(char):
    form = MoveForm({"note": f"a{char}b"}, seat=SimpleNamespace())
    assert (form.is_valid(), list(form.errors)) == (False, ["note"])


def test_line_breaks_emoji_and_rare_characters_are_welcome():
    form = MoveForm({"note": "一\n二\t😊𠮷·"}, seat=SimpleNamespace())
    assert (form.is_valid(), form.cleaned_data["note"]) == (True, "一\n二\t😊𠮷·")


def test_nothing_has_happened_in_the_future():
    given = {"on_behalf_of": "Wang", "happened_on": "2999-01-01"}
    form = Behalf(given, seat=SimpleNamespace())
    assert (form.is_valid(), list(form.errors)) == (False, ["happened_on"])
