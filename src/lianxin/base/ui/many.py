"""
One move for many records that were chosen on a list, each a deed of its own.

What is refused of one stops no other: it is said why, by its name.
"""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lianxin.base.ui.moving import Mover
from lianxin.kernel.lifecycle import Refused

SHOWN = 10  # refusals that are told one by one


@dataclass(frozen=True)
class OneByOne:
    """A move, whoever makes it, and the page that knows how."""

    mover: Mover
    move: Any
    seat: Any

    def reasons(self, record):
        """Why the move cannot be made on a record just now, or nothing."""
        if not self.move.admits(self.seat, record):
            return [str(who.otherwise) for who in self.move.by]
        against = [str(why) for why in self.mover._blocked(self.move, record, self.seat)]
        return against[:1] if self.mover._is_elsewhere(self.move, record) else against

    def looked_at(self, records):
        """[(record, reasons against it)]."""
        return [(record, self.reasons(record)) for record in records]

    def make(self, records, data):
        """(those that were moved, [(record, why not)]). A field left out stands at its default."""
        done, left = [], []
        for record in records:
            if against := self.reasons(record):
                left.append((record, against))
                continue
            try:
                form = self._filled(record, data)
                if form.is_valid():
                    self.mover.act(record, self.move.code, self.seat, form)
                    done.append(record)
                else:
                    left.append((record, [str(e) for es in form.errors.values() for e in es]))
            except Refused as refusal:
                left.append((record, [str(why) for why in refusal.reasons]))
            except ValidationError as fault:
                left.append((record, fault.messages))
        return done, left

    def _filled(self, record, data):
        """The form of one record: what was given for all, else what is usual for this one."""
        kind = self.mover.form(self.move.code)
        usual = kind(seat=self.seat, record=record)
        given = data.copy()
        for name, field in usual.fields.items():
            if field.required and not given.get(name) and field.initial is not None:
                given[name] = field.initial() if callable(field.initial) else field.initial
        return kind(given, seat=self.seat, record=record)

    def tell(self, request, done, left):
        """How many were moved; of the others why they were not."""
        if done:
            told = {"done": self.move.done or self.move.label, "n": len(done)}
            one_or_many = ngettext("%(done)s: %(n)d matter.", "%(done)s: %(n)d matters.", len(done))
            messages.success(request, one_or_many % told)
        for record, why in left[:SHOWN]:
            told = {"title": record, "why": " ".join(why)}
            messages.warning(request, _("“%(title)s” was left as it is: %(why)s") % told)
        if len(left) > SHOWN:
            rest = len(left) - SHOWN
            said = ngettext(
                "%(n)d more was left as it is.", "%(n)d more were left as they are.", rest
            )
            messages.warning(request, said % {"n": rest})
