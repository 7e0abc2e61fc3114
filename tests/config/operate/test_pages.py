"""The two sheets: the mark of the day for whoever keeps it, the way to trust us for everybody."""

import pytest
from django.db import OperationalError

from lianxin.base.records.actions import seal
from lianxin.base.records.models import Head
from lianxin.config.operate import certificates, tls
from tests.factories import thread

pytestmark = pytest.mark.django_db


@pytest.fixture
def authority(settings, tmp_path):
    """A home whose server has a certificate of our own authority."""
    settings.HOME, settings.OWN_TLS, settings.OWN_AUTHORITY = tmp_path, True, True
    settings.CERTIFICATE, settings.PORT, settings.PLAIN_PORT = ("", ""), 443, 80
    settings.ALLOWED_HOSTS = ["lianxin.lan", "testserver"]
    certificates.make(tls.folder(), ["lianxin.lan"], place="x")
    return tls.folder() / "authority.crt"


def page_for(client, seat):
    client.force_login(seat.user)
    return client.get("/operate/marks/")


def test_the_mark_of_the_day_can_be_printed(client, county, elsewhere):
    for each in (county, elsewhere):
        thread.drafted(each)
        seal(each.cell.pk)
    page = page_for(client, county.clerk).content.decode()
    own, other = (Head.objects.get(cell_id=each.cell.pk).hash for each in (county, elsewhere))
    assert f"--check 1:{own}" in page.replace("<wbr>", "")
    assert other[:8] not in page


def test_before_anything_happened_the_sheet_says_so(client, county):
    assert "Nothing has been sealed yet" in page_for(client, county.auditor).content.decode()


@pytest.mark.parametrize("name", ["a_clerk", "deputy", "officer", "security_admin"])
def test_others_do_not_find_it(client, county, name):
    assert page_for(client, getattr(county, name)).status_code == 404


def test_whoever_is_not_signed_in_does_not_find_it(client, county):
    assert client.get("/operate/marks/").status_code == 302


def test_the_sheet_for_phones_leads_to_certificate_and_site(client, county, authority):
    page = client.get("/operate/phones/", secure=True).content.decode()
    assert "http://lianxin.lan/authority.crt" in page
    assert "https://lianxin.lan/" in page
    assert certificates.read(authority).fingerprint in page.replace("<wbr>", "")
    assert page.count('shape-rendering="crispEdges"') == 2


def test_with_a_certificate_of_a_public_authority_there_is_nothing_to_trust(
    client, county, settings, tmp_path
):
    settings.CERTIFICATE = (str(tmp_path / "given.crt"), str(tmp_path / "given.key"))
    page = client.get("/operate/phones/").content.decode()
    assert "authority.crt" not in page
    assert page.count('shape-rendering="crispEdges"') == 1
    assert client.get("/operate/authority.crt").status_code == 404


def test_the_sheets_have_no_inline_style_or_script(client, county, authority):
    page = client.get("/operate/phones/", secure=True).content.decode()
    assert " style=" not in page
    assert "<script>" not in page


# A database that is away


def away(*_arguments, **_words):
    raise OperationalError("connection refused")


def test_a_page_says_that_the_database_is_away_and_when_to_come_again(client, monkeypatch):
    monkeypatch.setattr("lianxin.portal.views.render", away)
    client.raise_request_exception = False
    answer = client.get("/say/")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
    assert "What was saved is safe" in answer.content.decode()


def test_another_fault_stays_another_fault(client, monkeypatch):
    def broken(*_arguments, **_words):
        raise KeyError("x")

    monkeypatch.setattr("lianxin.portal.views.render", broken)
    client.raise_request_exception = False
    answer = client.get("/say/")
    assert (answer.status_code, "Retry-After" in answer.headers) == (500, False)
