"""Cells that name one entry of a code list: the standard's code comes back."""

import re
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from django.utils.translation import gettext_noop as _

from lianxin.base.paper import text
from lianxin.base.paper.clean.values import About, Cleaner, Unclean, as_text, refuse
from lianxin.base.paper.standards import (
    DEGREES,
    EDUCATION,
    ETHNIC_GROUPS,
    EXPERTISE,
    PARTIES,
    SECTORS,
    SEXES,
    TRADES,
)

# The few traditional characters that occur in names of code lists
_SIMPLE = str.maketrans(
    "漢滿蒙壯苗彝羅無黨眾群羣產團員預備會國婦學專門誌協臺進農盟維爾納錫達幹哈薩鄂倫溫"
    "聯瓏獨龍韋保裕東鄉",
    "汉满蒙壮苗彝罗无党众群群产团员预备会国妇学专门志协台进农盟维尔纳锡达干哈萨鄂伦温"
    "联珑独龙韦保裕东乡",
)


def one_of(
    names: Mapping[str, str], others: Mapping[str, str], no: str, /, **words: str
) -> Cleaner:
    """A cleaner for one code list: the codes, the names, other ways to write them.

    `no` is the sentence for a value that is none of these, `words` more of its values.
    """
    known = {text.bare(name): code for code, name in names.items()}
    known |= {text.bare(name): code for name, code in others.items()}
    known |= {code: code for code in names}  # not "1" for "01": offices have numbers of their own

    def clean(value: Any, about: About) -> str | None:
        given = text.bare(as_text(value)).strip("-—/")
        if not given:
            return None
        code = known.get(given) or known.get(given.translate(_SIMPLE))
        if code is None:
            raise refuse(no, value=text.one_line(as_text(value)), **words)
        return code

    return clean


sex = one_of(
    SEXES,
    {"男性": "1", "女性": "2", "m": "1", "f": "2", "male": "1", "female": "2"}
    | {"未知": "0", "未说明": "9"},
    _("“%(value)s” is no sex of GB/T 2261.1; write %(one)s or %(other)s."),
    one="男",
    other="女",
)

ethnic_group = one_of(
    ETHNIC_GROUPS,
    {name.removesuffix("族"): code for code, name in ETHNIC_GROUPS.items()}
    | {"其他族": "97", "其它": "97", "未识别民族": "97", "未识别": "97", "穿青人": "97"}
    | {"外国血统": "98", "入籍": "98", "外国血统中国籍": "98"}
    | {"维族": "05", "蒙族": "02", "哈族": "17", "柯族": "29", "朝族": "10"},
    _("“%(value)s” is no ethnic group of GB/T 3304."),
)

_PARTY_NAMES = {
    "01": "中共 中国共产党 中国共产党党员 共产党员 党员 中共正式党员",
    "02": "中国共产党预备党员 预备党员",
    "03": "团员 共青团 中国共产主义青年团团员 中国共产主义青年团",
    "04": "民革党员 民革会员 中国国民党革命委员会 中国国民党革命委员会会员",
    "05": "民盟盟员 中国民主同盟 中国民主同盟盟员",
    "06": "民建会员 中国民主建国会 中国民主建国会会员",
    "07": "民进会员 中国民主促进会 中国民主促进会会员",
    "08": "农工 农工党员 农工党党员 农工民主党 中国农工民主党 中国农工民主党党员",
    "09": "致公 致公党员 致公党党员 中国致公党 中国致公党党员",
    "10": "九三 九三学社社员",
    "11": "台盟盟员 台湾民主自治同盟 台湾民主自治同盟盟员",
    "12": "无党派 无党派民主人士 无党派爱国人士",
    "13": "普通群众 群众(无党派) 群众(其他)",
}
_party = one_of(
    PARTIES,
    {name: code for code, names in _PARTY_NAMES.items() for name in names.split()},
    _("“%(value)s” is no political affiliation of GB/T 4762."),
)


def party(value: Any, about: About) -> str | None:
    """中共 → 01; 无 is read as 群众, for 无党派人士 is a standing of its own."""
    given = text.bare(as_text(value)).translate(_SIMPLE)
    if given in {"无", "无党", "非党"}:
        about.warn(
            _("“%(value)s” was read as %(read)s; write %(other)s if that is meant."),
            value=given,
            read=PARTIES["13"],
            other=PARTIES["12"],
        )
        return "13"
    return _party(value, about)


