"""
Who carries a message: the mail server, or an operator of text messages behind one small protocol.

An adapter takes a number, the signature, the operator's number of the template, its parameters in
their order and a mark of the message that stays the same however often it is tried. It returns
the operator's own mark, or raises one of three.
"""

import json
import smtplib
import socket
import urllib.error
import urllib.request
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import timezone, translation

from lianxin.base.masks import conceal
from lianxin.base.notices.actions.occasions import OCCASIONS, SUBJECT, signed
from lianxin.base.notices.models import Way

SECONDS = 10  # other work waits meanwhile
MOST_ANSWER = 100_000  # bytes that are read of an operator's answer


class Refused(Exception):
    """It will not be carried however often it is tried."""


class Trouble(Exception):
    """It was not carried; it may be later."""


class Unsure(Exception):
    """Nobody knows whether it was carried."""


class Operator(Protocol):
    """How a text message is handed to whoever sends it."""

    def send(
        self, phone: str, *, template: str, parameters: list[str], text: str, mark: str
    ) -> str: ...


class Recorder:
    """For trials: a line in a file of the home, with the number masked; nothing leaves."""

    def send(self, phone, *, template, parameters, text, mark):
        folder = Path(settings.HOME) / "sms"
        folder.mkdir(mode=0o700, exist_ok=True)
        now = timezone.localtime()
        line = {
            "at": now.isoformat(timespec="seconds"),
            "to": conceal("phone", phone),
            "template": template,
            "text": signed(text),
            "mark": mark,
        }
        with (folder / f"{now:%Y-%m}.jsonl").open("a", encoding="utf-8") as file:
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
        return mark


class Http:
    """
    One POST of JSON to the address of the settings; see docs/operate/messages.md.

    The answer is JSON as well: `code` "OK", and `id`. Redirects are not followed: they would
    carry the key elsewhere.
    """

    def send(self, phone, *, template, parameters, text, mark):
        if not template:
            raise Refused("no template number")
        told = {
            "phone": phone,
            "sign": settings.SMS_SIGN,
            "template": template,
            "parameters": parameters,
            "id": mark,
        }
        request = urllib.request.Request(
            settings.SMS_URL,
            json.dumps(told).encode(),
            {"Content-Type": "application/json", "Authorization": f"Bearer {settings.SMS_KEY}"},
        )
        _only_web(settings.SMS_URL)
        return _accepted(_answer(request))


def _only_web(address):
    if urlsplit(address).scheme not in ("http", "https"):
        raise Refused("the operator's address is no web address")


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_args, **_more):
        return None


def _answer(request) -> bytes:
    try:
        with urllib.request.build_opener(_Stay).open(request, timeout=SECONDS) as answer:
            return answer.read(MOST_ANSWER)
    except urllib.error.HTTPError as fault:
        if fault.code >= 500 or fault.code in (408, 429):
            raise Trouble(f"HTTP {fault.code}") from None
        raise Refused(f"HTTP {fault.code}") from None
    except urllib.error.URLError as fault:  # not even connected
        timed_out = isinstance(fault.reason, TimeoutError)
        raise (Unsure if timed_out else Trouble)(_short(fault.reason)) from None
    except OSError as fault:  # connected, and then nothing: it may have gone
        raise Unsure(_short(fault)) from None


def _accepted(answer: bytes) -> str:
    try:
        told = json.loads(answer)
        code, mark = str(told["code"]), str(told.get("id", ""))
    except (ValueError, KeyError, TypeError, AttributeError):
        raise Unsure("an answer that says nothing") from None
    if code.upper() != "OK":
        raise Refused(f"{code} {told.get('message', '')}".strip()[:120])
    return mark


def _short(fault) -> str:
    return str(fault)[:120] or type(fault).__name__


OPERATORS: dict[str, type[Operator]] = {"recorder": Recorder, "http": Http}


def hand_over(sending) -> str:
    """Give a message to who carries it; returns their mark. Raises Refused, Trouble or Unsure."""
    occasion, given = OCCASIONS[sending.occasion], json.loads(sending.parameters)
    text, mark = occasion.words(given), str(sending.row_id)
    if sending.way == Way.MAIL:
        return _mail(sending.address, text, mark)
    return OPERATORS[settings.SMS]().send(
        str(sending.address),
        template=settings.SMS_TEMPLATES.get(occasion.code, ""),
        parameters=occasion.in_order(given),
        text=text,
        mark=mark,
    )


def _mail(address, text, mark) -> str:
    with translation.override(settings.LANGUAGE_CODE):
        subject = str(SUBJECT)
    host = (urlsplit(settings.SITE_ADDRESS).hostname or "lianxin.local").lower()
    headers = {"Message-ID": f"<{mark}@{host}>", "Auto-Submitted": "auto-generated"}
    message = EmailMessage(subject, text, to=[str(address)], headers=headers)
    try:
        message.send()
    except smtplib.SMTPRecipientsRefused as fault:
        code = next(iter(fault.recipients.values()), (550, b""))[0]
        raise (Refused if code >= 500 else Trouble)(f"SMTP {code}") from None
    except smtplib.SMTPResponseException as fault:
        raise (Refused if fault.smtp_code >= 550 else Trouble)(f"SMTP {fault.smtp_code}") from None
    except (smtplib.SMTPException, socket.gaierror, ConnectionRefusedError) as fault:
        raise Trouble(_short(fault)) from None
    except OSError as fault:
        raise Unsure(_short(fault)) from None
    return mark
