"""Numbers without gaps: taken under the lock of their series, inside the deed that uses them."""

from lianxin.base.records.models import Series


def take_number(cell_id, key):
    """
    The next number of a series of a cell, from 1, without gaps.

    It belongs to the transaction: when that is rolled back, the number was never taken.
    """
    series, _new = Series.objects.select_for_update().get_or_create(cell_id=cell_id, key=key)
    series.last += 1
    series.save(update_fields=["last"])
    return series.last
