"""What is kept about somebody, as a page to read and as JSON to take along."""

import json

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _


def as_json(parts, *, about):
    """One object: the parts by their codes, and when it was written."""
    told = {part.code: part.rows for part in parts}
    head = {"about": about, "written_at": timezone.now().isoformat(timespec="seconds")}
    return json.dumps(head | told, ensure_ascii=False, indent=2)


def _headings():
    """What each part is called."""
    return {
        "contact": _("Name and number"),
        "voice": _("What was said, and the answer"),
        "notice": _("What you were told about your data"),
        "files": _("Photos and recordings"),
        "steps": _("Every step"),
        "looks": _("Who has looked"),
        "messages": _("Messages sent"),
        "person": _("The person"),
        "mandates": _("Mandates"),
        "groups": _("Groups"),
        "suggestions": _("Suggestions"),
        "file": _("The file of duties"),
    }


def _words():
    """What each row of a part is called."""
    return {
        "name": _("name"),
        "phone": _("telephone"),
        "address": _("address"),
        "identity_number": _("identity number"),
        "text": _("text"),
        "subject": _("subject"),
        "number": _("number"),
        "answer": _("answer"),
        "at": _("when"),
        "what": _("what"),
        "who": _("who"),
        "words": _("words"),
        "heading": _("heading"),
    }


def as_page(parts, *, about):
    """A page that opens anywhere, without scripts and without anything from elsewhere."""
    headings, words = _headings(), _words()
    shown = [
        (
            headings[part.code],
            [
                [(words.get(key, key), value) for key, value in row.items() if value]
                for row in part.rows
            ],
        )
        for part in parts
    ]
    page = {"parts": shown, "about": about, "today": timezone.localdate()}
    return render_to_string("privacy/about.html", page)
