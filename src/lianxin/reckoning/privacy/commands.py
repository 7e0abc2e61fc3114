"""`lianxin privacy export` and `erase`: what is kept about somebody, on paper and destroyed."""

import json
import os
from pathlib import Path

from django.utils import timezone
from django.utils.translation import gettext as _

from lianxin.base.accounts.models import User
from lianxin.base.paper import console
from lianxin.base.records.actions import put_down
from lianxin.institution.congress.models import MACHINE, Seat
from lianxin.institution.congress.queries import cell_of_code, seats_of
from lianxin.kernel.lifecycle import Refused
from lianxin.kernel.perform import deed
from lianxin.reckoning.privacy import actions, documents, queries
from lianxin.work.voices.models import Contact
from lianxin.work.voices.queries import by_code


class NotFound(Exception):
    """Nobody, or more than one, is meant; the text says what to do."""


def export(arguments):
    """`lianxin privacy export`: all that is kept about one person, as JSON and as a page."""
    parser = _parser(
        "lianxin privacy export",
        _("Write down all that is kept about one person, for that person."),
    )
    meaning = _("folder to write into; without it, here")
    parser.add_argument("--out", metavar="FOLDER", type=Path, default=Path(), help=meaning)
    given = parser.parse_args(arguments)
    try:
        about, voice, person = _whom(given)
    except NotFound as fault:
        return console.misuse(str(fault), as_json=given.json)
    parts = queries.about_voice(voice) if voice else queries.about_person(person)
    given.out.mkdir(parents=True, exist_ok=True)
    stem = f"privacy-{voice.number if voice else person.pk}-{timezone.localdate().isoformat()}"
    written = [
        _write(given.out / f"{stem}.json", documents.as_json(parts, about=about)),
        _write(given.out / f"{stem}.html", documents.as_page(parts, about=about)),
    ]
    subject = person or Contact.objects.filter(voice=voice).first()
    if subject:
        cell_id = person.cell_id if person else voice.cell_id
        put_down(subject, cell_id=cell_id, move="export", actor=MACHINE)
    if given.json:
        print(json.dumps({"files": written}, ensure_ascii=False))
    else:
        print("\n".join(written))
    return console.DONE


def _write(path, text):
    """For the owner of the account alone; what was there is written over."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
    return str(path)


def erase(arguments):
    """`lianxin privacy erase`: destroy name and number, by two persons, with the reason."""
    parser = _parser(
        "lianxin privacy erase",
        _("Erase name, number and address of one who spoke, or the numbers of a former deputy."),
    )
    parser.add_argument("--reason", required=True, metavar="TEXT", help=_("who asks, and why"))
    meaning = _("account of who proposes it: an office, a town's clerk or a station")
    parser.add_argument("--by", required=True, metavar="ACCOUNT", help=meaning)
    meaning = _("account of who carries it out: the county's office or its head, another person")
    parser.add_argument("--and", required=True, metavar="ACCOUNT", dest="second", help=meaning)
    given = parser.parse_args(arguments)
    try:
        about, voice, person = _whom(given)
        cell_id = (voice or person).cell_id
        first, second = (_seat(name, cell_id) for name in (given.by, given.second))
        with deed():  # refused whole: no proposal is left behind
            proposed = actions.propose(
                actor=first, cell_id=cell_id, voice=voice, person=person, note=given.reason
            )
            actions.carry_out(proposed, actor=second)
    except NotFound as fault:
        return console.misuse(str(fault), as_json=given.json)
    except Refused as refusal:
        return console.misuse(" ".join(map(str, refusal.reasons)), as_json=given.json)
    told = _("Erased: %(about)s. `lianxin verify-trail` shows that the book is whole.")
    print(json.dumps({"erased": about}) if given.json else told % {"about": about})
    return console.DONE


def _parser(program, description):
    parser = console.Parser(program, description=description)
    parser.add_argument("--code", metavar="CODE", help=_("query code of what was said"))
    meaning = _("deputy: number in the roster, certificate number or name; with --cell")
    parser.add_argument("--person", metavar="NAME", help=meaning)
    parser.add_argument("--cell", metavar="CODE", help=_("code of the cell"))
    parser.add_argument("--json", action="store_true", help=_("print one JSON object"))
    return parser


def _whom(given):
    """(what to call it, the voice, the person): one of the two."""
    if bool(given.code) == bool(given.person):
        raise NotFound(_("Say whom: --code for one who spoke, or --person for a deputy."))
    if given.code:
        voice = by_code(given.code)
        if voice is None:
            raise NotFound(_("There is no voice of this query code."))
        return _("voice %(number)s") % {"number": voice.number}, voice, None
    cell = cell_of_code(given.cell or "")
    if cell is None:
        raise NotFound(_("Say of which cell, with --cell; `lianxin cell list` shows them."))
    person = queries.person_named(given.person, cell.pk)
    if person is None:
        raise NotFound(_("Nobody, or more than one, is called so; give the certificate number."))
    return person.name, None, person


def _seat(account, cell_id) -> Seat:
    """The seat of an account in a cell, today."""
    user = User.objects.filter(username=account).first()
    seats = seats_of(user, on=timezone.localdate()) if user else ()
    found = next((seat for seat in seats if seat.cell_id == cell_id), None)
    if found is None:
        raise NotFound(_("The account %(name)s has no seat here today.") % {"name": account})
    return found


COMMANDS = {"privacy erase": erase, "privacy export": export}
