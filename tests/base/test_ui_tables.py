"""Rows of cases, options and bars: everything is escaped, and equal words are drawn once."""

from types import SimpleNamespace

import pytest
from django.utils import translation

from lianxin.base.ui.components.navigation import side_nav, tab_links
from lianxin.base.ui.components.tables import CaseRow, Cell, address, case_rows, options
from lianxin.work.voices.models import Voice

EVIL = "<i>&\"'"
SAFE = "&lt;i&gt;&amp;&quot;&#x27;"


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def row(**told):
    return CaseRow(pk=7, url="/x/7/", title="Title", record=Voice(state="submitted"), **told)


def test_a_row_leads_to_its_record_and_names_its_fields_for_a_phone():
    page = case_rows(rows=[row(number="N1", before=(Cell("Unit", "Water", "since May"),))])
    assert '<a href="/x/7/">Title</a>' in page
    assert '<td data-l="Unit">Water<span class="sub">since May</span></td>' in page
    assert page.count("<td") == 4
    assert "checkbox" not in page


def test_a_row_can_be_ticked_under_the_name_asked_for():
    page = case_rows(rows=[row()], select="row")
    assert '<input type="checkbox" name="row" value="7" aria-label="Title">' in page


def test_a_field_that_is_empty_shows_a_dash_and_no_clock_shows_one_too():
    page = case_rows(rows=[row(after=(Cell("Unit"),))])
    assert '<td data-l="Unit">—</td>' in page
    assert '<td class="o2"><span class="mut">—</span></td>' in page


def test_nothing_written_into_a_row_is_ever_markup():
    cell = Cell(EVIL, EVIL, EVIL)
    one = CaseRow(
        pk=1,
        url=EVIL,
        title=EVIL,
        number=EVIL,
        marks=(EVIL,),
        before=(cell,),
        record=Voice(state="submitted"),
    )
    page = case_rows(rows=[one], select="row")
    assert "<i>" not in page
    assert page.count(SAFE) == 8


def test_options_mark_what_is_chosen_and_take_pairs_or_words():
    assert options(choices=[(1, "One"), (2, "Two")], value=2, empty="All") == (
        '<option value="">All</option><option value="1">One</option>'
        '<option value="2" selected>Two</option>'
    )
    assert options(choices=["a", EVIL]) == (
        f'<option value="a">a</option><option value="{SAFE}">{SAFE}</option>'
    )


def test_an_address_is_the_routes_own():
    assert address("voices:detail", 12) == "/voices/12/"
    assert address("voices:detail", 7_000_000_007) == "/voices/7000000007/"


def item(**told):
    return SimpleNamespace(
        **{"label": "Voices", "url": "/voices/", "icon": "", "group": "", "current": False} | told
    )


def test_a_heading_stands_once_before_its_group():
    page = side_nav(items=[item(), item(group="Tools"), item(group="Tools", count="3", hot=True)])
    assert page.count('<p class="side__h">Tools</p>') == 1
    assert '<span class="side__n side__n--hot">3</span>' in page


def test_a_tab_says_its_short_word_and_the_side_bar_the_long_one():
    both = item(short="Say", current=True, hero=True)
    assert tab_links(items=[both]) == (
        '<a href="/voices/" class="tabbar__hero" aria-current="page">Say</a>'
    )
    assert side_nav(items=[both]) == (
        '<a class="side__a" href="/voices/" aria-current="page">Voices</a>'
    )


def test_bars_are_escaped_too():
    evil = item(label=EVIL, url=EVIL, group=EVIL, count=EVIL)
    assert side_nav(items=[evil]).count(SAFE) == 4
    assert tab_links(items=[evil]).count(SAFE) == 2
