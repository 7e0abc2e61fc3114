"""`lianxin init`, demonstration and real data apart, and what a printed slip leads to."""

from datetime import date

import pytest
from django.contrib.auth import authenticate
from django.test import Client

from lianxin.base.accounts.models import ActivationSlip, User
from lianxin.config.command import main
from lianxin.config.commands import up
from lianxin.demo import scenario
from lianxin.institution.congress.models import (
    Cell,
    Congress,
    Organ,
    Role,
    Seat,
)
from tests.factories.first_day import PHRASE, init, path_of

pytestmark = pytest.mark.usefixtures("one_step")


# The command


def test_init_lays_the_county_out_from_the_list(listed, capsys):
    said = init(capsys)
    assert (said["county"], said["name"], said["account"]) == ("990108", "青溪县", "admin")
    cell = Cell.objects.get()
    assert (cell.demo, cell.setting_up, cell.region) == (False, True, listed)
    assert set(Congress.objects.values_list("level", "name")) == {
        ("national", "全国人民代表大会"),
        ("province", "清远省人民代表大会"),
        ("city", "安澜市人民代表大会"),
        ("county", "青溪县人民代表大会"),
        ("town", "柳桥镇人民代表大会"),
        ("town", "云岭乡人民代表大会"),
    }
    assert set(Organ.objects.values_list("kind", "name")) == {
        ("standing_committee", "青溪县人大常委会"),
        ("deputy_affairs_office", "青溪县人大常委会代表工作委员会"),
        ("gov_supervision_office", "青溪县人民政府督查室"),
        ("presidium", "柳桥镇人大主席团"),
        ("presidium", "云岭乡人大主席团"),
        ("subdistrict_committee", "青溪县人大常委会城关街道工作委员会"),
    }
    assert Seat.objects.get().role == Role.SYS_ADMIN


def test_init_again_gives_a_new_address_until_one_was_used(listed, capsys):
    first, second = init(capsys), init(capsys)
    assert first["activate"] != second["activate"]
    assert (Cell.objects.count(), Seat.objects.count()) == (1, 1)
    assert Client().get(path_of(first["activate"])).status_code == 422
    client = Client()
    code = second["activate"].rstrip("/").rpartition("/")[2]
    answer = client.post("/activate/", {"code": code, "password": PHRASE, "again": PHRASE})
    assert answer.url == "/sign-in/"
    assert init(capsys)["activate"] == ""


@pytest.mark.parametrize("code", ["99", "99010a", "9901081", ""])
def test_init_wants_a_code_of_six_figures(rules, capsys, code):
    assert main(["init", "--county", code, "--json"]) == 2
    assert Cell.objects.count() == 0


def test_init_without_a_list_asks_for_the_name(rules, capsys):
    assert "--name" in init(capsys, status=2)["error"]
    assert Cell.objects.count() == 0
    assert init(capsys, "--name", "青溪县")["name"] == "青溪县"


# Demonstration and real data


def test_init_refuses_where_a_demonstration_stands(listed, capsys):
    Cell.objects.create(code="990823", name="青溪县", demo=True)
    assert "demonstration" in init(capsys, status=2)["error"]
    assert Cell.objects.count() == 1


def test_the_demonstration_refuses_where_a_real_county_stands(listed, capsys, english):
    init(capsys)
    with pytest.raises(scenario.RealData):
        scenario.build(today=date(2026, 11, 24))
    assert up([]) == 2
    assert "lianxin serve" in capsys.readouterr().err
    assert Cell.objects.count() == 1


def test_a_county_added_beside_a_demonstration_is_one_of_invented_persons(rules):
    Cell.objects.create(code="990823", name="青溪县", demo=True)
    assert main(["cell", "add", "990101", "试验县"]) == 0
    assert Cell.objects.get(code="990101").demo


def test_the_printed_password_opens_nothing_beside_a_real_county(rules):
    User.objects.create_user("shen", password=scenario.PASSWORD)
    cell = Cell.objects.create(code="990823", name="青溪县", demo=True)
    known = {"username": "shen", "password": scenario.PASSWORD}
    assert authenticate(None, **known) is not None
    Cell.objects.create(code="990101", name="真县")
    assert authenticate(None, **known) is None
    assert cell.demo


def test_nobody_chooses_the_printed_password(listed, capsys, english):
    said = init(capsys)
    answer = Client(headers={"accept-language": "en"}).post(
        "/activate/",
        {
            "code": said["activate"].rstrip("/").rpartition("/")[2],
            "password": scenario.PASSWORD,
            "again": scenario.PASSWORD,
        },
    )
    assert answer.status_code == 422
    assert b"printed in the demonstration" in answer.content
    assert not User.objects.get().has_usable_password()


@pytest.mark.parametrize("address", ["/", "/sign-in/", "/activate/", "/say/", "/deputies/find/"])
def test_a_demonstration_says_so_on_every_open_page(rules, address, english):
    client = Client(headers={"accept-language": "en"})
    banner = b"the names of places, units and persons are invented"
    cell = Cell.objects.create(code="990823", name="青溪县", demo=True)
    assert banner in client.get(address).content
    Cell.objects.filter(pk=cell.pk).update(demo=False)
    assert banner not in client.get(address).content


# The slip's page


def test_the_square_of_a_slip_leads_to_the_password(listed, capsys, english):
    client = Client(headers={"accept-language": "en"})
    page = client.get(path_of(init(capsys)["activate"]))
    assert page.status_code == 200
    assert b"admin" in page.content
    assert b'name="again"' in page.content
    assert "no-store" in page["Cache-Control"]


@pytest.mark.parametrize(
    ("password", "again", "said"),
    [("short", "short", "short"), (PHRASE, PHRASE + "x", "not the same"), ("", "", "required")],
)
def test_a_poor_password_uses_no_slip_up(listed, capsys, english, password, again, said):
    client = Client(headers={"accept-language": "en"})
    code = init(capsys)["activate"].rstrip("/").rpartition("/")[2]
    sent = {"code": code, "password": password, "again": again}
    answer = client.post("/activate/", sent)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert ActivationSlip.objects.get().used_at is None


def test_wrong_codes_are_counted(rules, settings, tmp_path):
    settings.WRONG_CODES = (3, 600)
    settings.HOME = tmp_path
    cache = "django.core.cache.backends.filebased.FileBasedCache"
    settings.CACHES = {"default": {"BACKEND": cache, "LOCATION": tmp_path / "cache"}}
    client = Client()
    sent = [client.post("/activate/", {"code": f"ABCD{n}"}).status_code for n in range(2, 8)]
    assert sent == [422, 422, 422, 422, 429, 429]
