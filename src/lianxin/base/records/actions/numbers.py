"""Numbers without gaps: taken under the lock of their series, inside the deed that uses them."""

from django.db import connection
from django.utils.translation import gettext as _

from lianxin.base.records.models import Series
from lianxin.kernel.lifecycle import Refused
from lianxin.kernel.perform import doing

# One statement on both databases: it makes the series or locks it, counts on, and says where
NEXT = """
    INSERT INTO records_series ("cell_id", "key", "last") VALUES (%s, %s, 1)
    ON CONFLICT ("cell_id", "key") DO UPDATE SET "last" = records_series."last" + 1
    RETURNING "last"
"""


def take_number(cell_id, key):
    """
    The next number of a series of a cell, from 1, without gaps.

    It belongs to the transaction: when that is rolled back, the number was never taken.
    """
    with connection.cursor() as cursor:
        cursor.execute(NEXT, [cell_id, key])
        number = cursor.fetchone()[0]
    if (whole := doing.get()) is not None:
        whole.ledger.before.numbers.append([cell_id, key, number])
    return number


def give_back(cell_id, key, number):
    """
    The deed that took a number is taken back: the next one will get it.

    Raises Refused when the number after it was given since, for numbers have no gaps.
    """
    given = Series.objects.filter(cell_id=cell_id, key=key, last=number).update(last=number - 1)
    if not given:
        raise Refused(_("The next number of the series was given since; numbers have no gaps."))
