"""Everything is closed that was not opened on purpose: every address, role and method."""

import re

import pytest
from django.test import Client
from django.urls import get_resolver
from django.urls.resolvers import URLPattern

from lianxin.base.records.models import Entry
from tests.factories import stages

OPEN = {  # deliberately open to whoever comes by
    *("account_login", "mfa_authenticate", "passkey", "operate:phones", "operate:certificate"),
    *("activate", "activate_code", "sign_in", "mode", "language", "file", "health"),
    *("portal:home", "portal:say", "portal:track", "portal:case", "portal:move"),
    *("portal:published", "portal:published_one", "portal:deputies"),
    *("portal:privacy", "portal:forget"),
    *("openapi", "api-1:api-root"),
}
API = "api-1:"


def walked(resolver, prefix="", space=""):
    """(address with samples in it, name, view) of every route there is."""
    for each in resolver.url_patterns:
        route = prefix + str(each.pattern)
        if isinstance(each, URLPattern):
            yield sample(route, each.pattern.converters), f"{space}{each.name}", each.callback
        else:
            yield from walked(each, route, f"{each.namespace}:" if each.namespace else space)


def sample(route, converters):
    """The route with something fitting for each of its parts."""

    def fill(found):
        name = found.group(1).rpartition(":")[2]
        regex = converters[name].regex if name in converters else "[^/]+"
        tries = ("1", "x", *regex.split("|"))
        return next(each for each in tries if re.fullmatch(regex, each))

    return "/" + re.sub(r"<([^>]+)>", fill, route)


ROUTES = sorted({(address, name) for address, name, _view in walked(get_resolver())})
METHODS = ("get", "post", "put", "patch", "delete")


def test_what_is_open_is_open_on_purpose():
    told = {
        name
        for _address, name, view in walked(get_resolver())
        if not getattr(view, "login_required", True)
    }
    assert {name for name in told if not name.startswith(API)} == {
        name for name in OPEN if not name.startswith(API)
    }


@pytest.mark.django_db
def test_a_stranger_is_sent_to_sign_in_from_every_other_address(client):
    ajar = []
    for address, name in ROUTES:
        if name in OPEN:
            continue
        answers = {method: getattr(client, method)(address) for method in METHODS}
        if name.startswith(API):
            said = {answer.status_code for answer in answers.values()}
            ajar += [] if said == {401, 405} else [(address, said)]
            continue
        ajar += [
            (method, address, answer.status_code)
            for method, answer in answers.items()
            if not (answer.status_code == 302 and answer.url.startswith("/sign-in/?next="))
        ]
    assert ajar == []


def test_open_addresses_answer_a_stranger(client, county):
    broken = [
        (method, address, status)
        for address, name in ROUTES
        if name in OPEN
        for method in METHODS
        if (status := getattr(client, method)(address).status_code) >= 500
        or (
            status == 302
            and name != "mfa_authenticate"  # the second step follows the first only
            and "sign-in" in getattr(client, method)(address).get("Location", "")
        )
    ]
    assert broken == []


@pytest.mark.parametrize("who", ["sys_admin", "security_admin", "auditor"])
def test_administrators_and_auditors_open_no_record(client, county, who):
    draft = stages.answered(county)
    part, verdict = draft.assignments.first(), draft.evaluations.first()
    client.force_login(getattr(county, who).user)
    asked = (
        f"/suggestions/{draft.pk}/",
        f"/suggestions/{draft.pk}/close/",
        f"/assignments/{part.pk}/urge/",
        f"/evaluations/{verdict.pk}/release/",
        f"/replies/{part.reply_set.get().pk}.docx",
    )
    assert [client.get(address).status_code for address in asked] == [404] * len(asked)


def test_no_address_of_a_move_takes_another_method(county):
    verdict = stages.answered(county).evaluations.get()
    client, faults = Client(), []
    client.force_login(county.deputy.user)
    for method in ("put", "patch", "delete"):
        for address in (
            f"/suggestions/{verdict.suggestion_id}/withdraw/",
            f"/assignments/{verdict.assignment_id}/confirm_contact/",
            f"/evaluations/{verdict.pk}/submit/",
            f"/publications/{verdict.suggestion.publication.pk}/object/",
            f"/api/v1/evaluations/{verdict.pk}/submit",
        ):
            status = getattr(client, method)(address).status_code
            faults += [(method, address, status)] if status != 405 else []
    assert faults == []


@pytest.mark.parametrize("who", ["clerk", "deputy"])
def test_other_methods_change_nothing_anywhere(county, who):
    draft = stages.answered(county)
    before = (Entry.objects.count(), stages.again(draft).state)
    client = Client()
    client.force_login(getattr(county, who).user)
    broken = [
        (method, address)
        for address, name in ROUTES
        if not name.startswith(API)  # 405 there, as seen above
        for method in ("put", "patch", "delete")
        if getattr(client, method)(address.replace("/1/", f"/{draft.pk}/")).status_code >= 500
    ]
    assert broken == []
    assert (Entry.objects.count(), stages.again(draft).state) == before
