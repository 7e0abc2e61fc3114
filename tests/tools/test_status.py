"""The page of contract rows."""

from tools import status


def test_the_contract_has_its_132_rows():
    rows = status.contract(status.ROOT / "tools/contract.csv")
    counted = {letter: sum(row.startswith(letter) for row in rows) for letter in status.SERIES}
    assert counted == {"Y": 36, "C": 31, "H": 22, "L": 20, "F": 23}


def test_a_row_is_proved_by_the_tests_that_name_it():
    text = status.page(
        {"Y1": "One", "Y2": "Two"},
        {"Y2": {"tests/work/test_b.py::test_b", "tests/test_a.py::test_a"}},
    )
    assert "**1 of 2 rows are proved.**" in text.splitlines()
    assert [line for line in text.splitlines() if line.startswith("| Y")] == [
        "| Y1 | One | – |",
        "| Y2 | Two | `test_a.py::test_a`<br>`work/test_b.py::test_b` |",
    ]
