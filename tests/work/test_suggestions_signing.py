"""Names under a suggestion, and taking the suggestion back with their consent."""

from datetime import date

import pytest

from lianxin.base.records.models import Link
from lianxin.institution.congress.models import Mandate
from lianxin.kernel.lifecycle import Forbidden, Refused
from lianxin.work.suggestions import queries
from lianxin.work.suggestions.actions import (
    cosignature,
    suggestion,
)
from tests.factories import stages, thread
from tests.factories.county import told
from tests.factories.pages import address

pytestmark = pytest.mark.usefixtures("english")


# Signatures


def test_a_changed_text_asks_every_signature_again(county):
    draft = thread.cosigned(county, thread.drafted(county))
    draft = suggestion.edit(draft, actor=county.deputy, body="Better.", via=told(2026, 1, 7, 12))
    assert set(draft.cosignatures.values_list("state", flat=True)) == {"invited"}
    with pytest.raises(Refused, match="Somebody still has to confirm"):
        thread.handed_in(county, draft)
    for seat in (county.second, county.third):
        name = draft.cosignatures.get(mandate=seat.mandate_id)
        cosignature.confirm(name, actor=seat, via=told(2026, 1, 7, 13))
    assert thread.handed_in(county, draft).state == "submitted"


def test_a_deputy_joins_what_is_open_to_signing(county):
    draft = suggestion.open_cosigning(
        thread.drafted(county), actor=county.deputy, via=told(2026, 1, 6)
    )
    with pytest.raises(Refused, match="not opened it"):
        cosignature.join(actor=county.second, suggestion=draft, via=told(2026, 1, 6))
    suggestion.edit(draft, actor=county.deputy, open_to_cosigning=True, via=told(2026, 1, 6, 11))
    name = cosignature.join(
        actor=county.second, suggestion=stages.again(draft), via=told(2026, 1, 6, 12)
    )
    assert (name.state, name.mandate_id) == ("confirmed", county.second.mandate_id)


def test_a_deputy_of_another_congress_does_not_join(county, elsewhere):
    draft = suggestion.open_cosigning(
        stages.begun(county, opened=True), actor=county.deputy, via=told(2026, 1, 6)
    )
    with pytest.raises(Forbidden):
        cosignature.join(actor=elsewhere.deputy, suggestion=draft, via=told(2026, 1, 6, 12))


def test_a_draft_that_was_returned_and_signed_anew_can_still_be_handed_in(county):
    draft = stages.reviewed(county, thread.handed_in(county, thread.drafted(county)))
    draft = suggestion.return_to_deputy(draft, actor=county.clerk, via=told(2026, 1, 9, 12))
    draft = suggestion.open_cosigning(draft, actor=county.deputy, via=told(2026, 1, 10))
    with pytest.raises(Refused, match="send it again in its place"):
        suggestion.submit(draft, actor=county.deputy, via=told(2026, 1, 10, 11))
    draft = suggestion.close_cosigning(draft, actor=county.deputy, via=told(2026, 1, 10, 12))
    draft = suggestion.submit(draft, actor=county.deputy, via=told(2026, 1, 10, 13))
    assert (draft.state, draft.was_returned) == ("submitted", True)


def test_another_stations_officer_enters_nothing_for_a_deputy_who_is_not_its_own(county):
    entry = {
        "organ": county.office,
        "title": "…",
        "body": "…",
        "via": stages.for_("Wu", 2026, 1, 5),
    }
    with pytest.raises(Forbidden):
        suggestion.begin(actor=county.officer, mandate=county.third.mandate, **entry)
    draft = suggestion.begin(actor=county.officer, mandate=county.second.mandate, **entry)
    assert draft.entered_on_behalf


# Withdrawal


def test_withdrawing_ends_every_part_and_lets_the_voices_go(county):
    voice = thread.spoken(county)
    draft = thread.with_units(county, voice)
    assert stages.again(voice).state == "converted"
    draft = stages.withdrawn(county, draft, 2026, 1, 14)
    assert set(draft.assignments.values_list("state", flat=True)) == {"ended"}
    assert (stages.again(voice).state, Link.objects.filter(kind="carried").count()) == ("triage", 0)


def test_a_cosigned_suggestion_is_withdrawn_when_the_cosigners_agree(county):
    draft = thread.with_units(county)
    with pytest.raises(Refused, match="Every co-signer must agree"):
        suggestion.withdraw(draft, actor=county.deputy, via=told(2026, 1, 14))


def asked_for_consent(county):
    """With the units, and its author wants it back."""
    draft = thread.with_units(county)
    return suggestion.ask_withdrawal(
        draft, actor=county.deputy, note="The road was mended.", via=told(2026, 1, 14)
    )


def consented(county, draft, *seats, hour=11):
    for seat in seats:
        name = draft.cosignatures.get(mandate=seat.mandate_id)
        cosignature.consent_withdrawal(name, actor=seat, via=told(2026, 1, 14, hour))


