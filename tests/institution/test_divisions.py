"""Lists of places brought in: streamed, dated, and doing it twice changes nothing."""

import csv
import json
from datetime import date

import pytest

from lianxin.base.paper.sheets import read
from lianxin.config.command import main
from lianxin.institution.congress.models import Cell, Person, Region
from lianxin.institution.stations.models import Venue
from tests.factories.sheets import xlsx

HEAD = ("code", "name", "level", "parent_code", "valid_on")
OLD = [
    ("99", "清远省", "province", ""),
    ("9901", "安澜市", "city", "99"),
    ("990102", "青溪县", "county", "9901"),
    ("990102100", "柳桥镇", "town", "990102"),
    ("990102100200", "石滩村村委会", "village", "990102100"),
    ("990102100201", "东岭村村委会", "village", "990102100"),
    ("990102101", "云岭镇", "town", "990102"),
    ("990102101200", "茶山村村委会", "village", "990102101"),
    ("990102101201", "红枫村村委会", "village", "990102101"),
    ("990102102", "禾丰乡", "town", "990102"),
    ("990102102200", "大田村村委会", "village", "990102102"),
]


@pytest.fixture
def bring(db, tmp_path, capsys, english):
    """Bring rows in as of a day; what the command said comes back."""

    def bring(rows, day="2023-06-30", *options, status=0):
        path = tmp_path / "places.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([HEAD, *((*row, day) for row in rows)])
        assert main(["import", "regions", str(path), "--json", *options]) == status
        return json.loads(capsys.readouterr().out)

    return bring


def now(*names):
    """The open places, by code."""
    found = Region.objects.filter(valid_to=None).order_by("code")
    return list(found.values_list("code", "name", *names))


def changed(rows, **codes):
    """The rows with some of them left out (None) or replaced."""
    out = []
    for row in rows:
        new = codes.get(f"c{row[0]}", row)
        out += [new] if new else []
    return out


def kinds(said):
    return [(line["what"], line["code"]) for line in said["told"]]


def counts(said):
    return {key: said[key] for key in ("new", "renamed", "renumbered", "ended", "unchanged")}


def test_a_first_list_makes_the_tree_and_twice_changes_nothing(bring):
    assert counts(bring(OLD)) == {
        "new": 11,
        "renamed": 0,
        "renumbered": 0,
        "ended": 0,
        "unchanged": 0,
    }
    before = list(Region.objects.order_by("pk").values())
    assert counts(bring(OLD)) == {
        "new": 0,
        "renamed": 0,
        "renumbered": 0,
        "ended": 0,
        "unchanged": 11,
    }
    assert list(Region.objects.order_by("pk").values()) == before
    village = Region.objects.get(code="990102100200")
    assert (village.parent.name, village.parent.parent.name, village.rank) == (
        "柳桥镇",
        "青溪县",
        "village",
    )
    assert village.valid_from == date(2023, 6, 30)


def test_a_dry_run_tells_and_changes_nothing(bring):
    assert bring(OLD, "2023-06-30", "--dry-run")["new"] == 11
    assert Region.objects.count() == 0


def test_a_renamed_place_stays_the_same_record_and_keeps_its_history(bring):
    bring(OLD)
    pk = Region.objects.get(code="990102102").pk
    newer = changed(OLD, c990102102=("990102102", "禾丰镇", "town", "990102"))
    said = bring(newer, "2025-06-30")
    assert counts(said) == {"new": 0, "renamed": 1, "renumbered": 0, "ended": 0, "unchanged": 10}
    dated = Region.objects.filter(code="990102102").order_by("valid_from")
    assert list(dated.values_list("name", "valid_from", "valid_to")) == [
        ("禾丰乡", date(2023, 6, 30), date(2025, 6, 29)),
        ("禾丰镇", date(2025, 6, 30), None),
    ]
    assert Region.objects.get(pk=pk).name == "禾丰镇"
    assert bring(newer, "2025-06-30")["unchanged"] == 11


