"""Full text: what is found is what a plain look through all texts would find, and no more."""

import random

import pytest
from django.db import connection

from lianxin.base.records import actions as records
from lianxin.base.records.commands import drain
from lianxin.base.records.models import Cursor, Parked
from lianxin.base.search import actions, commands, queries
from lianxin.base.search.models import Opened, SavedView, SearchDoc
from lianxin.institution.congress.models import MACHINE
from lianxin.kernel.ports import Via
from lianxin.work.voices.actions import bring_in_all, mend_all_brought_in
from lianxin.work.voices.models import Voice
from lianxin.work.voices.queries import visible_to
from tests.factories import stages, thread

VOICE = "voices.voice"
SYLLABLES = "路灯电梯加装小区停车道老人孩公交站点水管井盖学校门口"
EVERYBODY = (
    *("clerk", "leader", "supervision", "town_clerk", "chair", "officer", "deputy"),
    *("second", "a_clerk", "a_head", "b_clerk", "c_clerk", "auditor", "sys_admin"),
)


def found(seat, words, label=VOICE, order="new"):
    """The ids of what a seat finds, in the order asked for."""
    hits = queries.hits({label: queries.ask(label, seat, words)}, order=order)
    return [record for _doc, record in hits[label]]


def brought_in(county, bodies, titles=None):
    """Voices from a sheet, one a body."""
    titles = titles or [f"{n:03d}" for n in range(len(bodies))]
    voices = [
        Voice(
            cell_id=county.cell.pk,
            title=title,
            body=body,
            region=county.villages[0],
            town=county.towns[0],
            venue_id=county.officer.venue_id,
            channel="sheet",
            said_at=f"2026-01-05T{n // 3600:02d}:{n // 60 % 60:02d}:{n % 60:02d}+08:00",
            source_ref=f"S{n}",
        )
        for n, (title, body) in enumerate(zip(titles, bodies, strict=True))
    ]
    for voice in voices:
        voice.said_at = Voice._meta.get_field("said_at").to_python(voice.said_at)
    bring_in_all(voices, actor=MACHINE, via=Via("import"))
    drain([])
    return list(Voice.objects.order_by("pk"))


# Words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("电梯口", ["电梯", "梯口", "口"]),
        ("ＡＢＣ路", ["abc", "路"]),
        ("二〇二六年", ["二〇", "〇二", "二六", "六年", "年"]),
        ("3号楼 Bus-12", ["3", "号楼", "楼", "bus", "12"]),
        ("，。！", []),
    ],
)
def test_words_are_pairs_of_neighbours(text, words):
    assert queries.tokens(text) == words


def test_what_stands_together_is_one_phrase():
    said = [(phrase.words, phrase.open) for phrase in queries.phrases("加装电梯 停 3号楼, bus")]
    assert said == [
        (("加装", "装电", "电梯"), False),
        (("停",), True),
        (("3", "号楼"), False),
        (("bus",), True),
    ]


@pytest.mark.parametrize("words", ["", " ", '"', "' | '", "*", "OR", "🙂", "(((", "\u0000", "%s"])
def test_odd_questions_find_nothing_and_break_nothing(county, words):
    brought_in(county, ["路灯坏了"])
    assert found(county.officer, words) == []


# Finding


def test_it_finds_what_a_plain_look_would_find(county):
    """Recall and precision 1.000 for phrases of one to four characters, whatever follows them."""
    dice = random.Random(7)
    bodies = [
        "".join(dice.choice(SYLLABLES + "，。 ") for _n in range(dice.randint(4, 30)))
        for _voice in range(400)
    ]
    voices = brought_in(county, bodies)
    for size in (1, 2, 3, 4):
        for _try in range(25):
            body = dice.choice(bodies)
            start = dice.randrange(max(len(body) - size, 1))
            asked = body[start : start + size]
            if any(char in "，。 " for char in asked):
                continue
            plain = [voice.pk for voice in voices if asked in voice.body]
            assert sorted(found(county.officer, asked)) == plain, asked


def test_the_newest_stands_first_and_the_best_by_choice(county):
    old, middle, new = brought_in(
        county,
        ["路灯路灯路灯", "别的事", "说了很多别的话，最后一句才是路灯"],
        ["路灯", "井盖", "其他"],
    )
    assert found(county.officer, "路灯") == [new.pk, old.pk]
    assert found(county.officer, "路灯", order="best") == [old.pk, new.pk]
    assert middle.pk not in found(county.officer, "路灯")


def test_all_words_must_be_found_but_in_any_order(county):
    one, _two = brought_in(county, ["路灯坏了，井盖也丢了", "路灯坏了"])
    assert found(county.officer, "井盖 路灯") == [one.pk]


