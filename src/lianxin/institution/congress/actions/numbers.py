"""A deputy's telephone and identity number: looked at, and erased, each time with an entry."""

from django.db import transaction
from django.utils.translation import gettext as _

from lianxin.base.records.actions import put_down
from lianxin.institution.congress.actions.merging import forget_numbers_in_images
from lianxin.institution.congress.models import Person
from lianxin.institution.congress.queries import numbers_open_to
from lianxin.kernel.lifecycle import Forbidden


@transaction.atomic
def show_numbers(person, *, actor, reason) -> dict[str, str]:
    """
    The numbers of a person that a seat may read; who looked, at what and why stands in the book.

    Raises Forbidden when it may read none.
    """
    open_ones = numbers_open_to(actor, person)
    if not open_ones:
        raise Forbidden(_("Only the offices that keep the roster may look at these numbers."))
    shown = {name: str(getattr(person, name)) for name in open_ones}
    for name in open_ones:
        put_down(person, cell_id=person.cell_id, move=f"show_{name}", actor=actor, note=reason)
    return shown


@transaction.atomic
def forget_numbers(person, *, actor, reason):
    """Destroy telephone, identity number and remark for good; name and mandates are archives."""
    held = Person.objects.select_for_update().get(pk=person.pk)
    held.phone = held.identity_number = held.remark = ""
    held.edition += 1  # a form that is open does not write them back
    numbers = ["phone", "phone_index", "identity_number", "identity_index"]
    held.save(update_fields=[*numbers, "remark", "edition"])
    forget_numbers_in_images(held)
    put_down(held, cell_id=held.cell_id, move="forget", actor=actor, note=reason)
