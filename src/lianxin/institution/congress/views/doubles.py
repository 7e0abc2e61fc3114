"""Persons who may be one: offered side by side, merged, and taken apart again."""

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET

from lianxin.base.paper.standards import name_of
from lianxin.institution.congress import actions, rules
from lianxin.institution.congress.forms import Because, Join
from lianxin.institution.congress.models import Merge
from lianxin.institution.congress.queries import doubles, hidden_numbers, numbers_open_to, roster
from lianxin.institution.congress.views.asking import ask, editors, keepers
from lianxin.institution.congress.views.listing import heading
from lianxin.institution.congress.views.persons import found

A_PAGE = 20


def _why(codes):
    words = {
        "identity": _("the same identity number"),
        "born": _("the same name and birth"),
        "phone": _("the same telephone"),
    }
    return pgettext("between fields", ", ").join(words[code] for code in codes)


@keepers
@require_GET
def listed(request):
    """Who may be there twice, and what was merged of late."""
    seat = request.seat
    pairs = Paginator(doubles.likely_doubles(seat), A_PAGE).get_page(request.GET.get("page"))
    page = {
        "page": pairs,
        "rows": [(pair, _why(pair.why)) for pair in pairs.object_list],
        "merges": doubles.merges_of(seat, today=timezone.localdate()),
        "edits": rules.edits_roster(seat),
        "back": [(heading(), reverse("roster:list")), (_("Likely doubles"), "")],
    }
    return render(request, "roster/doubles.html", page)


@editors
def join(request, one, other):
    """Two side by side; one of them stays."""
    if one == other:
        raise Http404
    seat, pair = request.seat, [found(request, one), found(request, other)]
    choices = [(each.pk, _described(each)) for each in pair]
    data = request.POST if request.method == "POST" else None
    form = Join(data, pair=choices, initial={"stays": one})
    done: list[int] = []

    def do():
        if "apart" in request.POST:
            actions.keep_apart(*pair, actor=seat, reason=form.cleaned_data["words"])
            return _("They are two persons and are not offered again.")
        stays = next(each for each in pair if each.pk == form.cleaned_data["stays"])
        goes = next(each for each in pair if each.pk != stays.pk)
        merged = actions.merge(
            stays, goes, actor=seat, on=timezone.localdate(), reason=form.cleaned_data["words"]
        )
        done.append(merged.person_id)
        return _("The two are one now. For 30 days this can be undone.")

    page = {
        "rows": _side_by_side(pair, seat),
        "pair": pair,
        "back": [
            (heading(), reverse("roster:list")),
            (_("Likely doubles"), reverse("roster:doubles")),
            (_("Make them one"), ""),
        ],
    }

    def home():
        return reverse("roster:person", args=done) if done else reverse("roster:doubles")

    return ask(request, "roster/join.html", page, {"form": form}, do, home)


def _described(person):
    places = pgettext("between fields", ", ").join(each.congress.name for each in person.kept)
    return f"{person.name}　{person.born}　{places}"


def _side_by_side(pair, seat):
    """(label, of one, of the other, whether they differ); numbers hidden."""

    def values(person):
        own = hidden_numbers(person, numbers_open_to(seat, person))
        coded = [
            (label, name_of(name, getattr(person, name)) if getattr(person, name) else "")
            for name, label in (
                ("sex", _("Sex")),
                ("ethnicity", _("Ethnic group")),
                ("party", _("Political affiliation")),
                ("education", _("Education")),
            )
        ]
        return [
            (_("Name"), person.name),
            (_("Born"), person.born),
            *coded,
            (_("Unit and post"), person.post),
            (_("Telephone"), own.get("phone", "")),
            (_("Identity number"), own.get("identity_number", "")),
            (_("Mandates"), "；".join(_mandate(each) for each in person.kept)),
        ]

    one, other = (values(person) for person in pair)
    return [(label, a, b, a != b) for (label, a), (_label, b) in zip(one, other, strict=True)]


def _mandate(mandate):
    parts = (mandate.congress.name, mandate.district, mandate.certificate)
    return " ".join(part for part in parts if part)


@editors
def undo(request, pk):
    """Make them two again."""
    seat, own = request.seat, roster.visible_to(request.seat).values("pk")
    mine = Merge.objects.filter(cell_id=seat.cell_id, person__in=own)
    merge = get_object_or_404(mine.select_related("person"), pk=pk)
    form = Because(request.POST if request.method == "POST" else None)

    def do():
        words = form.cleaned_data["words"]
        actions.undo_merge(merge, actor=seat, on=timezone.localdate(), reason=words)
        return _("They are two again, each as before.")

    title = _("Undo a merge")
    page = {
        "title": title,
        "lead": merge.person.name,
        "button": _("Make them two again"),
        "tone": "primary",
        "back": [
            (heading(), reverse("roster:list")),
            (_("Likely doubles"), reverse("roster:doubles")),
            (title, ""),
        ],
        "back_url": reverse("roster:doubles"),
    }
    home = lambda: reverse("roster:person", args=[merge.gone_id])  # noqa: E731
    return ask(request, "roster/form.html", page, {"form": form}, do, home)