def test_a_town_that_becomes_a_subdistrict_takes_villages_and_stations_along(bring):
    bring(OLD)
    cell = Cell.objects.create(code="990102", name="青溪县")
    town, village = (Region.objects.get(code=c) for c in ("990102100", "990102100200"))
    venue = Venue.objects.create(cell=cell, name="站", kind="liaison_station", region=town)
    venue.serves.add(village)
    newer = [
        tuple(part.replace("990102100", "990102001") for part in row[:1] + row[1:])
        for row in changed(OLD, c990102100=("990102100", "柳桥街道", "town", "990102"))
    ]
    said = bring(newer, "2025-06-30")
    assert counts(said) == {"new": 0, "renamed": 0, "renumbered": 3, "ended": 0, "unchanged": 8}
    venue.refresh_from_db()
    assert (venue.region.name, venue.region.code) == ("柳桥街道", "990102001")
    assert [v.code for v in venue.serves.all()] == ["990102001200"]
    assert venue.serves.get().parent == venue.region
    assert not Region.objects.filter(code="990102100", valid_to=None).exists()


def test_a_town_merged_into_another_is_told_and_ends(bring):
    bring(OLD)
    cell = Cell.objects.create(code="990102", name="青溪县")
    gone = Region.objects.get(code="990102101")
    Venue.objects.create(cell=cell, name="站", kind="liaison_station", region=gone)
    newer = changed(
        OLD,
        c990102101=None,
        c990102101200=("990102100210", "茶山村村委会", "village", "990102100"),
        c990102101201=("990102100211", "红枫村村委会", "village", "990102100"),
    )
    said = bring(newer, "2025-06-30")
    assert kinds(said) == [
        ("renumbered", "990102100210"),
        ("renumbered", "990102100211"),
        ("merged", "990102101"),
        ("named", "990102101"),
    ]
    assert said["told"][2]["text"] == "云岭镇 990102101 was merged into 柳桥镇"
    gone.refresh_from_db()
    assert gone.valid_to == date(2025, 6, 29)


def test_a_town_divided_between_two_is_told(bring):
    bring(OLD)
    newer = changed(
        OLD,
        c990102101=None,
        c990102101200=("990102100210", "茶山村村委会", "village", "990102100"),
        c990102101201=("990102102211", "红枫村村委会", "village", "990102102"),
    )
    said = bring(newer, "2025-06-30")
    assert ("split", "990102101") in kinds(said)


def test_a_new_town_made_of_a_part_of_another_is_told(bring):
    bring(OLD)
    newer = changed(OLD, c990102101201=("990102103200", "红枫村村委会", "village", "990102103"))
    newer.append(("990102103", "红枫镇", "town", "990102"))
    said = bring(newer, "2025-06-30")
    assert ("made_of", "990102103") in kinds(said)
    assert counts(said) == {"new": 1, "renamed": 0, "renumbered": 1, "ended": 0, "unchanged": 10}


def test_two_villages_of_one_name_are_not_taken_for_one_another(bring):
    twins = [*OLD, ("990102101202", "东岭村村委会", "village", "990102101")]
    bring(twins)
    newer = changed(
        twins,
        c990102100201=("990102102301", "东岭村村委会", "village", "990102102"),
        c990102101202=("990102102302", "东岭村村委会", "village", "990102102"),
    )
    said = bring(newer, "2025-06-30")
    assert counts(said) == {"new": 2, "renamed": 0, "renumbered": 0, "ended": 2, "unchanged": 10}


def test_an_older_list_changes_nothing(bring):
    bring(changed(OLD, c990102102=("990102102", "禾丰镇", "town", "990102")), "2025-06-30")
    before = now()
    assert "2025-06-30" in bring(OLD, "2023-06-30", status=1)["error"]
    assert now() == before


