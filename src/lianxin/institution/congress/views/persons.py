"""A person of the roster: all that is kept, entered by hand, put right."""

from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from lianxin.base.files.queries import uploads_of
from lianxin.base.paper.standards import name_of
from lianxin.base.records.models import Entry
from lianxin.institution.congress import actions, rules
from lianxin.institution.congress.documents import reason_label
from lianxin.institution.congress.forms import MandateForm, PersonForm, place_of
from lianxin.institution.congress.models import EndReason, SuspendReason
from lianxin.institution.congress.queries import hidden_numbers, numbers_open_to, roster
from lianxin.institution.congress.queries.doubles import alike
from lianxin.institution.congress.queries.mandates import BASES, Standing, standing_of
from lianxin.institution.congress.views.asking import ask, editors, keepers
from lianxin.institution.congress.views.listing import heading, standing
from lianxin.kernel.fields import uuid7
from lianxin.kernel.registry import acts_of

LAST = 20  # entries that a page shows
CODED = ("sex", "ethnicity", "party", "education", "degree", "trade", "sector", "expertise")


def found(request, pk):
    """A person of the seat's own roster; 404 for any other."""
    return get_object_or_404(roster.whole(roster.visible_to(request.seat), request.seat), pk=pk)


def back_to(person, *more):
    """The way back from a page about a person."""
    own = (person.name, reverse("roster:person", args=[person.pk]) if more else "")
    return [(heading(), reverse("roster:list")), own, *((words, "") for words in more)]


@keepers
@require_GET
def one(request, pk):
    """All that is kept of a person; numbers hidden."""
    person, seat, today = found(request, pk), request.seat, timezone.localdate()
    names = numbers_open_to(seat, person)
    page = {
        "person": person,
        "photo": next(iter(uploads_of(person).get(person.pk, [])), None),
        "facts": _facts(person),
        "numbers": _numbers(hidden_numbers(person, names)),
        "mandates": [_mandate(each, seat, today) for each in person.kept],
        "steps": _steps(person),
        "edits": rules.edits_roster(seat),
        "doubles": alike(seat, name=person.name, born=person.born, but=person.pk),
        "back": back_to(person),
    }
    return render(request, "roster/person.html", page)


def _facts(person):
    coded = {
        name: name_of(name, getattr(person, name)) if getattr(person, name) else "—"
        for name in CODED
    }
    return [
        (_("Sex"), coded["sex"]),
        (_("Born"), person.born or "—"),
        (_("Ethnic group"), coded["ethnicity"]),
        (_("Political affiliation"), coded["party"]),
        (_("Education"), coded["education"]),
        (_("Degree"), coded["degree"]),
        (_("Unit and post"), person.post or "—"),
        (_("Trade"), coded["trade"]),
        (_("Sector"), coded["sector"]),
        (_("Area of expertise"), coded["expertise"]),
        (_("Remark"), person.remark or "—"),
    ]


def _numbers(shown):
    labels = {"phone": _("Telephone"), "identity_number": _("Identity number")}
    return [(labels[name], value or "—") for name, value in shown.items()]


def _mandate(mandate, seat, today):
    label, tone = standing(mandate, today)
    where = standing_of(mandate, today)
    filled = getattr(mandate, "filled_by", None) is not None
    reason, suspended = mandate.end_reason, mandate.suspend_reason
    english = (get_language() or "").startswith("en")
    why = reason_label(reason) if mandate.ends_on else ""
    if where == Standing.SUSPENDED and suspended in SuspendReason.values:
        why, reason = str(SuspendReason(suspended).label), suspended
    return {
        "mandate": mandate,
        "label": label,
        "tone": tone,
        "why": why,
        "article": BASES[reason][english] if reason in BASES else "",
        "edits": rules.edits_roster(seat) and rules.keeps_roster_of(seat, mandate.congress),
        "may_end": not mandate.ends_on,
        "may_rest": where == Standing.IN_OFFICE and not (mandate.suspended_on or mandate.ends_on),
        "may_resume": bool(mandate.suspended_on) and where == Standing.SUSPENDED,
        "may_take_back": bool(mandate.ends_on) and not filled,
        "may_fill": bool(mandate.ends_on) and mandate.end_reason != EndReason.TERM and not filled,
    }


def _steps(person):
    """What was done, newest first, as the book has it."""
    entries = Entry.objects.filter(root_type="congress.person", root_id=person.pk)
    words = acts_of("congress.person") | acts_of("congress.mandate")
    return [
        {
            "title": words.get(entry.move, entry.move),
            "who": entry.who,
            "when": entry.happened_at,
            "quote": entry.text.body if getattr(entry, "text", None) else "",
        }
        for entry in entries.select_related("text").order_by("-pk")[:LAST]
    ]


@editors
def new(request):
    """Somebody new, with the first mandate."""
    seat, sent = request.seat, request.method == "POST"
    if sent and (there := roster.entered_as(seat, request.POST.get("row", ""))):
        return redirect("roster:person", there.pk)
    data, sent_files = (request.POST, request.FILES) if sent else (None, None)
    first = {"row": str(uuid7())}
    form = PersonForm(data, sent_files, seat=seat, initial=first)
    mandate = MandateForm(data, seat=seat, prefix="m", initial=_vacancy(request))
    done = []

    def do():
        told = form.cleaned_data
        person = actions.add_person(
            told, mandate.told, actor=seat, row=told["row"], namesake=told["namesake"]
        )
        done.append(person)
        return _("%(name)s is in the roster.") % {"name": person.name}

    page = {
        "title": _("Enter a person"),
        "back": [(heading(), reverse("roster:list")), (_("Enter a person"), "")],
        "back_url": reverse("roster:list"),
        "alike": _alike(form, seat),
    }
    return ask(
        request,
        "roster/edit.html",
        page,
        {"form": form, "mandate_form": mandate},
        do,
        lambda: reverse("roster:person", args=[done[0].pk]),
    )


def _vacancy(request):
    """A by-election begins from the mandate that left the vacancy."""
    pk = request.GET.get("fills", "")
    if not pk.isdecimal():
        return {}
    left = roster.one_mandate(request.seat).filter(pk=int(pk[:18])).first()
    return _of(left) | {"fills": left.pk} if left else {}


def _of(mandate):
    return {
        "place": place_of(mandate.congress_id, mandate.term_id),
        "district": mandate.district,
        "region": mandate.region_id,
    }


def _alike(form, seat):
    """Whom somebody who is being entered may be; shown when the form was sent."""
    if not form.is_bound or not form.is_valid():
        return []
    told = form.cleaned_data
    return alike(seat, name=told["name"], born=told["born"])


@editors
def edit(request, pk):
    """Put right what is known of a person."""
    person, seat = found(request, pk), request.seat
    sent = request.method == "POST"
    names = (*CODED, "name", "born", "post", "remark")
    first = {name: getattr(person, name) for name in names} | {"edition": person.edition}
    data, sent_files = (request.POST, request.FILES) if sent else (None, None)
    form = PersonForm(data, sent_files, seat=seat, person=person, initial=first)

    def do():
        told = form.cleaned_data
        actions.edit_person(person, told, actor=seat, edition=told["edition"] or 0)
        return _("The data of %(name)s are kept.") % {"name": told["name"]}

    page = {
        "title": _("Change the data of %(name)s") % {"name": person.name},
        "person": person,
        "back": back_to(person, _("Change")),
        "back_url": reverse("roster:person", args=[pk]),
    }
    return ask(request, "roster/edit.html", page, {"form": form}, do, lambda: page["back_url"])
