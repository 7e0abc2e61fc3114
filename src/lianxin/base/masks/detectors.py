"""Where personal data stands in a text, and of what kind it is."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from lianxin.base.paper import numbers
from lianxin.base.paper.text import narrow

_PROVINCES = "1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]|9[1-3]"  # the first two digits
_MONTH_DAY = r"(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
_PLATE_PROVINCE = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_COUNT = "[一二三四五六七八九十]{1,3}"
_BUILDING = rf"(?:[A-Za-z]?\d{{1,3}}|[A-Za-z]|{_COUNT})\s?(?:栋|幢|号楼|座)"
_UNIT = r"(?:\d{1,2}|[一二三四五六七八九十甲乙丙丁]{1,2})\s?(?:单元|门洞|梯)"
_ROOM = (
    r"(?:\d{1,2}(?:楼|层))?\s?\d{3,4}(?:室|房间?|号房?)?(?![\dA-Za-z年元块万米平个人户多余月㎡])"
)
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖萧田董袁潘于蒋蔡余杜叶程"
    "苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付傅方白邹孟熊秦邱江尹薛闫阎段雷侯龙史陶黎贺顾"
    "毛郝龚邵万钱严覃武戴莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞"
    "左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈"
    "饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬"
    "边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝官封谈匡鞠惠荆乐冀郁胥南班储原栗"
)
_NAME = rf"(?:欧阳|司马|上官|诸葛|皇甫|[{_SURNAMES}])[\u4e00-\u9fff]{{1,2}}"
_TITLES = "主任 老师 科长 经理 局长 先生 女士 书记 处长 师傅 律师 医生 校长 院长 同志 组长 村长"
_NO_TITLE = "".join(f"(?<!{title})" for title in _TITLES.split())


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of personal data: `text[start:end]` of this kind."""

    start: int
    end: int
    kind: str
    text: str


Detector = Callable[[str], Iterator[tuple[int, int]]]


def _by(pattern: str, group: int | str = 0, test: Callable[[str], bool] | None = None) -> Detector:
    compiled = re.compile(pattern)

    def detect(text: str) -> Iterator[tuple[int, int]]:
        for found in compiled.finditer(text):
            if test is None or test(found[group]):
                yield found.span(group)

    return detect


def _is_card(written: str) -> bool:
    return numbers.is_luhn(re.sub(r"\D", "", written))


_HOME = re.compile(
    r"(?:家住|居住在|住在|住址|我住|户籍地址?|家庭地址|收货地址)[^，。；！？,;!?\n]{0,40}"
)
_HOUSE = re.compile(
    rf"(?:[A-Za-z]?\d{{1,5}}|{_COUNT})(?:号(?!线|公路)|弄|栋|幢|座|室|单元|组|楼|层|户|房)(?:\d{{2,4}})?"
)


def _at_home(text: str) -> Iterator[tuple[int, int]]:
    """After words like 家住 every number of a house, a unit, a room."""
    for home in _HOME.finditer(text):
        for house in _HOUSE.finditer(text, home.start(), home.end()):
            yield house.span()