def test_a_list_of_one_county_ends_nothing_of_another(bring):
    elsewhere = [
        ("990103", "白鹭县", "county", "9901"),
        ("990103100", "河东镇", "town", "990103"),
    ]
    bring([*OLD, *elsewhere])
    assert bring(OLD, "2025-06-30")["ended"] == 0
    assert Region.objects.filter(code="990103100", valid_to=None).exists()


def test_half_a_file_is_suspicious(bring):
    villages = [
        (f"990102102{n:03d}", f"第{n}村村委会", "village", "990102102") for n in range(300, 400)
    ]
    bring([*OLD, *villages])
    assert "100" in bring(OLD, "2025-06-30", status=1)["error"]
    assert len(now()) == 111
    assert bring(OLD, "2025-06-30", "--end-many")["ended"] == 100


def test_rows_that_are_no_places_are_named_and_left_out(bring):
    said = bring(
        [
            *OLD,
            ("99010", "某市", "city", "99"),
            ("990102103", "", "town", "990102"),
            ("990109100", "无县镇", "town", "990109"),
            OLD[3],
            ("x", "某", "town", ""),
        ]
    )
    assert said["new"] == 11
    assert sorted(fault["row"] for fault in said["faults"]) == [13, 14, 15, 16, 17]
    assert "which is nowhere" in next(f["reason"] for f in said["faults"] if f["row"] == 15)


def test_a_folder_of_the_public_data_is_read(db, tmp_path, capsys):
    files = {
        "provinces": ["code,name", '99,"清远省"'],
        "cities": ["code,name,provinceCode", "9901,安澜市,99"],
        "areas": ["code,name,cityCode,provinceCode", "990100,青溪市,9901,99"],
        "streets": ["code,name,areaCode,provinceCode,cityCode", "990100100,柳桥镇,990100,99,9901"],
        "villages": [
            "code,name,streetCode,provinceCode,cityCode,areaCode",
            "990100100200,石滩村村委会,990100100,99,9901,990100",
        ],
    }
    for name, lines in files.items():
        (tmp_path / f"{name}.csv").write_text("\n".join(lines), "utf-8")
    command = ["import", "regions", str(tmp_path), "--valid-from", "2023-06-30"]
    assert main(command) == 0
    assert now("rank", "parent__code") == [
        ("99", "清远省", "province", None),
        ("9901", "安澜市", "city", "99"),
        ("990100", "青溪市", "county", "9901"),
        ("990100100", "柳桥镇", "town", "990100"),
        ("990100100200", "石滩村村委会", "village", "990100100"),
    ]


def test_codes_of_twelve_figures_and_chinese_headings_are_read_from_a_workbook(db, tmp_path):
    path = tmp_path / "区划.xlsx"
    rows = [(row[0].ljust(12, "0"), row[1]) for row in OLD]
    path.write_bytes(xlsx(("行政区划代码", "单位名称"), *rows))
    assert read(str(path))
    assert main(["import", "regions", str(path), "--valid-from", "2023-06-30"]) == 0
    assert now() == sorted((row[0], row[1]) for row in OLD)


def test_a_county_that_was_added_by_hand_finds_its_place(bring, capsys):
    assert main(["cell", "add", "990102", "青溪县"]) == 0
    capsys.readouterr()
    pk = Cell.objects.get().region_id
    Person.objects.create(cell=Cell.objects.get(), name="沈明禾")
    said = bring(OLD)
    county = Region.objects.get(pk=pk)
    assert (said["new"], county.parent.name, county.valid_from) == (10, "安澜市", date(2023, 6, 30))


@pytest.mark.parametrize("content", ["", "a,b\n1,2\n", "code\n11\n"])
def test_what_is_no_list_is_refused_with_a_sentence(db, tmp_path, capsys, content):
    path = tmp_path / "x.csv"
    path.write_text(content, "utf-8")
    assert main(["import", "regions", str(path)]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1
    assert main(["import", "regions", str(tmp_path / "nowhere")]) == 2
    assert main(["import", "regions", str(tmp_path)]) == 2
