"""Programs that ask the API for a seat: a client whose every request shows a token."""

import json

from django.test import Client
from django.utils import timezone

from lianxin.base.accounts.actions import make_token

ALL = ("read", "move", "enter")


class Program:
    """Asks as a seat, by its token; speaks English."""

    def __init__(self, seat, *scopes, days=0):
        told = {"scopes": scopes or ALL, "days": days, "now": timezone.now()}
        self.token, self.secret = make_token(seat, name="timetable", **told)
        self.client = Client(headers={"authorization": f"Bearer {self.secret}"})
        self.client.cookies["django_language"] = "en"

    def get(self, path, **asked):
        return self.client.get(f"/api/v1/{path}", asked)

    def post(self, path, body=None, **headers):
        sent = json.dumps(body or {}, default=str)
        return self.client.post(f"/api/v1/{path}", sent, "application/json", headers=headers)