_DETECTORS: tuple[tuple[str, Detector], ...] = (  # the earlier wins where two overlap
    (
        "identity_number",
        _by(
            rf"(?<!\d)(?:{_PROVINCES})\d{{4}}[ -]?(?:18|19|20)\d{{2}}{_MONTH_DAY}"
            r"[ -]?\d{3}[\dXx](?![\dXx])"
        ),
    ),
    ("identity_number", _by(rf"(?<!\d)(?:{_PROVINCES})\d{{6}}{_MONTH_DAY}\d{{3}}(?!\d)")),
    (
        "bank_card",
        _by(
            r"(?<!\d)(?:62|4\d|5[1-5]|35|9[0-9])\d{2}(?:[ -]?\d{4}){3}(?:[ -]?\d{1,3})?(?!\d)",
            test=_is_card,
        ),
    ),
    (
        "email",
        _by(
            r"(?<![A-Za-z0-9_.+-])[A-Za-z0-9][A-Za-z0-9_.+-]{0,63}@(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}"
        ),
    ),
    (
        "mobile",
        _by(
            r"(?<!\d)(?<!\d\.)(?:\+?86[ -]?)?"
            r"(?P<number>1[3-9]\d(?:(?:[ -]?\d{4}){2}|\d[ -]?\d{3}[ -]?\d{4}))(?!\d)",
            "number",
        ),
    ),
    (
        "landline",
        _by(
            r"(?<!\d)(?:[(（]0(?:10|2\d|[3-9]\d{2})[)）]|0(?:10|2\d|[3-9]\d{2}))"
            r"[ —-]{0,2}[2-9]\d{6,7}(?:[-转]\d{1,6})?(?!\d)"
        ),
    ),
    (
        "landline",
        _by(
            r"(?:电话|座机|固话|热线|致电|拨打|[Tt][Ee][Ll])[^\d，。；\n]{0,6}"
            r"(?P<number>[2-9]\d{6,7}(?:[-转]\d{1,6})?)(?!\d)",
            "number",
        ),
    ),
    (
        "plate",
        _by(
            rf"[{_PLATE_PROVINCE}][A-Z][·•\s-]?(?=[A-HJ-NP-Z0-9]*\d)[A-HJ-NP-Z0-9]{{4,5}}"
            r"[A-HJ-NP-Z0-9挂学警港澳](?![A-Za-z0-9])"
        ),
    ),
    (
        "account",
        _by(
            r"(?i:微信号?|weixin|\bvx|\bwx|qq号?|扣扣)(?:群|号码)?[:：\s为是]{0,3}"
            r"(?P<id>[A-Za-z][A-Za-z0-9_-]{5,19}|[1-9]\d{4,11})(?![A-Za-z0-9_-])",
            "id",
        ),
    ),
    (
        "passport",
        _by(r"(?:护照|通行证)[号码:：\s为是]{0,5}(?P<id>[A-Za-z]{1,2}\d{7,9})(?!\d)", "id"),
    ),
    ("address", _by(rf"{_BUILDING}\s?{_UNIT}(?:\s?{_ROOM})?")),
    ("address", _by(rf"(?:{_BUILDING}|{_UNIT})\s?[-—]?\s?{_ROOM}")),
    ("address", _by(r"(?:村|组|队|屯|寨)(?P<house>\d{1,4}号)(?![线路楼厅桥])", "house")),
    ("address", _at_home),
    (
        "name",
        _by(
            rf"(?:我叫|本人叫|我是|姓名|联系人)[:：是\s]{{0,2}}(?!和联系|及)(?P<name>{_NAME}){_NO_TITLE}"
            r"(?=[，。,.；;、（(\s\d]|$|身份证|电话|手机|男|女|今年|家住|住)",
            "name",
        ),
    ),
    (
        "name",
        _by(
            rf"本人[:：]?(?P<name>{_NAME})(?=[，,、\s（(]{{0,2}}(?:男|女|今年|现年|身份证))", "name"
        ),
    ),
)


def find(text: str, names: Iterable[str] = ()) -> list[Span]:
    """All personal data in the text, in its order. `names` are names known to be in it."""
    even = narrow(text)  # full-width digits and letters; each sign keeps its place
    found: list[tuple[int, int, str]] = []
    for kind, detect in (*_DETECTORS, ("name", _named(names))):
        for start, end in detect(even):
            if all(end <= s or start >= e for s, e, __ in found):
                found.append((start, end, kind))
    return [Span(start, end, kind, text[start:end]) for start, end, kind in sorted(found)]


def _named(names: Iterable[str]) -> Detector:
    wanted = sorted({name for name in names if len(name) > 1}, key=len, reverse=True)
    return _by("|".join(map(re.escape, wanted))) if wanted else lambda text: iter(())
