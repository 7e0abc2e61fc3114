"""The public form in a real browser: its steps with scripts, the same truth without."""

import re

import pytest

from tests.e2e.conftest import PHONE

pytestmark = pytest.mark.e2e

WORDS = "石滩村口的路灯坏了三盏，晚上看不见路。"


def missing(page):
    """The sentences that stand beside a field on the step that shows."""
    return [each for each in page.locator(".field__err:visible").all_inner_texts() if each]


def to_the_last_step(page):
    page.fill("[name=body]", WORDS)
    page.click("[data-next-step]")
    selects = page.locator("section[data-step='2'] select:visible")
    selects.nth(0).select_option(label="柳桥镇")
    selects.nth(1).select_option(label="石滩村")
    page.locator("[name=deputy] optgroup").first.wait_for(state="attached")
    page.click("[data-next-step]")


def test_an_empty_step_is_not_passed_and_says_what_is_missing(window):
    phone = window(screen=PHONE)
    page = phone.page
    phone.go("/say/")
    page.click("[data-next-step]")
    assert missing(page) == ["请至少写 5 个字，或者录一段话。"]
    assert page.locator("section[data-step='2']").is_hidden()

    page.fill("[name=body]", WORDS)
    assert missing(page) == []
    page.click("[data-next-step]")
    page.click("[data-next-step]")
    assert missing(page) == ["请选一下是哪个村（社区）的事。"]
    assert page.locator("section[data-step='3']").is_hidden()


def test_the_deputies_are_those_of_the_village_each_once(window):
    phone = window(screen=PHONE)
    phone.go("/say/")
    to_the_last_step(phone.page)
    listed = phone.page.locator("[name=deputy] option").all_inner_texts()
    names = [re.split(r" · ", each.strip())[0] for each in listed[1:]]
    assert sorted(names) == sorted(["沈明禾", "陆怀川", "乔小满", "覃石生"])


def test_a_number_is_asked_for_only_by_whoever_wants_to_be_rung(window):
    phone = window(screen=PHONE)
    page = phone.page
    phone.go("/say/")
    to_the_last_step(page)
    page.click("[data-next-step]")
    assert missing(page) == ["请留一个电话；不想留，就选“我自己凭查询码来看”。"]
    page.click("label:has([name=told_by][value=code])")
    assert page.locator("[name=phone]").is_hidden()
    page.click("[data-next-step]")
    page.wait_for_url("**/track/**")


def test_a_draft_keeps_the_village_and_the_deputy(window):
    phone = window(screen=PHONE)
    page = phone.page
    phone.go("/say/")
    to_the_last_step(page)
    page.click("[data-prev]")
    page.select_option("[name=deputy]", index=2)
    chosen = page.input_value("[name=deputy]")
    page.wait_for_timeout(1000)  # the draft is written a moment after the last touch
    village = page.input_value("[name=region]")
    page.reload()
    page.locator("[name=deputy] optgroup").first.wait_for(state="attached")
    assert (page.input_value("[name=region]"), page.input_value("[name=deputy]")) == (
        village,
        chosen,
    )
