"""Text messages to residents: only where they were promised, and nothing of what was said."""

import json

import pytest
from django.utils import timezone

from lianxin.base.jobs import actions as jobs
from lianxin.base.jobs.models import Job
from lianxin.base.notices.models import Sending
from lianxin.base.records.commands import drain
from lianxin.reckoning.privacy.queries import about_voice
from lianxin.work.voices import actions as voices
from lianxin.work.voices.models import Contact
from lianxin.work.voices.queries import by_code, resident_of
from tests.portal.conftest import SAY, WORDS, sent

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _recorded(settings, tmp_path):
    settings.SMS, settings.HOME, settings.SITE_ADDRESS = "recorder", tmp_path, "https://rd.example"


def carried(tmp_path):
    """The texts that would have gone, whatever the hour."""
    Job.objects.filter(kind="notices.send").update(due_at=None)
    while jobs.step():
        Job.objects.filter(kind="notices.send", phase="queued").delete()
    file = tmp_path / "sms" / f"{timezone.localdate():%Y-%m}.jsonl"
    lines = file.read_text("utf-8").splitlines() if file.exists() else []
    return [json.loads(line)["text"] for line in lines]


def answered(county, voice):
    voice = voices.take_up(voice, actor=county.officer, mandate=county.deputy.mandate)
    voice = voices.answer_on_spot(voice, actor=county.deputy, result="It will be mended by May.")
    return voices.feed_back(voice, actor=county.deputy, answer="It will be mended by May.")


def test_the_code_and_later_the_answer_come_by_text_message(visitor, county, form, tmp_path):
    code = sent(visitor, form, told_by="message")
    voice = by_code(code)
    [first] = carried(tmp_path)
    assert first == (
        f"We have received what you said. Query code: {code}. See https://rd.example/track/"
    )
    answered(county, voice)
    drain([])
    drain([])
    sendings = Sending.objects.filter(occasion="answer")
    assert [(each.number, each.turn) for each in sendings] == [(voice.number, "feed_back:1")]
    told = json.loads(sendings[0].parameters)
    assert told == {"number": voice.number, "address": "https://rd.example/track/"}


@pytest.mark.parametrize("told_by", ["phone", "code"])
def test_whoever_did_not_ask_for_it_gets_none(visitor, county, form, told_by):
    voice = by_code(sent(visitor, form, told_by=told_by))
    answered(county, voice)
    drain([])
    assert Sending.objects.count() == 0


def test_it_is_offered_only_where_it_can_be_kept(visitor, county, form, settings):
    assert "Send me a text message" in visitor.get(SAY).content.decode()
    settings.SMS = ""
    assert "Send me a text message" not in visitor.get(SAY).content.decode()
    answer = visitor.post(SAY, form | {"told_by": "message"})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["told_by"])
    settings.SMS, settings.SMS_URL, settings.SMS_TEMPLATES = "http", "http://x", {"answer": "1"}
    assert "Send me a text message" not in visitor.get(SAY).content.decode()


def test_a_landline_gets_no_text_message_and_the_words_stay(visitor, county, form):
    answer = visitor.post(SAY, form | {"told_by": "message", "phone": "0755-26512345"})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["phone"])
    assert WORDS in answer.content.decode()


def test_whoever_is_known_to_nobody_gets_none(visitor, county, form):
    sent(visitor, form, told_by="message", naming="none")
    assert (Contact.objects.count(), Sending.objects.count()) == (0, 0)


def test_a_form_sent_twice_sends_one_message(visitor, county, form):
    assert sent(visitor, form, told_by="message") == sent(visitor, form, told_by="message")
    assert Sending.objects.count() == 1


def test_whoever_is_erased_gets_nothing_any_more(visitor, county, form, tmp_path):
    voice = by_code(sent(visitor, form, told_by="message"))
    voices.forget_contact(voice, actor=resident_of(voice), reason="asked")
    assert carried(tmp_path) == []
    answered(county, voice)
    drain([])
    [sending] = Sending.objects.all()
    assert (sending.outcome, sending.address, sending.shown) == ("dropped", "", "")


def test_what_was_sent_stands_in_what_is_kept_about_somebody(visitor, county, form, tmp_path):
    voice = by_code(sent(visitor, form, told_by="message"))
    carried(tmp_path)
    [part] = [each for each in about_voice(voice) if each.code == "messages"]
    [row] = part.rows
    assert (row["what"], row["phone"]) == ("received", "138****5100")
