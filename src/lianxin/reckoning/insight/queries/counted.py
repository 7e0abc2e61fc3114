"""Counting that knows when to stop: nobody waits for the exact number of ten thousand."""

from django.core.paginator import Paginator
from django.db.models import IntegerField, Subquery

COUNTED = 1000  # more are not counted: "999+"


class Capped(Subquery):
    """How many rows a query finds, counted no further than its own limit."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"

    def __init__(self, found, most=COUNTED):
        super().__init__(found.order_by().values("pk")[:most], output_field=IntegerField())


class KnownPages(Paginator):
    """Pages of rows whose number was counted already."""

    def __init__(self, rows, per_page, count):
        super().__init__(rows, per_page)
        self.__dict__["count"] = count
