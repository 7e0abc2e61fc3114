"""Who sits where: stand-ins with both names, leavers, three administrators kept apart."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test import override_settings
from django.utils import timezone

from lianxin.base.accounts.models import User
from lianxin.base.records.models import Entry, EntryText
from lianxin.institution.congress import actions as congress
from lianxin.institution.congress.models import MACHINE, Seat
from lianxin.institution.congress.queries import seats_for, seats_of
from lianxin.institution.congress.rules import apart
from lianxin.kernel.lifecycle import Forbidden, Refused
from lianxin.work.suggestions.actions.suggestion import take_up
from tests.factories import thread
from tests.factories.county import SINCE

TODAY = timezone.localdate()
WEEK = TODAY + timedelta(days=7)


def stand_in(county, seat, user, *, actor=None, first=TODAY, last=WEEK):
    return congress.stand_in(
        seat,
        user=user,
        valid_from=first,
        valid_to=last,
        reason="training",
        actor=actor or seat,
        today=TODAY,
    )


def appointed(county, user, role, **more):
    return congress.appoint(
        user=user,
        role=role,
        cell=county.cell,
        holder=str(user),
        title="somewhere",
        actor=more.pop("actor", county.sys_admin),
        valid_from=more.pop("valid_from", TODAY),
        **more,
    )


def newcomer(county, name="Newcomer"):
    """Somebody with an account who sits at no desk of the others."""
    return county.seat(name, "unit_clerk", unit=county.units[2]).user


# Standing in


def test_a_stand_in_acts_from_the_seat_and_the_trail_names_both(county):
    user = newcomer(county)
    stand_in(county, county.clerk, user)
    seat = next(s for s in seats_of(user, on=TODAY) if s.stands_in_for_id)
    assert (seat.role, seat.organ_id) == ("office", county.clerk.organ_id)
    draft = thread.handed_in(county, thread.drafted(county))
    take_up(draft, actor=seat)
    with override_settings(LANGUAGE_CODE="en"):
        assert seat.signature == f"clerk office　{user} for clerk"
    entry = Entry.objects.get(root_id=draft.pk, seat_id=seat.pk)
    assert (entry.move, entry.who) == ("take_up", seat.signature)


def test_a_stand_in_hears_what_the_seat_hears(county):
    stand_in(county, county.clerk, newcomer(county))
    assert seats_for(county.cell.pk, "office", organ=county.office).count() == 2


def test_standing_in_begins_and_ends_by_itself(county):
    user = newcomer(county)
    seat = stand_in(county, county.clerk, user, first=TODAY + timedelta(days=2))
    on = [seat in seats_of(user, on=TODAY + timedelta(days=n)) for n in (1, 2, 7, 8)]
    assert on == [False, True, True, False]


@pytest.mark.parametrize(
    ("first", "last"), [(-1, 7), (3, 2), (0, 400)], ids=["past", "backwards", "too long"]
)
def test_the_days_must_make_sense(county, first, last):
    days = {"first": TODAY + timedelta(days=first), "last": TODAY + timedelta(days=last)}
    with pytest.raises(Refused):
        stand_in(county, county.clerk, newcomer(county), **days)


def test_who_cannot_stand_in(county, elsewhere):
    refused = {
        "himself": county.clerk.user,
        "of another county": elsewhere.a_clerk.user,
        "an administrator": county.auditor.user,
        "head of the same office": county.leader.user,
    }
    for user in refused.values():
        with pytest.raises(Refused):
            stand_in(county, county.clerk, user)
    assert Seat.objects.filter(stands_in_for=county.clerk).count() == 0


def test_a_unit_s_clerk_cannot_sign_for_its_head_what_he_drafted(county):
    with pytest.raises(Refused):
        stand_in(county, county.a_head, county.a_clerk.user)


def test_a_mandate_and_an_administrator_s_seat_are_nobody_else_s(county):
    for seat in (county.deputy, county.sys_admin, county.auditor):
        with pytest.raises(Refused):
            stand_in(county, seat, newcomer(county, f"for {seat.role}"), actor=MACHINE)


def test_a_stand_in_names_no_further_one(county):
    seat = stand_in(county, county.clerk, newcomer(county))
    with pytest.raises(Refused):
        stand_in(county, seat, newcomer(county, "Another"))


def test_nobody_names_a_stand_in_for_another_s_seat(county, elsewhere):
    for actor in (county.leader, county.security_admin, elsewhere.sys_admin):
        with pytest.raises(Forbidden):
            stand_in(county, county.clerk, newcomer(county, f"by {actor.pk}"), actor=actor)


# Three administrators


@pytest.mark.parametrize(
    ("who", "role"),
    [
        ("sys_admin", "auditor"),
        ("sys_admin", "security_admin"),
        ("security_admin", "auditor"),
        ("auditor", "gov_supervision"),
        ("clerk", "sys_admin"),
    ],
)
def test_nobody_holds_two_of_the_three_or_business_beside_one(county, who, role):
    with pytest.raises(Refused):
        appointed(county, getattr(county, who).user, role)


def test_after_the_seat_has_ended_another_kind_may_follow(county):
    county.auditor.valid_to = TODAY - timedelta(days=1)
    county.auditor.save()
    assert appointed(county, county.auditor.user, "gov_supervision").pk


def test_two_kinds_that_stand_there_all_the_same_open_one_only(county):
    user = county.sys_admin.user
    for role in ("auditor", "gov_supervision"):
        Seat.objects.create(
            user=user, role=role, cell=county.cell, holder="x", title="x", valid_from=SINCE
        )
    assert [seat.role for seat in apart(seats_of(user, on=TODAY))] == ["sys_admin"]


def test_only_the_system_administrator_of_the_county_gives_seats(county, elsewhere):
    for actor in (county.clerk, county.security_admin, county.auditor, elsewhere.sys_admin):
        with pytest.raises(Forbidden):
            appointed(county, newcomer(county, f"by {actor.pk}"), "gov_supervision", actor=actor)


def test_a_seat_given_is_in_the_book(county):
    seat = appointed(county, newcomer(county), "gov_supervision")
    entry = Entry.objects.get(subject_type="congress.seat", subject_id=seat.pk)
    assert (entry.move, entry.who, entry.cell_id) == (
        "appoint",
        county.sys_admin.signature,
        county.cell.pk,
    )


@pytest.mark.django_db(transaction=True)
def test_two_who_give_seats_of_two_kinds_at_once_cannot_both(county):
    user = User.objects.create_user("fresh", password="x")
    with transaction.atomic():
        appointed(county, user, "auditor")
    with pytest.raises(Refused), transaction.atomic():
        appointed(county, user, "sys_admin")
    connection.close()


# Leaving


def ended(county, seat, *, actor=None, last=TODAY):
    return congress.end_seat(
        seat, last_day=last, reason="moved", actor=actor or county.sys_admin, today=TODAY
    )


def test_an_ended_seat_opens_nothing_the_day_after_and_its_stand_ins_end_too(county):
    other = stand_in(county, county.clerk, newcomer(county))
    ended(county, county.clerk)
    other.refresh_from_db()
    assert other.valid_to == TODAY
    on = [list(seats_of(county.clerk.user, on=TODAY + timedelta(days=n))) != [] for n in (0, 1)]
    assert on == [True, False]
    moves = Entry.objects.filter(subject_type="congress.seat").values_list("move", flat=True)
    assert sorted(moves) == ["end", "end", "stand_in"]


def test_the_last_system_administrator_stays(county):
    second = newcomer(county)
    Seat.objects.filter(user=second).update(valid_to=TODAY - timedelta(days=1))
    with pytest.raises(Refused):
        ended(county, county.sys_admin, actor=MACHINE)
    appointed(county, second, "sys_admin")
    assert ended(county, county.sys_admin, actor=MACHINE).valid_to == TODAY


def test_nobody_ends_his_own_seat_or_one_of_another_county(county, elsewhere):
    with pytest.raises(Refused):
        ended(county, county.sys_admin)
    with pytest.raises(Forbidden):
        ended(county, county.clerk, actor=elsewhere.sys_admin)


def test_work_is_handed_to_the_same_desk_only(county):
    peer = county.seat("peer", "office", organ=county.office)
    congress.hand_over(county.clerk, to=peer, titles=["A bridge"], actor=county.sys_admin)
    given = EntryText.objects.get(entry__move="hand_over")
    assert given.body.splitlines()[1:] == ["A bridge"]
    with pytest.raises(Refused):
        congress.hand_over(county.clerk, to=county.leader, titles=[], actor=county.sys_admin)
