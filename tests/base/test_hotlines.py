"""The numbers of the whole country stand in one place, and every page says the same ones."""

import re
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import translation

from lianxin.base.ui import hotlines

HERE = Path(hotlines.__file__)
SOURCE = HERE.parents[2]
NUMBER = re.compile(r"(?<![\w.-])(12345|12368|12348|12315|12309|12388|12333)(?![\w.-])")


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_foot_and_the_form_name_the_same_numbers(language):
    with translation.override(language):
        said = [set(re.findall(r"\d+", hotlines.hotlines(which))) for which in ("foot", "before")]
    assert said == [set(hotlines.NUMBERS.values())] * 2


def test_no_other_place_writes_a_number_down():
    kinds = ("*.py", "*.html", "*.js")
    found = [path for kind in kinds for path in SOURCE.rglob(kind) if path != HERE]
    assert [path.name for path in found if NUMBER.search(path.read_text("utf-8"))] == []


def test_the_pages_of_residents_say_them(client, county, settings):
    client.cookies["django_language"] = "en"
    page = client.get(reverse("portal:say")).content.decode()
    assert page.count(hotlines.AMBULANCE) >= 2
    assert page.count(hotlines.COURTS) == 2
