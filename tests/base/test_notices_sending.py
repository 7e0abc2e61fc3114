"""What leaves the house: once each, within the month's money, by day, and nothing kept of it."""

import json
import threading
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection, connections
from django.utils import timezone

from lianxin.base.jobs import actions as jobs
from lianxin.base.jobs.models import Job
from lianxin.base.notices import actions
from lianxin.base.notices.actions import delivering
from lianxin.base.notices.models import Month, Notice, Sending, Way
from lianxin.base.notices.tasks import carriers
from lianxin.base.records.models import Entry
from lianxin.institution.congress.actions import set_rule
from lianxin.institution.congress.models import RuleProfile
from tests.factories.operator import operator

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("by_day")]
Outcome = Sending.Outcome
PHONE = "13808265100"
GIVEN = {"number": "2026-00012", "address": "https://rd.example.org/track/"}


def text(turn="1", cell=1, phone=PHONE, occasion="answer", given=GIVEN, **told):
    return actions.tell(
        "voice:1", Way.TEXT, phone, occasion, given, cell_id=cell, turn=turn, **told
    )


def worked():
    """Run all that may run now."""
    while jobs.step():
        pass


def outcomes():
    return list(Sending.objects.order_by("pk").values_list("outcome", flat=True))


def test_the_recorder_writes_what_would_have_gone_and_hides_where(home):
    sending = text()
    worked()
    [line] = (home / "sms" / f"{timezone.localdate():%Y-%m}.jsonl").read_text("utf-8").splitlines()
    told = json.loads(line)
    assert (told["to"], told["mark"]) == ("138****5100", str(sending.row_id))
    assert told["text"].startswith("【县人大】There is an answer to 2026-00012.")
    assert PHONE not in line
    assert outcomes() == [Outcome.SENT]


def test_nothing_readable_lies_in_the_database_and_afterwards_nothing_at_all(home):
    text()

    def held():
        with connection.cursor() as cursor:
            cursor.execute("SELECT address, parameters, shown FROM notices_sending")
            return cursor.fetchone()

    address, parameters, shown = held()
    assert address != ""
    assert PHONE not in address + parameters
    assert "2026-00012" not in parameters
    worked()
    assert held() == ("", "", "138****5100")
    assert shown == "138****5100"


