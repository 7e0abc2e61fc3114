"""The components: their props are checked, their words escaped, their shapes tell the state."""

import re
from datetime import date, datetime
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.utils import translation

from lianxin.base.ui.components import atoms, icons
from lianxin.base.ui.templatetags import ui
from lianxin.kernel.lifecycle import Move, Offer, State, rule

EVIL = "<i>&\"'"
BLOCKS = {block.__name__ for block in ui.BLOCKS}
SAFE = "&lt;i&gt;&amp;&quot;&#x27;"


PLAIN = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}


@pytest.fixture(autouse=True)
def _in_english(settings):
    settings.STORAGES = PLAIN
    with translation.override("en"):
        yield


def drawn(source, **context):
    return Template("{% load ui %}" + source).render(Context(context))


@pytest.mark.parametrize("name", sorted(ui.register.tags))
def test_an_unknown_prop_is_refused_when_the_template_compiles(name):
    end = "{% end" + name + " %}" if name in BLOCKS else ""
    with pytest.raises(TemplateSyntaxError, match="unexpected keyword argument 'nonsense'"):
        Template("{% load ui %}{% " + name + " nonsense=1 %}" + end)


@pytest.mark.parametrize("source", ["{% icon %}", "{% stat number=1 label='a' %}", "{% light %}"])
def test_a_missing_prop_is_refused_when_the_template_compiles(source):
    with pytest.raises(TemplateSyntaxError, match="did not receive value"):
        Template("{% load ui %}" + source)


@pytest.mark.parametrize(
    "source",
    [
        "{% status label=evil %}",
        "{% tag label=evil %}",
        "{% chip label=evil url=evil count=evil %}",
        "{% person name=evil sub=evil more=evil url=evil %}",
        "{% button label=evil url=evil key=evil %}",
        "{% button label=evil name=evil value=evil %}",
        "{% stat number=evil unit=evil label=evil url=evil %}",
        "{% attach label=evil url=evil size=evil %}",
        "{% seal top=evil bottom=evil %}",
        "{% see who=evil %}",
        "{% copy text=evil label=evil done=evil %}",
        "{% kv rows=rows %}",
        "{% crumbs items=rows %}",
        "{% steps labels=words current=1 %}",
        "{% card title=evil more_url=evil more_label=evil id=evil label=evil %}{% endcard %}",
        "{% note title=evil %}{{ evil }}{% endnote %}",
        "{% item title=evil url=evil meta=words %}{{ evil }}{% enditem %}",
        "{% letter title=evil number=evil to=evil sign=evil %}{% endletter %}",
        "{% dialog id=evil title=evil %}{% enddialog %}",
        "{% empty_state title=evil text=evil url=evil label=evil %}",
        "{% trail items=entries %}",
        "{% th label=evil sort=evil %}",
        "{% search_box name=evil value=evil label=evil %}",
    ],
)
def test_every_word_is_escaped(source):
    entry = {"title": EVIL, "who": EVIL, "see": EVIL, "body": EVIL, "quote": EVIL}
    page = drawn(
        source,
        evil=EVIL,
        rows=[(EVIL, EVIL)],
        words=[EVIL],
        entries=[entry, entry | {"kind": "gap"}],
    )
    assert ("<i>" in page, SAFE[:10] in page) == (False, True)


def test_a_badge_takes_word_and_shape_from_the_state(monkeypatch):
    waits = State(code="a", label="Waits", tone="wait")
    monkeypatch.setattr(
        atoms, "_lifecycle_of", lambda kind: SimpleNamespace(state={"a": waits}.get)
    )
    page = drawn("{% badge record=record %}", record=SimpleNamespace(state="a"))
    assert re.sub(r'href=".*?#', 'href="#', page) == (
        '<span class="status status--wait"><svg class="i" aria-hidden="true">'
        '<use href="#i-s-open"/></svg>Waits</span>'
    )


def test_each_tone_of_a_state_has_a_shape_of_its_own():
    tones = ("wait", "doing", "replied", "done", "back")
    shapes = {re.search(r"#i-([\w-]+)", atoms.status(label="x", tone=tone))[1] for tone in tones}
    assert len(shapes) == 5


def test_a_light_says_its_words_and_no_clock_says_nothing():
    light = SimpleNamespace(tone="y", text="3 working days left")
    assert drawn("{% light light=light box=True %}{% light light=none %}", light=light) == (
        '<span class="light light--y light--box">3 working days left</span>'
    )


def test_an_icon_is_decoration_unless_it_is_given_words():
    assert 'aria-hidden="true"' in drawn("{% icon name='clock' %}")
    assert 'role="img" aria-label="Time"' in drawn("{% icon name='clock' label='Time' %}")


def test_an_icon_that_is_not_in_the_sprite_is_an_error():
    with pytest.raises(TemplateSyntaxError, match="no icon “clok”"):
        drawn("{% icon name='clok' %}")


