"""The golden matrix beside what is built: seats, scopes, walks, and what each role must be told."""

from types import SimpleNamespace

from lianxin.institution.congress.models import ANYONE
from lianxin.kernel.registry import lifecycles
from lianxin.work.suggestions import queries as suggestions
from lianxin.work.voices import queries as voices
from lianxin.work.voices.models import Voice
from tests.factories import stages
from tests.golden.tables import decided, many, not_built, read

LIVES = {model.__name__: lifecycle for model, lifecycle in lifecycles()}
SCOPES = {
    "Suggestion": suggestions.visible_to,
    "Assignment": suggestions.assignments_visible_to,
    "Evaluation": suggestions.evaluations_visible_to,
    "Publication": suggestions.publications_visible_to,
    "Voice": voices.visible_to,
}
WALKS = {
    "Suggestion": (
        stages.suggestions,
        lambda county: stages.suggestions(county, opened=True),
        lambda county: stages.suggestions(county, entered=True),
    ),
    "Assignment": (
        stages.assignments,
        lambda county: stages.assignments(county, entered=True),
    ),
    "Evaluation": (
        stages.evaluations,
        lambda county: stages.evaluations(county, entered=True),
    ),
    "Publication": (stages.publications,),
    "Voice": (
        stages.residents_voices,
        lambda county: stages.residents_voices(county, entered=True),
    ),
}
LEAD = ("lead_unit_clerk", "lead_unit_leader")


def cells():
    """{(record, state): {role: {move: (verdict, why)}}} of the golden matrix, built moves only."""
    found = {}
    for row in read("matrix.csv"):
        if row["move_code"] not in not_built(row["record"]):
            state = found.setdefault((row["record"], row["state_code"]), {})
            state.setdefault(row["role"], {})[row["move_code"]] = (row["verdict"], row["why"])
    return found


MATRIX = cells()


def by_roles():
    """{(record, move): roles} of the rows that are built: who is told "not now", not "never"."""
    found = {}
    for row in read("moves.csv"):
        record, sources = row["record"], many(row["from_states"])
        states = {state.code for state in LIVES[record].states} if record in LIVES else set()
        if not sources or states & set(sources):
            roles = found.setdefault((record, row["move_code"]), set())
            roles.update(many(row["by_roles"]))
    return found


BY_ROLES = by_roles()


def seats_of(county, elsewhere, record):
    """The seats of each role of the contract, for one record."""
    voice = record if isinstance(record, Voice) else SimpleNamespace(cell_id=county.cell.pk, pk=0)
    return {
        "resident": [voices.resident_of(voice)],
        "author_deputy": [county.deputy],
        "cosigner_deputy": [county.second],
        "other_deputy": [county.stranger_deputy],
        "liaison_officer": [county.officer],
        "town_clerk": [county.town_clerk],
        "office": [county.clerk],
        "leader": [county.chair if isinstance(record, Voice) else county.leader],
        "lead_unit_clerk": [county.a_clerk],
        "lead_unit_leader": [county.a_head],
        "co_unit": [county.b_clerk, county.b_head],
        "other_unit": [county.c_clerk, county.c_head],
        "gov_supervision": [county.supervision],
        "sys_admin": [county.sys_admin],
        "security_admin": [county.security_admin],
        "auditor": [county.auditor],
        "other_cell_office": [elsewhere.clerk],
        "stranger": [ANYONE],
    }


def wanted(record, lifecycle, code, role, seat, subject):
    """What the contract says to a seat of a role that makes a move."""
    verdict, why = MATRIX[record, subject.state or "-"][role].get(code, (None, ""))
    if verdict == "never" or role not in BY_ROLES[record, code]:
        return "never", None
    if verdict is None:  # not a move of this state
        return "no", (f"{lifecycle.move(code).label}: {lifecycle.state(subject.state).label}",)
    if (
        verdict == "hidden"
    ):  # seen after all, as `unless` says: the conditions are those of the move
        conditions = None
    else:
        assert verdict in ("blocked", "yes"), (verdict, code, role)
        conditions = many(why, ";") + beyond(record, code)
    reasons = tuple(
        rule.otherwise
        for rule in lifecycle.row(code, subject.state).provided
        if (conditions is None or bound(rule.name, role) in conditions) and not rule(seat, subject)
    )
    return ("no", reasons) if reasons else ("yes", ())


def bound(name, role):
    """`role>condition` as the matrix names it for that role."""
    of, _mark, condition = name.rpartition(">")
    return condition if of in ("", role) else name


def beyond(record, code):
    """The conditions that a decision gives to a move beside the golden ones."""
    found = (words.split(" +") for words in decided(record, "condition"))
    return [condition for move, condition in found if move == code]


def subject_for(record, stage, role, lifecycle, code):
    """The part that a row is read on: the lead's, or the co-unit's; none where it has no such."""
    if record != "Assignment":
        return stage.record
    co_only = any(rule.name == "kind_is_co" for rule in lifecycle.move(code).provided)
    if co_only and role in LEAD and stage.state in ("reassigned", "ended"):
        return None  # its own part is gone too: it leads no more
    for part in (stage.record, stage.other):
        is_co = part is not None and part.kind == "co"
        if part is not None and (co_only or role == "co_unit") == is_co:
            return part
    if role in LEAD or role == "co_unit" or co_only:
        return None
    return stage.record


def viewed(record, stage, role):
    """The record that a role opens: a co-unit its own part, if there is one."""
    if record == "Assignment" and role == "co_unit":
        parts = [part for part in (stage.record, stage.other) if part is not None]
        return next((part for part in parts if part.kind == "co"), None)
    return stage.record


def sees(record, stage, role):
    """Whether a role sees the record in this state, `unless …` included."""
    verdict, why = MATRIX[record, stage.state][role]["view"]
    return verdict == "yes" or why.removeprefix("unless ") in stage.holds
