"""Serving by TLS: a real server, real browsers' habits, and clients that say nothing."""

import http.client
import os
import socket
import ssl
import subprocess
import sys
import time
from contextlib import closing

import pytest

from lianxin.config.operate import gunicorn_tls, plain
from tests.config.operate.conftest import ROOT

HEADERS = {  # what every page says of itself over TLS
    "strict-transport-security": "max-age=86400; includeSubDomains; preload",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
}


def free_port():
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """`lianxin serve --tls` on a home of its own, with a port for plain HTTP."""
    home, port, plain_port = tmp_path_factory.mktemp("home"), free_port(), free_port()
    env = os.environ | {
        "LIANXIN_HOME": str(home),
        "LIANXIN_BIND": "127.0.0.1",
        "LIANXIN_HOSTS": "localhost,127.0.0.1",
        "LIANXIN_PLAIN_PORT": str(plain_port),
        "PORT": str(port),
        "WORKERS": "1",
        "DB": "sqlite",
        "PYTHONPATH": str(ROOT / "src"),
    }
    command = [sys.executable, "-m", "lianxin.config.command", "serve", "--tls"]
    with (home / "log").open("w") as log:
        process = subprocess.Popen(command, env=env, stdout=log, stderr=log)
    place = {"home": home, "port": port, "plain": plain_port}
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline and process.poll() is None:
        try:
            ask(place, "/health/")
            break
        except OSError:
            time.sleep(0.3)
    yield place
    process.terminate()
    process.wait(30)


def trusting(place):
    return ssl.create_default_context(cafile=place["home"] / "tls" / "authority.crt")


def ask(place, path, **headers):
    link = http.client.HTTPSConnection(
        "localhost", place["port"], context=trusting(place), timeout=30
    )
    with closing(link):
        link.request("GET", path, headers=headers)
        answer = link.getresponse()
        return answer, answer.read().decode()


def ask_plainly(place, path, host="localhost"):
    link = http.client.HTTPConnection("127.0.0.1", place["plain"], timeout=30)
    with closing(link):
        link.request("GET", path, headers={"Host": host})
        answer = link.getresponse()
        return answer.status, answer.getheader("Location"), answer.read()


def test_whoever_trusts_the_authority_sees_the_pages(served):
    answer, page = ask(served, "/sign-in/")
    assert answer.status == 200
    assert "</html>" in page


def test_whoever_does_not_is_warned(served):
    link = http.client.HTTPSConnection("localhost", served["port"], timeout=30)
    with closing(link), pytest.raises(ssl.SSLCertVerificationError):
        link.request("GET", "/")


def test_every_page_carries_its_security_headers(served):
    answer, _page = ask(served, "/sign-in/")
    assert {name: answer.getheader(name) for name in HEADERS} == HEADERS
    policy = answer.getheader("Content-Security-Policy")
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy


def test_cookies_travel_by_tls_only(served):
    answer, _page = ask(served, "/sign-in/")
    cookies = answer.headers.get_all("Set-Cookie")
    assert cookies
    assert [cookie for cookie in cookies if "Secure" not in cookie] == []


def test_nobody_can_pretend_that_a_proxy_spoke_tls():
    from django.conf import settings  # noqa: PLC0415 -- as they are in the tests

    assert settings.SECURE_PROXY_SSL_HEADER is None


def test_plain_http_leads_to_tls(served):
    status, where, _page = ask_plainly(served, "/track/?code=1")
    assert (status, where) == (301, f"https://localhost:{served['port']}/track/?code=1")


def test_plain_http_leads_nowhere_else(served):
    assert ask_plainly(served, "/", host="bank.example")[0] == 400
    there = f"https://localhost:{served['port']}/bank.example"
    assert ask_plainly(served, "//bank.example")[1] == there


def test_plain_http_gives_phones_what_they_must_trust(served):
    given = (served["home"] / "tls" / "authority.crt").read_bytes()
    assert ask_plainly(served, plain.CERTIFICATE)[2] == given
    assert ask_plainly(served, "/authority.key")[0] == 301
    answer, page = ask(served, "/operate/authority.crt")
    assert (answer.getheader("Content-Type"), page.encode()) == (
        "application/x-x509-ca-cert",
        given,
    )


def test_silent_clients_do_not_keep_others_out(served, monkeypatch):
    silent = [socket.create_connection(("127.0.0.1", served["port"])) for _ in range(20)]
    try:
        started = time.monotonic()
        answer, _page = ask(served, "/health/")
        assert answer.status == 200
        assert time.monotonic() - started < 2 * gunicorn_tls.HANDSHAKE + 15
    finally:
        for each in silent:
            each.close()


def test_sessions_are_resumed(served):
    context = trusting(served)
    context.maximum_version = ssl.TLSVersion.TLSv1_2  # there the ticket comes with the handshake
    session = None
    for reused in (False, True):
        with (
            socket.create_connection(("127.0.0.1", served["port"])) as link,
            context.wrap_socket(link, server_hostname="localhost", session=session) as wrapped,
        ):
            assert wrapped.session_reused is reused
            session = wrapped.session
