"""Papers of records: made once by the worker, found by their code, filed when they come back."""

import io
import os
import signal
import subprocess
import sys

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection
from django.test import Client
from docx import Document
from PIL import Image

from lianxin.base.files.models import Upload
from lianxin.base.jobs import actions as jobs
from lianxin.base.jobs.models import Job
from lianxin.base.paper import scans
from lianxin.base.paper.reasons import Reason
from lianxin.base.prints import actions, documents, queries, tasks
from lianxin.base.prints.models import LetterTemplate, Print, Scan
from lianxin.institution.congress.models import Person
from lianxin.work.suggestions.models import Reply
from tests.base.test_tags import template
from tests.factories import stages, thread

pytestmark = pytest.mark.django_db
PDF = "application/pdf"


@pytest.fixture(autouse=True)
def _uploads(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def sign_in():
    def for_seat(seat):
        browser = Client()
        browser.cookies["django_language"] = "en"
        browser.force_login(seat.user)
        return browser

    return for_seat


@pytest.fixture
def reply(county):
    draft = stages.answered(county)
    return thread.part_of(draft, county.units[0]).reply_set.get()


def work():
    while jobs.step():
        pass


def printed(browser, reply, ending="docx"):
    """The print of a reply as the worker made it."""
    browser.get(f"/replies/{reply.pk}.{ending}")
    work()
    return Print.objects.latest("pk")


def _content(upload):
    return documents.content_of(upload)


def opens(browser, upload):
    """The status of the address of a file."""
    answer = browser.get(f"/files/{upload.token}/")
    for close in answer._resource_closers:
        close()
    return answer.status_code


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
    address = scans.codes_in(_content(found.pdf), PDF)[0][0]
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
    head = Document(io.BytesIO(_content(found.word))).sections[0].first_page_header
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


# Signed scans


def photo_of(upload):
    """A photograph of the first page, a little askew."""
    import pypdfium2  # noqa: PLC0415 -- only here

    page = pypdfium2.PdfDocument(_content(upload))[0]
    picture = page.render(scale=200 / 72).to_pil().rotate(3, expand=True, fillcolor="white")
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=80)
    return SimpleUploadedFile("IMG_1.jpg", out.getvalue(), "image/jpeg")


def test_a_photo_of_the_signed_letter_finds_its_place(county, reply, sign_in):
    browser = sign_in(county.a_clerk)
    found = printed(browser, reply)
    answer = browser.post("/scans/", {"papers": photo_of(found.pdf)})
    assert (answer.status_code, answer.url) == (302, "/scans/")
    assert browser.get("/scans/")["Refresh"] == "2"
    work()
    scan = Scan.objects.get()
    assert (scan.phase, scan.print_id, scan.by_hand) == ("found", found.pk, False)
    upload = scan.upload
    assert (upload.subject_type, upload.subject_id) == (
        "suggestions.assignment",
        reply.assignment_id,
    )
    assert f"/files/{upload.token}/" in browser.get(f"/p/{found.token}/").content.decode()
    assert opens(sign_in(county.deputy), upload) == 200
    assert opens(sign_in(county.b_clerk), upload) == 404


def test_a_signed_form_hangs_on_the_verdict(county, reply, sign_in):
    browser = sign_in(county.clerk)
    browser.get(f"/replies/{reply.pk}/feedback.docx")
    work()
    found = Print.objects.get()
    browser.post("/scans/", {"papers": photo_of(found.pdf)})
    work()
    upload = Scan.objects.get().upload
    verdict = reply.assignment.evaluations.get()
    assert (upload.subject_type, upload.subject_id) == ("suggestions.evaluation", verdict.pk)


def test_a_stack_in_one_pdf_is_taken_apart(county, reply, sign_in):
    import pypdfium2  # noqa: PLC0415 -- only here

    browser = sign_in(county.clerk)
    letter = printed(browser, reply)
    form = _form(browser, reply)
    stack = pypdfium2.PdfDocument.new()
    for each in (letter, form):
        stack.import_pages(pypdfium2.PdfDocument(_content(each.pdf)))
    out = io.BytesIO()
    stack.save(out)
    browser.post("/scans/", {"papers": SimpleUploadedFile("stack.pdf", out.getvalue(), PDF)})
    work()
    filed = {scan.print_id: scan.upload for scan in Scan.objects.all()}
    assert set(filed) == {letter.pk, form.pk}
    assert all(scans.codes_in(_content(upload), PDF)[0] for upload in filed.values())