def test_a_file_shows_what_kind_it_is():
    endings = {
        "a.PDF": "file-type-pdf",
        "a.docx": "file-type-doc",
        "a.jpg": "photo",
        "a": "file-text",
    }
    for name, shape in endings.items():
        assert f"#i-{shape}" in drawn("{% attach label=name url='#' %}", name=name)


def test_a_share_fits_a_class_whatever_the_figures_are():
    shares = [(72, 100), (5, 0), (9, 3), (-1, 3), ("3", "4")]
    assert [atoms.percent(*pair) for pair in shares] == [72, 0, 100, 0, 75]


def test_the_arches_say_in_words_where_the_record_stands():
    stages = [
        SimpleNamespace(label=label, sub="", mark=mark)
        for label, mark in (("Made", "done"), ("Handled", "now"), ("Rated", ""))
    ]
    page = drawn("{% spans stages=stages %}", stages=stages)
    assert "Progress: 3 steps, now at step 2, “Handled”" in page
    assert re.findall(r'<li class="([^"]*)"></li>', page) == ["is-done", "is-now", ""]


def test_the_trail_draws_formal_acts_and_silence_differently():
    items = [
        {"kind": "next", "title": "Reply"},
        {"title": "Talk", "see": "deputy"},
        {"kind": "slow", "title": "Nothing for 30 days"},
        SimpleNamespace(kind="formal", title="Handed over", when=date(2020, 2, 3)),
    ]
    page = drawn("{% trail items=items %}", items=items)
    assert re.findall(r"<li(?: class=\"([^\"]*)\")?>", page) == [
        "is-next",
        "",
        "trail__gap trail__gap--slow",
        "is-formal",
    ]
    assert "Feb 3, 2020" in page


def test_days_are_said_shortly_and_in_the_time_of_the_county():
    late = datetime(2020, 2, 3, 23, 30, tzinfo=ZoneInfo("UTC"))
    said = "{{ t|moment }}|{{ t|day }}|{{ t|weekday }}|{{ words|day }}|{{ none|day }}"
    assert drawn(said, t=late, words="soon") == "Feb 4, 2020 07:30|Feb 4, 2020|Tue|soon|"


def make(code, tone="plain"):
    return Move(
        code=code,
        label=code.title(),
        source=(HERE,),
        target=HERE,
        by=(rule("no")(lambda seat, record: True),),
        tone=tone,
    )


HERE = State(code="here", label="Here")


def test_one_move_stands_out_and_the_blocked_say_why(monkeypatch):
    monkeypatch.setattr("lianxin.base.ui.components.fields.reverse", lambda r, args: f"/{args[1]}/")
    offers = [
        Offer(make("sign", "primary"), ("Talk first.", "Sign in.")),
        Offer(make("approve", "primary"), ()),
        Offer(make("send", "primary"), ()),
        Offer(make("cancel", "danger"), ()),
    ]
    page = drawn("{% moves offers=offers route='x' pk=7 %}", offers=offers)
    assert re.findall(r'<a class="([^"]+)" href="([^"]+)"', page) == [
        ("btn btn--primary", "/approve/"),
        ("btn", "/send/"),
        ("btn btn--danger", "/cancel/"),
    ]
    assert 'aria-disabled="true" aria-describedby="why-7-sign">Sign</button>' in page
    assert re.search(r'<small id="why-7-sign">.*</svg>Talk first. Sign in.</small>', page)


def test_nothing_to_do_shows_nothing():
    assert drawn("{% moves offers=offers route='x' pk=7 %}", offers=iter(())) == ""


def test_the_pager_keeps_the_filters(rf):
    pages = SimpleNamespace(
        paginator=SimpleNamespace(count=20),
        start_index=lambda: 9,
        end_index=lambda: 16,
        has_other_pages=lambda: True,
        has_previous=lambda: False,
        has_next=lambda: True,
        next_page_number=lambda: 2,
    )
    page = drawn("{% pager page=pages %}", pages=pages, request=rf.get("/x/?unit=3&page=1"))
    assert re.findall(r'href="([^"]+)"', page) == ["?unit=3&amp;page=2"]
    assert "9–16 of 20" in page


@pytest.mark.parametrize(
    ("current", "order", "address"),
    [
        ("", "", "?sort=due"),
        ("due", "ascending", "?sort=-due"),
        ("-due", "descending", "?sort=due"),
    ],
)
def test_the_head_of_a_column_turns_the_order_round(current, order, address):
    page = drawn("{% th label='Due' sort='due' current=current %}", current=current)
    assert re.findall(r'aria-sort="(\w+)"', page) == ([order] if order else [])
    assert f'href="{address}"' in page


def test_the_sprite_holds_every_shape_the_components_name():
    shapes = {*atoms.SHAPES.values(), *atoms.ENDINGS.values()}
    assert shapes - icons.names() == set()