def test_a_person_is_told_once_of_an_occasion(home):
    assert text() is not None
    assert text() is None
    assert text(turn="2") is not None
    worked()
    assert outcomes() == [Outcome.SENT] * 2
    assert Job.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_workers_that_ask_at_once_send_one_message(home):
    gate, made = threading.Barrier(4), []

    def ask():
        try:
            gate.wait()
            made.append(text())
        finally:
            connections.close_all()

    threads = [threading.Thread(target=ask) for _n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(each is None for each in made) == [False, True, True, True]
    assert (Sending.objects.count(), Job.objects.filter(kind="notices.send").count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_two_workers_that_carry_out_at_once_send_one_message(home):
    sending, gate, taken = text(), threading.Barrier(2), []

    def carry():
        try:
            gate.wait()
            taken.append(actions.start(sending.pk, now=timezone.now()))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=carry) for _n in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len([each for each in taken if each is not None]) == 1
    assert Month.objects.get().spent == sending.cost


def test_what_is_off_is_not_even_written_down(settings):
    settings.SMS = ""
    assert text() is None
    settings.MAIL_NOTICES = False
    assert actions.tell("user:1", Way.MAIL, "a@b.cn", "answer", GIVEN, cell_id=1) is None
    assert Job.objects.count() == 0


# Money


def test_above_the_months_money_nothing_goes_and_the_office_hears_of_it_once(county, home):
    for turn in range(22):  # two parts each, so ten fen; a yuan is ten of them
        text(str(turn), cell=county.cell.pk)
    cost = Sending.objects.first().cost
    worked()
    month = Month.objects.get()
    assert month.spent <= 100 < month.spent + cost
    gone = outcomes()
    assert gone.count(Outcome.SENT) == 100 // cost
    assert gone.count(Outcome.HELD) == 22 - 100 // cost
    told = Notice.objects.filter(root_type="notices.month")
    assert [each.seat_id for each in told] == [county.clerk.pk]
    assert Entry.objects.filter(move="stop").count() == 1


def test_another_county_has_money_of_its_own(county, elsewhere, home):
    for turn in range(22):
        text(str(turn), cell=county.cell.pk)
    worked()
    other = text("other", cell=elsewhere.cell.pk)
    worked()
    other.refresh_from_db()
    assert other.outcome == Outcome.SENT


def test_what_the_operator_refuses_costs_nothing(settings):
    with operator((200, {"code": "BAD_NUMBER", "message": "no such number"})) as (url, _asked):
        _by_http(settings, url)
        text()
        worked()
    assert Sending.objects.get().fault == "BAD_NUMBER no such number"
    assert (outcomes(), Month.objects.get().spent) == ([Outcome.FAILED], 0)


# The operator


def _by_http(settings, url):
    settings.SMS, settings.SMS_URL, settings.SMS_KEY = "http", url, "k3y"
    settings.SMS_TEMPLATES = {"answer": "SMS_1001"}


def test_the_operator_gets_template_and_parameters_by_their_numbers(settings):
    with operator() as (url, asked):
        _by_http(settings, url)
        sending = text()
        worked()
    [(key, told)] = asked
    assert key == "Bearer k3y"
    assert told == {
        "phone": PHONE,
        "sign": "县人大",
        "template": "SMS_1001",
        "parameters": ["2026-00012", "https://rd.example.org/track/"],
        "id": str(sending.row_id),
    }
    sending.refresh_from_db()
    assert (sending.outcome, sending.reference) == (Outcome.SENT, "M1")


def test_what_has_no_template_number_is_not_written_down(settings):
    with operator() as (url, asked):
        _by_http(settings, url)
        given = {"code": "ABCD-EFGH", "address": GIVEN["address"]}
        assert text(occasion="received", given=given) is None
    assert asked == []


@pytest.mark.parametrize("trouble", [(503, b""), (429, b"")])
def test_a_trouble_that_may_pass_is_tried_again_later(settings, trouble):
    with operator(trouble) as (url, asked):
        _by_http(settings, url)
        text()
        worked()
        job = Job.objects.get()
        assert (outcomes(), job.phase) == ([Outcome.WAITING], Job.Phase.QUEUED)
        waits = job.due_at - timezone.now()
        assert timedelta(seconds=30) < waits <= timedelta(minutes=1)
        assert Month.objects.get().spent == 0
        Job.objects.update(due_at=timezone.now())
        worked()
    assert [told["id"] for _key, told in asked] == [str(Sending.objects.get().row_id)] * 2
    assert outcomes() == [Outcome.SENT]


def test_it_is_tried_five_times_with_longer_and_longer_pauses(settings):
    pauses = []
    with operator(*[(503, b"")] * 9) as (url, asked):
        _by_http(settings, url)
        text()
        worked()
        while Job.objects.get().phase == Job.Phase.QUEUED:
            pauses.append(round((Job.objects.get().due_at - timezone.now()).total_seconds() / 60))
            Job.objects.update(due_at=timezone.now())
            worked()
    assert pauses == list(delivering.BACK_OFF)
    assert (len(asked), outcomes()) == (5, [Outcome.FAILED])


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        ((400, b""), Outcome.FAILED),
        ((302, b""), Outcome.FAILED),  # the key goes nowhere else
        ((200, b"<html>"), Outcome.UNSURE),
        ((200, b"[1]"), Outcome.UNSURE),
        ((None, b""), Outcome.UNSURE),  # it took the message and hung up
    ],
)
def test_what_became_of_it_is_said_as_far_as_it_is_known(settings, answer, outcome):
    with operator(answer) as (url, asked):
        _by_http(settings, url)
        text()
        worked()
        worked()
    assert (len(asked), outcomes()) == (1, [outcome])


def test_where_nobody_listens_it_is_tried_again(settings):
    _by_http(settings, "http://127.0.0.1:9/")
    text()
    worked()
    assert outcomes() == [Outcome.WAITING]
    assert Job.objects.get().phase == Job.Phase.QUEUED


