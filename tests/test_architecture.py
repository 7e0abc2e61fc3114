"""Rules about imports, names and writes that a layer cannot express."""

import ast
from pathlib import Path

import grimp
import pytest
from django.core.checks import run_checks
from django.urls import NoReverseMatch, reverse

from lianxin.kernel.handbook import LANGUAGES, page
from lianxin.kernel.registry import audiences, consumers, lifecycles, pages, visible_to_of

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src/lianxin"
FLOORS = ("base", "institution", "work", "reckoning")
LIBRARIES = {  # free in their names; entered from everywhere by what they offer
    "lianxin.kernel",
    "lianxin.config",
    "lianxin.demo",
    "lianxin.base.ui",
    "lianxin.base.paper",
    "lianxin.base.masks",
}
FRONT_DOORS = {"lifecycle", "rules", "models", "queries", "actions"}
PUBLIC = ("lianxin.portal", "forms")  # what a resident fills in is the form of the desk
NAMES = {
    "__init__",
    *("apps", "rules", "lifecycle", "models", "queries", "actions", "forms", "imports"),
    *("documents", "views", "api", "urls", "tasks", "commands", "templates", "migrations"),
}
ALSO = {"institution.congress": {"data"}}  # the shipped table of rules


def app_of(module):
    """The app that a module belongs to."""
    parts = module.split(".")
    return ".".join(parts[: 3 if len(parts) > 1 and parts[1] in FLOORS else 2])


def apps():
    """(name, folder) of every app that is no library."""
    folders = [("portal", SOURCE / "portal")]
    for floor in FLOORS:
        folders += [(f"{floor}.{path.name}", path) for path in sorted((SOURCE / floor).iterdir())]
    return [
        (name, path)
        for name, path in folders
        if path.is_dir() and path.name != "__pycache__" and f"lianxin.{name}" not in LIBRARIES
    ]


def test_apps_enter_one_another_by_the_front_door():
    graph = grimp.build_graph("lianxin", include_external_packages=False, cache_dir=None)
    trespass = set()
    for importer in graph.modules:
        for imported in graph.find_modules_directly_imported_by(importer):
            here, there = app_of(importer), app_of(imported)
            rest = imported.removeprefix(there).strip(".").split(".")[0]
            if here == there or not rest or {here, there} & LIBRARIES:
                continue
            if rest not in FRONT_DOORS and (here, rest) != PUBLIC:
                trespass.add(f"{importer} -> {imported}")
    assert trespass == set()


@pytest.mark.parametrize(("name", "folder"), apps(), ids=lambda each: str(each))
def test_every_app_uses_the_same_names(name, folder):
    found = {path.stem for path in folder.iterdir()} - {"__pycache__"}
    assert found - NAMES - ALSO.get(name, set()) == set()
    assert {"__init__", "apps"} <= found


def written(node):
    """The attributes that a statement writes: by assigning, by `update`, or by `setattr`."""
    if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        plain = [each for t in targets for each in (t.elts if isinstance(t, ast.Tuple) else [t])]
        return {t.attr for t in plain if isinstance(t, ast.Attribute)}
    if isinstance(node, ast.Call):
        if getattr(node.func, "attr", "") == "update":
            return {word.arg for word in node.keywords}
        if getattr(node.func, "id", "") == "setattr" and isinstance(node.args[1], ast.Constant):
            return {node.args[1].value}
    return set()


def test_only_the_engine_writes_a_state():
    lived = {"state", "came_from", "state_since", "moved_at", "round"}
    guilty = []
    for path in SOURCE.rglob("*.py"):
        inside = path.relative_to(SOURCE)
        if inside.parts[0] == "kernel" or "migrations" in inside.parts:
            continue
        if inside.parts[:2] == ("base", "jobs"):  # a job of the worker is no record
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if written(node) & lived:
                guilty.append(f"{inside}:{node.lineno}")
    assert guilty == []


def test_what_writes_is_recognised():
    sources = ("a.state = 1", "a.b, a.round = 1, 2", "q.update(state=1)", "setattr(a, 'state', 1)")
    found = [{name for node in ast.walk(ast.parse(s)) for name in written(node)} for s in sources]
    assert found == [{"state"}, {"b", "round"}, {"state"}, {"state"}]


def test_templates_never_name_a_state_of_a_record():
    guilty = []
    for path in SOURCE.rglob("*.html"):
        text = path.read_text("utf-8")
        if ".state ==" in text or ".state !=" in text or ".state in" in text:
            guilty.append(str(path.relative_to(SOURCE)))
    assert guilty == []


@pytest.mark.django_db
def test_declarations_and_code_agree():
    assert run_checks() == []


def test_every_record_with_a_page_can_be_seen_told_of_and_opened():
    roots = {model for model, _life in lifecycles() if not model.root_field}
    labels = {model._meta.label_lower for model in roots}
    assert set(audiences()) >= labels
    assert set(pages()) >= labels
    for label, route in pages().items():
        assert visible_to_of(label).__name__ != "<lambda>", label
        try:
            reverse(route, args=[1])
        except NoReverseMatch as fault:
            pytest.fail(f"{label}: {fault}")
    assert [name for name, _handle in consumers()].count("notices") == 1


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("model", "lifecycle"), list(lifecycles()), ids=lambda each: getattr(each, "name", None)
)
def test_the_handbook_page_is_what_the_code_says(model, lifecycle, language):
    committed = ROOT / "docs/handbook" / language / f"{lifecycle.name}.md"
    assert committed.read_text("utf-8") == page(model, lifecycle, language)  # make handbook


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_handbook_has_no_page_of_what_is_gone(language):
    names = {f"{lifecycle.name}.md" for _model, lifecycle in lifecycles()}
    assert {path.name for path in (ROOT / "docs/handbook" / language).glob("*.md")} == names
