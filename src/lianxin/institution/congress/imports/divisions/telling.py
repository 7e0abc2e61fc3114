"""Say in words what a list of places changes, and what in the house still names what has ended."""

import json
from collections import Counter, defaultdict
from typing import Any

from django.utils.translation import gettext as _

from lianxin.base.paper import console
from lianxin.institution.congress.imports.divisions.comparing import Plan
from lianxin.institution.congress.models import Cell, Region

COUNTED = ("new", "renamed", "renumbered", "ended", "unchanged")
FEW = 40  # lines of each kind that are printed; --json gives all
MOST = 30_000  # keys in one question


def told(plan: Plan) -> list[dict[str, str]]:
    """One dict a change: `what`, `code`, `name`, `text`."""
    fates, sources = _ways(plan)
    lines = [
        _line("renamed", row.code, row.name, *_changed(here, row)) for here, row in plan.changed
    ]
    for here, row in plan.followed:
        words = {"old": f"{here.name} {here.code}", "new": f"{row.name} {row.code}"}
        lines.append(_line("renumbered", row.code, row.name, _("%(old)s is now %(new)s"), words))
    for here in plan.ended:
        words = {"name": f"{here.name} {here.code}", "where": _where(fates.get(here.code), plan)}
        if here.code in fates:
            single = len(fates[here.code]) == 1
            what, text = ("split", _("%(name)s was divided between %(where)s"))
            if single:
                what, text = ("merged", _("%(name)s was merged into %(where)s"))
        else:
            what, text = ("ended", _("%(name)s is listed no more"))
        lines.append(_line(what, here.code, here.name, text, words))
    taken = {row.code for _here, row in plan.followed}
    for row in plan.appeared:
        if row.code in sources and row.code not in taken:
            words = {"name": f"{row.name} {row.code}", "where": _where(sources[row.code], plan)}
            text = _("%(name)s is new and was made of parts of %(where)s")
            lines.append(_line("made_of", row.code, row.name, text, words))
    return lines + _still_named(plan)


def printed(plan: Plan, lines: list[dict[str, str]], *, as_json: bool, dry: bool) -> str:
    """The outcome for the screen: a table of counts, what changed, what is wrong; or JSON."""
    faults = [{"file": w.file, "row": w.row, "reason": w.reason} for w in plan.faults]
    counts = {what: plan.counts[what] for what in COUNTED}
    if as_json:
        day = {"valid_from": plan.day.isoformat(), "landed": not dry}
        return json.dumps({**counts, **day, "told": lines, "faults": faults}, ensure_ascii=False)
    names = {
        "new": _("new"),
        "renamed": _("changed their name or their place"),
        "renumbered": _("were given another number"),
        "ended": _("ended"),
        "unchanged": _("unchanged"),
    }
    widest = max(map(console.width, names.values()))
    changed = sum(counts.values()) - counts["unchanged"]
    heads = {True: _("Nothing was changed."), False: _("Landed.")}
    out = [heads[dry] if changed else _("Everything was there already")]
    out.append(_("Places as of %(day)s:") % {"day": plan.day.isoformat()})
    for what, name in names.items():
        out.append(f"  {name}{' ' * (widest - console.width(name))}  {counts[what]:>9,}")
    for what in dict.fromkeys(line["what"] for line in lines):
        some = [line["text"] for line in lines if line["what"] == what]
        out += [f"  {text}" for text in some[:FEW]]
        if len(some) > FEW:
            out.append(_("  … and %(n)d more; see --json") % {"n": len(some) - FEW})
    if faults:
        out.append(_("What must be put right:"))
        out += [f"  {each['file']} {each['row'] or ''}  {each['reason']}" for each in faults[:FEW]]
    return "\n".join(out)


def _line(what: str, code: str, name: str, text: str, words: dict[str, Any]) -> dict[str, str]:
    return {"what": what, "code": code, "name": name, "text": text % words}


def _changed(here, row):
    words = {"old": here.name, "new": row.name, "code": row.code, "parent": row.parent}
    if here.name == row.name:
        return _("%(new)s %(code)s lies in %(parent)s now"), words
    return _("%(old)s %(code)s is called %(new)s now"), words


def _ways(plan: Plan):
    """Where the villages of towns that ended have gone, and where those of new towns came from."""
    fates: dict[str, Counter] = defaultdict(Counter)
    sources: dict[str, Counter] = defaultdict(Counter)
    ended = {here.code for here in plan.ended}
    new = {row.code for row in plan.appeared}
    moves = [pair for pair in plan.followed + plan.changed if len(pair[1].code) == 12]
    for here, row in moves:
        if here.parent in ended:
            fates[here.parent][row.parent] += 1
        old = plan.moved.get(here.parent, here.parent)
        if row.parent in new and row.parent != old:
            sources[row.parent][here.parent] += 1
    return fates, sources


def _where(counted: Counter | None, plan: Plan) -> str:
    if not counted:
        return ""
    names = dict(
        Region.objects.filter(code__in=counted, valid_to=None).values_list("code", "name")
    ) | {row.code: row.name for row in plan.appeared}
    if len(counted) == 1:
        code = next(iter(counted))
        return names.get(code, code)
    villages = _("%(name)s (%(n)d)")
    words = [
        villages % {"name": names.get(code, code), "n": n} for code, n in counted.most_common()
    ]
    return "、".join(words)


def _still_named(plan: Plan) -> list[dict[str, str]]:
    """Records of the house that name a place that has ended: somebody must put them right."""
    ended = {here.pk: here for here in plan.ended}
    lines = []
    relations: tuple[Any, ...] = tuple(Region._meta.related_objects)
    for relation in relations:
        model = relation.related_model
        if not ended or model in (Region, Cell):
            continue
        what, name = model._meta.verbose_name, relation.field.name
        if relation.many_to_many:
            model, name = relation.through, relation.field.m2m_reverse_field_name()
        found = model._default_manager.filter(**{f"{name}__in": list(ended)[:MOST]})
        for pk, n in Counter(found.values_list(name, flat=True)).items():
            words = {"n": n, "what": what, "name": ended[pk].name}
            text = _("%(what)s: %(n)d still name %(name)s; give them another place")
            lines.append(_line("named", ended[pk].code, ended[pk].name, text, words))
    return lines
