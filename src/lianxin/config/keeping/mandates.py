"""How a mandate ends: what waits for the deputy is listed, and stays with the office."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lianxin.config.keeping.leaving import leave_office, open_work
from lianxin.institution.congress.forms import End
from lianxin.institution.congress.models import EndReason
from lianxin.institution.congress.queries.mandates import seats_of_mandate
from lianxin.institution.congress.views.asking import article_of, ask, editors
from lianxin.institution.congress.views.mandates import own_mandate
from lianxin.institution.congress.views.persons import back_to


@editors
def end(request, pk):
    """The last day of a mandate, why it ends, and what is left open."""
    seat, today = request.seat, timezone.localdate()
    mandate = own_mandate(request, pk)
    language = get_language() or ""
    reasons = [(each.value, f"{each.label}　{article_of(each, language)}") for each in EndReason]
    form = End(request.POST if request.method == "POST" else None, reasons=reasons)

    def do():
        leave_office(mandate, actor=seat, today=today, **form.cleaned_data)
        return _("The mandate has its last day; the seat ends with it.")

    seats = seats_of_mandate(mandate, today=today)
    home = reverse("roster:person", args=[mandate.person_id])
    page = {
        "mandate": mandate,
        "work": [each for one in seats for each in open_work(one)],
        "back": back_to(mandate.person, _("End a mandate")),
        "back_url": home,
    }
    return ask(request, "keeping/end_mandate.html", page, {"form": form}, do, lambda: home)