def test_only_the_web_is_asked(settings, tmp_path):
    _by_http(settings, (tmp_path / "x").as_uri())
    text()
    worked()
    assert outcomes() == [Outcome.FAILED]


def test_a_process_that_died_while_sending_does_not_send_twice(home):
    sending = text()
    assert actions.start(sending.pk, now=timezone.now()).tries == 1  # and then it died
    worked()
    assert outcomes() == [Outcome.UNSURE]
    assert not (home / "sms").exists()


def test_a_fault_of_ours_is_shown_and_not_repeated(monkeypatch, home):
    monkeypatch.setitem(carriers.OPERATORS, "recorder", None)
    text()
    worked()
    assert outcomes() == [Outcome.UNSURE]
    assert Job.objects.get().phase == Job.Phase.FAILED


# Mail


def test_mail_goes_out_with_a_number_and_nothing_else(by_mail):
    actions.tell("user:1", Way.MAIL, "zhang@example.cn", "answer", GIVEN, cell_id=1)
    worked()
    [message] = mail.outbox
    assert (message.to, message.subject) == (
        ["zhang@example.cn"],
        "Liaison platform of the deputies",
    )
    assert message.body.startswith("There is an answer to 2026-00012.")
    assert message.extra_headers["Auto-Submitted"] == "auto-generated"
    sending = Sending.objects.get()
    assert (sending.outcome, sending.shown, sending.cost) == (Outcome.SENT, "z***@example.cn", 0)
    assert Month.objects.count() == 0


def test_a_mail_server_that_is_away_is_tried_again(by_mail, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    actions.tell("user:1", Way.MAIL, "zhang@example.cn", "answer", GIVEN, cell_id=1)
    worked()
    assert outcomes() == [Outcome.WAITING]
    assert Job.objects.get().due_at > timezone.now()


# The hours, as they stand in the rules


def test_at_night_a_job_waits_for_the_morning(rules, home):
    ours = RuleProfile.objects.get(cell=None, congress=None)
    now = timezone.localtime()
    first = now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    name, hour = ("until", now.hour + 1) if now.hour < 23 else ("from", 23)
    rule = {"unit": "n", "basis": "test", "valid_from": timezone.localdate()}
    set_rule(ours, f"notice.quiet.{name}", hour, **rule)
    text()
    assert Job.objects.get().due_at == first
    worked()
    assert outcomes() == [Outcome.WAITING]


def test_a_code_that_somebody_waits_for_goes_at_night(rules, home):
    ours = RuleProfile.objects.get(cell=None, congress=None)
    for name in ("from", "until"):
        dated = {"unit": "n", "basis": "test", "valid_from": timezone.localdate()}
        set_rule(ours, f"notice.quiet.{name}", 23, **dated)
    text(occasion="confirm", given={"code": "123456"})
    worked()
    assert outcomes() == [Outcome.SENT]


# Forgotten, and sent once more


def test_what_waits_for_whoever_is_forgotten_goes_nowhere(home):
    text()
    assert actions.forget_person("voice:1") == 1
    worked()
    sending = Sending.objects.get()
    assert (sending.outcome, sending.address, sending.shown) == (Outcome.DROPPED, "", "")


def test_the_office_has_it_sent_once_more(county, settings):
    with operator((400, b"")) as (url, asked):
        _by_http(settings, url)
        sending = text()
        worked()
        assert outcomes() == [Outcome.FAILED]
        assert actions.again(sending)
        assert not actions.again(sending)  # it is on its way
        worked()
    assert (len(asked), outcomes()) == (2, [Outcome.SENT])
    sending.refresh_from_db()
    assert not actions.again(sending)


def test_what_is_old_is_dropped(home):
    text()
    text("2")
    worked()
    long_ago = timezone.now() - timedelta(days=401)
    Sending.objects.filter(turn="2").update(settled_at=long_ago)
    Job.objects.filter(pk=Job.objects.last().pk).update(finished_at=long_ago)
    assert actions.forget_old(1, before=timezone.now() - delivering.KEPT) == 1
    assert [each.turn for each in Sending.objects.all()] == ["1"]
    assert Job.objects.count() == 1
