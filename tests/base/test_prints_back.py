"""Signed scans find their paper by its code; an office's own templates are looked at and kept."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError
from docx import Document
from PIL import Image

from lianxin.base.paper import scans
from lianxin.base.paper.reasons import Reason
from lianxin.base.prints import documents
from lianxin.base.prints.models import LetterTemplate, Print, Scan
from tests.base.test_tags import template
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


# Signed scans


def photo_of(upload):
    """A photograph of the first page, a little askew."""
    import pypdfium2  # noqa: PLC0415 -- only here

    page = pypdfium2.PdfDocument(content(upload))[0]
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
        stack.import_pages(pypdfium2.PdfDocument(content(each.pdf)))
    out = io.BytesIO()
    stack.save(out)
    browser.post("/scans/", {"papers": SimpleUploadedFile("stack.pdf", out.getvalue(), PDF)})
    work()
    filed = {scan.print_id: scan.upload for scan in Scan.objects.all()}
    assert set(filed) == {letter.pk, form.pk}
    assert all(scans.codes_in(content(upload), PDF)[0] for upload in filed.values())


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
    lines = Document(io.BytesIO(content(after.word))).paragraphs
    assert (before.pk != after.pk, lines[0].text) == (True, f"OUR FORM {reply.number}")
    browser.post("/templates/suggestions.letter/reset/")
    assert printed(browser, reply).pk == after.pk  # the newest print stays the newest
    assert browser.get(f"/replies/{reply.pk}.docx").content == content(before.word)


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
    program = SimpleUploadedFile("a.docx", b"MZ\x90\x00" * 200)
    told = browser.post("/templates/suggestions.letter/hand-in/", {"file": program})
    assert told.status_code == 422
    assert "This is no Word document (.docx), or it is damaged." in told.content.decode()
    assert LetterTemplate.objects.count() == 0
