"""Whether a roster is another congress's: its electing units are places that lie elsewhere."""

import re
from collections import Counter

from django.utils.translation import gettext_noop as _

from lianxin.base.jobs.actions import Where
from lianxin.base.paper.declare import Values
from lianxin.base.paper.reasons import Reason, because
from lianxin.institution.congress.models import Congress, Level, Region

MANY = 5  # one row in so many is enough to ask
NAMED = 4  # places that the warning names
_PROVINCES = (
    "北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|"
    "广东|海南|四川|贵州|云南|陕西|甘肃|青海|台湾|内蒙古|广西|西藏|宁夏|新疆|香港|澳门"
)
_PROVINCE = re.compile(
    rf"(?:{_PROVINCES})(?:(?:省|市|[\u4e00-\u9fff]{{0,3}}自治区|特别行政区).*)?|(?:中国人民)?解放军.*"
)
_CITY = re.compile(r"[\u4e00-\u9fff]{2,10}(?:市|州|地区|盟)")
_COUNTY = re.compile(r"[\u4e00-\u9fff]{1,10}(?:县|旗)")
_END = re.compile(r"(?:代表团|选举单位|代表)$")
_ABROAD = {  # level of the congress -> what cannot be an electing unit of it
    Level.NATIONAL: (),
    Level.PROVINCE: (_PROVINCE,),
    Level.CITY: (_PROVINCE, _CITY),
}
_ALL = (_PROVINCE, _CITY, _COUNTY)


def elsewhere(where: Where, rows: list[Values]) -> Reason | None:
    """A warning with figures when many rows name an electing unit outside of the congress."""
    congress = Congress.objects.select_related("cell__region").get(pk=where.options["congress"])
    said = [_END.sub("", str(words)) for row in rows if (words := _words(row))]
    own = _names_of(congress)
    foreign = Counter(
        words for words in said if not words.startswith(own) and _is_place(words, congress.level)
    )
    if not foreign or foreign.total() * MANY < len(said):
        return None
    names = "、".join(name for name, _n in foreign.most_common(NAMED))
    return because(
        _(
            "%(rows)s of %(said)s rows name another place as their electing unit "
            "(%(names)s%(more)s). You chose %(congress)s: is this its roster?"
        ),
        rows=foreign.total(),
        said=len(said),
        names=names,
        more="…" if len(foreign) > NAMED else "",
        congress=congress.name,
    )


def _words(row: Values) -> str:
    return row.get("district") or row.get("delegation") or ""


def _names_of(congress: Congress) -> tuple[str, ...]:
    """The place of a congress, what lies above it and what lies below."""
    region = congress.region or congress.cell.region
    names = [congress.cell.name, "本", "我", "全"]  # 本县, 全市
    if region is not None:
        names += Region.objects.filter(parent=region).values_list("name", flat=True)
    while region is not None:
        names.append(region.name)
        region = region.parent
    return tuple(name for name in names if name)


def _is_place(words: str, level: str) -> bool:
    abroad = _ABROAD.get(Level(level), _ALL)
    return any(pattern.fullmatch(words) for pattern in abroad)