def test_a_cosigned_suggestion_goes_back_only_when_each_signer_has_agreed(county):
    draft = asked_for_consent(county)
    consented(county, draft, county.second)
    with pytest.raises(Refused, match="Every co-signer must agree"):
        suggestion.withdraw(draft, actor=county.deputy, via=told(2026, 1, 14, 12))
    consented(county, draft, county.third, hour=12)
    draft = suggestion.withdraw(draft, actor=county.deputy, via=told(2026, 1, 14, 13))
    assert draft.state == "withdrawn"
    assert set(draft.assignments.values_list("state", flat=True)) == {"ended"}
    days = {str(day) for day in draft.cosignatures.values_list("withdrawal_agreed_on", flat=True)}
    assert days == {"2026-01-14"}


def test_nobody_agrees_to_what_was_not_asked_twice_or_for_another(county):
    draft = thread.with_units(county)
    name = draft.cosignatures.get(mandate=county.second.mandate_id)
    nobody_waits = "Nobody waits for your consent"
    with pytest.raises(Refused, match=nobody_waits):
        cosignature.consent_withdrawal(name, actor=county.second, via=told(2026, 1, 14))
    suggestion.ask_withdrawal(draft, actor=county.deputy, via=told(2026, 1, 14, 11))
    for stranger in (county.third, county.deputy, county.clerk):
        with pytest.raises(Forbidden):
            cosignature.consent_withdrawal(name, actor=stranger, via=told(2026, 1, 14, 12))
    cosignature.consent_withdrawal(name, actor=county.second, via=told(2026, 1, 14, 13))
    with pytest.raises(Refused, match=nobody_waits):
        cosignature.consent_withdrawal(name, actor=county.second, via=told(2026, 1, 14, 14))


def test_an_author_who_thinks_better_of_it_asks_everybody_anew(county):
    draft = asked_for_consent(county)
    with pytest.raises(Refused, match="asked already"):
        suggestion.ask_withdrawal(draft, actor=county.deputy, via=told(2026, 1, 14, 11))
    consented(county, draft, county.second, county.third)
    draft = suggestion.keep_it(draft, actor=county.deputy, via=told(2026, 1, 14, 12))
    assert (draft.state, draft.withdrawal_asked_on) == ("with_units", None)
    with pytest.raises(Refused, match="Every co-signer must agree"):
        suggestion.withdraw(draft, actor=county.deputy, via=told(2026, 1, 14, 13))


def test_once_answered_it_is_not_taken_back(county):
    draft = asked_for_consent(county)
    consented(county, draft, county.second)
    part = thread.part_of(draft, county.units[1])
    type(part).objects.filter(pk=part.pk).update(state="ended")
    draft = thread.replied(county, draft)
    assert (draft.state, draft.withdrawal_asked_on) == ("replied", None)
    assert set(draft.cosignatures.values_list("withdrawal_agreed_on", flat=True)) == {None}


def test_nobody_waits_for_a_signer_who_has_left_office(county):
    draft = asked_for_consent(county)
    consented(county, draft, county.second)
    Mandate.objects.filter(pk=county.third.mandate_id).update(ends_on=date(2026, 1, 10))
    draft = suggestion.withdraw(draft, actor=county.deputy, via=told(2026, 1, 14, 13))
    assert draft.state == "withdrawn"


def test_without_signers_there_is_nobody_to_ask(county):
    draft = thread.handed_in(county, thread.drafted(county))
    with pytest.raises(Refused, match="No co-signer has to be asked"):
        suggestion.ask_withdrawal(draft, actor=county.deputy, via=told(2026, 1, 9))
    assert suggestion.withdraw(draft, actor=county.deputy, via=told(2026, 1, 9)).state == (
        "withdrawn"
    )


def test_a_signer_finds_the_question_on_the_desk_and_reads_why(county, sign_in):
    draft = asked_for_consent(county)
    waits = {
        name: queries.visible_to(seat).filter(queries.my_turn(seat), pk=draft.pk).exists()
        for name in ("deputy", "second", "third", "stranger_deputy")
        for seat in [getattr(county, name)]
    }
    assert waits == {"deputy": False, "second": True, "third": True, "stranger_deputy": False}
    browser = sign_in(county.second)
    card = browser.get(f"/suggestions/{draft.pk}/").context["case"].next
    assert (card.mine, card.title) == (True, "Your turn: Agree to the withdrawal")
    place = address(draft.cosignatures.get(mandate=county.second.mandate_id), "consent_withdrawal")
    page = browser.get(place).content.decode()
    assert ("The road was mended." in page, draft.body in page) == (True, True)
    assert browser.post(place).status_code == 302
    assert browser.get(f"/suggestions/{draft.pk}/").context["case"].next.mine is False
    author = sign_in(county.deputy).get(address(draft, "withdraw"))
    said = author.content.decode()
    assert (author.status_code, "agreed on" in said, "has not agreed yet" in said) == (
        409,
        True,
        True,
    )


def test_the_office_asks_with_the_signed_paper_in_hand(county):
    draft = thread.with_units(county)
    with pytest.raises(Refused, match="Attach the scan"):
        suggestion.ask_withdrawal(draft, actor=county.clerk, via=told(2026, 1, 14))
    stages.scan(draft)
    draft = suggestion.ask_withdrawal(draft, actor=county.clerk, via=told(2026, 1, 14))
    assert str(draft.withdrawal_asked_on) == "2026-01-14"
