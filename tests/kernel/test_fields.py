"""Names in the order of their sounds, the same on both databases."""

import pytest

from lianxin.institution.congress.models import Person, Unit
from lianxin.institution.congress.queries import units_of
from lianxin.kernel.fields import LENGTH, sort_key


def sorted_by_sound(names, **how):
    return sorted(names, key=lambda name: sort_key(name, **how))


def test_persons_stand_by_sound_then_tone_then_character():
    names = ["赵敏", "章文", "张伟", "张文", "安然", "沈知行", "盛开", "闫冬", "李明", "黎明"]
    wanted = ["安然", "黎明", "李明", "沈知行", "盛开", "闫冬", "张伟", "张文", "章文", "赵敏"]
    assert sorted_by_sound(names, person=True) == wanted


@pytest.mark.parametrize(
    ("name", "begins"),
    [("单雄", "shan4"), ("仇英", "qiu2"), ("曾巩", "zeng1"), ("解缙", "xie4"), ("尉迟恭", "yu4")],
)
def test_a_family_name_is_read_as_one(name, begins):
    assert sort_key(name, person=True).startswith(begins)
    assert not sort_key(name).startswith(begins)


def test_a_key_holds_nothing_that_collations_differ_about():
    keys = [
        sort_key(name) for name in ("县 Ａ局", "Unit b-2", "第2中学（东）", "㐂", "", "局" * 80)
    ]
    assert [key for key in keys if key and not (key.isascii() and key.isalnum())] == []
    assert [key for key in keys if key != key.lower() or len(key) > LENGTH] == []


def test_the_database_lists_names_by_sound(county):
    names = ["自然资源局", "水利局", "交通运输局", "教育局", "县医院"]
    here = [Unit.objects.create(cell=county.cell, name=name).pk for name in names]
    found = units_of(county.cell.pk).filter(pk__in=here)
    assert [unit.name for unit in found] == [
        *("交通运输局", "教育局", "水利局", "县医院", "自然资源局")
    ]


def test_the_key_follows_the_name_however_it_is_written(county):
    person = Person.objects.create(cell=county.cell, name="张伟")
    person.name = "安然"
    person.save()
    (other,) = Person.objects.bulk_create([Person(cell=county.cell, name="单雄")])
    for each in (person, other):
        each.refresh_from_db()
        assert each.sort_key == sort_key(each.name, person=True)