def _form(browser, reply):
    browser.get(f"/replies/{reply.pk}/feedback.docx")
    work()
    return Print.objects.get(kind="suggestions.feedback")


def blank():
    out = io.BytesIO()
    Image.new("RGB", (600, 800), "white").save(out, "JPEG")
    return SimpleUploadedFile("page.jpg", out.getvalue(), "image/jpeg")


def test_where_no_code_can_be_read_it_asks_and_takes_the_number(county, reply, sign_in):
    browser = sign_in(county.a_clerk)
    found = printed(browser, reply)
    browser.post("/scans/", {"papers": blank()})
    work()
    scan = Scan.objects.get()
    place = f"/scans/{scan.pk}/"
    assert "No square code could be read on it" in browser.get(place).content.decode()
    wrong = browser.post(place, {"code": "AAAA BBBB CCCC DDDD"})
    assert wrong.status_code == 422
    assert "There is no such paper that you may file a scan with." in wrong.content.decode()
    right = browser.post(place, {"code": found.code.lower()})
    assert (right.status_code, right.url) == (302, f"/p/{found.token}/")
    scan.refresh_from_db()
    assert (scan.phase, scan.print_id, scan.by_hand) == ("found", found.pk, True)


def test_a_code_of_somebody_elses_paper_files_nothing(county, elsewhere, reply, sign_in):
    found = printed(sign_in(county.a_clerk), reply)
    for seat in (county.b_clerk, county.second, elsewhere.clerk):
        sign_in(seat).post("/scans/", {"papers": photo_of(found.pdf)})
    work()
    asked = [Reason.from_json(scan.why).text for scan in Scan.objects.order_by("pk")]
    assert asked == ["Its code leads to no paper that you may file a scan with."] * 3
    assert Scan.objects.filter(print=found).count() == 0
    for seat in (county.b_clerk, county.second):
        scan = Scan.objects.get(seat_id=seat.pk)
        assert sign_in(seat).post(f"/scans/{scan.pk}/", {"code": found.token}).status_code == 422
        assert sign_in(county.a_clerk).get(f"/scans/{scan.pk}/").status_code == 404


def test_on_the_page_of_a_paper_a_scan_needs_no_code(county, reply, sign_in):
    browser = sign_in(county.a_clerk)
    found = printed(browser, reply)
    answer = browser.post(f"/p/{found.token}/scan/", {"papers": blank()})
    assert (answer.status_code, Scan.objects.get().print_id) == (302, found.pk)
    refused = sign_in(county.second).post(f"/p/{found.token}/scan/", {"papers": blank()})
    assert refused.status_code == 403
    nothing = browser.post(f"/p/{found.token}/scan/")
    assert (nothing.status_code, Scan.objects.count()) == (422, 1)
    odd = SimpleUploadedFile("a.pdf", b"MZ no pdf", PDF)
    assert browser.post("/scans/", {"papers": odd}).status_code == 422


def test_a_file_that_only_looks_like_a_pdf_asks(county, reply, sign_in):
    browser = sign_in(county.a_clerk)
    browser.post("/scans/", {"papers": SimpleUploadedFile("a.pdf", b"%PDF-1.4 rubbish", PDF)})
    work()
    assert Reason.from_json(Scan.objects.get().why).text.startswith("The file cannot be opened")


def test_the_number_of_a_paper_opens_it(county, reply, sign_in):
    browser = sign_in(county.a_clerk)
    found = printed(browser, reply)
    assert browser.get("/p/").status_code == 200
    answer = browser.post("/p/", {"code": f" {found.code.lower()} "})
    assert answer.url == f"/p/{found.token}/"
    assert browser.post("/p/", {"code": "ABCD"}).status_code == 422
    assert sign_in(county.b_clerk).post("/p/", {"code": found.token}).status_code == 422


