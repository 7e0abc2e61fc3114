"""`lianxin keys`: a new key, rows turned over to it, an old one dropped; and nothing in plain."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.conf import settings as configured
from django.db import connection
from django.test import Client
from django.urls import reverse

from lianxin.base.files import actions as files
from lianxin.base.jobs import actions as jobs
from lianxin.base.jobs.models import Job, StagedRow
from lianxin.config.command import main
from lianxin.institution.congress.models import Person
from lianxin.kernel import keyring, turning
from lianxin.kernel.fields import holding
from lianxin.kernel.keyring import Key, Ring
from lianxin.work.voices import actions as voices
from lianxin.work.voices.models import Contact
from tests.factories.handing_in import hand_in, say_yes, signed_in
from tests.factories.sheets import xlsx

PHONE, SECOND, NUMBER = "13812345678", "13987654321", "110101198003070041"
NAME = "欧阳若尘"


@pytest.fixture
def ring(tmp_path, settings):
    """A ring of one key, of this test alone."""
    settings.KEYS_FILE, settings.KEYS_GIVEN = tmp_path / "keys.txt", ""
    keyring._known.clear()
    keyring.write(Ring([Key(7, "sm4", date(2026, 1, 1), b"k" * keyring.LENGTH)]))
    yield
    keyring._known.clear()


@pytest.fixture
def rows(county, ring):
    """A person and a voice with numbers."""
    person = county.second.mandate.person
    person.phone, person.identity_number = PHONE, NUMBER
    person.save()
    voices.receive(
        actor=county.officer,
        cell_id=county.cell.pk,
        body="A lamp is out.",
        region=county.villages[0],
        code="",
        name=NAME,
        phone=SECOND,
        address="柳溪镇 12 号",
    )
    return person


def listed(capsys):
    status = main(["keys", "list", "--json"])
    return status, json.loads(capsys.readouterr().out)


def test_the_list_tells_what_each_key_locks_and_whether_it_opens(rows, capsys):
    status, told = listed(capsys)
    assert (status, told["without_key"]) == (0, 0)
    assert told["keys"] == [
        {
            "id": 7,
            "cipher": "sm4",
            "made": "2026-01-01",
            "locks": True,
            "values": 5,
            "opens": True,
        }
    ]


def test_a_lost_key_and_a_wrong_one_are_told_of(rows, capsys):
    keyring.write(Ring([Key(8, "sm4", date(2026, 1, 1), b"z" * keyring.LENGTH)]))
    status, told = listed(capsys)
    assert (status, told["without_key"]) == (1, 5)
    keyring.write(Ring([Key(7, "sm4", date(2026, 1, 1), b"z" * keyring.LENGTH)]))
    status, told = listed(capsys)
    assert (status, told["keys"][0]["opens"]) == (1, False)


@pytest.mark.parametrize("cipher", ["sm4", "aes"])
def test_a_new_key_locks_and_the_worker_turns_the_rows_over(rows, capsys, settings, cipher):
    settings.CIPHER = cipher
    assert main(["keys", "new"]) == 0
    assert [(key.id, key.cipher) for key in keyring.ring()] == [(7, "sm4"), (8, cipher)]
    assert Person.objects.get(holding(Person, "phone", PHONE)) == rows  # by the old key's mark
    assert jobs.step() is True
    assert Job.objects.get().phase == Job.Phase.DONE
    capsys.readouterr()
    status, told = listed(capsys)
    assert (status, [(key["id"], key["values"]) for key in told["keys"]]) == (0, [(7, 0), (8, 5)])
    assert Person.objects.get(holding(Person, "phone", PHONE)).identity_number == NUMBER
    assert Contact.objects.get(holding(Contact, "phone", SECOND)).name == NAME


def test_turning_may_be_stopped_and_goes_on_with_what_is_left(county, rows):
    for n in range(5):
        Person.objects.create(cell=county.cell, name=f"P{n}", phone=f"1390000000{n}")
    keyring.write(Ring([*keyring.ring(), keyring.fresh(8, on=date(2026, 11, 25))]))

    def dies(_done):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        turning.turn(dies, at_once=2)
    locked_anew = Person.objects.filter(phone__locked_with=8).count()
    assert 0 < locked_anew < 6
    done = turning.turn(at_once=2)
    assert (done.of, done.rows) == (7 - locked_anew, 7 - locked_anew)
    assert turning.turn().of == 0


def test_turning_undoes_nobodys_change(rows):
    """Somebody writes between the reading of a row and the writing of it."""
    keyring.write(Ring([*keyring.ring(), keyring.fresh(8, on=date(2026, 11, 25))]))
    stale = Person.objects.get(pk=rows.pk)
    fresh = Person.objects.get(pk=rows.pk)
    fresh.phone = "13700000000"
    fresh.save()
    done = turning.Turned()
    turning._turn_row(stale, done)
    assert done.rows == 0
    assert Person.objects.get(pk=rows.pk).phone == "13700000000"


def test_rows_that_do_not_open_are_counted_and_left(rows, capsys):
    keyring.write(
        Ring(
            [
                Key(7, "sm4", date(2026, 1, 1), b"z" * keyring.LENGTH),
                keyring.fresh(8, on=date(2026, 11, 25)),
            ]
        )
    )
    assert main(["keys", "turn"]) == 1
    assert Person.objects.filter(phone__locked_with=7).count() == 1


def test_a_key_is_dropped_when_it_locks_nothing_and_no_sheet_waits(rows, capsys):
    assert main(["keys", "drop", "7"]) == 2  # it locks
    main(["keys", "new"])
    assert main(["keys", "drop", "7"]) == 2  # values
    main(["keys", "turn"])
    assert main(["keys", "drop", "7"]) == 2  # sheets may wait
    old, new = keyring.ring()
    before = new.made - timedelta(days=40)
    keyring.write(Ring([old, Key(new.id, new.cipher, before, new.secret)]))
    assert main(["keys", "drop", "7"]) == 0
    assert [key.id for key in keyring.ring()] == [8]
    assert Person.objects.get(pk=rows.pk).phone == PHONE


def test_a_command_without_its_keys_says_so_in_a_sentence(rows, capsys, tmp_path):
    keyring.path().unlink()
    assert main(["keys", "list"]) == 3
    told = capsys.readouterr().err
    assert ("keys.txt" in told, "Traceback" in told) == (True, False)


# Nothing in plain


SECRETS = [each.encode() for each in (PHONE, SECOND, NUMBER, NAME, "柳溪镇 12 号")]
HEADINGS = ("姓名", "性别", "出生年月", "手机号", "身份证号", "备注")
ROSTER = (
    ("陈小满", "女", "1980-03", PHONE, NUMBER, ""),
    ("王伟", "男", "1970-03", f"{SECOND}9", "", ""),  # mistyped: a fault
    ("李静", "女", "1975-03", SECOND, "", ""),
)


def in_the_database():
    """Every text of every table, as the database holds it."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 -- our own tables
            found += [repr(row) for row in cursor.fetchall()]
    return "\n".join(found)


