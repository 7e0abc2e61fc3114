"""Signing in as people do it: by the form, by the two steps, from an address."""

import time

from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.test import Client

PASSWORD = "a long pass phrase"  # of every seat of the county


def knock(client, name, password=PASSWORD, **more):
    """Fill the form of signing in."""
    return client.post("/sign-in/", {"username": name, "password": password}, **more)


def signed_in(seat, client=None):
    """A browser in which the holder of a seat has signed in by the form."""
    client = client or Client()
    answer = knock(client, seat.user.username)
    assert (answer.status_code, answer["Location"]) == (302, "/desk/")
    return client


def code_of(secret, ahead=0):
    """What the app shows now, or shows so many half minutes ahead."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + ahead))


def with_app(user):
    """Give an account an app that shows codes; returns its secret."""
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    return secret