def test_full_width_and_capitals_make_no_difference(county):
    (voice,) = brought_in(county, ["ＢＵＳ　１２路不停"])
    assert found(county.officer, "bus") == found(county.officer, "12路") == [voice.pk]


def test_a_count_stops_where_it_is_told_to(county):
    brought_in(county, ["路灯坏了"] * 12)
    asked = queries.ask(VOICE, county.officer, "路灯")
    assert (queries.count(asked), queries.count(asked, most=5)) == (12, 5)


# Keeping up


def test_a_changed_text_is_found_by_its_new_words_only(county):
    (voice,) = brought_in(county, ["路灯坏了"])
    mend_all_brought_in([(voice, {"body": "井盖丢了"}, "")], actor=MACHINE)
    assert (found(county.officer, "路灯"), found(county.officer, "井盖")) == ([], [voice.pk])
    assert SearchDoc.objects.count() == 1


def test_what_has_not_changed_is_not_written_again(county):
    thread.with_units(county, thread.spoken(county))
    drain([])
    before = list(SearchDoc.objects.order_by("pk").values_list("pk", "place"))
    Cursor.objects.filter(consumer="search").update(seq=0)
    drain([])
    assert list(SearchDoc.objects.order_by("pk").values_list("pk", "place")) == before


def test_thousands_of_entries_are_read_in_few_statements(county, django_assert_max_num_queries):
    bodies = ["路灯坏了"] * 600
    Cursor.objects.all()
    brought = brought_in(county, bodies)
    actions.forget_all()
    Cursor.objects.filter(consumer="search").update(seq=0)
    with django_assert_max_num_queries(60):
        records.deliver("search", actions.take_in, county.cell.pk)
    assert SearchDoc.objects.count() == len(brought)


def test_one_bad_entry_does_not_stop_the_others(county, monkeypatch):
    voices = brought_in(county, ["路灯一", "路灯二", "路灯三"])
    actions.forget_all()
    Cursor.objects.filter(consumer="search").update(seq=0)
    kind = queries.searchables()[VOICE]
    real = kind.texts

    def texts(ids):
        if voices[1].pk in ids:
            raise ValueError("unreadable")
        return real(ids)

    monkeypatch.setitem(
        queries.searchables(), VOICE, queries.Searchable(kind.label, kind.root, texts, kind.near)
    )
    drain([])
    assert found(county.officer, "路灯") == [voices[2].pk, voices[0].pk]
    assert list(Parked.objects.values_list("consumer", flat=True)) == ["search"]


def test_everything_can_be_read_anew(county, capsys, english):
    thread.with_units(county, thread.spoken(county))
    drain([])
    before = found(county.officer, "road")
    with connection.cursor() as cursor:  # as after a fault of the disk
        cursor.execute("DELETE FROM search_searchdoc")
    assert found(county.officer, "road") == []
    commands.rebuild([])
    assert found(county.officer, "road") == before
    assert capsys.readouterr().out == f"{SearchDoc.objects.count()} texts can be searched.\n"


# Scope


@pytest.mark.parametrize("name", EVERYBODY)
def test_a_seat_finds_exactly_what_it_may_see(county, name):
    seat = getattr(county, name)
    thread.with_units(county, thread.spoken(county))
    thread.spoken(county)
    drain([])
    assert sorted(found(seat, "road")) == sorted(visible_to(seat).values_list("pk", flat=True))


@pytest.mark.parametrize("name", EVERYBODY)
def test_another_county_finds_nothing(county, elsewhere, name):
    thread.with_units(county, thread.spoken(county))
    drain([])
    seat = getattr(elsewhere, name)
    for label in queries.searchables():
        assert found(seat, "road", label) == []


def test_who_may_no_longer_see_it_finds_it_no_more_though_the_index_is_old(county):
    voice = thread.spoken(county)
    drain([])
    Voice.objects.filter(pk=voice.pk).update(venue=None)
    assert found(county.officer, "road") == []


def test_a_reply_is_found_when_it_has_gone_out_and_by_whom_it_concerns(county):
    stages.answered(county)
    drain([])
    label = "suggestions.reply"
    (reply,) = SearchDoc.objects.filter(kind=label)
    word = next(word for word in queries.tokens(reply.body) if len(word) > 3)
    seen = {
        name: found(getattr(county, name), word, label) != []
        for name in ("clerk", "deputy", "a_clerk", "b_clerk", "c_clerk", "auditor")
    }
    assert seen == {
        "clerk": True,
        "deputy": True,
        "a_clerk": True,
        "b_clerk": False,
        "c_clerk": False,
        "auditor": False,
    }


