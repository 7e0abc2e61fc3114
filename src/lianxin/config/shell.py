"""What every page needs around it: the navigation of the seat, and who sits there."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from lianxin.institution.congress.actions.seats import MAY_BE_STOOD_IN_FOR
from lianxin.institution.congress.models import ANYONE, Cell, Role
from lianxin.reckoning.insight.queries import MOST, Menu, menu_of

OFFICES = (Role.OFFICE, Role.LEADER, Role.TOWN_CLERK)
AT_STATION = (Role.LIAISON_OFFICER,)
UNITS = (Role.UNIT_CLERK, Role.UNIT_LEADER)
NO_BUSINESS = (Role.SYS_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR)


@dataclass
class Item:
    label: str
    url: str
    icon: str
    current: bool = False
    group: str = ""
    count: str = ""
    hot: bool = False
    hero: bool = False
    short: str = ""


def shell(request):
    """Context of the three shells: one query for a signed-in seat, one more for new numbers."""
    seat = getattr(request, "seat", ANYONE)
    public = seat.pk is None
    menu = Menu(0) if public else menu_of(seat, timezone.localdate())
    items = _public() if public else _staff(seat, menu.waiting)
    for item in items:
        item.current = request.path == item.url or (
            item.url not in ("/", "/desk/") and request.path.startswith(item.url)
        )
    return {
        "nav": items,
        "tabs": _tabs(items),
        "shell": _around(request, seat, menu, public),
        "shell_template": "ui/public.html"
        if public
        else "ui/deputy.html"
        if seat.role == Role.DEPUTY
        else "ui/staff.html",
    }


def _public():
    return [
        Item(_("Home"), reverse("portal:home"), "home"),
        Item(
            _("Find a deputy"),
            reverse("portal:deputies"),
            "users",
            short=pgettext("tab", "Deputies"),
        ),
        Item(_("Speak"), reverse("portal:say"), "microphone", hero=True),
        Item(
            _("Published"),
            reverse("portal:published"),
            "file-text",
            short=pgettext("tab", "Results"),
        ),
        Item(
            _("How far is it"),
            reverse("portal:track"),
            "list-search",
            short=pgettext("tab", "Progress"),
        ),
    ]


def _number(count):
    """A number beside a word of the menu; nothing where nothing waits."""
    return f"{MOST - 1}+" if count >= MOST else str(count or "")


def _staff(seat, waiting):
    """The way round for a seat; what a role may not see is not offered to it."""
    if seat.role == Role.DEPUTY:
        return _deputy(seat)
    items = [Item(_("Workbench"), reverse("insight:desk"), "inbox", short=_("To do"))]
    if seat.role == Role.SYS_ADMIN:
        items.append(Item(_("Setting up"), reverse("setup:home"), "settings"))
    if seat.role in NO_BUSINESS or waiting is None:
        return items + _keeping(seat)
    items[0].count = _number(waiting.all)
    suggestions, count = reverse("suggestions:list"), _number(waiting.suggestions)
    items.append(Item(_("Suggestions"), suggestions, "file-text", count=count, short=_("Papers")))
    if seat.role != Role.GOV_SUPERVISION:
        said, voices, count = _("Residents' voices"), reverse("voices:list"), waiting.voices
        items.append(Item(said, voices, "message-heart", count=_number(count), short=_("Voices")))
    items.append(Item(_("Notices"), reverse("insight:notices"), "bell"))
    if seat.role not in UNITS:
        place, roster = _("Deputies and places"), reverse("dossiers:list")
        items.append(Item(_("Deputies"), roster, "users", group=place, short=_("Deputies")))
        if seat.role in OFFICES:
            items.append(
                Item(_("Keeping the roster"), reverse("roster:list"), "address-book", group=place)
            )
    if seat.role in (Role.OFFICE, Role.TOWN_CLERK):
        items.append(Item(_("Import"), reverse("imports"), "file-spreadsheet", group=_("Tools")))
    if seat.role in (Role.OFFICE, Role.TOWN_CLERK, Role.UNIT_CLERK):
        scans, tools = reverse("prints:scans"), _("Tools")
        items.append(Item(_("Signed papers"), scans, "scan", group=tools))
    if seat.role == Role.OFFICE:
        letters = reverse("prints:templates")
        items.append(Item(_("Letters and print"), letters, "printer", group=_("Tools")))
        gone = reverse("notices:sent")
        items.append(Item(_("Messages sent"), gone, "send", group=_("Tools")))
        items.append(Item(_("Erasing"), reverse("privacy:list"), "shield-lock", group=_("Tools")))
    return items


def _keeping(seat):
    """Each of the three who keep the platform running has pages of its own."""
    mark = Item(_("Mark of the day"), reverse("operate:marks"), "fingerprint")
    pages = {
        Role.SYS_ADMIN: [Item(_("Seats"), reverse("keeping:seats"), "id"), mark],
        Role.SECURITY_ADMIN: [Item(_("The door"), reverse("keeping:door"), "shield-lock")],
        Role.AUDITOR: [
            Item(_("Sign-in log"), reverse("keeping:log"), "login"),
            Item(_("New ways in"), reverse("keeping:door"), "key"),
            mark,
        ],
    }
    return pages.get(seat.role, [])


def _deputy(seat):
    """Five words under the thumb of a deputy."""
    file = reverse("dossiers:file", args=[seat.mandate.person_id])
    return [
        Item(_("Today"), reverse("insight:desk"), "home"),
        Item(_("Voices"), reverse("voices:list"), "message-heart"),
        Item(_("Papers"), reverse("suggestions:list"), "file-text"),
        Item(_("Notices"), reverse("insight:notices"), "bell"),
        Item(_("File"), file, "book-2"),
    ]


def _tabs(items):
    return items[:5]


def _around(request, seat, menu, public):
    if public:
        cell = Cell.objects.only("name", "demo").order_by("pk").first()
        return {
            "org_name": _("Liaison platform of the deputies of %(place)s")
            % {"place": cell.name if cell else ""},
            "place_name": cell.name if cell else "",
            "user_name": "",
            "demo": bool(cell and cell.demo),
            "privacy_url": reverse("portal:privacy"),
        }
    return {
        "org_name": seat.title,
        "place_name": seat.cell.name,
        "user_name": seat.holder,
        "seat_name": seat.get_role_display(),
        "seats": [(s.pk, f"{s.title} · {s.get_role_display()}", s == seat) for s in request.seats],
        "unread": menu.unread,
        "demo": seat.cell.demo,
        "search": seat.role not in NO_BUSINESS,
        "search_url": reverse("insight:find"),
        "home_url": reverse("insight:desk"),
        "inbox_url": reverse("insight:notices"),
        "account_url": reverse("accounts:own"),
        "stand_in_url": _stand_in_url(seat),
    }


def _stand_in_url(seat):
    """Where one names who sits in one's seat, if the seat can be stood in for."""
    if seat.role not in MAY_BE_STOOD_IN_FOR or seat.stands_in_for_id:
        return ""
    return reverse("keeping:own_stand_in")
