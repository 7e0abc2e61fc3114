"""Papers of records: made once by the worker, found by their code, tidied away."""

import io
import os
import signal
import subprocess
import sys

import pytest
from django.db import connection
from docx import Document

from lianxin.base.files.models import Upload
from lianxin.base.jobs import actions as jobs
from lianxin.base.jobs.models import Job
from lianxin.base.paper import scans
from lianxin.base.prints import actions, queries, tasks
from lianxin.base.prints.models import Print
from lianxin.institution.congress.models import Person
from lianxin.work.suggestions.models import Reply
from tests.factories import stages, thread
from tests.factories.printing import content, opens, printed, work

pytestmark = pytest.mark.django_db
PDF = "application/pdf"


@pytest.fixture(autouse=True)
def _uploads(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def reply(county):
    draft = stages.answered(county)
    return thread.part_of(draft, county.units[0]).reply_set.get()


# Made by the worker, once


def test_a_letter_is_made_by_the_worker_and_then_opened_at_once(county, reply, sign_in):
    browser = sign_in(county.a_clerk)
    first = browser.get(f"/replies/{reply.pk}.docx")
    found = Print.objects.get()
    assert (first.status_code, first.url) == (302, f"/p/{found.token}/")
    waiting = browser.get(first.url)
    assert waiting["Refresh"] == "1"
    assert "The files are being made" in waiting.content.decode()
    work()
    ready = browser.get(first.url)
    assert not ready.has_header("Refresh")
    assert "The files are being made" not in ready.content.decode()
    for ending, start in (("docx", b"PK"), ("pdf", b"%PDF")):
        answer = browser.get(f"/replies/{reply.pk}.{ending}")
        assert (answer.status_code, answer.content[: len(start)]) == (200, start)
    assert Job.objects.filter(kind="prints.make").count() == 1


def test_whoever_asks_for_the_same_gets_the_same_paper_and_no_second_job(county, reply, sign_in):
    for seat in (county.a_clerk, county.clerk, county.deputy):
        sign_in(seat).get(f"/replies/{reply.pk}.docx")
    assert (Print.objects.count(), Job.objects.filter(kind="prints.make").count()) == (1, 1)


def test_the_code_on_the_paper_leads_to_its_page(county, reply, sign_in):
    browser = sign_in(county.a_clerk)
    found = printed(browser, reply)
    address = scans.codes_in(content(found.pdf), PDF)[0][0]
    assert address == f"HTTP://TESTSERVER/P/{found.token}"
    page = browser.get(address.removeprefix("HTTP://TESTSERVER"))
    assert page.status_code == 200
    assert found.title in page.content.decode()


def test_the_code_is_no_key_only_who_may_see_the_record_gets_in(
    county, elsewhere, reply, sign_in, client
):
    found = printed(sign_in(county.a_clerk), reply)
    place = f"/p/{found.token}/"
    seats = ("deputy", "clerk", "a_head", "b_clerk", "auditor", "sys_admin")
    status = {name: sign_in(getattr(county, name)).get(place).status_code for name in seats}
    assert status == {
        "deputy": 200,
        "clerk": 200,
        "a_head": 200,
        "b_clerk": 404,
        "auditor": 404,
        "sys_admin": 404,
    }
    assert sign_in(elsewhere.clerk).get(place).status_code == 404
    assert client.get(place).status_code == 302
    files = (found.word, found.pdf)
    assert [opens(sign_in(county.deputy), each) for each in files] == [200, 200]
    assert [opens(sign_in(county.b_clerk), each) for each in files] == [404, 404]


def test_what_has_changed_is_another_paper_and_the_old_one_says_so(county, reply, sign_in):
    browser = sign_in(county.a_clerk)
    old = printed(browser, reply)
    Reply.objects.filter(pk=reply.pk).update(contact_name="Lu", contact_phone="1")
    new = printed(browser, reply)
    assert old.token != new.token
    assert "This paper is out of date" in browser.get(f"/p/{old.token}/").content.decode()
    assert "This paper is out of date" not in browser.get(f"/p/{new.token}/").content.decode()


def test_a_letter_that_was_put_right_says_so_itself(county, reply, sign_in):
    Reply.objects.create(
        assignment=reply.assignment,
        round=reply.round,
        version=2,
        category=reply.category,
        text="Right.",
        signed_on=reply.signed_on,
        sent_on=reply.sent_on,
    )
    found = printed(sign_in(county.a_clerk), reply)
    assert found.content["letter"]["superseded"] == "已于2026年3月2日更正，以更正后的答复函为准"
    head = Document(io.BytesIO(content(found.word))).sections[0].first_page_header
    assert found.content["letter"]["superseded"] in [line.text for line in head.paragraphs]


# A worker that dies


def test_a_worker_that_dies_in_the_middle_leaves_nothing_half_made(
    county, reply, sign_in, monkeypatch
):
    browser = sign_in(county.a_clerk)
    browser.get(f"/replies/{reply.pk}.docx")
    job = jobs.claim()

    def die(*_anything, **_words):
        raise SystemExit

    with monkeypatch.context() as patched:
        patched.setattr(actions, "keep_made", die)
        with pytest.raises(SystemExit):
            jobs.run(job)
    found = Print.objects.get()
    assert (found.word, found.pdf, Upload.objects.filter(subject_id=found.pk).count()) == (
        None,
        None,
        0,
    )
    assert jobs.restart_left_running(older_than=-jobs.queue.STALE) == 1
    work()
    found.refresh_from_db()
    assert (Job.objects.get().tries, found.word is None, found.pdf is None) == (2, False, False)


def test_the_one_that_was_overtaken_stores_nothing(county, reply, sign_in):
    sign_in(county.a_clerk).get(f"/replies/{reply.pk}.docx")
    slow = jobs.claim()
    jobs.restart_left_running(older_than=-jobs.queue.STALE)
    work()
    made = Print.objects.get().word_id
    jobs.run(slow)
    assert Print.objects.get().word_id == made


KILLED = """
import os, signal, sys
import django
django.setup()
from django.conf import settings
settings.DATABASES["default"]["NAME"] = sys.argv[1]
settings.MEDIA_ROOT = sys.argv[2]
from lianxin.base.jobs import actions as jobs
from lianxin.base.prints import actions
def die(*anything, **words):
    os.kill(os.getpid(), signal.SIGKILL)
if sys.argv[3] == "kill":
    actions.keep_made = die
jobs.restart_left_running(older_than=-jobs.queue.STALE)
while jobs.step():
    pass
"""


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_is_killed_in_the_middle_begins_the_letter_again(
    county, reply, sign_in, settings
):
    """A process of its own, ended by SIGKILL between typesetting and storing."""
    sign_in(county.a_clerk).get(f"/replies/{reply.pk}.docx")
    place = str(connection.settings_dict["NAME"])
    known = os.environ | {
        "DJANGO_SETTINGS_MODULE": "lianxin.config.settings",
        "PYTHONPATH": str(settings.ROOT / "src"),
        "LIANXIN_HOME": str(settings.HOME),
    }

    def worker(what):
        words = [sys.executable, "-c", KILLED, place, str(settings.MEDIA_ROOT), what]
        return subprocess.run(words, env=known, check=False).returncode

    assert worker("kill") == -signal.SIGKILL
    found = Print.objects.get()
    assert (Job.objects.get().phase, found.word, found.pdf) == ("running", None, None)
    assert worker("live") == 0
    found.refresh_from_db()
    assert (Job.objects.get().phase, found.word is None, found.pdf is None) == (
        "done",
        False,
        False,
    )
    kept = Upload.objects.filter(subject_type="prints.print", subject_id=found.pk)
    assert kept.count() == 2


HEAVY = """
import sys, django
django.setup()
import lianxin.config.urls
print(sorted({"docx", "docxtpl", "typst", "pypdfium2", "zxingcpp", "PIL"} & set(sys.modules)))
"""


def test_a_web_process_loads_no_typesetter(settings):
    known = os.environ | {
        "DJANGO_SETTINGS_MODULE": "lianxin.config.settings",
        "PYTHONPATH": str(settings.ROOT / "src"),
        "LIANXIN_HOME": str(settings.HOME),
    }
    told = subprocess.run(
        [sys.executable, "-c", HEAVY], env=known, check=True, capture_output=True, text=True
    )
    assert told.stdout.strip() == "[]"


# What cannot be drawn


def test_a_name_that_no_font_has_is_named_on_the_page(county, reply, sign_in):
    Person.objects.filter(pk=county.deputy.mandate.person_id).update(name="陆\ue123川")
    browser = sign_in(county.clerk)
    found = printed(browser, reply)
    assert (found.word, found.pdf, sorted(found.faults)) == (None, None, ["pdf", "word"])
    page = browser.get(f"/p/{found.token}/").content.decode()
    assert "U+E123" in page
    assert "陆\ue123川" in page
    assert "Make the files again" in page
    browser.post(f"/p/{found.token}/again/")
    assert queries.job_of(found) is not None


# Tidying


def test_files_of_papers_that_were_replaced_go_after_a_month(county, reply, sign_in):
    from datetime import timedelta  # noqa: PLC0415 -- only here

    from django.utils import timezone  # noqa: PLC0415 -- only here

    browser = sign_in(county.a_clerk)
    old = printed(browser, reply)
    Reply.objects.filter(pk=reply.pk).update(contact_name="Lu", contact_phone="1")
    new = printed(browser, reply)
    Print.objects.update(asked_at=timezone.now() - timedelta(days=40))
    tasks.tidy(county.cell.pk, timezone.localdate())
    old.refresh_from_db()
    new.refresh_from_db()
    assert (old.word, old.pdf, new.word is None) == (None, None, False)
    assert browser.get(f"/p/{old.token}/").status_code == 200
