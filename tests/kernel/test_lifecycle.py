"""A declaration that cannot be right is refused at import; a right one answers who may what."""

from types import SimpleNamespace

import pytest

from lianxin.kernel.lifecycle import (
    STAY,
    Back,
    Clock,
    Forbidden,
    Lifecycle,
    LifecycleError,
    Move,
    Refused,
    State,
    binds,
    rule,
)
from lianxin.kernel.perform import begins, performs

A, B, C = State(code="a", label="A"), State(code="b", label="B"), State(code="c", label="C")
END = State(code="end", label="End", final=True)


@rule("Only Ann may.")
def ann(seat, subject):
    return seat == "ann"


@rule("Only Bob may.")
def bob(seat, subject):
    return seat == "bob"


@rule("It is raining.")
def dry(seat, subject):
    return subject.dry


def move(code="go", source=(A,), target=END, by=(ann,), **more):
    return Move(code=code, label=code.title(), source=source, target=target, by=by, **more)


def life(*moves, states=(A, END), clocks=()):
    born = Move(code="begin", label="Begin", target=A, by=(ann,))
    return Lifecycle("x", states=states, moves=(born, *moves), clocks=clocks)


def record(state="a", came_from="", dry=True):
    return SimpleNamespace(state=state, came_from=came_from, dry=dry)


# What is refused at import


@pytest.mark.parametrize(
    ("moves", "states", "why"),
    [
        ((move(source=(A, B)),), (A, B, END), "nothing leads to b"),
        ((move(),), (A, END, State(code="c", label="")), "nothing leads to c"),
        ((move(target=B), move("out")), (A, B, END), "b is a dead end"),
        ((move(target=B), move("rest", (B,), STAY), move("out")), (A, B, END), "b is a dead end"),
        ((move(target=C),), (A, END), "joins a state it does not list"),
        ((move(), move(target=STAY)), (A, END), "two moves share a code from one state"),
        ((move(),), (A, END, State(code="a", label="")), "two states share a code"),
    ],
)
def test_a_lifecycle_that_hangs_together_badly_is_refused(moves, states, why):
    with pytest.raises(LifecycleError, match=why):
        life(*moves, states=states)


def test_a_lifecycle_that_nothing_begins_is_refused():
    with pytest.raises(LifecycleError, match="nothing begins it"):
        Lifecycle("x", states=(A, END), moves=(move(),))


def clock(**more):
    told = {"code": "k", "label": "", "rule": "r", "starts_on": ("go",), "stops_on": ("out",)}
    return Clock(**{**told, **more})


def around(opens_round, ceiling):
    """A record that may go out and back, and a clock that starts on the way out."""
    moves = (
        move(target=B),
        move("back", (B,), A, opens_round=opens_round),
        move("out", (B,)),
    )
    return life(*moves, states=(A, B, END), clocks=(clock(ceiling=ceiling),))


def test_a_clock_with_a_ceiling_starts_once_in_a_round():
    with pytest.raises(LifecycleError, match="clock k may start twice"):
        around("", "most")
    assert around("rework", "most").clock("k").ceiling == "most"
    assert around("", None).clock("k").ceiling is None


def test_a_clock_names_moves_that_there_are_and_may_name_those_of_a_child():
    with pytest.raises(LifecycleError, match=r"clock k names \['burn'\]"):
        life(move(), clocks=(clock(stops_on=("burn",)),))
    made = life(move(), clocks=(clock(stops_on=("part.burn",)),))
    assert made.clock("k").stops_on == ("part.burn",)


def test_an_effect_is_bound_to_its_own_kind_of_move_and_once():
    made = life(move())
    with pytest.raises(LifecycleError, match="begin begins a record"):
        performs(made, "begin")
    with pytest.raises(LifecycleError, match="go does not begin"):
        begins(made, "go")
    performs(made, "go")(lambda subject, *, actor, at: None)
    with pytest.raises(LifecycleError, match="two actions perform go"):
        performs(made, "go")(lambda subject, *, actor, at: None)


# Who may what


def test_never_not_from_here_and_not_now_are_three_answers():
    made = life(move(provided=(dry,)), move("stay", target=STAY))
    with pytest.raises(Forbidden) as never:
        made.check("go", "bob", record(dry=False))
    assert never.value.reasons == ("Only Ann may.",)
    with pytest.raises(Refused) as here:
        made.check("go", "ann", record("end"))
    assert (type(here.value), here.value.reasons) == (Refused, ("Go: End",))
    with pytest.raises(Refused) as now:
        made.check("go", "ann", record(dry=False))
    assert (type(now.value), now.value.reasons) == (Refused, ("It is raining.",))
    assert made.check("go", "ann", record()) == (made.row("go", "a"), END)


def test_any_role_admits_and_every_condition_must_hold():
    made = life(move(by=(ann, bob), provided=(dry, binds(bob, ann))))
    offers = {
        seat: [offer.obstacles for offer in made.offers(seat, record(dry=False))]
        for seat in ("ann", "bob", "eve")
    }
    assert offers == {
        "ann": [("It is raining.",)],
        "bob": [("It is raining.", "Only Ann may.")],
        "eve": [],
    }
    assert made.row("go", "a").provided[1].name == "bob>ann"


def test_a_verb_with_two_rows_leads_elsewhere_from_elsewhere():
    made = life(
        move(target=B), move(source=(B,), target=STAY), move("out", (B,)), states=(A, B, END)
    )
    assert made.check("go", "ann", record("a"))[1] is B
    assert made.check("go", "ann", record("b"))[1] is B
    assert made.row("go", "end") is None
    assert made.move("go").source == (A,)


def test_back_leads_to_where_the_record_came_from():
    made = life(
        move("on", (A,), B),
        move("up", (A, B), C),
        move("down", (C,), Back(among=(B,), otherwise=A)),
        move("out", (C,)),
        states=(A, B, C, END),
    )
    assert made.check("down", "ann", record("c", came_from="b"))[1] is B
    assert made.check("down", "ann", record("c", came_from="a"))[1] is A
    assert made.move("down").targets == (B, A)


# What is read from it


def test_the_tables_and_the_diagram_say_what_was_declared():
    made = life(
        move(provided=(dry,), opens_round="rework"),
        move("look", target=STAY),
        clocks=(clock(stops_on=("look",), window=True, when=dry, pauses_in=(A,)),),
    )
    assert [(row["move"], row["from"], row["to"]) for row in made.table()] == [
        ("begin", "(new)", "a"),
        ("go", "a", "end"),
        ("look", "a", "="),
    ]
    go = list(made.table())[1]
    assert (go["by"], go["provided"], go["round"]) == ("ann", "dry", "rework")
    (row,) = made.clock_table()
    assert (row["rule"], row["starts on"], row["only when"], row["pauses in"], row["kind"]) == (
        "r",
        "go",
        "dry",
        "a",
        "window",
    )
    assert made.mermaid().splitlines() == [
        "stateDiagram-v2",
        "    [*] --> a: begin",
        "    a --> end: go",
        "    a --> a: look",
        "    end --> [*]",
    ]
    assert made.choices == [("a", "A"), ("end", "End")]
    assert made.rule_keys() == {"r"}
