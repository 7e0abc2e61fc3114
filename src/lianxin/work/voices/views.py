"""In with HTTP, out with HTTP: the desk of residents' voices."""

from django.contrib import messages
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from lianxin.base.paper.qr import as_svg
from lianxin.base.records.queries import runs_of
from lianxin.base.search.actions import remember
from lianxin.base.search.queries import views_of
from lianxin.base.ui import drafting
from lianxin.base.ui.components.tables import CaseRow, Cell, address
from lianxin.base.ui.components.words import day, long_day, moment
from lianxin.base.ui.looking import Why
from lianxin.base.ui.many import OneByOne
from lianxin.base.ui.moving import Mover, doors
from lianxin.institution.congress.models import Role
from lianxin.institution.stations.actions import keep_bureaus
from lianxin.institution.stations.queries import bureaus_of
from lianxin.kernel.lifecycle import Forbidden, Refused
from lianxin.work.voices import actions, documents, queries
from lianxin.work.voices.forms import VOICE_FORMS, Bureaus, Enter, Find, for_many
from lianxin.work.voices.lifecycle import VOICE
from lianxin.work.voices.models import Voice

CHANNELS = dict(Voice.Channel.choices)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def home(voice):
    """The page to go back to after a move."""
    return reverse("voices:detail", args=[voice.pk])


def _around(voice, seat, code):
    """What a page of a move shows above its form."""
    knows = queries.may_know_who(seat, voice)
    return {
        "summary_template": "voices/_summary.html",
        "voice": voice,
        "body": voice.body if knows else queries.for_others(voice, voice.body),
    }


VOICES = Mover(
    VOICE,
    lambda seat: queries.whole(queries.visible_to(seat)),
    VOICE_FORMS,
    home,
    context=_around,
    last_step=queries.last_step,
)


def _refused(request, reasons):
    return render(request, "ui/refused.html", {"reasons": reasons}, status=403)


# The list


def index(request):
    """The saved views of the desk; the first one holds what waits for whoever looks."""
    if not queries.has_desk(request.seat):
        return _refused(request, [_("Residents' voices are no business of this seat.")])
    asked = request.GET
    find = Find(asked)
    page = asked.get("page", "1")
    listing = queries.listing(
        request.seat,
        asked.get("view", ""),
        order=asked.get("sort", ""),
        page=int(page) if page.isdecimal() and len(page) < 7 else 1,
        **find.found(),
    )
    keep = asked.copy()
    keep.pop("page", None)
    many = queries.many_for(request.seat)
    return render(
        request,
        "voices/list.html",
        {
            "listing": listing,
            "rows": [_row(voice) for voice in listing.voices],
            "channels": Voice.Channel.choices,
            "find": find,
            "query": keep.urlencode(),
            "kept": views_of(request.seat, "voices:list", keep.urlencode()),
            "many": many,
            "back": request.get_full_path(),
            "keeps_bureaus": request.seat.role == Role.OFFICE,
            "may_enter": queries.may_enter(request.seat),
            "keys": [
                (("J", "K"), pgettext("key", "up and down")),
                (("X",), pgettext("key", "choose")),
                (("↵",), pgettext("key", "open")),
                *(((each.key.upper(),), each.label) for each in many),
                (("/",), pgettext("key", "search")),
                *([(("C",), _("Write down a voice"))] if queries.may_enter(request.seat) else []),
            ],
        },
    )


def _row(voice):
    """A voice as a row of the list."""
    place, deputy, unit = voice.region or voice.town, voice.mandate, voice.unit
    return CaseRow(
        pk=voice.pk,
        url=address("voices:detail", voice.pk),
        title=voice.title,
        number=voice.number,
        marks=(place.name if place else "", voice.category),
        before=(
            Cell(_("Deputy"), deputy.person.name if deputy else "", css="nowrap"),
            Cell(_("Handled by"), unit.name if unit else ""),
        ),
        record=voice,
        light=voice.light,
        due=voice.due_date,
        after=(Cell(_("Received on"), day(voice.said_at), str(CHANNELS[voice.channel]), "nowrap"),),
    )


@require_GET
def sheet(request):
    """The rows that were chosen, or all that the filters leave, as a workbook; nobody's name."""
    seat, asked = request.seat, request.GET
    if not queries.has_desk(seat):
        raise Http404
    if rows := asked.getlist("row"):
        found = queries.chosen_by(seat, rows)
    else:
        order, find = asked.get("sort", ""), Find(asked)
        found = queries.to_take_out(seat, asked.get("view", ""), order=order, **find.found())
    name, paper = documents.sheet_of(found, timezone.localdate())
    return FileResponse(paper, as_attachment=True, filename=name, content_type=XLSX)


