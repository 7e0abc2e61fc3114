"""Sheets and forms meet: the same codes, and neither overwrites the other unnoticed."""

import pytest
from django.db.models import CharField

from lianxin.base.jobs import actions as jobs
from lianxin.base.paper import clean
from lianxin.base.paper.clean import About, Unclean
from lianxin.base.paper.standards import LISTS, choices_of, name_of
from lianxin.institution.congress import actions
from lianxin.institution.congress.imports import ROAD
from lianxin.institution.congress.models import MACHINE, Person
from lianxin.kernel.lifecycle import Refused
from tests.factories.roster_sheet import CHEN, HEADINGS, ON, bring_in, where
from tests.factories.sheets import xlsx

CLEANERS = {
    "sex": clean.sex,
    "ethnicity": clean.ethnic_group,
    "party": clean.party,
    "education": clean.education,
    "degree": clean.degree,
    "trade": clean.trade,
    "sector": clean.sector,
    "expertise": clean.expertise,
}


def test_every_list_has_a_cleaner_and_its_codes_fit_their_column():
    assert set(CLEANERS) == set(LISTS)
    for name, codes in LISTS.items():
        column = Person._meta.get_field(name)
        assert isinstance(column, CharField)
        assert max(map(len, codes)) <= (column.max_length or 0)
        assert len(set(codes.values())) == len(codes)


@pytest.mark.parametrize("name", sorted(LISTS))
def test_what_a_form_offers_is_what_a_sheet_may_say(name):
    for code, chinese in LISTS[name].items():
        assert CLEANERS[name](chinese, About(ON)) == code
        assert CLEANERS[name](code, About(ON)) == code
    assert [code for code, _label in choices_of(name)] == list(LISTS[name])


def test_names_are_read_in_either_language_and_unknown_codes_stay(english):
    assert (name_of("trade", "P"), name_of("trade", "?")) == ("education", "?")


@pytest.mark.parametrize(
    ("name", "written", "code"),
    [
        ("degree", "法学学士", "4"),
        ("degree", "工学硕士学位", "3"),
        ("trade", "医疗卫生", "Q"),
        ("trade", "种植业", "A"),
        ("sector", "一线工人", "01"),
        ("sector", "领导干部", "04"),
    ],
)
def test_other_ways_to_write_them_are_understood(name, written, code):
    assert CLEANERS[name](written, About(ON)) == code


@pytest.mark.parametrize("name", ["degree", "trade", "sector", "expertise"])
def test_what_is_of_no_list_is_refused(name):
    with pytest.raises(Unclean):
        CLEANERS[name]("something", About(ON))


def test_a_sheet_brings_the_codes_in(place):
    more = ("学位", "行业", "界别", "专业领域")
    content = xlsx((*HEADINGS, *more), (*CHEN, "教育学学士", "教育", "专业技术人员", "教育科技"))
    jobs.bring_in_file(ROAD, where(place), content, "名册.xlsx")
    person = Person.objects.get()
    assert (person.degree, person.trade, person.sector, person.expertise) == ("4", "P", "03", "04")


def test_a_form_that_was_open_while_a_sheet_landed_is_told(place):
    bring_in(place, CHEN)
    person = Person.objects.get()
    bring_in(place, (*CHEN[:4], "柳溪镇中心小学校长", *CHEN[5:]))
    told = {"name": person.name, "post": "教师"}
    with pytest.raises(Refused):
        actions.edit_person(person, told, actor=_clerk(place), edition=person.edition)
    person.refresh_from_db()
    assert (person.post, person.edition) == ("柳溪镇中心小学校长", 1)


def test_a_form_that_was_open_does_not_write_back_what_was_erased(place):
    bring_in(place, CHEN)
    person = Person.objects.get()
    actions.forget_numbers(person, actor=MACHINE, reason="asked")
    told = {"name": person.name, "remark": "back again", "phone": "13800000001"}
    with pytest.raises(Refused):
        actions.edit_person(person, told, actor=_clerk(place), edition=person.edition)
    person.refresh_from_db()
    assert (person.phone, person.remark) == ("", "")


def _clerk(cell):
    """An office of the cell, as far as a rule asks for it."""
    return type("Office", (), {"role": "office", "cell_id": cell.pk, "region_id": None})()
