"""A roster in the state in which offices keep it, with the truth beside it. All is invented.

Title rows, two rows of headings with merged cells, rows of sections, full-width digits, births
in many styles, blanks inside names, short forms, the same person twice, namesakes, blank rows,
planted faults, a formula, a sum and a line for signatures; a second sheet with a remark.
"""

import random
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO

import xlsxwriter

SECTIONS = ("柳溪镇", "云岭乡", "石桥镇", "河东街道")
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
SHORT = "安宁海清建文博雨禾䶮喆"
GIVEN = (*SHORT, "明月", "小满", "立春", "国栋", "秀英", "晓燕", "志强", "玉兰", "家和", "思远")
LONG = ("阿依古丽·木合塔尔", "买合木提·吐尔逊", "扎西·次仁多吉")
GROUPS = ("汉族", "壮族", "苗族", "维吾尔族", "土家族", "蒙古族")
PARTIES = {"中共": "01", "民盟": "05", "九三学社": "10", "群众": "13", "无党派": "12"}
WIDE = str.maketrans("0123456789.", "０１２３４５６７８９．")
LAST_COLUMN = 9


@dataclass(frozen=True)
class Truth:
    """A person as they should come out."""

    row: int
    name: str
    sex: str
    ethnicity: str
    born: str
    party: str
    section: str


@dataclass
class Roster:
    """The workbook, the persons in it, and the cells that must be found faulty."""

    content: bytes = b""
    persons: list[Truth] = field(default_factory=list)
    doubles: dict[int, int] = field(default_factory=dict)  # row → the earlier row
    planted: set[str] = field(default_factory=set)  # cells like C57


def spaced(name: str, way: int) -> str:
    """A short name as it is stretched to the width of three characters, or padded."""
    if len(name) == 2 and way < 3:
        return name[0] + (" ", "\u3000", "  ")[way] + name[1]
    return f" {name} " if way == 4 else name


def birth_cell(year: int, month: int, way: int):
    """One birth in one of the ways people write it."""
    return (
        f"{year}-{month}",
        f"{year}.{month:02}",
        f"{year}.{month:02}".translate(WIDE),
        f"{year}{month:02}",
        f"{year}年{month}月",
        date(year, month, 1),
        float(f"{year}{month:02}"),
        "",
    )[way]


class Writer:
    """Fills the workbook row by row."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.roster, self.file = Roster(), BytesIO()
        self.book = xlsxwriter.Workbook(self.file, {"strings_to_formulas": False})
        self.sheet = self.book.add_worksheet("代表名册")
        self.centred = self.book.add_format({"align": "center"})
        self.dated = self.book.add_format({"num_format": "yyyy-mm-dd"})
        self.row = self.serial = 0

    def across(self, text: str) -> None:
        self.sheet.merge_range(self.row, 0, self.row, LAST_COLUMN, text, self.centred)
        self.row += 1

    def headings(self) -> None:
        top = self.row
        for first, last, text in ((1, 5, "基本情况"), (6, 7, "职务情况")):
            self.sheet.merge_range(top, first, top, last, text, self.centred)
        for column, text in ((0, "序号"), (8, "选举单位"), (9, "备注")):
            self.sheet.merge_range(top, column, top + 1, column, text, self.centred)
        lower = ("姓 名", "性别", "民族", "出生\n年月", "党派", "工作单位及职务", "学历")
        self.sheet.write_row(top + 1, 1, lower)
        self.row += 2

    def put(self, cells) -> int:
        """Write a row; its number as Excel shows it comes back."""
        for column, value in enumerate(cells):
            if isinstance(value, date):
                self.sheet.write_datetime(self.row, column, value, self.dated)
            elif value != "":
                self.sheet.write(self.row, column, value)
        self.row += 1
        return self.row

    def numbered(self, cells) -> int:
        self.serial += 1
        wide = self.random.random() < 0.2
        return self.put([str(self.serial).translate(WIDE) if wide else self.serial, *cells])

    def person(self, section: str) -> None:
        pick = self.random
        name = pick.choice(SURNAMES) + pick.choice(GIVEN)
        name = pick.choice(LONG) if pick.random() < 0.06 else name
        if any(one.name == name for one in self.roster.persons):
            return
        sex, group, party = pick.choice("男女"), pick.choice(GROUPS), pick.choice(list(PARTIES))
        year, month, way = pick.randint(1950, 1999), pick.randint(1, 12), pick.randrange(8)
        cells = [
            spaced(name, pick.randrange(8)),
            sex + pick.choice(["", "", "性"]),
            pick.choice([group, group.removesuffix("族")]),
            birth_cell(year, month, way),
            party,
            f"{section}中心小学教师",
            pick.choice(["大学本科", "大专", "中央党校研究生", ""]),
            f"第{pick.randint(1, 9)}选区",
            pick.choice(["", "连任"]),
        ]
        row = self.numbered(cells)
        born = "" if way == 7 else f"{year}-{month:02}"
        self.roster.persons.append(Truth(row, name, sex, group, born, PARTIES[party], section))
        if pick.random() < 0.08:
            self.serial -= 1
            self.roster.doubles[self.numbered(cells)] = row
        if pick.random() < 0.05:
            self.row += 1  # a blank row

    def faulty(self) -> None:
        """Rows that must be refused, each for its own reason."""
        unit = ("群众", "云岭乡卫生院护士", "", "第1选区", "")
        for letters, cells in (
            ("B", ("", "男", "汉族", "1970.05", *unit)),
            ("CE", ("钱多多", "第三", "汉族", "1970.13", *unit)),
            ("DE", ("钱来来", "女", "火星族", "1890.01", *unit)),
            ("E", ("钱小小", "男", "汉族", "二〇一五年三月", *unit)),
            ("E", ("钱半半", "男", "汉族", 1975.1, *unit)),
            ("BF", ("钱8钱", "男", "汉族", "1971.02", "月球党", *unit[1:])),
        ):
            row = self.numbered(cells)
            self.roster.planted |= {f"{letter}{row}" for letter in letters}
        row = self.numbered(("", "男", "汉族", "1971.02", *unit))
        self.sheet.write_formula(row - 1, 1, '=HYPERLINK("http://example.org")', None, "")
        self.roster.planted.add(f"B{row}")


def messy_roster(people: int = 60, seed: int = 7) -> Roster:
    """A roster with about so many persons; the same seed makes the same roster."""
    writer = Writer(seed)
    writer.across("某县第十八届人民代表大会代表名册")
    writer.across("（截至二〇二六年十月）")
    writer.headings()
    share = people // len(SECTIONS)
    for section in SECTIONS:
        place, writer.row = writer.row, writer.row + 1
        before = len(writer.roster.persons)
        while len(writer.roster.persons) < before + share:
            writer.person(section)
        after, writer.row = writer.row, place
        writer.across(f"{section}代表团（{share}名）")
        writer.row = after
    writer.faulty()
    writer.put(["合计", len(writer.roster.persons)])
    writer.across("填表人：    审核人：    填表日期：  年  月  日")
    writer.book.add_worksheet("说明").write(0, 0, "本表由代表联络机构填写，一式两份。")
    writer.book.close()
    writer.roster.content = writer.file.getvalue()
    return writer.roster
