"""Numbers without gaps: taken under the lock of their series, inside the deed that uses them."""

from django.db import connection

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
        return cursor.fetchone()[0]
