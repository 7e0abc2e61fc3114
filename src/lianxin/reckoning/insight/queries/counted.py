"""Pages of rows whose number is known already."""

from django.core.paginator import Paginator


class KnownPages(Paginator):
    """Pages of rows whose number was counted already."""

    def __init__(self, rows, per_page, count):
        super().__init__(rows, per_page)
        self.__dict__["count"] = count
