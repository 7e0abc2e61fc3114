"""The pages of the roster as it is kept: the list, a person, mandates, doubles."""

from lianxin.institution.congress.views import doubles, listing, mandates, persons

__all__ = ["doubles", "listing", "mandates", "persons"]
