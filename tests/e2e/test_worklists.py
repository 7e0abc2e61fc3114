"""Lists from the keyboard: move, choose, act on what was chosen, search; nobody is shut out."""

from pathlib import Path

import axe_playwright_python
import pytest

pytestmark = pytest.mark.e2e

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1440, "height": 900}


def chosen(page):
    """How many rows are chosen, as the bar says; none: there is no bar."""
    bar = page.locator("[data-bulk]")
    return int(bar.locator("[data-count]").inner_text()) if bar.is_visible() else None


@pytest.mark.parametrize("path", ["/desk/?view=open", "/suggestions/?view=open"])
def test_rows_are_chosen_with_j_and_x_and_given_up_again(window, path):
    office = window("office")
    page = office.page
    office.go(path)
    assert chosen(page) is None
    for key in "jxjx":
        page.keyboard.press(key)
    assert chosen(page) == 2
    page.keyboard.press("x")
    assert chosen(page) == 1
    page.locator("[data-uncheck]").click()
    assert chosen(page) is None


def test_enter_opens_the_row(window):
    office = window("office")
    office.go("/desk/?view=open")
    first = office.page.locator(".tbl__t a").first.get_attribute("href")
    office.page.keyboard.press("j")
    office.page.keyboard.press("Enter")
    office.page.wait_for_url(f"**{first}")


def test_what_was_chosen_goes_out_as_a_workbook(window):
    office = window("office")
    office.go("/desk/?view=open")
    for key in "jx":
        office.page.keyboard.press(key)
    with office.page.expect_download() as found:
        office.page.locator("[data-bulk] .btn").first.click()
    assert found.value.suggested_filename.endswith(".xlsx")


def test_a_reminder_to_all_that_were_chosen_is_one_key_away(window):
    office = window("office")
    office.go("/desk/?view=open")
    rows = office.page.locator("tbody tr", has=office.page.locator(".status", has_text="承办中"))
    box = rows.first.locator("input[type=checkbox]")
    box.focus()
    box.check()
    with office.page.expect_navigation():
        office.page.keyboard.press("c")
    assert "催办：1 件。" in office.text()
    assert office.page.url.endswith("/desk/?view=open")


def test_the_slash_leads_to_the_search_and_a_number_opens_its_record(window):
    office = window("office")
    office.go("/desk/?view=open")
    number = office.page.locator("tbody td.num", has_text="青建").first.inner_text()
    office.page.keyboard.press("/")
    office.page.keyboard.type(number.strip())
    office.page.keyboard.press("Enter")
    office.page.wait_for_url("**/suggestions/*/")
    assert number.strip() in office.text()


@pytest.mark.parametrize("modes", [(), ("dark",), ("elder",)])
@pytest.mark.parametrize("size", [DESK, PHONE])
@pytest.mark.parametrize(
    ("account", "path"),
    [
        ("office", "/desk/?view=open"),
        ("office", "/suggestions/?view=open"),
        ("office", "/find/?q=建议"),
        ("office", "/deputies/"),
        ("office", "/deputies/1/file/"),
        ("shen", "/desk/"),
    ],
)
def test_no_list_shuts_anybody_out(window, account, path, size, modes):
    one = window(account)
    page = one.page
    page.set_viewport_size(size)
    cookies = [{"name": name, "value": "1", "url": one.site.base} for name in modes]
    one.context.add_cookies(cookies)
    one.go(path)
    for key in "jx":
        page.keyboard.press(key)
    page.evaluate(AXE)
    found = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    for name in modes:
        one.context.clear_cookies(name=name)
    page.set_viewport_size(DESK)
    faults = [(each["id"], each["nodes"][0]["html"][:200]) for each in found["violations"]]
    assert (faults, wide <= 0) == ([], True)