def test_stacks_begin_with_their_codes():
    page = "HTTPS://EXAMPLE.ORG/P/{}".format
    pages = [[page("A")], [], [page("B"), "other"], [page("B")], []]
    assert documents.groups(pages) == [("A", 0, 1), ("B", 2, 4)]
    assert documents.groups([[], ["https://example.org/x"]]) == []


# Templates


def hand_in(browser, *lines, name="ours.docx"):
    file = SimpleUploadedFile(name, template(*lines))
    answer = browser.post("/templates/suggestions.letter/hand-in/", {"file": file})
    work()
    return answer


def test_an_office_hands_in_a_template_looks_at_it_uses_it_and_goes_back(county, reply, sign_in):
    browser = sign_in(county.clerk)
    hand_in(
        browser,
        "OUR FORM {{ number }}",
        "{%p for each in paragraphs %}",
        "{{ each }}",
        "{%p endfor %}",
    )
    made = LetterTemplate.objects.get()
    assert (made.phase, made.faults, made.version) == ("sound", [], 1)
    shown = Document(io.BytesIO(browser.get(f"/templates/{made.pk}/preview/").content))
    assert shown.paragraphs[0].text == "OUR FORM 青交函〔2026〕12号"
    before = printed(browser, reply)
    browser.post(f"/templates/{made.pk}/use/")
    after = printed(browser, reply)
    lines = Document(io.BytesIO(_content(after.word))).paragraphs
    assert (before.pk != after.pk, lines[0].text) == (True, f"OUR FORM {reply.number}")
    browser.post("/templates/suggestions.letter/reset/")
    assert printed(browser, reply).pk == after.pk  # the newest print stays the newest
    assert browser.get(f"/replies/{reply.pk}.docx").content == _content(before.word)


def test_a_faulty_template_says_why_and_cannot_be_used(county, sign_in):
    browser = sign_in(county.clerk)
    hand_in(browser, "{{ nowhere }}")
    made = LetterTemplate.objects.get()
    assert made.phase == "faulty"
    page = browser.get("/templates/").content.decode()
    assert "There is no “nowhere” to put in" in page
    browser.post(f"/templates/{made.pk}/use/")
    made.refresh_from_db()
    assert made.phase == "faulty"


def test_versions_are_kept_and_one_is_in_use(county, sign_in):
    browser = sign_in(county.clerk)
    for _each in range(2):
        hand_in(browser, "{{ to }}")
    first, second = LetterTemplate.objects.order_by("version")
    for each in (first, second):
        browser.post(f"/templates/{each.pk}/use/")
    phases = list(LetterTemplate.objects.order_by("version").values_list("version", "phase"))
    assert phases == [(1, "sound"), (2, "used")]
    with pytest.raises(IntegrityError):
        LetterTemplate.objects.filter(version=1).update(phase="used")


def test_templates_are_kept_by_the_office_alone(county, elsewhere, sign_in):
    hand_in(sign_in(county.clerk), "{{ to }}")
    made = LetterTemplate.objects.get()
    for seat in (county.deputy, county.a_clerk, county.town_clerk, county.auditor):
        browser = sign_in(seat)
        status = [
            browser.get("/templates/").status_code,
            browser.post(f"/templates/{made.pk}/use/").status_code,
            browser.get(f"/templates/{made.pk}/file/").status_code,
            hand_in(browser, "{{ to }}").status_code,
        ]
        assert status == [404] * 4
    other = sign_in(elsewhere.clerk)
    assert other.get("/templates/").status_code == 200
    assert other.post(f"/templates/{made.pk}/use/").status_code == 404
    assert other.get(f"/templates/{made.pk}/preview/").status_code == 404


def test_what_is_no_docx_is_not_even_looked_at(county, sign_in):
    browser = sign_in(county.clerk)
    answer = hand_in(browser, "{{ to }}", name="ours.doc")
    assert answer.status_code == 422
    assert "Save it as a Word document (.docx) first." in answer.content.decode()
    large = SimpleUploadedFile("a.docx", b"PK" + b"0" * 5_000_001)
    told = browser.post("/templates/suggestions.letter/hand-in/", {"file": large})
    assert told.status_code == 422
    assert LetterTemplate.objects.count() == 0


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
