"""Two pages to print: the mark of the day, and how a phone learns to trust this site."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.views.decorators.http import require_GET

from lianxin.base.paper import qr
from lianxin.config.operate import heads, tls
from lianxin.config.serving import address
from lianxin.institution.congress.models import Role

MAY_SEE_MARKS = (Role.AUDITOR, Role.SYS_ADMIN, Role.OFFICE, Role.LEADER)


@require_GET
def marks(request):
    """Where the book of the seat's county stands, as a sheet for the folder."""
    if request.seat.role not in MAY_SEE_MARKS:
        raise Http404
    found = heads.marks(cell_id=request.seat.cell_id)
    return render(request, "operate/heads.html", {"mark": found[0] if found else None})


@login_not_required
@require_GET
def phones(request):
    """How a phone learns to trust an authority of our own; nothing to do where there is none."""
    trusted = tls.authority()
    page = {
        "address": _site(),
        "address_code": _code(_site()),
        "trusted": trusted,
    }
    if trusted:
        where = _certificate_address()
        page |= {"certificate": where, "certificate_code": _code(where)}
    return render(request, "operate/phones.html", page)


@login_not_required
@require_GET
def certificate(request):
    """The authority's certificate: public by nature; its key stays where it is."""
    path = tls.files().authority
    if path is None or not path.exists():
        raise Http404
    answer = HttpResponse(path.read_bytes(), content_type="application/x-x509-ca-cert")
    answer["Content-Disposition"] = 'attachment; filename="lianxin.crt"'
    return answer


def _site():
    """The address that people are told, if the settings say it."""
    return f"{settings.SITE_ADDRESS}/" if settings.SITE_ADDRESS else address()


def _certificate_address():
    """By plain HTTP if that is served: a phone that does not trust us yet gets no warning there."""
    if not settings.PLAIN_PORT:
        return f"{_site()}operate/authority.crt"
    host = next(iter(settings.ALLOWED_HOSTS), "localhost").lstrip(".")
    port = "" if settings.PLAIN_PORT == 80 else f":{settings.PLAIN_PORT}"
    return f"http://{host}{port}/authority.crt"


def _code(text):
    return SafeString(qr.as_svg(text))  # digits and letters of our own making
