"""What stands on the terminal after a start."""

from unicodedata import east_asian_width

from django.utils import translation

from lianxin.config.serving import greeting
from lianxin.demo.house import ACCOUNTS
from lianxin.demo.scenario import Account


def table(language):
    accounts = [Account(n, "x", role, f"{title} {who}") for n, role, title, who in ACCOUNTS]
    with translation.override(language):
        return [line for line in greeting(accounts).splitlines() if "  x  " in line]


def columns(text):
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)


def test_the_roles_of_the_accounts_follow_the_language():
    roles = {language: table(language)[6] for language in ("en", "zh-hans")}
    assert "office" in roles["en"]
    assert "deputy-affairs office" in roles["en"]
    assert "代表工作机构" in roles["zh-hans"]


def test_the_columns_stand_under_one_another_in_both():
    for language in ("en", "zh-hans"):
        rows = zip(table(language), ACCOUNTS, strict=True)
        starts = {
            columns(line[: line.index(f"  {title} {who}")]) for line, (_n, _r, title, who) in rows
        }
        assert len(starts) == 1