def leaks(text):
    return [secret.decode() for secret in SECRETS if secret.decode() in text]


def in_the_files():
    home = configured.MEDIA_ROOT
    found = b"".join(path.read_bytes() for path in home.rglob("*") if path.is_file())
    return [secret for secret in SECRETS if secret in found]


@pytest.mark.parametrize("name", ["名册.xlsx", "名册.csv"])
def test_a_roster_on_its_way_leaves_no_number_in_plain(county, ring, settings, tmp_path, name):
    settings.MEDIA_ROOT = configured.MEDIA_ROOT = tmp_path / "files"
    content = xlsx(HEADINGS, *ROSTER)
    if name.endswith("csv"):
        content = "\n".join(",".join(row) for row in (HEADINGS, *ROSTER)).encode()
    client = signed_in(county.clerk)
    hand_in(client, county, content, name)
    assert jobs.step() is True
    job = Job.objects.get()
    staged = StagedRow.objects.filter(job=job)
    assert (job.phase, staged.count()) == (Job.Phase.READY, 3)
    assert (leaks(in_the_database()), in_the_files()) == ([], [])
    shown = client.get(reverse("import_job", args=[job.pk])).content.decode()
    assert leaks(shown) == []
    say_yes(client, job)
    assert Person.objects.get(holding(Person, "phone", PHONE)).identity_number == NUMBER
    assert Person.objects.get(name="李静").phone == SECOND
    assert (leaks(in_the_database()), in_the_files()) == ([], [])


def test_a_sheet_comes_back_to_its_sender_as_it_was(ring, db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    content = xlsx(HEADINGS, *ROSTER)
    kept = files.keep(content, files.SHEET, "名册.xlsx", cell_id=1)
    assert files.content_of(kept) == content


@pytest.mark.django_db(transaction=True)
def test_no_byte_of_the_database_file_holds_a_number(rows, rules):
    """The whole file, with what waits to be written into it."""
    main(["privacy", "export"])  # refused: says nothing of anybody
    if connection.vendor != "sqlite":
        assert leaks(in_the_database()) == []
        return
    name = connection.settings_dict["NAME"]
    parts = [Path(f"{name}{ending}") for ending in ("", "-wal")]
    found = b"".join(part.read_bytes() for part in parts if part.exists())
    assert b"A lamp is out." in found
    assert [secret for secret in SECRETS if secret in found] == []


@pytest.mark.django_db(transaction=True)
def test_what_was_erased_is_gone_from_the_file(rows, county):
    """The words too, in which somebody had named the speaker; SQLite keeps no trace of them."""
    if connection.vendor != "sqlite":
        assert rows.phone == PHONE  # PostgreSQL: its VACUUM, and its own logs, are the operator's
        return
    voice = voices.receive(
        actor=county.officer,
        cell_id=county.cell.pk,
        body=f"I am {NAME}, ring {PHONE}, the lamp is out.",
        code="",
        name=NAME,
        phone=PHONE,
    )
    assert NAME.encode() in _bytes_of_the_database()
    voices.forget_contact(voice, actor=county.clerk, reason="asked")
    assert (
        NAME.encode() in _bytes_of_the_database(),
        PHONE.encode() in _bytes_of_the_database(),
    ) == (
        False,
        False,
    )


def _bytes_of_the_database():
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return Path(connection.settings_dict["NAME"]).read_bytes()


def test_a_page_whose_keys_are_missing_answers_503_with_a_sentence(rows, county):
    client = Client(raise_request_exception=False)
    client.force_login(county.clerk.user)
    keyring.write(Ring([Key(9, "sm4", date(2026, 1, 1), b"z" * keyring.LENGTH)]))
    address = reverse("dossiers:numbers", args=[rows.pk])
    answer = client.post(address, {"purpose": "ask"})
    text = answer.content.decode()
    assert (answer.status_code, "Key 7 is not in the ring" in text) == (503, True)
    assert client.get(reverse("dossiers:file", args=[rows.pk])).status_code == 200
