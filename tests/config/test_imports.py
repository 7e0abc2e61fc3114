"""The pages of bringing sheets in: hand in, look, say yes, see what was done."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
import xlsxwriter
from django.test import Client
from django.urls import reverse

from lianxin.base.files.models import Upload
from lianxin.base.jobs import actions as jobs
from lianxin.base.jobs.models import Job, StagedRow
from lianxin.base.paper.sheets import read
from lianxin.config import imports as views
from lianxin.institution.congress.models import Mandate, Person
from lianxin.work.voices.models import Voice
from tests.factories.handing_in import LIST, address, hand_in, page, say_yes, shown, signed_in
from tests.factories.roster_workbook import messy_roster
from tests.factories.sheets import xlsx

HEADINGS = ("姓名", "性别", "出生年月", "工作单位及职务", "手机号", "身份证号")
CHEN = ("陈小满", "女", "1980-03", "小学教师", "13800000001", "110101198003070041")
WRONG = ("钱多多", "第三", "1970-01", "护士", "13800000002", "")


@pytest.fixture(autouse=True)
def _files_of_this_test(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def clerk(county):
    return signed_in(county.clerk)


# Hand in


def test_a_sheet_waits_for_the_worker_and_the_page_asks_again_by_itself(clerk, county):
    answer = hand_in(clerk, county, xlsx(HEADINGS, CHEN))
    job = Job.objects.get()
    assert answer.url == address("import_job", job)
    assert (job.kind, job.seat_id, job.cell_id) == (
        "import.roster",
        county.clerk.pk,
        county.cell.pk,
    )
    waiting = clerk.get(answer.url)
    assert waiting["Refresh"] == "2"
    assert "The sheet is being read and compared" in waiting.content.decode()


def test_a_file_that_says_it_is_too_large_is_not_even_read(clerk, settings):
    def never(*args):
        raise AssertionError("the body was read")

    body = type("Body", (), {"read": never, "readline": never})()
    answer = clerk.generic(
        "POST",
        LIST,
        content_type="multipart/form-data; boundary=x",
        **{"wsgi.input": body, "CONTENT_LENGTH": str(90_000_000)},
    )
    assert answer.status_code == 413
    assert "The file is larger than 20 MB; send a smaller one." in answer.content.decode()


def test_a_file_a_little_too_large_is_refused_with_the_same_sentence(clerk, county, settings):
    settings.LARGEST_UPLOAD = 1_000_000
    answer = hand_in(clerk, county, b"\x00" * 1_050_000)
    assert answer.status_code == 422
    assert "The file is larger than 1 MB; send a smaller one." in answer.content.decode()
    assert (Upload.objects.count(), Job.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"MZ\x90\x00\x03" * 30, "This is a program, not a sheet."),
        (b"", "The file is empty."),
        (b"%PDF-1.7\n", "This is a PDF; send the sheet itself (.xlsx, .xls, .ods or .csv)."),
    ],
)
def test_what_is_no_sheet_is_refused_at_once_whatever_its_name(clerk, county, content, said):
    answer = hand_in(clerk, county, content)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert Job.objects.count() == 0


def with_sheet(change, **more):
    """A roster whose sheet is another one, and which has parts beside."""
    out = BytesIO()
    with ZipFile(BytesIO(xlsx(HEADINGS, CHEN))) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            body = old.read(name)
            new.writestr(name, change(body) if name == "xl/worksheets/sheet1.xml" else body)
        for name, body in more.items():
            new.writestr(f"xl/media/{name}.bin", body)
    return out.getvalue()


def same(body):
    return body


def test_a_damaged_workbook_is_told_when_it_was_tried(clerk, county):
    job = shown(clerk, county, with_sheet(lambda body: body[: len(body) // 2]))
    assert job.phase == "failed"
    assert "The file is damaged; save it again and send it once more." in page(clerk, job)
    assert Upload.objects.count() == 0


def test_a_workbook_that_means_harm_is_refused_at_once_and_the_form_stays(clerk, county):
    torn = bytearray(xlsx(HEADINGS, CHEN))
    at = torn.find(b"xl/worksheets/sheet1.xml") + 40
    torn[at : at + 80] = b"?" * 80
    entity = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><worksheet'
    wrong = {
        bytes(torn): "The file is damaged; save it again",
        with_sheet(same, x=b"\x00" * 60_000_000): "The file unpacks to far more than its size",
        with_sheet(same, x=b"MZ\x90"): "The file holds other files inside",
        with_sheet(lambda body: body.replace(b"<worksheet", entity)): "declarations that office",
    }
    for content, said in wrong.items():
        answer = hand_in(clerk, county, content)
        text = answer.content.decode()
        assert (answer.status_code, said in text) == (422, True), said
        assert f'value="{county.congress.pk}"' in text
    assert (Upload.objects.count(), Job.objects.count()) == (0, 0)


def test_a_text_file_in_gb_18030_is_read(clerk, county):
    rows = "姓名,性别,出生年月\n陈䶮,女,1980.03\n".encode("gb18030")
    assert "陈䶮" in page(clerk, shown(clerk, county, rows, name="名册.csv"))


def test_a_form_of_another_site_is_refused(county):
    client = signed_in(county.clerk, enforce_csrf_checks=True)
    assert hand_in(client, county, xlsx(HEADINGS, CHEN)).status_code == 403
    assert Job.objects.count() == 0


def test_a_congress_of_another_cell_cannot_be_chosen(clerk, county, elsewhere):
    answer = hand_in(clerk, elsewhere, xlsx(HEADINGS, CHEN))
    assert answer.status_code == 422
    assert Job.objects.count() == 0


@pytest.mark.parametrize("slug", ["roster", "voices"])
def test_an_empty_sheet_can_be_filled_in(clerk, slug):
    answer = clerk.get(reverse("import_blank", args=[slug]))
    headings = read(b"".join(answer.streaming_content))[0].rows[0].cells
    assert {"roster": "姓名*", "voices": "留言主题*"}[slug] in headings
    assert clerk.get(reverse("import_blank", args=["other"])).status_code == 404


# Look


def test_the_preview_counts_and_shows_the_faulty_rows_first(clerk, county):
    job = shown(clerk, county, xlsx(HEADINGS, CHEN, WRONG, ("合计", 2)))
    first, new = page(clerk, job), page(clerk, job, "?show=new")
    assert "“第三” is no sex of GB/T 2261.1; write 男 or 女." in first
    assert "钱多多" in first
    assert "陈小满" not in first
    assert ("陈小满" in new, "钱多多" in new) == (True, False)
    assert "Land 1 person" in first
    assert Person.objects.filter(name="陈小满").count() == 0


def test_what_would_change_is_shown_old_and_new(clerk, county):
    Person.objects.create(cell=county.cell, name="陈小满", sex="2", born="1980-03", post="医生")
    text = page(clerk, shown(clerk, county, xlsx(HEADINGS, CHEN)))
    assert '<del class="mut">医生</del>' in text
    assert '<ins class="b c-g">小学教师</ins>' in text
    assert "Mandate: — → Congress" in text


def test_identity_numbers_and_phones_are_nowhere_on_the_page(clerk, county):
    Person.objects.create(cell=county.cell, name="陈小满", sex="2", born="1980-03", phone="139")
    job = shown(clerk, county, xlsx(HEADINGS, CHEN))
    text = page(clerk, job)
    assert "138****0001" in text
    assert ("13800000001" in text, "1101011980" in text) == (False, False)
    kept = str(list(StagedRow.objects.filter(job=job).values()))
    assert "1101011980" not in kept


def test_the_sheet_comes_back_with_its_problems_beside_the_rows(clerk, county):
    job = shown(clerk, county, xlsx(HEADINGS, CHEN, WRONG), name="我县名册.xlsx")
    answer = clerk.get(address("import_errors", job))
    returned = read(b"".join(answer.streaming_content))[0]
    assert returned.rows[2].cells[:2] == WRONG[:2]
    assert "write 男 or 女" in returned.rows[2].cells[-1]
    assert "%E6%88%91%E5%8E%BF" in answer["Content-Disposition"]


def test_a_sheet_that_is_not_kept_any_more_is_asked_for_again(clerk, county):
    job = shown(clerk, county, xlsx(HEADINGS, CHEN, WRONG))
    Upload.objects.all().delete()
    answer = clerk.get(address("import_errors", job), follow=True)
    assert "Sheets are kept for two days" in answer.content.decode()


def test_pages_cost_the_same_queries_whatever_the_rows(
    clerk, county, django_assert_max_num_queries
):
    small = shown(clerk, county, xlsx(HEADINGS, CHEN, WRONG))
    large = shown(clerk, county, messy_roster(people=120).content)
    for address_, most in ((LIST, 12), *((address("import_job", j), 18) for j in (small, large))):
        with django_assert_max_num_queries(most):
            clerk.get(address_)
    Job.objects.bulk_create(
        Job(kind="import.roster", cell_id=county.cell.pk, seat_id=county.clerk.pk)
        for _n in range(30)
    )
    with django_assert_max_num_queries(12):
        clerk.get(LIST)


# Yes


def test_few_rows_land_while_one_waits(clerk, county):
    job = shown(clerk, county, xlsx(HEADINGS, CHEN, WRONG))
    answer = say_yes(clerk, job)
    assert job.phase == "done"
    mandate = Mandate.objects.get(person__name="陈小满")
    assert (mandate.congress, mandate.term) == (county.congress, county.term)
    assert "Landed: 1 person" in answer.content.decode()
    assert "钱多多" in answer.content.decode()


def test_many_rows_are_left_to_the_worker(clerk, county, monkeypatch):
    monkeypatch.setattr(views, "AT_ONCE", 1)
    job = shown(clerk, county, xlsx(HEADINGS, CHEN))
    assert "It is being landed" in say_yes(clerk, job).content.decode()
    assert Person.objects.filter(name="陈小满").count() == 0
    jobs.step()
    assert Person.objects.filter(name="陈小满").count() == 1


def test_saying_yes_twice_lands_once(clerk, county):
    job = shown(clerk, county, xlsx(HEADINGS, CHEN))
    say_yes(clerk, job)
    say_yes(clerk, job)
    assert (job.phase, Person.objects.filter(name="陈小满").count()) == ("done", 1)


def test_messages_land_as_voices(clerk, county):
    headings = ("留言编号", "留言主题", "留言时间", "留言详情", "答复意见", "答复时间")
    rows = [
        ("1", "路灯", "2019-03-01 09:30", "路灯不亮。"),
        ("2", "公交", "2019-03-01", "少。", "已加。"),
    ]
    job = shown(clerk, county, xlsx(headings, *rows), kind="voices")
    assert "Landed: 2 messages" in say_yes(clerk, job).content.decode()
    assert sorted(Voice.objects.values_list("state", flat=True)) == ["closed", "submitted"]


def test_all_or_nothing_is_closed_while_anything_is_faulty(clerk, county):
    job = shown(clerk, county, xlsx(HEADINGS, CHEN, WRONG))
    assert "“All rows or none” is closed while anything is faulty" in page(clerk, job)
    answer = say_yes(clerk, job, whole="1")
    assert "Not everything is right yet, so nothing was landed." in answer.content.decode()
    assert (job.phase, Person.objects.filter(name="陈小满").count()) == ("ready", 0)


def test_of_two_clerks_with_one_file_the_second_sees_it_is_there(clerk, county):
    other = signed_in(county.seat("second clerk", "office", organ=county.office))
    first, second = (shown(c, county, xlsx(HEADINGS, CHEN)) for c in (clerk, other))
    say_yes(clerk, first)
    answer = say_yes(other, second)
    assert (first.phase, second.phase) == ("done", "ready")
    assert second.result["counts"]["unchanged"] == 1
    text = answer.content.decode()
    assert "Nothing was landed. The sheet was compared once more" in text
    assert "Everything is there already: nothing to land" in text
    assert Person.objects.filter(name="陈小满").count() == 1


def test_a_yes_to_an_older_preview_is_asked_for_again(clerk, county):
    job = shown(clerk, county, xlsx(HEADINGS, CHEN))
    answer = say_yes(clerk, job, digest="older")
    assert "It was compared anew since you looked." in answer.content.decode()
    assert job.phase == "ready"


def test_when_the_sheet_is_gone_an_old_preview_says_so(clerk, county):
    job = shown(clerk, county, xlsx(HEADINGS, CHEN))
    Person.objects.create(cell=county.cell, name="陈小满", sex="2", born="1980-03")
    Upload.objects.all().delete()
    answer = say_yes(clerk, job)
    assert "The sheet is not here any more; hand it in once more." in answer.content.decode()
    assert job.phase == "failed"


def test_whoever_said_yes_is_whom_the_landing_is_asked_of(clerk, county):
    other = county.seat("second clerk", "office", organ=county.office)
    job = shown(signed_in(other), county, xlsx(HEADINGS, CHEN))
    say_yes(clerk, job)
    assert (job.seat_id, job.parameters["landed_by"]) == (other.pk, county.clerk.pk)


# No


def test_what_is_given_up_is_forgotten(clerk, county, tmp_path):
    job = shown(clerk, county, xlsx(HEADINGS, CHEN, WRONG))
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 2
    answer = clerk.post(address("import_cancel", job), follow=True)
    assert "Given up. Nothing was landed, and the sheet is forgotten." in answer.content.decode()
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    assert (StagedRow.objects.count(), Upload.objects.count()) == (0, 0)
    assert say_yes(clerk, job).status_code == 200
    assert job.phase == "cancelled"


def test_a_sheet_that_has_landed_is_not_kept(clerk, county):
    say_yes(clerk, shown(clerk, county, xlsx(HEADINGS, CHEN)))
    assert Upload.objects.count() == 0


# Who


@pytest.mark.parametrize(
    "name",
    ["deputy", "officer", "leader", "chair", "a_clerk", "a_head", "supervision", "auditor"]
    + ["sys_admin", "security_admin"],
)
def test_only_offices_and_town_clerks_bring_sheets_in(county, name):
    client = signed_in(getattr(county, name))
    job = Job.objects.create(kind="import.roster", cell_id=county.cell.pk)
    answers = [
        client.get(LIST),
        client.get(reverse("import_blank", args=["roster"])),
        client.get(address("import_job", job)),
        client.get(address("import_errors", job)),
        client.post(address("import_confirm", job)),
        client.post(address("import_cancel", job)),
        hand_in(client, county, xlsx(HEADINGS, CHEN)),
    ]
    assert {answer.status_code for answer in answers} == {403}
    assert Job.objects.count() == 1


def test_a_sheet_of_another_cell_is_not_there(clerk, county, elsewhere):
    job = shown(signed_in(elsewhere.clerk), elsewhere, xlsx(HEADINGS, CHEN))
    answers = [
        clerk.get(address("import_job", job)),
        clerk.get(address("import_errors", job)),
        clerk.post(address("import_confirm", job), {"digest": job.result["digest"]}),
        clerk.post(address("import_cancel", job)),
    ]
    assert {answer.status_code for answer in answers} == {404}
    assert "名册.xlsx" not in clerk.get(LIST).content.decode()


def test_a_stranger_is_asked_to_sign_in(db):
    assert Client().get(LIST).url.startswith("/sign-in/")


def test_reading_an_address_never_lands_anything(clerk, county):
    job = shown(clerk, county, xlsx(HEADINGS, CHEN))
    assert clerk.get(address("import_confirm", job)).status_code == 405
    assert clerk.get(address("import_cancel", job)).status_code == 405


def test_a_workbook_of_two_sheets_names_the_sheet_of_each_row(clerk, county):

    file = BytesIO()
    with xlsxwriter.Workbook(file) as book:
        for name, person in (("东片", "陈小满"), ("西片", "钱来来")):
            paper = book.add_worksheet(name)
            paper.write_row(0, 0, HEADINGS[:3])
            paper.write_row(1, 0, (person, "女", "1980-03"))
    text = page(clerk, shown(clerk, county, file.getvalue()))
    assert ("东片 2" in text, "西片 2" in text) == (True, True)
