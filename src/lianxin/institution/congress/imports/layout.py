"""The sheet that offices keep of their deputies: its columns, and what makes a row wrong."""

import re

from django.utils.translation import gettext_lazy, pgettext_lazy
from django.utils.translation import gettext_noop as _

from lianxin.base.paper import clean
from lianxin.base.paper.layout import Column, Identity, Layout, Section
from lianxin.base.paper.reasons import because
from lianxin.institution.congress.rules import identity_number_agrees, is_of_age

LEVELS = {"national": "全国", "province": "省级", "city": "市级", "county": "县级", "town": "乡级"}
_LEVEL_NAMES = {
    "national": "全国人大代表",
    "province": "省 自治区 直辖市 省人大代表 省代表",
    "city": "市 州 盟 设区的市 地市级 市人大代表 市代表",
    "county": "县 区 旗 县区 县(区) 县市区 县(市、区) 区级 县人大代表 区人大代表 县代表 区代表",
    "town": "乡 镇 乡镇 乡镇级 镇级 乡人大代表 镇人大代表 乡镇人大代表 乡代表 镇代表",
}
level = clean.one_of(
    LEVELS,
    {name: code for code, names in _LEVEL_NAMES.items() for name in names.split()},
    _("“%(value)s” is no level of congress; write one of %(names)s."),
    names="、".join(LEVELS.values()),
)

# 北京市代表团（54名）, 城关镇代表团, 第三代表小组 12人, 第12选区
_SECTION = re.compile(
    r"(?P<value>\S.*?(?:代表团|代表组|代表小组|小组|选区|选举单位))"
    r"\s*[（(：:]?\s*(?:共|计)?\s*(?P<count>\d+)?\s*[名人位]?(?:代表)?\s*[)）]?"
)


ROSTER = Layout(
    name=gettext_lazy("Roster of deputies"),
    columns=(
        Column("serial", pgettext_lazy("column", "No."), ("序号", "编号", "号"), clean.serial),
        Column(
            "name",
            pgettext_lazy("column", "Name"),
            ("姓名", "代表姓名", "名字", "代表"),
            clean.person_name,
            required=True,
            missing=because(_("The name is missing.")),
            example="陈小满",
        ),
        Column(
            "sex",
            pgettext_lazy("column", "Sex"),
            ("性别",),
            clean.sex,
            required=True,
            missing=because(_("The sex is missing.")),
            example="女",
        ),
        Column(
            "ethnicity",
            pgettext_lazy("column", "Ethnic group"),
            ("民族", "族别"),
            clean.ethnic_group,
            example="汉族",
        ),
        Column(
            "born",
            pgettext_lazy("column", "Born"),
            ("出生年月", "出生日期", "出生年月日", "出生时间", "生日", "出生"),
            clean.birth,
            example="1980-03",
        ),
        Column(
            "party",
            pgettext_lazy("column", "Political affiliation"),
            ("党派", "政治面貌", "党派(政治面貌)", "政党", "面貌"),
            clean.party,
            example="群众",
        ),
        Column(
            "education",
            pgettext_lazy("column", "Education"),
            ("学历", "文化程度", "最高学历", "学历层次", "学历学位"),
            clean.education,
            lenient=True,
            example="大学本科",
        ),
        Column(
            "degree",
            pgettext_lazy("column", "Degree"),
            ("学位", "最高学位"),
            clean.degree,
            lenient=True,
        ),
        Column(
            "trade",
            pgettext_lazy("column", "Trade"),
            ("行业", "所属行业", "从事行业", "行业门类"),
            clean.trade,
            lenient=True,
        ),
        Column(
            "sector",
            pgettext_lazy("column", "Sector"),
            ("界别", "代表构成", "代表类别", "构成", "身份类别"),
            clean.sector,
            lenient=True,
        ),
        Column(
            "expertise",
            pgettext_lazy("column", "Area of expertise"),
            ("专业领域", "专长", "专业特长", "擅长领域"),
            clean.expertise,
            lenient=True,
        ),
        Column(
            "post",
            pgettext_lazy("column", "Unit and post"),
            ("工作单位及职务", "工作单位和职务", "单位及职务", "单位和职务", "单位职务", "职务")
            + ("工作单位及职务(职业)", "工作单位与职务", "现任职务", "工作单位", "单位"),
            clean.line(300),
            example="柳溪镇中心小学教师",
        ),
        Column(
            "level",
            pgettext_lazy("column", "Level of congress"),
            ("代表层级", "代表级别", "级别", "层级"),
            level,
            example="县级",
        ),
        Column(
            "term",
            pgettext_lazy("column", "Term"),
            ("届次", "届别", "所属届次"),
            clean.line(40),
            example="第十八届",
        ),
        Column(
            "district",
            pgettext_lazy("column", "Electoral district or unit"),
            ("选举单位", "选区", "所属选区", "当选选区", "选举单位(选区)", "选举单位/选区"),
            clean.line(80),
            example="第3选区",
        ),
        Column(
            "delegation",
            pgettext_lazy("column", "Delegation"),
            ("代表团", "所属代表团", "所在代表团", "代表团名称"),
            clean.line(80),
            example="柳溪镇代表团",
        ),
        Column(
            "group",
            pgettext_lazy("column", "Deputy group"),
            ("代表小组", "小组", "所在小组", "代表组", "所属小组"),
            clean.line(80),
        ),
        Column(
            "certificate",
            pgettext_lazy("column", "Certificate number"),
            ("代表证号", "代表证编号", "证号", "代表证号码"),
            clean.line(24),
        ),
        Column(
            "phone",
            pgettext_lazy("column", "Phone"),
            ("手机", "手机号", "手机号码", "联系电话", "电话", "联系方式", "移动电话"),
            clean.phone,
            secret=True,
        ),
        Column(
            "identity_number",
            pgettext_lazy("column", "Identity number"),
            ("身份证号", "身份证号码", "公民身份号码", "身份证", "证件号码"),
            clean.identity_number,
            secret=True,
        ),
        Column(
            "remark",
            pgettext_lazy("column", "Remarks"),
            ("备注", "说明"),
            clean.line(300),
        ),
    ),
    section=Section("delegation", _SECTION),
    identity=Identity(
        keys=("name", "sex", "born"),
        apart=("identity_number", "phone", "certificate", "level", "term"),
        alike=("name", "sex", "district", "delegation"),
        sure=("identity_number",),
        several=("level", "term"),
    ),
    checks=(is_of_age, identity_number_agrees),
    running="serial",
    main="name",
)
