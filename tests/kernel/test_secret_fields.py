"""Secret columns: locked in the database, bound to their row, found only as a whole."""

import uuid

import pytest
from django.core import serializers
from django.core.exceptions import FieldError
from django.db import connection

from lianxin.institution.congress.models import Person
from lianxin.kernel.fields import holding, plain_number, uuid7, write_many
from lianxin.kernel.keyring import Unreadable
from lianxin.work.voices.models import Contact
from tests.factories.thread import spoken

NUMBER, OTHER = "13800001234", "13900005678"


@pytest.fixture
def person(county):
    return Person.objects.create(cell=county.cell, name="陈小满", phone=NUMBER)


def in_the_database(person, column="phone"):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM congress_person WHERE id = %s", [person.pk])  # noqa: S608
        return cursor.fetchone()[0]


def test_the_database_holds_no_number(person):
    assert NUMBER not in in_the_database(person)
    assert Person.objects.get(pk=person.pk).phone == NUMBER


def test_a_value_is_opened_when_it_is_asked_for(person):
    row = Person.objects.values_list("phone", flat=True).get(pk=person.pk)
    assert (str(row), repr(row)) == ("＊＊＊", "<locked>")
    assert Person.objects.only("name").get(pk=person.pk).phone == NUMBER


def test_saving_a_record_that_nobody_changed_writes_the_same(person):
    before = in_the_database(person)
    Person.objects.get(pk=person.pk).save()
    assert in_the_database(person) == before


def test_a_value_of_another_row_or_column_does_not_open(person, county):
    other = Person.objects.create(cell=county.cell, name="王伟", phone=OTHER)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE congress_person SET phone = %s, identity_number = %s WHERE id = %s",
            [in_the_database(person), in_the_database(other), other.pk],
        )
    moved = Person.objects.get(pk=other.pk)
    for name in ("phone", "identity_number"):
        with pytest.raises(Unreadable):
            getattr(moved, name)


def test_a_contact_moved_to_another_voice_does_not_open(county):
    one, two = spoken(county), spoken(county)
    Contact.objects.filter(voice=two).delete()
    Contact.objects.filter(voice=one).update(voice=two)
    with pytest.raises(Unreadable):
        _ = Contact.objects.get().name


def test_a_secret_is_never_written_past_its_record(person):
    with pytest.raises(TypeError):
        Person.objects.filter(pk=person.pk).update(phone=OTHER)
    with pytest.raises(TypeError):
        Person.objects.bulk_update([person], ["phone"])


def test_a_secret_is_found_as_a_whole_and_in_no_other_way(person, county):
    Person.objects.create(cell=county.cell, name="王伟", phone=OTHER)
    for written in (NUMBER, " +86 138-0000-1234", "１３８００００１２３４"):
        assert Person.objects.get(holding(Person, "phone", written)) == person
    for wrong in ("1380000", "", "1234", "13800001235"):
        assert not Person.objects.filter(holding(Person, "phone", wrong)).exists()
    with pytest.raises(FieldError):
        Person.objects.filter(phone__contains="138")
    with pytest.raises(TypeError):
        list(Person.objects.filter(phone=NUMBER))


def test_a_secret_is_found_from_another_table(person, county):
    county.deputy.mandate.__class__.objects.create(person=person, congress=county.congress)
    found = county.deputy.mandate.__class__.objects.filter(
        holding(Person, "phone", NUMBER, at="person__")
    )
    assert [each.person for each in found] == [person]


def test_the_index_follows_the_number_however_it_is_written(person, county):
    person.phone = OTHER
    person.save()
    assert Person.objects.get(holding(Person, "phone", OTHER)) == person
    person.phone = ""
    person.save()
    assert (person.phone_index, in_the_database(person)) == ("", "")
    (other,) = Person.objects.bulk_create([Person(cell=county.cell, name="王伟", phone=NUMBER)])
    assert Person.objects.get(holding(Person, "phone", NUMBER)) == other


def test_many_are_written_locked_with_all_that_is_counted_of_them(person, county):
    other = Person.objects.create(cell=county.cell, name="王伟", phone=OTHER)
    person.phone, person.name = "13700001111", "安然"
    write_many([person, other], ["name", "phone"])
    assert (person.phone, other.phone) == ("13700001111", OTHER)
    again = Person.objects.get(holding(Person, "phone", "13700001111"))
    assert (again.name, again.sort_key[:3], again.phone) == ("安然", "an1", "13700001111")
    assert Person.objects.get(holding(Person, "phone", OTHER)).phone == OTHER


def test_a_fixture_holds_it_locked_and_brings_it_back(person):
    dump = serializers.serialize("json", [person])
    assert NUMBER not in dump
    Person.objects.filter(pk=person.pk).delete()
    for each in serializers.deserialize("json", dump):
        each.save()
    assert Person.objects.get(pk=person.pk).phone == NUMBER


@pytest.mark.parametrize(
    ("given", "plain"),
    [("+86 138 0000 1234", NUMBER), ("0871-631 2345", "08716312345"), ("11010119900307001x", None)],
)
def test_numbers_are_compared_without_their_dress(given, plain):
    assert plain_number(given) == (plain or "11010119900307001X")


def test_ids_are_of_version_seven_and_grow():
    ids = [uuid7() for _each in range(50)]
    assert {each.version for each in ids} == {7}
    assert {each.variant for each in ids} == {uuid.RFC_4122}
    assert [each.int >> 80 for each in ids] == sorted(each.int >> 80 for each in ids)
    assert len(set(ids)) == 50