def many(request, code):
    """One move for all that were chosen, each a deed of its own; a refusal says why."""
    asked, seat = queries.BY_CODE.get(code), request.seat
    if asked is None:
        raise Http404
    if seat.role not in asked.roles:
        return _refused(request, [str(who.otherwise) for who in asked.move.by])
    given = request.POST if request.method == "POST" else request.GET
    voices, back = queries.chosen_by(seat, given.getlist("row")), _own_address(given.get("back"))
    if not voices:
        messages.warning(request, _("Choose at least one voice first."))
        return redirect(back)
    form = VOICES.form(code)(request.POST or None, seat=seat, record=voices[0])
    form = for_many(form, code)
    acts = OneByOne(VOICES, asked.move, seat)
    if request.method == "POST":
        done, left = acts.make(voices, request.POST)
        if done or not form.errors:
            acts.tell(request, done, left)
            return redirect(back)
    page = {"asked": asked, "voices": acts.looked_at(voices), "form": form, "back": back}
    return render(request, "voices/many.html", page, status=422 if form.is_bound else 200)


def _own_address(back):
    """The page that they were chosen on; never another site."""
    own = (back or "").startswith("/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    return back if own else reverse("voices:list")


# Where else residents turn


def bureaus(request):
    """The organs that residents are pointed to: the county's office keeps where they are."""
    seat = request.seat
    if seat.role != Role.OFFICE:
        return _refused(request, [_("Only the deputy-affairs office keeps these.")])
    given = request.POST if request.method == "POST" else None
    form = Bureaus(given, bureaus=bureaus_of(seat.cell_id))
    if form.is_valid():
        keep_bureaus(seat.cell_id, form.told, actor=seat)
        messages.success(request, _("Kept. New notices say it so."))
        return redirect("voices:bureaus")
    status = 422 if form.is_bound else 200
    return render(request, "voices/bureaus.html", {"form": form}, status=status)


# Quick entry


@never_cache
def new(request):
    """Write down what somebody said at the station, on the telephone, at the door, on paper."""
    seat = request.seat
    if not queries.may_enter(seat):
        return _refused(request, [may.otherwise for may in VOICE.move("begin").by])
    towns = queries.places_for(seat)
    if request.method != "POST":
        return _ask(request, Enter(seat=seat, towns=towns))
    form = Enter(request.POST, request.FILES, seat=seat, towns=towns)
    if not form.complete(cell_id=seat.cell_id, seat_id=seat.pk):
        return _ask(request, form, status=422)
    told, via = doors(form.told | {"on_behalf_of": _("somebody who came to the desk")})
    told.pop("note")
    code = queries.code_for(request.POST.get("once", ""), seat.pk, *told.values())
    try:
        voice = actions.receive_once(
            actor=seat,
            cell_id=seat.cell_id,
            code=code,
            uploads=form.uploads,
            also=lambda: drafting.used(request),
            via=via,
            **told,
        )
    except Forbidden as refusal:
        return _refused(request, refusal.reasons)
    except Refused as refusal:
        return _ask(request, form, status=409, reasons=refusal.reasons)
    return redirect("voices:receipt", voice.pk, code)


def _ask(request, form, status=200, reasons=()):
    drafting.offer(request, form)
    page = {
        "form": form,
        "once": request.POST.get("once") or get_random_string(22),
        "reasons": reasons,
    }
    return render(request, "voices/new.html", page, status=status)


# One voice


def _voice(request, pk):
    return get_object_or_404(queries.whole(queries.visible_to(request.seat)), pk=pk)


def detail(request, pk):
    """Where it is, how long is left, who acts next; then the words, then the trail."""
    page = queries.page_of(_voice(request, pk), request.seat)
    voice = page.case.voice
    remember(request.seat, voice)
    ready = [offer.move for offer in page.case.offers if not offer.obstacles]
    task = queries.asked_of(voice, ready)
    title = _("What you can do")
    if task:
        title = _("Your turn: %(move)s") % {"move": task}
    elif page.turn:
        title = _("Waiting for %(whom)s") % {"whom": page.turn}
    return render(
        request,
        "voices/detail.html",
        {
            "put_right": list(VOICE.offers(request.seat, voice, aside=True)),
            "way_back": page.way_back,
            "page": page,
            "voice": voice,
            "body": voice.body if page.knows_who else queries.for_others(voice, voice.body),
            "mine": bool(task),
            "tells": any(move.code == "record_notice" for move in ready),
            "offers": queries.ways(voice, page.case.offers),
            "next_title": title,
            "nobody_knows": voice.naming == voice.Naming.NONE,
            "back": [(_("Residents' voices"), reverse("voices:list")), (voice.number, "")],
            **_rows(page),
        },
    )


def _rows(page):
    """The small print of the page: who spoke, where and when, what was pointed out."""
    voice, contact = page.case.voice, page.case.contact
    who = _who(queries.masked(contact)) if contact else []
    told = [
        (_("Place"), "　".join(str(p) for p in (voice.town, voice.region, voice.place) if p)),
        (_("Said"), moment(voice.said_at)),
        (_("Received together with"), voice.beside.person.name if voice.beside else ""),
        (_("Who may know"), queries.NAMING[voice.naming]),
        (_("Rating"), voice.get_rating_display() if voice.rating else ""),
        (_("Words with it"), voice.rating_words),
    ]
    pointed = [
        (_("Ground"), queries.REASONS.get(voice.reason_code, "")),
        (_("Organ"), voice.organ_pointed_to),
        (_("Reason told to the resident"), _plain(voice, page.knows_who)),
        (_("Told on"), long_day(voice.notice_on) if voice.notice_on else ""),
        (_("How"), queries.NOTICE_WAYS.get(voice.notice_how, voice.notice_how)),
    ]
    named = {"facts": who + told, "pointed": pointed}
    return {name: [row for row in rows if row[1]] for name, rows in named.items()}


def _plain(voice, knows_who):
    return voice.reason_told if knows_who else queries.for_others(voice, voice.reason_told)


def _who(shown):
    """Name, number and address as rows."""
    labels = (
        ("name", pgettext("of a resident", "Name")),
        ("phone", _("Telephone")),
        ("address", _("Address")),
    )
    return [(label, shown[name]) for name, label in labels if shown[name]]


def _at_desk(seat):
    """Whether residents come to this seat with their wishes."""
    return seat.role in (Role.LIAISON_OFFICER, Role.TOWN_CLERK)


@never_cache
def contact(request, pk):
    """Name and number, once it is said what for; each time stands in the book."""
    voice = _voice(request, pk)
    if not queries.may_know_who(request.seat, voice) or not getattr(voice, "contact", None):
        raise Http404
    form, shown = Why(request.POST if request.method == "POST" else None), None
    if form.is_valid():
        told = actions.show_contact(voice, actor=request.seat, reason=form.reason)
        shown = _who({name: getattr(told, name) for name in ("name", "phone", "address")})
    page = {
        "title": _("Who spoke"),
        "subject": f"{voice.title}　{voice.number}",
        "back_url": home(voice),
        "form": form,
        "shown": shown,
        "forget_url": reverse("privacy:of_voice", args=[pk]) if _at_desk(request.seat) else "",
        "hidden": _who(queries.masked(voice.contact)),
        "looks": queries.looks(voice),
        "back": [
            (_("Residents' voices"), reverse("voices:list")),
            (voice.number, home(voice)),
            (_("Who spoke"), ""),
        ],
    }
    status = 422 if form.is_bound and not shown else 200
    return render(request, "ui/looking.html", page, status=status)


@never_cache
def receipt(request, pk, code):
    """Number and query code, to be handed over; the code is nowhere else."""
    voice = _voice(request, pk)
    if queries.code_digest(code) != voice.code_digest:
        raise Http404
    track = request.build_absolute_uri(reverse("portal:case", args=[code]))
    square = mark_safe(as_svg(track))  # drawn by us
    page = {"voice": voice, "code": code, "track": track, "square": square}
    return render(request, "voices/receipt.html", page)


def notice(request, pk):
    """The redirect notice, to print and to have signed."""
    voice = _voice(request, pk)
    if not voice.reason_code:
        raise Http404
    page = {"voice": voice, "paper": documents.notice_of(voice, runs_of(voice))}
    return render(request, "voices/paper.html", page)


def slip(request, pk):
    """The direct-train slip, to print and to have signed."""
    voice = _voice(request, pk)
    if not voice.slip_unit_id:
        raise Http404
    page = {"voice": voice, "paper": documents.slip_of(voice, runs_of(voice))}
    return render(request, "voices/paper.html", page)
