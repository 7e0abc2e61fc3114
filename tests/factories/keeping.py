"""A county whose roster is kept by hand: congresses of all levels, a town's own, what is typed."""

from datetime import date

from lianxin.base.paper.numbers import identity_check_digit
from lianxin.institution.congress.models import Congress, Mandate, Person, Term

FIRST = date(2022, 1, 6)


def congress_at(county, level, town=None, number=19):
    """A congress of a level with a running term."""
    made = Congress.objects.create(
        cell=county.cell,
        name=f"Congress of {level} {town or ''}".strip(),
        level=level,
        region=county.towns[town] if town is not None else None,
    )
    made.term = Term.objects.create(congress=made, number=number, begins_on=date(2022, 1, 1))
    return made


def sits(person, congress, term=None, **told):
    """A mandate of a person."""
    term = term or congress.terms.order_by("-number").first()
    return Mandate.objects.create(person=person, congress=congress, term=term, **told)


def somebody(county, name, congress=None, **told):
    """A person with one mandate, of the county's congress unless another is named."""
    person = Person.objects.create(cell=county.cell, name=name, **told)
    sits(person, congress or county.congress, begins_on=FIRST)
    return person


def identity(born="19800315", woman=True, serial=2):
    """An identity number with a right check digit."""
    first = f"530102{born}{serial:02}{2 if woman else 1}"
    return first + identity_check_digit(first)


def typed(county, **other):
    """What a clerk types about somebody new."""
    return {
        "name": "阿依努尔·克里木",
        "sex": "2",
        "born": "1980-03",
        "ethnicity": "05",
        "post": "小学教师",
        "trade": "P",
        "sector": "03",
        "expertise": "04",
        "phone": "13800001234",
        "m-place": f"t{county.term.pk}",
        "m-begins_on": "2022-01-06",
        "m-district": "第三选区",
        "m-certificate": "T-003",
        "m-region": county.towns[0].pk,
        **other,
    }
