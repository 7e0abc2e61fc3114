"""A query compiled once finds what the query built anew would find, whatever its values."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from django.db import connection
from django.db.models import Q

from lianxin.institution.congress.models import Seat
from lianxin.kernel.prepared import Prepared


def built(user, on):
    dated = Q(valid_to__isnull=True) | Q(valid_to__gte=on)
    found = Seat.objects.filter(dated, user=user, valid_from__lte=on)
    return found.select_related("cell", "mandate__person").order_by("-pk")


@pytest.fixture
def prepared():
    return Prepared(built, on=date)


def test_it_finds_the_same_rows_in_the_same_order_with_what_hangs_on_them(
    county, prepared, django_assert_num_queries
):
    Seat.objects.update(user=county.clerk.user)
    user, day = county.clerk.user_id, date(2026, 1, 8)
    anew = list(built(user, day))
    with django_assert_num_queries(1):
        found = prepared(user=user, on=day)
        told = [
            (seat.pk, seat.cell.code, str(seat.mandate and seat.mandate.person)) for seat in found
        ]
    assert len(told) > 5
    assert told == [(s.pk, s.cell.code, str(s.mandate and s.mandate.person)) for s in anew]


def test_each_time_it_is_asked_with_its_own_values(county, prepared):
    seats = [county.clerk, county.deputy, county.officer]
    first = seats[0].valid_from
    for seat in seats:
        assert prepared(user=seat.user_id, on=first) == [seat]
        assert prepared(user=seat.user_id, on=first - timedelta(days=1)) == []


def test_a_row_can_be_changed_and_saved_like_any_other(county, prepared):
    (seat,) = prepared(user=county.clerk.user_id, on=date(2026, 1, 8))
    seat.title = "Another title"
    seat.save()
    assert Seat.objects.get(pk=seat.pk).title == "Another title"


def test_a_value_that_stands_nowhere_in_the_query_is_refused():
    with pytest.raises(ValueError, match="place"):
        Prepared(lambda user, other: Seat.objects.filter(user=user))(user=1, other=2)


@pytest.mark.django_db(transaction=True)
def test_threads_do_not_get_one_anothers_values(county, prepared):
    seats = [county.clerk, county.deputy, county.officer, county.second]

    def ask(seat):
        found = [prepared(user=seat.user_id, on=date(2026, 1, 8)) for _turn in range(20)]
        connection.close()
        return found

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(ask, seats)) == [[[seat]] * 20 for seat in seats]