def test_numbers_of_persons_in_a_text_are_not_searched(county):
    (voice,) = brought_in(county, ["路灯坏了，打我电话 13912345678"])
    assert found(county.officer, "路灯") == [voice.pk]
    assert found(county.officer, "13912345678") == found(county.officer, "1391234") == []


def test_who_spoke_is_nowhere_in_the_index(county):
    thread.spoken(county)
    drain([])
    assert found(county.officer, "Wang") == []
    assert [doc for doc in SearchDoc.objects.all() if "Wang" in doc.title + doc.body] == []


# Marks


@pytest.mark.parametrize(
    ("text", "asked", "shown"),
    [
        ("加装电梯", "电梯", "加装<mark>电梯</mark>"),
        ("ＢＵＳ站", "bus", "<mark>ＢＵＳ</mark>站"),
        ("<b>路</b>", "路", "&lt;b&gt;<mark>路</mark>&lt;/b&gt;"),
        ("omnibus bus12", "bus", "omnibus <mark>bus</mark>12"),
        ("路灯", "井盖", "路灯"),
        ("a&b", "<script>", "a&amp;b"),
    ],
)
def test_words_are_marked_in_the_text(text, asked, shown):
    assert queries.marked(text, asked) == shown


def test_an_excerpt_is_the_place_that_answers():
    text = "前" * 200 + "路灯" + "后" * 200
    shown = queries.excerpt(text, "路灯")
    assert shown == f"…{'前' * 16}<mark>路灯</mark>{'后' * 72}…"
    assert queries.excerpt(text, "井盖") == ""


# A seat's own things


def test_the_last_twenty_are_remembered_for_that_seat_alone(county):
    voices = brought_in(county, ["路灯坏了"] * 25)
    for voice in voices:
        actions.remember(county.officer, voice)
    actions.remember(county.officer, voices[10])
    opened = [voice.pk for voice in queries.opened_by(county.officer)]
    assert opened == [voices[10].pk, *(v.pk for v in voices[:4:-1] if v != voices[10])]
    assert Opened.objects.count() == 20
    assert queries.opened_by(county.clerk) == []


def test_what_may_not_be_seen_any_more_is_not_shown_among_them(county):
    (voice,) = brought_in(county, ["路灯坏了"])
    actions.remember(county.officer, voice)
    Voice.objects.update(venue=None)
    assert queries.opened_by(county.officer) == []


def test_they_can_be_forgotten(county, client):
    voice = thread.spoken(county)
    client.force_login(county.officer.user)
    client.get(f"/voices/{voice.pk}/")
    assert [record for record, _url in client.get("/find/").context["opened"]] == [voice]
    client.post("/opened/forget/")
    assert client.get("/find/").context["opened"] == []


def keep(client, **more):
    given = {"page": "voices:list", "name": "roads", "query": "?q=road&page=3&view=all"}
    return client.post("/kept-views/", given | more)


def test_a_narrowed_list_is_kept_under_a_name(county, client):
    client.force_login(county.officer.user)
    assert keep(client)["Location"] == "/voices/?q=road&view=all"
    kept = client.get("/voices/?view=all&q=road").context["kept"]
    assert ([view.name for view in kept.views], kept.current.name) == (["roads"], "roads")
    keep(client, query="q=well")
    assert list(SavedView.objects.values_list("name", "query")) == [("roads", "q=well")]


def test_nobody_sees_or_drops_the_view_of_another(county, client):
    client.force_login(county.officer.user)
    keep(client)
    view = SavedView.objects.get()
    client.force_login(county.clerk.user)
    assert client.get("/voices/?view=all&q=road").context["kept"].views == []
    assert client.post(f"/kept-views/{view.pk}/drop/").status_code == 404
    client.force_login(county.officer.user)
    assert client.post(f"/kept-views/{view.pk}/drop/").status_code == 302
    assert SavedView.objects.count() == 0


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({"page": "portal:home"}, 404),
        ({"page": "x"}, 404),
        ({"name": ""}, 302),
        ({"name": "n" * 21}, 302),
    ],
)
def test_a_view_that_cannot_be_kept_is_not(county, client, given, status):
    client.force_login(county.officer.user)
    assert (keep(client, **given).status_code, SavedView.objects.count()) == (status, 0)


def test_no_more_than_twelve_views_are_kept_of_a_list(county, client):
    client.force_login(county.officer.user)
    for n in range(13):
        keep(client, name=f"view {n}")
    assert SavedView.objects.count() == 12