_EDUCATION_NAMES = {
    "11": "博士 博士研究生毕业 博士毕业 博士后 研究生(博士)",
    "14": "硕士 硕士研究生毕业 硕士毕业 研究生(硕士)",
    "10": "研究生教育 研究生毕业 研究生班",
    "20": "本科 大学 大本 大学本科教育 大学本科毕业 本科毕业 大学毕业 学士 大学普通班",
    "30": "大专 专科 大学专科教育 大学专科毕业 大专毕业 专科毕业 高职 高等职业教育",
    "40": "中专 中职 中技 技校 职高 职业高中 中等专科 中等专业学校 中专毕业 技工学校 中师",
    "60": "高中 普通高级中学教育 高中毕业 普通高级中学",
    "70": "初级中学 初级中学教育 初中毕业",
    "80": "小学教育 小学毕业",
    "90": "文盲 半文盲 文盲半文盲 其它",
}
_education = one_of(
    EDUCATION,
    {name: code for code, names in _EDUCATION_NAMES.items() for name in names.split()},
    _("“%(value)s” is no level of education of GB/T 4658."),
)
_MANNER = re.compile(
    r"^(全日制|在职|函授|自考|自学考试|成人|电大|夜大|网络教育|远程|开放教育"
    r"|(中央|省委|市委|自治区党委)?党校|(国家|省|市)?(行政学院|委党校))+(?=.)"
    r"|\([^)]*\)$|(?<=.)(学历|文化程度|文化|程度)$"
)


def education(value: Any, about: About) -> str | None:
    """The level alone: 省委党校大学, 在职研究生, 大学，法学学士 lose what else they tell."""
    levels = []
    for part in re.split("[、,/;]", text.bare(as_text(value))):
        for words in (part, _MANNER.sub("", part)):
            with suppress(Unclean):
                levels.append(_education(words, about))
    found = [level for level in levels if level]
    return found[0] if found else _education(value, about)


_degree = one_of(
    DEGREES,
    {f"{name}学位": code for code, name in DEGREES.items()},
    _("“%(value)s” is no degree of GB/T 6864."),
)


def degree(value: Any, about: About) -> str | None:
    """The level alone: 法学学士 is 学士."""
    given = text.bare(as_text(value)).removesuffix("学位")
    for name in ("名誉博士", "博士", "硕士", "学士"):
        if given.endswith(name):
            return _degree(name, about)
    return _degree(value, about)


_TRADE_NAMES = {
    "A": "农业 林业 渔业 种植业 养殖业 畜牧业 农林牧渔业",
    "C": "制造 工业",
    "E": "建筑",
    "F": "商业 零售业 批发业 商贸",
    "G": "交通运输业 交通 物流 快递",
    "H": "餐饮 餐饮业 住宿业",
    "I": "信息技术 互联网 软件业",
    "J": "金融",
    "P": "教育业 教育行业",
    "Q": "卫生 医疗 医疗卫生 卫生健康 社会工作",
    "R": "文化 文化体育 体育",
    "S": "公共管理 党政机关 机关 社会组织 基层组织",
}
trade = one_of(
    TRADES,
    {name: code for code, names in _TRADE_NAMES.items() for name in names.split()}
    | {code.lower(): code for code in TRADES},
    _("“%(value)s” is no section of GB/T 4754."),
)

_SECTOR_NAMES = {
    "01": "一线工人 产业工人 工人界",
    "02": "一线农民 农民界",
    "03": "专技人员 专业技术 知识分子",
    "04": "干部 党政干部 领导干部 机关干部",
    "05": "企业家 企业管理人员 企业负责人员",
    "06": "社区干部 村社区干部",
    "07": "解放军 武警 军人",
    "08": "归侨 侨眷",
}
sector = one_of(
    SECTORS,
    {name: code for code, names in _SECTOR_NAMES.items() for name in names.split()},
    _("“%(value)s” is no sector of the list."),
)

expertise = one_of(EXPERTISE, {}, _("“%(value)s” is no area of expertise of the list."))
