"""The sheets in which messages of residents come from other platforms, with replies or without."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy, pgettext_lazy
from django.utils.translation import gettext_noop as _

from lianxin.base.paper import clean
from lianxin.base.paper.layout import Column, Identity, Layout
from lianxin.base.paper.reasons import Reason, because


def reply_follows(values: dict[str, Any], on: date) -> Iterator[tuple[str, Reason]]:
    """Nothing is answered before it was asked."""
    asked, replied = values.get("asked_at"), values.get("replied_at")
    if asked and replied and replied < asked:
        yield "replied_at", because(_("The reply is older than the message."))


def reply_has_its_time(values: dict[str, Any], on: date) -> Iterator[tuple[str, Reason]]:
    """A reply without a time is taken, but no delay can be counted."""
    if values.get("reply") and not values.get("replied_at"):
        yield "replied_at", because(_("The reply has no time."))
    if values.get("replied_at") and not values.get("reply"):
        yield "reply", because(_("There is a time of reply but no reply."))


VOICES = Layout(
    name=gettext_lazy("Messages of residents"),
    columns=(
        Column(
            "number",
            pgettext_lazy("column", "Number"),
            ("留言编号", "编号", "工单编号", "来信编号", "序号"),
            clean.line(40),
        ),
        Column(
            "author",
            pgettext_lazy("column", "Author"),
            ("留言用户", "留言人", "用户", "姓名", "网友", "来信人", "反映人"),
            clean.line(50),
            secret=True,
        ),
        Column(
            "subject",
            pgettext_lazy("column", "Subject"),
            ("留言主题", "主题", "标题", "留言标题", "来信标题"),
            clean.line(120),
            required=True,
            missing=because(_("The subject is missing.")),
            example="小区门口的路灯不亮",
        ),
        Column(
            "asked_at",
            pgettext_lazy("column", "Asked at"),
            ("留言时间", "时间", "提交时间", "来信时间", "反映时间", "发布时间"),
            clean.moment,
            required=True,
            missing=because(_("The time is missing.")),
            example="2026-03-08 09:30",
        ),
        Column(
            "text",
            pgettext_lazy("column", "Text"),
            ("留言详情", "留言内容", "内容", "详情", "正文", "来信内容", "反映内容"),
            clean.body(20_000),
            required=True,
            missing=because(_("The text is missing.")),
            example="北门到公交站的三盏路灯不亮，晚上看不清台阶。",
        ),
        Column(
            "against", pgettext_lazy("column", "Against"), ("反对数", "反对", "踩"), clean.whole
        ),
        Column(
            "likes",
            pgettext_lazy("column", "Likes"),
            ("点赞数", "点赞", "支持数", "赞"),
            clean.whole,
        ),
        Column(
            "reply",
            pgettext_lazy("column", "Reply"),
            ("答复意见", "答复内容", "答复", "回复内容", "回复", "办理结果"),
            clean.body(20_000),
        ),
        Column(
            "replied_at",
            pgettext_lazy("column", "Replied at"),
            ("答复时间", "回复时间", "办结时间"),
            clean.moment,
        ),
        Column(
            "category",
            pgettext_lazy("column", "Category"),
            ("一级标签", "分类", "类别", "一级分类", "问题类别"),
            clean.line(40),
        ),
    ),
    identity=Identity(keys=("number",)),
    checks=(reply_follows,),
    hints=(reply_has_its_time,),
    running="number",
    main="subject",
)
