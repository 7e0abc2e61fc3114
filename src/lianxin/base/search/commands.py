"""This app's part of the `lianxin` command: read everything anew."""

import argparse

from django.apps import apps
from django.utils.translation import gettext as _

from lianxin.base.paper import console
from lianxin.base.search import actions
from lianxin.base.search.queries import searchables

CHUNK = 1000


def rebuild(arguments):
    """`lianxin search rebuild`: empty the index and read every record anew."""
    parser = console.Parser("lianxin search rebuild")
    parser.add_argument("--json", action="store_true", help=argparse.SUPPRESS)
    parser.parse_args(arguments)
    actions.forget_all()
    done = 0
    for kind in searchables().values():
        for cell_id, roots in _roots(kind):
            done += actions.read_anew(cell_id, kind, roots)
    print(_("%(n)d texts can be searched.") % {"n": done})


def _roots(kind):
    """(cell, ids) of the records of a kind, a thousand at a time."""
    model, last = apps.get_model(kind.root), 0
    for cell_id in model.objects.order_by().values_list("cell_id", flat=True).distinct():
        last = 0
        here = model.objects.filter(cell_id=cell_id).order_by("pk")
        while ids := list(here.filter(pk__gt=last).values_list("pk", flat=True)[:CHUNK]):
            yield cell_id, ids
            last = ids[-1]


COMMANDS = {"search rebuild": rebuild}
