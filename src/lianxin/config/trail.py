"""`lianxin verify-trail`: is the book of entries whole? One line a county."""

import json
from datetime import timedelta

from django.utils.translation import gettext as _

from lianxin.base.paper import console
from lianxin.base.records import queries
from lianxin.institution.congress.models import Cell

HEAD = 16  # signs of the last hash: enough to compare it with the one written down elsewhere


def verify_trail(arguments):
    """Print one line per county; the exit status is 1 when a chain is broken."""
    parser = console.Parser(
        "lianxin verify-trail",
        description=_("Walk the chain of entries of each county and say whether it is whole."),
        epilog=_("Exit status: 0 every chain is whole; 1 one is broken; 2 wrong use."),
    )
    parser.add_argument("--json", action="store_true", help=_("print one JSON list"))
    given = parser.parse_args(arguments)
    counties = Cell.objects.in_bulk(queries.cells_of_the_book())
    found = [(counties[pk], queries.verify(pk)) for pk in sorted(counties)]
    if given.json:
        print(json.dumps([_as_json(*each) for each in found], ensure_ascii=False))
    else:
        print("\n".join(_line(*each) for each in found) or _("Nothing has been written yet."))
    return int(any(not verdict.whole for _county, verdict in found))


def _line(county, verdict):
    told = {
        "county": f"{county.code} {county.name}",
        "sealed": f"{verdict.sealed:,}",
        "erased": verdict.erased,
        "unsealed": verdict.unsealed,
        "head": verdict.head[:HEAD] or "—",
        "at": verdict.broken_at,
        "why": _(verdict.why) if verdict.why else "",
    }
    waits = ""
    if verdict.oldest_unsealed is not None:
        told["minutes"] = max(1, verdict.oldest_unsealed // timedelta(minutes=1))
        waits = _(", the oldest for %(minutes)s min") % told
    told["waits"] = waits
    if verdict.whole:
        sentence = _(
            "%(county)s: whole. %(sealed)s entries in the chain, the words of %(erased)s erased "
            "as the rules ask; %(unsealed)s wait to be sealed%(waits)s. Last mark %(head)s."
        )
    else:
        sentence = _(
            "%(county)s: BROKEN at entry %(at)s: %(why)s. %(unsealed)s wait to be sealed%(waits)s."
        )
    return sentence % told


def _as_json(county, verdict):
    oldest = verdict.oldest_unsealed
    return {
        "code": county.code,
        "name": county.name,
        "whole": verdict.whole,
        "broken_at": verdict.broken_at,
        "why": verdict.why,
        "sealed": verdict.sealed,
        "erased": verdict.erased,
        "unsealed": verdict.unsealed,
        "oldest_unsealed_seconds": None if oldest is None else int(oldest.total_seconds()),
        "head": verdict.head,
    }
